//! Bodies that are not what they should be.

use std::io::{Read, Write};
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::fetch::{Bounds, Fetcher};
use crate::refresh::sources;

#[test]
pub(super) fn a_page_instead_of_a_feed_erases_nothing() {
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
        let said = reader.refresh_one(&source).words();
        assert!(said.contains("; asked again "), "{path}: {said}");
        assert!(is_about(reader.wait(&source), 1), "{path}");
        assert_eq!((reader.titles().len(), reader.poll(&source).etag), (0, None), "{path}");
    }
}

#[test]
pub(super) fn bodies_without_measure_are_given_up() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; 64 << 20]).unwrap();
    let bomb = packed.finish().unwrap();
    let spaces = vec![b' '; 64 << 10];
    let server = Server::new(move |path, stream| {
        if path == "/bomb" {
            return say(stream, "200 OK\r\nETag: \"a\"\r\nContent-Encoding: gzip", &bomb);
        }
        let _ = write!(stream, "HTTP/1.1 200 OK\r\nETag: \"a\"\r\n\r\n<rss>");
        while stream.write_all(&spaces).is_ok() {}
    });
    for (path, said) in
        [("/bomb", "is packed so that it grows beyond all measure"), ("/endless", "is larger than 8 MB")]
    {
        let mut reader = Reader::new();
        reader.net.fetcher = Fetcher::new(Bounds { feed: 8 << 20, ..Bounds::default() });
        let source = reader.follow(&server, path);
        let error = why(reader.refresh_one(&source));
        assert!(error.contains(said), "{error}");
        assert!(is_about(reader.wait(&source), 1) && reader.poll(&source).etag.is_none(), "{path}");
    }
}

#[test]
fn what_the_server_says_of_the_type_decides_nothing_and_of_the_encoding_only_what_the_feed_leaves_open() {
    let latin = |text: &str| text.chars().map(|letter| letter as u8).collect::<Vec<u8>>();
    let caf = feed(&["Caf\u{e9}"]);
    for (head, body) in [
        ("200 OK\r\nContent-Type: text/html; charset=utf-8", caf.clone().into_bytes()),
        ("200 OK\r\nContent-Type: application/octet-stream", caf.clone().into_bytes()),
        ("200 OK\r\nContent-Type: image/png", caf.clone().into_bytes()),
        ("200 OK\r\nContent-Type: text/xml; charset=iso-8859-1", latin(&caf)),
        (
            "200 OK\r\nContent-Type: text/xml; charset=utf-8",
            latin(&format!("<?xml version='1.0' encoding='iso-8859-1'?>{caf}")),
        ),
        ("200 OK\r\nContent-Type: text/xml; charset=no-such", caf.clone().into_bytes()),
    ] {
        let server = Server::saying(head, body);
        let mut reader = Reader::new();
        let source = reader.follow(&server, "/feed");
        assert_eq!(new(&reader.refresh_one(&source)), 1, "{head}");
        assert_eq!(reader.titles(), ["Caf\u{e9}"], "{head}");
    }
}
