//! `courant config`: where it is, what it says, whether it is right.

use std::path::PathBuf;

use anyhow::Result;
use toml::{Table, Value};

use super::Options;
use super::exit::Exit;
use super::output::Output;
use super::places::{config, env, settings};
use crate::config::{DEFAULTS, path};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Clone, Copy, clap::Subcommand)]
enum Command {
    /// Print where the file is looked for
    Path,
    /// Print every setting as it is now
    Show,
    /// Say what is wrong in the file
    Check,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let mut out = Output::new();
    match args.command.unwrap_or(Command::Show) {
        Command::Path => out.line(file(options)?.display())?,
        Command::Show => out.text(&effective(options)?)?,
        Command::Check => {
            settings(options)?;
            out.line(format_args!("{}: nothing is wrong", file(options)?.display()))?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn file(options: &Options) -> Result<PathBuf> {
    Ok(options.config.clone().map_or_else(|| path(&env), Ok)?)
}

/// The defaults, comments and all, where nothing was changed; else with the user's file laid over them.
fn effective(options: &Options) -> Result<String> {
    // Says what is wrong before any of it is shown.
    config(options)?;
    let text = file(options).ok().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
    let user: Table = toml::from_str(&text)?;
    if user.is_empty() {
        return Ok(DEFAULTS.to_owned());
    }
    let mut all: Table = toml::from_str(DEFAULTS)?;
    lay_over(&mut all, user);
    Ok(all.to_string())
}

fn lay_over(below: &mut Table, above: Table) {
    for (name, value) in above {
        match (below.get_mut(&name), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            (_, value) => drop(below.insert(name, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_user_says_is_different() {
        let mut all = toml::from_str("a = 1\n[t]\nx = 1\ny = 2").unwrap();
        lay_over(&mut all, toml::from_str("b = 3\n[t]\ny = 4").unwrap());
        assert_eq!(all, toml::from_str("a = 1\nb = 3\n[t]\nx = 1\ny = 4").unwrap());
    }
}
