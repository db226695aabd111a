//! Which is it: decided once, by content first, then by ending.

use std::path::Path;

use super::{decode, front_matter};

/// A kind of data that holds articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The text of a page, as a browser copies it.
    PageText,
    /// An HTML page.
    Html,
    /// Markdown, with front matter or without.
    Markdown,
    /// One article as JSON on each line.
    JsonLines,
    /// A feed: RSS, Atom or JSON Feed.
    Feed,
}

impl Kind {
    /// What it is called, with its article.
    pub fn words(self) -> &'static str {
        match self {
            Self::PageText => "the text of a page",
            Self::Html => "an HTML page",
            Self::Markdown => "Markdown",
            Self::Feed => "a feed",
            Self::JsonLines => "JSON Lines, an article on each line",
        }
    }
}

/// Data that is something else, and what can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is {what}, which cannot be read: {way_out}")]
pub struct NoArticles {
    /// What it is, with its article.
    pub what: &'static str,
    /// What the user can do.
    pub way_out: &'static str,
}

const OPML: NoArticles = NoArticles {
    what: "a list of feeds (OPML)",
    way_out: "save the feeds that it names, and name those files",
};
const XML: NoArticles =
    NoArticles { what: "an XML document", way_out: "save the text it holds as .txt or .md" };
const JSON: NoArticles = NoArticles {
    what: "a JSON document",
    way_out: "write one article on each line and name it .jsonl (jq -c '.[]' does that for a list)",
};
const BINARY: NoArticles = NoArticles { what: "binary data", way_out: "save the text it holds as .txt" };

/// First bytes of kinds that users try, as their specifications and file(1) have them.
const MAGIC: [(&[u8], &str, &str); 13] = [
    (b"%PDF-", "a PDF document", "save its text as .txt (pdftotext does that)"),
    (b"\x7fELF", "a program", "name a file that holds text"),
    (b"PK\x03\x04", "a ZIP archive (as are EPUB, DOCX and ODT)", "unpack it, or save its text as .txt"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first (gunzip)"),
    (b"BZh91AY&SY", "a bzip2 archive", "unpack it first (bunzip2)"),
    (b"\xfd7zXZ\0", "an xz archive", "unpack it first (unxz)"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "unpack it first (unzstd)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first (7z x)"),
    (b"\x89PNG\r\n", "a PNG image", "save the text it shows as .txt"),
    (b"\xff\xd8\xff", "a JPEG image", "save the text it shows as .txt"),
    (b"GIF89a", "a GIF image", "save the text it shows as .txt"),
    (b"SQLite format 3\0", "an SQLite database", "export its articles as JSON Lines (.jsonl)"),
    (b"{\\rtf", "an RTF document", "save its text as .txt"),
];

/// What the data is, and why, in words.
///
/// `head` are its first bytes; some kilobytes are enough. What neither content nor ending decides is taken
/// for the text of a page.
///
/// # Errors
/// Where it is something that holds no articles, or none that can be read.
pub fn kind_of(name: &Path, head: &[u8]) -> Result<(Kind, &'static str), NoArticles> {
    if let Some((_, what, way_out)) = MAGIC.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(NoArticles { what, way_out });
    }
    if head.contains(&0) && !decode::is_wide(head) {
        return Err(BINARY);
    }
    let text = decode::text(head).text;
    if let Some(verdict) = by_content(text.trim_start()) {
        return verdict;
    }
    let ending = by_ending(name);
    if matches!(ending, None | Some(Kind::Feed)) && holds_feed(&text, ending.is_some()) {
        return Ok((Kind::Feed, "a feed begins in it"));
    }
    match ending {
        Some(Kind::Feed) if text.contains(['{', '[']) && !text.contains('<') => Err(JSON),
        Some(Kind::Feed) => Err(XML),
        Some(Kind::Html) => Ok((Kind::Html, "its name ends in .html, .htm or .xhtml")),
        Some(Kind::JsonLines) => Ok((Kind::JsonLines, "its name ends in .jsonl or .ndjson")),
        Some(Kind::Markdown) => Ok((Kind::Markdown, "its name ends in .md or .markdown")),
        Some(Kind::PageText) => Ok((Kind::PageText, "its name ends in .txt")),
        None if root_element(&text).is_some_and(opens_html) => {
            Ok((Kind::Html, "it begins with a tag of HTML"))
        }
        None if text.trim_start().starts_with("# ") => {
            Ok((Kind::Markdown, "its first line is a headline of Markdown"))
        }
        None => Ok((Kind::PageText, "it is text, and nothing says of which kind")),
    }
}

