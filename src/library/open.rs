//! Opening: look before touching, then connect and bring the schema forward.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Library, LibraryError, Result, query, schema};
use crate::sanitize;

/// Where the version of the schema stands in the header.
const VERSION_AT: usize = 60;

/// Bytes of a library that is brought forward in an instant, whatever there is to do: a gigabyte takes some seconds.
const LARGE: u64 = 100 << 20;

const FILE: &str = "library.db";

/// How long a writer waits for another, in milliseconds.
const PATIENCE: i32 = 5_000;

/// Steps of sessions that began longer ago than this are no longer taken back, in seconds.
const UNDO_KEPT: i64 = 7 * 24 * 3600;

/// Whether a library lies there.
pub(super) fn exists(folder: &Path) -> bool {
    folder.join(FILE).exists()
}

pub(super) fn open(folder: &Path) -> Result<Library> {
    make_folder(folder).map_err(|error| LibraryError::unusable(folder, &error))?;
    let file = folder.join(FILE);
    look(folder, &file)?;
    let mut db = connect(&file)?;
    // the newest version may stand in the write-ahead log of a program that was killed, and stays there
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    refuse_newer(folder, schema::version(&db)?)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    schema::migrate(&mut db, schema::VERSION)?;
    let mut library = Library {
        folder: folder.to_owned(),
        db,
        index: RefCell::default(),
        sets: RefCell::default(),
        best: RefCell::default(),
        press: RefCell::default(),
        frequencies: RefCell::default(),
    };
    library.forget_old_steps(super::now() - UNDO_KEPT)?;
    Ok(library)
}

/// Makes the folder, for the user alone: what one reads is nobody else's business.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Reads the header (<https://sqlite.org/fileformat2.html#the_database_header>) before SQLite gets to write a log.
fn look(folder: &Path, file: &Path) -> Result<()> {
    let Some(header) = header(file).map_err(|error| LibraryError::unusable(file, &error))? else {
        return Ok(());
    };
    let number = |at: usize| number(&header, at);
    let (version, application) = (number(VERSION_AT), number(68));
    let foreign = |what| Err(LibraryError::Foreign { file: sanitize::path(file), what });
    if !header.starts_with(b"SQLite format 3\0") {
        return foreign("no SQLite database");
    }
    // a library whose making was cut short is a single page that says nothing yet
    let begun = (application, version) == (0, 0) && number(28) <= 1;
    if application != schema::APPLICATION && !begun {
        return foreign("the database of another program");
    }
    refuse_newer(folder, version)
}

fn number(header: &[u8], at: usize) -> i64 {
    let bytes = header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, |bytes| i64::from(i32::from_be_bytes(bytes)))
}

/// See [`Library::opens_slowly`].
pub(super) fn opens_slowly(folder: &Path) -> bool {
    let file = folder.join(FILE);
    let version = header(&file).ok().flatten().map(|header| number(&header, VERSION_AT));
    version.is_some_and(|version| (1..schema::VERSION).contains(&version))
        && file.metadata().is_ok_and(|file| file.len() > LARGE)
}

/// The first 100 bytes; `None` where there is no file or an empty one.
fn header(file: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match File::open(file) {
        Ok(file) => file.take(100).read_to_end(&mut bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(Some(bytes).filter(|bytes| !bytes.is_empty()))
}

fn refuse_newer(folder: &Path, found: i64) -> Result<()> {
    if found > schema::VERSION {
        let folder = sanitize::path(folder);
        return Err(LibraryError::Newer { folder, found, known: schema::VERSION });
    }
    Ok(())
}

fn connect(file: &Path) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db =
        Connection::open_with_flags(file, flags).map_err(|error| LibraryError::unusable(file, &error))?;
    // SQLite's own handler sleeps up to 100 ms at a time and would miss the pauses that ingest leaves for marks
    db.busy_handler(Some(|tries| {
        std::thread::sleep(Duration::from_millis(1));
        tries < PATIENCE
    }))?;
    db.set_prepared_statement_cache_capacity(64);
    // no statement is planned anew for other values: what one costs must not depend on them
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    query::teach(&db)?;
    // a body takes a third of a page of the usual size, and two fit in; said before anything is in the file
    db.execute_batch("PRAGMA page_size = 16384")?;
    set_write_ahead(&db)?;
    db.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 268435456;
         PRAGMA cache_size = -16000;",
    )?;
    Ok(db)
}

/// SQLite does not wait with the handler above where two programs make the same new library at once.
fn set_write_ahead(db: &Connection) -> Result<()> {
    let mut tries = 0;
    loop {
        match db.execute_batch("PRAGMA journal_mode = WAL") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < PATIENCE => {
                std::thread::sleep(Duration::from_millis(1));
                tries += 1;
            }
            done => return Ok(done?),
        }
    }
}
