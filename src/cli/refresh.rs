//! `courant refresh`: load what is new.

use anyhow::Result;

use super::Options;
use super::exit::{Exit, Tally};
use super::fill::{fill_counted, index, summary, tidy};
use super::output::{Output, complain};
use super::places::{Places, env, settings};
use super::progress::Progress;
use super::remove::find;
use crate::library::Source;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Path or title of a source [default: all]
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let settings = settings(options)?;
    let mut library = Places::find(options, &env)?.open(&settings)?;
    let held = library.sources()?;
    if held.is_empty() {
        complain("there is no source yet: `courant add SOURCE` adds one");
    }
    let (mut tally, mut progress) = (Tally::default(), Progress::stoppable(options.plain)?);
    let mut out = Output::new();
    let mut printed = Ok(());
    for source in chosen(&held, &args.sources, &mut tally) {
        if progress.is_stopped() {
            break;
        }
        if let Some(outcome) = fill_counted(&mut library, source, &mut progress, &mut tally) {
            let line = format!("{}: {}", source.title, summary(&outcome));
            printed = printed.and_then(|()| out.line(line)).and_then(|()| out.flush());
        }
    }
    if let Err(error) = index(&library, &mut progress).and_then(|()| tidy(&library, &mut progress)) {
        tally.fail(error);
    }
    printed?;
    Ok(tally.exit())
}

fn chosen<'a>(held: &'a [Source], arguments: &[String], tally: &mut Tally) -> Vec<&'a Source> {
    if arguments.is_empty() {
        return held.iter().collect();
    }
    arguments.iter().filter_map(|argument| find(held, argument).map_err(|why| tally.fail(why)).ok()).collect()
}
