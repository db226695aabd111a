//! Lists that are narrowed by words: their places by rank, and how many there are.

use std::ops::ControlFlow;

use super::*;
use crate::article::{Article, Block};
use crate::library::tests::{Fixture, loaded, on_day};
use crate::library::{Counts, Mark, Order, Slice};

/// Thirty articles of which each third speaks of boats, the later the more.
fn harbour() -> (Fixture, Vec<ArticleId>) {
    let mut fixture = Fixture::new();
    let article = |n: usize| {
        let boats = "boat ".repeat(if n.is_multiple_of(3) { n + 1 } else { 0 });
        // as long as the others and no copy of them
        let water: Vec<String> = (0..60).map(|drop| format!("water{n}x{drop}")).collect();
        let body = vec![Block::paragraph(format!("{boats}{}", water.join(" ")))];
        loaded(&format!("a{n}"), Article { body, ..on_day(&format!("a{n}"), n).article })
    };
    fixture.library.add(fixture.source, &(0..30).map(article).collect::<Vec<_>>()).unwrap();
    fixture.library.catch_up(&mut |_| ControlFlow::Continue(())).unwrap();
    let ids = fixture.ids(&View { order: Order::Oldest, ..View::default() });
    (fixture, ids)
}

fn view(query: &str) -> View {
    View { query: Some(Query::parse(query, false, &jiff::Zoned::now()).unwrap()), ..View::default() }
}

fn keys(fixture: &Fixture, view: &View, slice: Slice, limit: usize) -> (Vec<ArticleId>, bool, bool) {
    let window = fixture.library.window(view, slice, limit).unwrap();
    (window.rows.iter().map(|row| row.key.id).collect(), window.at_start, window.at_end)
}

#[test]
fn windows_by_rank_are_parts_of_what_a_search_gives() {
    let (fixture, _) = harbour();
    let by_rank = View { order: Order::Rank, ..view("boat") };
    let query = by_rank.query.as_ref().unwrap();
    let hits = fixture.library.search(query, HitOrder::Rank, None, 99, &|| false).unwrap().unwrap();
    let (key, ids): (Vec<SortKey>, Vec<ArticleId>) = hits.iter().map(|hit| (hit.key, hit.key.id)).unzip();
    assert_eq!(ids.len(), 10);
    let part = |slice, limit| keys(&fixture, &by_rank, slice, limit);
    assert_eq!(part(Slice::First, 4), (ids[..4].to_vec(), true, false));
    assert_eq!(part(Slice::Last, 4), (ids[6..].to_vec(), false, true));
    assert_eq!(part(Slice::After(key[3]), 4), (ids[4..8].to_vec(), false, false));
    assert_eq!(part(Slice::After(key[7]), 4), (ids[8..].to_vec(), false, true));
    assert_eq!(part(Slice::Before(key[2]), 4), (ids[..2].to_vec(), true, false));
    assert_eq!(part(Slice::Around(key[5]), 4), (ids[3..7].to_vec(), false, false));
    assert_eq!(part(Slice::Around(key[9]), 99), (ids.clone(), true, true));
}

#[test]
fn a_list_by_rank_follows_the_state_of_its_articles_and_keeps_what_it_is_told_to() {
    let (mut fixture, _) = harbour();
    let unread = View { order: Order::Rank, state: StateFilter::Unread, ..view("boat") };
    let all = keys(&fixture, &unread, Slice::First, 99).0;
    let next = |fixture: &Fixture, from: usize, forward| {
        let from = fixture.library.row(all[from]).unwrap().unwrap().key;
        fixture.library.next_unread(&unread, Some(from), forward).unwrap().map(|key| key.id)
    };
    fixture.library.mark("test", &all[1..3], Mark::Read(true)).unwrap();
    let kept = View { keep: vec![all[1]], ..unread.clone() };
    assert_eq!(keys(&fixture, &unread, Slice::First, 99).0, [&all[..1], &all[3..]].concat());
    assert_eq!(keys(&fixture, &kept, Slice::First, 99).0, [&all[..2], &all[3..]].concat());
    assert_eq!((next(&fixture, 0, true), next(&fixture, 3, false)), (Some(all[3]), Some(all[0])));
    assert_eq!(next(&fixture, 9, true), None);
    // another connection, as the reader has one beside that of the writer
    fixture.other().mark("test", &all[1..2], Mark::Read(false)).unwrap();
    assert_eq!(keys(&fixture, &unread, Slice::First, 99).0.len(), 9);
}

#[test]
fn without_words_there_is_no_rank() {
    let (fixture, ids) = harbour();
    let by_rank = View { order: Order::Rank, ..view("is:unread -boat") };
    assert_eq!(keys(&fixture, &by_rank, Slice::First, 1).0, [ids[29]]);
    let nothing = View { order: Order::Rank, ..View::default() };
    assert_eq!(keys(&fixture, &nothing, Slice::First, 1).0, [ids[29]]);
}

#[test]
fn a_count_is_what_the_list_holds() {
    let (mut fixture, ids) = harbour();
    fixture.library.mark("test", &ids[..10], Mark::Read(true)).unwrap();
    fixture.library.mark("test", &ids[5..15], Mark::Starred(true)).unwrap();
    for query in ["boat", "boat OR a1", "-boat", "boat is:read", "is:starred", "/bo+at/ is:unread", "nothing"]
    {
        for state in [StateFilter::All, StateFilter::Unread, StateFilter::Read, StateFilter::Starred] {
            let view = View { state, ..view(query) };
            let rows = fixture.library.window(&view, Slice::First, 99).unwrap().rows;
            let unread = rows.iter().filter(|row| !row.read).count() as u64;
            let counts = Counts { total: rows.len() as u64, unread };
            let count = fixture.library.count(&view, &|| false).unwrap();
            assert_eq!(count, Some(Count { counts, more: false }), "{query} {state:?}");
        }
    }
    assert_eq!(fixture.library.count(&view("boat"), &|| true).unwrap(), None);
    let all = fixture.library.count(&View::default(), &|| true).unwrap().unwrap();
    assert_eq!(all.counts, Counts { total: 30, unread: 20 });
}

#[test]
fn without_an_index_nothing_is_counted() {
    let (fixture, _) = Fixture::with(3);
    let count = fixture.library.count(&view("text"), &|| false).unwrap();
    assert_eq!(count, Some(Count { more: true, ..Count::default() }));
    assert_eq!(fixture.library.count(&view("is:unread"), &|| false).unwrap().unwrap().counts.total, 3);
}
