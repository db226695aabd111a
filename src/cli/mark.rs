//! `courant mark` and `courant star`: the user's marks.

use std::ffi::OsString;

use anyhow::{Result, anyhow};

use super::Options;
use super::articles::{Meant, meant};
use super::exit::{Exit, Tally};
use super::output::Output;
use super::places::{Places, env, settings};
use crate::library::{ArticleId, Library, Mark};
use crate::sanitize;

#[derive(Debug, clap::Args)]
pub(super) struct MarkArgs {
    /// Mark them unread instead
    #[arg(long)]
    unread: bool,
    /// Ids or addresses
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<OsString>,
}

#[derive(Debug, clap::Args)]
pub(super) struct StarArgs {
    /// Take the star off instead
    #[arg(long)]
    off: bool,
    /// Ids or addresses
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<OsString>,
}

pub(super) fn mark(options: &Options, args: &MarkArgs) -> Result<Exit> {
    let done = if args.unread { "marked unread" } else { "marked read" };
    change(options, &args.articles, Mark::Read(!args.unread), done)
}

pub(super) fn star(options: &Options, args: &StarArgs) -> Result<Exit> {
    let done = if args.off { "no longer starred" } else { "starred" };
    change(options, &args.articles, Mark::Starred(!args.off), done)
}

fn change(options: &Options, articles: &[OsString], mark: Mark, done: &str) -> Result<Exit> {
    let settings = settings(options)?;
    let mut library = Places::find(options, &env)?.open_settled(&settings)?;
    let mut tally = Tally::default();
    let mut ids = Vec::new();
    for argument in articles {
        match held(&library, argument) {
            Ok(id) => ids.push(id),
            Err(error) => tally.fail(error),
        }
    }
    tally.done = ids.len();
    ids.sort_unstable();
    ids.dedup();
    let session = format!("command {}", std::process::id());
    let changed = if ids.is_empty() { 0 } else { library.mark(&session, &ids, mark)? };
    if !ids.is_empty() {
        report(changed, ids.len() - changed, done)?;
    }
    Ok(tally.exit())
}

fn held(library: &Library, argument: &OsString) -> Result<ArticleId> {
    match meant(Some(library), argument)? {
        Meant::Held(id) => Ok(id),
        Meant::Address(_) | Meant::Path(_) | Meant::StandardInput => {
            let name = sanitize::path(argument);
            Err(anyhow!("{name} is not in the library, so it has no marks: `courant add` keeps it"))
        }
    }
}

fn report(changed: usize, before: usize, done: &str) -> Result<()> {
    let already = if before > 0 { format!(", {before} already") } else { String::new() };
    let mut out = Output::new();
    out.line(format_args!("{changed} {done}{already}"))?;
    Ok(out.flush()?)
}
