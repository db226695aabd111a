//! Lists of links that a page offers: headlines, each with or without a date.

use super::line::{Kind, Line};
use crate::article::{LinkRole, Moment, PageLink};
use crate::loader::dates::{self, Order};

/// Words of the longest headline in a list.
const LONGEST: usize = 40;

/// Links of a page beyond which it is no article page; keeps looking for doubles cheap.
const LINKS: usize = 2000;

/// Adds a link; the same one twice in a list is one, with the date that either has.
pub(super) fn add(links: &mut Vec<PageLink>, role: LinkRole, title: &str, published: Option<Moment>) {
    if links.len() >= LINKS {
        return;
    }
    let same = links.iter_mut().find(|link| link.role == role && link.title == title);
    if let Some(link) = same {
        link.published = link.published.or(published);
    } else {
        links.push(PageLink { role, title: title.to_owned(), published, url: None, article: None });
    }
}

/// Reads the list that starts with the first of these lines; the number of lines it takes.
pub(super) fn list(lines: &[Line<'_>], role: LinkRole, order: Order, links: &mut Vec<PageLink>) -> usize {
    let length = lines.iter().take_while(|line| is_entry(line)).count();
    let entries = &lines[..length];
    let dates_lead = matches!(entries.first().map(|line| &line.kind), Some(Kind::Date(_)));
    let mut lead = None;
    let mut last: Option<&str> = None;
    for (at, line) in entries.iter().enumerate() {
        match &line.kind {
            Kind::Date(date) => {
                let moment = date.published.or(date.updated);
                match last.filter(|_| !dates_lead) {
                    Some(title) => add(links, role, title, moment),
                    None => lead = moment,
                }
            }
            Kind::Text | Kind::Menu if is_label(&entries[at..]) => {}
            Kind::Text | Kind::Menu => last = Some(entry(&line.text, lead.take(), role, order, links)),
            Kind::Item { text, .. } => last = Some(entry(text, lead.take(), role, order, links)),
            _ => {}
        }
    }
    length
}

/// Adds one entry, its own date cut off; its title.
fn entry<'t>(
    text: &'t str,
    lead: Option<Moment>,
    role: LinkRole,
    order: Order,
    links: &mut Vec<PageLink>,
) -> &'t str {
    let (title, own) = cut_date(text, order);
    add(links, role, title, own.or(lead));
    title
}

fn is_entry(line: &Line<'_>) -> bool {
    match &line.kind {
        Kind::Text => line.words <= LONGEST && !line.is_paragraph(),
        Kind::Date(_) | Kind::Ago | Kind::Minutes(_) | Kind::Menu | Kind::Byline(_) | Kind::Item { .. } => {
            true
        }
        _ => false,
    }
}

/// A category above a headline inside a card: one word, then a headline, then its date.
fn is_label(lines: &[Line<'_>]) -> bool {
    match lines {
        [label, title, date, ..] => {
            label.words <= 1
                && matches!(title.kind, Kind::Text | Kind::Menu)
                && title.words > 1
                && matches!(date.kind, Kind::Date(_) | Kind::Ago)
        }
        _ => false,
    }
}

/// "Headline 2024-05-03" and "3 May 2024 Headline", taken apart.
fn cut_date(text: &str, order: Order) -> (&str, Option<Moment>) {
    let digits = text.contains(|c: char| c.is_numeric()) && text.len() <= super::line::SHORT;
    let found = if digits { dates::find(text, order) } else { Vec::new() };
    let [only] = found.as_slice() else { return (text, None) };
    let (before, after) = (text[..only.range.start].trim(), text[only.range.end..].trim());
    let bare = |title: &'_ str| {
        title.len() - title.trim_start_matches([' ', '|', '-', '–', '—', '·', ':', ',']).len()
    };
    match (before.is_empty(), after.is_empty()) {
        (true, false) => (&after[bare(after)..], Some(only.moment)),
        (false, true) => {
            (before.trim_end_matches([' ', '|', '-', '–', '—', '·', ':', ',', '(']), Some(only.moment))
        }
        _ => (text, None),
    }
}
