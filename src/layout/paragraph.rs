//! A paragraph made ready: the characters that are shown, the words between which a line may break, and their looks.

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;

use super::looks::{Look, looks};
use super::measure::width;
use super::wrap::{Cut, Fit, Word};
use super::{Run, RunStyle, Spot};
use crate::article::Text;

/// Text that is broken into lines as one.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// What is shown: soft hyphens are gone, a run of white space is one space.
    text: String,
    looks: Vec<Look>,
    pub(super) words: Vec<Word>,
    pub(super) fit: Fit,
    /// Columns of the widest word.
    pub(super) widest: usize,
    /// The first letter belongs to a script that is written from right to left.
    pub(super) rtl: bool,
    /// Where in the passages it begins.
    pub(super) spot: Spot,
    /// Bytes at its start that are a label and not of the passage.
    label: usize,
}

/// The shown characters of a source line, and where they come from.
#[derive(Default)]
struct Shown {
    text: String,
    /// For every byte of `text`: the character of the source, counted from the line's start.
    origin: Vec<u32>,
    /// Bytes of `text` before which a soft hyphen stood.
    soft: Vec<usize>,
    looks: Vec<Look>,
}

impl Paragraph {
    /// The paragraphs of a text, one for each of its lines that is not empty, with the character at which each begins.
    pub(super) fn of_text(
        text: &Text,
        style: RunStyle,
        fit: Fit,
        links: &mut Vec<String>,
    ) -> Vec<(u32, Paragraph)> {
        let looks = looks(text, style, links);
        let (mut byte, mut offset) = (0, 0);
        let mut paragraphs = Vec::new();
        for line in text.text.split('\n') {
            let shown = Shown::of(line, byte, &looks);
            if !shown.text.is_empty() {
                paragraphs.push((offset, Self::of_shown(shown, fit)));
            }
            byte += line.len() + 1;
            offset += line.chars().count() as u32 + 1;
        }
        paragraphs
    }

    /// One paragraph without spans; line breaks are white space.
    pub(super) fn of_line(line: &str, style: RunStyle) -> Self {
        let look = Look { start: 0, style, link: None };
        Self::of_shown(Shown::of(line, 0, &[look]), Fit::First)
    }

    fn of_shown(mut shown: Shown, fit: Fit) -> Self {
        let edges = grapheme_edges(&shown.text);
        let inside = |byte: usize| !edges.get(byte).copied().unwrap_or(true);
        let mut edge = 0;
        for look in &mut shown.looks {
            // A look that begins inside a grapheme would tear it apart; it begins behind it.
            edge = edge.max(look.start);
            while inside(edge) {
                edge += 1;
            }
            look.start = edge;
        }
        let words = shown.words(|byte| !inside(byte));
        let widest = words.iter().map(|word| word.width as usize).max().unwrap_or(0);
        let rtl = is_rtl(&shown.text);
        Self {
            text: shown.text,
            looks: shown.looks,
            words,
            fit,
            widest,
            rtl,
            spot: Spot::default(),
            label: 0,
        }
    }

