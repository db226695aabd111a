//! The stored form of an article: JSON, compressed by zstd, with or without a dictionary.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{self, Read};

use rusqlite::{Connection, OptionalExtension};
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe;

use super::{ArticleId, Library, LibraryError, Result};
use crate::article::Article;

/// zstd's own default. One level lower takes four fifths of the time, for bodies that are 3 to 5 in 100 larger: then a library
/// of a million articles is no longer smaller than its feeds.
const LEVEL: i32 = 3;

/// Bytes of a body that are set aside because it says so itself; what says more is unpacked piece by piece.
const LARGEST: usize = 16 << 20;

/// A dictionary that is trained once so many articles are held.
struct Stage {
    held: i64,
    samples: i64,
    bytes: usize,
}

/// The first one knows the first source and little else; the second has seen the whole library. Measured on generated articles:
/// bodies take 7 in 100 less by it, and by one of twice the size hardly less. The first one takes as much time as storing
/// hundreds of articles; with more samples bodies are no smaller.
const STAGES: &[Stage] = &[
    Stage { held: 400, samples: 80, bytes: 64 << 10 },
    Stage { held: 20_000, samples: 2_000, bytes: 256 << 10 },
];

/// Bytes of a body that are looked at to train: what is the same in many texts stands in their first part, too.
const SAMPLE: usize = 16 << 10;

/// What bodies are packed and unpacked with, made ready when it is first needed: a dictionary costs more to read and to
/// digest than a body.
#[derive(Default)]
pub(super) struct Press {
    packer: Option<Packer>,
    unpackers: HashMap<i64, Unpacker>,
}

/// Compresses new bodies, with the newest dictionary. Number 0 is none.
struct Packer {
    dictionary: i64,
    compressor: Compressor<'static>,
}

/// Decompresses bodies of one dictionary.
struct Unpacker {
    dictionary: Vec<u8>,
    decompressor: Decompressor<'static>,
}

/// A body as it is stored.
pub(super) struct Packed {
    pub(super) dictionary: i64,
    pub(super) data: Vec<u8>,
}

impl Packer {
    fn new(db: &Connection) -> Result<Self> {
        let newest = db
            .prepare_cached("SELECT id, data FROM dictionary ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (dictionary, data): (i64, Vec<u8>) = newest.unwrap_or_default();
        Ok(Self { dictionary, compressor: Compressor::with_dictionary(LEVEL, &data)? })
    }

    fn pack(&mut self, json: &[u8]) -> io::Result<Packed> {
        Ok(Packed { dictionary: self.dictionary, data: self.compressor.compress(json)? })
    }
}

impl Unpacker {
    fn new(dictionary: Vec<u8>) -> io::Result<Self> {
        Ok(Self { decompressor: Decompressor::with_dictionary(&dictionary)?, dictionary })
    }

    fn of(db: &Connection, number: i64) -> Result<Self> {
        let mut statement = db.prepare_cached("SELECT data FROM dictionary WHERE id = ?1")?;
        let dictionary = statement.query_row([number], |row| row.get(0)).optional()?;
        Ok(Self::new(dictionary.unwrap_or_default())?)
    }

    fn unpack(&mut self, data: &[u8]) -> io::Result<Vec<u8>> {
        if let Ok(Some(size)) = zstd_safe::get_frame_content_size(data)
            && let Ok(size) = usize::try_from(size)
            && size <= LARGEST
        {
            return self.decompressor.decompress(data, size);
        }
        let mut json = Vec::new();
        zstd::stream::read::Decoder::with_dictionary(data, &self.dictionary)?.read_to_end(&mut json)?;
        Ok(json)
    }
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let newest = self.packer.as_ref().map(|packer| packer.dictionary);
        f.debug_struct("Press").field("newest", &newest).finish_non_exhaustive()
    }
}

impl Library {
    /// An article in the form that is stored.
    pub(super) fn pack(&self, json: &[u8]) -> Result<Packed> {
        let mut press = self.press.borrow_mut();
        let packer = match &mut press.packer {
            Some(packer) => packer,
            none => none.insert(Packer::new(&self.db)?),
        };
        Ok(packer.pack(json)?)
    }

