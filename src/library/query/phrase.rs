//! Words in a row: the form of every text that is looked for, and finding it among tokens.

use std::ops::Range;

use crate::library::analyse::{self, Token};

/// One or several words in a row, whatever stands between them. Characters of a script without spaces that are written
/// together have to stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// As it was written.
    pub(crate) text: String,
    /// Its words, never none where it is looked for in a text.
    pub(crate) terms: Vec<Term>,
    /// Whether the last term is only the beginning of a word.
    pub(crate) prefix: bool,
}

/// A word of a phrase, in the analyser's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// What the token says.
    pub(crate) text: String,
    /// How far its position lies behind that of the first term.
    pub(crate) offset: u32,
}

impl Phrase {
    /// `None` where no word is in the text. A script without spaces has no beginnings of words, so that there a prefix
    /// is the same as the whole.
    pub(crate) fn new(text: &str, prefix: bool) -> Option<Self> {
        let terms = terms(text);
        let last = terms.last()?;
        let prefix = prefix && !analyse::ends_spaceless(&last.text);
        Some(Self { text: text.to_owned(), terms, prefix })
    }

    /// A name that need not hold a word, to be compared as it is written.
    pub(crate) fn verbatim(text: &str, prefix: bool) -> Self {
        Self { text: text.to_owned(), terms: terms(text), prefix }
    }

    /// Whether it names a folder, or one that the folder lies in.
    pub(crate) fn is_folder_of(&self, folder: &str) -> bool {
        // a query cannot say a quote inside quotes
        let plain = |text: &str| text.to_lowercase().replace('"', " ");
        let (folder, wanted) = (plain(folder), plain(&self.text));
        let behind = folder.strip_prefix(wanted.trim_matches('/'));
        behind.is_some_and(|rest| self.prefix || rest.is_empty() || rest.starts_with('/'))
    }

    /// Where it stands among the tokens of a text: bytes, in order, possibly overlapping.
    pub(crate) fn find(&self, tokens: &[Token<'_>]) -> impl Iterator<Item = Range<usize>> {
        (0..tokens.len()).filter_map(|at| self.at(&tokens[at..]))
    }

    /// Whether it stands among the tokens of a text.
    pub(crate) fn is_in(&self, tokens: &[Token<'_>]) -> bool {
        self.find(tokens).next().is_some()
    }

    /// Whether a name holds it.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.is_in(&analyse::tokens(name).collect::<Vec<_>>())
    }

    /// Where it stands if it begins with the first of the tokens.
    fn at(&self, tokens: &[Token<'_>]) -> Option<Range<usize>> {
        let (first, mut rest) = (tokens.first()?, tokens);
        let mut end = 0;
        for (number, term) in self.terms.iter().enumerate() {
            let cut = self.prefix && number + 1 == self.terms.len();
            let position = first.position + term.offset;
            let fits = |token: &Token<'_>| {
                token.position == position
                    && if cut { token.text.starts_with(&*term.text) } else { token.text == term.text }
            };
            let before = rest.iter().take_while(|token| token.position <= position && !fits(token)).count();
            // one that begins with the second token of a position is found from there
            let found = if number == 0 { 0 } else { before };
            let token = rest.get(found).filter(|token| fits(token))?;
            end = token.range.end;
            rest = &rest[found..];
        }
        Some(first.range.start..end)
    }
}

/// The fewest tokens that say the same: where there are pairs, they hold their characters.
fn terms(text: &str) -> Vec<Term> {
    let tokens: Vec<Token<'_>> = analyse::tokens(text).collect();
    let first = tokens.first().map_or(0, |token| token.position);
    let in_pair = |at: usize| {
        let token = &tokens[at];
        let begins = tokens.get(at + 1).is_some_and(|next| next.position == token.position);
        // a sign that stands for several words gives them all the same range
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let ends = before
            .is_some_and(|pair| pair.range.end == token.range.end && pair.range.start < token.range.start);
        begins || ends
    };
    let kept = (0..tokens.len()).filter(|at| !in_pair(*at));
    kept.map(|at| Term { text: tokens[at].text.to_string(), offset: tokens[at].position - first }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &str, prefix: bool, text: &str) -> Vec<String> {
        let tokens: Vec<_> = analyse::tokens(text).collect();
        Phrase::new(phrase, prefix).unwrap().find(&tokens).map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn pairs_stand_for_their_characters() {
        let said =
            |text: &str| terms(text).into_iter().map(|term| (term.text, term.offset)).collect::<Vec<_>>();
        assert_eq!(
            said("北京大 AI 学"),
            [("北京".into(), 0), ("京大".into(), 1), ("ai".into(), 3), ("学".into(), 4)]
        );
        assert_eq!(said(" – CAR-T"), [("car".into(), 0), ("t".into(), 1)]);
    }

    #[test]
    fn words_are_found_in_a_row_only() {
        let text = "The CAR-T car: a car t-shirt, Car\u{a0}T.";
        assert_eq!(found("car t", false, text), ["CAR-T", "car t", "Car\u{a0}T"]);
        assert_eq!(found("a car t-sh", true, text), ["a car t-shirt"]);
        assert_eq!(found("a car t-sh", false, text), [""; 0]);
        assert_eq!(found("a a a", false, "a a a a"), ["a a a", "a a a"]);
    }

    #[test]
    fn parts_of_texts_without_spaces_are_found() {
        assert_eq!(found("京", true, "北京大学、京都"), ["京", "京"]);
        assert_eq!(found("北京大", false, "在北京大学"), ["北京大"]);
        assert_eq!(found("北京学", false, "在北京大学"), [""; 0]);
        assert_eq!(found("한국", false, "한국어는"), ["한국"]);
    }
}
