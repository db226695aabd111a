//! The words of an article as tantivy is given them.
//!
//! Each different word comes once, with all the positions where it stands: tantivy looks every term up in a table that no
//! cache holds, and a text has half as many different words as words. The words are those that the signature of the
//! article is made of, so that a text is taken apart once.

use std::collections::HashSet;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::super::related::hash::ByNumber;
use super::super::related::terms::{DIFFERENT, Heard};

/// Letters of the prefixes that are terms of their own: shorter ones stand for too many words to expand.
pub(super) const SHORT: usize = 2;

/// Words that wait to be written, at most; of a text with more a word comes once for each so many.
const WAITING: usize = 1 << 18;

/// Positions that are left free between two passages, so that no phrase reaches from one into the next.
const GAP: u32 = 1;

/// The words of an article, gathered for its document.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The different words one behind the other, and where each ends. Those that were forgotten come no more.
    letters: String,
    ends: Vec<usize>,
    /// How many different words were forgotten.
    forgotten: u32,
    /// Number and position of each word that waits to be written, in the order of the text.
    met: Vec<(u32, u32)>,
    /// The passage that is being read, the position of its first word, and the one behind the last.
    passage: usize,
    begun: u32,
    next: u32,
    title: String,
    text: String,
    prefixes: Prefixes,
}

impl Words {
    /// None, in the memory of those of another article.
    pub(super) fn clear(&mut self) {
        self.letters.clear();
        self.ends.clear();
        self.met.clear();
        self.title.clear();
        self.text.clear();
        self.prefixes.clear();
        (self.forgotten, self.passage, self.begun, self.next) = (0, 0, 0, 0);
    }

    /// Takes in the next word.
    pub(super) fn add(&mut self, heard: Heard<'_>) {
        if heard.word - self.forgotten == DIFFERENT {
            self.write();
            self.letters.clear();
            self.ends.clear();
            self.forgotten = heard.word;
        }
        let word = heard.word - self.forgotten;
        if word as usize == self.ends.len() {
            self.letters.push_str(heard.text);
            self.ends.push(self.letters.len());
            self.prefixes.add(heard.text);
        }
        if heard.passage != self.passage {
            self.passage = heard.passage;
            self.begun = if self.next > 0 { self.next + GAP } else { 0 };
        }
        let position = self.begun + heard.position;
        self.next = position.saturating_add(1);
        self.met.push((word, position));
        if heard.passage == 0 {
            write_word(&mut self.title, heard.text);
            write_number(&mut self.title, heard.position);
        }
        if self.met.len() == WAITING {
            self.write();
        }
    }

    /// The words of the headline, written for [`Terms`].
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// The same of all words.
    pub(super) fn text(&mut self) -> &str {
        self.write();
        &self.text
    }

    /// Writes the words that wait.
    fn write(&mut self) {
        let mut places = vec![0; self.ends.len() + 1];
        self.met.iter().for_each(|(word, _)| places[*word as usize + 1] += 1);
        (1..places.len()).for_each(|word| places[word] += places[word - 1]);
        // each word's positions side by side; afterwards a place is where those of the next word begin
        let mut positions = vec![0; self.met.len()];
        for (word, position) in self.met.drain(..) {
            let place: &mut usize = &mut places[word as usize];
            positions[*place] = position;
            *place += 1;
        }
        self.text.reserve(self.letters.len() + 3 * positions.len());
        let (mut from, mut first) = (0, 0);
        for (end, until) in self.ends.iter().zip(places) {
            if first < until {
                write_word(&mut self.text, &self.letters[from..*end]);
            }
            let mut last = 0;
            for position in &positions[first..until] {
                write_number(&mut self.text, position - last);
                last = *position;
            }
            (from, first) = (*end, until);
        }
    }

    /// The first letters of the words, with a space behind each.
    pub(super) fn prefixes(&self) -> &str {
        &self.prefixes.written
    }
}

/// What is no letter: numbers are written in characters below it, which are in no word.
const LETTERS: u8 = b' ';

fn write_word(out: &mut String, word: &str) {
    out.push_str(word);
}

/// Four bits a character, the lowest first; all but the last have the fifth set.
fn write_number(out: &mut String, mut number: u32) {
    while number > 0xf {
        out.push(char::from(number as u8 & 0xf | 0x10));
        number >>= 4;
    }
    out.push(char::from(number as u8));
}

/// Reads what [`Words`] wrote: a word, and how far each of its positions is from the one before.
#[derive(Debug, Clone)]
pub(super) struct Terms;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { rest: text, token: Token::default() }
    }
}

/// Terms that wait to be taken.
pub(super) struct Stream<'a> {
    rest: &'a str,
    token: Token,
}

