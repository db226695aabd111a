use std::ops::ControlFlow;
use std::path::Path;

use super::*;
use crate::article::Block;
use crate::loader::document::Document;
use crate::loader::{Envelope, Found};

fn document(key: &str) -> Document<'_> {
    const NONE: &Envelope = &Envelope { address: None, charset: None };
    Document { path: Path::new(key), key, size: None, envelope: NONE }
}

/// The articles of some pages that come in together, in the order of the pages.
fn read(pages: &[(String, String)]) -> Vec<Article> {
    let mut lessons = Lessons::default();
    for (key, text) in pages {
        lessons.learn(document(key).traits(text.as_bytes()).unwrap().unwrap());
    }
    let habits = lessons.habits();
    let mut articles = Vec::new();
    for (key, text) in pages {
        let mut sink = |found| {
            articles.extend(if let Found::Article(one) = found { Some(one.article) } else { None });
            ControlFlow::Continue(())
        };
        let _ = document(key).read(text.as_bytes(), &habits.of(key), &mut sink).unwrap();
    }
    articles
}

fn text(article: &Article) -> String {
    texts(&article.body).collect::<Vec<_>>().join("\n")
}

const SUBJECTS: [&str; 8] =
    ["ferry", "harbour", "orchard", "railway", "comet", "library", "glacier", "lighthouse"];
const PROMPT: &str =
    "Our readers make this paper possible, and a few crowns a month keep the presses running.";
const OFFER: &str = "Get the evening letter before everyone else does";

/// A page about one of the subjects, with `between` between its paragraphs.
fn page(subject: &str, date: &str, between: &str) -> String {
    format!(
        "THE PAPER | News\n\nThe {subject} opens to everybody at last\n\nby Joy Lin\n\n{date}\n\n\
         The {subject} opened in spring, and those who had waited outside for weeks came in one by one.\n\n\
         {between}\n\n\
         Nobody knows how long the {subject} will stay open, but the council has money for two years.\n\n\
         © 2024 The Paper\n"
    )
}

fn pages(ending: &str, make: impl Fn(usize, &str) -> String) -> Vec<(String, String)> {
    SUBJECTS
        .iter()
        .enumerate()
        .map(|(at, subject)| (format!("{subject}.{ending}"), make(at, subject)))
        .collect()
}

#[test]
fn what_stands_on_many_pages_is_no_part_of_any() {
    let between = format!("{PROMPT}\n\n{OFFER}");
    let alone = read(&pages("txt", |_, subject| page(subject, "4 March 2024", &between))[..1]);
    assert!(text(&alone[0]).contains(PROMPT) && text(&alone[0]).contains(OFFER), "{:?}", alone[0].body);
    for article in read(&pages("txt", |_, subject| page(subject, "4 March 2024", &between))) {
        assert_eq!(article.body.len(), 2, "{:?}", article.body);
        assert!(article.title.starts_with("The ") && article.site.as_deref() == Some("THE PAPER"));
        assert_eq!((article.authors, article.sections), (vec!["Joy Lin".into()], vec!["News".into()]));
    }
}

#[test]
fn marked_up_pages_lose_it_as_well() {
    let markdown = |_: usize, subject: &str| {
        format!("# The {subject} opens\n\nThe {subject} opened in spring.\n\n{PROMPT}\n\n## {OFFER}\n")
    };
    let html = |_: usize, subject: &str| {
        let told =
            format!("The {subject} opened in spring, and those who waited came in, one by one. ").repeat(3);
        format!(
            "<html><head><title>The {subject} opens</title></head><body><article><h1>The {subject} opens</h1>\
                 <p>{told}</p><p>{PROMPT}</p><p>And the {subject} stays open. {told}</p></article></body></html>"
        )
    };
    for article in read(&pages("md", markdown)).iter().chain(&read(&pages("html", html))) {
        let text = text(article);
        assert!(
            text.contains("opened in spring") && !text.contains(PROMPT) && !text.contains(OFFER),
            "{text}"
        );
    }
}

#[test]
fn what_some_pages_repeat_is_background_and_stays() {
    let background =
        "The strike began in March, after the council had sold the ferries to three of its members.";
    let told = pages("txt", |at, subject| {
        let filler = format!("Only the {subject} has a story of its own to tell about the winter before.");
        page(subject, "4 March 2024", if at < 3 { background } else { &filler })
    });
    let kept = read(&told).iter().filter(|article| text(article).contains(background)).count();
    assert_eq!(kept, 3);
}

#[test]
fn copies_of_a_piece_under_other_headlines_stay_whole() {
    let copies = pages("txt", |_, subject| {
        page("ferry", "4 March 2024", PROMPT).replacen("The ferry opens", &format!("A {subject} opens"), 1)
    });
    for article in read(&copies) {
        assert_eq!(article.body.len(), 3, "{:?}", article.body);
    }
}

