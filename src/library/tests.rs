//! The library as a whole, on real files.

mod adding;
mod again;
mod labels;
mod lists;
mod marks;
mod model;
mod opening;
mod reading;

use std::ops::ControlFlow;

use tempfile::TempDir;

use super::*;
use crate::article::{Article, Block};
use crate::layout::Anchor;
use crate::loader::Loaded;

/// A library in a folder of its own, with one source.
pub(super) struct Fixture {
    pub(super) library: Library,
    pub(super) source: SourceId,
    pub(super) folder: TempDir,
}

impl Fixture {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(folder.path()).unwrap();
        let source = library.add_source(&new_source("/news")).unwrap().id;
        Self { library, source, folder }
    }

    /// Adds articles `0..count`, one a day; the ids are in the same order.
    pub(super) fn with(count: usize) -> (Self, Vec<ArticleId>) {
        let mut fixture = Self::new();
        let articles: Vec<_> = (0..count).map(|n| on_day(&format!("a{n}"), n)).collect();
        fixture.library.add(fixture.source, &articles).unwrap();
        let view = View { order: Order::Oldest, ..View::default() };
        let ids = fixture.ids(&view);
        (fixture, ids)
    }

    pub(super) fn other(&self) -> Library {
        Library::open(self.folder.path()).unwrap()
    }

    pub(super) fn ids(&self, view: &View) -> Vec<ArticleId> {
        let window = self.library.window(view, Slice::First, 10_000).unwrap();
        window.rows.iter().map(|row| row.key.id).collect()
    }

    pub(super) fn by_key(&self, key: &str) -> Option<ArticleId> {
        self.library.by_key(self.source.0, fold::hash(key.as_bytes())).unwrap()
    }

    pub(super) fn number(&self, sql: &str) -> i64 {
        self.library.db.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// Does what was promised; how many things that were.
pub(super) fn carry_out(library: &mut Library) -> usize {
    std::iter::from_fn(|| library.carry_out(&mut |_| ControlFlow::Continue(())).unwrap()).count()
}

pub(super) fn new_source(address: &str) -> NewSource {
    NewSource {
        kind: SourceKind::Folder,
        address: address.into(),
        title: format!("Source {address}"),
        origin: Origin::User,
    }
}

pub(super) fn loaded(key: &str, article: Article) -> Loaded {
    Loaded { key: key.into(), given_id: None, tags: vec![], read: None, starred: None, article }
}

/// An article published `day` days after 1 January 2020, with its key as headline and text.
pub(super) fn on_day(key: &str, day: usize) -> Loaded {
    let date = jiff::civil::date(2020, 1, 1).saturating_add(jiff::Span::new().days(day as i64));
    let article = Article {
        title: key.into(),
        published: Some(crate::article::Moment::Day(date)),
        body: vec![Block::paragraph(format!("Text of {key}."))],
        ..Article::default()
    };
    loaded(key, article)
}
