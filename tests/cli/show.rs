//! `courant show`: the forms of an article.

use std::path::PathBuf;

use serde_json::Value;

use super::{Home, jsonl};

const PIECE: &str = r#"{"id":"p1","title":"A *quiet* harbour","authors":["Joy Lin"],"published":"2023-01-17","body":[{"kind":"paragraph","text":"Read the report now, it is a long sentence that has to be broken somewhere.","spans":[{"start":0,"end":4,"style":"strong","url":null}]},{"kind":"list","ordered":false,"items":["one",{"text":"two","items":["nested"]}]},{"kind":"code","language":"rust","text":"fn main() {}"}],"links":[{"role":"related","title":"Another piece","published":"2024-05-03","url":null,"article":null}],"tags":["t"],"starred":true}"#;

/// The fields of the contract, in its order.
const FIELDS: &str = "id url title subtitle authors published updated site site_host language sections categories \
    keywords reading_minutes image body links enclosures copyright contact comment_count source read starred tags \
    full_text";

fn piece() -> Home {
    let home = Home::new();
    home.write("piece.jsonl", PIECE);
    home
}

#[test]
fn json_has_every_field_of_the_contract_in_its_order() {
    let json = piece().run(&["show", "--json", "piece.jsonl"]).done();
    let mut from = 0;
    for field in FIELDS.split_whitespace() {
        let at = json[from..].find(&format!("\"{field}\":"));
        from += at.unwrap_or_else(|| panic!("{field} is missing or too early in {json}"));
    }
    let object: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(object.as_object().unwrap().len(), FIELDS.split_whitespace().count());
    assert_eq!((&object["id"], &object["source"]), (&"p1".into(), &"piece.jsonl".into()));
    assert_eq!((&object["starred"], &object["subtitle"]), (&true.into(), &Value::Null));
}

#[test]
fn what_show_prints_as_json_can_be_added() {
    let home = piece();
    let first = home.run(&["show", "--json", "piece.jsonl"]).done();
    home.write("again.jsonl", &first);
    home.run(&["add", "again.jsonl"]).done();
    let mut held: Value = serde_json::from_str(&home.run(&["show", "--json", "p1"]).done()).unwrap();
    let mut given: Value = serde_json::from_str(&first).unwrap();
    held["source"].take();
    given["source"].take();
    assert_eq!(held, given);
}

#[test]
fn plain_text_keeps_to_the_width_and_has_no_escapes() {
    let home = piece();
    let text = home.run(&["show", "piece.jsonl", "--width", "30"]).done();
    assert!(text.lines().all(|line| line.chars().count() <= 30), "{text}");
    assert!(text.contains("A *quiet* harbour") && text.contains("17 January 2023"), "{text}");
    assert!(text.contains("Another piece"), "{text}");
    assert!(!text.contains('\x1b'), "{text}");
    assert!(home.run(&["show", "piece.jsonl", "--color", "always"]).done().contains("\x1b["));
    assert_eq!(home.run(&["show", "piece.jsonl", "--color", "always", "--plain"]).done().find('\x1b'), None);
}

#[test]
fn markdown_says_the_same_when_it_is_read_again() {
    let home = piece();
    let markdown = home.run(&["show", "--markdown", "piece.jsonl"]).done();
    assert!(
        markdown.starts_with("# A \\*quiet\\* harbour\n\n*Joy Lin · 2023-01-17*\n\n**Read** the"),
        "{markdown}"
    );
    assert!(markdown.contains("- one\n- two\n  - nested\n\n```rust\nfn main() {}\n```\n"), "{markdown}");
    home.write("again.md", markdown);
    let body = |name: &str| {
        let json: Value = serde_json::from_str(&home.run(&["show", "--json", name]).done()).unwrap();
        let kinds = ["list", "code"];
        let blocks = json["body"].as_array().unwrap().iter();
        blocks.filter(|block| kinds.contains(&block["kind"].as_str().unwrap())).cloned().collect::<Vec<_>>()
    };
    assert_eq!(body("again.md"), body("piece.jsonl"));
}

