//! `MinHash` (Broder 1997, "On the resemblance and containment of documents"): how much of their wording two texts
//! share, from a few numbers of each. It finds shortened wire copy, which hashes of whole texts do not.
//!
//! The numbers are made as Dahlgaard, Knudsen and Thorup say ("Fast Similarity Sketching", 2017): each shingle falls into
//! one place a round, and rounds go on until every place has a number. The estimate is as good as with a hash of all
//! shingles for each place, and a text of 400 words takes one or two rounds in place of 64.

use super::hash::mix;

/// Numbers of a text. The estimate is off by about 0.06 where the true share is 0.3.
const HASHES: usize = 64;

/// Words that make a shingle.
const SHINGLE: usize = 5;

/// Texts with fewer words are alike by chance or by form ("Photo of the day").
const SHORTEST: usize = 40;

/// Numbers by which texts of like wording are looked up. Of two that share 3 in 10 of their shingles, 997 in 1,000 pairs
/// have one of these in common.
const KEYS: u32 = 16;

/// One number for all words of a shingle, each by its place.
fn shingle(words: &[u64]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    words.iter().fold(0, |number, word| number.wrapping_mul(ODD).wrapping_add(*word))
}

/// The smallest number of each kind over all shingles, as much of it as tells two apart; empty where the text is too short to tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::library) struct MinHash(Vec<u16>);

impl MinHash {
    /// Of a text, given the numbers of its words in order.
    pub(super) fn of(words: &[u64]) -> Self {
        if words.len() <= SHORTEST {
            return Self::default();
        }
        let shingles: Vec<u64> = words.windows(SHINGLE).map(shingle).collect();
        let mut smallest = [u64::MAX; HASHES];
        for round in 0..2 * HASHES as u64 {
            for number in shingles.iter().map(|shingle| mix(shingle ^ mix(round))) {
                // in the end each place has a round of its own, so that none is left empty
                let place = if round < HASHES as u64 { number } else { round } as usize % HASHES;
                smallest[place] = smallest[place].min(round << u32::BITS | number >> u32::BITS);
            }
            if !smallest.contains(&u64::MAX) {
                break;
            }
        }
        Self(smallest.iter().map(|number| *number as u16).collect())
    }

    /// The share of shingles that two texts have in common, estimated: 0 to 1.
    pub(super) fn resemblance(&self, other: &Self) -> f32 {
        let same = self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count();
        same as f32 / HASHES as f32
    }

    /// What it is looked up by: numbers that stand for one of its numbers each.
    pub(super) fn keys(&self) -> impl Iterator<Item = u32> + '_ {
        (0..KEYS).zip(&self.0).map(|(kind, number)| kind << u16::BITS | u32::from(*number))
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        self.0.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    pub(super) fn decode(bytes: &[u8]) -> Self {
        let (numbers, _) = bytes.as_chunks::<2>();
        Self(numbers.iter().map(|number| u16::from_le_bytes(*number)).collect())
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
    fn the_estimate_is_as_good_for_texts_with_fewer_shingles_than_numbers() {
        let shared = |seed: u64| {
            let text = |from| words(seed * 1_000 + from..seed * 1_000 + from + 44);
            MinHash::of(&text(0)).resemblance(&MinHash::of(&text(12)))
        };
        // 28 of 52 shingles
        let mean = (0..200).map(shared).sum::<f32>() / 200.0;
        assert!((mean - 0.538).abs() < 0.02, "{mean}");
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
