//! Which articles are worth comparing exactly.

use super::hash::TermHash;
use super::signature::Vector;
use super::{Subject, Weights, weight};
use crate::library::{ArticleId, Library, Result};

impl Library {
    /// The articles most alike by a first guess, at most `most`: those that share what not everybody has. The guess does
    /// not know how long the other vector is, which would take the rarity of each of its terms.
    ///
    /// All vectors are read, one after the other as they lie: exact at any size. A whole `courant
    /// related` among 10,000 articles, start and frequencies included, was measured at 20 to 30 ms of processor time.
    pub(super) fn candidates(
        &self,
        subject: &Subject<'_>,
        weights: &Weights<'_>,
        most: usize,
    ) -> Result<Vec<ArticleId>> {
        let wanted: Vec<(TermHash, f32)> = (subject.signature.vector.entries())
            .filter(|(term, _)| weights.tells(*term))
            .map(|(term, count)| (term, weights.of(term, count) * weights.rarity(term)))
            .collect();
        let mut statement = self.db.prepare_cached("SELECT article, vector FROM signature")?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id = ArticleId(row.get(0)?);
            let guess = guess(&wanted, row.get_ref(1)?.as_blob().unwrap_or_default());
            if guess > 0.0 && Some(id) != subject.id {
                found.push((guess, id));
            }
        }
        found.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
        Ok(found.into_iter().take(most).map(|(_, id)| id).collect())
    }
}

/// The product with a stored vector, over the square root of its number of terms.
fn guess(wanted: &[(TermHash, f32)], vector: &[u8]) -> f32 {
    let mut rest = wanted;
    let mut product = 0.0;
    let mut terms = 0_u16;
    for (term, count) in Vector::entries_of(vector) {
        terms += 1;
        while let [(there, worth), after @ ..] = rest
            && *there <= term
        {
            if *there == term {
                product += worth * weight(count);
            }
            rest = after;
        }
    }
    product / f32::from(terms.max(1)).sqrt()
}
