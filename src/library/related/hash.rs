//! Numbers in place of words. They are stored, so they must stay the same: see [`super::signature::VERSION`].

use crate::library::fold;

/// A term as signatures and frequencies know it. Of a million different terms some hundred share their number with
/// another, which changes no order that a reader would notice.
pub(super) type TermHash = u32;

/// The number of a term.
pub(super) fn term(text: &str) -> TermHash {
    (word(text) >> 32) as TermHash
}

/// The number of a word, for shingles.
pub(super) fn word(text: &str) -> u64 {
    let hash = u128::from_be_bytes(fold::hash(text.as_bytes()));
    mix((hash >> 64) as u64 ^ hash as u64)
}

/// The finalizer of splitmix64 (Steele, Lea, Flood 2014, "Fast Splittable Pseudorandom Number Generators"): every bit of
/// the input moves half of the output.
pub(super) const fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn short_words_do_not_share_a_number() {
        let letters = 'a'..='z';
        let words = letters.clone().flat_map(|one| letters.clone().map(move |other| format!("{one}{other}")));
        let numbers: HashSet<TermHash> = words.map(|word| term(&word)).collect();
        assert_eq!(numbers.len(), 26 * 26);
    }

    #[test]
    fn numbers_stay_what_they_were_when_they_were_stored() {
        // output of the published splitmix64.c for seed 0
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf);
    }
}
