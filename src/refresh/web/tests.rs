//! What is kept, said, and asked next time, for each way a server can answer.

mod bodies;
mod full_text;
mod polite;
mod redirects;
mod refusals;

use std::ops::ControlFlow;

use super::*;
use crate::refresh::testing::{DAY, HOUR, Reader, feed, script};
use crate::refresh::{Outcome, sources};
use crate::server::{Server, say};

/// Jitter moves a time by a tenth.
fn is_about(wait: Option<i64>, hours: i64) -> bool {
    wait.is_some_and(|wait| (wait - hours * HOUR).abs() <= hours * HOUR / 10)
}

fn new(ending: &Ending) -> u64 {
    if let Ending::Read(outcome, _) = ending { outcome.added.new } else { 0 }
}

fn why(ending: Ending) -> String {
    if let Ending::Failed(why, _) = ending { why } else { panic!("{ending:?}") }
}

/// Whether each request asked only for what has changed.
fn tags(server: &Server) -> Vec<Option<String>> {
    let tag =
        |head: String| head.lines().find_map(|line| line.strip_prefix("if-none-match: ").map(str::to_owned));
    server.asked().into_iter().map(tag).collect()
}

#[test]
fn what_has_not_changed_is_not_sent_again_and_its_mark_goes_back_as_it_came() {
    let server = script(vec![
        ("200 OK\r\nETag: W/\"a b\"\r\nLast-Modified: once", feed(&["One"])),
        ("304 Not Modified\r\nETag: \"c\"", String::new()),
        ("200 OK\r\nETag: \"c\"", feed(&["One", "Two"])),
        ("200 OK", feed(&["Two"])),
    ]);
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    assert_eq!(new(&reader.refresh_one(&source)), 1);
    assert_eq!(reader.poll(&source).etag.as_deref(), Some(&b"W/\"a b\""[..]));
    assert!(matches!(reader.refresh_one(&source), Ending::Unchanged(_)));
    let poll = reader.poll(&source);
    assert_eq!(
        (poll.etag.as_deref(), poll.last_modified.as_deref()),
        (Some(&b"\"c\""[..]), Some(&b"once"[..]))
    );
    assert_eq!(new(&reader.refresh_one(&source)), 1);
    assert_eq!(reader.poll(&source).last_modified, None, "what is no longer said is no longer said back");
    assert!(is_about(reader.wait(&source), 1), "{:?}", reader.wait(&source));
    reader.refresh_one(&source);
    assert!(is_about(reader.wait(&source), 24), "without a mark once a day: {:?}", reader.wait(&source));
    assert_eq!(tags(&server), [None, Some("w/\"a b\"".into()), Some("\"c\"".into()), Some("\"c\"".into())]);
    assert_eq!(reader.titles(), ["One", "Two"]);
}

#[test]
fn a_date_is_as_good_as_a_mark() {
    let server = script(vec![
        ("200 OK\r\nLast-Modified: Sun, 01 Nov 2026 10:00:00 GMT", feed(&["One"])),
        ("304 Not Modified", String::new()),
    ]);
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    reader.refresh_one(&source);
    assert_eq!(reader.refresh_one(&source).words(), "unchanged");
    assert!(is_about(reader.wait(&source), 1), "{:?}", reader.wait(&source));
    let asked = server.asked();
    assert!(asked[1].contains("if-modified-since: sun, 01 nov 2026 10:00:00 gmt"), "{asked:?}");
    assert_eq!(reader.titles(), ["One"]);
}

