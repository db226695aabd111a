//! newsboat's `cache.db`, read and never written: what it holds of each feed.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row};

use super::Result;

/// A feed of the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedFeed {
    /// Where it was fetched from.
    pub address: String,
    /// Its title; may be empty.
    pub title: String,
    /// The site it belongs to; may be empty.
    pub site: String,
}

/// An article of the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedItem {
    /// The name the feed gave it.
    pub guid: String,
    /// Headline.
    pub title: String,
    /// Author; may be empty.
    pub author: String,
    /// Its own address; may be empty.
    pub url: String,
    /// When it was published, seconds since 1970.
    pub published: i64,
    /// HTML.
    pub content: String,
    /// Not read yet.
    pub unread: bool,
    /// Letters that the user put on it.
    pub flags: String,
    /// A file that comes with it, and its type.
    pub enclosure: Option<(String, Option<String>)>,
}

/// A cache that is open.
pub struct NewsboatCache(Connection);

impl NewsboatCache {
    /// Whether these are the first bytes of an SQLite file.
    pub fn is_one(head: &[u8]) -> bool {
        head.starts_with(b"SQLite format 3\0")
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// Where it is no cache of newsboat's.
    pub fn open(file: &Path) -> Result<Self> {
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        db.prepare("SELECT guid, feedurl, unread, flags FROM rss_item")?;
        Ok(Self(db))
    }

    /// Feeds that articles are held of, by address.
    pub fn feeds(&self) -> Result<Vec<CachedFeed>> {
        let sql = "SELECT feedurl, coalesce(title, ''), coalesce(url, '') FROM (SELECT DISTINCT feedurl FROM rss_item \
                   WHERE deleted = 0) LEFT JOIN rss_feed ON rssurl = feedurl ORDER BY feedurl";
        let mut statement = self.0.prepare(sql)?;
        let feed =
            |row: &Row<'_>| Ok(CachedFeed { address: row.get(0)?, title: row.get(1)?, site: row.get(2)? });
        Ok(statement.query_map([], feed)?.collect::<rusqlite::Result<_>>()?)
    }

    /// What is held of a feed, the oldest first.
    pub fn items(&self, feed: &CachedFeed) -> Result<Vec<CachedItem>> {
        let sql = "SELECT guid, title, author, url, pubDate, content, unread, coalesce(flags, ''), enclosure_url, \
                   enclosure_type FROM rss_item WHERE feedurl = ?1 AND deleted = 0 ORDER BY pubDate, id";
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_map([&feed.address], item)?.collect::<rusqlite::Result<_>>()?)
    }
}

fn item(row: &Row<'_>) -> rusqlite::Result<CachedItem> {
    let url: Option<String> = row.get(8)?;
    let kind: Option<String> = row.get(9)?;
    let url = url.filter(|url| !url.is_empty());
    Ok(CachedItem {
        guid: row.get(0)?,
        title: row.get(1)?,
        author: row.get(2)?,
        url: row.get(3)?,
        published: row.get(4)?,
        content: row.get(5)?,
        unread: row.get(6)?,
        flags: row.get(7)?,
        enclosure: url.map(|url| (url, kind.filter(|kind| !kind.is_empty()))),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Its tables as newsboat makes them, as far as they are read.
    const SCHEMA: &str =
        "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL, \
        title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0);
        CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, \
        title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL, \
        feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL, \
        unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024), \
        enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0);";

    /// A cache with a feed of three articles, one of them deleted, and an article of a feed that a program makes.
    pub(crate) fn cache(file: &Path) {
        let db = Connection::open(file).unwrap();
        db.execute_batch(SCHEMA).unwrap();
        let feed = "https://e.example/feed";
        db.execute("INSERT INTO rss_feed VALUES (?1, 'https://e.example/', 'Wire', 0)", [feed]).unwrap();
        let sql = "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted, \
                   enclosure_url, enclosure_type) VALUES (?1, ?2, 'Joy Lin', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        for (guid, title, feed, unread, flags, deleted, enclosure) in [
            ("urn:1", "One", feed, 0, Some("s"), 0, Some("https://e.example/1.mp3")),
            ("2", "Two", feed, 1, None, 0, None),
            ("3", "Three", feed, 1, None, 1, None),
            ("4", "Four", "exec:~/bin/feed", 1, None, 0, None),
        ] {
            let url = format!("https://e.example/{title}");
            let text = format!("<p>The text of <em>{title}</em>.</p>");
            let kind = enclosure.map(|_| "audio/mpeg");
            db.execute(
                sql,
                (guid, title, url, feed, 1_700_000_000, text, unread, flags, deleted, enclosure, kind),
            )
            .unwrap();
        }
    }

    #[test]
    fn what_is_held_is_read_and_what_was_deleted_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cache.db");
        cache(&file);
        assert!(NewsboatCache::is_one(&std::fs::read(&file).unwrap()));
        let cache = NewsboatCache::open(&file).unwrap();
        let feeds = cache.feeds().unwrap();
        assert_eq!(feeds.iter().map(|feed| feed.title.as_str()).collect::<Vec<_>>(), ["", "Wire"]);
        let items = cache.items(&feeds[1]).unwrap();
        let state: Vec<_> =
            items.iter().map(|item| (item.guid.as_str(), item.unread, item.flags.as_str())).collect();
        assert_eq!(state, [("urn:1", false, "s"), ("2", true, "")]);
        let other = folder.path().join("other.db");
        Connection::open(&other).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
        assert!(NewsboatCache::open(&other).is_err());
    }
}
