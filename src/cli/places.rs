//! Where things lie, and the library there.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Options;
use super::exit::Usage;
use super::output::complain;
use crate::config::{self, Config, Env, Flags, Settings};
use crate::fetch::Fetcher;
use crate::library::{Library, NewSource, Origin};

/// The variables of this process.
pub(super) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Where things lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    /// The library.
    pub(super) data: PathBuf,
    /// What can be made again.
    pub(super) cache: PathBuf,
}

impl Places {
    pub(super) fn find(options: &Options, env: Env<'_>) -> Result<Self> {
        if let Some(data) = &options.data_dir {
            return Ok(Self { data: data.clone(), cache: data.join("cache") });
        }
        Ok(Self {
            data: xdg(env, "XDG_DATA_HOME", ".local/share")?,
            cache: xdg(env, "XDG_CACHE_HOME", ".cache")?,
        })
    }

    /// The library as the config wants it; it is made where there is none.
    pub(super) fn open(&self, settings: &Settings) -> Result<Library> {
        let mut library = self.opened()?;
        declare(&mut library, &settings.sources)?;
        Ok(library)
    }

    /// The same, after doing what a reader promised and did not come to do: who asks wants to see it done.
    pub(super) fn open_settled(&self, settings: &Settings) -> Result<Library> {
        let mut library = self.open(settings)?;
        while library.carry_out(&mut |_| ControlFlow::Continue(()))?.is_some() {}
        Ok(library)
    }

    /// The library, if there is one.
    pub(super) fn open_existing(&self) -> Result<Option<Library>> {
        Ok(if Library::exists(&self.data) { Some(self.opened()?) } else { None })
    }

    fn opened(&self) -> Result<Library> {
        if Library::opens_slowly(&self.data) {
            complain("the library is brought up to date, once; a million articles take some ten seconds …");
        }
        Ok(Library::open(&self.data)?)
    }
}

/// As the XDG specification asks, a variable counts only if it is absolute.
fn xdg(env: Env<'_>, variable: &str, below_home: &str) -> Result<PathBuf> {
    if let Some(folder) = env(variable).map(PathBuf::from).filter(|folder| folder.is_absolute()) {
        return Ok(folder.join("courant"));
    }
    match env("HOME").filter(|home| !home.is_empty()) {
        Some(home) => Ok(Path::new(&home).join(below_home).join("courant")),
        None => Err(Usage(format!(
            "neither {variable} nor HOME is set, so there is no place for the library: name one with --data-dir"
        ))
        .into()),
    }
}

/// What the config file and the flags say.
pub(super) fn config(options: &Options) -> Result<Config> {
    let flags = Flags { config: options.config.clone(), color: options.color.map(Into::into) };
    Ok(Config::load(&flags, &env)?)
}

/// What that means for this terminal and this user.
pub(super) fn settings(options: &Options) -> Result<Settings> {
    Ok(config::resolve(&config(options)?, &env)?)
}

/// Who asks servers, with the user's credentials.
pub(super) fn fetcher(credentials: &BTreeMap<String, String>) -> Fetcher {
    Fetcher::default().with_credentials(credentials.clone())
}

/// Makes the library's sources from the config those that the config declares now. The articles of one that is
/// gone from it stay.
fn declare(library: &mut Library, wanted: &[config::Source]) -> Result<()> {
    let held = library.sources()?;
    let mut declared = Vec::new();
    for source in wanted {
        // One folder is one source, whichever way it was named; one that is not there now is as it was written.
        let path = source.path.canonicalize().or_else(|_| std::path::absolute(&source.path))?;
        let new = NewSource::local(&path, source.title.clone(), Origin::Config);
        // What the user added too is theirs, and stays when the config no longer names it.
        if !held.iter().any(|held| held.address == new.address) {
            library.add_source(&new)?;
        }
        declared.push(new.address);
    }
    for gone in held.iter().filter(|held| held.origin == Origin::Config && !declared.contains(&held.address))
    {
        library.remove_source(&gone.address)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(data_dir: Option<&str>, vars: &[(&str, &str)]) -> Result<Places> {
        let options = Options { data_dir: data_dir.map(Into::into), config: None, color: None, plain: false };
        let env =
            |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Places::find(&options, &env)
    }

    #[test]
    fn the_flag_goes_before_xdg_and_xdg_before_home() {
        let places = |data: &str, cache: &str| Places { data: data.into(), cache: cache.into() };
        let vars = [("XDG_DATA_HOME", "/d"), ("XDG_CACHE_HOME", "relative"), ("HOME", "/h")];
        assert_eq!(find(Some("x"), &vars).unwrap(), places("x", "x/cache"));
        assert_eq!(find(None, &vars).unwrap(), places("/d/courant", "/h/.cache/courant"));
        assert_eq!(
            find(None, &[("HOME", "/h")]).unwrap(),
            places("/h/.local/share/courant", "/h/.cache/courant")
        );
    }

    #[test]
    fn without_a_home_the_way_out_is_named() {
        let no = find(None, &[("HOME", "")]).unwrap_err();
        assert!(no.is::<Usage>() && no.to_string().contains("--data-dir"), "{no}");
    }
}
