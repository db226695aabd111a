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

    /// One step back or forward, if there is one.
    pub fn walk(&mut self, forward: bool) -> Option<ArticleId> {
        let target = if forward { self.here + 1 } else { self.here.checked_sub(1)? };
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
        assert_eq!(trail.walk(false), None);
        for id in [1, 2, 2, 3] {
            trail.visit(ArticleId(id));
        }
        assert_eq!(trail.walk(true), None);
        assert_eq!(trail.walk(false), Some(ArticleId(2)));
        assert_eq!(trail.walk(false), Some(ArticleId(1)));
        assert_eq!(trail.walk(false), None);
        assert_eq!(trail.walk(true), Some(ArticleId(2)));
        trail.visit(ArticleId(9));
        assert_eq!(trail.walk(true), None);
        assert_eq!(trail.walk(false), Some(ArticleId(2)));
    }
}
