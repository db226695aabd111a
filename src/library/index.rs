//! The search index: derived from the library and beside it. It holds no state of its own; whatever is wrong with it,
//! the next catch-up ([`Library::catch_up`]) builds it anew from the library.

mod compile;
mod complement;
mod follow;
mod ids;
mod schema;
mod stamp;
mod terms;
#[cfg(test)]
mod tests;
mod tidy;

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::{ReloadPolicy, Searcher, SegmentMeta, TantivyError};

use super::{Library, LibraryError, Result};
pub use follow::{CatchUp, IndexState};
pub(super) use ids::{Ids, Sets};
use schema::Fields;
pub(super) use schema::{ID, TIME};
use stamp::{Fault, Stamp};

const FOLDER: &str = "index";

const LOCK: &str = "index.lock";

/// What tantivy calls the file that says which segments count. Each commit puts a new one in its place.
const META: &str = "meta.json";

/// The index as it was at one commit, open for searching.
pub(super) struct Index {
    files: tantivy::Index,
    searcher: Searcher,
    fields: Fields,
    stamp: Stamp,
    mark: Option<Mark>,
}

/// What tells one commit from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    inode: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Mark {
    fn of(folder: &Path) -> Option<Self> {
        let meta = fs::metadata(folder.join(META)).ok()?;
        Some(Self { inode: meta.ino(), seconds: meta.mtime(), nanoseconds: meta.mtime_nsec() })
    }
}

impl Index {
    /// Opens the index of the library, if it is one that fits. Nothing is made or mended.
    fn open(library: &Library) -> std::result::Result<Self, Fault> {
        let folder = &library.index_folder();
        // before anything is read: a commit in the meantime is noticed at the next look
        let mark = Mark::of(folder);
        if mark.is_none() {
            return Err(Fault::Missing);
        }
        let mut index = tantivy::Index::open_in_dir(folder)?;
        let meta = index.load_metas()?;
        let stamp =
            serde_json::from_str(&meta.payload.unwrap_or_default()).map_err(|_| Fault::OtherVersion)?;
        // asked after the index was read: the library may grow in between, and is never behind what is indexed
        library.stamp()?.admits(&stamp)?;
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            return Err(Fault::OtherVersion);
        }
        look(folder, &meta.segments)?;
        index.set_tokenizers(schema::tokenizers());
        // the default policy would poll
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { searcher: reader.searcher(), files: index, fields, stamp, mark })
    }

    /// What runs queries.
    pub(super) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// The field that has headline and body.
    pub(super) fn text(&self) -> Field {
        self.fields.text
    }

    /// No article of a higher number is in it.
    fn highest_id(&self) -> Result<u64> {
        let mut highest = 0;
        for segment in self.searcher.segment_readers() {
            highest = highest.max(segment.fast_fields().u64(ID)?.max_value());
        }
        Ok(highest)
    }

    /// The last change of the library that is in it.
    pub(super) fn seq(&self) -> i64 {
        self.stamp.seq
    }
}

/// Looks whether the files of the segments are there and long enough for the footer that tantivy reads first. It would
/// panic on a shorter one, and take a lost file of positions for an empty one.
fn look(folder: &Path, segments: &[SegmentMeta]) -> std::result::Result<(), Fault> {
    use SegmentComponent::{FastFields, FieldNorms, Positions, Postings, Store, Terms};
    const FOOTER: u64 = 8;
    let kinds = |segment: &SegmentMeta| {
        let deleted = segment.has_deletes().then_some(SegmentComponent::Delete);
        [Postings, Positions, Terms, FastFields, FieldNorms, Store]
            .into_iter()
            .chain(deleted)
            .collect::<Vec<_>>()
    };
    for segment in segments {
        for kind in kinds(segment) {
            let file = fs::metadata(folder.join(segment.relative_path(kind))).map_err(TantivyError::from)?;
            if file.len() < FOOTER {
                return Err(TantivyError::from(io::Error::from(io::ErrorKind::UnexpectedEof)).into());
            }
        }
    }
    Ok(())
}

impl Library {
    fn index_folder(&self) -> PathBuf {
        self.folder.join(FOLDER)
    }

    /// Locked by whoever writes the index, for a batch. The system lets go of it however the program ends.
    fn lock_file(&self) -> PathBuf {
        self.folder.join(LOCK)
    }

    /// What the index has to say of itself to be used; its `seq` is the newest change.
    fn stamp(&self) -> Result<Stamp> {
        let mut statement = self.db.prepare_cached("SELECT coalesce(max(seq), 0) FROM change")?;
        Ok(Stamp::new(self.uuid()?, statement.query_row([], |row| row.get(0))?))
    }

    /// The index as it is now, whoever wrote it; opened again only where somebody has.
    pub(super) fn index(&self) -> Result<Arc<Index>> {
        let mut opened = self.index.borrow_mut();
        let now = Mark::of(&self.index_folder());
        if let Some(index) = opened.as_ref().filter(|index| index.mark == now) {
            return Ok(Arc::clone(index));
        }
        *opened = None;
        let index = Index::open(self).map_err(|fault| match fault {
            Fault::Library(error) => error,
            fault => LibraryError::NoIndex(fault.to_string()),
        })?;
        Ok(Arc::clone(opened.insert(Arc::new(index))))
    }

    /// The same; `None` where there is none that can be used. One that has nothing yet would hide what the library holds.
    pub(super) fn index_if_any(&self) -> Result<Option<Arc<Index>>> {
        match self.index() {
            Ok(index) => Ok(Some(index).filter(|index| index.seq() > 0)),
            Err(LibraryError::NoIndex(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("stamp", &self.stamp).finish_non_exhaustive()
    }
}
