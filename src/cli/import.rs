//! `courant import`: take over what another reader has.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::Options;
use super::exit::{Exit, Tally};
use super::fill::index;
use super::output::Output;
use super::places::{Places, env, settings};
use super::progress::Progress;
use crate::library::NewsboatCache;
use crate::loader::{self, MAX_TEXT};
use crate::refresh::{self, Taken};
use crate::sanitize;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An OPML file, newsboat's `urls` or `cache.db`, or newsraft's `feeds`
    file: PathBuf,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let settings = settings(options)?;
    let name = sanitize::path(&args.file);
    let unreadable = || format!("{name} cannot be read");
    let mut head = Vec::new();
    File::open(&args.file)
        .and_then(|file| file.take(MAX_TEXT + 1).read_to_end(&mut head))
        .with_context(unreadable)?;
    let library = || Places::find(options, &env)?.open(&settings);
    let (mut tally, mut progress) = (Tally::default(), Progress::new(options.plain));
    let (taken, library) = if NewsboatCache::is_one(&head) {
        let cache = NewsboatCache::open(&args.file).with_context(|| {
            format!("{name} is no cache of newsboat's, which is all that can be taken over of its kind")
        })?;
        let mut library = library()?;
        (refresh::import_cache(&mut library, &cache)?, library)
    } else if let Some(listed) = loader::subscriptions(&head).filter(|_| head.len() as u64 <= MAX_TEXT) {
        let mut library = library()?;
        (refresh::import(&mut library, listed, "import")?, library)
    } else {
        bail!(
            "{name} is no list of feeds: OPML, newsboat's `urls` and `cache.db` and newsraft's `feeds` can be taken over"
        );
    };
    let printed = report(&taken, &mut tally);
    if let Err(error) = index(&library, &mut progress) {
        tally.fail(error);
    }
    printed?;
    Ok(tally.exit())
}

/// A line for each, and what to do next.
fn report(all: &[Taken], tally: &mut Tally) -> Result<()> {
    let mut out = Output::new();
    for taken in all {
        tally.done += usize::from(taken.is_here);
        tally.failed += usize::from(!taken.is_here);
        out.line(format_args!("{}: {}: {}", taken.line, taken.what, taken.done))?;
    }
    if tally.done > 0 {
        out.line("`courant refresh` fetches what is new")?;
    }
    Ok(out.flush()?)
}
