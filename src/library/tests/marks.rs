use std::ops::ControlFlow;

use super::*;

fn read(library: &Library, id: ArticleId) -> bool {
    library.row(id).unwrap().unwrap().read
}

#[test]
fn steps_are_taken_back_and_done_again_in_order() {
    let (mut fixture, ids) = Fixture::with(3);
    let library = &mut fixture.library;
    assert_eq!(library.mark("s", &ids, Mark::Read(true)).unwrap(), 3);
    assert_eq!(library.mark("s", &ids, Mark::Read(true)).unwrap(), 0);
    assert_eq!(library.mark("s", &ids[..1], Mark::Starred(true)).unwrap(), 1);
    let undone = library.undo("s").unwrap().unwrap();
    assert_eq!(undone, Undone { what: "1 article starred".into(), articles: vec![ids[0]], skipped: 0 });
    assert_eq!(library.undo("s").unwrap().unwrap().what, "3 articles marked read");
    assert!(library.undo("s").unwrap().is_none());
    assert_eq!(library.counts(&View::default()).unwrap().unread, 3);
    assert_eq!(library.redo("s").unwrap().unwrap().articles, ids);
    assert_eq!(library.redo("s").unwrap().unwrap().what, "1 article starred");
    assert!(library.redo("s").unwrap().is_none());
    assert_eq!(library.counts(&View::default()).unwrap().unread, 0);
}

#[test]
fn a_new_step_ends_what_could_be_done_again() {
    let (mut fixture, ids) = Fixture::with(2);
    let library = &mut fixture.library;
    library.mark("s", &ids[..1], Mark::Read(true)).unwrap();
    library.undo("s").unwrap();
    library.mark("s", &ids[1..], Mark::Read(true)).unwrap();
    assert!(library.redo("s").unwrap().is_none());
    assert_eq!(fixture.number("SELECT count(*) FROM undo_change"), 1);
}

#[test]
fn sessions_see_each_others_marks_and_take_back_only_their_own() {
    let (mut fixture, ids) = Fixture::with(3);
    let mut other = fixture.other();
    fixture.library.mark("one", &ids, Mark::Read(true)).unwrap();
    assert!(read(&other, ids[0]));
    assert!(other.undo("other").unwrap().is_none());
    other.mark("other", &ids[..1], Mark::Read(false)).unwrap();
    assert!(!read(&fixture.library, ids[0]));
    let undone = fixture.library.undo("one").unwrap().unwrap();
    assert_eq!((undone.articles, undone.skipped), (ids[1..].to_vec(), 1));
    // what was skipped is the other's now and not done again either
    let redone = fixture.library.redo("one").unwrap().unwrap();
    assert_eq!((redone.articles, redone.skipped), (ids[1..].to_vec(), 0));
    assert!(!read(&fixture.library, ids[0]));
}

#[test]
fn a_step_of_which_all_was_skipped_is_gone() {
    let (mut fixture, ids) = Fixture::with(1);
    fixture.library.mark("one", &ids, Mark::Read(true)).unwrap();
    fixture.library.mark("other", &ids, Mark::Read(false)).unwrap();
    assert_eq!(fixture.library.undo("one").unwrap().unwrap().skipped, 1);
    assert!(fixture.library.redo("one").unwrap().is_none());
    assert!(fixture.library.undo("one").unwrap().is_none());
}

fn unread(library: &Library) -> u64 {
    library.counts(&View::default()).unwrap().unread
}

fn mark_all(library: &mut Library) -> usize {
    library.mark_view("s", &View::default(), Mark::Read(true)).unwrap()
}

#[test]
fn a_whole_view_is_one_step() {
    let (mut fixture, ids) = Fixture::with(2_500);
    let source = fixture.library.add_source(&new_source("/other")).unwrap().id;
    fixture.library.add(source, &[on_day("x", 1)]).unwrap();
    let view = View { source: Some(fixture.source), state: StateFilter::Unread, ..View::default() };
    assert_eq!(fixture.library.mark_view("s", &view, Mark::Read(true)).unwrap(), 2_500);
    assert_eq!(carry_out(&mut fixture.library), 1);
    assert_eq!(fixture.library.counts(&View::default()).unwrap(), Counts { total: 2_501, unread: 1 });
    let undone = fixture.library.undo("s").unwrap().unwrap();
    assert_eq!((undone.what.as_str(), undone.articles.len()), ("2500 articles marked read", ids.len()));
    assert_eq!(fixture.library.counts(&view).unwrap().unread, 2_500);
}

