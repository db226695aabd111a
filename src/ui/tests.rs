//! What the screen shows, at sizes that people have.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::article::Article;
use crate::library::{Order, SavedSearch, StateFilter};
use crate::scenario::{Scenario, edition, many, told_twice};

fn screen(width: u16, height: u16, keys: &str) -> String {
    let mut scenario = Scenario::indexed(width, height, edition());
    if !keys.is_empty() {
        scenario.keys(keys);
    }
    scenario.screen()
}

#[test]
fn list_and_body() {
    insta::assert_snapshot!("list-40x12", screen(40, 12, ""));
    insta::assert_snapshot!("list-80x24", screen(80, 24, ""));
    insta::assert_snapshot!("list-120x36", screen(120, 36, ""));
    insta::assert_snapshot!("list-200x60", screen(200, 60, ""));
}

#[test]
fn reading() {
    insta::assert_snapshot!("body-40x12", screen(40, 12, "Enter"));
    insta::assert_snapshot!("body-80x24", screen(80, 24, "Enter"));
    insta::assert_snapshot!("blocks-80x24", screen(80, 24, "j Enter"));
    insta::assert_snapshot!("japanese-40x12", screen(40, 12, "j j Enter"));
}

#[test]
fn related_as_pane_and_as_drawer() {
    insta::assert_snapshot!("related-40x12", screen(40, 12, "Enter Tab"));
    insta::assert_snapshot!("related-80x24", screen(80, 24, "Enter Tab j"));
    insta::assert_snapshot!("related-120x36", screen(120, 36, "Enter Tab j"));
}

#[test]
fn copies_folded_and_unfolded() {
    for (width, height) in [(160, 48), (120, 36), (80, 24), (40, 12)] {
        let mut scenario = Scenario::new(width, height, told_twice());
        scenario.group();
        insta::assert_snapshot!(format!("folded-{width}x{height}"), scenario.screen());
        insta::assert_snapshot!(format!("unfolded-{width}x{height}"), scenario.keys("j x j").screen());
    }
}

/// A library with copies and a story, whose source stands in folders.
fn filed(width: u16, height: u16) -> Scenario {
    let mut scenario = Scenario::new(width, height, told_twice());
    let source = scenario.library().sources().unwrap()[0].id;
    scenario.writer.library.set_folders(source, &["Papers/Evening", "Work"]).unwrap();
    scenario.group();
    scenario
}

#[test]
fn sources_in_folders() {
    for (width, height) in [(160, 48), (120, 36), (80, 24), (40, 12)] {
        insta::assert_snapshot!(
            format!("rail-folders-{width}x{height}"),
            filed(width, height).keys("0 j j j x j x j").screen()
        );
    }
}

#[test]
fn help_and_nothing_to_show() {
    insta::assert_snapshot!("help-80x24", screen(80, 24, "? u n d o"));
    insta::assert_snapshot!("help-40x12", screen(40, 12, "?"));
    insta::assert_snapshot!("empty-80x24", Scenario::new(80, 24, vec![]).screen());
}

fn typing(width: u16, height: u16, keys: &str, text: &str) -> String {
    Scenario::indexed(width, height, edition()).keys(keys).text(text).screen()
}

#[test]
fn searching() {
    for (width, height) in [(120, 36), (80, 24), (40, 12)] {
        let size = format!("{width}x{height}");
        insta::assert_snapshot!(format!("search-typing-{size}"), typing(width, height, "/", "harbour br"));
        insta::assert_snapshot!(format!("search-wrong-{size}"), typing(width, height, "/", "harbour is:new"));
        insta::assert_snapshot!(
            format!("search-empty-{size}"),
            typing(width, height, "g /", "harbour comet")
        );
    }
}

/// Enough names of every kind that some groups are not shown whole, and two saved searches.
fn with_names() -> Vec<Article> {
    let mut articles = edition();
    for n in 0..12 {
        let name = |kind: &str| vec![format!("{kind} {n}")];
        let long = "A category whose name goes on and on until there is no room".to_owned();
        articles.push(Article {
            title: format!("Piece {n}"),
            site: name("Outlet").pop(),
            authors: name("Writer"),
            sections: name("Section"),
            categories: [name("Category"), vec![long, "Harbour".to_owned()]].concat(),
            published: "2020-01-01".parse().ok(),
            ..Article::default()
        });
    }
    articles
}

fn rail(width: u16, height: u16, keys: &str) -> String {
    let mut scenario = Scenario::new(width, height, with_names());
    for name in ["Ships", "Wind and weather on the whole coast, and what it means"] {
        let search = SavedSearch {
            name: name.to_owned(),
            query: "harbour".to_owned(),
            state: StateFilter::All,
            source: None,
            order: Order::Newest,
        };
        scenario.writer.library.save_search("test", &search).unwrap();
    }
    scenario.index().keys(keys).screen()
}

#[test]
fn the_rail() {
    for (width, height) in [(160, 48), (120, 36), (80, 24), (40, 12)] {
        let size = format!("{width}x{height}");
        insta::assert_snapshot!(format!("rail-{size}"), rail(width, height, "0 j j j j j"));
        insta::assert_snapshot!(format!("rail-typing-{size}"), rail(width, height, "0 / w r i"));
    }
    insta::assert_snapshot!("rail-name-80x24", rail(80, 24, "g / h a r Enter 1 W"));
}

