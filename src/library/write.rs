//! Writing: short transactions that leave room for each other, and the counters that every writer keeps.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use rusqlite::{Transaction, TransactionBehavior};

use super::{Library, Result};

/// How long one transaction may go on taking work; what is left of 50 ms is for the commit. The longer it is the less often is
/// a page written that many articles share.
pub(super) const BUDGET: Duration = Duration::from_millis(30);

/// The same while the user changes very much at once: a mark moves its article within three indexes, and articles that share
/// a transaction share their pages.
const LONG_BUDGET: Duration = Duration::from_millis(500);

/// More changes than this are made in long transactions; so many are committed at last, by themselves: their sync is that of
/// everything before them.
pub(super) const MANY: usize = 1_000;

/// Memory for the pages of long transactions, and no copying of the log into the library between them, which would copy most
/// pages many times.
const LONG: &str = "PRAGMA cache_size = -96000; PRAGMA wal_autocheckpoint = 0";

/// As it was, and as SQLite has it by default.
const USUAL: &str = "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 1000; PRAGMA shrink_memory";

/// Long enough for a waiting writer (it looks every millisecond) to get in between two transactions.
pub(super) const PAUSE: Duration = Duration::from_millis(2);

/// Says between two transactions whether to go on.
pub(super) type GoOn<'a> = dyn FnMut() -> ControlFlow<()> + 'a;

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

    /// Does the work for each item, in as many short transactions as it takes. What has to survive a power cut does so when
    /// this returns; of very much the transactions are longer.
    pub(super) fn write_each<I>(
        &mut self,
        durability: Durability,
        items: impl IntoIterator<Item = I>,
        work: impl FnMut(&Transaction<'_>, I, &mut Tally) -> Result<()>,
    ) -> Result<()> {
        self.write_while(durability, items, &mut || ControlFlow::Continue(()), work).map(drop)
    }

    /// The same, unless it is to be left where it is: false then.
    pub(super) fn write_while<I>(
        &mut self,
        durability: Durability,
        items: impl IntoIterator<Item = I>,
        go_on: &mut GoOn<'_>,
        mut work: impl FnMut(&Transaction<'_>, I, &mut Tally) -> Result<()>,
    ) -> Result<bool> {
        let mut items = items.into_iter().peekable();
        if durability == Durability::Full && items.size_hint().0 > MANY {
            self.db.execute_batch(LONG)?;
            let done = self.write_much(&mut items, go_on, &mut work);
            self.db.execute_batch(USUAL)?;
            if !done? {
                return Ok(false);
            }
        }
        while items.peek().is_some() {
            if go_on().is_break() {
                return Ok(false);
            }
            self.write(durability, |tx| {
                some(tx, &mut items, &mut work, |_, begun| begun.elapsed() >= BUDGET)
            })?;
            if items.peek().is_some() {
                std::thread::sleep(PAUSE);
            }
        }
        Ok(true)
    }

    /// All items but the last; false where it is to be left.
    fn write_much<I>(
        &mut self,
        items: &mut impl Iterator<Item = I>,
        go_on: &mut GoOn<'_>,
        work: &mut impl FnMut(&Transaction<'_>, I, &mut Tally) -> Result<()>,
    ) -> Result<bool> {
        while items.size_hint().0 > MANY {
            if go_on().is_break() {
                return Ok(false);
            }
            self.write(Durability::Normal, |tx| {
                some(tx, items, work, |left, begun| left <= MANY || begun.elapsed() >= LONG_BUDGET)
            })?;
            std::thread::sleep(PAUSE);
        }
        Ok(true)
    }
}

/// The work of one transaction, which is enough by how many items are left and when it began.
fn some<I>(
    tx: &Transaction<'_>,
    items: &mut impl Iterator<Item = I>,
    work: &mut impl FnMut(&Transaction<'_>, I, &mut Tally) -> Result<()>,
    enough: impl Fn(usize, Instant) -> bool,
) -> Result<()> {
    let (begun, mut tally) = (Instant::now(), Tally::default());
    while let Some(item) = items.next() {
        work(tx, item, &mut tally)?;
        if enough(items.size_hint().0, begun) {
            break;
        }
    }
    tally.save(tx)
}

/// What one article adds to the counters of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    pub(super) read: bool,
    pub(super) starred: bool,
}

/// How much the counters of each source, and those of each label, move in a transaction.
#[derive(Debug, Default)]
pub(super) struct Tally {
    begun: bool,
    sources: HashMap<i64, [i64; 4]>,
    labels: HashMap<i64, i64>,
    /// Numbers of the labels that were asked for, by kind and name: a source has few.
    numbers: HashMap<&'static str, HashMap<String, i64>>,
    /// Sources with the categories that they are noted to give.
    given: HashSet<(i64, i64)>,
}

impl Tally {
    /// Whether the transaction begins here: what another program did before is seen from now on, and what it does later not.
    pub(super) fn begins(&mut self) -> bool {
        !std::mem::replace(&mut self.begun, true)
    }

    /// An article of this source came.
    pub(super) fn plus(&mut self, source: i64, state: State) {
        self.shift(source, state, 1);
    }

    /// An article of this source went.
    pub(super) fn minus(&mut self, source: i64, state: State) {
        self.shift(source, state, -1);
    }

    /// The number of a label that was asked for before.
    pub(super) fn number(&self, kind: &'static str, name: &str) -> Option<i64> {
        self.numbers.get(kind)?.get(name).copied()
    }

    /// What the number of a label is.
    pub(super) fn note_number(&mut self, kind: &'static str, name: &str, number: i64) {
        self.numbers.entry(kind).or_default().insert(name.to_owned(), number);
    }

    /// A source gives this category; whether that is new here.
    pub(super) fn gives(&mut self, source: i64, label: i64) -> bool {
        self.given.insert((source, label))
    }

    /// An article got this label. What goes is counted by the library itself.
    pub(super) fn labelled(&mut self, label: i64) {
        *self.labels.entry(label).or_default() += 1;
    }

    fn shift(&mut self, source: i64, state: State, by: i64) {
        let counters = self.sources.entry(source).or_default();
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
        for (source, [total, unread, starred, starred_unread]) in &self.sources {
            statement.execute((source, total, unread, starred, starred_unread))?;
        }
        let mut statement = tx.prepare_cached("UPDATE label SET articles = articles + ?2 WHERE id = ?1")?;
        for count in &self.labels {
            statement.execute(count)?;
        }
        Ok(())
    }
}
