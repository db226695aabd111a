use super::super::list::{HEADS, Part, condition, keys_sql};
use super::*;
use Order::{Newest, Oldest};

const STATES: [StateFilter; 4] =
    [StateFilter::All, StateFilter::Unread, StateFilter::Read, StateFilter::Starred];

#[test]
fn lists_and_steps_to_the_next_unread_use_an_index_alone() {
    let fixture = Fixture::new();
    let orders = [(false, false), (false, true), (true, false), (true, true)];
    let folding = [(StateFilter::All, false), (StateFilter::Unread, false)];
    let folding = folding.map(|(state, unread)| format!("{} AND {HEADS}", condition(state, unread)));
    for condition in folding {
        for (descends, part) in
            [(false, Part::SameTime), (true, Part::SameTime), (false, Part::Beyond), (true, Part::Beyond)]
        {
            let sql = keys_sql(&condition, false, descends, part);
            let plan = plan(&fixture.library, &sql);
            assert_eq!(plan.len(), 1, "{sql}: {plan:?}");
            assert!(plan[0].contains("article_head"), "{sql}: {plan:?}");
        }
    }
    for (state, unread) in STATES.into_iter().flat_map(|state| [(state, false), (state, true)]) {
        let condition = condition(state, unread);
        for (of_source, descends) in orders.into_iter().filter(|_| condition != "FALSE") {
            for (part, bound) in [(Part::SameTime, "time=? AND rowid"), (Part::Beyond, "time")] {
                let sql = keys_sql(condition, of_source, descends, part);
                let plan = plan(&fixture.library, &sql);
                // one search in one index, no scan, no sorting
                assert_eq!(plan.len(), 1, "{sql}: {plan:?}");
                assert!(plan[0].starts_with("SEARCH article USING "), "{sql}: {plan:?}");
                let bound = format!("{bound}{}?)", if descends { '<' } else { '>' });
                assert!(plan[0].ends_with(&bound), "{sql}: {plan:?}");
                assert_eq!(plan[0].contains("source=?"), of_source, "{sql}: {plan:?}");
                let few = state == StateFilter::Starred;
                assert_eq!(plan[0].contains("starred"), few, "{sql}: {plan:?}");
            }
        }
    }
}

#[test]
fn lists_narrowed_by_a_query_are_still_read_in_order_from_an_index() {
    let (fixture, now) = (Fixture::new(), "2026-11-15T18:30+01:00[Europe/Paris]".parse().unwrap());
    for text in ["is:unread", "is:starred -tag:a", "site:b", "author:a OR is:read", "age:<7d section:a", "a"]
    {
        let narrowed = Query::parse(text, false, &now).unwrap().condition(5).sql;
        for (of_source, descends) in [(false, false), (false, true), (true, false), (true, true)] {
            let sql = keys_sql(&narrowed, of_source, descends, Part::Beyond);
            let plan = plan(&fixture.library, &sql);
            assert!(plan[0].starts_with("SEARCH article USING "), "{text}: {plan:?}");
            assert!(plan[0].contains("time<?") || plan[0].contains("time>?"), "{text}: {plan:?}");
            assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{text}: {plan:?}");
        }
    }
}

#[test]
fn lists_of_some_sources_are_read_from_the_index_of_sources() {
    let (fixture, now) = (Fixture::new(), "2026-11-15T18:30+01:00[Europe/Paris]".parse().unwrap());
    for text in ["folder:a", "source:a site:b"] {
        let narrowed = Query::parse(text, false, &now).unwrap().condition(5).sql;
        let steps = plan(&fixture.library, &keys_sql(&narrowed, false, true, Part::Beyond));
        assert!(steps[0].ends_with("(source=? AND time<?)"), "{text}: {steps:?}");
        for state in [StateFilter::Unread, StateFilter::Read] {
            let narrowed = format!("{} AND {narrowed}", condition(state, false));
            let steps = plan(&fixture.library, &keys_sql(&narrowed, false, true, Part::Beyond));
            assert!(steps[0].ends_with("(source=? AND read=? AND time<?)"), "{text} {state:?}: {steps:?}");
        }
    }
}

fn plan(library: &Library, sql: &str) -> Vec<String> {
    let mut statement = library.db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    // what a query asks for does not change the plan
    let values = [0_i64, 0, 50, 1].into_iter().chain(vec![0; statement.parameter_count() - 4]);
    let steps = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(3)).unwrap();
    steps.map(std::result::Result::unwrap).collect()
}

