//! What holds news → articles. Decides what a piece of data is, reads it, and says what it could not read.

use std::cell::Cell;
use std::fs::{self, File};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use crate::article::Article;
use crate::sanitize;

mod compose;
pub(crate) mod dates;
mod decode;
mod document;
mod entity;
mod feed;
mod finish;
mod folder;
mod front_matter;
mod habits;
mod jsonl;
mod kind;
pub(crate) mod labels;
pub(crate) mod language;
mod locate;
mod markdown;
mod page_html;
pub(crate) mod page_text;
mod parallel;
mod plain;
pub mod sample;
pub(crate) mod scripts;
mod subscriptions;

pub use feed::Pace;
use habits::Known;
pub use kind::{Kind, NoArticles, kind_of};
pub use locate::{locate, meant};
pub use page_html::{Offer, listed, offered};
pub use subscriptions::{Entry, Listed, Subscription, subscriptions, write as opml};

/// What a text page, a Markdown file or a line of JSON may have at most, in bytes: what lies in memory at once.
pub const MAX_TEXT: u64 = 32 << 20;

/// What came along with data over the network; nothing where it lies in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// Where it was fetched from; relative addresses stand against it.
    pub address: Option<String>,
    /// The encoding that was declared with it.
    pub charset: Option<String>,
}

/// One article as its source holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// What it is known by within its source: canonical URL or given id, else its path within the folder.
    pub key: String,
    /// The `id` that a `.jsonl` import gave; unique within its source.
    pub given_id: Option<String>,
    /// The user's own tags, where the data brings some (`.jsonl`).
    pub tags: Vec<String>,
    /// Read and starred, where the data says so (`.jsonl`).
    pub read: Option<bool>,
    /// See `read`.
    pub starred: Option<bool>,
    /// The article, sanitized.
    pub article: Article,
}

/// What a walk over a source comes upon, in an order that depends on the names alone.
#[derive(Debug)]
pub enum Found {
    /// An article.
    Article(Box<Loaded>),
    /// Something was read, with a loss that the user should hear of ("bytes that are no UTF-8 were replaced").
    Notice(PathBuf, String),
    /// Something could not be read; the rest goes on.
    Failed(PathBuf, LoadError),
    /// A file of a kind that holds no articles, met while walking a folder.
    Unknown(PathBuf),
    /// How far it is, told often.
    Progress(Amount),
}

/// How much of a source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount {
    /// Files read to their end.
    pub files: u64,
    /// Files in all, as far as they are counted yet; 0 where that is not known.
    pub all_files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all, as far as they are counted yet; 0 where that is not known.
    pub all_bytes: u64,
}

/// Takes what is found, as it is found; may stop the walk.
pub type Sink<'a> = dyn FnMut(Found) -> ControlFlow<()> + 'a;

/// Why nothing could be read. Each message is one sentence with the path, the cause and the way out.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The operating system said no.
    #[error("{} could not be read: {cause}; {}", sanitize::path(.path), way_out(.cause))]
    Io {
        /// What it was asked for.
        path: PathBuf,
        /// What it said.
        #[source]
        cause: io::Error,
    },
    /// There is no such file or folder.
    #[error("{} does not exist: check the spelling and the folder it is looked for in", sanitize::path(.0))]
    Missing(PathBuf),
    /// The data is not what could be read; the message is whole.
    #[error("{0}")]
    Other(String),
}

impl LoadError {
    /// Names the path that the operating system leaves out.
    fn io(path: &Path, cause: io::Error) -> Self {
        let path = path.to_owned();
        if cause.kind() == io::ErrorKind::NotFound { Self::Missing(path) } else { Self::Io { path, cause } }
    }

    /// `what` begins with a verb: "is empty: …".
    fn about(path: &Path, what: impl std::fmt::Display) -> Self {
        Self::Other(sanitize::line(&format!("{} {what}", path.display())))
    }
}

/// A number to tell something again by, the same on every run.
fn fingerprint(what: &(impl Hash + ?Sized)) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(what)
}

/// Parsers quote what they read, so that their words are hostile text too.
fn notice(path: &Path, what: &str) -> Found {
    Found::Notice(path.to_owned(), sanitize::line(what))
}

fn way_out(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => {
            "give yourself the right to read it (chmod u+r, and u+x for a folder)"
        }
        io::ErrorKind::IsADirectory => "name a file in it",
        _ => "try again, or copy it to another disk",
    }
}

