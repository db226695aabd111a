//! Articles of a source → the library.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::body::Packed;
use super::fold::Hash;
use super::related::signature::Signature;
use super::related::store;
use super::write::{Durability, State, Tally};
use super::{ArticleId, Library, Result, SourceId, fold, labels};
use crate::article::Article;
use crate::loader::Loaded;

/// What adding a batch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// Articles that were not held.
    pub new: u64,
    /// Articles that were held with another text; the old one is kept as a revision.
    pub changed: u64,
    /// Articles held just so.
    pub unchanged: u64,
}

impl std::ops::AddAssign for Added {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }
}

/// What a walk over a whole source has met so far.
#[derive(Debug, Default)]
pub struct Walk {
    /// Articles whose key was met.
    met: HashSet<i64>,
    /// New articles whose text was held under another key, and its hash.
    twins: Vec<(i64, Hash)>,
}

/// An article ready to be written, so that nothing is computed while others wait.
struct Ready<'a> {
    loaded: &'a Loaded,
    /// Of what it is known by.
    key: Hash,
    hash: Hash,
    body: Packed,
    signature: Signature,
}

/// What is known of an article under the same key.
struct Known {
    id: i64,
    hash: Hash,
    first_seen: i64,
}

impl Library {
    /// Adds articles of a source, in short transactions between which marks get in.
    ///
    /// An article is known by its key within the source. The same text again changes nothing; another text takes its
    /// place, the old one is kept as a revision, and read mark, star, tags and anchor stay.
    pub fn add(&mut self, source: SourceId, articles: &[Loaded]) -> Result<Added> {
        self.add_walked(source, articles, &mut Walk::default())
    }

    /// [`Library::add`] for a part of a walk over the whole source: the walk remembers what was met.
    pub fn add_walked(&mut self, source: SourceId, articles: &[Loaded], walk: &mut Walk) -> Result<Added> {
        let keyed = articles.iter().map(|loaded| (fold::hash(loaded.key.as_bytes()), loaded));
        self.add_keyed(source, keyed, walk)
    }

    /// The same for articles of which the hash of the key is known.
    pub(super) fn add_keyed<'a>(
        &mut self,
        source: SourceId,
        articles: impl Iterator<Item = (Hash, &'a Loaded)>,
        walk: &mut Walk,
    ) -> Result<Added> {
        self.sign()?;
        let mut added = Added::default();
        let ready = self.ready(source, articles, walk, &mut added)?;
        self.write_each(Durability::Normal, ready, |tx, ready, tally| {
            store(tx, source, &ready, walk, &mut added, tally)
        })?;
        self.train()?;
        self.fold_frequencies()?;
        Ok(added)
    }

    /// What has to be written. What is held just so needs no transaction at all, which is nearly everything when a
    /// source is refreshed.
    fn ready<'a>(
        &self,
        source: SourceId,
        articles: impl Iterator<Item = (Hash, &'a Loaded)>,
        walk: &mut Walk,
        added: &mut Added,
    ) -> Result<Vec<Ready<'a>>> {
        let mut ready = Vec::new();
        for (key, loaded) in articles {
            let json = serde_json::to_vec(&loaded.article).map_err(std::io::Error::from)?;
            let hash = fold::hash(&json);
            match known(&self.db, source, key)? {
                Some(known) if known.hash == hash => {
                    walk.met.insert(known.id);
                    added.unchanged += 1;
                }
                _ => {
                    let (body, signature) = (self.pack(&json)?, Signature::of(&loaded.article));
                    ready.push(Ready { loaded, key, hash, body, signature });
                }
            }
        }
        Ok(ready)
    }

    /// Ends a walk that met *everything* the source holds: an article that came under a new key, while the key
    /// under which the same text was held was not met, is a renamed file. It keeps its id and state and takes the
    /// new key. Returns how many there were.
    pub fn finish_walk(&mut self, walk: Walk) -> Result<u64> {
        let Walk { met, twins } = walk;
        let (mut gone, mut renamed) = (HashMap::new(), 0);
        self.write_each(Durability::Normal, twins, |tx, (new, hash), tally| {
            let left = match gone.entry(hash) {
                Entry::Occupied(asked) => asked.into_mut(),
                Entry::Vacant(first) => first.insert(not_met(tx, new, &met)?),
            };
            // one that a file was renamed from is used up: a second copy of its text is an article of its own
            if let Some(old) = left.pop_front() {
                rename(tx, new, old, tally)?;
                renamed += 1;
            }
            Ok(())
        })?;
        Ok(renamed)
    }
}

