//! The articles of a stretch of time, held in memory by what leads from one to another: the terms that tell most, and
//! some numbers of the wording.
//!
//! Copies and stories are found in the order of time, so the stretch moves along, and each article is read once. The search
//! index would look through all times for every article: among a hundred thousand that takes ten times as long.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{Connection, Row};

use super::hash::ByNumber;
use super::minhash::MinHash;
use super::signature::{Signature, Vector};
use super::weighed::{Weighed, norm, product, telling, weighed};
use super::{Alike, CANDIDATES, DAY, STORY_DAYS, Weights, weight};
use crate::library::list::place;
use crate::library::{ArticleId, Library, Result, SortKey};

/// How far articles are compared, in seconds.
const REACH: i64 = STORY_DAYS * DAY;

/// Terms by which an article is found, those that weigh most. On labelled news the stories are those that all terms give;
/// with 24 some are missed.
const TERMS: usize = 32;

/// Terms of an article by which others are looked for.
const OWN: usize = 64;

/// While so few articles are held all terms lead from one to another.
const FEW: usize = 100;

/// Articles that are held on either side, at most, though more may be near: a million may have the same day.
const MOST: usize = 100_000;

/// Articles that are read at once.
const BATCH: i64 = 1_000;

/// Articles with their signatures, as [`Vicinity::take`] wants them.
const SIGNED: &str =
    "SELECT time, article.id, vector, minhash FROM article JOIN signature ON signature.article = article.id";

/// Signatures that are kept at hand: some 30 MB.
const SIGNATURES: usize = 20_000;

/// What the terms by which they were found must give, of what makes a story, for two articles to be compared exactly.
const PROMISING: f32 = 0.25;

/// The stretch of time, and who is in it.
#[derive(Debug, Default)]
pub(in crate::library) struct Vicinity {
    /// The last change of the library that is in it.
    seq: i64,
    /// The sort time from which on articles are held, and the place up to which; nothing before the first use.
    reach: Option<(i64, SortKey)>,
    /// Those that are held, about in the order of time.
    members: Vec<Member>,
    /// Where an article is among them.
    places: HashMap<i64, u32>,
    /// The members by what leads to them: a term, or a number of the wording.
    links: HashMap<u64, Links, ByNumber>,
    /// Of each member how alike it is to the one that is compared; nothing in between. Emptied where it was written: there
    /// may be a hundred thousand.
    products: Vec<f32>,
    at_hand: AtHand,
    /// The terms of those whose turn comes.
    waiting: HashMap<i64, Vec<Weighed>>,
}

#[derive(Debug, Clone, Copy)]
struct Member {
    key: SortKey,
    norm: f32,
    /// It has changed since, and has another place now, or none.
    gone: bool,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    member: u32,
    /// How often the term stands there.
    count: u8,
}

/// Where a name leads. Most lead to one member only; what leads to many is read from one end to the other.
#[derive(Debug)]
enum Links {
    One(Link),
    Many(Vec<Link>),
}

impl Links {
    fn all(&self) -> &[Link] {
        match self {
            Self::One(link) => std::slice::from_ref(link),
            Self::Many(links) => links,
        }
    }

    fn push(&mut self, link: Link) {
        match self {
            Self::One(first) => *self = Self::Many(vec![*first, link]),
            Self::Many(links) => links.push(link),
        }
    }

    /// Follows members to their new places; false where that leads to nobody any more.
    fn follow(&mut self, places: &[Option<u32>]) -> bool {
        let moves = |link: &mut Link| {
            let place = places[link.member as usize];
            link.member = place.unwrap_or(link.member);
            place.is_some()
        };
        match self {
            Self::One(link) => moves(link),
            Self::Many(links) => {
                links.retain_mut(moves);
                match links[..] {
                    [] => false,
                    [only] => {
                        *self = Self::One(only);
                        true
                    }
                    _ => true,
                }
            }
        }
    }
}

/// Signatures at hand.
#[derive(Debug, Default)]
struct AtHand(HashMap<i64, Signature>);

/// Articles whose terms, looked up when they came, wait for their turn to be compared: some 10 MB.
const WAITING: usize = 2_000;

impl AtHand {
    /// Keeps one that was read on the way, while there is room.
    fn keep(&mut self, id: ArticleId, signature: impl FnOnce() -> Signature) {
        if self.0.len() < SIGNATURES {
            self.0.insert(id.0, signature());
        }
    }

    fn of(&mut self, library: &Library, id: ArticleId) -> Result<Option<&Signature>> {
        if self.0.len() >= SIGNATURES {
            self.0.clear();
        }
        Ok(Some(match self.0.entry(id.0) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let Some(signature) = library.signature(id)? else { return Ok(None) };
                new.insert(signature)
            }
        }))
    }
}

