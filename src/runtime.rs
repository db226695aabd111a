//! The loop: one channel of messages, threads that fill it, and frames.
//!
//! ```text
//! keyboard thread  ─┐
//! signal thread    ─┤→ Msg → App::update → Effect → reader, writer, refresher, terminal
//! reader, writer,   │         │
//! refresher threads ┘         └→ one frame, at most three in 24 ms
//! ```
//!
//! Nothing here waits for disk or index: the reader thread answers reads, the writer thread keeps marks, the
//! refresher thread fills the library, each with its own connection. When nothing happens, every thread sleeps.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::app::{App, Clock, Effect, Msg, Place, Shelf};
use crate::config::Settings;
use crate::library::{Library, LibraryError};
use crate::theme::Theme;
use crate::{term, ui};

mod desk;
mod input;
pub(crate) mod reader;
mod refresher;
pub(crate) mod writer;

use desk::Desk;

/// So many frames are drawn in [`SPAN`] at most: more than screens show is work for nothing, but what answers a key comes in
/// up to three parts (key and text, what was found, related posts), and none of them should wait for the next.
const FRAMES: usize = 3;
/// See [`FRAMES`].
const SPAN: Duration = Duration::from_millis(24);
/// Frames while the window is being resized: terminals send a size for every step of the mouse.
const RESIZE_FRAME: Duration = Duration::from_millis(40);
/// However many messages wait, what happened is on the screen after this time.
const LATEST: Duration = Duration::from_millis(100);
/// How long a frame waits for a worker's answer, so that cursor and text move together.
const ANSWER: Duration = Duration::from_millis(3);
/// The same for the first frame, so that the program begins with something to read.
const FIRST_ANSWER: Duration = Duration::from_millis(60);

/// What the reader needs to begin.
#[derive(Debug)]
pub struct Setup {
    /// Folder of the library to read.
    pub folder: PathBuf,
    /// Folder of the user's own library, where *keep* puts articles.
    pub own: PathBuf,
    /// What the library is.
    pub shelf: Shelf,
    /// The user's settings.
    pub settings: Settings,
}

/// Why the reader ended early.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The library could not be opened.
    #[error("{0}")]
    Library(#[from] LibraryError),
    /// The terminal could not be used.
    #[error("the terminal could not be used: {0} (--plain prints the list instead)")]
    Terminal(#[from] io::Error),
}

/// Opens the reader on a library, which is open already, and returns when the user leaves it. The terminal is given back in
/// every case.
///
/// # Errors
/// Where the library cannot be written or the terminal not be used.
pub fn read(setup: &Setup, library: Library) -> Result<(), ReadError> {
    let place = if setup.shelf.temporary { Place::default() } else { stored_place(&library) };
    let keymap = Arc::new(setup.settings.keymap.clone());
    let mut app = App::new(keymap, setup.settings.measure, setup.shelf.clone(), &place, Clock::now());
    let (sender, inbox) = mpsc::channel();
    term::leave_on_panic();
    let mut desk = Desk::new(setup, library, sender.clone());
    // asked before the terminal is taken: both take their time
    for effect in app.start() {
        let other = desk.ask(effect);
        debug_assert!(other.is_none(), "what a program begins with is asked of the library: {other:?}");
    }
    let end = on_terminal(&mut app, &setup.settings.theme, sender, &inbox, &mut desk);
    term::leave();
    let kept = desk.finish();
    end.or_else(|error| if is_gone(&error) { Ok(()) } else { Err(error) })?;
    Ok(kept?)
}

fn on_terminal(
    app: &mut App,
    theme: &Theme,
    sender: Sender<Msg>,
    inbox: &Receiver<Msg>,
    desk: &mut Desk,
) -> io::Result<()> {
    let mut terminal = term::open()?;
    input::listen_to_signals(sender.clone())?;
    input::listen_to_keyboard(sender);
    run(&mut terminal, app, theme, inbox, desk)
}

fn stored_place(library: &Library) -> Place {
    let stored = library.value(writer::PLACE).ok().flatten();
    stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// The window was closed: nothing is left to say it to.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::BrokenPipe) || error.raw_os_error() == Some(5)
}

/// What doing an effect means for the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    On,
    /// The terminal is not ours until [`Msg::Resumed`].
    Asleep,
    /// End.
    End,
}

/// Does what the state asks for.
pub trait Perform<B: Backend> {
    /// Does one effect, without waiting for anything slow.
    ///
    /// # Errors
    /// Where the terminal cannot be used.
    fn perform(&mut self, effect: Effect, terminal: &mut Terminal<B>) -> Result<Flow, B::Error>;
}

