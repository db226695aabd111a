//! What can be done in the rail, and saving what it lists.

use super::{Entry, Listed, RailRow};
use crate::action::Action;
use crate::app::geometry::{Geometry, Pane};
use crate::app::layers::{Asked, Layer, Typed, type_into};
use crate::app::toast::Severity;
use crate::app::{App, Effect};
use crate::keys::Chord;
use crate::library::{Count, Origin, Query, QueryError, SavedSearch, Source, StateFilter, View};

impl App {
    /// Opens the rail and gives it the keyboard; where it has it, closes it.
    pub(crate) fn toggle_rail(&mut self) {
        if self.focus == Pane::Rail { self.leave_rail(true) } else { self.focus_on(Pane::Rail) }
    }

    /// Gives the rail the keyboard.
    pub(crate) fn enter_rail(&mut self) {
        if self.focus != Pane::Rail {
            self.rail.before = self.focus;
        }
        self.focus = Pane::Rail;
        self.rail.open = true;
        self.ask_rail();
    }

    /// Gives the keyboard back. The rail stays where it hides nothing, unless it is to be closed.
    pub(crate) fn leave_rail(&mut self, close: bool) {
        let beside = self.geometry().list.is_some();
        self.focus = self.rail.before;
        self.rail.open = beside && !close;
    }

    /// The rail is read anew where it is on the screen.
    pub(crate) fn ask_rail(&mut self) {
        if self.rail.open {
            self.push(Effect::Rail);
        }
    }

    pub(crate) fn rail_arrived(&mut self, listed: Listed) {
        self.rail.receive(listed);
    }

    /// Some of the counts that were asked for; the others are asked for again, if they are still to be seen.
    pub(crate) fn counted(&mut self, number: u64, counts: Vec<(String, Option<Count>)>) {
        if number != self.rail.generation {
            return;
        }
        self.rail.awaited = false;
        for (name, count) in counts {
            self.rail.stale.retain(|stale| *stale != name);
            self.rail.counts.remove(&name);
            self.rail.counts.extend(count.map(|count| (name, count)));
        }
    }

    /// What can be taken back is done; the rail may list it.
    pub(crate) fn stepped(&mut self, words: &str) {
        self.step_on();
        let key = self.key_of(Action::Undo);
        self.say(Severity::Info, format!("{words} · {key} undoes it"));
        self.reload();
    }

    /// Fits the rail to the screen, and asks for the counts that it shows.
    pub(crate) fn follow_rail(&mut self, geometry: &Geometry) {
        if geometry.rail.is_none() {
            return;
        }
        let visible = geometry.rail_rows();
        self.rail.scroll(visible);
        if self.rail.awaited {
            return;
        }
        let uncounted = self.rail.uncounted(visible);
        if !uncounted.is_empty() {
            self.rail.awaited = true;
            self.push(Effect::Count(self.rail.generation, uncounted));
        }
    }

    pub(crate) fn go_to_rail_heading(&mut self, forward: bool) {
        if !self.rail.go_to_heading(forward) {
            let end = if forward { "below" } else { "above" };
            self.say(Severity::Info, format!("No heading further {end}"));
        }
    }

    /// The list shows what is selected.
    pub(crate) fn open_in_rail(&mut self) {
        match self.rail.selected() {
            Some(RailRow::More(heading, _) | RailRow::Fewer(heading)) => self.rail.toggle(heading),
            Some(RailRow::Entry(entry)) => {
                let entry = entry.clone();
                self.show_entry(entry);
            }
            None => {}
        }
    }

    fn show_entry(&mut self, entry: Entry) {
        let name = entry.name().to_owned();
        let view = match entry {
            Entry::State(StateFilter::Starred) => Ok(View { state: StateFilter::Starred, ..View::default() }),
            Entry::State(state) => return self.show_first(state),
            Entry::Folder(folder) => self.found_by(&folder.query()),
            Entry::Source { source, .. } => Ok(View { source: Some(source.id), ..View::default() }),
            Entry::Name(kind, name) => self.found_by(&kind.query(&name)),
            Entry::Saved(search) => search.view(&self.clock.zoned),
        };
        match view {
            Ok(view) => {
                self.leave_rail(false);
                let name = if view.state == StateFilter::Starred && view.query.is_none() {
                    String::new()
                } else {
                    name
                };
                self.show_from_first(view, name);
            }
            Err(wrong) => self.say(Severity::Warning, wrong.to_string()),
        }
    }

    fn found_by(&self, text: &str) -> Result<View, QueryError> {
        Ok(View { query: Some(Query::parse(text, false, &self.clock.zoned)?), ..View::default() })
    }

