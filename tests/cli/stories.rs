//! Copies in lists, and `courant stories`.

use serde_json::Value;

use super::Home;

/// Two outlets bring one text, a third tells of the same happening, a fourth of another.
fn filled() -> Home {
    let home = Home::new();
    let ferry: Vec<String> = (0..60).map(|n| format!("ferry{n}")).collect();
    let (whole, other) = (ferry.join(" "), ferry.iter().rev().cloned().collect::<Vec<_>>().join(" "));
    let piece = |id: &str, day: u8, site: &str, body: &str| {
        format!(
            "{{\"id\":\"{id}\",\"title\":\"Piece {id}\",\"published\":\"2024-03-{day:02}\",\"site\":\"{site}\",\"body\":\"{body}\"}}\n"
        )
    };
    let news = [
        piece("a", 1, "Packet", &whole),
        piece("b", 2, "Wire", &whole),
        piece("c", 4, "Wire", &other),
        piece("d", 4, "Ladle", "Flour, water, yeast and an oven make a loaf."),
    ];
    home.write("news.jsonl", news.concat());
    home.run(&["add", "news.jsonl"]).done();
    home
}

#[test]
fn people_get_each_text_once_and_programs_every_article() {
    let home = filled();
    let listed = home.run(&["list"]).done();
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(listed.lines().any(|line| line.ends_with("Piece a (also in 1)")), "{listed}");
    assert_eq!(home.run(&["list", "--json"]).done().lines().count(), 4);
    assert_eq!(home.run(&["list", "is:unread"]).done().lines().count(), 4);
}

#[test]
fn a_story_says_when_it_was_told_and_by_which_articles() {
    let home = filled();
    let out = home.run(&["stories", "--json"]).done();
    let story: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&story["title"], &story["count"]), (&"Piece c".into(), &3.into()));
    assert_eq!((&story["first"], &story["last"]), (&"2024-03-01".into(), &"2024-03-04".into()));
    assert_eq!(story["articles"], serde_json::json!(["c", "b", "a"]));
    assert_eq!(home.run(&["stories"]).done(), "2024-03-01\t2024-03-04\t3\t2\tPiece c\n");
}

#[test]
fn a_story_is_asked_for_by_its_id() {
    let home = filled();
    let out = home.run(&["stories", "--json"]).done();
    let story: Value = serde_json::from_str(&out).unwrap();
    let asked = format!("story:{}", story["id"].as_str().unwrap());
    let found = |query: String| home.run(&["list", "--json", "--", &query]).done().lines().count();
    assert_eq!(found(asked.clone()), 3);
    assert_eq!(found(format!("-{asked}")), 1);
    assert_eq!(found(format!("wire {asked} OR loaf")), 1, "site names are no text");
    assert_eq!(found(format!("{asked} ferry1")), 3);
    assert_eq!(found(format!("-{asked} /ferry|loaf/")), 1);
    let error = home.run(&["list", "story:first"]).failed(2);
    assert!(error.contains("story: wants the id of a story"), "{error}");
}

#[test]
fn where_there_is_no_story_that_is_said() {
    let ran = Home::new().run(&["stories"]);
    assert_eq!((ran.out.as_str(), ran.code), ("", Some(0)));
    assert!(ran.err.contains("there is no story yet"), "{}", ran.err);
}
