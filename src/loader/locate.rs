//! Where a file or folder lies, as the user names it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use url::Url;

use super::LoadError;
use super::kind::by_ending;

/// The path that the user means: `~` is his home, also where no shell has seen to it, and a `file://` address what it leads to.
pub fn meant(path: &Path) -> PathBuf {
    let address = path.to_str().filter(|text| text.starts_with("file://"));
    let file = address.and_then(|address| Url::parse(address).ok()?.to_file_path().ok());
    let below_home = || Some(std::env::home_dir()?.join(path.strip_prefix("~").ok()?));
    file.or_else(below_home).unwrap_or_else(|| path.to_owned())
}

/// The whole path of a file or folder that is there, as the user names it ([`meant`]).
///
/// # Errors
/// Where it is not there, is an address of the network, or has a name that cannot be remembered.
pub fn locate(path: &Path) -> Result<PathBuf, LoadError> {
    let named = meant(path);
    if named.to_str().is_some_and(|text| text.contains("://")) {
        return Err(LoadError::about(
            path,
            "cannot be fetched: save the page or feed to a file and name that",
        ));
    }
    let found = fs::canonicalize(&named).map_err(|cause| match named.try_exists() {
        Ok(true) => {
            LoadError::about(path, "is a pipe without a name: save what it brings to a file, and name that")
        }
        Ok(false) if is_like_an_address(path) => LoadError::about(
            path,
            "is no file that is here: check the spelling, or write https:// before it where it is an address",
        ),
        _ => LoadError::io(path, cause),
    })?;
    if found.to_str().is_none() {
        return Err(LoadError::about(path, "is not named in UTF-8, so it cannot be remembered: rename it"));
    }
    Ok(found)
}

/// Whether a path begins like the name of a host: words with dots between them, and not the ending of a file with articles.
fn is_like_an_address(path: &Path) -> bool {
    let first = path.iter().next().and_then(OsStr::to_str).unwrap_or_default();
    let (host, port) = first.split_once(':').unwrap_or((first, ""));
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
    host.contains('.')
        && host.split('.').all(is_word)
        && port.chars().all(|digit| digit.is_ascii_digit())
        && (path.iter().nth(1).is_some() || by_ending(path).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_meant_as_people_write_it() {
        let home = std::env::home_dir().unwrap();
        for (said, meaning) in [
            ("~/news", home.join("news")),
            ("~", home.clone()),
            ("~news/~", "~news/~".into()),
            ("/news", "/news".into()),
            ("file:///my%20news/a.xml", "/my news/a.xml".into()),
            ("file://localhost/news", "/news".into()),
            ("file://elsewhere/news", "file://elsewhere/news".into()),
        ] {
            assert_eq!(meant(Path::new(said)), meaning, "{said}");
        }
    }

    #[test]
    fn who_forgot_the_beginning_of_an_address_is_told() {
        let said = |path: &str| locate(Path::new(path)).unwrap_err().to_string();
        for address in
            ["site.example", "www.site.example/feed.xml", "127.0.0.1:8080/feed", "m\u{fc}nchen.example"]
        {
            assert!(said(address).contains("write https:// before it"), "{}", said(address));
        }
        for file in ["story.md", "no such file", "../feed.xml", "./feed", "/site.example", "v1.2: notes"] {
            assert!(!said(file).contains("https://"), "{}", said(file));
        }
    }
}
