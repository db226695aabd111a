//! The articles that are folded into one row.

use std::collections::HashSet;

use super::super::{ArticleId, Library, Result, Row};

impl Library {
    /// The articles of much the same wording as this one, itself among them: the one that stands for the others first.
    /// Nothing where it is not held.
    pub fn with_copies(&self, id: ArticleId) -> Result<Vec<ArticleId>> {
        let mut statement = self.db.prepare_cached(
            "SELECT copy.id FROM article this JOIN article copy \
             ON copy.id = coalesce(this.copy_of, this.id) OR copy.copy_of = coalesce(this.copy_of, this.id) \
             WHERE this.id = ?1 ORDER BY copy.copy_of IS NOT NULL, copy.time, copy.id",
        )?;
        let ids = statement.query_map([id.0], |row| row.get(0).map(ArticleId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The rows of the others among them.
    pub(in crate::library) fn other_copies(&self, id: ArticleId) -> Result<Vec<Row>> {
        let others = self.with_copies(id)?.into_iter().filter(|other| *other != id);
        others.filter_map(|id| self.row(id).transpose()).collect()
    }

    /// The copies of all of these articles.
    pub(in crate::library) fn copies_of(&self, heads: &[ArticleId]) -> Result<Vec<ArticleId>> {
        let heads: HashSet<i64> = heads.iter().map(|id| id.0).collect();
        let mut statement =
            self.db.prepare_cached("SELECT id, copy_of FROM article WHERE copy_of IS NOT NULL")?;
        let mut rows = statement.query([])?;
        let mut copies = Vec::new();
        while let Some(row) = rows.next()? {
            if heads.contains(&row.get(1)?) {
                copies.push(ArticleId(row.get(0)?));
            }
        }
        Ok(copies)
    }
}
