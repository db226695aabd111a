//! The library that is measured: the one that `COURANT_LIBRARY` names, or a small one made on the spot.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use courant::article::{Article, Block};
use courant::library::{Library, NewSource, Origin, SourceKind};
use courant::loader::Loaded;
use tempfile::TempDir;

/// Articles of the small library.
const SMALL: u64 = 1_000;
/// Words of each.
const WORDS: u64 = 400;
/// Different words there are.
const LEXICON: u64 = 5_000;

/// Where the library lies, and what removes it at the end if it was made here.
static PLACE: LazyLock<(PathBuf, Option<TempDir>)> = LazyLock::new(|| {
    if let Some(folder) = std::env::var_os("COURANT_LIBRARY") {
        return (folder.into(), None);
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    fill(folder.path());
    (folder.path().to_owned(), Some(folder))
});

/// Opens it.
pub(crate) fn library() -> Library {
    Library::open(&PLACE.0).expect("a library")
}

fn fill(folder: &Path) {
    let mut library = Library::open(folder).expect("a library");
    let (kind, origin) = (SourceKind::Folder, Origin::User);
    let source = NewSource { kind, origin, address: "/made".into(), title: "Made".into() };
    let source = library.add_source(&source).expect("a source").id;
    let articles: Vec<Loaded> = (0..SMALL).map(made).collect();
    library.add(source, &articles).expect("room on the disk");
    library.catch_up(&mut |_| ControlFlow::Continue(())).expect("an index");
}

fn made(number: u64) -> Loaded {
    let text = |words: u64, from: u64| -> String {
        (0..words).map(|at| word(number * WORDS + from + at)).collect::<Vec<_>>().join(" ")
    };
    let moment = format!("2026-01-{:02}T{:02}:{:02}:00Z", number % 28 + 1, number % 24, number % 60);
    let article = Article {
        title: text(9, 0),
        published: moment.parse().ok(),
        body: (0..8).map(|at| Block::paragraph(text(WORDS / 8, at * WORDS / 8))).collect(),
        ..Article::default()
    };
    Loaded { key: number.to_string(), given_id: None, tags: vec![], read: None, starred: None, article }
}

/// Low numbers often, high ones rarely: the square of an even spread.
fn word(number: u64) -> String {
    let spread = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let rank = (((spread * spread) >> 24) * LEXICON) >> 24;
    let letters = (0..4).map(|at| char::from(b'a' + ((rank * 31 + 7) / 26_u64.pow(at) % 26) as u8));
    letters.collect()
}
