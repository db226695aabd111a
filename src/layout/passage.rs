//! The texts of an article that are searched, as they are shown, and where matches in them stand on the lines.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::measure::width;
use super::{Line, Lines, PartKind, Prepared, Run};

/// What a passage is to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// The headline.
    Headline,
    /// The text below it.
    Text,
    /// What stands beside the text and does not belong to it: kicker, byline, the page's own links, copyright.
    Beside,
}

/// A text that is searched as one: a paragraph, an entry of a list, a cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// The text, as it is shown when nothing breaks it.
    pub text: String,
}

/// A place in a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// Index of the passage.
    pub passage: u32,
    /// Bytes from its start.
    pub byte: usize,
}

/// What was looked for, where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Index of the passage.
    pub passage: u32,
    /// Bytes of the passage.
    pub range: Range<usize>,
}

/// How a run takes part in a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// It is part of the match at which the reader is.
    Current,
    /// It is part of another one.
    Other,
}

impl Match {
    /// Whether it covers some of so many bytes from a spot on.
    fn touches(&self, spot: Spot, length: usize) -> bool {
        self.passage == spot.passage && self.range.start < spot.byte + length && self.range.end > spot.byte
    }

    fn lies_before(&self, spot: Spot) -> bool {
        (self.passage, self.range.end) <= (spot.passage, spot.byte)
    }
}

impl Prepared {
    /// The texts that can be searched, in reading order. A passage that is broken by line feeds keeps them.
    pub fn passages(&self) -> Vec<Passage> {
        let empty = |kind: &PassageKind| Passage { kind: *kind, text: String::new() };
        let mut passages: Vec<Passage> = self.passages.iter().map(empty).collect();
        for (spot, text) in self.parts.iter().flat_map(|part| part.kind.pieces()) {
            let Some(passage) = passages.get_mut(spot.passage as usize) else { continue };
            let gap = spot.byte.saturating_sub(passage.text.len());
            passage.text.extend(std::iter::repeat_n('\n', gap));
            passage.text.push_str(text);
        }
        passages
    }
}

impl PartKind {
    /// What it holds of passages.
    fn pieces(&self) -> Vec<(Spot, &str)> {
        match self {
            Self::Flow(flow) => vec![(flow.paragraph.spot, flow.paragraph.text())],
            Self::Table(table) => table.pieces().collect(),
            Self::Code(runs) => {
                runs.iter().filter_map(|run| run.spot.map(|spot| (spot, run.text.as_str()))).collect()
            }
            Self::Rule | Self::Blank => Vec::new(),
        }
    }
}

impl Lines {
    /// Index of the line on which a match begins. What this width does not show (the header of a table that is set as
    /// records) is taken to stand where its passage would.
    pub fn line_of_match(&self, found: &Match) -> Option<usize> {
        let holds = |run: &Run| {
            run.spot.is_some_and(|spot| {
                spot.passage == found.passage && found.range.start < spot.byte + run.text.len()
            })
        };
        let follows = |run: &Run| run.spot.is_some_and(|spot| spot.passage >= found.passage);
        let with = |is: &dyn Fn(&Run) -> bool| self.lines.iter().position(|line| line.runs.iter().any(is));
        with(&holds).or_else(|| with(&follows)).or_else(|| self.lines.len().checked_sub(1))
    }
}

impl Line {
    /// The line with its runs cut where matches begin and end. The matches are in order and do not overlap; `current`
    /// is the index of the one at which the reader is.
    #[must_use]
    pub fn with_matches(&self, matches: &[Match], current: Option<usize>) -> Self {
        let mut runs = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            cut_at_matches(run, matches, current, &mut runs);
        }
        Self { anchor: self.anchor, runs, wide: self.wide, heading: self.heading, rtl: self.rtl }
    }

    /// The columns that a match takes on the line, if it stands there.
    pub fn columns_of(&self, found: &Match) -> Option<Range<usize>> {
        let (mut column, mut columns) = (0, None::<Range<usize>>);
        for run in self.with_matches(std::slice::from_ref(found), None).runs {
            let end = column + width(&run.text);
            if run.matched.is_some() {
                columns = Some(columns.map_or(column, |before| before.start)..end);
            }
            column = end;
        }
        columns
    }
}

