//! How far it is, on a line of the terminal that is overwritten.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Work that takes less than this is not worth a progress mark.
const PATIENCE: Duration = Duration::from_millis(200);
/// Faster, nobody could read it.
const PACE: Duration = Duration::from_millis(100);

/// A line on standard error, where that is a terminal.
pub(super) struct Progress {
    /// When the line may be written again; never where nobody sees it.
    due: Option<Instant>,
    written: bool,
}

impl Progress {
    pub(super) fn new(plain: bool) -> Self {
        let seen = !plain && io::stderr().is_terminal();
        Self { due: seen.then(|| Instant::now() + PATIENCE), written: false }
    }

    /// Says how far it is, if that is due.
    pub(super) fn say(&mut self, how_far: impl Display) {
        let now = Instant::now();
        if self.due.is_some_and(|due| due <= now) {
            self.due = Some(now + PACE);
            self.written = true;
            let _ = write!(io::stderr(), "\r\x1b[K{how_far} …");
        }
    }

    /// Takes the line away, so that something else can be written there.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.written) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
