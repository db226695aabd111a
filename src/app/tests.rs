//! Scenarios: keys in, state and effects out, through the real update, library and drawing.

use crate::app::geometry::Pane;
use crate::app::{Effect, Msg};
use crate::article::{LinkRole, PageLink};
use crate::library::{ArticleId, Library, Mark, View};
use crate::scenario::{Scenario, edition, many, typed};

mod matches;
mod races;

#[test]
fn a_preview_does_not_mark_and_opening_does() {
    let mut scenario = Scenario::new(120, 36, many(5));
    scenario.keys("j j");
    assert_eq!(scenario.app.counts().unread, 5);
    assert_eq!(scenario.reading(), "Article 2");
    scenario.keys("Enter");
    assert_eq!(scenario.app.counts().unread, 4);
    scenario.keys("h J");
    assert_eq!(scenario.app.counts().unread, 4);
}

#[test]
fn space_reads_on_to_the_next_unread_article() {
    let mut scenario = Scenario::new(120, 36, many(4));
    scenario.keys("j m k Space");
    assert_eq!((scenario.reading(), scenario.app.counts().unread), ("Article 2", 1));
    scenario.keys("Space Space");
    assert_eq!(scenario.reading(), "Article 3");
    assert!(scenario.toast().contains("Everything is read"), "{}", scenario.toast());
}

#[test]
fn what_became_read_stays_in_the_unread_view_until_it_is_left() {
    let mut scenario = Scenario::new(120, 36, many(6));
    scenario.keys("U j Enter h j m");
    assert_eq!(scenario.app.list().rows().len(), 6);
    scenario.keys("U U");
    assert_eq!(scenario.app.list().rows().len(), 4);
}

#[test]
fn marks_are_undone_and_redone() {
    let mut scenario = Scenario::new(120, 36, many(6));
    scenario.keys("s m A");
    assert_eq!(scenario.app.counts().unread, 0);
    scenario.keys("u");
    assert_eq!(scenario.app.counts().unread, 5);
    assert!(scenario.app.list().rows()[0].starred);
    scenario.keys("u u u");
    assert!(scenario.toast().contains("Nothing to undo"), "{}", scenario.toast());
    assert!(!scenario.app.list().rows()[0].starred);
    scenario.keys("Ctrl-R Ctrl-R Ctrl-R");
    assert_eq!(scenario.app.counts().unread, 0);
}

#[test]
fn related_rows_open_what_is_held_and_the_trail_leads_back() {
    let mut scenario = Scenario::indexed(120, 36, edition());
    scenario.keys("Enter Tab Enter");
    assert_eq!(scenario.reading(), "The recipe for harbour bread");
    scenario.keys("H");
    assert_eq!(scenario.reading(), "A harbour learns to wait, and so do its boats");
    scenario.keys("L");
    assert_eq!(scenario.reading(), "The recipe for harbour bread");
    assert_eq!(scenario.toast(), "The way here · both: harbour, wait · 1 day earlier");
    scenario.keys("H Tab j j j Enter");
    assert!(scenario.toast().contains("Not in the library"), "{}", scenario.toast());
}

#[test]
fn computed_rows_stand_above_those_of_the_page() {
    let mut scenario = Scenario::indexed(120, 36, edition());
    let titles = |scenario: &Scenario| -> Vec<String> {
        scenario.app.related_rows().iter().map(|row| row.title().to_owned()).collect()
    };
    assert_eq!(titles(&scenario)[..2], ["The recipe for harbour bread", "The recipe for harbour bread"]);
    assert!(scenario.app.related_rows()[0].is_unread());
    scenario.keys("j m k");
    assert!(scenario.app.related_rows()[..2].iter().all(|row| !row.is_unread()));
    scenario.keys("j j");
    assert!(titles(&scenario).is_empty() && scenario.app.knows_related());
}

#[test]
fn late_rows_leave_the_selection_where_it_is() {
    let mut scenario = Scenario::indexed(120, 36, edition());
    scenario.keys("Tab Tab j j");
    let (id, selected) = (scenario.app.body().opened().unwrap().id(), scenario.app.related_cursor());
    scenario.send(Msg::Related(id, vec![]));
    assert_eq!(scenario.app.related_cursor(), selected - 1);
    scenario.send(Msg::Changed);
    assert_eq!(scenario.app.related_cursor(), selected);
    let before = scenario.app.related_rows().len();
    scenario.send(Msg::Related(ArticleId(999), vec![]));
    assert_eq!(scenario.app.related_rows().len(), before);
}

