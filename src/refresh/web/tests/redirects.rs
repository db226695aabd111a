//! Servers that send us elsewhere.

use super::*;

/// A server whose /feed leads to /new, by this status, where this body lies.
fn moved(status: &'static str, body: String) -> Server {
    Server::new(move |path, stream| match path {
        "/feed" => say(stream, &format!("{status}\r\nLocation: /new"), b""),
        _ => say(stream, "200 OK\r\nETag: \"a\"", body.as_bytes()),
    })
}

#[test]
pub(super) fn an_address_changes_when_its_server_says_so_on_two_days() {
    for (status, goes) in [
        ("301 Moved", true),
        ("308 Moved", true),
        ("302 Found", false),
        ("303 See", false),
        ("307 For now", false),
    ] {
        let server = moved(status, feed(&["One"]));
        let mut reader = Reader::new();
        let source = reader.follow(&server, "/feed");
        assert_eq!(new(&reader.refresh_one(&source)), 1, "{status}");
        let asked = |reader: &mut Reader| {
            reader.refresh_one(&source);
            reader.library.sources().unwrap().remove(0).address
        };
        assert_eq!(asked(&mut reader), source.address, "{status}: an hour later");
        reader.pass(DAY);
        let expected = if goes { format!("{}/new", server.address) } else { source.address.clone() };
        assert_eq!(asked(&mut reader), expected, "{status}");
        server.asked();
        reader.refresh_one(&source);
        assert_eq!(server.asked().len(), if goes { 1 } else { 2 }, "{status}");
        assert_eq!(reader.titles(), ["One"], "{status}: nothing is doubled");
    }
}

#[test]
fn an_address_does_not_change_for_what_is_no_feed_or_another_source() {
    let server = moved("301 Moved", "<!doctype html><html><body><p>Sold!</p></body></html>".to_owned());
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    for _ in 0..3 {
        let error = why(reader.refresh_one(&source));
        assert!(error.contains("/new answered with an HTML page instead of a feed"), "{error}");
        reader.pass(DAY);
    }
    assert_eq!(reader.library.sources().unwrap()[0].address, source.address);

    let server = moved("301 Moved", feed(&["One"]));
    let mut reader = Reader::new();
    let (old, new) = (reader.follow(&server, "/feed"), reader.follow(&server, "/new"));
    for _ in 0..3 {
        reader.refresh(Wish::Due);
        reader.pass(DAY + HOUR * 3);
    }
    let mut held: Vec<String> =
        reader.library.sources().unwrap().into_iter().map(|held| held.address).collect();
    held.sort();
    assert_eq!(held, [old.address, new.address]);
}

#[test]
fn ways_that_lead_nowhere_are_said() {
    let server = Server::new(|path, stream| {
        let hop = path.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
        let to = match path {
            "/a" => "/b".to_owned(),
            "/b" => "/a".to_owned(),
            "/out" => "file:///etc/passwd".to_owned(),
            _ => format!("/{}", hop + 1),
        };
        say(stream, &format!("302 Found\r\nLocation: {to}"), b"");
    });
    for (path, said, asked) in [
        ("/a", "leads back to itself", 2),
        ("/1", "leads from place to place without end", 6),
        ("/out", "which cannot be fetched", 1),
    ] {
        let mut reader = Reader::new();
        let source = reader.follow(&server, path);
        let error = why(reader.refresh_one(&source));
        assert!(error.contains(said), "{error}");
        assert_eq!(server.asked().len(), asked, "{path}");
        assert!(is_about(reader.wait(&source), 1));
        assert_eq!((reader.titles().len(), reader.poll(&source).moved), (0, None), "{path}");
    }
}
