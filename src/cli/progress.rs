//! How far it is, on a line of the terminal that is overwritten; and whether the user has enough of it.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::layout::truncate;
use crate::sanitize;

/// Work that takes less than this is not worth a progress mark.
const PATIENCE: Duration = Duration::from_millis(200);
/// Faster, nobody could read it.
const PACE: Duration = Duration::from_millis(100);

/// A line on standard error, where that is a terminal.
pub(super) struct Progress {
    /// When the line may be written again; never where nobody sees it.
    due: Option<Instant>,
    written: bool,
    stop: Arc<AtomicBool>,
}

impl Progress {
    pub(super) fn new(plain: bool) -> Self {
        let seen = !plain && io::stderr().is_terminal();
        Self { due: seen.then(|| Instant::now() + PATIENCE), written: false, stop: Arc::default() }
    }

    /// From now on Ctrl-C asks for a stop in good order; the second one ends the program as ever.
    pub(super) fn stoppable(plain: bool) -> io::Result<Self> {
        let progress = Self::new(plain);
        // in this order: the first Ctrl-C must find the flag not yet set
        flag::register_conditional_default(SIGINT, Arc::clone(&progress.stop))?;
        flag::register(SIGINT, Arc::clone(&progress.stop))?;
        Ok(progress)
    }

    /// Whether the user has asked for a stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Breaks where the user has asked for a stop.
    pub(super) fn flow(&self) -> ControlFlow<()> {
        if self.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Says how far it is, if that is due.
    pub(super) fn say(&mut self, how_far: impl FnOnce() -> String) {
        let now = Instant::now();
        if self.due.is_some_and(|due| due <= now) {
            self.due = Some(now + PACE);
            self.written = true;
            let text = sanitize::line(&how_far());
            let _ = write!(io::stderr(), "\r\x1b[K{}", truncate(&text, room()));
        }
    }

    /// Takes the line away, so that something else can be written there.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.written) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// Columns of a line that can be overwritten: a full one would wrap.
fn room() -> usize {
    let size = rustix::termios::tcgetwinsize(io::stderr());
    size.map_or(79, |size| usize::from(size.ws_col).saturating_sub(1))
}