#[test]
fn what_was_promised_is_carried_out_by_whoever_comes_next() {
    let (mut fixture, ids) = Fixture::with(2_500);
    fixture.library.mark("s", &ids[..1], Mark::Read(true)).unwrap();
    assert_eq!(mark_all(&mut fixture.library), 2_499);
    let left = fixture.library.carry_out(&mut |_| ControlFlow::Break(())).unwrap();
    assert_eq!(left, Some(Carried::Left));
    let mut other = fixture.other();
    assert_eq!(unread(&other), 2_499);
    assert_eq!((carry_out(&mut other), unread(&other)), (1, 0));
    assert_eq!(carry_out(&mut other), 0);
    let undone = fixture.library.undo("s").unwrap().unwrap();
    assert_eq!((undone.what.as_str(), undone.skipped), ("2499 articles marked read", 0));
    assert!(read(&fixture.library, ids[0]), "it was read before");
}

/// Does a part of what was promised, in long transactions, and leaves the rest.
fn carry_some(library: &mut Library) {
    let mut asked = 0;
    let left = library.carry_out(&mut |_| {
        asked += 1;
        if asked > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(left.unwrap(), Some(Carried::Left));
}

#[test]
fn what_was_done_of_a_promise_is_not_done_again() {
    let (mut fixture, ids) = Fixture::with(1_200);
    mark_all(&mut fixture.library);
    fixture.library.db.execute_batch("CREATE TEMP TABLE kept AS SELECT * FROM promise").unwrap();
    carry_out(&mut fixture.library);
    fixture.library.mark("other", &ids[..1], Mark::Read(false)).unwrap();
    // as if the program had ended just before its end
    fixture.library.db.execute_batch("INSERT INTO promise SELECT * FROM kept").unwrap();
    assert_eq!(carry_out(&mut fixture.library), 1);
    assert!(!read(&fixture.library, ids[0]));
    assert_eq!(fixture.number("SELECT count(*) FROM promise"), 0);
}

#[test]
fn a_promise_of_which_nothing_is_left_leaves_no_step() {
    let (mut fixture, ids) = Fixture::with(1_200);
    mark_all(&mut fixture.library);
    fixture.other().mark("other", &ids, Mark::Read(true)).unwrap();
    assert_eq!(carry_out(&mut fixture.library), 1);
    assert!(fixture.library.undo("s").unwrap().is_none());
    assert_eq!((mark_all(&mut fixture.library), carry_out(&mut fixture.library)), (0, 0));
}

#[test]
fn taking_back_very_much_is_promised_too() {
    let (mut fixture, ids) = Fixture::with(1_200);
    fixture.library.mark("s", &ids[..1], Mark::Starred(true)).unwrap();
    assert_eq!(fixture.library.promise_turn("s", false).unwrap(), None, "that is done at once");
    fixture.library.undo("s").unwrap();
    mark_all(&mut fixture.library);
    carry_out(&mut fixture.library);
    for (again, left) in [(false, 1_200), (true, 0)] {
        let said = fixture.library.promise_turn("s", again).unwrap();
        assert_eq!(said.as_deref(), Some("1200 articles marked read"));
        let carried = fixture.other().carry_out(&mut |_| ControlFlow::Continue(())).unwrap();
        assert!(matches!(carried, Some(Carried::Turned(turned, _)) if turned == again));
        assert_eq!(unread(&fixture.library), left);
    }
    assert_eq!(fixture.library.undo("s").unwrap().unwrap().articles.len(), 1_200);
}

#[test]
fn a_promise_can_be_taken_back_before_its_end_and_done_again_wholly() {
    let (mut fixture, _) = Fixture::with(1_200);
    let library = &mut fixture.library;
    for begun in [false, true] {
        mark_all(library);
        if begun {
            carry_some(library);
            assert!((1..1_200).contains(&unread(library)), "a part is done");
        }
        assert_eq!(library.promise_turn("s", false).unwrap().as_deref(), Some("1200 articles marked read"));
        assert_eq!((carry_out(library), unread(library)), (1, 1_200));
        assert_eq!(library.promise_turn("s", true).unwrap().as_deref(), Some("1200 articles marked read"));
        assert_eq!((carry_out(library), unread(library)), (2, 0));
        assert_eq!(library.undo("s").unwrap().unwrap().what, "1200 articles marked read");
        assert_eq!((carry_out(library), unread(library)), (0, 1_200));
    }
}

#[test]
fn a_promise_outlives_its_session() {
    let (mut fixture, ids) = Fixture::with(1_200);
    let long_ago =
        |library: &Library| library.db.execute("UPDATE undo_step SET at = at - 8 * 24 * 3600", []).unwrap();
    fixture.library.mark("s", &ids[..1], Mark::Starred(true)).unwrap();
    mark_all(&mut fixture.library);
    long_ago(&fixture.library);
    let mut other = fixture.other();
    assert_eq!(fixture.number("SELECT count(*) FROM undo_step"), 1);
    assert_eq!((carry_out(&mut other), unread(&other)), (1, 0));
    fixture.library.promise_turn("s", false).unwrap();
    long_ago(&fixture.library);
    let mut third = fixture.other();
    assert_eq!((carry_out(&mut third), unread(&third)), (1, 1_200));
}

#[test]
fn two_programs_do_not_undo_what_the_other_does() {
    let (mut fixture, _) = Fixture::with(2_500);
    mark_all(&mut fixture.library);
    // another program is in the middle of the promise when its own one takes it back
    let (mut other, mut asked) = (fixture.other(), 0);
    let carried = other.carry_out(&mut |_| {
        asked += 1;
        if asked == 2 {
            fixture.library.promise_turn("s", false).unwrap();
            carry_out(&mut fixture.library);
        }
        ControlFlow::Continue(())
    });
    assert_eq!(carried.unwrap(), Some(Carried::Kept));
    assert_eq!((carry_out(&mut other), unread(&other)), (0, 2_500));
    assert!(fixture.library.promise_turn("s", true).unwrap().is_some(), "it can be done again");
    // and when it is done again
    asked = 0;
    other
        .carry_out(&mut |_| {
            asked += 1;
            if asked == 2 {
                while carry_out(&mut fixture.library) > 0 {}
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((carry_out(&mut other), unread(&other)), (0, 0));
    assert_eq!(fixture.library.undo("s").unwrap().unwrap().skipped, 0);
}

#[test]
fn tags_are_a_set_that_can_be_taken_back() {
    let (mut fixture, ids) = Fixture::with(1);
    let library = &mut fixture.library;
    let tags = |library: &Library| library.get(ids[0]).unwrap().unwrap().tags;
    assert!(library.set_tags("s", ids[0], &["b".into(), "a".into(), "b".into()]).unwrap());
    assert!(!library.set_tags("s", ids[0], &["a".into(), "b".into()]).unwrap());
    assert_eq!(tags(library), ["a", "b"]);
    assert!(library.set_tags("s", ids[0], &[]).unwrap());
    assert_eq!(library.undo("s").unwrap().unwrap().what, "1 article tagged");
    assert_eq!(tags(library), ["a", "b"]);
    library.undo("s").unwrap();
    assert!(tags(library).is_empty());
    assert!(!library.set_tags("s", ArticleId(99), &["a".into()]).unwrap());
}

#[test]
fn steps_of_sessions_long_over_are_forgotten() {
    let (mut fixture, ids) = Fixture::with(1);
    fixture.library.mark("s", &ids, Mark::Read(true)).unwrap();
    fixture.library.db.execute("UPDATE undo_step SET at = at - 8 * 24 * 3600", []).unwrap();
    fixture.other();
    assert_eq!(fixture.number("SELECT count(*) FROM undo_change"), 0);
    assert!(fixture.library.undo("s").unwrap().is_none());
    assert!(read(&fixture.library, ids[0]));
}

#[test]
fn marks_get_in_while_much_is_added() {
    let (mut fixture, ids) = Fixture::with(1);
    let mut other = fixture.other();
    let articles: Vec<_> = (0..1_500).map(|n| on_day(&format!("b{n}"), n)).collect();
    std::thread::scope(|scope| {
        let adding = scope.spawn(|| fixture.library.add(fixture.source, &articles).unwrap());
        let mut on = true;
        while !adding.is_finished() {
            assert_eq!(other.mark("other", &ids, Mark::Read(on)).unwrap(), 1);
            on = !on;
        }
        assert_eq!(adding.join().unwrap().new, 1_500);
    });
    let unread = fixture.number("SELECT count(*) FROM article WHERE read = 0").cast_unsigned();
    assert_eq!(other.counts(&View::default()).unwrap(), Counts { total: 1_501, unread });
}
