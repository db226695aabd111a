//! What sources hold → the library: walk or ask, add in batches, report.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::fetch::Fetcher;
use crate::library::{Added, Library, LibraryError, Result, Source, SourceKind, Walk};
use crate::loader::{self, Amount, Found, LoadError, Loaded, Sink};

mod ask;
mod import;
mod pool;
mod queue;
mod schedule;
mod subscribe;
mod web;
mod words;

pub use ask::Trouble;
pub use import::{Taken, import, import_cache};
pub use schedule::Wish;
pub use subscribe::{NotSubscribed, Subscribed, subscribe};
pub use words::{last_results, when};

/// Articles that are added at once, at most: about as many as one transaction takes in.
const BATCH: usize = 512;

/// Bytes of text that wait to be added, at most (one article may be larger).
const BATCH_BYTES: usize = 4 << 20;

/// What happens during a refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// What is done so far; what is counted as added is committed.
    Progress(Outcome),
    /// Something was read with a loss.
    Notice(PathBuf, String),
    /// Something could not be read; the rest goes on.
    Failed(PathBuf, String),
}

/// What a refresh did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// New, changed and unchanged articles.
    pub added: Added,
    /// New ones among them that are renamed files: they are held once, as before.
    pub renamed: u64,
    /// Files, or articles in a file, that could not be read.
    pub failed: u64,
    /// Files of kinds that hold no articles.
    pub unknown: u64,
    /// How much was read.
    pub read: Amount,
    /// The caller stopped it; what was added stays.
    pub stopped: bool,
}

/// How the refresh of a source ended; a moment is when the source is asked next by itself, seconds since 1970, `None` never.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It was read. What is on this computer is always looked at.
    Read(Outcome, Option<i64>),
    /// Its server says that nothing has changed.
    Unchanged(Option<i64>),
    /// Why nothing came.
    Failed(String, Option<i64>),
    /// It is not asked yet.
    NotYet(Option<i64>),
    /// Another program asks it just now, or did while it waited for its turn.
    Elsewhere,
}

/// What is heard of a source during a refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It goes on.
    Event(Event),
    /// Answers of servers are awaited: sources that are done, of how many.
    Waiting {
        /// Sources that are done.
        done: usize,
        /// Sources that are asked.
        total: usize,
    },
    /// It has ended.
    Ended(Ending),
}

/// Hears of what happens; may stop the refresh.
pub type Report<'a> = dyn FnMut(&Source, Step) -> ControlFlow<()> + 'a;

/// How the network is asked.
pub struct Net {
    /// Who asks.
    pub fetcher: Fetcher,
    /// Between two questions to one host.
    pub pause: Duration,
    /// What time it is, seconds since 1970.
    pub clock: Box<dyn Fn() -> i64>,
}

impl Default for Net {
    fn default() -> Self {
        let clock = Box::new(|| jiff::Timestamp::now().as_second());
        Self { fetcher: Fetcher::default(), pause: Duration::from_secs(1), clock }
    }
}

impl Net {
    /// The network, asked by this one.
    pub fn asked_by(fetcher: Fetcher) -> Self {
        Self { fetcher, ..Self::default() }
    }
}

type Walked = std::result::Result<(), LoadError>;

/// Refreshes sources: first what lies on this computer, then those of the network, several at a time. What cannot be read
/// is reported and counted, and the rest goes on; where nothing can be read at all, the source carries the reason
/// ([`Source::error`]). An article that its source no longer has stays.
///
/// # Errors
/// Where the library could not be written; what was added before stays.
pub fn sources(
    library: &mut Library,
    sources: &[Source],
    wish: Wish,
    net: &Net,
    report: &mut Report<'_>,
) -> Result<()> {
    let (web, local): (Vec<&Source>, Vec<&Source>) =
        sources.iter().partition(|source| source.kind.is_on_network());
    for source in local {
        let outcome = local_source(library, source, &mut |event| report(source, Step::Event(event)))?;
        if report(source, Step::Ended(Ending::Read(outcome, None))).is_break() {
            return Ok(());
        }
    }
    let mut polling = web::Polling::new(library, net, report);
    polling.ask(&web, wish)?;
    polling.complete(&web)
}

