//! The query language: what the user types, everywhere a list can be narrowed or searched.
//!
//! ```text
//! either = all ("OR" all)*          AND binds tighter
//! all    = part part*
//! part   = "-" part | "(" either ")" | "\"" text ["*"] "\"" | "/" pattern "/" | FIELD ":" value | word ["*"]
//! ```
//!
//! A word that the analyser takes apart (`CAR-T`, 北京) is a phrase; one without letters or digits is left out.

mod fits;
mod marks;
mod parse;
mod pattern;
mod phrase;
mod print;
mod sql;
#[cfg(test)]
mod tests;
mod when;

use std::ops::Range;

use jiff::Zoned;

use super::StoryId;

pub use marks::{Part, Snippet};
pub(crate) use pattern::Pattern;
pub(crate) use phrase::Phrase;
pub(super) use sql::teach;
pub(crate) use when::When;

/// What is looked for.
///
/// Days are local ones of the moment it was read; what is kept of a search is its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What it is made of.
    pub(super) root: Node,
}

/// Why a text is no query: one sentence with the way out, and the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The sentence.
    pub message: String,
    /// What it is about: bytes of the query.
    pub range: Range<usize>,
}

/// A query or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// All of these fit; none of them fits everything.
    And(Vec<Node>),
    /// At least one of these fits.
    Or(Vec<Node>),
    /// This does not fit.
    Not(Box<Node>),
    /// A word or phrase stands in a passage of the article.
    Text(Phrase),
    /// A word or phrase stands in a field; any of the names, where there are several.
    Field(Field, Phrase),
    /// The article is in this language, whatever its region; lower case.
    Language(String),
    /// What the user did with it.
    State(State),
    /// It is of this story.
    Story(StoryId),
    /// Its sort time.
    Time(When),
    /// A regular expression fits in a passage.
    Regex(Pattern),
}

/// Fields that hold words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Headline.
    Title,
    /// Any of the authors.
    Author,
    /// Outlet as the list shows it: the site, else its host, else the source.
    Site,
    /// Title of the source, or its whole address.
    Source,
    /// A folder that the source stands in, from the outermost name on.
    Folder,
    /// Any of the sections.
    Section,
    /// Any of the categories.
    Category,
    /// Any of the user's tags.
    Tag,
}

/// What the user did with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// Starred.
    Starred,
}

impl Field {
    /// Fields by the name that stands before the colon.
    pub(crate) const ALL: [(&'static str, Self); 8] = [
        ("title", Self::Title),
        ("author", Self::Author),
        ("site", Self::Site),
        ("source", Self::Source),
        ("folder", Self::Folder),
        ("section", Self::Section),
        ("category", Self::Category),
        ("tag", Self::Tag),
    ];
}

impl State {
    /// States by the word that stands behind `is:`.
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("unread", Self::Unread), ("read", Self::Read), ("starred", Self::Starred)];
}

impl Query {
    /// Reads a query. An empty one fits everything.
    ///
    /// While the user is `typing`, the last word is the beginning of one, and what is still open counts as closed.
    /// `now` is the moment that `age:` counts from, and its time zone the one of all days.
    ///
    /// # Errors
    /// Where it cannot be meant, with the place.
    pub fn parse(text: &str, typing: bool, now: &Zoned) -> Result<Self, QueryError> {
        Ok(Self { root: parse::parse(text, typing, now)? })
    }

    /// What fits both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let parts = |query: Self| match query.root {
            Node::And(parts) => parts,
            one => vec![one],
        };
        Self { root: Node::And([parts(self), parts(other)].concat()) }
    }

    /// Whether it needs the text of articles; SQLite alone answers the others.
    pub fn needs_text(&self) -> bool {
        self.root.needs_text()
    }

    /// Whether it holds a regular expression, which no index helps with.
    pub fn has_pattern(&self) -> bool {
        self.root.any(&|node| matches!(node, Node::Regex(_)))
    }
}

impl Node {
    /// Whether SQLite alone cannot answer it.
    pub(crate) fn needs_text(&self) -> bool {
        self.any(&|node| {
            matches!(node, Self::Text(_) | Self::Language(_) | Self::Regex(_) | Self::Field(Field::Title, _))
        })
    }

    /// Whether this part or one inside it is so.
    pub(crate) fn any(&self, is: &impl Fn(&Self) -> bool) -> bool {
        is(self)
            || match self {
                Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.any(is)),
                Self::Not(part) => part.any(is),
                _ => false,
            }
    }
}
