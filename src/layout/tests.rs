//! What articles look like at 66, 40 and 20 columns.

use super::*;
use crate::article::{Block, Enclosure, Item, LinkRole, PageLink, Span, SpanStyle, Text};

fn plain(body: Vec<Block>, width: u16) -> String {
    let article = Article { body, ..Article::default() };
    prepare(&article, &HeadLines::default()).break_lines(width).to_plain()
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn sample() -> Article {
    Article {
        title: "CARsgen Taps Huadong to Commercialize Multiple Myeloma CAR-T in China".into(),
        site: Some("GENE ONLINE".into()),
        sections: strings(&["News & Opinion", "Blog"]),
        categories: strings(&["China", "Partnerships"]),
        authors: strings(&["Joy Lin"]),
        reading_minutes: Some(2),
        body: vec![
            Block::paragraph(
                "Shanghai’s CARsgen has inked a collaboration with Huadong Medicine, giving the \
                 Hangzhou-based company exclusive rights to commercialize its product in mainland China.",
            ),
            Block::heading(2, "What comes next"),
            Block::paragraph("CARsgen will receive an upfront payment of \u{a5}200 million."),
            Block::RelatedInline(Text::plain("Related Article: Will It Lead the Way?")),
        ],
        links: vec![PageLink {
            role: LinkRole::InlineRelated,
            title: "Will It Lead the Way?".into(),
            published: None,
            url: Some("https://example.org/way".into()),
            article: None,
        }],
        copyright: Some("© GeneOnline".into()),
        ..Article::default()
    }
}

fn sample_at(width: u16) -> String {
    let head = HeadLines { date: Some("17 January 2023".into()), ..HeadLines::default() };
    prepare(&sample(), &head).break_lines(width).to_plain()
}

#[test]
fn an_article_at_the_measure() {
    assert_eq!(
        sample_at(66),
        "\
GENE ONLINE · News & Opinion › Blog · China, Partnerships

CARsgen Taps Huadong to Commercialize
Multiple Myeloma CAR-T in China
Joy Lin · 17 January 2023 · 2 min

Shanghai’s CARsgen has inked a collaboration with Huadong
Medicine, giving the Hangzhou-based company exclusive rights to
commercialize its product in mainland China.

What comes next
CARsgen will receive an upfront payment of ¥200 million.

→ Related Article: Will It Lead the Way?

© GeneOnline
"
    );
}

#[test]
fn an_article_in_a_narrow_pane() {
    assert_eq!(
        sample_at(40),
        "\
GENE ONLINE · News & Opinion › Blog ·
China, Partnerships

CARsgen Taps Huadong to Commercialize
Multiple Myeloma CAR-T in China
Joy Lin · 17 January 2023 · 2 min

Shanghai’s CARsgen has inked a
collaboration with Huadong Medicine,
giving the Hangzhou-based company
exclusive rights to commercialize its
product in mainland China.

What comes next
CARsgen will receive an upfront payment
of ¥200 million.

→ Related Article: Will It Lead the Way?

© GeneOnline
"
    );
}

#[test]
fn an_article_in_a_very_narrow_pane() {
    assert_eq!(
        sample_at(20),
        "\
GENE ONLINE · News
& Opinion › Blog ·
China, Partnerships

CARsgen Taps Huadong
to Commercialize
Multiple Myeloma
CAR-T in China
Joy Lin · 17 January
2023 · 2 min

Shanghai’s
CARsgen has inked
a collaboration
with Huadong
Medicine, giving
the Hangzhou-based
company exclusive
rights to
commercialize its
product in mainland
China.

What comes next
CARsgen will receive
an upfront payment
of ¥200 million.

→ Related Article:
  Will It Lead the
  Way?

© GeneOnline
"
    );
}

#[test]
fn a_related_article_is_a_link() {
    let prepared = prepare(&sample(), &HeadLines::default());
    let lines = prepared.break_lines(66);
    let line = lines.line_of_link(0).map(|at| &lines.lines[at]);
    assert_eq!(prepared.links, ["https://example.org/way"]);
    assert_eq!(line.map(Line::text).as_deref(), Some("→ Related Article: Will It Lead the Way?"));
}

#[test]
fn lists_hang_and_nest() {
    let items = vec![
        Item { text: Text::plain("first entry of the list"), items: vec![] },
        Item {
            text: Text::plain("second"),
            items: vec![Item { text: Text::plain("an entry below"), items: vec![] }],
        },
    ];
    assert_eq!(
        plain(vec![Block::List { ordered: false, items: items.clone() }], 20),
        "• first entry of\n  the list\n• second\n  • an entry below\n"
    );
    assert_eq!(
        plain(vec![Block::List { ordered: true, items }], 20),
        "1. first entry of\n   the list\n2. second\n   • an entry below\n"
    );
}

#[test]
fn quotes_have_a_gutter_and_code_is_not_wrapped() {
    let quote = Block::Quote(Text::plain("To be, or not to be: that is the question."));
    let code =
        Block::Code { language: None, text: "fn main() {\n\n\tprintln!(\"a long line\");\n}\n".into() };
    assert_eq!(
        plain(vec![quote, code, Block::Rule], 20),
        "\
│ To be, or not to
│ be: that is the
│ question.

  fn main() {

      println!(\"a long line\");
  }

────────────────────
"
    );
}

#[test]
fn a_caption_belongs_to_its_image() {
    let image = Block::Image { alt: "A harbour".into(), url: "https://example.org/a.jpg".into() };
    let body = vec![image, Block::Caption(Text::plain("At dawn")), Block::paragraph("Text.")];
    assert_eq!(plain(body.clone(), 40), "[image: A harbour]\nAt dawn\n\nText.\n");
    let prepared = prepare(&Article { body, ..Article::default() }, &HeadLines::default());
    let run = &prepared.break_lines(40).lines[0].runs[0];
    assert_eq!((run.style, run.link), (RunStyle::Dim, Some(0)));
}

#[test]
fn empty_blocks_leave_no_gap() {
    let empty = || Block::paragraph(" \n ");
    assert_eq!(
        plain(vec![empty(), Block::paragraph("a"), empty(), Block::paragraph("b"), empty()], 20),
        "a\n\nb\n"
    );
    assert_eq!(plain(vec![empty()], 20), "");
}

#[test]
fn styles_survive_the_line_break() {
    let text = Text {
        text: "plain and very strong words".into(),
        spans: vec![Span { start: 10, end: 21, style: SpanStyle::Strong, url: None }],
    };
    let article = Article { body: vec![Block::Paragraph(text)], ..Article::default() };
    let lines = prepare(&article, &HeadLines::default()).break_lines(14).lines;
    let looks = |line: &Line| line.runs.iter().map(|run| (run.text.clone(), run.style)).collect::<Vec<_>>();
    assert_eq!(looks(&lines[0]), [("plain and ".into(), RunStyle::Plain), ("very".into(), RunStyle::Strong)]);
    assert_eq!(looks(&lines[1]), [("strong".into(), RunStyle::Strong), (" words".into(), RunStyle::Plain)]);
    assert_eq!(lines[1].anchor, Anchor { block: 1, offset: 15 });
}

fn table(header: &[&str], rows: &[&[&str]]) -> Vec<Block> {
    vec![Block::Table { header: strings(header), rows: rows.iter().map(|row| strings(row)).collect() }]
}

#[test]
fn a_table_fits_shrinks_or_becomes_records() {
    let rows: &[&[&str]] =
        &[&["Zevor-cel", "filing accepted by the regulator", "12"], &["Satri-cel", "on trial", "7.5"]];
    let body = table(&["Product", "State", "Months"], rows);
    assert_eq!(
        plain(body.clone(), 66),
        "\
Product    State                             Months
─────────  ────────────────────────────────  ──────
Zevor-cel  filing accepted by the regulator      12
Satri-cel  on trial                             7.5
"
    );
    assert_eq!(
        plain(body.clone(), 40),
        "\
Product    State                  Months
─────────  ─────────────────────  ──────
Zevor-cel  filing accepted by         12
           the regulator
Satri-cel  on trial                  7.5
"
    );
    assert_eq!(
        plain(body, 20),
        "\
Product: Zevor-cel
State: filing
accepted by the
regulator
Months: 12

Product: Satri-cel
State: on trial
Months: 7.5
"
    );
}

#[test]
fn a_table_of_many_columns_scrolls() {
    let header = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let article = Article { body: table(&header, &[&header]), ..Article::default() };
    let lines = prepare(&article, &HeadLines::default()).break_lines(20).lines;
    assert!(lines.len() == 3 && lines.iter().all(|line| line.wide && line.width() == 34), "{lines:?}");
}

#[test]
fn a_header_without_a_width_has_no_line_below() {
    assert_eq!(plain(table(&["\u{301}"], &[]), 20), "\u{301}\n");
}

#[test]
fn right_to_left_is_told_and_left_alone() {
    let article = Article { body: vec![Block::paragraph("שלום עולם")], ..Article::default() };
    let lines = prepare(&article, &HeadLines::default()).break_lines(40).lines;
    assert_eq!((lines[0].text().as_str(), lines[0].rtl), ("שלום עולם", true));
}

#[test]
fn a_very_long_paragraph_is_wrapped_first_fit() {
    let first_line = |words: usize| {
        let text = format!("aaa bb cc ddddd{}", " eeeeee".repeat(words));
        plain(vec![Block::paragraph(text)], 6).lines().next().map(str::to_owned)
    };
    assert_eq!(first_line(10).as_deref(), Some("aaa"), "optimal fit");
    assert_eq!(first_line(2_000).as_deref(), Some("aaa bb"), "first fit");
}

#[test]
fn tabs_in_code_stop_every_four_columns() {
    let code = |text: &str| plain(vec![Block::Code { language: None, text: text.into() }], 20);
    assert_eq!(code("\n\ta\tb\n漢\tc\n\n"), "      a   b\n  漢  c\n");
}

#[test]
fn files_that_come_with_an_article_stand_below_its_text_and_lead_to_them() {
    let url = "https://e.example/a/talk.mp3".to_owned();
    let file = Enclosure { url: url.clone(), media_type: Some("audio/mpeg".into()), bytes: Some(12_345_678) };
    let article = Article {
        title: "A talk".into(),
        body: vec![Block::paragraph("A text.")],
        enclosures: vec![file],
        copyright: Some("© The house".into()),
        ..Article::default()
    };
    let prepared = prepare(&article, &HeadLines::default());
    let text = prepared.break_lines(40).to_plain();
    assert!(text.ends_with("A text.\n\nAudio, 12 MB: talk.mp3\n\n© The house\n"), "{text:?}");
    assert_eq!(prepared.links, [url]);
}
