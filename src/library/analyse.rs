//! The one analyser: what counts as a word for the index, for key terms and for queries.
//!
//! NFKC, case folding, marks stripped in Latin and Greek only (й is not и). Words are runs of letters and digits. Scripts
//! that are written without spaces, and Korean with its glued particles, become single characters and pairs of
//! neighbours, so that every part of such a text is found without a dictionary.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::article::{Article, Block, Item};
use crate::loader::scripts::is_wide;

/// Goes up when the same text gives other tokens: what was derived from them is then made anew.
pub(crate) const VERSION: u32 = 1;

/// Characters of a word that count; what follows is taken for rubbish (keys, addresses, bytes).
const LONGEST: usize = 100;

/// A word, or one or two characters of a script without spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// In its folded form; most words stand so in the text.
    pub text: Cow<'a, str>,
    /// Where it stands: bytes of the original.
    pub range: Range<usize>,
    /// Its number among the words and single characters; a pair has the position of its first character.
    pub position: u32,
}

/// The tokens of a text, by position; a pair comes right behind its first character.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    Tokens { text, at: 0, position: 0, open: None, before: None, ready: VecDeque::new() }
}

/// The parts of an article that are searched, headline first; no phrase reaches from one into the next.
///
/// The page's own "Related Article" lines belong to other articles.
pub(crate) fn passages(article: &Article) -> Vec<&str> {
    let mut passages = vec![article.title.as_str()];
    passages.extend(article.subtitle.as_deref());
    article.body.iter().for_each(|block| block_passages(block, &mut passages));
    passages
}

fn block_passages<'a>(block: &'a Block, passages: &mut Vec<&'a str>) {
    match block {
        Block::Paragraph(text) | Block::Heading { text, .. } | Block::Quote(text) | Block::Caption(text) => {
            passages.push(&text.text);
        }
        Block::Code { text, .. } | Block::Image { alt: text, .. } => passages.push(text),
        Block::List { items, .. } => items.iter().for_each(|item| item_passages(item, passages)),
        Block::Table { header, rows } => {
            passages.extend(header.iter().chain(rows.iter().flatten()).map(String::as_str));
        }
        Block::Rule | Block::RelatedInline(_) => {}
    }
}

fn item_passages<'a>(item: &'a Item, passages: &mut Vec<&'a str>) {
    passages.push(&item.text.text);
    item.items.iter().for_each(|item| item_passages(item, passages));
}

/// Whether the text, in folded form, ends in a script that is written without spaces.
pub(crate) fn ends_spaceless(text: &str) -> bool {
    text.chars().rev().find(|c| !is_combining_mark(*c)).is_some_and(is_spaceless)
}

struct Tokens<'a> {
    text: &'a str,
    at: usize,
    position: u32,
    /// What marks and, in a word, letters may still be added to.
    open: Option<Open<'a>>,
    /// The single character right before `open`.
    before: Option<Token<'a>>,
    ready: VecDeque<Token<'a>>,
}

struct Open<'a> {
    token: Token<'a>,
    length: usize,
    single: bool,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.ready.is_empty() {
            if let Some(word) = self.plain_word() {
                return Some(word);
            }
            let Some(cluster) = cluster(&self.text[self.at..]) else {
                self.end_run();
                break;
            };
            let range = self.at..self.at + cluster.len();
            self.at = range.end;
            match cluster.as_bytes() {
                [byte] => self.take(char::from(byte.to_ascii_lowercase()), &range),
                _ => fold(cluster).chars().for_each(|c| self.take(c, &range)),
            }
        }
        self.ready.pop_front()
    }
}

