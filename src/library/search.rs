//! Searching: the newest that fit, or those that fit best.

mod alike;
pub(super) mod best;
mod count;
#[cfg(test)]
mod tests;
mod top;

use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, EnableScoring, Query as Search, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader};

use super::index::{Ids, Index};
use super::query::Query;
pub use best::BEST;
pub use count::Count;
use top::Top;

use super::{ArticleId, Library, LibraryError, Result, Snippet, SortKey, StateFilter, View, list};

/// An article that fits a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its place in a list by time.
    pub key: SortKey,
    /// How well it fits (BM25), where that decides the order.
    pub score: Option<f32>,
}

/// Which hits come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HitOrder {
    /// The newest.
    #[default]
    Newest,
    /// The oldest.
    Oldest,
    /// Those that fit best; of those that fit alike the newest.
    Rank,
}

/// Whether nobody waits for the answer any more; asked now and then.
pub type Cancelled<'a> = dyn Fn() -> bool + 'a;

/// Documents that are looked at between two looks at whether anybody still waits: far less than a millisecond's.
const STRIDE: u32 = 1_024;

/// Articles that are fetched at once to try a pattern on.
const CANDIDATES: usize = 256;

/// How long a pattern is tried on articles.
const PATIENCE: Duration = Duration::from_secs(3);

impl Library {
    /// The first `limit` articles that fit, those behind `after` where it is given; `None` where it was cancelled.
    ///
    /// The index answers, as far as it has come ([`Library::catch_up`]); rows are to be read again before they are shown.
    ///
    /// # Errors
    /// Where there is no index yet, and where a pattern was tried for too long.
    pub fn search(
        &self,
        query: &Query,
        order: HitOrder,
        after: Option<Hit>,
        limit: usize,
        cancelled: &Cancelled<'_>,
    ) -> Result<Option<Vec<Hit>>> {
        let index = self.index()?;
        let search = index.compile(self, &query.root)?;
        let asked = Asked { index: &index, search, order, cancelled };
        self.fitting_hits(query, &asked, after, limit)
    }

