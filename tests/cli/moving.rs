//! Coming from another reader, and going to one.

use super::*;
use crate::server::Server;

const OPML: &str = "<?xml version='1.0' encoding='UTF-8'?>\n<opml version='2.0'><body>\n\
    <outline text='News'>\n<outline text='World'>\n<outline text='Wire' xmlUrl='https://e.example/wire?a=1&amp;b=2'/>\n</outline>\n\
    <outline text='Local' xmlUrl='https://e.example/local'/>\n</outline>\n<outline text='A note'/>\n\
    <outline text='Old' xmlUrl='gopher://e.example/'/>\n</body></opml>\n";

#[test]
fn a_list_of_feeds_is_taken_over_line_by_line_and_written_again() {
    let home = Home::new();
    home.write("feeds.opml", OPML);
    let ran = home.run(&["import", "feeds.opml"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(
        ran.out,
        "5: https://e.example/wire?a=1&b=2: added as Wire in News/World\n\
         7: https://e.example/local: added as Local in News\n\
         9: A note: it names no feed\n\
         10: gopher://e.example/: not taken over: only http:// and https:// are asked\n\
         `courant refresh` fetches what is new\n"
    );
    let again = home.run(&["import", "feeds.opml"]).out;
    assert!(again.starts_with("5: https://e.example/wire?a=1&b=2: is here already: Wire\n"), "{again}");
    let written = home.run(&["export", "--opml"]).done();
    let other = Home::new();
    other.write("feeds.opml", &written);
    other.run(&["import", "feeds.opml"]).done();
    assert_eq!(other.run(&["export", "--opml"]).done(), written);
    assert!(written.contains("<outline text=\"World\">"), "{written}");
}

#[test]
fn a_list_does_not_open_the_users_own_network_and_says_how_he_does() {
    let home = Home::new();
    let feed =
        "<rss><channel><title>Wire</title><item><title>One</title><guid>1</guid></item></channel></rss>";
    let server = Server::saying("200 OK\r\nETag: \"a\"", feed);
    let inner = server.address.clone() + "/feed";
    let outlines = [inner.as_str(), "http://nas.localhost/feed", "file:///home/me/feed.xml"]
        .map(|address| format!("<outline text='Wire' xmlUrl='{address}'/>\n"));
    home.write("feeds.opml", format!("<opml version='2.0'><body>\n{}</body></opml>", outlines.concat()));
    let said = home.run(&["import", "feeds.opml"]).out;
    let caution = ", but lies in a private network: it is asked after a `courant add` of its address\n";
    let expected = format!(
        "2: {inner}: added as Wire{caution}3: http://nas.localhost/feed: added as Wire{caution}\
         4: file:///home/me/feed.xml: not taken over: only http:// and https:// are asked\n"
    );
    assert!(said.starts_with(&expected), "{said}");
    let refused = home.run(&["refresh"]).failed(1);
    assert!(refused.contains("where only an address that you add yourself may lead"), "{refused}");
    assert!(server.asked().is_empty());
    assert_eq!(home.run(&["add", &inner]).done(), "Wire: 1 new\n");
    let again = home.run(&["import", "feeds.opml"]).out;
    assert!(again.contains(&format!("2: {inner}: is here already: Wire\n")), "{again}");
    assert!(
        again.contains(&format!("3: http://nas.localhost/feed: is here already: Wire{caution}")),
        "{again}"
    );
}

#[test]
fn a_list_brings_no_passwords() {
    let home = Home::new();
    home.write("urls", "https://me:sesame@e.example/a\nhttps://e.example/b\n");
    let ran = home.run(&["import", "urls"]).done();
    assert!(
        ran.starts_with(
            "1: https://e.example/a: added as https://e.example/a, without its name and password: \
             let a command print them (`[credentials]` in the config)\n2: https://e.example/b: added"
        ),
        "{ran}"
    );
    assert!(!home.run(&["export", "--opml"]).done().contains("sesame"));
}

#[test]
fn newsboats_urls_become_sources_and_searches() {
    let home = Home::new();
    home.write(
        "urls",
        "# mine\nhttps://e.example/a news \"my area\"\nhttps://e.example/b \"~My feed\"\n\
             \"query:New:unread = \\\"yes\\\" and age < 7\"\n\"query:Odd:rssurl # \\\"x\\\"\"\nexec:~/bin/feed\n"
    );
    let ran = home.run(&["import", "urls"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    for said in [
        "2: https://e.example/a: added as https://e.example/a in news, my area\n",
        "3: https://e.example/b: added as My feed\n",
        "4: New: saved as the search is:unread age:<7d\n",
        "this search has no counterpart: write it anew and save it\n",
        "feeds that a program makes are not read",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    assert_eq!(home.run(&["sources"]).done().lines().count(), 2);
    home.write("more", "https://e.example/b news\n");
    let said = home.run(&["import", "more"]).done();
    assert!(
        said.starts_with("1: https://e.example/b: is here already: My feed; now also in news\n"),
        "{said}"
    );
    let said = home.run(&["import", "more"]).done();
    assert!(said.starts_with("1: https://e.example/b: is here already: My feed\n"), "{said}");
}

#[test]
fn what_is_no_list_is_refused() {
    let home = Home::new();
    home.write("page.txt", "A headline\n\nSome text.\n");
    let error = home.run(&["import", "page.txt"]).failed(1);
    assert!(
        error.contains(
            "page.txt is no list of feeds: OPML, newsboat's `urls` and `cache.db` and newsraft's `feeds` can be taken over"
        ),
        "{error}"
    );
    assert!(home.run(&["import", "missing"]).failed(1).contains("missing cannot be read"));
}

#[test]
fn newsboats_cache_brings_articles_with_what_was_read() {
    let home = Home::new();
    let cache = rusqlite::Connection::open(home.path("cache.db")).unwrap();
    cache
        .execute_batch(
            "CREATE TABLE rss_feed (rssurl, url, title);
             CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid, title, author, url, feedurl, pubDate, content, unread, \
                                    enclosure_url, enclosure_type, flags, deleted);
             INSERT INTO rss_feed VALUES ('https://e.example/feed', 'https://e.example/', 'Wire');
             INSERT INTO rss_item VALUES (1, 'urn:1', 'One', '', '', 'https://e.example/feed', 1700000000, 'A harbour.', 0, \
                                          NULL, NULL, 's', 0);
             INSERT INTO rss_item VALUES (2, 'urn:2', 'Two', '', '', 'https://e.example/feed', 1700000000, 'A ferry.', 1, \
                                          'https://e.example/two.mp3', 'audio/mpeg', NULL, 0);",
        )
        .unwrap();
    drop(cache);
    let said = home.run(&["import", "cache.db"]).done();
    let expected =
        "1: https://e.example/feed: added as Wire; articles: 2 new\n`courant refresh` fetches what is new\n";
    assert_eq!(said, expected);
    assert!(home.run(&["list", "is:unread"]).done().contains("Two"));
    assert!(home.run(&["list", "is:starred tag:s"]).done().contains("One"));
    assert!(home.run(&["search", "harbour"]).done().contains("One"), "it is indexed");
    assert!(
        home.run(&["show", "--markdown", "urn:2"])
            .done()
            .contains("Audio: [two.mp3](<https://e.example/two.mp3>)")
    );
    home.write("other.db", std::fs::read(home.path(".local/share/courant/library.db")).unwrap());
    let error = home.run(&["import", "other.db"]).failed(1);
    assert!(error.contains("other.db is no cache of newsboat's"), "{error}");
}