#[test]
fn finding() {
    for (width, height) in [(120, 36), (80, 24), (40, 12)] {
        let size = format!("{width}x{height}");
        insta::assert_snapshot!(format!("find-typing-{size}"), typing(width, height, "Enter /", "tide"));
        insta::assert_snapshot!(
            format!("find-wrong-{size}"),
            typing(width, height, "Enter /", "tide is:new")
        );
        let mut kept = Scenario::indexed(width, height, edition());
        kept.keys("Enter /").text("harbour").keys("Enter n n");
        insta::assert_snapshot!(format!("find-kept-{size}"), kept.screen());
    }
}

#[test]
fn the_real_cursor_stands_behind_what_is_typed() {
    let mut scenario = Scenario::new(40, 12, edition());
    let (column, row) = scenario.keys("/").text("note").cursor();
    assert_eq!((column, row), (13, 11));
    let long = scenario.text(&"word ".repeat(20)).cursor();
    assert!(long.0 < 40 && long.1 == 11);
}

#[test]
fn the_real_cursor_stands_on_the_selection() {
    let mut scenario = Scenario::new(120, 36, edition());
    let first = scenario.cursor();
    let second = scenario.keys("j").cursor();
    assert_eq!((second.0, second.1), (first.0, first.1 + 2));
    let body = scenario.keys("Enter").cursor();
    assert!(body.0 > second.0 + 20);
    let symbol = scenario.buffer()[first].symbol().to_owned();
    assert_eq!(symbol, " ", "it hides no letter");
}

#[test]
fn the_status_line_keeps_what_matters() {
    use crate::app::Msg;
    use crate::app::toast::Severity;
    let mut scenario = Scenario::new(80, 24, edition());
    let begun = scenario.keys("z").screen();
    assert!(begun.contains("Scroll left") && begun.contains("Scroll right") && begun.contains("Text alone"));
    scenario.keys("Esc").send(Msg::Say(Severity::Info, "Copied: https://example.org/".repeat(9)));
    let told = scenario.screen();
    assert!(told.contains("? keys  Copied: ") && told.contains('…'));
}

#[test]
fn the_header_says_the_name_before_the_total() {
    assert!(screen(80, 24, "").contains(" unread of "));
    let unread = screen(80, 24, "U");
    assert!(unread.contains(" unread ") && !unread.contains(" unread of "));
    let narrow = screen(36, 12, "");
    assert!(narrow.contains("All articles") && !narrow.contains(" unread of "), "{narrow}");
}

#[test]
fn text_is_put_as_ratatui_puts_it() {
    let pieces =
        ["plain", " ", "e\u{301}", "漢字", "👨‍👩‍👧", "\u{600}12", "’", "—", "\u{301}", "a", "\u{7}", "ﾊﾟ", "🇩🇪"];
    let area = Rect::new(0, 0, 60, 1);
    for (one, two) in pieces.iter().flat_map(|one| pieces.iter().map(move |two| (*one, *two))) {
        let text = format!("{one}{two}x{two}{one}");
        let (mut ours, mut theirs) = (Buffer::empty(area), Buffer::empty(area));
        let end = super::put(&mut ours, area, 2, 0, &text, Style::new().bold());
        assert_eq!(end, theirs.set_stringn(2, 0, &text, 58, Style::new().bold()).0, "{text:?}");
        assert_eq!(ours, theirs, "{text:?}");
    }
}

#[test]
fn what_a_family_covers_in_some_terminals_is_drawn_again() {
    let drawn = |text: &str| {
        let mut buffer = Buffer::with_lines([text]);
        super::redraw_behind_clusters(&mut buffer);
        buffer
    };
    let family = drawn("four 👨‍👩‍👧 and");
    let columns = |from: &Buffer, to: &Buffer| from.diff(to).iter().map(|(x, _, _)| *x).collect::<Vec<_>>();
    assert_eq!(columns(&family, &family), [7, 8, 9, 10]);
    assert_eq!(columns(&family, &drawn("four    and")), [5, 6, 7, 8, 9, 10]);
    assert!(columns(&drawn("漢字 and"), &drawn("漢字 and")).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_size_and_no_key_panics(
        sizes in prop::collection::vec((0u16..=60, 0u16..=30), 1..6),
        told in any::<bool>(),
        keys in prop::collection::vec("[a-zA-Z0-9?:;/\\]\\[{}+-]|Tab|Enter|Esc|Space|PgDn|Ctrl-D|gg|zz|Down", 0..12),
    ) {
        let mut scenario = if told { filed(80, 24) } else { Scenario::new(80, 24, edition()) };
        for (width, height) in sizes {
            scenario.resize(width, height);
            scenario.screen();
            for key in &keys {
                scenario.keys(key);
            }
            scenario.screen();
        }
    }
}

#[test]
fn every_size_has_a_screen() {
    let mut scenario = Scenario::new(80, 24, many(5));
    for height in 0..=30 {
        for width in 0..=60 {
            let text = scenario.resize(width, height).screen();
            assert!(
                width < 1 || height < 1 || !text.trim_matches(['"', '\n', ' ']).is_empty(),
                "{width}x{height}"
            );
        }
    }
}
