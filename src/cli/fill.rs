//! Refreshing a source, and saying what came of it.

use std::fmt::Display;
use std::ops::ControlFlow;
use std::time::Instant;

use super::exit::Tally;
use super::gauge::gauge;
use super::output::{Output, Unwritable, complain};
use super::progress::Progress;
use crate::app::grouped;
use crate::library::{Library, Source};
use crate::refresh::{Ending, Event, Outcome, Step, when};
use crate::sanitize;

/// Tells of a refresh while it goes on: what could not be read at once, each in a line on standard error; how each source
/// ended on standard output, where that is wanted; and counts what was done and what failed.
pub(super) struct Teller<'a> {
    progress: &'a mut Progress,
    tally: &'a mut Tally,
    out: Option<&'a mut Output>,
    /// The user named the sources, and wants to hear of each.
    named: bool,
    begun: Instant,
    /// What the last source brought that was read.
    pub(super) outcome: Option<Outcome>,
    /// Sources that are not asked yet, and when the first of them is.
    not_yet: (usize, Option<i64>),
    printed: Result<(), Unwritable>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        progress: &'a mut Progress,
        tally: &'a mut Tally,
        out: Option<&'a mut Output>,
        named: bool,
    ) -> Self {
        let begun = Instant::now();
        Self { progress, tally, out, named, begun, outcome: None, not_yet: (0, None), printed: Ok(()) }
    }

    /// Whether the user has asked for a stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.progress.is_stopped()
    }

    /// Says why something failed, and counts it.
    pub(super) fn fail(&mut self, why: impl Display) {
        self.progress.clear();
        self.tally.fail(why);
    }

    /// A [`crate::refresh::Report`].
    pub(super) fn hear(&mut self, source: &Source, step: Step) -> ControlFlow<()> {
        match step {
            Step::Event(Event::Progress(so_far)) => {
                self.progress.say(|| gauge(&source.title, &so_far, self.begun.elapsed()));
            }
            Step::Waiting { done, total } => {
                self.progress.say(|| format!("{done} of {total} sources of the network asked"));
            }
            Step::Event(Event::Notice(path, what)) => {
                self.complain(format_args!("{}: {what}", sanitize::path(path)));
            }
            Step::Event(Event::Failed(_, why)) => self.complain(why),
            Step::Ended(ending) => self.ended(source, &ending),
        }
        self.progress.flow()
    }

    fn ended(&mut self, source: &Source, ending: &Ending) {
        let words = ending.words();
        match ending {
            Ending::Read(outcome, _) => self.read(source, *outcome, &words),
            Ending::Failed(..) => {
                self.complain(named(&source.title, &words));
                self.tally.failed += 1;
            }
            Ending::NotYet(next) if !self.named => {
                self.not_yet.0 += 1;
                self.not_yet.1 = [self.not_yet.1, *next].into_iter().flatten().min();
            }
            Ending::Unchanged(_) | Ending::NotYet(_) | Ending::Elsewhere => {
                self.tally.done += 1;
                self.line(format_args!("{}: {words}", source.title));
            }
        }
    }

    fn read(&mut self, source: &Source, outcome: Outcome, words: &str) {
        if outcome.stopped {
            self.complain(format_args!(
                "{} was stopped: what was read stays, and `courant refresh` reads the rest",
                source.title
            ));
        }
        let partly = outcome.failed > 0 || outcome.stopped;
        let useful = !partly || met(&outcome) > 0;
        self.tally.failed += usize::from(partly);
        self.tally.done += usize::from(useful);
        self.outcome = Some(outcome);
        // what brought nothing but complaints has been told by them
        if useful {
            self.line(format_args!("{}: {words}", source.title));
        }
    }

    fn complain(&mut self, what: impl Display) {
        self.progress.clear();
        complain(what);
    }

    /// Who reads the output may have enough of it, but the sources are wanted all the same.
    fn line(&mut self, line: impl Display) {
        self.progress.clear();
        if let Some(out) = self.out.as_mut().filter(|_| self.printed.is_ok()) {
            self.printed = out.line(line).and_then(|()| out.flush());
        }
    }

    /// At the end: how many were left alone; and whether everything could be printed.
    pub(super) fn end(mut self) -> Result<(), Unwritable> {
        let (count, next) = self.not_yet;
        if count > 0 {
            let sources = if count == 1 { "source is" } else { "sources are" };
            self.line(format_args!("{count} {sources} not due yet{}", when(next, ", the first one")));
        }
        self.progress.clear();
        self.printed
    }
}

/// Brings the search index up to the library, for a command that is done when everything can be found. Where the user
/// stops it, the next command goes on.
pub(super) fn index(library: &Library, progress: &mut Progress) -> anyhow::Result<()> {
    let done = library.catch_up(&mut |left| {
        progress.say(|| format!("search index: {} articles to go", grouped(left)));
        progress.flow()
    });
    progress.clear();
    done?;
    Ok(())
}

/// Leaves the search index in few parts. What is merged when the user stops it waits for the next time.
pub(super) fn tidy(library: &Library, progress: &mut Progress) -> anyhow::Result<()> {
    let done = library.tidy(&mut || {
        progress.say(|| "search index: putting its parts together".to_owned());
        progress.flow()
    });
    progress.clear();
    Ok(done?)
}

/// Articles that were met.
pub(super) fn met(outcome: &Outcome) -> u64 {
    outcome.added.new + outcome.added.changed + outcome.added.unchanged
}

/// What is said of a source, behind its name, unless that says it already: one without a title is called by its address.
fn named(title: &str, words: &str) -> String {
    if words.starts_with(title) { words.to_owned() } else { format!("{title}: {words}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_once() {
        assert_eq!(named("The Wire", "https://e.example/ is gone"), "The Wire: https://e.example/ is gone");
        assert_eq!(named("https://e.example/", "https://e.example/ is gone"), "https://e.example/ is gone");
    }
}
