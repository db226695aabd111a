//! A query as text, in the form that is read as the same query.

use std::fmt::{self, Display, Formatter, Write};

use super::{Field, Node, Phrase, Query, State};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(parts) => joined(parts, " ", f, Self::tight),
            Self::Or(parts) => joined(parts, " OR ", f, |part, f| match part {
                Self::Or(_) => part.tight(f),
                _ => part.fmt(f),
            }),
            Self::Not(part) => {
                f.write_char('-')?;
                part.tight(f)
            }
            Self::Text(phrase) => phrase.fmt(f),
            Self::Field(field, phrase) => write!(f, "{}:{phrase}", name(&Field::ALL, field)),
            Self::Language(language) => write!(f, "lang:{language}"),
            Self::State(state) => write!(f, "is:{}", name(&State::ALL, state)),
            Self::Story(story) => write!(f, "story:{story}"),
            Self::Time(when) => when.fmt(f),
            Self::Regex(pattern) => write!(f, "/{}/", pattern.source),
        }
    }
}

impl Node {
    /// With parentheses around what holds several parts.
    fn tight(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(_) | Self::Or(_) => write!(f, "({self})"),
            _ => self.fmt(f),
        }
    }
}

fn joined(
    parts: &[Node],
    between: &str,
    f: &mut Formatter<'_>,
    one: impl Fn(&Node, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            f.write_str(between)?;
        }
        one(part, f)?;
    }
    Ok(())
}

/// The word that stands for a value.
fn name<T: PartialEq>(all: &[(&'static str, T)], value: &T) -> &'static str {
    all.iter().find(|(_, known)| known == value).map_or("", |(name, _)| name)
}

impl Display for Phrase {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let star = if self.prefix { "*" } else { "" };
        if is_bare(&self.text) {
            write!(f, "{}{star}", self.text)
        } else {
            write!(f, "\"{}{star}\"", self.text)
        }
    }
}

/// Whether a text is read as one plain word.
fn is_bare(text: &str) -> bool {
    let special = |c: char| c.is_whitespace() || "()\"*:".contains(c);
    text != "OR" && !text.starts_with(['-', '/']) && !text.contains(special)
}
