//! What the elements of feeds mean, as a table: a new one is a new row.

use super::scan::{Tag, local};

/// The vocabularies that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS and Atom of every version, and no name space at all.
    Feed,
    Content,
    Dc,
    Terms,
    Media,
    Itunes,
    Slash,
    Thread,
    Xhtml,
    Other,
}

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Link,
    Id,
    Published,
    Updated,
    /// A name, or elements that hold one.
    Author,
    Content,
    Summary,
    Subtitle,
    Category,
    Keywords,
    Enclosure,
    MediaContent,
    Image,
    Language,
    Rights,
    Comments,
}

/// Part of the address of a name space, and what it is; addresses are written in many ways, so a part has to do.
const SPACES: &[(&str, Space)] = &[
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("purl.org/dc/elements", Space::Dc),
    ("purl.org/dc/terms", Space::Terms),
    ("purl.org/rss/1.0/modules/slash", Space::Slash),
    ("purl.org/syndication/thread", Space::Thread),
    ("yahoo.com/mrss", Space::Media),
    ("search.yahoo.com", Space::Media),
    ("podcast-1.0.dtd", Space::Itunes),
    ("www.w3.org/1999/xhtml", Space::Xhtml),
    ("www.w3.org/2005/atom", Space::Feed),
    ("purl.org/atom", Space::Feed),
    ("purl.org/rss/1.0/modules", Space::Other),
    ("purl.org/rss", Space::Feed),
    ("purl.org/net/rss", Space::Feed),
    ("my.netscape.com/rdf", Space::Feed),
    ("channel.netscape.com/rdf", Space::Feed),
    ("backend.userland.com/rss", Space::Feed),
    ("blogs.law.harvard.edu/tech/rss", Space::Feed),
    ("www.w3.org/1999/02/22-rdf-syntax", Space::Feed),
];

/// What a prefix means where nothing declares it.
const USUAL: &[(&str, Space)] = &[
    ("", Space::Feed),
    ("atom", Space::Feed),
    ("atom10", Space::Feed),
    ("a10", Space::Feed),
    ("rss", Space::Feed),
    ("rdf", Space::Feed),
    ("content", Space::Content),
    ("dc", Space::Dc),
    ("dcterms", Space::Terms),
    ("media", Space::Media),
    ("itunes", Space::Itunes),
    ("slash", Space::Slash),
    ("thr", Space::Thread),
    ("xhtml", Space::Xhtml),
];

/// Vocabulary, local name in lower case, what it holds, and its rank: the lower the better, the first of a rank counts;
/// of summaries the longest.
const FIELDS: &[(Space, &str, Field, u8)] = &[
    (Space::Feed, "title", Field::Title, 0),
    (Space::Dc, "title", Field::Title, 1),
    (Space::Terms, "title", Field::Title, 1),
    (Space::Itunes, "title", Field::Title, 2),
    (Space::Media, "title", Field::Title, 3),
    (Space::Feed, "link", Field::Link, 0),
    (Space::Feed, "guid", Field::Id, 0),
    (Space::Feed, "id", Field::Id, 0),
    (Space::Feed, "pubdate", Field::Published, 0),
    (Space::Feed, "published", Field::Published, 0),
    (Space::Feed, "issued", Field::Published, 1),
    (Space::Terms, "issued", Field::Published, 2),
    (Space::Dc, "date", Field::Published, 3),
    (Space::Feed, "date", Field::Published, 3),
    (Space::Terms, "date", Field::Published, 3),
    (Space::Feed, "created", Field::Published, 4),
    (Space::Terms, "created", Field::Published, 4),
    (Space::Feed, "updated", Field::Updated, 0),
    (Space::Feed, "modified", Field::Updated, 0),
    (Space::Feed, "lastbuilddate", Field::Updated, 1),
    (Space::Terms, "modified", Field::Updated, 1),
    (Space::Feed, "author", Field::Author, 0),
    (Space::Dc, "creator", Field::Author, 0),
    (Space::Dc, "author", Field::Author, 0),
    (Space::Terms, "creator", Field::Author, 0),
    (Space::Itunes, "author", Field::Author, 1),
    (Space::Feed, "managingeditor", Field::Author, 1),
    (Space::Content, "encoded", Field::Content, 0),
    (Space::Feed, "content", Field::Content, 0),
    (Space::Feed, "body", Field::Content, 1),
    (Space::Xhtml, "body", Field::Content, 1),
    (Space::Xhtml, "div", Field::Content, 1),
    (Space::Feed, "fullitem", Field::Content, 1),
    (Space::Feed, "description", Field::Summary, 0),
    (Space::Feed, "summary", Field::Summary, 0),
    (Space::Feed, "abstract", Field::Summary, 0),
    (Space::Dc, "description", Field::Summary, 0),
    (Space::Terms, "abstract", Field::Summary, 0),
    (Space::Itunes, "summary", Field::Summary, 0),
    // may be the caption of a picture
    (Space::Media, "description", Field::Summary, 1),
    (Space::Feed, "tagline", Field::Subtitle, 0),
    (Space::Feed, "subtitle", Field::Subtitle, 0),
    (Space::Itunes, "subtitle", Field::Subtitle, 0),
    (Space::Feed, "category", Field::Category, 0),
    (Space::Dc, "subject", Field::Category, 0),
    (Space::Terms, "subject", Field::Category, 0),
    (Space::Itunes, "keywords", Field::Keywords, 0),
    (Space::Media, "keywords", Field::Keywords, 0),
    (Space::Feed, "enclosure", Field::Enclosure, 0),
    (Space::Media, "content", Field::MediaContent, 0),
    (Space::Media, "thumbnail", Field::Image, 2),
    (Space::Itunes, "image", Field::Image, 3),
    (Space::Feed, "language", Field::Language, 0),
    (Space::Dc, "language", Field::Language, 1),
    (Space::Feed, "rights", Field::Rights, 0),
    (Space::Feed, "copyright", Field::Rights, 0),
    (Space::Dc, "rights", Field::Rights, 1),
    (Space::Slash, "comments", Field::Comments, 0),
    (Space::Thread, "total", Field::Comments, 1),
];

