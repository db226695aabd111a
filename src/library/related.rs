//! Related articles: one similarity, computed when it is asked for and never stored, so that it is never out of date.
//!
//! The cosine of tf-idf vectors says how alike two articles are, age weighs mildly. Only what follows from each text alone
//! is stored ([`signature`]); how rare terms are is counted ([`frequency`]).

mod candidates;
pub(super) mod frequency;
pub(super) mod hash;
pub(super) mod minhash;
mod reason;
pub(super) mod signature;
mod stopwords;
pub(super) mod store;
pub(super) mod terms;
#[cfg(test)]
mod tests;
pub(super) mod vicinity;
mod weighed;

use std::cell::RefMut;
use std::sync::LazyLock;

use rusqlite::OptionalExtension;

use super::index::Index;
use super::search::Cancelled;
use super::{ArticleId, Library, Result, Row};
use crate::article::{Article, Moment};
use candidates::Wanted;
use frequency::Frequencies;
use hash::TermHash;
use minhash::MinHash;
use signature::{Signature, Vector};
use terms::Terms;

/// Articles that are compared exactly. Measured with candidates from an index: on one collection 50 find 1 in 100 more of
/// the first five, on two others the same.
const CANDIDATES: usize = 30;

/// A term that more than one in so many articles have tells nothing, unless only few have it. Measured: 10 to 30 in a
/// hundred are alike, 1 in a hundred is worse.
const COMMON: u32 = 10;
const FEW: u32 = 25;

/// Articles less alike share words by chance. Measured on labelled news: of what is of the same event and among the first
/// ten, one in 390 lies below where there are 40 articles, none where there are 1,000.
const LEAST: f32 = 0.04;

/// From here on two articles tell of the same happening, in a library of [`MANY`] articles and more. In a smaller one no
/// term is as rare, and all are less alike. Measured on labelled news ([`super::stories`] has the figures): where it is
/// lower stories run together, where it is higher they fall apart.
const STORY: f32 = 0.25;
const MANY: f32 = 1_000.0;

/// The days within which a story is told, and a text is a copy: what is older is history, and its text news again.
pub(super) const STORY_DAYS: i64 = 14;

/// The share of 5-word shingles that makes a copy. Measured: no text cut by half is missed, one pair in 140 of different
/// texts passes.
pub(super) const COPY: f32 = 0.3;

/// Half of what age takes away is gone after so many days. Age takes half at most: background stays in sight.
const HALF_LIFE_DAYS: f32 = 14.0;

pub(super) const DAY: i64 = 86_400;

/// An article that belongs to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// Its row.
    pub row: Row,
    /// How alike they are, 0 to 1, with its age taken into account.
    pub score: f32,
    /// How it belongs to the other.
    pub kind: RelatedKind,
    /// What both are about: the shared words that weigh most, as the other article writes them.
    pub terms: Vec<String>,
    /// How many days later it was published, each by its own calendar (negative: earlier); `None` where a date is missing.
    pub days_later: Option<i32>,
}

/// How an article belongs to another, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RelatedKind {
    /// It tells of the same happening.
    Story,
    /// Much of its wording is the same.
    Copy,
    /// It is about similar things.
    Related,
}

impl RelatedKind {
    /// Its name in the JSON contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Story => "story",
            Self::Related => "related",
        }
    }
}

/// What terms weigh: tf-idf.
struct Weights<'a>(&'a Frequencies);

/// What the others are compared with.
struct Subject<'a> {
    terms: Terms<'a>,
    signature: Signature,
    published: Option<Moment>,
    /// Its row, where it is held.
    row: Option<Row>,
}

/// An article compared with the subject.
struct Compared {
    id: ArticleId,
    signature: Signature,
    cosine: f32,
}

/// How alike two articles are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alike {
    pub(super) id: ArticleId,
    /// Of their terms.
    pub(super) cosine: f32,
    /// Of their wording.
    pub(super) resemblance: f32,
    /// Whether they tell of the same happening, as far as time allows it.
    pub(super) same_story: bool,
}

impl Library {
    /// The articles that belong to this one, best first, at most `limit`; none where it is not held. `None` where it was
    /// cancelled.
    pub fn related(
        &self,
        id: ArticleId,
        limit: usize,
        cancelled: &Cancelled<'_>,
    ) -> Result<Option<Vec<Related>>> {
        // before the library is read, so that it is not ahead of it
        let index = self.index_if_any()?;
        // one snapshot: frequencies, candidates and rows belong together
        let snapshot = self.db.unchecked_transaction()?;
        let related = match self.row(id)? {
            Some(row) => {
                let article = self.article(id)?;
                self.related_to(index.as_deref(), &Subject::of(&article, Some(row)), limit, cancelled)?
            }
            None => Some(Vec::new()),
        };
        snapshot.commit()?;
        Ok(related)
    }

