//! What the reader asks the library while somebody reads. `cargo bench --bench library`; `COURANT_LIBRARY` names a large one.
#![allow(clippy::expect_used)] // a bench that cannot go on ends

#[path = "library/held.rs"]
mod held;

use std::cell::Cell;

use courant::library::{HitOrder, Library, Mark, Query, Slice, SortKey, StateFilter, View};
use divan::{Bencher, black_box};
use jiff::Zoned;

/// Rows of a window, and places that a bench walks over.
const ROWS: usize = 60;
const PLACES: usize = 400;
/// Related articles that are shown.
const RELATED: usize = 7;

/// As in the program.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Places of so many articles, the newest first.
fn places(library: &Library, count: usize) -> Vec<SortKey> {
    let window = library.window(&View::default(), Slice::First, count).expect("a list");
    window.rows.iter().map(|row| row.key).collect()
}

/// Measures a question about one article after the other, as the cursor moves.
fn walking<T>(bencher: Bencher<'_, '_>, ask: impl Fn(&Library, SortKey) -> T) {
    let library = held::library();
    let (places, at) = (places(&library, PLACES), Cell::new(0));
    bencher.bench_local(|| {
        at.set((at.get() + 1) % places.len());
        ask(&library, places[at.get()])
    });
}

#[divan::bench]
fn window_around_the_cursor(bencher: Bencher<'_, '_>) {
    walking(bencher, |library, place| {
        library.window(&View::default(), Slice::Around(place), ROWS).expect("rows")
    });
}

#[divan::bench]
fn window_of_unread(bencher: Bencher<'_, '_>) {
    let view = View { state: StateFilter::Unread, ..View::default() };
    walking(bencher, move |library, place| library.window(&view, Slice::After(place), ROWS).expect("rows"));
}

#[divan::bench]
fn counts(bencher: Bencher<'_, '_>) {
    walking(bencher, |library, _| library.counts(&View::default()).expect("counts"));
}

#[divan::bench]
fn article(bencher: Bencher<'_, '_>) {
    walking(bencher, |library, place| library.get(place.id).expect("an article"));
}

#[divan::bench]
fn related(bencher: Bencher<'_, '_>) {
    walking(bencher, |library, place| {
        library.related(place.id, RELATED, &|| false).expect("related articles")
    });
}

/// The last letter is the key that was typed.
#[divan::bench(args = ["c", "co", "con", "cont", "market", "\"of the\"", "the of", "-the"])]
fn search_key(bencher: Bencher<'_, '_>, text: &str) {
    let query = Query::parse(text, true, &Zoned::now()).expect("a query");
    walking(bencher, |library, _| {
        library.search(black_box(&query), HitOrder::Newest, None, ROWS, &|| false).expect("hits")
    });
}

/// There and back, each committed and synced.
#[divan::bench]
fn mark_and_back(bencher: Bencher<'_, '_>) {
    let mut library = held::library();
    let places = places(&library, PLACES);
    let mut at = 0;
    bencher.bench_local(|| {
        at = (at + 1) % places.len();
        for mark in [Mark::Starred(true), Mark::Starred(false)] {
            library.mark("bench", &[places[at].id], mark).expect("a mark");
        }
    });
}
