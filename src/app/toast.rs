//! One line that says what just happened and goes away by itself.

use std::time::{Duration, Instant};

use super::App;

/// How long a toast stays. Long enough to read a sentence, short enough to be gone before it is a nuisance.
const STAYS: Duration = Duration::from_secs(3);
/// A refusal or an error stays longer: it says what to do.
const ERROR_STAYS: Duration = Duration::from_secs(8);

/// How bad it is. Said by a word as well as by colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Done as asked.
    Info,
    /// Could not be done; nothing is wrong.
    Warning,
    /// Something failed.
    Error,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// How bad it is.
    pub severity: Severity,
    /// One sentence.
    pub text: String,
    /// When it goes away.
    pub until: Instant,
}

impl Toast {
    /// A toast that begins now.
    pub fn new(severity: Severity, text: impl Into<String>, now: Instant) -> Self {
        let stays = if severity == Severity::Info { STAYS } else { ERROR_STAYS };
        Self { severity, text: text.into(), until: now + stays }
    }
}

impl App {
    /// Says something on the screen.
    pub(super) fn say(&mut self, severity: Severity, text: impl Into<String>) {
        self.toast = Some(Toast::new(severity, text, self.clock.instant));
    }
}
