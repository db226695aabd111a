//! The lines that stand around the headline, as a reader sees them.

use dom_query::{Document, NodeId, NodeRef};

use super::dates;
use crate::article::Moment;
use crate::loader::page_html::tree::{self, Step, Steps};
use crate::loader::page_text::lexicon::{self, Says};
use crate::loader::scripts;

/// Lines above the headline that may belong to it.
const ABOVE: usize = 4;
/// Lines below it.
const BELOW: usize = 24;
/// Words of running text.
const PROSE: usize = 25;
/// Paragraphs of running text after which the head of a page has ended; a standfirst is one.
const PARAGRAPHS: usize = 2;
/// Characters of a name with what stands beside it.
const NAME: usize = 80;
/// Words in the class of an element that is marked as an author's name.
const AUTHOR: [&str; 7] = ["author", "authors", "byline", "autor", "auteur", "writer", "contributor"];
/// Places in the address of an author's own page.
const AUTHOR_PAGES: [&str; 16] = [
    "/author/",
    "/authors/",
    "/autor/",
    "/autores/",
    "/auteur/",
    "/auteurs/",
    "/people/",
    "/staff/",
    "/by/",
    "/writer/",
    "/writers/",
    "/reporter/",
    "/journalist/",
    "/columnist/",
    "/contributor/",
    "?author=",
];
/// Words in the class of what stands around an article but is no part of its head.
const APART: [&str; 19] = [
    "comment",
    "comments",
    "related",
    "sidebar",
    "footer",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "share",
    "social",
    "recommended",
    "popular",
    "trending",
    "breadcrumb",
    "breadcrumbs",
    "promo",
    "cookie",
];

/// Those of them in which an article may be signed.
const BESIDE: [&str; 2] = ["sidebar", "footer"];

/// A line and what its elements say of its parts.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// The texts of the elements in it, where there are several.
    pub(super) pieces: Vec<String>,
    /// Texts that the page marks as names of authors.
    pub(super) authors: Vec<String>,
    /// Those of them whose link is marked as the author's (`rel`), which few other links are.
    pub(super) linked: Vec<String>,
    /// The moment in a `time` element, and whether it is that of a change.
    pub(super) time: Option<(Moment, bool)>,
    /// It begins an entry of a list.
    pub(super) is_item: bool,
    is_headline: bool,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.time.is_none()
    }
}

/// The lines above and below the headline. Without one, those before the text.
pub(super) fn lines(page: &Document, headline: Option<NodeId>) -> (Vec<Line>, Vec<Line>) {
    let around: Vec<NodeId> = headline
        .and_then(|id| page.tree.get(&id))
        .map(|node| node.ancestors_it(None).map(|node| node.id).collect())
        .unwrap_or_default();
    let mut lines = collect(page, headline, &around);
    let at = lines.iter().position(|line| line.is_headline);
    let below = at.map_or(Vec::new(), |at| lines.split_off(at + 1));
    if at.is_some() {
        lines.pop();
    }
    let above = lines.split_off(lines.len().saturating_sub(if at.is_some() { ABOVE } else { BELOW }));
    (above, below)
}

/// The lines up to the second paragraph below the headline.
fn collect(page: &Document, headline: Option<NodeId>, around: &[NodeId]) -> Vec<Line> {
    let mut collector = Collector::default();
    let mut steps = Steps::new(page.html_root());
    let (mut paragraphs, mut below) = (0, 0);
    while let Some(step) = steps.next() {
        match step {
            Step::Text(text) => collector.text(&text),
            Step::Open(node) => {
                let name = tree::name(&node);
                if is_apart(&node, &name) && !around.contains(&node.id) {
                    steps.pass_over();
                    continue;
                }
                collector.open(&node, &name);
                if Some(node.id) == headline {
                    collector.line.is_headline = true;
                    collector.line.text = tree::text(node);
                    collector.end();
                    steps.pass_over();
                }
            }
            Step::Close(node) => collector.close(&node),
        }
        let seen = headline.is_none() || collector.lines.iter().any(|line| line.is_headline);
        if let Some(line) = collector.lines.get(collector.seen) {
            collector.seen += 1;
            paragraphs += usize::from(seen && scripts::words(&line.text) >= PROSE);
            below += usize::from(seen && headline.is_some());
        }
        if paragraphs >= PARAGRAPHS || below > BELOW {
            break;
        }
    }
    collector.end();
    collector.lines
}

