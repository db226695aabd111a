//! The rail: what the list can show, under headings. Its rows come from what the library keeps; none of them is counted.

use std::collections::{HashMap, HashSet};

use super::geometry::Pane;
use super::prompt::Line;
use crate::library::{Count, LabelKind, SavedSearch, SourceId, StateFilter};

mod acts;
mod folders;
mod rows;
#[cfg(test)]
mod tests;

pub use folders::Folder;
pub use rows::{Entry, Heading, Listed, RailLine, RailRow};

/// Names of one kind that are listed at most, the most frequent ones.
pub const LABELS: usize = 200;
/// Kinds of names, in the order of the rail.
pub const KINDS: [LabelKind; 4] =
    [LabelKind::Category, LabelKind::Section, LabelKind::Author, LabelKind::Site];
/// Rows above and below the cursor that stay in sight.
const MARGIN: usize = 2;

/// The state of the rail; it lasts while the program runs.
#[derive(Debug)]
pub struct Rail {
    /// Whether it is on the screen where there is room for it, whoever has the keyboard.
    open: bool,
    /// Nothing before the library has answered for the first time.
    entries: Vec<Entry>,
    opened: Vec<Heading>,
    /// Paths of the folders whose sources are shown.
    unfolded: HashSet<String>,
    cursor: usize,
    top: usize,
    filter: Line,
    /// Where the cursor was before something was typed.
    unfiltered: usize,
    /// What saved searches find, by name, as far as it is counted.
    counts: HashMap<String, Count>,
    /// Saved searches whose counts are older than the rows.
    stale: Vec<String>,
    /// Number of the rows; counts for others are old.
    generation: u64,
    /// Counts are on their way.
    awaited: bool,
    /// What had the keyboard before the rail was opened.
    before: Pane,
}

impl Default for Rail {
    fn default() -> Self {
        Self {
            open: false,
            entries: Vec::new(),
            opened: Vec::new(),
            unfolded: HashSet::new(),
            cursor: 0,
            top: 0,
            filter: Line::default(),
            unfiltered: 0,
            counts: HashMap::new(),
            stale: Vec::new(),
            generation: 0,
            awaited: false,
            before: Pane::List,
        }
    }
}

impl Rail {
    /// Whether it stays on the screen where there is room beside the list.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Index of the selected row.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Index of the first line on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// What is typed to narrow the rows.
    pub fn filter(&self) -> &Line {
        &self.filter
    }

    /// Whether the library has answered.
    pub fn is_loaded(&self) -> bool {
        !self.entries.is_empty()
    }

    /// How many articles a saved search finds, once they are counted.
    pub fn count(&self, name: &str) -> Option<Count> {
        self.counts.get(name).copied()
    }

