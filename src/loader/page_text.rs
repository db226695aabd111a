//! The inner text of an article page → the article. Lines are classified one by one, then the page is cut into
//! head, body and foot, and each is read by its own rules. No rule knows a site; what is not there stays empty.

use crate::article::Article;
use crate::loader::dates::{Order, Votes};
use crate::loader::habits::Known;
use crate::loader::language;
use classify::Context;
use line::{Kind, Line, SHORT};

mod body;
mod categories;
pub(super) mod classify;
pub(super) mod dateline;
mod foot;
mod head;
pub(crate) mod lexicon;
pub(super) mod line;
mod links;
mod mail;
pub(super) mod names;
mod pairs;
mod recurring;
mod title;
mod weights;
mod zones;

/// Characters of the text by which its language is told.
const SAMPLE: usize = 8000;
/// Lines of the longest page.
const LINES: usize = 1 << 18;
/// Lines whose labels may tell the language.
const LABELS: usize = 200;
/// Names of a kind (authors, categories, tags) that a page may have.
const NAMES: usize = 200;

/// A page read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Page {
    /// The article, not yet sanitized.
    pub(crate) article: Article,
    /// A category was cut by its shape alone: a second pass with more labels may do better.
    pub(crate) glued: bool,
    /// The lines that nothing but their place or other pages can tell from furniture.
    pub(crate) plain: Vec<String>,
    /// What its dates say of the order of day and month.
    pub(crate) votes: Votes,
}

/// Why a text was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unread {
    /// The page has no line that could be a headline.
    #[error("no headline was found in the text; put the headline on a line of its own above it")]
    NoHeadline,
    /// It is a list or a log: lines cost more memory than their letters.
    #[error("it has more than {LINES} lines, as no article has; split it")]
    TooManyLines,
}

/// Reads the inner text of an article page.
pub(super) fn parse(text: &str, known: &Known<'_>) -> Result<Page, Unread> {
    let mut article = Article::default();
    let mail = mail::read(text, &mut article);
    let mut lines = line::read(mail.unwrap_or(text), LINES + 1);
    if lines.len() > LINES {
        return Err(Unread::TooManyLines);
    }
    article.language = language_of(&lines);
    let votes = votes(&lines);
    let language = article.language.as_deref();
    let context =
        Context { order: Order::choose(votes, known.votes(language), language), labels: known.labels() };
    for line in &mut lines {
        line.kind = classify::kind(line, &context);
    }
    let mut lines = joined(lines, &context);
    let plain = lines.iter().filter(|line| matches!(line.kind, Kind::Text | Kind::Hint));
    let plain = plain.map(|line| line.text.clone()).collect();
    recurring::mark_known(&mut lines, known);
    let glued = if mail.is_some() {
        body::read(&lines, context.order, &mut article);
        false
    } else {
        zoned(&lines, &context, &mut article)?
    };
    Ok(Page { article, glued, plain, votes })
}

/// Cuts the lines into head, text and foot, and reads each; whether a category was guessed.
fn zoned(lines: &[Line<'_>], context: &Context<'_>, article: &mut Article) -> Result<bool, Unread> {
    let zones = zones::find(lines).ok_or(Unread::NoHeadline)?;
    let (head, rest) = lines.split_at(zones.start);
    let (text, below) = rest.split_at(zones.end - zones.start);
    body::read(text, context.order, article);
    let filed = foot::read(below, context.order, context.labels, article);
    let labelled = head::read(head, zones.title, context.labels, article);
    Ok(filed || labelled)
}

/// The lines put together that belong together, and marked by what the page as a whole says of them.
fn joined<'a>(lines: Vec<Line<'a>>, context: &Context<'_>) -> Vec<Line<'a>> {
    let mut lines = pairs::join(line::unwrap(lines), context);
    recurring::mark(&mut lines);
    // a number with no other beside it is a numbered subhead, not a list
    for at in 0..lines.len() {
        let item = |at: Option<usize>| {
            at.and_then(|at| lines.get(at))
                .is_some_and(|line| matches!(line.kind, Kind::Item { ordered: true, .. }))
        };
        if item(Some(at)) && !item(at.checked_sub(1)) && !item(Some(at + 1)) {
            lines[at].kind = Kind::Text;
        }
    }
    lines
}

/// The language of the longer lines, since menus are often in another. Where they are too short to be sure, what
/// they are likeliest in, if the page's own labels are in that language, too.
fn language_of(lines: &[Line<'_>]) -> Option<String> {
    let mut sample = String::new();
    let mut sure = None;
    for longer in [8, 3] {
        sample.clear();
        for line in lines.iter().filter(|line| line.words >= longer) {
            sample.extend(line.text.chars().take(SAMPLE));
            sample.push('\n');
            if sample.len() >= SAMPLE {
                break;
            }
        }
        sure = sure.or_else(|| language::detect(&sample));
    }
    let short = lines.iter().filter(|line| line.text.len() <= SHORT).take(LABELS);
    sure.or_else(|| {
        let labels: Vec<&str> = short.filter_map(|line| lexicon::language(&line.text)).collect();
        let first = *labels.first()?;
        let agree = labels.len() > 1 && labels.iter().all(|label| *label == first);
        (agree && language::guess(&sample) == Some(first)).then(|| first.to_owned())
    })
}

/// What the page's own dates say of the order of day and month.
fn votes(lines: &[Line<'_>]) -> Votes {
    Votes::of(lines.iter().filter(|line| line.text.len() <= SHORT).map(|line| line.text.as_str()))
}

/// Adds what is not in the list yet, up to more names than any piece has.
fn add_new(list: &mut Vec<String>, names: Vec<String>) {
    for name in names {
        if list.len() < NAMES && !list.contains(&name) {
            list.push(name);
        }
    }
}

/// Whether a copyright line names this holder, as words or as a host; the mail addresses in it name desks.
fn held_by(name: &str, copyright: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let holder: String =
        copyright.split_whitespace().filter(|word| !word.contains('@')).map(letters).collect();
    // hosts cannot write the sign
    let forms = [letters(name), letters(&name.replace('&', "and"))];
    forms.iter().any(|name| name.chars().count() >= 3 && holder.contains(name.as_str()))
}

#[cfg(test)]
mod tests;
