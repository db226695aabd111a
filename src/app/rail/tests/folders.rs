//! Sources in folders.

use super::*;
use crate::article::Article;
use crate::loader::Loaded;

/// A library where sources stand in folders, one of them in two; each has an article.
fn filed(width: u16, height: u16) -> Scenario {
    let mut scenario = Scenario::new(width, height, edition());
    let library = &mut scenario.writer.library;
    for (title, folders) in [
        ("Cable", &["World/Asia", "Daily"][..]),
        ("Harbour", &["daily"]),
        ("Ferries", &["World"]),
        ("Tides \"R\" us", &["World/Se\"as"]),
    ] {
        let new = NewSource {
            kind: SourceKind::Feed,
            address: format!("https://{title}.example/"),
            title: title.to_owned(),
            origin: Origin::User,
        };
        let source = library.add_source(&new).unwrap().id;
        library.set_folders(source, folders).unwrap();
        let article = Article { title: format!("From {title}"), ..Article::default() };
        let loaded = Loaded {
            key: title.to_owned(),
            given_id: None,
            tags: Vec::new(),
            read: None,
            starred: None,
            article,
        };
        library.add(source, &[loaded]).unwrap();
    }
    scenario
}

/// The rows under "Sources", as they stand in a rail as wide as the screen.
fn sources(scenario: &mut Scenario) -> Vec<String> {
    let screen = scenario.screen();
    let lines = screen.lines().skip_while(|line| !line.contains("Sources")).skip(1);
    let inside = |line: &str| line.trim_matches(['"', '│']).trim_end().to_owned();
    lines.map(inside).take_while(|line| !line.is_empty()).collect()
}

#[test]
fn folders_stand_before_the_sources_and_are_folded_at_first() {
    let mut scenario = filed(60, 30);
    scenario.keys("0");
    insta::assert_snapshot!(sources(&mut scenario).join("\n"));
}

#[test]
fn a_folder_is_unfolded_and_folded_from_what_is_in_it() {
    let mut scenario = filed(60, 30);
    find(&mut scenario, "World");
    let folded = rows(&scenario);
    scenario.keys("x");
    assert_eq!((at(&scenario).as_str(), rows(&scenario)), ("World", folded + 3));
    insta::assert_snapshot!(sources(&mut scenario).join("\n"));
    scenario.keys("j x j");
    assert_eq!(at(&scenario), "Cable");
    scenario.keys("x");
    assert_eq!((at(&scenario).as_str(), rows(&scenario)), ("Asia", folded + 3));
    scenario.keys("k x");
    assert_eq!(rows(&scenario), folded);
    scenario.keys("g g x");
    assert_eq!(scenario.toast(), "There is no folder here");
}

#[test]
fn a_folder_lists_what_its_sources_brought_and_counts_each_once() {
    let mut scenario = filed(60, 30);
    let mut found = |name: &str, open: &str| {
        find(&mut scenario, name);
        let Some(RailRow::Entry(Entry::Folder(folder))) = scenario.app.rail().selected() else { panic!() };
        let unread = folder.unread as usize;
        scenario.keys("Enter");
        assert_eq!(listed(&scenario).len(), unread, "{name}");
        let mut titles = listed(&scenario);
        titles.sort();
        scenario.keys(open);
        (scenario.app.view_name().to_owned(), titles)
    };
    assert_eq!(found("Daily", "0"), ("Daily".into(), vec!["From Cable".into(), "From Harbour".into()]));
    let (name, titles) = found("World", "0 x");
    assert_eq!((name.as_str(), titles.len()), ("World", 3));
    assert_eq!(found("Se\"as", "0").1, ["From Tides \"R\" us"]);
    assert_eq!(found("Asia", "0").1, ["From Cable"]);
}

#[test]
fn a_folder_is_refreshed_with_all_sources_in_it() {
    let mut scenario = filed(60, 30);
    find(&mut scenario, "Daily");
    scenario.keys("r");
    let Some(Effect::Refresh(Some(addresses))) = scenario.done.last() else { panic!("{:?}", scenario.done) };
    assert_eq!(addresses, &["https://Cable.example/", "https://Harbour.example/"]);
}

#[test]
fn a_source_is_found_by_its_folder_and_shown_where_it_is_hidden() {
    let mut scenario = filed(60, 30);
    scenario.keys("0 /").text("cable");
    assert_eq!(
        (at(&scenario).as_str(), rows(&scenario)),
        ("Cable", 1),
        "once, though it stands in two folders"
    );
    scenario.keys("Ctrl-U").text("world");
    assert_eq!(rows(&scenario), 6, "the folders and all that is in them: {}", scenario.screen());
    scenario.keys("Ctrl-U").text("seas").keys("Ctrl-U").text("r\" us").keys("Enter 0");
    assert_eq!(at(&scenario), "Tides \"R\" us");
    assert!(scenario.screen().contains("▾ World"), "{}", scenario.screen());
}

#[test]
fn a_source_stands_once_in_folders_that_differ_in_case_alone() {
    let mut scenario = filed(60, 30);
    let library = &mut scenario.writer.library;
    let cable = library.source_by_address("https://Cable.example/").unwrap().unwrap().id;
    library.set_folders(cable, &["Daily", "daily"]).unwrap();
    find(&mut scenario, "Daily");
    let folded = rows(&scenario);
    scenario.keys("x");
    assert_eq!((at(&scenario).as_str(), rows(&scenario)), ("Daily", folded + 2));
}
