//! The refresher thread: walks sources into the library while the user reads.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use super::Setup;
use super::reader::Request;
use crate::app::Msg;
use crate::app::toast::Severity;
use crate::fetch::{self, Fetcher};
use crate::library::{Added, Library, NewSource, Origin, Source};
use crate::loader;
use crate::refresh::{self, Ending, Event, Net, Outcome, Step, Subscribed, Wish};

mod full_text;
mod vigil;

pub(super) use vigil::Vigil;

/// What can be asked for.
#[derive(Debug)]
pub(super) enum Errand {
    /// Refresh the sources that were never refreshed: those new in the config, and all of a temporary library.
    Start,
    /// Refresh the sources of these addresses, or all that are due.
    Refresh(Option<Vec<String>>),
    /// Complete the texts of the sources of these addresses from their pages; no longer, where all of them are.
    FullText(Vec<String>),
    /// Add a source and refresh it.
    Add(String),
    /// Something happened to these files, or to unknown ones.
    Touched(Vec<PathBuf>),
    /// Walk the folder again, where something has changed.
    Walk(PathBuf),
    /// Ask the feeds that are due.
    Due,
    /// Look for what other programs brought.
    Look,
    /// End. The vigil keeps the channel open, so that its end is said.
    End,
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
    /// Compares versions of the library whenever it is asked something.
    reader: Sender<Request>,
    fetcher: Fetcher,
    stop: Arc<AtomicBool>,
}

/// Several refreshes added up, for one sentence.
#[derive(Debug, Default)]
struct Sum {
    new: u64,
    changed: u64,
    failed: u64,
    /// Sources that are not asked yet.
    not_yet: u64,
    /// The first failure, whole: the others are counted.
    first_failure: Option<String>,
}

/// How much this thread, and those that it starts, give way to the others: a tenth of their share, where all want to run.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Lets the keys go first where articles come in on all processors. Elsewhere than on Linux a thread cannot do so alone.
fn stand_back() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICE);
}

impl Refresher {
    pub(super) fn new(
        setup: &Setup,
        inbox: Sender<Msg>,
        reader: Sender<Request>,
        stop: Arc<AtomicBool>,
    ) -> Self {
        let (folder, own) = (setup.folder.clone(), setup.own.clone());
        let fetcher = Fetcher::default().with_credentials(setup.settings.credentials.clone());
        Self { folder, own, temporary: setup.shelf.temporary, inbox, reader, fetcher, stop }
    }

    /// Runs errands until nobody has any more, each with a connection of its own: there are few. Those that still
    /// wait when the program ends are not dropped: what was to be added is, and is read at the next start.
    pub(super) fn work(&self, errands: &Receiver<Errand>, mut vigil: Vigil) {
        stand_back();
        self.watch(&mut vigil);
        while let Some(errand) = vigil.next(errands) {
            let (began, is_walk, is_due) =
                (Instant::now(), matches!(errand, Errand::Walk(_)), matches!(errand, Errand::Due));
            let done = match errand {
                Errand::Start => self.start(),
                Errand::Refresh(addresses) => self.refresh(addresses.as_deref()).map(Some),
                Errand::FullText(these) => self.full_text(&these).map(Some),
                Errand::Add(text) => self.add(&text).map(Some),
                Errand::Walk(folder) => self.by_itself(|source| Path::new(&source.address) == folder, true),
                Errand::Due => self.by_itself(|source| source.kind.is_on_network(), false),
                Errand::Look => {
                    // it may have ended
                    let _ = self.reader.send(Request::Look);
                    continue;
                }
                Errand::Touched(_) | Errand::End => continue,
            };
            if is_walk {
                vigil.rest(began.elapsed());
            }
            self.plan(&mut vigil, is_due);
            match done {
                Ok(msg) => msg.into_iter().for_each(|msg| self.tell(msg)),
                Err(error) => {
                    self.tell(Msg::Refreshed(None));
                    self.tell(Msg::Say(Severity::Error, error.to_string()));
                }
            }
        }
    }

