//! Labels on articles: what the page says (outlet, sections, categories, keywords, authors) and the user's tags.

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::write::Tally;
use super::{ArticleId, Library, Result, SourceId};
use crate::article::Article;

const TAG: &str = "tag";

/// Names that the page gives and that articles are looked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelKind {
    /// The outlet.
    Site,
    /// A heading of the site's navigation that the article was found under.
    Section,
    /// A label on the piece.
    Category,
    /// An author.
    Author,
}

impl LabelKind {
    /// What the library and the query language call it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Section => "section",
            Self::Category => "category",
            Self::Author => "author",
        }
    }

    /// The query that finds the articles with this name.
    pub fn query(self, name: &str) -> String {
        // a phrase holds no quotes, and its words are the same without them
        format!("{}:\"{}\"", self.word(), name.replace('"', " "))
    }
}

impl Library {
    /// The names of this kind that stand in the most articles, those in the most first, then by name.
    pub fn frequent_labels(&self, kind: LabelKind, limit: usize) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT name FROM label WHERE kind = ?1 AND articles > 0 ORDER BY articles DESC, name LIMIT ?2",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let names = statement.query_map((kind.word(), limit), |row| row.get(0))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    /// Names of the categories that articles of this source carry or carried, by name.
    pub fn labels(&self, source: SourceId) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT name FROM source_category JOIN label ON label.id = label WHERE source = ?1 ORDER BY name",
        )?;
        let names = statement.query_map([source.0], |row| row.get(0))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }
}

/// Takes all labels from an article; returns the user's tags.
pub(super) fn strip(tx: &Transaction<'_>, id: ArticleId) -> Result<Vec<String>> {
    let tags = tags(tx, id)?;
    tx.prepare_cached("DELETE FROM article_label WHERE article = ?1")?.execute([id.0])?;
    Ok(tags)
}

/// Labels an article that has no labels with what its page says, and with the user's tags.
pub(super) fn describe(
    tx: &Transaction<'_>,
    source: SourceId,
    (id, time): (ArticleId, i64),
    article: &Article,
    tags: &[String],
    tally: &mut Tally,
) -> Result<()> {
    let site = article.outlet().map(str::to_owned);
    let kinds = [
        (LabelKind::Site.word(), site.as_slice()),
        (LabelKind::Section.word(), &article.sections),
        (LabelKind::Category.word(), &article.categories),
        ("keyword", &article.keywords),
        (LabelKind::Author.word(), &article.authors),
        (TAG, tags),
    ];
    for (kind, names) in kinds {
        for name in names {
            put(tx, kind, name, (id, time), tally)?;
        }
    }
    for name in &article.categories {
        let label = number(tx, LabelKind::Category.word(), name, tally)?;
        if tally.gives(source.0, label) {
            tx.prepare_cached("INSERT OR IGNORE INTO source_category VALUES (?1, ?2)")?
                .execute((source.0, label))?;
        }
    }
    Ok(())
}

/// The user's tags on an article, by name.
pub(super) fn tags(db: &Connection, id: ArticleId) -> Result<Vec<String>> {
    let mut statement = db.prepare_cached(
        "SELECT name FROM article_label JOIN label ON label.id = label WHERE article = ?1 AND kind = ?2 ORDER BY name",
    )?;
    let names = statement.query_map((id.0, TAG), |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

/// Gives an article just these tags.
pub(super) fn set_tags(
    tx: &Transaction<'_>,
    id: ArticleId,
    tags: &[String],
    tally: &mut Tally,
) -> Result<()> {
    tx.prepare_cached(
        "DELETE FROM article_label WHERE article = ?1 AND label IN (SELECT id FROM label WHERE kind = ?2)",
    )?
    .execute((id.0, TAG))?;
    let time =
        tx.prepare_cached("SELECT time FROM article WHERE id = ?1")?.query_row([id.0], |row| row.get(0))?;
    tags.iter().try_for_each(|tag| put(tx, TAG, tag, (id, time), tally))
}

fn put(
    tx: &Transaction<'_>,
    kind: &'static str,
    name: &str,
    (id, time): (ArticleId, i64),
    tally: &mut Tally,
) -> Result<()> {
    let label = number(tx, kind, name, tally)?;
    let came = tx
        .prepare_cached("INSERT OR IGNORE INTO article_label (label, time, article) VALUES (?1, ?2, ?3)")?
        .execute((label, time, id.0))?;
    if came > 0 {
        tally.labelled(label);
    }
    Ok(())
}

fn number(tx: &Transaction<'_>, kind: &'static str, name: &str, tally: &mut Tally) -> Result<i64> {
    if let Some(known) = tally.number(kind, name) {
        return Ok(known);
    }
    let number = held_number(tx, kind, name)?;
    tally.note_number(kind, name, number);
    Ok(number)
}

/// The number under which a label is kept, from now on at least.
fn held_number(tx: &Transaction<'_>, kind: &str, name: &str) -> Result<i64> {
    let mut statement = tx.prepare_cached("SELECT id FROM label WHERE kind = ?1 AND name = ?2")?;
    if let Some(known) = statement.query_row((kind, name), |row| row.get(0)).optional()? {
        return Ok(known);
    }
    tx.prepare_cached("INSERT INTO label (kind, name) VALUES (?1, ?2)")?.execute((kind, name))?;
    Ok(tx.last_insert_rowid())
}
