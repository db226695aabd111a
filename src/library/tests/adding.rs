use super::*;

fn titled(key: &str, title: &str) -> Loaded {
    loaded(key, Article { title: title.into(), ..Article::default() })
}

#[test]
fn the_same_text_changes_nothing_and_another_is_a_revision() {
    let mut fixture = Fixture::new();
    let (library, source) = (&mut fixture.library, fixture.source);
    let added = library.add(source, &[titled("k", "one"), titled("l", "two")]).unwrap();
    assert_eq!(added, Added { new: 2, changed: 0, unchanged: 0 });
    let id = library.find("nothing").unwrap();
    assert!(id.is_empty());
    let id = library.window(&View::default(), Slice::First, 9).unwrap().rows[1].key.id;
    library.mark("s", &[id], Mark::Read(true)).unwrap();
    library.set_tags("s", id, &["later".into()]).unwrap();
    let added = library.add(source, &[titled("k", "new"), titled("l", "two")]).unwrap();
    assert_eq!(added, Added { new: 0, changed: 1, unchanged: 1 });
    let held = library.get(id).unwrap().unwrap();
    assert_eq!((held.article.title.as_str(), held.read, held.tags), ("new", true, vec!["later".to_owned()]));
    assert_eq!(fixture.number("SELECT count(*) FROM revision"), 1);
    assert_eq!(fixture.number("SELECT count(*) FROM change"), 4);
}

