//! What is known of a source that is asked over the network: when it is due, and what it wants to be given back.

use rusqlite::{OptionalExtension, Row};
use rustix::process::{Pid, getpid, test_kill_process};

use super::write::Durability;
use super::{Library, Result, SourceId, fold};

/// How things stand with a source of the network; times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// The user typed the address himself, so that it may lie in his own network.
    pub typed: bool,
    /// Its entries are completed from their pages.
    pub full_text: bool,
    /// The address that gave the marks of the version; another one is asked without them.
    pub validated: String,
    /// `ETag`, byte for byte.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`, byte for byte.
    pub last_modified: Option<Vec<u8>>,
    /// When it was asked last.
    pub asked: Option<i64>,
    /// When it is to be asked next; `None`: never by itself.
    pub due: Option<i64>,
    /// It asked to be left alone until then, by whomever.
    pub not_before: i64,
    /// Failures since it last answered.
    pub failures: u32,
    /// Where the server says that it lies for good, and since when it says so.
    pub moved: Option<(String, i64)>,
}

/// How long whoever asks a source has it for himself, in seconds: longer than any answer takes.
const LEASE: i64 = 2 * 60;

/// One that was never asked is due.
impl Default for Poll {
    fn default() -> Self {
        Self {
            typed: false,
            full_text: false,
            validated: String::new(),
            etag: None,
            last_modified: None,
            asked: None,
            due: Some(0),
            not_before: 0,
            failures: 0,
            moved: None,
        }
    }
}

/// What whoever asks a source keeps of it.
const COLUMNS: &str =
    "typed, validated, etag, last_modified, asked, due, not_before, failures, moved, moved_since";

fn poll(row: &Row<'_>) -> rusqlite::Result<Poll> {
    let moved: Option<String> = row.get(8)?;
    let since: Option<i64> = row.get(9)?;
    Ok(Poll {
        typed: row.get(0)?,
        validated: row.get(1)?,
        etag: row.get(2)?,
        last_modified: row.get(3)?,
        asked: row.get(4)?,
        due: row.get(5)?,
        not_before: row.get(6)?,
        failures: row.get(7)?,
        moved: moved.zip(since),
        full_text: row.get(10)?,
    })
}

impl Library {
    /// How things stand with a source.
    pub fn poll(&self, source: SourceId) -> Result<Poll> {
        let sql = format!("SELECT {COLUMNS}, full_text FROM poll WHERE source = ?1");
        let known = self.db.prepare_cached(&sql)?.query_row([source.0], poll).optional()?;
        Ok(known.unwrap_or_default())
    }

    /// Keeps how things stand, and gives the source free for others. Whether full texts are wanted is not touched: the user may
    /// say so while the source is asked ([`Library::set_full_text`]).
    pub fn set_poll(&mut self, source: SourceId, poll: &Poll) -> Result<()> {
        let (moved, since) = poll.moved.as_ref().map(|(url, since)| (url, since)).unzip();
        let sql = format!(
            "INSERT INTO poll (source, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (source) \
             DO UPDATE SET ({COLUMNS}) = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11), leased = NULL, leased_by = NULL"
        );
        self.write(Durability::Normal, |tx| {
            tx.prepare_cached(&sql)?.execute((
                source.0,
                poll.typed,
                &poll.validated,
                &poll.etag,
                &poll.last_modified,
                poll.asked,
                poll.due,
                poll.not_before,
                poll.failures,
                moved,
                since,
            ))?;
            Ok(())
        })
    }

    /// Wants the entries of a source completed from their pages, or no longer; who asks it just now goes on.
    pub fn set_full_text(&mut self, source: SourceId, wanted: bool) -> Result<()> {
        self.write(Durability::Full, |tx| {
            tx.execute(
                "INSERT INTO poll (source, full_text) VALUES (?1, ?2) ON CONFLICT (source) DO UPDATE SET full_text = ?2",
                (source.0, wanted),
            )?;
            Ok(())
        })
    }

    /// When the first of the sources that are asked over the network is due, seconds since 1970.
    pub fn next_due(&self) -> Result<Option<i64>> {
        let sql = "SELECT min(iif(poll.source IS NULL, 0, max(due, not_before))) \
                   FROM source LEFT JOIN poll ON poll.source = source.id \
                   WHERE removed = 0 AND kind IN ('feed', 'page')";
        Ok(self.db.query_row(sql, [], |row| row.get(0))?)
    }

    /// Takes a source for this process, so that no other asks it meanwhile; false where another has it. It is free again
    /// after two minutes, or when that process is gone.
    pub fn lease(&mut self, source: SourceId, now: i64) -> Result<bool> {
        self.write(Durability::Normal, |tx| {
            let sql = "SELECT leased, leased_by FROM poll WHERE source = ?1 AND leased IS NOT NULL";
            let lease = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i32>(1)?));
            let held = tx.prepare_cached(sql)?.query_row([source.0], lease).optional()?;
            if held.is_some_and(|(until, process)| until > now && until <= now + LEASE && is_another(process))
            {
                return Ok(false);
            }
            tx.prepare_cached(
                "INSERT INTO poll (source, leased, leased_by) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (source) DO UPDATE SET leased = ?2, leased_by = ?3",
            )?
            .execute((source.0, now + LEASE, getpid().as_raw_nonzero().get()))?;
            Ok(true)
        })
    }

    /// The source lies at another address from now on. False where another source has that address.
    pub fn move_source(&mut self, source: SourceId, address: &str) -> Result<bool> {
        self.write(Durability::Full, |tx| {
            let sql = "UPDATE OR IGNORE source SET address = ?2 WHERE id = ?1";
            Ok(tx.prepare_cached(sql)?.execute((source.0, address))? > 0)
        })
    }

    /// Whether an article of the source is known by this key.
    pub fn has_key(&self, source: SourceId, key: &str) -> Result<bool> {
        let mut statement = self.db.prepare_cached("SELECT 1 FROM article WHERE source = ?1 AND key = ?2")?;
        Ok(statement.exists((source.0, fold::hash(key.as_bytes())))?)
    }
}

