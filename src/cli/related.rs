//! `courant related`: the articles that belong to one, computed ones first, then the page's own links.

use std::ffi::{OsStr, OsString};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::{Result, bail};
use serde::Serialize;

use super::Options;
use super::articles::{Meant, find};
use super::exit::{Exit, Usage};
use super::list::{Form, text_form};
use super::output::{Output, complain};
use super::web::Sent;
use crate::app::related::{page_reason, reason};
use crate::article::{Article, Moment};
use crate::layout::{truncate, width};
use crate::library::{HeldLink, Library, Related};
use crate::loader::{self, Found};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An id, an address, a path, or - for standard input
    article: OsString,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// At most so many computed rows; the page's own links come besides
    #[arg(long, value_name = "N", default_value_t = crate::app::related::ROWS)]
    limit: usize,
}

/// A row as JSON.
#[derive(Debug, Serialize)]
struct Object {
    id: Option<String>,
    title: String,
    url: Option<String>,
    site: Option<String>,
    published: Option<Moment>,
    score: Option<f32>,
    reason: String,
    terms: Vec<String>,
    kind: &'static str,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let (library, meant) = find(options, &args.article)?;
    let objects = objects(options, args, library.as_ref(), &meant)?;
    let form = if args.json { Form::Json } else { text_form(options.plain) };
    let mut out = Output::new();
    for object in &objects {
        match form {
            Form::Json => out.json(object)?,
            Form::Plain => out.line(plain(object))?,
            Form::Aligned(columns) => out.line(aligned(object, columns))?,
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// Computed rows first. Without a library there is only what the page itself offers.
fn objects(options: &Options, args: &Args, library: Option<&Library>, meant: &Meant) -> Result<Vec<Object>> {
    let read = || read(options, &args.article, meant);
    let (related, links) = match (library, meant) {
        (Some(library), Meant::Held(id)) => {
            let Some(held) = library.get(*id)? else {
                bail!("{id} is gone from the library: `courant list` prints what is there");
            };
            (library.related(*id, args.limit, &|| false)?.unwrap_or_default(), held.page_links)
        }
        (Some(library), _) => {
            let article = read()?;
            (library.related_to_text(&article, args.limit)?, library.resolve_links(&article)?)
        }
        (None, _) => (Vec::new(), read()?.links.iter().filter_map(HeldLink::offered).collect()),
    };
    let computed = related.into_iter().map(|related| computed(library, related));
    computed.chain(links.into_iter().map(|link| page(library, link))).collect()
}

/// The one article of a file or of standard input.
fn read(options: &Options, argument: &OsStr, meant: &Meant) -> Result<Article> {
    let (mut articles, mut failed) = (Vec::new(), None);
    let sink = &mut |found| {
        match found {
            Found::Article(loaded) => articles.push(loaded.article),
            Found::Notice(path, what) => complain(format_args!("{}: {what}", path.display())),
            Found::Failed(_, why) => failed = Some(why),
            Found::Unknown(_) | Found::Progress(_) => {}
        }
        if articles.len() < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    match meant {
        Meant::Address(address) => Sent::get(options, address)?.load(sink)?,
        Meant::Path(path) => loader::load(path, sink)?,
        _ => loader::load_stream(Path::new("-"), io::stdin().lock(), sink)?,
    }
    let name = argument.display();
    match (articles.pop(), articles.is_empty(), failed) {
        (Some(article), true, _) => Ok(article),
        (Some(_), false, _) => Err(Usage(format!(
            "{name} holds several articles: add it (`courant add {name}`), then name one of them by its id"
        ))
        .into()),
        (None, _, Some(why)) => Err(why.into()),
        (None, _, None) => bail!("{name} holds no article: `courant show {name}` prints what was read"),
    }
}

fn computed(library: Option<&Library>, related: Related) -> Result<Object> {
    Ok(Object {
        id: library.map(|library| library.name(related.row.key.id)).transpose()?,
        reason: reason(&related),
        title: related.row.title,
        url: related.row.url,
        site: Some(related.row.site).filter(|site| !site.is_empty()),
        published: related.row.published,
        score: Some(related.score),
        terms: related.terms,
        kind: related.kind.name(),
    })
}

fn page(library: Option<&Library>, link: HeldLink) -> Result<Object> {
    let held = library.zip(link.held).map(|(library, (key, _))| (library, key.id));
    let row = held.map(|(library, id)| library.row(id)).transpose()?.flatten();
    Ok(Object {
        id: held.map(|(library, id)| library.name(id)).transpose()?,
        reason: page_reason(link.role).to_owned(),
        title: link.title,
        url: link.url.or_else(|| row.as_ref()?.url.clone()),
        site: row.map(|row| row.site).filter(|site| !site.is_empty()),
        published: link.published,
        score: None,
        terms: Vec::new(),
        kind: "page",
    })
}

/// Id, date, kind, site, headline and reason, with tabs between them.
fn plain(object: &Object) -> String {
    let (id, site) = (object.id.as_deref().unwrap_or("-"), object.site.as_deref().unwrap_or_default());
    format!("{id}\t{}\t{}\t{site}\t{}\t{}", date(object), object.kind, object.title, object.reason)
}

/// The headline gives way to the reason, down to a quarter of the line.
fn aligned(object: &Object, columns: usize) -> String {
    let begin = format!("{:8} {:10} {:7} ", object.id.as_deref().unwrap_or("-"), date(object), object.kind);
    let room = columns.saturating_sub(width(&begin) + width(&object.reason) + 2).max(columns / 4);
    let title = truncate(&object.title, room);
    truncate(&format!("{begin}{title}  {}", object.reason), columns).into_owned()
}

fn date(object: &Object) -> String {
    object.published.map(|at| at.day().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object() -> Object {
        Object {
            id: Some("art_11".into()),
            title: "A headline that is long enough to be cut somewhere".into(),
            url: None,
            site: None,
            published: "2023-01-17".parse().ok(),
            score: None,
            reason: "both: zevor-cel · 3 months later".into(),
            terms: vec!["zevor-cel".into()],
            kind: "story",
        }
    }

    #[test]
    fn the_fields_are_those_of_the_contract() {
        let json = serde_json::to_string(&object()).unwrap();
        let mut from = 0;
        for field in ["id", "title", "url", "site", "published", "score", "reason", "terms", "kind"] {
            from += json[from..].find(&format!("\"{field}\":")).unwrap();
        }
        assert!(json.contains(r#""url":null,"site":null"#) && json.contains(r#""score":null"#), "{json}");
    }

    #[test]
    fn a_line_keeps_the_reason_and_cuts_the_headline() {
        assert_eq!(
            aligned(&object(), 90),
            "art_11   2023-01-17 story   A headline that is long eno…  both: zevor-cel · 3 months later"
        );
        assert!(width(&aligned(&object(), 40)) <= 40);
        assert_eq!(plain(&object()).split('\t').count(), 6);
    }
}
