//! Whole libraries, asked whole queries.

use std::ops::ControlFlow;

use proptest::prelude::*;
use tempfile::TempDir;

use super::naive::{Ask, FOLDERS, LANGUAGES, Piece, SOURCES, ask, piece};
use super::*;
use crate::article::{Article, Block, Moment};
use crate::library::{
    ArticleId, Hit, HitOrder, Library, NewSource, Order, Origin, Slice, SourceKind, StateFilter, View,
};
use crate::loader::Loaded;

/// A library of these pieces; its index, if there is to be one, follows in two steps and so has several segments.
fn filled(pieces: &[Piece], indexed: bool) -> (TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let sources = SOURCES.map(|title| {
        let new = NewSource {
            kind: SourceKind::Folder,
            address: format!("/{title}"),
            title: title.into(),
            origin: Origin::User,
        };
        library.add_source(&new).unwrap().id
    });
    for (source, folders) in sources.iter().zip(FOLDERS) {
        library.set_folders(*source, folders).unwrap();
    }
    for (number, piece) in pieces.iter().enumerate() {
        library.add(sources[piece.source], &[loaded(number, piece)]).unwrap();
        if indexed && (number == pieces.len() / 2 || number + 1 == pieces.len()) {
            library.catch_up(&mut |_| ControlFlow::Continue(())).unwrap();
        }
    }
    (folder, library)
}

fn loaded(number: usize, piece: &Piece) -> Loaded {
    let day = jiff::civil::date(2020, 1, 1).saturating_add(jiff::Span::new().days(piece.day));
    let article = Article {
        title: piece.title.written(),
        authors: vec![piece.author.written()],
        published: Some(Moment::Day(day)),
        site: piece.site.as_ref().map(super::naive::Prose::written),
        language: piece.language.map(str::to_owned),
        sections: vec![piece.section.written()],
        categories: piece.categories.iter().map(super::naive::Prose::written).collect(),
        body: piece.paragraphs.iter().map(|prose| Block::paragraph(prose.written())).collect(),
        ..Article::default()
    };
    Loaded {
        key: number.to_string(),
        given_id: None,
        tags: vec![piece.tag.written()],
        read: Some(piece.read),
        starred: Some(piece.starred),
        article,
    }
}

/// The numbers of the articles that fit, in the order of the list, two at a time.
fn answer(library: &Library, query: &Query, order: Order) -> Vec<ArticleId> {
    let view = View { query: Some(query.clone()), order, ..View::default() };
    let (mut ids, mut slice) = (Vec::new(), Slice::First);
    loop {
        let window = library.window(&view, slice, 2).unwrap();
        ids.extend(window.rows.iter().map(|row| row.key.id));
        match window.rows.last() {
            Some(last) if !window.at_end => slice = Slice::After(last.key),
            _ => return ids,
        }
    }
}

/// The numbers of the articles that the search finds, two at a time.
fn hits(library: &Library, query: &Query, order: HitOrder) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    loop {
        let next = library.search(query, order, hits.last().copied(), 2, &|| false).unwrap().unwrap();
        if next.is_empty() {
            return hits;
        }
        hits.extend(next);
    }
}

fn ids(hits: &[Hit]) -> Vec<ArticleId> {
    hits.iter().map(|hit| hit.key.id).collect()
}

