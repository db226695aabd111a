//! Related articles in libraries as small as the smallest.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::super::tests::{Fixture, loaded};
use super::super::{Mark, Order, View};
use super::*;
use crate::article::Block;
use crate::loader::Loaded;

/// Three stories of five pieces each, and what they share with everything.
const STORIES: [(&str, &str); 3] = [
    ("ferry", "The last diesel ferry Marlin left the harbour quay while Captain Rowe counted passengers"),
    ("comet", "A bright comet with a long tail was seen from the observatory by the astronomer Sato"),
    ("loaf", "The baker Agnes keeps a sourdough loaf in the oven until flour and yeast smell right"),
];

fn piece(story: usize, number: usize) -> Loaded {
    let (name, sentence) = STORIES[story];
    let own = ["Monday brought rain.", "Tuesday was dry.", "Nobody slept.", "Letters came.", "It ended."];
    let article = Article {
        title: format!("The {name} again, part {number}"),
        published: format!("2026-03-{:02}", 1 + story * 5 + number).parse().ok(),
        language: Some("en".into()),
        body: vec![Block::paragraph(sentence), Block::paragraph(own[number])],
        ..Article::default()
    };
    loaded(&format!("{name}{number}"), article)
}

/// Fifteen articles, the stories one after the other.
fn fifteen() -> (Fixture, Vec<ArticleId>) {
    let mut fixture = Fixture::new();
    let pieces: Vec<Loaded> = (0..15).map(|n| piece(n / 5, n % 5)).collect();
    fixture.library.add(fixture.source, &pieces).unwrap();
    let ids = fixture.ids(&View { order: Order::Oldest, ..View::default() });
    catch_up(&fixture.library);
    (fixture, ids)
}

fn ids(related: &[Related]) -> Vec<ArticleId> {
    related.iter().map(|related| related.row.key.id).collect()
}

fn related(library: &Library, id: ArticleId, limit: usize) -> Vec<Related> {
    library.related(id, limit, &|| false).unwrap().unwrap()
}

