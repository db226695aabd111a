//! An article of one library → another, with its state.

use rusqlite::OptionalExtension;

use super::fold::Hash;
use super::held::GIVEN;
use super::{ArticleId, Library, Mark, NewSource, Origin, Result, SourceKind, Walk};
use crate::loader::Loaded;

/// Undo steps of copying; nobody asks for them, since the copy is not on the screen.
const SESSION: &str = "copy";

impl Library {
    /// Copies an article with its read mark and star. Gives its headline, or nothing where it is not held.
    ///
    /// Its source comes along as a removed one, unless it is there: so nothing is refreshed that the user did not
    /// add, and once he adds it the article is at its place.
    pub fn copy_to(&self, id: ArticleId, other: &mut Self) -> Result<Option<String>> {
        let Some(held) = self.get(id)? else { return Ok(None) };
        let Some((new, key, given_id)) = self.origin(id)? else { return Ok(None) };
        let there = other.source_by_address(&new.address)?;
        let source = match &there {
            Some(source) => source.id,
            None => other.add_source(&new)?.id,
        };
        if there.is_none() {
            other.remove_source(&new.address)?;
        }
        let title = held.article.title.clone();
        let mut article = held.article;
        article.links.iter_mut().for_each(|link| link.article = None);
        // known by the hash of its key alone
        let loaded =
            Loaded { key: String::new(), given_id, tags: held.tags, read: None, starred: None, article };
        other.add_keyed(source, [(key, &loaded)].into_iter(), &mut Walk::default())?;
        let copies: Vec<ArticleId> = other.by_key(source.0, key)?.into_iter().collect();
        other.mark(SESSION, &copies, Mark::Read(held.read))?;
        other.mark(SESSION, &copies, Mark::Starred(held.starred))?;
        Ok(Some(title))
    }

    fn origin(&self, id: ArticleId) -> Result<Option<(NewSource, Hash, Option<String>)>> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT kind, address, source.title, key, {GIVEN} FROM article \
             JOIN source ON source.id = source WHERE article.id = ?1"
        ))?;
        let found = statement.query_row([id.0], |row| {
            let kind: SourceKind = row.get(0)?;
            let new = NewSource { kind, address: row.get(1)?, title: row.get(2)?, origin: Origin::Program };
            Ok((new, row.get(3)?, row.get(4)?))
        });
        Ok(found.optional()?)
    }

    pub(super) fn by_key(&self, source: i64, key: Hash) -> Result<Option<ArticleId>> {
        let mut statement =
            self.db.prepare_cached("SELECT id FROM article WHERE source = ?1 AND key = ?2")?;
        Ok(statement.query_row((source, key), |row| row.get(0).map(ArticleId)).optional()?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Slice, StateFilter, View};
    use super::*;
    use crate::article::{Article, Block};

    #[test]
    fn a_copy_has_its_state_and_its_source_waits_to_be_added() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut from, mut to) = (Library::open(from.path()).unwrap(), Library::open(to.path()).unwrap());
        let new = NewSource {
            kind: SourceKind::Folder,
            address: "/news".into(),
            title: "News".into(),
            origin: Origin::User,
        };
        let source = from.add_source(&new).unwrap();
        let article =
            Article { title: "A".into(), body: vec![Block::paragraph("Text.")], ..Article::default() };
        let loaded = Loaded {
            key: "a".into(),
            given_id: None,
            tags: vec![],
            read: None,
            starred: Some(true),
            article,
        };
        from.add(source.id, &[loaded]).unwrap();
        let id = from.window(&View::default(), Slice::First, 1).unwrap().rows[0].key.id;
        assert_eq!(from.copy_to(id, &mut to).unwrap().unwrap(), "A");
        assert_eq!(from.copy_to(id, &mut to).unwrap().unwrap(), "A");
        let starred = View { state: StateFilter::Starred, ..View::default() };
        assert_eq!(to.window(&starred, Slice::First, 9).unwrap().rows.len(), 1);
        assert!(to.sources().unwrap().is_empty());
        assert_eq!(to.add_source(&new).unwrap().counts.total, 1);
    }
}
