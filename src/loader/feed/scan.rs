//! XML as feeds are written → tags and texts. What is not a tag is text; nothing is an error.

use memchr::{memchr, memmem};

use crate::sanitize::URL_BYTES;

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::loader) enum Token<'a> {
    /// `<name …>` or `<name …/>`.
    Open(Tag<'a>),
    /// `</name>`.
    Close(&'a str),
    /// Text, still escaped.
    Text(&'a str),
    /// A CDATA section, as it is.
    Data(&'a str),
}

/// The beginning of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::loader) struct Tag<'a> {
    /// Its name with its prefix, as it is written.
    pub(in crate::loader) name: &'a str,
    /// What stands after the name.
    rest: &'a str,
    /// It ends itself.
    pub(in crate::loader) empty: bool,
}

/// Goes over a text from tag to tag. Each byte is looked at a fixed number of times.
#[derive(Debug, Clone)]
pub(in crate::loader) struct Scanner<'a> {
    text: &'a str,
    /// The next byte.
    pub(in crate::loader) at: usize,
}

impl<'a> Scanner<'a> {
    pub(in crate::loader) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Whether one of these is in the rest of the text.
    pub(in crate::loader) fn has_any(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.text[self.at..].contains(part))
    }

    /// The source between two places.
    pub(in crate::loader) fn since(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// What begins at a `<`: a token, if it is one that matters, and the place after it.
    fn markup(&self, from: usize) -> (Option<Token<'a>>, usize) {
        let rest = &self.text[from..];
        let all = self.text.len();
        let after = |end: &str| rest.find(end).map_or(all, |at| from + at + end.len());
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = memmem::find(data.as_bytes(), b"]]>").unwrap_or(data.len());
            return (Some(Token::Data(&data[..end])), (from + 9 + end + 3).min(all));
        }
        if rest.starts_with("<!--") {
            return (None, after("-->"));
        }
        if rest.starts_with("<?") {
            return (None, after(">"));
        }
        if let Some(declared) = rest.strip_prefix("<!") {
            let subset = rest.find(['>', '[']).filter(|&at| rest[at..].starts_with('['));
            let subset = subset.filter(|_| declared.trim_start().starts_with(['D', 'd']));
            return (None, subset.map_or_else(|| after(">"), |at| self.after_subset(from + at)));
        }
        if !begins_tag(rest) {
            return (Some(Token::Text(&rest[..1])), from + 1);
        }
        self.tag(from)
    }

    /// The place after the `]>` of a document type whose `[` is given; the end where there is none.
    fn after_subset(&self, open: usize) -> usize {
        let end = self.text[open..].match_indices(']').find_map(|(at, _)| {
            let rest = self.text[open + at + 1..].trim_start();
            rest.starts_with('>').then(|| self.text.len() - rest.len() + 1)
        });
        end.unwrap_or(self.text.len())
    }

    fn tag(&self, from: usize) -> (Option<Token<'a>>, usize) {
        let rest = &self.text[from..];
        // no tag holds another one, so that a quote or bracket that is missing does no further harm
        let limit = memchr(b'<', &rest.as_bytes()[1..]).map_or(rest.len(), |at| at + 1);
        let source = &rest[..limit];
        let Some(end) = unquoted_end(source).or_else(|| source.find('>')) else {
            return (Some(Token::Text(source)), from + limit);
        };
        let inside = &source[1..end];
        let token = match inside.strip_prefix('/') {
            Some(name) => Token::Close(name.trim()),
            None => Token::Open(Tag::new(inside)),
        };
        (Some(token), from + end + 1)
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            let text = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            if text > 0 {
                self.at += text;
                return Some(Token::Text(&rest[..text]));
            }
            let (token, next) = self.markup(self.at);
            self.at = next;
            if token.is_some() {
                return token;
            }
        }
        None
    }
}

/// The source without a tag at its end that was cut off.
pub(in crate::loader) fn cut_tag(source: &str) -> &str {
    match source.rfind('<') {
        Some(at) if !source[at..].contains('>') => &source[..at],
        _ => source,
    }
}

