//! Lists whose first row is the one that fits best.
//!
//! A list by rank has no places that could be searched for: whether a hit comes before another is known when all are
//! scored. So the best are found once, as many as anybody reads, and windows are cut out of these.

use std::sync::Arc;

use super::{Asked, HitOrder};
use crate::library::index::Index;
use crate::library::list;
use crate::library::{ArticleId, Library, Order, Query, Result, Slice, SortKey, Version, View};

/// So many of the best hits make a list.
pub const BEST: usize = 1_000;

/// A list by rank, as long as nothing changes.
#[derive(Debug)]
pub(in crate::library) struct Best {
    view: View,
    index: Arc<Index>,
    version: Version,
    keys: Arc<Vec<SortKey>>,
}

impl Best {
    fn is(&self, view: &View, index: &Arc<Index>, version: Version) -> bool {
        self.version == version && self.view == *view && Arc::ptr_eq(&self.index, index)
    }
}

impl Library {
    /// The nearest unread article of a list by rank.
    pub(in crate::library) fn next_unread_of(
        &self,
        keys: &[SortKey],
        from: Option<SortKey>,
        forward: bool,
    ) -> Result<Option<SortKey>> {
        let at = from.and_then(|from| place(keys, from.id));
        let unread = self.ids(list::UNREAD, Vec::new())?;
        let is_unread = |key: &&SortKey| unread.contains(key.id.0.cast_unsigned());
        let found = if forward {
            keys.iter().skip(at.map_or(0, |at| at + 1)).find(is_unread)
        } else {
            keys[..at.unwrap_or(keys.len())].iter().rev().find(is_unread)
        };
        Ok(found.copied())
    }

    /// The places of a view by rank, those that it keeps among them; `None` where that is not its order, and where there is
    /// no index to ask.
    pub(in crate::library) fn by_rank(&self, view: &View) -> Result<Option<Arc<Vec<SortKey>>>> {
        let ranked = |query: &&Query| view.order == Order::Rank && query.ranks();
        let Some(query) = view.query.as_ref().filter(ranked) else { return Ok(None) };
        let Some(index) = self.index_if_any()? else { return Ok(None) };
        let version = self.version()?;
        if let Some(held) = self.best.borrow().as_ref().filter(|held| held.is(view, &index, version)) {
            return Ok(Some(Arc::clone(&held.keys)));
        }
        let search = self.narrowed(&index, view, query, false, &view.keep)?;
        let asked = Asked { index: &index, search, order: HitOrder::Rank, cancelled: &|| false };
        let hits = self.fitting_hits(query, &asked, None, BEST)?.unwrap_or_default();
        let keys = Arc::new(hits.into_iter().map(|hit| hit.key).collect());
        let best = Best { view: view.clone(), index, version, keys: Arc::clone(&keys) };
        self.best.replace(Some(best));
        Ok(Some(keys))
    }
}

fn place(keys: &[SortKey], id: ArticleId) -> Option<usize> {
    keys.iter().position(|key| key.id == id)
}

/// Which of the places a window shows, and whether the list begins and ends with these. What is not there has nothing
/// before or behind it, and around it is the first.
pub(in crate::library) fn part(keys: &[SortKey], slice: Slice, limit: usize) -> (Vec<SortKey>, bool, bool) {
    let (from, until) = range(keys, slice, limit);
    (keys[from..until].to_vec(), from == 0, until == keys.len())
}

fn range(keys: &[SortKey], slice: Slice, limit: usize) -> (usize, usize) {
    let all = keys.len();
    let after = |from: usize| (from.min(all), from.saturating_add(limit).min(all));
    match slice {
        Slice::First => after(0),
        Slice::Last => (all.saturating_sub(limit), all),
        Slice::After(key) => after(place(keys, key.id).map_or(all, |at| at + 1)),
        Slice::Before(key) => {
            let until = place(keys, key.id).unwrap_or(0);
            (until.saturating_sub(limit), until)
        }
        Slice::Around(key) => {
            let at = place(keys, key.id).unwrap_or(0);
            after(at.saturating_sub(limit / 2).min(all.saturating_sub(limit)))
        }
    }
}
