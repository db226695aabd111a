//! Which line is the headline: every line is scored by the rows of a table.

use std::collections::HashSet;

use Sign::{Each, If};

use super::lexicon;
use super::line::{Kind, Line, SHORT};
use crate::loader::fingerprint;
use crate::loader::scripts::{self, is_wide};

/// Words of the longest headline.
const LONGEST: usize = 40;
/// Words of the text that a headline is compared with.
const SAMPLE: usize = 4000;
/// Lines that a byline may stand away from its headline.
const NEAR: usize = 3;
/// Words of running text that a point outweighs.
const WEIGHT: i64 = 3;
/// Words of a line that is not repeated by chance.
const TELLING: usize = 4;

/// A line that may be the headline, among its neighbours.
struct Candidate<'p> {
    page: &'p Page<'p>,
    at: usize,
    line: &'p Line<'p>,
}

/// What all lines together say.
struct Page<'p> {
    lines: &'p [Line<'p>],
    /// Words of the paragraphs.
    told: HashSet<String>,
    /// Short lines below a paragraph.
    subheads: HashSet<u64>,
    copyright: Option<&'p str>,
}

/// Points, and the sign that they are given for.
struct Row(i64, Sign);

enum Sign {
    /// Once, where it holds.
    If(fn(&Candidate<'_>) -> bool),
    /// So many times.
    Each(fn(&Candidate<'_>) -> i64),
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row( 20, If(|_| true)), // pages have headlines
    Row(-15, If(|it| it.line.words <= 1)),
    Row( 10, If(|it| (4..=20).contains(&it.line.words))),
    Row(-10, If(|it| it.line.words > 25)),
    Row(-40, If(|it| it.line.text.ends_with(['.', '。', '…', ':', '：', ',']))),
    Row(  5, Each(shared)),
    Row( 10, Each(signed)),
    Row( 12, If(is_echoed)),
    Row(-20, If(echoes)),
    Row(-20, If(is_site)),
    Row(-30, If(is_row)),
    Row(-30, If(is_call)),
    Row(-15, If(is_numbered)),
    Row(-15, If(is_subhead)),
    Row( -8, If(is_listed)),
    Row(  6, If(stands_out)),
    Row(  2, If(|it| it.line.blank_before)),
    Row( -2, If(|it| it.at == 0)),
];

/// The points of all lines.
pub(super) struct Titles(Vec<Option<i64>>);

impl Titles {
    /// Scores the lines of a page.
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let page = Page::of(lines);
        let candidates = lines.iter().enumerate().map(|(at, line)| Candidate { page: &page, at, line });
        Self(candidates.map(|it| it.points()).collect())
    }

    /// What a line is worth as the headline; `None` where it cannot be one.
    pub(super) fn points(&self, at: usize) -> Option<i64> {
        self.0.get(at).copied().flatten()
    }
}

impl<'p> Page<'p> {
    fn of(lines: &'p [Line<'p>]) -> Self {
        let paragraphs = lines.iter().filter(|line| line.is_paragraph());
        let told = paragraphs.flat_map(|line| words(&line.text)).take(SAMPLE).collect();
        let below = lines.windows(2).filter(|pair| pair[0].is_paragraph() && pair[1].text.len() <= SHORT);
        let subheads = below.map(|pair| fingerprint(&pair[1].text)).collect();
        let copyright = lines.iter().find(|line| line.kind == Kind::Rights).map(|line| line.text.as_str());
        Self { lines, told, subheads, copyright }
    }
}

impl Candidate<'_> {
    fn points(&self) -> Option<i64> {
        let fits =
            self.line.kind == Kind::Text && self.line.words <= LONGEST && self.line.text.len() <= SHORT;
        let points = || ROWS.iter().map(|Row(points, sign)| points * sign.times(self)).sum::<i64>();
        (fits && lexicon::whole(&self.line.text).is_empty())
            .then(points)
            .filter(|points| *points >= 0)
            .map(|points| WEIGHT * points)
    }

    /// The line so many lines below.
    fn below(&self, far: usize) -> Option<&Line<'_>> {
        self.page.lines.get(self.at + far)
    }

    /// The line so many lines above.
    fn above(&self, far: usize) -> Option<&Line<'_>> {
        self.page.lines.get(self.at.checked_sub(far)?)
    }

    fn neighbours(&self) -> impl Iterator<Item = &Line<'_>> {
        (1..=NEAR).flat_map(|far| [self.above(far), self.below(far)]).flatten()
    }
}

impl Sign {
    fn times(&self, it: &Candidate<'_>) -> i64 {
        match self {
            If(holds) => i64::from(holds(it)),
            Each(count) => count(it),
        }
    }
}

/// Words that the text uses, too.
fn shared(it: &Candidate<'_>) -> i64 {
    if it.line.is_paragraph() {
        return 0;
    }
    words(&it.line.text).collect::<HashSet<_>>().intersection(&it.page.told).take(4).count() as i64
}

fn is_site(it: &Candidate<'_>) -> bool {
    it.page.copyright.is_some_and(|text| super::held_by(&it.line.text, text))
}

