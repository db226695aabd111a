//! Servers that do not give what they are asked for.

use super::*;

#[test]
pub(super) fn each_refusal_is_said_and_heeded() {
    let later =
        |after: &str| format!("429 Slow down\r\nDate: Sun, 01 Nov 2026 10:00:00 GMT\r\nRetry-After: {after}");
    let rows = [
        ("401 Unauthorized".to_owned(), "may not be read (status 401)", Some(24)),
        ("403 Forbidden".to_owned(), "may not be read (status 403)", Some(24)),
        ("404 Not Found".to_owned(), "is not there (404)", Some(1)),
        ("410 Gone".to_owned(), "is gone for good", None),
        ("500 Oops".to_owned(), "answered with status 500", Some(1)),
        ("503 Busy".to_owned(), "asks to be left alone for a while (status 503)", Some(1)),
        (later("36000"), "asks to be left alone for a while (status 429)", Some(10)),
        (later("Sun, 01 Nov 2026 15:00:00 GMT"), "(status 429)", Some(5)),
        ("204 No Content".to_owned(), "answered with status 204", Some(1)),
    ];
    for (head, said, hours) in rows {
        let server =
            script(vec![("200 OK\r\nETag: \"a\"".to_owned(), feed(&["One"])), (head.clone(), String::new())]);
        let mut reader = Reader::new();
        let source = reader.follow(&server, "/feed");
        reader.refresh_one(&source);
        let error = why(reader.refresh_one(&source));
        assert!(error.contains(said), "{error}");
        let wait = reader.wait(&source);
        assert!(hours.map_or(wait.is_none(), |hours| is_about(wait, hours)), "{head}: {wait:?}");
        assert_eq!(reader.library.source_by_address(&source.address).unwrap().unwrap().error, Some(error));
        assert_eq!(reader.titles(), ["One"], "what is held stays");
        assert_eq!(reader.poll(&source).etag.as_deref(), Some(&b"\"a\""[..]), "and so does its mark");
    }
}

#[test]
pub(super) fn who_asks_to_be_left_alone_is_left_alone_by_the_user_too() {
    let server = Server::saying("503 Busy\r\nRetry-After: 7200", "");
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    reader.refresh_one(&source);
    reader.pass(HOUR);
    assert!(matches!(reader.refresh(Wish::Now)[..], [(_, Ending::NotYet(_))]));
    reader.pass(HOUR);
    assert!(matches!(reader.refresh(Wish::Now)[..], [(_, Ending::Failed(..))]));
    assert_eq!(server.asked().len(), 2);
}

#[test]
pub(super) fn what_is_gone_is_asked_only_where_the_user_insists() {
    let server = Server::saying("410 Gone", "");
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    reader.refresh_one(&source);
    reader.pass(40 * DAY);
    assert_eq!(reader.refresh(Wish::Due), [(source.address.clone(), Ending::NotYet(None))]);
    assert!(matches!(reader.refresh(Wish::Now)[..], [(_, Ending::Failed(..))]));
}

#[test]
fn a_server_that_fails_is_asked_ever_more_seldom() {
    let server = script(
        vec![("500 Oops", String::new()); 4]
            .into_iter()
            .chain([("200 OK\r\nETag: \"a\"", feed(&["One"]))])
            .collect(),
    );
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    for hours in [1, 2, 4, 8] {
        reader.refresh_one(&source);
        assert!(is_about(reader.wait(&source), hours), "{hours}: {:?}", reader.wait(&source));
    }
    assert_eq!(new(&reader.refresh_one(&source)), 1);
    assert!(is_about(reader.wait(&source), 1), "an answer makes up for all of it");
    assert_eq!(reader.library.source_by_address(&source.address).unwrap().unwrap().error, None);
}
