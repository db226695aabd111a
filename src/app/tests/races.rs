//! What happens while answers are on their way, and what stays true whatever happens.

use std::sync::{Arc, mpsc};

use proptest::prelude::*;

use super::*;
use crate::app::related::RelatedRow;
use crate::app::{App, Clock, Place, Shelf};
use crate::config::Config;
use crate::keys::Keymap;
use crate::library::{ArticleId, Slice};
use crate::runtime::reader::{Request, answer};

fn clock() -> Clock {
    Clock { instant: std::time::Instant::now(), zoned: jiff::Zoned::default() }
}

fn articles(effects: &[Effect]) -> Vec<ArticleId> {
    let articles = effects.iter().filter_map(|effect| match effect {
        Effect::Article(id) => Some(*id),
        _ => None,
    });
    articles.collect()
}

#[test]
fn rows_read_anew_do_not_take_back_a_move() {
    let mut scenario = Scenario::new(80, 24, many(20));
    let mut msgs = typed("j");
    msgs.push(Msg::Changed);
    msgs.extend(typed("j j"));
    scenario.burst(msgs);
    assert_eq!((scenario.selected(), scenario.reading()), ("Article 3", "Article 3"));
}

#[test]
fn keys_behind_a_jump_mean_the_place_it_leads_to() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.burst(typed("G Enter"));
    assert_eq!((scenario.reading(), scenario.app.counts().unread), ("Article 899", 899));
    scenario.burst(typed("h gg j m"));
    assert_eq!((scenario.selected(), scenario.app.counts().unread), ("Article 1", 898));
    scenario.burst(typed("A gg ] Enter"));
    assert_eq!(scenario.app.counts().unread, 0);
}

#[test]
fn keys_behind_rows_that_are_missing_mean_the_rows_to_come() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.burst(typed(&format!("{}Enter", "j ".repeat(350))));
    assert_eq!((scenario.reading(), scenario.app.counts().unread), ("Article 350", 899));
    scenario.burst(typed("J ".repeat(350).trim_end()));
    assert_eq!((scenario.selected(), scenario.reading()), ("Article 700", "Article 700"));
    assert_eq!(scenario.app.counts().unread, 549);
}

#[test]
fn a_list_that_cannot_be_read_holds_no_key_back() {
    let keymap = crate::config::resolve(&Config::default(), &|_| None).unwrap().keymap;
    let mut app = App::new(Arc::new(keymap), 66, Shelf::default(), &Place::default(), clock());
    let Effect::Rows(generation, _, slice, _) = app.start().remove(0) else { panic!("rows come first") };
    app.update(Msg::Rows(generation, slice, None));
    for msg in typed("j ?") {
        app.update(msg);
    }
    assert_eq!(app.layers().len(), 1);
}

#[test]
fn rows_read_anew_do_not_take_back_a_jump() {
    let mut scenario = Scenario::new(80, 24, many(900));
    let mut msgs = typed("j G");
    msgs.push(Msg::Changed);
    scenario.burst(msgs);
    assert_eq!(scenario.selected(), "Article 899");
}

#[test]
fn leaving_waits_for_nothing() {
    let mut scenario = Scenario::new(80, 24, many(900));
    assert!(scenario.app.update(typed("G").remove(0)).len() == 1);
    assert!(scenario.app.update(typed("Q").remove(0)).contains(&Effect::Quit));
}

#[test]
fn what_is_read_anew_is_what_is_awaited() {
    let mut scenario = Scenario::new(80, 24, many(50));
    let asked = articles(&scenario.app.update(typed("Ctrl-F").remove(0)));
    assert_eq!(asked.len(), 1);
    assert_eq!(articles(&scenario.app.update(Msg::Changed)), asked);
}

#[test]
fn an_article_that_is_gone_is_asked_for_once() {
    let mut scenario = Scenario::new(80, 24, many(50));
    let asked = articles(&scenario.app.update(typed("Ctrl-F").remove(0)));
    let effects = scenario.app.update(Msg::Article(asked[0], None));
    assert_eq!(articles(&effects), []);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Rows(..))), "the list is read anew");
}

#[test]
fn a_text_that_is_on_its_way_is_not_paged() {
    let mut scenario = Scenario::new(80, 24, many(50));
    scenario.burst(typed("Ctrl-F Space Space"));
    assert_eq!(scenario.app.counts().unread, 49, "the second one has not been seen");
}

#[test]
fn counts_from_before_a_mark_do_not_take_it_back() {
    let mut scenario = Scenario::new(80, 24, many(5));
    let mut msgs = vec![Msg::Changed];
    msgs.extend(typed("m"));
    scenario.burst(msgs);
    assert_eq!(scenario.app.counts().unread, 4);
}

