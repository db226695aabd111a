//! The analyser as tantivy takes it.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::super::analyse;

/// Letters of the prefixes that are terms of their own: shorter ones stand for too many words to expand.
pub(super) const SHORT: usize = 2;

/// The terms of a text, with their positions.
#[derive(Debug, Clone)]
pub(super) struct Terms;

/// The first one and the first two letters of each term.
#[derive(Debug, Clone)]
pub(super) struct Prefixes;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream::of(analyse::tokens(text).map(|token| (token.text, token.position as usize)))
    }
}

impl Tokenizer for Prefixes {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream::of(analyse::tokens(text).flat_map(|token| {
            let ends = token.text.char_indices().map(|(at, letter)| at + letter.len_utf8());
            let prefixes: Vec<String> = ends.take(SHORT).map(|end| token.text[..end].to_owned()).collect();
            prefixes.into_iter().map(move |prefix| (prefix, token.position as usize))
        }))
    }
}

/// Terms that wait to be taken.
pub(super) struct Stream {
    terms: std::vec::IntoIter<(String, usize)>,
    token: Token,
}

impl Stream {
    fn of(terms: impl Iterator<Item = (String, usize)>) -> Self {
        Self { terms: terms.collect::<Vec<_>>().into_iter(), token: Token::default() }
    }
}

impl TokenStream for Stream {
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
