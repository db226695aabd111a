//! Whole pages: the shared samples field by field, and the layouts of our own edition.

use std::path::PathBuf;

use serde_json::Value;

use super::*;
use crate::article::{Block, LinkRole};
use crate::loader::habits::{Lessons, Traits};

mod languages;

fn samples() -> Option<PathBuf> {
    let folder = std::env::var_os("COURANT_CORPUS").map(|folder| PathBuf::from(folder).join("pages"));
    if folder.is_none() {
        println!("skipped: COURANT_CORPUS is not set");
    }
    folder
}

fn kind_of(block: &Block) -> &'static str {
    match block {
        Block::Paragraph(_) => "paragraph",
        Block::Heading { level: 2, .. } => "heading",
        Block::RelatedInline(_) => "related",
        _ => "other",
    }
}

/// The fields of the expectation that the page does not have so.
fn differences(folder: &std::path::Path, name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(name).with_extension("txt")).unwrap();
    let json = std::fs::read_to_string(folder.join(name).with_extension("json")).unwrap();
    let want: Value = serde_json::from_str(&json).unwrap();
    let page = parse(&text, &Known::nothing()).unwrap();
    let got = serde_json::to_value(crate::sanitize::article(page.article).article).unwrap();
    // both through the model, so that times are written alike
    let want_article: Article = serde_json::from_value(want.clone()).unwrap();
    let want_all = serde_json::to_value(want_article).unwrap();
    let keys = want.as_object().unwrap().keys();
    keys.filter(|key| got[key.as_str()] != want_all[key.as_str()])
        .map(|key| format!("{key}: want {} got {}", want_all[key.as_str()], got[key.as_str()]))
        .collect()
}

#[test]
fn the_given_sample_is_exact() {
    let Some(folder) = samples() else { return };
    assert_eq!(differences(&folder, "00-seed"), Vec::<String>::new());
}

#[test]
fn the_sample_layouts() {
    let Some(folder) = samples() else { return };
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    names.sort();
    let mut wrong = 0;
    for path in names {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let differences = differences(&folder, &name);
        wrong += usize::from(!differences.is_empty());
        println!(
            "{name}: {}",
            if differences.is_empty() {
                "exact".into()
            } else {
                differences.join(
                    "
  ",
                )
            }
        );
    }
    assert_eq!(wrong, 0);
}

#[test]
fn labels_that_another_page_has_apart_are_cut_right() {
    let page = |labels: &str| {
        format!(
            "THE SAMPLE\n\n2024-03-04| {labels}\n\nA harbour is sold to its pilots\n\nThe sale was agreed.\n"
        )
    };
    let alone = parse(&page("DealsM&A"), &Known::nothing()).unwrap().article;
    assert_eq!(alone.categories, ["DealsM&A"]);
    let teacher = parse(&page("Deals, M&A"), &Known::nothing()).unwrap().article;
    let mut lessons = Lessons::default();
    lessons.learn(Traits::of("teacher.txt", &teacher, [], Votes::default()).with_labels(&teacher));
    let habits = lessons.habits();
    let taught = parse(&page("DealsM&A"), &habits.of("page.txt")).unwrap();
    assert_eq!((taught.article.categories, taught.glued), (vec!["Deals".into(), "M&A".into()], false));
}

#[test]
fn what_is_not_there_stays_empty() {
    let text =
        "A harbour learns to wait\n\n3 days ago\n\nThe harbour authority said that dredging begins in May.\n";
    let article = parse(text, &Known::nothing()).unwrap().article;
    assert_eq!(article.title, "A harbour learns to wait");
    assert_eq!((article.published, article.site, article.authors.len()), (None, None, 0));
    assert!(article.sections.is_empty() && article.categories.is_empty() && article.links.is_empty());
    assert_eq!(article.body.len(), 1);
}

#[test]
fn a_headline_has_no_section_behind_it() {
    let page = |head: &str| {
        let text = "The harbour authority said that the dredging will begin in May, later than planned.";
        parse(&format!("{head}\nby Joy Lin\n{text}\n{text}\n"), &Known::nothing()).unwrap().article.title
    };
    assert_eq!(page("Home\nA harbour learns to wait | Opinion"), "A harbour learns to wait");
    assert_eq!(page("Tides\nA harbour learns to wait | Tides"), "A harbour learns to wait");
    assert_eq!(page("Tides\nA harbour learns to wait | A review"), "A harbour learns to wait | A review");
}

#[test]
fn below_the_text_a_word_alone_is_no_author() {
    let page = |by: &str| {
        let text = "The harbour authority said that the dredging will begin in May, later than planned.";
        let page =
            format!("A harbour learns to wait\n4 March 2024\n{text}\n{text}\nTags: harbour\nby {by}\n");
        parse(&page, &Known::nothing()).unwrap().article.authors
    };
    assert_eq!(page("Joy Lin"), ["Joy Lin"]);
    assert_eq!(page("Wavemaker"), [""; 0]);
}

#[test]
fn text_without_a_headline_is_refused() {
    let text =
        "The harbour authority said on Monday that the second phase of the programme will begin in May.\n";
    assert_eq!(parse(text, &Known::nothing()), Err(Unread::NoHeadline));
    assert_eq!(parse("", &Known::nothing()), Err(Unread::NoHeadline));
}

#[test]
fn huge_pages_are_read() {
    let line = format!("Headline of a page\n\n{}", "word and word. ".repeat(1 << 17));
    assert_eq!(parse(&line, &Known::nothing()).unwrap().article.body.len(), 1);
    let lines = format!("Headline of a page\n\n{}", "It is short.\n".repeat(1 << 16));
    assert_eq!(parse(&lines, &Known::nothing()).unwrap().article.body.len(), 1 << 16);
}

