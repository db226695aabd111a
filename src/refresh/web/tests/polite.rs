//! The rules of a polite reader, each with its check.

use super::*;

/// Each rule, and the test that fails where it is broken.
const RULES: [(&str, fn()); 15] = [
    (
        "ETag and Last-Modified go back byte for byte",
        what_has_not_changed_is_not_sent_again_and_its_mark_goes_back_as_it_came,
    ),
    (
        "both are kept from every 200 and 304, whether the body is the same or not",
        marks_are_kept_though_nothing_is_new,
    ),
    (
        "they are kept after the entries, and go to the address that gave them alone",
        marks_go_to_the_address_that_gave_them,
    ),
    (
        "an hour between two questions, a day without a mark, over restarts",
        what_is_not_due_is_not_asked_whenever_the_program_starts,
    ),
    (
        "Cache-Control, Expires, ttl, skipHours are lower bounds",
        what_the_server_or_the_feed_says_of_its_pace_is_heeded,
    ),
    (
        "429 and 503 with Retry-After in both forms; else ever more seldom",
        refusals::each_refusal_is_said_and_heeded,
    ),
    (
        "a permanent redirect counts after two sightings a day apart, and for a feed only",
        redirects::an_address_changes_when_its_server_says_so_on_two_days,
    ),
    (
        "410 stops, and nothing that is held is deleted",
        refusals::what_is_gone_is_asked_only_where_the_user_insists,
    ),
    ("feeds are asked for as feeds, packed", who_asks_says_what_it_takes),
    ("the program names itself, and says nothing of its user", who_asks_says_who_it_is_and_no_more),
    (
        "one question to a server at a time",
        many_sources_are_asked_at_once_and_each_server_gets_one_question_at_a_time,
    ),
    ("limits of time and size", bodies::bodies_without_measure_are_given_up),
    ("a page instead of a feed erases nothing", bodies::a_page_instead_of_a_feed_erases_nothing),
    ("the user's wish obeys as well", refusals::who_asks_to_be_left_alone_is_left_alone_by_the_user_too),
    ("pages of articles are fetched once each", the_articles_that_a_page_lists_are_fetched_once_each),
];

#[test]
fn every_rule_of_a_polite_reader_is_kept() {
    for (rule, check) in RULES {
        println!("{rule}");
        check();
    }
}

fn marks_are_kept_though_nothing_is_new() {
    let same = feed(&["One"]);
    let server = script(vec![
        ("200 OK\r\nETag: \"a\"", same.clone()),
        ("200 OK\r\nETag: \"b\"", same),
        ("304 No\r\nETag: \"c\"", String::new()),
    ]);
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    for tag in ["\"a\"", "\"b\"", "\"c\""] {
        reader.refresh_one(&source);
        assert_eq!(reader.poll(&source).etag.as_deref(), Some(tag.as_bytes()));
    }
}

fn marks_go_to_the_address_that_gave_them() {
    let server = script(vec![
        ("200 OK\r\nETag: \"a\"", feed(&["One"])),
        ("302 Found\r\nLocation: /elsewhere", String::new()),
        ("200 OK\r\nETag: \"b\"", feed(&["One"])),
    ]);
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed");
    reader.refresh_one(&source);
    reader.refresh_one(&source);
    assert_eq!(tags(&server), [None, Some("\"a\"".into()), None]);
    assert_eq!(reader.poll(&source).validated, format!("{}/elsewhere", server.address));
}

/// What a server is asked when a feed is due.
fn asked() -> String {
    let server = Server::saying("200 OK\r\nSet-Cookie: who=you", feed(&["One"]));
    let mut reader = Reader::new();
    let source = reader.follow(&server, "/feed?Format=RSS&x=%20");
    reader.refresh_one(&source);
    server.asked();
    reader.refresh_one(&source);
    server.asked().remove(0)
}

fn who_asks_says_what_it_takes() {
    let asked = asked();
    assert!(asked.starts_with("get /feed?format=rss&x=%20 http/1.1\n"), "{asked}");
    for line in [
        "accept: application/atom+xml, application/rss+xml, application/feed+json",
        "accept-encoding: gzip, br",
    ] {
        assert!(asked.contains(line), "{line}: {asked}");
    }
}

fn who_asks_says_who_it_is_and_no_more() {
    let asked = asked();
    let mut names: Vec<&str> =
        asked.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0)).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"], "no cookie, no referrer");
    assert!(asked.contains("user-agent: courant/"), "{asked}");
}
