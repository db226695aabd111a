//! Markup that is written as it is meant → blocks, without a tree: every element ends where its tag stands or the next one
//! says so, and the rules for broken pages (HTML §13.2.6) would move nothing. So are most texts of feeds, and to make a
//! tree takes longer than all else that is done with one. Whatever is anything else is left to the tree.

use std::borrow::Cow;
use std::ops::Deref;

use super::address::Base;
use super::element::Element;
use super::scan;
use super::walk::Walker;
use crate::article::Block;
use crate::loader::entity;

/// Bytes of a text that is read so: none of this length has more elements than a tree may have.
const LONGEST: usize = 256 << 10;
/// Elements that may be open at once.
const DEPTH: usize = 100;
/// Attributes of a tag.
const ATTRIBUTES: usize = 16;
/// Elements of one name within each other: of more than three that mark text HTML forgets the first.
const SAME: usize = 2;

/// The blocks of a piece of HTML; `None` where it has to be read as a tree.
pub(super) fn blocks(text: &str, base: &Base) -> Option<Vec<Block>> {
    if text.len() > LONGEST
        || memchr::memchr2(b'\0', b'\r', text.as_bytes()).is_some()
        || text.starts_with('\u{feff}')
    {
        return None;
    }
    let walker = Walker::new(base);
    Reader { text, walker, open: Vec::new(), attributes: Vec::new(), passed: None, met: 0 }.read()
}

/// What an element may stand in, and what ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Marks text, and is of those that HTML goes on with where they are not ended in order.
    Mark,
    /// Stands in a line.
    Inline,
    /// The same, and holds nothing.
    Empty,
    Paragraph,
    Heading,
    List,
    Item,
    Block,
    Rule,
}

/// Those that are read so. What has rules of its own (tables, forms, scripts, text as it is) is none of them.
fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "s" | "small" | "strike" | "strong" | "tt"
        | "u" => Kind::Mark,
        "abbr" | "cite" | "del" | "dfn" | "ins" | "kbd" | "label" | "mark" | "q" | "samp" | "span"
        | "sub" | "sup" | "time" | "var" => Kind::Inline,
        "br" | "img" | "wbr" => Kind::Empty,
        "p" => Kind::Paragraph,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        "ul" | "ol" => Kind::List,
        "li" => Kind::Item,
        "article" | "aside" | "blockquote" | "center" | "div" | "figcaption" | "figure" | "footer"
        | "header" | "main" | "section" => Kind::Block,
        "hr" => Kind::Rule,
        _ => return None,
    })
}

impl Kind {
    const fn is_block(self) -> bool {
        !matches!(self, Self::Mark | Self::Inline | Self::Empty)
    }

    /// Whether it holds nothing and has no end.
    const fn is_void(self) -> bool {
        matches!(self, Self::Empty | Self::Rule)
    }
}

/// An element that is open.
#[derive(Clone, Copy)]
struct Open<'t> {
    name: &'t str,
    kind: Kind,
    id: usize,
}

struct Reader<'t, 'b> {
    text: &'t str,
    walker: Walker<'b, usize>,
    open: Vec<Open<'t>>,
    /// Those of the tag at hand.
    attributes: Vec<(&'t str, Cow<'t, str>)>,
    /// How many elements are open with the one that is passed over.
    passed: Option<usize>,
    /// Elements so far.
    met: usize,
}

