//! Whether the library is sound. Reads all of it: for `courant doctor`, not for the reader.

use super::{Library, Result};

impl Library {
    /// What is wrong with the library, a sentence each; nothing where it is sound.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut found = self.sentences("SELECT integrity_check FROM pragma_integrity_check")?;
        found.retain(|said| said != "ok");
        found.extend(self.sentences(
            "SELECT 'a link inside the library leads nowhere: from ' || \"table\" || ' to ' || parent \
             FROM pragma_foreign_key_check",
        )?);
        found.extend(self.sentences(
            "SELECT 'the counts of ' || address || ' are wrong' FROM source JOIN counter ON counter.source = source.id \
             LEFT JOIN (SELECT source AS of, count(*) AS total, sum(NOT read) AS unread, sum(starred) AS starred, \
             sum(starred AND NOT read) AS both FROM article GROUP BY source) held ON held.of = source.id \
             WHERE (counter.total, counter.unread, counter.starred, counter.starred_unread) <> \
             (coalesce(held.total, 0), coalesce(held.unread, 0), coalesce(held.starred, 0), coalesce(held.both, 0))",
        )?);
        found.extend(self.sentences(
            "SELECT 'the count of the ' || kind || ' \"' || name || '\" is wrong' FROM label \
             WHERE articles <> (SELECT count(*) FROM article_label WHERE label = label.id)",
        )?);
        found.extend(self.sentences(
            "SELECT 'the counts of copies of ' || address || ' are wrong' FROM source \
             JOIN counter ON counter.source = source.id LEFT JOIN (SELECT source AS of, count(*) AS copies, \
             sum(NOT read) AS unread FROM article WHERE copy_of IS NOT NULL GROUP BY source) held ON held.of = source.id \
             WHERE (counter.copies, copies_unread) <> (coalesce(held.copies, 0), coalesce(held.unread, 0))",
        )?);
        found.extend(self.sentences(
            "SELECT 'the text of \"' || title || '\" is missing' FROM article \
             WHERE NOT EXISTS (SELECT 1 FROM body WHERE article = article.id)",
        )?);
        Ok(found)
    }

    fn sentences(&self, sql: &str) -> Result<Vec<String>> {
        let mut statement = self.db.prepare(sql)?;
        let found = statement.query_map([], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}
