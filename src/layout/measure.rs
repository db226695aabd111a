//! How many columns text takes: measured grapheme by grapheme, as ratatui measures what it puts into a cell.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that `text` takes on the screen. Graphemes with control characters are never drawn and take none.
///
/// ```
/// use courant::layout::width;
/// assert_eq!((width("naïve"), width("漢字"), width("👍🏽"), width("👨‍👩‍👧")), (5, 4, 2, 2));
/// ```
pub fn width(text: &str) -> usize {
    let (mut columns, mut left) = (0, text);
    while !left.is_empty() {
        let [plain, other, rest] = split_plain(left);
        columns += plain.len() + other.graphemes(true).map(grapheme_width).sum::<usize>();
        left = rest;
    }
    columns
}

/// The start of a text: bytes that are a letter of one column each, whatever stands before and behind them; what is not so
/// simple; and the rest, which begins with such bytes again. Most of most texts is of the first kind, and finding where letters
/// end takes longer than all else that is done with them.
pub fn split_plain(text: &str) -> [&str; 3] {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~');
    let bytes = text.as_bytes();
    let plain = bytes.iter().take_while(|byte| is_plain(**byte)).count();
    // an accent may follow the last one
    let plain = if plain < bytes.len() { plain.saturating_sub(1) } else { plain };
    let (plain, other) = text.split_at(plain);
    let mut pairs = other.as_bytes().windows(2);
    // the first of two may belong to what is before it
    let end = pairs.position(|pair| is_plain(pair[0]) && is_plain(pair[1])).map_or(other.len(), |at| at + 1);
    let (other, rest) = other.split_at(end);
    [plain, other, rest]
}

/// Columns of a single grapheme.
///
/// ratatui's `CellWidth` gives half-width sound marks (U+FF9E, U+FF9F) a column on top of what `unicode-width` says.
/// Whether or not that is what a terminal does, a line measured otherwise would be clipped or leave a gap.
pub(super) fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    let sound_marks = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    grapheme.width() + sound_marks
}

/// `text` in at most `columns` columns; what does not fit is cut between graphemes and marked by `…`.
///
/// ```
/// use courant::layout::truncate;
/// assert_eq!(truncate("A harbour learns to wait", 10), "A harbour…");
/// assert_eq!(truncate("漢字漢字", 4), "漢…");
/// ```
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut left = columns - 1;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let Some(rest) = left.checked_sub(grapheme_width(grapheme)) else { break };
        left = rest;
        end = at + grapheme.len();
    }
    Cow::Owned(format!("{}…", text[..end].trim_end()))
}

/// A sentence in lines of at most this width, for what is said beside the articles.
pub fn fold(text: &str, width: usize) -> Vec<Cow<'_, str>> {
    textwrap::wrap(text, width.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_wide_as_its_graphemes() {
        let pieces = [
            "plain",
            " ",
            "e\u{301}",
            "漢字",
            "👨‍👩‍👧",
            "\u{600}12",
            "’",
            "\u{301}",
            "a",
            "\r\n",
            "\u{7}",
            "ﾊﾟ",
            "🇩🇪",
        ];
        for (one, two) in pieces.iter().flat_map(|one| pieces.iter().map(move |two| (one, two))) {
            let text = format!("{one}{two}x{two}{one}");
            let graphemes: usize = text.graphemes(true).map(grapheme_width).sum();
            assert_eq!(width(&text), graphemes, "{text:?}");
        }
    }

    #[test]
    fn graphemes_are_as_wide_as_the_cells_they_fill() {
        for (text, columns) in [
            ("plain", 5),
            ("👨‍👩‍👧‍👦", 2),
            ("❤️", 2),
            ("👍🏽", 2),
            ("e\u{301}", 1),
            ("漢字", 4),
            ("\u{200b}", 0),
            ("a\tb", 2),
            ("", 0),
        ] {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_between_graphemes() {
        assert_eq!(truncate("fits", 4), "fits");
        assert_eq!(truncate("does not", 1), "…");
        assert_eq!(truncate("does not", 0), "");
        assert_eq!(truncate("a👨‍👩‍👧b", 3), "a…", "the family is two columns wide and is not cut in half");
        assert_eq!(truncate("one two", 5), "one…", "no space before the dots");
    }
}
