//! How many articles a narrowed view holds.

use std::time::{Duration, Instant};

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::{Asked, CANDIDATES, Cancelled, Hit, HitOrder, Places, STRIDE, of_source};
use crate::library::index::Ids;
use crate::library::{Counts, Library, Query, Result, SortKey, View, list};
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocSet, SegmentReader, TERMINATED};

/// How long a pattern is tried on articles only to count them.
const PATIENCE: Duration = Duration::from_millis(300);

/// Articles that SQLite counts one by one, before it is enough to know that there are more.
const ENOUGH: i64 = 10_000;

/// How many articles a view holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// So many were counted.
    pub counts: Counts,
    /// There may be more of them.
    pub more: bool,
}

impl Count {
    fn add(&mut self, unread: bool) {
        self.counts.total += 1;
        self.counts.unread += u64::from(unread);
    }
}

impl Library {
    /// How many articles fit the view, narrowed as it is, and how many of these are unread; `View::keep` does not count.
    /// What would take long is counted in part. `None` where it was cancelled.
    pub fn count(&self, view: &View, cancelled: &Cancelled<'_>) -> Result<Option<Count>> {
        match &view.query {
            None => Ok(Some(Count { counts: self.counts(view)?, more: false })),
            Some(query) if query.needs_text() => self.count_found(view, query, cancelled),
            Some(query) => self.count_fitting(view, query).map(Some),
        }
    }

    /// By SQLite alone.
    fn count_fitting(&self, view: &View, query: &Query) -> Result<Count> {
        let condition = query.condition(3);
        let state = list::condition(view.state, false);
        let sql = format!(
            "SELECT count(*), total(unread) FROM (SELECT article.read = 0 AS unread FROM article \
             WHERE {state} AND {} AND {} LIMIT ?2)",
            condition.sql,
            of_source(view)
        );
        let source = view.source.map_or(Value::Null, |source| source.0.into());
        let values = [source, (ENOUGH + 1).into()].into_iter().chain(condition.values);
        let mut statement = self.db.prepare_cached(&sql)?;
        let (total, unread): (i64, f64) =
            statement.query_row(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let counts = Counts { total: total.min(ENOUGH).cast_unsigned(), unread: unread as u64 };
        Ok(Count { counts, more: total > ENOUGH })
    }

    /// By the index. Without one nothing is counted: that would mean to read every article.
    fn count_found(&self, view: &View, query: &Query, cancelled: &Cancelled<'_>) -> Result<Option<Count>> {
        let Some(index) = self.index_if_any()? else {
            return Ok(Some(Count { more: true, ..Count::default() }));
        };
        let search = self.narrowed(&index, view, query, false, &[])?;
        let unread = self.ids(list::UNREAD, Vec::new())?;
        let asked = Asked { index: &index, search, order: HitOrder::Newest, cancelled };
        if query.has_pattern() { self.count_tried(query, &asked, &unread) } else { asked.count(&unread) }
    }

    /// A pattern is tried on one article after the other, for a while.
    fn count_tried(&self, query: &Query, asked: &Asked<'_>, unread: &Ids) -> Result<Option<Count>> {
        let (deadline, mut count) = (Instant::now() + PATIENCE, Count::default());
        let mut after: Option<Hit> = None;
        while let Some(candidates) = asked.hits(after, CANDIDATES)? {
            let Some(last) = candidates.last() else { return Ok(Some(count)) };
            after = Some(*last);
            for Hit { key: SortKey { id, .. }, .. } in candidates {
                if Instant::now() > deadline {
                    return Ok(Some(Count { more: true, ..count }));
                }
                if self.unresolved(id)?.is_some_and(|held| query.fits(&held)) {
                    count.add(unread.contains(id.0.cast_unsigned()));
                }
            }
        }
        Ok(None)
    }
}

impl Asked<'_> {
    /// All hits, and how many of them are unread; `None` where it was cancelled.
    fn count(&self, unread: &Ids) -> Result<Option<Count>> {
        let weight = self.search.weight(EnableScoring::disabled_from_searcher(self.index.searcher()))?;
        let mut count = Count::default();
        for segment in self.index.searcher().segment_readers() {
            if !self.count_in(segment, weight.as_ref(), unread, &mut count)? {
                return Ok(None);
            }
        }
        Ok(Some(count))
    }

    fn count_in(
        &self,
        segment: &SegmentReader,
        weight: &dyn Weight,
        unread: &Ids,
        count: &mut Count,
    ) -> Result<bool> {
        let places = Places::of(segment)?;
        let mut documents = weight.scorer(segment, 1.0)?;
        let mut looked_at: u32 = 0;
        while documents.doc() != TERMINATED {
            let doc = documents.doc();
            if !segment.is_deleted(doc) {
                count.add(unread.contains(places.ids.first(doc).unwrap_or_default()));
            }
            looked_at += 1;
            if looked_at.is_multiple_of(STRIDE) && (self.cancelled)() {
                return Ok(false);
            }
            documents.advance();
        }
        Ok(!(self.cancelled)())
    }
}
