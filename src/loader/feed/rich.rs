//! Text of an entry, and what of it is markup.

use std::borrow::Cow;
use std::collections::HashSet;

use super::scan::{Scanner, Tag, Token};
use crate::article::Block;
use crate::loader::entity::{is_escaped, unescape};
use crate::loader::page_html::{self, Base};
use crate::loader::plain::paragraphs;
use crate::sanitize::{NAME, NAMES};

/// How often a text may have been escaped over again; no program does it more often.
const ESCAPES: usize = 3;

/// How characters are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Form {
    /// As they are.
    Plain,
    Html,
    /// Nothing says: HTML where they look so.
    #[default]
    Guess,
}

/// Text of an entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Rich {
    pub(super) text: String,
    pub(super) form: Form,
}

impl Rich {
    /// Text that is meant as it is.
    pub(super) fn plain(text: String) -> Self {
        Self { text, form: Form::Plain }
    }

    fn is_html(&self) -> bool {
        match self.form {
            Form::Plain => false,
            Form::Html => true,
            Form::Guess => {
                let has_tags = || names(&self.text).any(is_html_name) || !ended(&self.text).is_empty();
                is_escaped(&self.text) || self.text.contains('<') && has_tags()
            }
        }
    }

    /// The text with the escapes read that were written over others.
    fn settled(&self) -> Cow<'_, Self> {
        let mut rich = Cow::Borrowed(self);
        for _ in 0..ESCAPES {
            let Some(once) = rich.escaped_twice() else { break };
            rich = Cow::Owned(once);
        }
        rich
    }

    /// The text with its escapes read once more, where it is HTML that then has tags: without a tag now, or with an
    /// escaped one at its beginning.
    fn escaped_twice(&self) -> Option<Self> {
        if self.form == Form::Plain || memchr::memmem::find(self.text.as_bytes(), b"lt;/").is_none() {
            return None;
        }
        if self.text.contains('<') && !begins_escaped(&self.text) {
            return None;
        }
        let text = outside_unescaped(&self.text);
        let has_tags = names(&text).any(is_html_name) || begins_escaped(&text);
        has_tags.then_some(Self { text, form: Form::Html })
    }

    /// The text in one line, without tags, as far as lines are kept.
    pub(super) fn line(&self) -> String {
        self.line_within(FULL)
    }

    /// The same, at least up to so many bytes.
    pub(super) fn line_within(&self, full: usize) -> String {
        let mut line = Line { text: String::new(), full };
        if memchr::memchr2(b'<', b'&', self.text.as_bytes()).is_some() {
            let rich = self.settled();
            if rich.is_html() { rich.write(&mut line) } else { line.push(&rich.text) }
        } else {
            line.push(&self.text);
        }
        line.text.truncate(line.text.trim_end().len());
        line.text
    }

    fn write(&self, line: &mut Line) {
        let mut tokens = Scanner::new(&self.text);
        let ended = ended(&self.text);
        while !line.is_full() {
            let before = tokens.at;
            let Some(token) = tokens.next() else { break };
            match token {
                Token::Text(text) => line.push(&unescape(text)),
                Token::Data(data) => line.push(data),
                Token::Open(Tag { name, .. }) | Token::Close(name) => {
                    if !is_html_name(name) && !ended.contains(name) && self.form == Form::Guess {
                        line.push(tokens.since(before, tokens.at));
                    } else if !is_inline(name) {
                        line.push(" ");
                    }
                }
            }
        }
    }

    /// The text as blocks; `None` where it has more elements than fit into memory.
    pub(super) fn blocks(&self, base: &Base) -> Option<Vec<Block>> {
        let rich = self.settled();
        if !rich.is_html() {
            return Some(paragraphs(&rich.text));
        }
        if !rich.text.contains('<') {
            return Some(paragraphs(&unescape(&rich.text)));
        }
        page_html::fragment(&rich.text, base)
    }
}

/// Texts one behind the other in one line, at least up to so many bytes.
pub(super) fn joined<'a>(texts: impl Iterator<Item = &'a str>, full: usize) -> String {
    let mut line = Line { text: String::new(), full };
    for text in texts {
        line.push(text);
        line.push(" ");
        if line.is_full() {
            break;
        }
    }
    line.text
}

/// Bytes of a line that is longer than any list of names.
const FULL: usize = NAMES * NAME;

/// A line as it grows: runs of white space are one space, and what is longer than it may be is cut.
struct Line {
    text: String,
    /// Bytes of one that is full.
    full: usize,
}

impl Line {
    fn push(&mut self, text: &str) {
        for (number, word) in text.split(char::is_whitespace).enumerate() {
            if self.is_full() {
                return;
            }
            if number > 0 && !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
            self.text.push_str(word.get(..FULL).unwrap_or(word));
        }
    }

    fn is_full(&self) -> bool {
        self.text.len() > self.full
    }
}

/// Names of the elements that a text may hold.
fn names(text: &str) -> impl Iterator<Item = &str> {
    Scanner::new(text).filter_map(|token| match token {
        Token::Open(Tag { name, .. }) | Token::Close(name) => Some(name),
        Token::Text(_) | Token::Data(_) => None,
    })
}

/// Elements that begin and end in a text: whatever they are called, they are no words in angle brackets.
fn ended(text: &str) -> HashSet<&str> {
    let (mut begun, mut ended) = (HashSet::new(), HashSet::new());
    for token in Scanner::new(text) {
        match token {
            Token::Open(tag) if !tag.empty && begun.len() < NAMES => drop(begun.insert(tag.name)),
            Token::Close(name) if begun.contains(name) => drop(ended.insert(name)),
            _ => {}
        }
    }
    ended
}

/// Whether a text begins, divisions aside, with a tag that was escaped once or twice too often.
fn begins_escaped(text: &str) -> bool {
    let mut rest = text.trim_start();
    while rest.get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case("<div")) {
        rest = rest.split_once('>').map_or("", |(_, rest)| rest.trim_start());
    }
    let escaped = rest.strip_prefix('&').map(|rest| rest.strip_prefix("amp;").unwrap_or(rest));
    let tag = escaped.and_then(|rest| rest.strip_prefix("lt;"));
    tag.is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!'))
}

/// HTML with the escapes read that stand in no element but divisions.
pub(super) fn outside_unescaped(text: &str) -> String {
    let (mut out, mut depth) = (String::with_capacity(text.len()), 0_usize);
    let counts = |name: &str| !is_void(name) && !name.eq_ignore_ascii_case("div");
    let mut tokens = Scanner::new(text);
    loop {
        let before = tokens.at;
        let Some(token) = tokens.next() else { return out };
        match token {
            Token::Text(text) if depth == 0 => {
                out.push_str(&unescape(text));
                continue;
            }
            Token::Open(tag) if counts(tag.name) && !tag.empty => depth += 1,
            Token::Close(name) if counts(name) => depth = depth.saturating_sub(1),
            _ => {}
        }
        out.push_str(tokens.since(before, tokens.at));
    }
}

/// Elements without content that texts hold.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "wbr" | "input")
}

/// Elements of HTML that stand in the running text.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
];
/// Other elements of HTML that stand in texts.
const BLOCKS: &[&str] = &[
    "applet",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "embed",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "iframe",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "object",
    "ol",
    "p",
    "picture",
    "pre",
    "script",
    "section",
    "style",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];

fn is_inline(name: &str) -> bool {
    INLINE.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn is_html_name(name: &str) -> bool {
    is_inline(name) || BLOCKS.iter().any(|known| known.eq_ignore_ascii_case(name))
}
