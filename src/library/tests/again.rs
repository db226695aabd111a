use std::ops::ControlFlow;

use super::*;
use crate::article::Moment;

/// An entry under this key, of a day in May 2024 (0: without a date).
fn entry(key: &str, url: &str, day: i8, title: &str) -> Loaded {
    let published = (day > 0).then(|| Moment::Day(jiff::civil::date(2024, 5, day)));
    let (url, title) = (Some(url.to_owned()), title.to_owned());
    loaded(key, Article { url, title, published, ..Article::default() })
}

fn walk(fixture: &mut Fixture, articles: &[Loaded]) -> u64 {
    let mut walk = Walk::default();
    fixture.library.add_walked(fixture.source, articles, &mut walk).unwrap();
    fixture.library.finish_walk(walk).unwrap()
}

#[test]
fn an_article_whose_guid_and_address_change_is_one_row_with_its_marks() {
    let mut fixture = Fixture::new();
    walk(&mut fixture, &[entry("guid 1", "http://www.e.example/one/", 3, "One")]);
    fixture.library.catch_up(&mut |_| ControlFlow::Continue(())).unwrap();
    let id = fixture.ids(&View::default())[0];
    fixture.library.mark("s", &[id], Mark::Read(true)).unwrap();
    fixture.library.mark("s", &[id], Mark::Starred(true)).unwrap();
    fixture.library.set_tags("s", id, &["later".into()]).unwrap();
    let came = entry("guid 2", "https://e.example/one?utm_source=rss&fbclid=7", 3, "One, corrected");
    assert_eq!(walk(&mut fixture, std::slice::from_ref(&came)), 1);
    assert_eq!(fixture.ids(&View::default()), [id]);
    let held = fixture.library.get(id).unwrap().unwrap();
    assert_eq!((held.read, held.starred, held.tags), (true, true, vec!["later".to_owned()]));
    assert_eq!(
        (held.article.title, held.article.url),
        (came.article.title.clone(), came.article.url.clone())
    );
    assert_eq!(fixture.library.revisions(id).unwrap(), 1);
    assert_eq!(fixture.library.revision(id, 1).unwrap().unwrap().article.title, "One");
    assert_eq!(fixture.library.counts(&View::default()).unwrap(), Counts { total: 1, unread: 0 });
    // the signature was of another text
    for (table, rows) in [("body", 1), ("signature", 0), ("article_label", 1)] {
        assert_eq!(fixture.number(&format!("SELECT count(*) FROM {table}")), rows, "{table}");
    }
    assert_eq!(fixture.library.add(fixture.source, &[came]).unwrap().unchanged, 1);
    assert_eq!(fixture.library.find("https://e.example/one").unwrap(), [id]);
}

#[test]
fn names_that_articles_stand_under_are_counted_once() {
    let mut fixture = Fixture::new();
    let piece = |key: &str, text: &str| {
        let mut piece = entry(key, "https://e.example/one", 3, text);
        piece.article.categories = vec!["China".into()];
        piece
    };
    walk(&mut fixture, &[piece("a", "One")]);
    walk(&mut fixture, &[piece("b", "Two")]);
    assert_eq!(fixture.number("SELECT articles FROM label WHERE name = 'China'"), 1);
    let moved =
        fixture.number("SELECT count(*) FROM article_label JOIN article USING (time) WHERE article = id");
    assert_eq!(moved, fixture.number("SELECT count(*) FROM article_label"));
}

#[test]
fn an_address_alone_makes_no_two_entries_one() {
    let same = "https://e.example/today";
    for (held, came) in [
        // another day's
        (vec![entry("a", same, 3, "Today")], vec![entry("b", same, 4, "Today")]),
        // without dates, another headline
        (vec![entry("a", same, 0, "Rain")], vec![entry("b", same, 0, "Sun")]),
        // both are there
        (vec![entry("a", same, 3, "One")], vec![entry("b", same, 3, "Two"), entry("a", same, 3, "One")]),
        // nobody can tell which one
        (vec![entry("a", same, 3, "One"), entry("c", same, 3, "Three")], vec![entry("b", same, 3, "Two")]),
    ] {
        let mut fixture = Fixture::new();
        walk(&mut fixture, &held);
        assert_eq!(walk(&mut fixture, &came), 0, "{held:?} {came:?}");
    }
}

#[test]
fn without_dates_a_headline_proves_what_an_address_says() {
    let mut fixture = Fixture::new();
    walk(&mut fixture, &[entry("a", "http://e.example/1", 0, "Rain")]);
    assert_eq!(walk(&mut fixture, &[entry("b", "https://e.example/1", 0, "Rain")]), 1);
}

#[test]
fn one_that_was_found_again_by_its_address_is_not_found_by_its_text_too() {
    let mut fixture = Fixture::new();
    walk(&mut fixture, &[entry("a", "https://e.example/1", 3, "One")]);
    let by_place = entry("b", "https://e.example/1", 3, "Other");
    let by_text = entry("c", "https://e.example/1", 3, "One");
    assert_eq!(walk(&mut fixture, &[by_place, by_text]), 1);
    assert_eq!(fixture.ids(&View::default()).len(), 2);
}

#[test]
fn earlier_texts_are_kept_the_latest_first_and_not_without_end() {
    let mut fixture = Fixture::new();
    let text = |text: &str| entry("a", "https://e.example/1", 3, text);
    for number in 0..30 {
        fixture.library.add(fixture.source, &[text(&number.to_string())]).unwrap();
    }
    let id = fixture.ids(&View::default())[0];
    let titles = |library: &Library| {
        let earlier = (1..).map_while(|back| library.revision(id, back).unwrap());
        earlier.map(|revision| revision.article.title).collect::<Vec<_>>()
    };
    let expected: Vec<String> = (13..29).rev().map(|number| number.to_string()).collect();
    assert_eq!(titles(&fixture.library), expected);
    // what it says again is no earlier text
    fixture.library.add(fixture.source, &[text("20")]).unwrap();
    let held = titles(&fixture.library);
    assert!(held.contains(&"29".to_owned()) && !held.contains(&"20".to_owned()), "{held:?}");
    assert_eq!(fixture.library.revision(id, 0).unwrap(), None);
}
