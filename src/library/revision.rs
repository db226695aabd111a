//! Earlier texts of an article.

use rusqlite::{OptionalExtension, Transaction};

use super::body::Packed;
use super::fold::Hash;
use super::{ArticleId, Library, LibraryError, Result};
use crate::article::Article;

/// Earlier texts that are kept of an article: a page that changes with every visit must not fill the disk.
const KEPT: u32 = 16;

/// Those of an article that are not its text now, the latest first.
const EARLIER: &str = "FROM revision JOIN article ON article.id = revision.article \
     WHERE article.id = ?1 AND revision.hash <> article.hash";

/// An earlier text of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// The article as it was.
    pub article: Article,
    /// When another text came in its place, seconds since 1970.
    pub kept: i64,
}

impl Library {
    /// How many earlier texts of an article are held.
    pub fn revisions(&self, id: ArticleId) -> Result<u32> {
        let mut statement = self.db.prepare_cached(&format!("SELECT count(*) {EARLIER}"))?;
        Ok(statement.query_row([id.0], |row| row.get(0))?)
    }

    /// An earlier text of an article: 1 is the one before the text it has now, 2 the one before that.
    pub fn revision(&self, id: ArticleId, back: u32) -> Result<Option<Revision>> {
        let sql = format!(
            "SELECT dictionary, data, revision.at {EARLIER} ORDER BY revision.at DESC, revision.rowid DESC LIMIT 1 OFFSET ?2"
        );
        let Some(offset) = back.checked_sub(1) else { return Ok(None) };
        let packed = |row: &rusqlite::Row<'_>| {
            Ok((Packed { dictionary: row.get(0)?, data: row.get(1)? }, row.get(2)?))
        };
        let packed = self.db.prepare_cached(&sql)?.query_row((id.0, offset), packed).optional()?;
        let Some((Packed { dictionary, data }, kept)) = packed else { return Ok(None) };
        let article =
            self.unpack(dictionary, &data)?.ok().and_then(|json| serde_json::from_slice(&json).ok());
        article.map(|article| Some(Revision { article, kept })).ok_or(LibraryError::Damaged(id))
    }
}

/// Keeps the text that an article has, because another one comes.
pub(super) fn keep_held(tx: &Transaction<'_>, id: i64) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO revision (article, hash, at, dictionary, data) \
         SELECT article, hash, ?2, dictionary, data FROM body JOIN article ON article.id = article WHERE article = ?1 \
         ON CONFLICT (article, hash) DO UPDATE SET at = excluded.at",
    )?
    .execute((id, super::now()))?;
    prune(tx, id)
}

/// Keeps a text that the article does not take. False where it is kept already.
pub(super) fn keep(tx: &Transaction<'_>, id: i64, hash: &Hash, body: &Packed) -> Result<bool> {
    let kept = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO revision (article, hash, at, dictionary, data) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((id, hash, super::now(), body.dictionary, &body.data))?;
    prune(tx, id)?;
    Ok(kept > 0)
}

fn prune(tx: &Transaction<'_>, id: i64) -> Result<()> {
    tx.prepare_cached(
        "DELETE FROM revision WHERE article = ?1 AND rowid NOT IN \
         (SELECT rowid FROM revision WHERE article = ?1 ORDER BY at DESC, rowid DESC LIMIT ?2)",
    )?
    .execute((id, KEPT))?;
    Ok(())
}
