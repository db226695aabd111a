//! What reading a document costs inside the process, from bytes to the finished article, kind by kind.
//! `cargo bench --bench loader`; the pages of a corpus are measured where `COURANT_CORPUS` names one.

use std::path::Path;

use courant::loader;
use divan::Bencher;
use divan::counter::BytesCount;

#[path = "loader/corpus.rs"]
mod corpus;
#[path = "loader/made.rs"]
mod made;

/// The size up to which a page has to be read within 600 ms and 100 MB.
const LARGE_PAGE: usize = 5_000_000;
/// Entries of a feed that has to be read within 5 ms.
const ENTRIES: usize = 100;
/// Bytes of an ordinary page.
const PAGE: usize = 100_000;
/// Words of an ordinary article.
const WORDS: usize = 800;

fn main() {
    corpus::print_times();
    divan::main();
}

/// Measures reading a document; its name tells the kind, as a file's would.
fn read(bencher: Bencher<'_, '_>, name: &str, text: &str) {
    let read = || loader::load_bytes(Path::new(name), text.as_bytes());
    assert!(read().is_ok_and(|found| !found.is_empty()), "{name} cannot be read");
    bencher.counter(BytesCount::of_str(text)).bench(read);
}

#[divan::bench]
fn html_page_of_100_kb(bencher: Bencher<'_, '_>) {
    read(bencher, "page.html", &made::html_page(PAGE));
}

#[divan::bench(sample_count = 10)]
fn html_page_of_5_mb(bencher: Bencher<'_, '_>) {
    read(bencher, "page.html", &made::html_page(LARGE_PAGE));
}

#[divan::bench]
fn rss_of_100_entries(bencher: Bencher<'_, '_>) {
    read(bencher, "feed.xml", &made::rss(ENTRIES));
}

#[divan::bench]
fn atom_of_100_entries(bencher: Bencher<'_, '_>) {
    read(bencher, "feed.xml", &made::atom(ENTRIES));
}

#[divan::bench]
fn page_dump(bencher: Bencher<'_, '_>) {
    read(bencher, "page.txt", &made::page_dump(WORDS));
}

#[divan::bench]
fn markdown(bencher: Bencher<'_, '_>) {
    read(bencher, "page.md", &made::markdown(WORDS));
}
