//! The refresher thread: walks sources into the library while the user reads.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use super::Setup;
use crate::app::Msg;
use crate::app::toast::Severity;
use crate::library::{ArticleId, Library, NewSource, Origin, Source};
use crate::loader;
use crate::refresh::{self, Event, Outcome};

/// What can be asked for.
#[derive(Debug)]
pub(super) enum Errand {
    /// Refresh the sources that were never refreshed: those new in the config, and all of a temporary library.
    Start,
    /// Refresh the source of this address, or all.
    Refresh(Option<String>),
    /// Add a source and refresh it.
    Add(String),
    /// Keep an article of a temporary library in the user's own.
    Keep(ArticleId),
}

/// Whatever went wrong; all that is left to do is to say it.
type Failure = Box<dyn std::error::Error>;

/// How often the list is told of articles that came in meanwhile.
const NEWS: Duration = Duration::from_millis(250);

/// The thread's own things.
pub(super) struct Refresher {
    folder: PathBuf,
    own: PathBuf,
    temporary: bool,
    inbox: Sender<Msg>,
    stop: Arc<AtomicBool>,
}

/// Several refreshes added up, for one sentence.
#[derive(Debug, Default)]
struct Sum {
    new: u64,
    changed: u64,
    failed: u64,
    /// The first failure, whole: the others are counted.
    first_failure: Option<String>,
}

impl Refresher {
    pub(super) fn new(setup: &Setup, inbox: Sender<Msg>, stop: Arc<AtomicBool>) -> Self {
        let (folder, own) = (setup.folder.clone(), setup.own.clone());
        Self { folder, own, temporary: setup.shelf.temporary, inbox, stop }
    }

    /// Runs errands until nobody has any more, each with a connection of its own: there are few.
    pub(super) fn work(&self, errands: &Receiver<Errand>) {
        for errand in errands {
            let done = match errand {
                Errand::Start => self.start(),
                Errand::Refresh(address) => self.refresh(address.as_deref()).map(Some),
                Errand::Add(text) => self.add(&text).map(Some),
                Errand::Keep(id) => self.keep(id).map(Some),
            };
            let msg = done.unwrap_or_else(|error| Some(Msg::Say(Severity::Error, error.to_string())));
            if msg.is_some_and(|msg| self.inbox.send(msg).is_err()) || self.stop.load(Ordering::Relaxed) {
                return;
            }
        }
    }

    fn start(&self) -> Result<Option<Msg>, Failure> {
        let sum = self.refresh_where(|source| source.refreshed.is_none())?;
        Ok(sum.map(|sum| Msg::Refreshed((sum.failed > 0 || !self.temporary).then(|| sum.words()))))
    }

    fn refresh(&self, address: Option<&str>) -> Result<Msg, Failure> {
        let sum = self.refresh_where(|source| address.is_none_or(|address| source.address == address))?;
        Ok(Msg::Refreshed(Some(
            sum.map_or_else(|| "There is no source to refresh".to_owned(), |sum| sum.words()),
        )))
    }

    /// Refreshes some of the sources; `None` where there are none of these.
    fn refresh_where(&self, wanted: impl Fn(&Source) -> bool) -> Result<Option<Sum>, Failure> {
        let mut library = Library::open(&self.folder)?;
        let sources: Vec<Source> = library.sources()?.into_iter().filter(wanted).collect();
        let mut sum = Sum::default();
        for (done, source) in sources.iter().enumerate() {
            let _ = self.inbox.send(Msg::Refreshing(done, sources.len()));
            self.refresh_source(&mut library, source, &mut sum)?;
        }
        Ok((!sources.is_empty()).then_some(sum))
    }

    fn refresh_source(&self, library: &mut Library, source: &Source, sum: &mut Sum) -> Result<(), Failure> {
        let mut told = Instant::now();
        let outcome = refresh::source(library, source, &mut |event| {
            match event {
                Event::Failed(path, text) => sum.note_failure(&path.display().to_string(), &text),
                Event::Progress(_) if told.elapsed() >= NEWS => {
                    told = Instant::now();
                    let _ = self.inbox.send(Msg::Changed);
                }
                Event::Progress(_) | Event::Notice(..) => {}
            }
            if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        sum.add(&outcome);
        Ok(())
    }

    /// What is added while a temporary library is open goes to the user's own: that is what adding means.
    fn add(&self, text: &str) -> Result<Msg, Failure> {
        let new = NewSource::local(&loader::locate(Path::new(text))?, None, Origin::User);
        let mut library = Library::open(if self.temporary { &self.own } else { &self.folder })?;
        let source = library.add_source(&new)?;
        let mut sum = Sum::default();
        self.refresh_source(&mut library, &source, &mut sum)?;
        let place = if self.temporary { " in your own library: it opens at the next start" } else { "" };
        Ok(Msg::Refreshed(Some(format!("{} added{place} · {}", source.title, sum.words()))))
    }

    fn keep(&self, id: ArticleId) -> Result<Msg, Failure> {
        let temporary = Library::open(&self.folder)?;
        let title = temporary.copy_to(id, &mut Library::open(&self.own)?)?;
        let words = title.map_or_else(
            || "It is no longer here".to_owned(),
            |title| format!("Kept in your own library: {title}"),
        );
        Ok(Msg::Say(Severity::Info, words))
    }
}

impl Sum {
    fn add(&mut self, outcome: &Outcome) {
        self.new += outcome.added.new;
        self.changed += outcome.added.changed;
    }

    fn note_failure(&mut self, path: &str, text: &str) {
        self.failed += 1;
        self.first_failure.get_or_insert_with(|| format!("{path}: {text}"));
    }

    /// "12 new, 1 changed"; "Nothing new".
    fn words(&self) -> String {
        let counts = [(self.new, "new"), (self.changed, "changed"), (self.failed, "could not be read")];
        let said: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        match (said.is_empty(), &self.first_failure) {
            (true, _) => "Nothing new".to_owned(),
            (false, Some(failure)) => format!("{} ({failure})", said.join(", ")),
            (false, None) => said.join(", "),
        }
    }
}
