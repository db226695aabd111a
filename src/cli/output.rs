//! Standard output and standard error.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Why standard output took no more.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unwritable {
    /// Who read it has enough.
    #[error("standard output was closed")]
    Closed,
    /// A full disk, usually.
    #[error("standard output could not be written ({0}): send it somewhere else")]
    Io(io::Error),
}

impl From<io::Error> for Unwritable {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Io(error) }
    }
}

/// Standard output. Dropping it without [`Output::flush`] loses nothing but the error.
pub(super) struct Output(BufWriter<StdoutLock<'static>>);

impl Output {
    pub(super) fn new() -> Self {
        Self(BufWriter::new(io::stdout().lock()))
    }

    /// Prints a text that ends its own lines.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Unwritable> {
        Ok(self.0.write_all(text.as_bytes())?)
    }

    /// Prints a line.
    pub(super) fn line(&mut self, line: impl Display) -> Result<(), Unwritable> {
        Ok(writeln!(self.0, "{line}")?)
    }

    /// Prints an object on a line of its own.
    pub(super) fn json(&mut self, object: &impl serde::Serialize) -> anyhow::Result<()> {
        Ok(self.line(serde_json::to_string(object)?)?)
    }

    /// Hands over what is still held back.
    pub(super) fn flush(&mut self) -> Result<(), Unwritable> {
        Ok(self.0.flush()?)
    }
}

/// Whether standard output is a terminal.
pub(super) fn on_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Columns of the terminal that standard output is; `None` where it is none or does not say.
pub(super) fn columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// Says on standard error what went wrong.
///
/// File names and lines of files are in it, so controls are left out. There is nobody left to tell where that fails.
pub(super) fn complain(message: impl Display) {
    let message = message.to_string().replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
    let _ = writeln!(io::stderr(), "courant: {message}");
}
