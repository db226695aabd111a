//! What another reader follows → our sources and searches, each line with what became of it.

use jiff::Zoned;

use crate::fetch;
use crate::library::{
    Library, NewSource, Order, Origin, Query, Result, SavedSearch, Source, SourceKind, StateFilter,
};
use crate::loader::{Entry, Listed, Subscription};
use crate::sanitize;

mod cached;

pub use cached::import_cache;

/// A list may come from anybody: it does not open the user's own network.
const TO_BE_TYPED: &str = ", but lies in a private network: it is asked after a `courant add` of its address";

/// What is kept holds no password.
const LOGIN: &str =
    ", without its name and password: let a command print them (`[credentials]` in the config)";

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its number, the first one is 1; of a cache, the number of the feed.
    pub line: usize,
    /// What it names.
    pub what: String,
    /// What was done with it, in words.
    pub done: String,
    /// It was taken over, or was here before.
    pub is_here: bool,
}

/// Takes over lines of a list; nothing is fetched. What is a source already keeps its title and
/// its folders, and of two searches of one name the first one stays.
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
    let address = fetch::canonical(&source.address);
    let what = sanitize::line(address.as_ref().unwrap_or(&source.address));
    Ok(match add(library, source)? {
        Ok((_, said)) => taken(line, what, said, true),
        Err(why) => taken(line, what, why, false),
    })
}

/// The source of this address, which is added where there is none, and what was done, in words; or why not.
fn add(
    library: &mut Library,
    wanted: &Subscription,
) -> Result<std::result::Result<(Source, String), &'static str>> {
    let Some(address) = fetch::canonical(&wanted.address) else {
        return Ok(Err("not taken over: only http:// and https:// are asked"));
    };
    let (held, said) = match library.source_by_address(&address)? {
        Some(held) => {
            let said = file_under(library, &held, &wanted.folders)?;
            (held, said)
        }
        None => add_new(library, address, wanted)?,
    };
    let is_asked = library.poll(held.id)?.typed || !fetch::is_private(&held.address);
    let login = if fetch::holds_login(&wanted.address) { LOGIN } else { "" };
    Ok(Ok((held, said + login + if is_asked { "" } else { TO_BE_TYPED })))
}

fn add_new(library: &mut Library, address: String, wanted: &Subscription) -> Result<(Source, String)> {
    let kind = if wanted.is_page { SourceKind::Page } else { SourceKind::Feed };
    let title = if wanted.title.is_empty() { sanitize::line(&address) } else { wanted.title.clone() };
    let held = library.add_source(&NewSource { kind, address, title, origin: Origin::User })?;
    library.set_folders(held.id, &wanted.folders)?;
    let place =
        if wanted.folders.is_empty() { String::new() } else { format!(" in {}", wanted.folders.join(", ")) };
    let said = format!("added as {}{place}", held.title);
    Ok((held, said))
}

/// Puts a source that is here into further folders; says which are new.
fn file_under(library: &mut Library, held: &Source, folders: &[String]) -> Result<String> {
    let new: Vec<String> = folders.iter().filter(|folder| !held.folders.contains(folder)).cloned().collect();
    if new.is_empty() {
        return Ok(format!("is here already: {}", held.title));
    }
    library.set_folders(held.id, &[held.folders.as_slice(), &new].concat())?;
    Ok(format!("is here already: {}; now also in {}", held.title, new.join(", ")))
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
