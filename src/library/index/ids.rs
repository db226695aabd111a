//! What the library alone knows of articles, as sets of their ids that a search tests each hit against.

use std::sync::Arc;

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{ConstScoreQuery, Query};
use tantivy::{DocId, SegmentReader};

use super::super::{Library, Result, Version};
use super::schema::ID;

/// Sets held ready: those of a view and of the fields in a query.
const SETS: usize = 8;

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

    pub(in super::super) fn contains(&self, id: u64) -> bool {
        self.0.get((id / 64) as usize).is_some_and(|bits| bits >> (id % 64) & 1 == 1)
    }

    /// The query that finds just these; it adds nothing to the score.
    pub(in super::super) fn query(ids: Arc<Self>) -> Box<dyn Query> {
        let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
            let (ids, column) = (Arc::clone(&ids), segment.fast_fields().u64(ID)?);
            Ok(move |doc: DocId| column.first(doc).is_some_and(|id| ids.contains(id)))
        });
        Box::new(ConstScoreQuery::new(Box::new(DocPredicateQuery::from(predicate)), 0.0))
    }
}

impl Extend<i64> for Ids {
    fn extend<T: IntoIterator<Item = i64>>(&mut self, ids: T) {
        ids.into_iter().for_each(|id| self.insert(id));
    }
}

/// Sets held ready as long as the library does not change: while a word is typed, each letter asks for the same.
#[derive(Debug, Default)]
pub(in super::super) struct Sets {
    version: Version,
    /// By condition and values, the newest last.
    known: Vec<(String, Vec<Value>, Arc<Ids>)>,
}

impl Sets {
    fn get(&mut self, version: Version, condition: &str, values: &[Value]) -> Option<Arc<Ids>> {
        if self.version != version {
            *self = Self { version, known: Vec::new() };
        }
        let is = |known: &&(String, Vec<Value>, Arc<Ids>)| known.0 == condition && known.1 == values;
        self.known.iter().find(is).map(|known| Arc::clone(&known.2))
    }

    fn put(&mut self, condition: &str, values: Vec<Value>, ids: &Arc<Ids>) {
        if self.known.len() == SETS {
            self.known.remove(0);
        }
        self.known.push((condition.to_owned(), values, Arc::clone(ids)));
    }
}

impl Library {
    /// The articles that meet a condition on the table `article`.
    pub(in super::super) fn ids(&self, condition: &str, values: Vec<Value>) -> Result<Arc<Ids>> {
        let version = self.version()?;
        if let Some(ids) = self.sets.borrow_mut().get(version, condition, &values) {
            return Ok(ids);
        }
        let sql = format!("SELECT article.id FROM article WHERE {condition}");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut ids = Ids::default();
        for id in statement.query_map(params_from_iter(&values), |row| row.get(0))? {
            ids.insert(id?);
        }
        let ids = Arc::new(ids);
        self.sets.borrow_mut().put(condition, values, &ids);
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
