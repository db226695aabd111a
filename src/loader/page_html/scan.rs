//! A look at the bytes of a page before the parser sees them: what it needs not see is left out (scripts, styles,
//! comments, drawings), and what would cost it more than linear time is laid flat. html5ever is quadratic in the
//! depth of nesting and in the number of attributes of a tag.

/// Elements that may be open at once; the tags of deeper ones are left out, their text stays.
pub(super) const MAX_DEPTH: usize = 512;
/// Attributes of one tag that are kept.
const MAX_ATTRIBUTES: usize = 64;
/// Bytes handed over at once.
const PIECE: usize = 8 << 10;

/// Elements without content (HTML §13.1.2).
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements that end by themselves where the next begins (HTML §13.1.2.4), so that they do not nest.
const IMPLIED: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup",
    "rp", "rt",
];
/// Elements whose content is neither tags nor anything to read.
const SILENT: &[&str] = &["script", "style", "iframe", "noembed", "noframes", "xmp", "svg"];
/// Elements whose content is text without tags.
const RAW: &[&str] = &["title", "textarea"];

/// The parts of a page that the parser gets, in order.
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    open: Vec<&'a str>,
    /// Elements that are open and were too deep.
    deeper: usize,
    /// Silent elements that are known not to end.
    endless: Vec<&'static str>,
    /// Closes a tag that was cut.
    cut: bool,
    /// Attributes seen so far.
    pub(super) attributes: usize,
    /// Signs of references to characters seen so far.
    pub(super) signs: usize,
}

/// What becomes of the part that was looked at.
enum Verdict {
    Keep(usize),
    Skip(usize),
    /// Keep up to the first place, close the tag there, go on at the second.
    Cut(usize, usize),
}

impl<'a> Pieces<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            open: Vec::new(),
            deeper: 0,
            endless: Vec::new(),
            cut: false,
            attributes: 0,
            signs: 0,
        }
    }

    /// Looks at what begins at a `<`.
    fn markup(&mut self, at: usize) -> Verdict {
        let rest = &self.text[at..];
        let to_end = |found: Option<usize>| found.map_or(self.text.len(), |end| at + end + 1);
        match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!--") => Verdict::Skip(at + comment(rest)),
            Some(b'!' | b'?') => Verdict::Keep(to_end(rest.find('>'))),
            Some(b'/') if rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let end = to_end(rest.find('>'));
                if self.ends(name(&rest[2..])) { Verdict::Keep(end) } else { Verdict::Skip(end) }
            }
            Some(byte) if byte.is_ascii_alphabetic() => self.start(at),
            // of a run of them one is enough to see that it is none of a tag
            Some(b'<') => Verdict::Skip(at + rest.bytes().take_while(|byte| *byte == b'<').count() - 1),
            _ => Verdict::Keep(at + 1),
        }
    }

    fn start(&mut self, at: usize) -> Verdict {
        let rest = &self.text[at..];
        let name = name(&rest[1..]);
        let Some(tag) = Tag::read(rest, 1 + name.len()) else { return Verdict::Skip(self.text.len()) };
        let end = at + tag.end;
        self.attributes += tag.attributes.min(MAX_ATTRIBUTES);
        if let Some(silent) = among(SILENT, name) {
            let is_data = silent == "script" && contains(&rest[..tag.end], "ld+json");
            let is_frame = silent == "iframe";
            if is_frame && rest[..tag.end].ends_with("/>") {
                return Verdict::Skip(end);
            }
            return match self.content(silent, end) {
                Some(after) if !is_data => Verdict::Skip(after),
                // a frame that nobody ends would hide all that is left of the text
                None if is_frame => Verdict::Skip(end),
                None if silent != "svg" => Verdict::Skip(self.text.len()),
                content => Verdict::Keep(content.unwrap_or(end)),
            };
        }
        if let Some(raw) = among(RAW, name) {
            return Verdict::Keep(self.content(raw, end).unwrap_or(self.text.len()));
        }
        let stays = if among(IMPLIED, name).is_some() {
            self.may_follow(name)
        } else {
            among(VOID, name).is_some() || self.begins(name)
        };
        if !stays {
            return Verdict::Skip(end);
        }
        tag.cut.map_or(Verdict::Keep(end), |cut| Verdict::Cut(at + cut, end))
    }

    /// The place after the end tag of an element whose content is not looked into.
    fn content(&mut self, name: &'static str, from: usize) -> Option<usize> {
        if self.endless.contains(&name) {
            return None;
        }
        let rest = &self.text[from..];
        let mut ends = rest.match_indices("</").map(|(at, _)| at);
        let end = ends.find(|at| self::name(&rest[at + 2..]).eq_ignore_ascii_case(name));
        let after = end.and_then(|at| rest[at..].find('>').map(|length| from + at + length + 1));
        if after.is_none() {
            self.endless.push(name);
        }
        after
    }

    /// Whether an element that does not nest by itself is kept: a paragraph always, the parts of a list or table where
    /// that is kept.
    fn may_follow(&self, name: &str) -> bool {
        self.deeper == 0 || name.eq_ignore_ascii_case("p")
    }

    /// Notes that an element begins; whether it may.
    fn begins(&mut self, name: &'a str) -> bool {
        if self.open.len() < MAX_DEPTH {
            self.open.push(name);
            return true;
        }
        self.deeper += 1;
        false
    }

    /// Notes that an element ends, and with it what is open inside; whether its tag is kept.
    fn ends(&mut self, name: &str) -> bool {
        if among(IMPLIED, name).is_some() {
            return self.may_follow(name);
        }
        if self.deeper > 0 {
            self.deeper -= 1;
            return false;
        }
        if let Some(at) = self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
            self.open.truncate(at);
        }
        true
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if std::mem::take(&mut self.cut) {
            return Some(">");
        }
        let mut from = self.at;
        while self.at < self.text.len() && self.at - from < PIECE {
            let text = self.text[self.at..].find('<').unwrap_or(self.text.len() - self.at);
            if text > 0 {
                let end = floor(self.text, (self.at + text).min(from + PIECE));
                if end == self.at {
                    break; // the next character does not fit into this piece
                }
                self.signs += self.text[self.at..end].bytes().filter(|byte| *byte == b'&').count();
                self.at = end;
                continue;
            }
            let (keep, next) = match self.markup(self.at) {
                Verdict::Keep(end) => {
                    self.at = end;
                    continue;
                }
                Verdict::Skip(end) => (self.at, end),
                Verdict::Cut(keep, end) => {
                    self.cut = true;
                    (keep, end)
                }
            };
            self.at = next;
            if from < keep {
                return Some(&self.text[from..keep]);
            }
            from = next;
        }
        (from < self.at).then(|| &self.text[from..self.at])
    }
}

