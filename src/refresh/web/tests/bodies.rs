//! Bodies that are not what they should be.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::ops::ControlFlow;

use super::*;
use crate::fetch::testing::{brotli, gzip, unsafe_server};
use crate::fetch::{Bounds, Fetcher};
use crate::refresh::{BATCH, sources};

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
    assert!(is_about(reader.wait(&source), 1), "{:?}", reader.wait(&source));
    assert!(matches!(reader.refresh_one(&source), Ending::Unchanged(_)));
    assert_eq!(tags(&server), [None, Some("\"a\"".into()), Some("\"a\"".into())]);
    assert_eq!(reader.titles(), ["One"]);
}

#[test]
fn a_wall_that_wants_a_cookie_or_gives_nothing_is_said_and_tried_again_without_one() {
    let page = "<!doctype html><title>Cookies</title><body>We value your privacy.</body>";
    for (wall, body, said) in [
        ("302 Found\r\nLocation: /feed\r\nSet-Cookie: seen=1; Path=/", "", "leads back to itself"),
        ("200 OK\r\nETag: \"w\"", "", "answered with nothing instead of a feed"),
        ("200 OK\r\nETag: \"w\"\r\nSet-Cookie: seen=1; Path=/", page, "answered with an HTML page instead"),
    ] {
        let server = script(vec![
            ("200 OK\r\nETag: \"a\"", feed(&["One"])),
            (wall, body.to_owned()),
            ("200 OK\r\nETag: \"b\"", feed(&["One", "Two"])),
        ]);
        let mut reader = Reader::new();
        let source = reader.follow(&server, "/feed");
        reader.refresh_one(&source);
        let error = why(reader.refresh_one(&source));
        assert!(error.contains(said), "{error}");
        assert!(is_about(reader.wait(&source), 1), "{said}");
        assert_eq!(reader.titles(), ["One"], "{said}");
        assert_eq!(new(&reader.refresh_one(&source)), 1, "{said}");
        let asked = server.asked();
        assert_eq!(asked.len(), 3, "{said}");
        assert!(asked[2].contains("if-none-match: \"a\"") && !asked[2].contains("cookie"), "{asked:?}");
    }
}

#[test]
fn however_a_body_is_packed_it_is_read_and_its_mark_kept() {
    let body = feed(&["One"]).into_bytes();
    for (coding, packed) in [
        ("Content-Encoding: gzip", gzip(&body)),
        ("Content-Encoding: br", brotli(&body)),
        (
            "Transfer-Encoding: chunked",
            [format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n0\r\n\r\n"].concat(),
        ),
    ] {
        let server = Server::new(move |_, stream| {
            let _ = write!(stream, "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nConnection: close\r\n{coding}\r\n\r\n");
            let _ = stream.write_all(&packed);
        });
        let mut reader = Reader::new();
        let source = reader.follow(&server, "/feed");
        assert_eq!(reader.refresh_one(&source).words(), "1 new", "{coding}");
        assert!(is_about(reader.wait(&source), 1), "{coding}");
        reader.refresh_one(&source);
        assert_eq!(tags(&server), [None, Some("\"a\"".into())], "{coding}");
        assert_eq!(reader.titles(), ["One"], "{coding}");
    }
}

#[test]
fn a_certificate_that_nobody_vouches_for_brings_nothing_and_is_tried_again() {
    let mut reader = Reader::new();
    let source = reader.add(SourceKind::Feed, unsafe_server());
    for hours in [1, 2] {
        let error = why(reader.refresh_one(&source));
        assert!(
            error.contains("the connection is not safe") && error.contains("mend its certificate"),
            "{error}"
        );
        assert!(is_about(reader.wait(&source), hours), "{:?}", reader.wait(&source));
    }
    assert_eq!((reader.titles().len(), reader.poll(&source).etag), (0, None));
}

/// Without optimisation the whole number takes 20 s, most of them the library's.
const VERY_MANY: usize = if cfg!(debug_assertions) { 20_000 } else { 200_000 };

#[test]
fn a_feed_of_200_000_entries_is_held_whole() {
    let titles: Vec<String> = (0..VERY_MANY).map(|number| number.to_string()).collect();
    let entries = titles.join("</title></item><item><title>");
    let body = format!("<rss><channel><item><title>{entries}</title></item></channel></rss>");
    let server = Server::saying("200 OK\r\nETag: \"a\"", body);
    let mut reader = Reader::new();
    // whose patience is not at stake here
    reader.net.fetcher = Fetcher::default();
    let source = reader.follow(&server, "/feed");
    assert_eq!(reader.refresh_one(&source).words(), format!("{VERY_MANY} new"));
    assert_eq!(reader.library.sources().unwrap()[0].counts.total, VERY_MANY as u64);
    assert!(is_about(reader.wait(&source), 1));
    reader.refresh_one(&source);
    assert_eq!(tags(&server), [None, Some("\"a\"".into())]);
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
        (None, BATCH as u64)
    );
    let mut reader = reader.restart();
    assert_eq!(new(&reader.refresh_one(&source)), 600 - BATCH as u64, "the rest, and nothing twice");
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
            "/silent" => stream.read(&mut [0]).map(drop),
            "/drip" => drip(stream, whole.as_bytes()),
            // nothing more comes until the client has enough of it
            _ => write!(stream, "HTTP/1.1 200 OK\r\n\r\n{whole}")
                .and_then(|()| stream.read(&mut [0]).map(drop)),
        };
    });
    for path in ["/short", "/chunks", "/noise", "/silent", "/drip", "/slow"] {
        let mut reader = Reader::new();
        let source = reader.follow(&server, path);
        let said = reader.refresh_one(&source).words();
        assert!(said.contains("; asked again "), "{path}: {said}");
        assert!(is_about(reader.wait(&source), 1), "{path}");
        assert_eq!((reader.titles().len(), reader.poll(&source).etag), (0, None), "{path}");
    }
}

/// Five bytes at a time, until the client has enough of it.
fn drip(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(100)))?;
    write!(stream, "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: {}\r\n\r\n", bytes.len())?;
    for few in bytes.chunks(5) {
        stream.write_all(few)?;
        if stream.read(&mut [0]).is_ok() {
            break;
        }
    }
    Ok(())
}

#[test]
pub(super) fn bodies_without_measure_are_given_up() {
    // parts of a gzip file are unpacked one after the other: a whole GiB
    let bomb = gzip(&vec![b' '; 64 << 20]).repeat(16);
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
        assert_eq!(reader.titles(), [""; 0], "{path}");
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
        let server = script(vec![(format!("{head}\r\nETag: \"a\""), body)]);
        let mut reader = Reader::new();
        let source = reader.follow(&server, "/feed");
        assert_eq!(reader.refresh_one(&source).words(), "1 new", "{head}");
        assert!(is_about(reader.wait(&source), 1), "{head}");
        reader.refresh_one(&source);
        assert_eq!(tags(&server), [None, Some("\"a\"".into())], "{head}");
        assert_eq!(reader.titles(), ["Caf\u{e9}"], "{head}");
    }
}
