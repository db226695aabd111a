//! The lines of the text → blocks.

use super::line::{Kind, Line};
use super::links;
use crate::article::{Article, Block, Item, LinkRole, Span, SpanStyle, Text};
use crate::loader::dates::Order;

/// Words of the longest subhead.
const SUBHEAD: usize = 16;
/// Words of the longest subhead that is a question.
const QUESTION: usize = 10;

/// Words of an entry of a menu that is no subhead.
const TELLING: usize = 4;

/// Reads the lines of the text into the article.
pub(super) fn read(lines: &[Line<'_>], order: Order, article: &mut Article) {
    let mut at = 0;
    while at < lines.len() {
        at += step(lines, at, order, article);
    }
}

/// Reads what begins at a line; the number of lines it takes.
fn step(lines: &[Line<'_>], at: usize, order: Order, article: &mut Article) -> usize {
    let line = &lines[at];
    let text = line.text.as_str();
    match &line.kind {
        // "Discussion" inside the text is a subhead like others
        Kind::Box if leads_on(lines, at) => article.body.push(Block::heading(2, text)),
        Kind::Share | Kind::Furniture | Kind::Box | Kind::Contents => {}
        // other pages have it, too; a subhead that they all have is shorter
        Kind::Menu if line.words >= TELLING => {}
        Kind::Hint if beside_furniture(lines, at) => {}
        Kind::Header(role) => return 1 + header(&lines[at..], *role, order, article),
        Kind::Inline(title) => {
            article.body.push(Block::RelatedInline(linked(title)));
            links::add(&mut article.links, LinkRole::InlineRelated, title, None);
        }
        Kind::Item { ordered, text } => push_item(article, at > 0 && is_item(&lines[at - 1]), *ordered, text),
        Kind::Quote(words) => push_quote(article, at > 0 && !line.blank_before, words),
        Kind::Caption => article.body.push(Block::Caption(linked(text))),
        Kind::Tags(tags) => article.keywords.extend(tags.iter().cloned()),
        Kind::Text | Kind::Menu if is_subhead(lines, at) => article.body.push(Block::heading(2, text)),
        _ => article.body.push(Block::Paragraph(linked(text))),
    }
    1
}

/// A list of links inside the text. Where none follow, the words were a subhead after all.
fn header(lines: &[Line<'_>], role: LinkRole, order: Order, article: &mut Article) -> usize {
    let taken = links::list(&lines[1..], role, order, &mut article.links);
    if taken == 0 && leads_on(lines, 0) {
        article.body.push(Block::heading(2, lines[0].text.as_str()));
    }
    taken
}

/// Whether a paragraph follows, set apart.
fn leads_on(lines: &[Line<'_>], at: usize) -> bool {
    lines.get(at + 1).is_some_and(|next| next.is_paragraph() && next.blank_before)
}

fn beside_furniture(lines: &[Line<'_>], at: usize) -> bool {
    let around = at.saturating_sub(1)..(at + 2).min(lines.len());
    lines[around].iter().any(|line| line.kind == Kind::Furniture)
}

fn is_item(line: &Line<'_>) -> bool {
    matches!(line.kind, Kind::Item { .. })
}

fn push_item(article: &mut Article, goes_on: bool, number: bool, text: &str) {
    let item = Item { text: linked(text), items: Vec::new() };
    match article.body.last_mut() {
        Some(Block::List { ordered, items }) if goes_on && *ordered == number => items.push(item),
        _ => article.body.push(Block::List { ordered: number, items: vec![item] }),
    }
}

fn push_quote(article: &mut Article, goes_on: bool, words: &str) {
    match article.body.last_mut() {
        Some(Block::Quote(quote)) if goes_on => {
            quote.text.push(' ');
            let moved = quote.text.len();
            let more = linked(words);
            quote.text.push_str(&more.text);
            let spans = more.spans.into_iter();
            quote.spans.extend(spans.map(|span| Span {
                start: span.start + moved,
                end: span.end + moved,
                ..span
            }));
        }
        _ => article.body.push(Block::Quote(linked(words))),
    }
}

/// A short line that ends like no sentence, with running text, a list or a quotation below it.
fn is_subhead(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let question = line.text.ends_with(['?', '？', '؟']) && line.words <= QUESTION;
    let short = line.words <= SUBHEAD && (!line.sentence || question && line.blank_before);
    let wraps_nothing =
        !line.text.starts_with(['(', '（', '“', '"', '«']) && !line.text.ends_with([',', '，', '、', ';']);
    let next = lines[at + 1..].iter().find(|next| !matches!(next.kind, Kind::Furniture | Kind::Share));
    let leads = next.is_some_and(|next| match next.kind {
        Kind::Item { .. } | Kind::Quote(_) | Kind::Caption => true,
        _ => next.is_prose() && next.words > line.words,
    });
    short && wraps_nothing && leads
}

/// The text with its bare addresses as links.
fn linked(text: &str) -> Text {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(found) = text[from..].find("http") {
        let start = from + found;
        let length = address(&text[start..]);
        if length > 0 {
            let url = Some(text[start..start + length].to_owned());
            spans.push(Span { start, end: start + length, style: SpanStyle::Link, url });
        }
        from = start + length.max("http".len());
    }
    Text { text: text.to_owned(), spans }
}

/// Length of the address that a text starts with, without the punctuation of the sentence around it.
fn address(text: &str) -> usize {
    let Some(host) = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme)) else {
        return 0;
    };
    let ends =
        |c: char| c.is_whitespace() || !(c.is_ascii_graphic() || c.is_alphanumeric()) || "<>\"'`".contains(c);
    let host = &host[..host.find(ends).unwrap_or(host.len())];
    let mut bare = host.trim_end_matches(['.', ',', ';', ':', '!', '?', ']', '}', '*']);
    while bare.ends_with(')') && bare.matches(')').count() > bare.matches('(').count() {
        bare = bare[..bare.len() - 1].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    }
    if bare.contains('.') {
        text.len() - text.trim_start_matches("https://").trim_start_matches("http://").len() + bare.len()
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_links() {
        let text = linked("See https://x.example/a_(b), or (http://y.example/c). https:// is none.");
        let urls: Vec<_> = text.spans.iter().map(|span| &text.text[span.start..span.end]).collect();
        assert_eq!(urls, ["https://x.example/a_(b)", "http://y.example/c"]);
    }
}