    /// The article as it was loaded.
    pub(super) fn article(&self, id: ArticleId) -> Result<Article> {
        let mut statement = self.db.prepare_cached("SELECT dictionary, data FROM body WHERE article = ?1")?;
        let mut rows = statement.query([id.0])?;
        let body = rows.next()?.ok_or(LibraryError::Damaged(id))?;
        let json = self.unpack(body.get(0)?, body.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
        let article = json.ok().and_then(|json| serde_json::from_slice(&json).ok());
        article.ok_or(LibraryError::Damaged(id))
    }

    /// The inner result says whether the body is one.
    pub(super) fn unpack(&self, dictionary: i64, data: &[u8]) -> Result<io::Result<Vec<u8>>> {
        let mut press = self.press.borrow_mut();
        let unpacker = match press.unpackers.entry(dictionary) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Unpacker::of(&self.db, dictionary)?),
        };
        Ok(unpacker.unpack(data))
    }

    /// Trains the next dictionary once there is enough to train on. What is stored already stays as it is.
    pub(super) fn train(&mut self) -> Result<()> {
        let newest = self.press.borrow().packer.as_ref().map(|packer| packer.dictionary);
        let Some(stage) = newest.and_then(|newest| STAGES.get(usize::try_from(newest).ok()?)) else {
            return Ok(());
        };
        let held: i64 =
            self.db.query_row("SELECT coalesce(sum(total), 0) FROM counter", [], |row| row.get(0))?;
        if held < stage.held {
            return Ok(());
        }
        let trained = zstd::dict::from_samples(&self.samples(stage.samples)?, stage.bytes);
        self.write(super::write::Durability::Normal, |tx| {
            // texts too alike or too short give none: then it is the one before, and nobody tries again
            let next = "INSERT INTO dictionary (data) SELECT coalesce(?1, (SELECT data FROM dictionary WHERE id = ?2), x'') \
                        WHERE ?2 = (SELECT coalesce(max(id), 0) FROM dictionary)";
            tx.execute(next, (trained.ok(), newest))?;
            Ok(())
        })?;
        self.press.borrow_mut().packer = None;
        Ok(())
    }

    /// The first part of so many bodies from the whole library.
    fn samples(&self, count: i64) -> Result<Vec<Vec<u8>>> {
        let last: i64 =
            self.db.query_row("SELECT coalesce(max(article), 0) FROM body", [], |row| row.get(0))?;
        let mut statement = self
            .db
            .prepare("SELECT dictionary, data FROM body WHERE article >= ?1 ORDER BY article LIMIT 1")?;
        let mut samples = Vec::new();
        for number in 0..count {
            let mut rows = statement.query([last * number / count])?;
            let Some(row) = rows.next()? else { break };
            if let Ok(mut json) = self.unpack(row.get(0)?, &row.get::<_, Vec<u8>>(1)?)? {
                json.truncate(SAMPLE);
                samples.push(json);
            }
        }
        Ok(samples)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zstd::stream::write::Encoder;

    use super::*;

    #[test]
    fn what_is_packed_comes_back_with_and_without_a_dictionary() {
        let text = "A harbour learns to wait. ".repeat(40);
        for dictionary in [Vec::new(), text.clone().into_bytes()] {
            let compressor = Compressor::with_dictionary(LEVEL, &dictionary).unwrap();
            let packed = Packer { dictionary: 1, compressor }.pack(text.as_bytes()).unwrap().data;
            assert!(packed.len() < text.len() / 2);
            let mut unpacker = Unpacker::new(dictionary.clone()).unwrap();
            assert_eq!(unpacker.unpack(&packed).unwrap(), text.as_bytes());
            // libraries hold bodies that do not say how long they are
            let mut encoder = Encoder::with_dictionary(Vec::new(), LEVEL, &dictionary).unwrap();
            encoder.write_all(text.as_bytes()).unwrap();
            assert_eq!(unpacker.unpack(&encoder.finish().unwrap()).unwrap(), text.as_bytes());
        }
    }
}
