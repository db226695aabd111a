use super::*;
use crate::app::{Effect, Msg};
use crate::library::{Count, NewSource, Origin, SourceKind};
use crate::scenario::{Scenario, edition, many};

mod folders;

/// What the cursor stands on.
fn at(scenario: &Scenario) -> String {
    match scenario.app.rail().selected() {
        Some(RailRow::Entry(entry)) => entry.name().to_owned(),
        Some(RailRow::More(_, count)) => format!("{count} more"),
        Some(RailRow::Fewer(_)) => "fewer".to_owned(),
        None => String::new(),
    }
}

fn rows(scenario: &Scenario) -> usize {
    scenario.app.rail().rows().len()
}

fn listed(scenario: &Scenario) -> Vec<String> {
    let list = scenario.app.list();
    list.rows().iter().map(|row| row.title.clone()).collect()
}

fn unread(name: &str, scenario: &Scenario) -> Option<u64> {
    scenario.app.rail().count(name).map(|count| count.counts.unread)
}

fn search(scenario: &mut Scenario, text: &str) {
    scenario.keys("g /").text(text).keys("Enter");
}

/// Goes to the row of this name.
fn find(scenario: &mut Scenario, name: &str) {
    if scenario.app.focus() != Pane::Rail {
        scenario.keys("0");
    }
    scenario.keys("g g");
    for _ in 0..rows(scenario) {
        if at(scenario) == name {
            return;
        }
        scenario.keys("j");
    }
    panic!("{name} is not in the rail: {}", scenario.screen());
}

#[test]
fn it_opens_on_all_articles_and_is_left_to_where_it_was_opened() {
    for leave in ["0", "h", "Esc", "q", "Tab"] {
        let mut scenario = Scenario::new(80, 24, many(9));
        let before = scenario.keys("j").screen();
        scenario.keys("0");
        assert_eq!((scenario.app.focus(), at(&scenario).as_str()), (Pane::Rail, "All articles"));
        assert!(!scenario.screen().contains("┌ Articles"), "{}", scenario.screen());
        scenario.keys(leave);
        assert_eq!(scenario.screen(), before, "{leave}");
        assert!(!scenario.has_ended());
    }
    let mut scenario = Scenario::new(80, 24, edition());
    assert_eq!(scenario.keys("Enter 0 0").app.focus(), Pane::Body);
}

#[test]
fn beside_the_list_it_stays_until_it_is_closed() {
    let mut scenario = Scenario::new(160, 48, edition());
    scenario.keys("0 Esc");
    assert_eq!(scenario.app.focus(), Pane::List);
    assert!(scenario.screen().contains("┌ Rail"));
    assert_eq!(scenario.keys("h").app.focus(), Pane::Rail);
    assert_eq!(scenario.keys("Tab").app.focus(), Pane::List);
    assert_eq!(scenario.keys("Shift-Tab").app.focus(), Pane::Rail);
    scenario.keys("0");
    assert_eq!(scenario.app.focus(), Pane::List);
    assert!(!scenario.screen().contains("┌ Rail"));
}

#[test]
fn moving_in_it_changes_nothing_else() {
    let mut scenario = Scenario::new(120, 36, edition());
    scenario.keys("j 0");
    let done = scenario.done.len();
    scenario.keys("j j G g g Ctrl-D k } {");
    assert_eq!(scenario.done.len(), done, "{:?}", &scenario.done[done..]);
    assert_eq!(scenario.reading(), "The recipe for harbour bread");
}

#[test]
fn a_row_leads_to_its_view_and_esc_to_the_one_before() {
    let mut scenario = Scenario::new(80, 24, edition());
    scenario.keys("j");
    find(&mut scenario, "Boats");
    scenario.keys("Enter");
    assert_eq!(listed(&scenario), ["A harbour learns to wait, and so do its boats"]);
    assert_eq!((scenario.app.focus(), scenario.app.view_name()), (Pane::List, "Boats"));
    scenario.keys("0");
    assert_eq!(at(&scenario), "Boats", "the cursor is where it was");
    find(&mut scenario, "Lathe & Ladle");
    scenario.keys("Enter");
    assert_eq!(listed(&scenario), ["The recipe for harbour bread"]);
    scenario.keys("Esc");
    assert_eq!((listed(&scenario).len(), scenario.selected()), (6, "The recipe for harbour bread"));
    assert!(!scenario.app.has_left_view(), "what was chosen in the rail takes the place of what was before");
}

