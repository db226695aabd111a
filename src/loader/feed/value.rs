//! What an element of a feed holds: characters, or a piece of HTML.

use std::borrow::Cow;

use super::names::{Spaces, is_root};
use super::rich::{Form, Rich, is_void, outside_unescaped};
use super::scan::{Scanner, Tag, Token, cut_tag, local};
use crate::loader::entity::unescape;

/// What an element holds, not read yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inner<'a> {
    /// Its source.
    pub(super) source: &'a str,
    /// It holds elements.
    pub(super) markup: bool,
    /// The file ends in it.
    pub(super) cut: bool,
}

/// Goes to the end of an element. One that nobody ends is over where its entry is, or where `ends` says that another
/// element begins.
pub(super) fn inner<'a>(
    scanner: &mut Scanner<'a>,
    tag: &Tag<'_>,
    spaces: &Spaces,
    ends: impl Fn(&Tag<'_>) -> bool,
) -> Inner<'a> {
    let from = scanner.at;
    let (mut depth, mut markup) = (0, false);
    if tag.empty {
        return Inner { source: "", markup, cut: false };
    }
    let same = |name: &str| name.eq_ignore_ascii_case(tag.name);
    loop {
        let before = scanner.at;
        match scanner.next() {
            None => return Inner { source: cut_tag(scanner.since(from, before)), markup, cut: true },
            Some(Token::Open(inside)) if spaces.is_entry(inside.name) || ends(&inside) => {
                scanner.at = before;
                return Inner { source: scanner.since(from, before), markup, cut: false };
            }
            Some(Token::Open(inside)) => {
                depth += u32::from(same(inside.name) && !inside.empty);
                markup = true;
            }
            Some(Token::Close(name)) if same(name) && depth == 0 => {
                return Inner { source: scanner.since(from, before), markup, cut: false };
            }
            Some(Token::Close(name)) if spaces.is_entry(name) || is_root(name) => {
                scanner.at = before;
                return Inner { source: scanner.since(from, before), markup, cut: false };
            }
            Some(Token::Close(name)) => depth -= u32::from(same(name)),
            Some(Token::Text(_) | Token::Data(_)) => {}
        }
    }
}

/// The element that stands inside a text, and what it holds.
pub(super) fn text<'a>(scanner: &mut Scanner<'a>, tag: &Tag<'_>, spaces: &Spaces, rich: bool) -> Inner<'a> {
    inner(scanner, tag, spaces, |inside| spaces.ends_text(inside, rich))
}

impl<'a> Inner<'a> {
    /// Its characters; where it holds elements, the HTML that they are.
    pub(super) fn characters(self) -> Cow<'a, str> {
        let mut tokens = Scanner::new(self.source);
        if self.markup {
            return html(&mut tokens).into();
        }
        let first = match tokens.next() {
            None => return Cow::Borrowed(""),
            Some(Token::Data(data)) => Cow::Borrowed(data),
            Some(Token::Text(text)) => unescape(text),
            Some(_) => Cow::Borrowed(""),
        };
        let mut is_blank = first.trim().is_empty();
        let mut all = first;
        for token in tokens {
            match token {
                // white space around a CDATA section is layout
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Data(data) if is_blank => (all, is_blank) = (data.into(), data.trim().is_empty()),
                Token::Data(data) => all.to_mut().push_str(data),
                Token::Text(text) => {
                    all.to_mut().push_str(&unescape(text));
                    is_blank = false;
                }
                Token::Open(_) | Token::Close(_) => {}
            }
        }
        unwrapped(all)
    }

    /// Its characters without the white space around; `None` where there are none, or the file ends in them.
    pub(super) fn whole(self) -> Option<String> {
        let text = self.characters();
        let text = text.trim();
        (!self.cut && !text.is_empty()).then(|| text.to_owned())
    }

    /// Its text, as the element says that it is meant.
    pub(super) fn rich(self, tag: &Tag<'_>) -> Rich {
        let kind = tag.attribute("type").map(|kind| kind.to_ascii_lowercase());
        let says_so = tag.attribute("mode").is_some_and(|mode| mode.eq_ignore_ascii_case("base64"));
        // Atom has HTML written as characters: what stands between elements is HTML still to be read (RFC 4287 §3.1.1.2)
        let characters = match kind.as_deref() {
            Some("html") if self.markup => outside_unescaped(&self.characters()).into(),
            _ => self.characters(),
        };
        let may_be = says_so || !self.markup && kind.as_deref().is_some_and(is_base64);
        if may_be
            && characters.chars().all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c) || c.is_whitespace())
        {
            return Rich { text: base64(&characters).unwrap_or_default(), form: Form::Guess };
        }
        let escaped = tag.attribute("mode").is_some_and(|mode| mode.eq_ignore_ascii_case("escaped"));
        let form = match kind.as_deref() {
            _ if self.markup => Form::Html,
            Some("text" | "text/plain" | "plain") if !escaped => Form::Plain,
            Some(kind) if kind.contains("html") => Form::Html,
            _ => Form::Guess,
        };
        Rich { text: characters.into_owned(), form }
    }
}

/// Whether Atom has data of a media type written in base64 (RFC 4287 §4.1.3.3): what is neither text nor XML.
fn is_base64(kind: &str) -> bool {
    let named = kind.split(';').next().unwrap_or_default().trim();
    named.contains('/') && !["text", "html", "xml"].iter().any(|part| named.contains(part))
}