/// What the name promises; `None` where it promises nothing that could be read.
pub(super) fn by_ending(name: &Path) -> Option<Kind> {
    match name.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" | "text" => Some(Kind::PageText),
        "md" | "markdown" => Some(Kind::Markdown),
        "html" | "htm" | "xhtml" => Some(Kind::Html),
        "jsonl" | "ndjson" => Some(Kind::JsonLines),
        "xml" | "rss" | "atom" | "rdf" | "json" => Some(Kind::Feed),
        _ => None,
    }
}

fn by_content(text: &str) -> Option<Result<(Kind, &'static str), NoArticles>> {
    if front_matter::begins(text) {
        return Some(Ok((Kind::Markdown, "it begins with front matter")));
    }
    if let Some(rest) = text.strip_prefix(['{', '[']) {
        // One object on a line has its first name beside the brace; printed over several lines it has not.
        let object = text.starts_with('{');
        let same_line = rest.trim_start_matches([' ', '\t']);
        if object && same_line.starts_with('"') {
            let lines = Ok((Kind::JsonLines, "its first line begins a JSON object"));
            return Some(if is_json_feed(same_line) { Ok(JSON_FEED) } else { lines });
        }
        if object && (is_json_feed(rest) || rest.contains("\"items\"")) {
            return Some(Ok(JSON_FEED));
        }
        let wanted: &[char] = if object { &['"', '}'] } else { &['{', ']'] };
        return rest.trim_start().starts_with(wanted).then_some(Err(JSON));
    }
    match root_element(text)?.to_ascii_lowercase().as_str() {
        root if opens_feed(root) => Some(Ok((Kind::Feed, "it begins as a feed"))),
        "html" | "head" | "body" => Some(Ok((Kind::Html, "it begins as an HTML page"))),
        "opml" => Some(Err(OPML)),
        _ if text.starts_with("<?xml") => Some(Err(XML)),
        _ => None,
    }
}

const JSON_FEED: (Kind, &str) = (Kind::Feed, "it is a JSON object that holds a feed");

/// A version of JSON Feed is named, or its entries come first.
fn is_json_feed(object: &str) -> bool {
    let names_version = ["jsonfeed.org/version/", "jsonfeed.org\\/version\\/"].iter().any(|address| {
        let before = object.split_once(address).map(|(before, _)| before);
        let named = before.and_then(|before| before.rsplit_once("\"version\""));
        named.is_some_and(|(_, between)| between.len() < 60 && !between.contains(','))
    });
    names_version || object.trim_start().starts_with("\"items\"")
}

/// Elements that feeds begin with, prefix or not.
fn opens_feed(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    ["rss", "feed", "rdf", "channel", "entry"].iter().any(|known| known.eq_ignore_ascii_case(local))
}

/// Whether a feed begins behind something else: the warning of a program, a line of its own. In a file that is named
/// like a feed its first element is enough.
fn holds_feed(text: &str, named: bool) -> bool {
    let begins = |at: usize| root_element(&text[at..]).is_some_and(opens_feed);
    let declared = text.find("<?xml").is_some_and(begins);
    let json = || text.find('{').is_some_and(|at| is_json_feed(&text[at + 1..]));
    declared || named && (text.match_indices('<').any(|(at, _)| opens_tag(&text[at..])) || json())
}

/// Whether a text begins with the tag of a feed.
fn opens_tag(text: &str) -> bool {
    let name = text[1..].split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    opens_feed(name)
}

/// Elements that a page saved without its head, or a piece of one, begins with.
fn opens_html(name: &str) -> bool {
    let names = [
        "title", "meta", "link", "base", "script", "style", "main", "article", "section", "header", "nav",
        "div", "p", "h1", "h2", "table", "center", "ul", "ol",
    ];
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Name of the first element of XML or HTML, what may stand before it passed over.
fn root_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let tag = rest.strip_prefix('<')?;
        // a document type names the root element, and may be longer than the first bytes
        if let Some(root) =
            document_type(tag).filter(|root| opens_feed(root) || root.eq_ignore_ascii_case("html"))
        {
            return Some(root);
        }
        let end = match tag.as_bytes().first()? {
            b'?' => tag.find("?>")? + 2,
            b'!' if tag.starts_with("!--") => tag.find("-->")? + 3,
            b'!' => tag.find('>')? + 1,
            _ => return tag.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next(),
        };
        rest = tag[end..].trim_start();
    }
}