impl<'t> Reader<'t, '_> {
    fn read(mut self) -> Option<Vec<Block>> {
        let mut at = 0;
        while at < self.text.len() {
            let rest = &self.text[at..];
            let length = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            at += if length > 0 { self.characters(&rest[..length])? } else { self.markup(rest)? };
        }
        while !self.open.is_empty() {
            self.close();
        }
        Some(self.walker.finish())
    }

    fn characters(&mut self, text: &str) -> Option<usize> {
        let length = text.len();
        let text = unescaped(text)?;
        if self.passed.is_none() {
            self.walker.text(&text);
        }
        Some(length)
    }

    /// Reads a tag or a comment; its length.
    fn markup(&mut self, rest: &'t str) -> Option<usize> {
        if rest.starts_with("<!--") {
            return Some(scan::comment(rest));
        }
        if let Some(end) = rest.strip_prefix("</") {
            let length = memchr::memchr(b'>', end.as_bytes())?;
            self.end(&end[..length])?;
            return Some(length + 3);
        }
        let length = name_length(&rest[1..]);
        let name = &rest[1..=length];
        let kind = kind(name)?;
        let end = self.read_attributes(&rest[1 + length..], kind)?;
        self.begin(name, kind)?;
        Some(1 + length + end)
    }

    /// Reads what follows the name of a tag; the length of that.
    fn read_attributes(&mut self, text: &'t str, kind: Kind) -> Option<usize> {
        self.attributes.clear();
        let mut rest = text;
        loop {
            let inside = rest.trim_ascii_start();
            if let Some(after) = inside.strip_prefix('>') {
                return Some(text.len() - after.len());
            }
            if kind.is_void() && inside.starts_with("/>") {
                rest = &inside[1..];
                continue;
            }
            let length = name_length(inside);
            let (name, value) = inside.split_at(length);
            let value = value.strip_prefix('=')?;
            let quote = *value.as_bytes().first().filter(|byte| matches!(byte, b'"' | b'\''))?;
            let end = memchr::memchr(quote, &value.as_bytes()[1..])?;
            let is_known = self.attributes.iter().any(|(known, _)| *known == name);
            // without white space before it
            if length == 0 || inside.len() == rest.len() || is_known || self.attributes.len() == ATTRIBUTES {
                return None;
            }
            self.attributes.push((name, plain(&value[1..=end])?));
            rest = &value[end + 2..];
        }
    }

    /// An element begins, and ends those before it that end by themselves.
    fn begin(&mut self, name: &'t str, kind: Kind) -> Option<()> {
        let last = self.open.last().map(|open| open.kind);
        let ends_paragraph = kind.is_block() && last == Some(Kind::Paragraph);
        if ends_paragraph || (kind, last) == (Kind::Item, Some(Kind::Item)) {
            self.close();
        }
        if self.open.len() == DEPTH || !self.fits(name, kind) {
            return None;
        }
        self.met += 1;
        let opened = Open { name, kind, id: self.met };
        let tag = Tag { opened, attributes: &self.attributes };
        let is_seen = self.passed.is_none();
        let looks = is_seen && self.walker.open(&tag);
        if kind.is_void() {
            if looks {
                self.walker.close(&tag);
            }
            return Some(());
        }
        self.open.push(opened);
        if is_seen && !looks {
            self.passed = Some(self.open.len());
        }
        Some(())
    }

    /// Whether it stands here as it is written.
    fn fits(&self, name: &str, kind: Kind) -> bool {
        let is_open = |kind: Kind| self.open.iter().any(|open| open.kind == kind);
        match kind {
            Kind::Mark => {
                let same = self.open.iter().filter(|open| open.name == name).count();
                same < if name == "a" { 1 } else { SAME }
            }
            Kind::Inline | Kind::Empty => true,
            Kind::Item => self.open.last().is_some_and(|open| open.kind == Kind::List),
            Kind::Heading => !is_open(Kind::Paragraph) && !is_open(Kind::Heading),
            Kind::Paragraph | Kind::List | Kind::Block | Kind::Rule => !is_open(Kind::Paragraph),
        }
    }

    /// An end tag.
    fn end(&mut self, name: &str) -> Option<()> {
        let by_itself =
            |open: &Open<'_>| matches!(open.kind, Kind::Paragraph | Kind::Item) && open.name != name;
        while kind(name)?.is_block() && self.open.last().is_some_and(by_itself) {
            self.close();
        }
        if self.open.last()?.name != name {
            return None;
        }
        self.close();
        Some(())
    }

    /// The innermost element ends.
    fn close(&mut self) {
        let all = self.open.len();
        let Some(opened) = self.open.pop() else { return };
        if self.passed == Some(all) {
            self.passed = None;
        } else if self.passed.is_none() {
            self.walker.close(&Tag { opened, attributes: &[] });
        }
    }
}

/// A tag as an element.
struct Tag<'a, 't> {
    opened: Open<'t>,
    attributes: &'a [(&'t str, Cow<'t, str>)],
}

impl Element for Tag<'_, '_> {
    type Id = usize;

    fn id(&self) -> usize {
        self.opened.id
    }

    fn name(&self) -> impl Deref<Target = str> {
        self.opened.name
    }

    fn any_attribute(&self, mut is: impl FnMut(&str, &str) -> bool) -> bool {
        self.attributes.iter().any(|(name, value)| is(name, value))
    }

    fn code(&self) -> Option<Block> {
        None
    }

    fn table(&self) -> Option<Block> {
        None
    }
}

/// Length of the name in lower case that a text begins with.
fn name_length(text: &str) -> usize {
    let is_name = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    text.bytes().take_while(is_name).count()
}

/// Characters with their references read; `None` where HTML may read one that is not written to the end.
fn unescaped(text: &str) -> Option<Cow<'_, str>> {
    let may_be = |rest: &[u8]| rest.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
    let mut signs = memchr::memchr_iter(b'&', text.as_bytes());
    let reads = |at: usize| !may_be(&text.as_bytes()[at + 1..]) || entity::is_reference(&text[at + 1..]);
    signs.all(reads).then(|| entity::unescape(text))
}

/// The value of an attribute, in which references are read by other rules: the usual one alone.
fn plain(value: &str) -> Option<Cow<'_, str>> {
    const SIGN: &str = "&amp;";
    let signs = memchr::memchr_iter(b'&', value.as_bytes()).count();
    if signs == 0 {
        return Some(value.into());
    }
    (value.matches(SIGN).count() == signs).then(|| value.replace(SIGN, "&").into())
}

#[cfg(test)]
mod tests;
