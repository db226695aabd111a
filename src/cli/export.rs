//! `courant export`: the sources for another reader.

use anyhow::Result;

use super::Options;
use super::exit::Exit;
use super::output::Output;
use super::places::{Places, env, settings};
use crate::library::SourceKind;
use crate::loader::{self, Subscription};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Feeds and pages as OPML, in their folders
    #[arg(long, required = true)]
    opml: bool,
}

pub(super) fn run(options: &Options, _: &Args) -> Result<Exit> {
    let settings = settings(options)?;
    let sources = Places::find(options, &env)?.open(&settings)?.sources()?;
    let on_network = sources.into_iter().filter(|source| source.kind.is_on_network());
    let listed: Vec<Subscription> = on_network
        .map(|source| Subscription {
            is_page: source.kind == SourceKind::Page,
            address: source.address,
            title: source.title,
            folders: source.folders,
        })
        .collect();
    let mut out = Output::new();
    out.line(loader::opml(&listed).trim_end())?;
    out.flush()?;
    Ok(Exit::Done)
}
