//! What the library alone knows of articles, as sets of their ids that a search tests each hit against.

use std::sync::Arc;

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{ConstScoreQuery, Query};
use tantivy::{DocId, SegmentReader};

use super::super::{Library, Result};
use super::schema::ID;

/// A set of article ids: a bit for each id up to the largest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Ids(Vec<u64>);

impl Ids {
    fn insert(&mut self, id: i64) {
        let id = id.cast_unsigned() as usize;
        if self.0.len() <= id / 64 {
            self.0.resize(id / 64 + 1, 0);
        }
        self.0[id / 64] |= 1 << (id % 64);
    }

    fn contains(&self, id: u64) -> bool {
        self.0.get((id / 64) as usize).is_some_and(|bits| bits >> (id % 64) & 1 == 1)
    }

    /// The query that finds just these; it adds nothing to the score.
    pub(in super::super) fn query(self) -> Box<dyn Query> {
        let ids = Arc::new(self);
        let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
            let (ids, column) = (Arc::clone(&ids), segment.fast_fields().u64(ID)?);
            Ok(move |doc: DocId| column.first(doc).is_some_and(|id| ids.contains(id)))
        });
        Box::new(ConstScoreQuery::new(Box::new(DocPredicateQuery::from(predicate)), 0.0))
    }
}

impl Library {
    /// The articles that meet a condition on the table `article`.
    pub(in super::super) fn ids(&self, condition: &str, values: Vec<Value>) -> Result<Ids> {
        let sql = format!("SELECT article.id FROM article WHERE {condition}");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut ids = Ids::default();
        for id in statement.query_map(params_from_iter(values), |row| row.get(0))? {
            ids.insert(id?);
        }
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut ids = Ids::default();
        assert!(!ids.contains(0));
        for id in [1, 63, 64, 1_000] {
            ids.insert(id);
        }
        let held: Vec<u64> = (0..2_000).filter(|id| ids.contains(*id)).collect();
        assert_eq!(held, [1, 63, 64, 1_000]);
    }
}
