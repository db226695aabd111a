//! Exit codes, and saying what went wrong.

use std::process::ExitCode;

use super::output::{Unwritable, complain};

/// How a command ended. The numbers are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done.
    Done = 0,
    /// Nothing could be done.
    Nothing = 1,
    /// The command line or the config is wrong.
    Usage = 2,
    /// Some of it failed and the rest is done.
    Partly = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// Says what ended the command. A pipe that was closed is no failure: who reads it has enough.
    pub fn of(error: &anyhow::Error) -> Self {
        if matches!(error.downcast_ref(), Some(Unwritable::Closed)) {
            return Self::Done;
        }
        complain(error);
        let wrong = error.is::<Usage>() || error.is::<crate::config::ConfigError>();
        if wrong { Self::Usage } else { Self::Nothing }
    }
}

/// The command line asks for something that cannot be meant; one sentence with the way out.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Usage(pub(super) String);

/// Says what is wrong with a command line that could not be parsed, or prints the help it asked for.
pub fn explain(error: &clap::Error) -> Exit {
    if !error.use_stderr() {
        // A pipe that was closed is no failure.
        let _ = error.print();
        return Exit::Done;
    }
    let text = error.render().to_string();
    complain(text.strip_prefix("error: ").unwrap_or(&text).trim_end());
    Exit::Usage
}

/// Counts what was done and what failed.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) done: usize,
    pub(super) failed: usize,
}

impl Tally {
    /// Says why something failed, and counts it.
    pub(super) fn fail(&mut self, why: impl std::fmt::Display) {
        complain(why);
        self.failed += 1;
    }

    pub(super) fn exit(&self) -> Exit {
        match (self.done, self.failed) {
            (_, 0) => Exit::Done,
            (0, _) => Exit::Nothing,
            _ => Exit::Partly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_and_what_was_done_decide_the_code() {
        let exit = |done, failed| Tally { done, failed }.exit();
        assert_eq!([exit(0, 0), exit(2, 0)], [Exit::Done, Exit::Done]);
        assert_eq!([exit(0, 1), exit(1, 1)], [Exit::Nothing, Exit::Partly]);
    }
}
