//! Following the library: what is not as it was is compared anew, the earliest first.
//!
//! Articles that wait are rows of a table, so whoever is killed goes on where it was; each is compared and its row taken
//! away in one transaction, so several programs may do it at once.

use std::thread;
use std::time::Instant;

use rusqlite::{OptionalExtension, Transaction};

use super::super::index::CatchUp;
use super::super::related::vicinity::Vicinity;
use super::super::write::{BUDGET, Durability, PAUSE};
use super::super::{ArticleId, Library, Result, SortKey};

/// Name of the value that says up to which change the articles were noted.
const GROUPED: &str = "grouped";

/// Changes that are noted at once.
const BATCH: i64 = 500;

impl Library {
    /// Finds the copies and stories of everything up to the change `newest`. False where `report` stopped it.
    pub(in crate::library) fn group(&self, newest: i64, report: &mut CatchUp<'_>) -> Result<bool> {
        while self.grouped()? < newest {
            self.write_reading(Durability::Normal, |tx| note_changes(tx, self.grouped()?, newest))?;
        }
        // what is tied is there, and nothing is removed; where keys are checked SQLite keeps a copy of each page it writes
        self.db.execute_batch("PRAGMA foreign_keys = OFF")?;
        let done = self.compare(report);
        self.db.execute_batch("PRAGMA foreign_keys = ON")?;
        done
    }

    /// Compares all that waits. False where `report` stopped it.
    fn compare(&self, report: &mut CatchUp<'_>) -> Result<bool> {
        let (mut vicinity, mut left) = (Vicinity::default(), self.ungrouped()?);
        while left > 0 {
            if report(left).is_break() {
                return Ok(false);
            }
            let done = self.write_reading(Durability::Normal, |tx| self.compare_some(tx, &mut vicinity))?;
            // counting a million takes as long as comparing some
            left = match left.saturating_sub(done) {
                0 => self.ungrouped()?,
                left => left,
            };
            thread::sleep(PAUSE);
        }
        Ok(true)
    }

    /// All articles are to be compared anew.
    pub(in crate::library) fn ungroup_all(tx: &Transaction<'_>) -> Result<()> {
        tx.execute("INSERT OR REPLACE INTO kv (name, value) VALUES (?1, '0')", [GROUPED])?;
        Ok(())
    }

    fn grouped(&self) -> Result<i64> {
        Ok(self.value(GROUPED)?.and_then(|seq| seq.parse().ok()).unwrap_or(0))
    }

    fn ungrouped(&self) -> Result<u64> {
        let mut statement = self.db.prepare_cached("SELECT count(*) FROM ungrouped")?;
        Ok(statement.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
    }

    /// As many as may be done before others get in. Where another program has done the rest, all that was left.
    fn compare_some(&self, tx: &Transaction<'_>, vicinity: &mut Vicinity) -> Result<u64> {
        let (begun, mut done) = (Instant::now(), 0);
        while begun.elapsed() < BUDGET {
            let Some(id) = take_first(tx)? else { return Ok(u64::MAX) };
            self.tie(tx, vicinity, id)?;
            done += 1;
        }
        Ok(done)
    }
}

/// Notes the articles of the next changes, and those that were tied to what they were before.
fn note_changes(tx: &Transaction<'_>, from: i64, newest: i64) -> Result<()> {
    let until = newest.min(from + BATCH);
    for tied in ["id", "copy_of", "follows", "story"] {
        let sql = format!(
            "INSERT OR IGNORE INTO ungrouped SELECT time, id FROM article \
             WHERE {tied} IN (SELECT article FROM change WHERE seq > ?1 AND seq <= ?2)"
        );
        tx.prepare_cached(&sql)?.execute((from, until))?;
    }
    tx.prepare_cached("INSERT OR REPLACE INTO kv (name, value) VALUES (?1, ?2)")?
        .execute((GROUPED, until.to_string()))?;
    Ok(())
}

fn take_first(tx: &Transaction<'_>) -> Result<Option<ArticleId>> {
    let mut statement = tx.prepare_cached(
        "DELETE FROM ungrouped WHERE (time, article) = (SELECT time, article FROM ungrouped ORDER BY time, article LIMIT 1) \
         RETURNING article",
    )?;
    Ok(statement.query_row([], |row| row.get(0).map(ArticleId)).optional()?)
}

/// This one is to be compared anew.
pub(super) fn note(tx: &Transaction<'_>, key: SortKey) -> Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO ungrouped VALUES (?1, ?2)")?.execute((key.time, key.id.0))?;
    Ok(())
}

/// And so are all whose `column` is this article.
pub(super) fn note_tied(tx: &Transaction<'_>, column: &str, to: ArticleId) -> Result<()> {
    let sql =
        format!("INSERT OR IGNORE INTO ungrouped SELECT time, id FROM article WHERE article.{column} = ?1");
    tx.prepare_cached(&sql)?.execute([to.0])?;
    Ok(())
}
