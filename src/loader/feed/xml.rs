//! RSS and Atom of every version → entries, one at a time.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::draft::Draft;
use super::names::{Field, Spaces, is_opaque, is_root};
use super::person;
use super::rich::Rich;
use super::scan::{Scanner, Tag, Token, local};
use super::value::{self, Inner};
use crate::article::{Enclosure, Moment};
use crate::loader::dates;
use crate::loader::page_html::Base;
use crate::sanitize::{NAME, URL_BYTES};

/// What a feed says of itself, and how it ends.
#[derive(Default)]
pub(super) struct Feed {
    pub(super) head: Draft,
    spaces: Spaces,
    /// Ids that several entries have.
    shared: HashSet<String>,
    /// Its last element is closed.
    pub(super) whole: bool,
}

/// Reads what the feed says of itself, which may stand behind its entries.
pub(super) fn head(text: &str, base: &Base) -> Feed {
    let mut feed = Feed { head: Draft { base: base.clone(), ..Draft::default() }, ..Feed::default() };
    let mut scanner = Scanner::new(text);
    let (mut inside_entry, mut ids) = (false, HashSet::new());
    while let Some(token) = scanner.next() {
        match token {
            Token::Open(tag) if feed.spaces.is_entry(tag.name) => {
                feed.spaces.declare(&tag);
                (inside_entry, feed.whole) = (!tag.empty, tag.empty);
            }
            Token::Open(tag) if inside_entry => {
                if matches!(local(tag.name), "guid" | "id") {
                    let id = value::inner(&mut scanner, &tag, &feed.spaces, |_| true);
                    if !ids.insert(id.source) {
                        feed.shared.extend(id.whole());
                    }
                }
            }
            Token::Open(tag) => {
                feed.spaces.declare(&tag);
                feed.whole = false;
                if is_root(tag.name) {
                    let base = tag.attribute("xml:base").or_else(|| tag.attribute("base"));
                    feed.head.base = feed.head.base.joined(base);
                    feed.head.language.put(1, tag.attribute("xml:lang").and_then(|lang| language(&lang)));
                } else {
                    element(&mut scanner, &tag, &feed.spaces, &mut feed.head);
                }
            }
            Token::Close(name) if feed.spaces.is_entry(name) => (inside_entry, feed.whole) = (false, true),
            Token::Close(name) if is_root(name) => (inside_entry, feed.whole) = (false, true),
            Token::Close(_) | Token::Text(_) | Token::Data(_) => {}
        }
    }
    // the address of the site is the next resort of relative ones: that of the feed may be elsewhere's
    let said = [feed.head.link.get(), feed.head.own_address.get()].map(Option::<&String>::cloned);
    feed.head.base = said.into_iter().fold(feed.head.base, Base::or);
    feed.head.settle();
    feed
}

/// Reads the entries and gives each to `each`. One that the file ends in is given where it can be told from others.
pub(super) fn entries(
    text: &str,
    feed: &mut Feed,
    each: &mut dyn FnMut(Draft, &Draft) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut scanner = Scanner::new(text);
    while let Some(token) = scanner.next() {
        let Token::Open(tag) = token else { continue };
        if !feed.spaces.is_entry(tag.name) {
            continue;
        }
        let (mut draft, cut) = entry(&mut scanner, &tag, feed);
        draft.shared_id = draft.id.get().is_some_and(|id| feed.shared.contains(id));
        feed.whole &= !cut;
        if draft.elements > 0 && (!cut || draft.has_identity()) {
            each(draft, &feed.head)?;
        }
    }
    ControlFlow::Continue(())
}

/// One entry, and whether the file ends in it.
fn entry(scanner: &mut Scanner<'_>, tag: &Tag<'_>, feed: &mut Feed) -> (Draft, bool) {
    let base = feed.head.base.joined(tag.attribute("xml:base"));
    let mut draft = Draft { base, ..Draft::default() };
    draft.id.put(9, tag.attribute("rdf:about"));
    draft.link.put(9, tag.attribute("href"));
    draft.language.put(1, tag.attribute("xml:lang").and_then(|lang| language(&lang)));
    draft.updated.put(9, tag.attribute("lastmod").and_then(|date| dates::stamp(&date)));
    draft.elements = tag.attributes().count();
    if tag.empty {
        return (draft, false);
    }
    loop {
        let before = scanner.at;
        match scanner.next() {
            None => return (draft, true),
            Some(Token::Open(tag)) if feed.spaces.is_entry(tag.name) => {
                scanner.at = before;
                return (draft, false);
            }
            Some(Token::Close(name)) if feed.spaces.is_entry(name) || is_root(name) => return (draft, false),
            Some(Token::Open(tag)) => {
                feed.spaces.declare(&tag);
                element(scanner, &tag, &feed.spaces, &mut draft);
            }
            Some(Token::Close(_) | Token::Text(_) | Token::Data(_)) => {}
        }
    }
}

/// Takes in an element. One that is not known is looked into: what it holds may be.
fn element(scanner: &mut Scanner<'_>, tag: &Tag<'_>, spaces: &Spaces, draft: &mut Draft) {
    draft.elements += 1;
    match spaces.field(tag) {
        Some((Field::MediaContent, rank)) => media(tag, rank, draft),
        Some((field, rank)) => {
            let is_rich = matches!(field, Field::Content | Field::Summary);
            let inner = value::text(scanner, tag, spaces, is_rich);
            if field == Field::Author {
                draft.write(rank, person::read(inner, spaces));
            } else {
                take(field, rank, tag, inner, draft);
            }
        }
        None if is_opaque(tag.name) => {
            let inner = value::inner(scanner, tag, spaces, |_| false);
            if local(tag.name).eq_ignore_ascii_case("image") {
                draft.image.put(4, picture(inner, spaces));
            }
        }
        None => {}
    }
}

