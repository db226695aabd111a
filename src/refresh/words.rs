//! How a refresh ended, in words.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Ending, Outcome};
use crate::library::{Library, Result};

impl Ending {
    /// "12 new, 3 unchanged"; "unchanged"; why it failed, and when it is asked again.
    pub fn words(&self) -> String {
        match self {
            Self::Read(outcome, _) => outcome.words(),
            Self::Unchanged(_) => "unchanged".to_owned(),
            Self::Failed(why, next) => format!("{why}{}", when(*next, "; asked again")),
            Self::NotYet(Some(next)) => format!("left alone{}", when(Some(*next), ", asked again")),
            Self::NotYet(None) => "gone for good, never asked by itself".to_owned(),
            Self::Elsewhere => "another program asks it just now".to_owned(),
        }
    }
}

impl Outcome {
    /// "12 new, 3 unchanged, 1 could not be read".
    pub fn words(&self) -> String {
        let added = &self.added;
        let parts = [
            (added.new.saturating_sub(self.renamed), "new"),
            (added.changed, "changed"),
            (self.renamed, "renamed"),
            (added.unchanged, "unchanged"),
            (self.failed, "could not be read"),
            (self.unknown, "of other kinds left alone"),
        ];
        let said = parts.iter().filter(|(count, _)| *count > 0);
        let said: Vec<String> = said.map(|(count, what)| format!("{count} {what}")).collect();
        if said.is_empty() { "nothing there".to_owned() } else { said.join(", ") }
    }
}

/// Each source that was ever refreshed, and how that ended, as the library has it; those that failed come first.
///
/// # Errors
/// Where the library cannot be read.
pub fn last_results(library: &Library) -> Result<Vec<(String, String)>> {
    let (mut failures, mut results) = (Vec::new(), Vec::new());
    for source in library.sources()? {
        let next = if source.kind.is_on_network() { library.poll(source.id)?.due } else { None };
        match (source.error, source.refreshed) {
            (Some(why), _) => failures.push((source.title, Ending::Failed(why, next).words())),
            (None, Some(last)) => {
                let read = when(Some(last), "read") + &when(next, ", asked again");
                results.push((source.title, read));
            }
            (None, None) => {}
        }
    }
    Ok([failures, results].concat())
}

/// ", asked again 3 Feb, 14:05", in the user's time; nothing where it never is.
pub fn when(next: Option<i64>, what: &str) -> String {
    let at = next.and_then(|next| Timestamp::from_second(next).ok());
    let at = at.map(|at| at.to_zoned(TimeZone::system()).strftime("%-d %b, %H:%M").to_string());
    at.map_or_else(String::new, |at| format!("{what} {at}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Added;

    #[test]
    fn only_what_happened_is_said() {
        let added = Added { new: 12, changed: 0, unchanged: 3 };
        let outcome = Outcome { added, failed: 1, ..Outcome::default() };
        assert_eq!(outcome.words(), "12 new, 3 unchanged, 1 could not be read");
        assert_eq!(Outcome::default().words(), "nothing there");
    }

    #[test]
    fn a_failure_says_when_it_is_tried_again_if_ever() {
        let failed = |next| Ending::Failed("no".into(), next).words();
        assert_eq!(failed(None), "no");
        assert!(failed(Some(0)).starts_with("no; asked again "), "{}", failed(Some(0)));
    }
}
