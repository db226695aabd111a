//! Refreshing a source, and saying what came of it.

use std::ops::ControlFlow;

use anyhow::Result;

use super::exit::Tally;
use super::output::complain;
use super::progress::Progress;
use crate::library::{Library, Source};
use crate::refresh::{self, Event, Outcome};
use crate::sanitize;

/// Refreshes a source; what could not be read is said at once, each in a line.
pub(super) fn fill(library: &mut Library, source: &Source, progress: &mut Progress) -> Result<Outcome> {
    let outcome = refresh::source(library, source, &mut |event| {
        match event {
            Event::Progress(so_far) => {
                progress.say(format_args!("{}: {} articles", source.title, met(&so_far)));
            }
            Event::Notice(path, what) => {
                progress.clear();
                complain(format_args!("{}: {what}", sanitize::path(path)));
            }
            Event::Failed(_, why) => {
                progress.clear();
                complain(why);
            }
        }
        ControlFlow::Continue(())
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
            tally.failed += usize::from(outcome.failed > 0);
            tally.done += usize::from(outcome.failed == 0 || met(&outcome) > 0);
            Some(outcome)
        }
        Err(error) => {
            tally.fail(error);
            None
        }
    }
}

/// Brings the search index up to the library, for a command that is done when everything can be found.
pub(super) fn index(library: &Library, progress: &mut Progress) -> Result<()> {
    let done = library.catch_up(&mut |left| {
        progress.say(format_args!("search index: {left} articles to go"));
        ControlFlow::Continue(())
    });
    progress.clear();
    done?;
    Ok(())
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
