//! What a query does not find. tantivy's own exclusion asks a phrase for documents that lie behind it (0.27), which a
//! phrase does not allow; and this one may stand anywhere in a query.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Finds all documents but those that the query finds; it adds nothing to the score.
#[derive(Debug)]
pub(super) struct Complement(pub(super) Box<dyn Query>);

impl Clone for Complement {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Complement {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let silent = scoring.searcher().map_or(scoring, EnableScoring::disabled_from_searcher);
        Ok(Box::new(ComplementWeight(self.0.weight(silent)?)))
    }
}

struct ComplementWeight(Box<dyn Weight>);

impl Weight for ComplementWeight {
    fn scorer(&self, segment: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(Rest::new(self.0.scorer(segment, 1.0)?, segment.max_doc())))
    }

    fn explain(&self, _segment: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("not found by a query", 0.0))
    }
}

/// The documents that are left over.
struct Rest {
    taken: Box<dyn Scorer>,
    doc: DocId,
    documents: DocId,
}

impl Rest {
    fn new(taken: Box<dyn Scorer>, documents: DocId) -> Self {
        let mut rest = Self { taken, doc: 0, documents };
        rest.settle();
        rest
    }

    /// Goes on from `doc` to the first that is not taken.
    fn settle(&mut self) -> DocId {
        while self.doc < self.documents {
            if self.taken.doc() < self.doc {
                self.taken.seek(self.doc);
            }
            if self.taken.doc() != self.doc {
                return self.doc;
            }
            self.doc += 1;
        }
        self.doc = TERMINATED;
        self.doc
    }
}

impl DocSet for Rest {
    fn advance(&mut self) -> DocId {
        self.seek(self.doc.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = target;
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.documents.saturating_sub(self.taken.size_hint())
    }
}

impl Scorer for Rest {
    fn score(&mut self) -> Score {
        0.0
    }
}
