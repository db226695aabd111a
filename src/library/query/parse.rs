//! Text → query, by recursive descent.

use std::ops::Range;

use jiff::Zoned;

use super::{Field, Node, Pattern, Phrase, QueryError, State, When};
use crate::library::{ArticleId, StoryId};

/// Parts that a query may hold; SQLite takes expressions 1,000 deep.
const PARTS: usize = 256;

/// Parentheses and negations within each other.
const DEPTH: usize = 32;

/// What stands before a colon besides [`Field::ALL`].
const OTHER_FIELDS: [&str; 6] = ["lang", "is", "story", "after", "before", "age"];

type Parsed<T> = Result<T, QueryError>;

pub(super) fn parse(text: &str, typing: bool, now: &Zoned) -> Parsed<Node> {
    let mut parser = Parser { text, at: 0, typing, now, parts: 0, depth: 0 };
    let node = parser.either()?;
    if parser.at < text.len() {
        return Err(wrong(parser.at..parser.at + 1, "nothing is open here: leave the parenthesis out"));
    }
    match node {
        Some(node) => Ok(node),
        None if text.trim().is_empty() => Ok(Node::And(Vec::new())),
        None => Err(wrong(0..text.len(), "there is no letter or digit to look for: write a word")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    typing: bool,
    now: &'a Zoned,
    parts: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, c: char) -> bool {
        let eaten = self.rest().starts_with(c);
        if eaten {
            self.at += c.len_utf8();
        }
        eaten
    }

    /// The next word, not taken yet: up to a space, a quote or a parenthesis.
    fn word(&self) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(|c: char| c.is_whitespace() || "()\"".contains(c)).unwrap_or(rest.len())]
    }

    fn either(&mut self) -> Parsed<Option<Node>> {
        let mut parts = Vec::new();
        let mut before: Option<Range<usize>> = None;
        loop {
            let all = self.all()?;
            let behind = (self.word() == "OR").then(|| self.at..self.at + "OR".len());
            // what an OR at the end waits for may still be typed
            let unfinished = self.typing && behind.is_none();
            match (all, before.or_else(|| behind.clone())) {
                (Some(node), _) => parts.push(node),
                (None, Some(or)) if !unfinished => {
                    let no = "OR stands between two words: write one on each side, or \"OR\" to look for it";
                    return Err(wrong(or, no));
                }
                (None, _) => {}
            }
            let Some(or) = behind else { return Ok(several(parts, Node::Or)) };
            self.at = or.end;
            before = Some(or);
        }
    }

    fn all(&mut self) -> Parsed<Option<Node>> {
        let mut parts = Vec::new();
        loop {
            self.skip_spaces();
            if self.rest().is_empty() || self.rest().starts_with(')') || self.word() == "OR" {
                return Ok(several(parts, Node::And));
            }
            let from = self.at;
            parts.extend(self.part()?);
            self.parts += 1;
            if self.parts > PARTS {
                let no = format!("a query holds at most {PARTS} words and fields: leave some out");
                return Err(wrong(from..self.at, no));
            }
        }
    }

    /// One part; none where a word has neither letter nor digit.
    fn part(&mut self) -> Parsed<Option<Node>> {
        let from = self.at;
        self.depth += 1;
        if self.depth > DEPTH {
            let no =
                format!("more than {DEPTH} parentheses or negations stand within each other: take some away");
            let next = self.rest().chars().next().map_or(0, char::len_utf8);
            return Err(wrong(from..from + next, no));
        }
        let node = if self.negates() {
            self.at += 1;
            self.part()?.map(|node| Node::Not(Box::new(node)))
        } else if self.eat('(') {
            self.group(from)?
        } else if self.rest().starts_with('"') {
            let (text, prefix) = self.quoted()?;
            Phrase::new(text, prefix).map(Node::Text)
        } else if self.opens_pattern() {
            Some(self.pattern()?)
        } else if let Some((name, _)) = self.field_name() {
            Some(self.field(name)?)
        } else {
            let (text, prefix) = self.bare()?;
            Phrase::new(text, prefix).map(Node::Text)
        };
        self.depth -= 1;
        Ok(node)
    }

    /// A `-` with something behind it.
    fn negates(&self) -> bool {
        let mut chars = self.rest().chars();
        chars.next() == Some('-') && chars.next().is_some_and(|c| !c.is_whitespace() && c != ')')
    }

    fn opens_pattern(&self) -> bool {
        let mut chars = self.rest().chars();
        chars.next() == Some('/') && chars.next().is_some_and(|c| !c.is_whitespace())
    }

    fn group(&mut self, from: usize) -> Parsed<Option<Node>> {
        let node = self.either()?;
        if !self.eat(')') && !self.typing {
            return Err(wrong(from..from + 1, "the parenthesis is not closed: put a ) behind its last word"));
        }
        Ok(node)
    }

    /// Text between quotes; a `*` right before the second one cuts the last word.
    fn quoted(&mut self) -> Parsed<(&'a str, bool)> {
        let from = self.at;
        self.at += 1;
        let inside = self.rest();
        let (text, open) = match inside.find('"') {
            Some(end) => (&inside[..end], false),
            None if self.typing => (inside, true),
            None => {
                return Err(wrong(from..from + 1, "the quote is not closed: put a \" behind its last word"));
            }
        };
        self.at += text.len() + usize::from(!open);
        let cut = text.strip_suffix('*');
        Ok((cut.unwrap_or(text), cut.is_some() || open && !text.ends_with(char::is_whitespace)))
    }

    /// A plain word; a `*` at its end cuts it.
    fn bare(&mut self) -> Parsed<(&'a str, bool)> {
        let (from, word) = (self.at, self.word());
        self.at += word.len();
        let cut = word.strip_suffix('*');
        let text = cut.unwrap_or(word);
        match text.find('*').filter(|_| Phrase::new(text, false).is_some()) {
            Some(star) => {
                let no = "* stands only at the end of a word: look for its beginning, or for a /pattern/";
                Err(wrong(from + star..from + star + 1, no))
            }
            None => Ok((text, cut.is_some() || self.typing && self.rest().is_empty())),
        }
    }

    fn pattern(&mut self) -> Parsed<Node> {
        let from = self.at;
        self.at += 1;
        let inside = self.rest();
        let source = match closing_slash(inside) {
            Some(end) => &inside[..end],
            None if self.typing => inside,
            None => {
                let no =
                    "the pattern is not closed: put a / behind it, or quotes around it to look for its words";
                return Err(wrong(from..self.text.len(), no));
            }
        };
        self.at = (self.at + source.len() + 1).min(self.text.len());
        let compiled = if source.is_empty() { Err("it is empty".to_owned()) } else { Pattern::new(source) };
        compiled
            .map(Node::Regex)
            .map_err(|cause| wrong(from..self.at, format!("the pattern cannot be read, {cause}: change it")))
    }

    /// The name before a colon, and whether it is known; words with a colon that look like no field are none.
    fn field_name(&self) -> Option<(&'a str, bool)> {
        let (name, value) = self.word().split_once(':')?;
        let known = names().any(|known| known.eq_ignore_ascii_case(name));
        let looks_so = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let has_value = !value.is_empty() && !value.starts_with("//") || self.quote_follows(name);
        (known || looks_so && has_value).then_some((name, known))
    }

    fn quote_follows(&self, name: &str) -> bool {
        self.rest()[name.len() + 1..].starts_with('"')
    }

    fn field(&mut self, name: &str) -> Parsed<Node> {
        let from = self.at;
        let Some(known) = names().find(|known| known.eq_ignore_ascii_case(name)) else {
            return Err(wrong(from..from + name.len(), unknown_field(name)));
        };
        self.at += name.len() + 1;
        if let Some((_, field)) = Field::ALL.into_iter().find(|(name, _)| *name == known) {
            let quoted = self.rest().starts_with('"');
            let (text, prefix) = if quoted { self.quoted()? } else { self.bare()? };
            let phrase = match field {
                Field::Folder => Some(Phrase::verbatim(text, prefix)).filter(|_| !text.trim().is_empty()),
                _ => Phrase::new(text, prefix),
            };
            let no = || format!("{known}: wants a word or a \"phrase\" right behind it");
            return phrase.map(|phrase| Node::Field(field, phrase)).ok_or_else(|| wrong(from..self.at, no()));
        }
        let value = self.word();
        self.at += value.len();
        self.value(known, value)
            .map_err(|wanted| wrong(from..self.at, format!("{known}: wants {wanted} right behind it")))
    }

    /// A field that takes no words; the error says what it takes.
    fn value(&self, name: &str, value: &str) -> Result<Node, &'static str> {
        match name {
            "is" => {
                let state = State::ALL.into_iter().find(|(word, _)| *word == value);
                state.map(|(_, state)| Node::State(state)).ok_or("unread, read or starred")
            }
            "lang" => {
                let is_code = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
                let node = is_code.then(|| Node::Language(value.to_ascii_lowercase()));
                node.ok_or("the code of a language, like en or zh,")
            }
            "story" => {
                let id = value.parse::<ArticleId>().map(|id| Node::Story(StoryId(id.0)));
                id.map_err(|_| "the id of a story, which `courant stories --json` prints,")
            }
            "age" => {
                let wanted =
                    "< or >, a number and h, d, w, m or y (hours, days, weeks, months, years), like <7d,";
                When::age(value, self.now).map(Node::Time).ok_or(wanted)
            }
            _ => {
                let when = When::day(name == "after", value, self.now);
                when.map(Node::Time).ok_or("a day, month or year like 2023-01-17, 2023-01 or 2023")
            }
        }
    }
}

fn wrong(range: Range<usize>, message: impl Into<String>) -> QueryError {
    QueryError { message: message.into(), range }
}

/// One part for itself, several held together.
fn several(mut parts: Vec<Node>, hold: impl Fn(Vec<Node>) -> Node) -> Option<Node> {
    if parts.len() < 2 { parts.pop() } else { Some(hold(parts)) }
}

/// The first slash without a backslash before it.
fn closing_slash(text: &str) -> Option<usize> {
    let mut escaped = false;
    let ends = |(_, c): &(usize, char)| {
        let ends = *c == '/' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    };
    text.char_indices().find(ends).map(|(at, _)| at)
}

fn names() -> impl Iterator<Item = &'static str> {
    Field::ALL.into_iter().map(|(name, _)| name).chain(OTHER_FIELDS)
}

fn unknown_field(name: &str) -> String {
    let distance = |known: &&str| strsim::osa_distance(&name.to_ascii_lowercase(), known);
    let near = names().min_by_key(distance).filter(|known| distance(known) <= 2);
    let meant = near.map_or_else(String::new, |near| format!("write {near}: if you mean that, or "));
    format!("there is no field {name}: {meant}put quotes around it to look for the words")
}
