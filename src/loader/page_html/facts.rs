//! What a page says of itself: in data for machines, in its head, and in plain sight. Each source is read by itself;
//! the more trusted ones go first.

use dom_query::Document;

use super::address::Base;
use super::tree;
use crate::article::{Article, Moment};
use crate::loader::dates::Votes;
use crate::loader::habits::Known;

mod around;
mod authors;
mod dates;
mod head;
mod json_ld;
mod marked;
mod title;
mod visible;

/// What one source says; empty where it is silent.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) headline: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) authors: Vec<String>,
    /// The source says that its authors are people, not outlets.
    pub(super) people: bool,
    pub(super) published: Option<Moment>,
    pub(super) updated: Option<Moment>,
    pub(super) site: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) sections: Vec<String>,
    pub(super) categories: Vec<String>,
    pub(super) keywords: Vec<String>,
    pub(super) minutes: Option<u32>,
    pub(super) image: Option<String>,
    pub(super) copyright: Option<String>,
    pub(super) comments: Option<u32>,
}

impl Facts {
    /// These, and where they are silent those of a less trusted source.
    fn or(self, other: Self) -> Self {
        let list = |first: Vec<String>, second: Vec<String>| if first.is_empty() { second } else { first };
        Self {
            headline: self.headline.or(other.headline),
            subtitle: self.subtitle.or(other.subtitle),
            people: if self.authors.is_empty() { other.people } else { self.people },
            authors: list(self.authors, other.authors),
            published: self.published.or(other.published),
            updated: self.updated.or(other.updated),
            site: self.site.or(other.site),
            url: self.url.or(other.url),
            language: self.language.or(other.language),
            sections: list(self.sections, other.sections),
            categories: list(self.categories, other.categories),
            keywords: list(self.keywords, other.keywords),
            minutes: self.minutes.or(other.minutes),
            image: self.image.or(other.image),
            copyright: self.copyright.or(other.copyright),
            comments: self.comments.or(other.comments),
        }
    }
}

/// Everything a page says of itself.
pub(super) struct Read {
    pub(super) article: Article,
    /// What its relative addresses stand against.
    pub(super) base: Base,
    /// What the dates in plain sight say of the order of day and month.
    pub(super) votes: Votes,
}

/// Everything the page says of itself. `address` is where it was fetched from; what the page itself calls its address
/// may be another one.
pub(super) fn read(page: &Document, address: Option<&str>, known: &Known<'_>) -> Read {
    let head = head::Head::read(page);
    let data = json_ld::read(page, &head);
    let marked = marked::read(page);
    let titles = [
        data.headline.clone(),
        head.graph.headline.clone(),
        marked.headline.clone(),
        head.meta.headline.clone(),
    ];
    let said = [&head.canonical, &head.graph.url, &data.url].into_iter().flatten().next().cloned();
    let url = said.or_else(|| address.map(str::to_owned));
    let site = data.site.clone().or(head.graph.site.clone()).or(head.meta.site.clone());
    let headline = title::choose(page, &titles, head.title.as_deref(), site.as_deref(), url.as_deref());
    let language = head.graph.language.clone().or(data.language.clone());
    let outlet = authors::Outlet::new(site.as_deref(), url.as_deref());
    let (visible, votes) = visible::read(page, headline.node, language.as_deref(), known);
    let published = url.as_deref().and_then(dates::in_address);
    let own = Base::new(address.map(str::to_owned)).or(url.clone());
    let base =
        head.base.as_deref().and_then(|base| own.resolve(base)).map_or(own, |base| Base::new(Some(base)));
    let mut facts = Facts::default();
    for mut source in [data, head.graph, marked, head.meta, visible] {
        source.authors = authors::clean(&source.authors, Some(&outlet).filter(|_| !source.people));
        facts = facts.or(source);
    }
    if facts.authors.is_empty() {
        facts.authors = authors::clean(&visible::signed(page), Some(&outlet));
    }
    facts.published = facts.published.or(published);
    Read { article: article(facts, headline.text, url, &base), base, votes }
}

fn article(facts: Facts, title: String, url: Option<String>, base: &Base) -> Article {
    let subtitle = facts.subtitle.filter(|subtitle| *subtitle != title);
    let mut sections = facts.sections;
    sections.retain(|section| *section != title);
    let mut categories = facts.categories;
    categories.retain(|category| !sections.contains(category));
    Article {
        url,
        title,
        subtitle,
        authors: facts.authors,
        published: facts.published,
        updated: facts.updated,
        site: facts.site,
        language: facts.language,
        sections,
        categories,
        keywords: facts.keywords,
        reading_minutes: facts.minutes,
        image: facts.image.and_then(|image| base.resolve(&image)),
        copyright: facts.copyright,
        comment_count: facts.comments,
        ..Article::default()
    }
}

/// Names of the home page in a breadcrumb.
const HOME: &str =
    "home|homepage|start|startseite|accueil|inicio|portada|início|首页|首頁|ホーム|トップ|الرئيسية|главная";

/// The trail without the home page.
fn without_home(mut trail: Vec<String>) -> Vec<String> {
    trail.retain(|name| !HOME.split('|').any(|home| home == name.to_lowercase()));
    trail
}

/// Text out of data: character references read, tags dropped, white space folded. Data for machines often holds
/// text that was escaped for a page.
fn plain(text: &str) -> Option<String> {
    let mut out = String::new();
    if text.contains(['&', '<']) {
        let inner = Document::from(text);
        tree::push_folded(&mut out, &tree::text(inner.html_root()));
    } else {
        tree::push_folded(&mut out, text);
    }
    out.truncate(out.trim_end().len());
    (!out.is_empty()).then_some(out)
}

/// "a, b; c" taken apart.
fn list(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.split([',', ';', '，', '、']).filter_map(plain) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// "en-GB", also written with an underscore, is English: the model holds the language alone (BCP 47 §2.2.1).
fn language(tag: &str) -> Option<String> {
    let language = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    ((2..=3).contains(&language.len()) && language.chars().all(|c| c.is_ascii_alphabetic()))
        .then_some(language)
}