#[test]
fn a_library_of_an_earlier_version_goes_on_knowing_texts_as_it_did() {
    let mut fixture = Fixture::new();
    let held = titled("k", "one");
    fixture.library.add(fixture.source, std::slice::from_ref(&held)).unwrap();
    let json = serde_json::to_vec(&held.article).unwrap();
    let hash = |fixture: &Fixture| -> fold::Hash {
        fixture.library.db.query_row("SELECT hash FROM article", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(hash(&fixture), fold::text_hash(&json));
    // as if it had come with version 12, and was brought forward then
    fixture.library.db.execute("UPDATE article SET hash = ?1", [fold::hash(&json)]).unwrap();
    fixture.library.db.execute_batch(include_str!("../schema/13.sql")).unwrap();
    let again = fixture.library.add(fixture.source, &[held, titled("l", "two")]).unwrap();
    assert_eq!(again, Added { new: 1, changed: 0, unchanged: 1 });
    assert_eq!(hash(&fixture), fold::hash(&json));
}

#[test]
fn two_texts_under_one_key_settle() {
    let mut fixture = Fixture::new();
    let both = [titled("k", "first"), titled("k", "second")];
    let mut add = || fixture.library.add(fixture.source, &both).unwrap();
    assert_eq!(add(), Added { new: 1, changed: 1, unchanged: 0 });
    assert_eq!(add(), Added { new: 0, changed: 0, unchanged: 2 });
    let row = &fixture.library.window(&View::default(), Slice::First, 9).unwrap().rows[0];
    assert_eq!(row.title, "first");
}

#[test]
fn state_that_the_data_brings_is_taken_over_once() {
    let mut fixture = Fixture::new();
    let article =
        Loaded { read: Some(true), starred: Some(true), tags: vec!["t".into()], ..titled("k", "one") };
    fixture.library.add(fixture.source, std::slice::from_ref(&article)).unwrap();
    let counts = |state| fixture.library.counts(&View { state, ..View::default() }).unwrap();
    assert_eq!(counts(StateFilter::All), Counts { total: 1, unread: 0 });
    assert_eq!(counts(StateFilter::Starred), Counts { total: 1, unread: 0 });
    let id = fixture.ids(&View::default())[0];
    fixture.library.mark("s", &[id], Mark::Read(false)).unwrap();
    fixture.library.add(fixture.source, &[article]).unwrap();
    let held = fixture.library.get(id).unwrap().unwrap();
    assert!(!held.read && held.starred);
    assert_eq!(held.tags, ["t"]);
}

#[test]
fn a_renamed_file_keeps_its_id_and_state() {
    let mut fixture = Fixture::new();
    let (library, source) = (&mut fixture.library, fixture.source);
    library.add(source, &[titled("old", "T"), titled("stays", "U")]).unwrap();
    let old = library.window(&View::default(), Slice::Last, 9).unwrap().rows[1].key.id;
    library.mark("s", &[old], Mark::Starred(true)).unwrap();
    let mut walk = Walk::default();
    // "copy" is a second file with the text of one that is still there
    library
        .add_walked(source, &[titled("new", "T"), titled("stays", "U"), titled("copy", "U")], &mut walk)
        .unwrap();
    assert_eq!(library.finish_walk(walk).unwrap(), 1);
    let starred = View { state: StateFilter::Starred, ..View::default() };
    assert_eq!(fixture.ids(&starred), [old]);
    assert_eq!(fixture.library.counts(&View::default()).unwrap(), Counts { total: 3, unread: 3 });
    let again = fixture.library.add(fixture.source, &[titled("new", "T")]).unwrap();
    assert_eq!(again.unchanged, 1);
    assert_eq!(fixture.number("SELECT count(*) FROM body"), 3);
}

#[test]
fn of_many_with_one_text_as_many_are_renamed_as_are_gone() {
    let mut fixture = Fixture::new();
    let (library, source) = (&mut fixture.library, fixture.source);
    let same = |keys: &[&str]| keys.iter().map(|key| titled(key, "T")).collect::<Vec<_>>();
    library.add(source, &same(&["a", "b", "c"])).unwrap();
    let mut walk = Walk::default();
    library.add_walked(source, &same(&["b", "d", "e", "f"]), &mut walk).unwrap();
    assert_eq!(library.finish_walk(walk).unwrap(), 2);
    assert_eq!(fixture.number("SELECT count(*) FROM article"), 4);
    assert_eq!((fixture.by_key("d"), fixture.by_key("e")), (Some(ArticleId(1)), Some(ArticleId(3))));
}

#[test]
fn the_future_is_clamped_and_what_is_undated_is_as_old_as_its_arrival() {
    let mut fixture = Fixture::new();
    let mut future = titled("f", "future");
    future.article.published = Some("9999-01-01".parse().unwrap());
    let mut updated = titled("u", "updated");
    updated.article.updated = Some("2001-01-01T00:00:00Z".parse().unwrap());
    fixture.library.add(fixture.source, &[future, titled("n", "undated"), updated]).unwrap();
    assert_eq!(fixture.number("SELECT count(*) FROM article WHERE time = first_seen"), 2);
    let oldest = &fixture.library.window(&View::default(), Slice::Last, 1).unwrap().rows[0];
    assert_eq!((oldest.title.as_str(), oldest.key.time), ("updated", 978_307_200));
    assert_eq!(oldest.published, "2001-01-01T00:00:00Z".parse().ok());
}

#[test]
fn a_dictionary_is_trained_when_there_is_enough_and_all_bodies_stay_readable() {
    let words =
        ["harbour", "ships", "waited", "spring", "rules", "court", "export", "storm", "river", "wheat"];
    let text = |n: usize| -> String {
        (0..120).map(|i| words[(n * 7 + i * i + n * i) % words.len()]).collect::<Vec<_>>().join(" ")
    };
    let articles: Vec<_> = (0..420)
        .map(|n| {
            let body = vec![Block::paragraph(text(n)), Block::paragraph(format!("Number {n}."))];
            loaded(&n.to_string(), Article { title: format!("T{n}"), body, ..Article::default() })
        })
        .collect();
    let mut fixture = Fixture::new();
    fixture.library.add(fixture.source, &articles[..405]).unwrap();
    fixture.library.add(fixture.source, &articles[405..410]).unwrap();
    assert_eq!(fixture.number("SELECT count(*) FROM dictionary"), 1);
    // as if many more were there
    fixture.library.db.execute("UPDATE counter SET total = total + 30000", []).unwrap();
    fixture.library.add(fixture.source, &articles[410..415]).unwrap();
    fixture.library.add(fixture.source, &articles[415..]).unwrap();
    assert_eq!(fixture.number("SELECT count(*) FROM dictionary"), 2, "the second is the last");
    assert_eq!(fixture.number("SELECT count(*) FROM body WHERE dictionary = 1"), 10);
    assert_eq!(fixture.number("SELECT count(*) FROM body WHERE dictionary = 2"), 5);
    for id in fixture.ids(&View::default()) {
        let held = fixture.library.get(id).unwrap().unwrap();
        assert!(articles.iter().any(|loaded| loaded.article == held.article));
    }
}

#[test]
fn a_source_is_added_once_removed_and_revived() {
    let (mut fixture, ids) = Fixture::with(2);
    let again = fixture.library.add_source(&new_source("/news")).unwrap();
    assert_eq!((again.id, again.counts), (fixture.source, Counts { total: 2, unread: 2 }));
    assert!(fixture.library.remove_source("/news").unwrap());
    assert!(!fixture.library.remove_source("/news").unwrap());
    assert!(fixture.library.sources().unwrap().is_empty());
    assert_eq!(fixture.library.get(ids[0]).unwrap().unwrap().source, "Source /news");
    assert_eq!(fixture.ids(&View::default()).len(), 2);
    assert_eq!(fixture.library.add_source(&new_source("/news")).unwrap().id, fixture.source);
    fixture.library.set_refreshed(fixture.source, Some("gone")).unwrap();
    let source = fixture.library.source_by_address("/news").unwrap().unwrap();
    assert_eq!(source.error.as_deref(), Some("gone"));
    assert!(source.refreshed.is_some());
}

#[test]
fn categories_of_a_source_are_known() {
    let mut fixture = Fixture::new();
    let article =
        Article { title: "T".into(), categories: vec!["China".into(), "Asia".into()], ..Article::default() };
    fixture.library.add(fixture.source, &[loaded("k", article)]).unwrap();
    let other = fixture.library.add_source(&new_source("/other")).unwrap().id;
    assert_eq!(fixture.library.labels(fixture.source).unwrap(), ["Asia", "China"]);
    assert!(fixture.library.labels(other).unwrap().is_empty());
}