    fn tell(&self, msg: Msg) {
        // the loop may have ended; what came in is kept
        let _ = self.inbox.send(msg);
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Watches the folders among the sources.
    fn watch(&self, vigil: &mut Vigil) {
        if !vigil.is_on() {
            return;
        }
        // what is wrong with the library is said by whoever needs it
        let sources = Library::open(&self.folder).and_then(|library| library.sources()).unwrap_or_default();
        for why in vigil.watch(&sources) {
            self.tell(Msg::Say(Severity::Warning, why));
        }
    }

    /// Finds out what there is to watch and to wait for.
    fn plan(&self, vigil: &mut Vigil, asked_now: bool) {
        if !vigil.is_on() || self.is_stopped() {
            return;
        }
        self.watch(vigil);
        let due = Library::open(&self.folder).and_then(|library| library.next_due()).ok().flatten();
        let now = jiff::Timestamp::now().as_second();
        let wait = due.map(|due| Duration::from_secs(u64::try_from(due - now).unwrap_or(0)));
        vigil.plan_feeds(wait.filter(|_| !self.temporary), asked_now);
    }

    /// Refreshes what nobody asked for: a word is said only where it brought something, or where failures are news.
    fn by_itself(
        &self,
        wanted: impl Fn(&Source) -> bool,
        tells_failures: bool,
    ) -> Result<Option<Msg>, Failure> {
        let sum = self.refresh_where(if tells_failures { Wish::Now } else { Wish::Due }, wanted)?;
        // the sheet shows all sources, not just these
        self.tell(Msg::Ended(Vec::new()));
        let sum = sum.map(|sum| Sum { not_yet: 0, ..sum });
        let is_news = |sum: &Sum| sum.new + sum.changed > 0 || tells_failures && sum.failed > 0;
        Ok(Some(Msg::Refreshed(sum.filter(is_news).map(|sum| sum.words()))))
    }

    fn start(&self) -> Result<Option<Msg>, Failure> {
        let sum = self.refresh_where(Wish::Due, |source| source.refreshed.is_none())?;
        Ok(sum.map(|sum| Msg::Refreshed((sum.failed > 0 || !self.temporary).then(|| sum.words()))))
    }

    fn refresh(&self, addresses: Option<&[String]>) -> Result<Msg, Failure> {
        let wish = if addresses.is_some() { Wish::Now } else { Wish::Due };
        let sum =
            self.refresh_where(wish, |source| addresses.is_none_or(|these| these.contains(&source.address)))?;
        Ok(Msg::Refreshed(Some(
            sum.map_or_else(|| "There is no source to refresh".to_owned(), |sum| sum.words()),
        )))
    }

    /// Refreshes some of the sources; `None` where there are none of these.
    fn refresh_where(&self, wish: Wish, wanted: impl Fn(&Source) -> bool) -> Result<Option<Sum>, Failure> {
        let mut library = Library::open(&self.folder)?;
        let sources: Vec<Source> = library.sources()?.into_iter().filter(wanted).collect();
        let mut watch = Watch::new(self, sources.len());
        if !sources.is_empty() {
            self.tell(Msg::Refreshing(0, sources.len()));
        }
        let net = Net::asked_by(self.fetcher.clone());
        refresh::sources(&mut library, &sources, wish, &net, &mut |source, step| watch.hear(source, step))?;
        let sum = watch.end();
        self.index(&library)?;
        Ok((!sources.is_empty()).then_some(sum))
    }

    /// Makes what came searchable; at the end of the program the rest waits for the next start.
    fn index(&self, library: &Library) -> Result<(), Failure> {
        let mut grew = false;
        library.catch_up(&mut |_| {
            grew = true;
            self.flow()
        })?;
        if grew {
            // what is narrowed by words may show more now
            self.tell(Msg::Changed);
        }
        library.tidy(&mut || self.flow())?;
        Ok(())
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// What is added while a temporary library is open goes to the user's own: that is what adding means.
    fn add(&self, text: &str) -> Result<Msg, Failure> {
        let mut library = Library::open(if self.temporary { &self.own } else { &self.folder })?;
        let mut watch = Watch::new(self, 1);
        let (net, mut report) =
            (Net::asked_by(self.fetcher.clone()), |source: &Source, step| watch.hear(source, step));
        let source = if fetch::is_address(text) {
            match refresh::subscribe(&mut library, text, false, &net, &mut report)? {
                Subscribed::Source(source) => source,
                Subscribed::Choice(offers) => return Ok(Msg::Choose(offers)),
            }
        } else {
            let new = NewSource::local(&loader::locate(Path::new(text))?, None, Origin::User);
            let source = library.add_source(&new)?;
            if !self.is_stopped() {
                let chosen = std::slice::from_ref(&source);
                refresh::sources(&mut library, chosen, Wish::Now, &net, &mut report)?;
            }
            source
        };
        let sum = watch.end();
        if !self.is_stopped() {
            self.index(&library)?;
        }
        let place = if self.temporary { " in your own library: it opens at the next start" } else { "" };
        Ok(Msg::Refreshed(Some(format!("{} added{place} · {}", source.title, sum.words()))))
    }
}

/// Hears of a refresh for the screen.
struct Watch<'a> {
    refresher: &'a Refresher,
    /// Sources in all, and those that have ended.
    all: usize,
    ended: usize,
    told: Instant,
    shown: Added,
    sum: Sum,
    /// Each source that was asked, and how that ended: those that failed, and the others.
    failures: Vec<(String, String)>,
    results: Vec<(String, String)>,
}

impl<'a> Watch<'a> {
    fn new(refresher: &'a Refresher, all: usize) -> Self {
        let (told, shown, sum) = (Instant::now(), Added::default(), Sum::default());
        let (failures, results) = (Vec::new(), Vec::new());
        Self { refresher, all, ended: 0, told, shown, sum, failures, results }
    }

