//! What the terminal is asked for besides text: colours, the clipboard, paste, the cursor.

use vt100::{Color, Screen};

use super::output::{Piece, pieces};
use super::terminal::Terminal;
use super::{COURANT, WIDE, has_selected, home_with_articles, reader, row_at_cursor};

/// The colours that a sequence of SGR parameters sets. 39 and 49 are the terminal's own.
fn colours(sgr: &str) -> Vec<u8> {
    let numbers = sgr.split([';', ':']).filter_map(|number| number.parse().ok());
    numbers.filter(|number| matches!(number, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107)).collect()
}

fn all_colours(raw: &str) -> Vec<u8> {
    let sgr = |piece| match piece {
        Piece::Csi(csi) => csi.strip_suffix('m'),
        _ => None,
    };
    pieces(raw).into_iter().filter_map(sgr).flat_map(colours).collect()
}

/// How a character of the headline in this row looks.
fn look(screen: &Screen, row: u16) -> (Color, Color, [bool; 4]) {
    let cell = screen.cell(row, 6).unwrap();
    (cell.fgcolor(), cell.bgcolor(), [cell.bold(), cell.dim(), cell.underline(), cell.inverse()])
}

#[test]
fn without_colours_the_selection_is_still_seen() {
    let home = home_with_articles(5);
    let mut terminal = Terminal::start_with(&home.path(""), WIDE, &[COURANT], &[("NO_COLOR", "1")]);
    terminal.keys("j");
    terminal.wait_for("the second article", |screen| has_selected(screen, "Article 2"));
    terminal.wait_for_text("Paragraph 1 of article 2.");
    let screen = terminal.screen();
    let (row, _) = screen.cursor_position();
    let (selected, other) = (look(&screen, row), look(&screen, row + 2));
    assert_eq!((selected.0, selected.1), (Color::Default, Color::Default));
    assert_ne!(selected.2, other.2, "the selected row looks like the next one");
    terminal.keys("?");
    terminal.wait_for_text("Move down half a page");
    assert_eq!(all_colours(&terminal.raw()), [0; 0]);
}

#[test]
fn colours_that_are_asked_for_are_there() {
    let home = home_with_articles(5);
    let (none, unset): (&[_], &[_]) = (&[("NO_COLOR", "1")], &[]);
    for (flags, variables) in [(&[][..], unset), (&["--color", "always"], none)] {
        let program = [&[COURANT], flags].concat();
        let terminal = Terminal::start_with(&home.path(""), WIDE, &program, variables);
        terminal.wait_for_text("Paragraph 1 of article 1.");
        assert_ne!(all_colours(&terminal.raw()), [0; 0], "{flags:?} {variables:?}");
    }
}

#[test]
fn copying_a_link_gives_it_to_the_terminal_as_osc_52() {
    let home = home_with_articles(3);
    let mut terminal = reader(&home);
    terminal.keys("y");
    terminal.wait_for_text("Copied: https://example.org/1");
    let raw = terminal.raw();
    let osc: Vec<_> = pieces(&raw).into_iter().filter(|piece| matches!(piece, Piece::Osc(_))).collect();
    // "https://example.org/1"
    assert_eq!(osc, [Piece::Osc("52;c;aHR0cHM6Ly9leGFtcGxlLm9yZy8x")]);
}

#[test]
fn a_key_typed_while_the_size_changes_is_not_held_back() {
    let home = home_with_articles(5);
    let mut terminal = reader(&home);
    // rare: key and size have to come to be known at the same moment
    for step in 0..60 {
        terminal.resize(100 + step, 36);
        terminal.keys("?");
        terminal.wait_for_text("Move down half a page");
        terminal.keys("\x1b");
        terminal.wait_for("the help to go", |screen| !screen.contents().contains("Move down half a page"));
    }
}

#[test]
fn what_is_pasted_runs_no_keys() {
    let home = home_with_articles(9);
    let mut terminal = reader(&home);
    assert!(terminal.screen().bracketed_paste());
    terminal.keys("\x1b[200~jjjq\nm\x1b[201~");
    // were the keys run, the program would be gone or the cursor further down
    terminal.keys("j");
    terminal.wait_for("the second article", |screen| has_selected(screen, "Article 2"));
    assert!(row_at_cursor(&terminal.screen()).contains('●'), "nothing is marked read");
    terminal.keys("q");
    terminal.wait_for_text("left with 0");
    assert!(!terminal.screen().bracketed_paste());
}

#[test]
fn what_is_pasted_into_a_question_is_typed_as_one_line() {
    let home = home_with_articles(2);
    let mut terminal = reader(&home);
    terminal.keys("a");
    terminal.wait_for_text("Add a feed, site, file or folder");
    terminal.keys("\x1b[200~/first\x1b[Aq\n/second\x1b[201~");
    terminal.wait_for_text("/first[Aq/second");
    terminal.keys("\x1b");
    terminal.wait_for("the first article", |screen| has_selected(screen, "Article 1"));
}

#[test]
fn the_cursor_stands_on_what_is_selected() {
    let home = home_with_articles(30);
    let mut terminal = reader(&home);
    let (first, column) = terminal.screen().cursor_position();
    for (key, title, row) in [("j", "Article 2", 2), ("j", "Article 3", 4), ("k", "Article 2", 2)] {
        terminal.keys(key);
        terminal.wait_for(title, |screen| has_selected(screen, title));
        assert_eq!(terminal.screen().cursor_position(), (first + row, column));
    }
    terminal.keys("?");
    terminal.wait_for_text("Move down half a page");
    terminal.keys("star");
    terminal.wait_for("the cursor behind what is typed", |screen| {
        let (row, column) = screen.cursor_position();
        !screen.hide_cursor() && screen.contents_between(row, 0, row, column).ends_with("star")
    });
}
