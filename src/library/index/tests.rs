//! The index and what may be wrong with it, on real files.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::ops::ControlFlow;
use std::sync::Barrier;
use std::thread;

use rustix::fs::FlockOperation;
use tantivy::collector::DocSetCollector;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::{AllQuery, Query as Search, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::super::tests::{Fixture, loaded, on_day};
use super::super::{ArticleId, HitOrder, Query, View};
use super::*;
use crate::article::{Article, Block};

fn catch_up(library: &Library) {
    assert!(library.catch_up(&mut |_| ControlFlow::Continue(())).unwrap());
}

/// The articles that a query finds; none of them may be found twice.
fn found(library: &Library, query: &dyn Search) -> BTreeSet<i64> {
    let index = library.index().unwrap();
    let hits = index.searcher().search(query, &DocSetCollector).unwrap();
    let id = |hit: &DocAddress| {
        let segment = index.searcher().segment_reader(hit.segment_ord);
        segment.fast_fields().u64("id").unwrap().first(hit.doc_id).unwrap().cast_signed()
    };
    let ids: BTreeSet<i64> = hits.iter().map(id).collect();
    assert_eq!(ids.len(), hits.len(), "an article is in the index twice");
    ids
}

fn with_word(library: &Library, word: &str) -> usize {
    let term = Term::from_field_text(library.index().unwrap().fields.text, word);
    found(library, &TermQuery::new(term, IndexRecordOption::Basic)).len()
}

fn held(fixture: &Fixture) -> BTreeSet<i64> {
    fixture.ids(&View::default()).into_iter().map(|id| id.0).collect()
}

/// After a catch-up the index has just what the library has, whatever it was before.
#[track_caller]
fn assert_mends(fixture: &Fixture) {
    // a process of its own knows nothing of what was open before
    let library = fixture.other();
    catch_up(&library);
    assert_eq!(found(&library, &AllQuery), held(fixture));
    assert!(matches!(library.index_state().unwrap(), IndexState::Current { .. }));
}

fn indexed(count: usize) -> Fixture {
    let (fixture, _) = Fixture::with(count);
    catch_up(&fixture.library);
    fixture
}

fn folder(fixture: &Fixture) -> PathBuf {
    fixture.folder.path().join(FOLDER)
}

#[track_caller]
fn assert_unusable(fixture: &Fixture, why: &str) {
    match fixture.other().index_state().unwrap() {
        IndexState::Unusable(said) => assert!(said.contains(why), "{said}"),
        state => panic!("{state:?}"),
    }
    assert_mends(fixture);
}

#[test]
fn what_comes_changes_and_goes_is_followed() {
    let mut fixture = indexed(3);
    assert_eq!((with_word(&fixture.library, "text"), with_word(&fixture.library, "a1")), (3, 1));
    let changed = Article { body: vec![Block::paragraph("Other words")], ..on_day("a1", 1).article };
    let articles = [loaded("a1", changed), on_day("b", 9)];
    fixture.library.add(fixture.source, &articles).unwrap();
    fixture.library.db.execute("DELETE FROM article WHERE id = 3", []).unwrap();
    fixture
        .library
        .write(super::super::write::Durability::Normal, |tx| {
            super::super::changed(tx, ArticleId(3), "delete")
        })
        .unwrap();
    assert!(matches!(fixture.library.index_state().unwrap(), IndexState::Behind(3)));
    assert_mends(&fixture);
    assert_eq!((with_word(&fixture.library, "text"), with_word(&fixture.library, "other")), (2, 1));
}

#[test]
fn there_is_no_index_before_the_first_catch_up() {
    let fixture = Fixture::new();
    let no = fixture.library.index().unwrap_err().to_string();
    assert!(no.contains("none yet"), "{no}");
    assert_unusable(&fixture, "none yet");
}

#[test]
fn a_missing_index_is_built_again() {
    let fixture = indexed(5);
    fs::remove_dir_all(folder(&fixture)).unwrap();
    assert_unusable(&fixture, "none yet");
    // what was open before sees the new one too
    assert_eq!(found(&fixture.library, &AllQuery), held(&fixture));
}

#[test]
fn whatever_file_is_truncated_lost_or_strange_the_index_is_built_again() {
    let fixture = indexed(5);
    let names: Vec<_> =
        fs::read_dir(folder(&fixture)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let segment_files = names.iter().filter(|name| !name.to_string_lossy().starts_with('.'));
    assert!(segment_files.clone().count() > 5);
    // each catch-up may give the files other names: the kinds stay
    for kind in segment_files.map(|name| name.to_string_lossy().rsplit('.').next().unwrap().to_owned()) {
        for harm in ["truncated", "empty", "lost", "strange"] {
            let entries = fs::read_dir(folder(&fixture)).unwrap().map(|entry| entry.unwrap().path());
            let is_kind = |path: &PathBuf| path.extension().is_some_and(|ending| ending == kind.as_str());
            let Some(file) = entries.into_iter().find(is_kind) else { continue };
            let length = fs::metadata(&file).unwrap().len();
            let open = || File::options().write(true).open(&file).unwrap();
            match harm {
                "truncated" => open().set_len(length / 2).unwrap(),
                "empty" => open().set_len(0).unwrap(),
                "lost" => fs::remove_file(&file).unwrap(),
                _ => fs::write(&file, "strange").unwrap(),
            }
            assert_mends(&fixture);
        }
    }
}

#[test]
fn a_flipped_bit_is_noticed_by_the_checksums() {
    let fixture = indexed(5);
    let entries = fs::read_dir(folder(&fixture)).unwrap().map(|entry| entry.unwrap().path());
    let terms =
        entries.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "pos")).unwrap();
    let mut bytes = fs::read(&terms).unwrap();
    bytes[0] ^= 1;
    fs::write(&terms, bytes).unwrap();
    let state = fixture.other().index_state().unwrap();
    assert!(matches!(state, IndexState::Unusable(why) if why.contains("damaged")));
}