    fn hear(&mut self, source: &Source, step: Step) -> ControlFlow<()> {
        match step {
            Step::Event(Event::Failed(path, text)) => {
                self.sum.note_failure(&path.display().to_string(), &text);
            }
            Step::Event(Event::Progress(so_far)) if self.told.elapsed() >= NEWS => self.grew(&so_far),
            Step::Event(Event::Progress(_) | Event::Notice(..)) | Step::Waiting { .. } => {}
            Step::Ended(ending) => self.ended(source, &ending),
        }
        self.refresher.flow()
    }

    fn end(self) -> Sum {
        let results = [self.failures, self.results].concat();
        if !results.is_empty() {
            self.refresher.tell(Msg::Ended(results));
        }
        self.sum
    }

    /// Where it is the only source, how far it is is counted in its files.
    fn grew(&mut self, so_far: &Outcome) {
        self.told = Instant::now();
        let (files, all) = (so_far.read.files as usize, so_far.read.all_files as usize);
        if self.all == 1 && all > 1 {
            self.refresher.tell(Msg::Refreshing(files, all));
        }
        if so_far.added != self.shown {
            self.shown = so_far.added;
            self.refresher.tell(Msg::Changed);
        }
    }

    fn ended(&mut self, source: &Source, ending: &Ending) {
        self.ended += 1;
        self.shown = Added::default();
        let told = (source.title.clone(), ending.words());
        match ending {
            Ending::NotYet(_) => {}
            Ending::Failed(..) => {
                self.sum.note_failure(&told.0, &told.1);
                self.failures.push(told);
            }
            _ => self.results.push(told),
        }
        match ending {
            Ending::Read(outcome, _) => {
                self.sum.add(outcome);
                if outcome.added.new > 0 && self.all > 1 && self.told.elapsed() >= NEWS {
                    self.told = Instant::now();
                    self.refresher.tell(Msg::Changed);
                }
            }
            Ending::NotYet(_) => self.sum.not_yet += 1,
            Ending::Failed(..) | Ending::Unchanged(_) | Ending::Elsewhere => {}
        }
        if self.all > 1 {
            self.refresher.tell(Msg::Refreshing(self.ended, self.all));
        }
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
        let counts = [
            (self.new, "new"),
            (self.changed, "changed"),
            (self.failed, "could not be read"),
            (
                self.not_yet,
                if self.not_yet == 1 { "source is not due yet" } else { "sources are not due yet" },
            ),
        ];
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

#[cfg(test)]
mod tests;