    /// The first view, in a state.
    fn show_first(&mut self, state: StateFilter) {
        self.leave_rail(false);
        self.leave_all_views();
        self.focus = Pane::List;
        if self.list.view.state != state {
            self.toggle_unread();
        }
    }

    pub(crate) fn remove_in_rail(&mut self) {
        match self.rail.selected() {
            Some(RailRow::Entry(Entry::Saved(search))) => {
                let name = search.name.clone();
                self.push(Effect::RemoveSearch(name));
            }
            Some(RailRow::Entry(Entry::Source { source, .. })) => {
                let source = source.clone();
                self.remove_source(&source);
            }
            _ => self.say(Severity::Info, "Only a source or a saved search can be removed"),
        }
    }

    fn remove_source(&mut self, source: &Source) {
        let Source { title, .. } = source;
        if source.removed {
            self.say(Severity::Info, format!("{title} is removed already; its articles stay"));
        } else if source.origin == Origin::Config {
            self.say(Severity::Warning, format!("{title} is declared in the config file: take it out there"));
        } else {
            self.push(Effect::RemoveSource(source.id, title.clone()));
        }
    }

    /// Whether what is selected in the rail can be removed.
    pub(crate) fn removable_in_rail(&self) -> bool {
        match self.rail.selected() {
            Some(RailRow::Entry(Entry::Source { source, .. })) => !source.removed,
            Some(RailRow::Entry(Entry::Saved(_))) => true,
            _ => false,
        }
    }

    /// Addresses of the source that is selected in the rail, or of all in a folder.
    pub(crate) fn sources_in_rail(&self) -> Vec<String> {
        match self.rail.selected() {
            Some(RailRow::Entry(Entry::Source { source, .. })) if !source.removed => {
                vec![source.address.clone()]
            }
            Some(RailRow::Entry(Entry::Folder(folder))) => folder.addresses.clone(),
            _ => Vec::new(),
        }
    }

    /// Whether a folder is selected in the rail, or something in one.
    pub(crate) fn can_fold_in_rail(&self) -> bool {
        match self.rail.selected() {
            Some(RailRow::Entry(Entry::Folder(_))) => true,
            Some(RailRow::Entry(entry)) => entry.within().next().is_some(),
            _ => false,
        }
    }

    /// Shows what a folder holds, or no longer.
    pub(crate) fn fold_in_rail(&mut self) {
        if !self.rail.turn_fold() {
            self.say(Severity::Info, "There is no folder here");
        }
    }

    /// The search that the list shows is to be saved: under which name?
    pub(crate) fn ask_for_name(&mut self) {
        let Some(query) = self.list.view.query.as_ref().map(ToString::to_string) else {
            let (search, filter) = (self.key_of(Action::SearchLibrary), self.key_of(Action::Filter));
            let text =
                format!("The list shows no search to save · {search} searches, {filter} narrows the list");
            return self.say(Severity::Info, text);
        };
        self.ask(Asked::Name, &query);
    }

    pub(crate) fn save_search(&mut self, name: &str) {
        let View { state, source, order, query: Some(query), .. } = &self.list.view else { return };
        let search = SavedSearch {
            name: name.to_owned(),
            query: query.to_string(),
            state: *state,
            source: *source,
            order: *order,
        };
        self.push(Effect::SaveSearch(search));
    }

    /// A line over the keys narrows the rows while it is typed.
    pub(crate) fn filter_rail(&mut self) {
        self.rail.unfiltered = self.rail.cursor;
        self.layers.push(Layer::Rail);
    }

    pub(crate) fn rail_filter_key(&mut self, chord: Chord) {
        match type_into(&mut self.rail.filter, chord) {
            Typed::Leave => return self.end_rail_filter(),
            Typed::Enter => {
                if let Some(RailRow::Entry(entry)) = self.rail.selected() {
                    let entry = entry.clone();
                    self.end_rail_filter();
                    self.rail.select(&entry);
                    self.show_entry(entry);
                    return;
                }
            }
            Typed::Move(rows) => self.rail.move_by(rows),
            Typed::Edited => self.rail.narrow(),
            Typed::Nothing => {}
        }
        self.layers.push(Layer::Rail);
    }

    pub(crate) fn rail_filter_pasted(&mut self, text: &str) {
        self.rail.filter.insert(text);
        self.rail.narrow();
    }

    fn end_rail_filter(&mut self) {
        self.rail.filter = crate::app::prompt::Line::default();
        self.rail.narrow();
    }
}
