//! The window of rows and the cursor in it, against a list of a thousand.

use super::*;

fn row(n: i64) -> Row {
    Row {
        key: SortKey { time: n, id: ArticleId(n) },
        title: n.to_string(),
        site: String::new(),
        byline: String::new(),
        published: None,
        url: None,
        read: n % 3 == 0,
        starred: false,
        copies: 0,
        copy_of: None,
        story: None,
    }
}

fn answer(list: &mut List, slice: Slice) {
    let (generation, slice) = list.ask(slice);
    assert!(list.receive(generation, slice, part(slice)));
}

fn jump(list: &mut List, slice: Slice) {
    let (generation, slice) = list.ask(slice);
    list.jump();
    assert!(list.receive(generation, slice, part(slice)));
}

/// Newest first: 1000, 999, …, 1.
fn part(slice: Slice) -> Window {
    let all: Vec<Row> = (1..=1000).rev().map(row).collect();
    let from = match slice {
        Slice::First => 0,
        Slice::Last => all.len() - ROWS,
        Slice::After(key) => all.iter().position(|row| row.key < key).unwrap_or(all.len()),
        Slice::Before(key) => all.iter().position(|row| row.key <= key).unwrap().saturating_sub(ROWS),
        Slice::Around(key) => all.iter().position(|row| row.key <= key).unwrap().saturating_sub(ROWS / 2),
    };
    let to = match slice {
        Slice::Before(key) => all.iter().position(|row| row.key <= key).unwrap(),
        _ => (from + ROWS).min(all.len()),
    };
    Window { rows: all[from..to].to_vec(), at_start: from == 0, at_end: to == all.len() }
}

fn settle(list: &mut List) {
    while let Some(slice) = list.wanted() {
        answer(list, slice);
    }
}

#[test]
fn moves_past_the_rows_at_hand_are_made_when_more_arrive() {
    let mut list = List::default();
    answer(&mut list, Slice::First);
    list.move_by(750);
    assert_eq!(list.selected().unwrap().title, "801");
    settle(&mut list);
    assert_eq!(list.selected().unwrap().title, "250");
    list.move_by(-900);
    settle(&mut list);
    assert_eq!(list.selected().unwrap().title, "1000");
    assert!(list.at_edge(false));
}

#[test]
fn the_end_is_the_end() {
    let mut list = List::default();
    answer(&mut list, Slice::Last);
    list.move_by(5);
    list.move_by(-1);
    assert_eq!(list.selected().unwrap().title, "2");
}

#[test]
fn an_answer_to_an_old_question_is_dropped() {
    let mut list = List::default();
    let (old, slice) = list.ask(Slice::First);
    list.ask(Slice::Last);
    assert!(!list.receive(old, slice, Window::default()));
    assert!(!list.is_loaded());
}

#[test]
fn a_reload_leaves_the_row_where_it_was_on_the_screen() {
    let mut list = List::default();
    answer(&mut list, Slice::First);
    list.move_by(40);
    list.scroll(10);
    let (place, offset) = (list.selected().unwrap().key, list.cursor() - list.top());
    answer(&mut list, Slice::Around(place));
    list.scroll(10);
    assert_eq!((list.selected().unwrap().key, list.cursor() - list.top()), (place, offset));
}

#[test]
fn moves_before_the_first_answer_are_made_when_it_comes() {
    let mut list = List::default();
    list.move_by(1);
    list.move_by(1);
    answer(&mut list, Slice::First);
    assert_eq!(list.selected().unwrap().title, "998");
}

#[test]
fn a_reload_takes_back_no_move_made_while_it_was_on_its_way() {
    let mut list = List::default();
    answer(&mut list, Slice::First);
    let place = list.selected().unwrap().key;
    list.move_by(3);
    answer(&mut list, Slice::Around(place));
    assert_eq!(list.selected().unwrap().title, "997");
}

#[test]
fn a_jump_goes_where_it_was_sent() {
    let mut list = List::default();
    answer(&mut list, Slice::First);
    list.move_by(150);
    jump(&mut list, Slice::Around(SortKey { time: 500, id: ArticleId(500) }));
    assert_eq!(list.selected().unwrap().title, "500");
    jump(&mut list, Slice::Around(SortKey { time: 450, id: ArticleId(450) }));
    assert_eq!(list.selected().unwrap().title, "450");
}

#[test]
fn the_cursor_is_always_on_the_screen() {
    let mut list = List::default();
    answer(&mut list, Slice::First);
    for (step, visible) in [(1, 1), (30, 7), (-3, 2), (100, 40), (-200, 3), (199, 10)] {
        list.move_by(step);
        list.scroll(visible);
        assert!((list.top()..list.top() + visible).contains(&list.cursor()));
    }
}

#[test]
fn a_step_over_the_edge_moves_the_list_by_one_row_and_a_jump_leaves_room() {
    let mut list = List::default();
    answer(&mut list, Slice::First);
    let mut after = |step| {
        list.move_by(step);
        list.scroll(10);
        list.top()
    };
    assert_eq!((after(9), after(1), after(1)), (0, 1, 2), "down, with the cursor in the last row");
    assert_eq!((after(-9), after(-1)), (2, 1), "and up, with the cursor in the first one");
    assert_eq!(after(50), 44, "the row 51 stands a little above the last one");
}
