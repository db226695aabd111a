//! In how many articles each term stands.
//!
//! One flat table of (number, count), sorted, is a row of the database; what came and went since it was written follows
//! as changes, which are folded into it when they become many. So adding an article writes one small row, reading takes
//! the table as it lies (8 bytes a term), and the counts belong to the same transactions as the articles: they are exact
//! at every moment, in every process. A file beside the library would need a lock and a recovery of its own.

use std::collections::HashMap;

use rusqlite::Connection;

use super::hash::{ByNumber, TermHash};
use super::signature::Vector;
use crate::library::write::Durability;
use crate::library::{Library, Result};

/// Fewer changes than this are not worth a new table.
const FEW: i64 = 256;

/// Beyond that, one change for so many articles: then the changes take a small part of the time to read the table.
const SHARE: i64 = 64;

/// Beyond one changed term for so many in the table the changes are folded in here, too: each term would be looked up in
/// two places, of which the second is the slower.
const MUCH: usize = 16;

/// Bytes of a term in the table.
const SLOT: usize = 8;

/// Terms between two entries of the directory, about: what lies in one line of a processor's cache.
const STRIDE: usize = 8;

/// In how many articles each term stands, as far as it was read.
#[derive(Debug, Default)]
pub(in crate::library) struct Frequencies {
    articles: i64,
    table: Vec<u8>,
    /// Where in the table the terms lie that begin with the same bits: numbers are spread evenly.
    directory: Vec<u32>,
    /// What the changes add to the table.
    since: HashMap<TermHash, i64, ByNumber>,
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
        let found = self.near(term).iter().map(|slot| read(*slot)).find(|(there, _)| *there >= term);
        let count = found.map_or(0, |(there, count)| if there == term { count.into() } else { 0 });
        u32::try_from(count + self.since.get(&term).unwrap_or(&0)).unwrap_or_default()
    }

    /// The part of the table where a term has its place.
    fn near(&self, term: TermHash) -> &[[u8; SLOT]] {
        let bucket = bucket(term, self.directory.len());
        let place = |at: usize| self.directory.get(at).map_or(0, |place| *place as usize);
        self.slots().get(place(bucket)..place(bucket + 1)).unwrap_or_default()
    }

    /// Takes in what was written since.
    pub(super) fn follow(&mut self, db: &Connection) -> Result<()> {
        let folded = db.prepare_cached("SELECT folded FROM frequency")?.query_row([], |row| row.get(0))?;
        if self.folded != folded {
            let mut statement = db.prepare_cached("SELECT articles, data FROM frequency")?;
            let (articles, table): (i64, Vec<u8>) =
                statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let directory = directory(&table);
            *self = Self { articles, table, directory, since: HashMap::default(), folded, last: folded };
        }
        let mut statement =
            db.prepare_cached("SELECT id, articles, vector FROM frequency_change WHERE id > ?1 ORDER BY id")?;
        let mut changes = statement.query([self.last])?;
        while let Some(change) = changes.next()? {
            self.last = change.get(0)?;
            self.count(change.get(1)?, &Vector::decode(change.get(2)?));
        }
        if self.since.len() > self.slots().len() / MUCH {
            self.table = self.fold();
            self.directory = directory(&self.table);
            self.since = HashMap::default();
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
        let mut since: Vec<(TermHash, i64)> =
            self.since.iter().map(|(term, count)| (*term, *count)).collect();
        since.sort_unstable();
        let (mut since, mut table) = (since.into_iter().peekable(), Vec::with_capacity(self.table.len()));
        let mut put = |(term, count): (TermHash, i64)| {
            let count = u32::try_from(count.max(0)).unwrap_or(u32::MAX);
            if count > 0 {
                table.extend((u64::from(count) << 32 | u64::from(term)).to_le_bytes());
            }
        };
        for (term, count) in self.slots().iter().map(|slot| read(*slot)) {
            while let Some(new) = since.next_if(|(other, _)| *other < term) {
                put(new);
            }
            let more = since.next_if(|(other, _)| *other == term).map_or(0, |(_, more)| more);
            put((term, i64::from(count) + more));
        }
        since.for_each(put);
        table
    }

    fn slots(&self) -> &[[u8; SLOT]] {
        self.table.as_chunks::<SLOT>().0
    }
}

/// Where each part of a table begins, and where the last one ends.
fn directory(table: &[u8]) -> Vec<u32> {
    let slots = table.as_chunks::<SLOT>().0;
    let parts = (slots.len() / STRIDE).max(1).next_power_of_two();
    let mut directory = Vec::with_capacity(parts + 1);
    for (at, slot) in slots.iter().enumerate() {
        let begun = bucket(read(*slot).0, parts + 1) + 1;
        directory.resize(begun.max(directory.len()), at as u32);
    }
    directory.resize(parts + 1, slots.len() as u32);
    directory
}

/// The part of a table that a term belongs to, given how many entries the directory has: a power of two, and the end.
fn bucket(term: TermHash, entries: usize) -> usize {
    ((u64::from(term) * entries.saturating_sub(1) as u64) >> u32::BITS) as usize
}

/// Number and count.
fn read(slot: [u8; SLOT]) -> (TermHash, u32) {
    let both = u64::from_le_bytes(slot);
    (both as u32, (both >> 32) as u32)
}

impl Library {
    /// Folds the changes into the table once they are many. What it takes to compute is done before the transaction.
    pub(in crate::library) fn fold_frequencies(&self) -> Result<()> {
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
        self.write_reading(Durability::Normal, |tx| {
            // another process may have been faster
            let set = "UPDATE frequency SET folded = ?2, articles = ?3, data = ?4 WHERE folded = ?1";
            if tx.execute(set, (from, to, articles, &table))? > 0 {
                tx.execute("DELETE FROM frequency_change WHERE id <= ?1", [to])?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash::mix;
    use super::*;

    #[test]
    fn every_term_is_found_whatever_the_size_of_the_table() {
        for size in [0, 1, 7, 8, 9, 1_000, 5_000] {
            let since = (0..size).map(|n| (mix(n) as TermHash, n as i64 + 1)).collect();
            let table = Frequencies { since, ..Frequencies::default() }.fold();
            let frequencies = Frequencies { directory: directory(&table), table, ..Frequencies::default() };
            for n in 0..size {
                assert_eq!(frequencies.of(mix(n) as TermHash), n as u32 + 1, "{n} of {size}");
            }
            assert_eq!((0..99).map(|n| frequencies.of(mix(size + n) as TermHash)).sum::<u32>(), 0);
        }
    }

    #[test]
    fn folding_adds_up_and_drops_what_is_gone() {
        let counts = |counts: &[(TermHash, i64)]| counts.iter().copied().collect();
        let table =
            Frequencies { since: counts(&[(5, 2), (9, 1), (20, 7)]), ..Frequencies::default() }.fold();
        let since = counts(&[(1, 1), (9, -1), (20, 1), (u32::MAX, 3)]);
        let folded = Frequencies { table, since, ..Frequencies::default() }.fold();
        let slots: Vec<_> = folded.as_chunks().0.iter().map(|slot| read(*slot)).collect();
        assert_eq!(slots, [(1, 1), (5, 2), (20, 8), (u32::MAX, 3)]);
    }
}
