//! What a list shows: the words of a view, a window onto it, and a row.

use serde::{Deserialize, Serialize};

use super::{ArticleId, Query, SourceId, StoryId};
use crate::article::Moment;

/// Place in a list: newest first is descending in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    /// Sort time, seconds since 1970: published, else updated, else first seen; the future is clamped to first seen.
    pub time: i64,
    /// Breaks ties.
    pub id: ArticleId,
}

/// What a list shows and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Which articles by state.
    pub state: StateFilter,
    /// Of one source only.
    pub source: Option<SourceId>,
    /// Narrowed to what fits.
    pub query: Option<Query>,
    /// Order.
    pub order: Order,
    /// Articles that stay in the list though they no longer fit (they became read in it).
    pub keep: Vec<ArticleId>,
    /// Articles whose copies are rows of their own, below them, where the view folds copies.
    pub unfolded: Vec<ArticleId>,
}

impl View {
    /// Whether copies have no row of their own: in lists of everything, where a text would stand twice. A source shows
    /// all it has, and what is looked for is found wherever it stands.
    pub fn folds(&self) -> bool {
        let everything = matches!(self.state, StateFilter::All | StateFilter::Unread);
        everything && self.source.is_none() && self.query.is_none()
    }

    /// The view without what depends on the rows that were looked at.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self { keep: Vec::new(), unfolded: Vec::new(), ..self.clone() }
    }
}

/// Which articles by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StateFilter {
    /// All of them.
    #[default]
    All,
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// Starred.
    Starred,
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// Best first, and only the best ([`BEST`](super::BEST)), where the view's query has words; else newest first.
    Rank,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slice {
    /// From the first row on.
    First,
    /// The last rows.
    Last,
    /// Rows after this place, this place excluded.
    After(SortKey),
    /// Rows before this place, this place excluded, nearest kept.
    Before(SortKey),
    /// Rows on both sides of this place, this place included if it fits the view.
    Around(SortKey),
}

/// Part of a list, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether the list begins with the first of them.
    pub at_start: bool,
    /// Whether the list ends with the last of them.
    pub at_end: bool,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place.
    pub key: SortKey,
    /// Headline.
    pub title: String,
    /// Outlet, else the title of the source.
    pub site: String,
    /// Authors, joined by ", ".
    pub byline: String,
    /// When it was published (or updated), as precisely as is known.
    pub published: Option<Moment>,
    /// Address.
    pub url: Option<String>,
    /// Read or not.
    pub read: bool,
    /// Starred or not.
    pub starred: bool,
    /// How many copies of it there are.
    pub copies: u32,
    /// The article that it is a copy of: the first with much of its wording.
    pub copy_of: Option<ArticleId>,
    /// The story that it belongs to.
    pub story: Option<StoryId>,
}

impl Row {
    /// The article that stands for this text where copies are folded.
    pub fn head(&self) -> ArticleId {
        self.copy_of.unwrap_or(self.key.id)
    }
}
