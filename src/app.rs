//! The state of the reader, and the one function that changes it.
//!
//! [`App::update`] takes a message and gives back effects; it does no I/O, so every scenario runs without a
//! terminal. What the screen needs beyond the state (which rows are missing, which article) is derived from the
//! state after each message, in `App::settle`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Zoned;

use crate::action::Action;
use crate::keys::{Chord, Keymap, Lookup};
use crate::library::{ArticleId, Counts, Order, Slice, SortKey, StateFilter, Window};

mod act;
pub mod body;
pub mod dates;
pub mod geometry;
pub mod layers;
pub mod list;
mod marks;
mod message;
mod moves;
pub mod prompt;
#[cfg(test)]
mod tests;
pub mod toast;
pub mod trail;

use body::{Body, Opened};
use geometry::{Geometry, Pane};
use layers::Layer;
use list::List;
use toast::{Severity, Toast};
use trail::Trail;

pub use message::{Clock, Effect, Msg, Place, Progress, Shelf};

pub(crate) use marks::grouped;

/// Articles held ready: the ones around the cursor and those just read.
const CACHED: usize = 32;
/// Articles prepared on each side of the cursor.
const NEIGHBOURS: usize = 3;
/// Work that takes less than this is not worth a progress mark.
const PATIENCE: Duration = Duration::from_millis(200);

/// The state of the reader.
#[derive(Debug)]
pub struct App {
    keymap: Arc<Keymap>,
    shelf: Shelf,
    clock: Clock,
    size: (u16, u16),
    measure: u16,
    zen: bool,
    focus: Pane,
    list: List,
    counts: Counts,
    body: Body,
    related_cursor: usize,
    /// The article that the body should show; it follows the cursor of the list unless the reader left it.
    reading: Option<ArticleId>,
    requested: Option<ArticleId>,
    cache: Vec<Opened>,
    /// The reader has chosen where to be: a key was pressed, or the place of the last time was restored.
    touched: bool,
    /// Marks on the screen that are not committed yet, with the number of commits awaited.
    unsettled: HashMap<(ArticleId, marks::Field), (bool, usize)>,
    search: u64,
    /// What to do with the unread article when it is found.
    then: moves::Then,
    trail: Trail,
    layers: Vec<Layer>,
    pending: Vec<Chord>,
    toast: Option<Toast>,
    progress: Option<Progress>,
    effects: Vec<Effect>,
}

impl App {
    /// The state at the start: nothing read yet, everything asked for.
    pub fn new(keymap: Arc<Keymap>, measure: u16, shelf: Shelf, place: &Place, clock: Clock) -> Self {
        let mut app = Self {
            keymap,
            shelf,
            clock,
            size: (0, 0),
            measure,
            zen: false,
            focus: Pane::List,
            list: List::default(),
            counts: Counts::default(),
            body: Body::default(),
            related_cursor: 0,
            reading: None,
            requested: None,
            cache: Vec::new(),
            touched: place.selected.is_some(),
            unsettled: HashMap::new(),
            search: 0,
            then: moves::Then::Select,
            trail: Trail::default(),
            layers: Vec::new(),
            pending: Vec::new(),
            toast: None,
            progress: None,
            effects: Vec::new(),
        };
        app.restore(place);
        app
    }

    fn restore(&mut self, place: &Place) {
        self.list.view.state = if place.unread_only { StateFilter::Unread } else { StateFilter::All };
        self.list.view.order = if place.oldest_first { Order::Oldest } else { Order::Newest };
        let slice = place.selected.map_or(Slice::First, |(time, id)| Slice::Around(SortKey { time, id }));
        self.ask_rows(slice);
        self.push(Effect::Counts(self.list.view.clone()));
    }

