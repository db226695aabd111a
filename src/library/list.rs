//! Lists as windows: places by keyset from an index alone, then the rows that are shown. Cost grows with the window.

use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row as SqlRow, params_from_iter};

use super::search::best;
use super::{
    ArticleId, Counts, Library, LibraryError, Order, Query, Result, Row, Slice, SortKey, StateFilter,
    StoryId, View, Window,
};

/// How long patterns are tried for one window.
const PATIENCE: Duration = Duration::from_secs(3);

/// The first parameter that [`keys_sql`] leaves free.
const FREE: usize = 5;

/// The columns of [`place`].
pub(super) const PLACE: &str = "article.time, article.id";

/// What a view that folds copies shows.
pub(super) const HEADS: &str = "copy_of IS NULL";

/// What tells what the user has read. SQLite takes each state for rare unless it is told that one in ten may be so: of some
/// sources it is then looked for in each, in place of walking all of that state for the few that are theirs.
pub(super) const UNREAD: &str = "likelihood(article.read = 0, 0.1)";
pub(super) const READ: &str = "likelihood(article.read = 1, 0.1)";

/// Which articles, as a condition; `unread` narrows the view to those.
pub(super) const fn condition(state: StateFilter, unread: bool) -> &'static str {
    match (state, unread) {
        (StateFilter::All, false) => "TRUE",
        (StateFilter::All | StateFilter::Unread, true) | (StateFilter::Unread, false) => UNREAD,
        (StateFilter::Read, false) => READ,
        (StateFilter::Read, true) => "FALSE",
        (StateFilter::Starred, false) => "starred = 1",
        // the plus keeps SQLite from walking all that is unread for the few that are starred
        (StateFilter::Starred, true) => "starred = 1 AND +read = 0",
    }
}

impl View {
    /// Whether going `forward` in the list goes to older articles.
    fn descends(&self, forward: bool) -> bool {
        (self.order != Order::Oldest) == forward
    }
}

/// The place just before or behind a place, so that a bound can always exclude.
fn beside(key: SortKey, behind: bool, descends: bool) -> SortKey {
    let step = if behind == descends { -1 } else { 1 };
    SortKey { time: key.time, id: ArticleId(key.id.0.saturating_add(step)) }
}

/// Where a list begins when it is walked down or up.
fn start(descends: bool) -> SortKey {
    let end = if descends { i64::MAX } else { i64::MIN };
    SortKey { time: end, id: ArticleId(end) }
}

impl Library {
    /// Part of a list, at most `limit` rows and the copies that are unfolded below them.
    pub fn window(&self, view: &View, slice: Slice, limit: usize) -> Result<Window> {
        // one snapshot: what another process writes meanwhile belongs to the next window
        let snapshot = self.db.unchecked_transaction()?;
        let (keys, at_start, at_end) = self.part(view, slice, limit)?;
        let mut rows = Vec::with_capacity(keys.len());
        for key in keys {
            rows.extend(self.row(key.id)?);
            if view.folds() && view.unfolded.contains(&key.id) {
                let mut copies = self.other_copies(key.id)?;
                if view.order == Order::Newest {
                    copies.reverse();
                }
                rows.extend(copies);
            }
        }
        let window = Window { rows, at_start, at_end };
        snapshot.commit()?;
        Ok(window)
    }

    /// The places of a window, and whether the list begins and ends with them.
    fn part(&self, view: &View, slice: Slice, limit: usize) -> Result<(Vec<SortKey>, bool, bool)> {
        if let Some(keys) = self.by_rank(view)? {
            return Ok(best::part(&keys, slice, limit));
        }
        let (from, forward) = match slice {
            Slice::First => (None, true),
            Slice::Last => (None, false),
            Slice::After(key) => (Some(key), true),
            Slice::Before(key) => (Some(key), false),
            Slice::Around(key) => return self.around(view, key, limit),
        };
        let (mut keys, ends) = self.run(view, from, forward, limit)?;
        let begins = match from {
            None => true,
            // the place itself lies on the other side too
            Some(key) => {
                let edge = beside(key, forward, view.descends(true));
                self.run(view, Some(edge), !forward, 0)?.1
            }
        };
        if forward {
            return Ok((keys, begins, ends));
        }
        keys.reverse();
        Ok((keys, ends, begins))
    }

