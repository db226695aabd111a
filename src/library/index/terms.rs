//! The analyser as tantivy takes it.

use std::borrow::Cow;
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
    type TokenStream<'a> = Stream<Box<dyn Iterator<Item = (Cow<'a, str>, usize)> + 'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let terms = analyse::tokens(text).map(|token| (token.text, token.position as usize));
        Stream { terms: Box::new(terms), token: Token::default() }
    }
}

impl Tokenizer for Prefixes {
    type TokenStream<'a> = Stream<std::vec::IntoIter<(Cow<'a, str>, usize)>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let mut met: HashSet<[char; SHORT]> = HashSet::new();
        for token in analyse::tokens(text) {
            let mut prefix = ['\0'; SHORT];
            for (at, letter) in token.text.chars().take(SHORT).enumerate() {
                prefix[at] = letter;
                met.insert(prefix);
            }
        }
        let written =
            |prefix: [char; SHORT]| prefix.into_iter().filter(|letter| *letter != '\0').collect::<String>();
        let terms: Vec<_> = met.into_iter().map(|prefix| (written(prefix).into(), 0)).collect();
        Stream { terms: terms.into_iter(), token: Token::default() }
    }
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
