//! Hands each effect to the thread or the terminal that does it.

use std::io;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use ratatui::Terminal;
use ratatui::backend::Backend;
use rustix::process::{Signal, getpid, getsid, kill_current_process_group};

use super::reader::{self, Request};
use super::refresher::{Errand, Refresher, Vigil};
use super::writer::{Order, Writer};
use super::{Flow, Perform, Setup};
use crate::app::toast::Severity;
use crate::app::{Effect, Msg};
use crate::library::{Library, LibraryError};
use crate::term;

/// Where effects go.
pub(super) struct Desk {
    inbox: Sender<Msg>,
    reader: Sender<Request>,
    relater: Sender<Request>,
    /// Shared, so that who may have to ask it does not hold up its end.
    writer: Arc<Sender<Order>>,
    refresher: Sender<Errand>,
    /// Tells the refresher to stop after the batch at hand.
    stop: Arc<AtomicBool>,
    /// Threads that must come to an end before the program does: what they hold is not kept yet.
    keepers: Vec<JoinHandle<Result<(), LibraryError>>>,
    browser: Vec<String>,
}

impl Desk {
    /// Starts the worker threads, each with its own connection to the library.
    pub(super) fn new(setup: &Setup, library: Library, inbox: Sender<Msg>) -> Self {
        let (reader, requests) = mpsc::channel();
        let (relater, aside) = mpsc::channel();
        let (writer, orders) = mpsc::channel();
        let (refresher, errands) = mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let writer = Arc::new(writer);
        let (answers, keeper) = (inbox.clone(), Arc::downgrade(&writer));
        thread::spawn(move || reader::work(&library, &requests, &answers, &keeper));
        let (answers, folder) = (inbox.clone(), setup.folder.clone());
        thread::spawn(move || reader::relate(&folder, &aside, &answers));
        let (folder, own, answers) = (setup.folder.clone(), setup.own.clone(), inbox.clone());
        let keeping = thread::spawn(move || match Library::open(&folder) {
            Ok(library) => {
                Writer::new(library, own, session(), answers).work(&orders);
                Ok(())
            }
            Err(error) => {
                // a reader that keeps nothing is none
                let _ = answers.send(Msg::End);
                Err(error)
            }
        });
        let worker = Refresher::new(setup, inbox.clone(), reader.clone(), Arc::clone(&stop));
        let (folder, touched) = (setup.folder.clone(), refresher.clone());
        let watches = setup.settings.refresh;
        let refreshing = thread::spawn(move || {
            let vigil = if watches { Vigil::over(&folder, touched) } else { Vigil::default() };
            worker.work(&errands, vigil);
            Ok(())
        });
        // what was declared and never read yet
        let _ = refresher.send(Errand::Start);
        let keepers = vec![keeping, refreshing];
        let browser = setup.settings.browser.clone();
        Self { inbox, reader, relater, writer, refresher, stop, keepers, browser }
    }

    /// Asks the library; gives back what is no question.
    pub(super) fn ask(&self, effect: Effect) -> Option<Effect> {
        // a worker that is gone has said why; its channel has nothing to add
        match Request::try_from(effect) {
            Ok(request @ (Request::Related(_) | Request::Count(..))) => drop(self.relater.send(request)),
            Ok(request) => drop(self.reader.send(request)),
            Err(other) => return Some(other),
        }
        None
    }

    /// Waits until everything that was acknowledged is kept.
    ///
    /// # Errors
    /// Where the library could not be opened for that: nothing was acknowledged then.
    pub(super) fn finish(self) -> Result<(), LibraryError> {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.refresher.send(Errand::End);
        drop((self.reader, self.relater, self.writer, self.refresher));
        let ends = self.keepers.into_iter().map(JoinHandle::join);
        // who panicked has ended the program
        ends.filter_map(Result::ok).fold(Ok(()), Result::and)
    }

    fn say(&self, severity: Severity, text: impl Into<String>) {
        let _ = self.inbox.send(Msg::Say(severity, text.into()));
    }

    /// The address is an argument of its own: no shell ever sees it.
    fn browse(&self, url: &str) {
        let Some((program, arguments)) = self.browser.split_first() else {
            return self
                .say(Severity::Error, "no browser is set: name one in the config (browser = [\"…\"])");
        };
        let mut command = Command::new(program);
        command.args(arguments).arg(url);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match command.spawn() {
            Ok(child) => self.watch(child, program.clone()),
            Err(error) => {
                self.say(
                    Severity::Error,
                    format!("{program} does not start: set browser in the config ({error})"),
                );
            }
        }
    }

    /// A browser that gives up says so; one that runs on is left alone.
    fn watch(&self, mut child: std::process::Child, program: String) {
        let inbox = self.inbox.clone();
        thread::spawn(move || {
            if let Ok(status) = child.wait()
                && !status.success()
            {
                let text = format!("{program} could not open it: set browser in the config ({status})");
                let _ = inbox.send(Msg::Say(Severity::Error, text));
            }
        });
    }

    /// Stops the whole process group, as the shell expects of Ctrl-Z.
    fn suspend(&self) -> Flow {
        if getsid(None).is_ok_and(|leader| leader == getpid()) {
            self.say(Severity::Warning, "There is no shell here to come back from");
            return Flow::On;
        }
        term::leave();
        // all threads stop with it, so the keyboard thread need not be told
        let _ = kill_current_process_group(Signal::STOP);
        Flow::Asleep
    }
}

impl<B: Backend> Perform<B> for Desk
where
    B::Error: From<io::Error>,
{
    fn perform(&mut self, effect: Effect, terminal: &mut Terminal<B>) -> Result<Flow, B::Error> {
        let Some(effect) = self.ask(effect) else { return Ok(Flow::On) };
        let Err(effect) = Order::try_from(effect).map(|order| drop(self.writer.send(order))) else {
            return Ok(Flow::On);
        };
        match effect {
            Effect::Refresh(address) => drop(self.refresher.send(Errand::Refresh(address))),
            Effect::FullText(these) => drop(self.refresher.send(Errand::FullText(these))),
            Effect::AddSource(text) => drop(self.refresher.send(Errand::Add(text))),
            Effect::Copy(text) => term::copy(&text)?,
            Effect::Browse(url) => self.browse(&url),
            Effect::Redraw => term::redraw(terminal)?,
            Effect::Resume => {
                term::reenter()?;
                term::redraw(terminal)?;
            }
            Effect::Suspend => return Ok(self.suspend()),
            Effect::Quit => return Ok(Flow::End),
            _ => {}
        }
        Ok(Flow::On)
    }
}

/// Tells the undo steps of this run from those of others.
fn session() -> String {
    format!("{}-{}", std::process::id(), jiff::Timestamp::now().as_nanosecond())
}
