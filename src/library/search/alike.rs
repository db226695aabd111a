//! Which documents share the most with a text, by its terms that tell most.
//!
//! Every posting of these terms is looked at and its worth added up, a stretch of documents after the other. Such terms are
//! rare: a dozen of them have some 70,000 postings among a million articles, which takes 0.3 ms. Passing over what cannot
//! be among the best (block-max WAND, as tantivy does it for a union) takes 1.3 ms, and finds the same.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::{Cancelled, Hit, HitOrder, Places, Top, threshold};
use crate::library::index::Index;
use crate::library::{ArticleId, Result, SortKey};

/// Documents of a stretch: their scores stay in a processor's nearest caches.
const STRETCH: usize = 8_192;
/// Scores that are compared at once with the least that counts, which few surpass.
const AT_ONCE: usize = 64;

/// The documents of a segment that have a term, and what it is worth in them.
struct Shared<'a> {
    postings: SegmentPostings,
    worth: &'a Bm25Weight,
}

impl Index {
    /// The `limit` articles that are worth most by any of these terms, each with its weight in the text that they are of;
    /// `None` where it was cancelled. Of what is found each is worth about the product of both vectors, over its length:
    /// BM25 adds rarity and count of a term there.
    pub(in crate::library) fn alike(
        &self,
        terms: &[(&str, f32)],
        limit: usize,
        cancelled: &Cancelled<'_>,
    ) -> Result<Option<Vec<ArticleId>>> {
        let mut top = Top::new(HitOrder::Rank, None, limit);
        let terms = terms.iter().map(|(text, weight)| {
            let term = Term::from_field_text(self.text(), text);
            let worth = Bm25Weight::for_terms(self.searcher(), std::slice::from_ref(&term))?;
            Ok((term, worth.boost_by(*weight)))
        });
        let terms = terms.collect::<tantivy::Result<Vec<(Term, Bm25Weight)>>>()?;
        for segment in self.searcher().segment_readers() {
            if !self.add_up(segment, &terms, &mut top, cancelled)? {
                return Ok(None);
            }
        }
        Ok(Some(top.into_hits().into_iter().map(|hit| hit.key.id).collect()))
    }

    /// False where it was cancelled.
    fn add_up(
        &self,
        segment: &SegmentReader,
        terms: &[(Term, Bm25Weight)],
        top: &mut Top,
        cancelled: &Cancelled<'_>,
    ) -> Result<bool> {
        let (places, lengths) = (Places::of(segment)?, segment.get_fieldnorms_reader(self.text())?);
        let inverted = segment.inverted_index(self.text())?;
        let mut all = Vec::new();
        for (term, worth) in terms {
            let postings = inverted.read_postings(term, IndexRecordOption::WithFreqs);
            all.extend(postings.map_err(TantivyError::from)?.map(|postings| Shared { postings, worth }));
        }
        let mut scores = vec![0.0; STRETCH];
        while let Some(begin) = all.iter().map(|shared| shared.postings.doc()).min()
            && begin < TERMINATED
        {
            for shared in &mut all {
                shared.add_to(&mut scores, begin, &lengths);
            }
            offer_best(&mut scores, begin, top, |doc| (!segment.is_deleted(doc)).then(|| places.key(doc)));
            if cancelled() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Shared<'_> {
    /// What it is worth in the documents from `begin` on, as many as there are scores.
    fn add_to(&mut self, scores: &mut [Score], begin: DocId, lengths: &FieldNormReader) {
        loop {
            let doc = self.postings.doc();
            let Some(score) = scores.get_mut((doc - begin) as usize) else { return };
            *score += self.worth.score(lengths.fieldnorm_id(doc), self.postings.term_freq());
            self.postings.advance();
        }
    }
}

/// Offers what may be among the best, and sets the scores back to zero.
fn offer_best(scores: &mut [Score], begin: DocId, top: &mut Top, key: impl Fn(DocId) -> Option<SortKey>) {
    let firsts = (begin..).step_by(AT_ONCE);
    for (first, some) in firsts.zip(scores.chunks_mut(AT_ONCE)) {
        let least = threshold(top).max(0.0);
        // without a jump, and as numbers, which positive ones order alike: the processor compares many at once
        let is_more = |score: &Score| score.to_bits().cast_signed() > least.to_bits().cast_signed();
        if some.iter().fold(false, |found, score| found | is_more(score)) {
            for (doc, score) in (first..).zip(&*some).filter(|(_, score)| **score > least) {
                if let Some(key) = key(doc) {
                    top.offer(Hit { key, score: Some(*score) });
                }
            }
        }
        some.fill(0.0);
    }
}
