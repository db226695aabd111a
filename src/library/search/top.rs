//! The first hits in an order, picked from many.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::{Hit, HitOrder};
use crate::library::{ArticleId, SortKey};

/// The first hits met so far, in an order where the first is the greatest.
pub(super) struct Top {
    pub(super) order: HitOrder,
    pub(super) after: Option<Rank>,
    limit: usize,
    best: BinaryHeap<Reverse<Rank>>,
}

/// What decides the place of a hit: its score, then its time and number (from the other end, where the oldest come first).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rank {
    pub(super) score: Option<f32>,
    pub(super) time: i64,
    id: i64,
}

impl Eq for Rank {}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        let score = |rank: &Self| rank.score.unwrap_or_default();
        score(self).total_cmp(&score(other)).then((self.time, self.id).cmp(&(other.time, other.id)))
    }
}

impl Top {
    pub(super) fn new(order: HitOrder, after: Option<Hit>, limit: usize) -> Self {
        let mut top = Self { order, after: None, limit, best: BinaryHeap::new() };
        top.after = after.map(|hit| top.rank(hit));
        top
    }

    fn rank(&self, Hit { key: SortKey { time, id: ArticleId(id) }, score }: Hit) -> Rank {
        // `!` turns the order around, without the one number that has no negative
        let (time, id) = if self.order == HitOrder::Oldest { (!time, !id) } else { (time, id) };
        Rank { score, time, id }
    }

    pub(super) fn offer(&mut self, hit: Hit) {
        let rank = self.rank(hit);
        if self.after.is_some_and(|after| rank >= after) || self.last().is_some_and(|last| rank <= last) {
            return;
        }
        if self.best.len() == self.limit {
            self.best.pop();
        }
        self.best.push(Reverse(rank));
    }

    /// The last of those that would be shown, once there are enough.
    pub(super) fn last(&self) -> Option<Rank> {
        self.best.peek().filter(|_| self.best.len() == self.limit).map(|Reverse(rank)| *rank)
    }

    pub(super) fn into_hits(self) -> Vec<Hit> {
        let turned = self.order == HitOrder::Oldest;
        let hit = |Reverse(Rank { score, time, id })| {
            let (time, id) = if turned { (!time, !id) } else { (time, id) };
            Hit { key: SortKey { time, id: ArticleId(id) }, score }
        };
        self.best.into_sorted_vec().into_iter().map(hit).collect()
    }
}
