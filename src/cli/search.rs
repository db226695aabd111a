//! `courant search`: the articles in which the words stand.

use anyhow::Result;
use serde::Serialize;

use super::Options;
use super::exit::Exit;
use super::fill::index;
use super::list::{Form, Sort, Wanted, limit, row_line, text_form};
use super::output::Output;
use super::places::{Places, env, settings};
use super::progress::Progress;
use super::query::parse;
use crate::article::Moment;
use crate::library::{Hit, HitOrder, Library, Query, Row};

/// Columns of a snippet: two lines of a terminal, so that a phrase is seen in its sentence.
const SNIPPET: usize = 160;

/// Hits that are looked for at once.
const PAGE: usize = 500;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Words, "a phrase", beginnings*, -not (in quotes with a word before it), OR, ( ), title: author: site: source:
    /// section: category: tag: lang: is: after: before: age:<7d /regex/
    #[arg(required = true)]
    query: Vec<String>,
    #[command(flatten)]
    wanted: Wanted,
}

/// A hit as JSON.
#[derive(Serialize)]
struct Object<'a> {
    id: String,
    title: &'a str,
    url: Option<&'a str>,
    site: Option<&'a str>,
    published: Option<Moment>,
    score: Option<f32>,
    snippet: Option<String>,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let query = parse(&args.query)?;
    let settings = settings(options)?;
    let library = Places::find(options, &env)?.open_settled(&settings)?;
    index(&library, &mut Progress::new(options.plain))?;
    let order = if args.wanted.sort == Sort::Rank { HitOrder::Rank } else { HitOrder::Newest };
    let form = if args.wanted.json { Form::Json } else { text_form(options.plain) };
    let (mut out, mut left, mut after) =
        (Output::new(), limit(options, args.wanted.json, args.wanted.limit), None);
    while left > 0 {
        let hits = library.search(&query, order, after, left.min(PAGE), &|| false)?.unwrap_or_default();
        for hit in &hits {
            print(&mut out, &library, &query, *hit, form)?;
        }
        left -= hits.len();
        after = hits.last().copied();
        if after.is_none() {
            break;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn print(out: &mut Output, library: &Library, query: &Query, hit: Hit, form: Form) -> Result<()> {
    // it may have gone since it was indexed
    let Some(row) = library.row(hit.key.id)? else { return Ok(()) };
    let name = library.name(hit.key.id)?;
    if form != Form::Json {
        return row_line(out, &row, Some(name), form);
    }
    let held = library.get(hit.key.id)?;
    let snippet = held.map(|held| query.snippet(&held.article, SNIPPET).text);
    out.json(&object(&row, name, hit.score, snippet.filter(|snippet| !snippet.is_empty())))
}

fn object(row: &Row, id: String, score: Option<f32>, snippet: Option<String>) -> Object<'_> {
    Object {
        id,
        title: &row.title,
        url: row.url.as_deref(),
        site: Some(row.site.as_str()).filter(|site| !site.is_empty()),
        published: row.published,
        score,
        snippet,
    }
}
