//! `courant import`: take over what another reader has.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::Options;
use super::exit::{Exit, Tally};
use super::output::Output;
use super::places::{Places, env, settings};
use crate::loader::{self, MAX_TEXT};
use crate::refresh;
use crate::sanitize;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An OPML file, or newsboat's `urls`
    file: PathBuf,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let settings = settings(options)?;
    let name = sanitize::path(&args.file);
    let size = fs::metadata(&args.file).with_context(|| format!("{name} cannot be read"))?.len();
    if size > MAX_TEXT {
        bail!("{name} is larger than any list of feeds: is it the file you mean?");
    }
    let bytes = fs::read(&args.file).with_context(|| format!("{name} cannot be read"))?;
    let Some(listed) = loader::subscriptions(&bytes) else {
        bail!("{name} is no list of feeds: OPML and newsboat's `urls` can be taken over");
    };
    let mut library = Places::find(options, &env)?.open(&settings)?;
    let (mut tally, mut out) = (Tally::default(), Output::new());
    for taken in refresh::import(&mut library, listed, "import")? {
        tally.done += usize::from(taken.is_here);
        tally.failed += usize::from(!taken.is_here);
        out.line(format_args!("line {}: {}: {}", taken.line, taken.what, taken.done))?;
    }
    if tally.done > 0 {
        out.line("`courant refresh` fetches what is new")?;
    }
    out.flush()?;
    Ok(tally.exit())
}
