//! Ctrl-Z and `fg`.

use rustix::process::{Pid, Signal, kill_process};
use vt100::Screen;

use super::terminal::{Terminal, until};
use super::{COURANT, WIDE, has_selected, home_with_articles, reader, row_at_cursor};

/// The letter by which the system names what a process is doing; T: it is stopped.
fn state(process: Pid) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", process.as_raw_pid())).ok()?;
    // the name before it may hold anything, brackets too
    stat.rsplit_once(") ")?.1.chars().next()
}

/// The program has given the terminal back and stopped.
pub(super) fn wait_until_stopped(terminal: &Terminal, program: Pid) {
    until("the program to stop", || state(program) == Some('T'));
    terminal.wait_for("the normal screen", |screen| !screen.alternate_screen());
    let screen = terminal.screen();
    assert!(!screen.hide_cursor() && !screen.bracketed_paste());
    assert!(terminal.is_cooked(), "echo and line editing are back");
}

/// All is there again, drawn anew, and keys work.
fn assert_back(terminal: &mut Terminal) {
    terminal.wait_for("the reader", |screen| has_selected(screen, "Article 1"));
    let screen = terminal.screen();
    assert!(screen.bracketed_paste() && !terminal.is_cooked());
    for text in ["Courant", "Paragraph 1 of article 1.", "Article 2", "keys"] {
        assert!(screen.contents().contains(text), "{text} is missing in\n{}", screen.contents());
    }
    terminal.keys("j");
    terminal.wait_for("the second article", |screen| has_selected(screen, "Article 2"));
}

#[test]
fn suspended_by_key_or_from_outside_it_stops_and_comes_back() {
    let home = home_with_articles(3);
    for by_key in [true, false] {
        let mut terminal = reader(&home);
        let program = terminal.program();
        if by_key {
            terminal.keys("\x1a");
        } else {
            terminal.signal(Signal::TSTP);
        }
        wait_until_stopped(&terminal, program);
        terminal.signal_all(Signal::CONT);
        assert_back(&mut terminal);
        terminal.keys("k\x1a");
        wait_until_stopped(&terminal, program);
        terminal.signal_all(Signal::CONT);
        assert_back(&mut terminal);
        terminal.keys("kq");
        terminal.wait_for_text("left with 0");
        assert!(terminal.is_cooked());
    }
}

#[test]
fn without_a_shell_to_come_back_from_it_does_not_stop() {
    let home = home_with_articles(3);
    let mut terminal = Terminal::start_with(&home.path(""), WIDE, &[COURANT], &[]);
    terminal.wait_for("the first article", |screen| has_selected(screen, "Article 1"));
    terminal.keys("\x1a");
    terminal.wait_for_text("There is no shell here");
    terminal.keys("j");
    terminal.wait_for("the second article", |screen| has_selected(screen, "Article 2"));
}

#[test]
fn a_shell_with_job_control_brings_it_back() {
    let home = home_with_articles(3);
    let mut terminal = Terminal::start_with(&home.path(""), WIDE, &["/bin/sh", "-i"], &[("PS1", "ready> ")]);
    terminal.wait_for_text("ready> ");
    terminal.keys(&format!("{COURANT}\n"));
    terminal.wait_for("the first article", |screen| has_selected(screen, "Article 1"));
    for _ in 0..2 {
        terminal.keys("\x1a");
        terminal.wait_for("the prompt", has_prompt);
        assert!(!terminal.screen().hide_cursor() && !terminal.screen().bracketed_paste());
        terminal.keys("echo be$((1))tween\n");
        terminal.wait_for_text("be1tween");
        terminal.keys("fg\n");
        assert_back(&mut terminal);
        terminal.keys("k");
        terminal.wait_for("the first article", |screen| has_selected(screen, "Article 1"));
    }
    terminal.keys("q");
    terminal.wait_for("the prompt", has_prompt);
    terminal.keys("echo jobs: $(jobs)none\n");
    terminal.wait_for_text("\njobs: none");
}

#[test]
fn stopped_without_warning_it_takes_the_terminal_again() {
    let home = home_with_articles(3);
    let mut terminal = Terminal::start_with(&home.path(""), WIDE, &["/bin/sh", "-i"], &[("PS1", "ready> ")]);
    terminal.wait_for_text("ready> ");
    terminal.keys(&format!("{COURANT}\n"));
    terminal.wait_for("the first article", |screen| has_selected(screen, "Article 1"));
    let program = terminal.program();
    kill_process(program, Signal::STOP).unwrap();
    until("the program to stop", || state(program) == Some('T'));
    terminal.wait_for("the prompt", |screen| row_at_cursor(screen).contains("ready>"));
    // what a person does, and what some shells do by themselves
    terminal.keys("stty sane; fg\n");
    assert_back(&mut terminal);
}

fn has_prompt(screen: &Screen) -> bool {
    !screen.alternate_screen() && screen.contents().trim_end().ends_with("ready>")
}