/// Completes the entries of sources from their pages from now on, or no longer, and begins with those that are held.
///
/// # Errors
/// Where the library could not be written.
pub fn want_full_text(
    library: &mut Library,
    sources: &[Source],
    wanted: bool,
    net: &Net,
    report: &mut Report<'_>,
) -> Result<()> {
    for source in sources {
        library.set_full_text(source.id, wanted)?;
    }
    web::Polling::new(library, net, report).complete(&sources.iter().collect::<Vec<_>>())
}

type Events<'a> = dyn FnMut(Event) -> ControlFlow<()> + 'a;

/// Refreshes a source that lies on this computer; see [`sources`].
///
/// # Errors
/// Where the library could not be written; what was added before stays.
pub fn local_source(library: &mut Library, source: &Source, report: &mut Events<'_>) -> Result<Outcome> {
    take(library, source, report, |sink| walk(source, sink))
}

/// Adds what `walk` gives to its sink.
fn take(
    library: &mut Library,
    source: &Source,
    report: &mut Events<'_>,
    walk: impl FnOnce(&mut Sink<'_>) -> Walked,
) -> Result<Outcome> {
    let mut run = Run::new(library, source, report);
    let walked = walk(&mut |found| run.take(found));
    run.end(walked)
}

/// Meets everything that the source holds. Its pages teach each other their habits on the way; what the library holds
/// of labels is partly guessed, and would make a wrong guess last.
fn walk(source: &Source, sink: &mut Sink<'_>) -> Walked {
    match source.kind {
        SourceKind::Folder | SourceKind::File | SourceKind::Feed | SourceKind::Page => {
            loader::load(Path::new(&source.address), sink)
        }
        SourceKind::Sample => {
            loader::sample::load(sink);
            Ok(())
        }
    }
}

/// A refresh under way.
struct Run<'a, 'r> {
    library: &'a mut Library,
    source: &'a Source,
    report: &'a mut Events<'r>,
    walk: Walk,
    batch: Vec<Loaded>,
    bytes: usize,
    outcome: Outcome,
    error: Option<LibraryError>,
}

impl<'a, 'r> Run<'a, 'r> {
    fn new(library: &'a mut Library, source: &'a Source, report: &'a mut Events<'r>) -> Self {
        Self {
            library,
            source,
            report,
            walk: Walk::default(),
            batch: Vec::new(),
            bytes: 0,
            outcome: Outcome::default(),
            error: None,
        }
    }

    fn take(&mut self, found: Found) -> ControlFlow<()> {
        let flow = match found {
            Found::Article(loaded) => self.wait(*loaded),
            Found::Notice(path, text) => (self.report)(Event::Notice(path, text)),
            Found::Failed(path, error) => self.fail(path, &error),
            Found::Unknown(_) => {
                self.outcome.unknown += 1;
                ControlFlow::Continue(())
            }
            Found::Progress(amount) => {
                self.outcome.read = amount;
                (self.report)(Event::Progress(self.outcome))
            }
        };
        self.outcome.stopped |= flow.is_break();
        flow
    }

    fn fail(&mut self, path: PathBuf, error: &LoadError) -> ControlFlow<()> {
        self.outcome.failed += 1;
        (self.report)(Event::Failed(path, error.to_string()))
    }

    fn wait(&mut self, loaded: Loaded) -> ControlFlow<()> {
        self.bytes += loaded.article.text_bytes();
        self.batch.push(loaded);
        if self.batch.len() < BATCH && self.bytes < BATCH_BYTES {
            return ControlFlow::Continue(());
        }
        match self.add() {
            Ok(()) => (self.report)(Event::Progress(self.outcome)),
            Err(error) => {
                self.error = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn add(&mut self) -> Result<()> {
        self.outcome.added += self.library.add_walked(self.source.id, &self.batch, &mut self.walk)?;
        self.batch.clear();
        self.bytes = 0;
        Ok(())
    }

    fn end(mut self, walked: Walked) -> Result<Outcome> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        self.add()?;
        if !self.outcome.stopped && walked.is_ok() {
            self.outcome.renamed = self.library.finish_walk(std::mem::take(&mut self.walk))?;
        }
        let failure = walked.err().map(|error| {
            // it ends here anyway
            let _ = self.fail(PathBuf::from(&self.source.address), &error);
            error.to_string()
        });
        // what was stopped on the way has to be gone through again
        if !self.outcome.stopped {
            self.library.set_refreshed(self.source.id, failure.as_deref())?;
        }
        let _ = (self.report)(Event::Progress(self.outcome));
        Ok(self.outcome)
    }
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
