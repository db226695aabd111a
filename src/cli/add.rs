//! `courant add`: follow files, folders and addresses.

use std::ffi::OsString;
use std::path::Path;
use std::slice;

use anyhow::{Result, bail};

use super::Options;
use super::exit::{Exit, Tally};
use super::fill::{Teller, index, met, tidy};
use super::output::Output;
use super::places::{Places, env, fetcher, settings};
use super::progress::Progress;
use crate::fetch;
use crate::library::{Library, NewSource, Origin, Source, SourceKind};
use crate::loader::{self, Offer};
use crate::refresh::{self, Net, Subscribed, Wish};
use crate::sanitize;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A folder (all articles in it), a file, a .jsonl of many articles, or the address of a feed or site
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<OsString>,
    /// Complete entries that a feed gives in short from their pages, or leave them as they come
    #[arg(long, value_name = "auto|off")]
    full_text: Option<FullText>,
    /// Where a page offers no feed, look for one in the usual places beside it
    #[arg(long)]
    guess: bool,
    /// Call it so from now on
    #[arg(long, value_name = "NAME")]
    title: Option<String>,
    /// Put it into this folder of sources, or several; / between nested ones, '' for none
    #[arg(long = "folder", value_name = "NAME")]
    folders: Vec<String>,
}

/// Whether the entries of a feed are completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FullText {
    /// Where the page has much more text.
    Auto,
    /// Never.
    Off,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    if args.title.is_some() && args.sources.len() > 1 {
        bail!("--title names one source: add the others without it");
    }
    let settings = settings(options)?;
    let mut library = Places::find(options, &env)?.open(&settings)?;
    let (mut tally, mut progress) = (Tally::default(), Progress::stoppable(options.plain)?);
    let mut out = Output::new();
    let mut teller = Teller::new(&mut progress, &mut tally, Some(&mut out), true);
    let net = Net::asked_by(fetcher(&settings.credentials));
    for argument in &args.sources {
        if teller.is_stopped() {
            break;
        }
        let address = argument.to_str().filter(|text| fetch::is_address(text));
        let added = match address {
            Some(address) => follow(&mut library, address, args.guess, &net, &mut teller),
            None => local(&mut library, Path::new(argument), &net, &mut teller),
        };
        let settled = added.and_then(|source| args.settle(&mut library, &source, &net, &mut teller));
        settled.unwrap_or_else(|error| teller.fail(error));
    }
    let printed = teller.end();
    if let Err(error) = index(&library, &mut progress).and_then(|()| tidy(&library, &mut progress)) {
        tally.fail(error);
    }
    printed?;
    Ok(tally.exit())
}

/// Adds a file or folder and loads it.
fn local(library: &mut Library, path: &Path, net: &Net, teller: &mut Teller<'_>) -> Result<Source> {
    let new = NewSource::local(&loader::locate(path)?, None, Origin::User);
    let was_held = library.source_by_address(&new.address)?.is_some();
    let source = library.add_source(&new)?;
    let chosen = slice::from_ref(&source);
    refresh::sources(library, chosen, Wish::Now, net, &mut |source, step| teller.hear(source, step))?;
    let outcome = teller.outcome.take().unwrap_or_default();
    if source.kind == SourceKind::File && outcome.failed > 0 && met(&outcome) == 0 && !was_held {
        // A file that cannot be read is more likely a slip than something to try again at every refresh.
        library.remove_source(&source.address)?;
    }
    Ok(source)
}

/// Follows an address.
fn follow(
    library: &mut Library,
    address: &str,
    guess: bool,
    net: &Net,
    teller: &mut Teller<'_>,
) -> Result<Source> {
    let followed =
        refresh::subscribe(library, address, guess, net, &mut |source, step| teller.hear(source, step))?;
    match followed {
        Subscribed::Source(source) => Ok(source),
        Subscribed::Choice(offers) => {
            let line = |offer: &Offer| format!("  {}  {}", sanitize::line(&offer.url), offer.title);
            let lines: Vec<String> = offers.iter().map(line).collect();
            bail!("{address} offers several feeds: add the one that you want\n{}", lines.join("\n"))
        }
    }
}

impl Args {
    /// What was wished of a source besides that it is there.
    fn settle(
        &self,
        library: &mut Library,
        source: &Source,
        net: &Net,
        teller: &mut Teller<'_>,
    ) -> Result<()> {
        if let Some(title) = self.title.as_deref().map(sanitize::line).filter(|title| !title.is_empty()) {
            library.set_title(source.id, &title)?;
        }
        if !self.folders.is_empty() {
            library.set_folders(source.id, &self.folders)?;
        }
        if let Some(wish) = self.full_text {
            let mut report = |source: &Source, step| teller.hear(source, step);
            refresh::want_full_text(
                library,
                slice::from_ref(source),
                wish == FullText::Auto,
                net,
                &mut report,
            )?;
        }
        Ok(())
    }
}
