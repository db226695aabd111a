//! Which article the body shows: the one being read, out of those held ready or when it arrives.

use std::collections::HashSet;

use super::body::Opened;
use super::toast::Severity;
use super::{App, Effect};
use crate::library::{ArticleId, Mark};

/// Articles held ready: the ones around the cursor and those just read.
const CACHED: usize = 32;
/// Articles prepared on each side of the cursor.
const NEIGHBOURS: usize = 3;

/// Articles held ready, the newest first.
#[derive(Debug, Default)]
pub(super) struct Ready {
    articles: Vec<Opened>,
    /// The library has changed since these were read: they are shown at once, and read anew.
    outdated: HashSet<ArticleId>,
}

impl Ready {
    fn get(&self, id: ArticleId) -> Option<Opened> {
        self.of(id).cloned()
    }

    /// An article that is held ready.
    pub(super) fn of(&self, id: ArticleId) -> Option<&Opened> {
        self.articles.iter().find(|opened| opened.id() == id)
    }

    fn put(&mut self, opened: Opened) {
        self.articles.retain(|held| held.id() != opened.id());
        self.articles.truncate(CACHED - 1);
        self.articles.insert(0, opened);
    }

    fn is_fresh(&self, id: ArticleId) -> bool {
        !self.outdated.contains(&id) && self.articles.iter().any(|opened| opened.id() == id)
    }

    pub(super) fn outdate(&mut self) {
        self.outdated = self.articles.iter().map(Opened::id).collect();
    }

    pub(super) fn mark(&mut self, id: ArticleId, mark: Mark) {
        self.articles.iter_mut().for_each(|opened| opened.mark(id, mark));
    }
}

impl App {
    /// The body shows what is being read, and the reader is where they were sent.
    pub(super) fn follow_text(&mut self) {
        self.show_text();
        if self.land() {
            // a step may lead on to the next article
            self.show_text();
            self.land();
        }
    }

    /// What is being read, at its size, with what is looked for marked in it.
    pub(super) fn show_text(&mut self) {
        self.follow_reading();
        self.fit_body();
        let sought = self.sought();
        self.body.seek(sought);
    }

    pub(super) fn fit_body(&mut self) {
        let geometry = self.geometry();
        self.body.resize(geometry.text_width(self.measure), geometry.body_lines());
    }

    /// From what is held ready, or when it arrives.
    fn follow_reading(&mut self) {
        if self.is_text_here() {
            self.requested = None;
            return;
        }
        let Some(id) = self.reading else {
            self.save_anchor();
            return self.body.clear();
        };
        if let Some(opened) = self.ready.get(id) {
            self.show(opened);
            self.prefetch();
        }
        if !self.ready.is_fresh(id) && self.requested != Some(id) {
            self.ask_article(id);
        }
    }

    /// Whether the body shows the article that is being read, or there is none.
    pub(super) fn is_text_here(&self) -> bool {
        self.reading == self.body.id()
    }

    pub(super) fn ask_article(&mut self, id: ArticleId) {
        self.requested = Some(id);
        self.push(Effect::Article(id));
    }

    pub(super) fn show(&mut self, opened: Opened) {
        self.save_anchor();
        self.body.show(opened);
        self.related_cursor = self.first_related();
    }

    /// The place in a text is kept when the text is left.
    pub(super) fn save_anchor(&mut self) {
        let anchor = self.body.anchor();
        let now = self.body.opened().filter(|opened| opened.back == 0);
        let Some(opened) = now.filter(|opened| opened.anchor != anchor) else { return };
        let left = Opened { anchor, ..opened.clone() };
        self.push(Effect::SaveAnchor(left.id(), anchor));
        self.ready.put(left);
    }

    /// The articles around the one on the screen are read ahead. Where the reader came from elsewhere, what belongs to it goes
    /// before them; who walks on from one to the next needs them first.
    pub(super) fn prefetch(&mut self) {
        let from = self.list.cursor().saturating_sub(NEIGHBOURS);
        let near = self.list.rows().iter().skip(from).take(2 * NEIGHBOURS + 1).map(|row| row.key.id);
        let missing: Vec<ArticleId> = near.filter(|id| !self.ready.is_fresh(*id)).collect();
        if !missing.is_empty() {
            self.push(Effect::Prefetch(missing));
        }
    }

    pub(super) fn article_arrived(&mut self, id: ArticleId, opened: Option<Opened>) {
        let Some(mut opened) = opened else { return self.article_gone(id) };
        self.apply_marks(&mut opened);
        // where the reader left off is known here before the library knows
        opened.anchor = self.ready.of(id).map_or(opened.anchor, |held| held.anchor);
        self.ready.outdated.remove(&id);
        self.ready.put(opened.clone());
        let is_shown = self.body.id() == Some(id);
        // from an earlier text the reader comes back to it
        if is_shown && !self.is_earlier_shown(id) {
            self.body.update(opened);
        } else if !is_shown && self.reading == Some(id) {
            self.show(opened);
            if self.knows_related() {
                self.prefetch();
            }
        }
    }

    /// The rows are read anew, since one of them is wrong; until they are here it is not asked for again.
    fn article_gone(&mut self, id: ArticleId) {
        if self.requested == Some(id) {
            self.reading = self.body.id();
            self.say(Severity::Error, "This article is no longer in the library");
            self.reload_rows();
        }
    }
}