#[test]
fn a_file_in_the_place_of_the_index_gives_way() {
    let fixture = Fixture::with(2).0;
    fs::write(folder(&fixture), "no folder").unwrap();
    assert_mends(&fixture);
}

#[test]
fn the_index_of_another_library_is_not_used() {
    let (fixture, other) = (indexed(2), indexed(7));
    fs::remove_dir_all(folder(&fixture)).unwrap();
    fs::rename(folder(&other), folder(&fixture)).unwrap();
    assert_unusable(&fixture, "another library");
}

/// Changes the stamp of the index as another program would have written it.
fn restamp(fixture: &Fixture, change: impl Fn(&mut serde_json::Value)) {
    let file = folder(fixture).join(META);
    let mut meta: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let mut stamp = serde_json::from_str(meta["payload"].as_str().unwrap()).unwrap();
    change(&mut stamp);
    meta["payload"] = stamp.to_string().into();
    fs::write(&file, meta.to_string()).unwrap();
}

#[test]
fn an_index_of_another_version_is_not_used() {
    let fixture = indexed(2);
    for what in ["schema", "analyser"] {
        restamp(&fixture, |stamp| stamp[what] = 99.into());
        assert_unusable(&fixture, "another version");
    }
    restamp(&fixture, |stamp| *stamp = "what was before stamps".into());
    assert_unusable(&fixture, "another version");
}

#[test]
fn an_index_ahead_of_its_library_is_not_used() {
    let fixture = indexed(2);
    restamp(&fixture, |stamp| stamp["seq"] = 99.into());
    assert_unusable(&fixture, "older copy");
}

#[test]
fn several_catch_up_at_once_and_nothing_is_there_twice() {
    let fixture = Fixture::with(2_500).0;
    let (start, path) = (Barrier::new(3), fixture.folder.path());
    thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| {
                let library = Library::open(path).unwrap();
                start.wait();
                catch_up(&library);
            });
        }
    });
    assert_mends(&fixture);
}