/// The frequencies as a scan over all signatures finds them.
fn counted(library: &Library) -> Vec<(TermHash, u32)> {
    let mut statement = library.db.prepare("SELECT vector FROM signature").unwrap();
    let vectors = statement.query_map([], |row| row.get(0)).unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for vector in vectors {
        for (term, _) in Vector::decode(vector.unwrap()).entries() {
            *counts.entry(term).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}

#[track_caller]
fn check_frequencies(library: &Library) {
    let frequencies = library.frequencies().unwrap();
    let articles: u32 = library.db.query_row("SELECT count(*) FROM signature", [], |row| row.get(0)).unwrap();
    assert_eq!(frequencies.articles(), articles);
    for (term, count) in counted(library) {
        assert_eq!(frequencies.of(term), count);
    }
}

#[test]
fn among_fifteen_articles_each_finds_its_own_story() {
    let (fixture, all) = fifteen();
    for (n, id) in all.iter().enumerate() {
        let found = ids(&related(&fixture.library, *id, 4));
        assert!(!found.contains(id));
        let mut story = all[n / 5 * 5..n / 5 * 5 + 5].to_vec();
        story.retain(|other| other != id);
        let mut sorted = found.clone();
        sorted.sort();
        assert_eq!(sorted, story, "article {n}");
    }
}

fn catch_up(library: &Library) {
    assert!(library.catch_up(&mut |_| ControlFlow::Continue(())).unwrap());
}

/// What is derived beside it stays.
fn lose_index(fixture: &Fixture) {
    std::fs::remove_dir_all(fixture.folder.path().join("index")).unwrap();
}

#[test]
fn answers_are_the_same_however_far_a_new_index_is() {
    let (mut fixture, all) = fifteen();
    // which story they are of is found out later, for all of them alike
    let found = |fixture: &Fixture, id| {
        let found = related(&fixture.library, id, 9).into_iter();
        found.map(|other| (other.row.title, other.score, other.terms)).collect::<Vec<_>>()
    };
    let answers = |fixture: &Fixture| all.iter().map(|id| found(fixture, *id)).collect::<Vec<_>>();
    let with = answers(&fixture);
    lose_index(&fixture);
    assert_eq!(answers(&fixture), with);
    // one more, one changed, one gone
    let mut changed = piece(0, 0);
    changed.article = piece(2, 4).article;
    let new = loaded("new", Article { title: "The ferry, once more".into(), ..piece(0, 1).article });
    fixture.library.add(fixture.source, &[changed, new]).unwrap();
    fixture.library.db.execute("DELETE FROM article WHERE id = ?1", [all[7].0]).unwrap();
    catch_up(&fixture.library);
    let with = answers(&fixture);
    assert!(with[1].iter().any(|other| other.0 == "The ferry, once more"));
    lose_index(&fixture);
    assert_eq!(answers(&fixture), with);
}

#[test]
fn where_files_of_the_index_are_damaged_the_articles_are_read() {
    let (fixture, all) = fifteen();
    let before = related(&fixture.library, all[3], 9);
    for entry in std::fs::read_dir(fixture.folder.path().join("index")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "idx") {
            let length = std::fs::metadata(&path).unwrap().len();
            std::fs::write(&path, vec![0; length as usize]).unwrap();
        }
    }
    assert_eq!(related(&fixture.other(), all[3], 9), before);
}

#[test]
fn an_answer_that_nobody_waits_for_is_not_computed() {
    let (fixture, all) = fifteen();
    let cancelled = fixture.library.related(all[0], 9, &|| true).unwrap();
    assert_eq!(cancelled, None);
}

#[test]
fn a_row_says_why_how_and_how_much_later() {
    let (fixture, all) = fifteen();
    let related = related(&fixture.library, all[1], 9);
    let next = related.iter().find(|related| related.row.key.id == all[2]).unwrap();
    assert_eq!((next.days_later, next.kind), (Some(1), RelatedKind::Story));
    assert_eq!(next.terms.len(), 3);
    assert!(next.terms.iter().all(|term| piece_text(1).contains(term.as_str())), "{:?}", next.terms);
    assert!(related.iter().is_sorted_by(|one, other| one.score >= other.score));
}

fn piece_text(number: usize) -> String {
    analyse_text(&piece(0, number).article)
}

fn analyse_text(article: &Article) -> String {
    super::super::analyse::passages(article).join(" ")
}

#[test]
fn a_text_that_is_not_held_finds_the_same_as_one_that_is() {
    let (mut fixture, all) = fifteen();
    let outside = piece(1, 0).article;
    fixture.library.db.execute("DELETE FROM article WHERE id = ?1", [all[5].0]).unwrap();
    let related = fixture.library.related_to_text(&outside, 10).unwrap();
    let mut found = ids(&related)[..4].to_vec();
    found.sort();
    assert_eq!(found, all[6..10]);
    fixture.library.mark("test", &all, Mark::Read(true)).unwrap();
    assert!(fixture.library.related_to_text(&outside, 10).unwrap()[0].row.read);
}

#[test]
fn an_article_that_is_gone_is_in_no_list_and_has_none() {
    let (fixture, all) = fifteen();
    fixture.library.db.execute("DELETE FROM article WHERE id = ?1", [all[0].0]).unwrap();
    assert!(!ids(&related(&fixture.library, all[1], 15)).contains(&all[0]));
    assert!(related(&fixture.library, all[0], 15).is_empty());
    check_frequencies(&fixture.library);
}

#[test]
fn what_everybody_says_leads_nowhere() {
    let mut fixture = Fixture::new();
    let pieces: Vec<Loaded> = (0..30).map(|n| super::super::tests::on_day(&format!("a{n}"), n)).collect();
    fixture.library.add(fixture.source, &pieces).unwrap();
    catch_up(&fixture.library);
    for id in fixture.ids(&View::default()) {
        assert!(related(&fixture.library, id, 9).is_empty());
    }
}

#[test]
fn shortened_wire_copy_is_a_copy() {
    let mut fixture = Fixture::new();
    let words: Vec<String> = (0..200).map(|n| format!("word{n}")).collect();
    let article = |title: &str, text: &[String]| Article {
        title: title.into(),
        body: vec![Block::paragraph(text.join(" "))],
        ..Article::default()
    };
    let pieces = [
        loaded("a", article("Long", &words)),
        loaded("b", article("Cut", &words[..120])),
        loaded("c", article("Same words, other order", &words.iter().rev().cloned().collect::<Vec<_>>())),
    ];
    fixture.library.add(fixture.source, &pieces).unwrap();
    let first = fixture.ids(&View::default()).into_iter().min().unwrap();
    catch_up(&fixture.library);
    let kinds: Vec<(String, RelatedKind)> =
        related(&fixture.library, first, 9).into_iter().map(|at| (at.row.title, at.kind)).collect();
    assert!(kinds.contains(&("Cut".into(), RelatedKind::Copy)), "{kinds:?}");
    assert!(kinds.contains(&("Same words, other order".into(), RelatedKind::Related)), "{kinds:?}");
}

#[test]
fn a_changed_text_is_compared_anew() {
    let (mut fixture, all) = fifteen();
    let mut changed = piece(0, 0);
    changed.article = piece(2, 4).article;
    fixture.library.add(fixture.source, &[changed]).unwrap();
    catch_up(&fixture.library);
    let found = ids(&related(&fixture.library, all[14], 1));
    assert_eq!(found, [all[0]]);
    check_frequencies(&fixture.library);
}

#[test]
fn frequencies_are_exact_however_often_they_are_folded() {
    let mut fixture = Fixture::new();
    let watching = fixture.other();
    for batch in 0..4 {
        let pieces: Vec<Loaded> =
            (0..150).map(|n| super::super::tests::on_day(&format!("a{}", batch * 100 + n), n)).collect();
        fixture.library.add(fixture.source, &pieces).unwrap();
        catch_up(&fixture.library);
        check_frequencies(&fixture.library);
        check_frequencies(&watching);
    }
    assert!(fixture.number("SELECT folded FROM frequency") > 0);
    assert!(fixture.number("SELECT count(*) FROM frequency_change") <= 256);
    fixture.library.db.execute("DELETE FROM article WHERE id % 3 = 0", []).unwrap();
    fixture.library.fold_frequencies().unwrap();
    check_frequencies(&fixture.library);
    check_frequencies(&watching);
    check_frequencies(&fixture.other());
}

#[test]
fn signatures_made_by_other_rules_are_made_again() {
    let (fixture, all) = fifteen();
    let before = related(&fixture.library, all[3], 9);
    let other_rules =
        "UPDATE signature SET minhash = x'01'; UPDATE kv SET value = '0' WHERE name = 'signatures'";
    fixture.library.db.execute_batch(other_rules).unwrap();
    catch_up(&fixture.library);
    assert_eq!(fixture.number("SELECT count(*) FROM signature WHERE minhash <> x'01'"), 15);
    assert_eq!(related(&fixture.library, all[3], 9), before);
    check_frequencies(&fixture.library);
}

#[test]
fn what_was_signed_before_a_kill_is_not_counted_twice() {
    let (fixture, _) = fifteen();
    lose_index(&fixture);
    catch_up(&fixture.library);
    check_frequencies(&fixture.library);
    assert_eq!(fixture.library.frequencies().unwrap().articles(), 15);
}

#[test]
fn a_text_that_changed_meanwhile_is_not_signed_by_what_it_was() {
    let (mut fixture, all) = fifteen();
    let signature = fixture.library.signature(all[0]).unwrap().unwrap();
    let hash = "SELECT hash FROM article WHERE id = ?1";
    let hash = fixture.library.db.query_row(hash, [all[0].0], |row| row.get(0)).unwrap();
    let mut changed = piece(0, 0);
    changed.article = piece(2, 4).article;
    fixture.library.add(fixture.source, &[changed]).unwrap();
    fixture.library.sign(&[store::Made { id: all[0], hash, signature: signature.clone() }]).unwrap();
    assert_eq!(fixture.library.signature(all[0]).unwrap(), None);
    catch_up(&fixture.library);
    assert_ne!(fixture.library.signature(all[0]).unwrap(), Some(signature));
    check_frequencies(&fixture.library);
}

#[test]
fn a_damaged_text_keeps_the_others_from_nothing() {
    let (fixture, all) = fifteen();
    let break_it = format!(
        "DELETE FROM kv WHERE name = 'signatures'; UPDATE body SET data = x'00' WHERE article = {}",
        all[0].0
    );
    fixture.library.db.execute_batch(&break_it).unwrap();
    catch_up(&fixture.library);
    assert_eq!(related(&fixture.library, all[1], 4).len(), 4);
}

#[test]
fn age_takes_half_at_most() {
    assert!((recency(0.0) - 1.0).abs() < 1e-6);
    assert!((recency(14.0) - 0.75).abs() < 1e-6);
    assert!((recency(5000.0) - 0.5).abs() < 1e-6);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn two_articles_are_as_alike_from_either_side(
        texts in prop::collection::vec(prop::collection::vec("[a-h]{2}", 3..30), 2..12),
    ) {
        let mut fixture = Fixture::new();
        let pieces: Vec<Loaded> = texts.iter().enumerate().map(|(n, words)| {
            let body = vec![Block::paragraph(words.join(" "))];
            loaded(&format!("{n}"), Article { title: "x".into(), body, ..Article::default() })
        }).collect();
        fixture.library.add(fixture.source, &pieces).unwrap();
        catch_up(&fixture.library);
        let all = fixture.ids(&View::default());
        for id in &all {
            let found = related(&fixture.library, *id, 50);
            prop_assert!(!ids(&found).contains(id));
            for other in &found {
                prop_assert!(other.score <= 1.0001 && other.score >= LEAST);
                let back = related(&fixture.library, other.row.key.id, 50);
                if let Some(back) = back.iter().find(|back| back.row.key.id == *id) {
                    prop_assert!((back.score - other.score).abs() < 1e-4);
                    prop_assert_eq!(back.kind, other.kind);
                }
            }
        }
        check_frequencies(&fixture.library);
    }
}
