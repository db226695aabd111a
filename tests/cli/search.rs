//! Searching, and the index behind it.

use std::collections::BTreeSet;
use std::fs;

use super::Home;

const HARBOUR: &str = r#"{"title": "The harbour waits", "url": "https://e.example/1", "published": "2024-03-01", "site": "Wire", "body": "Ships stand in line. Nobody knows why the harbour is closed."}
{"title": "Ships", "published": "2024-03-02", "body": "The harbour at night, the harbour by day: a harbour."}
{"title": "Elsewhere", "published": "2024-03-03", "body": "Nothing of the kind."}
"#;

fn with_harbour() -> Home {
    let home = Home::new();
    home.write("news.jsonl", HARBOUR);
    home.run(&["add", "news.jsonl"]).done();
    home
}

fn objects(lines: &str) -> Vec<serde_json::Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn titles(lines: &str) -> Vec<String> {
    objects(lines).iter().map(|object| object["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_was_added_is_found_newest_first_or_by_rank() {
    let home = with_harbour();
    let found = home.run(&["search", "harbour", "--json"]).done();
    assert_eq!(titles(&found), ["Ships", "The harbour waits"]);
    assert!(objects(&found).iter().all(|object| object["score"].is_null()));
    let ranked = home.run(&["search", "--sort", "rank", "harbour", "--json"]).done();
    assert_eq!(titles(&ranked).len(), 2);
    let scores: Vec<f64> = objects(&ranked).iter().map(|object| object["score"].as_f64().unwrap()).collect();
    assert!(scores[0] >= scores[1] && scores[1] > 0.0, "{scores:?}");
    assert_eq!(titles(&home.run(&["search", "harbour", "--json", "--limit", "1"]).done()), ["Ships"]);
    assert_eq!(titles(&home.run(&["search", "is:read harbour", "--json"]).done()), [""; 0]);
    assert_eq!(titles(&home.run(&["search", "--json", "harbour -night"]).done()), ["The harbour waits"]);
}

#[test]
fn a_hit_has_the_fields_of_the_contract() {
    let home = with_harbour();
    let hit = objects(&home.run(&["search", "closed", "--json"]).done()).remove(0);
    let fields: BTreeSet<&str> = hit.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["id", "published", "score", "site", "snippet", "title", "url"].into());
    assert_eq!((&hit["url"], &hit["site"]), (&"https://e.example/1".into(), &"Wire".into()));
    assert!(hit["snippet"].as_str().unwrap().contains("harbour is closed"), "{hit}");
    let id = hit["id"].as_str().unwrap();
    assert!(home.run(&["search", "closed"]).done().starts_with(&format!("{id}\t2024-03-01\tunread\t")));
}

#[test]
fn a_wrong_query_is_a_usage_error_that_points() {
    let err = with_harbour().run(&["search", "harbour is:new"]).failed(2);
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(lines[1], "  harbour is:new", "{err}");
    assert!(lines[2].trim_end().ends_with('^'), "{err}");
}

#[test]
fn the_doctor_says_how_library_and_index_are() {
    let home = Home::new();
    assert!(home.run(&["doctor"]).done().contains("no library"));
    home.write("news.jsonl", HARBOUR);
    home.run(&["add", "news.jsonl"]).done();
    let well = home.run(&["doctor"]).done();
    assert!(well.contains("holds 3 articles") && well.contains("is sound"), "{well}");
    assert!(well.contains("has all of them (3 in 1 part)"), "{well}");
    fs::remove_dir_all(home.library().join("index")).unwrap();
    assert!(home.run(&["doctor"]).done().contains("there is none yet"));
    assert_eq!(titles(&home.run(&["search", "harbour", "--json"]).done()).len(), 2);
    assert!(home.run(&["doctor"]).done().contains("has all of them"));
}

#[test]
fn the_doctor_says_what_a_file_is() {
    let home = Home::new();
    home.write("a.md", "# A\n\nText.\n");
    home.write("picture", b"\x89PNG\r\n\x1a\n\0\0\0");
    let said = home.run(&["doctor", "a.md", "picture"]).done();
    assert!(said.contains("a.md is Markdown: its name ends in .md"), "{said}");
    assert!(said.contains("picture is a PNG image, which cannot be read: "), "{said}");
    assert!(home.run(&["doctor", "missing"]).failed(1).contains("does not exist"));
}

#[test]
fn doctor_counts_articles_and_not_the_rows_they_fold_into() {
    let home = Home::new();
    let text = "The harbour office opened its books on Monday and found that every ship of the spring had paid twice, \
                which nobody had noticed because the clerk who kept them had been ill since the winter, and his \
                brother, who stood in for him, had thought that this was how it was done in that town.";
    let line = |title: &str| {
        serde_json::json!({"title": title, "published": "2024-03-01", "body": text}).to_string() + "\n"
    };
    home.write("news.jsonl", line("Ships paid twice") + &line("Ships had paid twice"));
    home.run(&["add", "news.jsonl"]).done();
    assert_eq!(home.run(&["list"]).done().lines().count(), 1);
    let said = home.run(&["doctor"]).done();
    assert!(said.contains("holds 2 articles") && said.contains("(2 in 1 part)"), "{said}");
}
