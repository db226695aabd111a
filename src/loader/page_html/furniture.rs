//! What extraction leaves of the furniture around a text: repeated headlines and bylines, share words, prompts, lists
//! of other articles. The words are those of the page dumps, read by the same grammar.

use super::links;
use crate::article::{Article, Block, Item, LinkRole, SpanStyle, Text};
use crate::loader::dates::{self, Order};
use crate::loader::labels::Labels;
use crate::loader::page_text::classify::{self, Context};
use crate::loader::page_text::line::{self, Kind, Line};
use crate::loader::scripts;

/// Words from which a paragraph is running text, whatever it says.
const PROSE: usize = 25;
/// Words that may stand beside a date in a line that is nothing else.
const BESIDE_DATE: usize = 6;
/// Words of a label: "Text size", "News > Nation".
const LABEL: usize = 3;
/// Words of the shortest headline of a link.
const HEADLINE: usize = 4;
/// Hundredths of a text that its links must cover to be nothing but links.
const COVERED: usize = 85;

/// Blocks from either end of a long text within which furniture is looked for; an article seldom has as many.
const FROM_END: usize = 1000;

/// Takes the furniture out of the body; lists of other articles become page links.
pub(super) fn clear(article: &mut Article) {
    let body = std::mem::take(&mut article.body);
    let mut body = without_lists(body, article);
    // without running text nothing stands above it
    let start = body.iter().position(is_prose).unwrap_or(0);
    let inner = FROM_END..body.len().saturating_sub(FROM_END);
    let mut at = 0;
    body.retain_mut(|block| {
        at += 1;
        inner.contains(&at) || keep(block, at <= start, article)
    });
    relate(&mut body, article);
    cut_tail(&mut body, article);
    article.body = body;
}

/// Takes out each label like "More from …" with the list of links below it.
fn without_lists(body: Vec<Block>, article: &mut Article) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::with_capacity(body.len());
    let mut role = None;
    for block in body {
        let found = role.and_then(|role| linked(&block).map(|titles| (role, titles)));
        if let Some((role, titles)) = found {
            if kept.last().is_some_and(|label| self::role(label).is_some()) {
                kept.pop();
            }
            for (title, url) in titles {
                links::add(&mut article.links, role, &title, None, Some(url));
            }
            continue;
        }
        role = self::role(&block);
        kept.push(block);
    }
    kept
}

/// The role of the list that a heading or a short line opens.
fn role(block: &Block) -> Option<LinkRole> {
    let (Block::Heading { text, .. } | Block::Paragraph(text)) = block else { return None };
    (text.text.len() < line::SHORT && scripts::words(&text.text) < PROSE)
        .then(|| links::role(&text.text))
        .flatten()
}

/// Titles and addresses, where a block holds nothing but links.
fn linked(block: &Block) -> Option<Vec<(String, String)>> {
    match block {
        Block::List { items, .. } => items.iter().map(linked_item).collect(),
        Block::Paragraph(text) => whole_link(text).map(|link| vec![link]),
        _ => None,
    }
}

fn linked_item(item: &Item) -> Option<(String, String)> {
    if item.items.is_empty() { whole_link(&item.text) } else { None }
}

/// The link that a text is, with its address.
fn whole_link(text: &Text) -> Option<(String, String)> {
    let link = text.spans.iter().find(|span| span.style == SpanStyle::Link)?;
    let covered: usize = text
        .spans
        .iter()
        .filter(|span| span.style == SpanStyle::Link)
        .map(|span| span.end - span.start)
        .sum();
    let title = text.text.get(link.start..link.end)?.trim().to_owned();
    (covered * 100 >= text.text.len() * COVERED && !title.is_empty()).then_some((title, link.url.clone()?))
}

fn is_prose(block: &Block) -> bool {
    let Block::Paragraph(text) = block else {
        return matches!(block, Block::List { .. } | Block::Quote(_) | Block::Code { .. });
    };
    let line = Line::new(&text.text, text.text.clone(), true);
    line.is_prose()
        && (line.words >= PROSE || line.sentence && line.words >= LABEL * 2 && !has_date(&text.text))
}

/// Whether a block belongs to the text. What stands above it may repeat what the head of the article says.
fn keep(block: &mut Block, above: bool, article: &mut Article) -> bool {
    let (Block::Paragraph(text) | Block::Heading { text, .. }) = &*block else { return true };
    if text.text.len() > line::SHORT {
        return true;
    }
    let words = scripts::words(&text.text);
    if !above && words >= PROSE {
        return true;
    }
    if same(&text.text, &article.title) || above && repeats(&text.text, words, article) {
        return false;
    }
    let is_paragraph = matches!(block, Block::Paragraph(_));
    let (Block::Paragraph(text) | Block::Heading { text, .. }) = block else { return true };
    match kind(&text.text) {
        Kind::Share | Kind::Furniture => false,
        Kind::Hint => words >= PROSE,
        Kind::Date(_)
        | Kind::Byline(_)
        | Kind::Minutes(_)
        | Kind::Ago
        | Kind::Comments(_)
        | Kind::Menu
        | Kind::Tags(_) => !above,
        Kind::Caption if is_paragraph => {
            *block = Block::Caption(std::mem::take(text));
            true
        }
        Kind::Text => {
            !above
                || !is_paragraph
                || words > LABEL
                || whole_link(text).is_none() && words > 0 && line_ends(text)
        }
        _ => true,
    }
}

fn line_ends(text: &Text) -> bool {
    Line::new(&text.text, text.text.clone(), true).sentence
}

