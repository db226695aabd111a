//! The lines out of the texts that show why the rows on the screen were found.

use std::collections::HashMap;

use super::geometry::Geometry;
use super::{App, Effect};
use crate::library::{ArticleId, Part, Query, Snippet};

/// Columns of a row besides its text: bar and dot before it, a gap behind it.
pub const ROW_MARGIN: u16 = 4;
/// From so many columns of text on, the date stands beside the snippet.
pub const WITH_DATE: u16 = 40;
/// Columns of a short date and the gap before it; a longer one cuts the snippet, behind what was found.
const DATE: u16 = 6;
/// Lines held ready.
const CACHED: usize = 1_000;

/// The lines for one query.
#[derive(Debug, Default)]
pub(super) struct Snippets {
    query: Option<Query>,
    columns: u16,
    generation: u64,
    awaited: bool,
    /// What is of an older generation is shown until there is something newer.
    known: HashMap<ArticleId, (u64, Option<Snippet>)>,
}

impl Snippets {
    /// Everything known is out of date.
    pub(super) fn outdate(&mut self) {
        self.generation += 1;
        self.awaited = false;
    }

    fn is_known(&self, id: ArticleId) -> bool {
        self.known.get(&id).is_some_and(|(generation, _)| *generation == self.generation)
    }
}

/// Columns of a snippet in a row with so many columns of text.
fn columns(text: u16) -> u16 {
    if text < WITH_DATE { text } else { text - DATE }
}

impl App {
    /// The line that shows why an article was found: `None` where it is not known yet, `Some(None)` where nothing of
    /// its text does, or where nothing is looked for in texts.
    pub fn snippet(&self, id: ArticleId) -> Option<Option<&Snippet>> {
        if self.snippet_query(&self.geometry()).is_none() {
            return Some(None);
        }
        self.snippets.known.get(&id).map(|(_, snippet)| snippet.as_ref())
    }

    /// What is looked for in texts, where the rows have room for what is found.
    fn snippet_query(&self, geometry: &Geometry) -> Option<&Query> {
        let query = self.list.view.query.as_ref().filter(|_| geometry.list_row_height > 1);
        query.filter(|query| query.looks_in(Part::Text))
    }

    /// Lines are asked for the rows on the screen, once it is settled which these are.
    pub(super) fn follow_snippets(&mut self, geometry: &Geometry) {
        let (Some(pane), Some(query)) = (geometry.list, self.snippet_query(geometry).cloned()) else {
            return;
        };
        let columns = columns(pane.inner.width.saturating_sub(ROW_MARGIN));
        if self.snippets.query.as_ref() != Some(&query) || self.snippets.columns != columns {
            self.snippets.outdate();
            (self.snippets.query, self.snippets.columns) = (Some(query.clone()), columns);
        }
        if self.snippets.awaited || self.list.awaited_jump().is_some() {
            return;
        }
        let visible = self.list.rows().iter().skip(self.list.top()).take(geometry.list_rows());
        let visible: Vec<ArticleId> = visible.map(|row| row.key.id).collect();
        if self.snippets.known.len() > CACHED {
            self.snippets.known.retain(|id, _| visible.contains(id));
        }
        let missing: Vec<ArticleId> = visible.into_iter().filter(|id| !self.snippets.is_known(*id)).collect();
        if !missing.is_empty() {
            self.snippets.awaited = true;
            self.push(Effect::Snippets(self.snippets.generation, query, missing, columns));
        }
    }

    /// Some of the lines that were asked for; the others are asked for again, if they are still to be seen.
    pub(super) fn snippets_arrived(&mut self, generation: u64, found: Vec<(ArticleId, Option<Snippet>)>) {
        if generation == self.snippets.generation {
            self.snippets.awaited = false;
            self.snippets.known.extend(found.into_iter().map(|(id, line)| (id, (generation, line))));
        }
    }
}
