//! What can happen to the reader, and what it asks for.

use std::time::Instant;

use jiff::Zoned;
use serde::{Deserialize, Serialize};

use super::body::Opened;
use super::rail::Listed;
use super::toast::Severity;
use crate::keys::Chord;
use crate::layout::Anchor;
use crate::library::{
    ArticleId, Count, Mark, Query, Related, SavedSearch, Slice, Snippet, SortKey, SourceId, Undone, View,
    Window,
};
use crate::loader::Offer;

/// What can happen.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// Rows arrived; `None` where they could not be read.
    Rows(u64, Slice, Option<Window>),
    /// Counts of a view arrived: the number of the question, the answer.
    Counts(u64, Count),
    /// An article arrived; `None` where it is gone or could not be read.
    Article(ArticleId, Option<Opened>),
    /// An earlier text of an article arrived.
    Earlier(Opened),
    /// The articles that belong to one arrived.
    Related(ArticleId, Vec<Related>),
    /// What the rail lists arrived.
    Rail(Listed),
    /// What saved searches find, by name, as many as could be counted: number of the question, and for each its count, if
    /// there is one.
    Counted(u64, Vec<(String, Option<Count>)>),
    /// Lines that show why rows were found, as many as could be read: number of the question, and for each article its
    /// line, if there is one.
    Snippets(u64, Vec<(ArticleId, Option<Snippet>)>),
    /// The nearest unread article of the view, if there is one.
    Unread(Option<SortKey>),
    /// A mark is committed, or was refused.
    Marked(Vec<ArticleId>, Mark),
    /// All of a view is marked read: how many.
    MarkedAll(usize),
    /// What was promised is done, or was refused.
    CarriedOut,
    /// A step that can be taken back is done: in words.
    Stepped(String),
    /// What undo (false) or redo (true) did; `None` where there was nothing.
    Undone(bool, Option<Undone>),
    /// The library is not what the screen shows: somebody else or a refresh changed it, or it refused a change.
    Changed,
    /// A refresh goes on: done, total.
    Refreshing(usize, usize),
    /// A refresh ended; in words what it brought, where that is worth a word.
    Refreshed(Option<String>),
    /// How each source ended in a refresh: its title, and what is to be said of it.
    Ended(Vec<(String, String)>),
    /// How each source ended when it was refreshed last, as the library knows it.
    Results(Vec<(String, String)>),
    /// A page offers several feeds.
    Choose(Vec<Offer>),
    /// Something to tell.
    Say(Severity, String),
    /// The terminal is ours again after a suspension.
    Resumed,
    /// Asked from outside to suspend.
    Suspend,
    /// Asked from outside to end, or the terminal is gone.
    End,
}

/// What is to be done outside of the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read rows of the view: generation, view, part, how many.
    Rows(u64, View, Slice, usize),
    /// Read the counts of the view: number of the question, view.
    Counts(u64, View),
    /// Read an article at once.
    Article(ArticleId),
    /// Read an earlier text of an article: how many texts back.
    Earlier(ArticleId, u32),
    /// Read articles when nothing else is to be done.
    Prefetch(Vec<ArticleId>),
    /// Find the articles that belong to one, when nothing else is to be done.
    Related(ArticleId),
    /// Find the lines that show why rows were found: number of the question, query, articles, columns.
    Snippets(u64, Query, Vec<ArticleId>, u16),
    /// Read what the rail lists.
    Rail,
    /// Read how each source ended when it was refreshed last.
    Results,
    /// Count what saved searches find, when nothing else is to be done: number of the question.
    Count(u64, Vec<SavedSearch>),
    /// Find the nearest unread article: view, from where, forward.
    Unread(View, Option<SortKey>, bool),
    /// Keep a mark.
    Mark(Vec<ArticleId>, Mark),
    /// Mark all of the view read.
    MarkAll(View),
    /// Keep a search under its name.
    SaveSearch(SavedSearch),
    /// Remove the saved search of this name.
    RemoveSearch(String),
    /// Remove a source: its number and title.
    RemoveSource(SourceId, String),
    /// Undo (false) or redo (true) the last step.
    Undo(bool),
    /// Remember where the reader left off in an article.
    SaveAnchor(ArticleId, Anchor),
    /// Remember where the reader is in the list.
    SavePlace(Place),
    /// Put text on the clipboard.
    Copy(String),
    /// Open an address in the browser.
    Browse(String),
    /// Refresh the sources of these addresses, or all that are due.
    Refresh(Option<Vec<String>>),
    /// Complete the texts of the sources of these addresses from their pages, or no longer where they are.
    FullText(Vec<String>),
    /// Add a source.
    AddSource(String),
    /// Keep an article of a temporary library.
    Keep(ArticleId),
    /// Stop, until the shell continues us.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Take the terminal again and draw everything anew.
    Resume,
    /// End.
    Quit,
}

/// Where the reader is in the list; kept over a restart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// Unread articles only.
    pub unread_only: bool,
    /// Oldest first.
    pub oldest_first: bool,
    /// Sort time and number of the selected article.
    pub selected: Option<(i64, ArticleId)>,
}

/// What the library is, for the reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shelf {
    /// What the header calls it; `None`: the user's own library.
    pub title: Option<String>,
    /// Marks are not kept.
    pub temporary: bool,
}

/// What a refresh has done so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files or sources done.
    pub done: usize,
    /// Of how many; 0 where that is not known.
    pub total: usize,
    /// When it began.
    pub(super) since: Instant,
}

/// What time it is; set by the loop before each message, so that the state itself asks no clock.
#[derive(Debug, Clone)]
pub struct Clock {
    /// For what goes away by itself.
    pub instant: Instant,
    /// For dates.
    pub zoned: Zoned,
}

impl Clock {
    /// The time now, in the reader's own zone.
    pub fn now() -> Self {
        Self { instant: Instant::now(), zoned: Zoned::now() }
    }
}
