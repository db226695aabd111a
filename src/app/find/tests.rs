//! Finding in the text, typed key by key.

use crate::app::Msg;
use crate::app::geometry::Pane;
use crate::app::layers::Layer;
use crate::article::{Article, Block};
use crate::scenario::{Scenario, edition};

/// One article of sixty paragraphs; each third one tells of a tide, the fortieth of the High Tide.
fn tides() -> Vec<Article> {
    let text = |at: usize| match at {
        40 => "Paragraph 40 tells of the High Tide.".to_owned(),
        _ if at.is_multiple_of(3) => format!("Paragraph {at} tells of a tide and of more tides."),
        _ => format!("Paragraph {at} tells of wind."),
    };
    let body = (0..60).map(|at| Block::paragraph(text(at))).collect();
    let published = Some("2026-11-14".parse().unwrap());
    vec![Article {
        title: "Sixty paragraphs".into(),
        site: Some("Wire".into()),
        published,
        body,
        ..Article::default()
    }]
}

fn said(scenario: &Scenario) -> String {
    scenario.app.body().matches().said().unwrap_or_default()
}

fn wrong(scenario: &Scenario) -> String {
    match scenario.app.layers() {
        [Layer::Find(find)] => find.wrong.as_ref().map_or(String::new(), |no| no.message.clone()),
        other => panic!("no find is typed: {other:?}"),
    }
}

#[test]
fn the_text_goes_to_the_first_match_from_where_the_find_began() {
    let mut scenario = Scenario::new(80, 24, tides());
    scenario.keys("Enter Space").keys("/").text("hig");
    assert_eq!((scenario.marked(), said(&scenario).as_str()), (vec!["[High".to_owned()], "match 1 of 1"));
    scenario.keys("Backspace Backspace Backspace").text("tid");
    let (top, _, height) = scenario.app.body().extent();
    assert!(top < height * 2, "from the place where it began, not from the last match");
    let first = scenario.marked();
    assert!(first.len() > 3 && first[0] == "[tide" && first[1] == "(tides", "{first:?}");
    scenario.text("e").keys("Down");
    assert_eq!(scenario.marked()[1], "[tides", "the last word is the beginning of one");
}

#[test]
fn esc_comes_back_and_enter_keeps() {
    let mut scenario = Scenario::new(80, 24, tides());
    scenario.keys("Enter Space j j");
    let before = scenario.screen();
    scenario.keys("/").text("high tide").keys("Esc");
    assert_eq!(scenario.screen(), before);
    scenario.keys("/").text("HIGH").keys("Enter");
    assert_eq!(scenario.marked(), ["[High"]);
    assert!(scenario.app.layers().is_empty());
    scenario.keys("Esc");
    assert_eq!((scenario.marked(), scenario.app.focus()), (vec![], Pane::Body));
    scenario.keys("Esc");
    assert_eq!(scenario.app.focus(), Pane::List);
}

#[test]
fn from_the_last_match_it_goes_on_from_the_top() {
    let mut scenario = Scenario::new(80, 24, tides());
    scenario.keys("Enter G /").text("\"high tide").keys("Enter");
    assert_eq!(
        (scenario.marked(), said(&scenario).as_str()),
        (vec!["[High Tide".to_owned()], "match 1 of 1")
    );
    scenario.keys("n");
    assert_eq!(scenario.toast(), "From the top");
    scenario.keys("Esc /").text("tide").keys("Enter gg N");
    assert_eq!((scenario.toast(), said(&scenario).as_str()), ("From the end", "match 41 of 41"));
    scenario.keys("n");
    assert_eq!((scenario.toast(), said(&scenario).as_str()), ("From the top", "match 1 of 41"));
}

#[test]
fn what_is_not_there_is_said_and_the_text_stays() {
    let mut scenario = Scenario::new(80, 24, tides());
    scenario.keys("Enter Space");
    let place = scenario.app.body().extent();
    scenario.keys("/").text("zebra");
    assert!(scenario.screen().contains("no match"), "{}", scenario.screen());
    assert_eq!(scenario.app.body().extent(), place);
    scenario.keys("Enter");
    assert_eq!((scenario.toast(), scenario.app.body().extent()), ("Not in this text: zebra", place));
    scenario.keys("n");
    assert!(scenario.toast().contains("/ finds"), "{}", scenario.toast());
}

#[test]
fn all_that_is_shown_is_found_and_only_that_can_be_asked_for() {
    let mut scenario = Scenario::new(80, 24, tides());
    scenario.keys("Enter /").text("wire");
    assert_eq!(scenario.marked(), ["[Wire"], "the site above the headline");
    scenario.keys("Ctrl-U").text("high is:unread");
    assert!(wrong(&scenario).contains("g/ searches all articles"), "{}", wrong(&scenario));
    assert!(scenario.marked()[0].starts_with("[High"), "what was typed before stays found");
    scenario.keys("Enter");
    assert_eq!(scenario.app.layers().len(), 1, "that is no find");
    scenario.keys("Ctrl-U").text("-tide");
    assert!(wrong(&scenario).contains("only words"), "{}", wrong(&scenario));
    scenario.keys("Ctrl-U").text("note:");
    assert_eq!((wrong(&scenario).as_str(), said(&scenario).as_str()), ("", ""));
    scenario.send(Msg::Paste("\u{1b}High\n".into()));
    assert!(!wrong(&scenario).is_empty(), "note:High asks for a field");
}

#[test]
fn a_find_belongs_to_its_text_and_stands_before_the_search() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("/").text("harbour").keys("Enter");
    assert_eq!(said(&scenario), "match 1 of 39");
    scenario.keys("/").text("ida rowe").keys("Enter");
    assert_eq!((said(&scenario).as_str(), scenario.marked().len()), ("match 1 of 2", 2));
    scenario.keys("n");
    assert_eq!(said(&scenario), "match 2 of 2");
    scenario.keys("n");
    let there = (scenario.reading().to_owned(), said(&scenario));
    assert_eq!(there, ("The recipe for harbour bread".to_owned(), "match 1 of 1".to_owned()));
    scenario.keys("N");
    assert_eq!(said(&scenario), "match 39 of 39", "the find is over");
}

#[test]
fn from_the_related_posts_the_text_is_searched_too() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("3 /").text("master");
    assert_eq!(scenario.app.focus(), Pane::Body);
    scenario.keys("Esc");
    assert_eq!(scenario.app.focus(), Pane::Related);
    scenario.keys("/").text("master").keys("Enter");
    assert_eq!((scenario.app.focus(), said(&scenario).as_str()), (Pane::Body, "match 1 of 38"));
    let mut empty = Scenario::new(80, 24, vec![]);
    empty.keys("2 :").text("find").keys("Enter");
    assert!(empty.app.layers().is_empty());
}
