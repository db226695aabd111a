//! The articles read, in order, walked with back and forward.

use crate::library::ArticleId;

/// Steps remembered.
const MOST: usize = 500;

/// Where the reader has been, like the history of a browser.
#[derive(Debug, Default)]
pub struct Trail {
    steps: Vec<Step>,
    /// Index of the article where the reader is now.
    here: usize,
}

/// An article that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub id: ArticleId,
    /// What led there from the article before; `None` where the reader chose it from the list.
    pub why: Option<String>,
}

impl Trail {
    /// The reader opened an article: what lay ahead is forgotten.
    pub fn visit(&mut self, id: ArticleId, why: Option<String>) {
        if self.steps.get(self.here).is_some_and(|step| step.id == id) {
            return;
        }
        self.steps.truncate(self.here + 1);
        self.steps.push(Step { id, why });
        let gone = self.steps.len().saturating_sub(MOST);
        self.steps.drain(..gone);
        self.here = self.steps.len() - 1;
    }

    /// One step back or forward from the article on the screen, if there is one. Back from one that was not opened
    /// is the last one that was.
    pub fn walk(&mut self, from: Option<ArticleId>, forward: bool) -> Option<Step> {
        let strayed = self.steps.get(self.here).map(|step| step.id) != from;
        let target = match forward {
            true => self.here + 1,
            false if strayed => self.here,
            false => self.here.checked_sub(1)?,
        };
        let step = self.steps.get(target)?.clone();
        self.here = target;
        Some(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward_walk_what_was_read() {
        let mut trail = Trail::default();
        assert_eq!(trail.walk(None, false), None);
        for id in [1, 2, 2, 3] {
            trail.visit(ArticleId(id), None);
        }
        let mut walk = |from: i64, forward| trail.walk(Some(ArticleId(from)), forward).map(|step| step.id.0);
        assert_eq!(walk(3, true), None);
        assert_eq!(walk(7, false), Some(3));
        assert_eq!(walk(3, false), Some(2));
        assert_eq!(walk(2, false), Some(1));
        assert_eq!(walk(1, false), None);
        assert_eq!(walk(1, true), Some(2));
        trail.visit(ArticleId(9), None);
        assert_eq!(trail.walk(Some(ArticleId(9)), true), None);
        assert_eq!(trail.walk(Some(ArticleId(9)), false).unwrap().id, ArticleId(2));
    }

    #[test]
    fn the_trail_remembers_why() {
        let mut trail = Trail::default();
        trail.visit(ArticleId(1), None);
        trail.visit(ArticleId(2), Some("both: ferry".into()));
        trail.visit(ArticleId(2), None);
        trail.walk(Some(ArticleId(2)), false);
        assert_eq!(trail.walk(Some(ArticleId(1)), true).unwrap().why.unwrap(), "both: ferry");
    }
}
