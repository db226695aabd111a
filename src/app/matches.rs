//! Walking from match to match: in the text, then on to the next article that the list found.

use super::App;
use super::geometry::Pane;
use super::toast::Severity;
use crate::action::Action;
use crate::library::ArticleId;

/// An article that is on its way, and where the reader is to land in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Landing {
    /// The article; not known as long as its row is on its way too.
    article: Option<ArticleId>,
    at: Target,
}

#[derive(Debug, Clone, Copy)]
enum Target {
    First,
    Last,
    /// The next match from where the text was left, or the one before.
    Step(bool),
}

impl App {
    /// Whether the list was narrowed by something that can be seen in a text.
    fn list_has_matches(&self) -> bool {
        self.list.view.query.as_ref().is_some_and(crate::library::Query::has_words)
    }

    /// Whether there may be matches to walk.
    pub(super) fn looks_for_something(&self) -> bool {
        self.found.is_some() || self.list_has_matches()
    }

    /// Goes where the reader was sent, once the text is here; whether it was. Whoever is at a match already stays there.
    pub(super) fn land(&mut self) -> bool {
        let Some(landing) = self.landing.filter(|_| !self.list.owes()) else { return false };
        let moved_on = landing.article.is_some_and(|id| self.reading != Some(id));
        self.landing = (!moved_on).then_some(Landing { article: self.reading, ..landing });
        if moved_on || !self.is_text_here() {
            return false;
        }
        self.landing = None;
        match landing.at {
            Target::Step(forward) => self.step_match(forward),
            _ if self.body.matches().current().is_some() => {}
            Target::First => drop(self.body.go_to_edge_match(false)),
            Target::Last => drop(self.body.go_to_edge_match(true)),
        }
        true
    }

    /// Opens the selected article, at the first match where the list was narrowed to such.
    pub(super) fn open_selected(&mut self) {
        self.focus_on(Pane::Body);
        if self.focus == Pane::Body && self.list_has_matches() {
            self.landing = Some(Landing { article: self.reading, at: Target::First });
        }
    }

    /// The next or previous match, in this text or the next one that has some.
    pub(super) fn step_match(&mut self, forward: bool) {
        if !self.looks_for_something() {
            let in_list = self.focus == Pane::List;
            let key = self.key_of(if in_list { Action::Search } else { Action::Find });
            return self.say(Severity::Info, format!("Nothing is looked for · {key} finds"));
        }
        self.focus_on(Pane::Body);
        if self.focus != Pane::Body {
            return;
        }
        self.fit_body();
        if !self.is_text_here() {
            self.landing = Some(Landing { article: self.reading, at: Target::Step(forward) });
        } else if self.list_has_matches() {
            if !self.body.step_match(forward) {
                self.step_hit(forward);
            }
        } else if self.step_around(forward) {
            self.say(Severity::Info, if forward { "From the top" } else { "From the end" });
        }
    }

    fn step_hit(&mut self, forward: bool) {
        if self.list.at_edge(forward) {
            let end = if forward { "last" } else { "first" };
            return self.say(Severity::Info, format!("This is the {end} match in the list"));
        }
        let at = if forward { Target::First } else { Target::Last };
        self.end_find();
        self.landing = Some(Landing { article: None, at });
        self.step_article(forward);
    }
}
