//! The headline: what a page calls itself, without the name of its site.

use dom_query::{Document, NodeId};

use crate::loader::page_html::tree::{self, Step, Steps};

/// Signs between a headline and the name of a site, with a space on either side.
const SEPARATORS: [char; 11] = ['|', '-', '–', '—', '·', '•', '»', '«', ':', '/', '›'];
/// How much of a title a heading in it must be, in hundredths of its length.
const PART: usize = 40;
/// How many of the words of a title a heading must have, in hundredths.
pub(super) const WORDS: usize = 60;
/// The same where the page has but one heading of the first level.
const FEWER: usize = 40;

/// The headline, and the heading of the page that says it.
#[derive(Debug, Default)]
pub(super) struct Headline {
    pub(super) text: String,
    pub(super) node: Option<NodeId>,
}

/// The heading that agrees with one of the titles; else the most trusted title without the site's name.
pub(super) fn choose(
    page: &Document,
    titles: &[Option<String>],
    element: Option<&str>,
    site: Option<&str>,
    url: Option<&str>,
) -> Headline {
    let headings = headings(page, 1);
    let titles: Vec<&str> = titles.iter().flatten().map(String::as_str).chain(element).collect();
    let is_site = |text: &str| names_site(text, site, url);
    let agreeing = titles.iter().find_map(|title| {
        let title = without_site(title, &is_site);
        headings.iter().find(|(text, _)| !is_site(text) && agree(text, title, WORDS))
    });
    // a page with one headline that says the same in other words than its title for search engines
    let only = || match headings.as_slice() {
        [only] if !is_site(&only.0) && titles.iter().any(|title| agree(&only.0, title, FEWER)) => Some(only),
        _ => None,
    };
    if let Some((text, node)) = agreeing.or_else(only) {
        let calm =
            titles.iter().map(|title| without_site(title, &is_site)).find(|title| agree(text, title, WORDS));
        let shouts = !text.contains(char::is_lowercase) && text.contains(char::is_uppercase);
        let text = calm.filter(|_| shouts).unwrap_or_else(|| without_site(text, &is_site));
        return Headline { text: text.to_owned(), node: Some(*node) };
    }
    let title = titles.first().map(|title| without_site(title, &is_site));
    match (title, headings.as_slice()) {
        (Some(title), _) if !title.is_empty() => {
            let lesser = self::headings(page, 2).into_iter().find(|(text, _)| fold(text) == fold(title));
            Headline { text: title.to_owned(), node: lesser.map(|(_, node)| node) }
        }
        (_, [(text, node), ..]) => Headline { text: text.clone(), node: Some(*node) },
        _ => Headline::default(),
    }
}

/// The headings of a level, with words.
fn headings(page: &Document, level: u8) -> Vec<(String, NodeId)> {
    let name = format!("h{level}");
    let mut found = Vec::new();
    for step in Steps::new(page.html_root()) {
        if let Step::Open(node) = step
            && *tree::name(&node) == *name
            && let Some(text) = plain_text(node)
        {
            found.push((text, node.id));
        }
    }
    found
}

fn plain_text(node: dom_query::NodeRef<'_>) -> Option<String> {
    Some(tree::text(node)).filter(|text| !text.is_empty())
}

/// Whether two texts are one headline: equal, one a good part of the other or a whole piece of it, or mostly of the
/// same words.
pub(super) fn agree(heading: &str, title: &str, words: usize) -> bool {
    let (short, long) = (fold(heading), fold(title));
    if short.is_empty() || long.is_empty() {
        return false;
    }
    let part = |inner: &str, outer: &str| outer.contains(inner) && inner.len() * 100 >= outer.len() * PART;
    let is_piece = pieces(title).any(|piece| fold(piece) == short);
    is_piece || part(&short, &long) || part(&long, &short) || share(&short, &long) >= words
}

/// How many of the words of the longer text both have, in hundredths.
fn share(one: &str, other: &str) -> usize {
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let (one, other) = (words(one), words(other));
    let common = one.iter().filter(|word| other.contains(word)).count();
    let most = one.len().max(other.len());
    if most < 4 { 0 } else { common * 100 / most }
}

/// Letters and digits in lower case, one space between words.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in
        text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
    out
}

fn pieces(title: &str) -> impl Iterator<Item = &str> {
    separators(title).map(|(at, length)| (at, at + length)).chain([(title.len(), title.len())]).scan(
        0,
        |from, (at, next)| {
            let piece = title.get(*from..at);
            *from = next;
            piece
        },
    )
}

/// Places of the separators, and how long they are.
fn separators(title: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    title.match_indices(SEPARATORS).filter_map(move |(at, sign)| {
        let spaced = title[..at].ends_with(' ') && title[at + sign.len()..].starts_with(' ');
        let tight = matches!(sign, "|" | "»" | "›");
        let colon = sign == ":" && title[at + 1..].starts_with(' ');
        (spaced || tight || colon && title[..at].ends_with(' ')).then_some((at, sign.len()))
    })
}

/// The title without the pieces at its ends that name the site; a bar separates nothing else.
fn without_site<'t>(title: &'t str, is_site: &dyn Fn(&str) -> bool) -> &'t str {
    let mut rest = title.trim();
    while let Some((at, length)) = separators(rest).last() {
        let (front, back) = (rest[..at].trim_end(), rest[at + length..].trim_start());
        let bar = &rest[at..at + length] == "|"
            && front.split_whitespace().count() >= 3
            && back.split_whitespace().count() <= 5;
        if front.is_empty() || !(is_site(back) || bar) {
            break;
        }
        rest = front;
    }
    while let Some((at, length)) = separators(rest).next() {
        let (front, back) = (rest[..at].trim_end(), rest[at + length..].trim_start());
        if back.is_empty() || !is_site(front) {
            break;
        }
        rest = back;
    }
    rest
}

/// Whether a text is the name of the site, a part of it, or its host.
pub(super) fn names_site(text: &str, site: Option<&str>, url: Option<&str>) -> bool {
    let squeeze = |text: &str| fold(text).replace(' ', "");
    let name = squeeze(text);
    if name.is_empty() {
        return false;
    }
    let long = |name: &str| name.chars().count() >= 4;
    let named = site.map(squeeze).is_some_and(|site| {
        site == name
            || long(&name) && site.contains(&name)
            || long(&site) && name.contains(&site) && name.len() <= site.len() * 2
    });
    let host = url
        .and_then(|url| url.split("://").nth(1)?.split(['/', '?', '#', ':']).next().map(str::to_lowercase));
    named
        || host.is_some_and(|host| {
            host.split('.').rev().skip(1).any(|label| label == name) || squeeze(&host) == name
        })
}
