//! Names that a source is known to use, so that `ChinaPartnerships` can be told from `AstraZeneca`.

use std::collections::HashSet;

use crate::article::Article;

/// Category and author names known in a source. Knows nothing of files.
///
/// Teach it only what was not guessed: articles whose page was not `glued`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    categories: HashSet<String>,
    authors: HashSet<String>,
}

impl Labels {
    /// Remembers the categories and authors of an article.
    pub(crate) fn learn(&mut self, article: &Article) {
        self.categories.extend(article.categories.iter().map(|name| name.to_lowercase()));
        self.authors.extend(article.authors.iter().map(|name| name.to_lowercase()));
    }

    /// Remembers what others were taught, too.
    pub(crate) fn merge(&mut self, others: Self) {
        self.categories.extend(others.categories);
        self.authors.extend(others.authors);
    }

    /// Whether this is a category of the source; case does not count.
    pub(crate) fn contains(&self, category: &str) -> bool {
        self.categories.contains(&category.to_lowercase())
    }

    /// Whether this is an author of the source; case does not count.
    pub(crate) fn has_author(&self, name: &str) -> bool {
        self.authors.contains(&name.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learned_is_known_in_any_case() {
        let mut labels = Labels::default();
        labels.learn(&Article {
            categories: vec!["M&A".into()],
            authors: vec!["Joy Lin".into()],
            ..Article::default()
        });
        assert!(labels.contains("m&a") && labels.has_author("JOY LIN"));
        assert!(!labels.contains("Joy Lin"));
    }
}
