//! What a frame costs as the cursor moves: Courant's, and a bare ratatui program's that paints the same cells and knows nothing
//! else. Both write to nowhere. `cargo bench --bench screen`; `COURANT_LIBRARY` names a large library.
#![allow(clippy::expect_used)] // a bench that cannot go on ends

#[path = "library/held.rs"]
mod held;

use std::io::{self, Sink};
use std::sync::Arc;

use courant::app::body::Opened;
use courant::app::{App, Clock, Effect, Msg, Place, Shelf};
use courant::config::{self, Config, Settings};
use courant::keys::Sequence;
use courant::layout::{self, HeadLines};
use courant::library::Library;
use courant::ui;
use divan::Bencher;
use ratatui::backend::{CrosstermBackend, TestBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

/// Columns and rows of the wide layout, and of the list alone.
const WIDE: (u16, u16) = (120, 40);
const LIST: (u16, u16) = (69, 40);
/// Related articles that are shown.
const RELATED: usize = 10;
/// Frames that a bench walks over.
const FRAMES: usize = 40;

/// As in the program.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// A reader whose questions are answered at once.
struct Reader {
    app: App,
    library: Library,
    settings: Settings,
}

impl Reader {
    fn new((width, height): (u16, u16)) -> Self {
        let settings = config::resolve(&Config::default(), &|_| None).expect("defaults");
        let keymap = Arc::new(settings.keymap.clone());
        let app = App::new(keymap, settings.measure, Shelf::default(), &Place::default(), Clock::now());
        let mut reader = Self { app, library: held::library(), settings };
        let start = reader.app.start();
        reader.answer(start);
        reader.send(Msg::Resize(width, height));
        reader
    }

    fn key(&mut self, key: &str) {
        let sequence: Sequence = key.parse().expect("a key");
        for chord in sequence.chords() {
            self.send(Msg::Key(*chord));
        }
    }

    fn send(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.answer(effects);
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Some(msg) = self.asked(effect) {
                self.send(msg);
            }
        }
    }

    fn asked(&self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Rows(number, view, slice, limit) => {
                Some(Msg::Rows(number, slice, self.library.window(&view, slice, limit).ok()))
            }
            Effect::Article(id) => {
                let held = self.library.get(id).ok().flatten()?;
                let prepared = layout::prepare(&held.article, &HeadLines::default());
                Some(Msg::Article(id, Some(Opened::new(held, prepared))))
            }
            Effect::Related(id) => {
                self.library.related(id, RELATED, &|| false).ok().flatten().map(|rows| Msg::Related(id, rows))
            }
            _ => None,
        }
    }

    /// The cells of each frame while the cursor goes down.
    fn frames(&mut self, (width, height): (u16, u16)) -> Vec<Buffer> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen in memory");
        let mut frames = Vec::new();
        for _ in 0..FRAMES {
            self.key("j");
            terminal.draw(|frame| ui::draw(frame, &self.app, &self.settings.theme)).expect("a frame");
            frames.push(terminal.backend().buffer().clone());
        }
        frames
    }
}

/// A terminal whose output goes nowhere.
fn nowhere((width, height): (u16, u16)) -> Terminal<CrosstermBackend<Sink>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
    Terminal::with_options(CrosstermBackend::new(io::sink()), TerminalOptions { viewport })
        .expect("a terminal")
}

/// A key that moves the cursor to the next article and back, what the library answers to it, and the frame after it.
fn courant(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let (mut reader, mut terminal, mut down) = (Reader::new(size), nowhere(size), false);
    bencher.bench_local(|| {
        down = !down;
        reader.key(if down { "j" } else { "k" });
        terminal.draw(|frame| ui::draw(frame, &reader.app, &reader.settings.theme)).expect("a frame");
    });
}

/// The frame alone, drawn again as it was.
fn drawing(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let (reader, mut terminal) = (Reader::new(size), nowhere(size));
    bencher.bench_local(|| {
        terminal.draw(|frame| ui::draw(frame, &reader.app, &reader.settings.theme)).expect("a frame");
    });
}

/// Ratatui alone: the cells of such frames copied in, compared and written.
fn bare(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let (frames, mut terminal, mut at) = (Reader::new(size).frames(size), nowhere(size), 0);
    bencher.bench_local(|| {
        at = (at + 1) % frames.len();
        terminal.draw(|frame| frame.buffer_mut().clone_from(&frames[at])).expect("a frame");
    });
}

#[divan::bench]
fn wide_key_and_frame(bencher: Bencher<'_, '_>) {
    courant(bencher, WIDE);
}

#[divan::bench]
fn wide_frame_alone(bencher: Bencher<'_, '_>) {
    drawing(bencher, WIDE);
}

#[divan::bench]
fn wide_bare_ratatui(bencher: Bencher<'_, '_>) {
    bare(bencher, WIDE);
}

#[divan::bench]
fn list_key_and_frame(bencher: Bencher<'_, '_>) {
    courant(bencher, LIST);
}

#[divan::bench]
fn list_bare_ratatui(bencher: Bencher<'_, '_>) {
    bare(bencher, LIST);
}
