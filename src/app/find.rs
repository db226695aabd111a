//! Finding something in the text: a line that is typed into while the text follows.

use super::App;
use super::body::{Bookmark, Sought};
use super::geometry::Pane;
use super::layers::{Layer, Typed, type_into};
use super::prompt::Line;
use super::toast::Severity;
use crate::action::Action;
use crate::keys::Chord;
use crate::library::{ArticleId, Query, QueryError};

/// What was found in a text; it is over when another one is read.
#[derive(Debug, Clone)]
pub(super) struct Found {
    article: ArticleId,
    query: Query,
}

/// The line, and the way back.
#[derive(Debug)]
pub struct Find {
    /// What is typed.
    pub line: Line,
    /// Why that cannot be found in a text, if it cannot; the text then shows what was typed before.
    pub wrong: Option<QueryError>,
    /// Where it began, what was found in the text before, and which pane had the keyboard.
    start: Bookmark,
    before: Option<Found>,
    focus: Pane,
}

impl App {
    pub(super) fn begin_find(&mut self) {
        let focus = self.focus;
        self.focus_on(Pane::Body);
        if self.focus != Pane::Body {
            return;
        }
        let (start, before) = (self.body.bookmark(), self.found.clone());
        let (line, wrong) = (Line::default(), None);
        self.layers.push(Layer::Find(Find { line, wrong, start, before, focus }));
    }

    pub(super) fn find_key(&mut self, mut find: Find, chord: Chord) {
        match type_into(&mut find.line, chord) {
            Typed::Leave => return self.leave_find(find),
            Typed::Enter if find.wrong.is_none() => return self.finish_find(find),
            Typed::Edited => self.find_typed(&mut find),
            Typed::Move(by) => drop(self.step_around(by > 0)),
            Typed::Enter | Typed::Nothing => {}
        }
        self.layers.push(Layer::Find(find));
    }

    pub(super) fn find_pasted(&mut self, text: &str) {
        if let Some(Layer::Find(mut find)) = self.layers.pop() {
            find.line.insert(text);
            self.find_typed(&mut find);
            self.layers.push(Layer::Find(find));
        }
    }

    /// The text follows what is typed, from the place where that began.
    fn find_typed(&mut self, find: &mut Find) {
        let Some(article) = self.reading else { return };
        let parsed = Query::parse(find.line.text(), true, &self.clock.zoned);
        let query = match parsed.and_then(|query| self.of_words(query, find.line.text())) {
            Err(wrong) => return find.wrong = Some(wrong),
            Ok(query) => query,
        };
        find.wrong = None;
        self.found = if query.has_words() { Some(Found { article, query }) } else { find.before.clone() };
        self.body.return_to(&find.start);
        self.show_text();
        if !find.line.text().trim().is_empty() {
            self.body.go_to_match_from_here();
        }
    }

    /// Only what can be seen is found in a text.
    fn of_words(&self, query: Query, text: &str) -> Result<Query, QueryError> {
        if query.is_of_words() {
            return Ok(query);
        }
        let key = self.key_of(Action::SearchLibrary);
        let message = format!(
            "in a text only words, \"phrases\" and /patterns/ are found: {key} searches all articles"
        );
        Err(QueryError { message, range: 0..text.len() })
    }

    /// What was found stays marked.
    fn finish_find(&mut self, find: Find) {
        if find.line.text().trim().is_empty() {
            return self.leave_find(find);
        }
        if self.body.matches().all().is_empty() {
            self.say(Severity::Info, format!("Not in this text: {}", find.line.text().trim()));
            self.leave_find(find);
        }
    }

    /// Everything is as it was before.
    fn leave_find(&mut self, find: Find) {
        self.found = find.before;
        self.focus = find.focus;
        self.show_text();
        self.body.return_to(&find.start);
    }

    /// The marks of what was found in the text go; false where there are none.
    pub(super) fn end_find(&mut self) -> bool {
        self.found.take().is_some()
    }

    /// What is looked for in the text on the screen: what was found in it, else what the list was narrowed by.
    pub(super) fn sought(&mut self) -> Option<Sought> {
        self.found.take_if(|found| self.reading != Some(found.article));
        let found = self.found.as_ref().map(|found| Sought { query: found.query.clone(), beside: true });
        found.or_else(|| self.list.view.query.clone().map(|query| Sought { query, beside: false }))
    }

    /// The next match of the text, or the one before. Past the last of them it begins again at the other end: then true.
    pub(super) fn step_around(&mut self, forward: bool) -> bool {
        if self.body.step_match(forward) {
            return false;
        }
        self.body.go_to_edge_match(!forward)
    }
}

#[cfg(test)]
mod tests;