fn known(db: &Connection, source: SourceId, key: Hash) -> Result<Option<Known>> {
    let mut statement =
        db.prepare_cached("SELECT id, hash, first_seen FROM article WHERE source = ?1 AND key = ?2")?;
    let known = statement.query_row((source.0, key), |row| {
        Ok(Known { id: row.get(0)?, hash: row.get(1)?, first_seen: row.get(2)? })
    });
    Ok(known.optional()?)
}

fn store(
    tx: &Transaction<'_>,
    source: SourceId,
    ready: &Ready<'_>,
    walk: &mut Walk,
    added: &mut Added,
    tally: &mut Tally,
) -> Result<()> {
    let counted = match known(tx, source, ready.key)? {
        None => {
            let id = insert(tx, source, ready, tally)?;
            if has_older_twin(tx, id)? {
                walk.twins.push((id, ready.hash));
            }
            walk.met.insert(id);
            &mut added.new
        }
        Some(known) if known.hash == ready.hash => {
            walk.met.insert(known.id);
            &mut added.unchanged
        }
        // two texts under one key in one walk: the first one met stays in front, whichever came earlier
        Some(known) if !walk.met.insert(known.id) => {
            if keep_aside(tx, known.id, ready)? {
                &mut added.changed
            } else {
                &mut added.unchanged
            }
        }
        Some(known) => {
            replace(tx, source, ready, &known)?;
            &mut added.changed
        }
    };
    *counted += 1;
    Ok(())
}

fn insert(tx: &Transaction<'_>, source: SourceId, ready: &Ready<'_>, tally: &mut Tally) -> Result<i64> {
    let loaded = ready.loaded;
    let state = State { read: loaded.read == Some(true), starred: loaded.starred == Some(true) };
    let now = super::now();
    write(tx, INSERT, source, ready, (now, state))?;
    let id = tx.last_insert_rowid();
    tally.plus(source.0, state);
    describe(tx, source, ready, id, now)?;
    if !loaded.tags.is_empty() {
        labels::set_tags(tx, ArticleId(id), &loaded.tags)?;
    }
    Ok(id)
}

/// Articles of the same source with the same text.
const TWINS: &str = "SELECT old.id FROM article new JOIN article old ON old.source = new.source AND old.hash = new.hash \
     WHERE new.id = ?1 AND old.id < new.id";

fn has_older_twin(tx: &Transaction<'_>, id: i64) -> Result<bool> {
    Ok(tx.prepare_cached(TWINS)?.exists([id])?)
}

/// Those held before that the walk did not meet, oldest first. Read once for each text: a source may hold the same one
/// very often.
fn not_met(tx: &Transaction<'_>, id: i64, met: &HashSet<i64>) -> Result<VecDeque<i64>> {
    let mut statement = tx.prepare_cached(&format!("{TWINS} ORDER BY old.id"))?;
    let ids = statement.query_map([id], |row| row.get(0))?;
    Ok(ids.filter(|id| !matches!(id, Ok(id) if met.contains(id))).collect::<rusqlite::Result<_>>()?)
}

fn replace(tx: &Transaction<'_>, source: SourceId, ready: &Ready<'_>, known: &Known) -> Result<()> {
    tx.prepare_cached(
        "INSERT OR IGNORE INTO revision (article, hash, at, dictionary, data) \
         SELECT article, ?2, ?3, dictionary, data FROM body WHERE article = ?1",
    )?
    .execute((known.id, known.hash, super::now()))?;
    tx.prepare_cached("DELETE FROM body WHERE article = ?1")?.execute([known.id])?;
    write(tx, UPDATE, source, ready, (known.first_seen, State::default()))?;
    describe(tx, source, ready, known.id, known.first_seen)
}

/// Keeps a text as a revision only. False where it is kept already.
fn keep_aside(tx: &Transaction<'_>, id: i64, ready: &Ready<'_>) -> Result<bool> {
    let kept = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO revision (article, hash, at, dictionary, data) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((id, ready.hash, super::now(), ready.body.dictionary, &ready.body.data))?;
    Ok(kept > 0)
}

