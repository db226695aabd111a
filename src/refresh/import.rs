//! What another reader follows → our sources and searches, each line with what became of it.

use jiff::Zoned;

use crate::library::{
    Library, NewSource, Order, Origin, Query, Result, SavedSearch, SourceKind, StateFilter,
};
use crate::loader::{Entry, Listed, Subscription};
use crate::sanitize;

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its number, the first one is 1.
    pub line: usize,
    /// What it names.
    pub what: String,
    /// What was done with it, in words.
    pub done: String,
    /// It was taken over, or was here before.
    pub is_here: bool,
}

/// Takes over lines of a list; nothing is fetched. What is a source already stays as it is, and of two searches of one
/// name the first one stays.
///
/// # Errors
/// Where the library could not be written; what was taken over before stays.
pub fn import(library: &mut Library, listed: Vec<Listed>, session: &str) -> Result<Vec<Taken>> {
    let take = |Listed { line, what }: Listed| match what {
        Entry::Source(source) => subscription(library, line, &source),
        Entry::Search { name, query } => search(library, line, name, query, session),
        Entry::Refused(what, why) => Ok(taken(line, what, why, false)),
    };
    listed.into_iter().map(take).collect()
}

fn taken(line: usize, what: String, done: impl Into<String>, is_here: bool) -> Taken {
    Taken { line, what, done: done.into(), is_here }
}

fn subscription(library: &mut Library, line: usize, source: &Subscription) -> Result<Taken> {
    let shown = sanitize::line(&source.address);
    // as a browser writes it, so that one address is one source
    let Ok(address) = url::Url::parse(&source.address) else {
        return Ok(taken(line, shown, "not taken over: it is no address", false));
    };
    if !matches!(address.scheme(), "http" | "https") {
        return Ok(taken(line, shown, "not taken over: only http:// and https:// are asked", false));
    }
    let address = String::from(address);
    if let Some(held) = library.source_by_address(&address)? {
        return Ok(taken(line, shown, format!("is here already: {}", held.title), true));
    }
    let kind = if source.is_page { SourceKind::Page } else { SourceKind::Feed };
    let title = if source.title.is_empty() { shown.clone() } else { source.title.clone() };
    let held = library.add_source(&NewSource { kind, address, title, origin: Origin::User })?;
    library.set_folder(held.id, &source.folder)?;
    let place = if source.folder.is_empty() { String::new() } else { format!(" in {}", source.folder) };
    Ok(taken(line, shown, format!("added as {}{place}", held.title), true))
}

fn search(library: &mut Library, line: usize, name: String, query: String, session: &str) -> Result<Taken> {
    if let Err(error) = Query::parse(&query, false, &Zoned::now()) {
        return Ok(taken(line, name, format!("not taken over: {error}"), false));
    }
    if library.saved_searches()?.iter().any(|held| held.name == name) {
        return Ok(taken(line, name, "a search of this name is here already", true));
    }
    let said = format!("saved as the search {query}");
    let search = SavedSearch {
        name: name.clone(),
        query,
        state: StateFilter::All,
        source: None,
        order: Order::default(),
    };
    library.save_search(session, &search)?;
    Ok(taken(line, name, said, true))
}
