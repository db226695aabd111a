//! Queries for what is like an article.

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Query as Search, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::Index;

impl Index {
    /// Finds what has any of these terms, each with its weight in the text that they are of. Of what is found each is
    /// worth about the product of both vectors, over its length: tantivy adds rarity and count of a term there.
    ///
    /// A union of terms with frequencies is what tantivy can prune (block-max WAND); its own `MoreLikeThisQuery` goes
    /// without frequencies, is slower and finds half as well.
    pub(in super::super) fn sharing_terms(&self, terms: &[(&str, f32)]) -> Box<dyn Search> {
        let weighed = |(text, weight): &(&str, f32)| -> Box<dyn Search> {
            let term = Term::from_field_text(self.fields.text, text);
            let found = TermQuery::new(term, IndexRecordOption::WithFreqs);
            Box::new(BoostQuery::new(Box::new(found), *weight))
        };
        Box::new(BooleanQuery::union(terms.iter().map(weighed).collect()))
    }
}
