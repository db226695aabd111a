//! What the refresher does by itself while the reader is open: feeds that are due, folders in which something changes, and
//! what other programs bring. It sleeps until one of these happens.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::ErrorKind;

use super::Errand;
use crate::library::{Source, SourceKind};

mod watches;

use watches::Watches;

/// From the first change in a folder to its walk: files come in many steps, and many together.
const GATHER: Duration = Duration::from_millis(300);
/// How often feeds are looked for at most, however many are due and cannot be asked.
const LEAST: Duration = Duration::from_secs(60);
/// A walk is followed by so many times its length without one.
const REST: u32 = 4;

/// What is watched, and what is to be done when.
#[derive(Default)]
pub(in crate::runtime) struct Vigil {
    /// Where nothing is watched, nothing is done by itself.
    watches: Watches,
    /// Folders to be walked, and when.
    touched: BTreeMap<PathBuf, Instant>,
    /// No folder is walked before.
    rested: Option<Instant>,
    /// When somebody is to look for what other programs brought.
    others: Option<Instant>,
    /// When feeds are due.
    feeds: Option<Instant>,
}

impl Vigil {
    /// Watches what happens to this library; changes are told as errands.
    pub(in crate::runtime) fn over(library: &Path, errands: Sender<Errand>) -> Self {
        let tell = move |paths| {
            // the thread may have ended
            let _ = errands.send(Errand::Touched(paths));
        };
        Self { watches: Watches::over(library, tell), ..Self::default() }
    }

    /// Whether anything is done by itself.
    pub(super) fn is_on(&self) -> bool {
        self.watches.is_on()
    }

    /// Watches the folders among these sources; why some cannot be watched.
    pub(super) fn watch(&mut self, sources: &[Source]) -> Vec<String> {
        let (mut failures, is_on) = (Vec::new(), self.is_on());
        for source in sources.iter().filter(|source| is_on && source.kind == SourceKind::Folder) {
            let folder = PathBuf::from(&source.address);
            if !self.watches.folders.contains(&folder)
                && let Err(error) = self.watches.add(&folder)
            {
                failures.push(unwatched(&source.title, &error));
            }
        }
        failures
    }

    /// Feeds are due in so long.
    pub(super) fn plan_feeds(&mut self, wait: Option<Duration>, asked_now: bool) {
        let least = if asked_now { LEAST } else { Duration::ZERO };
        self.feeds = wait.filter(|_| self.is_on()).map(|wait| Instant::now() + wait.max(least));
    }

    /// A folder was walked in this time.
    pub(super) fn rest(&mut self, walked: Duration) {
        self.rested = Some(Instant::now() + walked * REST);
    }

    /// The next thing to do; sleeps until there is one. `None` at the end.
    pub(super) fn next(&mut self, errands: &Receiver<Errand>) -> Option<Errand> {
        loop {
            let errand = match self.wakes() {
                None => errands.recv().ok()?,
                Some(at) => match errands.recv_timeout(at.saturating_duration_since(Instant::now())) {
                    Ok(errand) => errand,
                    Err(RecvTimeoutError::Timeout) => match self.due(Instant::now()) {
                        Some(errand) => errand,
                        None => continue,
                    },
                    Err(RecvTimeoutError::Disconnected) => return None,
                },
            };
            match errand {
                Errand::End => return None,
                Errand::Touched(paths) => self.touch(&paths, Instant::now()),
                errand => return Some(errand),
            }
        }
    }

    /// Something happened to these; to anything where none are named: too much happened to be told.
    fn touch(&mut self, paths: &[PathBuf], now: Instant) {
        let at = now + GATHER;
        if paths.iter().any(|path| path.starts_with(&self.watches.library)) {
            self.others.get_or_insert(at);
        }
        for folder in self.watches.touched(paths) {
            self.touched.entry(folder).or_insert(at);
        }
    }

    fn wakes(&self) -> Option<Instant> {
        let walk = self.touched.values().min().copied().max(self.rested.filter(|_| !self.touched.is_empty()));
        [walk, self.others, self.feeds].into_iter().flatten().min()
    }

