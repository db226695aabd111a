//! What an address on the command line holds.

use anyhow::{Result, anyhow};

use super::Options;
use super::doctor::HEAD;
use super::places::{config, fetcher};
use crate::fetch::Request;
use crate::loader::{self, Envelope, LoadError, Sink};

/// What a server sent.
pub(super) struct Sent {
    /// Where it lay in the end.
    pub(super) address: String,
    charset: Option<String>,
    bytes: Vec<u8>,
}

impl Sent {
    /// Fetches what the user named, with his credentials.
    pub(super) fn get(options: &Options, address: &str) -> Result<Self> {
        let fetcher = fetcher(&config(options)?.credentials);
        let reply = fetcher.fetch(&Request::typed(address)).map_err(|error| anyhow!(error.asked_once()))?;
        Ok(Self {
            address: reply.url,
            charset: reply.charset,
            // never empty: nothing was asked that "unchanged" could answer
            bytes: reply.body.unwrap_or_default(),
        })
    }

    /// The articles of it.
    pub(super) fn load(self, sink: &mut Sink<'_>) -> std::result::Result<(), LoadError> {
        let key = self.address.clone();
        let envelope = Envelope { address: Some(self.address), charset: self.charset };
        loader::load_fetched(&envelope, &key, &self.bytes, sink)
    }

    /// Its first bytes, enough to tell the kind.
    pub(super) fn head(&self) -> &[u8] {
        &self.bytes[..self.bytes.len().min(HEAD as usize)]
    }
}
