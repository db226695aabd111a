//! newsboat's cache → the library: articles with their texts, read marks and flags.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Taken, add, taken};
use crate::library::{CachedFeed, CachedItem, Library, NewsboatCache, Result, Source};
use crate::loader::{self, Envelope, Found, LoadError, Sink, Subscription};
use crate::sanitize;

/// Articles that are read at once.
const BATCH: usize = 500;

/// Takes over what a cache holds; nothing is fetched. Read marks and flags are kept for what is new here: what was here
/// before stays as it is. A flagged article is starred, and each flag is a tag.
///
/// # Errors
/// Where the cache could not be read or the library not be written; what was taken over before stays.
pub fn import_cache(library: &mut Library, cache: &NewsboatCache) -> Result<Vec<Taken>> {
    let mut all = Vec::new();
    for (at, feed) in cache.feeds()?.iter().enumerate() {
        all.push(take_feed(library, cache, feed, at + 1)?);
    }
    Ok(all)
}

fn take_feed(
    library: &mut Library,
    cache: &NewsboatCache,
    feed: &CachedFeed,
    number: usize,
) -> Result<Taken> {
    let (address, title) = (feed.address.clone(), sanitize::line(&feed.title));
    let subscription = Subscription { address, title, ..Subscription::default() };
    let (source, said) = match add(library, &subscription)? {
        Ok(added) => added,
        Err(why) => return Ok(taken(number, sanitize::line(&feed.address), why, false)),
    };
    let items = cache.items(feed)?;
    let outcome =
        crate::refresh::take(library, &source, &mut |_| std::ops::ControlFlow::Continue(()), |sink| {
            items.chunks(BATCH).try_for_each(|items| load(&source, feed, items, sink))
        })?;
    let said = format!("{said}; articles: {}", outcome.words());
    Ok(taken(number, source.address, said, outcome.failed == 0))
}

/// Reads articles as if their feed had just been fetched, so that it knows them when it is.
fn load(
    source: &Source,
    feed: &CachedFeed,
    items: &[CachedItem],
    sink: &mut Sink<'_>,
) -> std::result::Result<(), LoadError> {
    let known: HashMap<String, &CachedItem> =
        items.iter().map(|item| (sanitize::line(&item.guid), item)).collect();
    let envelope = Envelope { address: Some(source.address.clone()), charset: None };
    let text = json_feed(feed, items).to_string();
    loader::load_fetched(&envelope, "", text.as_bytes(), &mut |mut found| {
        if let Found::Article(loaded) = &mut found
            && let Some(item) = loaded.given_id.as_ref().and_then(|id| known.get(id))
        {
            loaded.read = Some(!item.unread);
            loaded.starred = Some(!item.flags.is_empty());
            loaded.tags = item.flags.chars().map(String::from).collect();
        }
        sink(found)
    })
}

/// JSON Feed 1.1 of them.
fn json_feed(feed: &CachedFeed, items: &[CachedItem]) -> Value {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let item = |item: &CachedItem| {
        let published = Timestamp::from_second(item.published).ok().filter(|_| item.published > 0);
        let attachments: Vec<Value> =
            item.enclosure.iter().map(|(url, kind)| json!({"url": url, "mime_type": kind})).collect();
        json!({
            "id": item.guid,
            "url": some(&item.url),
            "title": some(&item.title),
            "content_html": item.content,
            "date_published": published.map(|at| at.to_string()),
            "authors": some(&item.author).map(|name| vec![json!({"name": name})]),
            "attachments": attachments,
        })
    };
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": some(&feed.site),
        "items": items.iter().map(item).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Slice, View};

    #[test]
    fn a_cache_is_taken_over_with_texts_marks_and_flags_and_twice_is_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cache.db");
        crate::library::write_cache(&file);
        let mut library = Library::open(&folder.path().join("library")).unwrap();
        let cache = NewsboatCache::open(&file).unwrap();
        let said = import_cache(&mut library, &cache).unwrap();
        assert_eq!((said[0].what.as_str(), said[0].is_here), ("exec:~/bin/feed", false));
        assert_eq!(said[1].done, "added as Wire; articles: 2 new");
        let rows = library.window(&View::default(), Slice::First, 10).unwrap().rows;
        let mut rows: Vec<_> =
            rows.into_iter().map(|row| (row.title, row.read, row.starred, row.key.id)).collect();
        rows.sort();
        assert_eq!((rows[0].0.as_str(), rows[0].1, rows[0].2), ("One", true, true));
        assert_eq!((rows[1].0.as_str(), rows[1].1, rows[1].2), ("Two", false, false));
        let held = library.get(rows[0].3).unwrap().unwrap();
        assert_eq!((held.article.authors, held.article.enclosures.len()), (vec!["Joy Lin".to_owned()], 1));
        assert_eq!(held.tags, ["s"]);
        let again = import_cache(&mut library, &cache).unwrap();
        assert_eq!(again[1].done, "is here already: Wire; articles: 2 unchanged");
    }

    #[test]
    fn what_comes_from_the_feed_later_is_the_same_article() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cache.db");
        crate::library::write_cache(&file);
        let mut library = Library::open(&folder.path().join("library")).unwrap();
        import_cache(&mut library, &NewsboatCache::open(&file).unwrap()).unwrap();
        let source = library.sources().unwrap().remove(0);
        let entry = |guid: &str, title: &str| {
            format!(
                "<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>https://e.example/{title}</link>\
                 <description>&lt;p&gt;The text of {title}.&lt;/p&gt;</description></item>"
            )
        };
        let feed = format!(
            "<rss><channel><title>Wire</title>{}{}</channel></rss>",
            entry("urn:1", "One"),
            entry("2", "Two")
        );
        let envelope = Envelope { address: Some(source.address.clone()), charset: None };
        let outcome = crate::refresh::take(
            &mut library,
            &source,
            &mut |_| std::ops::ControlFlow::Continue(()),
            |sink| loader::load_fetched(&envelope, "", feed.as_bytes(), sink),
        )
        .unwrap();
        assert_eq!(outcome.added.new, 0, "{outcome:?}");
        assert_eq!(library.sources().unwrap()[0].counts.unread, 1, "what was read stays read");
    }
}