#[cfg(test)]
impl Library {
    /// Lets another process have a source until then.
    pub(crate) fn lease_to(&self, source: SourceId, until: i64, process: i32) {
        let sql = "UPDATE poll SET leased = ?2, leased_by = ?3 WHERE source = ?1";
        self.db.execute(sql, (source.0, until, process)).unwrap();
    }
}

/// Whether a process of this number lives and is not this one.
fn is_another(process: i32) -> bool {
    // only one that is not there is gone for sure; of others we may not be allowed to know more
    Pid::from_raw(process)
        .is_some_and(|pid| pid != getpid() && test_kill_process(pid) != Err(rustix::io::Errno::SRCH))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{NewSource, Origin, SourceKind};

    fn library() -> (tempfile::TempDir, Library, SourceId) {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(folder.path()).unwrap();
        let new = NewSource {
            kind: SourceKind::Feed,
            address: "https://e.example/feed".into(),
            title: "Example".into(),
            origin: Origin::User,
        };
        let source = library.add_source(&new).unwrap().id;
        (folder, library, source)
    }

    #[test]
    fn what_is_known_of_a_source_comes_back_byte_for_byte() {
        let (_folder, mut library, source) = library();
        assert_eq!(library.poll(source).unwrap(), Poll::default());
        let poll = Poll {
            typed: true,
            validated: "https://e.example/feed".into(),
            etag: Some(b"W/\"\xff\"".to_vec()),
            due: None,
            moved: Some(("https://e.example/new".into(), 7)),
            ..Poll::default()
        };
        library.set_poll(source, &poll).unwrap();
        assert_eq!(library.poll(source).unwrap(), poll);
    }

    #[test]
    fn the_next_one_due_is_the_first_that_may_be_asked() {
        let (_folder, mut library, source) = library();
        assert_eq!(library.next_due().unwrap(), Some(0));
        library.set_poll(source, &Poll { due: Some(50), not_before: 70, ..Poll::default() }).unwrap();
        assert_eq!(library.next_due().unwrap(), Some(70));
        library.set_poll(source, &Poll { due: None, ..Poll::default() }).unwrap();
        assert_eq!(library.next_due().unwrap(), None, "it is gone for good");
    }

    #[test]
    fn a_source_is_asked_by_one_process_at_a_time() {
        let (_folder, mut library, source) = library();
        assert!(library.lease(source, 1000).unwrap());
        assert!(library.lease(source, 1001).unwrap(), "its own lease keeps nobody out");
        let parent = rustix::process::getppid().unwrap().as_raw_nonzero().get();
        let held = |library: &Library, by: i32| {
            library.db.execute("UPDATE poll SET leased_by = ?1", [by]).unwrap();
        };
        held(&library, parent);
        assert!(!library.lease(source, 1002).unwrap());
        assert!(library.lease(source, 1001 + LEASE).unwrap(), "who takes so long is not coming back");
        held(&library, i32::MAX);
        assert!(library.lease(source, 1003 + LEASE).unwrap(), "there is no such process");
        held(&library, parent);
        library.set_poll(source, &Poll::default()).unwrap();
        assert!(library.lease(source, 1004 + LEASE).unwrap(), "it was given free");
    }

    #[test]
    fn full_texts_may_be_wanted_while_another_program_asks_the_source() {
        let (_folder, mut library, source) = library();
        let asking = library.poll(source).unwrap();
        assert!(library.lease(source, 1000).unwrap());
        let parent = rustix::process::getppid().unwrap().as_raw_nonzero().get();
        library.lease_to(source, 1000 + LEASE, parent);
        library.set_full_text(source, true).unwrap();
        assert!(!library.lease(source, 1001).unwrap(), "it is asked all the same");
        library.set_poll(source, &Poll { etag: Some(b"a".to_vec()), ..asking }).unwrap();
        let poll = library.poll(source).unwrap();
        assert!(poll.full_text && poll.etag.is_some(), "neither is lost: {poll:?}");
        library.set_full_text(source, false).unwrap();
        assert_eq!(library.poll(source).unwrap(), Poll { full_text: false, ..poll });
    }

    #[test]
    fn two_sources_never_share_an_address() {
        let (_folder, mut library, source) = library();
        let other = NewSource {
            kind: SourceKind::Feed,
            address: "https://e.example/other".into(),
            title: "Other".into(),
            origin: Origin::User,
        };
        library.add_source(&other).unwrap();
        assert!(!library.move_source(source, "https://e.example/other").unwrap());
        assert!(library.move_source(source, "https://e.example/new").unwrap());
        assert_eq!(library.source_by_address("https://e.example/new").unwrap().unwrap().id, source);
    }
}
