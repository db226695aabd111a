//! Articles of a source → the library.

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::body::Packed;
use super::fold::Hash;
use super::related::store;
use super::write::{Durability, State, Tally};
use super::{ArticleId, Library, Result, SourceId, Walk, again, fold, labels, revision};
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

/// Bytes of an article's JSON beside its text, about.
const ROOM: usize = 1 << 10;

/// An article ready to be written, so that nothing is computed while others wait.
struct Ready<'a> {
    loaded: &'a Loaded,
    /// Of what it is known by.
    key: Hash,
    hash: Hash,
    body: Packed,
}

/// What is known of an article under the same key.
struct Known {
    id: i64,
    hash: Hash,
    /// Of the entry that was completed from its page.
    entry: Option<Hash>,
    first_seen: i64,
}

impl Known {
    /// Whether a text of this hash is what its source gave last.
    fn is(&self, hash: Hash) -> bool {
        self.hash == hash || self.entry == Some(hash)
    }
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
        let mut added = Added::default();
        if walk.had_articles.is_none() {
            walk.had_articles = Some(self.has_articles(source)?);
        }
        let ready = self.ready(source, articles, walk, &mut added)?;
        self.write_each(Durability::Normal, ready, |tx, ready, tally| {
            store(tx, source, &ready, walk, &mut added, tally)
        })?;
        self.train()?;
        Ok(added)
    }

    /// What the texts of this library are known by.
    fn text_hash(&self) -> Result<fn(&[u8]) -> Hash> {
        Ok(if self.value("text_hash")?.is_some() { fold::hash } else { fold::text_hash })
    }

    fn has_articles(&self, source: SourceId) -> Result<bool> {
        Ok(self.db.prepare_cached("SELECT 1 FROM article WHERE source = ?1")?.exists([source.0])?)
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
        let text_hash = self.text_hash()?;
        let (mut ready, mut json) = (Vec::new(), Vec::new());
        for (key, loaded) in articles {
            json.clear();
            // a long text would be copied again and again as this grows
            let bytes = loaded.article.text_bytes();
            json.reserve(bytes + bytes / 16 + ROOM);
            serde_json::to_writer(&mut json, &loaded.article).map_err(std::io::Error::from)?;
            let hash = text_hash(&json);
            match known(&self.db, source, key)? {
                Some(known) if known.is(hash) => {
                    walk.met.insert(known.id);
                    added.unchanged += 1;
                }
                _ => ready.push(Ready { loaded, key, hash, body: self.pack(&json)? }),
            }
        }
        Ok(ready)
    }
}

fn known(db: &Connection, source: SourceId, key: Hash) -> Result<Option<Known>> {
    let mut statement = db.prepare_cached(
        "SELECT id, hash, first_seen, entry FROM article LEFT JOIN full_text ON full_text.article = id \
         WHERE source = ?1 AND key = ?2",
    )?;
    let known = statement.query_row((source.0, key), |row| {
        Ok(Known { id: row.get(0)?, hash: row.get(1)?, first_seen: row.get(2)?, entry: row.get(3)? })
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
            if walk.had_articles == Some(true) && again::is_maybe_older(tx, id)? {
                walk.twins.push((id, ready.hash));
            }
            walk.met.insert(id);
            &mut added.new
        }
        Some(known) if known.is(ready.hash) => {
            walk.met.insert(known.id);
            &mut added.unchanged
        }
        // two texts under one key in one walk: the first one met stays in front, whichever came earlier
        Some(known) if !walk.met.insert(known.id) => {
            if revision::keep(tx, known.id, &ready.hash, &ready.body)? {
                &mut added.changed
            } else {
                &mut added.unchanged
            }
        }
        Some(known) => {
            replace(tx, source, ready, &known, tally)?;
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
    describe(tx, source, ready, (id, now), &loaded.tags, tally)?;
    Ok(id)
}

fn replace(
    tx: &Transaction<'_>,
    source: SourceId,
    ready: &Ready<'_>,
    known: &Known,
    tally: &mut Tally,
) -> Result<()> {
    revision::keep_held(tx, known.id)?;
    store::strip(tx, ArticleId(known.id))?;
    // the time is part of their key: tags move with it
    let tags = labels::strip(tx, ArticleId(known.id))?;
    tx.prepare_cached("DELETE FROM body WHERE article = ?1")?.execute([known.id])?;
    tx.prepare_cached("DELETE FROM full_text WHERE article = ?1")?.execute([known.id])?;
    write(tx, UPDATE, source, ready, (known.first_seen, State::default()))?;
    describe(tx, source, ready, (known.id, known.first_seen), &tags, tally)
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

/// Writes everything else that follows from the text of an article that has nothing of it.
fn describe(
    tx: &Transaction<'_>,
    source: SourceId,
    ready: &Ready<'_>,
    (id, first_seen): (i64, i64),
    tags: &[String],
    tally: &mut Tally,
) -> Result<()> {
    tx.prepare_cached("INSERT INTO body (article, dictionary, data) VALUES (?1, ?2, ?3)")?.execute((
        id,
        ready.body.dictionary,
        &ready.body.data,
    ))?;
    let article = &ready.loaded.article;
    let at = (ArticleId(id), sort_time(article, first_seen));
    labels::describe(tx, source, at, article, tags, tally)?;
    super::changed(tx, ArticleId(id), "put")
}

/// See [`super::SortKey::time`].
fn sort_time(article: &Article, first_seen: i64) -> i64 {
    let said = article.published.or(article.updated);
    said.map_or(first_seen, |moment| moment.unix().min(first_seen))
}
