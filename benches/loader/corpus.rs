//! Every page of the corpus.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use courant::loader;

/// How often each page is read; the fastest counts, since what else the machine does only slows it.
const ROUNDS: usize = 5;

/// Prints how long the pages below `COURANT_CORPUS/html` take, each counting the same.
pub(crate) fn print_times() {
    let Some(corpus) = std::env::var_os("COURANT_CORPUS") else {
        println!("pages of the corpus: skipped, COURANT_CORPUS is not set");
        return;
    };
    let mut files = Vec::new();
    find(&PathBuf::from(corpus).join("html"), &mut files);
    let mut times: Vec<Duration> =
        files.iter().filter_map(|file| unpacked(file)).map(|page| time(&page)).collect();
    times.sort_unstable();
    let Some(slowest) = times.last() else {
        println!("pages of the corpus: skipped, there are none (or no gzip to unpack them)");
        return;
    };
    let at = |hundredth: usize| times[(times.len() - 1) * hundredth / 100];
    let (half, most, all) = (at(50), at(95), times.iter().sum::<Duration>());
    println!(
        "pages of the corpus: {}, median {half:.2?}, 95 of 100 within {most:.2?}, slowest {slowest:.2?}, all {all:.2?}",
        times.len()
    );
}

/// All packed pages below a folder.
fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            find(&path, files);
        } else if path.to_string_lossy().ends_with(".html.gz") {
            files.push(path);
        }
    }
}

fn unpacked(file: &Path) -> Option<Vec<u8>> {
    let output = Command::new("gzip").arg("-dc").arg(file).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// The shortest of several rounds. A page without an article takes its time, too.
fn time(page: &[u8]) -> Duration {
    let round = || {
        let start = Instant::now();
        let _ = divan::black_box(loader::load_bytes(Path::new("page.html"), page));
        start.elapsed()
    };
    (0..ROUNDS).map(|_| round()).min().unwrap_or_default()
}
