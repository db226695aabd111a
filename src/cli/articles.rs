//! ARTICLE: what a user may call an article.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::Options;
use super::places::{Places, env};
use crate::fetch;
use crate::library::{ArticleId, Library};
use crate::loader;
use crate::sanitize;

/// What an ARTICLE turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// An article of the library.
    Held(ArticleId),
    /// An address of the web, not held.
    Address(String),
    /// A file or folder that is there.
    Path(PathBuf),
    /// `-`.
    StandardInput,
}

/// What is meant, and the library it was looked for in. None is made for it: a file can be read without one.
pub(super) fn find(options: &Options, argument: &OsStr) -> Result<(Option<Library>, Meant)> {
    let library = Places::find(options, &env).and_then(|places| places.open_existing());
    match library {
        Ok(library) => {
            let meant = meant(library.as_ref(), argument)?;
            Ok((library, meant))
        }
        // A path needs no library; for anything else it matters why there is none.
        Err(error) => Ok((None, meant(None, argument).map_err(|_| error)?)),
    }
}

/// What an ARTICLE means: an id, a given id, a URL held, another URL, an existing path, `-`; the first that fits.
pub(super) fn meant(library: Option<&Library>, argument: &OsStr) -> Result<Meant> {
    if let (Some(library), Some(text)) = (library, argument.to_str())
        && let Some(id) = held(library, text)?
    {
        return Ok(Meant::Held(id));
    }
    if let Some(address) = argument.to_str().filter(|text| fetch::is_address(text)) {
        return Ok(Meant::Address(address.to_owned()));
    }
    let path = loader::meant(Path::new(argument));
    if argument == "-" {
        Ok(Meant::StandardInput)
    } else if !matches!(path.try_exists(), Ok(false)) {
        // Where the system does not let us look, the loader says so.
        Ok(Meant::Path(path))
    } else {
        bail!(
            "{} is neither the id or address of an article held nor an existing path: `courant list` prints the ids",
            sanitize::path(path)
        )
    }
}

fn held(library: &Library, text: &str) -> Result<Option<ArticleId>> {
    match library.find(text)?[..] {
        [] => Ok(None),
        [id] => Ok(Some(id)),
        ref several => {
            let lines: Vec<String> =
                several.iter().map(|id| described(library, *id)).collect::<Result<_>>()?;
            bail!("several articles have the id {text}, name one by its own:\n{}", lines.join("\n"))
        }
    }
}

fn described(library: &Library, id: ArticleId) -> Result<String> {
    let held = library.get(id)?;
    Ok(held
        .map_or_else(|| id.to_string(), |held| format!("  {id}  {} ({})", held.article.title, held.source)))
}