#[test]
fn what_is_not_due_is_not_asked_whenever_the_program_starts() {
    let server = Server::saying("200 OK\r\nETag: \"a\"", feed(&["One"]));
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    reader.refresh(Wish::Due);
    let due = reader.poll(&source).due;
    let mut reader = reader.restart();
    reader.pass(50 * 60);
    assert_eq!(reader.refresh(Wish::Due), [(source.address.clone(), Ending::NotYet(due))]);
    assert_eq!(server.asked().len(), 1);
    assert!(
        matches!(reader.refresh(Wish::Now)[..], [(_, Ending::Read(..))]),
        "the user may ask all the same"
    );
    assert!(matches!(reader.refresh(Wish::Now)[..], [(_, Ending::NotYet(_))]), "but not twice in a minute");
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn what_the_server_or_the_feed_says_of_its_pace_is_heeded() {
    let own = |head: &str| feed(&["One"]).replace("<item>", &format!("{head}<item>"));
    for (head, body, hours) in [
        ("200 OK\r\nETag: \"a\"\r\nCache-Control: max-age=10800", feed(&["One"]), 3),
        ("200 OK\r\nETag: \"a\"", own("<ttl>600</ttl>"), 10),
        ("200 OK\r\nETag: \"a\"\r\nCache-Control: max-age=99999999", feed(&["One"]), 24),
        ("304 Not Modified\r\nETag: \"a\"\r\nCache-Control: max-age=10800", String::new(), 3),
    ] {
        let server = Server::saying(head, body);
        let mut reader = Reader::new();
        let source = reader.follow(&server, "/feed");
        reader.refresh_one(&source);
        assert!(is_about(reader.wait(&source), hours), "{head}: {:?}", reader.wait(&source));
    }
}

#[test]
fn another_program_that_asks_a_source_is_not_disturbed() {
    let server = Server::saying("200 OK\r\nETag: \"a\"", feed(&["One"]));
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    let parent = rustix::process::getppid().unwrap().as_raw_nonzero().get();
    reader.library.lease_to(source.id, reader.now() + 60, parent);
    assert_eq!(reader.refresh(Wish::Due), [(source.address.clone(), Ending::Elsewhere)]);
    assert_eq!(server.asked().len(), 0);
    reader.pass(61);
    assert_eq!(new(&reader.refresh_one(&source)), 1);
}

/// While the first of two sources of one server ends, another program asks the second; what became of the second,
/// and how it stands.
fn second_asked_meanwhile(flow: ControlFlow<()>) -> (Option<Ending>, Poll, usize) {
    let server = Server::saying("200 OK\r\nETag: \"mine\"", feed(&["One"]));
    let mut reader = Reader::new();
    let both = [reader.follow(&server, "/1"), reader.follow(&server, "/2")];
    let (mut other, mut ended) = (reader.other(), None);
    let asked = Poll { asked: Some(reader.now()), etag: Some(b"theirs".to_vec()), ..Poll::default() };
    sources(&mut reader.library, &both, Wish::Due, &reader.net, &mut |source, step| {
        let Step::Ended(ending) = step else { return ControlFlow::Continue(()) };
        if source.id == both[0].id {
            other.set_poll(both[1].id, &asked).unwrap();
            return flow;
        }
        ended = Some(ending);
        ControlFlow::Continue(())
    })
    .unwrap();
    let poll = reader.poll(&both[1]);
    (ended, poll, server.asked().len())
}

#[test]
fn what_another_program_asked_while_it_waited_is_not_asked_again() {
    let (ended, poll, asked) = second_asked_meanwhile(ControlFlow::Continue(()));
    assert_eq!((ended, asked), (Some(Ending::Elsewhere), 1));
    assert_eq!(poll.etag.as_deref(), Some(&b"theirs"[..]));
}

#[test]
fn who_stops_leaves_alone_what_he_did_not_begin() {
    let (ended, poll, asked) = second_asked_meanwhile(ControlFlow::Break(()));
    assert_eq!((ended, asked), (None, 1));
    assert_eq!(poll.etag.as_deref(), Some(&b"theirs"[..]));
}

#[test]
fn many_sources_are_asked_at_once_and_each_server_gets_one_question_at_a_time() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let (here, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (inside, seen) = (Arc::clone(&here), Arc::clone(&most));
    let server = Server::new(move |path, stream| {
        seen.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let body = feed(&[path.trim_start_matches('/')]);
        inside.fetch_sub(1, Ordering::SeqCst);
        say(stream, "200 OK\r\nETag: \"a\"", body.as_bytes());
    });
    let mut reader = Reader::new();
    for number in 0..20 {
        reader.follow(&server, &format!("/{number}"));
    }
    let ended = reader.refresh(Wish::Due);
    assert!(ended.len() == 20 && ended.iter().all(|(_, ending)| new(ending) == 1), "{ended:?}");
    assert_eq!(most.load(Ordering::SeqCst), 1);
}

#[test]
fn the_articles_that_a_page_lists_are_fetched_once_each() {
    let story = |name: &str| {
        let text =
            format!("The {name} opened in spring, and those who had waited came in one by one. ").repeat(5);
        format!(
            "<html><head><title>The {name} opens at last</title></head><body><article><h1>The {name} opens at last</h1><p>{text}</p></article></body></html>"
        )
    };
    let server = Server::new(move |path, stream| {
        match path {
        "/news/" => say(
            stream,
            "200 OK\r\nContent-Type: text/html\r\nETag: \"a\"",
            b"<html><body><a href='ferry'>The ferry opens at last</a><a href='lost'>A page that is lost</a><a href='comet'>The comet opens at last</a></body></html>",
        ),
        "/news/lost" => say(stream, "404 Not Found", b""),
        _ => say(stream, "200 OK\r\nContent-Type: text/html", story(&path[6..]).as_bytes()),
    }
    });
    let mut reader = Reader::new();
    let source = reader.add(SourceKind::Page, format!("{}/news/", server.address));
    assert_eq!(new(&reader.refresh_one(&source)), 2);
    assert_eq!(reader.titles(), ["The comet opens at last", "The ferry opens at last"]);
    assert_eq!(server.asked().len(), 4);
    reader.refresh_one(&source);
    assert_eq!(server.asked().len(), 2, "the list, and what is still missing");
    assert_eq!(reader.titles().len(), 2);
}

#[test]
fn a_source_without_a_title_is_called_as_it_calls_itself_and_another_keeps_its_own() {
    let server = Server::saying("200 OK", feed(&["One"]));
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    reader.library.set_title(source.id, &source.address).unwrap();
    for called in ["Wire", "Mine"] {
        reader.refresh_one(&source);
        assert_eq!(reader.library.sources().unwrap()[0].title, called);
        reader.library.set_title(source.id, "Mine").unwrap();
    }
}

#[test]
fn entries_that_a_feed_calls_by_another_name_are_the_same_articles() {
    let entry = |guid: &str, link: &str| {
        feed(&["One"]).replace(
            "<guid>One",
            &format!("<pubDate>Tue, 14 Nov 2023 10:00:00 GMT</pubDate><link>{link}</link><guid>{guid}"),
        )
    };
    let server = script(vec![
        ("200 OK\r\nETag: \"a\"", entry("7", "http://e.example/one")),
        ("200 OK\r\nETag: \"b\"", entry("https://e.example/?p=7", "https://e.example/one?utm_medium=rss")),
    ]);
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    assert_eq!(new(&reader.refresh_one(&source)), 1);
    assert!(matches!(reader.refresh_one(&source), Ending::Read(Outcome { renamed: 1, .. }, _)));
    assert_eq!(reader.titles(), ["One"]);
}
