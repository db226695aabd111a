//! What a thread of the pool does: asks one address and reads what comes. It knows no library.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use crate::fetch::{FetchError, Fetcher, Reply, Request, Validators};
use crate::library::ArticleId;
use crate::loader::{self, Envelope, Found, Kind, Pace};

/// Bytes that tell the kind.
const HEAD: usize = 64 << 10;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// A feed with its articles.
    Feed,
    /// A page that lists articles.
    Page,
    /// One of these articles.
    Article,
    /// The page of an entry that its feed gives in short.
    FullText(ArticleId),
}

/// A question: which source it is for, by number, and what is asked.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) source: usize,
    pub(super) goal: Goal,
    pub(super) request: Request,
}

/// What a server says of its answer.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) moved: Option<String>,
    pub(super) validators: Validators,
    pub(super) fresh_for: Option<Duration>,
}

/// What came.
#[derive(Debug)]
pub(super) enum Came {
    Unchanged,
    Feed(Vec<Found>, Pace),
    /// Addresses of articles.
    Page(Vec<String>),
    Article(Vec<Found>),
}

/// Why nothing came, or nothing that was wanted.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It could not be fetched.
    #[error("{0}")]
    Fetch(#[from] FetchError),
    /// It could not be read.
    #[error("{0}")]
    Load(#[from] loader::LoadError),
    /// It is something else.
    #[error(
        "{address} answered with {is} instead of {wanted}: look at it in a browser, and add its new address"
    )]
    Other {
        /// Where it lay.
        address: String,
        /// What came.
        is: String,
        /// What was wanted.
        wanted: &'static str,
    },
}

impl Trouble {
    /// As [`FetchError::asked_once`].
    pub(super) fn asked_once(&self) -> String {
        if let Self::Fetch(error) = self { error.asked_once() } else { self.to_string() }
    }
}

/// What a server sent, and what of it was wanted.
pub(super) type Answer = (Sent, Came);
/// How a question ended.
pub(super) type Answered = Result<Answer, Trouble>;

impl Question {
    pub(super) fn ask(&self, fetcher: &Fetcher) -> Answered {
        let reply = fetcher.fetch(&self.request)?;
        read(self.goal, &self.request.url, reply)
    }
}

/// What a reply holds of what `link` was asked for.
pub(super) fn read(goal: Goal, link: &str, reply: Reply) -> Answered {
    let Reply { body, url, moved, validators, fresh_for, charset } = reply;
    let sent = Sent { moved, validators, fresh_for };
    let Some(body) = body else { return Ok((sent, Came::Unchanged)) };
    let envelope = Envelope { address: Some(url), charset };
    let came = match goal {
        Goal::Feed => {
            expect(Kind::Feed, &envelope, &body)?;
            Came::Feed(articles(&envelope, &body)?, Pace::of(&body))
        }
        Goal::Page => {
            expect(Kind::Html, &envelope, &body)?;
            Came::Page(loader::listed(&envelope, &body))
        }
        Goal::FullText(_) => Came::Article(articles(&envelope, &body)?),
        Goal::Article => Came::Article(known_as(articles(&envelope, &body)?, link)),
    };
    Ok((sent, came))
}

/// Says what bytes are where that is not what is wanted.
fn expect(wanted: Kind, envelope: &Envelope, bytes: &[u8]) -> Result<(), Trouble> {
    let address = envelope.address.as_deref().unwrap_or_default();
    let is = match kind(address, bytes) {
        Ok(kind) if kind == wanted => return Ok(()),
        Ok(kind) => kind.words(),
        Err(is) => is,
    };
    let address = crate::sanitize::line(address);
    Err(Trouble::Other { address, is: is.to_owned(), wanted: wanted.words() })
}

/// What came from an address; else what it is that holds no articles.
pub(super) fn kind(address: &str, bytes: &[u8]) -> Result<Kind, &'static str> {
    if bytes.is_empty() {
        return Err("nothing");
    }
    match loader::kind_of(Path::new(address), &bytes[..bytes.len().min(HEAD)]) {
        Ok((kind, _)) => Ok(kind),
        Err(no) => Err(no.what),
    }
}

fn articles(envelope: &Envelope, bytes: &[u8]) -> Result<Vec<Found>, Trouble> {
    let mut all = Vec::new();
    // what an entry without a name is known by must not change when its feed moves
    loader::load_fetched(envelope, "", bytes, &mut |found| {
        all.push(found);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

/// An article of a page is known by the link that led to it, so that it is known before it is fetched.
fn known_as(mut found: Vec<Found>, link: &str) -> Vec<Found> {
    for found in &mut found {
        if let Found::Article(loaded) = found {
            link.clone_into(&mut loaded.key);
        }
    }
    found
}

/// What a feed calls itself.
pub(super) fn own_title(came: &Came) -> Option<String> {
    let Came::Feed(found, _) = came else { return None };
    title_of(found)
}

/// The title of the feed that these come from.
pub(super) fn title_of(found: &[Found]) -> Option<String> {
    found.iter().find_map(|found| match found {
        Found::Article(loaded) => loaded.article.site.clone(),
        _ => None,
    })
}
