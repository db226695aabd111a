//! Signatures in the library. They are made with the article, before any transaction, and belong to its text.

use rusqlite::{OptionalExtension, Transaction};

use super::signature::{Signature, VERSION};
use crate::library::write::Durability;
use crate::library::{ArticleId, Library, Result, analyse, changed};

/// Name of the value that says how all signatures were made.
const MADE: &str = "signatures";

/// Signatures made again at once: the texts of so many are in memory.
const BATCH: i64 = 256;

/// A signature made again, with the hash of the text it was made of.
struct Remade {
    id: ArticleId,
    hash: Vec<u8>,
    signature: Signature,
}

/// Keeps the signature of an article that has none, and counts its terms.
pub(in crate::library) fn put(tx: &Transaction<'_>, id: ArticleId, signature: &Signature) -> Result<()> {
    let vector = signature.vector.encoded();
    tx.prepare_cached("INSERT INTO signature (article, vector, minhash) VALUES (?1, ?2, ?3)")?.execute((
        id.0,
        vector,
        signature.minhash.encode(),
    ))?;
    tx.prepare_cached("INSERT INTO frequency_change (articles, vector) VALUES (1, ?1)")?.execute([vector])?;
    Ok(())
}

/// Takes the signature of an article away.
pub(in crate::library) fn strip(tx: &Transaction<'_>, id: ArticleId) -> Result<()> {
    tx.prepare_cached("DELETE FROM signature WHERE article = ?1")?.execute([id.0])?;
    Ok(())
}

impl Library {
    /// Makes all signatures again where they are missing or were made by other rules: after an update of the program.
    /// Marks get in between; what is cut short begins anew the next time.
    pub fn sign(&mut self) -> Result<()> {
        let rules = format!("{VERSION}.{}", analyse::VERSION);
        if self.value(MADE)?.as_deref() == Some(&rules) {
            return Ok(());
        }
        let mut last = i64::MIN;
        loop {
            let ids = self.ids_after(last)?;
            let Some(end) = ids.last() else { break };
            last = end.0;
            let remade: Vec<Remade> =
                ids.into_iter().filter_map(|id| self.remake(id).transpose()).collect::<Result<_>>()?;
            self.write_each(Durability::Normal, remade, |tx, remade, _| replace(tx, &remade))?;
            self.fold_frequencies()?;
        }
        // other signatures, other copies and stories
        self.ungroup_all()?;
        self.set_value(MADE, &rules)
    }

    fn ids_after(&self, last: i64) -> Result<Vec<ArticleId>> {
        let mut statement =
            self.db.prepare_cached("SELECT id FROM article WHERE id > ?1 ORDER BY id LIMIT ?2")?;
        let ids = statement.query_map([last, BATCH], |row| row.get(0).map(ArticleId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// `None` where the article is gone or its text cannot be read; others have theirs all the same.
    fn remake(&self, id: ArticleId) -> Result<Option<Remade>> {
        let Some(hash) = hash_of(&self.db, id)? else { return Ok(None) };
        let signature = self.article(id).ok().map(|article| Signature::of(&article));
        Ok(signature.map(|signature| Remade { id, hash, signature }))
    }
}

/// Unless the text has changed meanwhile, which brought its own signature.
fn replace(tx: &Transaction<'_>, remade: &Remade) -> Result<()> {
    if hash_of(tx, remade.id)?.as_ref() == Some(&remade.hash) {
        strip(tx, remade.id)?;
        put(tx, remade.id, &remade.signature)?;
        // the index has some of it
        changed(tx, remade.id, "put")?;
    }
    Ok(())
}

fn hash_of(db: &rusqlite::Connection, id: ArticleId) -> Result<Option<Vec<u8>>> {
    let mut statement = db.prepare_cached("SELECT hash FROM article WHERE id = ?1")?;
    Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
}
