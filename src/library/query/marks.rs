//! Where the words of a query stand in a text: for marking them, for stepping from one to the next, for snippets.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Field, Node, Query};
use crate::article::Article;
use crate::layout::{truncate, width};
use crate::library::analyse::{self, Token};

/// What part of an article a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The headline, where `title:` looks too.
    Headline,
    /// Anything below it.
    Text,
}

/// A line out of an article that shows why it was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The line.
    pub text: String,
    /// What was looked for: bytes of the line, in order, not overlapping.
    pub marks: Vec<Range<usize>>,
}

impl Query {
    /// Whether any of it can be seen in a text.
    pub fn has_words(&self) -> bool {
        !self.wanted(Part::Headline).is_empty()
    }

    /// Whether all of it can be seen in a text: words, phrases and patterns, no field, no state, nothing negated.
    pub fn is_of_words(&self) -> bool {
        let is_seen =
            |node: &Node| matches!(node, Node::And(_) | Node::Or(_) | Node::Text(_) | Node::Regex(_));
        !self.root.any(&|node| !is_seen(node))
    }

    /// Where in the text the words, phrases and patterns stand that the query looks for: bytes, in order, not
    /// overlapping. What it negates is not marked.
    pub fn marks(&self, text: &str, part: Part) -> Vec<Range<usize>> {
        let tokens: Vec<Token<'_>> = analyse::tokens(text).collect();
        let mut marks = Vec::new();
        for wanted in self.wanted(part) {
            wanted.marks(text, &tokens, &mut marks);
        }
        merged(marks)
    }

    /// A line of the article's text, at most `columns` wide, around the first place of the passage in which most of
    /// what is looked for stands; the beginning of the text where nothing of it does.
    pub fn snippet(&self, article: &Article, columns: usize) -> Snippet {
        let passages = analyse::passages(article);
        let below = passages.iter().skip(1).filter(|passage| !passage.trim().is_empty());
        // the first of the best, which `max_by_key` alone would not give
        let best = below.rev().max_by_key(|passage| self.variety(passage));
        let Some(passage) = best else { return Snippet::default() };
        around(passage, &self.marks(passage, Part::Text), columns)
    }

    /// Whether there is anything that can be marked in such a text.
    pub fn looks_in(&self, part: Part) -> bool {
        !self.wanted(part).is_empty()
    }

    /// Whether one article can fit it better than another.
    pub fn ranks(&self) -> bool {
        self.wanted(Part::Headline).into_iter().any(|node| !matches!(node, Node::Regex(_)))
    }

    /// How much of what is looked for stands in a passage.
    fn variety(&self, passage: &str) -> usize {
        let tokens: Vec<Token<'_>> = analyse::tokens(passage).collect();
        let stands = |wanted: &Node| {
            let mut marks = Vec::new();
            wanted.marks(passage, &tokens, &mut marks);
            !marks.is_empty()
        };
        self.wanted(Part::Text).into_iter().filter(|wanted| stands(wanted)).count()
    }

    /// The parts of the query that can be seen in a text.
    fn wanted(&self, part: Part) -> Vec<&Node> {
        let mut wanted = Vec::new();
        self.root.collect_wanted(part, &mut wanted);
        wanted
    }
}

impl Node {
    fn collect_wanted<'a>(&'a self, part: Part, wanted: &mut Vec<&'a Self>) {
        match self {
            Self::And(parts) | Self::Or(parts) => {
                for node in parts {
                    node.collect_wanted(part, wanted);
                }
            }
            Self::Text(_) | Self::Regex(_) => wanted.push(self),
            Self::Field(Field::Title, _) if part == Part::Headline => wanted.push(self),
            _ => {}
        }
    }

    /// Adds the places where one of these parts stands.
    fn marks(&self, text: &str, tokens: &[Token<'_>], marks: &mut Vec<Range<usize>>) {
        match self {
            Self::Text(phrase) | Self::Field(_, phrase) => marks.extend(phrase.find(tokens)),
            Self::Regex(pattern) => {
                let found = pattern.regex.find_iter(text).map(|found| found.range());
                marks.extend(found.filter(|range| !range.is_empty()));
            }
            _ => {}
        }
    }
}

/// In order; what overlaps becomes one.
fn merged(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
        }
    }
    merged
}

/// At most `columns` of a passage with its first mark in it.
fn around(passage: &str, marks: &[Range<usize>], columns: usize) -> Snippet {
    const CUT: &str = "… ";
    let start = match marks.first() {
        Some(first) if width(&passage[..first.end]) > columns * 3 / 4 => {
            lead(passage, first.start, columns / 4)
        }
        _ => 0,
    };
    let cut = if start > 0 { CUT } else { "" };
    // breaks of lines and tabs are a byte as a space is: the marks stay where they are
    let line = format!("{cut}{}", &passage[start..]).replace(['\n', '\t'], " ");
    let text = truncate(&line, columns).into_owned();
    let kept = if text == line { text.len() } else { text.len().saturating_sub("…".len()) };
    let shifted = marks.iter().filter(|mark| mark.start >= start);
    let shifted =
        shifted.map(|mark| mark.start - start + cut.len()..(mark.end - start + cut.len()).min(kept));
    Snippet { marks: shifted.filter(|mark| mark.start < mark.end).collect(), text }
}

/// The word that begins at most `columns` before a place; the place itself where none does.
fn lead(passage: &str, place: usize, columns: usize) -> usize {
    let mut left = columns;
    let mut start = place;
    for (at, word) in passage[..place].split_word_bound_indices().rev() {
        let Some(rest) = left.checked_sub(width(word)) else { break };
        left = rest;
        if word.chars().any(char::is_alphanumeric) {
            start = at;
        }
    }
    start
}
