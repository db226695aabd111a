//! A paragraph with what stands before its lines.

use super::measure::width;
use super::paragraph::Paragraph;
use super::{Anchor, Line, Run, RunStyle};

/// A paragraph, its indent and its gutter.
#[derive(Debug, Clone)]
pub(super) struct Flow {
    pub(super) paragraph: Paragraph,
    pub(super) prefix: Prefix,
    /// Its first line is the first line of a heading.
    pub(super) heading: bool,
}

/// What stands before the lines of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Prefix {
    /// Columns of white space.
    pub(super) indent: usize,
    /// A bullet, a number, a gutter.
    pub(super) marker: String,
    /// The marker stands before every line (a gutter), not only the first.
    pub(super) repeat: bool,
}

impl Flow {
    pub(super) fn break_into(&self, lines: &mut Vec<Line>, anchor: Anchor, width: usize) {
        let (mut first, mut rest) = self.prefix.within(width);
        let mut room = width - super::width(&first);
        if self.paragraph.has_grapheme_wider_than(room) {
            (first, rest, room) = (String::new(), String::new(), width);
        }
        let cuts = self.paragraph.break_at(room);
        for (at, cut) in cuts.iter().enumerate() {
            let prefix = if at == 0 { &first } else { &rest };
            let mut runs = Vec::new();
            if !prefix.is_empty() {
                runs.push(Run::new(prefix.as_str(), RunStyle::Dim));
            }
            runs.extend(self.paragraph.runs(cut));
            lines.push(Line {
                anchor: Anchor { offset: anchor.offset + cut.offset, ..anchor },
                runs,
                wide: false,
                heading: self.heading && at == 0,
                rtl: self.paragraph.rtl,
            });
        }
    }
}

impl Prefix {
    pub(super) fn marker(marker: impl Into<String>) -> Self {
        Self { marker: marker.into(), ..Self::default() }
    }

    pub(super) fn gutter(marker: impl Into<String>) -> Self {
        Self { repeat: true, ..Self::marker(marker) }
    }

    /// The prefix of a further paragraph of the same text.
    pub(super) fn continued(self) -> Self {
        if self.repeat {
            return self;
        }
        Self { indent: self.indent + width(&self.marker), ..Self::default() }
    }

    /// The prefix of the first line and of the others, equally wide. At least half of the line stays for the text:
    /// the indent shrinks first, then the marker goes.
    fn within(&self, columns: usize) -> (String, String) {
        let marker = width(&self.marker);
        let Some(room) = (columns / 2).checked_sub(marker) else { return Default::default() };
        let indent = " ".repeat(self.indent.min(room));
        let first = format!("{indent}{}", self.marker);
        let rest = if self.repeat { first.clone() } else { " ".repeat(indent.len() + marker) };
        (first, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_line_keeps_half_for_the_text() {
        let prefix = Prefix { indent: 4, marker: "• ".into(), repeat: false };
        assert_eq!(prefix.within(40), ("    • ".into(), "      ".into()));
        assert_eq!(prefix.within(8), ("  • ".into(), "    ".into()));
        assert_eq!(prefix.within(3), (String::new(), String::new()));
        assert_eq!(Prefix::gutter("│ ").within(9), ("│ ".into(), "│ ".into()));
    }
}
