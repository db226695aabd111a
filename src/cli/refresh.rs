//! `courant refresh`: load what is new.

use anyhow::Result;

use super::Options;
use super::exit::{Exit, Tally};
use super::fill::{Teller, index, tidy};
use super::output::{Output, complain};
use super::places::{Places, env, fetcher, settings};
use super::progress::Progress;
use super::remove::find;
use crate::library::Source;
use crate::refresh::{self, Net, Wish};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Address or title of a source, asked now [default: all that are due]
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
    let named = !args.sources.is_empty();
    let wish = if named { Wish::Now } else { Wish::Due };
    let chosen = chosen(held, &args.sources, &mut tally);
    let mut teller = Teller::new(&mut progress, &mut tally, Some(&mut out), named);
    let net = Net::asked_by(fetcher(&settings.credentials));
    let done =
        refresh::sources(&mut library, &chosen, wish, &net, &mut |source, step| teller.hear(source, step));
    let printed = teller.end();
    if let Err(error) = done {
        tally.fail(error);
    }
    if let Err(error) = index(&library, &mut progress).and_then(|()| tidy(&library, &mut progress)) {
        tally.fail(error);
    }
    printed?;
    Ok(tally.exit())
}

fn chosen(held: Vec<Source>, arguments: &[String], tally: &mut Tally) -> Vec<Source> {
    if arguments.is_empty() {
        return held;
    }
    let found = arguments.iter().map(|argument| find(&held, argument).cloned());
    found.filter_map(|found| found.map_err(|why| tally.fail(why)).ok()).collect()
}
