//! The lines of a dump, cleaned, and what each of them can be.

use std::ops::RangeInclusive;

use crate::article::{LinkRole, Moment};
use crate::loader::scripts;

/// Bytes up to which a line is looked at for anything but running text.
pub(in crate::loader) const SHORT: usize = 400;

/// A line and what is known of it.
#[derive(Debug, Clone)]
pub(in crate::loader) struct Line<'a> {
    /// As the page has it: the width of gaps tells menu entries apart.
    pub(in crate::loader) raw: &'a str,
    /// Cleaned.
    pub(in crate::loader) text: String,
    pub(in crate::loader) blank_before: bool,
    pub(in crate::loader) kind: Kind,
    /// Length in words.
    pub(in crate::loader) words: usize,
    /// Whether it ends like a sentence.
    pub(in crate::loader) sentence: bool,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::loader) enum Kind {
    /// Running text, a headline, a subhead, an entry of a menu: its place decides.
    Text,
    /// Text that looks like furniture, if its neighbours are.
    Hint,
    /// One or two dates and what stands beside them.
    Date(DateLine),
    /// A date counted back from a moment nobody knows.
    Ago,
    /// Who wrote it.
    Byline(Vec<String>),
    /// Minutes to read.
    Minutes(u32),
    /// Number of comments.
    Comments(u32),
    /// Buttons to share.
    Share,
    /// What belongs to every page of the site.
    Furniture,
    /// An entry of a menu.
    Menu,
    /// Opens a list of links.
    Header(LinkRole),
    /// Opens something that is not the article's.
    Box,
    /// Opens a list of the subheads.
    Contents,
    /// A link in the middle of the text: its words.
    Inline(String),
    /// An entry of a list.
    Item {
        /// Whether it has a number.
        ordered: bool,
        /// Without its marker.
        text: String,
    },
    /// Somebody else's words.
    Quote(String),
    /// About a picture.
    Caption,
    /// Who owns the text.
    Rights,
    /// The page's own tags.
    Tags(Vec<String>),
    /// The categories it is filed under.
    Filed(String),
    /// A source or an editor.
    Credit,
}

/// A line of dates.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::loader) struct DateLine {
    pub(in crate::loader) published: Option<Moment>,
    pub(in crate::loader) updated: Option<Moment>,
    pub(in crate::loader) authors: Vec<String>,
    /// The rest of the line, cut at its separators.
    pub(in crate::loader) labels: Vec<String>,
    pub(in crate::loader) minutes: Option<u32>,
}

impl<'a> Line<'a> {
    pub(in crate::loader) fn new(raw: &'a str, text: String, blank_before: bool) -> Self {
        let words = scripts::words(&text);
        let sentence = ends_sentence(&text, words);
        Self { raw, text, blank_before, kind: Kind::Text, words, sentence }
    }

    /// Running text: it ends like a sentence, or goes on too long to be anything else.
    pub(in crate::loader) fn is_prose(&self) -> bool {
        self.kind == Kind::Text && (self.sentence || self.words >= 25)
    }

    /// Running text that no headline of a link is.
    pub(in crate::loader) fn is_paragraph(&self) -> bool {
        self.is_prose() && (self.words >= 12 || self.text.ends_with(['.', '。', '۔']))
    }
}

/// Lengths at which lines are usually broken.
const USUAL: RangeInclusive<usize> = 45..=82;
/// One in so many lines of such a length goes on in lower case where all are broken.
const WRAPPED: usize = 4;

/// Lines that hold anything, as many as are asked for.
pub(in crate::loader) fn read(text: &str, most: usize) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut blank = true;
    for raw in text.lines().flat_map(|line| line.split(['\r', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}'])) {
        let text = crate::sanitize::line(raw);
        if text.is_empty() {
            blank = true;
            continue;
        }
        if lines.len() == most {
            break;
        }
        match lines.last_mut().filter(|last| goes_on(&last.text, blank)) {
            Some(last) => *last = Line::new(last.raw, format!("{} {text}", last.text), last.blank_before),
            None => lines.push(Line::new(raw, text, blank)),
        }
        blank = false;
    }
    lines
}

