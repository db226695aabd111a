//! What the user added, and what is known of it.

use std::path::Path;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde::{Deserialize, Serialize};

use super::undo::{Change, Field};
use super::write::Durability;
use super::{Library, Result, folders};
use crate::sanitize;

/// Number of a source in this library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceId(pub i64);

/// What the user added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Number in this library.
    pub id: SourceId,
    /// What kind of thing it is.
    pub kind: SourceKind,
    /// Absolute path or URL.
    pub address: String,
    /// What the screen calls it.
    pub title: String,
    /// The folders it stands in.
    pub folders: Vec<String>,
    /// Who declared it: the user by `add`, the config file, or the program itself.
    pub origin: Origin,
    /// Articles held from it, and how many of them are unread.
    pub counts: Counts,
    /// When it was last refreshed, seconds since 1970.
    pub refreshed: Option<i64>,
    /// Why the last refresh failed, if it did.
    pub error: Option<String>,
    /// No longer refreshed; what it brought stays.
    pub removed: bool,
}

/// What kind of thing a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A folder, walked.
    Folder,
    /// A single file.
    File,
    /// A feed on the network.
    Feed,
    /// A page on the network that lists articles.
    Page,
    /// Articles compiled into the program.
    Sample,
}

/// Who declared a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// `courant add`.
    User,
    /// `[[sources]]` in the config.
    Config,
    /// The program itself (sample edition).
    Program,
}

/// How many, kept set-wise and never counted by scanning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All of them.
    pub total: u64,
    /// Those unread.
    pub unread: u64,
}

/// A source to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// What kind of thing it is.
    pub kind: SourceKind,
    /// Absolute path or URL.
    pub address: String,
    /// What the screen calls it.
    pub title: String,
    /// Who declared it.
    pub origin: Origin,
}

impl NewSource {
    /// A folder or a file of this whole path; called by its name where nothing else is wanted.
    pub fn local(path: &Path, title: Option<String>, origin: Origin) -> Self {
        let kind = if path.is_dir() { SourceKind::Folder } else { SourceKind::File };
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self {
            kind,
            address: path.to_string_lossy().into_owned(),
            title: title.map_or_else(|| sanitize::path(name), |title| sanitize::line(&title)),
            origin,
        }
    }
}

impl SourceKind {
    const ALL: [(Self, &str); 5] = [
        (Self::Folder, "folder"),
        (Self::File, "file"),
        (Self::Feed, "feed"),
        (Self::Page, "page"),
        (Self::Sample, "sample"),
    ];

    /// Whether it is asked over the network.
    pub fn is_on_network(self) -> bool {
        matches!(self, Self::Feed | Self::Page)
    }
}

impl Origin {
    const ALL: [(Self, &str); 3] =
        [(Self::User, "user"), (Self::Config, "config"), (Self::Program, "program")];
}

/// How a value is written in the library.
fn word<T: PartialEq>(all: &[(T, &'static str)], value: &T) -> ToSqlOutput<'static> {
    all.iter().find(|(known, _)| known == value).map_or("", |(_, word)| word).into()
}

fn value<T: Copy>(all: &[(T, &str)], word: ValueRef<'_>) -> FromSqlResult<T> {
    let text = word.as_str()?;
    all.iter().find(|(_, known)| *known == text).map(|(value, _)| *value).ok_or(FromSqlError::InvalidType)
}

impl ToSql for SourceKind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(word(&Self::ALL, self))
    }
}

impl FromSql for SourceKind {
    fn column_result(word: ValueRef<'_>) -> FromSqlResult<Self> {
        value(&Self::ALL, word)
    }
}

impl ToSql for Origin {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(word(&Self::ALL, self))
    }
}

impl FromSql for Origin {
    fn column_result(word: ValueRef<'_>) -> FromSqlResult<Self> {
        value(&Self::ALL, word)
    }
}

const COLUMNS: &str = "SELECT id, kind, address, title, origin, total, unread, refreshed, error, removed, folders \
                       FROM source JOIN counter ON counter.source = source.id";

