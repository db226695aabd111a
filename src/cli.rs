//! The commands: one file each, and what they share.
//!
//! Others script against them: exit codes and the forms of what is printed are a contract.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::theme::ColorChoice;

mod add;
mod articles;
mod config;
mod doctor;
mod exit;
mod export;
mod fill;
mod gauge;
mod import;
mod list;
mod mark;
mod markdown;
mod output;
mod places;
mod progress;
mod query;
mod read;
mod refresh;
mod related;
mod remove;
mod search;
mod show;
mod sources;
mod stories;
mod text;
mod web;

pub use exit::{Exit, explain};

/// A news reader for the terminal: clean articles, everything by keyboard.
#[derive(Debug, Parser)]
#[command(
    name = "courant",
    version,
    after_help = "Without a command the reader opens; in a pipe the list is printed."
)]
pub struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    read: read::Args,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Options {
    /// Where the library lies [default: courant in the XDG data directory]
    #[arg(long, value_name = "DIR", global = true)]
    data_dir: Option<PathBuf>,
    /// The config file [default: courant/config.toml in the XDG config directory]
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Whether to print in colour
    #[arg(long, value_name = "WHEN", global = true, value_enum)]
    color: Option<When>,
    /// Plain lines as in a pipe, for scripts and screen readers
    #[arg(long, global = true)]
    plain: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

impl From<When> for ColorChoice {
    fn from(when: When) -> Self {
        match when {
            When::Auto => Self::Auto,
            When::Always => Self::Always,
            When::Never => Self::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add sources and load what they hold
    Add(add::Args),
    /// Remove a source; its articles stay
    Remove(remove::Args),
    /// Print the sources
    Sources(sources::Args),
    /// Load what is new
    Refresh(refresh::Args),
    /// Take over what another reader has: OPML, newsboat's urls and cache, newsraft's feeds
    Import(import::Args),
    /// Print the sources for another reader
    Export(export::Args),
    /// Print the articles, newest first
    List(list::Args),
    /// Print the articles in which words stand
    Search(search::Args),
    /// Print the articles that belong to one, and why
    Related(related::Args),
    /// Print what several articles tell of
    Stories(stories::Args),
    /// Print an article
    Show(show::Args),
    /// Mark articles read
    Mark(mark::MarkArgs),
    /// Star articles
    Star(mark::StarArgs),
    /// Print or check the config
    Config(config::Args),
    /// Say whether the library is well, or what a file is
    Doctor(doctor::Args),
}

/// Runs the command.
///
/// # Errors
/// Where nothing could be done; [`Exit::of`] says it and gives the exit code. What concerns only a part is said at once.
pub fn run(cli: &Cli) -> anyhow::Result<Exit> {
    let options = &cli.options;
    match &cli.command {
        None => read::run(options, &cli.read),
        Some(Command::Add(args)) => add::run(options, args),
        Some(Command::Remove(args)) => remove::run(options, args),
        Some(Command::Sources(args)) => sources::run(options, args),
        Some(Command::Refresh(args)) => refresh::run(options, args),
        Some(Command::Import(args)) => import::run(options, args),
        Some(Command::Export(args)) => export::run(options, args),
        Some(Command::List(args)) => list::run(options, args),
        Some(Command::Search(args)) => search::run(options, args),
        Some(Command::Related(args)) => related::run(options, args),
        Some(Command::Stories(args)) => stories::run(options, args),
        Some(Command::Show(args)) => show::run(options, args),
        Some(Command::Mark(args)) => mark::mark(options, args),
        Some(Command::Star(args)) => mark::star(options, args),
        Some(Command::Config(args)) => config::run(options, args),
        Some(Command::Doctor(args)) => doctor::run(options, args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_may_stand_on_either_side_of_the_command() {
        for line in [["courant", "--data-dir", "d", "list"], ["courant", "list", "--data-dir", "d"]] {
            let cli = Cli::try_parse_from(line).unwrap();
            assert_eq!(cli.options.data_dir, Some("d".into()));
            assert!(matches!(cli.command, Some(Command::List(_))), "{line:?}");
        }
    }

    #[test]
    fn a_word_that_is_no_command_is_a_path() {
        let cli = Cli::try_parse_from(["courant", "news.txt", "list"]).unwrap();
        assert!(cli.command.is_none());
    }
}
