//! What is left when the program is killed, or the disk is full: everything that was acknowledged, and an index that fits.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Home;

/// Articles of a round: few, so that many moments of all that adding does are met.
const BATCH: u64 = 24;

fn batch(home: &Home, round: u64) -> String {
    let line = |number: u64| {
        let (title, day) =
            (format!("Round {round} number {number}"), format!("2024-03-{:02}", number % 28 + 1));
        let body = format!("A text of round {round}, the {number}th of them.");
        serde_json::json!({"title": title, "published": day, "body": body}).to_string() + "\n"
    };
    let name = format!("news{round}.jsonl");
    home.write(&name, (0..BATCH).map(line).collect::<String>());
    name
}

/// Runs the command for so long, then kills it; whether it was done before.
fn killed_after(home: &Home, args: &[&str], moment: Duration) -> bool {
    let mut running = home.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(moment);
    running.kill().unwrap();
    running.wait().unwrap().success()
}

/// How long it takes where nobody disturbs it.
fn undisturbed(home: &Home, args: &[&str]) -> Duration {
    let begun = Instant::now();
    home.run(args).done();
    begun.elapsed()
}

/// The articles that a command prints, and whether each is read.
fn articles(home: &Home, args: &[&str]) -> BTreeMap<String, bool> {
    let lines = home.run(args).done();
    let objects = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let articles: Vec<(String, bool)> = objects
        .map(|object| (object["id"].as_str().unwrap().to_owned(), object["read"].as_bool() == Some(true)))
        .collect();
    let count = articles.len();
    let articles = BTreeMap::from_iter(articles);
    assert_eq!(articles.len(), count, "an article is there twice");
    articles
}

fn held(home: &Home) -> BTreeMap<String, bool> {
    articles(home, &["list", "--json", "--limit", "100000"])
}

/// Searching brings the index up to the library first.
#[track_caller]
fn assert_finds_what_is_held(home: &Home, held: &BTreeMap<String, bool>) {
    let found = articles(home, &["search", "round", "--json", "--limit", "100000"]);
    assert!(found.keys().eq(held.keys()), "{} found of {}", found.len(), held.len());
}

/// What was acknowledged so far.
#[derive(Default)]
struct Acknowledged {
    held: BTreeSet<String>,
    read: BTreeSet<String>,
}

impl Acknowledged {
    #[track_caller]
    fn assert_is_there(&mut self, now: &BTreeMap<String, bool>) {
        assert!(self.held.iter().all(|id| now.contains_key(id)), "an article is lost");
        assert!(self.read.iter().all(|id| now[id]), "a mark is lost");
        // what a list has shown stays
        self.held.extend(now.keys().cloned());
        self.read.extend(now.iter().filter(|(_, read)| **read).map(|(id, _)| id.clone()));
    }
}

#[test]
fn killed_at_any_of_fifty_moments_nothing_is_lost() {
    let seed = RandomState::new().hash_one(0);
    println!("seed {seed}");
    let chance = |round: u64, below: Duration| {
        let mut hasher = DefaultHasher::new();
        (seed, round).hash(&mut hasher);
        below.mul_f64(hasher.finish() as f64 / u64::MAX as f64)
    };
    let home = Home::new();
    let adding = undisturbed(&home, &["add", &batch(&home, 0)]);
    let first = held(&home).into_keys().next().unwrap();
    let marking = undisturbed(&home, &["mark", &first]);
    let mut acknowledged = Acknowledged::default();
    acknowledged.read.insert(first);
    for round in 1..=50 {
        let unread = acknowledged.held.difference(&acknowledged.read).next().cloned();
        match unread.filter(|_| round % 3 == 0) {
            Some(id) => {
                if killed_after(&home, &["mark", &id], chance(round, marking)) {
                    acknowledged.read.insert(id);
                }
            }
            None => {
                killed_after(&home, &["add", &batch(&home, round)], chance(round, adding));
            }
        }
        let now = held(&home);
        acknowledged.assert_is_there(&now);
        if round % 5 == 0 {
            assert_finds_what_is_held(&home, &now);
        }
    }
    assert!(home.run(&["doctor"]).done().contains("has all of them"));
}

/// Files that may not grow stand in for a disk that is full: writing fails in the same way.
#[test]
fn a_full_disk_is_said_and_harms_nothing() {
    let home = Home::new();
    home.run(&["add", &batch(&home, 0)]).done();
    let before = held(&home);
    let mut failed = 0;
    for (round, blocks) in (1..).zip([8, 48, 96, 192, 384]) {
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut full = Command::new("sh");
        full.args(["-c", &limited, env!("CARGO_BIN_EXE_courant"), "add", &batch(&home, round)]);
        full.current_dir(home.path("")).env_clear().env("HOME", home.path(""));
        let output = full.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        failed += usize::from(!output.status.success());
        assert_eq!(output.status.success(), said.is_empty(), "{said}");
        assert!(said.lines().all(|line| line.starts_with("courant: ")), "{said}");
        let now = held(&home);
        assert!(before.keys().all(|id| now.contains_key(id)));
        assert_finds_what_is_held(&home, &now);
    }
    assert!(failed > 0, "every file was small enough");
}
