//! `courant add`: subscribe to files and folders.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use super::Options;
use super::exit::{Exit, Tally};
use super::fill::{fill_counted, index, met, summary, tidy};
use super::output::Output;
use super::places::{Places, env, settings};
use super::progress::Progress;
use crate::library::{Library, NewSource, Origin, SourceKind};
use crate::loader;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A folder (all articles in it), a file, or a .jsonl of many articles
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<OsString>,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let settings = settings(options)?;
    let mut library = Places::find(options, &env)?.open(&settings)?;
    let (mut tally, mut progress) = (Tally::default(), Progress::stoppable(options.plain)?);
    let mut out = Output::new();
    let mut printed = Ok(());
    for argument in &args.sources {
        if progress.is_stopped() {
            break;
        }
        match loader::locate(Path::new(argument)) {
            // Who reads the output may have enough of it, but the sources are wanted all the same.
            Ok(path) => {
                if let Some(line) = add(&mut library, &path, &mut progress, &mut tally) {
                    printed = printed.and_then(|()| out.line(line)).and_then(|()| out.flush());
                }
            }
            Err(error) => tally.fail(error),
        }
    }
    if let Err(error) = index(&library, &mut progress).and_then(|()| tidy(&library, &mut progress)) {
        tally.fail(error);
    }
    printed?;
    Ok(tally.exit())
}

/// Adds a source and loads it; gives the line that says what came.
fn add(library: &mut Library, path: &Path, progress: &mut Progress, tally: &mut Tally) -> Option<String> {
    let new = NewSource::local(path, None, Origin::User);
    let was_held = library.source_by_address(&new.address).map(|held| held.is_some());
    let added = was_held.and_then(|was_held| Ok((was_held, library.add_source(&new)?)));
    let (was_held, source) = added.map_err(|error| tally.fail(error)).ok()?;
    let outcome = fill_counted(library, &source, progress, tally)?;
    let useless = source.kind == SourceKind::File && outcome.failed > 0 && met(&outcome) == 0;
    if useless && !was_held {
        // A file that cannot be read is more likely a slip than something to try again at every refresh.
        if let Err(error) = library.remove_source(&source.address) {
            tally.fail(error);
        }
        return None;
    }
    Some(format!("{}: {}", source.title, summary(&outcome)))
}