    /// The line of an article that shows best why it was found, at most `columns` wide; `None` where nothing in its text
    /// does.
    pub fn snippet(&self, query: &Query, id: ArticleId, columns: usize) -> Result<Option<Snippet>> {
        match self.article(id) {
            Ok(article) => Ok(Some(query.snippet(&article, columns)).filter(|line| !line.marks.is_empty())),
            // it may have gone since it was found
            Err(LibraryError::Damaged(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Places of a view whose query needs text, from `from` on (it excluded); `None` where there is no index to ask.
    pub(super) fn found(
        &self,
        view: &View,
        unread: bool,
        from: SortKey,
        descends: bool,
        limit: usize,
    ) -> Result<Option<Vec<SortKey>>> {
        let Some(query) = view.query.as_ref().filter(|query| query.needs_text()) else { return Ok(None) };
        let Some(index) = self.index_if_any()? else { return Ok(None) };
        let search = self.narrowed(&index, view, query, unread, &[])?;
        let order = if descends { HitOrder::Newest } else { HitOrder::Oldest };
        let asked = Asked { index: &index, search, order, cancelled: &|| false };
        let hits = self.fitting_hits(query, &asked, Some(Hit { key: from, score: None }), limit)?;
        Ok(hits.map(|hits| hits.into_iter().map(|hit| hit.key).collect()))
    }

    /// What finds the articles of a view that is narrowed by words, and those that it keeps.
    fn narrowed(
        &self,
        index: &Index,
        view: &View,
        query: &Query,
        unread: bool,
        keep: &[ArticleId],
    ) -> Result<Box<dyn Search>> {
        let search = index.compile(self, &query.root)?;
        let Some(condition) = narrowing(view, unread) else { return Ok(search) };
        let source = view.source.map_or(Value::Null, |source| source.0.into());
        let mut among = self.ids(&condition, vec![source])?;
        if !keep.is_empty() {
            Arc::make_mut(&mut among).extend(keep.iter().map(|id| id.0));
        }
        Ok(Box::new(BooleanQuery::intersection(vec![search, Ids::query(among)])))
    }

    /// What the index finds. Where a pattern is in the query, that is all that may fit: it is tried on one after the other.
    fn fitting_hits(
        &self,
        query: &Query,
        asked: &Asked<'_>,
        mut after: Option<Hit>,
        limit: usize,
    ) -> Result<Option<Vec<Hit>>> {
        if !query.has_pattern() {
            return asked.hits(after, limit);
        }
        let deadline = Instant::now() + PATIENCE;
        let mut fitting = Vec::new();
        while fitting.len() < limit {
            let Some(candidates) = asked.hits(after, CANDIDATES)? else { return Ok(None) };
            let Some(last) = candidates.last() else { break };
            after = Some(*last);
            for hit in candidates {
                if Instant::now() > deadline {
                    return Err(LibraryError::TooSlow);
                }
                let fits = self.unresolved(hit.key.id)?.is_some_and(|held| query.fits(&held));
                fitting.extend(fits.then_some(hit));
            }
        }
        fitting.truncate(limit);
        Ok(Some(fitting))
    }
}

/// What else a view asks of an article, `?1` being its source; `None` where that is nothing.
fn narrowing(view: &View, unread: bool) -> Option<String> {
    let state = list::condition(view.state, unread);
    let narrow = unread || view.state != StateFilter::All || view.source.is_some();
    narrow.then(|| format!("{state} AND {}", of_source(view)))
}

/// Of which source, `?1`, the articles of a view are. Said for each case, so that each has the index that fits it.
fn of_source(view: &View) -> &'static str {
    if view.source.is_some() { "article.source = ?1" } else { "?1 IS NULL" }
}

/// A search as the index takes it.
struct Asked<'a> {
    index: &'a Index,
    search: Box<dyn Search>,
    order: HitOrder,
    cancelled: &'a Cancelled<'a>,
}

impl Asked<'_> {
    fn hits(&self, after: Option<Hit>, limit: usize) -> Result<Option<Vec<Hit>>> {
        let mut top = Top::new(self.order, after, limit);
        let finished = match self.order {
            _ if limit == 0 => true,
            HitOrder::Newest | HitOrder::Oldest => self.by_time(&mut top)?,
            HitOrder::Rank => self.by_score(&mut top)?,
        };
        Ok(finished.then(|| top.into_hits()))
    }

    /// Walks each segment from its newest document on, as far as documents of it can be among the first.
    fn by_time(&self, top: &mut Top) -> Result<bool> {
        let weight = self.search.weight(EnableScoring::disabled_from_searcher(self.index.searcher()))?;
        for segment in self.index.searcher().segment_readers() {
            if !self.walk(segment, weight.as_ref(), top)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// False where it was cancelled.
    fn walk(&self, segment: &SegmentReader, weight: &dyn Weight, top: &mut Top) -> Result<bool> {
        let places = Places::of(segment)?;
        let mut documents = weight.scorer(segment, 1.0)?;
        let (begin, end) = places.reach(top, segment.max_doc());
        if documents.doc() < begin {
            documents.seek(begin);
        }
        let mut looked_at: u32 = 0;
        while documents.doc() < end {
            let doc = documents.doc();
            let key = places.key(doc);
            if top.order == HitOrder::Newest && top.last().is_some_and(|last| key.time < last.time) {
                break;
            }
            if !segment.is_deleted(doc) {
                top.offer(Hit { key, score: None });
            }
            looked_at += 1;
            if looked_at.is_multiple_of(STRIDE) && (self.cancelled)() {
                return Ok(false);
            }
            documents.advance();
        }
        Ok(!(self.cancelled)())
    }

    /// Passes over what cannot be among the best (block-max WAND, where the query allows it).
    fn by_score(&self, top: &mut Top) -> Result<bool> {
        let weight = self.search.weight(EnableScoring::enabled_from_searcher(self.index.searcher()))?;
        let (mut looked_at, mut stopped): (u32, bool) = (0, false);
        for segment in self.index.searcher().segment_readers() {
            let places = Places::of(segment)?;
            weight.for_each_pruning(threshold(top), segment, &mut |doc, score| {
                let key = places.key(doc);
                if !segment.is_deleted(doc) {
                    top.offer(Hit { key, score: Some(score) });
                }
                looked_at += 1;
                stopped |= looked_at.is_multiple_of(STRIDE) && (self.cancelled)();
                if stopped { Score::MAX } else { threshold(top) }
            })?;
            if stopped || (self.cancelled)() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What tells the place of a document.
struct Places {
    times: Column<i64>,
    ids: Column<u64>,
}

impl Places {
    fn of(segment: &SegmentReader) -> Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self { times: columns.i64(super::index::TIME)?, ids: columns.u64(super::index::ID)? })
    }

    fn time(&self, doc: DocId) -> i64 {
        self.times.first(doc).unwrap_or_default()
    }

    fn key(&self, doc: DocId) -> SortKey {
        let id = self.ids.first(doc).unwrap_or_default();
        SortKey { time: self.time(doc), id: ArticleId(id.cast_signed()) }
    }

    /// The documents that may lie behind where `top` begins: from the first to before the second. They lie newest first.
    fn reach(&self, top: &Top, documents: DocId) -> (DocId, DocId) {
        match (top.after, top.order) {
            (Some(after), HitOrder::Newest) => (self.first(documents, |time| time <= after.time), documents),
            (Some(after), HitOrder::Oldest) => (0, self.first(documents, |time| time < !after.time)),
            _ => (0, documents),
        }
    }

    /// The first document that is as old as wanted.
    fn first(&self, documents: DocId, is_old: impl Fn(i64) -> bool) -> DocId {
        let (mut from, mut until) = (0, documents);
        while from < until {
            let middle = from.midpoint(until);
            if is_old(self.time(middle)) {
                until = middle;
            } else {
                from = middle + 1;
            }
        }
        from
    }
}

/// What a document has to surpass. As good as the last is good enough: it may be newer.
fn threshold(top: &Top) -> Score {
    top.last().and_then(|last| last.score).map_or(Score::MIN, Score::next_down)
}
