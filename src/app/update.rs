//! What a message changes: the one function that does, and what follows from the state after it.

use super::geometry::Pane;
use super::layers::Layer;
use super::toast::Severity;
use super::{App, Effect, Msg, list};
use crate::action::Action;
use crate::keys::{Chord, Lookup};

impl App {
    /// The one function that changes the state.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(chord) => self.key(chord),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize(width, height) => self.size = (width, height),
            Msg::Rows(generation, slice, window) => self.rows_arrived(generation, slice, window),
            Msg::Counts(number, count) => self.counts_arrived(number, count),
            Msg::Article(id, opened) => self.article_arrived(id, opened),
            Msg::Earlier(opened) => self.earlier_arrived(opened),
            Msg::Related(id, rows) => self.related_arrived(id, rows),
            Msg::Snippets(generation, found) => self.snippets_arrived(generation, found),
            Msg::Rail(listed) => self.rail_arrived(listed),
            Msg::Counted(number, counts) => self.counted(number, counts),
            Msg::Unread(found) => self.unread_found(found),
            Msg::Marked(ids, mark) => self.marked(&ids, mark),
            Msg::MarkedAll(count) => self.marked_all(count),
            Msg::CarriedOut => self.carried_out(),
            Msg::Stepped(words) => self.stepped(&words),
            Msg::Undone(redo, done) => self.undone(redo, done),
            Msg::Changed => self.reload(),
            Msg::Refreshing(done, total) => self.refreshing(done, total),
            Msg::Refreshed(words) => self.refreshed(words),
            Msg::Ended(results) => self.results = results,
            Msg::Results(results) => self.open_results(results),
            Msg::Choose(offers) => self.choose_feed(offers),
            Msg::Say(severity, text) => self.say(severity, text),
            Msg::Resumed => self.push(Effect::Resume),
            Msg::Suspend => self.act(Action::Suspend),
            Msg::End => self.act(Action::Quit),
        }
        self.settle();
        while !self.is_on_its_way()
            && let Some(chord) = self.ahead.pop_front()
        {
            self.key(chord);
            self.settle();
        }
        std::mem::take(&mut self.effects)
    }

    /// A key goes to the layer on top; without one, to the keymap of the pane that has the focus.
    fn key(&mut self, chord: Chord) {
        self.touched = true;
        if self.is_on_its_way() && self.waits(chord) {
            return self.ahead.push_back(chord);
        }
        if !self.layers.is_empty() {
            return self.layer_key(chord);
        }
        self.pending.push(chord);
        match self.keymap.lookup(self.focus, &self.pending) {
            Lookup::Action(action) => {
                self.pending.clear();
                self.act(action);
            }
            Lookup::Pending(_) => {}
            Lookup::None if self.pending.len() > 1 => self.pending.clear(),
            Lookup::None => {
                self.pending.clear();
                self.say(Severity::Warning, format!("{chord} does nothing here · ? shows the keys"));
            }
        }
    }

    /// Whether an earlier key sent the list to a place that is not here yet.
    pub(super) fn is_on_its_way(&self) -> bool {
        self.list.is_on_its_way() || self.seek.is_some()
    }

    /// Whether a key means the place that the list is sent to. Leaving waits for nothing, nor does what is typed into a
    /// line, as long as nothing before it does.
    fn waits(&self, chord: Chord) -> bool {
        match self.layers.last() {
            None => self.keymap.lookup(self.focus, &[chord]) != Lookup::Action(Action::Quit),
            Some(_) if !self.ahead.is_empty() => true,
            Some(Layer::Search(search)) => search.waits(chord),
            Some(_) => false,
        }
    }

    /// Derives from the state what has to be fetched, and fits everything to the screen.
    fn settle(&mut self) {
        let geometry = self.geometry();
        // what is hidden for a moment stays where it is
        if geometry.list.is_some() {
            self.list.scroll(geometry.list_rows());
        }
        if self.focus == Pane::List && self.list.is_loaded() {
            self.reading = self.list.selected().map(|row| row.key.id);
        }
        self.follow_text();
        // rows ahead are needed later than the text
        if let Some(slice) = self.list.wanted() {
            self.ask_rows(slice, list::ROWS);
        }
        self.follow_snippets(&geometry);
        self.follow_related();
        self.follow_rail(&geometry);
    }
}