impl<'a> Tokens<'a> {
    /// The next word, where it is made of nothing but ASCII letters and digits: the usual case, without looking at
    /// tables. What is neither is passed over, unless a mark may follow that belongs to it.
    fn plain_word(&mut self) -> Option<Token<'a>> {
        if self.open.is_some() {
            return None;
        }
        let rest = &self.text.as_bytes()[self.at..];
        let gap = rest.iter().take_while(|byte| kind(**byte) == GAP).count();
        let mut met = GAP;
        let letters = rest[gap..].iter().map(|byte| kind(*byte)).take_while(|kind| kind & WORD != 0);
        let length = letters.inspect(|kind| met |= kind).count();
        let is_plain = |at: usize| rest.get(at).is_none_or(u8::is_ascii);
        let passed = if is_plain(gap) { gap } else { gap.saturating_sub(1) };
        if passed > 0 {
            self.before = None;
            self.at += passed;
        }
        if length == 0
            || length > LONGEST
            || !(is_plain(gap + length) || is_quote_or_dash(&rest[gap + length..]))
        {
            return None;
        }
        self.before = None;
        let range = self.at..self.at + length;
        self.at = range.end;
        self.position += 1;
        let word = &self.text[range.clone()];
        let text = if met & CAPITAL == 0 { word.into() } else { word.to_ascii_lowercase().into() };
        Some(Token { text, range, position: self.position - 1 })
    }

    fn take(&mut self, c: char, range: &Range<usize>) {
        let joins = match &self.open {
            _ if is_ignored(c) => return,
            Some(open) => is_combining_mark(c) || !open.single && is_word(c),
            None => false,
        };
        if joins {
            self.open.iter_mut().for_each(|open| open.add(c, range));
        } else if is_word(c) || is_spaceless(c) {
            self.close();
            let token = Token { text: c.to_string().into(), range: range.clone(), position: self.position };
            self.open = Some(Open { token, length: 1, single: is_spaceless(c) });
            self.position += 1;
        } else {
            self.end_run();
        }
    }

    /// What is open is whole.
    fn close(&mut self) {
        let before = self.before.take();
        let Some(Open { token, single, .. }) = self.open.take() else { return };
        if single {
            self.ready.extend(before.map(|first| pair(first, &token)));
            self.before = Some(token.clone());
        }
        self.ready.push_back(token);
    }

    fn end_run(&mut self) {
        self.close();
        self.before = None;
    }
}

impl Open<'_> {
    fn add(&mut self, c: char, range: &Range<usize>) {
        if self.length < LONGEST {
            self.token.text.to_mut().push(c);
            self.length += 1;
        }
        self.token.range.end = range.end;
    }
}

fn pair<'a>(first: Token<'a>, second: &Token<'_>) -> Token<'a> {
    Token {
        text: (first.text.into_owned() + &second.text).into(),
        range: first.range.start..second.range.end,
        position: first.position,
    }
}

/// What a byte is to words of nothing but ASCII: between them, of one as it is folded, a capital, or beyond.
const GAP: u8 = 0;
const FOLDED: u8 = 1;
const CAPITAL: u8 = 2;
const BEYOND: u8 = 4;
const WORD: u8 = FOLDED | CAPITAL;

/// By byte, since each byte of every text is asked.
const KINDS: [u8; 256] = {
    let (mut kinds, mut byte) = ([BEYOND; 256], 0);
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' => FOLDED,
            b'A'..=b'Z' => CAPITAL,
            _ => GAP,
        };
        byte += 1;
    }
    kinds
};

fn kind(byte: u8) -> u8 {
    KINDS[usize::from(byte)]
}

/// Whether the bytes begin with a dash, a quotation mark or an ellipsis: the usual ones that are not ASCII, and nothing else.
fn is_quote_or_dash(rest: &[u8]) -> bool {
    matches!(rest, [0xe2, 0x80, 0x93..=0x95 | 0x98..=0x9f | 0xa6, ..])
}

/// What is normalized as a whole: a character with its marks, a Korean syllable of several letters.
fn cluster(text: &str) -> Option<&str> {
    match text.as_bytes() {
        // the usual case, without looking at tables
        [first, rest @ ..] if first.is_ascii() && rest.first().is_none_or(u8::is_ascii) => Some(&text[..1]),
        _ => text.graphemes(true).next(),
    }
}

/// Lower case twice: ẞ becomes ß, and only the upper case of that is SS; ς and σ meet in Σ.
fn fold(cluster: &str) -> String {
    let (mut base, mut plain) = (' ', String::new());
    for c in cluster.nfkd() {
        if !is_combining_mark(c) {
            base = c;
        } else if loses_marks(base) {
            continue;
        }
        plain.push(c);
    }
    let lower = plain.chars().flat_map(char::to_lowercase);
    lower.flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect()
}

