//! What stands in the rail: entries under headings, and the lines that they make.

use super::folders::{Folder, ways};
use crate::library::{LabelKind, SavedSearch, Source, StateFilter};

/// Rows of a group that is not opened.
const SOURCES: usize = 20;
const NAMES: usize = 8;

/// What the library has to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// Saved searches, by name.
    pub saved: Vec<SavedSearch>,
    /// Sources, by title; removed ones as long as articles of theirs are left.
    pub sources: Vec<Source>,
    /// Names of each of [`super::KINDS`], the most frequent first.
    pub names: Vec<(LabelKind, Vec<String>)>,
}

/// What stands over rows of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// Saved searches.
    Saved,
    /// Sources.
    Sources,
    /// Names that the pages give.
    Names(LabelKind),
}

impl Heading {
    /// What the screen calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Saved => "Saved searches",
            Self::Sources => "Sources",
            Self::Names(LabelKind::Category) => "Categories",
            Self::Names(LabelKind::Section) => "Sections",
            Self::Names(LabelKind::Author) => "Authors",
            Self::Names(LabelKind::Site) => "Sites",
        }
    }

    /// Rows that are shown before the group is opened.
    pub(super) const fn shown(self) -> usize {
        match self {
            Self::Saved => usize::MAX,
            Self::Sources => SOURCES,
            Self::Names(_) => NAMES,
        }
    }
}

/// Something that the list can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Everything, or everything in a state.
    State(StateFilter),
    /// What a saved search finds.
    Saved(SavedSearch),
    /// What came from the sources in a folder.
    Folder(Folder),
    /// What came from a source.
    Source {
        /// The source.
        source: Source,
        /// The folder that it stands in here; nothing where it stands in none.
        folder: String,
    },
    /// What has a name.
    Name(LabelKind, String),
}

impl Entry {
    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::State(StateFilter::Unread) => "Unread",
            Self::State(StateFilter::Starred) => "Starred",
            Self::State(_) => "All articles",
            Self::Saved(search) => &search.name,
            Self::Folder(folder) => folder.name(),
            Self::Source { source, .. } => &source.title,
            Self::Name(_, name) => name,
        }
    }

    /// What it stands under.
    pub const fn heading(&self) -> Option<Heading> {
        match self {
            Self::State(_) => None,
            Self::Saved(_) => Some(Heading::Saved),
            Self::Folder(_) | Self::Source { .. } => Some(Heading::Sources),
            Self::Name(kind, _) => Some(Heading::Names(*kind)),
        }
    }

    /// The folders that it lies in, the outermost first.
    pub fn within(&self) -> impl Iterator<Item = &str> {
        let (path, is_folder) = match self {
            Self::Folder(folder) => (folder.path.as_str(), true),
            Self::Source { folder, .. } => (folder.as_str(), false),
            _ => ("", false),
        };
        ways(path).filter(move |way| !is_folder || *way != path)
    }

    /// Whether both mean the same thing, whatever else has changed in it.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Folder(one), Self::Folder(other)) => one.path == other.path,
            (Self::Source { source, folder }, Self::Source { source: other, folder: there }) => {
                source.id == other.id && folder == there
            }
            (Self::Folder(_), Self::Source { .. }) | (Self::Source { .. }, Self::Folder(_)) => false,
            _ => self.heading() == other.heading() && self.name() == other.name(),
        }
    }

    /// Whether every word stands in what it is called, in a folder that it lies in, or in the heading.
    pub(super) fn fits(&self, words: &[&str]) -> bool {
        let name = self.name().to_lowercase();
        let heading = self.heading().map(|heading| heading.title().to_lowercase()).unwrap_or_default();
        let within = self.within().last().unwrap_or_default().to_lowercase();
        words.iter().all(|word| [&name, &heading, &within].into_iter().any(|text| text.contains(word)))
    }
}

/// A row that the cursor can stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RailRow<'a> {
    /// Something to show.
    Entry(&'a Entry),
    /// Opens the group: so many more.
    More(Heading, usize),
    /// Closes it again.
    Fewer(Heading),
}

impl RailRow<'_> {
    pub(super) const fn heading(&self) -> Option<Heading> {
        match self {
            Self::Entry(entry) => entry.heading(),
            Self::More(heading, _) | Self::Fewer(heading) => Some(*heading),
        }
    }
}

/// A line of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RailLine<'a> {
    /// Between two groups.
    Blank,
    /// Over a group.
    Heading(Heading),
    /// The row with this number.
    Row(usize, RailRow<'a>),
}
