//! What is kept: sources, lists, marks.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{Home, jsonl, text};

fn filled() -> Home {
    let home = Home::new();
    home.write("news.jsonl", jsonl(&["Alpha", "Beta", "Gamma"]));
    home.run(&["add", "news.jsonl"]).done();
    home
}

/// One field of each line that a list prints.
fn column(list: &str, field: usize) -> Vec<&str> {
    list.lines().map(|line| line.split('\t').nth(field).unwrap()).collect()
}

#[test]
fn what_is_added_is_listed_newest_first() {
    let home = Home::new();
    home.write("news.jsonl", jsonl(&["Alpha", "Beta", "Gamma"]));
    assert_eq!(home.run(&["add", "news.jsonl"]).done(), "news.jsonl: 3 new\n");
    let list = home.run(&["list"]).done();
    assert_eq!(column(&list, 4), ["Alpha", "Beta", "Gamma"]);
    assert_eq!(column(&list, 1), ["2024-03-28", "2024-03-27", "2024-03-26"]);
    assert_eq!(home.run::<&str>(&[]).done(), list, "without a terminal the list is printed");
    assert_eq!(home.run(&["refresh"]).done(), "news.jsonl: 3 unchanged\n");
}

#[test]
fn files_of_other_kinds_in_a_folder_are_counted() {
    let home = Home::new();
    home.write("news/a.md", "# A\n\nText.\n");
    home.write("news/deep/b.md", "# B\n\nText.\n");
    home.write("news/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0");
    assert_eq!(home.run(&["add", "news"]).done(), "news: 2 new, 1 of other kinds left alone\n");
}

#[test]
fn good_sources_are_kept_beside_bad_ones() {
    let home = Home::new();
    home.write("news.jsonl", jsonl(&["Alpha"]));
    home.write("empty.txt", "");
    let ran = home.run(&["add", "missing", "news.jsonl", "empty.txt"]);
    assert_eq!(ran.out, "news.jsonl: 1 new\n");
    let err = ran.failed(3);
    assert_eq!(err.lines().count(), 2, "{err}");
    assert!(err.contains("missing does not exist: "), "{err}");
    assert!(err.contains("empty.txt is empty: "), "{err}");
    let sources = home.run(&["sources"]).done();
    assert_eq!(
        sources,
        format!("1\t1\tnews.jsonl\t{}\n", text(&home.path("news.jsonl").canonicalize().unwrap()))
    );
}

#[test]
fn marks_are_kept_and_narrow_the_list() {
    let home = filled();
    assert_eq!(home.run(&["mark", "given-Alpha", "given-Beta"]).done(), "2 marked read\n");
    assert_eq!(home.run(&["mark", "given-Alpha"]).done(), "0 marked read, 1 already\n");
    assert_eq!(home.run(&["star", "given-Beta"]).done(), "1 starred\n");
    assert_eq!(column(&home.run(&["list", "is:unread"]).done(), 4), ["Gamma"]);
    let starred = home.run(&["list", "is:starred", "source:news"]).done();
    assert_eq!((column(&starred, 4), column(&starred, 2)), (vec!["Beta"], vec!["read,starred"]));
    home.run(&["mark", "--unread", "given-Alpha"]).done();
    home.run(&["star", "--off", "given-Beta"]).done();
    assert_eq!(column(&home.run(&["list", "is:read"]).done(), 4), ["Beta"]);
    assert_eq!(home.run(&["list", "is:starred"]).done(), "");
}

#[test]
fn a_query_narrows_the_list_by_what_is_known_and_by_the_text() {
    let home = filled();
    let titles = |query: &[&str]| {
        let list = home.run(&[&["list"], query].concat()).done();
        column(&list, 4).join(" ")
    };
    assert_eq!(titles(&["after:2024-03-27", "before:2024-04"]), "Alpha Beta");
    assert_eq!(titles(&["source:news", "(alpha OR gam*)"]), "Alpha Gamma");
    assert_eq!(titles(&["text -title:beta /^a text/"]), "Alpha Gamma");
    assert_eq!(titles(&["source:nowhere"]), "");
    let err = home.run(&["list", "alpha", "(beta"]).failed(2);
    assert!(err.contains("not closed") && err.ends_with("  alpha (beta\n        ^\n"), "{err}");
}

