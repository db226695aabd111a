//! What stands above the text: site, sections, headline, standfirst, bylines, dates, categories.

use super::categories;
use super::lexicon;
use super::line::{DateLine, Kind, Line};
use super::names;
use crate::article::Article;
use crate::loader::labels::Labels;

mod masthead;

/// Lines above the headline that may be about the piece and not of a menu ("By Industry").
const ABOVE: usize = 6;
/// Words of the shortest first half of a headline.
const HALF: usize = 2;
/// Words of the longest label above a headline.
const KICKER: usize = 3;

/// Reads the head into the article. Its copyright line is read already: it tells the site.
/// Says whether a category was guessed.
pub(super) fn read(lines: &[Line<'_>], at: usize, labels: &Labels, article: &mut Article) -> bool {
    let first = first_of(lines, at);
    let title: Vec<&str> = lines[first..=at].iter().map(|line| line.text.as_str()).collect();
    article.title = without_section(title.join(" "), &lines[..first]);
    let kicker = kicker(lines, first);
    let mut labelled: Vec<&str> = kicker.map(|at| lines[at].text.as_str()).into_iter().collect();
    let masthead = kicker.unwrap_or(first);
    masthead::read(&lines[..masthead], article);
    article.subtitle = lines.get(at + 1).filter(|line| line.is_prose()).map(|line| line.text.clone());
    // the nearest counts, and what stands below comes before what stands above
    for line in lines[at + 1..].iter().chain(lines[at.saturating_sub(ABOVE)..at].iter().rev()) {
        fields(line, article, &mut labelled);
    }
    let mut glued = false;
    for list in labelled {
        let (names, guessed) = categories::split(list, labels);
        glued |= guessed;
        super::add_new(&mut article.categories, names);
    }
    glued
}

/// Where the headline begins: one that goes on in lower case has its first half above.
fn first_of(lines: &[Line<'_>], title: usize) -> usize {
    let goes_on = lines[title].text.starts_with(char::is_lowercase) && !lines[title].blank_before;
    let above = title.checked_sub(1).filter(|_| goes_on);
    above.filter(|&above| lines[above].kind == Kind::Text && lines[above].words >= HALF).unwrap_or(title)
}

/// The headline without the section that a window's title has behind it: "A harbour waits | Opinion", where the menu has
/// "Opinion", too, or any page's menu may.
fn without_section(title: String, above: &[Line<'_>]) -> String {
    match title.rsplit_once(" | ") {
        Some((rest, tail))
            if above.iter().any(|line| line.text == tail) || !lexicon::whole(tail).is_empty() =>
        {
            rest.trim_end().to_owned()
        }
        _ => title,
    }
}

/// A label directly on top of the headline, set apart from what is above.
fn kicker(lines: &[Line<'_>], title: usize) -> Option<usize> {
    let at = title.checked_sub(1).filter(|&at| at > 0)?;
    let line = &lines[at];
    let fits = matches!(line.kind, Kind::Text | Kind::Menu) && line.words <= KICKER && !line.sentence;
    (fits && line.blank_before && !lines[title].blank_before).then_some(at)
}

/// The fields that a line of the head gives by itself; the first of each counts.
fn fields<'l>(line: &'l Line<'_>, article: &mut Article, labelled: &mut Vec<&'l str>) {
    match &line.kind {
        Kind::Date(date) => dates(date, article, labelled),
        Kind::Byline(names) if article.authors.is_empty() => article.authors.clone_from(names),
        Kind::Byline(names) => super::add_new(&mut article.authors, names.clone()),
        Kind::Minutes(minutes) => article.reading_minutes = article.reading_minutes.or(Some(*minutes)),
        Kind::Filed(list) => labelled.push(list),
        Kind::Tags(tags) => super::add_new(&mut article.keywords, tags.clone()),
        Kind::Comments(count) => article.comment_count = article.comment_count.or(Some(*count)),
        // "in Shipping", below a relative date
        Kind::Text | Kind::Menu if line.words <= KICKER + 1 => {
            labelled.extend(line.text.strip_prefix("in ").filter(|label| names::is_name(label)));
        }
        _ => {}
    }
}

fn dates<'l>(date: &'l DateLine, article: &mut Article, labelled: &mut Vec<&'l str>) {
    article.published = article.published.or(date.published);
    article.updated = article.updated.or(date.updated);
    article.reading_minutes = article.reading_minutes.or(date.minutes);
    super::add_new(&mut article.authors, date.authors.clone());
    labelled.extend(date.labels.iter().map(String::as_str));
}
