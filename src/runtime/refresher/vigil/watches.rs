//! Folders that are watched, and that may go and come back: while one is away, the nearest folder above it is watched for
//! its return.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// What is watched.
#[derive(Default)]
pub(super) struct Watches {
    /// `None`: nothing is.
    watcher: Option<RecommendedWatcher>,
    /// Folder of the library.
    pub(super) library: PathBuf,
    /// Folders with all that is in them, and those that cannot be watched.
    pub(super) folders: Vec<PathBuf>,
    /// Folders that are away, and where their return is looked out for.
    posts: BTreeMap<PathBuf, PathBuf>,
}

impl Watches {
    /// Watches what happens to this library, and tells of it.
    pub(super) fn over(library: &Path, tell: impl Fn(Vec<PathBuf>) + Send + 'static) -> Self {
        let hear = move |event: notify::Result<Event>| match event {
            Ok(event) if !event.kind.is_access() => tell(event.paths),
            _ => {}
        };
        let mut watcher = notify::recommended_watcher(hear).ok();
        if let Some(watcher) = &mut watcher {
            // without it, others' articles are seen at the next key
            let _ = watcher.watch(library, RecursiveMode::NonRecursive);
        }
        Self { watcher, library: library.to_owned(), ..Self::default() }
    }

    pub(super) fn is_on(&self) -> bool {
        self.watcher.is_some()
    }

    /// Watches a folder from now on, there or not.
    ///
    /// # Errors
    /// Why it cannot be; one that is not there is watched when it comes.
    pub(super) fn add(&mut self, folder: &Path) -> notify::Result<()> {
        self.folders.push(folder.to_owned());
        self.guard(folder)
    }

    /// The folders to which something happened with these paths; with all, where there are none: too much happened to be
    /// told. Those that went or came are watched anew.
    pub(super) fn touched(&mut self, paths: &[PathBuf]) -> Vec<PathBuf> {
        let mut touched = self.folders.clone();
        touched.retain(|folder| {
            let is_inside = |path: &PathBuf| !path.starts_with(&self.library) && is_within(folder, path);
            let is_meant = paths.is_empty() || paths.iter().any(is_inside);
            let may_be_another = paths.is_empty() || paths.iter().any(|path| folder.starts_with(path));
            may_be_another && self.guard(folder).is_ok() || is_meant
        });
        touched
    }

    /// Watches a folder, or looks out for it.
    fn guard(&mut self, folder: &Path) -> notify::Result<()> {
        loop {
            let Some(watcher) = &mut self.watcher else { return Ok(()) };
            // what was watched under this name may lie elsewhere by now
            let _ = watcher.unwatch(folder);
            let watched = watcher.watch(folder, RecursiveMode::Recursive);
            let post = if watched.is_ok() { None } else { self.lookout(folder) };
            // it may have come while a post was taken
            if !self.station(folder, post) || watched.is_ok() {
                return watched;
            }
        }
    }

    /// The nearest folder above that can be watched; none where that is done already.
    fn lookout(&mut self, folder: &Path) -> Option<PathBuf> {
        let above = folder.ancestors().skip(1).find(|above| {
            let watch = |watcher: &mut RecommendedWatcher| watcher.watch(above, RecursiveMode::NonRecursive);
            self.is_watched(above) || self.watcher.as_mut().map(watch).is_some_and(|done| done.is_ok())
        });
        above.filter(|above| !self.is_watched(above)).map(Path::to_owned)
    }

    fn is_watched(&self, above: &Path) -> bool {
        above == self.library || self.folders.iter().any(|folder| above.starts_with(folder))
    }

    /// Leaves the post of a folder for another one, or none; whether that is a change.
    fn station(&mut self, folder: &Path, post: Option<PathBuf>) -> bool {
        let before = self.posts.remove(folder);
        let is_change = before != post;
        self.posts.extend(post.map(|post| (folder.to_owned(), post)));
        let left =
            before.filter(|left| !self.posts.values().any(|post| post == left) && !self.is_watched(left));
        if let (Some(left), Some(watcher)) = (left, &mut self.watcher) {
            // it may be gone
            let _ = watcher.unwatch(&left);
        }
        is_change
    }
}

/// Whether a walk over the folder would come by this path: it passes over what is hidden.
fn is_within(folder: &Path, path: &Path) -> bool {
    path.strip_prefix(folder)
        .is_ok_and(|rest| rest.iter().all(|part| !part.as_encoded_bytes().starts_with(b".")))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use super::*;

    /// Hears what is told until something is so; what was touched by it.
    fn hear(
        watches: &mut Watches,
        told: &Receiver<Vec<PathBuf>>,
        is_so: impl Fn(&Watches, &[PathBuf]) -> bool,
    ) -> Vec<PathBuf> {
        loop {
            let paths = told.recv_timeout(Duration::from_secs(20)).unwrap();
            let touched = watches.touched(&paths);
            if is_so(watches, &paths) {
                return touched;
            }
        }
    }

    fn comes_back_after(go: impl Fn(&Path)) {
        let (home, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = home.path().join("mine/news");
        fs::create_dir_all(&folder).unwrap();
        let (tell, told) = channel();
        let mut watches = Watches::over(library.path(), move |paths| drop(tell.send(paths)));
        watches.add(&folder).unwrap();
        for round in ["1.md", "2.md"] {
            go(&home.path().join("mine"));
            hear(&mut watches, &told, |watches, _| {
                watches.posts.get(&folder).is_some_and(|post| post == home.path())
            });
            fs::create_dir_all(&folder).unwrap();
            let touched = hear(&mut watches, &told, |watches, _| watches.posts.is_empty());
            assert_eq!(touched, std::slice::from_ref(&folder), "it may hold something already");
            let file = folder.join(round);
            fs::write(&file, "# One").unwrap();
            let touched = hear(&mut watches, &told, |_, paths| paths.contains(&file));
            assert_eq!(touched, std::slice::from_ref(&folder));
        }
    }

    #[test]
    fn a_folder_that_was_removed_and_came_back_is_watched_as_before() {
        comes_back_after(|folder| fs::remove_dir_all(folder).unwrap());
    }

    #[test]
    fn a_folder_is_watched_where_it_was_not_where_it_went() {
        let away = tempfile::tempdir().unwrap();
        let number = std::cell::Cell::new(0);
        comes_back_after(|folder| {
            number.set(number.get() + 1);
            fs::rename(folder.join("news"), away.path().join(number.get().to_string())).unwrap();
            fs::remove_dir(folder).unwrap();
        });
    }

    #[test]
    fn a_folder_that_was_never_there_is_watched_when_it_comes() {
        let (home, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (tell, told) = channel();
        let mut watches = Watches::over(library.path(), move |paths| drop(tell.send(paths)));
        let folder = home.path().join("news");
        assert!(watches.add(&folder).is_err());
        fs::write(home.path().join("other"), "").unwrap();
        fs::create_dir(&folder).unwrap();
        assert_eq!(hear(&mut watches, &told, |watches, _| watches.posts.is_empty()), [folder]);
    }
}
