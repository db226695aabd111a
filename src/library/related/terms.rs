//! What an article is about, in words: its terms, how often each stands in it, and how it is written there.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use super::hash::{self, ByNumber, TermHash};
use super::stopwords::{self, Words};
use crate::article::Article;
use crate::library::analyse;

/// How often a word of the headline counts. Measured: it finds the story a little better.
const HEADLINE: u32 = 3;

/// Bytes of a word with what divides it from the next, about, and different words that memory is set aside for: of a text
/// of a thousand words half are.
const WORD: usize = 7;
const MOST: usize = 4_096;

/// Different words that are remembered at once. No language brings so many into one text; in one that has more, those behind
/// are no terms, and a word that comes again may be taken for another one.
pub(in crate::library) const DIFFERENT: u32 = 1 << 18;

/// A word that may tell what the article is about.
#[derive(Debug, Clone)]
pub(super) struct Term<'a> {
    /// As the analyser writes it.
    pub(super) text: Cow<'a, str>,
    /// Its number.
    pub(super) hash: TermHash,
    /// How often it stands there, headline words three times.
    pub(super) count: u32,
    /// Where it stands first: which text, and the bytes of it. The running text goes before the headline, where some
    /// languages capitalize every word.
    at: (usize, Range<usize>),
}

impl Term<'_> {
    /// How often it stands there, as far as vectors say.
    pub(super) fn stored_count(&self) -> u8 {
        u8::try_from(self.count).unwrap_or(u8::MAX)
    }
}

/// A word of an article as it is read, for what else is made of its words.
#[derive(Debug, Clone, Copy)]
pub(in crate::library) struct Heard<'a> {
    /// Which of the texts that are searched it stands in: the first is the headline, which is read last.
    pub(in crate::library) passage: usize,
    /// Its position there, which a pair of characters shares with the first of them.
    pub(in crate::library) position: u32,
    /// As the analyser writes it.
    pub(in crate::library) text: &'a str,
    /// Its number among the different words, in the order in which they are met. At each [`DIFFERENT`] of them those before
    /// are forgotten.
    pub(in crate::library) word: u32,
}

/// The terms of an article, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Terms<'a> {
    texts: Vec<&'a str>,
    all: Vec<Term<'a>>,
    /// By the number of each word its number among the different ones, and where it is among the terms; nowhere, if it
    /// says nothing.
    known: HashMap<u64, (u32, Option<u32>), ByNumber>,
    /// How many different words were met.
    different: u32,
    /// The numbers of all words in order, for shingles.
    words: Vec<u64>,
}

impl<'a> Terms<'a> {
    /// The terms of everything that is searched.
    pub(super) fn of(article: &'a Article) -> Self {
        Self::heard(article, |_| ())
    }

