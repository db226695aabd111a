//! Running text under construction: characters, and the marked runs that are open.

use crate::article::{Span, SpanStyle, Text};

#[derive(Default)]
pub(in crate::loader) struct Inline {
    text: Text,
    open: Vec<Span>,
}

impl Inline {
    pub(in crate::loader) fn push(&mut self, text: &str) {
        self.text.text.push_str(text);
    }

    /// Text of a source in which a run of white space is one space.
    pub(in crate::loader) fn flow(&mut self, text: &str) {
        let out = &mut self.text.text;
        out.reserve(text.len());
        let is_space = out.is_empty() || out.ends_with([' ', '\n']);
        let mut rest = if is_space { text.trim_ascii_start() } else { text };
        loop {
            let (words, run) = rest.split_at(folded(rest.as_bytes()));
            out.push_str(words);
            if run.is_empty() {
                return;
            }
            out.push(' ');
            rest = run.trim_ascii_start();
        }
    }

    /// A line break of the source: a space, except between characters of scripts that set none.
    pub(in crate::loader) fn soft_break(&mut self) {
        if !self.text.text.chars().next_back().is_some_and(sets_no_spaces) {
            self.push(" ");
        }
    }

    /// An image is taken out of the text: the space before it would stand beside the one behind it.
    pub(in crate::loader) fn drop_space(&mut self) {
        if self.open.is_empty() && self.text.text.ends_with(' ') {
            self.text.text.pop();
        }
    }

    pub(in crate::loader) fn open(&mut self, style: SpanStyle, url: Option<String>) {
        let start = self.text.text.len();
        self.open.push(Span { start, end: start, style, url });
    }

    pub(in crate::loader) fn close(&mut self) {
        if let Some(mut span) = self.open.pop() {
            span.end = self.text.text.len();
            self.text.spans.push(span);
        }
    }

    pub(in crate::loader) fn code(&mut self, code: &str) {
        self.open(SpanStyle::Code, None);
        self.push(code);
        self.close();
    }

    /// The text as it stands, trimmed; what was open ends here. Leaves an empty one.
    pub(in crate::loader) fn take(&mut self) -> Text {
        while !self.open.is_empty() {
            self.close();
        }
        trimmed(std::mem::take(&mut self.text))
    }
}

/// Bytes that are looked at together.
const STEP: usize = 32;

/// Bytes before the first run of white space that is not one space.
fn folded(text: &[u8]) -> usize {
    let white = |byte: u8| byte.wrapping_sub(b'\t') < 5 && byte != 0xb;
    let pair = |one: u8, next: u8| white(one) || one == b' ' && (next == b' ' || white(next));
    let mut from = 0;
    while let Some(part) = text.get(from..=from + STEP) {
        let pairs = part[..STEP].iter().zip(&part[1..]);
        // to the end of the part, whatever is met: so the processor looks at many bytes at once
        if pairs.fold(false, |found, (one, next)| found | pair(*one, *next)) {
            break;
        }
        from += STEP;
    }
    let next = |at: usize| text.get(at + 1).copied().unwrap_or_default();
    (from..text.len()).find(|at| pair(text[*at], next(*at))).unwrap_or(text.len())
}

/// Spans by start, the outer first; none is empty or reaches beyond the text.
fn trimmed(text: Text) -> Text {
    let lead = text.text.len() - text.text.trim_start().len();
    let mut words = text.text;
    words.truncate(words.trim_end().len());
    words.drain(..lead.min(words.len()));
    let inside = |at: usize| at.saturating_sub(lead).min(words.len());
    let mut spans: Vec<Span> = text
        .spans
        .into_iter()
        .map(|span| Span { start: inside(span.start), end: inside(span.end), ..span })
        .filter(|span| span.start < span.end)
        .collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    Text { text: words, spans }
}

/// Joins `more` to `text` on a new line.
pub(super) fn append(text: &mut Text, more: Text) {
    if more.text.is_empty() {
        return;
    }
    if !text.text.is_empty() {
        text.text.push('\n');
    }
    let shift = text.text.len();
    text.text.push_str(&more.text);
    let moved = |span: Span| Span { start: span.start + shift, end: span.end + shift, ..span };
    text.spans.extend(more.spans.into_iter().map(moved));
}

/// Chinese and Japanese: ideographs, kana, and their full-width punctuation.
fn sets_no_spaces(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_white_space_is_one_space_wherever_it_is_cut() {
        let text = " \tOne  two\n\n three é\u{2003} four \r\n";
        for (cut, _) in text.char_indices() {
            let mut inline = Inline::default();
            inline.flow(&text[..cut]);
            inline.open(SpanStyle::Strong, None);
            inline.flow(&text[cut..]);
            let taken = inline.take();
            assert_eq!(taken.text, "One two three é\u{2003} four");
            assert!(taken.spans.iter().all(|span| span.end <= taken.text.len()));
        }
    }
}
