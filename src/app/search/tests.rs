//! Searching and filtering, typed key by key.

use crate::app::geometry::Pane;
use crate::app::{Effect, Msg};
use crate::library::StateFilter;
use crate::scenario::{Scenario, edition, many, typed};

fn titles(scenario: &Scenario) -> Vec<&str> {
    scenario.app.list().rows().iter().map(|row| row.title.as_str()).collect()
}

fn wrong(scenario: &Scenario) -> Option<&str> {
    scenario.app.layers().iter().find_map(|layer| match layer {
        crate::app::layers::Layer::Search(search) => search.wrong.as_ref().map(|no| no.message.as_str()),
        _ => None,
    })
}

#[test]
fn the_list_narrows_with_every_letter_and_esc_brings_back_view_and_place() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.keys("G k k");
    let before = scenario.screen();
    scenario.keys("/").text("89");
    assert_eq!(titles(&scenario).len(), 11);
    scenario.text("3");
    assert_eq!((titles(&scenario), scenario.reading()), (vec!["Article 893"], "Article 893"));
    scenario.keys("Backspace Backspace");
    assert_eq!(titles(&scenario).len(), 111);
    scenario.keys("Esc");
    assert_eq!(scenario.screen(), before);
}

#[test]
fn an_empty_line_shows_the_view_before() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("j j /").text("bread");
    assert_eq!(titles(&scenario), ["The recipe for harbour bread"]);
    scenario.keys("Ctrl-U");
    assert_eq!((titles(&scenario).len(), scenario.selected()), (6, "彗星の尾、灯台の明かり"));
    scenario.text("note").keys("Ctrl-U Backspace");
    assert!(scenario.app.layers().is_empty());
    assert_eq!(scenario.selected(), "彗星の尾、灯台の明かり");
}

#[test]
fn enter_reads_what_was_found_and_leaves_the_list_narrowed() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.index().keys("G /").text("harbour").keys("Down");
    assert_eq!(scenario.app.counts().unread, 2, "the cursor alone marks nothing");
    scenario.keys("Enter");
    assert_eq!((scenario.app.focus(), scenario.reading()), (Pane::Body, "The recipe for harbour bread"));
    assert_eq!(titles(&scenario).len(), 2);
    scenario.keys("Esc");
    assert_eq!((scenario.app.focus(), titles(&scenario).len()), (Pane::List, 2));
    scenario.keys("Esc");
    assert_eq!((titles(&scenario).len(), scenario.selected()), (6, "An old piece, long since read"));
}

#[test]
fn enter_waits_for_the_answer_to_what_was_typed() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.burst(typed("/ 8 9 3 Enter J"));
    assert_eq!((scenario.reading(), scenario.app.layers().len()), ("Article 893", 0));
    scenario.keys("h Esc");
    scenario.burst(typed("/ 8 9 Down Down Enter"));
    assert_eq!(scenario.reading(), "Article 891");
}

#[test]
fn answers_to_what_is_no_longer_typed_are_dropped() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.burst(typed("/ 8 9 3 Backspace Backspace Backspace 7"));
    assert_eq!(titles(&scenario).len(), 111);
    assert!(titles(&scenario).iter().all(|title| title.starts_with("Article 7")));
    scenario.burst(typed("8 Esc"));
    assert_eq!(scenario.selected(), "Article 0");
    assert!(!scenario.app.has_left_view());
}

#[test]
fn what_is_no_query_is_pointed_at_and_the_last_result_stays() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("/").text("harbour is:");
    assert_eq!(wrong(&scenario), Some("is: wants unread, read or starred right behind it"));
    assert_eq!(titles(&scenario).len(), 2);
    assert!(scenario.app.view_name().ends_with("harbour is"), "{}", scenario.app.view_name());
    scenario.keys("Enter");
    assert_eq!(scenario.app.layers().len(), 1);
    scenario.text("read");
    assert_eq!((wrong(&scenario), titles(&scenario).len()), (None, 0));
    scenario.keys("Ctrl-W Ctrl-W").text("is:x").keys("Ctrl-U");
    assert_eq!((wrong(&scenario), titles(&scenario).len()), (None, 6));
}

#[test]
fn a_filter_narrows_the_list_and_a_search_stays_within_it() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("f").text("harbour").keys("Down Enter");
    assert_eq!((scenario.app.focus(), titles(&scenario).len()), (Pane::List, 2));
    scenario.keys("/").text("note");
    assert_eq!(titles(&scenario).len(), 0);
    scenario.keys("Ctrl-U").text("bread").keys("Enter h");
    assert_eq!(scenario.app.view_name(), "harbour › bread");
    assert_eq!(titles(&scenario), ["The recipe for harbour bread"]);
    scenario.keys("Esc");
    assert_eq!((titles(&scenario).len(), scenario.selected()), (2, "The recipe for harbour bread"));
    scenario.keys("Esc");
    assert_eq!(
        (titles(&scenario).len(), scenario.selected()),
        (6, "A harbour learns to wait, and so do its boats")
    );
}

#[test]
fn a_second_search_takes_the_place_of_the_first() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("j /").text("note").keys("Enter h /").text("har");
    assert_eq!(scenario.app.view_name(), "har");
    scenario.keys("Esc");
    assert_eq!(titles(&scenario), ["A short note"]);
    scenario.keys("/").text("har").keys("Enter h Esc");
    assert!(!scenario.app.has_left_view());
    assert_eq!(scenario.selected(), "The recipe for harbour bread");
}

