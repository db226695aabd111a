//! Bodies that are not what they should be.

use std::io::{Read, Write};
use std::ops::ControlFlow;

use super::*;
use crate::refresh::sources;

#[test]
fn a_page_instead_of_a_feed_erases_nothing() {
    let page =
        "<!doctype html><html><head><title>Log in</title></head><body>Welcome to the airport.</body></html>";
    let server = script(vec![
        ("200 OK\r\nETag: \"a\"", feed(&["One"])),
        ("200 OK\r\nETag: \"b\"", page.to_owned()),
        ("304 Not Modified", String::new()),
    ]);
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    reader.refresh_one(&source);
    let error = why(reader.refresh_one(&source));
    assert!(
        error.contains("answered with an HTML page instead of a feed: look at it in a browser"),
        "{error}"
    );
    assert!(matches!(reader.refresh_one(&source), Ending::Unchanged(_)));
    assert_eq!(tags(&server), [None, Some("\"a\"".into()), Some("\"a\"".into())]);
    assert_eq!(reader.titles(), ["One"]);
}

#[test]
fn what_was_not_read_whole_is_asked_for_whole_again() {
    let whole = feed(&["One", "Two"]);
    let cut = &whole[..whole.len() - 60];
    let server =
        script(vec![("200 OK\r\nETag: \"a\"", cut.to_owned()), ("200 OK\r\nETag: \"a\"", whole.clone())]);
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    assert!(matches!(reader.refresh_one(&source), Ending::Read(outcome, _) if outcome.failed == 1));
    assert!(reader.poll(&source).etag.is_none());
    reader.refresh_one(&source);
    assert_eq!(tags(&server), [None, None]);
    assert_eq!(reader.titles(), ["One", "Two"]);
}

#[test]
fn a_mark_is_kept_only_after_what_it_stands_for() {
    let titles: Vec<String> = (0..600).map(|number| format!("Number {number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let server = Server::saying("200 OK\r\nETag: \"a\"", feed(&titles));
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    let held = [source.clone()];
    sources(&mut reader.library, &held, Wish::Due, &reader.net, &mut |_, step| match step {
        Step::Event(Event::Progress(_)) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .unwrap();
    assert_eq!(
        (
            reader.poll(&source).etag,
            reader.library.source_by_address(&source.address).unwrap().unwrap().counts.total
        ),
        (None, 256)
    );
    let mut reader = reader.restart();
    assert_eq!(new(&reader.refresh_one(&source)), 600 - 256, "the rest, and nothing twice");
}

#[test]
fn bodies_that_break_off_or_never_end_bring_nothing_and_are_asked_for_again() {
    let server = Server::new(|path, stream| {
        let whole = feed(&["One"]);
        let _ = match path {
            "/short" => {
                write!(stream, "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 9999\r\n\r\n{whole}")
            }
            "/chunks" => {
                write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n{whole}")
            }
            "/noise" => write!(stream, "\x16\x03\x01"),
            // nothing more comes until the client has enough of it
            _ => write!(stream, "HTTP/1.1 200 OK\r\n\r\n{whole}")
                .and_then(|()| stream.read(&mut [0]).map(drop)),
        };
    });
    for path in ["/short", "/chunks", "/noise", "/slow"] {
        let mut reader = Reader::new();
        let source = reader.follow(&server, path);
        let error = why(reader.refresh_one(&source));
        assert!(error.contains("tried again later"), "{path}: {error}");
        assert!(is_about(reader.wait(&source), 1), "{path}");
        assert_eq!((reader.titles().len(), reader.poll(&source).etag), (0, None), "{path}");
    }
}
