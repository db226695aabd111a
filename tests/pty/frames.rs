//! When the program draws, and how: whole frames, few of them, and none while nothing happens.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};
use vt100::Screen;

use super::output::{Piece, frames, on_alternate_screen, pieces};
use super::suspending::wait_until_stopped;
use super::terminal::{Terminal, until};
use super::{has_selected, home_with_articles, reader};

/// What may be sent outside of a frame: it changes a mode and shows nothing.
fn is_mode(piece: Piece<'_>) -> bool {
    let modes = ["?1049", "?2004", "?25", "?2026"];
    matches!(piece, Piece::Csi(csi) if modes.contains(&csi.trim_end_matches(['h', 'l'])))
}

#[track_caller]
fn assert_whole_frames(raw: &str) {
    let mut open = false;
    for piece in pieces(on_alternate_screen(raw)) {
        assert!(open || is_mode(piece), "{piece:?} lies outside of a frame");
        match piece {
            Piece::Csi("?2026h") if open => panic!("a frame begins within another"),
            Piece::Csi("?2026h") => open = true,
            Piece::Csi("?2026l") => open = false,
            _ => {}
        }
    }
    assert!(!open, "the last frame has no end");
}

#[test]
fn all_that_is_drawn_is_drawn_in_whole_frames() {
    let home = home_with_articles(30);
    let mut terminal = reader(&home);
    terminal.keys("j");
    terminal.wait_for("the second article", |screen| has_selected(screen, "Article 2"));
    terminal.keys("?");
    terminal.wait_for_text("Move down half a page");
    terminal.keys("\x1b");
    terminal.wait_for("the second article", |screen| has_selected(screen, "Article 2"));
    for (width, height) in [(80, 24), (15, 3), (150, 40)] {
        terminal.resize(width, height);
        terminal.wait_for("the new size", |screen| fills(screen, width, height));
    }
    let sent = terminal.sent();
    terminal.keys("\x0c");
    until("a screen drawn anew", || terminal.sent() > sent);
    let program = terminal.program();
    terminal.keys("\x1a");
    wait_until_stopped(&terminal, program);
    terminal.signal_all(Signal::CONT);
    terminal.wait_for("the second article", |screen| has_selected(screen, "Article 2"));
    terminal.keys("q");
    terminal.wait_for_text("left with 0");
    assert_whole_frames(&terminal.raw());
}

/// Whether the panes reach the last column and the line above the status; where there is no room for panes,
/// whether the one line is there.
fn fills(screen: &Screen, width: u16, height: u16) -> bool {
    let last = screen.cell(height - 2, width - 1).map(vt100::Cell::contents);
    if width < 20 { screen.contents() == "30 unread" } else { last == Some("┘") }
}

/// How often the threads of a process went to sleep, all together, and which threads there are.
fn sleeps(process: Pid) -> Vec<(String, u64)> {
    let tasks = fs::read_dir(format!("/proc/{}/task", process.as_raw_pid())).unwrap();
    let count = |status: String| {
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).unwrap();
        line.trim().parse().unwrap()
    };
    let mut sleeps: Vec<(String, u64)> = tasks
        .map(|task| task.unwrap().path())
        .map(|task| (task.display().to_string(), count(fs::read_to_string(task.join("status")).unwrap())))
        .collect();
    sleeps.sort();
    sleeps
}

#[test]
fn while_nothing_happens_no_thread_wakes_and_nothing_is_sent() {
    let home = home_with_articles(30);
    let terminal = reader(&home);
    let program = terminal.program();
    // what was said at the start goes away by itself, later on a busy machine; what ticks never rests
    let rests = (0..4).any(|_| {
        let before = (sleeps(program), terminal.sent());
        thread::sleep(Duration::from_secs(3));
        (sleeps(program), terminal.sent()) == before
    });
    assert!(rests, "the program does not rest");
}

/// Frames drawn since so many bytes were sent.
fn frames_since(terminal: &Terminal, sent: usize) -> usize {
    frames(&String::from_utf8_lossy(&terminal.raw().as_bytes()[sent..]))
}

#[test]
fn a_flood_of_keys_is_drawn_in_few_frames() {
    let home = home_with_articles(30);
    let mut terminal = reader(&home);
    let sent = terminal.sent();
    terminal.keys(&"j".repeat(2_000));
    terminal.wait_for("the last article", |screen| has_selected(screen, "Article 30"));
    terminal.wait_for_text("Paragraph 1 of article 30.");
    terminal.keys("gg");
    terminal.wait_for("the first article", |screen| has_selected(screen, "Article 1"));
    let frames = frames_since(&terminal, sent);
    assert!(frames <= 25, "{frames} frames");
}

#[test]
fn keys_that_outrun_the_rows_at_hand_are_not_lost() {
    let home = home_with_articles(700);
    let mut terminal = reader(&home);
    terminal.keys(&"j".repeat(650));
    terminal.wait_for("article 651", |screen| has_selected(screen, "Article 651"));
    terminal.keys(&"k".repeat(600));
    terminal.wait_for("article 51", |screen| has_selected(screen, "Article 51"));
}

#[test]
fn while_the_window_is_dragged_few_sizes_are_drawn_and_the_last_one_is() {
    let home = home_with_articles(30);
    let terminal = reader(&home);
    let (sent, start) = (terminal.sent(), Instant::now());
    for step in 0..60 {
        terminal.resize(90 + step, 20 + step / 4);
        // as a hand does; all at once they would be one for the system too
        thread::sleep(Duration::from_millis(2));
    }
    terminal.wait_for("the last size", |screen| fills(screen, 149, 34));
    terminal.wait_for("the first article", |screen| has_selected(screen, "Article 1"));
    let (frames, allowed) = (frames_since(&terminal, sent), 4 + start.elapsed().as_millis() / 40);
    assert!(frames as u128 <= allowed, "{frames} frames where {allowed} are enough");
}