    /// The same, telling each word on the way.
    pub(super) fn heard(article: &'a Article, mut hear: impl FnMut(Heard<'_>)) -> Self {
        let mut terms = Self { texts: analyse::passages(article), ..Self::default() };
        let length: usize = terms.texts.iter().map(|text| text.len()).sum();
        terms.words.reserve(length / WORD);
        terms.known.reserve((length / WORD / 2).min(MOST));
        terms.all.reserve((length / WORD / 2).min(MOST));
        let silent = stopwords::of(article.language.as_deref());
        for index in 1..terms.texts.len() {
            terms.read(index, 1, silent, &mut hear);
        }
        let body = std::mem::take(&mut terms.words);
        terms.read(0, HEADLINE, silent, &mut hear);
        // copies carry headlines of their own
        terms.words = body;
        terms
    }

    pub(super) fn all(&self) -> &[Term<'a>] {
        &self.all
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    fn read(&mut self, passage: usize, weight: u32, silent: &Words, hear: &mut impl FnMut(Heard<'_>)) {
        let mut last = None;
        for token in analyse::tokens(self.texts[passage]) {
            let (number, position) = (hash::word(&token.text), token.position);
            // bigrams share the position of their first character
            if last.replace(position) != Some(position) {
                self.words.push(number);
            }
            match self.known.entry(number) {
                Entry::Occupied(known) => {
                    let (word, place) = *known.get();
                    hear(Heard { passage, position, text: &token.text, word });
                    if let Some(place) = place {
                        self.all[place as usize].count += weight;
                    }
                }
                Entry::Vacant(new) => {
                    hear(Heard { passage, position, text: &token.text, word: self.different });
                    // single letters and ideographs stand everywhere; the bigrams around them say more
                    let tells = self.different < DIFFERENT
                        && token.text.chars().nth(1).is_some()
                        && !silent.contains(&number);
                    new.insert((self.different, tells.then_some(self.all.len() as u32)));
                    self.different += 1;
                    if tells {
                        let at = (passage, token.range);
                        let hash = hash::term(number);
                        self.all.push(Term { text: token.text, hash, count: weight, at });
                    }
                    if self.different.is_multiple_of(DIFFERENT) {
                        self.known.clear();
                    }
                }
            }
        }
    }

    /// Where a term stands, with the parts it is joined to by hyphens ("zevor-cel" for "cel").
    pub(super) fn place(&self, term: &Term<'_>) -> (usize, Range<usize>) {
        let (index, range) = term.at.clone();
        let text = self.texts[index];
        let before = joined(text[..range.start].chars().rev());
        let behind = joined(text[range.end..].chars());
        (index, range.start - before..range.end + behind)
    }

    /// What stands at a place.
    pub(super) fn spelling(&self, (index, range): (usize, Range<usize>)) -> &'a str {
        &self.texts[index][range]
    }
}

/// Bytes that belong to the same written word: each time a hyphen and the letters or digits behind it.
fn joined(rest: impl Iterator<Item = char>) -> usize {
    let (mut seen, mut whole, mut after_hyphen) = (0, 0, false);
    for (index, c) in rest.enumerate() {
        let is_hyphen = matches!(c, '-' | '\u{2010}' | '\u{2011}');
        let goes_on = if is_hyphen { !after_hyphen } else { index > 0 && c.is_alphanumeric() };
        if !goes_on {
            break;
        }
        seen += c.len_utf8();
        after_hyphen = is_hyphen;
        if !is_hyphen {
            whole = seen;
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Block;

    fn article() -> Article {
        Article {
            title: "Regulators Accept the Zevor-cel Filing".into(),
            body: vec![Block::paragraph("The filing of zevor-cel, a CAR-T therapy, was accepted.")],
            ..Article::default()
        }
    }

    #[test]
    fn headline_words_count_three_times_and_empty_words_not_at_all() {
        let article = article();
        let terms = Terms::of(&article);
        let count =
            |text: &str| terms.all().iter().find(|term| term.text == text).map_or(0, |term| term.count);
        assert_eq!((count("filing"), count("therapy"), count("regulators")), (4, 1, 3));
        for none in ["the", "of", "t"] {
            assert_eq!(count(none), 0, "{none}");
        }
    }

    #[test]
    fn a_term_is_spelled_as_in_the_text() {
        let article = article();
        let terms = Terms::of(&article);
        let spelled = |text: &str| {
            let term = terms.all().iter().find(|term| term.text == text).unwrap();
            terms.spelling(terms.place(term))
        };
        assert_eq!((spelled("cel"), spelled("zevor"), spelled("car")), ("zevor-cel", "zevor-cel", "CAR-T"));
        assert_eq!((spelled("filing"), spelled("regulators")), ("filing", "Regulators"));
    }

    #[test]
    fn a_written_word_ends_where_its_hyphens_end() {
        let cases = [("-cel, a", 4), ("-", 0), ("--cel", 0), ("s", 0), ("-b-c d", 4), ("", 0), ("-b-", 2)];
        for (rest, bytes) in cases {
            assert_eq!(joined(rest.chars()), bytes, "{rest}");
        }
    }
}