#[test]
fn a_headline_that_the_other_pages_list_stays_with_its_own() {
    let headline = |subject: &str| format!("The {subject} opens to everybody at last");
    let teaser = |subject: &str| {
        format!(
            "The {subject} opened in spring, and those who had waited outside for weeks came in one by one."
        )
    };
    let listing = pages("txt", |_, subject| {
        let others = SUBJECTS.iter().filter(|other| **other != subject);
        let latest = others.flat_map(|other| [headline(other), teaser(other)]).collect::<Vec<_>>();
        page(subject, "4 March 2024", OFFER) + "\nLatest\n\n" + &latest.join("\n\n")
    });
    for (subject, article) in SUBJECTS.iter().zip(read(&listing)) {
        assert_eq!(article.title, headline(subject));
        assert_eq!(text(&article).lines().next(), Some(teaser(subject).as_str()));
        assert!(!text(&article).contains(OFFER), "{article:?}");
    }
}

#[test]
fn short_subheads_that_every_piece_has_stay() {
    let recipes = pages("txt", |_, subject| page(subject, "4 March 2024", "Why it matters"));
    for article in read(&recipes) {
        assert!(article.body.contains(&Block::heading(2, "Why it matters")), "{:?}", article.body);
    }
}

#[test]
fn day_or_month_first_is_voted_by_the_same_site_or_folder() {
    let dated = |dates: [&str; 3]| {
        let pages: Vec<_> = dates.iter().zip(SUBJECTS).collect();
        let page = |(date, subject): &(&&str, &str)| (format!("{subject}.txt"), page(subject, date, ""));
        let articles = read(&pages.iter().map(page).collect::<Vec<_>>());
        articles.into_iter().map(|one| one.published.map(|day| day.to_string())).collect::<Vec<_>>()
    };
    let some = |dates: [&str; 3]| dates.map(|date| Some(date.to_owned())).to_vec();
    assert_eq!(
        dated(["03/04/2024", "25/03/2024", "26/03/2024"]),
        some(["2024-04-03", "2024-03-25", "2024-03-26"])
    );
    assert_eq!(
        dated(["03/04/2024", "03/25/2024", "03/26/2024"]),
        some(["2024-03-04", "2024-03-25", "2024-03-26"])
    );
    assert_eq!(dated(["03/04/2024", "03/05/2024", "03/06/2024"]), [None, None, None]);
    assert_eq!(dated(["03/04/2024", "03/25/2024", "26/03/2024"])[0], None, "one against one says nothing");
}

#[test]
fn a_neighbour_of_another_site_in_another_folder_has_no_vote() {
    let other = |text: String| text.replace("THE PAPER", "THE GAZETTE").replace("The Paper", "The Gazette");
    let here = ("a/one.txt".to_owned(), page("ferry", "03/04/2024", ""));
    let there = ("b/two.txt".to_owned(), other(page("comet", "25/03/2024", "")));
    assert_eq!(read(&[here.clone(), there.clone()])[0].published, None);
    let same_site = ("b/two.txt".to_owned(), page("comet", "25/03/2024", ""));
    assert_eq!(read(&[here, same_site])[0].published.unwrap().to_string(), "2024-04-03");
}

#[test]
fn authors_that_another_page_names_are_known_without_by() {
    let named = ("one.txt".to_owned(), page("ferry", "4 March 2024", ""));
    let bare = ("two.txt".to_owned(), page("comet", "4 March 2024", "").replace("by Joy Lin", "Joy Lin"));
    assert!(read(std::slice::from_ref(&bare))[0].authors.is_empty());
    assert_eq!(read(&[named, bare])[1].authors, ["Joy Lin"]);
}

#[test]
fn neither_names_nor_order_change_what_is_learned() {
    let between = format!("{PROMPT}\n\n{OFFER}");
    let date = |at: usize| ["03/04/2024", "25/03/2024"][at % 2];
    let there = pages("txt", |at, subject| page(subject, date(at), &between));
    let mut back = there.clone();
    back.reverse();
    for (at, (key, _)) in back.iter_mut().enumerate() {
        *key = format!("{at}.txt");
    }
    let mut again = read(&back);
    again.reverse();
    assert_eq!(read(&there), again);
}

#[test]
fn of_many_pages_a_part_is_held_the_same_in_any_order() {
    let learned = |numbers: &mut dyn Iterator<Item = u64>| {
        let mut sample = Sample::default();
        for number in numbers {
            let lines = (0..LINES as u64 - 1).map(|line| fingerprint(&(number, line))).chain([7]).collect();
            let longest = vec![(99, number)];
            sample.add(Traits { title: number, lines, longest, ..Traits::default() });
        }
        (sample.pages(), sample.recurring())
    };
    let there = learned(&mut (0..1000));
    assert_eq!(there, learned(&mut (0..1000).rev()));
    assert!((100..600).contains(&there.0), "{} pages", there.0);
    assert_eq!(there.1.len(), 1);
}
