//! Which lines are furniture: counted over a sample of the pages that is as large as memory allows and, being
//! chosen by what the pages say, the same in whatever order they come.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Group, Traits};
use crate::loader::fingerprint;

/// Lines that are held at most: 8 MiB.
const HELD: usize = 1 << 20;
/// A line is furniture that stands on one in so many pages of a group, and on `BESIDE` more: background that some
/// pieces repeat is not.
const ONE_IN: usize = 3;
/// See `ONE_IN`.
const BESIDE: usize = 2;
/// Pages that a line must stand on.
const PAGES: usize = 3;

/// Pages to be compared.
#[derive(Debug, Default)]
pub(super) struct Sample {
    pages: Vec<Traits>,
    held: usize,
    /// Only pages whose number begins with so many zero bits are held: each more halves the sample.
    thinned: u32,
}

impl Sample {
    /// Adds a page.
    pub(super) fn add(&mut self, page: Traits) {
        if !page.is_in(self.thinned) {
            return;
        }
        self.held += page.lines.len();
        self.pages.push(page);
        while self.held > HELD {
            self.thinned += 1;
            self.pages.retain(|page| page.is_in(self.thinned));
            self.held = self.pages.iter().map(|page| page.lines.len()).sum();
        }
    }

    /// The lines that are furniture, by group, and whether more than one piece opens with them.
    pub(super) fn recurring(&self) -> HashMap<(Group, u64), bool> {
        let mut groups: BTreeMap<Group, Vec<&Traits>> = BTreeMap::new();
        for page in &self.pages {
            for group in page.groups() {
                groups.entry(group).or_default().push(page);
            }
        }
        let of_group = |(group, pages): (&Group, &Vec<&Traits>)| {
            let group = *group;
            furniture(pages).into_iter().map(move |(line, opens)| ((group, line), opens))
        };
        groups.iter().flat_map(of_group).collect()
    }
}

#[cfg(test)]
impl Sample {
    /// Pages that are held.
    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }
}

impl Traits {
    fn is_in(&self, thinned: u32) -> bool {
        fingerprint(&(self.title, &self.lines)).leading_zeros() >= thinned
    }

    /// The longest paragraph that is none of these.
    fn own(&self, others: &HashSet<u64>) -> Option<u64> {
        self.longest.iter().map(|(_, number)| *number).find(|number| !others.contains(number))
    }
}

/// The lines that are furniture in a group. Copies of a piece share all their lines, and so do its later versions.
/// So the pages that a line stands on must differ in headline, and each have a paragraph of its own. Told beside each:
/// whether more than one piece opens with it.
fn furniture(pages: &[&Traits]) -> HashMap<u64, bool> {
    let titles: HashSet<u64> = pages.iter().map(|page| page.title).collect();
    let least = (titles.len() / ONE_IN + BESIDE).max(PAGES);
    let repeated = frequent(pages, least, |page| Some(page.title));
    let furniture = frequent(pages, least, |page| page.own(&repeated));
    let opened = |page: &&Traits| page.opening.map(|line| (line, page.own(&repeated)));
    let openings: HashSet<_> = pages.iter().flat_map(opened).collect();
    let mut pieces: HashMap<u64, usize> = HashMap::new();
    for (line, _) in openings {
        *pieces.entry(line).or_default() += 1;
    }
    let opens = |line: u64| pieces.get(&line).is_some_and(|pieces| *pieces > 1);
    furniture.intersection(&repeated).map(|line| (*line, opens(*line))).collect()
}

/// The lines that stand on pages of at least so many kinds; a page without one does not count.
fn frequent(pages: &[&Traits], least: usize, kind: impl Fn(&Traits) -> Option<u64>) -> HashSet<u64> {
    let mut seen = Vec::new();
    for page in pages {
        seen.extend(kind(page).into_iter().flat_map(|kind| page.lines.iter().map(move |line| (*line, kind))));
    }
    seen.sort_unstable();
    seen.dedup();
    let same_line = seen.chunk_by(|one: &(u64, u64), other| one.0 == other.0);
    same_line.filter(|kinds| kinds.len() >= least).map(|kinds| kinds[0].0).collect()
}