#[test]
fn an_article_is_found_by_its_own_id_too() {
    let home = filled();
    let list = home.run(&["list", "--limit", "1"]).done();
    let id = column(&list, 0)[0];
    assert!(home.run(&["show", id]).done().contains("Alpha"));
    let ran = home.run(&["mark", id, "given-Nobody"]);
    assert_eq!(ran.out, "1 marked read\n");
    assert!(ran.failed(3).contains("given-Nobody is neither "));
}

#[test]
fn an_id_given_twice_is_refused_with_both() {
    let home = filled();
    home.write("other.jsonl", jsonl(&["Alpha"]));
    home.run(&["add", "other.jsonl"]).done();
    let err = home.run(&["show", "given-Alpha"]).failed(1);
    assert!(
        err.contains("several articles") && err.contains("(news.jsonl)") && err.contains("(other.jsonl)"),
        "{err}"
    );
}

#[test]
fn a_list_as_json_has_an_object_a_line() {
    let list = filled().run(&["list", "--json", "--limit", "2"]).done();
    let rows: Vec<serde_json::Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["title"], "Alpha");
    assert_eq!((&rows[0]["url"], &rows[0]["read"]), (&serde_json::Value::Null, &serde_json::json!(false)));
}

#[test]
fn a_removed_source_leaves_its_articles() {
    let home = filled();
    assert_eq!(home.run(&["remove", "news.jsonl"]).done(), "news.jsonl: removed, its 3 articles stay\n");
    assert_eq!(home.run(&["sources"]).done(), "");
    assert_eq!(home.run(&["list"]).done().lines().count(), 3);
    assert!(home.run(&["remove", "news.jsonl"]).failed(1).contains("no source"));
}

#[test]
fn paths_are_listed_without_keeping_anything() {
    let home = Home::new();
    home.write("news.jsonl", jsonl(&["Alpha"]));
    let list = home.run(&["news.jsonl"]).done();
    assert_eq!((column(&list, 0), column(&list, 4)), (vec!["-"], vec!["Alpha"]));
    assert_eq!(column(&home.run_with(&["-"], &jsonl(&["Beta"])).done(), 4), ["Beta"]);
    assert!(!home.library().exists());
    let left: Vec<_> = fs::read_dir(home.path(".cache/courant")).unwrap().flatten().collect();
    assert!(left.iter().all(|entry| !entry.path().is_dir()), "{left:?}");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let home = Home::new();
    let titles: Vec<String> = (0..2000).map(|n| format!("{n:0100}")).collect();
    let lines: Vec<String> = titles.iter().map(|title| format!("{{\"title\":\"{title}\"}}\n")).collect();
    home.write("many.jsonl", lines.concat());
    home.run(&["add", "many.jsonl"]).done();
    let mut child = home.command(&["list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    // Far more is printed than a pipe holds, so that it is closed in the middle.
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let end = child.wait_with_output().unwrap();
    assert!(first.ends_with('\n'));
    assert_eq!((end.status.code(), end.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn what_a_reader_promised_and_did_not_come_to_do_is_done_by_who_asks_next() {
    use courant::library::{Library, Mark, StateFilter, View};

    let home = filled();
    let view = View { state: StateFilter::Unread, ..View::default() };
    let promised = Library::open(&home.library()).unwrap().mark_view("killed", &view, Mark::Read(true));
    assert_eq!(promised.unwrap(), 3);
    let list = home.run(&["list"]).done();
    assert_eq!(column(&list, 2), ["read"; 3]);
}
