//! Sources in their folders, as rows one after the other.

use std::collections::BTreeMap;

use super::Entry;
use crate::library::{Source, SourceId};

/// A folder of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its name and those of the folders that it lies in, the outermost first, with "/" between them.
    pub path: String,
    /// Unread articles of all sources in it, also within its folders.
    pub unread: u64,
    /// Addresses of these sources as far as they are asked.
    pub addresses: Vec<String>,
}

impl Folder {
    /// What it is called, without the folders that it lies in.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The query that finds the articles of its sources.
    pub(super) fn query(&self) -> String {
        format!("folder:\"{}\"", self.path.replace('"', " "))
    }
}

/// The folders that a path leads through, the outermost first, itself at last.
pub(super) fn ways(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain((!path.is_empty()).then_some(path.len()));
    ends.map(|end| &path[..end])
}

/// Folders by name, each with what it holds, then the sources that stand in none. One that stands in several comes in each.
pub(super) fn filed(sources: Vec<Source>) -> Vec<Entry> {
    let mut root = Branch::default();
    for source in sources {
        match source.folders.as_slice() {
            [] => root.sources.push(source),
            folders => folders.iter().for_each(|folder| root.at(folder).hold(&source)),
        }
    }
    let mut entries = Vec::new();
    root.list("", &mut entries);
    entries
}

/// What lies in a folder.
#[derive(Default)]
struct Branch {
    name: String,
    /// By name in lower case: as queries see it, two that differ in case alone are one.
    folders: BTreeMap<String, Branch>,
    sources: Vec<Source>,
}

impl Branch {
    /// The branch that a path leads to.
    fn at(&mut self, path: &str) -> &mut Self {
        path.split('/').fold(self, |branch, name| {
            let next = || Self { name: name.to_owned(), ..Self::default() };
            branch.folders.entry(name.to_lowercase()).or_insert_with(next)
        })
    }

    /// Takes a source in, once: folders that differ in case alone are one.
    fn hold(&mut self, source: &Source) {
        if self.sources.iter().all(|held| held.id != source.id) {
            self.sources.push(source.clone());
        }
    }

    /// Each source in it once.
    fn all(&self) -> BTreeMap<SourceId, &Source> {
        let own = self.sources.iter().map(|source| (source.id, source));
        self.folders.values().flat_map(Self::all).chain(own).collect()
    }

    fn folder(&self, path: String) -> Folder {
        let all = self.all();
        let asked = all.values().filter(|source| !source.removed);
        Folder {
            path,
            unread: all.values().map(|source| source.counts.unread).sum(),
            addresses: asked.map(|source| source.address.clone()).collect(),
        }
    }

    fn list(self, path: &str, entries: &mut Vec<Entry>) {
        for branch in self.folders.into_values() {
            let within = if path.is_empty() { String::new() } else { format!("{path}/") };
            let path = within + &branch.name;
            entries.push(Entry::Folder(branch.folder(path.clone())));
            branch.list(&path, entries);
        }
        let within = |source| Entry::Source { source, folder: path.to_owned() };
        entries.extend(self.sources.into_iter().map(within));
    }
}
