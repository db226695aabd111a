//! Searches kept under a name. Saving and removing one are steps that can be taken back.

use std::io;

use jiff::Zoned;
use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};

use super::undo::{Change, Field};
use super::{Library, Order, Query, QueryError, Result, SourceId, StateFilter, View};

/// A search under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// What the user calls it.
    pub name: String,
    /// Its words, as [`Query`] prints them.
    pub query: String,
    /// Which articles by state.
    #[serde(default)]
    pub state: StateFilter,
    /// Of one source only.
    #[serde(default)]
    pub source: Option<SourceId>,
    /// Order.
    #[serde(default)]
    pub order: Order,
}

/// What saving a search did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// The name is new.
    New,
    /// The name stood for another search.
    Replaced,
    /// The name stood for it already.
    Same,
}

impl SavedSearch {
    /// What it finds; `now` is the moment that ages count from.
    ///
    /// # Errors
    /// Where its words are no query, which those that were saved are.
    pub fn view(&self, now: &Zoned) -> std::result::Result<View, QueryError> {
        let query = Some(Query::parse(&self.query, false, now)?);
        Ok(View { state: self.state, source: self.source, query, order: self.order, ..View::default() })
    }
}

impl Library {
    /// All saved searches, by name.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>> {
        let mut statement =
            self.db.prepare_cached("SELECT search FROM saved_search ORDER BY name COLLATE NOCASE, name")?;
        let found = statement.query_map([], |row| row.get::<_, String>(0))?;
        found.map(|json| read(&json?)).collect()
    }

    /// Keeps a search under its name, in the place of another of that name; an undo step of `session`.
    pub fn save_search(&mut self, session: &str, search: &SavedSearch) -> Result<Saved> {
        let after = written(search)?;
        let mut saved = Saved::New;
        self.single_step(session, Field::Saved, |tx| {
            let (subject, before) = match by_name(tx, &search.name)? {
                Some(held) => {
                    saved = if held.1 == after { Saved::Same } else { Saved::Replaced };
                    held
                }
                None => (free(tx)?, String::new()),
            };
            Ok((before != after).then_some(Change { subject, before: before.into(), after: after.into() }))
        })?;
        Ok(saved)
    }

    /// Removes a saved search; an undo step of `session`. False where there is none of this name.
    pub fn remove_search(&mut self, session: &str, name: &str) -> Result<bool> {
        self.single_step(session, Field::Saved, |tx| {
            let held = by_name(tx, name)?;
            Ok(held.map(|(subject, before)| Change { subject, before: before.into(), after: "".into() }))
        })
    }
}

/// Changes a saved search from `from` to `to`, nothing standing for none. False, and nothing is done, where it is not
/// `from` or the name has been taken.
pub(super) fn set(tx: &Transaction<'_>, id: i64, (from, to): (&str, &str)) -> Result<bool> {
    let mut statement = tx.prepare_cached("SELECT search FROM saved_search WHERE id = ?1")?;
    let is = statement.query_row([id], |row| row.get::<_, String>(0)).optional()?.unwrap_or_default();
    if is != from {
        return Ok(false);
    }
    if to.is_empty() {
        tx.prepare_cached("DELETE FROM saved_search WHERE id = ?1")?.execute([id])?;
        return Ok(true);
    }
    let name = read(to)?.name;
    if by_name(tx, &name)?.is_some_and(|(taken, _)| taken != id) {
        return Ok(false);
    }
    tx.prepare_cached("INSERT OR REPLACE INTO saved_search (id, name, search) VALUES (?1, ?2, ?3)")?
        .execute((id, name, to))?;
    Ok(true)
}

fn by_name(db: &Connection, name: &str) -> Result<Option<(i64, String)>> {
    let mut statement = db.prepare_cached("SELECT id, search FROM saved_search WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// A number that was never given: steps know searches by theirs, also removed ones.
fn free(db: &Connection) -> Result<i64> {
    let sql = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'saved_search'";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

fn written(search: &SavedSearch) -> Result<String> {
    Ok(serde_json::to_string(search).map_err(io::Error::from)?)
}

fn read(json: &str) -> Result<SavedSearch> {
    Ok(serde_json::from_str(json).map_err(io::Error::from)?)
}

#[cfg(test)]
mod tests {
    use super::super::tests::Fixture;
    use super::*;

    fn search(name: &str, query: &str) -> SavedSearch {
        let (state, order) = (StateFilter::Unread, Order::Oldest);
        SavedSearch { name: name.into(), query: query.into(), state, source: Some(SourceId(1)), order }
    }

    #[test]
    fn a_search_is_kept_replaced_and_removed_and_all_of_it_is_taken_back() {
        let mut library = Fixture::new().library;
        let (ships, storms) = (search("ships", "ship*"), search("Storms", "storm OR \"high wind\""));
        assert_eq!(library.save_search("s", &ships).unwrap(), Saved::New);
        assert_eq!(library.save_search("s", &storms).unwrap(), Saved::New);
        assert_eq!(library.saved_searches().unwrap(), [ships.clone(), storms.clone()]);
        let other = search("ships", "boat*");
        assert_eq!(library.save_search("s", &other).unwrap(), Saved::Replaced);
        assert!(library.remove_search("s", "Storms").unwrap());
        assert!(!library.remove_search("s", "Storms").unwrap());
        assert_eq!(library.saved_searches().unwrap(), std::slice::from_ref(&other));

        let undone = library.undo("s").unwrap().unwrap();
        assert_eq!((undone.what.as_str(), undone.articles.len()), ("1 search removed", 0));
        assert_eq!(library.saved_searches().unwrap(), [other, storms.clone()]);
        assert_eq!(library.undo("s").unwrap().unwrap().what, "1 search saved");
        assert_eq!(library.saved_searches().unwrap(), [ships, storms]);
        library.undo("s").unwrap();
        library.undo("s").unwrap();
        assert!(library.saved_searches().unwrap().is_empty());
        assert_eq!(library.redo("s").unwrap().unwrap().what, "1 search saved");
        assert_eq!(library.saved_searches().unwrap().len(), 1);
    }

    #[test]
    fn saving_the_same_again_is_no_step() {
        let mut library = Fixture::new().library;
        library.save_search("s", &search("a", "x")).unwrap();
        assert_eq!(library.save_search("s", &search("a", "x")).unwrap(), Saved::Same);
        library.undo("s").unwrap();
        assert!(library.saved_searches().unwrap().is_empty());
    }

    #[test]
    fn a_name_that_was_taken_meanwhile_stays_with_who_took_it() {
        let mut fixture = Fixture::new();
        fixture.library.save_search("s", &search("a", "x")).unwrap();
        fixture.library.remove_search("s", "a").unwrap();
        let mut other = fixture.other();
        other.save_search("t", &search("a", "y")).unwrap();
        assert_eq!(fixture.library.undo("s").unwrap().unwrap().skipped, 1);
        assert_eq!(fixture.library.saved_searches().unwrap(), [search("a", "y")]);
    }
}
