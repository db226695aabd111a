//! `courant` and `courant PATH…`: the reader, or the list where there is no terminal.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Result, anyhow, bail};

use super::Options;
use super::exit::{Exit, Tally};
use super::fill::Teller;
use super::list::{print, text_form};
use super::output::{complain, on_terminal};
use super::places::{Places, env, settings};
use super::progress::Progress;
use crate::app::{Clock, Shelf};
use crate::config::Settings;
use crate::library::temporary::{self, Temporary};
use crate::library::{Library, NewSource, Origin, SourceKind, View};
use crate::loader::{self, MAX_TEXT};
use crate::refresh::{self, Net, Wish};
use crate::runtime::{self, Setup};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Read just these folders and files, keeping nothing; - is standard input
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let reader = on_terminal() && !options.plain;
    if reader {
        // the time zone is found meanwhile: its folder has hundreds of files
        thread::spawn(Clock::now);
    }
    let (settings, places) = (settings(options)?, Places::find(options, &env)?);
    match (args.paths.is_empty(), reader) {
        (true, true) => read_own(settings, places),
        (true, false) => list_own(&settings, &places, options.plain),
        (false, true) => read_paths(settings, places, &args.paths),
        (false, false) => list_paths(&places, &args.paths, options.plain),
    }
}

fn read_own(settings: Settings, places: Places) -> Result<Exit> {
    let library = places.open(&settings)?;
    if is_empty(&library)? {
        return read_sample(settings, places);
    }
    let shelf = Shelf { title: None, temporary: false };
    let (folder, own) = (places.data.clone(), places.data);
    runtime::read(&Setup { folder, own, shelf, settings }, library)?;
    Ok(Exit::Done)
}

fn is_empty(library: &Library) -> Result<bool> {
    Ok(library.sources()?.is_empty() && library.counts(&View::default())?.total == 0)
}

/// There is nothing to read yet, so that what comes with the program is shown.
fn read_sample(settings: Settings, places: Places) -> Result<Exit> {
    let title = "The sample edition".to_owned();
    let sample = NewSource {
        kind: SourceKind::Sample,
        address: "sample".to_owned(),
        title: title.clone(),
        origin: Origin::Program,
    };
    let temporary = temporary_with(&places.cache, |_| Ok(vec![sample]))?;
    // It is compiled in and short: read before the screen is there, it is on the first frame.
    let mut library = Library::open(temporary.folder())?;
    for sample in library.sources()? {
        refresh::local_source(&mut library, &sample, &mut |_| ControlFlow::Continue(()))?;
    }
    read_temporary(&temporary, library, title, settings, places)
}

fn read_paths(settings: Settings, places: Places, paths: &[OsString]) -> Result<Exit> {
    let temporary = temporary_with(&places.cache, |folder| sources(paths, folder))?;
    let names: Vec<String> =
        paths.iter().map(|path| crate::sanitize::line(&path.to_string_lossy())).collect();
    let library = Library::open(temporary.folder())?;
    read_temporary(&temporary, library, names.join(", "), settings, places)
}

fn read_temporary(
    temporary: &Temporary,
    library: Library,
    title: String,
    settings: Settings,
    places: Places,
) -> Result<Exit> {
    let shelf = Shelf { title: Some(title), temporary: true };
    let folder = temporary.folder().to_owned();
    runtime::read(&Setup { folder, own: places.data, shelf, settings }, library)?;
    Ok(Exit::Done)
}

/// A temporary library with these sources, nothing of them loaded yet.
fn temporary_with(cache: &Path, sources: impl FnOnce(&Path) -> Result<Vec<NewSource>>) -> Result<Temporary> {
    temporary::sweep(cache)?;
    let temporary = Temporary::create(cache)?;
    let mut library = Library::open(temporary.folder())?;
    for source in sources(temporary.folder())? {
        library.add_source(&source)?;
    }
    Ok(temporary)
}

/// What the paths name. All of them have to be there: a reader that opens on less would not say what is missing.
fn sources(paths: &[OsString], folder: &Path) -> Result<Vec<NewSource>> {
    paths
        .iter()
        .map(|path| {
            if path == "-" {
                let file = standard_input(folder)?;
                return Ok(NewSource::local(&file, Some("standard input".to_owned()), Origin::User));
            }
            Ok(NewSource::local(&loader::locate(Path::new(path))?, None, Origin::User))
        })
        .collect()
}

/// Standard input as a file of the temporary library, so that it is read like any other.
fn standard_input(folder: &Path) -> Result<PathBuf> {
    let path = folder.join("standard-input");
    let copied = File::create(&path)
        .and_then(|mut file| io::copy(&mut io::stdin().lock().take(MAX_TEXT + 1), &mut file))
        .map_err(|cause| {
            anyhow!("standard input could not be kept ({cause}): save it to a file and name that")
        })?;
    if copied > MAX_TEXT {
        bail!("standard input is longer than {} MB: save it to a file and name that", MAX_TEXT >> 20);
    }
    Ok(path)
}

fn list_own(settings: &Settings, places: &Places, plain: bool) -> Result<Exit> {
    let library = places.open(settings)?;
    if is_empty(&library)? {
        complain("there is nothing to read yet: `courant add SOURCE` adds a file or folder");
    }
    print(&library, &View::default(), usize::MAX, text_form(plain), true)?;
    Ok(Exit::Done)
}

fn list_paths(places: &Places, paths: &[OsString], plain: bool) -> Result<Exit> {
    let temporary = temporary_with(&places.cache, |folder| sources(paths, folder))?;
    let mut library = Library::open(temporary.folder())?;
    let (mut tally, mut progress) = (Tally::default(), Progress::new(plain));
    let sources = library.sources()?;
    let mut teller = Teller::new(&mut progress, &mut tally, None, true);
    let done = refresh::sources(&mut library, &sources, Wish::Now, &Net::default(), &mut |source, step| {
        teller.hear(source, step)
    });
    teller.end()?;
    done?;
    print(&library, &View::default(), usize::MAX, text_form(plain), false)?;
    Ok(tally.exit())
}