    /// Half of the rows before the place, the rest from it on; what one side has not, the other gives.
    fn around(&self, view: &View, key: SortKey, limit: usize) -> Result<(Vec<SortKey>, bool, bool)> {
        let edge = beside(key, false, view.descends(true));
        let (mut before, begins) = self.run(view, Some(key), false, limit)?;
        let (mut after, ends) = self.run(view, Some(edge), true, limit)?;
        let lead = before.len().min((limit / 2).max(limit.saturating_sub(after.len())));
        let rest = after.len().min(limit - lead);
        let (at_start, at_end) = (begins && lead == before.len(), ends && rest == after.len());
        before.truncate(lead);
        before.reverse();
        after.truncate(rest);
        before.append(&mut after);
        Ok((before, at_start, at_end))
    }

    /// Places from `from` on (it excluded), and whether there are no more.
    fn run(
        &self,
        view: &View,
        from: Option<SortKey>,
        forward: bool,
        limit: usize,
    ) -> Result<(Vec<SortKey>, bool)> {
        let mut keys = self.keys(view, false, from, forward, limit.saturating_add(1))?;
        let ends = keys.len() <= limit;
        keys.truncate(limit);
        Ok((keys, ends))
    }

    /// All places of a view, in its order.
    pub(super) fn all_keys(&self, view: &View) -> Result<Vec<SortKey>> {
        self.keys(view, false, None, true, usize::MAX)
    }

    /// At most `limit` places of the view (of its unread articles) from `from` on, it excluded.
    fn keys(
        &self,
        view: &View,
        unread: bool,
        from: Option<SortKey>,
        forward: bool,
        limit: usize,
    ) -> Result<Vec<SortKey>> {
        let descends = view.descends(forward);
        let from = from.unwrap_or(start(descends));
        let mut keys = match self.found(view, unread, from, descends, limit)? {
            Some(found) => found,
            None => self.scanned(view, unread, from, descends, limit)?,
        };
        let kept = self.kept(view, unread)?;
        keys.extend(kept.into_iter().filter(|key| if descends { *key < from } else { *key > from }));
        keys.sort_unstable_by(|one, other| if descends { other.cmp(one) } else { one.cmp(other) });
        keys.dedup();
        keys.truncate(limit);
        Ok(keys)
    }

    /// The same by SQLite, and by reading the articles where the query needs their text.
    fn scanned(
        &self,
        view: &View,
        unread: bool,
        from: SortKey,
        descends: bool,
        limit: usize,
    ) -> Result<Vec<SortKey>> {
        let mut keys = Vec::new();
        for part in [Part::SameTime, Part::Beyond] {
            let sought = Sought { from, descends, part, limit: limit - keys.len() };
            keys.extend(self.fitting(view, unread, &sought)?);
        }
        Ok(keys)
    }

