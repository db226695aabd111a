//! Nested spans → a row of looks that do not overlap.

use std::collections::BTreeSet;

use crate::article::{Span, SpanStyle, Text};

use super::RunStyle;

/// How text looks from `start` (a byte) up to the next look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) start: usize,
    pub(super) style: RunStyle,
    pub(super) link: Option<u32>,
}

/// A span begins or ends.
struct Edge {
    at: usize,
    begins: bool,
    style: SpanStyle,
    link: Option<u32>,
}

/// What is open at a place. Counted, so that cost does not grow with the depth of nesting.
#[derive(Default)]
struct Open {
    emphasis: usize,
    strong: usize,
    code: usize,
    /// Ascending in the order in which they began: the last is the innermost.
    links: BTreeSet<u32>,
}

/// The looks of `text` on top of `base`; the first begins at byte 0. Targets are appended to `links`, one for each span.
pub(super) fn looks(text: &Text, base: RunStyle, links: &mut Vec<String>) -> Vec<Look> {
    let mut open = Open::default();
    let mut looks = vec![open.look(0, base)];
    for edge in edges(text, links) {
        open.pass(&edge);
        let look = open.look(edge.at, base);
        match looks.last_mut() {
            Some(last) if last.start == look.start => *last = look,
            _ => looks.push(look),
        }
    }
    looks
}

fn edges(text: &Text, links: &mut Vec<String>) -> Vec<Edge> {
    let mut spans: Vec<&Span> =
        text.spans.iter().filter(|span| span.start < span.end.min(text.text.len())).collect();
    spans.sort_by_key(|span| span.start);
    let mut edges = Vec::with_capacity(spans.len() * 2);
    for span in spans {
        let (style, link) = (span.style, register(span, text, links));
        edges.push(Edge { at: span.start, begins: true, style, link });
        edges.push(Edge { at: span.end, begins: false, style, link });
    }
    edges.sort_by_key(|edge| edge.at);
    edges
}

/// Nothing for a link that leads nowhere, and for one around white space: nobody could see or choose it.
fn register(span: &Span, text: &Text, links: &mut Vec<String>) -> Option<u32> {
    let url = span.url.as_deref().filter(|url| span.style == SpanStyle::Link && !url.is_empty())?;
    let covered = text.text.get(span.start..span.end.min(text.text.len()));
    if covered.is_some_and(|covered| covered.trim().is_empty()) {
        return None;
    }
    links.push(url.to_owned());
    Some(links.len() as u32 - 1)
}

impl Open {
    fn pass(&mut self, edge: &Edge) {
        let count = match edge.style {
            SpanStyle::Emphasis => &mut self.emphasis,
            SpanStyle::Strong => &mut self.strong,
            SpanStyle::Code => &mut self.code,
            SpanStyle::Link => return self.pass_link(edge),
        };
        // A span begins before it ends, so the count of what is open never passes below zero.
        *count = if edge.begins { *count + 1 } else { count.saturating_sub(1) };
    }

    fn pass_link(&mut self, edge: &Edge) {
        let Some(link) = edge.link else { return };
        if edge.begins {
            self.links.insert(link);
        } else {
            self.links.remove(&link);
        }
    }

    /// One look for all that is open: a link is seen first, then code; emphasis shows where the block has no look of
    /// its own. Dim text stays dim.
    fn look(&self, start: usize, base: RunStyle) -> Look {
        let link = self.links.last().copied();
        let style = match base {
            RunStyle::Dim => RunStyle::Dim,
            _ if link.is_some() => RunStyle::Link,
            _ if self.code > 0 => RunStyle::Code,
            RunStyle::Plain | RunStyle::Quote => match (self.strong > 0, self.emphasis > 0) {
                (true, true) => RunStyle::StrongEmphasis,
                (true, false) => RunStyle::Strong,
                (false, true) => RunStyle::Emphasis,
                (false, false) => base,
            },
            own => own,
        };
        Look { start, style, link }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize, style: SpanStyle, url: Option<&str>) -> Span {
        Span { start, end, style, url: url.map(str::to_owned) }
    }

    #[test]
    fn nested_spans_merge() {
        let spans = vec![
            span(2, 10, SpanStyle::Strong, None),
            span(4, 6, SpanStyle::Emphasis, None),
            span(8, 14, SpanStyle::Link, Some("https://example.org/")),
            span(15, 15, SpanStyle::Code, None),
        ];
        let text = Text { text: "a sentence of words".into(), spans };
        let mut links = vec!["first".to_owned()];
        let looks = looks(&text, RunStyle::Plain, &mut links);
        let seen: Vec<_> = looks.iter().map(|look| (look.start, look.style, look.link)).collect();
        assert_eq!(
            seen,
            [
                (0, RunStyle::Plain, None),
                (2, RunStyle::Strong, None),
                (4, RunStyle::StrongEmphasis, None),
                (6, RunStyle::Strong, None),
                (8, RunStyle::Link, Some(1)),
                (10, RunStyle::Link, Some(1)),
                (14, RunStyle::Plain, None),
            ]
        );
        assert_eq!(links[1], "https://example.org/");
    }

    #[test]
    fn a_heading_stays_a_heading_and_a_link_without_target_is_text() {
        let spans = vec![
            span(0, 4, SpanStyle::Strong, None),
            span(0, 4, SpanStyle::Link, None),
            span(4, 5, SpanStyle::Link, Some("https://example.org/")),
        ];
        let text = Text { text: "Head ".into(), spans };
        let looks = looks(&text, RunStyle::Heading, &mut Vec::new());
        assert!(looks.iter().all(|look| look.style == RunStyle::Heading && look.link.is_none()));
    }
}
