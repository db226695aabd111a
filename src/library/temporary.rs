//! Libraries that are kept only as long as the program runs.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::open::make_folder;
use super::{LibraryError, Result};

/// Held while such a folder comes or goes, so that none is swept between its making and its locking.
const GATE: &str = "temporary.lock";

/// Begins the name of each folder.
const PREFIX: &str = "temporary-";

/// In the folder, locked as long as it is in use. The system lets go of it however the program ends.
const LOCK: &str = "in-use.lock";

/// A fresh folder in the cache, locked for its life and removed with it.
#[derive(Debug)]
pub struct Temporary {
    folder: PathBuf,
    _lock: File,
}

impl Temporary {
    /// Makes one in `cache`, which is made too if need be.
    pub fn create(cache: &Path) -> Result<Self> {
        make(cache).map_err(|error| LibraryError::unusable(cache, &error))
    }

    /// Where a library can be opened in it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // what is left behind is swept at the next start
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn make(cache: &Path) -> io::Result<Temporary> {
    use std::os::unix::fs::DirBuilderExt;
    let _gate = gate(cache)?;
    for number in 0_u64.. {
        let folder = cache.join(format!("{PREFIX}{}-{number}", std::process::id()));
        match fs::DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => {
                let lock = File::create(folder.join(LOCK))?;
                flock(&lock, FlockOperation::NonBlockingLockExclusive)?;
                return Ok(Temporary { folder, _lock: lock });
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Removes those in `cache` that nobody uses any more (the program was killed). Returns how many.
pub fn sweep(cache: &Path) -> Result<usize> {
    if !cache.exists() {
        return Ok(0);
    }
    remove_unused(cache).map_err(|error| LibraryError::unusable(cache, &error))
}

fn remove_unused(cache: &Path) -> io::Result<usize> {
    let _gate = gate(cache)?;
    let mut removed = 0;
    for entry in fs::read_dir(cache)? {
        let entry = entry?;
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if ours && entry.file_type()?.is_dir() && unused(&entry.path()) {
            fs::remove_dir_all(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Whether nobody holds the lock; a folder without one was cut short in the making.
fn unused(folder: &Path) -> bool {
    match File::open(folder.join(LOCK)) {
        Ok(lock) => flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn gate(cache: &Path) -> io::Result<File> {
    make_folder(cache)?;
    let gate = File::create(cache.join(GATE))?;
    flock(&gate, FlockOperation::LockExclusive)?;
    Ok(gate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;

    #[test]
    fn it_holds_a_library_and_goes_with_it() {
        let cache = tempfile::tempdir().unwrap();
        let (one, other) =
            (Temporary::create(cache.path()).unwrap(), Temporary::create(cache.path()).unwrap());
        assert_ne!(one.folder(), other.folder());
        Library::open(one.folder()).unwrap();
        let folder = one.folder().to_owned();
        drop(one);
        assert!(!folder.exists() && other.folder().exists());
    }

    #[test]
    fn what_a_killed_program_left_is_swept_and_what_is_in_use_is_not() {
        let cache = tempfile::tempdir().unwrap();
        let used = Temporary::create(cache.path()).unwrap();
        let left = cache.path().join("temporary-1-0");
        fs::create_dir(&left).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        fs::create_dir(cache.path().join("temporary-1-1")).unwrap();
        fs::create_dir(cache.path().join("index")).unwrap();
        assert_eq!(sweep(cache.path()).unwrap(), 2);
        assert!(!left.exists() && used.folder().exists() && cache.path().join("index").exists());
    }

    #[test]
    fn a_cache_that_is_not_there_holds_nothing() {
        let cache = tempfile::tempdir().unwrap();
        assert_eq!(sweep(&cache.path().join("none")).unwrap(), 0);
    }
}
