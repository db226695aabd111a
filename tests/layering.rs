//! The rooms keep to their own business: who may import what (ARCHITECTURE.md).

use std::fs;
use std::path::{Path, PathBuf};

/// A name that may appear only below the given files and folders of `src`.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("crossterm::", &["term", "runtime", "keys"]),
    ("ratatui::", &["ui", "theme", "term", "runtime"]),
    ("rusqlite::", &["library"]),
    ("ureq::", &["fetch"]),
    ("tantivy::", &["library"]),
    ("std::fs", &["loader", "library", "config", "cli"]),
    ("println!", &["cli"]),
];

/// Rooms, and the rooms of this crate that they must not know.
const MUST_NOT_KNOW: &[(&str, &[&str])] = &[
    ("article", &["sanitize", "loader", "library", "layout", "app", "ui", "runtime", "cli"]),
    ("sanitize", &["loader", "library", "layout", "app", "ui", "runtime", "cli"]),
    ("fetch", &["article", "loader", "library", "layout", "app", "ui", "runtime", "cli"]),
    ("loader", &["fetch", "library", "layout", "app", "ui", "runtime", "cli"]),
    ("layout", &["loader", "library", "app", "ui", "runtime", "cli"]),
    ("library", &["fetch", "refresh", "app", "ui", "runtime", "cli"]),
    ("refresh", &["app", "ui", "runtime", "cli"]),
    ("action", &["keys", "app", "ui", "runtime", "cli"]),
    ("keys", &["config", "app", "ui", "runtime", "cli"]),
    ("theme", &["config", "app", "ui", "runtime", "cli"]),
    ("config", &["app", "ui", "runtime", "cli"]),
    ("app", &["ui", "runtime", "cli", "term"]),
    ("ui", &["runtime", "cli", "term", "loader"]),
    ("runtime", &["cli"]),
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

/// Each source file with the room it belongs to, tests aside.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut rooms = Vec::new();
    for path in files {
        let inside = path.strip_prefix(&root).unwrap().to_owned();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let room = first.trim_end_matches(".rs").to_owned();
        let beside = inside.components().any(|part| part.as_os_str() == "tests");
        let is_test =
            beside || inside.ends_with("tests.rs") || inside.ends_with("properties.rs") || room == "scenario";
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let code: String =
            code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        if !is_test {
            rooms.push((room, inside, code));
        }
    }
    rooms
}

#[test]
fn each_crate_is_used_only_where_it_belongs() {
    for (room, file, code) in rooms() {
        for (name, allowed) in ONLY_IN {
            assert!(!code.contains(name) || allowed.contains(&room.as_str()), "{name} in {}", file.display());
        }
    }
}

#[test]
fn imports_point_one_way() {
    for (room, file, code) in rooms() {
        for (_, unknown) in MUST_NOT_KNOW.iter().filter(|(of, _)| *of == room) {
            for other in *unknown {
                assert!(!code.contains(&format!("crate::{other}::")), "{} knows {other}", file.display());
            }
        }
    }
}

#[test]
fn every_room_is_known_here() {
    let known = |room: &str| MUST_NOT_KNOW.iter().any(|(of, _)| *of == room);
    let outer = ["main", "lib", "cli", "term"];
    for (room, file, _) in rooms() {
        assert!(
            known(&room) || outer.contains(&room.as_str()),
            "{} is in no room of this test",
            file.display()
        );
    }
}