#[test]
fn answers_from_before_a_mark_do_not_take_it_back() {
    let mut scenario = Scenario::indexed(120, 36, edition());
    let id = scenario.app.reading().unwrap();
    let (sender, before) = mpsc::channel();
    for request in [Request::Article(id), Request::Related(id)] {
        answer(scenario.library(), request, &sender, &|| false);
    }
    scenario.keys("s j m k");
    for msg in before.try_iter() {
        scenario.send(msg);
    }
    assert!(scenario.app.related_rows()[..2].iter().all(|row| !row.is_unread()), "computed, and of the page");
    assert!(scenario.app.body().opened().unwrap().starred);
    scenario.keys("u u");
    assert!(scenario.app.related_rows()[..2].iter().all(RelatedRow::is_unread));
}

#[test]
fn a_row_that_fits_no_longer_goes_as_the_counts_say() {
    let mut scenario = Scenario::new(80, 24, many(5));
    scenario.keys("/").text("is:unread").keys("Enter");
    assert_eq!(scenario.reading(), "Article 0");
    assert_eq!((scenario.app.list().rows().len(), scenario.app.counts().unread), (4, 4));
}

#[test]
fn a_place_that_was_never_reached_is_not_replaced() {
    let place = Place { selected: Some((0, ArticleId(7))), ..Place::default() };
    let mut app = App::new(Arc::new(Keymap::default()), 66, Shelf::default(), &place, clock());
    assert!(matches!(app.start()[0], Effect::Rows(_, _, Slice::Around(_), _)));
    assert!(!app.update(Msg::End).iter().any(|effect| matches!(effect, Effect::SavePlace(_))));
}

fn steps() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    const KEYS: &[&str] = &[
        "j", "k", "Ctrl-F", "Ctrl-B", "G", "g", "Enter", "h", "Esc", "Tab", "Space", "b", "]", "[", "J", "K",
        "m", "s", "A", "u", "Ctrl-R", "O", "U", "H", "L", "zz", "/", "f", "changed",
    ];
    prop::collection::vec(prop::collection::vec(prop::sample::select(KEYS), 1..6), 1..12)
}

fn happening(step: &str) -> Vec<Msg> {
    if step == "changed" { vec![Msg::Changed] } else { typed(step) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_typed_the_screen_shows_what_the_library_holds(steps in steps()) {
        let mut scenario = Scenario::new(80, 24, many(300));
        for step in steps {
            scenario.burst(step.into_iter().flat_map(happening).collect());
        }
        let app = &scenario.app;
        prop_assert!(app.list().rows().is_empty() || app.list().selected().is_some());
        prop_assert_eq!(app.reading(), app.body().id());
        let count = scenario.library().count(&app.list().view, &|| false).unwrap().unwrap();
        prop_assert_eq!((app.counts(), app.has_more()), (count.counts, count.more));
        for row in app.list().rows() {
            prop_assert_eq!(scenario.library().row(row.key.id).unwrap(), Some(row.clone()));
        }
    }
}

#[test]
fn rows_of_a_list_that_is_being_marked_read_are_read() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.keys("j");
    // nothing is done yet of what these ask for
    scenario.app.update(typed("A").remove(0));
    let effects = scenario.app.update(typed("G").remove(0));
    let Some(Effect::Rows(generation, view, slice, limit)) =
        effects.into_iter().find(|effect| matches!(effect, Effect::Rows(..)))
    else {
        panic!("the end of the list is not at hand")
    };
    let window = scenario.library().window(&view, slice, limit).unwrap();
    assert!(window.rows.iter().all(|row| !row.read));
    scenario.app.update(Msg::Rows(generation, slice, Some(window)));
    assert!(scenario.app.list().rows().iter().all(|row| row.read));
    assert_eq!(scenario.app.counts().unread, 0);
    scenario.app.update(typed("m").remove(0));
    assert_eq!(scenario.app.counts().unread, 1, "a later mark is shown on top of it");
}

#[test]
fn marking_all_is_taken_back_on_the_screen_at_once() {
    let mut scenario = Scenario::new(80, 24, many(900));
    scenario.keys("m");
    assert_eq!(scenario.app.counts().unread, 899);
    scenario.app.update(typed("A").remove(0));
    assert_eq!(scenario.app.counts().unread, 0);
    scenario.app.update(typed("u").remove(0));
    assert_eq!(scenario.app.counts().unread, 899);
    let unread = scenario.app.list().rows().iter().filter(|row| !row.read).count();
    assert_eq!(unread + 1, scenario.app.list().rows().len(), "what was read before stays read");
}

#[test]
fn taking_back_a_later_step_leaves_the_list_read() {
    let mut scenario = Scenario::new(80, 24, many(900));
    for key in typed("A s u") {
        scenario.app.update(key);
    }
    let effects = scenario.app.update(typed("G").remove(0));
    let rows = effects.into_iter().find_map(|effect| match effect {
        Effect::Rows(generation, view, slice, limit) => Some((generation, view, slice, limit)),
        _ => None,
    });
    let (generation, view, slice, limit) = rows.expect("the end of the list is not at hand");
    let window = scenario.library().window(&view, slice, limit).unwrap();
    scenario.app.update(Msg::Rows(generation, slice, Some(window)));
    assert!(scenario.app.list().rows().iter().all(|row| row.read));
    assert_eq!(scenario.app.counts().unread, 0);
}
