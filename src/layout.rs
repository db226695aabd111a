//! Text → lines: *prepare* once per article, *break* once per width. Knows nothing of colours or screens.
//!
//! Preparing finds words, measures them and merges styles; breaking only chooses where lines end, so that
//! every step of a resize can do it anew.

use serde::{Deserialize, Serialize};

mod attached;
mod blocks;
mod flow;
mod head;
mod line;
mod looks;
mod measure;
mod paragraph;
mod passage;
#[cfg(test)]
mod properties;
mod table;
#[cfg(test)]
mod tests;
mod wrap;

pub use attached::attached;
pub use head::HeadLines;
pub use line::{Line, Lines, Run, RunStyle, cut};
pub use measure::{fold, split_plain, truncate, width};
pub use passage::{Match, Matched, Passage, PassageKind, Spot};

use crate::article::Article;
use flow::Flow;
use table::Table;

/// A place in a text that survives every change of width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct Anchor {
    /// 0 is the head (kicker, headline, standfirst, byline); block `i` of the body is `i + 1`, the copyright line
    /// comes after the last.
    pub block: u32,
    /// Characters from the start of the block's text. The parts of a block (entries of a list, lines of code) are
    /// one character apart; a blank line stands behind the block's text, so that no two lines share an anchor.
    pub offset: u32,
}

/// An article made ready for any width.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    /// Targets of the links in the text, one for each link, in reading order.
    pub links: Vec<String>,
    parts: Vec<Part>,
    passages: Vec<PassageKind>,
}

/// What becomes one line or several that belong together.
#[derive(Debug, Clone)]
struct Part {
    anchor: Anchor,
    kind: PartKind,
}

#[derive(Debug, Clone)]
enum PartKind {
    Flow(Flow),
    Code(Vec<Run>),
    Table(Table),
    Rule,
    Blank,
}

/// Makes an article ready for any width.
pub fn prepare(article: &Article, head: &HeadLines) -> Prepared {
    blocks::prepare(article, head)
}

impl Prepared {
    /// Breaks the text into lines of at most `width` columns (wide lines, and a single grapheme wider than that, excepted).
    pub fn break_lines(&self, width: u16) -> Lines {
        let width = usize::from(width).max(1);
        let mut lines = Vec::new();
        for part in &self.parts {
            part.break_into(&mut lines, width);
        }
        Lines { lines }
    }
}

impl Part {
    fn break_into(&self, lines: &mut Vec<Line>, width: usize) {
        let line = |runs| Line { anchor: self.anchor, runs, ..Line::default() };
        match &self.kind {
            PartKind::Flow(flow) => flow.break_into(lines, self.anchor, width),
            PartKind::Table(table) => table.break_into(lines, self.anchor, width),
            PartKind::Code(runs) => lines.push(Line { wide: true, ..line(runs.clone()) }),
            PartKind::Rule => lines.push(line(vec![Run::new("─".repeat(width), RunStyle::Dim)])),
            PartKind::Blank => lines.push(line(Vec::new())),
        }
    }
}