#[test]
fn every_slice_of_every_order_is_the_part_it_says() {
    let (fixture, ids) = Fixture::with(10);
    let key = |n: usize| fixture.library.row(ids[n]).unwrap().unwrap().key;
    let part = |order, slice, limit| {
        let window = fixture.library.window(&View { order, ..View::default() }, slice, limit).unwrap();
        let numbers: Vec<_> =
            window.rows.iter().map(|row| ids.iter().position(|id| *id == row.key.id).unwrap()).collect();
        (numbers, window.at_start, window.at_end)
    };
    assert_eq!(part(Oldest, Slice::First, 3), (vec![0, 1, 2], true, false));
    assert_eq!(part(Oldest, Slice::First, 10), ((0..10).collect(), true, true));
    assert_eq!(part(Newest, Slice::First, 2), (vec![9, 8], true, false));
    assert_eq!(part(Newest, Slice::Last, 2), (vec![1, 0], false, true));
    assert_eq!(part(Oldest, Slice::After(key(6)), 3), (vec![7, 8, 9], false, true));
    assert_eq!(part(Newest, Slice::After(key(6)), 3), (vec![5, 4, 3], false, false));
    assert_eq!(part(Newest, Slice::Before(key(6)), 2), (vec![8, 7], false, false));
    assert_eq!(part(Newest, Slice::Before(key(6)), 9), (vec![9, 8, 7], true, false));
    assert_eq!(part(Newest, Slice::Before(key(9)), 9), (vec![], true, false));
    assert_eq!(part(Newest, Slice::Around(key(5)), 4), (vec![7, 6, 5, 4], false, false));
    assert_eq!(part(Newest, Slice::Around(key(9)), 4), (vec![9, 8, 7, 6], true, false));
    assert_eq!(part(Newest, Slice::Around(key(0)), 4), (vec![3, 2, 1, 0], false, true));
    assert_eq!(part(Newest, Slice::Around(key(0)), 99), ((0..10).rev().collect(), true, true));
}

#[test]
fn rows_of_the_same_moment_are_all_reached() {
    let mut fixture = Fixture::new();
    let same: Vec<_> = (0..7).map(|n| on_day(&format!("a{n}"), 1)).collect();
    fixture.library.add(fixture.source, &same).unwrap();
    let (view, mut seen, mut slice) = (View::default(), Vec::new(), Slice::First);
    loop {
        let window = fixture.library.window(&view, slice, 2).unwrap();
        seen.extend(window.rows.iter().map(|row| row.key));
        if window.at_end {
            break;
        }
        slice = Slice::After(*seen.last().unwrap());
    }
    assert_eq!(seen.len(), 7);
    assert!(seen.is_sorted_by(|one, next| one > next));
}

#[test]
fn what_became_read_stays_where_it_was_while_it_is_kept() {
    let (mut fixture, ids) = Fixture::with(5);
    fixture.library.mark("s", &ids[1..3], Mark::Read(true)).unwrap();
    let gone = View { state: StateFilter::Unread, order: Order::Oldest, ..View::default() };
    let kept = View { keep: vec![ids[2], ids[4]], ..gone.clone() };
    assert_eq!(fixture.ids(&gone), [ids[0], ids[3], ids[4]]);
    assert_eq!(fixture.ids(&kept), [ids[0], ids[2], ids[3], ids[4]]);
    let elsewhere = View { source: Some(SourceId(99)), ..kept.clone() };
    assert!(fixture.ids(&elsewhere).is_empty());
    let first = fixture.library.row(ids[0]).unwrap().unwrap().key;
    let next = fixture.library.next_unread(&kept, Some(first), true).unwrap().unwrap();
    assert_eq!(next.id, ids[3]);
}

#[test]
fn the_next_unread_is_found_in_the_views_order_and_not_beyond_its_end() {
    let (mut fixture, ids) = Fixture::with(6);
    fixture.library.mark("s", &[ids[1], ids[2], ids[5]], Mark::Read(true)).unwrap();
    fixture.library.mark("s", &[ids[0], ids[1]], Mark::Starred(true)).unwrap();
    let key = |n: usize| fixture.library.row(ids[n]).unwrap().unwrap().key;
    let next = |view: &View, from: Option<usize>, forward| {
        let found = fixture.library.next_unread(view, from.map(key), forward).unwrap();
        found.map(|key| ids.iter().position(|id| *id == key.id).unwrap())
    };
    let all = View::default();
    assert_eq!(next(&all, None, true), Some(4));
    assert_eq!(next(&all, Some(3), true), Some(0));
    assert_eq!(next(&all, Some(0), true), None);
    assert_eq!(next(&all, Some(0), false), Some(3));
    assert_eq!(next(&View { order: Order::Oldest, ..all.clone() }, Some(0), true), Some(3));
    assert_eq!(next(&View { state: StateFilter::Starred, ..all.clone() }, None, true), Some(0));
    assert_eq!(next(&View { state: StateFilter::Read, ..all }, None, true), None);
}

#[test]
fn a_row_says_what_is_known() {
    let mut fixture = Fixture::new();
    let article = Article {
        title: "T".into(),
        authors: vec!["A B".into(), "C".into()],
        url: Some("https://example.org/t".into()),
        ..Article::default()
    };
    let outlet = Article { site: Some("Outlet".into()), ..article.clone() };
    fixture.library.add(fixture.source, &[loaded("k", article), loaded("l", outlet)]).unwrap();
    let rows = fixture.library.window(&View::default(), Slice::First, 9).unwrap().rows;
    assert_eq!((rows[0].site.as_str(), rows[1].site.as_str()), ("Outlet", "Source /news"));
    assert_eq!((rows[1].byline.as_str(), rows[1].published), ("A B, C", None));
    assert_eq!(rows[1].url.as_deref(), Some("https://example.org/t"));
}