    /// What is to be done before the first message.
    pub fn start(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Tells the state what time it is.
    pub fn set_clock(&mut self, clock: Clock) {
        if self.toast.as_ref().is_some_and(|toast| toast.until <= clock.instant) {
            self.toast = None;
        }
        self.clock = clock;
    }

    /// When the screen changes by itself, if it will.
    pub fn deadline(&self) -> Option<Instant> {
        let toast = self.toast.as_ref().map(|toast| toast.until);
        let gauge = self.progress.map(|progress| progress.since + PATIENCE);
        [toast, gauge.filter(|at| *at > self.clock.instant)].into_iter().flatten().min()
    }

    /// Whether something that the screen should show has been asked for and not arrived.
    pub fn is_waiting(&self) -> bool {
        !self.list.is_loaded()
            || self.list.rows().is_empty() && self.progress.is_some()
            || self.reading.is_some() && self.reading != self.body.id()
    }

    /// The one function that changes the state.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(chord) => self.key(chord),
            Msg::Paste(text) => self.paste(&text),
            Msg::Resize(width, height) => self.size = (width, height),
            Msg::Rows(generation, slice, window) => self.rows_arrived(generation, slice, window),
            Msg::Counts(counts) => self.counts = counts,
            Msg::Article(id, opened) => self.article_arrived(id, opened),
            Msg::Unread(search, found) => self.unread_found(search, found),
            Msg::Marked(ids, mark, kept) => self.marked(&ids, mark, kept),
            Msg::MarkedAll(count) => self.marked_all(count),
            Msg::Undone(redo, done) => self.undone(redo, done),
            Msg::Changed => self.reload(),
            Msg::Refreshing(done, total) => self.refreshing(done, total),
            Msg::Refreshed(words) => self.refreshed(words),
            Msg::Say(severity, text) => self.say(severity, text),
            Msg::Resumed => self.push(Effect::Resume),
            Msg::Suspend => self.act(Action::Suspend),
            Msg::End => self.act(Action::Quit),
        }
        self.settle();
        std::mem::take(&mut self.effects)
    }

    /// A key goes to the layer on top; without one, to the keymap of the pane that has the focus.
    fn key(&mut self, chord: Chord) {
        self.touched = true;
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

    /// Derives from the state what has to be fetched, and fits everything to the screen.
    fn settle(&mut self) {
        let geometry = self.geometry();
        self.list.scroll(geometry.list_rows());
        if let Some(slice) = self.list.wanted() {
            self.ask_rows(slice);
        }
        if self.focus == Pane::List && self.list.is_loaded() {
            self.reading = self.list.selected().map(|row| row.key.id);
        }
        self.follow_reading();
        self.body.resize(geometry.text_width(self.measure), geometry.body_lines());
        self.related_cursor = self.related_cursor.min(self.links().len().saturating_sub(1));
    }

    /// The body shows what is being read: from the cache, or when it arrives.
    fn follow_reading(&mut self) {
        if self.reading == self.body.id() {
            return;
        }
        let Some(id) = self.reading else {
            self.save_anchor();
            return self.body.clear();
        };
        if let Some(opened) = self.cache.iter().find(|opened| opened.id() == id).cloned() {
            self.show(opened);
        } else if self.requested != Some(id) {
            self.requested = Some(id);
            self.push(Effect::Article(id));
        }
    }

    fn show(&mut self, opened: Opened) {
        self.save_anchor();
        self.related_cursor = 0;
        self.requested = None;
        self.body.show(opened);
        self.prefetch();
    }

    /// The place in a text is kept when the text is left.
    fn save_anchor(&mut self) {
        let Some(opened) = self.body.opened() else { return };
        let (id, anchor) = (opened.id(), self.body.anchor());
        if opened.held.anchor.unwrap_or_default() != anchor {
            self.cache.retain(|cached| cached.id() != id);
            self.push(Effect::SaveAnchor(id, anchor));
        }
    }

    fn prefetch(&mut self) {
        let cursor = self.list.cursor();
        let from = cursor.saturating_sub(NEIGHBOURS);
        let near = self.list.rows().iter().skip(from).take(2 * NEIGHBOURS + 1);
        let missing: Vec<ArticleId> =
            near.map(|row| row.key.id).filter(|id| !self.cache.iter().any(|at| at.id() == *id)).collect();
        if !missing.is_empty() {
            self.push(Effect::Prefetch(missing));
        }
    }

    fn article_arrived(&mut self, id: ArticleId, opened: Option<Opened>) {
        let Some(mut opened) = opened else {
            if self.requested == Some(id) {
                self.requested = None;
                self.reading = self.body.id();
                self.say(Severity::Error, "This article is no longer in the library");
            }
            return;
        };
        self.apply_unsettled(&mut opened);
        self.cache.retain(|cached| cached.id() != id);
        self.cache.truncate(CACHED - 1);
        self.cache.insert(0, opened.clone());
        if self.body.id() == Some(id) {
            self.body.update(opened);
        } else if self.reading == Some(id) {
            self.show(opened);
        }
    }

    fn rows_arrived(&mut self, generation: u64, slice: Slice, window: Option<Window>) {
        let Some(mut window) = window else {
            return self.list.give_up(generation);
        };
        window.rows.iter_mut().for_each(|row| self.apply_unsettled_to_row(row));
        self.list.receive(generation, slice, window);
    }

    fn ask_rows(&mut self, slice: Slice) {
        let (generation, slice) = self.list.ask(slice);
        self.push(Effect::Rows(generation, self.list.view.clone(), slice, list::ROWS));
    }

    /// Reads again what is on the screen. Place and selection stay, but whoever has not touched a key yet is shown
    /// the first row, whatever came in above it.
    fn reload(&mut self) {
        let selected = self.list.selected().filter(|_| self.touched);
        let slice = selected.map_or(Slice::First, |row| Slice::Around(row.key));
        self.ask_rows(slice);
        self.push(Effect::Counts(self.list.view.clone()));
        self.cache.clear();
        if let Some(id) = self.body.id() {
            self.push(Effect::Article(id));
        }
    }

    fn refreshing(&mut self, done: usize, total: usize) {
        let since = self.progress.map_or(self.clock.instant, |progress| progress.since);
        self.progress = Some(Progress { done, total, since });
    }

    fn refreshed(&mut self, words: Option<String>) {
        self.progress = None;
        if let Some(words) = words {
            self.say(Severity::Info, words);
        }
        self.reload();
    }

    fn say(&mut self, severity: Severity, text: impl Into<String>) {
        self.toast = Some(Toast::new(severity, text, self.clock.instant));
    }

    fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}

