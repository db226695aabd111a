//! The analyser as tantivy takes it.

use std::borrow::Cow;
use std::collections::HashSet;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::super::analyse;
use super::super::related::hash::ByNumber;

/// Letters of the prefixes that are terms of their own: shorter ones stand for too many words to expand.
pub(super) const SHORT: usize = 2;

/// The terms of a text, with their positions.
#[derive(Debug, Clone)]
pub(super) struct Terms;

/// The first one and the first two letters of each term, each once: nobody asks how often, or where.
#[derive(Debug, Clone)]
pub(super) struct Prefixes;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<Box<dyn Iterator<Item = (Cow<'a, str>, usize)> + 'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let terms = analyse::tokens(text).map(|token| (token.text, token.position as usize));
        Stream { terms: Box::new(terms), token: Token::default() }
    }
}

impl Tokenizer for Prefixes {
    type TokenStream<'a> = Stream<std::vec::IntoIter<(Cow<'a, str>, usize)>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let mut met: HashSet<u64, ByNumber> = HashSet::default();
        for token in analyse::tokens(text) {
            let mut letters = 0;
            for letter in token.text.chars().take(SHORT) {
                letters = letters << u32::BITS | u64::from(letter);
                met.insert(letters);
            }
        }
        let terms: Vec<_> = met.into_iter().map(|letters| (written(letters).into(), 0)).collect();
        Stream { terms: terms.into_iter(), token: Token::default() }
    }
}

/// The letters of a short prefix, given their numbers side by side.
fn written(letters: u64) -> String {
    let numbers = [(letters >> u32::BITS) as u32, letters as u32];
    numbers.into_iter().filter(|number| *number > 0).filter_map(char::from_u32).collect()
}

/// Terms that wait to be taken.
pub(super) struct Stream<I> {
    terms: I,
    token: Token,
}

impl<'a, I: Iterator<Item = (Cow<'a, str>, usize)>> TokenStream for Stream<I> {
    fn advance(&mut self) -> bool {
        let Some((text, position)) = self.terms.next() else { return false };
        // one string for all: tantivy copies what it keeps
        self.token.text.clear();
        self.token.text.push_str(&text);
        self.token.position = position;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
