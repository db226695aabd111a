//! `courant related`: what belongs to an article, held or not.

use serde_json::Value;

use super::Home;

const NEWS: &str = r#"{"id":"f1","title":"The last diesel ferry leaves the quay","published":"2024-03-01","site":"Packet","body":"The ferry Marlin left the quay. Captain Rowe waved from the ferry."}
{"id":"f2","title":"Electric ferry takes the place of the Marlin","published":"2024-03-04","site":"Wire","body":"An electric ferry replaced the Marlin. Captain Rowe was there.","links":[{"role":"related","title":"A loaf of bread","url":null},{"role":"latest","title":"Held by nobody","url":"https://e.example/none"}]}
{"id":"b1","title":"A loaf of bread","published":"2024-03-02","site":"Ladle","body":"Flour, water, yeast and an oven make a loaf."}
{"id":"b2","title":"Sourdough without tears","published":"2024-03-09","site":"Ladle","body":"Flour, water and patience make a sourdough loaf; yeast waits."}
"#;

fn filled() -> Home {
    let home = Home::new();
    home.write("news.jsonl", NEWS);
    home.run(&["add", "news.jsonl"]).done();
    home
}

fn objects(json: &str) -> Vec<Value> {
    json.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn computed_rows_come_first_and_the_limit_is_theirs() {
    let home = filled();
    let rows = objects(&home.run(&["related", "f2", "--json", "--limit", "1"]).done());
    let kinds: Vec<&str> = rows.iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[1..], ["page", "page"]);
    assert_eq!((&rows[0]["id"], &rows[0]["site"]), (&"f1".into(), &"Packet".into()));
    assert!(rows[0]["score"].as_f64().unwrap() > 0.0);
    assert!(rows[0]["reason"].as_str().unwrap().ends_with("3 days earlier"), "{}", rows[0]);
    assert!(!rows[0]["terms"].as_array().unwrap().is_empty());
    assert_eq!((&rows[1]["id"], &rows[1]["score"]), (&"b1".into(), &Value::Null));
    assert_eq!((&rows[2]["id"], &rows[2]["url"]), (&Value::Null, &"https://e.example/none".into()));
}

#[test]
fn an_article_that_is_not_held_is_compared_all_the_same() {
    let home = filled();
    home.write("piece.md", "# Yeast and flour\n\nA sourdough loaf of flour, yeast and water.\n");
    let out = home.run(&["related", "piece.md"]).done();
    let fields: Vec<Vec<&str>> = out.lines().map(|line| line.split('\t').collect()).collect();
    assert!(fields.len() >= 2 && fields.iter().all(|fields| fields.len() == 6), "{out}");
    let mut ids = [fields[0][0], fields[1][0]];
    ids.sort_unstable();
    assert_eq!(ids, ["b1", "b2"]);
    let piped = home
        .run_with(&["related", "-"], "# Yeast and flour\n\nA sourdough loaf of flour, yeast and water.\n");
    assert_eq!(piped.done(), out);
}

#[test]
fn a_file_of_many_articles_is_wrong_usage() {
    let home = filled();
    assert!(home.run(&["related", "./news.jsonl"]).failed(2).contains("several articles"));
}

#[test]
fn an_id_that_two_sources_gave_is_not_printed() {
    let home = filled();
    home.write("other.jsonl", r#"{"id":"f1","title":"Another piece"}"#);
    home.run(&["add", "other.jsonl"]).done();
    let rows = objects(&home.run(&["related", "f2", "--json"]).done());
    assert!(rows[0]["id"].as_str().unwrap().starts_with("art_"));
}

#[test]
fn without_a_library_only_the_page_offers_something() {
    let home = Home::new();
    home.write("piece.jsonl", NEWS.lines().nth(1).unwrap());
    let rows = objects(&home.run(&["related", "piece.jsonl", "--json"]).done());
    assert!(rows.len() == 2 && rows.iter().all(|row| row["kind"] == "page" && row["id"].is_null()));
}
