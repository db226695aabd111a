//! One article against those near it: which it is a copy of, and which it follows.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::super::list::place;
use super::super::related::vicinity::Vicinity;
use super::super::related::{Alike, COPY, DAY, STORY_DAYS};
use super::super::{ArticleId, Library, Result, SortKey};
use super::group::{note, note_tied};

/// How long a story goes on, in seconds.
const WINDOW: i64 = STORY_DAYS * DAY;

/// What an article is tied to.
#[derive(Debug, Clone, Copy)]
struct Ties {
    key: SortKey,
    /// Without a date nobody knows what it belongs to.
    dated: bool,
    copy_of: Option<i64>,
    follows: Option<i64>,
    story: Option<i64>,
    /// Sort time of the first article of its story; its own where it has none.
    begun: i64,
}

impl Ties {
    fn of(db: &Connection, id: ArticleId) -> Result<Option<Self>> {
        let mut statement = db.prepare_cached(
            "SELECT article.time, article.id, article.published IS NOT NULL, article.copy_of, article.follows, \
             article.story, coalesce(first.time, article.time) \
             FROM article LEFT JOIN article first ON first.id = article.story WHERE article.id = ?1",
        )?;
        let ties = statement.query_row([id.0], |row| {
            Ok(Self {
                key: place(row, 0)?,
                dated: row.get(2)?,
                copy_of: row.get(3)?,
                follows: row.get(4)?,
                story: row.get(5)?,
                begun: row.get(6)?,
            })
        });
        Ok(ties.optional()?)
    }

    /// The story that an article is of which follows this one.
    fn told(&self) -> i64 {
        self.story.unwrap_or(self.key.id.0)
    }

    /// Whether another may follow it.
    fn leads_to(&self, other: &Self) -> bool {
        self.dated && other.dated && self.key < other.key && other.key.time - self.begun <= WINDOW
    }
}

/// An article near another.
#[derive(Debug, Clone, Copy)]
struct Near {
    ties: Ties,
    alike: Alike,
}

impl Library {
    /// Ties an article to those near it, and notes those that this may matter to.
    pub(super) fn tie(&self, tx: &Transaction<'_>, vicinity: &mut Vicinity, id: ArticleId) -> Result<()> {
        let Some(this) = Ties::of(tx, id)? else { return Ok(()) };
        let near = self.near(tx, vicinity, &this)?;
        fold(tx, &this, &near)?;
        let told = follow(tx, &this, &near)?;
        self.note_followers(tx, &told, &near)
    }

    /// What is alike enough to matter.
    fn near(&self, tx: &Transaction<'_>, vicinity: &mut Vicinity, this: &Ties) -> Result<Vec<Near>> {
        let mut near = Vec::new();
        let matters = |other: &Alike| other.resemblance >= COPY || other.same_story;
        for alike in self.alike(vicinity, this.key)?.into_iter().filter(matters) {
            if let Some(ties) = Ties::of(tx, alike.id)? {
                near.push(Near { ties, alike });
            }
        }
        self.add_heads(tx, this, &around(this.key.time), &mut near)?;
        Ok(near)
    }

    /// Of very many copies the one that stands for them need not be among the most alike.
    fn add_heads(
        &self,
        tx: &Transaction<'_>,
        this: &Ties,
        times: &RangeInclusive<i64>,
        near: &mut Vec<Near>,
    ) -> Result<()> {
        let mut heads: Vec<i64> = near.iter().filter_map(|other| other.ties.copy_of).collect();
        heads.sort_unstable();
        heads.dedup();
        heads.retain(|head| *head != this.key.id.0 && near.iter().all(|other| other.alike.id.0 != *head));
        for head in heads.into_iter().map(ArticleId) {
            if let Some(ties) = Ties::of(tx, head)?.filter(|ties| times.contains(&ties.key.time))
                && let Some(alike) = self.likeness(this.key.id, head)?
            {
                near.push(Near { ties, alike });
            }
        }
        Ok(())
    }

