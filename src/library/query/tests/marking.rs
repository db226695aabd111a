use proptest::prelude::*;

use super::naive::{ask, prose};
use super::*;
use crate::article::{Article, Block};
use crate::layout::width;

fn marked(query: &str, text: &str, part: Part) -> Vec<String> {
    parse(query).marks(text, part).into_iter().map(|mark| text[mark].to_owned()).collect()
}

#[test]
fn what_is_looked_for_is_marked_and_nothing_else() {
    let text = "Harbour: the harbours of Ｈarbour-town, and CAR-T.";
    assert_eq!(marked("harbour", text, Part::Text), ["Harbour", "Ｈarbour"]);
    assert_eq!(marked("harb* -town tag:the", text, Part::Text), ["Harbour", "harbours", "Ｈarbour"]);
    assert_eq!(marked("car-t OR /t\\w+n/", text, Part::Text), ["town", "CAR-T"]);
    assert_eq!(marked("title:of", text, Part::Text), [""; 0]);
    assert_eq!(marked("title:of", text, Part::Headline), ["of"]);
    assert_eq!(marked("京大 大学 /x*/", "北京大学", Part::Text), ["京大学"]);
}

fn article(paragraphs: &[&str]) -> Article {
    let body = paragraphs.iter().map(|text| Block::paragraph(*text)).collect();
    Article { title: "Harbour wind".into(), body, ..Article::default() }
}

fn snippet(query: &str, paragraphs: &[&str], columns: usize) -> (String, Vec<String>) {
    let snippet = parse(query).snippet(&article(paragraphs), columns);
    let marks = snippet.marks.iter().map(|mark| snippet.text[mark.clone()].to_owned()).collect();
    (snippet.text, marks)
}

#[test]
fn a_snippet_shows_the_passage_with_most_of_it() {
    let texts = ["A harbour.", "The wind in the\nharbour.", "Harbour and wind again."];
    let (text, marks) = snippet("harbour wind", &texts, 60);
    assert_eq!(
        (text.as_str(), marks),
        ("The wind in the harbour.", vec!["wind".to_owned(), "harbour".to_owned()])
    );
    assert_eq!(snippet("nothing", &texts, 60).0, "A harbour.");
    assert_eq!(parse("wind").snippet(&article(&[]), 60), Snippet::default());
}

#[test]
fn a_snippet_begins_a_little_before_the_first_mark() {
    let long = format!("{}the wind rose over {}", "word ".repeat(30), "more ".repeat(30));
    let (text, marks) = snippet("wind", &[&long], 40);
    assert_eq!(text, "… word the wind rose over more more mor…");
    assert_eq!(marks, ["wind"]);
    let (text, marks) = snippet("北", &["北京大学"], 5);
    assert_eq!((text.as_str(), marks), ("北京…", vec!["北".to_owned()]));
}

proptest! {
    #[test]
    fn marks_stand_in_order_within_the_line(ask in ask(), texts in proptest::collection::vec(prose(0..40), 0..3), columns in 0..50_usize) {
        let texts: Vec<String> = texts.iter().map(naive::Prose::written).collect();
        let article = article(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let snippet = parse(&ask.written()).snippet(&article, columns);
        prop_assert!(width(&snippet.text) <= columns);
        let mut end = 0;
        for mark in &snippet.marks {
            prop_assert!(mark.start >= end && snippet.text.get(mark.clone()).is_some_and(|text| !text.is_empty()));
            end = mark.end;
        }
    }
}