#[test]
fn the_whole_library_is_searched_from_anywhere() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("m f").text("note").keys("Enter U Enter g /").text("harbour");
    assert_eq!((titles(&scenario).len(), scenario.app.list().view.state), (2, StateFilter::All));
    scenario.keys("Esc");
    assert_eq!((scenario.app.focus(), scenario.reading()), (Pane::Body, "A short note"));
    assert_eq!(titles(&scenario), ["A short note"]);
    scenario.keys("g /").text("harbour").keys("Enter h Esc");
    assert_eq!((scenario.app.focus(), scenario.reading()), (Pane::Body, "A short note"));
}

#[test]
fn unread_and_mark_all_follow_what_is_narrowed() {
    let mut scenario = Scenario::new(80, 24, many(30));
    scenario.keys("/").text("Article 2").keys("Enter h ]");
    assert_eq!(scenario.selected(), "Article 20");
    scenario.keys("A");
    assert_eq!(scenario.toast(), "10 articles marked read · u undoes it");
    scenario.keys("u Esc");
    assert_eq!(scenario.app.counts().unread, 29);
    scenario.keys("/").text("Article 2").keys("Enter h U");
    assert_eq!(titles(&scenario).len(), 10);
}

#[test]
fn what_is_pasted_is_searched() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("/").send(Msg::Paste("bread\n".to_owned()));
    assert_eq!(titles(&scenario), ["The recipe for harbour bread"]);
}

#[test]
fn each_letter_asks_once() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.done.clear();
    scenario.keys("/").text("note ").keys("Left Left Home End");
    let asked = scenario.done.iter().filter(|effect| matches!(effect, Effect::Rows(..))).count();
    assert_eq!(asked, 5, "a space makes a word of a beginning");
}

#[test]
fn the_header_says_how_many_fit() {
    let mut scenario = Scenario::new(120, 36, many(900));
    scenario.index().keys("/").text("89");
    assert!(scenario.screen().contains("11 unread of 11 found"), "{}", scenario.screen());
    scenario.keys("Enter");
    assert_eq!((scenario.app.counts().total, scenario.app.counts().unread), (11, 10));
    scenario.keys("h Esc");
    assert_eq!((scenario.app.counts().total, scenario.app.counts().unread), (900, 899));
}

#[test]
fn nothing_is_said_of_a_view_before_it_is_counted() {
    let mut scenario = Scenario::new(120, 36, many(20));
    scenario.burst(vec![]).keys("/");
    scenario.app.update(typed("1").remove(0));
    assert!(!scenario.screen().contains("found") && !scenario.screen().contains("unread of"));
}

#[test]
fn the_order_goes_round_and_by_rank_only_where_there_are_words() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.index().keys("O O");
    assert_eq!(scenario.toast(), "Newest first");
    scenario.keys("/").text("harbour").keys("Enter h O O");
    assert_eq!(scenario.toast(), "Best first");
    assert!(scenario.screen().contains("best first"));
    assert_eq!(scenario.selected(), "A harbour learns to wait, and so do its boats");
    scenario.keys("j m");
    assert_eq!(titles(&scenario).len(), 2);
    scenario.keys("O");
    assert_eq!(scenario.toast(), "Newest first");
}

fn snippet(scenario: &Scenario) -> Option<&str> {
    let id = scenario.app.list().selected().unwrap().key.id;
    scenario.app.snippet(id).unwrap().map(|line| line.text.as_str())
}

#[test]
fn a_row_shows_why_it_was_found() {
    let mut scenario = Scenario::new(120, 36, edition());
    assert_eq!(snippet(&scenario), None);
    scenario.keys("/").text("yea");
    assert_eq!(snippet(&scenario), Some("Use fresh yeast, flour and patience."));
    scenario.keys("Ctrl-U").text("harbour");
    assert!(snippet(&scenario).unwrap().starts_with("The harbour master"));
    scenario.keys("Down");
    assert_eq!(snippet(&scenario), None, "it stands in the headline alone");
}

#[test]
fn lines_are_read_for_the_rows_on_the_screen_and_once() {
    let asked = |scenario: &Scenario| -> Vec<usize> {
        let asked = scenario.done.iter().filter_map(|effect| match effect {
            Effect::Snippets(_, _, ids, _) => Some(ids.len()),
            _ => None,
        });
        asked.collect()
    };
    let mut scenario = Scenario::new(120, 36, many(900));
    scenario.keys("/").text("s").keys("Down Down Up");
    assert_eq!(asked(&scenario), [16]);
    scenario.keys("PgDn PgDn");
    assert_eq!(asked(&scenario).iter().sum::<usize>(), 24, "up to two rows below the cursor");
    scenario.resize(40, 12).keys("Down");
    let before = asked(&scenario).len();
    scenario.keys("PgDn");
    assert_eq!(asked(&scenario).len(), before, "rows of one line have no room for it");
}

#[test]
fn old_lines_stay_until_the_new_ones_come_and_late_ones_are_dropped() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("/").text("harb");
    let line = snippet(&scenario).map(str::to_owned);
    let old = scenario.done.iter().rev().find_map(|effect| match effect {
        Effect::Snippets(number, _, ids, _) => Some((*number, ids[0])),
        _ => None,
    });
    scenario.app.update(typed("o").remove(0));
    assert_eq!(snippet(&scenario).map(str::to_owned), line);
    let (number, id) = old.unwrap();
    scenario.app.update(Msg::Snippets(number, vec![(id, None)]));
    assert_eq!(snippet(&scenario).map(str::to_owned), line);
}
