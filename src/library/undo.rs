//! Steps, and taking them back: a step stores before and after, and a value is turned only where nobody else changed it.

use std::ops::ControlFlow;
use std::rc::Rc;

use rusqlite::{OptionalExtension, Row, Transaction};

use super::write::{Durability, GoOn, Tally};
use super::{ArticleId, Library, Result, mark, saved, source};

/// What an undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// In words: "3 articles marked read".
    pub what: String,
    /// The articles whose state is different now; none where the step changed something else.
    pub articles: Vec<ArticleId>,
    /// How many things were left alone because somebody else changed them since.
    pub skipped: usize,
}

/// What a step changes. Values are kept as text: `0`, `1`, or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Read,
    Starred,
    Tags,
    /// Whether a source is removed.
    Removed,
    /// A saved search; nothing where it is not there.
    Saved,
}

impl Field {
    const ALL: [(Self, &str); 5] = [
        (Self::Read, "read"),
        (Self::Starred, "starred"),
        (Self::Tags, "tags"),
        (Self::Removed, "removed"),
        (Self::Saved, "saved"),
    ];

    pub(super) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, word)| word)
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(field, _)| *field)
    }

    /// "3 articles marked read"
    pub(super) fn sentence(self, count: usize, after: &str) -> String {
        let things = match self {
            Self::Removed => "source",
            Self::Saved => "search",
            _ => "article",
        };
        let done = match (self, after) {
            (Self::Read, "1") => "marked read",
            (Self::Read, _) => "marked unread",
            (Self::Starred, "1") => "starred",
            (Self::Starred, _) => "unstarred",
            (Self::Tags, _) => "tagged",
            (Self::Saved, "") | (Self::Removed, _) => "removed",
            (Self::Saved, _) => "saved",
        };
        format!("{count} {things}{} {done}", if count == 1 { "" } else { "s" })
    }

    /// Whether it belongs to an article.
    fn of_article(self) -> bool {
        matches!(self, Self::Read | Self::Starred | Self::Tags)
    }
}

/// What a step does to one thing.
pub(super) struct Change {
    /// Number of the article, the source or the saved search.
    pub(super) subject: i64,
    /// Shared: a step may have a million of them.
    pub(super) before: Rc<str>,
    pub(super) after: Rc<str>,
}

impl Library {
    /// Makes the changes that can be made, and a step of them.
    pub(super) fn step(
        &mut self,
        session: &str,
        field: Field,
        changes: impl IntoIterator<Item = Change>,
    ) -> Result<usize> {
        let (mut step, mut count) = (None, 0);
        self.write_each(Durability::Full, changes, |tx, change, tally| {
            count += usize::from(make(tx, session, field, &mut step, &change, tally)?);
            Ok(())
        })?;
        Ok(count)
    }

    /// A step of one change that depends on what is there; false where there is none or it cannot be made.
    pub(super) fn single_step(
        &mut self,
        session: &str,
        field: Field,
        change: impl FnOnce(&Transaction<'_>) -> Result<Option<Change>>,
    ) -> Result<bool> {
        self.write(Durability::Full, |tx| {
            let Some(change) = change(tx)? else { return Ok(false) };
            make(tx, session, field, &mut None, &change, &mut Tally::default())
        })
    }

    /// Takes back the last step of `session`; `None` where there is nothing to take back.
    pub fn undo(&mut self, session: &str) -> Result<Option<Undone>> {
        self.walk_back(session, false)
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self, session: &str) -> Result<Option<Undone>> {
        self.walk_back(session, true)
    }

    /// Turns the newest done step into an undone one, or (`again`) the oldest undone one into a done one.
    fn walk_back(&mut self, session: &str, again: bool) -> Result<Option<Undone>> {
        let Some((step, field)) = self.turning_step(session, again)? else { return Ok(None) };
        self.turn(step, field, again, &mut || ControlFlow::Continue(()))
    }

    /// Turns a step; `None` where it was left before its end.
    pub(super) fn turn(
        &mut self,
        step: i64,
        field: Field,
        again: bool,
        go_on: &mut GoOn<'_>,
    ) -> Result<Option<Undone>> {
        let (count, after) = self.extent(step, again)?;
        let mut undone = Undone { what: field.sentence(count, &after), articles: Vec::new(), skipped: 0 };
        let changes = self.changes(step, again)?;
        let changes = changes.into_iter().map(Some).chain([None]);
        let mut theirs = false;
        let whole = self.write_while(Durability::Full, changes, go_on, |tx, change, tally| {
            // another program may do the same, and may have been faster
            if tally.begins() {
                theirs = !stands(tx, step, again)?;
            }
            if theirs {
                return Ok(());
            }
            // turned as a whole only at its end: a step cut short is still the next one, with what is left of it
            let Some(change) = change else { return turn_step(tx, step, again) };
            let (before, after) = (&*change.before, &*change.after);
            let turned = if again { (before, after) } else { (after, before) };
            if set(tx, field, change.subject, turned, tally)? {
                undone.articles.extend(field.of_article().then_some(ArticleId(change.subject)));
                turn(tx, step, change.subject, again)
            } else {
                // somebody else changed it since: it is theirs now
                undone.skipped += 1;
                forget(tx, step, change.subject, again)
            }
        })?;
        Ok((whole && !theirs).then_some(undone))
    }

    pub(super) fn turning_step(&self, session: &str, again: bool) -> Result<Option<(i64, Field)>> {
        let order = if again { "ASC" } else { "DESC" };
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT id, field FROM undo_step WHERE session = ?1 AND undone = ?2 ORDER BY id {order} LIMIT 1"
        ))?;
        let step = statement.query_row((session, again), |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
        Ok(step.optional()?.and_then(|(step, field)| Field::named(&field).map(|field| (step, field))))
    }