impl Library {
    /// The articles near this one in time that are alike enough to matter, as the vicinity finds them.
    pub(in crate::library) fn alike(&self, vicinity: &mut Vicinity, key: SortKey) -> Result<Vec<Alike>> {
        let frequencies = self.frequencies()?;
        let weights = Weights(&frequencies);
        vicinity.reach(&self.db, key, &weights)?;
        let Some(own) = vicinity.at_hand.of(self, key.id)?.cloned() else { return Ok(Vec::new()) };
        let looked_up = vicinity.waiting.remove(&key.id.0);
        let terms = looked_up.unwrap_or_else(|| weighed(own.vector.entries(), &weights));
        let story = weights.story();
        let norm = norm(&terms);
        let mut alike = Vec::new();
        for (id, length) in vicinity.candidates(key, &terms, &own.minhash, PROMISING * story * norm) {
            let Some(other) = vicinity.at_hand.of(self, id)? else { continue };
            let cosine = product(&terms, &other.vector) / (norm * length);
            let resemblance = own.minhash.resemblance(&other.minhash);
            alike.push(Alike { id, cosine, resemblance, same_story: cosine >= story });
        }
        Ok(alike)
    }
}

impl Vicinity {
    /// Takes in what lies around a place, and lets go of what lies far behind it.
    fn reach(&mut self, db: &Connection, key: SortKey, weights: &Weights<'_>) -> Result<()> {
        self.follow(db, weights)?;
        // what an article leaves may have to be looked at again, and lies before it
        let from = key.time.saturating_sub(2 * REACH);
        match self.reach {
            Some((begin, end)) if begin <= key.time.saturating_sub(REACH) && end.time >= from => {}
            _ => {
                let nothing = SortKey { time: from, id: ArticleId(i64::MIN) };
                *self = Self { seq: self.seq, reach: Some((from, nothing)), ..Self::default() };
            }
        }
        while self.wants_more(key) && self.read_on(db, key.time.saturating_add(REACH), weights)? {}
        self.let_go(from, key);
        Ok(())
    }

    fn wants_more(&self, key: SortKey) -> bool {
        let place = self.places.get(&key.id.0).map_or(self.members.len(), |place| *place as usize);
        self.reach.is_some_and(|(_, end)| end < key) || self.members.len() - place < MOST
    }

    /// Takes in the next articles up to a time; false where there are no more.
    fn read_on(&mut self, db: &Connection, to: i64, weights: &Weights<'_>) -> Result<bool> {
        let Some((_, mut end)) = self.reach else { return Ok(false) };
        let mut statement = db.prepare_cached(&format!(
            "{SIGNED} WHERE time BETWEEN ?1 AND ?3 AND (time > ?1 OR article.id > ?2) ORDER BY time, article.id LIMIT ?4"
        ))?;
        let mut rows = statement.query((end.time, end.id.0, to, BATCH))?;
        let mut read = 0;
        while let Some(row) = rows.next()? {
            end = self.take(row, weights)?;
            read += 1;
        }
        self.reach = self.reach.map(|(begin, _)| (begin, end));
        Ok(read == BATCH)
    }

    /// Follows what has changed since.
    fn follow(&mut self, db: &Connection, weights: &Weights<'_>) -> Result<()> {
        let mut statement = db.prepare_cached("SELECT coalesce(max(seq), 0) FROM change")?;
        let newest = statement.query_row([], |row| row.get(0))?;
        if let Some((begin, end)) = self.reach
            && newest > self.seq
        {
            let mut changed = db.prepare_cached("SELECT DISTINCT article FROM change WHERE seq > ?1")?;
            let changed = changed.query_map([self.seq], |row| row.get(0))?;
            let changed: Vec<i64> = changed.collect::<rusqlite::Result<_>>()?;
            let mut statement = db.prepare_cached(&format!(
                "{SIGNED} WHERE article.id = ?1 AND time >= ?2 AND (time, article.id) <= (?3, ?4)"
            ))?;
            for id in changed {
                self.forget(id);
                let mut rows = statement.query((id, begin, end.time, end.id.0))?;
                while let Some(row) = rows.next()? {
                    self.take(row, weights)?;
                }
            }
        }
        self.seq = newest;
        Ok(())
    }

    fn forget(&mut self, id: i64) {
        self.at_hand.0.remove(&id);
        self.waiting.remove(&id);
        if let Some(place) = self.places.remove(&id) {
            self.members[place as usize].gone = true;
        }
    }

