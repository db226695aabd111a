//! A query of ours → one of tantivy's.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, PhrasePrefixQuery, PhraseQuery, Query as Search, RangeQuery,
    TermQuery,
};
use tantivy::schema::{Field as Column, IndexRecordOption};
use tantivy::{Searcher, TantivyError, Term};

use super::super::query::{Field, Node, Phrase, When};
use super::super::{Library, Result};
use super::complement::Complement;
use super::terms::SHORT;
use super::{Ids, Index};

type Compiled = Result<Box<dyn Search>>;

impl Index {
    /// What finds just the articles that fit; with a regular expression in it, all that may fit and more.
    pub(in super::super) fn compile(&self, library: &Library, node: &Node) -> Compiled {
        let search: Box<dyn Search> = match node {
            Node::Time(when) => self.time(when),
            Node::And(parts) if parts.is_empty() => everything(),
            node if !node.needs_text() => {
                let condition = node.condition(1);
                Ids::query(library.ids(&condition.sql, condition.values)?)
            }
            Node::And(parts) => Box::new(BooleanQuery::intersection(self.compile_each(library, parts)?)),
            Node::Or(parts) => Box::new(BooleanQuery::union(self.compile_each(library, parts)?)),
            // where it is not known what fits, nothing can be taken away
            Node::Not(part) if part.any(&|node| matches!(node, Node::Regex(_))) => everything(),
            Node::Not(part) => Box::new(Complement(self.compile(library, part)?)),
            Node::Text(phrase) => self.phrase(self.fields.text, phrase)?,
            Node::Field(Field::Title, phrase) => self.phrase(self.fields.title, phrase)?,
            Node::Language(language) => {
                let term = Term::from_field_text(self.fields.language, language);
                silent(TermQuery::new(term, IndexRecordOption::Basic))
            }
            // of a pattern nothing is known before the text is read, and the others need no text
            Node::Regex(_) | Node::Field(..) | Node::State(_) | Node::Story(_) => everything(),
        };
        Ok(search)
    }

    fn compile_each(&self, library: &Library, parts: &[Node]) -> Result<Vec<Box<dyn Search>>> {
        parts.iter().map(|part| self.compile(library, part)).collect()
    }

    fn phrase(&self, column: Column, phrase: &Phrase) -> Compiled {
        let term = |text: &str| Term::from_field_text(column, text);
        let terms =
            || phrase.terms.iter().map(|part| (part.offset as usize, term(&part.text))).collect::<Vec<_>>();
        Ok(match (&phrase.terms[..], phrase.prefix) {
            ([], _) => everything(),
            ([word], false) => Box::new(TermQuery::new(term(&word.text), IndexRecordOption::WithFreqs)),
            ([start], true) if column == self.fields.text && start.text.chars().count() <= SHORT => {
                let short = Term::from_field_text(self.fields.prefix, &start.text);
                silent(TermQuery::new(short, IndexRecordOption::Basic))
            }
            (_, false) => Box::new(PhraseQuery::new_with_offset(terms())),
            ([.., last], true) => {
                let mut query = PhrasePrefixQuery::new_with_offset(terms());
                query.set_max_expansions(expansions(&self.searcher, column, &last.text)?);
                Box::new(query)
            }
        })
    }

    fn time(&self, when: &When) -> Box<dyn Search> {
        let bound = |second| Bound::Included(Term::from_field_i64(self.fields.time, second));
        silent(RangeQuery::new(bound(when.from), bound(when.until.saturating_sub(1))))
    }
}

/// How many terms begin so, at most, in a segment: tantivy sets aside room for as many as it is told.
fn expansions(searcher: &Searcher, column: Column, prefix: &str) -> Result<u32> {
    let mut most = 0;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(column)?;
        let mut terms = index.terms().range().ge(prefix).into_stream().map_err(TantivyError::from)?;
        let mut count = 0;
        while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
            count += 1;
        }
        most = most.max(count);
    }
    Ok(most)
}

fn everything() -> Box<dyn Search> {
    silent(AllQuery)
}

/// A query that adds nothing to the score.
fn silent(query: impl Search) -> Box<dyn Search> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}
