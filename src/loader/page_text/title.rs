//! Which line of the head is the headline: each candidate is scored.

use std::collections::HashSet;
use std::ops::Range;

use super::lexicon;
use super::line::{Kind, Line};
use crate::loader::scripts::is_wide;

/// Lines above the text among which the headline is looked for first.
const REACH: usize = 40;
/// Words of the text that a headline is compared with.
const SAMPLE: usize = 4000;
/// What is needed to be one at all: less than a plain line of a few words beside nothing.
const ENOUGH: i64 = 0;

/// The number of the line that is the headline.
pub(super) fn find(head: &[Line<'_>], body: &[Line<'_>], copyright: Option<&str>) -> Option<usize> {
    let told: HashSet<String> = body.iter().flat_map(|line| words(&line.text)).take(SAMPLE).collect();
    let best = |lines: Range<usize>| {
        let scored = lines.filter_map(|at| Some((score(head, at, &told, copyright)?, at)));
        // the last of equals: menus stand above
        scored.max().filter(|(score, _)| *score >= ENOUGH).map(|(_, at)| at)
    };
    let near = head.len().saturating_sub(REACH);
    best(near..head.len()).or_else(|| best(0..near))
}

fn score(head: &[Line<'_>], at: usize, told: &HashSet<String>, copyright: Option<&str>) -> Option<i64> {
    let line = &head[at];
    let candidate = line.kind == Kind::Text && lexicon::whole(&line.text).is_empty();
    if !candidate || line.words > 40 {
        return None;
    }
    let length = match line.words {
        0..=1 => -4,
        2..=3 => 0,
        4..=25 => 4,
        _ => -2,
    };
    let shared = words(&line.text).collect::<HashSet<_>>().intersection(told).count() as i64;
    let stop = if line.text.ends_with(['.', '。', '…']) { -6 } else { 0 };
    let site = copyright.is_some_and(|text| super::held_by(&line.text, text));
    let row = line.text.contains(['|', '»', '›', '·']) || line.raw.trim().contains("  ");
    let penalties = if site { -8 } else { 0 } + if row { -5 } else { 0 } + if at == 0 { -1 } else { 0 };
    Some(
        length
            + (3 * shared).min(9)
            + stop
            + penalties
            + beside_dates(head, at)
            + i64::from(line.blank_before),
    )
}

/// Headlines stand beside the byline and the dates.
fn beside_dates(head: &[Line<'_>], at: usize) -> i64 {
    let marks = |at: usize| {
        head.get(at).is_some_and(|line| {
            matches!(line.kind, Kind::Date(_) | Kind::Byline(_) | Kind::Ago | Kind::Minutes(_) | Kind::Share)
        })
    };
    let near = |distance: usize| marks(at + distance) || at.checked_sub(distance).is_some_and(marks);
    match (near(1), near(2)) {
        (true, _) => 4,
        (false, true) => 2,
        (false, false) => i64::from(at + 1 == head.len()) * 2,
    }
}

/// Words that carry meaning; of wide scripts every pair of characters.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).flat_map(|word| {
        let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).take(400).collect();
        if letters.iter().copied().any(is_wide) {
            letters.windows(2).map(String::from_iter).collect()
        } else if letters.len() > 3 {
            vec![String::from_iter(letters)]
        } else {
            Vec::new()
        }
    })
}
