//! What the pages of a folder say of each other: the labels of their source, the lines that stand on many of them,
//! and whether 04/03/2024 is in March. Learned in a first walk, from every page at once, so that neither the order
//! of the pages nor the number of threads changes what is known.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::dates::{Order, Votes};
use super::fingerprint;
use super::labels::Labels;
use super::page_text::line::Line;
use crate::article::Article;
pub(super) use furniture::{clear, texts};
use sample::Sample;

mod furniture;
mod sample;

/// Lines of a page that are compared with other pages; one that has more is a list.
const LINES: usize = 2000;
/// Paragraphs of a page among which one is looked for that no other page has: more than there are teasers in a list of
/// the latest pieces.
const LONGEST: usize = 24;

/// A number for a set of pages that belong together: a folder or a site.
type Group = u64;

/// What a page shows that others may show, too.
#[derive(Debug, Default)]
pub(super) struct Traits {
    page: u64,
    folder: Group,
    site: Option<Group>,
    language: u64,
    title: u64,
    /// Its headline and its first text.
    opening: [u64; 2],
    lines: Vec<u64>,
    /// Lengths and numbers of its longest paragraphs, the longest first.
    longest: Vec<(usize, u64)>,
    votes: Votes,
    labels: Labels,
}

impl Traits {
    /// Those of the page with this key; `lines` are what may be furniture on it, `votes` those of its own dates.
    pub(super) fn of<'l>(
        key: &str,
        article: &Article,
        lines: impl IntoIterator<Item = &'l str>,
        votes: Votes,
    ) -> Self {
        let mut traits = Self {
            page: fingerprint(key),
            folder: folder(key),
            site: site(article),
            language: spoken(article.language.as_deref()),
            title: fingerprint(&article.title),
            opening: [&article.title, first_text(article)].map(fingerprint),
            votes,
            ..Self::default()
        };
        lines.into_iter().take(LINES).for_each(|line| traits.add(line));
        traits.lines.sort_unstable();
        traits.lines.dedup();
        traits.longest.sort_unstable_by_key(|long| Reverse(*long));
        traits.longest.dedup();
        traits.longest.truncate(LONGEST);
        traits
    }

    /// Teaches the labels of its article as well: of a page that did not guess them.
    pub(super) fn with_labels(mut self, article: &Article) -> Self {
        self.labels.learn(article);
        self
    }

    fn add(&mut self, text: &str) {
        let number = fingerprint(text);
        self.lines.push(number);
        if Line::new(text, text.to_owned(), false).is_prose() {
            self.longest.push((text.len(), number));
        }
    }

    fn groups(&self) -> impl Iterator<Item = Group> {
        self.site.into_iter().chain([self.folder])
    }
}

/// What was learned of pages that came in together. Knows nothing of files.
#[derive(Debug, Default)]
pub(super) struct Habits {
    labels: Labels,
    /// The furniture of each group, and whether more than one piece opens with it.
    recurring: HashMap<(Group, u64), bool>,
    /// By group and language.
    votes: HashMap<(Group, u64), Votes>,
    /// The site of each page.
    sites: HashMap<u64, Group>,
}

impl Habits {
    /// What is known of the page with this key.
    pub(super) fn of(&self, key: &str) -> Known<'_> {
        let site = self.sites.get(&fingerprint(key)).copied();
        Known { habits: self, site, folder: folder(key) }
    }
}

/// Pages that are being learned from.
#[derive(Debug, Default)]
pub(super) struct Lessons {
    habits: Habits,
    sample: Sample,
}

impl Lessons {
    /// Takes in a page.
    pub(super) fn learn(&mut self, mut page: Traits) {
        self.habits.labels.merge(std::mem::take(&mut page.labels));
        self.habits.sites.extend(page.site.map(|site| (page.page, site)));
        let vote = page.votes.order();
        if vote != Order::Unknown {
            for group in page.groups() {
                self.habits.votes.entry((group, page.language)).or_default().add(vote);
            }
        }
        self.sample.add(page);
    }

    /// What they all come to.
    pub(super) fn habits(self) -> Habits {
        Habits { recurring: self.sample.recurring(), ..self.habits }
    }
}

/// What is known of one page by those that came with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    habits: &'a Habits,
    site: Option<Group>,
    folder: Group,
}

impl Known<'_> {
    /// What is known of a page that came alone.
    pub(super) fn nothing() -> Known<'static> {
        static NOTHING: LazyLock<Habits> = LazyLock::new(Habits::default);
        NOTHING.of("")
    }

    /// The names that its source uses.
    pub(super) fn labels(&self) -> &Labels {
        &self.habits.labels
    }

    /// Whether the line stands on many pages of its site or folder. One that `opens` this page must open others, too:
    /// what others only list is this page's own headline or teaser.
    pub(super) fn recurs(&self, line: &str, opens: bool) -> bool {
        let number = fingerprint(line);
        let recurring = self.groups().filter_map(|group| self.habits.recurring.get(&(group, number)));
        recurring.copied().any(|opens_others| !opens || opens_others)
    }

    /// How the pages of its site write dates in this language, else those of its folder.
    pub(super) fn votes(&self, language: Option<&str>) -> Votes {
        let language = spoken(language);
        let votes = self.groups().find_map(|group| self.habits.votes.get(&(group, language)));
        votes.copied().unwrap_or_default()
    }

    fn groups(&self) -> impl Iterator<Item = Group> {
        self.site.into_iter().chain([self.folder])
    }
}

fn group(kind: &str, name: &str) -> Group {
    fingerprint(&(kind, name))
}

/// The folder that a page lies in, by its key.
fn folder(key: &str) -> Group {
    group("folder", key.rsplit_once('/').map_or("", |(folder, _)| folder))
}

/// The standfirst, else what the text begins with.
fn first_text(article: &Article) -> &str {
    let first = || texts(&article.body).next().unwrap_or_default();
    article.subtitle.as_deref().unwrap_or_else(first)
}

fn site(article: &Article) -> Option<Group> {
    let name = article.site_host.as_deref().or(article.site.as_deref())?.to_lowercase();
    Some(group("site", name.strip_prefix("www.").unwrap_or(&name)))
}

/// English writes dates in both orders, and where the language is not known it may be that.
fn spoken(language: Option<&str>) -> u64 {
    fingerprint(language.unwrap_or("en"))
}

#[cfg(test)]
mod tests;