    fn take(&mut self, row: &Row<'_>, weights: &Weights<'_>) -> Result<SortKey> {
        let key = place(row, 0)?;
        let vector = row.get_ref(2)?.as_blob().unwrap_or_default();
        let terms = weighed(Vector::entries_of(vector), weights);
        let minhash = MinHash::decode(row.get_ref(3)?.as_blob().unwrap_or_default());
        let member = self.members.len() as u32;
        self.members.push(Member { key, norm: norm(&terms), gone: false });
        self.places.insert(key.id.0, member);
        let leading = telling(terms.clone(), self.at_most(TERMS));
        if self.waiting.len() < WAITING {
            self.waiting.insert(key.id.0, terms);
        }
        for term in leading {
            self.link(term.number.into(), Link { member, count: term.count });
        }
        minhash.keys().for_each(|key| self.link(wording(key), Link { member, count: 0 }));
        self.at_hand.keep(key.id, || Signature { vector: Vector::decode(vector.to_vec()), minhash });
        Ok(key)
    }

    /// So many terms, or all.
    fn at_most(&self, terms: usize) -> usize {
        if self.places.len() > FEW { terms } else { usize::MAX }
    }

    fn link(&mut self, name: u64, link: Link) {
        match self.links.entry(name) {
            Entry::Occupied(known) => known.into_mut().push(link),
            Entry::Vacant(new) => drop(new.insert(Links::One(link))),
        }
    }

    /// What leads to others by one name.
    fn led_to(&self, name: u64) -> &[Link] {
        self.links.get(&name).map(Links::all).unwrap_or_default()
    }

    /// Drops what lies before a time or too far before a place, now and then.
    fn let_go(&mut self, from: i64, key: SortKey) {
        let Some((begin, end)) = self.reach else { return };
        if from - begin < REACH && self.members.len() < 3 * MOST {
            return;
        }
        let here = self.places.get(&key.id.0).map_or(0, |place| *place as usize);
        let mut kept = Self { seq: self.seq, reach: Some((from, end)), ..Self::default() };
        kept.at_hand = std::mem::take(&mut self.at_hand);
        kept.waiting = std::mem::take(&mut self.waiting);
        let mut places = vec![None; self.members.len()];
        for (at, member) in self.members.iter().enumerate() {
            if !member.gone && member.key.time >= from && at + MOST > here {
                let place = kept.members.len() as u32;
                places[at] = Some(place);
                kept.places.insert(member.key.id.0, place);
                kept.members.push(*member);
            } else {
                kept.at_hand.0.remove(&member.key.id.0);
                kept.waiting.remove(&member.key.id.0);
            }
        }
        kept.links = std::mem::take(&mut self.links);
        kept.links.retain(|_, links| links.follow(&places));
        *self = kept;
    }

    /// The articles that may be alike, those that promise most, with the lengths of their vectors: what the terms by which
    /// they are found give has to be `least` times that length.
    fn candidates(
        &mut self,
        key: SortKey,
        own: &[Weighed],
        wording_of_it: &MinHash,
        least: f32,
    ) -> Vec<(ArticleId, f32)> {
        let mut promising = self.sharing(&telling(own.to_vec(), self.at_most(OWN)));
        promising.retain(|(likeness, _)| *likeness >= least);
        let mut alike: HashMap<u32, f32, ByNumber> = HashMap::default();
        for link in wording_of_it.keys().flat_map(|key| self.led_to(wording(key))) {
            *alike.entry(link.member).or_default() += 1.0;
        }
        let mut worded: Vec<(f32, u32)> = alike.into_iter().map(|(member, same)| (same, member)).collect();
        let mut found = Vec::new();
        for some in [&mut promising, &mut worded] {
            some.retain(|(_, member)| self.admits(*member, key));
            some.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
            found.extend(some.iter().take(CANDIDATES).map(|(_, member)| *member));
        }
        found.sort_unstable();
        found.dedup();
        let described = |member: u32| &self.members[member as usize];
        found.into_iter().map(described).map(|member| (member.key.id, member.norm)).collect()
    }

    /// The members that are found by any of these terms, each with what they give, over its length.
    fn sharing(&mut self, own: &[Weighed]) -> Vec<(f32, u32)> {
        let mut products = std::mem::take(&mut self.products);
        products.resize(self.members.len(), 0.0);
        let mut found = Vec::new();
        for term in own {
            let worth = term.weight * term.rarity;
            for link in self.led_to(term.number.into()) {
                let product: &mut f32 = &mut products[link.member as usize];
                if *product == 0.0 {
                    found.push(link.member);
                }
                *product += worth * weight(link.count);
            }
        }
        let over_length = |member: u32| {
            let product = std::mem::take(&mut products[member as usize]);
            (product / self.members[member as usize].norm, member)
        };
        let found = found.into_iter().map(over_length).collect();
        self.products = products;
        found
    }

    /// Whether an article counts for another.
    fn admits(&self, member: u32, key: SortKey) -> bool {
        let other = self.members[member as usize];
        !other.gone && other.key.id != key.id && other.key.time.abs_diff(key.time) <= REACH.unsigned_abs()
    }
}

/// The name of a number of the wording, where no term has one.
fn wording(key: u32) -> u64 {
    u64::from(key) | 1 << u32::BITS
}
