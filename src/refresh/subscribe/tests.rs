use std::ops::ControlFlow;

use super::*;
use crate::refresh::testing::{Reader, feed};
use crate::server::{Server, say};

fn follow(reader: &mut Reader, address: &str) -> Result<Subscribed, NotSubscribed> {
    subscribe(&mut reader.library, address, false, &reader.net, &mut |_, _| ControlFlow::Continue(()))
}

fn guess(reader: &mut Reader, address: &str) -> Result<Subscribed, NotSubscribed> {
    subscribe(&mut reader.library, address, true, &reader.net, &mut |_, _| ControlFlow::Continue(()))
}

fn followed(reader: &mut Reader, address: &str) -> Source {
    match follow(reader, address).unwrap() {
        Subscribed::Source(source) => source,
        Subscribed::Choice(offers) => panic!("{offers:?}"),
    }
}

/// A site whose front page has this head and this body, with a feed at /feed.
fn site(head: &'static str, body: &'static str) -> Server {
    Server::new(move |path, stream| match path {
        "/feed" => say(stream, "200 OK\r\nETag: \"a\"", feed(&["One"]).as_bytes()),
        "/" => {
            let page = format!("<html><head><title>A site</title>{head}</head><body>{body}</body></html>");
            say(stream, "200 OK\r\nContent-Type: text/html", page.as_bytes());
        }
        _ => say(stream, "404 Not Found", b""),
    })
}

const LINK: &str = "<link rel=alternate type='application/rss+xml' href='/feed'>";

#[test]
fn a_feed_is_followed_under_its_own_name_and_what_came_is_not_asked_for_again() {
    let server = site("", "");
    let mut reader = Reader::new();
    let address = format!("{}/feed", server.address);
    let source = followed(&mut reader, &address);
    assert_eq!((source.kind, source.title.as_str()), (SourceKind::Feed, "Wire"));
    assert_eq!(reader.titles(), ["One"]);
    assert_eq!(server.asked().len(), 1);
    let poll = reader.poll(&source);
    assert!(poll.typed && poll.etag.is_some() && poll.due > Some(reader.now()), "{poll:?}");
    assert_eq!(followed(&mut reader, &address).id, source.id, "twice is once");
    assert_eq!(server.asked().len(), 0, "and no reason to ask again within a minute");
}

#[test]
fn however_a_page_writes_the_address_of_its_feed_it_is_one_source() {
    let written = "<link rel=alternate type='application/rss+xml' href='/feed#latest'>";
    let server = site(written, "");
    let mut reader = Reader::new();
    let source = followed(&mut reader, &server.address);
    assert_eq!(source.address, format!("{}/feed", server.address));
    assert_eq!(followed(&mut reader, &source.address).id, source.id);
}

#[test]
fn the_only_feed_of_a_page_is_followed_in_its_place() {
    let server = site(LINK, "");
    let mut reader = Reader::new();
    let source = followed(&mut reader, &server.address);
    assert_eq!((source.kind, &source.address), (SourceKind::Feed, &format!("{}/feed", server.address)));
    assert_eq!(reader.titles(), ["One"]);
    reader.library.set_full_text(source.id, true).unwrap();
    let poll = reader.poll(&source);
    server.asked();
    assert_eq!(followed(&mut reader, &server.address).id, source.id);
    assert_eq!(reader.poll(&source), poll, "it is as the user wants it");
    assert!(!server.asked().iter().any(|head| head.contains("get /feed")), "twice in a minute is once");
}

#[test]
fn of_several_feeds_the_user_chooses_and_nothing_is_kept_before() {
    let server = site(
        "<link rel=alternate type='application/rss+xml' title=News href='/feed'>\
         <link rel=alternate type='application/rss+xml' title=Talk href='/talk'>",
        "",
    );
    let mut reader = Reader::new();
    let Subscribed::Choice(offers) = follow(&mut reader, &server.address).unwrap() else { panic!() };
    let titles: Vec<&str> = offers.iter().map(|offer| offer.title.as_str()).collect();
    assert_eq!(titles, ["News", "Talk"], "in the order of the page");
    assert!(reader.library.sources().unwrap().is_empty());
}

