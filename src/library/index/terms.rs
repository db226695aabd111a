//! The analyser as tantivy takes it.

use std::collections::HashSet;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::super::analyse;

/// Letters of the prefixes that are terms of their own: shorter ones stand for too many words to expand.
pub(super) const SHORT: usize = 2;

/// The terms of a text, with their positions.
#[derive(Debug, Clone)]
pub(super) struct Terms;

/// The first one and the first two letters of each term, each once: nobody asks how often, or where.
#[derive(Debug, Clone)]
pub(super) struct Prefixes;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<Box<dyn Iterator<Item = (String, usize)> + 'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let terms = analyse::tokens(text).map(|token| (token.text, token.position as usize));
        Stream { terms: Box::new(terms), token: Token::default() }
    }
}

impl Tokenizer for Prefixes {
    type TokenStream<'a> = Stream<std::vec::IntoIter<(String, usize)>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let mut met: HashSet<String> = HashSet::new();
        for token in analyse::tokens(text) {
            let ends = token.text.char_indices().map(|(at, letter)| at + letter.len_utf8());
            for prefix in ends.take(SHORT).map(|end| &token.text[..end]) {
                if !met.contains(prefix) {
                    met.insert(prefix.to_owned());
                }
            }
        }
        let terms: Vec<(String, usize)> = met.into_iter().map(|prefix| (prefix, 0)).collect();
        Stream { terms: terms.into_iter(), token: Token::default() }
    }
}

/// Terms that wait to be taken.
pub(super) struct Stream<I> {
    terms: I,
    token: Token,
}

impl<I: Iterator<Item = (String, usize)>> TokenStream for Stream<I> {
    fn advance(&mut self) -> bool {
        let Some((text, position)) = self.terms.next() else { return false };
        self.token = Token { position, text, ..Token::default() };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