#[test]
fn states_and_sources_are_views() {
    let mut scenario = Scenario::new(80, 24, edition());
    scenario.keys("s m");
    find(&mut scenario, "Unread");
    scenario.keys("Enter");
    assert_eq!(listed(&scenario).len(), 5);
    find(&mut scenario, "Starred");
    assert_eq!(listed(scenario.keys("Enter")), ["A harbour learns to wait, and so do its boats"]);
    find(&mut scenario, "All articles");
    assert_eq!(listed(scenario.keys("Enter")).len(), 6);
    assert!(!scenario.app.has_left_view());
    find(&mut scenario, "News");
    scenario.keys("Enter");
    assert_eq!((listed(&scenario).len(), scenario.app.view_name()), (6, "News"));
    assert!(scenario.app.list().view.source.is_some());
}

#[test]
fn unread_articles_of_a_source_follow_the_marks() {
    let mut scenario = Scenario::new(160, 48, edition());
    scenario.keys("0 Esc");
    let unread = |scenario: &Scenario| match scenario.app.rail().entries.iter().find(|at| at.name() == "News")
    {
        Some(Entry::Source { source, .. }) => source.counts.unread,
        other => panic!("{other:?}"),
    };
    let before = unread(&scenario);
    assert_eq!(unread(scenario.keys("m")), before - 1);
    assert_eq!(unread(scenario.keys("u")), before);
}

#[test]
fn a_search_is_saved_found_counted_replaced_and_removed() {
    let mut scenario = Scenario::new(160, 48, edition());
    scenario.index().keys("W");
    assert!(scenario.toast().contains("no search to save"), "{}", scenario.toast());
    search(&mut scenario, "harbour");
    scenario.keys("1 O W");
    assert!(scenario.screen().contains("> harbour*"), "{}", scenario.screen());
    scenario.keys("Ctrl-U").text("Ships").keys("Enter");
    assert_eq!(scenario.toast(), "Saved: Ships · u undoes it");
    let found = listed(&scenario);
    scenario.keys("Esc");
    find(&mut scenario, "Ships");
    assert_eq!(unread("Ships", &scenario), Some(1), "one of the two is read");
    scenario.keys("Enter");
    assert_eq!((listed(&scenario), scenario.app.view_name()), (found, "Ships"));
    scenario.keys("U W Ctrl-U").text("Ships").keys("Enter");
    assert_eq!(scenario.toast(), "Saved in the place of another: Ships · u undoes it");
    scenario.keys("W Ctrl-U").text("Ships").keys("Enter");
    assert_eq!(scenario.toast(), "Saved already: Ships");
    assert_eq!(scenario.library().saved_searches().unwrap().len(), 1);

    find(&mut scenario, "Ships");
    scenario.keys("D");
    assert_eq!(scenario.toast(), "Removed: Ships · u undoes it");
    assert!(!scenario.screen().contains("Saved searches"));
    scenario.keys("u");
    assert!(scenario.screen().contains("Saved searches"));
    assert_eq!(scenario.toast(), "Undone: 1 search removed");
}

#[test]
fn a_source_is_removed_and_put_back() {
    let mut scenario = Scenario::new(80, 24, edition());
    find(&mut scenario, "News");
    scenario.keys("D");
    assert_eq!(scenario.toast(), "Removed: News; its articles stay · u undoes it");
    assert!(scenario.screen().contains("removed"));
    scenario.keys("D");
    assert_eq!(scenario.toast(), "News is removed already; its articles stay");
    assert!(scenario.library().sources().unwrap().is_empty());
    scenario.keys("u");
    assert_eq!(scenario.library().sources().unwrap().len(), 1);
    scenario.keys("g g D");
    assert_eq!(scenario.toast(), "Only a source or a saved search can be removed");
}

#[test]
fn what_the_config_declares_is_taken_out_there() {
    let mut scenario = Scenario::new(80, 24, edition());
    let new = NewSource {
        kind: SourceKind::File,
        address: "/wire".to_owned(),
        title: "Wire".to_owned(),
        origin: Origin::Config,
    };
    scenario.writer.library.add_source(&new).unwrap();
    find(&mut scenario, "Wire");
    scenario.keys("D");
    assert!(scenario.toast().contains("declared in the config"), "{}", scenario.toast());
    assert_eq!(scenario.library().sources().unwrap().len(), 2);
}