#[test]
fn a_page_without_a_feed_is_a_source_of_its_own() {
    let server = site("", "<a href='/one'>A headline of three words</a>");
    let mut reader = Reader::new();
    let source = followed(&mut reader, &server.address);
    assert_eq!((source.kind, source.title.as_str()), (SourceKind::Page, "A site"));
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn a_feed_that_no_page_offers_is_looked_for_where_the_user_wants_it_alone() {
    let server = Server::new(|path, stream| match path {
        "/blog/feed.xml" => say(stream, "200 OK\r\nETag: \"a\"", feed(&["One"]).as_bytes()),
        // a page for everything, as many a site has
        _ => say(stream, "200 OK", b"<html><title>A site</title><a href=/one>A headline of three words</a>"),
    });
    let (mut reader, page) = (Reader::new(), format!("{}/blog/", server.address));
    for _ in 0..2 {
        let Subscribed::Source(source) = guess(&mut reader, &page).unwrap() else { panic!() };
        assert_eq!((source.kind, source.title.as_str()), (SourceKind::Feed, "Wire"));
    }
    assert_eq!(reader.library.sources().unwrap().len(), 1);
    let asked: Vec<String> =
        server.asked().iter().map(|head| head.split(' ').nth(1).unwrap().to_owned()).collect();
    let first = ["/blog/", "/blog/feed/", "/blog/index.xml", "/blog/feed.xml"];
    assert_eq!(asked[..4], first);
    assert_eq!(asked[4..], first[..3], "what is a source is not asked again so soon");
    assert_eq!(followed(&mut reader, &page).kind, SourceKind::Page);
}

#[test]
fn a_server_that_wants_to_be_left_alone_is_not_guessed_at() {
    let server = Server::new(|path, stream| match path {
        "/" => {
            say(stream, "200 OK\r\nContent-Type: text/html", b"<html><a href=/one>A headline of words</a>");
        }
        _ => say(stream, "429 Slow down", b""),
    });
    let error = guess(&mut Reader::new(), &server.address).unwrap_err().to_string();
    assert!(error.contains("asks to be left alone"), "{error}");
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn what_cannot_be_followed_is_not_kept() {
    let server = Server::new(|path, stream| match path {
        "/data" => say(stream, "200 OK", b"\x00\x01\x02\x00"),
        "/text" => say(stream, "200 OK", b"Only a few words of plain text.\n"),
        _ => say(stream, "404 Not Found", b""),
    });
    let mut reader = Reader::new();
    for (path, said) in
        [("/none", "is not there (404)"), ("/data", "instead of a feed"), ("/text", "instead of a feed")]
    {
        let error = follow(&mut reader, &format!("{}{path}", server.address)).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
    assert!(reader.library.sources().unwrap().is_empty());
}

#[test]
fn a_password_in_an_address_is_not_kept_and_its_way_is_said() {
    let server = site("", "");
    let mut reader = Reader::new();
    let address = format!("{}/feed", server.address);
    for login in ["me:sesame@", "sesame@", ":sesame@"] {
        let with = address.replace("://", &format!("://{login}"));
        let error = follow(&mut reader, &with).unwrap_err().to_string();
        assert!(error.starts_with(&address) && error.contains("`[credentials]`"), "{error}");
        assert!(!error.contains("sesame"), "{error}");
    }
    assert!(reader.library.sources().unwrap().is_empty() && server.asked().is_empty());
}

#[test]
fn a_page_cannot_send_us_into_the_own_network() {
    let inner = Server::saying("200 OK", feed(&["Secret"]));
    let link = format!("<link rel=alternate type='application/rss+xml' href='{}/feed'>", inner.address);
    let outer =
        Server::saying("200 OK\r\nContent-Type: text/html", format!("<html><head>{link}</head></html>"));
    let mut reader = Reader::new();
    let error = follow(&mut reader, &outer.address).unwrap_err().to_string();
    assert!(error.contains("private network"), "{error}");
    assert_eq!(inner.asked().len(), 0);
}
