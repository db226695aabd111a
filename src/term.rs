//! The terminal: taking it over, giving it back whatever happens, and the frames in between.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{cursor, execute, queue, terminal};
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};

use shown::Shown;

mod pen;
mod pieces;
mod scroll;
mod shown;

/// Whether the terminal is ours just now; the panic hook and the normal way out must not both give it back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Holds a frame back until it is whole, then writes it at once. Of one that is never finished nothing is written:
/// it would land on the shell's screen.
#[derive(Debug, Default)]
struct Whole(Vec<u8>);

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        let written = out.write_all(&self.0).and_then(|()| out.flush());
        self.0.clear();
        written
    }
}

/// ratatui's back end for crossterm, with each frame inside one synchronized update (DECSET 2026), so that a
/// terminal never shows half a frame, and in few bytes.
pub struct Screen {
    inner: CrosstermBackend<Whole>,
    shown: Shown,
    /// Where the cursor stands, and whether it is seen; `None` where that has to be said again.
    cursor: Option<Position>,
    visible: Option<bool>,
    /// A frame has begun and is not at its end.
    in_frame: bool,
}

/// Takes the terminal over and returns what to draw on.
///
/// # Errors
/// Where standard output is no terminal, or it refuses raw mode.
pub fn open() -> io::Result<Terminal<Screen>> {
    enter()?;
    let inner = CrosstermBackend::new(Whole::default());
    let shown = Shown::empty(inner.size()?);
    Terminal::new(Screen { inner, shown, cursor: None, visible: None, in_frame: false })
}

/// Takes the terminal (again): raw mode, alternate screen, bracketed paste.
///
/// # Errors
/// Where the terminal refuses raw mode or cannot be written to.
pub fn enter() -> io::Result<()> {
    // With NO_COLOR set crossterm 0.29 writes a reset after reverse and bold, and the selection vanishes; the
    // theme honours NO_COLOR itself, by using no colours.
    crossterm::style::force_color_output(true);
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Takes the terminal again after the process was stopped, by us or by others, who may have left it in any mode.
///
/// # Errors
/// As [`enter`].
pub fn reenter() -> io::Result<()> {
    // crossterm believes that raw mode is still on and would do nothing
    let _ = terminal::disable_raw_mode();
    enter()
}

/// Gives the terminal back as it was. Safe to call twice, and from a panic hook; every step is tried even
/// where an earlier one failed, since the terminal may be gone.
pub fn leave() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate, DisableBracketedPaste);
    let _ = execute!(out, cursor::Show, LeaveAlternateScreen);
    let _ = terminal::disable_raw_mode();
}

/// Makes a panic in any thread give the terminal back before its message is printed, and end the program: a
/// reader without one of its threads would only look alive.
pub fn leave_on_panic() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        leave();
        print(info);
        if std::thread::current().name() != Some("main") {
            std::process::exit(101);
        }
    }));
}

/// Draws everything anew with the next frame. Not `Terminal::clear`: that asks the terminal for the cursor's
/// position and waits for an answer which the keyboard thread reads.
///
/// # Errors
/// Where the terminal cannot be written to.
pub fn redraw<B: Backend>(terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    let size = terminal.size()?;
    terminal.resize(Rect::new(0, 0, size.width, size.height))
}

/// Puts text on the clipboard through the terminal (OSC 52), so that it also works over ssh.
///
/// # Errors
/// Where the terminal cannot be written to.
pub fn copy(text: &str) -> io::Result<()> {
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
}

impl Screen {
    /// Whatever draws first begins the frame: clearing belongs to the frame that fills the screen again. Drawing moves the
    /// cursor.
    fn begin(&mut self) -> io::Result<()> {
        self.cursor = None;
        if std::mem::replace(&mut self.in_frame, true) {
            return Ok(());
        }
        queue!(self.inner, BeginSynchronizedUpdate)
    }
}

impl Backend for Screen {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let bytes = self.shown.take(content);
        // a frame like the one before is none
        if bytes.is_empty() {
            return Ok(());
        }
        self.begin()?;
        self.inner.write_all(&bytes)
    }

    /// The end of a frame: `Terminal::draw` flushes once, after the cursor is placed.
    fn flush(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.in_frame) {
            queue!(self.inner, EndSynchronizedUpdate)?;
        }
        Write::flush(&mut self.inner)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.visible.replace(false) == Some(false) {
            return Ok(());
        }
        queue!(self.inner, cursor::Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.visible.replace(true) == Some(true) {
            return Ok(());
        }
        queue!(self.inner, cursor::Show)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        if self.cursor.replace(Position { x, y }) == Some(Position { x, y }) {
            return Ok(());
        }
        queue!(self.inner, cursor::MoveTo(x, y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    /// Not through ratatui's own: that flushes, and the terminal would show the empty screen.
    fn clear_region(&mut self, clear: ClearType) -> io::Result<()> {
        use crossterm::terminal::ClearType as Clears;
        self.begin()?;
        self.shown = match clear {
            ClearType::All => Shown::empty(self.inner.size()?),
            _ => Shown::default(),
        };
        // whoever had the terminal meanwhile may have left it in any state
        self.visible = None;
        queue!(
            self.inner,
            Clear(match clear {
                ClearType::All => Clears::All,
                ClearType::AfterCursor => Clears::FromCursorDown,
                ClearType::BeforeCursor => Clears::FromCursorUp,
                ClearType::CurrentLine => Clears::CurrentLine,
                ClearType::UntilNewLine => Clears::UntilNewLine,
            })
        )
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }
}
