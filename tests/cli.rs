//! The commands, run as a user runs them, each in a home of its own.

mod config;
mod failures;
mod killed;
mod library;
mod moving;
mod network;
mod related;
mod search;
mod show;
mod stopping;
mod stories;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A user's home, with nothing of the tester's in it.
pub(crate) struct Home(tempfile::TempDir);

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// The command, to be run in the home.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_courant"));
        command
            .args(args)
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Ran {
        Ran::of(&self.command(args).output().unwrap())
    }

    /// Runs the command with a text on its standard input.
    fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let command = &mut self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::of(&child.wait_with_output().unwrap())
    }

    fn library(&self) -> PathBuf {
        self.path(".local/share/courant")
    }
}

impl Ran {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// What it printed, where it did all it was asked for and complained of nothing.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// Its complaints, where it ended with this code.
    #[track_caller]
    fn failed(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.err.starts_with("courant: "), "{}", self.err);
        self.err
    }
}

/// A .jsonl of articles with these titles, the first one the newest.
fn jsonl(titles: &[&str]) -> String {
    let line = |(at, title): (usize, &&str)| {
        let (id, day) = (format!("given-{title}"), format!("2024-03-{:02}", 28 - at));
        serde_json::json!({"id": id, "title": title, "published": day, "body": "A text."}).to_string() + "\n"
    };
    titles.iter().enumerate().map(line).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
