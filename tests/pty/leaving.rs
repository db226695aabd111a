//! However the program ends, the terminal is as it was.

use rustix::process::Signal;
use vt100::Screen;

use super::output::BEGIN;
use super::terminal::{Terminal, until};
use super::{COURANT, WIDE, home_with_articles, reader};
use crate::cli::Home;

/// The terminal is the shell's again: its next word stands on the normal screen, and all modes are as before.
#[track_caller]
fn assert_left(terminal: &Terminal, status: i32) {
    let is_word = |line: &str| line.starts_with("left with ") && line.ends_with('.');
    terminal.wait_for("the shell's word", |screen| screen.contents().lines().any(is_word));
    let screen = terminal.screen();
    assert!(screen.contents().contains(&format!("left with {status}.")), "{}", screen.contents());
    assert!(!screen.alternate_screen(), "the alternate screen is left");
    assert!(!screen.hide_cursor(), "the cursor is shown");
    assert!(!screen.bracketed_paste(), "bracketed paste is off");
    assert!(terminal.is_cooked(), "echo and line editing are back");
}

#[test]
fn every_way_to_quit_leaves_a_sane_terminal() {
    let home = home_with_articles(2);
    for key in ["q", "Q", "\x03"] {
        let mut terminal = reader(&home);
        assert!(!terminal.is_cooked() && terminal.screen().bracketed_paste());
        terminal.keys(key);
        assert_left(&terminal, 0);
    }
}

#[test]
fn a_cursor_that_was_hidden_is_shown_again() {
    let home = home_with_articles(2);
    let mut terminal = reader(&home);
    terminal.resize(15, 3);
    terminal.wait_for("a screen without a selection", Screen::hide_cursor);
    terminal.keys("q");
    assert_left(&terminal, 0);
}

#[test]
fn a_signal_to_end_leaves_a_sane_terminal() {
    let home = home_with_articles(2);
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let terminal = reader(&home);
        terminal.signal(signal);
        assert_left(&terminal, 0);
    }
}

#[test]
fn a_closed_terminal_ends_the_program_without_complaint() {
    let home = home_with_articles(2);
    let mut terminal = Terminal::start_with(&home.path(""), WIDE, &[COURANT], &[]);
    terminal.wait_for_text("Paragraph 1 of article 1.");
    terminal.close();
    assert_eq!(terminal.wait_for_end().exit_code(), 0);
}

#[test]
fn what_is_wrong_at_the_start_is_said_on_the_normal_screen() {
    let home = Home::new();
    let terminal = Terminal::start(&home.path(""), WIDE, &[COURANT, "nowhere"]);
    terminal.wait_for_text("nowhere");
    assert_left(&terminal, 1);
    assert!(!terminal.raw().contains("\x1b[?1049h"));
}

/// The program has no way to panic on request, so a child of these tests takes the terminal and panics.
fn panicking(home: &Home, child: &str) -> Terminal {
    let tests = std::env::current_exe().unwrap();
    let path = format!("pty::leaving::{child}");
    let options = ["--ignored", "--exact", &path, "--nocapture"];
    Terminal::start(&home.path(""), WIDE, &[&[tests.to_str().unwrap()], &options[..]].concat())
}

#[test]
fn a_panic_leaves_a_sane_terminal_and_then_says_its_message() {
    let home = Home::new();
    for child in ["panic_in_the_main_thread", "panic_in_another_thread"] {
        let terminal = panicking(&home, child);
        assert_left(&terminal, 101);
        let raw = terminal.raw();
        let (before, after) = raw.split_once("\x1b[?1049l").unwrap();
        assert!(before.contains("\x1b[?1049h") && !before.contains("the reason"), "{raw}");
        assert!(after.contains("the reason"), "{raw}");
        assert!(!after.contains("\x1b[?1049l"), "given back once");
        assert!(
            !after.contains(BEGIN) && !after.contains("\x1b[2J"),
            "nothing of the frame comes after all: {after:?}"
        );
    }
}

/// A panic while a frame is drawn, of which a part is on its way already.
fn panic_in_a_frame() {
    courant::term::leave_on_panic();
    let mut terminal = courant::term::open().unwrap();
    terminal.draw(|frame| frame.set_cursor_position((3, 3))).unwrap();
    courant::term::redraw(&mut terminal).unwrap();
    terminal.draw(|_| panic!("the reason")).unwrap();
}

#[test]
#[ignore = "takes the terminal and panics: run by the test above in a terminal of its own"]
fn panic_in_the_main_thread() {
    // a test never runs in the main thread, which is known by its name
    let main = std::thread::Builder::new().name("main".to_owned());
    main.spawn(panic_in_a_frame).unwrap().join().unwrap();
}

#[test]
#[ignore = "takes the terminal and panics: run by the test above in a terminal of its own"]
fn panic_in_another_thread() {
    std::thread::spawn(panic_in_a_frame);
    until("the program to be ended by the other thread", || false);
}