#[test]
fn more_lines_than_any_article_has_are_refused() {
    let text = "x\n".repeat(LINES + 1);
    assert_eq!(parse(&text, &Known::nothing()), Err(Unread::TooManyLines));
}

#[test]
fn section_words_inside_the_text_are_subheads() {
    let text = "A harbour learns to wait\n\nby Joy Lin\n\nThe harbour authority said that the dredging will begin in May.\n\n\
                Discussion\n\nEngineers found that the silt contains more heavy metals than it had been thought before.\n";
    let body = parse(text, &Known::nothing()).unwrap().article.body;
    assert_eq!(body.iter().map(kind_of).collect::<Vec<_>>(), ["paragraph", "heading", "paragraph"]);
}

#[test]
fn addresses_in_the_text_are_links() {
    let text = "A harbour learns to wait\n\nby Joy Lin\n\nThe plan is at https://www.sample.example/plan for all to see.\n";
    let body = parse(text, &Known::nothing()).unwrap().article.body;
    let Block::Paragraph(text) = &body[0] else { panic!("no paragraph") };
    assert_eq!(text.spans[0].url.as_deref(), Some("https://www.sample.example/plan"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "([A-Z][a-z]{1,8}[ .|:&\n]{1,2}|by |2024-03-04|©|LATEST\n|\\PC{1,4}|\n\n){0,60}") {
        if let Ok(page) = parse(&text, &Known::nothing()) {
            proptest::prop_assert!(!page.article.title.is_empty());
        }
    }
}

#[test]
fn the_holder_is_no_desk_and_hosts_write_and_in_letters() {
    let page = "LATHE & LADLE|Workshop\n\n2026-11-10| Ferries\n\nSilent Ferry Leaves Nineteen on the Quay\n\nby Tove Marchetti\n\n\
                The boat was punctual, and nobody heard it go.\n\n\
                ©www.latheandladle.example All rights reserved. Contact: workshop@latheandladle.example\n";
    let article = parse(page, &Known::nothing()).unwrap().article;
    assert_eq!(article.site.as_deref(), Some("LATHE & LADLE"));
    assert_eq!(article.sections, ["Workshop"]);
}

#[test]
fn text_without_spaces_is_text() {
    let thai = "กรุงเทพมหานครเป็นเมืองหลวงและนครที่มีประชากรมากที่สุดของประเทศไทยเป็นศูนย์กลางการปกครองการศึกษาการคมนาคมขนส่งการเงิน";
    let dump = format!(
        "ข่าวใหม่จากท่าเรือใหญ่ของกรุงเทพมหานคร\n\nBy Ann Lee\n17 January 2023\n\n{thai}{thai}\n\n{thai}{thai}{thai}\n"
    );
    let page = parse(&dump, &Known::nothing()).unwrap();
    assert_eq!(page.article.body.len(), 2, "{:?}", page.article);
}

/// A page of our own words: menus with sentences, the piece, comments and teasers.
const BUSY: &str = "Skip to content
Courses
Become a pilot and steer ships into any harbour that you can think of, by day and by night.
Learn More
Apply Today
Join a session and see what you will learn from those who have done it for years.
Blog
Home
A harbour learns to wait
By
Joy Lin
Posted on
4 March 2024
Contents
What the engineers found
The harbour authority said on Monday that the second phase of the dredging will begin in May.
Nobody had expected that, since the first phase ended two weeks before its time, and at half its price.
What the engineers found
Engineers found that the silt contains more heavy metals than the survey of 2019 had suggested.
It has to be treated before it can be dumped, and the only plant that does so is booked until April.
More from the harbour desk
Why small ports silt up
Every tide brings a little, and no tide takes it away again.
3 March 2024
The mole is done
It took eleven years, and it leaks.
2 March 2024
3 Comments
Tom Brandt says:
I have seen all this before, and it will not be the last time that somebody is surprised by silt.
Reply
";

#[test]
fn menus_and_comments_around_the_text_are_left_out() {
    let article = parse(BUSY, &Known::nothing()).unwrap().article;
    assert_eq!(article.title, "A harbour learns to wait");
    assert_eq!(article.authors, ["Joy Lin"]);
    assert_eq!(article.published.map(|date| date.to_string()).as_deref(), Some("2024-03-04"));
    let kinds: Vec<&str> = article.body.iter().map(kind_of).collect();
    assert_eq!(kinds, ["paragraph", "paragraph", "heading", "paragraph", "paragraph"], "{:#?}", article.body);
}

#[test]
fn paragraphs_said_twice_and_words_about_the_author_are_left_out() {
    let said =
        "The harbour authority said on Monday that the second phase of the dredging will begin in May.";
    let text = format!(
        "A harbour learns to wait\n4 March 2024\nby Joy Lin\nJoy Lin is a writer who has been at sea.\n{said}\n\
         It has to be treated before it can be dumped, and the only plant that does so is booked until April.\n\
         {said}\nNobody knows who will pay for it all in the end, and nobody seems to have asked.\n\
         Joy Lin\nJoy Lin is a writer who has been at sea, and came back.\n"
    );
    let body = parse(&text, &Known::nothing()).unwrap().article.body;
    assert_eq!(body.iter().map(kind_of).collect::<Vec<_>>(), ["paragraph"; 3], "{body:#?}");
}

#[test]
fn a_headline_that_goes_on_in_lower_case_is_one() {
    let page = "A harbour learns\nto wait\n\nby Joy Lin\n4 March 2024\n\nThe harbour authority said that dredging begins in May.\n";
    let article = parse(page, &Known::nothing()).unwrap().article;
    assert_eq!((article.title.as_str(), article.site), ("A harbour learns to wait", None));
}
