//! Steps of very many changes. A million marks take seconds to write, and nobody is to wait for them, nor to lose them: such a
//! step is promised in one transaction and carried out in many, and what a program leaves of it another one carries out.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, Transaction};

use super::undo::{Change, Field, make};
use super::write::{Durability, GoOn, MANY};
use super::{ArticleId, Library, Mark, Result, Undone, View, undo};

/// What is being carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Underway {
    /// A step, which can be taken back before its end.
    Promise,
    /// A step that is being taken back, or done again.
    Turning,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// A step is done.
    Kept,
    /// One is taken back, or done again (true).
    Turned(bool, Undone),
    /// It was left before its end.
    Left,
}

/// A step that is not carried out yet, or not wholly.
struct Promise {
    step: i64,
    field: Field,
    before: String,
    after: String,
    subjects: Vec<u8>,
}

impl Promise {
    fn subjects(&self) -> impl Iterator<Item = i64> + '_ {
        self.subjects.as_chunks().0.iter().map(|number| i64::from_le_bytes(*number))
    }
}

impl Library {
    /// Changes the state of everything in a view (`keep` included), folded copies too; one undo step of `session`. Returns
    /// how many will be different. Only promised, durably: [`Library::carry_out`] changes them. What arrives meanwhile is left
    /// alone.
    pub fn mark_view(&mut self, session: &str, view: &View, mark: Mark) -> Result<usize> {
        let mut ids: Vec<_> = self.all_keys(view)?.into_iter().map(|key| key.id).collect();
        if view.folds() {
            ids.extend(self.copies_of(&ids)?);
        }
        // as they lie in the library
        ids.sort_unstable();
        ids.dedup();
        let (before, after) = mark.values();
        let other = self.with_state(mark.field(), &before)?;
        ids.retain(|id| other.binary_search(id).is_ok());
        let subjects: Vec<u8> = ids.iter().flat_map(|id| id.0.to_le_bytes()).collect();
        if !ids.is_empty() {
            self.write(Durability::Full, |tx| {
                let step = undo::begin(tx, session, mark.field())?;
                let promise = "INSERT INTO promise (step, before, after, subjects) VALUES (?1, ?2, ?3, ?4)";
                Ok(tx.execute(promise, (step, before, after, subjects))?)
            })?;
        }
        Ok(ids.len())
    }

    /// Articles of which a mark has this value, by number.
    fn with_state(&self, field: Field, value: &str) -> Result<Vec<ArticleId>> {
        // read from an index, where the value is a number
        let sql = format!("SELECT id FROM article WHERE {} = CAST(?1 AS INTEGER)", field.word());
        let mut statement = self.db.prepare_cached(&sql)?;
        let ids = statement.query_map([value], |row| row.get(0).map(ArticleId))?;
        let mut ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
        ids.sort_unstable();
        Ok(ids)
    }

    /// Does the next thing that was promised, by this program or by one that ended too early. Where `go_on` says no the rest is
    /// left, and nothing lost. `None` where nothing was promised.
    pub fn carry_out(
        &mut self,
        go_on: &mut dyn FnMut(Underway) -> ControlFlow<()>,
    ) -> Result<Option<Carried>> {
        if let Some((step, field, again)) = self.turning()? {
            let turned = self.turn(step, field, again, &mut || go_on(Underway::Turning))?;
            return Ok(Some(turned.map_or(Carried::Left, |undone| Carried::Turned(again, undone))));
        }
        let Some(promise) = self.promise()? else { return Ok(None) };
        let whole = self.keep_promise(&promise, &mut || go_on(Underway::Promise))?;
        Ok(Some(if whole { Carried::Kept } else { Carried::Left }))
    }

    fn promise(&self) -> Result<Option<Promise>> {
        let mut statement = self.db.prepare_cached(
            "SELECT step, field, before, after, subjects FROM promise JOIN undo_step ON undo_step.id = step \
             WHERE undone = 0 AND turning = 0 ORDER BY step LIMIT 1",
        )?;
        let promise = statement.query_row([], |row| {
            let field = Field::named(&row.get::<_, String>(1)?);
            let promise = |field| {
                Ok(Promise {
                    step: row.get(0)?,
                    field,
                    before: row.get(2)?,
                    after: row.get(3)?,
                    subjects: row.get(4)?,
                })
            };
            field.map(promise).transpose()
        });
        Ok(promise.optional()?.flatten())
    }