#[test]
fn typing_narrows_the_rows_and_enter_shows_the_first() {
    let mut scenario = Scenario::new(80, 24, edition());
    scenario.keys("0 j /").text("tid");
    assert_eq!((at(&scenario).as_str(), rows(&scenario)), ("Tides", 1));
    scenario.text("x");
    assert!(scenario.screen().contains("Nothing fits"));
    scenario.keys("Esc");
    assert_eq!(at(&scenario), "Unread");
    scenario.keys("/").text("tid").keys("Enter");
    assert_eq!((scenario.app.view_name(), listed(&scenario).len()), ("Tides", 1));
    scenario.keys("0");
    assert_eq!(at(&scenario), "Tides");
    scenario.keys("/").send(Msg::Paste("boats".to_owned()));
    assert_eq!(at(&scenario), "Boats");
    scenario.keys("Ctrl-U").text("categories").keys("Down");
    assert_eq!(at(&scenario), "Tides", "headings count as words of their rows");
}

/// Articles whose categories are many.
fn labelled() -> Vec<crate::article::Article> {
    let mut articles = many(30);
    for (number, article) in articles.iter_mut().enumerate() {
        article.categories = vec![format!("Category {number:02}")];
    }
    articles
}

#[test]
fn a_group_shows_its_first_rows_until_it_is_opened() {
    let mut scenario = Scenario::new(80, 24, labelled());
    find(&mut scenario, "22 more");
    let few = rows(&scenario);
    scenario.keys("Enter");
    assert_eq!((at(&scenario).as_str(), rows(&scenario)), ("Category 08", few + 22));
    find(&mut scenario, "fewer");
    scenario.keys("Enter");
    assert_eq!((at(&scenario).as_str(), rows(&scenario)), ("22 more", few));
    scenario.keys("/").text("category 28").keys("Enter 0");
    assert_eq!(at(&scenario), "Category 28", "what is shown is not hidden");
}

#[test]
fn headings_are_walked() {
    let mut scenario = Scenario::new(80, 24, labelled());
    scenario.keys("0 }");
    assert_eq!(at(&scenario), "News");
    scenario.keys("} j j {");
    assert_eq!(at(&scenario), "Category 00");
    scenario.keys("{ { {");
    assert_eq!(at(&scenario), "All articles");
    assert!(scenario.toast().contains("No heading further above"));
}

#[test]
fn counts_are_asked_once_for_what_is_on_the_screen() {
    let mut scenario = Scenario::new(80, 24, edition());
    for name in ["a", "b"] {
        search(&mut scenario, "harbour");
        scenario.keys("W Ctrl-U").text(name).keys("Enter 1 Esc");
    }
    let before = scenario.done.len();
    scenario.keys("0 j j k");
    let asked: Vec<_> =
        scenario.done[before..].iter().filter(|effect| matches!(effect, Effect::Count(..))).collect();
    assert!(matches!(asked[..], [Effect::Count(_, searches)] if searches.len() == 2), "{asked:?}");
}

#[test]
fn counts_that_were_cut_short_are_asked_for_again_and_old_ones_wait() {
    let mut scenario = Scenario::new(80, 24, edition());
    scenario.index();
    search(&mut scenario, "harbour");
    scenario.keys("W Enter 1 Esc 0");
    let name = "harbour*".to_owned();
    let number = scenario.app.rail.generation;
    assert!(scenario.app.rail.stale.is_empty());
    scenario.app.update(Msg::Rail(Listed {
        saved: scenario.library().saved_searches().unwrap(),
        ..Listed::default()
    }));
    assert_eq!(scenario.app.rail.stale, [name.as_str()]);
    scenario.app.update(Msg::Counted(number, vec![(name.clone(), Some(Count::default()))]));
    assert_eq!(unread(&name, &scenario), Some(1));
    let again = scenario.app.update(Msg::Counted(number + 1, vec![]));
    assert!(matches!(again[..], [Effect::Count(..)]), "{again:?}");
    scenario.app.update(Msg::Counted(number + 1, vec![(name.clone(), None)]));
    assert_eq!(scenario.app.rail().count(&name), None);
}
