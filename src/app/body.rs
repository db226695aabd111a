//! The body pane: one article, broken into lines, and the place in it.

use std::ops::Range;
use std::sync::Arc;

use crate::layout::{Anchor, Lines, Prepared};
use crate::library::{ArticleId, Held, Mark};

mod matches;

pub use matches::{Matches, Sought};

/// Where the reader is in a text, to come back to.
#[derive(Debug, Clone)]
pub struct Bookmark {
    article: Option<ArticleId>,
    anchor: Anchor,
    sideways: u16,
    matches: Matches,
    at_match: bool,
}

/// An article made ready to be read; cheap to clone.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The article and its state.
    pub held: Arc<Held>,
    /// Its text, ready for any width.
    pub prepared: Arc<Prepared>,
    /// Read or not, as the screen shows it.
    pub read: bool,
    /// Starred or not, as the screen shows it.
    pub starred: bool,
    /// Where the reader left off.
    pub anchor: Anchor,
    /// How many texts back it is, 0 for the one that the article has now.
    pub back: u32,
}

impl Opened {
    /// Puts together what the body pane needs.
    pub fn new(held: Held, prepared: Prepared) -> Self {
        let (read, starred, anchor) = (held.read, held.starred, held.anchor.unwrap_or_default());
        Self { held: Arc::new(held), prepared: Arc::new(prepared), read, starred, anchor, back: 0 }
    }

    /// Number of the article.
    pub fn id(&self) -> ArticleId {
        self.held.key.id
    }
}

/// Lines that stay in sight when a page is turned.
const OVERLAP: usize = 2;
/// Columns that one step sideways moves.
const SIDEWAYS: u16 = 8;

/// What the body pane shows.
#[derive(Debug, Default)]
pub struct Body {
    opened: Option<Opened>,
    lines: Lines,
    width: u16,
    height: usize,
    /// The place in the text; the line on top follows from it, at every width.
    anchor: Anchor,
    top: usize,
    sideways: u16,
    matches: Matches,
    /// The reader went to the current match and has not moved since: it stays in sight at every size.
    at_match: bool,
}

impl Body {
    /// The article shown.
    pub fn opened(&self) -> Option<&Opened> {
        self.opened.as_ref()
    }

    /// Number of the article shown.
    pub fn id(&self) -> Option<ArticleId> {
        self.opened.as_ref().map(Opened::id)
    }

    /// The lines on the screen.
    pub fn visible(&self) -> &[crate::layout::Line] {
        let end = (self.top + self.height).min(self.lines.lines.len());
        &self.lines.lines[self.top.min(end)..end]
    }

    /// Columns that wide lines are moved to the left.
    pub fn sideways(&self) -> u16 {
        self.sideways
    }

    /// Columns the text is set in.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// The place in the text.
    pub fn anchor(&self) -> Anchor {
        self.anchor
    }

    /// Line on top, lines in all, lines that fit.
    pub fn extent(&self) -> (usize, usize, usize) {
        (self.top, self.lines.lines.len(), self.height)
    }

    /// How far the reader is, in percent, 100 at the end; `None` where all is in sight.
    pub fn percent(&self) -> Option<usize> {
        let last = self.last_top();
        (last > 0).then(|| self.top * 100 / last)
    }

    /// Shows another article, at the place where it was left.
    pub fn show(&mut self, opened: Opened) {
        self.anchor = opened.anchor;
        self.sideways = 0;
        self.at_match = false;
        self.lines = opened.prepared.break_lines(self.width.max(1));
        self.opened = Some(opened);
        self.follow_anchor();
    }

    /// The article shown was read anew from the library: its place on the screen stays.
    pub fn update(&mut self, opened: Opened) {
        let anchor = self.anchor;
        let copies = |held: &Held| held.copies.iter().map(|row| row.key.id).collect::<Vec<_>>();
        let of_text = |held: &Held| (held.full_text.clone(), held.revisions);
        let new = Arc::clone(&opened.held);
        let is_same = |shown: &Opened| {
            shown.held.article == new.article
                && copies(&shown.held) == copies(&new)
                && of_text(&shown.held) == of_text(&new)
        };
        if self.opened.as_ref().is_some_and(is_same) {
            self.opened = Some(opened);
        } else {
            self.show(opened);
            self.anchor = anchor;
            self.follow_anchor();
        }
    }

    /// The state of the article changed.
    pub fn mark(&mut self, id: ArticleId, mark: Mark) {
        if let Some(opened) = &mut self.opened {
            opened.mark(id, mark);
        }
    }

