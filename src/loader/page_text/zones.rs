//! Where headline, text and foot of a page are: the lines are cut so that the sum of their weights is the highest
//! (a Viterbi pass over the states "menu", "opened", "text", "foot"; linear in the lines).

use super::line::{Kind, Line};
use super::title::Titles;
use super::weights;

/// Real paragraphs that may stand before the byline: standfirst and summary.
const BEFORE_BYLINE: usize = 2;

/// Head, body and foot of a page, as line numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Zones {
    /// The headline.
    pub(super) title: usize,
    /// First line of the text.
    pub(super) start: usize,
    /// Line after the last of the text.
    pub(super) end: usize,
}

/// Cuts the page; `None` where no line can be its headline.
pub(super) fn find(lines: &[Line<'_>]) -> Option<Zones> {
    let titles = Titles::of(lines);
    let Some(Zones { title, start, end }) = best_cut(lines, &titles) else { return no_text(lines, &titles) };
    let start = match anchor(lines, title, start, end) {
        Some(anchor) => (anchor + 1..end).find(|&at| opens_text(&lines[at])).unwrap_or(start),
        None => start,
    };
    Some(Zones { title, start, end: end + tail(&lines[end..]) })
}

/// A way to cut the lines seen so far, and what it is worth.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// Points of the headline and of what stands between it and the text.
    head: i64,
    title: usize,
    /// Points of the text.
    text: i64,
    start: usize,
    /// Whether the text has running text.
    prose: bool,
}

impl Cut {
    fn sum(&self) -> i64 {
        self.head + self.text
    }
}

/// The cut with the highest sum of weights; the first of equals.
fn best_cut(lines: &[Line<'_>], titles: &Titles) -> Option<Zones> {
    let (mut opened, mut text): (Option<Cut>, Option<Cut>) = (None, None);
    let mut best: Option<(i64, Zones)> = None;
    for (at, line) in lines.iter().enumerate() {
        let begun = opened.map(|cut| Cut { start: at, prose: false, ..cut });
        let before = [text, begun].into_iter().flatten().max_by_key(|cut| (cut.sum(), cut.title));
        text = before.map(|cut| Cut {
            text: cut.text + weights::in_text(line, cut.text),
            prose: cut.prose || line.is_prose(),
            ..cut
        });
        let waited = opened.map(|cut| Cut { head: cut.head + weights::before_text(line), ..cut });
        let fresh = titles.points(at).map(|head| Cut { head, title: at, text: 0, start: at, prose: false });
        opened = [waited, fresh].into_iter().flatten().max_by_key(Cut::sum);
        if let Some(cut) = text.filter(|cut| cut.prose && best.is_none_or(|(sum, _)| cut.sum() > sum)) {
            best = Some((cut.sum(), Zones { title: cut.title, start: cut.start, end: at + 1 }));
        }
    }
    best.map(|(_, zones)| zones)
}

/// The last line of the byline and dates that belong to the text. A box may have cut the text above the best run,
/// or a standfirst may have drawn the run over them.
fn anchor(lines: &[Line<'_>], title: usize, start: usize, end: usize) -> Option<usize> {
    let mut paragraphs = 0;
    let last = (start..end).find(|&at| {
        paragraphs += usize::from(lines[at].is_paragraph());
        paragraphs > BEFORE_BYLINE
    });
    let mut listed = false;
    let mut seen_text = false;
    let mut anchor = None;
    for (at, line) in lines.iter().enumerate().take(last.unwrap_or(end)).skip(title + 1) {
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
fn no_text(lines: &[Line<'_>], titles: &Titles) -> Option<Zones> {
    let foot =
        |line: &Line<'_>| matches!(line.kind, Kind::Rights | Kind::Header(_) | Kind::Box | Kind::Tags(_));
    let end = lines.iter().position(foot).unwrap_or(lines.len());
    let title = (0..end).filter_map(|at| Some((titles.points(at)?, at))).max()?.1;
    Some(Zones { title, start: end, end })
}