#[test]
fn what_belongs_to_an_article_is_asked_for_once() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("j k j k j");
    let asked = scenario.done.iter().filter(|effect| matches!(effect, Effect::Related(_))).count();
    assert_eq!(asked, 3, "the two articles, and the one below them");
}

#[test]
fn the_place_in_a_text_is_kept_over_resizes_articles_and_a_restart() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("Enter Space j j j");
    let anchor = scenario.app.body().anchor();
    assert!(anchor.block > 1);
    for (width, height) in [(80, 24), (40, 12), (3, 2), (200, 60), (120, 36)] {
        scenario.resize(width, height);
        assert_eq!(scenario.app.body().anchor(), anchor);
    }
    scenario.keys("h j k");
    assert_eq!(scenario.app.body().anchor(), anchor);
    let scenario = scenario.restart(80, 24);
    assert_eq!(scenario.app.body().anchor(), anchor);
    assert_eq!(scenario.selected(), "A harbour learns to wait, and so do its boats");
}

#[test]
fn a_long_list_is_walked_end_to_end_through_windows() {
    let mut scenario = Scenario::new(80, 24, many(1500));
    scenario.keys("G");
    assert_eq!(scenario.selected(), "Article 1499");
    scenario.keys("gg");
    assert_eq!(scenario.selected(), "Article 0");
    for _ in 0..700 {
        scenario.keys("j");
    }
    assert_eq!(scenario.selected(), "Article 700");
    scenario.keys("O");
    assert_eq!(scenario.selected(), "Article 1499");
}

#[test]
fn the_next_unread_is_found_far_outside_of_the_window() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.keys("A G m gg ]");
    assert_eq!(scenario.selected(), "Article 899");
    scenario.keys("]");
    assert!(scenario.toast().contains("Nothing unread further below"), "{}", scenario.toast());
}

#[test]
fn links_are_copied_and_opened_with_care() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("y Y o");
    let harbour = "https://packet.example/harbour";
    let both = format!("A harbour learns to wait, and so do its boats\n{harbour}");
    assert!(scenario.done.contains(&Effect::Copy(harbour.to_owned())));
    assert!(scenario.done.contains(&Effect::Copy(both)));
    assert!(scenario.done.contains(&Effect::Browse(harbour.to_owned())));

    let mut articles = many(1);
    articles[0].url = Some("javascript:alert(1)".to_owned());
    let mut scenario = Scenario::new(120, 36, articles);
    scenario.keys("o");
    assert!(!scenario.done.iter().any(|effect| matches!(effect, Effect::Browse(_))));
    assert!(scenario.toast().contains("Only http and https"), "{}", scenario.toast());
}

#[test]
fn help_filters_as_you_type_and_runs_what_is_chosen() {
    let mut scenario = Scenario::new(120, 36, many(3));
    scenario.keys("?").text("star").keys("Enter");
    let id = scenario.app.list().rows()[0].key.id;
    assert!(scenario.done.contains(&Effect::Mark(vec![id], Mark::Starred(true))));
    scenario.keys(":").text("nothing fits this").keys("Enter");
    assert!(scenario.app.layers().is_empty());
}

#[test]
fn q_closes_the_innermost_and_quits_from_the_top() {
    let mut scenario = Scenario::new(80, 24, edition());
    scenario.keys("Enter Tab q q");
    assert!(!scenario.has_ended());
    scenario.keys("q");
    assert!(scenario.has_ended());
}

#[test]
fn a_sequence_shows_what_may_follow_and_a_wrong_one_is_dropped() {
    let mut scenario = Scenario::new(120, 36, many(3));
    scenario.keys("g");
    assert!(scenario.screen().contains("g …"));
    scenario.keys("Esc j");
    assert_eq!(scenario.selected(), "Article 1");
}

#[test]
fn the_measure_can_be_changed_and_zen_shows_the_text_alone() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("-");
    assert_eq!(scenario.app.body().width(), 62);
    scenario.keys("zz");
    assert!(!scenario.screen().contains("Articles"));
    scenario.keys("q");
    assert!(scenario.screen().contains("Articles"));
}

