//! What must hold of whatever the loader makes of any bytes.

use std::path::Path;

use courant::layout::{HeadLines, prepare};
use courant::loader::{Found, load_bytes};
use courant::sanitize;

/// Loads the bytes as a file of this name. Panics where an article lacks a headline, is not clean, or cannot be laid out.
pub(crate) fn check(name: &Path, bytes: &[u8]) {
    let Ok(found) = load_bytes(name, bytes) else { return };
    for found in found {
        if let Found::Article(loaded) = found {
            assert!(!loaded.article.title.is_empty(), "no headline");
            assert!(!loaded.key.is_empty(), "no key");
            let again = sanitize::article(loaded.article.clone()).article;
            assert_eq!(again, loaded.article, "not clean");
            let lines = prepare(&loaded.article, &HeadLines::default()).break_lines(23);
            assert!(!lines.lines.is_empty(), "nothing to show");
        }
    }
}
