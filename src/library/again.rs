//! The same article again, under another key: a renamed file, an entry whose GUID or address has changed.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};

use rusqlite::{CachedStatement, Transaction};

use super::fold::Hash;
use super::write::{Durability, State, Tally};
use super::{ArticleId, Library, Result, labels, revision};

/// What a walk over a whole source has met so far.
#[derive(Debug, Default)]
pub struct Walk {
    /// Whether the source had articles when it began, once that was asked: else none can be older.
    pub(super) had_articles: Option<bool>,
    /// Articles whose key was met.
    pub(super) met: HashSet<i64>,
    /// New articles that may be held under another key, and the hash of their text.
    pub(super) twins: Vec<(i64, Hash)>,
}

/// Older articles of the same source with the same text.
const SAME_TEXT: &str = "SELECT old.id FROM article new JOIN article old ON old.source = new.source AND old.hash = new.hash \
     WHERE new.id = ?1 AND old.id < new.id";

/// Those at the same address and of the same time; where one of them has no date, of the same headline. The address alone
/// proves nothing: a feed may lead to one page from all of its entries. (`+`: few have the address, many the source.)
const SAME_PLACE: &str = "SELECT old.id FROM article new JOIN article old ON old.url_key = new.url_key AND +old.source = new.source \
     WHERE new.id = ?1 AND old.id < new.id AND \
         CASE WHEN old.published IS NULL OR new.published IS NULL THEN old.title_key = new.title_key \
              ELSE old.time = new.time END \
     LIMIT 2";

impl Library {
    /// Ends a walk that met *everything* the source holds: an article that came under a new key, while the key under
    /// which the same text, or another text of the same address and date, was held was not met, is the same article. It
    /// keeps its id and state and takes the new key; another text takes the place of the old one, which is kept as a
    /// revision. Returns how many there were.
    pub fn finish_walk(&mut self, walk: Walk) -> Result<u64> {
        let Walk { mut met, twins, .. } = walk;
        let (mut gone, mut same) = (HashMap::new(), 0);
        self.write_each(Durability::Normal, twins, |tx, (new, hash), tally| {
            let left = match gone.entry(hash) {
                Entry::Occupied(asked) => asked.into_mut(),
                Entry::Vacant(first) => first.insert(with_text(tx, new)?),
            };
            // one that was found again is used up: a second copy of its text is an article of its own
            let old = std::iter::from_fn(|| left.pop_front()).find(|old| !met.contains(old));
            let old = if old.is_some() { old } else { at_place(tx, new)?.filter(|old| !met.contains(old)) };
            if let Some(old) = old {
                join(tx, new, old, tally)?;
                met.insert(old);
                same += 1;
            }
            Ok(())
        })?;
        Ok(same)
    }
}

/// Whether an article that came as new may be an older one.
pub(super) fn is_maybe_older(tx: &Transaction<'_>, new: i64) -> Result<bool> {
    Ok(tx.prepare_cached(SAME_TEXT)?.exists([new])? || tx.prepare_cached(SAME_PLACE)?.exists([new])?)
}

/// Those held before with its text, oldest first. Read once for each text: a source may hold the same one very often.
fn with_text(tx: &Transaction<'_>, new: i64) -> Result<VecDeque<i64>> {
    ids(tx.prepare_cached(&format!("{SAME_TEXT} ORDER BY old.id"))?, new)
}

/// The one held before at its place; an address that has several names none of them.
fn at_place(tx: &Transaction<'_>, new: i64) -> Result<Option<i64>> {
    let mut found = ids(tx.prepare_cached(SAME_PLACE)?, new)?;
    Ok(found.pop_front().filter(|_| found.is_empty()))
}

fn ids(mut statement: CachedStatement<'_>, new: i64) -> Result<VecDeque<i64>> {
    let ids = statement.query_map([new], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// What two rows that are one article have to say.
struct Half {
    source: i64,
    state: State,
    key: Hash,
    hash: Hash,
    first_seen: i64,
    /// Its sort time where it has a date.
    dated: Option<i64>,
}

fn half(tx: &Transaction<'_>, id: i64) -> Result<Half> {
    let sql = "SELECT source, read, starred, key, hash, first_seen, iif(published IS NULL, NULL, time) \
               FROM article WHERE id = ?1";
    Ok(tx.prepare_cached(sql)?.query_row([id], |row| {
        Ok(Half {
            source: row.get(0)?,
            state: State { read: row.get(1)?, starred: row.get(2)? },
            key: row.get(3)?,
            hash: row.get(4)?,
            first_seen: row.get(5)?,
            dated: row.get(6)?,
        })
    })?)
}

/// `old` and `new` are one article: with the id, state and first sight of `old`, and all that `new` says.
fn join(tx: &Transaction<'_>, new: i64, old: i64, tally: &mut Tally) -> Result<()> {
    let (was, came) = (half(tx, old)?, half(tx, new)?);
    if was.hash != came.hash {
        revision::keep_held(tx, old)?;
    }
    let tags = [labels::tags(tx, ArticleId(old))?, labels::tags(tx, ArticleId(new))?].concat();
    take_over(tx, new, old, came.dated.unwrap_or(was.first_seen))?;
    labels::set_tags(tx, ArticleId(old), &tags, tally)?;
    // what the user did to the new row in the meantime is not lost
    let is =
        State { read: was.state.read || came.state.read, starred: was.state.starred || came.state.starred };
    tx.prepare_cached("DELETE FROM article WHERE id = ?1")?.execute([new])?;
    tx.prepare_cached("UPDATE article SET key = ?2, read = ?3, starred = ?4 WHERE id = ?1")?
        .execute((old, came.key, is.read, is.starred))?;
    tally.minus(was.source, came.state);
    tally.minus(was.source, was.state);
    tally.plus(was.source, is);
    super::changed(tx, ArticleId(old), "put")?;
    super::changed(tx, ArticleId(new), "delete")
}

/// Gives all that follows from the text of `new` to `old`; the names of the row's columns stay where they are.
fn take_over(tx: &Transaction<'_>, new: i64, old: i64, time: i64) -> Result<()> {
    const COLUMNS: &str = "hash, title, site, byline, published, url, given_id, url_key, title_key";
    tx.prepare_cached(&format!(
        "UPDATE article SET time = ?3, ({COLUMNS}) = (SELECT {COLUMNS} FROM article WHERE id = ?1) WHERE id = ?2"
    ))?
    .execute((new, old, time))?;
    // the rows move: no counter hears of them, and those of the old text go as they would with their article
    for table in ["body", "signature"] {
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?.execute([old])?;
        tx.prepare_cached(&format!("UPDATE {table} SET article = ?2 WHERE article = ?1"))?
            .execute((new, old))?;
    }
    tx.prepare_cached("DELETE FROM article_label WHERE article = ?1")?.execute([old])?;
    tx.prepare_cached("UPDATE article_label SET article = ?2, time = ?3 WHERE article = ?1")?
        .execute((new, old, time))?;
    tx.prepare_cached("UPDATE OR IGNORE revision SET article = ?2 WHERE article = ?1")?
        .execute((new, old))?;
    Ok(())
}