/// Reads a file or walks a folder; `sink` is given what is found and may stop the walk.
///
/// # Errors
/// Where nothing could be read at all; what is wrong with a part goes to `sink`.
pub fn load(path: &Path, sink: &mut Sink<'_>) -> Result<(), LoadError> {
    let meta = fs::metadata(path).map_err(|cause| LoadError::io(path, cause))?;
    if meta.is_dir() {
        // A folder that cannot be listed at all is an error of the whole, not of a part.
        fs::read_dir(path).map_err(|cause| LoadError::io(path, cause))?;
        folder::walk(path, sink);
        return Ok(());
    }
    let file = open(path).map_err(|cause| LoadError::io(path, cause))?;
    let name =
        path.file_name().map_or_else(|| sanitize::path(path), |name| name.to_string_lossy().into_owned());
    // A pipe has no length; what it brings is counted while it is read.
    let size = meta.is_file().then_some(meta.len());
    let bytes = Cell::new(0);
    let counted = Counted { input: file, bytes: &bytes };
    let mut sink = |found| {
        let more = matches!(found, Found::Article(_));
        sink(found)?;
        let amount =
            Amount { files: 0, all_files: 1, bytes: bytes.get(), all_bytes: size.unwrap_or_default() };
        if more { sink(Found::Progress(amount)) } else { ControlFlow::Continue(()) }
    };
    let envelope = &Envelope::default();
    document::Document { path, key: &name, size, envelope }
        .read(counted, &Known::nothing(), &mut sink)
        .map(drop)
}

/// Counts what is read.
struct Counted<'a, R> {
    input: R,
    bytes: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.input.read(buffer)?;
        self.bytes.set(self.bytes.get() + size as u64);
        Ok(size)
    }
}

/// Opens without waiting: the open of a pipe that nobody writes to would not come back. Such a pipe reads as empty.
fn open(path: &Path) -> io::Result<File> {
    let mode = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY;
    let file = rustix::fs::open(path, mode | OFlags::NONBLOCK, Mode::empty())?;
    // whoever does write may take their time
    rustix::fs::fcntl_setfl(&file, mode)?;
    Ok(file.into())
}

/// Reads data that has no file (standard input) as it comes; `name` gives the ending, if any.
///
/// # Errors
/// As [`load`].
pub fn load_stream(name: &Path, input: impl Read, sink: &mut Sink<'_>) -> Result<(), LoadError> {
    let key = name.to_string_lossy();
    let envelope = &Envelope::default();
    document::Document { path: name, key: &key, size: None, envelope }
        .read(input, &Known::nothing(), sink)
        .map(drop)
}

/// Reads what was fetched. An article of it that has no name of its own is known by `key`.
///
/// # Errors
/// As [`load`].
pub fn load_fetched(
    envelope: &Envelope,
    key: &str,
    bytes: &[u8],
    sink: &mut Sink<'_>,
) -> Result<(), LoadError> {
    let path = Path::new(envelope.address.as_deref().unwrap_or_default());
    let size = Some(bytes.len() as u64);
    document::Document { path, key, size, envelope }.read(bytes, &Known::nothing(), sink).map(drop)
}

/// Reads data that lies in memory; `name` gives the ending, if any.
///
/// # Errors
/// As [`load`].
pub fn load_bytes(name: &Path, bytes: &[u8]) -> Result<Vec<Found>, LoadError> {
    let mut all = Vec::new();
    load_stream(name, bytes, &mut |found| {
        all.push(found);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load_all(path: &Path) -> Result<Vec<Found>, LoadError> {
        let mut all = Vec::new();
        load(path, &mut |found| {
            all.extend(Some(found).filter(|found| !matches!(found, Found::Progress(_))));
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    #[test]
    fn a_missing_path_is_told_with_what_to_check() {
        let error = load_all(Path::new("no/such\u{1b}[31mfile.txt")).unwrap_err().to_string();
        assert!(error.contains("does not exist: check the spelling"), "{error}");
        assert!(!error.contains('\u{1b}'), "{error:?}");
    }

    #[test]
    fn a_named_file_is_judged_by_its_content_and_known_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("story.log");
        fs::write(&path, "---\ntitle: T\n---\nText.\n").unwrap();
        let found = load_all(&path).unwrap();
        assert!(
            matches!(&found[..], [Found::Article(one)] if one.key == "story.log" && one.article.title == "T")
        );
    }

    #[test]
    fn how_far_it_is_is_told_after_each_article() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("two.jsonl");
        let text = "{\"title\":\"One\"}\n{\"title\":\"Two\"}\n";
        fs::write(&path, text).unwrap();
        let mut amounts = Vec::new();
        let mut sink = |found| {
            amounts.extend(if let Found::Progress(amount) = found { Some(amount) } else { None });
            ControlFlow::Continue(())
        };
        load(&path, &mut sink).unwrap();
        let size = text.len() as u64;
        assert_eq!(amounts, [Amount { files: 0, all_files: 1, bytes: size, all_bytes: size }; 2]);
    }

    #[test]
    fn a_page_over_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.txt");
        fs::write(&path, "text ".repeat(2000)).unwrap();
        File::options().write(true).open(&path).unwrap().set_len(200 << 20).unwrap();
        let error = load_all(&path).unwrap_err().to_string();
        assert!(error.contains("is 200 MB; a page may have 32 MB"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn what_may_not_be_read_is_told_with_the_way_out() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "text").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        match load_all(&path) {
            Ok(_) => println!("skipped: this user may read everything"),
            Err(error) => assert!(error.to_string().contains("chmod u+r"), "{error}"),
        }
    }
}
