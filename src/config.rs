//! Typed configuration: what is built in < the user's file < flags. `config.toml` at the top shows the defaults.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use serde::de::{Deserialize, Deserializer, Error};

use crate::keys::Keymap;
use crate::theme::{self, ColorChoice, Depth, Look, Role, Theme};

mod error;
mod keys;

pub use error::{ConfigError, Mistake};
pub use keys::Keys;

/// The defaults, with what each setting means, as they are shown to the user.
pub const DEFAULTS: &str = include_str!("../config.toml");

/// Reads a variable of the environment. A parameter, so that tests need no real one.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What the user wants.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Widest line of the text, in columns.
    #[serde(deserialize_with = "measure")]
    pub measure: u16,
    /// Whether colours are wanted.
    pub color: ColorChoice,
    /// Program that opens a link, with its arguments; empty for the system's own.
    pub browser: Vec<String>,
    /// Whether an open reader refreshes by itself.
    pub refresh: bool,
    /// How things look.
    pub theme: ThemeChoice,
    /// What keys do.
    pub keys: Keys,
    /// Sources, besides those the library keeps.
    pub sources: Vec<Source>,
    /// By host, the command that prints what it wants: `name:password`, or headers.
    pub credentials: BTreeMap<String, String>,
    /// Where the file lies, from which paths in it are meant.
    #[serde(skip)]
    folder: PathBuf,
}

/// How things look.
#[derive(Debug, Clone, PartialEq, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ThemeChoice {
    /// What to begin with.
    pub preset: theme::Preset,
    /// Roles that look different.
    pub roles: BTreeMap<Role, Look>,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A folder or a file; in a [`Config`] as it was written, in [`Settings`] in full.
    pub path: PathBuf,
    /// What the screen calls it.
    pub title: Option<String>,
}

/// Settings of the command line, which stand above the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flags {
    /// `--config`: the file to read instead of the user's own.
    pub config: Option<PathBuf>,
    /// `--color`.
    pub color: Option<ColorChoice>,
}

/// What the program works with: a [`Config`] applied to this terminal and this user.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Widest line of the text, in columns.
    pub measure: u16,
    /// How many colours the terminal shows.
    pub depth: Depth,
    /// How each role looks.
    pub theme: Theme,
    /// What each key does.
    pub keymap: Keymap,
    /// Program that opens a link and its arguments; never empty.
    pub browser: Vec<String>,
    /// Whether an open reader refreshes by itself.
    pub refresh: bool,
    /// Sources, their paths in full.
    pub sources: Vec<Source>,
    /// By host, the command that prints what it wants: `name:password`, or headers.
    pub credentials: BTreeMap<String, String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            measure: 66,
            color: ColorChoice::default(),
            browser: Vec::new(),
            refresh: true,
            theme: ThemeChoice::default(),
            keys: Keys::default(),
            sources: Vec::new(),
            credentials: BTreeMap::new(),
            folder: PathBuf::new(),
        }
    }
}

/// Narrower, optimal-fit has nothing to choose from; wider, the eye does not find back to the next line.
fn measure<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let columns =
        toml::Value::deserialize(deserializer)?.as_integer().and_then(|columns| columns.try_into().ok());
    columns
        .filter(|columns| (40..=120).contains(columns))
        .ok_or_else(|| D::Error::custom("the measure is a whole number from 40 to 120"))
}

/// Where the user's file lies: `$XDG_CONFIG_HOME/courant/config.toml`, else `~/.config/courant/config.toml`.
///
/// # Errors
/// Neither variable is set. As the XDG specification asks, `XDG_CONFIG_HOME` counts only if it is absolute.
pub fn path(env: Env<'_>) -> Result<PathBuf, ConfigError> {
    let xdg = env("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let folder = match xdg {
        Some(folder) => folder,
        None => home(env, "the config file")?.join(".config"),
    };
    Ok(folder.join("courant/config.toml"))
}

/// Bytes that a config file may have; every setting written out has some kilobytes.
const MAX_FILE: u64 = 1 << 20;

fn read_text(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(file)?.take(MAX_FILE + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_FILE {
        return Err(io::Error::other("it has more than 1 MB"));
    }
    Ok(text)
}

fn home(env: Env<'_>, wanted: &str) -> Result<PathBuf, ConfigError> {
    let home = env("HOME").filter(|home| !home.is_empty());
    home.map(PathBuf::from).ok_or_else(|| ConfigError::NoHome { wanted: wanted.to_owned() })
}

impl Config {
    /// Reads the user's file, if there is one, or the one that a flag names, and lays the flags over it.
    ///
    /// # Errors
    /// The file cannot be read (a named one must be there), or something in it is wrong.
    pub fn load(flags: &Flags, env: Env<'_>) -> Result<Self, ConfigError> {
        // Without a home there is no user's file, which is no mistake.
        let file = flags.config.clone().or_else(|| path(env).ok());
        let mut config =
            file.map_or_else(|| Ok(Self::default()), |file| Self::read(&file, flags.config.is_some()))?;
        config.color = flags.color.unwrap_or(config.color);
        Ok(config)
    }

    fn read(file: &Path, required: bool) -> Result<Self, ConfigError> {
        match read_text(file) {
            Ok(text) => Self::parse(file, &text),
            Err(error) if error.kind() == ErrorKind::NotFound && !required => Ok(Self::default()),
            Err(cause) => Err(ConfigError::Unreadable { file: file.to_owned(), cause }),
        }
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// The first thing that is wrong in it, with its place.
    pub fn parse(file: &Path, text: &str) -> Result<Self, ConfigError> {
        let name = file.display().to_string();
        let mut config: Self = error::parse(&name, text)?;
        config.keys.check(&name, text)?;
        config.folder = file.parent().map(Path::to_owned).unwrap_or_default();
        Ok(config)
    }

    /// The source with its path in full: `~/` is the home, the rest is meant from the config file.
    fn place(&self, source: &Source, env: Env<'_>) -> Result<Source, ConfigError> {
        let path = match source.path.strip_prefix("~") {
            Ok(rest) => home(env, &source.path.display().to_string())?.join(rest),
            Err(_) => self.folder.join(&source.path),
        };
        Ok(Source { path, title: source.title.clone() })
    }
}

/// Applies what the user wants to this terminal and this user. The defaults need nothing of the environment.
///
/// # Errors
/// A path needs a home, and there is none.
pub fn resolve(config: &Config, env: Env<'_>) -> Result<Settings, ConfigError> {
    let depth = Depth::detect(config.color, env);
    Ok(Settings {
        measure: config.measure,
        depth,
        theme: theme(&config.theme, depth)?,
        keymap: config.keys.keymap()?,
        browser: browser(&config.browser),
        refresh: config.refresh,
        sources: config.sources.iter().map(|source| config.place(source, env)).collect::<Result<_, _>>()?,
        credentials: config.credentials.clone(),
    })
}

fn theme(choice: &ThemeChoice, depth: Depth) -> Result<Theme, ConfigError> {
    // A theme robbed of its colours would show states that only differ in them alike; `mono` is made for that.
    let preset = if depth == Depth::None { theme::Preset::Mono } else { choice.preset };
    let (name, text) = preset.layer();
    let roles: BTreeMap<Role, Look> = error::parse(name, text)?;
    let mut theme = Theme::plain(depth);
    for (role, look) in roles.iter().chain(&choice.roles) {
        theme.set(*role, *look);
    }
    Ok(theme)
}

fn browser(wanted: &[String]) -> Vec<String> {
    let system = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if wanted.is_empty() { vec![system.to_owned()] } else { wanted.to_vec() }
}

#[cfg(test)]
mod tests;