    /// False where it was left before its end.
    fn keep_promise(&mut self, promise: &Promise, go_on: &mut GoOn<'_>) -> Result<bool> {
        let Promise { step, field, before, after, .. } = promise;
        let (before, after) = (before.as_str().into(), after.as_str().into());
        let mut change = Change { subject: 0, before, after };
        let (subjects, mut open) = (promise.subjects().map(Some).chain([None]), true);
        self.write_while(Durability::Full, subjects, go_on, |tx, subject, tally| {
            // another program may have kept it, or begun to take it back
            if tally.begins() {
                open = is_open(tx, *step)?;
            }
            if !open {
                return Ok(());
            }
            let Some(subject) = subject else { return end(tx, *step) };
            // done before the end of another program, and perhaps changed again since
            if !is_noted(tx, *step, subject)? {
                change.subject = subject;
                make(tx, "", *field, &mut Some(*step), &change, tally)?;
            }
            Ok(())
        })
    }

    /// Promises to take back the last step of `session`, or (`again`) to do again what was taken back last, where it is one of
    /// very many changes, and says what it is about: [`Library::carry_out`] does it. One that is not wholly done yet can be
    /// taken back, too. `None`, and nothing is promised, where [`Library::undo`] or [`Library::redo`] does it as fast.
    pub fn promise_turn(&mut self, session: &str, again: bool) -> Result<Option<String>> {
        let Some((step, field)) = self.turning_step(session, again)? else { return Ok(None) };
        let (count, after) = self.extent(step, again)?;
        if count <= MANY {
            return Ok(None);
        }
        self.write(Durability::Full, |tx| {
            Ok(tx.execute("UPDATE undo_step SET turning = 1 WHERE id = ?1", [step])?)
        })?;
        Ok(Some(field.sentence(count, &after)))
    }

    /// How many things a step changes, or was promised to, and what they become.
    pub(super) fn extent(&self, step: i64, undone: bool) -> Result<(usize, String)> {
        let mut statement = self.db.prepare_cached(
            "SELECT length(subjects) / 8, after FROM promise WHERE step = ?1 UNION ALL \
             SELECT count(*), max(after) FROM undo_change WHERE step = ?1 AND undone = ?2 LIMIT 1",
        )?;
        let (count, after): (i64, Option<String>) =
            statement.query_row((step, undone), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((usize::try_from(count).unwrap_or_default(), after.unwrap_or_default()))
    }

    /// A step that is being taken back, or done again (true).
    fn turning(&self) -> Result<Option<(i64, Field, bool)>> {
        let mut statement =
            self.db.prepare_cached("SELECT id, field, undone FROM undo_step WHERE turning = 1 LIMIT 1")?;
        let turning = statement.query_row([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)));
        Ok(turning
            .optional()?
            .and_then(|(step, field, undone)| Field::named(&field).map(|field| (step, field, undone))))
    }
}

/// Whether a promise is still to be kept.
fn is_open(tx: &Transaction<'_>, step: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM promise JOIN undo_step ON undo_step.id = step WHERE step = ?1 AND undone = 0 AND turning = 0";
    Ok(tx.prepare_cached(sql)?.exists([step])?)
}

/// Whether the step has changed it already.
fn is_noted(tx: &Transaction<'_>, step: i64, subject: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM undo_change WHERE step = ?1 AND undone = 0 AND subject = ?2";
    Ok(tx.prepare_cached(sql)?.exists((step, subject))?)
}

/// A promise is kept. A step that changed nothing is no step.
fn end(tx: &Transaction<'_>, step: i64) -> Result<()> {
    tx.execute("DELETE FROM promise WHERE step = ?1", [step])?;
    undo::drop_empty(tx, step)
}
