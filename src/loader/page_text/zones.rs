//! Where the text of the article begins and ends among the lines of a page.

use super::line::{Kind, Line};

/// Lines between a byline and the text beyond which they are not believed to belong together.
const REACH: usize = 40;
/// Real paragraphs that may stand before the byline: standfirst and summary.
const BEFORE_BYLINE: usize = 2;

/// Head, body and foot of a page, as line numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Zones {
    /// First line of the text.
    pub(super) start: usize,
    /// Line after the last of the text.
    pub(super) end: usize,
}

/// Finds the run of lines that is most like running text, then moves its start to the byline above it.
pub(super) fn find(lines: &[Line<'_>]) -> Zones {
    let Some((start, end)) = best_run(lines) else { return no_text(lines) };
    let start = match anchor(lines, start, end) {
        Some(anchor) => (anchor + 1..end).find(|&at| opens_text(&lines[at])).unwrap_or(start),
        None => start,
    };
    Zones { start, end: end + tail(&lines[end..]) }
}

/// How much a line speaks for being part of a run of text; points are words.
fn score(line: &Line<'_>) -> i64 {
    match &line.kind {
        Kind::Text if line.is_prose() => line.words.min(60) as i64,
        Kind::Item { .. } | Kind::Quote(_) => 1,
        Kind::Inline(_) | Kind::Caption => 0,
        Kind::Text | Kind::Menu => -4,
        Kind::Share | Kind::Furniture | Kind::Hint | Kind::Minutes(_) | Kind::Credit => -6,
        Kind::Date(_) | Kind::Ago | Kind::Byline(_) | Kind::Tags(_) | Kind::Filed(_) => -10,
        Kind::Header(_) | Kind::Box | Kind::Rights => -14,
        Kind::Comments(_) => -40,
    }
}

/// The contiguous lines with the highest sum (Kadane's algorithm); the first of equals.
fn best_run(lines: &[Line<'_>]) -> Option<(usize, usize)> {
    let mut best = None;
    let (mut top, mut sum, mut start) = (0, 0, 0);
    for (at, line) in lines.iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, at);
        }
        sum += score(line);
        if sum > top {
            top = sum;
            best = Some((start, at + 1));
        }
    }
    best
}

/// The last line of the byline and dates that belong to the text. A box may have cut the text above the best run,
/// or a standfirst may have drawn the run over them.
fn anchor(lines: &[Line<'_>], start: usize, end: usize) -> Option<usize> {
    let mut paragraphs = 0;
    let last = (start..end).find(|&at| {
        paragraphs += usize::from(lines[at].is_paragraph());
        paragraphs > BEFORE_BYLINE
    });
    let mut listed = false;
    let mut seen_text = false;
    let mut anchor = None;
    let from = start.saturating_sub(REACH);
    for (at, line) in lines.iter().enumerate().take(last.unwrap_or(end)).skip(from) {
        seen_text |= line.is_paragraph();
        match line.kind {
            Kind::Header(_) | Kind::Box if seen_text => listed = true,
            Kind::Date(_) | Kind::Byline(_) | Kind::Ago | Kind::Minutes(_) | Kind::Share if !listed => {
                anchor = Some(at);
            }
            _ if line.is_paragraph() => listed = false,
            _ => {}
        }
    }
    anchor.filter(|&anchor| (anchor + 1..end).any(|at| lines[at].is_prose()))
}

fn opens_text(line: &Line<'_>) -> bool {
    match line.kind {
        Kind::Item { .. } | Kind::Quote(_) | Kind::Caption => true,
        _ => line.is_prose(),
    }
}

/// Lines after the run that still belong to it: a link, a credit in brackets.
fn tail(lines: &[Line<'_>]) -> usize {
    let belongs = |line: &&Line<'_>| match line.kind {
        Kind::Inline(_) | Kind::Item { .. } | Kind::Quote(_) => true,
        Kind::Text => line.text.starts_with(['(', '（']) && line.text.ends_with([')', '）']),
        _ => false,
    };
    lines.iter().take_while(belongs).count()
}

/// A page of a headline and furniture: all before the foot is head.
fn no_text(lines: &[Line<'_>]) -> Zones {
    let foot =
        |line: &Line<'_>| matches!(line.kind, Kind::Rights | Kind::Header(_) | Kind::Box | Kind::Tags(_));
    let end = lines.iter().position(foot).unwrap_or(lines.len());
    Zones { start: end, end }
}