    /// Later articles that would rather follow this one than what they follow now.
    fn note_followers(&self, tx: &Transaction<'_>, this: &Ties, near: &[Near]) -> Result<()> {
        for other in near.iter().filter(|other| other.alike.same_story && this.leads_to(&other.ties)) {
            let now = match other.ties.follows.map(ArticleId) {
                Some(follows) if follows == this.key.id => continue,
                Some(follows) => self.likeness(other.alike.id, follows)?.zip(Ties::of(tx, follows)?),
                None => None,
            };
            let worth = (other.alike.cosine, Reverse(this.key));
            if now.is_none_or(|(alike, ties)| (alike.cosine, Reverse(ties.key)) < worth) {
                note(tx, other.ties.key)?;
            }
        }
        Ok(())
    }
}

/// The sort times near one.
fn around(time: i64) -> RangeInclusive<i64> {
    time.saturating_sub(WINDOW)..=time.saturating_add(WINDOW)
}

/// Of those that fit the one most alike, of equals the earliest.
fn best(near: &[Near], likeness: impl Fn(&Alike) -> f32, fits: impl Fn(&&Near) -> bool) -> Option<&Ties> {
    let order = |one: &&Near, other: &&Near| {
        let by_likeness = likeness(&one.alike).total_cmp(&likeness(&other.alike));
        by_likeness.then(other.ties.key.cmp(&one.ties.key))
    };
    near.iter().filter(fits).max_by(order).map(|near| &near.ties)
}

/// Folds an article into the one that stands for its text, if that is another.
fn fold(tx: &Transaction<'_>, this: &Ties, near: &[Near]) -> Result<()> {
    let resembles = |other: &&Near| other.alike.resemblance >= COPY;
    let head = best(
        near,
        |alike| alike.resemblance,
        |other| resembles(other) && other.ties.copy_of.is_none() && other.ties.key < this.key,
    );
    let head = head.map(|ties| ties.key.id.0);
    if head != this.copy_of {
        tx.prepare_cached("UPDATE article SET copy_of = ?2 WHERE id = ?1")?.execute((this.key.id.0, head))?;
    }
    if head.is_some() {
        note_tied(tx, "copy_of", this.key.id)?;
        // what stood below it is never out of sight, though it may come to stand elsewhere
        tx.prepare_cached("UPDATE article SET copy_of = ?2 WHERE copy_of = ?1")?
            .execute((this.key.id.0, head))?;
        return Ok(());
    }
    let others = near.iter().filter(resembles).filter(|other| other.ties.key > this.key);
    others
        .filter(|other| other.ties.copy_of != Some(this.key.id.0))
        .try_for_each(|other| note(tx, other.ties.key))
}

/// Lets an article follow the one that is most like it. Gives what it is tied to now.
fn follow(tx: &Transaction<'_>, this: &Ties, near: &[Near]) -> Result<Ties> {
    let before =
        best(near, |alike| alike.cosine, |other| other.alike.same_story && other.ties.leads_to(this));
    let story = match before {
        Some(before) => Some(before.told()),
        None => is_followed(tx, this.key.id)?.then_some(this.key.id.0),
    };
    if let Some(before) = before.filter(|before| before.story.is_none()) {
        tx.prepare_cached("UPDATE article SET story = id WHERE id = ?1")?.execute([before.key.id.0])?;
    }
    let follows = before.map(|before| before.key.id.0);
    if (follows, story) != (this.follows, this.story) {
        tx.prepare_cached("UPDATE article SET follows = ?2, story = ?3 WHERE id = ?1")?.execute((
            this.key.id.0,
            follows,
            story,
        ))?;
    }
    if story != this.story {
        note_tied(tx, "follows", this.key.id)?;
        // the story that it leaves may be none without it
        if let Some(left) = this.story.filter(|left| *left != this.key.id.0) {
            note_tied(tx, "id", ArticleId(left))?;
        }
    }
    let begun = before.map_or(this.key.time, |before| before.begun);
    Ok(Ties { follows, story, begun, ..*this })
}

fn is_followed(tx: &Transaction<'_>, id: ArticleId) -> Result<bool> {
    Ok(tx.prepare_cached("SELECT 1 FROM article WHERE follows = ?1")?.exists([id.0])?)
}