/// The end of a tag.
struct Tag {
    /// After its `>`.
    end: usize,
    attributes: usize,
    /// Where the first attribute too many begins.
    cut: Option<usize>,
}

impl Tag {
    /// Reads on after the name of a tag (HTML §13.2.5.32 ff.): quotes count only where a value begins.
    fn read(tag: &str, name_end: usize) -> Option<Self> {
        let (mut attributes, mut cut) = (0, None);
        let bytes = tag.as_bytes();
        let mut at = name_end;
        loop {
            at += bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b'/')?;
            if bytes[at] == b'>' {
                return Some(Self { end: at + 1, attributes, cut });
            }
            attributes += 1;
            if attributes > MAX_ATTRIBUTES {
                cut = cut.or(Some(at));
            }
            at = attribute(bytes, at)?;
        }
    }
}

/// The place after an attribute.
fn attribute(bytes: &[u8], from: usize) -> Option<usize> {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/');
    // an equals sign in front belongs to the name
    let mut at = from + 1 + bytes[from + 1..].iter().position(ends)?;
    at += bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
    if bytes[at] != b'=' {
        return Some(at);
    }
    at += 1 + bytes[at + 1..].iter().position(|byte| !byte.is_ascii_whitespace())?;
    let quote = bytes[at];
    if matches!(quote, b'"' | b'\'') {
        return Some(at + 2 + bytes[at + 1..].iter().position(|byte| *byte == quote)?);
    }
    let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
    Some(at + bytes[at..].iter().position(ends)?)
}

/// Length of the comment that a text begins with.
pub(super) fn comment(text: &str) -> usize {
    let inside = &text[4..];
    let empty = [">", "->"].iter().find(|end| inside.starts_with(**end)).map(|end| end.len());
    empty.or_else(|| inside.find("-->").map(|end| end + 3)).map_or(text.len(), |length| 4 + length)
}

/// The name that a tag begins with.
fn name(tag: &str) -> &str {
    let ends = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
    &tag[..tag.find(ends).unwrap_or(tag.len())]
}

fn among(names: &'static [&'static str], name: &str) -> Option<&'static str> {
    names.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
}

fn contains(tag: &str, word: &str) -> bool {
    tag.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        Pieces::new(text).collect()
    }

    #[test]
    fn what_nobody_reads_is_left_out() {
        assert_eq!(kept("a<!-- <p> -->b<SCRIPT x>1<2</script >c<style>d</style>e<svg><g></svg>f"), "abcef");
        let data = "<script type='application/ld+json'>{\"a\":\"</p>\"}</script>";
        assert_eq!(kept(data), data);
        assert_eq!(kept("a<!-->b<!--->c"), "abc");
        assert_eq!(kept("a<svg>b"), "a<svg>b");
        assert_eq!(kept("a<style>b"), "a");
        assert_eq!(kept("a<iframe>b</iframe>c<iframe src=x/>d<iframe />e<iframe>f"), "acdef");
        assert_eq!(kept("<title>a<b</title>c"), "<title>a<b</title>c");
    }

    #[test]
    fn tags_end_where_they_end() {
        for tag in [
            "<a title='x>y' b>",
            "<p don't>",
            "<a b=\"c\"d/>",
            "<a =x>",
            "</a >",
            "1 < 2",
            "<3",
            "<!doctype html>",
        ] {
            assert_eq!(kept(tag), tag);
        }
        assert_eq!(kept("a<b title='never ends"), "a");
        assert_eq!(kept("<<<<<p>"), "<p>");
    }

    #[test]
    fn long_tags_are_cut() {
        let cut = kept(&format!("<p {}>x", "a ".repeat(500)));
        assert_eq!(cut, format!("<p {}>x", "a ".repeat(MAX_ATTRIBUTES)));
    }

    #[test]
    fn depth_is_bounded_and_unclosed_paragraphs_do_not_count() {
        let deep = kept(&format!("{}x{}y", "<div>".repeat(2000), "</div>".repeat(2000)));
        assert_eq!(deep.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(deep.matches("</div>").count(), MAX_DEPTH);
        let flat = "<div><p>a<li>b<td>c</div>".repeat(2000);
        assert_eq!(kept(&flat), flat);
    }

    #[test]
    fn pieces_are_short() {
        let text = "é".repeat(PIECE);
        assert!(Pieces::new(&text).all(|piece| piece.len() <= PIECE));
        assert_eq!(kept(&text), text);
    }
}
