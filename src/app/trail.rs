//! The articles read, in order, walked with back and forward.

use crate::library::ArticleId;

/// Steps remembered.
const MOST: usize = 500;

/// Where the reader has been, like the history of a browser.
#[derive(Debug, Default)]
pub struct Trail {
    steps: Vec<ArticleId>,
    /// Index of the article where the reader is now.
    here: usize,
}

impl Trail {
    /// The reader opened an article: what lay ahead is forgotten.
    pub fn visit(&mut self, id: ArticleId) {
        if self.steps.get(self.here) == Some(&id) {
            return;
        }
        self.steps.truncate(self.here + 1);
        self.steps.push(id);
        let gone = self.steps.len().saturating_sub(MOST);
        self.steps.drain(..gone);
        self.here = self.steps.len() - 1;
    }

    /// One step back or forward from the article on the screen, if there is one. Back from one that was not opened
    /// is the last one that was.
    pub fn walk(&mut self, from: Option<ArticleId>, forward: bool) -> Option<ArticleId> {
        let strayed = self.steps.get(self.here).copied() != from;
        let target = match forward {
            true => self.here + 1,
            false if strayed => self.here,
            false => self.here.checked_sub(1)?,
        };
        let id = *self.steps.get(target)?;
        self.here = target;
        Some(id)
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
            trail.visit(ArticleId(id));
        }
        let mut walk = |from: i64, forward| trail.walk(Some(ArticleId(from)), forward).map(|id| id.0);
        assert_eq!(walk(3, true), None);
        assert_eq!(walk(7, false), Some(3));
        assert_eq!(walk(3, false), Some(2));
        assert_eq!(walk(2, false), Some(1));
        assert_eq!(walk(1, false), None);
        assert_eq!(walk(1, true), Some(2));
        trail.visit(ArticleId(9));
        assert_eq!(trail.walk(Some(ArticleId(9)), true), None);
        assert_eq!(trail.walk(Some(ArticleId(9)), false), Some(ArticleId(2)));
    }
}
