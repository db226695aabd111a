//! What the index says of itself, and why it may not fit.

use serde::{Deserialize, Serialize};
use tantivy::TantivyError;

use super::super::{LibraryError, analyse};

/// The payload of every commit: what the index was made from, and how far it follows the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// UUID of the library.
    pub(super) library: String,
    /// [`super::schema::VERSION`].
    pub(super) schema: u32,
    /// [`analyse::VERSION`].
    pub(super) analyser: u32,
    /// The last change that is indexed.
    pub(super) seq: i64,
}

impl Stamp {
    /// The stamp of an index that this program would make.
    pub(super) fn new(library: String, seq: i64) -> Self {
        Self { library, schema: super::schema::VERSION, analyser: analyse::VERSION, seq }
    }

    /// Whether an index with the stamp `found` can be used where `self` is what the library calls for.
    pub(super) fn admits(&self, found: &Self) -> Result<(), Fault> {
        if found.library != self.library {
            return Err(Fault::Foreign);
        }
        if (found.schema, found.analyser) != (self.schema, self.analyser) {
            return Err(Fault::OtherVersion);
        }
        if found.seq > self.seq {
            return Err(Fault::Ahead);
        }
        Ok(())
    }
}

/// Why the index cannot be used. The next catch-up builds it anew.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Library(#[from] LibraryError),
    #[error("there is none yet")]
    Missing,
    #[error("it is damaged ({0})")]
    Broken(#[from] TantivyError),
    #[error("it belongs to another library")]
    Foreign,
    #[error("another version of Courant made it")]
    OtherVersion,
    #[error("it knows of changes that the library does not have (an older copy was put back)")]
    Ahead,
}