fn source(row: &Row<'_>) -> rusqlite::Result<Source> {
    Ok(Source {
        id: SourceId(row.get(0)?),
        kind: row.get(1)?,
        address: row.get(2)?,
        title: row.get(3)?,
        origin: row.get(4)?,
        counts: Counts {
            total: row.get::<_, i64>(5)?.cast_unsigned(),
            unread: row.get::<_, i64>(6)?.cast_unsigned(),
        },
        refreshed: row.get(7)?,
        error: row.get(8)?,
        removed: row.get(9)?,
        folders: folders::read(row.get_ref(10)?.as_str()?).collect(),
    })
}

fn by_address(db: &Connection, address: &str) -> Result<Option<Source>> {
    let mut statement = db.prepare_cached(&format!("{COLUMNS} WHERE removed = 0 AND address = ?1"))?;
    Ok(statement.query_row([address], source).optional()?)
}

/// Removes a source ("1") or puts it back ("0"). False, and nothing is done, where that was done before.
pub(super) fn set_removed(tx: &Transaction<'_>, source: i64, (from, to): (&str, &str)) -> Result<bool> {
    let mut statement = tx.prepare_cached("UPDATE source SET removed = ?3 WHERE id = ?1 AND removed = ?2")?;
    Ok(statement.execute((source, from == "1", to == "1"))? > 0)
}

impl Library {
    /// All sources that are not removed, by title.
    pub fn sources(&self) -> Result<Vec<Source>> {
        self.sources_where("removed = 0")
    }

    /// These, and the removed ones that articles are held from.
    pub fn sources_with_articles(&self) -> Result<Vec<Source>> {
        self.sources_where("removed = 0 OR total > 0")
    }

    fn sources_where(&self, condition: &str) -> Result<Vec<Source>> {
        let sql = format!("{COLUMNS} WHERE {condition} ORDER BY title COLLATE NOCASE, id");
        let mut statement = self.db.prepare_cached(&sql)?;
        let sources = statement.query_map([], source)?;
        Ok(sources.collect::<rusqlite::Result<_>>()?)
    }

    /// The source with this address, if it is not removed.
    pub fn source_by_address(&self, address: &str) -> Result<Option<Source>> {
        by_address(&self.db, address)
    }

    /// Adds a source. The same address again gives the source that is there, revived if it was removed.
    pub fn add_source(&mut self, new: &NewSource) -> Result<Source> {
        if let Some(held) = self.source_by_address(&new.address)? {
            return Ok(held);
        }
        self.write(Durability::Full, |tx| {
            tx.execute(
                "INSERT INTO source (kind, address, title, origin) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (address) DO UPDATE SET removed = 0, kind = ?1, title = ?3, origin = ?4",
                (new.kind, &new.address, &new.title, new.origin),
            )?;
            tx.execute(
                "INSERT OR IGNORE INTO counter (source) SELECT id FROM source WHERE address = ?1",
                [&new.address],
            )?;
            by_address(tx, &new.address)?.ok_or(rusqlite::Error::QueryReturnedNoRows.into())
        })
    }

    /// Calls a source by another title.
    pub fn set_title(&mut self, source: SourceId, title: &str) -> Result<()> {
        self.write(Durability::Full, |tx| {
            tx.execute("UPDATE source SET title = ?2 WHERE id = ?1", (source.0, title))?;
            Ok(())
        })
    }

    /// Removes a source; its articles stay and can be read. False where there is no such source.
    pub fn remove_source(&mut self, address: &str) -> Result<bool> {
        self.write(Durability::Full, |tx| {
            let sql = "UPDATE source SET removed = 1 WHERE address = ?1 AND removed = 0";
            Ok(tx.execute(sql, [address])? > 0)
        })
    }

    /// The same for a source by its number, as an undo step of `session`.
    pub fn unsubscribe(&mut self, session: &str, source: SourceId) -> Result<bool> {
        let change = Change { subject: source.0, before: "0".into(), after: "1".into() };
        Ok(self.step(session, Field::Removed, [change])? > 0)
    }

    /// Notes that a source was refreshed just now, and why that failed, if it did.
    pub fn set_refreshed(&mut self, source: SourceId, error: Option<&str>) -> Result<()> {
        self.write(Durability::Normal, |tx| {
            let sql = "UPDATE source SET refreshed = ?2, error = ?3 WHERE id = ?1";
            tx.execute(sql, (source.0, super::now(), error))?;
            Ok(())
        })
    }
}