/// A label broken over two lines: "News &" and "Opinion". Nothing ends in "&", not even before a blank line.
fn goes_on(text: &str, blank: bool) -> bool {
    text.len() < SHORT && (text.ends_with('&') || !blank && text.ends_with('|'))
}

fn ends_sentence(text: &str, words: usize) -> bool {
    let bare = text.trim_end_matches(|c| "”»\"'’)」』）]".contains(c));
    match bare.chars().next_back() {
        Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।') => true,
        Some(':' | '：' | ';') => words >= 8,
        _ => false,
    }
}

/// Puts the lines of mails and old texts together again, which were broken at a fixed width.
pub(in crate::loader) fn unwrap(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let Some(width) = wrapped_at(&lines) else { return lines };
    let mut whole: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let (mut last_length, mut last_ended) = (0, true);
    for line in lines {
        let (length, ended) = (line.text.chars().count(), line.sentence);
        let first = line.text.split(' ').next().map_or(0, |word| word.chars().count());
        let breaks = !line.blank_before && line.kind == Kind::Text;
        // links inside a paragraph may stand on lines of their own
        let goes_on = |last: &Line<'_>| {
            let full = last_length <= width && last_length + 1 + first > width;
            full || !last_ended
                && last.text.len() >= *USUAL.start()
                && line.text.starts_with(char::is_lowercase)
        };
        match whole.last_mut().filter(|last| breaks && last.kind == Kind::Text && goes_on(last)) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(&line.text);
            }
            None => whole.push(line),
        }
        (last_length, last_ended) = (length, ended);
    }
    whole.into_iter().map(reread).collect()
}

fn reread(line: Line<'_>) -> Line<'_> {
    Line { kind: line.kind, ..Line::new(line.raw, line.text, line.blank_before) }
}

/// The width that lines were broken at: three or more of the usual lengths run on in lower case.
fn wrapped_at(lines: &[Line<'_>]) -> Option<usize> {
    let lengths = lines.windows(2).filter_map(|pair| {
        let length = pair[0].text.chars().count();
        let runs_on = !pair[1].blank_before && pair[1].text.starts_with(char::is_lowercase);
        (runs_on && pair[0].kind == Kind::Text && USUAL.contains(&length)).then_some(length)
    });
    let (count, width) = lengths.fold((0, 0), |(count, width), length| (count + 1, width.max(length)));
    let long = lines.iter().filter(|line| line.text.chars().take(*USUAL.start()).count() == *USUAL.start());
    (count >= 3 && count * WRAPPED >= long.count()).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_labels_join_and_blanks_are_remembered() {
        let lines = read("A|News &\r\n\r\nOpinion\r\n\r\nBlog\u{2028}x", 9);
        let got: Vec<_> = lines.iter().map(|line| (line.text.as_str(), line.blank_before)).collect();
        assert_eq!(got, [("A|News & Opinion", true), ("Blog", true), ("x", false)]);
    }

    #[test]
    fn sentences_end_in_any_script() {
        for (text, want) in [
            ("It rains.", true),
            ("“It rains.”", true),
            ("下雨了。", true),
            ("A headline", false),
            ("Shares:", false),
        ] {
            assert_eq!(Line::new(text, text.into(), true).sentence, want, "{text}");
        }
    }

    #[test]
    fn lines_of_a_fixed_width_become_paragraphs() {
        let text = "The harbour authority said on Monday that the second phase of the\n\
                    dredging programme will begin in May, eight weeks later than it\n\
                    had planned, since engineers found that the silt contains metals,\n\
                    which are bad.\n\nA short line\nstays";
        let lines = unwrap(read(text, 9));
        assert_eq!(lines.len(), 3);
        assert!(lines[0].text.ends_with("the dredging programme will begin in May, eight weeks later than it had planned, since engineers found that the silt contains metals, which are bad."));
    }
}