/// An article that comes.
const INSERT: &str = "INSERT INTO article (source, key, first_seen, read, starred, hash, time, title, site, byline, published, url, \
     given_id, url_key, title_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";

/// One that is held and has another text: its state is kept. The same values, not all of which are taken.
const UPDATE: &str = "UPDATE article SET hash = ?6, time = ?7, title = ?8, site = ?9, byline = ?10, published = ?11, url = ?12, \
     given_id = ?13, url_key = ?14, title_key = ?15 WHERE source = ?1 AND key = ?2";

/// Writes the row of an article.
fn write(
    tx: &Transaction<'_>,
    sql: &str,
    source: SourceId,
    ready: &Ready<'_>,
    (first_seen, state): (i64, State),
) -> Result<()> {
    let article = &ready.loaded.article;
    let url_key = article.url.as_deref().and_then(fold::url_key).map(|key| fold::short_hash(&key));
    tx.prepare_cached(sql)?.execute((
        source.0,
        ready.key,
        first_seen,
        state.read,
        state.starred,
        ready.hash,
        sort_time(article, first_seen),
        &article.title,
        article.outlet(),
        article.authors.join(", "),
        article.published.or(article.updated).map(|moment| moment.to_string()),
        &article.url,
        given_id(ready.loaded, url_key.is_some()),
        url_key,
        fold::title_key(&article.title).map(|key| fold::short_hash(&key)),
    ))?;
    Ok(())
}

/// A given id as it is stored: empty where it is the article's address, by which it is found then.
fn given_id(loaded: &Loaded, has_address: bool) -> Option<&str> {
    let given = loaded.given_id.as_deref()?;
    Some(if has_address && loaded.article.url.as_deref() == Some(given) { "" } else { given })
}

/// Writes everything else that follows from its text.
fn describe(
    tx: &Transaction<'_>,
    source: SourceId,
    ready: &Ready<'_>,
    id: i64,
    first_seen: i64,
) -> Result<()> {
    // no REPLACE: SQLite would keep a copy of each page it touches, to take back this statement alone
    tx.prepare_cached("INSERT INTO body (article, dictionary, data) VALUES (?1, ?2, ?3)")?.execute((
        id,
        ready.body.dictionary,
        &ready.body.data,
    ))?;
    let article = &ready.loaded.article;
    labels::describe(tx, source, ArticleId(id), sort_time(article, first_seen), article)?;
    store::put(tx, ArticleId(id), &ready.signature)?;
    super::changed(tx, ArticleId(id), "put")
}

/// See [`super::SortKey::time`].
fn sort_time(article: &Article, first_seen: i64) -> i64 {
    let said = article.published.or(article.updated);
    said.map_or(first_seen, |moment| moment.unix().min(first_seen))
}

/// The file of `old` is gone and the same text came as `new`: one article again, with the id and state of `old`.
fn rename(tx: &Transaction<'_>, new: i64, old: i64, tally: &mut Tally) -> Result<()> {
    let mut state = tx.prepare_cached("SELECT source, read, starred, key FROM article WHERE id = ?1")?;
    let mut state = |id: i64| {
        state.query_row([id], |row| {
            let state = State { read: row.get(1)?, starred: row.get(2)? };
            Ok((row.get::<_, i64>(0)?, state, row.get::<_, Hash>(3)?))
        })
    };
    let ((source, was, _), (_, came, key)) = (state(old)?, state(new)?);
    // what the user did to the new row in the meantime is not lost
    let is = State { read: was.read || came.read, starred: was.starred || came.starred };
    let tags = [labels::tags(tx, ArticleId(old))?, labels::tags(tx, ArticleId(new))?].concat();
    labels::set_tags(tx, ArticleId(old), &tags)?;
    tx.prepare_cached("DELETE FROM article WHERE id = ?1")?.execute([new])?;
    tx.prepare_cached("UPDATE article SET key = ?2, read = ?3, starred = ?4 WHERE id = ?1")?
        .execute((old, key, is.read, is.starred))?;
    tally.minus(source, came);
    tally.minus(source, was);
    tally.plus(source, is);
    super::changed(tx, ArticleId(old), "put")?;
    super::changed(tx, ArticleId(new), "delete")
}