    /// The same for an article that is not held.
    pub fn related_to_text(&self, article: &Article, limit: usize) -> Result<Vec<Related>> {
        let index = self.index_if_any()?;
        let snapshot = self.db.unchecked_transaction()?;
        let related = self.related_to(index.as_deref(), &Subject::of(article, None), limit, &|| false)?;
        snapshot.commit()?;
        Ok(related.unwrap_or_default())
    }

    fn related_to(
        &self,
        index: Option<&Index>,
        subject: &Subject<'_>,
        limit: usize,
        cancelled: &Cancelled<'_>,
    ) -> Result<Option<Vec<Related>>> {
        let frequencies = self.frequencies()?;
        let weights = Weights(&frequencies);
        let most = CANDIDATES.max(limit);
        let wanted = Wanted { subject, weights: &weights, most, cancelled };
        let Some(mut compared) = self.compared(index, &wanted)? else { return Ok(None) };
        compared.retain(|other| other.cosine >= LEAST);
        compared.sort_by(|one, other| other.cosine.total_cmp(&one.cosine));
        let mut found: Vec<(f32, Row, Compared)> = Vec::new();
        for other in compared {
            // age only takes away: what is less alike than enough others cannot come in any more
            if found.iter().filter(|(score, ..)| *score > other.cosine).count() >= limit {
                break;
            }
            if let Some(row) = self.row(other.id)? {
                found.push((subject.score(&row, other.cosine), row, other));
            }
        }
        // the newest first of what is equally alike, so that the order never depends on how it was found
        found.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.key.cmp(&one.1.key)));
        found.truncate(limit);
        let relate = |(score, row, other)| subject.relate(score, row, &other, &weights);
        Ok(Some(found.into_iter().map(relate).collect()))
    }

    /// How alike two held articles are; `None` where one is gone.
    pub(super) fn likeness(&self, one: ArticleId, other: ArticleId) -> Result<Option<Alike>> {
        let frequencies = self.frequencies()?;
        let weights = Weights(&frequencies);
        let Some((here, there)) = self.signature(one)?.zip(self.signature(other)?) else { return Ok(None) };
        let both = weights.norm(&here.vector) * weights.norm(&there.vector);
        let cosine = weights.product(&here.vector, &there.vector) / both;
        let resemblance = here.minhash.resemblance(&there.minhash);
        Ok(Some(Alike { id: other, cosine, resemblance, same_story: cosine >= weights.story() }))
    }

    /// The candidates, compared exactly.
    fn compared(&self, index: Option<&Index>, wanted: &Wanted<'_>) -> Result<Option<Vec<Compared>>> {
        let (own, weights) = (&wanted.subject.signature.vector, wanted.weights);
        let norm = weights.norm(own);
        let Some(candidates) = self.candidates(index, wanted)? else { return Ok(None) };
        let mut compared = Vec::new();
        for id in candidates {
            let Some(signature) = self.signature(id)? else { continue };
            let both = norm * weights.norm(&signature.vector);
            let cosine = weights.product(own, &signature.vector) / both;
            compared.push(Compared { id, signature, cosine });
        }
        Ok(Some(compared))
    }

    /// The frequencies as they are now.
    fn frequencies(&self) -> Result<RefMut<'_, Frequencies>> {
        let mut frequencies = self.frequencies.borrow_mut();
        frequencies.follow(&self.db)?;
        Ok(frequencies)
    }

    pub(super) fn signature(&self, id: ArticleId) -> Result<Option<Signature>> {
        let mut statement =
            self.db.prepare_cached("SELECT vector, minhash FROM signature WHERE article = ?1")?;
        let signature = statement.query_row([id.0], |row| {
            let minhash = MinHash::decode(row.get_ref(1)?.as_blob()?);
            Ok(Signature { vector: Vector::decode(row.get(0)?), minhash })
        });
        Ok(signature.optional()?)
    }
}

impl<'a> Subject<'a> {
    fn of(article: &'a Article, row: Option<Row>) -> Self {
        let terms = Terms::of(article);
        let signature = Signature::from(&terms);
        Self { terms, signature, published: article.published.or(article.updated), row }
    }