/// A paragraph between running text that is nothing but a link with a headline's words leads to another article.
fn relate(body: &mut [Block], article: &mut Article) {
    for at in 1..body.len().saturating_sub(1) {
        let Block::Paragraph(text) = &body[at] else { continue };
        let Some((title, url)) = whole_link(text) else { continue };
        let is_headline =
            scripts::words(&text.text) >= HEADLINE && !text.text.ends_with(['.', ':', '!', '。']);
        let goes_on = matches!(body[at + 1], Block::Paragraph(_)) && linked(&body[at + 1]).is_none();
        if is_headline && goes_on && is_prose(&body[at - 1]) {
            links::add(&mut article.links, LinkRole::InlineRelated, &title, None, Some(url));
            body[at] = Block::RelatedInline(text.clone());
        }
    }
}

/// Whether a line above the text says again what the article's fields say.
fn repeats(text: &str, words: usize, article: &Article) -> bool {
    let subtitle = article.subtitle.as_deref().is_some_and(|subtitle| same(text, subtitle));
    let author = article.authors.iter().any(|author| same(text, author));
    let dated = has_date(text) && words <= BESIDE_DATE + 6 && words_beside_dates(text) <= BESIDE_DATE;
    subtitle || author || dated
}

fn has_date(text: &str) -> bool {
    !dates::find(text, Order::DayFirst).is_empty()
}

fn words_beside_dates(text: &str) -> usize {
    let mut rest = text.to_owned();
    for found in dates::find(text, Order::DayFirst).into_iter().rev() {
        rest.replace_range(found.range, " ");
    }
    scripts::words(&rest)
}

fn kind(text: &str) -> Kind {
    let labels = Labels::default();
    let context = Context { order: Order::DayFirst, labels: &labels };
    classify::kind(&Line::new(text, text.to_owned(), true), &context)
}

fn same(text: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let text = letters(text);
    !text.is_empty() && text == letters(other)
}

/// What stands below the last paragraph: copyright lines, tags, boxes, headings that nothing follows.
fn cut_tail(body: &mut Vec<Block>, article: &mut Article) {
    while let Some(Block::Paragraph(text) | Block::Heading { text, .. }) = body.last() {
        let is_heading = matches!(body.last(), Some(Block::Heading { .. }));
        let short = text.text.len() <= line::SHORT;
        match kind(&text.text) {
            Kind::Rights if short => {
                article.copyright = article.copyright.take().or_else(|| Some(text.text.clone()));
            }
            Kind::Tags(tags) if article.keywords.is_empty() => article.keywords = tags,
            Kind::Tags(_) | Kind::Filed(_) | Kind::Credit | Kind::Box | Kind::Header(_) | Kind::Date(_) => {}
            _ if is_heading => {}
            _ => return,
        }
        body.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;

    const PROSE: &str =
        "The harbour opened in spring, and the ships that had waited outside for weeks came in one by one.";

    fn link(text: &str) -> Text {
        let url = Some("https://e.example/other".to_owned());
        Text {
            text: text.into(),
            spans: vec![Span { start: 0, end: text.len(), style: SpanStyle::Link, url }],
        }
    }

    fn cleared(body: Vec<Block>) -> Article {
        let mut article = Article {
            title: "A Harbour Waits".into(),
            authors: vec!["Joy Lin".into()],
            body,
            ..Article::default()
        };
        clear(&mut article);
        article
    }

    #[test]
    fn what_the_fields_say_is_not_said_again_above_the_text() {
        let lines = [
            "A Harbour Waits",
            "Joy Lin",
            "By",
            "Updated 3:27 am PST, Wednesday, November 20, 2019",
            "4 min read",
            "Share",
        ];
        let mut body: Vec<Block> = lines.map(Block::paragraph).to_vec();
        body.extend([Block::paragraph(PROSE), Block::paragraph("Joy Lin")]);
        assert_eq!(cleared(body).body, [Block::paragraph(PROSE), Block::paragraph("Joy Lin")]);
    }

    #[test]
    fn lists_of_other_articles_become_page_links() {
        let list =
            Block::List { ordered: false, items: vec![Item { text: link("Wind falls"), items: vec![] }] };
        let kept = Block::List {
            ordered: false,
            items: vec![Item { text: Text::plain("Wind falls"), items: vec![] }],
        };
        let article = cleared(vec![
            Block::paragraph(PROSE),
            Block::heading(2, "Most read"),
            list.clone(),
            Block::paragraph(PROSE),
            Block::heading(2, "Ships"),
            list.clone(),
            Block::heading(2, "Most read"),
            kept.clone(),
        ]);
        assert_eq!(article.body.len(), 6, "{:?}", article.body);
        assert_eq!(
            (article.links[0].role, article.links[0].title.as_str()),
            (LinkRole::Popular, "Wind falls")
        );
    }

    #[test]
    fn a_link_between_paragraphs_is_related() {
        let article = cleared(vec![
            Block::paragraph(PROSE),
            Block::Paragraph(link("The Wind Falls Over the Sea")),
            Block::paragraph(PROSE),
        ]);
        assert_eq!(article.body[1], Block::RelatedInline(link("The Wind Falls Over the Sea")));
        assert_eq!(article.links[0].role, LinkRole::InlineRelated);
    }

    #[test]
    fn a_short_note_stays() {
        assert_eq!(cleared(vec![Block::paragraph("Ships came")]).body, [Block::paragraph("Ships came")]);
    }

    #[test]
    fn nothing_stands_below_the_text() {
        let article = cleared(vec![
            Block::paragraph(PROSE),
            Block::paragraph("Tags: harbour, wind"),
            Block::paragraph("© 2024 The Wire. All rights reserved."),
            Block::heading(2, "Comments"),
        ]);
        assert_eq!(article.body, [Block::paragraph(PROSE)]);
        assert_eq!(article.keywords, ["harbour", "wind"]);
        assert_eq!(article.copyright.as_deref(), Some("© 2024 The Wire. All rights reserved."));
    }
}