#[test]
fn a_file_of_many_articles_and_a_folder_print_each() {
    let home = Home::new();
    home.write("news/a.jsonl", jsonl(&["Alpha", "Beta"]));
    home.write("news/b.md", "# Gamma\n\nText.\n");
    assert_eq!(home.run(&["show", "--json", "news/a.jsonl"]).done().lines().count(), 2);
    assert_eq!(home.run(&["show", "--json", "news"]).done().lines().count(), 3);
    assert!(!home.library().exists(), "nothing is kept");
}

#[test]
fn a_bad_line_leaves_the_good_ones() {
    let home = Home::new();
    home.write("a.jsonl", "{\"title\":\"Alpha\"}\n{oops\n");
    let ran = home.run(&["show", "--json", "a.jsonl"]);
    assert_eq!(ran.out.lines().count(), 1);
    assert!(ran.failed(3).contains("line 2"));
}

#[test]
fn standard_input_is_an_article_too() {
    let out = Home::new().run_with(&["show", "-"], "---\ntitle: From a pipe\n---\nA text.\n").done();
    assert!(out.contains("From a pipe") && out.contains("A text."), "{out}");
}

#[test]
fn escape_sequences_do_not_reach_the_terminal() {
    let home = Home::new();
    home.write(
        "evil.jsonl",
        r#"{"title":"A\u001b]0;owned\u0007B","url":"https://e.example/\u001b[31m","body":"C\u009b2JD"}"#,
    );
    for form in ["--plain", "--json", "--markdown"] {
        let out = home.run(&["show", "evil.jsonl", form]).done();
        assert!(!out.contains(['\x1b', '\u{9b}', '\x07']), "{out:?}");
        assert!(!out.contains("\\u001b"), "{out:?}");
    }
}

#[test]
fn the_seed_page_reads_as_expected() {
    let Some(pages) = std::env::var_os("COURANT_CORPUS").map(|corpus| PathBuf::from(corpus).join("pages"))
    else {
        println!("skipped: COURANT_CORPUS is not set");
        return;
    };
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(pages.join("00-seed.json")).unwrap()).unwrap();
    let seed = pages.join("00-seed.txt");
    let shown = Home::new().run(&["show".as_ref(), "--json".as_ref(), seed.as_os_str()]).done();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    for (field, value) in expected.as_object().unwrap().iter().filter(|(field, _)| *field != "links") {
        assert_eq!(&shown[field], value, "{field}");
    }
    let told = |links: &Value| -> Vec<[String; 3]> {
        let field = |link: &Value, name: &str| link[name].to_string();
        let links = links.as_array().unwrap().iter();
        links.map(|link| ["role", "title", "published"].map(|name| field(link, name))).collect()
    };
    assert_eq!(told(&shown["links"]), told(&expected["links"]));
}

#[test]
fn an_earlier_text_of_a_changed_article_is_printed() {
    let home = piece();
    home.run(&["add", "piece.jsonl"]).done();
    let error = home.run(&["show", "p1", "--revision", "1"]).failed(1);
    assert!(error.contains("has no earlier text"), "{error}");
    home.write("piece.jsonl", PIECE.replace("quiet", "loud"));
    assert!(home.run(&["refresh"]).done().contains("1 changed"));
    assert!(home.run(&["show", "p1"]).done().contains("A *loud* harbour"));
    assert!(home.run(&["show", "p1", "--revision", "1"]).done().contains("A *quiet* harbour"));
    let error = home.run(&["show", "p1", "--revision", "2"]).failed(1);
    assert!(error.contains("--revision 1 prints it"), "{error}");
    let error = home.run(&["show", "piece.jsonl", "--revision", "1"]).failed(2);
    assert!(error.contains("leave out --revision"), "{error}");
}
