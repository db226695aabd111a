//! The last steps that every reader shares: what follows from an article's own words, then cleaning.

use std::collections::{BTreeSet, HashSet};

use super::language;
use crate::article::{Article, Block, Item, LinkRole, PageLink, SpanStyle, Text};
use crate::sanitize;

/// How much of the text tells its language, in bytes; more is not looked at.
const LANGUAGE_SAMPLE: usize = 4 << 10;

/// The headline of an article that has none, nor anything that could stand for it.
pub(super) const UNTITLED: &str = "Untitled";

/// Fills in what the page leaves silent, gathers the links of the body, and sanitizes; says in words what it had to cut.
pub(super) fn article(mut article: Article) -> (Article, Option<String>) {
    if article.site_host.is_none() {
        article.site_host = article.url.as_deref().and_then(host);
    }
    let texts = texts(&article.body);
    let mut held: HashSet<String> = article.links.iter().filter_map(|link| link.url.clone()).collect();
    for text in &texts {
        gather_links(text, &mut held, &mut article.links);
    }
    if article.language.is_none() {
        article.language = language::detect(&sample(&article.title, &texts));
    }
    let mut clean = sanitize::article(article);
    if clean.article.title.is_empty() {
        UNTITLED.clone_into(&mut clean.article.title);
    }
    (clean.article, said_cut(&clean.cut))
}

/// "too long and cut: authors, headline".
fn said_cut(cut: &BTreeSet<&str>) -> Option<String> {
    let fields: Vec<&str> = cut.iter().copied().collect();
    (!fields.is_empty()).then(|| format!("too long and cut: {}", fields.join(", ")))
}

/// Every text of the body that may hold links, in reading order.
pub(super) fn texts(body: &[Block]) -> Vec<&Text> {
    let mut all = Vec::new();
    for block in body {
        match block {
            Block::Paragraph(text)
            | Block::Quote(text)
            | Block::Caption(text)
            | Block::Heading { text, .. } => all.push(text),
            Block::List { items, .. } => item_texts(items, &mut all),
            _ => {}
        }
    }
    all
}

fn item_texts<'a>(items: &'a [Item], all: &mut Vec<&'a Text>) {
    for item in items {
        all.push(&item.text);
        item_texts(&item.items, all);
    }
}

fn sample(title: &str, texts: &[&Text]) -> String {
    let mut sample = title.to_owned();
    for text in texts {
        if sample.len() > LANGUAGE_SAMPLE {
            break;
        }
        sample.push('\n');
        sample.push_str(text.text.get(..LANGUAGE_SAMPLE).unwrap_or(&text.text));
    }
    sample
}

fn gather_links(text: &Text, held: &mut HashSet<String>, links: &mut Vec<PageLink>) {
    for span in text.spans.iter().filter(|span| span.style == SpanStyle::Link) {
        let Some(url) = span.url.as_deref().filter(|url| leads_out(url)) else { continue };
        let title = text.text.get(span.start..span.end).unwrap_or_default().trim();
        if !title.is_empty() && held.insert(url.to_owned()) {
            links.push(PageLink {
                role: LinkRole::Body,
                title: title.to_owned(),
                published: None,
                url: Some(url.to_owned()),
                article: None,
            });
        }
    }
}

fn leads_out(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

/// Host name of an absolute web address, without user and port (RFC 3986 §3.2).
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = if host.starts_with('[') { host } else { host.split(':').next()? };
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    (web && !host.is_empty()).then(|| host.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;

    #[test]
    fn a_headline_of_nothing_visible_is_none() {
        let page = Article { title: "\u{1a}\u{200b}".into(), ..Article::default() };
        assert_eq!(article(page).0.title, UNTITLED);
    }

    #[test]
    fn host_is_what_stands_between_user_and_port() {
        assert_eq!(host("https://me@WWW.e.example:8443/a?b#c").as_deref(), Some("www.e.example"));
        assert_eq!(host("http://e.example").as_deref(), Some("e.example"));
        assert_eq!(host("file:///etc"), None);
        assert_eq!(host("/path"), None);
    }

    #[test]
    fn only_links_that_lead_out_are_gathered_and_each_once() {
        let link =
            |start, url: &str| Span { start, end: start + 1, style: SpanStyle::Link, url: Some(url.into()) };
        let text = Text {
            text: "abcde".into(),
            spans: vec![
                link(0, "https://e.example/1"),
                link(1, "javascript:x"),
                link(2, "/relative"),
                link(3, "mailto:a@e.example"),
                link(4, "https://e.example/1"),
            ],
        };
        let body = vec![Block::List { ordered: false, items: vec![Item { text, items: vec![] }] }];
        let (done, _) = article(Article { title: "T".into(), body, ..Article::default() });
        let titles: Vec<&str> = done.links.iter().map(|link| link.title.as_str()).collect();
        assert_eq!(titles, ["a", "d"]);
    }

    #[test]
    fn a_silent_page_gets_its_language_from_its_words() {
        let words = "The harbour opened in spring, and the ships that had waited outside for weeks came in one by one.";
        let page =
            Article { title: "A harbour".into(), body: vec![Block::paragraph(words)], ..Article::default() };
        assert_eq!(article(page.clone()).0.language.as_deref(), Some("en"));
        assert_eq!(
            article(Article { language: Some("de".into()), ..page }).0.language.as_deref(),
            Some("de")
        );
    }

    #[test]
    fn what_is_too_long_is_cut_and_named() {
        let long = Article {
            title: "a".repeat(10_000),
            categories: (0..1_000).map(|number| number.to_string()).collect(),
            body: vec![Block::paragraph("A text.")],
            ..Article::default()
        };
        let (kept, said) = article(long);
        assert_eq!(said.as_deref(), Some("too long and cut: categories, headline"));
        assert!(kept.title.ends_with('…') && kept.categories.len() == 200);
        assert_eq!(article(kept).1, None, "what was cut is not too long");
    }
}