    fn due(&mut self, now: Instant) -> Option<Errand> {
        if self.others.take_if(|at| *at <= now).is_some() {
            return Some(Errand::Look);
        }
        if self.feeds.take_if(|at| *at <= now).is_some() {
            return Some(Errand::Due);
        }
        let rested = self.rested.is_none_or(|at| at <= now);
        let folder =
            self.touched.iter().find(|(_, at)| rested && **at <= now).map(|(folder, _)| folder.clone())?;
        self.touched.remove(&folder);
        Some(Errand::Walk(folder))
    }
}

fn unwatched(title: &str, error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => format!(
            "{title} has more folders than the system watches (fs.inotify.max_user_watches): refresh it to see what is new"
        ),
        ErrorKind::PathNotFound => format!("{title} is not there: it is read when it comes"),
        ErrorKind::Io(cause) => format!("{title} cannot be watched ({cause}): refresh it to see what is new"),
        _ => format!("{title} cannot be watched: refresh it to see what is new"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::library::{Counts, Origin, SourceId};

    fn vigil() -> Vigil {
        let mut watches = Watches::default();
        watches.library = "/news/library".into();
        watches.folders = vec!["/news".into(), "/other".into()];
        Vigil { watches, ..Vigil::default() }
    }

    fn touched(paths: &[&str]) -> Vec<String> {
        let mut vigil = vigil();
        vigil.touch(&paths.iter().map(PathBuf::from).collect::<Vec<_>>(), Instant::now());
        let mut done = Vec::new();
        while let Some(errand) = vigil.due(Instant::now() + GATHER) {
            done.push(match errand {
                Errand::Walk(folder) => folder.display().to_string(),
                errand => format!("{errand:?}"),
            });
        }
        done
    }

    #[test]
    fn a_change_leads_to_the_walk_of_its_folder_alone() {
        assert_eq!(touched(&["/news/a.md", "/news/sub/b.md"]), ["/news"]);
        assert_eq!(touched(&["/news"]), ["/news"], "it is gone itself");
        assert_eq!(touched(&["/newspaper/a.md"]), [""; 0]);
        assert_eq!(touched(&["/news/.a.md.swp"]), [""; 0], "hidden");
        assert_eq!(
            touched(&["/news/library/library.db-wal"]),
            ["Look"],
            "or what is kept would be read for ever"
        );
        assert_eq!(touched(&[]), ["/news", "/other"], "too much to be told");
    }

    #[test]
    fn a_folder_that_changes_all_the_time_is_not_walked_all_the_time() {
        let mut vigil = vigil();
        vigil.touch(&["/news/a".into()], Instant::now());
        vigil.rest(Duration::from_secs(10));
        assert!(vigil.due(Instant::now() + GATHER).is_none());
        assert!(vigil.wakes().unwrap() > Instant::now() + Duration::from_secs(20));
        assert!(vigil.due(Instant::now() + Duration::from_secs(50)).is_some());
        assert_eq!(vigil.wakes(), None);
    }

    #[test]
    fn a_folder_that_cannot_be_watched_is_said_once_and_files_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let source = |kind, name: &str| Source {
            id: SourceId(1),
            kind,
            address: folder.path().join(name).display().to_string(),
            title: "Clippings".into(),
            folders: Vec::new(),
            origin: Origin::User,
            counts: Counts::default(),
            refreshed: None,
            error: None,
            removed: false,
        };
        let sources = [source(SourceKind::Folder, "gone"), source(SourceKind::File, "file.md")];
        let mut vigil = Vigil::over(folder.path(), mpsc::channel().0);
        assert_eq!(vigil.watch(&sources), ["Clippings is not there: it is read when it comes"]);
        assert_eq!(vigil.watch(&sources), [""; 0]);
        let many = unwatched("Clippings", &notify::Error::new(ErrorKind::MaxFilesWatch));
        assert!(many.starts_with("Clippings has more folders than the system watches"), "{many}");
    }

    #[test]
    fn what_is_asked_for_comes_before_and_the_end_ends_it() {
        let (sender, errands) = mpsc::channel();
        for errand in [Errand::Touched(vec!["/news/a".into()]), Errand::Refresh(None), Errand::End] {
            sender.send(errand).unwrap();
        }
        let mut vigil = vigil();
        assert!(matches!(vigil.next(&errands), Some(Errand::Refresh(None))));
        assert!(vigil.next(&errands).is_none());
        assert_eq!(vigil.touched.len(), 1);
    }
}
