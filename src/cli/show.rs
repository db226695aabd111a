//! `courant show`: one article, or each that a file or folder holds.

use std::ffi::OsString;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use super::Options;
use super::articles::{Meant, find};
use super::exit::{Exit, Tally, Usage};
use super::output::{Output, columns, complain, on_terminal};
use super::places::{config, env};
use super::web::Sent;
use super::{markdown, text};
use crate::article::Article;
use crate::config::{self, Config};
use crate::library::{ArticleId, FullText, Library};
use crate::loader::{self, Found, Loaded};
use crate::sanitize;
use crate::theme::{ColorChoice, Depth, Theme};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An id, an address (fetched if it is not held), a path, or - for standard input
    article: OsString,
    /// One JSON object a line, as a .jsonl takes it
    #[arg(long, group = "form")]
    json: bool,
    /// Print the article as Markdown
    #[arg(long, group = "form")]
    markdown: bool,
    /// Columns of the text [default: the measure of the config]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    width: Option<u16>,
    /// An earlier text of an article that was changed: 1 is the one before
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    revision: Option<u32>,
}

/// An article as JSON, with what the user made of it.
#[derive(Serialize)]
struct Object<'a> {
    id: Option<String>,
    #[serde(flatten)]
    article: &'a Article,
    source: &'a str,
    read: bool,
    starred: bool,
    tags: &'a [String],
    /// Whether the text is the page's; null where that is not asked of its source or the feed gave all.
    full_text: Option<&'a FullText>,
}

/// How articles are printed.
enum Form {
    Json,
    Markdown,
    Text { width: u16, theme: Option<Box<Theme>> },
}

/// Prints one article after the other.
struct Printer {
    out: Output,
    form: Form,
    printed: usize,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let form = form(args, &config(options)?, options.plain)?;
    let mut printer = Printer { out: Output::new(), form, printed: 0 };
    let exit = match find(options, &args.article)? {
        (Some(library), Meant::Held(id)) => show_held(&library, id, args.revision, &mut printer)?,
        (_, _) if args.revision.is_some() => {
            return Err(Usage(
                "only articles of the library have earlier texts: leave out --revision".to_owned(),
            )
            .into());
        }
        (_, Meant::Address(address)) => {
            let page = Sent::get(options, &address)?;
            show_loaded(&mut printer, &address, |sink| page.load(sink))?
        }
        (_, Meant::Path(path)) => {
            show_loaded(&mut printer, &path.to_string_lossy(), |sink| loader::load(&path, sink))?
        }
        (_, _) => show_loaded(&mut printer, "-", |sink| {
            loader::load_stream(Path::new("-"), io::stdin().lock(), sink)
        })?,
    };
    printer.out.flush()?;
    Ok(exit)
}

fn form(args: &Args, config: &Config, plain: bool) -> Result<Form> {
    if args.json {
        return Ok(Form::Json);
    }
    if args.markdown {
        return Ok(Form::Markdown);
    }
    let settings = config::resolve(config, &env)?;
    let fits = columns().and_then(|columns| u16::try_from(columns).ok()).unwrap_or(u16::MAX);
    let width = args.width.unwrap_or(settings.measure.min(fits));
    let styled = match config.color {
        ColorChoice::Always => true,
        ColorChoice::Auto => on_terminal() && settings.depth != Depth::None,
        ColorChoice::Never => false,
    };
    Ok(Form::Text { width, theme: (styled && !plain).then(|| Box::new(settings.theme)) })
}

fn show_held(library: &Library, id: ArticleId, revision: Option<u32>, printer: &mut Printer) -> Result<Exit> {
    let Some(mut held) = library.get(id)? else {
        anyhow::bail!("{id} is gone from the library: `courant list` prints what is there");
    };
    if let Some(back) = revision {
        held.article = earlier(library, id, back)?;
        held.full_text = None;
    }
    printer.print(&Object {
        id: Some(library.name(id)?),
        article: &held.article,
        source: &held.source_address,
        read: held.read,
        starred: held.starred,
        tags: &held.tags,
        full_text: held.full_text.as_ref(),
    })?;
    Ok(Exit::Done)
}

fn earlier(library: &Library, id: ArticleId, back: u32) -> Result<Article> {
    if let Some(revision) = library.revision(id, back)? {
        return Ok(revision.article);
    }
    Err(match library.revisions(id)? {
        0 => anyhow::anyhow!("{id} has no earlier text: leave out --revision"),
        1 => anyhow::anyhow!("{id} has one earlier text: --revision 1 prints it"),
        held => {
            anyhow::anyhow!("{id} has {held} earlier texts: --revision takes 1 to {held}, 1 is the latest")
        }
    })
}

/// Loads and prints; what could not be read is said and the rest goes on.
fn show_loaded(
    printer: &mut Printer,
    source: &str,
    load: impl FnOnce(&mut loader::Sink<'_>) -> Result<(), loader::LoadError>,
) -> Result<Exit> {
    let mut tally = Tally::default();
    let mut printed = Ok(());
    let loaded = load(&mut |found| {
        match found {
            Found::Article(loaded) => {
                tally.done += 1;
                printed = printer.print(&object(&loaded, source));
            }
            Found::Notice(path, what) => complain(format_args!("{}: {what}", sanitize::path(path))),
            Found::Failed(_, why) => tally.fail(why),
            Found::Unknown(_) | Found::Progress(_) => {}
        }
        if printed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    printed?;
    loaded.unwrap_or_else(|why| tally.fail(why));
    Ok(tally.exit())
}

fn object<'a>(loaded: &'a Loaded, source: &'a str) -> Object<'a> {
    Object {
        id: loaded.given_id.clone(),
        article: &loaded.article,
        source,
        read: loaded.read.unwrap_or_default(),
        starred: loaded.starred.unwrap_or_default(),
        tags: &loaded.tags,
        full_text: None,
    }
}

impl Printer {
    fn print(&mut self, object: &Object<'_>) -> Result<()> {
        let between = if self.printed == 0 { "" } else { "\n---\n\n" };
        self.printed += 1;
        match &self.form {
            Form::Json => self.out.json(object),
            Form::Markdown => {
                Ok(self.out.text(&format!("{between}{}", markdown::article(object.article)))?)
            }
            Form::Text { width, theme } => {
                let text = text::article(object.article, object.full_text, *width, theme.as_deref());
                Ok(self.out.text(&format!("{between}{text}"))?)
            }
        }
    }
}