/// Text written in the 64 characters of RFC 4648 §4; what is none of them is passed over. `None` where it is no text.
fn base64(text: &str) -> Option<String> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for digit in text.bytes().filter_map(value) {
        (bits, count) = (bits << 6 | u32::from(digit), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count).to_be_bytes()[3]);
        }
    }
    let is_text = |text: &String| !text.contains(|c: char| c.is_control() && !c.is_whitespace());
    String::from_utf8(bytes).ok().filter(is_text)
}

/// A CDATA section that was escaped once more.
fn unwrapped(text: Cow<'_, str>) -> Cow<'_, str> {
    let inside = text.trim().strip_prefix("<![CDATA[").map(|data| data.strip_suffix("]]>").unwrap_or(data));
    match inside {
        Some(inside) => inside.to_owned().into(),
        None => text,
    }
}

/// Elements of XML as HTML: without prefixes, and with an end where HTML wants one.
fn html(tokens: &mut Scanner<'_>) -> String {
    let mut out = String::new();
    let is_packed = !tokens.has_any(&["> ", " <", ">\n", "\n<"]);
    let mut after_link = false;
    loop {
        let before = tokens.at;
        let Some(token) = tokens.next() else { return out };
        let source = tokens.since(before, tokens.at);
        // who packs markup drops the space between a word and a link, too
        let meets_link = match token {
            Token::Open(tag) => tag.name == "a",
            Token::Text(text) => after_link && text.starts_with(char::is_alphanumeric),
            _ => false,
        };
        if is_packed && meets_link && out.ends_with(|c: char| c.is_alphanumeric() || after_link && c == '>') {
            out.push(' ');
        }
        after_link = token == Token::Close("a");
        match token {
            Token::Text(text) => out.push_str(text),
            Token::Data(data) => out.push_str(&data.replace('&', "&amp;").replace('<', "&lt;")),
            Token::Close(name) => out.extend(["</", local(name), ">"]),
            Token::Open(tag) => {
                let at = source.find(tag.name).unwrap_or(0) + tag.name.len();
                let rest = source[at..].trim_end_matches(['>', '/', ' ']);
                out.extend(["<", local(tag.name), rest, ">"]);
                if tag.empty && !is_void(local(tag.name)) {
                    out.extend(["</", local(tag.name), ">"]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sanitize::{NAME, NAMES};

    fn field(source: &str) -> Inner<'_> {
        let mut scanner = Scanner::new(source);
        let Some(Token::Open(tag)) = scanner.next() else { panic!("no element in {source}") };
        text(&mut scanner, &tag, &Spaces::default(), false)
    }

    fn line(source: &str) -> String {
        Rich { text: field(source).characters().into_owned(), form: Form::Guess }.line()
    }

    #[test]
    fn a_title_is_what_a_reader_would_read() {
        assert_eq!(line("<title> One\n two </title>"), "One two");
        assert_eq!(line("<title><![CDATA[Q&A]]></title>"), "Q&A");
        assert_eq!(line("<title>AT&amp;amp;T &amp;#8212; caf&eacute;</title>"), "AT&T — café");
        assert_eq!(line("<title>&lt;b&gt;Bold&lt;/b&gt; words</title>"), "Bold words");
        assert_eq!(line("<title>The &lt;blink> tag and 1 &lt; 2</title>"), "The <blink> tag and 1 < 2");
        assert_eq!(line("<title>&lt;blink>Now&lt;/blink> is &lt;now></title>"), "Now is <now>");
        assert_eq!(line("<title>&lt;![CDATA[Wrapped]]&gt;</title>"), "Wrapped");
        assert_eq!(line("<title>&amp;lt;p&amp;gt;Twice&amp;lt;/p&amp;gt;</title>"), "Twice");
        assert_eq!(line("<title>a\n  <![CDATA[b]]>\n</title>"), "a b");
        assert_eq!(line("<title>  <![CDATA[ ]]><![CDATA[b]]> <!-- --> <![CDATA[ c]]></title>"), "b c");
        assert_eq!(line(&format!("<title>{}</title>", "a b ".repeat(1 << 20))).len(), NAMES * NAME + 1);
    }

    #[test]
    fn what_nobody_ends_is_over_where_the_next_begins() {
        assert_eq!(field("<title>One <link>x</link>").source, "One ");
        assert_eq!(field("<title>One</item><item>").source, "One");
        assert!(field("<title>One").cut && field("<title>One").whole().is_none());
        assert_eq!(field("<title>One <lin").source, "One ");
    }

    #[test]
    fn base64_is_read() {
        assert_eq!(
            ["RXhhbXBsZQ==", "RXhh bXBs", "RXg", "", "R"].map(|text| base64(text).unwrap()),
            ["Example", "Exampl", "Ex", "", ""]
        );
        assert_eq!(["iVBORw0KGgo=", "AAEC"].map(base64), [None, None], "pictures are no text");
    }

    #[test]
    fn elements_become_html() {
        let inner = field("<x><h:p class='a'>One<h:br/>&lt; <![CDATA[<&]]><i/></h:p></x>");
        assert_eq!(inner.characters(), "<p class='a'>One<br>&lt; &lt;&amp;<i></i></p>");
        let packed = field("<x><td>by<a href='u'>Ben</a>to<a>all</a></td></x>").characters();
        assert_eq!(packed, "<td>by <a href='u'>Ben</a> to <a>all</a></td>");
    }
}
