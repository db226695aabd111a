//! What is wrong in a config, where, and what may have been meant.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use unicode_width::UnicodeWidthStr;

use crate::sanitize;

/// Characters of a line that are shown on either side of the place.
const AROUND: usize = 100;
/// Characters of a cause; it may quote a name of any length.
const LONGEST_CAUSE: usize = 300;

/// Why there is no config to work with.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file could not be read.
    #[error("the config file {file:?} cannot be read ({cause}): mend it, or name another one with --config")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A path needs a home.
    #[error("HOME is not set, so {wanted} cannot be found: set it, or give the path in full")]
    NoHome {
        /// What was looked for.
        wanted: String,
    },
    /// Something in a file is wrong.
    #[error(transparent)]
    Wrong(Box<Mistake>),
}

/// Something wrong in a file, and its place.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub struct Mistake {
    file: String,
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    /// The line around the place, safe to print.
    text: String,
    /// Where the caret stands below the line and how long it is, in columns.
    caret: (usize, usize),
    cause: String,
    hint: Option<String>,
}

/// Reads TOML; `file` is what messages call it.
pub(super) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text).map_err(|error| {
        // toml says this of every enum, though none of ours is ever a table.
        let cause = error.message().replace("wanted string or table", "expected a text in quotes");
        ConfigError::wrong(file, text, error.span().unwrap_or_default(), cause)
    })
}

impl ConfigError {
    /// A mistake at a place of the text, in bytes.
    pub(super) fn wrong(file: &str, text: &str, place: Range<usize>, cause: String) -> Self {
        let start = boundary(text, place.start);
        let from = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[from..].lines().next().unwrap_or_default();
        let (before, rest) = line.split_at(boundary(line, start - from));
        let marked = &rest[..boundary(rest, place.end.saturating_sub(start))];
        let (cause, hint) = explain(&cause).unwrap_or((cause, None));
        let (lead, tail) = (last(&safe(before), AROUND), first(&safe(rest), AROUND));
        let marked = safe(marked).width().clamp(1, tail.width().max(1));
        Self::Wrong(Box::new(Mistake {
            file: safe(file),
            line: text[..from].matches('\n').count() + 1,
            column: before.chars().count() + 1,
            caret: (lead.width(), marked),
            text: lead + &tail,
            cause: first(&safe(&cause), LONGEST_CAUSE),
            hint: hint.map(|hint| safe(&hint)),
        }))
    }
}

/// The start of the character at this byte; the end of the text for what lies behind it.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rfind(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

/// The last characters of a text, where it has more.
fn last(text: &str, most: usize) -> String {
    match text.char_indices().nth_back(most) {
        Some((before, c)) => format!("…{}", &text[before + c.len_utf8()..]),
        None => text.to_owned(),
    }
}

/// The first characters of a text, where it has more.
fn first(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// One line that a terminal shows as it is.
fn safe(text: &str) -> String {
    let shown = |c: char| if c.is_control() || sanitize::is_dropped(c) { '\u{fffd}' } else { c };
    text.chars().map(|c| if c == '\t' { ' ' } else { shown(c) }).collect()
}

/// Puts serde's "unknown field `x`, expected one of `a`, `b`" in the user's words: every name of the config, from
/// settings to colours, is refused in this one form.
fn explain(message: &str) -> Option<(String, Option<String>)> {
    let (wrong, known) = message.rsplit_once(", expected ")?;
    let (what, name) = match wrong.strip_prefix("unknown field ") {
        Some(name) => ("unknown setting", name),
        None => ("unknown name", wrong.strip_prefix("unknown variant ")?),
    };
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    let hint = match nearest(name.trim_matches('`'), &known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    Some((format!("{what} {name}"), Some(hint)))
}

/// The name that was likely meant: at most a third of its letters wrong.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name = name.to_lowercase();
    let distance = |known: &str| strsim::damerau_levenshtein(&known.to_lowercase(), &name);
    let best = known.iter().copied().min_by_key(|known| distance(known))?;
    (distance(best) * 3 <= best.chars().count().max(3)).then_some(best)
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, text, caret: (before, marked), cause, hint } = self;
        let margin = " ".repeat(line.to_string().len());
        writeln!(f, "{file}:{line}:{column}: {cause}")?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{line} | {text}")?;
        write!(f, "{margin} | {:before$}{:^<marked$}", "", "")?;
        match hint {
            Some(hint) => write!(f, "\n{margin} = {hint}"),
            None => Ok(()),
        }
    }
}
