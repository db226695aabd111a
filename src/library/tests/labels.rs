//! The frequent names, against counting them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const KINDS: [LabelKind; 4] = [LabelKind::Site, LabelKind::Section, LabelKind::Category, LabelKind::Author];

type Names = BTreeSet<u8>;

#[derive(Debug, Clone)]
enum Op {
    Add { key: u8, names: Names },
    Rename { key: u8, to: u8 },
    Tag { key: u8, names: Names },
}

fn op() -> impl Strategy<Value = Op> {
    let names = || prop::collection::btree_set(0..5_u8, 0..3);
    prop_oneof![
        4 => (0..6_u8, names()).prop_map(|(key, names)| Op::Add { key, names }),
        1 => (0..6_u8, 6..9_u8).prop_map(|(key, to)| Op::Rename { key, to }),
        1 => (0..9_u8, names()).prop_map(|(key, names)| Op::Tag { key, names }),
    ]
}

fn article(names: &Names) -> Article {
    let called = |kind: &str| names.iter().map(|n| format!("{kind} {n}")).collect::<Vec<_>>();
    let mut article = Article {
        title: format!("{names:?}"),
        site: called("site").pop(),
        sections: called("section"),
        categories: called("category"),
        authors: called("author"),
        ..Article::default()
    };
    // the same name twice on a piece is one article with it
    article.authors.extend(called("author"));
    article
}

fn run(fixture: &mut Fixture, model: &mut BTreeMap<u8, Names>, op: Op) {
    let library = &mut fixture.library;
    match op {
        Op::Add { key, names } => {
            library.add(fixture.source, &[loaded(&key.to_string(), article(&names))]).unwrap();
            model.insert(key, names);
        }
        Op::Rename { key, to } => {
            let Some(names) = model.get(&key).cloned().filter(|_| !model.contains_key(&to)) else { return };
            let text = loaded(&to.to_string(), article(&names));
            let mut walk = Walk::default();
            library.add_walked(fixture.source, &[text], &mut walk).unwrap();
            assert_eq!(library.finish_walk(walk).unwrap(), 1);
            // of several with the same text the oldest is the one that was renamed
            model.insert(to, names);
            model.retain(|key, _| fixture.by_key(&key.to_string()).is_some());
        }
        Op::Tag { key, names } => {
            let Some(id) = fixture.by_key(&key.to_string()) else { return };
            let tags: Vec<String> = names.iter().map(|n| format!("category {n}")).collect();
            fixture.library.set_tags("s", id, &tags).unwrap();
        }
    }
}

/// The names of a kind by counting.
fn counted(model: &BTreeMap<u8, Names>, kind: LabelKind) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for names in model.values() {
        let kept = if kind == LabelKind::Site { names.len().saturating_sub(1) } else { 0 };
        for name in names.iter().skip(kept) {
            *counts.entry(format!("{} {name}", kind.word())).or_default() += 1;
        }
    }
    let mut names: Vec<_> = counts.into_iter().collect();
    names.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    names.into_iter().map(|(name, _)| name).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_frequent_names_are_those_that_counting_finds(ops in prop::collection::vec(op(), 1..30)) {
        let (mut fixture, mut model) = (Fixture::new(), BTreeMap::new());
        for op in ops {
            run(&mut fixture, &mut model, op);
        }
        prop_assert!(fixture.library.check().unwrap().is_empty());
        for kind in KINDS {
            let names = counted(&model, kind);
            prop_assert_eq!(fixture.library.frequent_labels(kind, 2).unwrap(), &names[..names.len().min(2)]);
            prop_assert_eq!(fixture.library.frequent_labels(kind, 99).unwrap(), names);
        }
    }
}

#[test]
fn a_name_leads_to_the_articles_that_have_it() {
    let mut fixture = Fixture::new();
    let named = |key: &str, author: &str| {
        loaded(key, Article { title: key.into(), authors: vec![author.into()], ..Article::default() })
    };
    let articles = [named("a", "Ida \"Ferry\" Rowe"), named("b", "Ida Rowe")];
    fixture.library.add(fixture.source, &articles).unwrap();
    let text = LabelKind::Author.query("Ida \"Ferry\" Rowe");
    let query = Query::parse(&text, false, &jiff::Zoned::now()).unwrap();
    let view = View { query: Some(query), ..View::default() };
    assert_eq!(fixture.ids(&view).len(), 1, "{text}");
}

#[test]
fn frequent_names_are_found_without_counting() {
    let fixture = Fixture::new();
    let sql = "EXPLAIN QUERY PLAN SELECT name FROM label WHERE kind = 'site' AND articles > 0 \
               ORDER BY articles DESC, name LIMIT 200";
    let plan: String = fixture.library.db.query_row(sql, [], |row| row.get(3)).unwrap();
    assert!(plan.contains("COVERING INDEX label_frequent"), "{plan}");
}

#[test]
fn a_removed_source_is_listed_while_articles_of_it_are_left() {
    let (mut fixture, _) = Fixture::with(2);
    let empty = fixture.library.add_source(&new_source("/empty")).unwrap();
    let listed = |library: &Library| {
        let sources = library.sources_with_articles().unwrap().into_iter();
        sources.map(|source| (source.address, source.removed)).collect::<Vec<_>>()
    };
    let at = |address: &str, removed| (address.to_owned(), removed);
    assert_eq!(listed(&fixture.library), [at("/empty", false), at("/news", false)]);
    assert!(fixture.library.unsubscribe("s", empty.id).unwrap());
    assert!(fixture.library.unsubscribe("s", fixture.source).unwrap());
    assert!(!fixture.library.unsubscribe("s", fixture.source).unwrap());
    assert_eq!(listed(&fixture.library), [at("/news", true)]);
    assert_eq!(fixture.library.undo("s").unwrap().unwrap().what, "1 source removed");
    assert_eq!(listed(&fixture.library), [at("/news", false)]);
    assert_eq!(fixture.library.sources().unwrap().len(), 1);
}
