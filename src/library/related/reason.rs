//! Why an article belongs to another: the words that say most of what both are about.

use std::collections::HashMap;

use super::signature::Vector;
use super::terms::{Term, Terms};
use super::{Weights, hash::TermHash, shared};

/// Words of a reason.
const WORDS: usize = 3;

/// The terms of both that weigh most, spelled as in the text that `terms` are of. Parts of one written word, and pairs
/// of characters that overlap, make one.
pub(super) fn shared_words(
    terms: &Terms<'_>,
    one: &Vector,
    other: &Vector,
    weights: &Weights<'_>,
) -> Vec<String> {
    let weight: HashMap<TermHash, f32> = shared(one, other)
        .map(|(term, here, there)| (term, weights.of(term, here) * weights.of(term, there)))
        .collect();
    let mut both: Vec<(&Term<'_>, f32)> =
        terms.all().iter().filter_map(|term| Some((term, *weight.get(&term.hash)?))).collect();
    both.sort_by(|one, other| other.1.total_cmp(&one.1));
    let mut words: Vec<String> = Vec::new();
    let mut places = Vec::new();
    for (term, _) in both.into_iter().filter(|(term, _)| says_something(term)) {
        let (text, range) = terms.place(term);
        let overlaps = |(known, other): &(usize, std::ops::Range<usize>)| {
            *known == text && range.start < other.end && other.start < range.end
        };
        let word = terms.spelling((text, range.clone()));
        if !places.iter().any(overlaps) && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
            places.push((text, range));
        }
        if words.len() == WORDS {
            break;
        }
    }
    words
}

/// Numbers are in many texts for no common reason.
fn says_something(term: &Term<'_>) -> bool {
    term.text.contains(char::is_alphabetic)
}
