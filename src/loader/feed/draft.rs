//! What was read of an entry → an article and what it is known by.

use std::collections::HashSet;

use super::rich::{self, Rich};
use crate::article::{Article, Block, Enclosure, Moment};
use crate::loader::finish;
use crate::loader::page_html::Base;
use crate::sanitize::{self, LINKS, LONG, NAME, NAMES};

/// Characters of a headline that is made of a text's first words.
const FIRST_WORDS: usize = 80;
/// Characters by which a standfirst is known as the beginning of the text.
const BEGINNING: usize = 40;
/// Characters of a standfirst; a longer summary is a text.
const STANDFIRST: usize = 400;

/// The best of several values: the lowest rank, and of one rank the first.
#[derive(Debug, Clone)]
pub(super) struct Best<T>(Option<(u8, T)>);

/// An entry as it is being read, or what a feed says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) id: Best<String>,
    /// The id is an address, too.
    pub(super) permalink: bool,
    pub(super) link: Best<String>,
    /// Where it lies itself.
    pub(super) own_address: Best<String>,
    pub(super) title: Best<Rich>,
    /// The text, and what its addresses stand against.
    pub(super) content: Best<(Rich, Base)>,
    pub(super) summary: Best<Rich>,
    pub(super) subtitle: Best<Rich>,
    pub(super) published: Best<Moment>,
    pub(super) updated: Best<Moment>,
    pub(super) author_rank: u8,
    pub(super) authors: Vec<String>,
    pub(super) categories: Vec<String>,
    pub(super) keywords: Vec<String>,
    pub(super) enclosures: Vec<Enclosure>,
    pub(super) image: Best<String>,
    pub(super) language: Best<String>,
    pub(super) rights: Best<Rich>,
    pub(super) comments: Best<u32>,
    /// What its addresses stand against.
    pub(super) base: Base,
    /// Another entry of the feed has the same id.
    pub(super) shared_id: bool,
    /// Elements seen, known or not.
    pub(super) elements: usize,
}

/// An entry, read.
pub(super) struct Entry {
    pub(super) article: Article,
    /// What it is known by in its feed.
    pub(super) id: String,
    /// The feed itself says so.
    pub(super) own_id: bool,
    /// Its text has more elements than fit into memory.
    pub(super) too_many: bool,
}

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Best<T> {
    pub(super) fn put(&mut self, rank: u8, value: Option<T>) {
        if let Some(value) = value
            && self.0.as_ref().is_none_or(|(best, _)| rank < *best)
        {
            self.0 = Some((rank, value));
        }
    }

    pub(super) fn get(&self) -> Option<&T> {
        self.0.as_ref().map(|(_, value)| value)
    }

    pub(super) fn take(&mut self) -> Option<T> {
        self.0.take().map(|(_, value)| value)
    }
}

impl Best<Rich> {
    /// As `put`, but of one rank the longest counts.
    pub(super) fn put_longest(&mut self, rank: u8, text: Option<Rich>) {
        let is_longer = |text: &Rich| {
            self.0.as_ref().is_some_and(|(best, held)| *best == rank && text.text.len() > held.text.len())
        };
        if text.as_ref().is_some_and(is_longer) {
            self.0 = None;
        }
        self.put(rank, text);
    }
}

impl Draft {
    /// Takes in names; those of a better rank take the place of others.
    pub(super) fn write(&mut self, rank: u8, names: Vec<String>) {
        if names.is_empty() || !self.authors.is_empty() && rank > self.author_rank {
            return;
        }
        if rank < self.author_rank {
            self.authors.clear();
        }
        self.author_rank = rank;
        for name in names {
            if self.authors.len() <= NAMES && !self.authors.contains(&name) {
                self.authors.push(name);
            }
        }
    }

    /// Takes in labels, as many as are kept and one more: the cut is said later.
    pub(super) fn label(&mut self, labels: impl IntoIterator<Item = String>) {
        fill(&mut self.categories, labels);
    }

    /// Takes in words that the entry is to be found by, as many as labels.
    pub(super) fn tag(&mut self, words: impl IntoIterator<Item = String>) {
        fill(&mut self.keywords, words);
    }

    pub(super) fn attach(&mut self, enclosure: Enclosure) {
        if self.enclosures.len() <= LINKS {
            self.enclosures.push(enclosure);
        }
    }

    /// Makes short, once, what a feed says for each of its entries: every one of them costs as much.
    pub(super) fn settle(&mut self) {
        for text in [&mut self.title, &mut self.rights] {
            *text = Best(text.take().map(|text| (0, Rich::plain(shortened(&text.line(), LONG)))));
        }
        self.authors.iter_mut().for_each(|name| *name = shortened(name, NAME));
    }

    /// Whether something tells it from every other entry.
    pub(super) fn has_identity(&self) -> bool {
        self.id.get().is_some() || self.link.get().is_some()
    }

