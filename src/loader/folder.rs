//! A folder → its articles, in two walks: the first learns the habits of the pages, the second reads.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::document::{Document, HEAD};
use super::habits::{Habits, Lessons, Traits};
use super::parallel::{Give, in_order};
use super::{Amount, Envelope, Found, Kind, LoadError, Sink, kind, kind_of, notice};

/// What the first walk brings from a file.
#[derive(Default)]
struct Lesson {
    page: Option<Traits>,
    bytes: u64,
}

/// What the second walk brings from a file.
enum Part {
    Found(Found),
    /// There is no more of it: its bytes.
    End(u64),
}

/// Walks the folder in the order of the names and reads on all processors. Hidden files and folders are passed over.
pub(super) fn walk(folder: &Path, sink: &mut Sink<'_>) {
    let mut amount = Amount::default();
    if let Some(habits) = learn_all(folder, &mut amount, sink) {
        read_all(folder, &habits, amount, sink);
    }
}

/// What the pages say of each other; `None` where `sink` wants no more.
fn learn_all(folder: &Path, amount: &mut Amount, sink: &mut Sink<'_>) -> Option<Habits> {
    let mut lessons = Lessons::default();
    let work = |entry, give: &mut Give<'_, Lesson>| {
        let _ = give(learn(folder, entry));
    };
    let flow = in_order(entries(folder), work, |lesson| {
        if let Some(page) = lesson.page {
            lessons.learn(page);
        }
        amount.all_files += 1;
        amount.all_bytes += lesson.bytes;
        sink(Found::Progress(*amount))
    });
    flow.is_continue().then(|| lessons.habits())
}

/// What is wrong with a file is told by the second walk.
fn learn(folder: &Path, entry: walkdir::Result<DirEntry>) -> Lesson {
    let mut lesson = Lesson::default();
    if let Some(entry) = entry.ok().filter(holds_articles) {
        let _ = open(folder, &entry, |document, file| {
            lesson.bytes = document.size.unwrap_or(0);
            lesson.page = document.traits(file)?;
            Ok(())
        });
    }
    lesson
}

fn read_all(folder: &Path, habits: &Habits, mut amount: Amount, sink: &mut Sink<'_>) {
    let work = |entry, give: &mut Give<'_, Part>| {
        let mut bytes = 0;
        let flow = deliver(folder, entry, habits, &mut bytes, &mut |found| give(Part::Found(found)));
        if flow.is_continue() {
            let _ = give(Part::End(bytes));
        }
    };
    let _ = in_order(entries(folder), work, |part| match part {
        Part::Found(found) => sink(found),
        Part::End(bytes) => {
            amount.files += 1;
            amount.bytes += bytes;
            sink(Found::Progress(amount))
        }
    });
}

fn deliver(
    folder: &Path,
    entry: walkdir::Result<DirEntry>,
    habits: &Habits,
    bytes: &mut u64,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return sink(not_walked(folder, error)),
    };
    if !holds_articles(&entry) {
        return sink(Found::Unknown(entry.into_path()));
    }
    let read = open(folder, &entry, |document, file| {
        *bytes = document.size.unwrap_or(0);
        document.read(file, &habits.of(document.key), sink)
    });
    match read {
        Ok(flow) => flow,
        Err(error) => sink(Found::Failed(entry.into_path(), error)),
    }
}

/// Everything in the folder but folders.
fn entries(folder: &Path) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let hidden =
        |entry: &DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    let all = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    let is_folder = |entry: &walkdir::Result<DirEntry>| entry.as_ref().is_ok_and(|e| e.file_type().is_dir());
    all.filter_entry(move |e| !hidden(e)).filter(move |entry| !is_folder(entry))
}

/// Only plain files: opening a pipe would wait for its other end.
fn holds_articles(entry: &DirEntry) -> bool {
    entry.file_type().is_file()
        && match kind::by_ending(entry.path()) {
            // most files that are named so hold other things than feeds
            Some(Kind::Feed) => !is_something_else(entry.path()),
            kind => kind.is_some(),
        }
}

/// Whether the file can be read and holds no articles.
fn is_something_else(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_ok_and(|size| size > 0) && kind_of(path, &head).is_err()
}

