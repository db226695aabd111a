//! The top of a page: the name of the site and the sections it was found under.

use super::super::lexicon::{self, Says};
use super::super::line::{Kind, Line, SHORT};
use super::super::{add_new, foot, held_by};
use crate::article::Article;
use crate::loader::scripts::{self, is_wide};

/// Entries of a menu beyond which it is the map of the site, not where the piece was found.
const SECTIONS: usize = 12;
/// Lines from the top that are looked at.
const REACH: usize = 200;
/// Words of the longest section.
const LONGEST: usize = 4;
/// Words of the longest name of a site.
const SITE: usize = 6;

/// Reads the lines above the headline.
pub(super) fn read(lines: &[Line<'_>], article: &mut Article) {
    let lines: Vec<&Line<'_>> = lines.iter().take(REACH).filter(|line| is_masthead(line)).collect();
    article.site = site(&lines, article.copyright.as_deref());
    if let Some(site) = &article.site
        && article.site_host.is_none()
    {
        article.site_host = foot::host(site).filter(|host| host == site);
    }
    let mut sections = Vec::new();
    let own = article.site.clone().unwrap_or_default();
    let of_site = |line: &Line<'_>| line.text != own && line.text.contains(own.as_str());
    for line in &lines {
        let names = segments(line).into_iter().filter(|name| *name != own && scripts::words(name) <= LONGEST);
        // "Bay Review - Independent news": a claim, no section
        let claims = of_site(line) && line.text.contains([' ']) && dashed(&line.text).is_some();
        add_new(&mut sections, names.filter(|_| !claims).map(str::to_owned).collect());
    }
    if sections.len() <= SECTIONS {
        article.sections = sections;
    }
}

fn is_masthead(line: &Line<'_>) -> bool {
    let fits = matches!(line.kind, Kind::Text | Kind::Menu | Kind::Header(_)) && !line.sentence;
    fits && line.text.len() <= SHORT && !line.text.starts_with("in ")
}

/// The segment that the copyright line names, else the first one, unless it is an entry of a menu.
fn site(lines: &[&Line<'_>], copyright: Option<&str>) -> Option<String> {
    let all = || lines.iter().flat_map(|line| segments(line));
    let owned = copyright.and_then(|text| all().find(|name| held_by(name, text)));
    let first = || {
        // in the map of a site the first entry is anything
        let line = lines.first().filter(|_| lines.len() <= SECTIONS)?;
        let name = *segments(line).first()?;
        let fits = scripts::words(name) <= SITE && lexicon::whole(name).is_empty();
        (fits && !gaps(line.raw)).then_some(name)
    };
    owned.or_else(first).filter(|name| !lexicon::is(name, Says::Menu)).map(str::to_owned)
}

/// The entries of a line, cut at signs, wide gaps, or spaces where words have none.
fn segments<'l>(line: &'l Line<'_>) -> Vec<&'l str> {
    let text = line.text.as_str();
    let pieces: Vec<&str> = if text.contains(['|', '｜', '»', '›', '·', '•', '>', '/']) {
        text.split(['|', '｜', '»', '›', '·', '•', '>', '/']).collect()
    } else if gaps(line.raw) {
        line.raw.split("  ").flat_map(|piece| piece.split('\t')).collect()
    } else if text.contains(' ') && text.chars().all(|c| is_wide(c) || c == ' ') {
        text.split(' ').collect()
    } else if let Some((name, _)) = dashed(text) {
        vec![name]
    } else {
        vec![text]
    };
    pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// A name and what it says of itself.
fn dashed(text: &str) -> Option<(&str, &str)> {
    [" - ", " – ", " — "].iter().find_map(|dash| text.split_once(dash))
}

/// Whether a line has wide gaps inside: it was a row of menu entries.
fn gaps(raw: &str) -> bool {
    raw.trim().contains("  ") || raw.trim().contains('\t')
}
