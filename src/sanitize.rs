//! Hostile text → safe text. Every string of an article passes here once, at the end of the loader.
//!
//! What comes out holds no control characters or escape sequences, no overrides of the writing direction, no
//! invisible or private characters, is in NFC, and cleaning it again changes nothing.

use std::collections::BTreeSet;
use std::path::Path;

use crate::article::{Article, Enclosure, PageLink};
use text::{Shape, clean};

mod body;
mod chars;
mod escape;
mod text;

/// Characters of a headline or of a link's words.
const TITLE: usize = 500;
/// Characters of a sentence: standfirst, copyright line, an image's words.
pub(crate) const LONG: usize = 2000;
/// Characters of a name or label.
pub(crate) const NAME: usize = 200;
/// Names in a list of them (authors, labels).
pub(crate) const NAMES: usize = 200;
/// Page links and enclosures.
pub(crate) const LINKS: usize = 10_000;
/// Bytes of an address; longer ones are refused by servers, too.
pub(crate) const URL_BYTES: usize = 8 << 10;

/// An article that is safe to print anywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Clean {
    /// The article.
    pub article: Article,
    /// What of it was too long and is cut; each once.
    pub cut: BTreeSet<&'static str>,
}

/// Makes every string of the article safe to print anywhere.
///
/// What is empty becomes `None` or leaves its list; what is too long is cut and ends in "…".
#[must_use]
pub fn article(article: Article) -> Clean {
    let mut limits = Limits::default();
    let article = Article {
        url: article.url.as_deref().and_then(url),
        title: limits.line("headline", &article.title, TITLE),
        subtitle: limits.optional("standfirst", article.subtitle.as_ref(), LONG),
        authors: limits.names("authors", &article.authors),
        site: limits.optional("site", article.site.as_ref(), NAME),
        site_host: limits.optional("site", article.site_host.as_ref(), NAME),
        language: limits.optional("language", article.language.as_ref(), NAME),
        sections: limits.names("sections", &article.sections),
        categories: limits.names("categories", &article.categories),
        keywords: limits.names("keywords", &article.keywords),
        image: article.image.as_deref().and_then(url),
        body: body::blocks(article.body, &mut limits),
        links: limits.list("links", article.links.iter().filter_map(link), LINKS),
        enclosures: limits.list("enclosures", article.enclosures.iter().filter_map(enclosure), LINKS),
        copyright: limits.optional("copyright", article.copyright.as_ref(), LONG),
        contact: limits.names("contact", &article.contact),
        ..article
    };
    Clean { article, cut: limits.cut }
}

/// Keeps fields within their lengths and remembers which were longer.
#[derive(Default)]
struct Limits {
    cut: BTreeSet<&'static str>,
}

impl Limits {
    fn line(&mut self, field: &'static str, text: &str, limit: usize) -> String {
        let (line, whole) = line_within(text, limit);
        if !whole {
            self.cut.insert(field);
        }
        line
    }

    fn optional(&mut self, field: &'static str, text: Option<&String>, limit: usize) -> Option<String> {
        text.map(|text| self.line(field, text, limit)).filter(|line| !line.is_empty())
    }

    fn names(&mut self, field: &'static str, names: &[String]) -> Vec<String> {
        let names: Vec<String> =
            names.iter().filter_map(|name| self.optional(field, Some(name), NAME)).collect();
        self.list(field, names, NAMES)
    }

    fn list<T>(&mut self, field: &'static str, items: impl IntoIterator<Item = T>, limit: usize) -> Vec<T> {
        let mut items = items.into_iter();
        let kept = items.by_ref().take(limit).collect();
        if items.next().is_some() {
            self.cut.insert(field);
        }
        kept
    }
}

/// One line: no line breaks, no controls, spaces folded.
#[must_use]
pub fn line(text: &str) -> String {
    clean(text, Shape::Line, &mut [])
}

/// Lines as they are, indents kept; no controls.
#[must_use]
pub fn lines(text: &str) -> String {
    clean(text, Shape::Code, &mut [])
}

/// The name of a file, or what a user took for one, as it may be printed in a sentence.
#[must_use]
pub fn path(path: impl AsRef<Path>) -> String {
    line(&path.as_ref().to_string_lossy())
}

/// Whether no text keeps the character: it is invisible, private, or commands the terminal or the writing direction.
#[must_use]
pub fn is_dropped(c: char) -> bool {
    chars::class(c) == chars::Class::Drop
}

/// An address without surrounding space and controls, a space inside written as `%20`.
///
/// `None` where it is empty, over 8 KiB, or has characters that neither addresses nor words are made of.
/// Says nothing about its scheme: what may be opened is decided where it is opened.
#[must_use]
pub fn url(address: &str) -> Option<String> {
    let address = address.trim();
    // the usual case, without looking at tables
    if (1..=URL_BYTES).contains(&address.len()) && address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Some(address.to_owned());
    }
    let address: String = address.chars().filter(|c| !c.is_control()).collect();
    let address = address.trim_matches(' ').replace(' ', "%20");
    let is_word = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    let fits = !address.is_empty()
        && address.len() <= URL_BYTES
        && address
            .chars()
            .all(|c| c.is_ascii_graphic() || (is_word(c) && chars::class(c) == chars::Class::Keep));
    fits.then_some(address)
}

/// One line of at most so many characters, "…" included, and whether that is all of it.
fn line_within(text: &str, limit: usize) -> (String, bool) {
    let line = line(text);
    if line.char_indices().nth(limit).is_none() {
        return (line, true);
    }
    let end = line.char_indices().nth(limit - 1).map_or(0, |(at, _)| at);
    (cut(&line, end), false)
}

/// The first `end` bytes and "…". The piece is cleaned again: the cut may have opened a pair.
fn cut(text: &str, end: usize) -> String {
    line(&text[..end]) + "…"
}

/// What stands beside a text and is no loss where it is cut: the words of a link, the name of a kind.
fn some_line(text: &str, limit: usize) -> Option<String> {
    Some(line_within(text, limit).0).filter(|line| !line.is_empty())
}

/// A link without words is shown by its address; one with neither is none.
fn link(link: &PageLink) -> Option<PageLink> {
    let address = link.url.as_deref().and_then(url);
    let title = some_line(&link.title, TITLE).or_else(|| some_line(address.as_deref()?, TITLE))?;
    Some(PageLink {
        title,
        url: address,
        article: link.article.as_deref().and_then(|id| some_line(id, NAME)),
        ..*link
    })
}

fn enclosure(enclosure: &Enclosure) -> Option<Enclosure> {
    let media_type = enclosure.media_type.as_deref().and_then(|name| some_line(name, NAME));
    Some(Enclosure { url: url(&enclosure.url)?, media_type, ..*enclosure })
}

#[cfg(test)]
mod tests;
