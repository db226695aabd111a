//! `courant list`: the articles, one a line.

use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;

use super::Options;
use super::exit::{Exit, Usage};
use super::fill::index;
use super::output::{Output, columns, complain, on_terminal};
use super::places::{Places, env, settings};
use super::progress::Progress;
use super::query;
use crate::article::Moment;
use crate::layout::{truncate, width};
use crate::library::{Library, Query, Row, Slice, View};

/// Rows held in memory at once.
const WINDOW: usize = 500;
/// Rows that a terminal gets where no limit is named.
const SCREENFUL: usize = 50;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Words, "a phrase", beginnings*, -not, OR, ( ), title: author: site: source: section: category: tag: lang: is:
    /// after: before: age:<7d /regex/
    query: Vec<String>,
    #[command(flatten)]
    wanted: Wanted,
}

/// How many articles are wanted, in which order and form.
#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
    /// At most so many [default: all, 50 on a terminal]
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// What comes first
    #[arg(long, value_enum, default_value = "newest")]
    pub(super) sort: Sort,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Sort {
    /// The newest
    Newest,
    /// What fits the words best
    Rank,
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One JSON object a line.
    Json,
    /// Id, date, state, site and title, with tabs between them.
    Plain,
    /// Aligned, cut at this many columns.
    Aligned(usize),
}

/// A row as JSON: the fields of an article that a row has.
#[derive(Serialize)]
struct Object<'a> {
    id: Option<String>,
    title: &'a str,
    url: Option<&'a str>,
    site: Option<&'a str>,
    published: Option<Moment>,
    read: bool,
    starred: bool,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    if args.wanted.sort == Sort::Rank {
        let no = "there is no rank without words to look for: leave --sort rank out";
        return Err(Usage(no.to_owned()).into());
    }
    let settings = settings(options)?;
    let library = Places::find(options, &env)?.open_settled(&settings)?;
    let form = if args.wanted.json { Form::Json } else { text_form(options.plain) };
    // people want each text once, programs every article
    let folds = args.query.is_empty() && form != Form::Json;
    let view = if folds { View::default() } else { query::view(&args.query)? };
    if view.query.as_ref().is_some_and(Query::needs_text) {
        index(&library, &mut Progress::new(options.plain))?;
    }
    print(&library, &view, limit(options, args.wanted.json, args.wanted.limit), form, true)?;
    if !is_piped(options, args.wanted.json) && library.window(&view, Slice::First, 1)?.rows.is_empty() {
        complain(nothing(&args.query));
    }
    Ok(Exit::Done)
}

/// What is said to whoever would otherwise look at nothing.
fn nothing(query: &[String]) -> &'static str {
    if query.is_empty() {
        "there is no article yet: `courant add SOURCE` adds a file or folder"
    } else {
        "no article fits: `courant list` prints all"
    }
}

fn is_piped(options: &Options, json: bool) -> bool {
    options.plain || json || !on_terminal()
}

/// How many rows are wanted: where nothing is named, all in a pipe and a screenful on a terminal.
pub(super) fn limit(options: &Options, json: bool, named: Option<usize>) -> usize {
    named.unwrap_or(if is_piped(options, json) { usize::MAX } else { SCREENFUL })
}

/// Aligned on a terminal, unless plain lines are wanted.
pub(super) fn text_form(plain: bool) -> Form {
    columns().filter(|_| !plain).map_or(Form::Plain, Form::Aligned)
}

/// Prints at most `limit` rows, as they are read. Ids are printed where the articles are `kept`: elsewhere they
/// would name nothing.
pub(super) fn print(library: &Library, view: &View, limit: usize, form: Form, kept: bool) -> Result<()> {
    let mut out = Output::new();
    let (mut slice, mut left) = (Slice::First, limit);
    while left > 0 {
        let window = library.window(view, slice, left.min(WINDOW))?;
        for mut row in window.rows.iter().cloned() {
            let id = if kept { Some(library.name(row.key.id)?) } else { None };
            if row.copies > 0 && view.folds() {
                row.title = format!("{} (also in {})", row.title, row.copies);
            }
            row_line(&mut out, &row, id, form)?;
        }
        left -= window.rows.len();
        match window.rows.last() {
            Some(last) if !window.at_end => slice = Slice::After(last.key),
            _ => break,
        }
    }
    Ok(out.flush()?)
}

/// Prints a row on a line of its own; `id` is what the user may call it.
pub(super) fn row_line(out: &mut Output, row: &Row, id: Option<String>, form: Form) -> Result<()> {
    match form {
        Form::Json => out.json(&object(row, id)),
        Form::Plain => Ok(out.line(plain(row, id))?),
        Form::Aligned(columns) => Ok(out.line(aligned(row, id, columns))?),
    }
}

fn object(row: &Row, id: Option<String>) -> Object<'_> {
    Object {
        id,
        title: &row.title,
        url: row.url.as_deref(),
        site: Some(row.site.as_str()).filter(|site| !site.is_empty()),
        published: row.published,
        read: row.read,
        starred: row.starred,
    }
}

fn plain(row: &Row, id: Option<String>) -> String {
    let id = id.unwrap_or_else(|| "-".to_owned());
    let state = match (row.read, row.starred) {
        (false, false) => "unread",
        (false, true) => "unread,starred",
        (true, false) => "read",
        (true, true) => "read,starred",
    };
    format!("{id}\t{}\t{state}\t{}\t{}", date(row), row.site, row.title)
}

fn aligned(row: &Row, id: Option<String>, columns: usize) -> String {
    const SITE: usize = 18;
    let site = truncate(&row.site, SITE);
    let site = format!("{site}{}", " ".repeat(SITE - width(&site)));
    let unread = if row.read { ' ' } else { '●' };
    let star = if row.starred { '★' } else { ' ' };
    let id = id.map_or_else(String::new, |id| format!("{id:8} "));
    let line = format!("{id}{:10} {unread}{star} {site} {}", date(row), row.title);
    truncate(line.trim_end(), columns).into_owned()
}

fn date(row: &Row) -> String {
    row.published.map(|at| at.day().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{ArticleId, SortKey};

    fn row() -> Row {
        Row {
            key: SortKey { time: 0, id: ArticleId(33) },
            title: "漢字 in a headline that goes on".into(),
            site: "A site with a name that is long".into(),
            byline: String::new(),
            published: "2023-01-17T09:30:00Z".parse().ok(),
            url: None,
            read: false,
            starred: true,
            copies: 0,
            copy_of: None,
            story: None,
        }
    }

    #[test]
    fn a_plain_line_has_five_fields() {
        let line = plain(&row(), Some("art_11".into()));
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields[..3], ["art_11", "2023-01-17", "unread,starred"]);
        assert_eq!(fields[4], row().title);
        assert_eq!(plain(&Row { published: None, ..row() }, None).split('\t').count(), 5);
    }

    #[test]
    fn an_aligned_line_is_cut_at_the_width() {
        let line = aligned(&row(), Some("art_11".into()), 60);
        assert_eq!(line, "art_11   2023-01-17 ●★ A site with a nam… 漢字 in a headlin…");
        assert!(width(&aligned(&row(), None, 20)) <= 20);
    }

    #[test]
    fn an_object_says_null_for_what_is_not_known() {
        let json = serde_json::to_string(&object(&Row { site: String::new(), ..row() }, None)).unwrap();
        assert!(
            json.starts_with(r#"{"id":null,"title":"#) && json.contains(r#""url":null,"site":null"#),
            "{json}"
        );
    }
}