/// Latin and Greek letters, and digits.
fn loses_marks(base: char) -> bool {
    base.is_ascii_alphanumeric()
        || matches!(base, '\u{c0}'..='\u{2af}' | '\u{370}'..='\u{3ff}' | '\u{1d00}'..='\u{1dbf}'
            | '\u{1e00}'..='\u{1fff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_spaceless(c)
}

/// Chinese, Japanese, Korean; Thai and its neighbours, digits not included: they are set apart by nothing either.
fn is_spaceless(c: char) -> bool {
    c.is_alphanumeric()
        && (is_wide(c)
            || matches!(c, '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{ece}'
        | '\u{edc}'..='\u{edf}' | '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{1780}'..='\u{17d3}'
        | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}'))
}

/// What says only how letters are joined or broken (soft hyphen, joiners, variation selectors).
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).map(|token| token.text.into_owned()).collect()
    }

    #[test]
    fn case_width_and_accents_do_not_count() {
        for (one, other) in [
            ("ÉLYSÉE", "elysee"),
            ("Straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("ΟΔΟΣ", "οδός"),
            ("Ｗｉｄｅ", "wide"),
            ("İstanbul", "istanbul"),
            ("e\u{301}te\u{301}", "ÉTÉ"),
            ("ﬁle", "FILE"),
            ("co\u{ad}operate", "cooperate"),
            ("ｶﾞｽ", "ガス"),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "한글"),
        ] {
            assert_eq!(words(one), words(other), "{one} {other}");
        }
        for (one, other) in [("й", "и"), ("ガ", "カ"), ("कि", "का"), ("שׁ", "שׂ")] {
            assert_ne!(words(one), words(other), "{one} {other}");
        }
    }

    #[test]
    fn words_end_where_neither_letter_nor_digit_stands() {
        assert_eq!(
            words("CARsgen’s CAR-T: 3.5 % of U.S."),
            ["carsgen", "s", "car", "t", "3", "5", "of", "u", "s"]
        );
        assert_eq!(words("हिन्दी में"), ["हिन्दी", "में"]);
        assert_eq!(words("½ ﷺ").len(), 6, "what a sign stands for may be several words");
        assert!(words(" … — ◌\u{301} 👍🏽 ").is_empty());
    }

    #[test]
    fn scripts_without_spaces_give_characters_and_pairs() {
        let found: Vec<_> =
            tokens("AI技術 の").map(|token| (token.text.into_owned(), token.position, token.range)).collect();
        let expected =
            [("ai", 0, 0..2), ("技", 1, 2..5), ("技術", 1, 2..8), ("術", 2, 5..8), ("の", 3, 9..12)];
        assert_eq!(found, expected.map(|(text, position, range)| (text.to_owned(), position, range)));
        assert_eq!(words("한국어"), ["한", "한국", "국", "국어", "어"]);
        assert_eq!(words("ที่นี่"), ["ที่", "ที่นี่", "นี่"]);
        assert_eq!(words("กำ"), words("กํา"));
    }

    #[test]
    fn a_word_without_end_is_cut_and_keeps_its_place() {
        let text = "x".repeat(5000);
        let found: Vec<_> = tokens(&text).collect();
        assert_eq!((found.len(), found[0].text.len(), found[0].range.clone()), (1, LONGEST, 0..5000));
    }

    #[test]
    fn all_that_is_read_as_text_is_searched() {
        let item = |text: &str, items| Item { text: crate::article::Text::plain(text), items };
        let article = Article {
            title: "a".into(),
            subtitle: Some("b".into()),
            body: vec![
                Block::paragraph("c"),
                Block::List { ordered: false, items: vec![item("d", vec![item("e", vec![])])] },
                Block::RelatedInline(crate::article::Text::plain("not this")),
                Block::Table { header: vec!["f".into()], rows: vec![vec!["g".into()]] },
            ],
            ..Article::default()
        };
        assert_eq!(passages(&article).concat(), "abcdefg");
    }

    proptest! {
        #[test]
        fn tokens_stand_in_the_text_and_in_order(text in "\\PC{0,40}") {
            let mut last = (0, 0);
            for token in tokens(&text) {
                prop_assert!(text.get(token.range.clone()).is_some_and(|part| !part.is_empty()));
                prop_assert!((token.position, token.range.start) >= last);
                last = (token.position, token.range.start);
            }
        }

        #[test]
        fn folding_a_folded_word_changes_nothing(text in "[\\p{Latin}\\p{Greek}\\p{Cyrillic}\\p{Hebrew}\\p{Arabic}]{1,9}") {
            for word in words(&text) {
                prop_assert_eq!(words(&word), vec![word]);
            }
        }
    }
}