#[test]
fn what_is_opened_is_read_wherever_it_stands_in_the_list() {
    let mut articles = many(300);
    let title = "Article 290".to_owned();
    let link = PageLink { role: LinkRole::Latest, title, published: None, url: None, article: None };
    articles[0].links = vec![link];
    let mut scenario = Scenario::new(120, 36, articles);
    scenario.keys("Enter Tab Enter");
    assert_eq!((scenario.reading(), scenario.app.counts().unread), ("Article 290", 298));

    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.keys("A G m gg Space");
    assert_eq!((scenario.selected(), scenario.app.counts().unread), ("Article 899", 0));
}

#[test]
fn the_trail_leads_back_to_where_the_reader_was_last() {
    let mut scenario = Scenario::new(120, 36, many(5));
    scenario.keys("Enter h j Enter h j j H");
    assert_eq!(scenario.reading(), "Article 1");
    scenario.keys("H");
    assert_eq!(scenario.reading(), "Article 0");
    scenario.keys("L");
    assert_eq!(scenario.reading(), "Article 1");
}

#[test]
fn the_place_is_found_again_without_asking_the_library() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("Enter Space h");
    scenario.done.clear();
    scenario.burst(typed("j k"));
    assert!(scenario.app.body().anchor().block > 0);
    assert!(!scenario.done.iter().any(|effect| matches!(effect, Effect::Article(_))));
}

#[test]
fn nothing_unread_is_said_of_the_side_that_was_looked_at() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.keys("A G m [");
    assert!(scenario.toast().contains("Nothing unread further above"), "{}", scenario.toast());
}

#[test]
fn a_text_that_is_not_on_the_screen_is_shown_before_it_moves() {
    for key in ["J", "b", "Space", "}"] {
        let mut scenario = Scenario::new(40, 12, edition());
        scenario.keys(key);
        assert_eq!(scenario.app.focus(), Pane::Body, "{key}");
        assert_eq!(scenario.app.body().extent().0, 0, "{key}");
    }
}

#[test]
fn the_next_unread_is_read_as_text_and_not_as_related_posts() {
    let mut scenario = Scenario::new(40, 12, edition());
    scenario.keys("Enter Tab ]");
    assert_eq!((scenario.app.focus(), scenario.reading()), (Pane::Body, "The recipe for harbour bread"));
}

#[test]
fn a_whole_name_is_found_before_what_contains_it() {
    let mut scenario = Scenario::new(80, 24, edition());
    scenario.keys("Enter :").text("page-down");
    assert!(scenario.screen().contains("PgDn"));
    scenario.keys("Esc :").text("quit").keys("Enter");
    assert!(scenario.has_ended());
}

#[test]
fn undoing_a_mark_of_everything_keeps_no_more_than_what_is_at_hand() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.keys("U A u");
    assert_eq!(scenario.app.counts().unread, 900);
    assert!(scenario.app.list().view.keep.len() <= 400, "{}", scenario.app.list().view.keep.len());
}

#[test]
fn what_is_kept_lies_in_the_own_library() {
    let mut scenario = Scenario::temporary(120, 36, edition());
    scenario.keys("j Ctrl-S");
    assert!(scenario.toast().contains("Kept in your own library: The recipe"), "{}", scenario.toast());
    let own = Library::open(&scenario.writer.own).unwrap();
    assert_eq!(own.counts(&View::default()).unwrap().total, 1);
}

#[test]
fn narrowing_to_unread_while_reading_skips_no_article() {
    let mut scenario = Scenario::new(120, 36, many(5));
    scenario.keys("j Enter U");
    assert_eq!((scenario.selected(), scenario.reading()), ("Article 1", "Article 1"));
    scenario.keys("J");
    assert_eq!(scenario.reading(), "Article 2");
    scenario.keys("h U U");
    assert_eq!(scenario.app.list().rows().len(), 3);
}

#[test]
fn a_key_with_nothing_to_act_on_says_so() {
    let mut scenario = Scenario::new(80, 24, vec![]);
    for (key, says) in [("r", "no source"), ("Enter", "nothing to read"), ("Space", "Everything is read")] {
        scenario.keys(key);
        assert!(scenario.toast().contains(says), "{key}: {}", scenario.toast());
    }
}

#[test]
fn an_empty_screen_blames_no_page() {
    let mut scenario = Scenario::new(120, 36, many(0));
    scenario.keys("3");
    assert_eq!(scenario.toast(), "There is nothing to read here");
    let mut scenario = Scenario::new(120, 36, many(2));
    scenario.keys("U");
    assert!(scenario.screen().contains("U all"));
}
