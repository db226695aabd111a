//! Moving: in the panes, between them, to the next unread article, along the trail.

use super::geometry::Pane;
use super::related::RelatedRow;
use super::toast::Severity;
use super::trail::Step;
use super::{App, Effect};
use crate::library::{ArticleId, Slice, SortKey};

const NOTHING_HERE: &str = "There is nothing to read here";
/// Said of the related pane without rows.
const NOTHING_RELATED: &str = "Nothing here belongs to this article";

/// What to do with the unread article that was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// Put the cursor on it.
    Select,
    /// Read it.
    Read,
}

/// On the way to the next or previous unread article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seek {
    forward: bool,
    then: Then,
}

impl App {
    /// Rows (or lines) down, in the pane that has the focus.
    pub(super) fn move_by(&mut self, rows: isize) {
        match self.focus {
            Pane::List => self.list.move_by(rows),
            Pane::Rail => self.rail.move_by(rows),
            Pane::Body => {
                self.body.scroll(rows);
            }
            Pane::Related => {
                let last = self.related_rows().len().saturating_sub(1);
                self.related_cursor = self.related_cursor.saturating_add_signed(rows).min(last);
            }
        }
    }

    /// Half pages down, in the pane that has the focus.
    pub(super) fn page_by(&mut self, halves: isize) {
        let geometry = self.geometry();
        let rows = match self.focus {
            Pane::Body => {
                self.body.page(halves);
                return;
            }
            Pane::List => geometry.list_rows(),
            Pane::Related => geometry.related_rows(),
            Pane::Rail => geometry.rail_rows(),
        };
        self.move_by(halves * (rows / 2).max(1) as isize);
    }

    /// To the first or last row or line.
    pub(super) fn go_to_end(&mut self, last: bool) {
        match self.focus {
            Pane::Body => {
                self.body.go_to_end(last);
            }
            Pane::Related => self.related_cursor = if last { usize::MAX } else { 0 },
            Pane::Rail => self.rail.move_by(if last { isize::MAX } else { isize::MIN }),
            Pane::List if self.list.is_complete(last) => {
                self.list.move_by(if last { isize::MAX / 2 } else { isize::MIN / 2 });
            }
            Pane::List => self.jump(if last { Slice::Last } else { Slice::First }),
        }
    }

    /// Gives a pane the keyboard. The body counts as read once it has it.
    pub(super) fn focus_on(&mut self, pane: Pane) {
        if pane == Pane::Related && self.related_rows().is_empty() {
            let text = if self.reading.is_some() { NOTHING_RELATED } else { NOTHING_HERE };
            return self.say(Severity::Info, text);
        }
        if pane == Pane::Rail {
            self.enter_rail();
        }
        if pane == Pane::Body {
            let Some(id) = self.reading else {
                return self.say(Severity::Info, NOTHING_HERE);
            };
            self.trail.visit(id, None);
            self.read_opened();
        }
        if pane != Pane::Body {
            self.zen = false;
        }
        self.focus = pane;
    }

    /// The next or previous pane; the related pane only where it has rows.
    pub(super) fn focus_next(&mut self, forward: bool) {
        let mut panes = vec![Pane::List, Pane::Body];
        if self.rail.is_open() {
            panes.insert(0, Pane::Rail);
        }
        if !self.related_rows().is_empty() {
            panes.push(Pane::Related);
        }
        let here = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let step = if forward { 1 } else { panes.len() - 1 };
        self.focus_on(panes[(here + step) % panes.len()]);
    }

    pub(super) fn open(&mut self) {
        match self.focus {
            Pane::List => self.open_selected(),
            Pane::Body => self.say(Severity::Info, "No link is selected here"),
            Pane::Related => self.open_related(),
            Pane::Rail => self.open_in_rail(),
        }
    }

    fn open_related(&mut self) {
        let rows = self.related_rows();
        let Some(row) = rows.get(self.related_cursor) else { return };
        if let RelatedRow::Story(_) = row {
            return self.show_story();
        }
        match (row.held(), row.url().is_some()) {
            (Some(id), _) => {
                let (unread, why) = (row.is_unread(), row.reason());
                if unread {
                    self.list.keep(id);
                }
                self.trail.visit(id, Some(why));
                self.read(id);
            }
            (None, true) => {
                let key = self.key_of(crate::action::Action::OpenInBrowser);
                self.say(Severity::Info, format!("Not in the library · {key} opens it in the browser"));
            }
            (None, false) => self.say(Severity::Info, "Not in the library, and the page gives no address"),
        }
    }

