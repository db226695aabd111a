//! Entries that are completed from their pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::library::{FullText, Held, Mark};

const SUMMARY: &str = "The harbour opens in spring, says the council.";

fn page(text: &str) -> String {
    let more =
        "Those who had waited outside for weeks came in one by one, and nobody was turned away. ".repeat(9);
    format!(
        "<html><head><title>Harbour</title></head><body><article><h1>Harbour</h1><p>{text} {more}<p>{more}</article></html>"
    )
}

/// A feed of four entries in short. Its first entry says more once `changed` is set.
fn server(changed: Arc<AtomicBool>) -> Server {
    Server::new(move |path, stream| {
        let entry = |title: &str, link: &str, text: &str| {
            format!(
                "<item><title>{title}</title><guid>{title}</guid><link>{link}</link><description>{text}</description></item>"
            )
        };
        let first =
            if changed.load(Ordering::SeqCst) { "The harbour opens in spring, after all." } else { SUMMARY };
        let entries = entry("Harbour", "/harbour", first)
            + &entry("Wall", "/wall", "Cookies ferment quietly behind seven mountains, botanists believe.")
            + &entry("None", "/none", SUMMARY)
            + &entry("Elsewhere", "http://127.0.0.1:1/", SUMMARY);
        let feed = format!("<rss version='2.0'><channel><title>Wire</title>{entries}</channel></rss>");
        match path {
            "/feed" => say(stream, "200 OK\r\nETag: \"a\"", feed.as_bytes()),
            "/none" => say(stream, "404 Not Found", b""),
            _ => say(stream, "200 OK\r\nContent-Type: text/html", page(SUMMARY).as_bytes()),
        }
    })
}

fn held(reader: &Reader, title: &str) -> Held {
    let rows = reader
        .library
        .window(&crate::library::View::default(), crate::library::Slice::First, 9)
        .unwrap()
        .rows;
    let row = rows.into_iter().find(|row| row.title == title).unwrap();
    reader.library.get(row.key.id).unwrap().unwrap()
}

fn follow(reader: &mut Reader, server: &Server) -> Source {
    let source = reader.follow(server, "/feed");
    reader.library.set_full_text(source.id, true).unwrap();
    source
}

fn blocks(held: &Held) -> usize {
    held.article.body.len()
}

#[test]
fn what_its_feed_gives_in_short_is_completed_from_its_page_or_says_why_not() {
    let (mut reader, server) = (Reader::new(), server(Arc::default()));
    let source = follow(&mut reader, &server);
    assert_eq!(new(&reader.refresh_one(&source)), 4);
    let whole = held(&reader, "Harbour");
    assert_eq!((whole.full_text.clone(), blocks(&whole)), (Some(FullText::Page), 2));
    let missing = |title: &str| match held(&reader, title).full_text {
        Some(FullText::Missing(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(missing("Wall"), "its page tells something else");
    assert!(missing("None").contains("is not there (404)"), "{}", missing("None"));
    assert!(missing("Elsewhere").contains("private network"), "only where the user went himself");
    assert!(held(&reader, "None").article.body == [crate::article::Block::paragraph(SUMMARY)]);
}

#[test]
fn the_same_summary_again_changes_nothing_and_another_is_completed_anew() {
    let changed = Arc::<AtomicBool>::default();
    let (mut reader, server) = (Reader::new(), server(Arc::clone(&changed)));
    let source = follow(&mut reader, &server);
    reader.refresh_one(&source);
    let id = held(&reader, "Harbour").key.id;
    reader.library.mark("test", &[id], Mark::Read(true)).unwrap();
    server.asked();
    let ending = reader.refresh_one(&source);
    assert!(matches!(&ending, Ending::Read(outcome, _) if outcome.added.unchanged == 4), "{ending:?}");
    assert_eq!(server.asked().len(), 1, "no page is asked again");
    changed.store(true, Ordering::SeqCst);
    reader.refresh_one(&source);
    let whole = held(&reader, "Harbour");
    assert_eq!(
        (whole.key.id, whole.read, whole.full_text, whole.article.body.len()),
        (id, true, Some(FullText::Page), 2)
    );
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn nobody_asks_for_pages_that_the_source_does_not_want() {
    let (mut reader, server) = (Reader::new(), server(Arc::default()));
    let source = reader.follow(&server, "/feed");
    reader.refresh_one(&source);
    assert_eq!(server.asked().len(), 1);
    assert_eq!(held(&reader, "Harbour").full_text, None);
}

#[test]
fn an_entry_without_a_page_is_not_said_to_wait_for_one() {
    let (mut reader, server) = (Reader::new(), server(Arc::default()));
    let source = follow(&mut reader, &server);
    let body = vec![crate::article::Block::paragraph(SUMMARY)];
    let article = crate::article::Article { title: "Note".into(), body, ..Default::default() };
    let (key, given_id, tags) = ("note".into(), None, vec![]);
    let note = crate::loader::Loaded { key, given_id, tags, read: None, starred: None, article };
    reader.library.add(source.id, &[note]).unwrap();
    assert_eq!(held(&reader, "Note").full_text, None);
}