/// Adds the run in pieces that are wholly inside or outside of matches. A grapheme belongs to a match as a whole.
fn cut_at_matches(run: &Run, matches: &[Match], current: Option<usize>, runs: &mut Vec<Run>) {
    let Some(spot) = run.spot else { return runs.push(run.clone()) };
    let first = matches.partition_point(|found| found.lies_before(spot));
    if !matches.get(first).is_some_and(|found| found.touches(spot, run.text.len())) {
        return runs.push(run.clone());
    }
    let mut piece = Run { text: String::new(), ..run.clone() };
    for (at, grapheme) in run.text.grapheme_indices(true) {
        let here = Spot { byte: spot.byte + at, ..spot };
        let number = first + matches[first..].partition_point(|found| found.lies_before(here));
        let found = matches.get(number).filter(|found| found.touches(here, grapheme.len()));
        let matched = found.map(|_| if current == Some(number) { Matched::Current } else { Matched::Other });
        if matched != piece.matched && !piece.text.is_empty() {
            runs.push(std::mem::replace(
                &mut piece,
                Run { text: String::new(), spot: Some(here), ..run.clone() },
            ));
        }
        piece.matched = matched;
        piece.text.push_str(grapheme);
    }
    runs.push(piece);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Block, Item, Text};
    use crate::layout::{HeadLines, prepare};

    fn prepared(body: Vec<Block>) -> Prepared {
        let article =
            Article { title: "A headline".into(), site: Some("Wire".into()), body, ..Article::default() };
        prepare(&article, &HeadLines::default())
    }

    fn texts(prepared: &Prepared, kind: PassageKind) -> Vec<String> {
        let passages = prepared.passages().into_iter();
        passages
            .filter(|passage| passage.kind == kind && !passage.text.is_empty())
            .map(|at| at.text)
            .collect()
    }

    /// What is marked at a width, line by line, where a word stands in the text.
    fn marked(prepared: &Prepared, word: &str, width: u16) -> Vec<String> {
        let passages = prepared.passages().into_iter().enumerate();
        let matches: Vec<Match> = passages
            .flat_map(|(number, passage)| {
                let found =
                    passage.text.match_indices(word).map(|(at, _)| at..at + word.len()).collect::<Vec<_>>();
                found.into_iter().map(move |range| Match { passage: number as u32, range })
            })
            .collect();
        let lines = prepared.break_lines(width).lines;
        let runs = lines.iter().flat_map(|line| line.with_matches(&matches, None).runs);
        runs.filter(|run| run.matched.is_some()).map(|run| run.text).collect()
    }

    #[test]
    fn the_text_is_told_from_what_stands_beside_it() {
        let item = |text: &str, items| Item { text: Text::plain(text), items };
        let prepared = prepared(vec![
            Block::paragraph("one\n two"),
            Block::List { ordered: true, items: vec![item("three", vec![item("four", vec![])])] },
            Block::RelatedInline(Text::plain("another headline")),
            Block::Code { language: None, text: "\n\tfive\nsix".into() },
            Block::Table { header: vec!["seven".into()], rows: vec![vec!["eight".into()]] },
        ]);
        assert_eq!(texts(&prepared, PassageKind::Headline), ["A headline"]);
        assert_eq!(texts(&prepared, PassageKind::Beside), ["Wire", "another headline"]);
        let expected = ["one\ntwo", "three", "four", "    five\nsix", "seven", "eight"];
        assert_eq!(texts(&prepared, PassageKind::Text), expected);
    }

    #[test]
    fn a_match_goes_on_over_the_ends_of_lines() {
        let text = prepared(vec![Block::paragraph("Bau\u{ad}aufsicht  für den Bau")]);
        assert_eq!(marked(&text, "Bauaufsicht für", 40), ["Bauaufsicht für"]);
        assert_eq!(marked(&text, "Bauaufsicht für", 8), ["Bau-", "aufsicht", "für"]);
        let code = prepared(vec![Block::Code { language: None, text: "let one\nlet two".into() }]);
        assert_eq!(marked(&code, "one\nlet", 40), ["one", "let"]);
    }

    #[test]
    fn a_cell_is_marked_in_the_grid_and_in_the_record() {
        let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let rows = vec![strings(&["the harbour", "of  boats and more boats"]), strings(&["a", "b"])];
        let table = prepared(vec![Block::Table { header: strings(&["the place", "what"]), rows }]);
        for width in [60, 14] {
            assert_eq!(marked(&table, "of boats", width).concat(), "of boats", "{width}");
        }
        assert_eq!(marked(&table, "the", 60), ["the", "the"]);
        assert_eq!(marked(&table, "the", 14), ["the"], "a record has labels for its header");
        let header = Match {
            passage: table.passages().iter().position(|at| at.text == "the place").unwrap() as u32,
            range: 0..3,
        };
        let lines = table.break_lines(14);
        let line = lines.line_of_match(&header).unwrap();
        assert_eq!(lines.lines[line].text(), "the place: the");
    }

    #[test]
    fn a_grapheme_is_marked_as_a_whole() {
        let text = prepared(vec![Block::paragraph("cafe\u{301}s")]);
        assert_eq!(marked(&text, "fe", 40), ["fe\u{301}"]);
        assert_eq!(marked(&text, "\u{301}s", 40), ["e\u{301}s"]);
    }
}
