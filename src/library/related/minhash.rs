//! `MinHash` (Broder 1997, "On the resemblance and containment of documents"): how much of their wording two texts
//! share, from a few numbers of each. It finds shortened wire copy, which hashes of whole texts do not.

use super::hash::mix;

/// Numbers of a text. The estimate is off by about 0.06 where the true share is 0.3.
const HASHES: usize = 64;

/// Words that make a shingle.
const SHINGLE: usize = 5;

/// Texts with fewer words are alike by chance or by form ("Photo of the day").
const SHORTEST: usize = 40;

/// Numbers by which texts of like wording are looked up. Of two that share 3 in 10 of their shingles, 997 in 1,000 pairs
/// have one of these in common.
const KEYS: u64 = 16;

/// Bits of a number that are looked up: the fewer, the smaller the index; of a million texts one or two then have a key
/// in common by chance, and these are compared exactly.
const KEY_BITS: u32 = 20;

/// The smallest number of each kind over all shingles; empty where the text is too short to tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::library) struct MinHash(Vec<u32>);

impl MinHash {
    /// Of a text, given the numbers of its words in order.
    pub(super) fn of(words: &[u64]) -> Self {
        if words.len() <= SHORTEST {
            return Self::default();
        }
        let mut smallest = vec![u32::MAX; HASHES];
        for shingle in words.windows(SHINGLE) {
            let number = shingle.iter().fold(0, |number, word| mix(number ^ word));
            for (seed, least) in (0_u64..).zip(&mut smallest) {
                *least = (*least).min((mix(number.wrapping_add(mix(seed))) >> 32) as u32);
            }
        }
        Self(smallest)
    }

    /// The share of shingles that two texts have in common, estimated: 0 to 1.
    pub(super) fn resemblance(&self, other: &Self) -> f32 {
        let same = self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count();
        same as f32 / HASHES as f32
    }

    /// What it is looked up by: numbers that stand for one of its numbers each.
    pub(in crate::library) fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        let key =
            |(kind, number): (u64, &u32)| kind << KEY_BITS | u64::from(number >> (u32::BITS - KEY_BITS));
        (0..KEYS).zip(&self.0).map(key)
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        self.0.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    pub(super) fn decode(bytes: &[u8]) -> Self {
        let (numbers, _) = bytes.as_chunks::<4>();
        Self(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(range: std::ops::Range<u64>) -> Vec<u64> {
        range.map(mix).collect()
    }

    #[test]
    fn the_estimate_is_near_the_true_share() {
        let whole = MinHash::of(&words(0..1000));
        assert!((whole.resemblance(&whole) - 1.0).abs() < f32::EPSILON);
        for (cut, share) in [(700, 0.7), (500, 0.5), (300, 0.3)] {
            let estimate = whole.resemblance(&MinHash::of(&words(0..cut)));
            assert!((estimate - share).abs() < 0.15, "{cut}: {estimate}");
        }
        assert!(whole.resemblance(&MinHash::of(&words(5000..6000))) < 0.05);
    }

    #[test]
    fn a_short_text_resembles_nothing() {
        let short = MinHash::of(&words(0..40));
        assert!(short.resemblance(&short) < f32::EPSILON);
        assert!(short.encode().is_empty());
    }

    #[test]
    fn what_is_stored_comes_back() {
        for hash in [MinHash::default(), MinHash::of(&words(0..60))] {
            assert_eq!(MinHash::decode(&hash.encode()), hash);
        }
    }
}