    /// Shows nothing.
    pub fn clear(&mut self) {
        *self = Self { width: self.width, height: self.height, ..Self::default() };
    }

    /// Fits the text to a new size; the place stays.
    pub fn resize(&mut self, width: u16, height: usize) {
        self.height = height;
        if width != self.width {
            self.width = width;
            if let Some(opened) = &self.opened {
                self.lines = opened.prepared.break_lines(width.max(1));
            }
        }
        self.follow_anchor();
    }

    /// The line on top follows from the anchor. A short rest of a text is shown from higher up without the
    /// anchor being touched, or a sequence of resizes would walk away from the place.
    fn follow_anchor(&mut self) {
        self.top = self.top_of_anchor();
        if self.at_match {
            self.bring_match_in_sight();
        }
    }

    fn top_of_anchor(&self) -> usize {
        self.lines.line_of(self.anchor).min(self.last_top())
    }

    /// The line on top is the place from now on, unless that is so already.
    fn take_place(&mut self) {
        if self.top != self.top_of_anchor() {
            self.anchor = self.lines.lines.get(self.top).map_or(Anchor::default(), |line| line.anchor);
        }
    }

    /// The place in the text, and the match at which the reader is.
    pub fn bookmark(&self) -> Bookmark {
        Bookmark {
            article: self.id(),
            anchor: self.anchor,
            sideways: self.sideways,
            matches: self.matches.clone(),
            at_match: self.at_match,
        }
    }

    /// Back to a place in the same text; in another one that means nothing.
    pub fn return_to(&mut self, bookmark: &Bookmark) {
        if bookmark.article == self.id() {
            (self.anchor, self.sideways) = (bookmark.anchor, bookmark.sideways);
            (self.matches, self.at_match) = (bookmark.matches.clone(), bookmark.at_match);
            self.follow_anchor();
        }
    }

    fn last_top(&self) -> usize {
        self.lines.lines.len().saturating_sub(self.height)
    }

    /// Scrolls by lines; false where the text ends there.
    pub fn scroll(&mut self, lines: isize) -> bool {
        self.go_to_line(self.top.saturating_add_signed(lines))
    }

    /// Turns pages, half ones too; a little of the old page stays in sight.
    pub fn page(&mut self, halves: isize) -> bool {
        let page = self.height.saturating_sub(OVERLAP).max(1) as isize;
        self.scroll(if halves.abs() == 1 { halves * (page / 2).max(1) } else { halves / 2 * page })
    }

    /// Goes to the first or last line.
    pub fn go_to_end(&mut self, last: bool) -> bool {
        self.go_to_line(if last { usize::MAX } else { 0 })
    }

    /// Goes to the next or previous heading.
    pub fn go_to_heading(&mut self, forward: bool) -> bool {
        let lines = &self.lines;
        let found = if forward { lines.next_heading(self.top) } else { lines.previous_heading(self.top) };
        found.is_some_and(|line| self.go_to_line(line))
    }

    fn go_to_line(&mut self, line: usize) -> bool {
        let line = line.min(self.last_top());
        let moved = line != self.top;
        if moved {
            self.top = line;
            self.at_match = false;
            self.take_place();
        }
        moved
    }

    /// Moves wide lines sideways if these columns of one of them are out of sight.
    fn bring_columns_in_sight(&mut self, columns: &Range<usize>, line: usize) {
        let (left, width) = (usize::from(self.sideways), usize::from(self.width));
        let right = left + width;
        // the sign that a line goes on takes a column at each edge
        let goes_on = self.lines.lines.get(line).is_some_and(|line| line.width() > right);
        let shown = left + usize::from(left > 0)..right - usize::from(goes_on);
        if columns.start < shown.start || columns.end > shown.end {
            self.sideways = columns.start.saturating_sub(width / 3) as u16;
        }
    }

    /// Moves wide lines sideways, as far as the widest one on the screen goes.
    pub fn scroll_sideways(&mut self, right: bool) -> bool {
        let widest = self.visible().iter().filter(|line| line.wide).map(crate::layout::Line::width).max();
        let most = (widest.unwrap_or(0) as u16).saturating_sub(self.width);
        let step = self.sideways.saturating_add_signed(if right { 1 } else { -1 } * SIDEWAYS as i16);
        let moved = step.min(most) != self.sideways;
        self.sideways = step.min(most);
        moved
    }
}
