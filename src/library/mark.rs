//! The user's marks and tags. Each change is a step that can be taken back.

use std::collections::BTreeSet;
use std::io;
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::Serialize;

use super::undo::{Change, Field};
use super::write::{State, Tally};
use super::{ArticleId, Library, Result, labels};

/// A change of state that the user asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Read (true) or unread.
    Read(bool),
    /// Starred (true) or not.
    Starred(bool),
}

impl Mark {
    pub(super) fn field(self) -> Field {
        match self {
            Self::Read(_) => Field::Read,
            Self::Starred(_) => Field::Starred,
        }
    }

    /// Before and after.
    pub(super) fn values(self) -> (String, String) {
        let (Self::Read(on) | Self::Starred(on)) = self;
        (u8::from(!on).to_string(), u8::from(on).to_string())
    }
}

impl Library {
    /// Changes the state of articles; one undo step of `session`. Returns how many are different now. Durable on return.
    pub fn mark(&mut self, session: &str, ids: &[ArticleId], mark: Mark) -> Result<usize> {
        let (before, after) = mark.values();
        let (before, after): (Rc<str>, Rc<str>) = (before.into(), after.into());
        let changes = ids.iter().map(|id| Change {
            subject: id.0,
            before: Rc::clone(&before),
            after: Rc::clone(&after),
        });
        self.step(session, mark.field(), changes)
    }

    /// Gives an article just these tags; an undo step of `session`. False where it has them already or is not held.
    pub fn set_tags(&mut self, session: &str, id: ArticleId, tags: &[String]) -> Result<bool> {
        let tags: BTreeSet<&String> = tags.iter().collect();
        let before = json(&labels::tags(&self.db, id)?)?;
        let after = json(&tags)?;
        let change =
            (before != after).then_some(Change { subject: id.0, before: before.into(), after: after.into() });
        Ok(self.step(session, Field::Tags, change)? > 0)
    }
}

fn json(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(io::Error::from)?)
}

/// Changes a mark of an article from `from` to `to`. False, and nothing is done, where it is not `from` or there is no
/// article.
pub(super) fn set_state(
    tx: &Transaction<'_>,
    id: ArticleId,
    mark: fn(&mut State) -> &mut bool,
    (from, to): (&str, &str),
    tally: &mut Tally,
) -> Result<bool> {
    let Some((source, was)) = state(tx, id)? else { return Ok(false) };
    let mut is = was;
    let on = mark(&mut is);
    if u8::from(*on).to_string() != from {
        return Ok(false);
    }
    *on = to == "1";
    // ROLLBACK, for a failure that cannot be: else SQLite would keep a copy of each page it touches, to take back this
    // statement alone, which takes as long as the rest
    tx.prepare_cached("UPDATE OR ROLLBACK article SET read = ?2, starred = ?3 WHERE id = ?1")?
        .execute((id.0, is.read, is.starred))?;
    tally.minus(source, was);
    tally.plus(source, is);
    Ok(true)
}

/// The same for tags. They can be searched for: the index has to follow.
pub(super) fn set_tags(
    tx: &Transaction<'_>,
    id: ArticleId,
    (from, to): (&str, &str),
    tally: &mut Tally,
) -> Result<bool> {
    if state(tx, id)?.is_none() || json(&labels::tags(tx, id)?)? != from {
        return Ok(false);
    }
    let tags: Vec<String> = serde_json::from_str(to).map_err(io::Error::from)?;
    labels::set_tags(tx, id, &tags, tally)?;
    super::changed(tx, id, "put")?;
    Ok(true)
}

fn state(db: &Connection, id: ArticleId) -> Result<Option<(i64, State)>> {
    let mut statement = db.prepare_cached("SELECT source, read, starred FROM article WHERE id = ?1")?;
    let state = statement
        .query_row([id.0], |row| Ok((row.get(0)?, State { read: row.get(1)?, starred: row.get(2)? })));
    Ok(state.optional()?)
}
