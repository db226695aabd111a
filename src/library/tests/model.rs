//! Any sequence of operations gives what a list in memory gives.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Op {
    Add { key: u8, day: usize },
    Mark { keys: Vec<u8>, mark: Mark },
    MarkView { view: View, mark: Mark },
    Undo,
    Redo,
}

fn mark() -> impl Strategy<Value = Mark> {
    prop_oneof![any::<bool>().prop_map(Mark::Read), any::<bool>().prop_map(Mark::Starred)]
}

fn view() -> impl Strategy<Value = View> {
    let state = prop::sample::select(vec![
        StateFilter::All,
        StateFilter::Unread,
        StateFilter::Read,
        StateFilter::Starred,
    ]);
    let order = prop::sample::select(vec![Order::Newest, Order::Oldest]);
    let keep = prop::collection::vec((1..12_i64).prop_map(ArticleId), 0..3);
    (state, order, keep, prop::option::of(Just(SourceId(1)))).prop_map(|(state, order, keep, source)| View {
        state,
        source,
        query: None,
        order,
        keep,
        unfolded: vec![],
    })
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => (0..12_u8, 0..4_usize).prop_map(|(key, day)| Op::Add { key, day }),
        3 => (prop::collection::vec(0..12_u8, 0..4), mark()).prop_map(|(keys, mark)| Op::Mark { keys, mark }),
        1 => (view(), mark()).prop_map(|(view, mark)| Op::MarkView { view, mark }),
        2 => Just(Op::Undo),
        1 => Just(Op::Redo),
    ]
}

#[derive(Debug, Clone)]
struct Piece {
    key: u8,
    place: SortKey,
    read: bool,
    starred: bool,
}

impl Piece {
    fn flag(&mut self, mark: Mark) -> (&mut bool, bool) {
        match mark {
            Mark::Read(on) => (&mut self.read, on),
            Mark::Starred(on) => (&mut self.starred, on),
        }
    }
}

#[derive(Debug, Default)]
struct Model {
    pieces: Vec<Piece>,
    done: Vec<(Mark, Vec<ArticleId>)>,
    undone: Vec<(Mark, Vec<ArticleId>)>,
}

impl Model {
    fn mark(&mut self, ids: &[ArticleId], mark: Mark) -> usize {
        let mut changed = Vec::new();
        for piece in self.pieces.iter_mut().filter(|piece| ids.contains(&piece.place.id)) {
            let id = piece.place.id;
            let (flag, on) = piece.flag(mark);
            if *flag != on {
                *flag = on;
                changed.push(id);
            }
        }
        let count = changed.len();
        if count > 0 {
            self.done.push((mark, changed));
            self.undone.clear();
        }
        count
    }

    fn turn(&mut self, again: bool) -> bool {
        let (from, to) =
            if again { (&mut self.undone, &mut self.done) } else { (&mut self.done, &mut self.undone) };
        let Some((mark, ids)) = from.pop() else { return false };
        for piece in self.pieces.iter_mut().filter(|piece| ids.contains(&piece.place.id)) {
            let (flag, on) = piece.flag(mark);
            *flag = on == again;
        }
        to.push((mark, ids));
        true
    }

    fn list(&self, view: &View) -> Vec<&Piece> {
        let fits = |piece: &&Piece| match view.state {
            StateFilter::All => true,
            StateFilter::Unread => !piece.read,
            StateFilter::Read => piece.read,
            StateFilter::Starred => piece.starred,
        };
        let mut list: Vec<_> =
            self.pieces.iter().filter(|piece| fits(piece) || view.keep.contains(&piece.place.id)).collect();
        list.sort_by_key(|piece| piece.place);
        if view.order == Order::Newest {
            list.reverse();
        }
        list
    }
}

fn run(fixture: &mut Fixture, model: &mut Model, op: Op) {
    let library = &mut fixture.library;
    match op {
        Op::Add { key, day } => add(fixture, model, key, day),
        Op::Mark { keys, mark } => {
            let pieces = model.pieces.iter().filter(|piece| keys.contains(&piece.key));
            let ids: Vec<_> = pieces.map(|piece| piece.place.id).collect();
            assert_eq!(library.mark("s", &ids, mark).unwrap(), model.mark(&ids, mark));
        }
        Op::MarkView { view, mark } => {
            let ids: Vec<_> = model.list(&view).iter().map(|piece| piece.place.id).collect();
            assert_eq!(library.mark_view("s", &view, mark).unwrap(), model.mark(&ids, mark));
            carry_out(library);
        }
        Op::Undo => assert_eq!(library.undo("s").unwrap().is_some(), model.turn(false)),
        Op::Redo => assert_eq!(library.redo("s").unwrap().is_some(), model.turn(true)),
    }
}

fn add(fixture: &mut Fixture, model: &mut Model, key: u8, day: usize) {
    let loaded = on_day(&key.to_string(), day);
    let time = loaded.article.published.unwrap().unix();
    let added = fixture.library.add(fixture.source, &[loaded]).unwrap();
    if let Some(piece) = model.pieces.iter_mut().find(|piece| piece.key == key) {
        assert_eq!(added.changed == 1, piece.place.time != time);
        piece.place.time = time;
    } else {
        assert_eq!(added.new, 1);
        let id = ArticleId(model.pieces.len() as i64 + 1);
        model.pieces.push(Piece { key, place: SortKey { time, id }, read: false, starred: false });
    }
}

fn compare(fixture: &Fixture, model: &Model, view: &View, limit: usize) {
    let list = model.list(view);
    let window = |slice| fixture.library.window(view, slice, limit).unwrap();
    let first = window(Slice::First);
    let rows: Vec<_> = first.rows.iter().map(|row| (row.key, row.read, row.starred)).collect();
    let expected: Vec<_> =
        list.iter().take(limit).map(|piece| (piece.place, piece.read, piece.starred)).collect();
    assert_eq!(rows, expected);
    assert_eq!((first.at_start, first.at_end), (true, list.len() <= limit));
    for (at, piece) in list.iter().enumerate() {
        let after: Vec<_> = list.iter().skip(at + 1).take(limit).map(|piece| piece.place).collect();
        let before: Vec<_> = list[at.saturating_sub(limit)..at].iter().map(|piece| piece.place).collect();
        let places = |window: Window| window.rows.iter().map(|row| row.key).collect::<Vec<_>>();
        assert_eq!(places(window(Slice::After(piece.place))), after);
        assert_eq!(places(window(Slice::Before(piece.place))), before);
        assert!(places(window(Slice::Around(piece.place))).contains(&piece.place));
        let next = list.iter().skip(at + 1).find(|piece| !piece.read).map(|piece| piece.place);
        assert_eq!(fixture.library.next_unread(view, Some(piece.place), true).unwrap(), next);
    }
    let plain = View { keep: vec![], ..view.clone() };
    let unread = model.list(&plain).iter().filter(|piece| !piece.read).count() as u64;
    let counts = Counts { total: model.list(&plain).len() as u64, unread };
    assert_eq!(fixture.library.counts(view).unwrap(), counts);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_library_agrees_with_a_list_in_memory(
        ops in prop::collection::vec(op(), 1..40),
        views in prop::collection::vec(view(), 4),
        limit in 1..6_usize,
    ) {
        let (mut fixture, mut model) = (Fixture::new(), Model::default());
        for op in ops {
            run(&mut fixture, &mut model, op);
        }
        prop_assert!(fixture.library.check().unwrap().is_empty());
        for view in views {
            compare(&fixture, &model, &view, limit);
        }
    }
}
