//! What an address on the command line holds.

use super::doctor::HEAD;
use crate::fetch::{FetchError, Fetcher, Request};
use crate::loader::{self, Envelope, LoadError, Sink};

/// What a server sent.
pub(super) struct Sent {
    /// Where it lay in the end.
    pub(super) address: String,
    charset: Option<String>,
    bytes: Vec<u8>,
}

impl Sent {
    /// Fetches what the user named.
    pub(super) fn get(address: &str) -> Result<Self, FetchError> {
        let reply = Fetcher::default().fetch(&Request::typed(address))?;
        Ok(Self {
            address: reply.url,
            charset: reply.charset,
            // never empty: nothing was asked that "unchanged" could answer
            bytes: reply.body.unwrap_or_default(),
        })
    }

    /// The articles of it.
    pub(super) fn load(self, sink: &mut Sink<'_>) -> Result<(), LoadError> {
        let key = self.address.clone();
        let envelope = Envelope { address: Some(self.address), charset: self.charset };
        loader::load_fetched(&envelope, &key, &self.bytes, sink)
    }

    /// Its first bytes, enough to tell the kind.
    pub(super) fn head(&self) -> &[u8] {
        &self.bytes[..self.bytes.len().min(HEAD as usize)]
    }
}