fn begins_tag(rest: &str) -> bool {
    let name = rest.strip_prefix('<').map(|rest| rest.strip_prefix('/').unwrap_or(rest));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

/// The first `>` outside of quotes; a quote counts only where a value begins.
fn unquoted_end(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return Some(at),
            b'=' => {
                let value = at + 1 + bytes[at + 1..].iter().position(|byte| !byte.is_ascii_whitespace())?;
                at = match bytes[value] {
                    quote @ (b'"' | b'\'') => {
                        value + 2 + bytes[value + 1..].iter().position(|byte| *byte == quote)?
                    }
                    _ => value,
                };
            }
            _ => at += 1,
        }
    }
    None
}

impl<'a> Tag<'a> {
    fn new(inside: &'a str) -> Self {
        let (inside, empty) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
        Self { name: &inside[..end], rest: &inside[end..], empty }
    }

    /// Its attributes, names as written and values still escaped.
    pub(in crate::loader) fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.rest;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || c == '=')?;
            let name = &rest[..end];
            rest = rest[end..].trim_start();
            let Some(value) = rest.strip_prefix('=') else { return Some((name, "")) };
            let value = value.trim_start();
            let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quoted {
                Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = after;
            Some((name, value))
        })
    }

    /// The value of an attribute, with its escapes read; case does not count. None is longer than an address may be.
    pub(in crate::loader) fn attribute(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes().find(|(given, _)| given.eq_ignore_ascii_case(name))?;
        if value.len() > URL_BYTES {
            return None;
        }
        let value = crate::loader::entity::unescape(value);
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }
}

/// The part of a name after its prefix.
pub(in crate::loader) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        Scanner::new(text)
            .map(|token| match token {
                Token::Open(tag) => format!("<{}>", tag.name),
                Token::Close(name) => format!("</{name}>"),
                Token::Text(text) => text.to_owned(),
                Token::Data(data) => format!("[{data}]"),
            })
            .collect()
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(names("a < b <c>d</c >"), ["a ", "<", " b ", "<c>", "d", "</c>"]);
        assert_eq!(names("1 <2 & <x y"), ["1 ", "<", "2 & ", "<x y"]);
        assert_eq!(names("<a title='x > y'>z"), ["<a>", "z"]);
        assert_eq!(names("<a href=\"x>z</a> \"q"), ["<a>", "z", "</a>", " \"q"]);
        assert_eq!(names("<b <i>x"), ["<b ", "<i>", "x"]);
    }

    #[test]
    fn data_comments_and_declarations() {
        assert_eq!(names("<?xml version='1.0'?><!-- <x> --><![CDATA[<b> & ]]>!"), ["[<b> & ]", "!"]);
        assert_eq!(names("<!DOCTYPE rss [<!ENTITY a \"<x>\"> ] ><rss>"), ["<rss>"]);
        assert_eq!(names("<!DOCTYPE rss PUBLIC 'x'><rss>"), ["<rss>"]);
        assert_eq!(names("<![CDATA[cut"), ["[cut]"]);
    }

    #[test]
    fn attributes_in_every_hand() {
        let Some(Token::Open(tag)) = Scanner::new("<link  href = 'a&amp;b' rel=alternate x/>").next() else {
            panic!("no tag")
        };
        assert!(tag.empty && tag.name == "link");
        assert_eq!(tag.attribute("HREF").as_deref(), Some("a&b"));
        assert_eq!(tag.attribute("rel").as_deref(), Some("alternate"));
        assert_eq!(tag.attribute("x"), None);
        let long = format!("<a href='{}' rel=x>", "a".repeat(URL_BYTES + 1));
        let Some(Token::Open(tag)) = Scanner::new(&long).next() else { panic!("no tag") };
        assert_eq!((tag.attribute("href"), tag.attribute("rel").as_deref()), (None, Some("x")));
    }
}
