//! Standard output and standard error.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::sanitize;

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
    pub(super) fn json(&mut self, object: &impl Serialize) -> anyhow::Result<()> {
        let mut line = Vec::new();
        object.serialize(&mut Serializer::with_formatter(&mut line, Printable))?;
        line.push(b'\n');
        Ok(self.0.write_all(&line).map_err(Unwritable::from)?)
    }

    /// Hands over what is still held back.
    pub(super) fn flush(&mut self) -> Result<(), Unwritable> {
        Ok(self.0.flush()?)
    }
}

/// JSON in which what no text keeps is escaped: addresses of sources are printed exactly, and a terminal may read it.
struct Printable;

impl Formatter for Printable {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        for piece in text.split_inclusive(sanitize::is_dropped) {
            let kept = piece.trim_end_matches(sanitize::is_dropped);
            out.write_all(kept.as_bytes())?;
            piece[kept.len()..].encode_utf16().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
        }
        Ok(())
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
/// Words of the command line and lines of files are in it, so it is cleaned like them. There is nobody left to tell
/// where that fails.
pub(super) fn complain(message: impl Display) {
    let _ = writeln!(io::stderr(), "courant: {}", sanitize::lines(&message.to_string()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_the_same_without_what_no_text_keeps() {
        let text = "a\u{202e}b\u{9b}\u{e0041}\u{1b}\"é";
        let mut json = Vec::new();
        text.serialize(&mut Serializer::with_formatter(&mut json, Printable)).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!(json, r#""a\u202eb\u009b\udb40\udc41\u001b\"é""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
