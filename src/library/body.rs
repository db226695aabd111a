//! The stored form of an article: JSON, compressed by zstd, with or without a dictionary.

use std::io::{self, Read, Write};

use rusqlite::{Connection, OptionalExtension};

use super::{ArticleId, Library, LibraryError, Result};
use crate::article::Article;

/// zstd's own default.
const LEVEL: i32 = 3;

/// Bodies that a dictionary is trained on; with fewer it knows this one source and little else.
const SAMPLES: i64 = 400;

/// Bytes of a dictionary; it is read with every body, so that it should stay small.
const DICTIONARY: usize = 64 * 1024;

/// The dictionary that new bodies are compressed with. Number 0 is none.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    pub(super) id: i64,
    data: Vec<u8>,
}

impl Dictionary {
    pub(super) fn newest(db: &Connection) -> Result<Self> {
        let newest = db
            .prepare_cached("SELECT id, data FROM dictionary ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| Ok(Self { id: row.get(0)?, data: row.get(1)? }))
            .optional()?;
        Ok(newest.unwrap_or_default())
    }

    pub(super) fn compress(&self, json: &[u8]) -> Result<Vec<u8>> {
        let mut encoder = zstd::stream::write::Encoder::with_dictionary(Vec::new(), LEVEL, &self.data)?;
        encoder.write_all(json)?;
        Ok(encoder.finish()?)
    }
}

fn decompress(data: &[u8], dictionary: &[u8]) -> io::Result<Vec<u8>> {
    let mut json = Vec::new();
    zstd::stream::read::Decoder::with_dictionary(data, dictionary)?.read_to_end(&mut json)?;
    Ok(json)
}

/// The article as it was loaded.
pub(super) fn read(db: &Connection, id: ArticleId) -> Result<Article> {
    let (data, dictionary): (Vec<u8>, Option<Vec<u8>>) = db
        .prepare_cached(
            "SELECT body.data, dictionary.data FROM body LEFT JOIN dictionary ON dictionary.id = body.dictionary \
             WHERE body.article = ?1",
        )?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or(LibraryError::Damaged(id))?;
    let json = decompress(&data, &dictionary.unwrap_or_default()).map_err(|_| LibraryError::Damaged(id))?;
    serde_json::from_slice(&json).map_err(|_| LibraryError::Damaged(id))
}

impl Library {
    /// Trains a dictionary once there is enough to train on. What is stored already stays as it is.
    pub(super) fn train(&mut self) -> Result<()> {
        let held: i64 =
            self.db.query_row("SELECT coalesce(sum(total), 0) FROM counter", [], |row| row.get(0))?;
        if held < SAMPLES || Dictionary::newest(&self.db)?.id != 0 {
            return Ok(());
        }
        // texts too alike or too short give none: then bodies go without, as before
        let Ok(data) = zstd::dict::from_samples(&self.samples()?, DICTIONARY) else { return Ok(()) };
        self.write(super::write::Durability::Normal, |tx| {
            let first = "INSERT INTO dictionary (data) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM dictionary)";
            tx.execute(first, [&data])?;
            Ok(())
        })
    }

    fn samples(&self) -> Result<Vec<Vec<u8>>> {
        let mut statement =
            self.db.prepare("SELECT data FROM body WHERE dictionary = 0 ORDER BY article LIMIT ?1")?;
        let mut rows = statement.query([SAMPLES])?;
        let mut samples = Vec::new();
        while let Some(row) = rows.next()? {
            samples.push(decompress(&row.get::<_, Vec<u8>>(0)?, &[])?);
        }
        Ok(samples)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_comes_back_with_and_without_a_dictionary() {
        let text = "A harbour learns to wait. ".repeat(40);
        for dictionary in [Dictionary::default(), Dictionary { id: 1, data: text.clone().into_bytes() }] {
            let packed = dictionary.compress(text.as_bytes()).unwrap();
            assert!(packed.len() < text.len() / 2);
            assert_eq!(decompress(&packed, &dictionary.data).unwrap(), text.as_bytes());
        }
    }
}
