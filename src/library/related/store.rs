//! Signatures in the library. Each is made together with what the index holds of its article, from the same text, and goes
//! with that text.

use std::thread;

use rusqlite::Transaction;

use super::signature::{Signature, VERSION};
use crate::library::write::{Durability, PAUSE};
use crate::library::{ArticleId, Library, Result, analyse};

/// Name of the value that says how all signatures were made.
const MADE: &str = "signatures";

/// Signatures that are dropped at once.
const BATCH: i64 = 1_000;

/// A signature, with the hash of the text that it was made of.
#[derive(Debug)]
pub(in crate::library) struct Made {
    pub(in crate::library) id: ArticleId,
    pub(in crate::library) hash: Vec<u8>,
    pub(in crate::library) signature: Signature,
}

/// Keeps a signature and counts its terms, unless the text has changed meanwhile or another program has kept it.
fn put(tx: &Transaction<'_>, made: &Made) -> Result<()> {
    let vector = made.signature.vector.encoded();
    let mut is_same = tx.prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND hash = ?2")?;
    if !is_same.exists((made.id.0, &made.hash))? {
        return Ok(());
    }
    // not from a SELECT: beside one SQLite keeps a copy of each page that is written
    let kept = tx
        .prepare_cached("INSERT OR IGNORE INTO signature (article, vector, minhash) VALUES (?1, ?2, ?3)")?
        .execute((made.id.0, vector, made.signature.minhash.encode()))?;
    if kept > 0 {
        tx.prepare_cached("INSERT INTO frequency_change (articles, vector) VALUES (1, ?1)")?
            .execute([vector])?;
    }
    Ok(())
}

/// Takes the signature of an article away.
pub(in crate::library) fn strip(tx: &Transaction<'_>, id: ArticleId) -> Result<()> {
    tx.prepare_cached("DELETE FROM signature WHERE article = ?1")?.execute([id.0])?;
    Ok(())
}

impl Library {
    /// Keeps signatures, all in one transaction. Their terms wait to be folded in.
    pub(in crate::library) fn sign(&self, made: &[Made]) -> Result<()> {
        if made.is_empty() {
            return Ok(());
        }
        self.write_reading(Durability::Normal, |tx| made.iter().try_for_each(|made| put(tx, made)))
    }

    /// Whether the signatures that are kept were made by the rules of this program.
    pub(in crate::library) fn is_signed(&self) -> Result<bool> {
        Ok(self.value(MADE)?.as_deref() == Some(&rules()))
    }

    /// Drops all signatures where they were made by other rules, and with them what was found by them: copies and stories.
    /// Marks get in between.
    pub(in crate::library) fn sign_anew(&self) -> Result<()> {
        if self.is_signed()? {
            return Ok(());
        }
        let some = "DELETE FROM signature WHERE article IN (SELECT article FROM signature LIMIT ?1)";
        while self.write_reading(Durability::Normal, |tx| Ok(tx.prepare_cached(some)?.execute([BATCH])?))? > 0
        {
            self.fold_frequencies()?;
            thread::sleep(PAUSE);
        }
        self.write_reading(Durability::Normal, |tx| {
            tx.execute("INSERT OR REPLACE INTO kv (name, value) VALUES (?1, ?2)", (MADE, rules()))?;
            Self::ungroup_all(tx)
        })
    }
}

fn rules() -> String {
    format!("{VERSION}.{}", analyse::VERSION)
}
