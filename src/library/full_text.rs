//! Entries of feeds that are completed from their pages.

use std::collections::HashSet;
use std::fmt;

use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use super::fold::Hash;
use super::write::Durability;
use super::{ArticleId, Library, Result, SourceId, Walk, analyse};
use crate::article::Article;
use crate::loader::Loaded;

/// What is known of the text of an article whose source wants full texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "why", rename_all = "lowercase")]
pub enum FullText {
    /// It is the page's.
    Page,
    /// It is what the feed gave; the page was not asked yet.
    Summary,
    /// It is what the feed gave, and why the page's is not there.
    Missing(String),
}

impl fmt::Display for FullText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page => f.write_str("Full text"),
            Self::Summary => f.write_str("Summary only: the page is not fetched yet"),
            Self::Missing(why) => write!(f, "Summary only: {why}"),
        }
    }
}

/// An entry as its feed gave it.
struct Entry {
    source: SourceId,
    /// Of what it is known by.
    key: Hash,
    /// Of its text.
    hash: Hash,
    given_id: Option<String>,
}

/// Letters of an entry that is taken for whole without a look at its page.
const WHOLE: usize = 3_000;
/// The page's text is so many times as long as a text that is taken for a summary.
const LONGER: usize = 2;
/// One in so many words of a summary stands on the page, if that tells the same.
const SHARED: usize = 3;
/// Letters of a word that says something.
const TELLING: usize = 4;

impl Library {
    /// Entries of a source whose pages are to be asked, the newest first, with the addresses of the pages.
    pub fn wants_full_text(
        &mut self,
        source: SourceId,
        now: i64,
        limit: usize,
    ) -> Result<Vec<(ArticleId, String)>> {
        let mut wanted = Vec::new();
        for (id, url) in self.unsettled(source, now)? {
            if wanted.len() == limit {
                break;
            }
            if length(&self.article(id)?) < WHOLE {
                wanted.push((id, url));
            } else {
                self.settle_full_text(id, "", None)?;
            }
        }
        Ok(wanted)
    }

    fn unsettled(&self, source: SourceId, now: i64) -> Result<Vec<(ArticleId, String)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, url FROM article LEFT JOIN full_text ON full_text.article = id \
             WHERE source = ?1 AND url IS NOT NULL AND (entry IS NULL OR again <= ?2) ORDER BY time DESC, id",
        )?;
        let row = |row: &Row<'_>| Ok((ArticleId(row.get(0)?), row.get(1)?));
        Ok(statement.query_map((source.0, now), row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Completes an entry from its page, if the page tells the same at greater length. The entry's own text is kept as a
    /// revision. Returns whether it was completed; an entry that is gone by now is not.
    pub fn complete(&mut self, id: ArticleId, page: Article) -> Result<bool> {
        let Some(Entry { source, key, hash, given_id }) = self.entry(id)? else { return Ok(false) };
        let mut article = self.article(id)?;
        if let Some(why) = refused(&article, &page) {
            self.settle_full_text(id, why, None)?;
            return Ok(false);
        }
        article.body = page.body;
        article.links = page.links;
        article.authors = if article.authors.is_empty() { page.authors } else { article.authors };
        article.language = article.language.or(page.language);
        let (key_text, tags) = (String::new(), Vec::new());
        let loaded = Loaded { key: key_text, given_id, tags, read: None, starred: None, article };
        let added = self.add_keyed(source, std::iter::once((key, &loaded)), &mut Walk::default())?;
        self.write(Durability::Normal, |tx| {
            tx.execute("INSERT OR REPLACE INTO full_text (article, entry) VALUES (?1, ?2)", (id.0, hash))?;
            Ok(())
        })?;
        Ok(added.changed > 0)
    }

    /// Remembers why an entry is not completed, and when its page is asked again, seconds since 1970.
    pub fn settle_full_text(&mut self, id: ArticleId, why: &str, again: Option<i64>) -> Result<()> {
        self.write(Durability::Normal, |tx| {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO full_text (article, entry, why, again) \
                 SELECT id, hash, ?2, ?3 FROM article WHERE id = ?1",
            )?
            .execute((id.0, why, again))?;
            Ok(())
        })
    }

    fn entry(&self, id: ArticleId) -> Result<Option<Entry>> {
        let sql = format!("SELECT source, key, hash, {} FROM article WHERE id = ?1", super::held::GIVEN);
        let entry = |row: &Row<'_>| {
            let source = SourceId(row.get(0)?);
            Ok(Entry { source, key: row.get(1)?, hash: row.get(2)?, given_id: row.get(3)? })
        };
        Ok(self.db.prepare_cached(&sql)?.query_row([id.0], entry).optional()?)
    }
}

/// What is known of the text of an article; nothing where its source does not want full texts, its feed gave all, or it has no
/// page.
pub(super) fn of(db: &Connection, id: ArticleId) -> Result<Option<FullText>> {
    let mut statement = db.prepare_cached(
        "SELECT entry IS NOT NULL, why FROM article JOIN poll ON poll.source = article.source \
         LEFT JOIN full_text ON full_text.article = id \
         WHERE id = ?1 AND poll.full_text AND (entry IS NOT NULL OR url IS NOT NULL)",
    )?;
    let known = statement.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(match known {
        Some((true, None)) => Some(FullText::Page),
        Some((true, Some(why))) if !String::is_empty(&why) => Some(FullText::Missing(why)),
        Some((false, _)) => Some(FullText::Summary),
        _ => None,
    })
}

/// Why a page does not complete an entry; '' where there is nothing to complete.
fn refused(entry: &Article, page: &Article) -> Option<&'static str> {
    let told = words(page);
    let own = words(entry);
    let shared = own.iter().filter(|word| told.contains(*word)).count();
    if shared * SHARED < own.len() {
        Some("its page tells something else")
    } else if length(page) < length(entry) * LONGER {
        Some("")
    } else {
        None
    }
}

/// Letters of the text.
fn length(article: &Article) -> usize {
    analyse::passages(article)[1..].iter().map(|text| text.chars().count()).sum()
}

/// The words of headline and text that say something.
fn words(article: &Article) -> HashSet<String> {
    let tokens = analyse::passages(article).into_iter().flat_map(analyse::tokens);
    tokens.map(|token| token.text.into_owned()).filter(|word| word.chars().count() >= TELLING).collect()
}
