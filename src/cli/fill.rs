//! Refreshing a source, and saying what came of it.

use std::time::Instant;

use anyhow::Result;

use super::exit::Tally;
use super::gauge::gauge;
use super::output::complain;
use super::progress::Progress;
use crate::app::grouped;
use crate::library::{Library, Source};
use crate::refresh::{self, Event, Outcome};
use crate::sanitize;

/// Refreshes a source; what could not be read is said at once, each in a line.
pub(super) fn fill(library: &mut Library, source: &Source, progress: &mut Progress) -> Result<Outcome> {
    let begun = Instant::now();
    let outcome = refresh::source(library, source, &mut |event| {
        match event {
            Event::Progress(so_far) => progress.say(|| gauge(&source.title, &so_far, begun.elapsed())),
            Event::Notice(path, what) => {
                progress.clear();
                complain(format_args!("{}: {what}", sanitize::path(path)));
            }
            Event::Failed(_, why) => {
                progress.clear();
                complain(why);
            }
        }
        progress.flow()
    });
    progress.clear();
    Ok(outcome?)
}

/// Refreshes a source and counts it: as failed where anything of it failed, as done where anything of it was done.
pub(super) fn fill_counted(
    library: &mut Library,
    source: &Source,
    progress: &mut Progress,
    tally: &mut Tally,
) -> Option<Outcome> {
    match fill(library, source, progress) {
        Ok(outcome) => {
            if outcome.stopped {
                complain(format_args!(
                    "{} was stopped: what was read stays, and `courant refresh` reads the rest",
                    source.title
                ));
            }
            let partly = outcome.failed > 0 || outcome.stopped;
            tally.failed += usize::from(partly);
            tally.done += usize::from(!partly || met(&outcome) > 0);
            Some(outcome)
        }
        Err(error) => {
            tally.fail(error);
            None
        }
    }
}

/// Brings the search index up to the library, for a command that is done when everything can be found. Where the user
/// stops it, the next command goes on.
pub(super) fn index(library: &Library, progress: &mut Progress) -> Result<()> {
    let done = library.catch_up(&mut |left| {
        progress.say(|| format!("search index: {} articles to go", grouped(left)));
        progress.flow()
    });
    progress.clear();
    done?;
    Ok(())
}

/// Leaves the search index in few parts. What is merged when the user stops it waits for the next time.
pub(super) fn tidy(library: &Library, progress: &mut Progress) -> Result<()> {
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

/// "12 new, 3 unchanged, 1 could not be read".
pub(super) fn summary(outcome: &Outcome) -> String {
    let added = &outcome.added;
    let parts = [
        (added.new.saturating_sub(outcome.renamed), "new"),
        (added.changed, "changed"),
        (outcome.renamed, "renamed"),
        (added.unchanged, "unchanged"),
        (outcome.failed, "could not be read"),
        (outcome.unknown, "of other kinds left alone"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if parts.is_empty() { "nothing there".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Added;

    #[test]
    fn only_what_happened_is_said() {
        let added = Added { new: 12, changed: 0, unchanged: 3 };
        let outcome = Outcome { added, failed: 1, ..Outcome::default() };
        assert_eq!(summary(&outcome), "12 new, 3 unchanged, 1 could not be read");
        assert_eq!(summary(&Outcome::default()), "nothing there");
    }
}
