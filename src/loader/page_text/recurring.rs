//! What a line alone does not say: whether it stands on other pages, too, or on this one before, and whether it is
//! about an author.

use std::collections::HashSet;

use super::line::{Kind, Line};
use crate::loader::fingerprint;
use crate::loader::habits::Known;

/// Marks lines that stand on many pages: paragraphs are furniture, shorter ones may still name the site, be a link, or
/// a subhead that such pieces always have.
pub(super) fn mark_known(lines: &mut [Line<'_>], known: &Known<'_>) {
    for line in lines {
        line.kind = match line.kind {
            Kind::Hint if known.recurs(&line.text) => Kind::Furniture,
            Kind::Text if known.recurs(&line.text) => {
                if line.is_paragraph() {
                    Kind::Furniture
                } else {
                    Kind::Menu
                }
            }
            _ => continue,
        };
    }
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