/// The loop, over any back end. Ends with [`Effect::Quit`], or when nobody is left to send messages.
///
/// # Errors
/// Where the terminal cannot be drawn on.
pub fn run<B: Backend>(
    terminal: &mut Terminal<B>,
    app: &mut App,
    theme: &Theme,
    inbox: &Receiver<Msg>,
    performer: &mut impl Perform<B>,
) -> Result<(), B::Error> {
    let mut pace = Pace::new();
    let start = app.start();
    let mut flow = perform_all(start, terminal, performer, Flow::On)?;
    while flow != Flow::End {
        let until = if pace.dirty && flow == Flow::On { Some(pace.due(app)) } else { app.deadline() };
        let drawing_is_late = pace.is_late() && flow == Flow::On;
        match if drawing_is_late { Err(RecvTimeoutError::Timeout) } else { receive(inbox, until) } {
            Ok(msg) => {
                if app.is_seen(&msg) {
                    pace.note(&msg);
                }
                flow = if matches!(msg, Msg::Resumed) { Flow::On } else { flow };
                app.set_clock(Clock::now());
                flow = perform_all(app.update(msg), terminal, performer, flow)?;
            }
            Err(RecvTimeoutError::Timeout) if pace.dirty && flow == Flow::On => {
                flow = draw(terminal, app, theme, performer)?;
                pace.drawn();
            }
            Err(RecvTimeoutError::Timeout) => {
                app.set_clock(Clock::now());
                pace.dirty = true;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    Ok(())
}

fn perform_all<B: Backend>(
    effects: Vec<Effect>,
    terminal: &mut Terminal<B>,
    performer: &mut impl Perform<B>,
    mut flow: Flow,
) -> Result<Flow, B::Error> {
    for effect in effects {
        match performer.perform(effect, terminal)? {
            Flow::On => {}
            change => flow = change,
        }
    }
    Ok(flow)
}

fn receive(inbox: &Receiver<Msg>, until: Option<Instant>) -> Result<Msg, RecvTimeoutError> {
    match until {
        None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        Some(until) => inbox.recv_timeout(until.saturating_duration_since(Instant::now())),
    }
}

/// One frame, of the size that the terminal has now.
fn draw<B: Backend>(
    terminal: &mut Terminal<B>,
    app: &mut App,
    theme: &Theme,
    performer: &mut impl Perform<B>,
) -> Result<Flow, B::Error> {
    let size = terminal.size()?;
    app.set_clock(Clock::now());
    let flow = if app.size() == (size.width, size.height) {
        Flow::On
    } else {
        perform_all(app.update(Msg::Resize(size.width, size.height)), terminal, performer, Flow::On)?
    };
    terminal.draw(|frame| ui::draw(frame, app, theme))?;
    Ok(flow)
}

/// When the next frame is due.
struct Pace {
    dirty: bool,
    resizing: bool,
    /// When the first message since the last frame came.
    since: Option<Instant>,
    /// When the last frames were drawn, the oldest first.
    drawn: [Option<Instant>; FRAMES],
}

impl Pace {
    fn new() -> Self {
        Self { dirty: true, resizing: false, since: Some(Instant::now()), drawn: [None; FRAMES] }
    }

    fn note(&mut self, msg: &Msg) {
        self.dirty = true;
        self.resizing |= matches!(msg, Msg::Resize(..));
        self.since.get_or_insert_with(Instant::now);
    }

    /// Not before the frames drawn were seen; a little later where an answer is on its way. Always a moment in
    /// the past or near, so that messages which already wait are taken in first, and one frame shows them all.
    fn due(&self, app: &App) -> Instant {
        let [first, .., last] = self.drawn;
        let paced = if self.resizing {
            last.map(|last| last + RESIZE_FRAME)
        } else {
            first.map(|first| first + SPAN)
        };
        let patience = if last.is_none() { FIRST_ANSWER } else { ANSWER };
        let answered = self.since.filter(|_| app.is_waiting()).map(|since| since + patience);
        [paced, answered].into_iter().flatten().max().unwrap_or_else(Instant::now)
    }

    /// Messages came without a pause for so long that a frame is shown between them.
    fn is_late(&self) -> bool {
        self.since.is_some_and(|since| since.elapsed() >= LATEST)
    }

    fn drawn(&mut self) {
        let mut drawn = self.drawn;
        drawn.rotate_left(1);
        drawn[FRAMES - 1] = Some(Instant::now());
        *self = Self { dirty: false, resizing: false, since: None, drawn };
    }
}