#[test]
fn it_stops_within_a_batch_and_goes_on_there() {
    let fixture = Fixture::with(1_100).0;
    let mut left = Vec::new();
    let mut stop_at_second = |changes| {
        left.push(changes);
        if left.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert!(!fixture.library.catch_up(&mut stop_at_second).unwrap());
    assert_eq!(left, [1_100, 1_100]);
    let done = fixture.library.catch_up(&mut |left| {
        if left < 1_100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(!done.unwrap());
    let IndexState::Behind(left) = fixture.library.index_state().unwrap() else { panic!() };
    assert!((1..1_100).contains(&left));
    assert_mends(&fixture);
}

#[test]
fn what_a_killed_writer_left_behind_is_collected() {
    let mut fixture = indexed(2);
    let orphan = "0123456789abcdef0123456789abcdef.pos";
    fs::write(folder(&fixture).join(orphan), "half a segment").unwrap();
    let managed = folder(&fixture).join(".managed.json");
    let mut names: Vec<String> = serde_json::from_slice(&fs::read(&managed).unwrap()).unwrap();
    names.push(orphan.to_owned());
    fs::write(&managed, serde_json::to_vec(&names).unwrap()).unwrap();
    fixture.library.add(fixture.source, &[on_day("b", 3)]).unwrap();
    assert_mends(&fixture);
    assert!(!folder(&fixture).join(orphan).exists());
}

/// An index with a segment for each article.
fn in_pieces(count: usize) -> Fixture {
    let fixture = indexed(count);
    for id in fixture.ids(&View::default()) {
        let index = fixture.library.index().unwrap();
        let writer = follow::writer(&index.files, NoMergePolicy).unwrap();
        writer.delete_term(index.fields.key(id));
        let (document, _) =
            fixture.library.derived(&index, id, &mut super::terms::Words::default()).unwrap().unwrap();
        writer.add_document(document).unwrap();
        follow::commit(writer, &index.stamp).unwrap();
    }
    fixture
}

fn segments(fixture: &Fixture) -> usize {
    fixture.other().index().unwrap().searcher().segment_readers().len()
}

#[test]
fn when_nothing_is_to_be_done_few_segments_are_left() {
    let fixture = in_pieces(9);
    assert_eq!(segments(&fixture), 9);
    fixture.library.tidy(&mut || ControlFlow::Continue(())).unwrap();
    assert!(segments(&fixture) <= 4);
    assert_mends(&fixture);
    assert_eq!(with_word(&fixture.library, "a1"), 1);
}

#[test]
fn tidying_gives_way() {
    let mut fixture = in_pieces(6);
    let locked = follow::lock(&fixture.library.lock_file(), FlockOperation::LockExclusive).unwrap();
    fixture.library.tidy(&mut || ControlFlow::Continue(())).unwrap();
    assert_eq!(segments(&fixture), 6, "somebody writes");
    drop(locked);
    fixture.library.add(fixture.source, &[on_day("b", 3)]).unwrap();
    fixture.library.tidy(&mut || ControlFlow::Break(())).unwrap();
    assert_mends(&fixture);
}

#[test]
fn a_search_that_nobody_waits_for_gives_nothing() {
    let fixture = indexed(3);
    let query = Query::parse("text", false, &jiff::Zoned::now()).unwrap();
    for order in [HitOrder::Newest, HitOrder::Rank] {
        let ask = |cancelled: bool| fixture.library.search(&query, order, None, 9, &|| cancelled).unwrap();
        assert_eq!((ask(true), ask(false).map(|hits| hits.len())), (None, Some(3)));
    }
}

#[test]
fn without_an_index_a_search_says_so_and_a_list_goes_on() {
    let fixture = Fixture::with(3).0;
    let query = Query::parse("text", false, &jiff::Zoned::now()).unwrap();
    let no = fixture.library.search(&query, HitOrder::Newest, None, 9, &|| false).unwrap_err();
    assert!(matches!(no, LibraryError::NoIndex(_)), "{no}");
    let view = View { query: Some(query), ..View::default() };
    assert_eq!(fixture.ids(&view).len(), 3, "a list reads the articles then");
}
