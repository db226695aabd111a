//! The terms of one article with what they weigh, looked up once to be compared with many.

use super::hash::TermHash;
use super::signature::{Entries, Vector};
use super::{Known, Weights, weight};

/// A term of an article, and what it weighs there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weighed {
    pub(super) number: TermHash,
    pub(super) count: u8,
    pub(super) rarity: f32,
    pub(super) weight: f32,
    /// Whether it may lead to other articles.
    pub(super) tells: bool,
}

/// The terms of a vector.
pub(super) fn weighed(entries: Entries<'_>, weights: &Weights<'_>) -> Vec<Weighed> {
    let weighed = |(number, count)| {
        let Known { rarity, tells, .. } = weights.look_up(number);
        Weighed { number, count, rarity, weight: weight(count) * rarity, tells }
    };
    entries.map(weighed).collect()
}

/// The length of a vector.
pub(super) fn norm(terms: &[Weighed]) -> f32 {
    terms.iter().map(|term| term.weight.powi(2)).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
}

/// The product of two vectors; how rare the terms are that stand in both is known of the first one.
pub(super) fn product(one: &[Weighed], other: &Vector) -> f32 {
    let mut rest = one.iter().peekable();
    let worth = |(number, count): (TermHash, u8)| {
        while rest.next_if(|term| term.number < number).is_some() {}
        let term = rest.next_if(|term| term.number == number)?;
        Some(term.weight * term.rarity * weight(count))
    };
    other.entries().filter_map(worth).sum()
}

/// The terms that may lead from one article to another: at most so many, those that weigh most.
pub(super) fn telling(mut terms: Vec<Weighed>, most: usize) -> Vec<Weighed> {
    terms.retain(|term| term.tells);
    if terms.len() > most {
        let heavier = |one: &Weighed, other: &Weighed| {
            other.weight.total_cmp(&one.weight).then(one.number.cmp(&other.number))
        };
        terms.select_nth_unstable_by(most, heavier);
        terms.truncate(most);
    }
    terms
}
