//! The state of the reader, and the one function that changes it.
//!
//! [`App::update`] takes a message and gives back effects; it does no I/O, so every scenario runs without a
//! terminal. What the screen needs beyond the state (which rows are missing, which article) is derived from the
//! state after each message, in `App::settle`.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use jiff::Zoned;

use crate::keys::{Chord, Keymap};
use crate::library::{ArticleId, Count, Counts, Order, Slice, SortKey, StateFilter, Window};

mod act;
pub mod body;
mod copies;
pub mod dates;
mod earlier;
pub mod find;
pub mod geometry;
pub mod layers;
pub mod list;
mod marks;
mod matches;
mod message;
mod moves;
mod progress;
pub mod prompt;
pub mod rail;
mod reading;
pub mod related;
pub mod search;
pub mod sheet;
pub mod snippets;
pub mod spark;
#[cfg(test)]
mod tests;
pub mod toast;
pub mod trail;
mod update;
mod views;

use body::Body;
use geometry::{Geometry, Pane};
use layers::Layer;
use list::List;
use rail::Rail;
use reading::Ready;
use toast::{Severity, Toast};
use trail::Trail;
use views::Views;

pub use message::{Clock, Effect, Msg, Place, Progress, Shelf};

pub(crate) use marks::grouped;

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
    count: Count,
    /// Number of the counts asked for last.
    counting: u64,
    views: Views,
    snippets: snippets::Snippets,
    body: Body,
    related: related::Answers,
    related_cursor: usize,
    /// What the reader found in the text.
    found: Option<find::Found>,
    landing: Option<matches::Landing>,
    rail: Rail,
    /// The article that the body should show; it follows the cursor of the list unless the reader left it.
    reading: Option<ArticleId>,
    requested: Option<ArticleId>,
    ready: Ready,
    /// The reader has chosen where to be: a key was pressed, or the place of the last time was restored.
    touched: bool,
    /// Marks since the library was read anew, with the number of commits awaited: what comes in may have been read before.
    marks: HashMap<(ArticleId, marks::Field), (bool, usize)>,
    /// The list that was marked read as a whole.
    sweep: Option<marks::Sweep>,
    /// The unread article that is looked for.
    seek: Option<moves::Seek>,
    trail: Trail,
    layers: Vec<Layer>,
    pending: Vec<Chord>,
    /// Keys typed while the list is on its way to the place that an earlier key sent it to: what they mean depends
    /// on that place.
    ahead: VecDeque<Chord>,
    toast: Option<Toast>,
    progress: Option<Progress>,
    /// How each source ended in the last refresh.
    results: Vec<(String, String)>,
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
            count: Count::default(),
            counting: 0,
            views: Views::default(),
            snippets: snippets::Snippets::default(),
            body: Body::default(),
            related: related::Answers::default(),
            related_cursor: 0,
            found: None,
            landing: None,
            rail: Rail::default(),
            reading: None,
            requested: None,
            ready: Ready::default(),
            touched: place.selected.is_some(),
            marks: HashMap::new(),
            sweep: None,
            seek: None,
            trail: Trail::default(),
            layers: Vec::new(),
            pending: Vec::new(),
            ahead: VecDeque::new(),
            toast: None,
            progress: None,
            results: Vec::new(),
            effects: Vec::new(),
        };
        app.restore(place);
        app
    }

    fn restore(&mut self, place: &Place) {
        self.list.view.state = if place.unread_only { StateFilter::Unread } else { StateFilter::All };
        self.list.view.order = if place.oldest_first { Order::Oldest } else { Order::Newest };
        let slice = place.selected.map_or(Slice::First, |(time, id)| Slice::Around(SortKey { time, id }));
        self.jump(slice);
        self.ask_counts();
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

    /// Whether something that the screen should show has been asked for and not arrived.
    pub fn is_waiting(&self) -> bool {
        self.is_on_its_way()
            || self.list.rows().is_empty() && self.progress.is_some()
            || self.reading.is_some() && !self.is_text_here()
            || self.is_related_due()
            || self.rail.is_open() && !self.rail.is_loaded()
    }

    /// Whether a message may change what is on the screen: an article that is read ahead does not.
    pub fn is_seen(&self, msg: &Msg) -> bool {
        !matches!(msg, Msg::Article(id, Some(_)) if self.reading != Some(*id))
    }

    fn rows_arrived(&mut self, generation: u64, slice: Slice, window: Option<Window>) {
        let Some(mut window) = window else {
            return self.list.give_up(generation);
        };
        window.rows.iter_mut().for_each(|row| self.apply_marks_to_row(row));
        let steps = self.focus == Pane::Body && self.list.owes();
        if self.list.receive(generation, slice, window) && steps {
            self.read_selected();
        }
    }

    fn ask_rows(&mut self, slice: Slice, limit: usize) {
        let (generation, slice) = self.list.ask(slice);
        self.push(Effect::Rows(generation, self.list.view.clone(), slice, limit));
    }

    /// Sends the list to another place.
    fn jump(&mut self, slice: Slice) {
        self.ask_rows(slice, list::SCREEN);
        self.list.jump();
    }

    /// Reads again what is on the screen.
    fn reload(&mut self) {
        self.forget_settled();
        self.reload_rows();
        self.ask_counts();
        self.ready.outdate();
        if let Some(id) = self.reading {
            self.ask_article(id);
        }
        self.reload_related();
        self.snippets.outdate();
    }

    /// Place and selection stay, but whoever has not touched a key yet is shown the first row, whatever came in
    /// above it.
    fn reload_rows(&mut self) {
        let selected = self.list.place().filter(|_| self.touched).map(Slice::Around);
        match (self.list.awaited_jump(), selected) {
            (None, Some(place)) => self.ask_rows(place, list::ROWS),
            (awaited, _) => self.jump(awaited.unwrap_or(Slice::First)),
        }
    }

    fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}

/// What the screen reads.
impl App {
    /// Where everything lies.
    pub fn geometry(&self) -> Geometry {
        Geometry::new(self.size, self.focus, self.measure, self.zen, self.rail.is_open())
    }

    /// The article that the body shows, or will as soon as it is here.
    pub fn reading(&self) -> Option<ArticleId> {
        self.reading
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

    /// The rail.
    pub fn rail(&self) -> &Rail {
        &self.rail
    }

    /// The text.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// How many articles the view holds, and how many of these are unread.
    pub fn counts(&self) -> Counts {
        self.count.counts
    }

    /// Whether there may be more than were counted.
    pub fn has_more(&self) -> bool {
        self.count.more
    }

    /// What the library is.
    pub fn shelf(&self) -> &Shelf {
        &self.shelf
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
}
