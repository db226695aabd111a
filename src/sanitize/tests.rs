//! What must hold for any text, and the cases that make the rules.

use proptest::prelude::*;

use super::*;
use crate::article::{Block, Item, Span, SpanStyle, Text};

fn code(text: &str) -> String {
    clean(text, Shape::Code, &mut [])
}

#[test]
fn commands_to_the_terminal_vanish() {
    assert_eq!(line("a\u{1b}[31mred\u{1b}[0m"), "ared");
    assert_eq!(line("\u{1b}]8;;https://x.example\u{7}words\u{1b}]8;;\u{1b}\\"), "words");
    assert_eq!(line("a\0b\u{7f}c\u{84}d"), "abcd");
}

#[test]
fn direction_stays_with_the_reader() {
    assert_eq!(line("abc\u{202e}fdp.exe\u{202c}"), "abcfdp.exe");
    assert_eq!(line("a \u{2068}b\u{2069} c"), "a \u{2068}b\u{2069} c");
    assert_eq!(line("a \u{2068}b c"), "a b c");
    assert_eq!(line("a b\u{2069} c"), "a b c");
}

#[test]
fn invisible_and_private_characters_vanish() {
    assert_eq!(
        line("in\u{ad}vis\u{200b}ible\u{feff}\u{2060}\u{e000}\u{fdd0}\u{1fffe}\u{e0041}"),
        "invisible"
    );
}

#[test]
fn scripts_and_emoji_keep_what_they_need() {
    for text in [
        "می‌خواهم",
        "क्‍ष",
        "👩‍👩‍👧",
        "❤️",
        "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        "葛\u{e0100}",
    ] {
        assert_eq!(line(text), text);
    }
    assert_eq!(line("a\u{200d} b \u{fe0f}c\u{200c}"), "a b c");
}

#[test]
fn spaces_fold_and_letters_compose() {
    assert_eq!(line("  a \u{a0}\t b\r\nc\u{2028}d "), "a b c d");
    assert_eq!(line("e\u{301}"), "é");
    assert_eq!(line(&format!("a{}", "\u{302}".repeat(40))).chars().count(), 1 + 8);
}

#[test]
fn running_text_keeps_its_line_breaks_and_spans() {
    let verse = Text { text: " One  line \r\n\r\n\tand two\n".into(), spans: vec![span(16, 19)] };
    let cleaned = body::text(verse);
    assert_eq!(cleaned.text, "One line\nand two");
    assert_eq!(&cleaned.text[cleaned.spans[0].start..cleaned.spans[0].end], "and");
}

#[test]
fn code_keeps_its_lines() {
    assert_eq!(code("\n\tif x {\r\n\t}\r\n\n"), "    if x {\n    }");
}

#[test]
fn long_lines_are_cut_visibly() {
    let (title, whole) = line_within(&"word ".repeat(200), TITLE);
    assert_eq!(title.chars().count(), TITLE);
    assert!(title.ends_with('…') && !whole);
    assert_eq!(line_within(&title, TITLE), (title, true));
}

#[test]
fn addresses_are_addresses_or_nothing() {
    assert_eq!(url(" https://x.example/a b\n").as_deref(), Some("https://x.example/a%20b"));
    assert_eq!(url("https://x.example/é").as_deref(), Some("https://x.example/é"));
    assert_eq!(url("https://x.example/\u{202e}"), None);
    assert_eq!(url(&"x".repeat(URL_BYTES + 1)), None);
    assert_eq!(url("\u{1b}"), None);
}

#[test]
fn a_span_stays_on_its_words() {
    let text = Text {
        text: "  a\u{1b}[1m  e\u{301}t\u{200b}e\u{301}  b".into(),
        spans: vec![span(9, 19), span(0, 40)],
    };
    let cleaned = body::text(text);
    assert_eq!(cleaned.text, "a été b");
    assert_eq!(&cleaned.text[cleaned.spans[1].start..cleaned.spans[1].end], "été");
    assert_eq!((cleaned.spans[0].start, cleaned.spans[0].end), (0, cleaned.text.len()));
}

#[test]
fn what_is_empty_goes() {
    let Clean { article, .. } = article(Article {
        subtitle: Some(" \u{200b}".into()),
        authors: vec![String::new(), "A".into()],
        body: vec![
            Block::paragraph(" "),
            Block::List { ordered: false, items: vec![Item::default()] },
            Block::Table { header: vec![String::new()], rows: vec![] },
            Block::Image { alt: "words".into(), url: "\u{7}".into() },
        ],
        ..Article::default()
    });
    assert_eq!((article.subtitle, article.authors), (None, vec!["A".to_owned()]));
    assert_eq!(article.body, [Block::Caption(Text::plain("words"))]);
}

#[test]
fn a_long_body_ends_visibly() {
    let half = "a".repeat(20 << 20);
    let body = vec![Block::paragraph(half.clone()), Block::paragraph(half), Block::paragraph("x")];
    let once = body::blocks(body, &mut Limits::default());
    assert_eq!(once.len(), 2);
    assert!(matches!(&once[1], Block::Paragraph(text) if text.text.ends_with('…')));
    assert_eq!(body::blocks(once.clone(), &mut Limits::default()), once);
}

fn span(start: usize, end: usize) -> Span {
    Span { start, end, style: SpanStyle::Strong, url: None }
}

/// Text rich in what the cleaner treats.
fn hostile() -> impl Strategy<Value = String> {
    let special = prop::sample::select(
        "ab .\u{1b}[]m;\\(7\u{7}\u{9b}\u{9c}\u{9d}\r\n\t\u{a0}\u{ad}\u{200b}\u{200c}\u{200d}\u{fe0f}\u{2066}\u{2069}\u{202e}\u{301}\u{327}\u{93c}\u{915}\u{958}\u{64a}\u{1100}\u{1161}\u{11a8}\u{ac00}\u{212b}❤👩\u{1f3f4}\u{e0067}\u{e007f}\u{dcf}\u{344}"
            .chars()
            .collect::<Vec<_>>(),
    );
    let any = prop_oneof![8 => special, 1 => any::<char>()];
    prop::collection::vec(any, 0..80).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn cleaning_twice_changes_nothing(text in hostile()) {
        let once = line(&text);
        prop_assert_eq!(line(&once), once.clone());
        let lines = code(&text);
        prop_assert_eq!(code(&lines), lines.clone());
        let (short, _) = line_within(&text, 7);
        prop_assert!(short.chars().count() <= 7);
        prop_assert_eq!(line_within(&short, 7).0, short.clone());
    }

    #[test]
    fn nothing_unsafe_is_left(text in hostile()) {
        prop_assert!(!line(&text).contains(char::is_control));
        prop_assert!(!code(&text).contains(|c: char| c.is_control() && c != '\n'));
        prop_assert!(unicode_normalization::is_nfc(&line(&text)));
    }

    #[test]
    fn every_span_lies_within_its_text(text in hostile(), ends in prop::collection::vec((0usize..200, 0usize..200), 0..6)) {
        let spans = ends.into_iter().map(|(start, end)| span(start, end)).collect();
        let cleaned = body::text(Text { text, spans });
        for span in &cleaned.spans {
            prop_assert!(span.start < span.end);
            prop_assert!(cleaned.text.get(span.start..span.end).is_some());
        }
        prop_assert_eq!(body::text(cleaned.clone()), cleaned);
    }
}
