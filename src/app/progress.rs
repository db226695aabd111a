//! How far a refresh is.

use std::time::{Duration, Instant};

use super::toast::Severity;
use super::{App, Progress};

/// Work that takes less than this is not worth a progress mark.
const PATIENCE: Duration = Duration::from_millis(200);

impl App {
    /// Whether a refresh is under way.
    pub fn is_refreshing(&self) -> bool {
        self.progress.is_some()
    }

    /// How far a refresh is, once it takes long enough to be worth showing.
    pub fn progress(&self) -> Option<Progress> {
        self.progress.filter(|progress| self.clock.instant >= progress.since + PATIENCE)
    }

    /// When the screen changes by itself, if it will: a toast goes, or a refresh becomes worth showing.
    pub fn deadline(&self) -> Option<Instant> {
        let toast = self.toast.as_ref().map(|toast| toast.until);
        let due = self.progress.map(|progress| progress.since + PATIENCE);
        [toast, due.filter(|at| *at > self.clock.instant)].into_iter().flatten().min()
    }

    pub(super) fn refreshing(&mut self, done: usize, total: usize) {
        let since = self.progress.map_or(self.clock.instant, |progress| progress.since);
        self.progress = Some(Progress { done, total, since });
    }

    pub(super) fn refreshed(&mut self, words: Option<String>) {
        self.progress = None;
        if let Some(words) = words {
            self.say(Severity::Info, words);
        }
        self.reload();
    }
}
