//! What a page leads on to: the feeds of its site, and the articles that it lists.

use dom_query::Document;
use url::Url;

use super::address::Base;
use super::tree::{self, Step, Steps};
use super::{BYTES_PER_NODE, NODES};
use crate::loader::{Envelope, decode, scripts};
use crate::sanitize;

/// Words of the shortest headline.
const HEADLINE: usize = 3;
/// Links that a list may have; more is an archive.
const LINKS: usize = 200;

/// A feed that a page offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Where it is.
    pub url: String,
    /// What the page calls it; may be empty.
    pub title: String,
}

/// A page's own title, which may be empty, and the feeds it offers in its head. Of several forms of one feed, told by their
/// title, only the first is given.
pub fn offered(envelope: &Envelope, bytes: &[u8]) -> (String, Vec<Offer>) {
    let Some((page, base)) = parse(envelope, bytes) else { return Default::default() };
    let (mut title, mut offers) = (String::new(), Vec::<Offer>::new());
    for step in Steps::new(page.html_root()) {
        let Step::Open(node) = step else { continue };
        match &*tree::name(&node) {
            "title" if title.is_empty() => title = sanitize::line(&tree::raw_text(node)),
            "link" if is_feed(&node) => {
                let url = tree::attribute(&node, "href").and_then(|href| base.resolve(&href));
                let title = sanitize::line(&tree::attribute(&node, "title").unwrap_or_default());
                let held = |offer: &Offer| {
                    Some(&offer.url) == url.as_ref() || !title.is_empty() && offer.title == title
                };
                if !offers.iter().any(held) {
                    offers.extend(url.map(|url| Offer { url, title }));
                }
            }
            _ => {}
        }
    }
    (title, offers)
}

/// `<link rel="alternate" type="application/rss+xml">` and its like (HTML §4.6.6.1, jsonfeed.org/version/1.1).
fn is_feed(link: &dom_query::NodeRef<'_>) -> bool {
    let kind = tree::attribute(link, "type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_owned();
    let feed =
        ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"];
    tree::has_word(link, "rel", &["alternate", "feed"]) && feed.contains(&kind.as_str())
}

/// Addresses of the articles that a page lists, in its order: links of its own site with a headline's words, outside of
/// its menus and its foot.
pub fn listed(envelope: &Envelope, bytes: &[u8]) -> Vec<String> {
    let here = envelope.address.as_deref().and_then(|address| Url::parse(address).ok());
    let (Some(here), Some((page, base))) = (here, parse(envelope, bytes)) else { return Vec::new() };
    let mut found = Vec::new();
    let mut steps = Steps::new(page.html_root());
    while let Some(step) = steps.next() {
        let Step::Open(node) = step else { continue };
        match &*tree::name(&node) {
            "nav" | "footer" | "form" | "head" => steps.pass_over(),
            "a" if scripts::words(&tree::text(node)) >= HEADLINE => {
                let url = tree::attribute(&node, "href").and_then(|href| base.resolve(&href));
                let url = url.and_then(|url| Url::parse(&url).ok()).filter(|url| leads_down(&here, url));
                if let Some(url) = url.map(without_fragment).filter(|url| !found.contains(url)) {
                    found.push(url);
                }
            }
            _ => {}
        }
        if found.len() == LINKS {
            break;
        }
    }
    found
}

/// To another page of the same site that is not above this one.
fn leads_down(here: &Url, url: &Url) -> bool {
    let above = here.path().starts_with(url.path()) && url.query() == here.query();
    here.origin() == url.origin() && !above
}

fn without_fragment(mut url: Url) -> String {
    url.set_fragment(None);
    url.into()
}

fn parse(envelope: &Envelope, bytes: &[u8]) -> Option<(Document, Base)> {
    let text = decode::html(bytes, envelope.charset.as_deref()).text;
    let page = tree::parse(&text, NODES + text.len() / BYTES_PER_NODE).ok()?;
    let own = Base::new(envelope.address.clone());
    let base = Steps::new(page.html_root()).find_map(|step| match step {
        Step::Open(node) if &*tree::name(&node) == "base" => tree::attribute(&node, "href"),
        _ => None,
    });
    Some((page, own.joined(base)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> Envelope {
        Envelope { address: Some(address.into()), charset: None }
    }

    #[test]
    fn feeds_are_found_in_the_head_each_once() {
        let page = "<html><head><title> A\n site</title>\
            <link rel='alternate' type='application/rss+xml' title='News' href='/feed'>\
            <link rel='alternate' type='application/atom+xml' title='News' href='/atom'>\
            <link rel='Alternate' type='application/feed+json; charset=utf-8' href='feed.json'>\
            <link rel='alternate' type='application/json' href='/api'>\
            <link rel='alternate' hreflang='de' href='/de'><link rel=stylesheet type='text/css' href=a.css>\
            <link rel='alternate' type='application/rss+xml' href='javascript:x'></head><body>";
        let (title, offers) = offered(&at("https://e.example/blog/"), page.as_bytes());
        assert_eq!(title, "A site");
        let offers: Vec<_> = offers.iter().map(|offer| (offer.url.as_str(), offer.title.as_str())).collect();
        assert_eq!(offers, [("https://e.example/feed", "News"), ("https://e.example/blog/feed.json", "")]);
    }

    #[test]
    fn the_articles_of_a_page_are_the_headlines_that_lead_down_its_site() {
        let page = "<html><body><nav><a href='/about'>All about our site</a></nav><main>\
            <a href='/news/one#top'><h2>The first long headline</h2></a><a href='/news/one'>Read the whole story</a>\
            <a href='two'>The second long headline</a><a href='/three'>More</a>\
            <a href='/news/'>This very page itself</a><a href='/'>Back to the start</a>\
            <a href='https://other.example/x'>A headline somewhere else</a>\
            <a href='mailto:a@e.example'>Write to us today</a></main>\
            <footer><a href='/legal'>Our terms of use</a></footer>";
        let links = listed(&at("https://e.example/news/"), page.as_bytes());
        assert_eq!(links, ["https://e.example/news/one", "https://e.example/news/two"]);
    }
}