/// Every line of the page that may belong to the article, what stands beside it included.
pub(super) fn all(page: &Document) -> Vec<Line> {
    let mut collector = Collector::default();
    let mut steps = Steps::new(page.html_root());
    while let Some(step) = steps.next() {
        match step {
            Step::Text(text) => collector.text(&text),
            Step::Open(node) => {
                let name = tree::name(&node);
                if is_apart(&node, &name) && &*name != "footer" && !in_class(&node, &BESIDE) {
                    steps.pass_over();
                } else {
                    collector.open(&node, &name);
                }
            }
            Step::Close(node) => collector.close(&node),
        }
    }
    collector.end();
    collector.lines
}

#[derive(Default)]
struct Collector {
    lines: Vec<Line>,
    line: Line,
    piece: String,
    seen: usize,
}

impl Collector {
    fn text(&mut self, text: &str) {
        tree::push_folded(&mut self.line.text, text);
        tree::push_folded(&mut self.piece, text);
    }

    fn open(&mut self, node: &NodeRef<'_>, name: &str) {
        if tree::is_inline(name) {
            self.end_piece();
        } else {
            self.end();
        }
        self.line.is_item |= name == "li";
        if name == "time" {
            let written = tree::attribute(node, "datetime").unwrap_or_else(|| tree::text(*node));
            let before = self.line.text.trim();
            let word = before.rsplit(['|', '•', '·', ')']).next().unwrap_or(before).trim();
            let updated = begins_updated(word) || begins_updated(&tree::text(*node)) || says_updated(node);
            self.line.time = self.line.time.or(dates::read(&written).map(|moment| (moment, updated)));
        }
        if is_author(node, name) {
            let text = tree::text(*node);
            if text.chars().count() <= NAME {
                self.line.linked.extend(is_marked(node).then(|| text.clone()));
                self.line.authors.push(text);
            }
        }
    }

    fn close(&mut self, node: &NodeRef<'_>) {
        if tree::is_inline(&tree::name(node)) {
            self.end_piece();
        } else {
            self.end();
        }
    }

    fn end_piece(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        let piece = piece.trim_matches(|c: char| c.is_whitespace() || "|•·●,-–—".contains(c));
        if !piece.is_empty() {
            self.line.pieces.push(piece.to_owned());
        }
    }

    fn end(&mut self) {
        self.end_piece();
        if self.line.is_empty() && self.line.authors.is_empty() {
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        line.text.truncate(line.text.trim_end().len());
        self.lines.push(line);
    }
}

/// Whether an element is no part of the head of an article.
fn is_apart(node: &NodeRef<'_>, name: &str) -> bool {
    tree::is_silent(name) || matches!(name, "nav" | "footer" | "form" | "figure") || in_class(node, &APART)
}

fn is_author(node: &NodeRef<'_>, name: &str) -> bool {
    name == "a" && is_author_link(node) || in_class(node, &AUTHOR)
}

/// Whether a link is marked as one to the author, or leads to a page of authors.
fn is_author_link(node: &NodeRef<'_>) -> bool {
    let address = tree::attribute(node, "href").unwrap_or_default().to_ascii_lowercase();
    is_marked(node) || AUTHOR_PAGES.iter().any(|place| address.contains(place))
}

fn is_marked(node: &NodeRef<'_>) -> bool {
    tree::has_word(node, "rel", &["author"])
}

/// "Updated", "Updated: 4 March 2024".
fn begins_updated(text: &str) -> bool {
    let first = text.find(|c: char| c.is_ascii_digit() || c == ':').unwrap_or(text.len());
    let words: Vec<&str> = text[..first].split_whitespace().collect();
    (1..=words.len().min(3)).any(|count| lexicon::is(&words[..count].join(" "), Says::Updated))
        || words.iter().rev().take(2).any(|word| lexicon::is(word, Says::Updated))
}

fn says_updated(node: &NodeRef<'_>) -> bool {
    let value = |name: &str| tree::attribute(node, name).unwrap_or_default().to_ascii_lowercase();
    [value("class"), value("itemprop")].iter().any(|value| value.contains("modif") || value.contains("updat"))
}

/// Whether one of these is among the words of the class or id of an element, however they are put together.
fn in_class(node: &NodeRef<'_>, words: &[&str]) -> bool {
    let value = |name: &str| tree::attribute(node, name).unwrap_or_default();
    let all = [value("class"), value("id")].join(" ").to_ascii_lowercase();
    all.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.contains(&word))
}
