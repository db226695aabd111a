//! Ctrl-C while much is read.

use std::fs::File;
use std::io::Write;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::{Pid, Signal, kill_process};

use super::{Home, Ran};

/// The source is a pipe, so that it is still being read whenever the signal comes.
#[test]
fn what_was_read_before_ctrl_c_stays_and_can_be_found() {
    let home = Home::new();
    let pipe = home.path("news.jsonl");
    mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let mut news = File::options().read(true).write(true).open(&pipe).unwrap();
    let mut command = home.command(&["add", "news.jsonl"]);
    let mut adding = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let line = |number| format!("{{\"title\":\"Piece {number}\",\"body\":\"A text.\"}}\n");
    let lines = (0..600).map(line).collect::<Vec<_>>().concat();
    thread::scope(|scope| {
        // a pipe takes no more than some pages before somebody reads
        scope.spawn(|| news.write_all(lines.as_bytes()).unwrap());
        while home.run(&["list", "--limit", "1"]).out.is_empty() {
            thread::sleep(Duration::from_millis(20));
        }
    });
    kill_process(Pid::from_child(&adding), Signal::INT).unwrap();
    // it looks whether it was stopped whenever an article has come
    while adding.try_wait().unwrap().is_none() {
        news.write_all(b"{\"title\":\"Piece of news\"}\n").unwrap();
        thread::sleep(Duration::from_millis(5));
    }
    let err = Ran::of(&adding.wait_with_output().unwrap()).failed(3);
    assert!(err.contains("was stopped: what was read stays"), "{err}");
    let held = home.run(&["list", "--json", "--limit", "10000"]).done().lines().count();
    let found = home.run(&["search", "piece", "--json", "--limit", "10000"]).done().lines().count();
    assert!(held >= 256, "{held} articles");
    assert_eq!(found, held);
}
