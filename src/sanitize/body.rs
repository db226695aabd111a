//! The blocks of a body, cleaned: what has nothing to show is dropped, spans keep their words.

use super::text::{Place, Shape, clean};
use super::{Limits, cut, line_within, url};
use crate::article::{Block, Item, Span, SpanStyle, Text};

/// Bytes of text that the body of one article may hold.
const BODY_BYTES: usize = 32 << 20;

/// What is left of the length a body may have.
struct Budget {
    left: usize,
    /// There was more.
    exceeded: bool,
}

/// All blocks, cleaned; what is over the limit ends in "…".
pub(super) fn blocks(blocks: Vec<Block>, limits: &mut Limits) -> Vec<Block> {
    let mut budget = Budget { left: BODY_BYTES, exceeded: false };
    let kept = blocks.into_iter().filter_map(|block| self::block(block, &mut budget)).collect();
    if budget.exceeded {
        limits.cut.insert("text");
    }
    kept
}

fn block(block: Block, budget: &mut Budget) -> Option<Block> {
    Some(match block {
        Block::Paragraph(text) => Block::Paragraph(budget.text(text)?),
        Block::Heading { level, text } => {
            Block::Heading { level: level.clamp(1, 6), text: budget.text(text)? }
        }
        Block::Quote(text) => Block::Quote(budget.text(text)?),
        Block::Caption(text) => Block::Caption(budget.text(text)?),
        Block::RelatedInline(text) => Block::RelatedInline(budget.text(text)?),
        Block::List { ordered, items } => {
            let items = self::items(items, budget);
            (!items.is_empty()).then_some(Block::List { ordered, items })?
        }
        Block::Code { language, text } => {
            let text = budget.string(clean(&text, Shape::Code, &mut []))?;
            Block::Code { language: language.and_then(|name| super::some_line(&name, super::NAME)), text }
        }
        Block::Table { header, rows } => table(&header, &rows, budget)?,
        Block::Image { alt, url } => image(&alt, &url, budget)?,
        Block::Rule => Block::Rule,
    })
}

fn items(items: Vec<Item>, budget: &mut Budget) -> Vec<Item> {
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        let text = budget.text(item.text).unwrap_or_default();
        let nested = self::items(item.items, budget);
        if !text.text.is_empty() || !nested.is_empty() {
            kept.push(Item { text, items: nested });
        }
    }
    kept
}

/// Empty cells stay, since they hold the columns in place; a table of nothing else goes.
fn table(header: &[String], rows: &[Vec<String>], budget: &mut Budget) -> Option<Block> {
    let mut row = |cells: &[String]| -> Vec<String> {
        cells.iter().map(|cell| budget.string(super::line(cell)).unwrap_or_default()).collect()
    };
    let is_filled = |cells: &Vec<String>| cells.iter().any(|cell| !cell.is_empty());
    let header = Some(row(header)).filter(is_filled).unwrap_or_default();
    let rows: Vec<_> = rows.iter().map(|cells| row(cells)).filter(is_filled).collect();
    (!header.is_empty() || !rows.is_empty()).then_some(Block::Table { header, rows })
}

/// An image without a usable address is still worth its words.
fn image(alt: &str, address: &str, budget: &mut Budget) -> Option<Block> {
    let alt = line_within(alt, super::LONG).0;
    match url(address) {
        Some(url) => Some(Block::Image { alt, url }),
        None => Some(Block::Caption(budget.text(Text::plain(alt))?)),
    }
}

impl Budget {
    /// None where nothing is to be shown.
    fn string(&mut self, text: String) -> Option<String> {
        self.exceeded |= text.len() > self.left;
        if text.is_empty() || self.left == 0 {
            return None;
        }
        if text.len() <= self.left {
            self.left -= text.len();
            return Some(text);
        }
        let end = floor(&text, self.left.saturating_sub('…'.len_utf8()));
        self.left = 0;
        Some(cut(&text, end))
    }

    fn text(&mut self, text: Text) -> Option<Text> {
        let cleaned = self::text(text);
        let text = self.string(cleaned.text)?;
        let mut spans = cleaned.spans;
        for span in &mut spans {
            span.end = floor(&text, span.end);
        }
        spans.retain(|span| span.start < span.end);
        Some(Text { text, spans })
    }
}

/// The lines of a text, each folded, with its spans moved to where their words went.
pub(super) fn text(text: Text) -> Text {
    let mut places: Vec<Place> = (text.spans.iter().flat_map(|span| [span.start, span.end]))
        .map(|before| Place { before, after: 0 })
        .collect();
    places.sort_unstable_by_key(|place| place.before);
    let lines = clean(&text.text, Shape::Lines, &mut places);
    let moved = |before: usize| {
        places.binary_search_by_key(&before, |place| place.before).map_or(0, |at| places[at].after)
    };
    let mut spans: Vec<Span> = (text.spans.into_iter())
        .filter_map(|span| {
            let (start, end) = (moved(span.start), moved(span.end));
            let url = span.url.as_deref().and_then(url);
            let shows = start < end && (span.style != SpanStyle::Link || url.is_some());
            shows.then_some(Span { start, end, style: span.style, url })
        })
        .collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    Text { text: lines, spans }
}

/// The nearest character boundary at or before this byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
