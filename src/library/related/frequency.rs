//! In how many articles each term stands.
//!
//! One flat table of (number, count), sorted, is a row of the database; what came and went since it was written follows
//! as changes, which are folded into it when they become many. So adding an article writes one small row, reading takes
//! the table as it lies (8 bytes a term), and the counts belong to the same transactions as the articles: they are exact
//! at every moment, in every process. A file beside the library would need a lock and a recovery of its own.

use std::collections::HashMap;

use rusqlite::Connection;

use super::hash::TermHash;
use super::signature::Vector;
use crate::library::write::Durability;
use crate::library::{Library, Result};

/// Fewer changes than this are not worth a new table.
const FEW: i64 = 256;

/// Beyond that, one change for so many articles: then the changes take a small part of the time to read the table.
const SHARE: i64 = 64;

/// Bytes of a term in the table.
const SLOT: usize = 8;

/// In how many articles each term stands, as far as it was read.
#[derive(Debug, Default)]
pub(in crate::library) struct Frequencies {
    articles: i64,
    table: Vec<u8>,
    /// What the changes add to the table.
    since: HashMap<TermHash, i64>,
    /// The last change in the table.
    folded: i64,
    /// The last change that is counted.
    last: i64,
}

impl Frequencies {
    /// How many articles there are.
    pub(super) fn articles(&self) -> u32 {
        u32::try_from(self.articles).unwrap_or_default()
    }

    /// In how many of them a term stands.
    pub(super) fn of(&self, term: TermHash) -> u32 {
        let slots = self.slots();
        let found = slots.binary_search_by_key(&term, |slot| read(*slot).0);
        let count = found.map_or(0, |at| i64::from(read(slots[at]).1));
        u32::try_from(count + self.since.get(&term).unwrap_or(&0)).unwrap_or_default()
    }

    /// Takes in what was written since.
    pub(super) fn follow(&mut self, db: &Connection) -> Result<()> {
        let folded = db.prepare_cached("SELECT folded FROM frequency")?.query_row([], |row| row.get(0))?;
        if self.folded != folded {
            let mut statement = db.prepare_cached("SELECT articles, data FROM frequency")?;
            let (articles, table) = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            *self = Self { articles, table, since: HashMap::new(), folded, last: folded };
        }
        let mut statement =
            db.prepare_cached("SELECT id, articles, vector FROM frequency_change WHERE id > ?1 ORDER BY id")?;
        let mut changes = statement.query([self.last])?;
        while let Some(change) = changes.next()? {
            self.last = change.get(0)?;
            self.count(change.get(1)?, &Vector::decode(change.get(2)?));
        }
        Ok(())
    }

    fn count(&mut self, articles: i64, vector: &Vector) {
        self.articles += articles;
        for (term, _) in vector.entries() {
            *self.since.entry(term).or_default() += articles;
        }
    }

    /// The table with the changes in it.
    fn fold(&self) -> Vec<u8> {
        let mut counts: HashMap<TermHash, i64> = self.since.clone();
        for (term, count) in self.slots().iter().map(|slot| read(*slot)) {
            *counts.entry(term).or_default() += i64::from(count);
        }
        let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        counts.sort_unstable();
        counts
            .into_iter()
            .flat_map(|(term, count)| {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                (u64::from(count) << 32 | u64::from(term)).to_le_bytes()
            })
            .collect()
    }

    fn slots(&self) -> &[[u8; SLOT]] {
        self.table.as_chunks::<SLOT>().0
    }
}

/// Number and count.
fn read(slot: [u8; SLOT]) -> (TermHash, u32) {
    let both = u64::from_le_bytes(slot);
    (both as u32, (both >> 32) as u32)
}

impl Library {
    /// Folds the changes into the table once they are many. What it takes to compute is done before the transaction.
    pub(in crate::library) fn fold_frequencies(&mut self) -> Result<()> {
        let waiting = "SELECT coalesce(max(id) - min(id) + 1, 0) FROM frequency_change";
        let waiting: i64 = self.db.prepare_cached(waiting)?.query_row([], |row| row.get(0))?;
        if waiting <= FEW {
            return Ok(());
        }
        let now = self.frequencies()?;
        let (from, to, articles) = (now.folded, now.last, now.articles);
        if waiting <= articles / SHARE {
            return Ok(());
        }
        let table = now.fold();
        drop(now);
        self.write(Durability::Normal, |tx| {
            // another process may have been faster
            let set = "UPDATE frequency SET folded = ?2, articles = ?3, data = ?4 WHERE folded = ?1";
            if tx.execute(set, (from, to, articles, &table))? > 0 {
                tx.execute("DELETE FROM frequency_change WHERE id <= ?1", [to])?;
            }
            Ok(())
        })
    }
}
