//! The analyser as tantivy takes it.

use std::collections::HashSet;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::super::analyse;
use super::super::related::hash::ByNumber;

/// Letters of the prefixes that are terms of their own: shorter ones stand for too many words to expand.
pub(super) const SHORT: usize = 2;

/// The terms of a text, with their positions.
#[derive(Debug, Clone)]
pub(super) struct Terms;

/// The first one and the first two letters of words, each once: nobody asks how often, or where.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    met: HashSet<u64, ByNumber>,
    /// With a space behind each.
    pub(super) written: String,
}

impl Prefixes {
    /// Takes in a word as the analyser writes it.
    pub(super) fn add(&mut self, word: &str) {
        let mut letters = 0;
        for (at, letter) in word.char_indices().take(SHORT) {
            letters = letters << u32::BITS | u64::from(letter);
            if self.met.insert(letters) {
                self.written.push_str(&word[..at + letter.len_utf8()]);
                self.written.push(' ');
            }
        }
    }
}

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { terms: Box::new(analyse::tokens(text)), token: Token::default() }
    }
}

/// Terms that wait to be taken.
pub(super) struct Stream<'a> {
    terms: Box<dyn Iterator<Item = analyse::Token<'a>> + 'a>,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(term) = self.terms.next() else { return false };
        // one string for all: tantivy copies what it keeps
        self.token.text.clear();
        self.token.text.push_str(&term.text);
        self.token.position = term.position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