fn take(field: Field, rank: u8, tag: &Tag<'_>, inner: Inner<'_>, draft: &mut Draft) {
    match field {
        Field::Title => draft.title.put(rank, some_rich(inner, tag)),
        Field::Link => link(rank, tag, inner, draft),
        Field::Id => {
            let says_no = tag.attribute("isPermaLink").is_some_and(|says| says.eq_ignore_ascii_case("false"));
            draft.permalink = local(tag.name).eq_ignore_ascii_case("guid") && !says_no;
            draft.id.put(rank, inner.whole().filter(|text| is_short(text)));
        }
        Field::Published => draft.published.put(rank, moment(inner)),
        Field::Updated => draft.updated.put(rank, moment(inner)),
        Field::Content => {
            draft.language.put(0, tag.attribute("xml:lang").and_then(|lang| language(&lang)));
            text(rank, tag, inner, draft);
        }
        Field::Summary => draft.summary.put_longest(rank, some_rich(inner, tag)),
        Field::Subtitle => draft.subtitle.put(rank, some_rich(inner, tag)),
        Field::Category => {
            let label = tag.attribute("label").or_else(|| tag.attribute("term"));
            draft.label(label.or_else(|| some_rich(inner, tag).map(|text| text.line())));
        }
        Field::Keywords => {
            let words = inner.whole().unwrap_or_default();
            draft.tag(words.split(',').map(|word| word.trim().to_owned()));
        }
        Field::Enclosure => enclose(tag, tag.attribute("url"), "length", draft),
        Field::Image => draft.image.put(rank, tag.attribute("url").or_else(|| tag.attribute("href"))),
        Field::Language => draft.language.put(rank, inner.whole().and_then(|text| language(&text))),
        Field::Rights => draft.rights.put(rank, some_rich(inner, tag)),
        Field::Comments => draft.comments.put(rank, inner.whole().and_then(|text| text.parse().ok())),
        Field::MediaContent | Field::Author => {}
    }
}

/// Whether an address or id is one: what is longer than servers take is none.
pub(super) fn is_short(address: &str) -> bool {
    address.len() <= URL_BYTES
}

fn moment(inner: Inner<'_>) -> Option<Moment> {
    inner.whole().filter(|text| text.len() <= NAME).and_then(|text| dates::stamp(&text))
}

fn some_rich(inner: Inner<'_>, tag: &Tag<'_>) -> Option<Rich> {
    Some(inner.rich(tag)).filter(|rich| !rich.text.trim().is_empty())
}

/// The text. One that lies elsewhere is a link; of several, HTML is the best.
fn text(rank: u8, tag: &Tag<'_>, inner: Inner<'_>, draft: &mut Draft) {
    if let Some(source) = tag.attribute("src") {
        draft.link.put(8, Some(source));
        return;
    }
    let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let is_text = !kind.ends_with("xml") || kind.contains("text") || kind.contains("html");
    let base = draft.base.joined(tag.attribute("xml:base"));
    if is_text && let Some(text) = some_rich(inner, tag) {
        draft.content.put(rank * 2 + u8::from(!kind.contains("html")), Some((text, base)));
    }
}

/// RSS has the address inside, Atom in an attribute, and says what it leads to.
fn link(rank: u8, tag: &Tag<'_>, inner: Inner<'_>, draft: &mut Draft) {
    let attribute = tag.attribute("href");
    let rank = rank + u8::from(attribute.is_some());
    let address = attribute.or_else(|| inner.whole()).filter(|text| is_short(text));
    let rel = tag.attribute("rel").unwrap_or_default().to_ascii_lowercase();
    let kind = tag.attribute("type").unwrap_or_default();
    match rel.rsplit(['/', '#']).next().unwrap_or_default() {
        "alternate" | "" => {
            let is_page = kind.is_empty() || kind.contains("html");
            draft.link.put(rank + u8::from(!is_page), address);
        }
        "enclosure" => enclose(tag, address, "length", draft),
        "self" => draft.own_address.put(rank, address),
        _ => {}
    }
}

/// An attached file; one that is a picture may stand for the article.
fn enclose(tag: &Tag<'_>, address: Option<String>, length: &str, draft: &mut Draft) {
    let Some(url) = address.and_then(|url| draft.base.resolve(&url)) else { return };
    let media_type = tag.attribute("type");
    if media_type.as_deref().is_some_and(|kind| kind.starts_with("image/")) {
        draft.image.put(1, Some(url.clone()));
    }
    let bytes = tag.attribute(length).and_then(|size| size.parse().ok()).filter(|size| *size > 0);
    draft.attach(Enclosure { url, media_type, bytes });
}

/// A file of Media RSS: a picture, or an attached file.
fn media(tag: &Tag<'_>, rank: u8, draft: &mut Draft) {
    let is =
        |attribute: &str, kind: &str| tag.attribute(attribute).is_some_and(|value| value.starts_with(kind));
    if is("medium", "image") || is("type", "image/") {
        draft.image.put(rank, tag.attribute("url"));
    } else {
        enclose(tag, tag.attribute("url"), "fileSize", draft);
    }
}

/// The address of a picture, in an element of its own or as text.
fn picture(inner: Inner<'_>, spaces: &Spaces) -> Option<String> {
    let mut tokens = Scanner::new(inner.source);
    while let Some(token) = tokens.next() {
        if let Token::Open(tag) = token
            && local(tag.name).eq_ignore_ascii_case("url")
        {
            return value::inner(&mut tokens, &tag, spaces, |_| true).whole();
        }
    }
    inner.whole().filter(|text| !inner.markup && text.contains("://"))
}

/// The language of "en-US" is "en".
pub(super) fn language(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let fits = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase());
    fits.then_some(code)
}