    /// The same, where it begins at a spot of the passages; so many bytes at its start are a label.
    pub(super) fn at(self, spot: Spot, label: usize) -> Self {
        Self { spot, label, ..self }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Columns of the whole paragraph on one line.
    pub(super) fn natural_width(&self) -> usize {
        width(&self.text)
    }

    /// Whether a single grapheme does not fit into so many columns.
    pub(super) fn has_grapheme_wider_than(&self, columns: usize) -> bool {
        self.widest > columns && self.text.graphemes(true).any(|grapheme| width(grapheme) > columns)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What stands on a line.
    pub(super) fn runs(&self, cut: &Cut) -> Vec<Run> {
        let first = self.looks.partition_point(|look| look.start <= cut.start).saturating_sub(1);
        let mut runs: Vec<Run> = Vec::new();
        for (at, look) in self.looks.iter().enumerate().skip(first) {
            if look.start >= cut.end {
                break;
            }
            let end = self.looks.get(at + 1).map_or(cut.end, |next| next.start.min(cut.end));
            let start = look.start.max(cut.start);
            let text = &self.text[start..end];
            match runs.last_mut() {
                Some(last) if (last.style, last.link) == (look.style, look.link) => last.text.push_str(text),
                _ if text.is_empty() => {}
                _ => runs.push(Run {
                    text: text.to_owned(),
                    style: look.style,
                    link: look.link,
                    spot: self.spot_at(start),
                    matched: None,
                }),
            }
        }
        if let Some(last) = runs.last_mut().filter(|_| cut.hyphen) {
            last.text.push('-');
        }
        runs
    }

    /// The place in the passages of a byte of the text; none inside the label.
    fn spot_at(&self, byte: usize) -> Option<Spot> {
        let inside = byte.checked_sub(self.label)?;
        Some(Spot { byte: self.spot.byte + inside, ..self.spot })
    }
}

impl Shown {
    /// `line` begins at byte `from` of the text that the looks belong to.
    fn of(line: &str, from: usize, looks: &[Look]) -> Self {
        let mut shown = Self::default();
        let mut used = None;
        for (count, (at, character)) in line.char_indices().enumerate() {
            if character == '\u{ad}' {
                shown.soft.push(shown.text.len());
            }
            let Some(character) = shown.drawn(character) else { continue };
            let look = looks.partition_point(|look| look.start <= from + at).saturating_sub(1);
            if used != Some(look) {
                used = Some(look);
                shown.looks.extend(looks.get(look).map(|&look| Look { start: shown.text.len(), ..look }));
            }
            shown.text.push(character);
            shown.origin.resize(shown.text.len(), count as u32);
        }
        shown.text.truncate(shown.text.trim_end_matches(' ').len());
        shown
    }

    /// The character to draw for one of the source, if any.
    fn drawn(&self, character: char) -> Option<char> {
        let holds = matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}');
        if character.is_whitespace() && !holds {
            let first = self.text.is_empty() || self.text.ends_with(' ');
            return (!first).then_some(' ');
        }
        (character != '\u{ad}' && !character.is_control()).then_some(character)
    }

    fn words(&self, is_edge: impl Fn(usize) -> bool) -> Vec<Word> {
        let mut words = Vec::new();
        let mut start = 0;
        for (end, soft) in self.breaks() {
            if end > start && is_edge(end) {
                words.push(self.word(start, end, soft));
                start = end;
            }
        }
        words
    }

    /// Where a line may end, ascending, and whether it takes a hyphen there.
    fn breaks(&self) -> Vec<(usize, bool)> {
        let mut end = 0;
        let mut breaks: Vec<(usize, bool)> = WordSeparator::UnicodeBreakProperties
            .find_words(&self.text)
            .map(|word| {
                end += word.word.len() + word.whitespace.len();
                (end, false)
            })
            .collect();
        breaks.extend(self.soft.iter().filter(|&&at| at < self.text.len()).map(|&at| (at, true)));
        // An ordinary break sorts before a soft hyphen at the same place, and wins.
        breaks.sort_unstable();
        breaks.dedup_by_key(|(at, _)| *at);
        breaks
    }

    fn word(&self, start: usize, end: usize, hyphen: bool) -> Word {
        let whole = &self.text[start..end];
        let word = whole.trim_end_matches(' ');
        Word {
            start,
            end: start + word.len(),
            offset: self.origin.get(start).copied().unwrap_or(0),
            width: width(word) as u32,
            space: (whole.len() - word.len()) as u32,
            hyphen,
        }
    }
}

/// For every byte whether a grapheme begins there; empty where each byte begins one. One pass, because asking
/// anew at each place looks back over all of a long row of flags.
fn grapheme_edges(text: &str) -> Vec<bool> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut edges = vec![false; text.len()];
    for (at, _) in text.grapheme_indices(true) {
        edges[at] = true;
    }
    edges
}

/// Whether the first letter is of a right-to-left script: the blocks that Unicode reserves for those (UAX #9, the
/// default Bidi classes R and AL).
fn is_rtl(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic() || matches!(c, '\u{200e}' | '\u{200f}'));
    first.is_some_and(|c| {
        matches!(c, '\u{200f}' | '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let paragraph = Paragraph::of_line(text, RunStyle::Plain);
        paragraph.words.iter().map(|word| paragraph.text[word.start..word.end].to_owned()).collect()
    }

    #[test]
    fn lines_break_at_spaces_between_ideographs_and_at_soft_hyphens() {
        assert_eq!(words(" two  words "), ["two", "words"]);
        assert_eq!(words("漢字，も"), ["漢", "字，", "も"]);
        assert_eq!(words("Bau\u{ad}amt"), ["Bau", "amt"]);
        assert_eq!(words("12\u{a0}km and CAR-T"), ["12\u{a0}km", "and", "CAR-T"]);
    }

    #[test]
    fn offsets_count_the_characters_of_the_source() {
        let paragraph = Paragraph::of_line("é\u{ad}a  bc", RunStyle::Plain);
        assert_eq!(paragraph.words.iter().map(|word| word.offset).collect::<Vec<_>>(), [0, 2, 5]);
    }

    #[test]
    fn a_look_never_tears_a_grapheme() {
        let spans = vec![crate::article::Span {
            start: 1,
            end: 4,
            style: crate::article::SpanStyle::Strong,
            url: None,
        }];
        let text = Text { text: "e\u{301}x".into(), spans };
        let found = Paragraph::of_text(&text, RunStyle::Plain, Fit::First, &mut Vec::new());
        let runs = found[0].1.runs(&found[0].1.break_at(9)[0]);
        let looks: Vec<_> = runs.iter().map(|run| (run.text.as_str(), run.style)).collect();
        assert_eq!(looks, [("e\u{301}", RunStyle::Plain), ("x", RunStyle::Strong)]);
    }

    #[test]
    fn the_first_letter_decides_the_direction() {
        assert!(is_rtl("«12 שלום abc»"));
        assert!(is_rtl("مرحبا"));
        assert!(!is_rtl("abc שלום"));
        assert!(!is_rtl("123"));
    }
}
