//! `courant doctor`: is everything well, and what is a file.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};

use super::Options;
use super::exit::{Exit, Tally};
use super::output::Output;
use super::places::{Places, env};
use super::web::Sent;
use crate::fetch;
use crate::library::{IndexState, Library};
use crate::loader::{kind_of, locate};

/// Bytes of a file that tell its kind.
pub(super) const HEAD: u64 = 64 * 1024;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files or addresses to say the kind of [default: look at the library]
    #[arg(value_name = "FILE")]
    files: Vec<OsString>,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let (mut out, mut tally) = (Output::new(), Tally::default());
    if args.files.is_empty() {
        library(options, &mut out, &mut tally)?;
    }
    for file in &args.files {
        match kind(options, Path::new(file)) {
            Ok(line) => {
                tally.done += 1;
                out.line(line)?;
            }
            Err(error) => tally.fail(error),
        }
    }
    out.flush()?;
    Ok(tally.exit())
}

/// Which kind of file it is, and why.
fn kind(options: &Options, file: &Path) -> Result<String> {
    if let Some(address) = file.to_str().filter(|text| fetch::is_address(text)) {
        let sent = Sent::get(options, address)?;
        return Ok(described(&sent.address, Path::new(&sent.address), sent.head()));
    }
    let path = locate(file)?;
    let name = path.display();
    if path.is_dir() {
        return Ok(format!("{name} is a folder: all articles in it are loaded"));
    }
    let mut head = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.with_context(|| format!("{name} cannot be read: make it readable"))?;
    Ok(described(&name.to_string(), &path, &head))
}

fn described(name: &str, path: &Path, head: &[u8]) -> String {
    match kind_of(path, head) {
        Ok((kind, why)) => format!("{name} is {}: {why}", kind.words()),
        Err(no) => format!("{name} {no}"),
    }
}

/// What is to be said of the library and its index; nothing is made or mended.
fn library(options: &Options, out: &mut Output, tally: &mut Tally) -> Result<()> {
    let places = Places::find(options, &env)?;
    let Some(library) = places.open_existing()? else {
        out.line(format_args!(
            "There is no library in {} yet: `courant add` makes it",
            places.data.display()
        ))?;
        return Ok(());
    };
    // each article, not each row of a list: the index has folded copies, too
    let articles: u64 = library.sources_with_articles()?.iter().map(|source| source.counts.total).sum();
    out.line(format_args!("The library in {} holds {articles} articles", library.folder().display()))?;
    let found = library.check()?;
    if found.is_empty() {
        tally.done += 1;
        out.line("The library is sound")?;
    }
    for what in found {
        tally.fail(what);
    }
    out.line(index(&library)?)?;
    Ok(())
}

/// How the index stands. It is never a failure: it mends itself.
fn index(library: &Library) -> Result<String> {
    Ok(match library.index_state()? {
        IndexState::Current { articles, segments } => {
            let parts = if segments == 1 { "part" } else { "parts" };
            format!("The search index has all of them ({articles} in {segments} {parts})")
        }
        IndexState::Behind(changes) => {
            format!("The search index lacks {changes} changes: the next search or refresh takes them in")
        }
        IndexState::Unusable(why) => {
            format!("The search index cannot be used, {why}: the next search or refresh builds it")
        }
    })
}
