//! `courant remove`: unsubscribe.

use std::path::Path;

use anyhow::{Result, bail};

use super::Options;
use super::exit::Exit;
use super::output::Output;
use super::places::{Places, env, settings};
use crate::library::{Origin, Source};
use crate::sanitize;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Its address or title, as `courant sources` prints them
    source: String,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let settings = settings(options)?;
    let mut library = Places::find(options, &env)?.open(&settings)?;
    let sources = library.sources()?;
    let source = find(&sources, &args.source)?;
    if source.origin == Origin::Config {
        bail!("{} is declared in the config file: take it out there", source.title);
    }
    library.remove_source(&source.address)?;
    let mut out = Output::new();
    out.line(format_args!("{}: removed, its {} articles stay", source.title, source.counts.total))?;
    out.flush()?;
    Ok(Exit::Done)
}

/// The source that the user means: by its address, a path that leads there, or its title.
pub(super) fn find<'a>(sources: &'a [Source], argument: &str) -> Result<&'a Source> {
    let path = std::fs::canonicalize(argument).or_else(|_| std::path::absolute(argument)).ok();
    let at =
        |source: &&Source| source.address == argument || path.as_deref() == Some(Path::new(&source.address));
    if let Some(source) = sources.iter().find(at) {
        return Ok(source);
    }
    let titled: Vec<&Source> = sources.iter().filter(|source| source.title == argument).collect();
    match titled[..] {
        [source] => Ok(source),
        [] => {
            bail!("there is no source {}: `courant sources` prints those there are", sanitize::path(argument))
        }
        _ => {
            let addresses: Vec<String> =
                titled.iter().map(|source| sanitize::line(&source.address)).collect();
            bail!("several sources are called {argument}: name one of {}", addresses.join(", "))
        }
    }
}