/// The root element that a document type names.
fn document_type(tag: &str) -> Option<&str> {
    let keyword = tag.get(..8).filter(|word| word.eq_ignore_ascii_case("!doctype"))?;
    tag[keyword.len()..].trim_start().split(|c: char| c.is_whitespace() || c == '>' || c == '[').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, head: &str) -> Result<Kind, &'static str> {
        kind_of(Path::new(name), head.as_bytes()).map(|(kind, _)| kind).map_err(|no| no.what)
    }

    #[test]
    fn content_goes_before_ending() {
        assert_eq!(kind("a.txt", "---\ntitle: T\n---\nText"), Ok(Kind::Markdown));
        assert_eq!(kind("a.md", "{\"title\":\"T\"}\n"), Ok(Kind::JsonLines));
        assert_eq!(kind("a.txt", "<?xml version='1.0'?>\n<!-- c --><rss>"), Ok(Kind::Feed));
        assert_eq!(kind("a.txt", "<?xml version='1.0'?><opml>"), Err("a list of feeds (OPML)"));
        assert_eq!(kind("a.txt", "<?xml version='1.0'?><x>"), Err("an XML document"));
        assert_eq!(kind("a.txt", " \n<!DOCTYPE html>\n"), Ok(Kind::Html));
        assert_eq!(kind("a.md", "<HTML lang=en>"), Ok(Kind::Html));
        assert_eq!(
            kind("", "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML'><html>"),
            Ok(Kind::Html)
        );
        assert_eq!(kind("", "%PDF-1.7"), Err("a PDF document"));
        assert_eq!(kind("a.txt", "a\0b"), Err("binary data"));
    }

    #[test]
    fn a_feed_is_found_behind_other_things() {
        let feed = "<b>Warning</b>: in line 3\n<?xml version='1.0'?><rss version='2.0'>";
        assert_eq!(kind("", feed), Ok(Kind::Feed));
        assert_eq!(kind("a.xml", "Hello <RSS>"), Ok(Kind::Feed));
        let long = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'> <!ENTITY";
        assert_eq!(kind("a.xml", long), Ok(Kind::Feed));
        assert_eq!(kind("a.txt", feed), Ok(Kind::PageText));
        assert_eq!(
            kind("a.json", ")]}'\n{\"version\":\"https:\\/\\/jsonfeed.org\\/version\\/1\"}"),
            Ok(Kind::Feed)
        );
        assert_eq!(kind("", "<atom:feed xmlns:atom='x'>"), Ok(Kind::Feed));
        assert_eq!(kind("a.xml", "<note>x</note>"), Err("an XML document"));
        assert_eq!(kind_of(Path::new(""), b"<\0r\0s\0s\0>\0").map(|(kind, _)| kind), Ok(Kind::Feed));
    }

    #[test]
    fn json_on_lines_is_told_from_a_document() {
        assert_eq!(kind("", "{ \"title\": \"T\""), Ok(Kind::JsonLines));
        assert_eq!(kind("", "{\n  \"title\": \"T\"\n}"), Err("a JSON document"));
        assert_eq!(kind("", "[\n {\"title\": \"T\"}]"), Err("a JSON document"));
        assert_eq!(kind("", "{\"version\":\"https://jsonfeed.org/version/1.1\"}"), Ok(Kind::Feed));
        assert_eq!(kind("", "{\n \"title\": \"T\", \"items\": []}"), Ok(Kind::Feed));
        assert_eq!(kind("", "{\"title\":\"T\",\"body\":\"jsonfeed.org/version/1\"}"), Ok(Kind::JsonLines));
        assert_eq!(kind("a.json", "[1, 2]"), Err("a JSON document"));
        assert_eq!(kind("", "[Photo: a harbour]\nText"), Ok(Kind::PageText));
    }

    #[test]
    fn ending_decides_what_content_leaves_open() {
        assert_eq!(kind("a.md", "# T"), Ok(Kind::Markdown));
        assert_eq!(kind("a.MARKDOWN", "<p align=center>"), Ok(Kind::Markdown));
        assert_eq!(kind("a.html", "<p align=center>"), Ok(Kind::Html));
        assert_eq!(kind("-", "<article><p>Text"), Ok(Kind::Html));
        assert_eq!(kind("-", "<Joy> said hello"), Ok(Kind::PageText));
        assert_eq!(kind("a.txt", "# T"), Ok(Kind::PageText));
        assert_eq!(kind("a.jsonl", "not json"), Ok(Kind::JsonLines));
        assert_eq!(kind("a.log", "text"), Ok(Kind::PageText));
        assert_eq!(kind("-", "# T\n\nText"), Ok(Kind::Markdown));
        assert_eq!(kind("", "---\n\nA rule, and text: much."), Ok(Kind::PageText));
    }

    #[test]
    fn wide_text_is_no_binary_data() {
        let (kind, _) = kind_of(Path::new("a"), b"\xff\xfeA\0b\0").unwrap();
        assert_eq!(kind, Kind::PageText);
    }
}