/// Elements whose titles, links and dates are not those of what they stand in.
const OPAQUE: [&str; 7] = ["source", "image", "textinput", "contributor", "owner", "cloud", "generator"];

/// Names that HTML has too, so that they may stand in a text.
const HTML_TOO: [&str; 6] = ["title", "link", "body", "div", "summary", "content"];

/// Prefixes that are heard of.
const PREFIXES: usize = 64;

/// The prefixes that a feed declares. They are few, and hardly ever mean two things in one feed.
#[derive(Debug, Clone, Default)]
pub(super) struct Spaces(Vec<(String, Space)>);

impl Spaces {
    /// Takes in what an element declares.
    pub(super) fn declare(&mut self, tag: &Tag<'_>) {
        for (name, address) in tag.attributes() {
            let Some(prefix) = name.strip_prefix("xmlns:") else { continue };
            let address = address.trim().to_ascii_lowercase();
            let known = SPACES.iter().find(|(part, _)| address.contains(part));
            let prefix = prefix.to_ascii_lowercase();
            if let Some((_, space)) = known
                && self.0.len() < PREFIXES
                && !self.0.iter().any(|(given, _)| *given == prefix)
            {
                self.0.push((prefix, *space));
            }
        }
    }

    fn of(&self, tag: &Tag<'_>) -> Space {
        let prefix = prefix(tag.name);
        if prefix.is_empty() {
            let own = tag.attributes().find(|(name, _)| *name == "xmlns");
            let is_xhtml = own.is_some_and(|(_, address)| address.contains("www.w3.org/1999/xhtml"));
            return if is_xhtml { Space::Xhtml } else { Space::Feed };
        }
        self.by_prefix(prefix)
    }

    /// What an element holds, and its rank.
    pub(super) fn field(&self, tag: &Tag<'_>) -> Option<(Field, u8)> {
        let name = local(tag.name);
        let mut rows = FIELDS.iter().filter(|(_, known, ..)| known.eq_ignore_ascii_case(name)).peekable();
        rows.peek()?;
        let space = self.of(tag);
        rows.find(|(known, ..)| *known == space).map(|(.., field, rank)| (*field, *rank))
    }

    /// Whether it is an entry of a feed.
    pub(super) fn is_entry(&self, name: &str) -> bool {
        among(&["item", "entry"], local(name)) && self.by_prefix(prefix(name)) == Space::Feed
    }

    fn by_prefix(&self, prefix: &str) -> Space {
        let same = |given: &str| given.eq_ignore_ascii_case(prefix);
        let declared = self.0.iter().find(|(given, _)| same(given)).map(|(_, space)| *space);
        let usual = || USUAL.iter().find(|(given, _)| same(given)).map(|(_, space)| *space);
        declared.or_else(usual).unwrap_or(Space::Other)
    }

    /// Whether the element cannot stand inside a text, rich or not, so that nobody ended the text.
    pub(super) fn ends_text(&self, tag: &Tag<'_>, rich: bool) -> bool {
        let inside: &[&str] = if rich { &HTML_TOO } else { &["div", "body"] };
        self.field(tag).is_some() && !among(inside, local(tag.name))
    }
}

/// Whether it holds a whole feed.
pub(super) fn is_root(name: &str) -> bool {
    among(&["rss", "feed", "rdf", "channel"], local(name))
}

/// Whether what it holds belongs to something else.
pub(super) fn is_opaque(name: &str) -> bool {
    among(&OPAQUE, local(name))
}

fn prefix(name: &str) -> &str {
    name.rsplit_once(':').map_or("", |(prefix, _)| prefix)
}

fn among(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
