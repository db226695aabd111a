//! Writing: short transactions that leave room for each other, and the counters that every writer keeps.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rusqlite::{Transaction, TransactionBehavior};

use super::{Library, Result};

/// How long one transaction may go on taking work; what is left of 50 ms is for the commit.
pub(super) const BUDGET: Duration = Duration::from_millis(20);

/// Long enough for a waiting writer (it looks every millisecond) to get in between two transactions.
pub(super) const PAUSE: Duration = Duration::from_millis(2);

/// What a commit survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// A power cut: what the user did.
    Full,
    /// A crash of the program: what can be loaded again.
    Normal,
}

impl Library {
    /// One transaction. It takes the write lock at once, so that nothing read in it can be outdated.
    pub(super) fn write<T>(
        &mut self,
        durability: Durability,
        work: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.write_reading(durability, work)
    }

    /// The same for work that asks the library itself. No other transaction of it may be open.
    pub(super) fn write_reading<T>(
        &self,
        durability: Durability,
        work: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let level = if durability == Durability::Full { "FULL" } else { "NORMAL" };
        self.db.pragma_update(None, "synchronous", level)?;
        let tx = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }

    /// Does the work for each item, in as many short transactions as it takes.
    pub(super) fn write_each<I>(
        &mut self,
        durability: Durability,
        items: impl IntoIterator<Item = I>,
        mut work: impl FnMut(&Transaction<'_>, I, &mut Tally) -> Result<()>,
    ) -> Result<()> {
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            self.write(durability, |tx| {
                let (begun, mut tally) = (Instant::now(), Tally::default());
                for item in items.by_ref() {
                    work(tx, item, &mut tally)?;
                    if begun.elapsed() >= BUDGET {
                        break;
                    }
                }
                tally.save(tx)
            })?;
            if items.peek().is_some() {
                std::thread::sleep(PAUSE);
            }
        }
        Ok(())
    }
}

/// What one article adds to the counters of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    pub(super) read: bool,
    pub(super) starred: bool,
}

/// How much the counters of each source move in a transaction.
#[derive(Debug, Default)]
pub(super) struct Tally(HashMap<i64, [i64; 4]>);

impl Tally {
    /// An article of this source came.
    pub(super) fn plus(&mut self, source: i64, state: State) {
        self.shift(source, state, 1);
    }

    /// An article of this source went.
    pub(super) fn minus(&mut self, source: i64, state: State) {
        self.shift(source, state, -1);
    }

    fn shift(&mut self, source: i64, state: State, by: i64) {
        let counters = self.0.entry(source).or_default();
        let parts = [true, !state.read, state.starred, state.starred && !state.read];
        for (counter, part) in counters.iter_mut().zip(parts) {
            *counter += by * i64::from(part);
        }
    }

    pub(super) fn save(&self, tx: &Transaction<'_>) -> Result<()> {
        let mut statement = tx.prepare_cached(
            "UPDATE counter SET total = total + ?2, unread = unread + ?3, starred = starred + ?4, \
             starred_unread = starred_unread + ?5 WHERE source = ?1",
        )?;
        for (source, [total, unread, starred, starred_unread]) in &self.0 {
            statement.execute((source, total, unread, starred, starred_unread))?;
        }
        Ok(())
    }
}