impl Stream<'_> {
    fn word(&mut self) {
        let end = self.rest.bytes().position(|byte| byte < LETTERS).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if !word.is_empty() {
            // one string for all: tantivy copies what it keeps
            self.token.text.clear();
            self.token.text.push_str(word);
            self.token.position = 0;
        }
        self.rest = rest;
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for (at, byte) in self.rest.bytes().enumerate() {
            number |= usize::from(byte & 0xf) << (4 * at);
            if byte & 0x10 == 0 {
                self.rest = &self.rest[at + 1..];
                return Some(number);
            }
        }
        None
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        self.word();
        let Some(further) = self.number() else { return false };
        self.token.position += further;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The first one and the first two letters of words, each once: nobody asks how often, or where.
#[derive(Debug, Default)]
struct Prefixes {
    /// Those of ASCII, by their letters.
    plain: Plain,
    others: HashSet<u64, ByNumber>,
    written: String,
}

/// A bit for each of two characters of ASCII.
#[derive(Debug)]
struct Plain([u64; 256]);

impl Default for Plain {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Plain {
    fn insert(&mut self, letters: usize) -> bool {
        let (part, bit) = (&mut self.0[letters / 64 % 256], 1 << (letters % 64));
        let is_new = *part & bit == 0;
        *part |= bit;
        is_new
    }
}

impl Prefixes {
    fn clear(&mut self) {
        self.plain = Plain::default();
        self.others.clear();
        self.written.clear();
    }

    /// Takes in a word as the analyser writes it.
    fn add(&mut self, word: &str) {
        let mut letters = 0;
        for (at, letter) in word.char_indices().take(SHORT) {
            let end = at + letter.len_utf8();
            letters = letters << u32::BITS | u64::from(letter);
            let is_new = match word.as_bytes()[..end] {
                [one] if one.is_ascii() => self.plain.insert(one.into()),
                [one, two] if one.is_ascii() => self.plain.insert(usize::from(one) << 7 | usize::from(two)),
                _ => self.others.insert(letters),
            };
            if is_new {
                self.written.push_str(&word[..end]);
                self.written.push(' ');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Block};
    use crate::library::related::signature::Signature;

    /// Words with their positions.
    type Told = Vec<(String, usize)>;

    /// What tantivy is told of these passages, given as words with their positions; the first is the headline.
    fn told(passages: &[&[(&str, u32)]]) -> (Told, Told) {
        let (mut words, mut met) = (Words::default(), Vec::<&str>::new());
        for passage in (1..passages.len()).chain([0]) {
            for (text, position) in passages[passage] {
                let known = met.iter().position(|word| word == text);
                let word = known.unwrap_or_else(|| {
                    met.push(text);
                    met.len() - 1
                });
                words.add(Heard { passage, position: *position, text, word: word as u32 });
            }
        }
        let read = |text: &str| {
            let (mut terms, mut read) = (Terms, Vec::new());
            terms.token_stream(text).process(&mut |token| read.push((token.text.clone(), token.position)));
            read
        };
        (read(words.title()), read(words.text()))
    }

    fn owned(words: &[(&str, usize)]) -> Told {
        words.iter().map(|(word, position)| ((*word).to_owned(), *position)).collect()
    }

    #[test]
    fn each_word_comes_once_with_all_its_positions() {
        let (title, text) = told(&[
            &[("wind", 0), ("wind", 1)],
            &[("a", 0), ("wind", 1), ("a", 2)],
            &[("é漢", 0), ("a", 40)],
        ]);
        assert_eq!(title, owned(&[("wind", 0), ("wind", 1)]));
        let all = [("a", 0), ("a", 2), ("a", 44), ("wind", 1), ("wind", 46), ("wind", 47), ("é漢", 4)];
        assert_eq!(text, owned(&all), "and no passage begins right behind another");
        assert_eq!(told(&[&[]]), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_position_of_any_size_comes_back() {
        for position in [0, 15, 16, 255, 256, 70_000, u32::MAX] {
            assert_eq!(told(&[&[("far", position)]]).0, owned(&[("far", position as usize)]));
        }
    }

    #[test]
    fn of_words_without_end_none_is_lost() {
        let text: Vec<String> = (0..DIFFERENT + 9).chain([0, 1]).map(|number| format!("w{number}")).collect();
        let article = Article { body: vec![Block::paragraph(text.join(" "))], ..Article::default() };
        let mut words = Words::default();
        Signature::of(&article, |heard| words.add(heard));
        let mut found = vec![String::new(); text.len()];
        Terms.token_stream(words.text()).process(&mut |token| found[token.position].clone_from(&token.text));
        assert!(found == text);
        assert!(words.ends.len() < text.len(), "not all are remembered at once");
    }

    #[test]
    fn of_a_long_text_no_word_is_lost() {
        let mut words = Words::default();
        let all = 2 * WAITING as u32 + 7;
        for position in 0..all {
            let text = if position % 3 == 0 { "a" } else { "wind" };
            words.add(Heard { passage: 1, position, text, word: u32::from(position % 3 > 0) });
        }
        let (mut terms, mut found) = (Terms, [Vec::new(), Vec::new()]);
        terms.token_stream(words.text()).process(&mut |token| {
            found[usize::from(token.text == "wind")].push(token.position as u32);
        });
        assert!(found.iter().all(|positions| positions.is_sorted()));
        assert_eq!(
            (found[0].len(), found[0].len() + found[1].len()),
            (all.div_ceil(3) as usize, all as usize)
        );
    }

    #[test]
    fn short_prefixes_come_once() {
        let mut prefixes = Prefixes::default();
        for word in ["the", "thé", "they", "t", "été", "漢字", "漢"] {
            prefixes.add(word);
        }
        assert_eq!(prefixes.written, "t th é ét 漢 漢字 ");
    }
}
