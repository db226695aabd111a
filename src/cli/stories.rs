//! `courant stories`: what several articles tell of, the newest first.

use anyhow::Result;
use serde::Serialize;

use super::Options;
use super::exit::Exit;
use super::fill::index;
use super::list::{Form, limit, text_form};
use super::output::{Output, complain};
use super::places::{Places, env, settings};
use super::progress::Progress;
use crate::app::spark::sparkline;
use crate::article::Moment;
use crate::layout::{truncate, width};
use crate::library::{Library, Story};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// At most so many [default: all, 50 on a terminal]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// A story as JSON; `articles` are ids, the newest first.
#[derive(Serialize)]
struct Object<'a> {
    id: String,
    title: &'a str,
    first: Moment,
    last: Moment,
    count: usize,
    articles: Vec<String>,
}

pub(super) fn run(options: &Options, args: &Args) -> Result<Exit> {
    let settings = settings(options)?;
    let library = Places::find(options, &env)?.open_settled(&settings)?;
    index(&library, &mut Progress::new(options.plain))?;
    let stories = library.stories(limit(options, args.json, args.limit))?;
    let form = if args.json { Form::Json } else { text_form(options.plain) };
    let mut out = Output::new();
    for story in &stories {
        match form {
            Form::Json => out.json(&object(&library, story)?)?,
            Form::Plain => out.line(plain(story))?,
            Form::Aligned(columns) => out.line(aligned(story, columns))?,
        }
    }
    out.flush()?;
    if stories.is_empty() && form != Form::Json {
        complain("there is no story yet: it takes two articles about the same happening");
    }
    Ok(Exit::Done)
}

fn object<'a>(library: &Library, story: &'a Story) -> Result<Object<'a>> {
    let names = story.articles.iter().map(|id| library.name(*id));
    Ok(Object {
        id: story.id.to_string(),
        title: &story.title,
        first: story.first,
        last: story.last,
        count: story.articles.len(),
        articles: names.collect::<Result<_, _>>()?,
    })
}

/// First and last day, articles, outlets and headline, with tabs between them.
fn plain(story: &Story) -> String {
    let (first, last) = (story.first.day(), story.last.day());
    format!("{first}\t{last}\t{}\t{}\t{}", story.articles.len(), story.sites.len(), story.title)
}

/// `2026-03-01 – 2026-03-11   3 articles in 2 outlets  ▁▂▇  Headline`.
fn aligned(story: &Story, columns: usize) -> String {
    const DATES: usize = 23;
    const COUNTS: usize = 26;
    const SPARK: usize = 9;
    let (first, last) = (story.first.day(), story.last.day());
    let dates = if first == last { first.to_string() } else { format!("{first} – {last}") };
    let counts =
        format!("{} in {}", counted(story.articles.len(), "article"), counted(story.sites.len(), "outlet"));
    let spark = sparkline(&story.dates, SPARK - 1);
    let begin = [(dates, DATES), (counts, COUNTS), (spark, SPARK)].map(|(text, room)| {
        let rest = room.saturating_sub(width(&text));
        format!("{text}{}", " ".repeat(rest.max(1)))
    });
    truncate(&format!("{}{}", begin.concat(), story.title), columns).into_owned()
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{ArticleId, StoryId};

    fn story() -> Story {
        let day = |text: &str| text.parse::<Moment>().unwrap();
        Story {
            id: StoryId(1),
            title: "Court weighs export rules".into(),
            first: day("2026-03-01"),
            last: day("2026-03-04"),
            articles: vec![ArticleId(3), ArticleId(2), ArticleId(1)],
            dates: vec![day("2026-03-04"), day("2026-03-04"), day("2026-03-01")],
            sites: vec!["Example Wire".into(), "The Sample".into()],
        }
    }

    #[test]
    fn a_line_says_when_how_many_and_what() {
        assert_eq!(plain(&story()), "2026-03-01\t2026-03-04\t3\t2\tCourt weighs export rules");
        assert_eq!(
            aligned(&story(), 90),
            "2026-03-01 – 2026-03-04 3 articles in 2 outlets   ▂  ▄     Court weighs export rules"
        );
        assert!(width(&aligned(&story(), 40)) <= 40);
    }
}
