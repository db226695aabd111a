//! The schema and its history: one migration for each version, each in a transaction of its own, only forward.

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, TransactionBehavior};

use super::{Result, fold};

/// Migration `i` leads from version `i` to `i + 1`. What was released is never edited: add the next one.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
    include_str!("schema/8.sql"),
    include_str!("schema/9.sql"),
    include_str!("schema/10.sql"),
    include_str!("schema/11.sql"),
    include_str!("schema/12.sql"),
    include_str!("schema/13.sql"),
];

/// The newest schema this program knows (`PRAGMA user_version`).
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// `PRAGMA application_id` of a library: "Crnt".
pub(super) const APPLICATION: i64 = 0x4372_6e74;

/// The version that the database is at.
pub(super) fn version(db: &Connection) -> Result<i64> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings the database forward to `target`.
pub(super) fn migrate(db: &mut Connection, target: i64) -> Result<()> {
    if version(db)? < target {
        teach(db)?;
    }
    while version(db)? < target {
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // another process may have been faster. Reading a table makes SQLite look whether its own idea of the schema is
        // still true, which a pragma does not, nor the renaming of a column
        tx.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        let from = version(&tx)?;
        if let Some(migration) = usize::try_from(from).ok().and_then(|from| MIGRATIONS.get(from)) {
            tx.execute_batch(migration)?;
            tx.pragma_update(None, "application_id", APPLICATION)?;
            tx.pragma_update(None, "user_version", from + 1)?;
        }
        tx.commit()?;
    }
    Ok(())
}

/// What migrations call: the hashes of [`fold`].
fn teach(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("hash", 1, flags, |call| {
        Ok(call.get::<Option<String>>(0)?.map(|text| fold::hash(text.as_bytes())))
    })?;
    db.create_scalar_function("short_hash", 1, flags, |call| {
        Ok(call.get::<Option<String>>(0)?.map(|text| fold::short_hash(&text)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(version: i64) -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, version).unwrap();
        db
    }

    fn schema(db: &Connection) -> String {
        let mut statement =
            db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.collect::<std::result::Result<Vec<_>, _>>().unwrap().join(";\n")
    }

    #[test]
    fn every_older_version_comes_forward_to_the_same_schema() {
        let new = schema(&at(VERSION));
        for older in 0..VERSION {
            let mut db = at(older);
            assert_eq!(version(&db).unwrap(), older);
            migrate(&mut db, VERSION).unwrap();
            assert_eq!(version(&db).unwrap(), VERSION);
            assert_eq!(schema(&db), new);
        }
    }

    #[test]
    fn another_program_may_do_a_part_in_between() {
        let new = schema(&at(VERSION));
        for (begun, further) in (1..VERSION).flat_map(|begun| (begun + 1..VERSION).map(move |at| (begun, at)))
        {
            let file = tempfile::NamedTempFile::new().unwrap();
            let open = || {
                let db = Connection::open(file.path()).unwrap();
                db.pragma_update(None, "synchronous", "OFF").unwrap();
                db
            };
            let (mut slow, mut fast) = (open(), open());
            migrate(&mut slow, begun).unwrap();
            migrate(&mut fast, further).unwrap();
            let done = migrate(&mut slow, VERSION);
            assert!(done.is_ok(), "from {begun} by way of {further}: {done:?}");
            assert_eq!(schema(&slow), new);
        }
    }

    #[test]
    fn names_of_an_older_library_are_counted() {
        let mut db = at(2);
        db.execute_batch(
            "INSERT INTO source (id, kind, address, title, origin) VALUES (1, 'file', '/a', 'A', 'user');
             INSERT INTO article (id, source, key, hash, first_seen, time, title, byline, site) VALUES
                 (1, 1, 'a', x'', 0, 10, 'A', '', 'Wire'), (2, 1, 'b', x'', 0, 20, 'B', '', 'Wire'),
                 (3, 1, 'c', x'', 0, 30, 'C', '', NULL);
             INSERT INTO label (id, kind, name) VALUES (1, 'category', 'China'), (2, 'tag', 'later');
             INSERT INTO article_label VALUES (1, 10, 1), (1, 30, 3), (2, 10, 1);",
        )
        .unwrap();
        migrate(&mut db, VERSION).unwrap();
        let said = |sql: &str| db.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
        let labels = said("SELECT group_concat(kind || ' ' || name || ' ' || articles) FROM label");
        assert_eq!(labels, "category China 2,tag later 1,site Wire 2");
        let sites = said("SELECT group_concat(time || ' ' || article) FROM article_label WHERE label = 3");
        assert_eq!(sites, "10 1,20 2");
    }

    /// Key, address, headline and given id of an article.
    type Found = (fold::Hash, Option<fold::ShortHash>, Option<fold::ShortHash>, Option<String>);

    #[test]
    fn what_articles_of_an_older_library_are_found_by_is_hashed() {
        let mut db = at(7);
        db.execute_batch(
            "INSERT INTO source (id, kind, address, title, origin) VALUES (1, 'feed', '/a', 'A', 'user');
             INSERT INTO article (id, source, key, hash, first_seen, time, title, byline, url, given_id, url_key, title_key)
             VALUES (1, 1, 'https://a.org/1', x'', 0, 10, 'A', '', 'https://a.org/1', 'https://a.org/1', 'a.org/1', 'a'),
                    (2, 1, 'b', x'', 0, 20, 'B', '', NULL, 'b', NULL, 'b'), (3, 1, 'c', x'', 0, 30, '.', '', NULL, NULL, NULL, NULL);",
        )
        .unwrap();
        migrate(&mut db, VERSION).unwrap();
        let mut statement =
            db.prepare("SELECT key, url_key, title_key, given_id FROM article ORDER BY id").unwrap();
        let rows =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
        let rows: Vec<Found> = rows.collect::<rusqlite::Result<_>>().unwrap();
        let (hash, short) = (|key: &str| fold::hash(key.as_bytes()), |key: &str| Some(fold::short_hash(key)));
        assert_eq!(rows[0], (hash("https://a.org/1"), short("a.org/1"), short("a"), Some(String::new())));
        assert_eq!(rows[1], (hash("b"), None, short("b"), Some("b".into())));
        assert_eq!(rows[2], (hash("c"), None, None, None));
    }

    #[test]
    fn the_schema_is_the_one_agreed_on() {
        insta::assert_snapshot!(schema(&at(VERSION)));
    }
}
