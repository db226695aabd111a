//! Words → lines of at most a width.

use std::borrow::Cow;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};
use unicode_segmentation::UnicodeSegmentation;

use super::measure::grapheme_width;
use super::paragraph::Paragraph;

/// What ends where a line may break.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// First byte, in the paragraph's shown text.
    pub(super) start: usize,
    /// Byte after the last, the space after the word excluded.
    pub(super) end: usize,
    /// Character of the source at which it begins.
    pub(super) offset: u32,
    /// Columns of the word.
    pub(super) width: u32,
    /// Columns of the space after it.
    pub(super) space: u32,
    /// A line that ends here takes a hyphen.
    pub(super) hyphen: bool,
}

/// How the line breaks are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// The smallest sum of squared gaps over the paragraph (Knuth and Plass, as textwrap does it).
    Optimal,
    /// As much as fits, line by line: a hundred times faster.
    First,
    /// Lines of about equal length, no more of them than need be: for headlines.
    Balanced,
}

/// The part of a paragraph that stands on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Character of the source at which it begins.
    pub(super) offset: u32,
    /// The line ends at a soft hyphen that is to be shown.
    pub(super) hyphen: bool,
}

impl Fragment for Word {
    fn width(&self) -> f64 {
        f64::from(self.width)
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(self.space)
    }

    fn penalty_width(&self) -> f64 {
        f64::from(u8::from(self.hyphen))
    }
}

impl Paragraph {
    /// The lines of the paragraph at a width of at least one column. Only a single grapheme may be wider than that.
    pub(super) fn break_at(&self, width: usize) -> Vec<Cut> {
        let width = width.max(1);
        let words = self.words_within(width);
        let lines = match self.fit {
            Fit::Optimal => optimal(&words, width),
            Fit::First => first(&words, width),
            Fit::Balanced => balanced(&words, width),
        };
        lines.into_iter().filter_map(|line| cut(line, width)).collect()
    }

    /// The words, those that are wider than the line cut between graphemes.
    fn words_within(&self, width: usize) -> Cow<'_, [Word]> {
        if self.widest <= width {
            return Cow::Borrowed(&self.words);
        }
        let mut words = Vec::with_capacity(self.words.len() + 8);
        for &word in &self.words {
            if word.width as usize <= width {
                words.push(word);
            } else {
                self.cut_word(word, width, &mut words);
            }
        }
        Cow::Owned(words)
    }

    fn cut_word(&self, word: Word, width: usize, words: &mut Vec<Word>) {
        let mut piece = Word { end: word.start, width: 0, space: 0, hyphen: false, ..word };
        for grapheme in self.text()[word.start..word.end].graphemes(true) {
            let columns = grapheme_width(grapheme) as u32;
            if piece.end > piece.start && (piece.width + columns) as usize > width {
                words.push(piece);
                let characters = self.text()[piece.start..piece.end].chars().count() as u32;
                piece.offset += characters;
                (piece.start, piece.width) = (piece.end, 0);
            }
            piece.end += grapheme.len();
            piece.width += columns;
        }
        words.push(Word { space: word.space, hyphen: word.hyphen, ..piece });
    }
}

fn first(words: &[Word], width: usize) -> Vec<&[Word]> {
    wrap_first_fit(words, &[width as f64])
}

/// Next to a very long word textwrap's optimal fit may pass the width by a column; such a paragraph is wrapped anew.
fn optimal(words: &[Word], width: usize) -> Vec<&[Word]> {
    // A hyphen at a line's end costs as much as a gap of 14 columns: the default of 25 ends every tenth line in one.
    let penalties = Penalties { hyphen_penalty: 200, ..Penalties::new() };
    wrap_optimal_fit(words, &[width as f64], &penalties)
        .ok()
        .filter(|lines| lines.iter().all(|line| line_width(line) <= width))
        .unwrap_or_else(|| first(words, width))
}

/// The narrowest width that needs no more lines than `width` does.
fn balanced(words: &[Word], width: usize) -> Vec<&[Word]> {
    let count = first(words, width).len();
    let (mut low, mut high) = (1, width);
    while low < high {
        let middle = usize::midpoint(low, high);
        let lines = first(words, middle);
        if lines.len() <= count && lines.iter().all(|line| line_width(line) <= middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    first(words, high)
}

fn line_width(line: &[Word]) -> usize {
    let columns: u32 = line.iter().map(|word| word.width + word.space).sum();
    (columns - line.last().map_or(0, |word| word.space)) as usize
}

fn cut(line: &[Word], width: usize) -> Option<Cut> {
    let (head, tail) = (line.first()?, line.last()?);
    // A word as wide as the line leaves no room for its hyphen.
    let hyphen = tail.hyphen && line_width(line) < width;
    Some(Cut { start: head.start, end: tail.end, offset: head.offset, hyphen })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::RunStyle;

    fn lines(text: &str, fit: Fit, width: usize) -> Vec<String> {
        let mut paragraph = Paragraph::of_line(text, RunStyle::Plain);
        paragraph.fit = fit;
        let text = |cut: &Cut| paragraph.runs(cut).into_iter().map(|run| run.text).collect();
        paragraph.break_at(width).iter().map(text).collect()
    }

    #[test]
    fn optimal_fit_evens_out_what_first_fit_leaves_ragged() {
        let text = "To be, or not to be: that is the question";
        assert_eq!(lines(text, Fit::First, 10), ["To be, or", "not to be:", "that is", "the", "question"]);
        assert_eq!(lines(text, Fit::Optimal, 10), ["To be,", "or not to", "be: that", "is the", "question"]);
        let text = "aaa bb cc ddddd";
        assert_eq!(lines(text, Fit::First, 6), ["aaa bb", "cc", "ddddd"]);
        assert_eq!(lines(text, Fit::Optimal, 6), ["aaa", "bb cc", "ddddd"]);
    }

    #[test]
    fn a_headline_is_balanced() {
        let text = "CARsgen Taps Huadong to Commercialize Multiple Myeloma CAR-T in China";
        assert_eq!(
            lines(text, Fit::Balanced, 66),
            ["CARsgen Taps Huadong to Commercialize", "Multiple Myeloma CAR-T in China"]
        );
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_between_graphemes() {
        for fit in [Fit::Optimal, Fit::First, Fit::Balanced] {
            assert_eq!(lines("ab👍🏽👍🏽c d", fit, 4), ["ab👍🏽", "👍🏽c", "d"], "{fit:?}");
            assert_eq!(lines("漢字", fit, 1), ["漢", "字"], "{fit:?}");
        }
    }

    #[test]
    fn a_soft_hyphen_shows_only_where_the_line_breaks() {
        assert_eq!(lines("Bau\u{ad}auf\u{ad}sicht", Fit::First, 20), ["Bauaufsicht"]);
        assert_eq!(lines("Bau\u{ad}auf\u{ad}sicht", Fit::First, 8), ["Bauauf-", "sicht"]);
        assert_eq!(lines("Bau\u{ad}auf", Fit::First, 3), ["Bau", "auf"], "no room for the hyphen");
    }

    #[test]
    fn no_line_passes_the_width_beside_a_very_long_word() {
        let text = format!("some words before {} and some words after it, to the end", "x".repeat(64));
        for width in 1..80 {
            assert!(lines(&text, Fit::Optimal, width).iter().all(|line| line.len() <= width), "{width}");
        }
    }
}