/// The numbers of those that fit, by comparing words one by one.
fn expected(pieces: &[Piece], ask: &Ask) -> Vec<ArticleId> {
    let mut fitting: Vec<(i64, i64)> = Vec::new();
    for (number, piece) in pieces.iter().enumerate().filter(|(_, piece)| ask.fits(piece)) {
        fitting.push((piece.day, number as i64 + 1));
    }
    fitting.sort_unstable();
    fitting.into_iter().map(|(_, number)| ArticleId(number)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_query_finds_what_comparing_word_by_word_finds(
        pieces in proptest::collection::vec(piece(), 1..10),
        asks in proptest::collection::vec(ask(), 16),
    ) {
        let (_folder, library) = filled(&pieces, false);
        for ask in asks {
            let text = ask.written();
            let query = parse(&text);
            let mut expected = expected(&pieces, &ask);
            prop_assert_eq!(&answer(&library, &query, Order::Oldest), &expected, "{}", text);
            for number in 1..=pieces.len() as i64 {
                let held = library.get(ArticleId(number)).unwrap().unwrap();
                prop_assert_eq!(query.fits(&held), expected.contains(&held.key.id), "{}", text);
            }
            expected.reverse();
            prop_assert_eq!(&answer(&library, &query, Order::Newest), &expected, "{}", text);
            prop_assert_eq!(parse(&query.to_string()), query);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_index_finds_the_same_in_the_same_order(
        pieces in proptest::collection::vec(piece(), 1..10),
        asks in proptest::collection::vec(ask(), 16),
    ) {
        let (_folder, library) = filled(&pieces, true);
        for ask in asks {
            let text = ask.written();
            let query = parse(&text);
            let mut expected = expected(&pieces, &ask);
            prop_assert_eq!(&answer(&library, &query, Order::Oldest), &expected, "{}", text);
            prop_assert_eq!(&ids(&hits(&library, &query, HitOrder::Oldest)), &expected, "{}", text);
            let ranked = hits(&library, &query, HitOrder::Rank);
            prop_assert!(ranked.is_sorted_by(|one, other| one.score >= other.score), "{}", text);
            let mut ranked = ids(&ranked);
            ranked.sort_unstable();
            let mut sorted = expected.clone();
            sorted.sort_unstable();
            prop_assert_eq!(ranked, sorted, "{}", text);
            expected.reverse();
            prop_assert_eq!(&answer(&library, &query, Order::Newest), &expected, "{}", text);
            prop_assert_eq!(&ids(&hits(&library, &query, HitOrder::Newest)), &expected, "{}", text);
            let unread = View { state: StateFilter::Unread, query: Some(query.clone()), ..View::default() };
            let rows = library.window(&unread, Slice::Last, 100).unwrap().rows;
            expected.retain(|id| !pieces[id.0 as usize - 1].read);
            prop_assert_eq!(rows.iter().map(|row| row.key.id).collect::<Vec<_>>(), expected, "{}", text);
        }
    }
}

fn one(title: &str, article: Article) -> Library {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let new = NewSource {
        kind: SourceKind::File,
        address: "/a/b.md".into(),
        title: "B".into(),
        origin: Origin::User,
    };
    let source = library.add_source(&new).unwrap().id;
    let article = Article { title: title.into(), ..article };
    let loaded =
        Loaded { key: String::new(), given_id: None, tags: vec![], read: None, starred: None, article };
    library.add(source, &[loaded]).unwrap();
    library
}

#[test]
fn names_and_addresses_are_found_as_the_list_shows_them() {
    let hosted = one("T", Article { site_host: Some("example.org".into()), ..Article::default() });
    let bare = one("T", Article::default());
    let finds = |library: &Library, query: &str| {
        let by_list = answer(library, &parse(query), Order::Newest).len() == 1;
        assert_eq!(parse(query).fits(&library.get(ArticleId(1)).unwrap().unwrap()), by_list, "{query}");
        by_list
    };
    assert!(finds(&hosted, "site:example.org") && !finds(&hosted, "site:b"));
    assert!(finds(&bare, "site:b") && finds(&bare, "source:/a/b.md") && !finds(&bare, "source:/a"));
    assert!(finds(&bare, "-lang:en") && !finds(&bare, "author:x"));
}

#[test]
fn only_queries_without_text_are_answered_by_the_database_alone() {
    for text in ["is:unread -tag:a", "after:2020 (site:x OR author:y)", ""] {
        assert!(!parse(text).needs_text(), "{text}");
    }
    for text in ["a", "is:read -title:a", "is:read OR /x/", &format!("lang:{}", LANGUAGES[0])] {
        assert!(parse(text).needs_text(), "{text}");
    }
}

#[test]
fn the_longest_and_deepest_query_is_answered() {
    let library = one("T", Article::default());
    for part in ["-site:a ", "-source:a ", "-tag:a ", "after:2020-01-01 "] {
        assert_eq!(answer(&library, &parse(&part.repeat(256)), Order::Newest).len(), 1);
    }
    let deep = format!("{}-tag:a{}", "-(is:read OR ".repeat(15), ")".repeat(15));
    assert_eq!(answer(&library, &parse(&deep), Order::Newest).len(), 0);
}