    /// Places in one part of a keyset that fit the view, not counting those that it keeps.
    fn fitting(&self, view: &View, unread: bool, sought: &Sought) -> Result<Vec<SortKey>> {
        let state = condition(view.state, unread);
        let narrowed = view.query.as_ref().map(|query| query.condition(FREE));
        let condition = match &narrowed {
            Some(query) => format!("{state} AND {}", query.sql),
            None if view.folds() => format!("{state} AND {HEADS}"),
            None => state.to_owned(),
        };
        let sql = keys_sql(&condition, view.source.is_some(), sought.descends, sought.part);
        let read = view.query.as_ref().filter(|query| query.needs_text());
        // how many have to be read until enough of them fit is not known before
        let most = i64::try_from(sought.limit).ok().filter(|_| read.is_none()).unwrap_or(i64::MAX);
        let source = view.source.map_or(Value::Null, |source| source.0.into());
        let fixed = [sought.from.time.into(), sought.from.id.0.into(), most.into(), source];
        let values = fixed.into_iter().chain(narrowed.into_iter().flat_map(|query| query.values));
        let mut statement = self.db.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(values), |row| place(row, 0))?;
        let found = found.map(|key| Ok(key?));
        match read {
            None => found.collect(),
            Some(query) => self.read_until(query, found, sought.limit),
        }
    }

    /// The first `limit` of the places whose articles fit, by reading one article after the other.
    fn read_until(
        &self,
        query: &Query,
        keys: impl Iterator<Item = Result<SortKey>>,
        limit: usize,
    ) -> Result<Vec<SortKey>> {
        let deadline = query.has_pattern().then(|| Instant::now() + PATIENCE);
        let mut fitting = Vec::new();
        for key in keys {
            if fitting.len() == limit {
                break;
            }
            if deadline.is_some_and(|deadline| Instant::now() > deadline) {
                return Err(LibraryError::TooSlow);
            }
            let key = key?;
            let fits = self.unresolved(key.id)?.is_some_and(|held| query.fits(&held));
            fitting.extend(fits.then_some(key));
        }
        Ok(fitting)
    }

    /// Articles that stay in the view, whether they still fit or not.
    fn kept(&self, view: &View, unread: bool) -> Result<Vec<SortKey>> {
        let state = condition(StateFilter::All, unread);
        let heads = if view.folds() { HEADS } else { "TRUE" };
        let sql = format!(
            "SELECT {PLACE} FROM article WHERE id = ?1 AND (?2 IS NULL OR source = ?2) AND {state} AND {heads}"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let source = view.source.map(|source| source.0);
        let mut keys = Vec::new();
        for id in &view.keep {
            keys.extend(statement.query_row((id.0, source), |row| place(row, 0)).optional()?);
        }
        Ok(keys)
    }

    /// How many rows the view has, and how many of these are unread. `View::keep` and `View::unfolded` do not
    /// count, and `View::query` does not narrow: counting what fits would mean to read it.
    pub fn counts(&self, view: &View) -> Result<Counts> {
        let mut statement = self.db.prepare_cached(
            "SELECT coalesce(sum(total - ?2 * copies), 0), coalesce(sum(unread - ?2 * copies_unread), 0), \
             coalesce(sum(starred), 0), coalesce(sum(starred_unread), 0) \
             FROM counter WHERE source = ?1 OR ?1 IS NULL",
        )?;
        let asked = (view.source.map(|source| source.0), view.folds());
        let [all, unread, starred, starred_unread] = statement
            .query_row(asked, |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, i64>(3)?]))?;
        let (total, unread) = match view.state {
            StateFilter::All => (all, unread),
            StateFilter::Unread => (unread, unread),
            StateFilter::Read => (all - unread, 0),
            StateFilter::Starred => (starred, starred_unread),
        };
        Ok(Counts { total: total.cast_unsigned(), unread: unread.cast_unsigned() })
    }

    /// The nearest unread article of the view after `from` (before it, if not `forward`), in the view's order;
    /// without `from`, from that end on. It does not wrap around.
    pub fn next_unread(&self, view: &View, from: Option<SortKey>, forward: bool) -> Result<Option<SortKey>> {
        if let Some(keys) = self.by_rank(view)? {
            return self.next_unread_of(&keys, from, forward);
        }
        Ok(self.keys(view, true, from, forward, 1)?.first().copied())
    }

    /// The row of one article.
    pub fn row(&self, id: ArticleId) -> Result<Option<Row>> {
        let mut statement = self.db.prepare_cached(
            "SELECT article.time, article.id, article.title, coalesce(site, source.title), byline, published, url, read, \
             starred, (SELECT count(*) FROM article copy WHERE copy.copy_of = article.id), copy_of, story \
             FROM article JOIN source ON source.id = article.source WHERE article.id = ?1",
        )?;
        Ok(statement.query_row([id.0], row).optional()?)
    }
}

/// What is wanted of one part of a keyset.
struct Sought {
    from: SortKey,
    descends: bool,
    part: Part,
    limit: usize,
}

/// A keyset in two parts, since SQLite bounds an index by `(time, id) < (…)` only in the first column: articles of
/// the same time, which may be many where only days are known, would be walked one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    SameTime,
    Beyond,
}

/// `?1`, `?2` the place, `?3` how many, `?4` the source.
pub(super) fn keys_sql(condition: &str, of_source: bool, descends: bool, part: Part) -> String {
    let (beyond, order) = if descends { ("<", "DESC") } else { (">", "ASC") };
    let source = if of_source { "source = ?4" } else { "?4 IS NULL" };
    let bound = match part {
        // rarer than all else that is asked for, so that the index of the order is the one
        Part::SameTime => format!("likelihood(time = ?1, 0.000001) AND id {beyond} ?2"),
        Part::Beyond => format!("time {beyond} ?1"),
    };
    format!(
        "SELECT {PLACE} FROM article WHERE {condition} AND {source} AND {bound} \
         ORDER BY time {order}, id {order} LIMIT ?3"
    )
}

/// Reads [`PLACE`] from column `at` on.
pub(super) fn place(row: &SqlRow<'_>, at: usize) -> rusqlite::Result<SortKey> {
    Ok(SortKey { time: row.get(at)?, id: ArticleId(row.get(at + 1)?) })
}

fn row(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        key: place(row, 0)?,
        title: row.get(2)?,
        site: row.get(3)?,
        byline: row.get(4)?,
        published: row.get::<_, Option<String>>(5)?.and_then(|text| text.parse().ok()),
        url: row.get(6)?,
        read: row.get(7)?,
        starred: row.get(8)?,
        copies: row.get(9)?,
        copy_of: row.get::<_, Option<i64>>(10)?.map(ArticleId),
        story: row.get::<_, Option<i64>>(11)?.map(StoryId),
    })
}
