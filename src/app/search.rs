//! Searching and filtering: a line that is typed into while the list follows.

use super::App;
use super::layers::{Layer, Typed, type_into};
use super::prompt::Line;
use super::views::NamedView;
use crate::keys::Chord;
use crate::library::{Query, QueryError};

/// What is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To find something in the list; what is found can be opened.
    Search,
    /// The same in the whole library.
    SearchLibrary,
    /// To go on with less in the list.
    Filter,
}

/// The line, and the view that is narrowed by what is typed.
#[derive(Debug)]
pub struct Search {
    /// What for.
    pub purpose: Purpose,
    /// What is typed.
    pub line: Line,
    /// Why that is no query, if it is none; the list then shows what was typed before.
    pub wrong: Option<QueryError>,
    whole: NamedView,
    /// Whether the list shows a part of that.
    narrows: bool,
}

impl Search {
    /// Whether a key means the place in the list that what was typed leads to.
    pub(super) fn waits(&self, chord: Chord) -> bool {
        matches!(type_into(&mut self.line.clone(), chord), Typed::Enter | Typed::Move(_))
    }
}

impl App {
    pub(super) fn begin_search(&mut self, purpose: Purpose) {
        let whole = match purpose {
            Purpose::Search => self.searchable(),
            Purpose::SearchLibrary => NamedView::default(),
            Purpose::Filter => self.shown_view(),
        };
        let line = Line::default();
        self.layers.push(Layer::Search(Search { purpose, line, wrong: None, whole, narrows: false }));
    }

    pub(super) fn search_key(&mut self, mut search: Search, chord: Chord) {
        match type_into(&mut search.line, chord) {
            Typed::Leave => return self.forget_search(&mut search),
            Typed::Enter if search.wrong.is_none() => return self.finish_search(&search),
            Typed::Edited => self.search_typed(&mut search),
            Typed::Move(rows) => self.list.move_by(rows),
            Typed::Enter | Typed::Nothing => {}
        }
        self.layers.push(Layer::Search(search));
    }

    pub(super) fn search_pasted(&mut self, text: &str) {
        if let Some(Layer::Search(mut search)) = self.layers.pop() {
            search.line.insert(text);
            self.search_typed(&mut search);
            self.layers.push(Layer::Search(search));
        }
    }

    /// The list follows what is typed. As long as that is no query it shows what was typed before, and of nothing the
    /// view before.
    fn search_typed(&mut self, search: &mut Search) {
        let text = search.line.text().trim();
        match Query::parse(search.line.text(), true, &self.clock.zoned) {
            Err(wrong) => search.wrong = Some(wrong),
            Ok(_) if text.is_empty() => self.forget_search(search),
            Ok(query) => {
                search.wrong = None;
                let part = search.whole.narrowed(query, text);
                let narrowed = std::mem::replace(&mut search.narrows, true);
                self.show_found(search, part, narrowed);
            }
        }
    }

    fn show_found(&mut self, search: &Search, part: NamedView, narrowed: bool) {
        if narrowed {
            self.views.name = part.name;
            if self.list.view.query != part.view.query {
                self.set_view(part.view);
            }
        } else {
            self.show_view(part.view, part.name);
        }
        self.views.searched = (search.purpose != Purpose::Filter).then(|| search.whole.clone());
    }

    fn forget_search(&mut self, search: &mut Search) {
        search.wrong = None;
        if std::mem::take(&mut search.narrows) {
            self.leave_view();
        }
    }

    /// The list stays as it is; what was searched for is read.
    fn finish_search(&mut self, search: &Search) {
        if !search.narrows || search.purpose == Purpose::Filter {
            return;
        }
        self.views.forget_last_search();
        if self.list.selected().is_some() {
            self.open_selected();
        }
    }
}

#[cfg(test)]
mod tests;
