//! What a fuzzer ever found (`fuzz/found`), and the data that tests have, keep what every article must have.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../fuzz/targets/check.rs"]
mod check;

/// All files under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

fn check_all(files: &[PathBuf]) {
    for file in files {
        println!("{}", file.display()); // the last one is the one that failed
        check::check(file, &fs::read(file).unwrap());
    }
}

#[test]
fn what_a_fuzzer_found_is_mended() {
    let found = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/found"));
    assert!(!found.is_empty(), "the cases are missing");
    check_all(&found);
}

#[test]
fn whatever_the_corpus_holds_becomes_clean_articles() {
    let Some(corpus) = std::env::var_os("COURANT_CORPUS").map(PathBuf::from) else {
        println!("skipped: COURANT_CORPUS is not set");
        return;
    };
    let all = files(&corpus);
    check_all(&all);
}