    /// Reads an article, in the list or not.
    pub(super) fn read(&mut self, id: ArticleId) {
        self.list.select(id);
        self.reading = Some(id);
        self.focus_on(Pane::Body);
    }

    pub(super) fn walk_trail(&mut self, forward: bool) {
        let Some(Step { id, why }) = self.trail.walk(self.reading, forward) else {
            let end = if forward { "end" } else { "start" };
            return self.say(Severity::Info, format!("This is the {end} of the trail"));
        };
        if let Some(why) = why {
            self.say(Severity::Info, format!("The way here · {why}"));
        }
        self.list.select(id);
        self.reading = Some(id);
        self.read_opened();
        self.focus = Pane::Body;
    }

    /// From the text, the next or previous article of the list.
    pub(super) fn step_article(&mut self, forward: bool) {
        if self.list.at_edge(forward) {
            let end = if forward { "last" } else { "first" };
            return self.say(Severity::Info, format!("This is the {end} article of the list"));
        }
        self.list.move_by(if forward { 1 } else { -1 });
        if !self.list.owes() {
            self.read_selected();
        }
    }

    /// The text goes where the cursor of the list went.
    pub(super) fn read_selected(&mut self) {
        self.reading = self.list.selected().map(|row| row.key.id);
        self.focus_on(Pane::Body);
    }

    /// Pages the text from any pane; past its end, the next unread article.
    pub(super) fn read_on(&mut self) {
        if self.takes_up_text() && !self.body.page(2) {
            self.go_to_unread(true, Then::Read);
        }
    }

    pub(super) fn read_back(&mut self) {
        if self.takes_up_text() && !self.body.page(-2) {
            self.say(Severity::Info, "This is the start of the text");
        }
    }

    pub(super) fn scroll_body(&mut self, lines: isize) {
        if self.takes_up_text() {
            self.body.scroll(lines);
        }
    }

    /// Whether the text is there to be moved, which counts as reading it. Where it is not on the screen it is
    /// brought there instead; where it is still on its way the text of another article must not move for it.
    pub(super) fn takes_up_text(&mut self) -> bool {
        if self.geometry().body.is_none() {
            self.focus_on(Pane::Body);
            return false;
        }
        self.read_opened();
        self.is_text_here()
    }

    /// To the nearest unread article: among the rows at hand, else the library looks for it.
    pub(super) fn go_to_unread(&mut self, forward: bool, then: Then) {
        let then = if self.focus == Pane::List { then } else { Then::Read };
        if let Some(id) = self.list.find(forward, |row| !row.read) {
            self.arrive(id, then);
        } else if self.list.is_complete(forward) {
            self.no_unread(forward);
        } else {
            self.seek = Some(Seek { forward, then });
            let from = self.list.place();
            self.push(Effect::Unread(self.list.view.clone(), from, forward));
        }
    }

    pub(super) fn unread_found(&mut self, found: Option<SortKey>) {
        let Some(Seek { forward, then }) = self.seek.take() else { return };
        match found {
            Some(key) => {
                self.list.keep(key.id);
                self.jump(Slice::Around(key));
                self.arrive(key.id, then);
            }
            None => self.no_unread(forward),
        }
    }

    fn no_unread(&mut self, forward: bool) {
        let (where_, key) = if forward {
            ("below", self.key_of(crate::action::Action::PreviousUnread))
        } else {
            ("above", self.key_of(crate::action::Action::NextUnread))
        };
        let text = if self.counts().unread == 0 && !self.has_more() {
            "Everything is read".to_owned()
        } else {
            format!("Nothing unread further {where_} · {key} looks the other way")
        };
        self.say(Severity::Info, text);
    }

    /// The unread article becomes the selected one; it is read where the reader was reading.
    fn arrive(&mut self, id: ArticleId, then: Then) {
        self.list.select(id);
        self.reading = Some(id);
        if self.focus == Pane::Related {
            self.focus = Pane::Body;
        }
        if then == Then::Read {
            self.trail.visit(id, None);
            self.read_opened();
        }
    }
}
