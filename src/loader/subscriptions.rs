//! Lists of feeds from other readers: OPML, newsboat's `urls` and newsraft's `feeds`. Every line of them becomes an entry, also what cannot be
//! taken over, so that nothing is lost without a word.

use super::decode;
use crate::sanitize;

mod feeds;
mod filter;
mod opml;
mod urls;

pub use opml::write;

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number, the first one is 1.
    pub line: usize,
    /// What it names.
    pub what: Entry,
}

/// What a line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A feed, or a page without one.
    Source(Subscription),
    /// Articles of all sources, by a query in our words.
    Search {
        /// What it is called.
        name: String,
        /// What it looks for.
        query: String,
    },
    /// What is not taken over: how it reads, and why not.
    Refused(String, &'static str),
}

/// A feed or a page of the network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subscription {
    /// Where it is.
    pub address: String,
    /// What it is called; may be empty.
    pub title: String,
    /// The folders it stands in, nested ones with "/" between them.
    pub folders: Vec<String>,
    /// A page that lists articles, not a feed.
    pub is_page: bool,
}

/// The lines of a list; `None` where it is none of these kinds.
pub fn subscriptions(bytes: &[u8]) -> Option<Vec<Listed>> {
    let text = decode::declared(bytes, None).text;
    let listed = if opml::is_opml(&text) {
        opml::read(&text)
    } else if feeds::is_feeds(&text) {
        feeds::read(&text)
    } else {
        urls::read(&text)
    };
    let is_list = listed.iter().any(|listed| !matches!(listed.what, Entry::Refused(..)));
    (is_list || opml::is_opml(&text)).then_some(listed)
}

impl Subscription {
    /// Puts it into a folder too, where it does not stand there yet.
    fn put_in(&mut self, folder: String) {
        if !folder.is_empty() && !self.folders.contains(&folder) {
            self.folders.push(folder);
        }
    }
}

/// A name that may stand between the "/" of a path of folders.
fn folder(name: &str) -> String {
    sanitize::line(name).replace('/', "\u{2215}")
}
