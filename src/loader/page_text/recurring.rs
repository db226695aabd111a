//! What a line alone does not say: whether it stands on other pages, too, or on this one before, and whether it is
//! about an author.

use std::collections::HashSet;

use super::line::{Kind, Line};
use super::zones;
use crate::loader::fingerprint;
use crate::loader::habits::Known;

/// Marks lines that stand on many pages: paragraphs are furniture, shorter ones may still name the site, be a link, or
/// a subhead that such pieces always have.
pub(super) fn mark_known(lines: &mut [Line<'_>], known: &Known<'_>) {
    let plain = |line: &Line<'_>| matches!(line.kind, Kind::Text | Kind::Hint);
    let recurs = |line: &Line<'_>| plain(line) && known.recurs(&line.text, false);
    let recurring: Vec<usize> = (0..lines.len()).filter(|at| recurs(&lines[*at])).collect();
    if recurring.is_empty() {
        return;
    }
    let opening = opening(lines);
    for at in recurring {
        let line = &mut lines[at];
        if !opening.contains(&Some(at)) || known.recurs(&line.text, true) {
            let short = line.kind == Kind::Text && !line.is_paragraph();
            line.kind = if short { Kind::Menu } else { Kind::Furniture };
        }
    }
}

/// The lines that are headline and first text of the page if it is read alone.
fn opening(lines: &[Line<'_>]) -> [Option<usize>; 2] {
    let title = zones::find(lines).map(|zones| zones.title);
    let below = title.and_then(|title| (title + 1..lines.len()).find(|at| lines[*at].is_prose()));
    [title, below]
}

/// Marks paragraphs that stand on the page before, and what it says about its authors.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let authors = authors(lines);
    let mut said = HashSet::new();
    for at in 0..lines.len() {
        let (above, rest) = lines.split_at(at);
        let line = &rest[0];
        if !matches!(line.kind, Kind::Text | Kind::Menu) {
            continue;
        }
        let again = line.words >= TELLING && line.is_paragraph() && !said.insert(fingerprint(&line.text));
        if again || above.last().is_some_and(|above| is_about(line, above, &authors)) {
            lines[at].kind = Kind::Furniture;
        } else if authors.contains(&line.text) && lines.get(at + 1).is_some_and(Line::is_prose) {
            lines[at].kind = Kind::Box;
        }
    }
}

/// Who the bylines name.
fn authors(lines: &[Line<'_>]) -> HashSet<String> {
    let named = lines.iter().flat_map(|line| match &line.kind {
        Kind::Byline(names) => names.as_slice(),
        Kind::Date(date) => date.authors.as_slice(),
        _ => &[],
    });
    named.filter(|name| name.contains(' ')).cloned().collect()
}

/// "Joy Lin is …" below her name.
fn is_about(line: &Line<'_>, above: &Line<'_>, authors: &HashSet<String>) -> bool {
    let names = |name: &String| match &above.kind {
        Kind::Byline(names) => names.contains(name),
        Kind::Box => true,
        _ => false,
    };
    line.is_prose()
        && authors.iter().take(AUTHORS).any(|name| line.text.starts_with(name.as_str()) && names(name))
}

/// Words of a paragraph that no text says twice: refrains are shorter.
const TELLING: usize = 12;
/// Authors that paragraphs are compared with.
const AUTHORS: usize = 20;