/// What the screen reads.
impl App {
    /// Where everything lies.
    pub fn geometry(&self) -> Geometry {
        Geometry::new(self.size.0, self.size.1, self.focus, self.measure, self.zen)
    }

    /// Columns and rows of the terminal, as far as the state knows.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Which pane has the keyboard.
    pub fn focus(&self) -> Pane {
        self.focus
    }

    /// The article list.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// The text.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// How many articles the library holds, and how many are unread.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// What the library is.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// The page's own links of the article shown.
    pub fn links(&self) -> &[crate::library::HeldLink] {
        self.body.opened().map_or(&[], |opened| &opened.held.page_links)
    }

    /// The selected row of the related pane.
    pub fn related_cursor(&self) -> usize {
        self.related_cursor
    }

    /// What lies over the panes, bottom up.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// What is being said.
    pub fn toast(&self) -> Option<&Toast> {
        self.toast.as_ref()
    }

    /// Keys typed of a sequence that is not complete.
    pub fn pending(&self) -> &[Chord] {
        &self.pending
    }

    /// The keymap.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// What time it is.
    pub fn now(&self) -> &Zoned {
        &self.clock.zoned
    }

    /// Whether a refresh is under way.
    pub fn is_refreshing(&self) -> bool {
        self.progress.is_some()
    }

    /// How far a refresh is, once it takes long enough to be worth showing.
    pub fn progress(&self) -> Option<Progress> {
        self.progress.filter(|progress| self.clock.instant >= progress.since + PATIENCE)
    }
}
