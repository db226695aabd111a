//! Everything that is kept: the SQLite file (the truth). Each thread opens its own [`Library`] on the same folder.

mod add;
mod again;
mod analyse;
mod body;
mod check;
mod copy;
mod error;
mod fold;
mod folders;
mod full_text;
mod held;
mod id;
mod index;
mod labels;
mod list;
mod mark;
mod newsboat;
mod open;
mod poll;
mod promise;
mod query;
mod related;
mod revision;
mod saved;
mod schema;
mod search;
mod source;
mod stories;
pub mod temporary;
#[cfg(test)]
mod tests;
mod undo;
mod view;
mod write;

pub use add::Added;
pub use again::Walk;
pub use error::{LibraryError, Result};
pub use full_text::FullText;
pub use held::{Held, HeldLink};
pub use id::{ArticleId, BadArticleId};
pub use index::{CatchUp, IndexState};
pub use labels::LabelKind;
pub use mark::Mark;
#[cfg(test)]
pub(crate) use newsboat::tests::cache as write_cache;
pub use newsboat::{CachedFeed, CachedItem, NewsboatCache};
pub use poll::Poll;
pub use promise::{Carried, Underway};
pub use query::{Part, Query, QueryError, Snippet};
pub use related::{Related, RelatedKind};
pub use revision::Revision;
pub use saved::{Saved, SavedSearch};
pub use search::{BEST, Cancelled, Count, Hit, HitOrder};
pub use source::{Counts, NewSource, Origin, Source, SourceId, SourceKind};
pub use stories::{Story, StoryId};
pub use undo::Undone;
pub use view::{Order, Row, Slice, SortKey, StateFilter, View, Window};

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Transaction};

use related::frequency::Frequencies;
use write::Durability;

/// The library at one moment, as this connection sees it.
type Version = (i64, u64);

/// A connection to the library in a folder. Cheap to open; one for each thread.
#[derive(Debug)]
pub struct Library {
    folder: PathBuf,
    db: Connection,
    /// Opened when it is first asked.
    index: RefCell<Option<Arc<index::Index>>>,
    /// Sets of articles that searches are made among.
    sets: RefCell<index::Sets>,
    /// The list by rank that was asked for last.
    best: RefCell<Option<search::best::Best>>,
    /// What bodies are packed with.
    press: RefCell<body::Press>,
    /// Read when they are first needed, then followed.
    frequencies: RefCell<Frequencies>,
}

impl Library {
    /// Opens the library in `folder`; makes it where there is none, brings an older schema forward.
    ///
    /// What a newer program wrote ([`LibraryError::Newer`]) or what is no library ([`LibraryError::Foreign`]) is
    /// refused and not touched.
    pub fn open(folder: &Path) -> Result<Self> {
        open::open(folder)
    }

    /// Whether opening the library in `folder` takes a while, since it is large and of an earlier version: somebody should say so.
    pub fn opens_slowly(folder: &Path) -> bool {
        open::opens_slowly(folder)
    }

    /// Whether there is a library in `folder`; nothing is made or touched.
    pub fn exists(folder: &Path) -> bool {
        open::exists(folder)
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Random name of this library, 32 hexadecimal digits; what is derived from the library carries it.
    pub fn uuid(&self) -> Result<String> {
        Ok(self.value("uuid")?.unwrap_or_default())
    }

    /// A number that is different after another connection (of any process) has written; for noticing others' changes.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// What is different after anybody has written, this connection included.
    fn version(&self) -> Result<Version> {
        Ok((self.data_version()?, self.db.total_changes()))
    }

    /// What was kept under a name by [`Library::set_value`] (the reader's last place, for one).
    pub fn value(&self, name: &str) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT value FROM kv WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Keeps a small text under a name.
    pub fn set_value(&mut self, name: &str, value: &str) -> Result<()> {
        self.write(Durability::Normal, |tx| {
            tx.execute("INSERT OR REPLACE INTO kv (name, value) VALUES (?1, ?2)", (name, value))?;
            Ok(())
        })
    }
}

/// Seconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// Tells those that derive something from the library (`op` is "put" or "delete").
fn changed(tx: &Transaction<'_>, id: ArticleId, op: &str) -> Result<()> {
    tx.prepare_cached("INSERT INTO change (article, op) VALUES (?1, ?2)")?.execute((id.0, op))?;
    Ok(())
}
