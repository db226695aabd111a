//! What was looked for, in the text: marks, landing at the first match, walking from one to the next.

use super::*;
use crate::article::{Article, Block};
use crate::library::{Query, View};

/// Articles of fifty short paragraphs, the newest first; the words stand in these paragraphs.
fn texts(words: &[(&str, &[usize])]) -> Vec<Article> {
    let article = |(number, (word, places)): (usize, &(&str, &[usize]))| {
        let text = |at: usize| {
            let what = if places.contains(&at) { word } else { "wind" };
            format!("Paragraph {at} tells of a {what} and what it did.")
        };
        Article {
            title: format!("Text {number}"),
            published: Some(format!("2026-11-{:02}", 14 - number).parse().unwrap()),
            body: (0..50).map(|at| Block::paragraph(text(at))).collect(),
            ..Article::default()
        }
    };
    words.iter().enumerate().map(article).collect()
}

/// A reader whose list shows what fits the query.
pub(super) fn found(width: u16, height: u16, articles: Vec<Article>, query: &str) -> Scenario {
    let mut scenario = Scenario::new(width, height, articles);
    let query = Query::parse(query, false, scenario.app.now()).unwrap();
    scenario.app.show_view(View { query: Some(query), ..View::default() }, "found");
    scenario.send(Msg::Resize(width, height));
    scenario
}

fn said(scenario: &Scenario) -> String {
    scenario.app.body().matches().said().unwrap_or_default()
}

/// Lines of the body above the current match.
fn above(scenario: &mut Scenario) -> usize {
    let (top, ..) = scenario.app.body().extent();
    let body = scenario.app.body();
    let line = |line: &crate::layout::Line| {
        let line = line.with_matches(body.matches().all(), body.matches().current());
        line.runs.iter().any(|run| run.matched == Some(crate::layout::Matched::Current))
    };
    let found = body.visible().iter().position(line);
    assert!(top > 0 || found.is_some());
    found.expect("the current match is in sight")
}

#[test]
fn what_the_list_was_searched_for_is_marked_in_the_text() {
    let mut scenario = found(120, 36, edition(), "harbour");
    let all = scenario.marked();
    assert!(all.len() > 3 && all.iter().all(|text| text == "(harbour"), "{all:?}");
    assert!(scenario.screen().contains("39 matches · "), "{}", scenario.screen());
    scenario.keys("Enter");
    let all = scenario.marked();
    assert_eq!((all[0].as_str(), all[1].as_str()), ("[harbour", "(harbour"));
    assert!(scenario.screen().contains("match 1 of 39 · 0%"), "{}", scenario.screen());
    scenario.keys("Esc Esc");
    assert!(scenario.marked().is_empty());
    assert_eq!(said(&scenario), "");
}

#[test]
fn what_is_opened_is_opened_at_the_first_match() {
    let mut scenario = found(120, 36, texts(&[("zebra", &[20, 21, 40])]), "zebras OR \"a zebra\"");
    assert_eq!((above_top(&scenario), said(&scenario).as_str()), (0, "3 matches"));
    scenario.keys("Enter");
    let height = scenario.app.body().extent().2;
    assert_eq!((above(&mut scenario), said(&scenario).as_str()), (height / 3, "match 1 of 3"));
    let anchor = scenario.app.body().anchor();
    for (width, height) in [(40, 12), (80, 10), (22, 40), (120, 36)] {
        scenario.resize(width, height);
        above(&mut scenario);
    }
    assert_eq!((scenario.app.body().anchor(), above(&mut scenario)), (anchor, height / 3));
    scenario.keys("n h Enter");
    assert_eq!(said(&scenario), "match 2 of 3", "the reader comes back to where they were");
}

fn above_top(scenario: &Scenario) -> usize {
    scenario.app.body().extent().0
}

#[test]
fn matches_are_walked_from_text_to_text() {
    let texts = texts(&[("zebra", &[20, 40]), ("horse", &[1]), ("zebra", &[5]), ("zebra", &[1, 2, 30])]);
    let mut scenario = found(120, 36, texts, "zebra");
    let mut steps = Vec::new();
    for key in ["n", "n", "n", "n", "n", "n", "n", "N", "N", "N", "N", "N", "N"] {
        scenario.keys(key);
        steps.push(format!("{} {}", scenario.reading(), said(&scenario)));
    }
    let expected = [
        "Text 0 match 1 of 2",
        "Text 0 match 2 of 2",
        "Text 2 match 1 of 1",
        "Text 3 match 1 of 3",
        "Text 3 match 2 of 3",
        "Text 3 match 3 of 3",
        "Text 3 match 3 of 3",
        "Text 3 match 2 of 3",
        "Text 3 match 1 of 3",
        "Text 2 match 1 of 1",
        "Text 0 match 2 of 2",
        "Text 0 match 1 of 2",
        "Text 0 match 1 of 2",
    ];
    assert_eq!(steps, expected);
    assert_eq!(scenario.toast(), "This is the first match in the list");
    assert_eq!(scenario.app.focus(), Pane::Body);
    assert!(scenario.app.list().rows().iter().all(|row| row.read), "what is walked through is read");
}

#[test]
fn after_scrolling_the_next_match_is_the_next_one_from_there() {
    let mut scenario = found(120, 36, texts(&[("zebra", &[1, 2, 20, 45])]), "zebra");
    scenario.keys("Enter Space Space n");
    assert_eq!(said(&scenario), "match 4 of 4");
    scenario.keys("gg n G N");
    assert_eq!(said(&scenario), "match 3 of 4");
}

#[test]
fn without_a_search_there_is_nothing_to_walk() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("n");
    assert!(scenario.toast().starts_with("Nothing is looked for"), "{}", scenario.toast());
    assert_eq!(scenario.app.focus(), Pane::List);
    let mut scenario = found(120, 36, edition(), "is:unread");
    scenario.keys("Enter N");
    assert!(scenario.toast().starts_with("Nothing is looked for"), "{}", scenario.toast());
}

#[test]
fn a_match_far_to_the_right_is_brought_in_sight() {
    let code = format!("{} zebra {}", "x ".repeat(60), "y ".repeat(60));
    let body = vec![Block::Code { language: None, text: code }];
    let article = Article { title: "Code".into(), body, ..Article::default() };
    let mut scenario = found(80, 24, vec![article], "zebra");
    assert!(scenario.marked().is_empty());
    scenario.keys("Enter");
    assert_eq!(scenario.marked(), ["[zebra"]);
}

#[test]
fn rows_and_texts_that_are_on_their_way_are_landed_in() {
    let many: Vec<Article> = (0..700)
        .map(|n| {
            let day: jiff::civil::Date = "2026-11-14".parse().unwrap();
            let day = (day - jiff::Span::new().days(n)).to_string();
            Article { published: Some(day.parse().unwrap()), ..texts(&[("zebra", &[30, 31])]).remove(0) }
        })
        .enumerate()
        .map(|(n, article)| Article { title: format!("Text {n}"), ..article })
        .collect();
    let mut scenario = found(80, 24, many, "zebra");
    scenario.burst(typed(&format!("{}n", "j ".repeat(350))));
    assert_eq!((scenario.reading(), said(&scenario).as_str()), ("Text 350", "match 1 of 2"));
    scenario.burst(typed("h G N"));
    assert_eq!((scenario.reading(), said(&scenario).as_str()), ("Text 698", "match 2 of 2"));
}
