//! What is fetched, from a server of the test's own.

use super::*;
use crate::server::{Server, say};

const FEED: &str = "<rss version='2.0'><channel><title>Caf\u{e9}</title>\
    <item><title>One</title><guid>1</guid><link>a/one</link><description>A text.</description></item>\
    </channel></rss>";

#[test]
fn an_address_is_shown_and_explained_without_being_kept() {
    let home = Home::new();
    // neither declares its encoding but the server
    let latin: Vec<u8> = FEED.chars().map(|c| c as u8).collect();
    let server = Server::saying("200 OK\r\nContent-Type: application/rss+xml; charset=iso-8859-1", latin);
    let address = format!("{}/news/feed", server.address);
    let json = home.run(&["show", "--json", &address]).done();
    let article: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&article["title"], &article["site"]), (&"One".into(), &"Caf\u{e9}".into()));
    assert_eq!(article["url"], format!("{}/news/a/one", server.address));
    assert_eq!(home.run(&["doctor", &address]).done(), format!("{address} is a feed: it begins as a feed\n"));
    assert!(!home.library().exists());
    let asked = server.asked();
    assert!(asked.len() == 2 && asked.iter().all(|head| head.contains("user-agent: courant/")), "{asked:?}");
}

#[test]
fn what_cannot_be_fetched_is_said_in_a_sentence() {
    let home = Home::new();
    let server = Server::new(|_, stream| say(stream, "404 Not Found", b""));
    let address = format!("{}/news", server.address);
    for command in ["show", "doctor", "related"] {
        let error = home.run(&[command, &address]).failed(1);
        assert!(error.contains("/news is not there (404): check the address"), "{error}");
    }
}
