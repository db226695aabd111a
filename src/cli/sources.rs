//! `courant sources`: what is subscribed to.

use anyhow::Result;
use jiff::Timestamp;
use serde::Serialize;

use super::Options;
use super::exit::Exit;
use super::output::{Output, complain, on_terminal};
use super::places::{Places, env, settings};
use crate::library::{Origin, Source, SourceKind};
use crate::sanitize;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// A source as JSON.
#[derive(Serialize)]
struct Object<'a> {
    title: &'a str,
    address: &'a str,
    kind: SourceKind,
    folders: &'a [String],
    origin: Origin,
    articles: u64,
    unread: u64,
    refreshed: Option<String>,
    error: Option<&'a str>,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let settings = settings(options)?;
    let library = Places::find(options, &env)?.open_settled(&settings)?;
    let mut out = Output::new();
    let sources = library.sources()?;
    if sources.is_empty() && on_terminal() {
        complain("there is no source yet: `courant add SOURCE` adds one");
    }
    for source in &sources {
        if args.json {
            out.json(&object(source))?;
        } else {
            out.line(plain(source))?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn object(source: &Source) -> Object<'_> {
    let at = source.refreshed.and_then(|seconds| Timestamp::from_second(seconds).ok());
    Object {
        title: &source.title,
        address: &source.address,
        kind: source.kind,
        folders: &source.folders,
        origin: source.origin,
        articles: source.counts.total,
        unread: source.counts.unread,
        refreshed: at.map(|at| at.to_string()),
        error: source.error.as_deref(),
    }
}

/// Unread, articles, title, address and what went wrong, with tabs between them.
fn plain(source: &Source) -> String {
    let (counts, error) = (source.counts, source.error.as_deref().unwrap_or_default());
    format!(
        "{}\t{}\t{}\t{}\t{error}",
        counts.unread,
        counts.total,
        source.title,
        sanitize::line(&source.address)
    )
    .trim_end()
    .to_owned()
}