    /// Its number, where it is held.
    fn id(&self) -> Option<ArticleId> {
        self.row.as_ref().map(|row| row.key.id)
    }

    fn alike(&self, other: &Compared, weights: &Weights<'_>) -> Alike {
        let resemblance = self.signature.minhash.resemblance(&other.signature.minhash);
        let same_story = other.cosine >= weights.story();
        Alike { id: other.id, cosine: other.cosine, resemblance, same_story }
    }

    /// How much an article so alike belongs to it.
    fn score(&self, row: &Row, cosine: f32) -> f32 {
        cosine * self.days_to(row).map_or(1.0, recency)
    }

    /// How far away in time an article is.
    fn days_to(&self, row: &Row) -> Option<f32> {
        let (here, there) = self.published.zip(row.published)?;
        Some(here.unix().abs_diff(there.unix()) as f32 / DAY as f32)
    }

    fn relate(&self, score: f32, row: Row, other: &Compared, weights: &Weights<'_>) -> Related {
        let dates = self.published.zip(row.published);
        Related {
            score,
            kind: self.kind(&row, self.alike(other, weights)),
            terms: reason::shared_words(
                &self.terms,
                &self.signature.vector,
                &other.signature.vector,
                weights,
            ),
            days_later: dates.and_then(|(here, there)| days_between(here, there)),
            row,
        }
    }

    /// Stories of articles that are held are told together already; what is not held is compared alone.
    fn kind(&self, row: &Row, alike: Alike) -> RelatedKind {
        let is_copy = self.row.as_ref().is_some_and(|own| own.head() == row.head());
        let is_of_story = match &self.row {
            Some(own) => own.story.is_some() && own.story == row.story,
            None => alike.same_story && self.days_to(row).is_some_and(|days| days <= STORY_DAYS as f32),
        };
        if is_copy || alike.resemblance >= COPY {
            RelatedKind::Copy
        } else if is_of_story {
            RelatedKind::Story
        } else {
            RelatedKind::Related
        }
    }
}

/// What is left of the score of an article so many days away.
fn recency(days: f32) -> f32 {
    0.5 + 0.5 * (-days / HALF_LIFE_DAYS).exp2()
}

fn days_between(here: Moment, there: Moment) -> Option<i32> {
    there.day().since((jiff::Unit::Day, here.day())).ok().map(|span| span.get_days())
}

/// What the library knows of a term.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// In how many articles it stands.
    held: u32,
    /// What it weighs where it stands once.
    rarity: f32,
    /// Whether it may lead from one article to another.
    tells: bool,
}

impl Weights<'_> {
    fn of(&self, term: TermHash, count: u8) -> f32 {
        weight(count) * self.rarity(term)
    }

    fn rarity(&self, term: TermHash) -> f32 {
        self.look_up(term).rarity
    }

    fn look_up(&self, term: TermHash) -> Known {
        let (articles, held) = (self.0.articles(), self.0.of(term));
        Known {
            held,
            rarity: (1.0 + articles as f32 / held.max(1) as f32).ln(),
            tells: held <= (articles / COMMON).max(FEW),
        }
    }

    /// What [`STORY`] is in a library of this size: what a term weighs that one article alone has grows in the same way.
    fn story(&self) -> f32 {
        let articles = self.0.articles() as f32;
        STORY * (articles.ln_1p() / MANY.ln_1p()).clamp(0.5, 1.0)
    }

    fn norm(&self, vector: &Vector) -> f32 {
        let square = |(term, count)| self.of(term, count).powi(2);
        vector.entries().map(square).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
    }

    fn product(&self, one: &Vector, other: &Vector) -> f32 {
        let worth = |(term, here, there)| weight(here) * weight(there) * self.rarity(term).powi(2);
        shared(one, other).map(worth).sum()
    }
}

/// What a term weighs that stands in a text so often, before its rarity.
fn weight(count: u8) -> f32 {
    static ALL: LazyLock<[f32; 1 << u8::BITS]> =
        LazyLock::new(|| std::array::from_fn(|count| 1.0 + (count.max(1) as f32).ln()));
    ALL[usize::from(count)]
}

/// The terms that stand in both, with their counts.
fn shared<'a>(one: &'a Vector, other: &'a Vector) -> impl Iterator<Item = (TermHash, u8, u8)> + 'a {
    let mut rest = other.entries().peekable();
    one.entries().filter_map(move |(term, here)| {
        while rest.next_if(|(there, _)| *there < term).is_some() {}
        rest.next_if(|(there, _)| *there == term).map(|(_, there)| (term, here, there))
    })
}
