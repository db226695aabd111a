//! Lines as they are drawn.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::measure::{grapheme_width, width};
use super::{Anchor, Matched, Spot};

/// How a run looks; the theme says what that means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RunStyle {
    /// Running text.
    #[default]
    Plain,
    /// Site and sections above the headline.
    Kicker,
    /// The headline.
    Headline,
    /// The standfirst.
    Subtitle,
    /// Author, date, minutes.
    Byline,
    /// A heading.
    Heading,
    /// Emphasis.
    Emphasis,
    /// Strong.
    Strong,
    /// Emphasis and strong.
    StrongEmphasis,
    /// Code.
    Code,
    /// A link.
    Link,
    /// Quoted text.
    Quote,
    /// Caption, copyright, gutters, bullets.
    Dim,
}

/// A run of equally styled text on a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// How they look.
    pub style: RunStyle,
    /// Index into [`Prepared::links`](super::Prepared::links), for a link.
    pub link: Option<u32>,
    /// Where in the passages it begins; none for what is not of the text (indents, gutters, labels).
    pub spot: Option<Spot>,
    /// Whether it is part of what was looked for.
    pub matched: Option<Matched>,
}

/// A line as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The place of its first character.
    pub anchor: Anchor,
    /// What stands on it, indents and gutters included.
    pub runs: Vec<Run>,
    /// May be wider than the width and scrolls sideways (code, tables).
    pub wide: bool,
    /// First line of a heading.
    pub heading: bool,
    /// Its paragraph reads from right to left. The characters stay in their logical order.
    pub rtl: bool,
}

/// A text broken into lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    /// The lines, top down; their anchors ascend.
    pub lines: Vec<Line>,
}

impl Run {
    /// A run that is not of the text, nor a link.
    pub(super) fn new(text: impl Into<String>, style: RunStyle) -> Self {
        Self { text: text.into(), style, ..Self::default() }
    }
}

impl Line {
    /// Columns it takes.
    pub fn width(&self) -> usize {
        self.runs.iter().map(|run| width(&run.text)).sum()
    }

    /// Its characters without styles.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The links on it, each once, from left to right.
    pub fn links(&self) -> Vec<u32> {
        let mut links: Vec<u32> = self.runs.iter().filter_map(|run| run.link).collect();
        links.dedup();
        links
    }
}

impl Lines {
    /// Index of the line that holds the anchor: the last one that begins at or before it, else the first.
    pub fn line_of(&self, anchor: Anchor) -> usize {
        self.lines.partition_point(|line| line.anchor <= anchor).saturating_sub(1)
    }

    /// Index of the first heading below line `from`.
    pub fn next_heading(&self, from: usize) -> Option<usize> {
        let start = from.saturating_add(1).min(self.lines.len());
        self.lines[start..].iter().position(|line| line.heading).map(|at| start + at)
    }

    /// Index of the last heading above line `from`.
    pub fn previous_heading(&self, from: usize) -> Option<usize> {
        self.lines[..from.min(self.lines.len())].iter().rposition(|line| line.heading)
    }

    /// Index of the line on which a link begins.
    pub fn line_of_link(&self, link: u32) -> Option<usize> {
        self.lines.iter().position(|line| line.runs.iter().any(|run| run.link == Some(link)))
    }

    /// Columns of the widest line: how far sideways scrolling may go.
    pub fn widest(&self) -> usize {
        self.lines.iter().map(Line::width).max().unwrap_or(0)
    }

    /// The characters alone, each line ended by a line feed, for a pipe or a screen reader.
    pub fn to_plain(&self) -> String {
        let mut plain = String::new();
        for line in &self.lines {
            plain.push_str(line.text().trim_end());
            plain.push('\n');
        }
        plain
    }
}

/// The part of a line that a window of `width` columns shows after `skip` columns are scrolled away.
///
/// Of a wide grapheme that the window's edge cuts in half, the half inside becomes a space, so that columns stay true.
pub fn cut(runs: &[Run], skip: usize, width: usize) -> Vec<Run> {
    let window = skip..skip.saturating_add(width);
    let mut column = 0;
    let mut kept = Vec::new();
    for run in runs {
        let text = cut_text(&run.text, &mut column, &window);
        if !text.is_empty() {
            kept.push(Run { text, style: run.style, link: run.link, spot: None, matched: run.matched });
        }
    }
    kept
}

/// What of `text`, which begins at `column`, lies in the window; moves `column` behind it.
fn cut_text(text: &str, column: &mut usize, window: &Range<usize>) -> String {
    let mut kept = String::new();
    for grapheme in text.graphemes(true) {
        if *column >= window.end {
            break;
        }
        let end = *column + grapheme_width(grapheme);
        let inside = end.min(window.end).saturating_sub(window.start.max(*column));
        if inside == end - *column {
            kept.push_str(grapheme);
        } else {
            kept.extend(std::iter::repeat_n(' ', inside));
        }
        *column = end;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, skip: usize, width: usize) -> String {
        cut(&[Run::new(text, RunStyle::Code)], skip, width).into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn a_window_shows_its_columns() {
        assert_eq!(shown("abcdef", 0, 3), "abc");
        assert_eq!(shown("abcdef", 2, 3), "cde");
        assert_eq!(shown("abcdef", 4, 9), "ef");
        assert_eq!(shown("abcdef", 9, 3), "");
        assert_eq!(shown("a漢字b", 2, 3), " 字", "half an ideograph is a space");
        assert_eq!(shown("a漢字b", 0, 4), "a漢 ");
        assert_eq!(shown("漢", 0, 0), "");
    }

    #[test]
    fn a_window_keeps_styles_and_links() {
        let runs = [Run::new("ab", RunStyle::Plain), Run { link: Some(7), ..Run::new("cd", RunStyle::Link) }];
        assert_eq!(cut(&runs, 3, 5), [Run { link: Some(7), ..Run::new("d", RunStyle::Link) }]);
    }

    fn line(offset: u32, heading: bool) -> Line {
        Line { anchor: Anchor { block: 1, offset }, heading, ..Line::default() }
    }

    #[test]
    fn a_place_is_on_the_last_line_that_begins_before_it() {
        let lines = Lines { lines: vec![line(0, true), line(10, false), line(20, true)] };
        let at = |offset| lines.line_of(Anchor { block: 1, offset });
        assert_eq!((at(0), at(9), at(10), at(99)), (0, 0, 1, 2));
        assert_eq!(lines.line_of(Anchor { block: 0, offset: 5 }), 0, "before everything: the first line");
        assert_eq!(Lines::default().line_of(Anchor::default()), 0);
    }

    #[test]
    fn headings_are_found_in_both_directions() {
        let lines = Lines { lines: vec![line(0, true), line(10, false), line(20, true)] };
        assert_eq!(
            (lines.next_heading(0), lines.next_heading(2), lines.next_heading(9)),
            (Some(2), None, None)
        );
        assert_eq!((lines.previous_heading(2), lines.previous_heading(0)), (Some(0), None));
    }

    #[test]
    fn a_link_of_two_runs_is_one_link_of_its_line() {
        let run = |link| Run { link, ..Run::new("x", RunStyle::Link) };
        let line =
            Line { runs: vec![run(Some(3)), run(Some(3)), run(None), run(Some(4))], ..Line::default() };
        assert_eq!(line.links(), [3, 4]);
        assert_eq!(Lines { lines: vec![Line::default(), line] }.line_of_link(4), Some(1));
    }
}
