use std::fs;

use super::*;

#[test]
fn a_library_is_made_once_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("a/b");
    let name = Library::open(&place).unwrap().uuid().unwrap();
    assert_eq!(name.len(), 32);
    assert_eq!(Library::open(&place).unwrap().uuid().unwrap(), name);
}

#[test]
fn many_may_make_it_at_once() {
    // now and then is too often
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<_> = std::thread::scope(|scope| {
            let open = || Library::open(folder.path()).unwrap().uuid().unwrap();
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(names.iter().all(|name| *name == names[0]));
    }
}

/// Everything in a folder, by name.
fn content(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_newer_library_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    library.db.pragma_update(None, "user_version", 99).unwrap();
    drop(library);
    let before = content(folder.path());
    assert_eq!(before.len(), 1, "closing leaves the one file");
    let error = Library::open(folder.path()).unwrap_err();
    assert!(matches!(error, LibraryError::Newer { found: 99, .. }), "{error}");
    assert!(content(folder.path()) == before);
}

#[test]
fn a_newer_version_that_stands_only_in_the_log_is_refused_too() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    library.db.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Library::open(folder.path()), Err(LibraryError::Newer { .. })));
}

#[test]
fn what_is_no_library_is_named_and_left_alone() {
    let text = tempfile::tempdir().unwrap();
    fs::write(text.path().join("library.db"), "Dear diary, this is more than a header's worth of text.")
        .unwrap();
    let database = tempfile::tempdir().unwrap();
    let other = Connection::open(database.path().join("library.db")).unwrap();
    other.execute_batch("CREATE TABLE diary (entry TEXT)").unwrap();
    drop(other);
    for folder in [text, database] {
        let before = content(folder.path());
        let error = Library::open(folder.path()).unwrap_err();
        assert!(matches!(error, LibraryError::Foreign { .. }), "{error}");
        assert!(error.to_string().contains("nothing was changed"), "{error}");
        assert!(content(folder.path()) == before);
    }
}

#[test]
fn a_large_library_of_an_earlier_version_is_known_before_it_is_opened() {
    let (fixture, _) = Fixture::with(1);
    let folder = fixture.folder.path();
    let grow = |bytes| {
        fs::File::options().write(true).open(folder.join("library.db")).unwrap().set_len(bytes).unwrap();
    };
    fixture.library.db.execute_batch("PRAGMA user_version = 3; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    assert!(!Library::opens_slowly(folder), "it is small");
    grow(200 << 20);
    assert!(Library::opens_slowly(folder));
    let newest = format!("PRAGMA user_version = {}; PRAGMA wal_checkpoint(TRUNCATE)", schema::VERSION);
    fixture.library.db.execute_batch(&newest).unwrap();
    grow(200 << 20);
    assert!(!Library::opens_slowly(folder), "there is nothing to do");
    assert!(!Library::opens_slowly(&folder.join("nothing")));
}

#[test]
fn a_damaged_library_says_so() {
    let (fixture, _) = Fixture::with(50);
    let file = fixture.folder.path().join("library.db");
    drop(fixture.library);
    let mut bytes = fs::read(&file).unwrap();
    bytes[100..].fill(0xff);
    fs::write(&file, &bytes).unwrap();
    let error = Library::open(fixture.folder.path()).unwrap_err().to_string();
    assert!(error.contains("damaged"), "{error}");
    assert!(fs::read(&file).unwrap() == bytes);
}

#[test]
fn a_folder_that_is_none_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Library::open(&file.join("library")).unwrap_err().to_string();
    assert!(error.contains("file/library cannot be used"), "{error}");
    assert!(error.contains("--data-dir"), "{error}");
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let (mut fixture, ids) = Fixture::with(3);
    let pages = fixture.number("PRAGMA page_count");
    fixture.library.db.pragma_update(None, "max_page_count", pages).unwrap();
    let big: Vec<_> = (0..200).map(|n| on_day(&format!("big{n}"), n)).collect();
    let error = fixture.library.add(fixture.source, &big).unwrap_err().to_string();
    assert!(error.contains("the disk is full"), "{error}");
    assert_eq!(&fixture.other().window(&View::default(), Slice::Last, 3).unwrap().rows[2].key.id, &ids[0]);
    let counted = fixture.library.counts(&View::default()).unwrap().total.cast_signed();
    assert_eq!(counted, fixture.number("SELECT count(*) FROM article"));
}

#[test]
fn others_writes_are_noticed() {
    let (fixture, ids) = Fixture::with(1);
    let mut other = fixture.other();
    let before = fixture.library.data_version().unwrap();
    assert_eq!(fixture.library.data_version().unwrap(), before);
    other.mark("other", &ids, Mark::Read(true)).unwrap();
    assert_ne!(fixture.library.data_version().unwrap(), before);
}

#[test]
fn values_are_kept_by_name() {
    let mut fixture = Fixture::new();
    fixture.library.set_value("place", "one").unwrap();
    fixture.library.set_value("place", "two").unwrap();
    assert_eq!(fixture.other().value("place").unwrap().as_deref(), Some("two"));
    assert_eq!(fixture.library.value("nothing").unwrap(), None);
}

#[test]
fn a_sound_library_is_told_from_one_that_is_not() {
    let (mut fixture, ids) = Fixture::with(4);
    fixture.library.add_source(&new_source("/empty")).unwrap();
    fixture.library.mark("s", &ids[..2], Mark::Starred(true)).unwrap();
    assert!(fixture.library.check().unwrap().is_empty());
    fixture
        .library
        .db
        .execute_batch("UPDATE counter SET unread = 9; DELETE FROM body WHERE article = 1")
        .unwrap();
    let found = fixture.library.check().unwrap();
    assert_eq!(found.len(), 3, "{found:?}");
}