/// Entries of a menu or of a path.
fn is_row(it: &Candidate<'_>) -> bool {
    let text = it.line.text.as_str();
    let turned = text.contains('»') && !text.contains('«');
    turned || text.contains(['|', '›', '·', '←', '→']) || it.line.raw.trim().contains("  ")
}

/// "The best offers of the week. Click here" wants to be followed.
fn is_call(it: &Candidate<'_>) -> bool {
    let last = it.line.text.rsplit(['.', '!', '?', ':']).next().unwrap_or_default().trim();
    last.len() < it.line.text.len() && !lexicon::whole(last).is_empty()
}

/// "2. Survey it" is a subhead.
fn is_numbered(it: &Candidate<'_>) -> bool {
    let rest = it.line.text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < it.line.text.len() && rest.starts_with(['.', ')'])
}

/// How surely byline, date or buttons belong to it: 0 to 3.
fn signed(it: &Candidate<'_>) -> i64 {
    let near = |far: usize| if far == 1 { 3 } else { 2 };
    let below = |far: usize| match &it.below(far)?.kind {
        Kind::Date(_) | Kind::Byline(_) => Some(near(far)),
        Kind::Ago | Kind::Minutes(_) | Kind::Share => Some(near(far) - 1),
        _ => None,
    };
    let above = |far: usize| match &it.above(far)?.kind {
        // bylines stand below their headline, dates on either side
        Kind::Byline(_) => Some(-1),
        Kind::Date(date) if !date.authors.is_empty() => Some(-1),
        Kind::Date(_) => Some(near(far) - 1),
        _ => None,
    };
    (1..=NEAR).find_map(below).or_else(|| (1..=2).find_map(above)).unwrap_or_default()
}

/// Whether a path or the head of the window say it and more.
fn is_echoed(it: &Candidate<'_>) -> bool {
    let top = it.page.lines.iter().take(NEAR);
    it.neighbours().chain(top).any(|line| is_part(&it.line.text, line))
}

fn echoes(it: &Candidate<'_>) -> bool {
    it.neighbours().any(|line| is_part(&line.text, it.line))
}

/// What stands below a paragraph, here or elsewhere: a list of contents says it, too.
fn is_subhead(it: &Candidate<'_>) -> bool {
    it.page.subheads.contains(&fingerprint(&it.line.text))
}

/// The first line of some words below those of a menu.
fn stands_out(it: &Candidate<'_>) -> bool {
    it.line.words >= TELLING
        && (1..=NEAR)
            .all(|far| it.above(far).is_none_or(|line| line.words < TELLING || line.text == it.line.text))
}

/// Right below another such line.
fn is_listed(it: &Candidate<'_>) -> bool {
    it.above(1)
        .is_some_and(|line| line.kind == Kind::Text && line.words >= TELLING && line.text != it.line.text)
}

/// Whether a text of some words opens or closes a longer line.
fn is_part(part: &str, whole: &Line<'_>) -> bool {
    let longer = whole.text.len() > part.len() && whole.text.len() <= SHORT;
    longer
        && whole.words <= LONGEST
        && (whole.text.starts_with(part) || whole.text.ends_with(part))
        && scripts::words(part) >= TELLING
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loader::dates::Order;
    use crate::loader::labels::Labels;
    use crate::loader::page_text::classify::{self, Context};

    /// The line with the most points.
    fn best(text: &str) -> String {
        let mut lines = crate::loader::page_text::line::read(text, 99);
        let context = Context { order: Order::Unknown, labels: &Labels::default() };
        for line in &mut lines {
            line.kind = classify::kind(line, &context);
        }
        let titles = Titles::of(&lines);
        let best = (0..lines.len()).max_by_key(|&at| titles.points(at)).unwrap();
        lines[best].text.clone()
    }

    #[test]
    fn the_signed_line_is_the_headline() {
        let page = "Trade winds and tides\nA harbour learns to wait\nby Joy Lin\n4 March 2024\nWhy small ports silt up\n\
                    The harbour authority said that the dredging will begin in May, later than planned.\n";
        assert_eq!(best(page), "A harbour learns to wait");
    }

    #[test]
    fn entries_of_a_list_of_contents_are_none() {
        let page = "Ferries\nWaiting for the tide in May\nWhat the engineers found in May\n\
                    The harbour authority said that the tide and the engineers are waiting for what May brings.\n\
                    What the engineers found in May\n\
                    The silt contains more metals than before, and nobody knows where it all came from.\n";
        assert_eq!(best(page), "Waiting for the tide in May");
    }

    #[test]
    fn what_wants_to_be_followed_is_none() {
        let page = "Home\nThe best tides of this May. Click here\nA harbour learns to wait\nJoy Lin\n4 March 2024\n\
                    The harbour authority said that the tides of May will be the best of this year for its engineers.\n";
        assert_eq!(best(page), "A harbour learns to wait");
    }

    #[test]
    fn paths_and_arrows_are_none() {
        let page = "Home/Harbour/A harbour learns to wait\nA harbour learns to wait\n« The mole is done | Main\n\
                    The harbour authority said that the dredging will begin in May, later than planned.\n";
        assert_eq!(best(page), "A harbour learns to wait");
    }
}
