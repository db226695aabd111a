//! Folders of sources: names that a source is filed under, any number of them, nested ones with "/" between them.

use super::write::Durability;
use super::{Library, Result, SourceId};
use crate::sanitize;

/// The names within each other, the outermost first.
fn path(folder: &str) -> impl Iterator<Item = &str> {
    folder.split('/').map(str::trim).filter(|name| !name.is_empty())
}

/// A folder as it is kept; '' where it has no name.
fn clean(folder: &str) -> String {
    path(folder).collect::<Vec<_>>().join("/")
}

/// The folders in a column of the library. Those of earlier versions are as they were typed.
pub(super) fn read(column: &str) -> impl Iterator<Item = String> {
    column.lines().map(clean).filter(|folder| !folder.is_empty())
}

impl Library {
    /// Files a source under just these folders.
    pub fn set_folders<T: AsRef<str>>(&mut self, source: SourceId, folders: &[T]) -> Result<()> {
        let clean = folders.iter().map(|folder| clean(&sanitize::line(folder.as_ref())));
        let mut column: Vec<String> = clean.filter(|folder| !folder.is_empty()).collect();
        column.sort_unstable();
        column.dedup();
        self.write(Durability::Full, |tx| {
            tx.execute("UPDATE source SET folders = ?2 WHERE id = ?1", (source.0, column.join("\n")))?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::Fixture;

    #[test]
    fn a_source_stands_in_each_of_its_folders_once() {
        let Fixture { mut library, source, .. } = Fixture::new();
        assert!(library.sources().unwrap()[0].folders.is_empty());
        library.set_folders(source, &["Talk", " News / World/", "\u{1b}[1m", "Talk", "/"]).unwrap();
        assert_eq!(library.sources().unwrap()[0].folders, ["News/World", "Talk"]);
        library.set_folders::<&str>(source, &[]).unwrap();
        assert!(library.sources().unwrap()[0].folders.is_empty());
    }

    #[test]
    fn folders_of_earlier_versions_are_read_as_those_of_now() {
        let column = "/Talk\nNews / World/\n/";
        assert!(super::read(column).eq(["Talk", "News/World"]));
    }
}