fn open<T>(
    folder: &Path,
    entry: &DirEntry,
    then: impl FnOnce(Document<'_>, File) -> Result<T, LoadError>,
) -> Result<T, LoadError> {
    let path = entry.path();
    let io = |cause| LoadError::io(path, cause);
    let file = File::open(path).map_err(io)?;
    let size = Some(file.metadata().map_err(io)?.len());
    then(Document { path, key: &key(folder, path), size, envelope: &Envelope::default() }, file)
}

/// The path within the folder, with `/` on every system.
fn key(folder: &Path, path: &Path) -> String {
    let within = path.strip_prefix(folder).unwrap_or(path);
    within.iter().map(OsStr::to_string_lossy).collect::<Vec<_>>().join("/")
}

fn not_walked(folder: &Path, error: walkdir::Error) -> Found {
    let path = error.path().map_or_else(|| folder.to_owned(), PathBuf::from);
    if error.loop_ancestor().is_some() {
        return notice(&path, "a link to a folder that it lies in: not followed");
    }
    let cause = error.into_io_error().unwrap_or_else(|| std::io::Error::other("the walk failed"));
    let error = LoadError::io(&path, cause);
    Found::Failed(path, error)
}

#[cfg(test)]
mod tests {
    use super::super::load;
    use super::*;
    use std::fs;

    /// One line for each thing found: its kind and its place within the folder.
    fn found(folder: &Path) -> Vec<String> {
        let mut lines = Vec::new();
        let name = |path: &Path| key(folder, path);
        load(folder, &mut |found| {
            lines.extend(match found {
                Found::Article(one) => Some(format!("article {}", one.key)),
                Found::Notice(path, _) => Some(format!("notice {}", name(&path))),
                Found::Failed(path, _) => Some(format!("failed {}", name(&path))),
                Found::Unknown(path) => Some(format!("unknown {}", name(&path))),
                Found::Progress(_) => None,
            });
            ControlFlow::Continue(())
        })
        .unwrap();
        lines
    }

    fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn each_thing_is_found_once_in_the_order_of_names() {
        let page = "# Title\n\nText.\n";
        let folder = folder_with(&[
            ("z.md", page),
            ("b/c.md", page),
            ("b/.hidden.md", page),
            (".git/a.md", page),
            ("a.md", page),
            ("n.jsonl", "{\"title\":\"One\"}\n{\"title\":\"Two\",\"url\":\"https://e.example/2\"}\n"),
            ("e.md", ""),
            ("data.bin", "x"),
            ("u.md", "---\ntitle: U\nurl: https://e.example/u\n---\nText.\n"),
        ]);
        assert_eq!(
            found(folder.path()),
            [
                "article a.md",
                "article b/c.md",
                "unknown data.bin",
                "failed e.md",
                "article n.jsonl#1",
                "article https://e.example/2",
                "article https://e.example/u",
                "article z.md"
            ]
        );
    }

    fn categories(folder: &Path) -> Vec<String> {
        let mut all = Vec::new();
        load(folder, &mut |found| {
            match found {
                Found::Article(one) => all.push(one.article.categories.join("+")),
                Found::Progress(_) => {}
                other => panic!("{other:?}"),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        all
    }

    #[test]
    fn pages_teach_each_other_their_labels() {
        let page = "EXAMPLE WIRE|News\n\n2023-01-17| NovoNordiskPolicy\n\nA Harbour Opens for Everybody\n\nby Joy Lin\n\n\
             The harbour opened in spring, and the ships that had waited outside came in one by one.\n";
        let teacher = "---\ntitle: T\ncategories: [NovoNordisk, Policy]\n---\nText.\n";
        let alone = folder_with(&[("a.txt", page)]);
        assert_ne!(categories(alone.path()), ["NovoNordisk+Policy"]);
        let taught = folder_with(&[("a.txt", page), ("b.md", teacher)]);
        assert_eq!(categories(taught.path()), ["NovoNordisk+Policy", "NovoNordisk+Policy"]);
    }

    #[test]
    fn the_walk_stops_where_it_is_told() {
        let folder = folder_with(&[("a.md", "# A\n\na"), ("b.md", "# B\n\nb")]);
        for stop_at in 1..=5 {
            let mut count = 0;
            load(folder.path(), &mut |_| {
                count += 1;
                if count == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .unwrap();
            assert_eq!(count, stop_at);
        }
    }

    #[test]
    fn how_far_it_is_is_told_by_files_and_bytes() {
        let folder = folder_with(&[("a.md", "# A\n\na"), ("b.md", "# B\n\nbcd"), ("c.bin", "x")]);
        let mut amounts = Vec::new();
        load(folder.path(), &mut |found| {
            amounts.extend(if let Found::Progress(at) = found { Some((at.files, at.bytes)) } else { None });
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(amounts, [(0, 0), (0, 0), (0, 0), (1, 6), (2, 14), (3, 14)]);
    }

    #[test]
    fn many_files_come_in_the_order_of_their_names_however_long_each_takes() {
        let text = |n: usize| format!("# {n}\n\n{}\n", "It came in. ".repeat(1 + n * 37 % 50));
        let files: Vec<(String, String)> = (0..200).map(|n| (format!("{n:03}.md"), text(n))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&name[..], &text[..])).collect();
        let expected: Vec<String> = files.iter().map(|(name, _)| format!("article {name}")).collect();
        assert_eq!(found(folder_with(&files).path()), expected);
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends_and_is_told() {
        let folder = folder_with(&[("a/b.md", "# B\n\nb")]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink("nowhere.md", folder.path().join("dangling.md")).unwrap();
        assert_eq!(found(folder.path()), ["article a/b.md", "notice a/up", "failed dangling.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_may_not_be_read_does_not_stop_the_rest() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder_with(&[("a.md", "# A\n\na"), ("b/c.md", "# C\n\nc"), ("d.md", "# D\n\nd")]);
        for name in ["a.md", "b"] {
            fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
        }
        let can_read_all = File::open(folder.path().join("a.md")).is_ok();
        let lines = found(folder.path());
        fs::set_permissions(folder.path().join("b"), fs::Permissions::from_mode(0o700)).unwrap();
        if can_read_all {
            println!("skipped: this user may read everything");
        } else {
            assert_eq!(lines, ["failed a.md", "failed b", "article d.md"]);
        }
    }
}
