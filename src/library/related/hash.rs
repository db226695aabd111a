//! Numbers in place of words. They are stored, so they must stay the same: see [`super::signature::VERSION`].

use std::hash::{BuildHasherDefault, Hasher};

/// A term as signatures and frequencies know it: a number of [`BITS`] bits, at the upper end, so that they order it.
pub(super) type TermHash = u32;

/// Of a hundred thousand different terms some seventy share their number with another, which changes no order that a
/// reader would notice; each bit more makes signatures longer by an eighth of a byte a term.
pub(super) const BITS: u32 = 26;

/// The number of a term, given that of the word.
pub(super) fn term(word: u64) -> TermHash {
    ((word >> (u64::BITS - BITS)) as TermHash) << (TermHash::BITS - BITS)
}

/// The number of a word. It need not withstand attack: words made to collide mislead only who is shown their own text.
pub(super) fn word(text: &str) -> u64 {
    let (whole, rest) = text.as_bytes().as_chunks();
    let number =
        whole.iter().fold(text.len() as u64, |number, letters| mix(number ^ u64::from_le_bytes(*letters)));
    if rest.is_empty() { number } else { mix(number ^ few(rest)) }
}

/// Less than eight letters as one number, the first lowest. Where two halves overlap, they say the same.
fn few(letters: &[u8]) -> u64 {
    let length = letters.len();
    let half = |at: usize, letters: &[u8]| {
        letters.iter().rev().fold(0, |n, letter| n << 8 | u64::from(*letter)) << (8 * at)
    };
    match length {
        4.. => half(0, &letters[..4]) | half(length - 4, &letters[length - 4..]),
        _ => half(0, letters),
    }
}

/// The finalizer of splitmix64 (Steele, Lea, Flood 2014, "Fast Splittable Pseudorandom Number Generators"): every bit of
/// the input moves half of the output.
pub(super) const fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// For tables by such numbers, which need no hash of their own.
pub(in crate::library) type ByNumber = BuildHasherDefault<Number>;

/// The number itself, spread over all bits.
#[derive(Debug, Default)]
pub(in crate::library) struct Number(u64);

impl Hasher for Number {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn short_words_do_not_share_a_number() {
        let letters = 'a'..='z';
        let words = letters.clone().flat_map(|one| letters.clone().map(move |other| format!("{one}{other}")));
        let numbers: HashSet<TermHash> = words.map(|text| term(word(&text))).collect();
        assert_eq!(numbers.len(), 26 * 26);
    }

    #[test]
    fn a_word_is_taken_eight_letters_at_a_time() {
        let text = "an-otherwise-long-word";
        for end in 0..=text.len() {
            let padded =
                |part: &[u8]| part.iter().rev().fold(0, |number, letter| number << 8 | u64::from(*letter));
            let word = &text[..end];
            let number =
                word.as_bytes().chunks(8).fold(end as u64, |number, part| mix(number ^ padded(part)));
            assert_eq!(super::word(word), number, "{word}");
        }
    }

    #[test]
    fn numbers_stay_what_they_were_when_they_were_stored() {
        // output of the published splitmix64.c for seed 0
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
    }
}