    /// The address: its link, else an id that is one.
    fn address(&self) -> Option<String> {
        if let Some(link) = self.link.get() {
            return self.base.resolve(link).or_else(|| Some(link.clone()));
        }
        let id = self.id.get().filter(|id| self.permalink || id.contains("://"))?;
        self.base.resolve(id).filter(|address| address.contains("://"))
    }

    /// The text and its blocks, which are `None` where they are too many, and what may stand above it: content and
    /// summary, but the other way round where the summary says more than a content that is no longer than a standfirst.
    fn text(&mut self) -> (Option<Rich>, Option<Vec<Block>>, Option<Rich>) {
        let (content, summary) = (self.content.take(), self.summary.take());
        let mut above = None;
        if let Some((text, base)) = content {
            let body = text.blocks(&base);
            let is_less = text.text.len() <= STANDFIRST
                && summary.as_ref().is_some_and(|summary| summary.text.len() > text.text.len());
            match body.as_deref() {
                Some([]) => {}
                Some([Block::Paragraph(_)]) if is_less => above = Some(text),
                _ => return (Some(text), body, summary),
            }
        }
        let body = summary.as_ref().map_or(Some(Vec::new()), |text| text.blocks(&self.base));
        (summary, body, above)
    }

    /// The article, with what the feed says for all of its entries.
    pub(super) fn finish(mut self, feed: &Draft) -> Entry {
        let mut seen = HashSet::new();
        self.enclosures.retain(|file| seen.insert(file.url.clone()));
        let url = self.address();
        let (text, body, above) = self.text();
        let subtitle = self.subtitle.take().or(above).map(|text| text.line());
        let says = |text: &String| text.contains(char::is_alphanumeric);
        let too_many = body.is_none();
        let starts = |text: &String| begins_with(body.as_deref().unwrap_or_default(), text);
        let shows = |text: &String| !sanitize::line(text).is_empty();
        let title = (self.title.get().map(Rich::line).filter(shows))
            .or_else(|| text.as_ref().map(first_words).filter(shows))
            .or_else(|| url.clone().filter(shows))
            .or_else(|| self.id.get().cloned().filter(shows));
        let article = Article {
            title: title.unwrap_or_default(),
            subtitle: subtitle
                .filter(|text| text.chars().count() <= STANDFIRST && says(text) && !starts(text)),
            authors: if self.authors.is_empty() { feed.authors.clone() } else { self.authors },
            published: self.published.take(),
            updated: self.updated.take(),
            site: feed.title.get().map(Rich::line),
            language: self.language.take().or_else(|| feed.language.get().cloned()),
            categories: self.categories,
            keywords: self.keywords,
            image: self.image.take().and_then(|image| self.base.resolve(&image)),
            enclosures: self.enclosures,
            copyright: self.rights.get().or(feed.rights.get()).map(Rich::line),
            comment_count: self.comments.take(),
            url,
            body: body.unwrap_or_default(),
            ..Article::default()
        };
        let own_id = self.id.get().is_some() && !self.shared_id;
        let rest = article.url.as_ref().unwrap_or(&article.title);
        let id = match self.id.take() {
            Some(id) if self.shared_id => Some(format!("{id} {rest}")),
            Some(id) => Some(id),
            None => article.url.clone(),
        };
        Entry { id: id.unwrap_or_else(|| stamp(&article)), own_id, too_many, article }
    }
}

/// Adds what is kept of a list, and one more.
fn fill(list: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    list.extend(more.into_iter().take((NAMES + 1).saturating_sub(list.len())));
}

/// A text that is cut, with one character more than is kept of it: the cut is said later.
fn shortened(text: &str, limit: usize) -> String {
    text.chars().take(limit + 1).collect()
}

/// What tells an entry from others where it has neither id nor address.
fn stamp(article: &Article) -> String {
    let when = article.published.or(article.updated).map(|moment| moment.to_string());
    format!("{} {}", when.unwrap_or_default(), article.title)
}

/// Whether a text begins as this does: then this is no standfirst.
fn begins_with(body: &[Block], words: &str) -> bool {
    let beginning: String = words.chars().take(BEGINNING).collect();
    let texts = body.iter().flat_map(|block| finish::texts(std::slice::from_ref(block)));
    rich::joined(texts.map(|text| text.text.as_str()), beginning.len()).starts_with(beginning.trim_end())
}

/// The first words of a text, to stand for a headline.
fn first_words(text: &Rich) -> String {
    let end = text.text.char_indices().nth(20 * FIRST_WORDS).map_or(text.text.len(), |(at, _)| at);
    let line = Rich { text: text.text[..end].to_owned(), form: text.form }
        .line_within((FIRST_WORDS + 1) * char::MAX.len_utf8());
    let Some((end, _)) = line.char_indices().nth(FIRST_WORDS) else { return line };
    let end = line[..end].rfind(' ').unwrap_or(end);
    format!("{}…", line[..end].trim_end_matches([',', ';', ':', '.', '-', ' ']))
}