    fn changes(&self, step: i64, undone: bool) -> Result<Vec<Change>> {
        let mut statement = self.db.prepare_cached(
            "SELECT subject, before, after FROM undo_change WHERE step = ?1 AND undone = ?2",
        )?;
        let (mut rows, mut changes) = (statement.query((step, undone))?, Vec::<Change>::new());
        while let Some(row) = rows.next()? {
            let last = changes.last();
            let before = shared(text(row, 1)?, last.map(|last| &last.before));
            let after = shared(text(row, 2)?, last.map(|last| &last.after));
            changes.push(Change { subject: row.get(0)?, before, after });
        }
        Ok(changes)
    }

    /// Drops the steps from before `at` (seconds since 1970): their sessions are over. What was promised of them stays.
    pub(super) fn forget_old_steps(&mut self, at: i64) -> Result<()> {
        const OLD: &str = "FROM undo_step WHERE at < ?1 AND turning = 0 \
                           AND NOT (undone = 0 AND EXISTS (SELECT 1 FROM promise WHERE step = undo_step.id))";
        let any = format!("SELECT EXISTS (SELECT 1 {OLD})");
        let old: bool = self.db.query_row(&any, [at], |row| row.get(0))?;
        if !old {
            return Ok(());
        }
        self.write(Durability::Normal, |tx| {
            tx.execute(&format!("DELETE {OLD}"), [at])?;
            Ok(())
        })
    }
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str> {
    Ok(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?)
}

/// A value, which is often the same as the one before.
fn shared(value: &str, last: Option<&Rc<str>>) -> Rc<str> {
    last.filter(|last| ***last == *value).map_or_else(|| value.into(), Rc::clone)
}

/// Changes a value from the first to the second. False, and nothing is done, where it is not the first or what has it
/// is no longer there.
fn set(
    tx: &Transaction<'_>,
    field: Field,
    subject: i64,
    values: (&str, &str),
    tally: &mut Tally,
) -> Result<bool> {
    let id = ArticleId(subject);
    match field {
        Field::Read => mark::set_state(tx, id, |state| &mut state.read, values, tally),
        Field::Starred => mark::set_state(tx, id, |state| &mut state.starred, values, tally),
        Field::Tags => mark::set_tags(tx, id, values, tally),
        Field::Removed => source::set_removed(tx, subject, values),
        Field::Saved => saved::set(tx, subject, values),
    }
}

/// Makes a change and notes it in the step, which begins with the first one that can be made.
pub(super) fn make(
    tx: &Transaction<'_>,
    session: &str,
    field: Field,
    step: &mut Option<i64>,
    change: &Change,
    tally: &mut Tally,
) -> Result<bool> {
    let Change { subject, before, after } = change;
    if !set(tx, field, *subject, (before, after), tally)? {
        return Ok(false);
    }
    let step = match step {
        Some(step) => *step,
        None => *step.insert(begin(tx, session, field)?),
    };
    tx.prepare_cached("INSERT INTO undo_change (step, subject, before, after) VALUES (?1, ?2, ?3, ?4)")?
        .execute((step, subject, before, after))?;
    Ok(true)
}

/// A new step; what was undone before it can no longer be done again.
pub(super) fn begin(tx: &Transaction<'_>, session: &str, field: Field) -> Result<i64> {
    tx.execute("DELETE FROM undo_step WHERE session = ?1 AND undone = 1", [session])?;
    tx.execute(
        "INSERT INTO undo_step (session, at, field) VALUES (?1, ?2, ?3)",
        (session, super::now(), field.word()),
    )?;
    Ok(tx.last_insert_rowid())
}

/// A step of which nothing is left is no step.
fn turn_step(tx: &Transaction<'_>, step: i64, done: bool) -> Result<()> {
    tx.execute("UPDATE undo_step SET undone = ?2, turning = 0 WHERE id = ?1", (step, !done))?;
    drop_empty(tx, step)
}

/// Drops a step of which nothing is left.
pub(super) fn drop_empty(tx: &Transaction<'_>, step: i64) -> Result<()> {
    let empty = "DELETE FROM undo_step WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM undo_change WHERE step = ?1) \
         AND NOT EXISTS (SELECT 1 FROM promise WHERE step = ?1)";
    tx.execute(empty, [step])?;
    Ok(())
}

/// Whether a step is still done, or still undone.
pub(super) fn stands(tx: &Transaction<'_>, step: i64, undone: bool) -> Result<bool> {
    let sql = "SELECT 1 FROM undo_step WHERE id = ?1 AND undone = ?2";
    Ok(tx.prepare_cached(sql)?.exists((step, undone))?)
}

fn turn(tx: &Transaction<'_>, step: i64, subject: i64, done: bool) -> Result<()> {
    // the place in the key has to be named whole: a step may be as large as the library
    tx.prepare_cached(
        "UPDATE OR ROLLBACK undo_change SET undone = NOT ?2 WHERE step = ?1 AND undone = ?2 AND subject = ?3",
    )?
    .execute((step, done, subject))?;
    Ok(())
}

fn forget(tx: &Transaction<'_>, step: i64, subject: i64, undone: bool) -> Result<()> {
    tx.prepare_cached("DELETE FROM undo_change WHERE step = ?1 AND undone = ?2 AND subject = ?3")?
        .execute((step, undone, subject))?;
    Ok(())
}
