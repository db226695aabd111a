//! Why the library could not do it.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::sanitize;

/// Why the library could not do it. Each message is one sentence with the cause and the way out.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// SQLite said no.
    #[error("{}", sentence(.0))]
    Sqlite(#[from] rusqlite::Error),
    /// A newer program wrote it.
    #[error(
        "the library in {folder} was written by a newer Courant (schema {found}, this one knows up to {known}): \
         update Courant, or name another folder with --data-dir; nothing was changed"
    )]
    Newer {
        /// Where it lies.
        folder: String,
        /// Its schema version.
        found: i64,
        /// The newest one this program knows.
        known: i64,
    },
    /// What lies there is no library.
    #[error(
        "{file} is {what}: move it away, put a copy of the library in its place, or name another folder with \
         --data-dir; nothing was changed"
    )]
    Foreign {
        /// The file.
        file: String,
        /// What it is instead.
        what: &'static str,
    },
    /// A file or folder could not be used.
    #[error("{path} cannot be used ({cause}): make it writable, or name another folder with --data-dir")]
    Unusable {
        /// The file or folder.
        path: String,
        /// What the system said.
        cause: String,
    },
    /// A stored article could not be read.
    #[error(
        "the stored text of {0} is damaged: refresh its source to load it again, or put back a copy of the library"
    )]
    Damaged(super::ArticleId),
    /// A pattern had to be tried on too many articles.
    #[error(
        "the /pattern/ took too long: add a word, a source or a date that narrows the search before it is tried"
    )]
    TooSlow,
    /// A text could not be packed or unpacked.
    #[error(
        "an article could not be packed for the library ({0}): leave it out, or report it with its source"
    )]
    Io(#[from] std::io::Error),
    /// The search index is not there yet, or no longer.
    #[error(
        "nothing can be searched just now, the index is being built: {0}; `courant refresh` builds it too"
    )]
    NoIndex(String),
    /// tantivy said no.
    #[error(
        "the search index could not be used ({0}): `courant doctor` says more, and without its folder \"index\" it is \
         built anew"
    )]
    Index(#[from] tantivy::TantivyError),
}

/// What the library functions return.
pub type Result<T> = std::result::Result<T, LibraryError>;

impl LibraryError {
    /// A file or folder could not be used.
    pub(super) fn unusable(path: &Path, cause: &dyn std::fmt::Display) -> Self {
        Self::Unusable { path: sanitize::path(path), cause: cause.to_string() }
    }
}

/// What SQLite's complaint means for the user.
fn sentence(error: &rusqlite::Error) -> String {
    let known = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            "the disk is full: free some space and do it again; what was acknowledged is kept"
        }
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            "the library cannot be written: make its folder writable, or name another one with --data-dir"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program keeps the library locked: close it or wait, then do it again"
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "the library file is damaged: put back a copy of it, or name another folder with --data-dir"
        }
        _ => {
            return format!(
                "the library could not be used ({}): put back a copy of it, or name another folder with --data-dir",
                cause(error)
            );
        }
    };
    known.to_owned()
}

/// What SQLite says, without the statement it says it of.
fn cause(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    #[test]
    fn what_sqlite_says_becomes_a_cause_and_a_way_out() {
        let codes = [
            (ffi::SQLITE_FULL, "free some space"),
            (ffi::SQLITE_READONLY, "make its folder writable"),
            (ffi::SQLITE_CANTOPEN, "make its folder writable"),
            (ffi::SQLITE_BUSY, "close it or wait"),
            (ffi::SQLITE_NOTADB, "put back a copy"),
            (ffi::SQLITE_ERROR, "--data-dir"),
        ];
        for (code, way_out) in codes {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            let sentence = LibraryError::from(error).to_string();
            assert!(sentence.contains(way_out), "{sentence}");
        }
    }
}