    /// The rows that the cursor can stand on.
    pub fn rows(&self) -> Vec<RailRow<'_>> {
        let typed = self.filter.text().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        if !words.is_empty() {
            let (mut met, fitting) = (HashSet::new(), self.entries.iter().filter(|entry| entry.fits(&words)));
            return fitting.filter(|entry| is_new(entry, &mut met)).map(RailRow::Entry).collect();
        }
        let shown: Vec<&Entry> = self.entries.iter().filter(|entry| self.is_shown(entry)).collect();
        let groups = shown.chunk_by(|one, other| one.heading() == other.heading());
        groups.flat_map(|group| self.group(group)).collect()
    }

    /// Whether no folder that it lies in is folded.
    fn is_shown(&self, entry: &Entry) -> bool {
        entry.within().all(|folder| self.unfolded.contains(folder))
    }

    /// Whether the sources of a folder are shown.
    pub fn is_unfolded(&self, folder: &Folder) -> bool {
        self.unfolded.contains(&folder.path)
    }

    /// What is typed to find a row: all rows stand beside each other then.
    pub fn is_narrowed(&self) -> bool {
        !self.filter.text().trim().is_empty()
    }

    /// The rows of a group: all of them, or the first ones and how many more there are.
    fn group<'a>(&self, entries: &[&'a Entry]) -> Vec<RailRow<'a>> {
        let rows = |entries: &[&'a Entry]| entries.iter().copied().map(RailRow::Entry).collect::<Vec<_>>();
        match entries.first().and_then(|entry| entry.heading()) {
            // a row that says that there is one more takes the place of that one
            Some(heading) if entries.len() - 1 > heading.shown() => {
                if self.opened.contains(&heading) {
                    [rows(entries), vec![RailRow::Fewer(heading)]].concat()
                } else {
                    let (first, more) = entries.split_at(heading.shown());
                    [rows(first), vec![RailRow::More(heading, more.len())]].concat()
                }
            }
            _ => rows(entries),
        }
    }

    /// The rows under their headings.
    pub fn lines(&self) -> Vec<RailLine<'_>> {
        let (mut lines, mut before) = (Vec::new(), None);
        for (at, row) in self.rows().into_iter().enumerate() {
            let heading = row.heading();
            if heading != before || at == 0 {
                lines.extend((at > 0).then_some(RailLine::Blank));
                lines.extend(heading.map(RailLine::Heading));
            }
            before = heading;
            lines.push(RailLine::Row(at, row));
        }
        lines
    }

    /// What the cursor stands on.
    pub fn selected(&self) -> Option<RailRow<'_>> {
        self.rows().get(self.cursor).copied()
    }

    pub(super) fn move_by(&mut self, rows: isize) {
        let last = self.rows().len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(rows).min(last);
    }

    /// To the first row under the next heading, or to that under the one before; false where there is none.
    fn go_to_heading(&mut self, forward: bool) -> bool {
        let rows = self.rows();
        let begins = |at: &usize| *at == 0 || rows[*at].heading() != rows[at - 1].heading();
        let found = if forward {
            (self.cursor + 1..rows.len()).find(begins)
        } else {
            (0..self.cursor.min(rows.len())).rev().find(begins)
        };
        self.cursor = found.unwrap_or(self.cursor);
        found.is_some()
    }

    /// Puts the cursor on an entry, and opens the folders and the group where it is hidden; the row at hand stays where it
    /// is gone.
    fn select(&mut self, wanted: &Entry) {
        let is_wanted = |row: &RailRow<'_>| matches!(row, RailRow::Entry(entry) if entry.is_same(wanted));
        if !self.entries.iter().any(|entry| entry.is_same(wanted)) {
            return self.move_by(0);
        }
        self.unfolded.extend(wanted.within().map(str::to_owned));
        if !self.rows().iter().any(is_wanted) {
            self.opened.extend(wanted.heading());
        }
        self.cursor = self.rows().iter().position(is_wanted).unwrap_or(self.cursor);
    }

    /// Opens a group whose rest is hidden, or hides it again.
    fn toggle(&mut self, heading: Heading) {
        if let Some(at) = self.opened.iter().position(|opened| *opened == heading) {
            self.opened.remove(at);
            let more = |row: &RailRow<'_>| matches!(row, RailRow::More(of, _) if *of == heading);
            self.cursor = self.rows().iter().position(more).unwrap_or(self.cursor);
        } else {
            self.opened.push(heading);
        }
    }

    /// Shows the sources of the folder at hand or no longer; on one of these, it is the folder that it stands in. False
    /// where there is none.
    fn turn_fold(&mut self) -> bool {
        let path = match self.selected() {
            Some(RailRow::Entry(Entry::Folder(folder))) => folder.path.clone(),
            Some(RailRow::Entry(entry)) => entry.within().last().unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        if !path.is_empty() && !self.unfolded.remove(&path) {
            self.unfolded.insert(path.clone());
        }
        let is_it =
            |row: &RailRow<'_>| matches!(row, RailRow::Entry(Entry::Folder(folder)) if folder.path == path);
        self.cursor = self.rows().iter().position(is_it).unwrap_or(self.cursor);
        !path.is_empty()
    }

    /// Takes in what the library lists; the cursor stays on what it stands on.
    fn receive(&mut self, listed: Listed) {
        let selected = match self.selected() {
            Some(RailRow::Entry(entry)) => Some(entry.clone()),
            _ => None,
        };
        let states = [StateFilter::All, StateFilter::Unread, StateFilter::Starred].map(Entry::State);
        let names = listed.names.into_iter();
        let names =
            names.flat_map(|(kind, names)| names.into_iter().map(move |name| Entry::Name(kind, name)));
        (self.generation, self.awaited) = (self.generation + 1, false);
        self.stale = listed.saved.iter().map(|search| search.name.clone()).collect();
        self.counts.retain(|name, _| self.stale.contains(name));
        let saved = listed.saved.into_iter().map(Entry::Saved);
        let sources = folders::filed(listed.sources);
        self.entries = states.into_iter().chain(saved).chain(sources).chain(names).collect();
        match selected {
            Some(entry) => self.select(&entry),
            None => self.move_by(0),
        }
    }

    /// What is typed has changed: the first row that fits is meant, and without anything typed the one before.
    fn narrow(&mut self) {
        self.cursor = if self.filter.text().trim().is_empty() { self.unfiltered } else { 0 };
    }

    /// Scrolls so that the cursor and the heading over it stand within `visible` lines.
    fn scroll(&mut self, visible: usize) {
        let lines = self.lines();
        let at = lines.iter().position(|line| matches!(line, RailLine::Row(row, _) if *row == self.cursor));
        let (at, count) = (at.unwrap_or(0), lines.len());
        let margin = MARGIN.min(visible.saturating_sub(1) / 2);
        let lowest_top = (at + margin + 1).saturating_sub(visible);
        let highest_top = at.saturating_sub(margin);
        self.top = self.top.clamp(lowest_top, highest_top.max(lowest_top)).min(count.saturating_sub(visible));
    }

    /// The saved searches on the screen whose unread articles are to be counted.
    fn uncounted(&self, visible: usize) -> Vec<SavedSearch> {
        let shown = self.lines().into_iter().skip(self.top).take(visible);
        let saved = shown.filter_map(|line| match line {
            RailLine::Row(_, RailRow::Entry(Entry::Saved(search))) => Some(search),
            _ => None,
        });
        saved.filter(|search| self.stale.contains(&search.name)).cloned().collect()
    }
}

/// Whether it is no source that was met in another folder.
fn is_new(entry: &Entry, met: &mut HashSet<SourceId>) -> bool {
    match entry {
        Entry::Source { source, .. } => met.insert(source.id),
        _ => true,
    }
}
