//! What holds for every article at every width.

use proptest::collection::vec;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::article::{Block, Item, Span, SpanStyle, Text};

/// Pieces of many scripts, wide and narrow, with and without places to break.
fn characters() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-z]{1,12}",
        8 => Just(" ".to_owned()),
        1 => "[a-z]{40,90}",
        1 => Just("\n".to_owned()),
        1 => Just("漢字仮名".to_owned()),
        1 => Just("שלום".to_owned()),
        1 => Just("สวัสดี".to_owned()),
        1 => Just("👨‍👩‍👧‍👦".to_owned()),
        1 => Just("🇩🇪🇫🇷🇯🇵".to_owned()),
        1 => Just("❤️👍🏽".to_owned()),
        1 => Just("क्षि".to_owned()),
        1 => Just("e\u{301}\u{302}".to_owned()),
        1 => Just("\u{ad}".to_owned()),
        1 => Just("\u{301}".to_owned()),
        1 => Just("\u{a0}".to_owned()),
        1 => Just("\u{200b}".to_owned()),
        1 => Just("-".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = Text> {
    let style =
        prop::sample::select(vec![SpanStyle::Emphasis, SpanStyle::Strong, SpanStyle::Code, SpanStyle::Link]);
    let span = (0..80_usize, 0..80_usize, style).prop_map(|(start, end, style)| Span {
        start,
        end,
        style,
        url: Some("https://example.org/".into()),
    });
    (characters(), vec(span, 0..4)).prop_map(|(text, spans)| Text { text, spans })
}

fn item() -> impl Strategy<Value = Item> {
    let leaf = text().prop_map(|text| Item { text, items: Vec::new() });
    leaf.prop_recursive(3, 8, 3, |inner| {
        (text(), vec(inner, 0..3)).prop_map(|(text, items)| Item { text, items })
    })
}

fn block() -> impl Strategy<Value = Block> {
    let cells = || vec(characters(), 0..5);
    prop_oneof![
        4 => text().prop_map(Block::Paragraph),
        1 => text().prop_map(|text| Block::Heading { level: 2, text }),
        1 => (any::<bool>(), vec(item(), 0..4)).prop_map(|(ordered, items)| Block::List { ordered, items }),
        1 => text().prop_map(Block::Quote),
        1 => characters().prop_map(|text| Block::Code { language: None, text }),
        1 => (cells(), vec(cells(), 0..4)).prop_map(|(header, rows)| Block::Table { header, rows }),
        1 => (characters(), characters()).prop_map(|(alt, url)| Block::Image { alt, url }),
        1 => text().prop_map(Block::Caption),
        1 => Just(Block::Rule),
        1 => text().prop_map(Block::RelatedInline),
    ]
}

fn article() -> impl Strategy<Value = Article> {
    (characters(), prop::option::of(characters()), vec(characters(), 0..3), vec(block(), 0..6)).prop_map(
        |(title, site, authors, body)| Article {
            copyright: site.clone(),
            title,
            site,
            authors,
            body,
            ..Article::default()
        },
    )
}

fn widest_grapheme(line: &Line) -> usize {
    let text = line.text();
    text.graphemes(true).map(width).max().unwrap_or(0)
}

/// Matches that do not overlap, between these places.
fn some_matches(passages: &[Passage], places: &[[prop::sample::Index; 2]]) -> Vec<Match> {
    let mut matches = Vec::new();
    for (number, passage) in passages.iter().enumerate().filter(|(_, passage)| !passage.text.is_empty()) {
        let edges: Vec<usize> = passage.text.char_indices().map(|(at, _)| at).collect();
        let mut bytes: Vec<usize> = places.iter().flatten().map(|at| edges[at.index(edges.len())]).collect();
        bytes.sort_unstable();
        bytes.dedup();
        matches.extend(
            bytes.chunks_exact(2).map(|pair| Match { passage: number as u32, range: pair[0]..pair[1] }),
        );
    }
    matches
}

/// What must be the same in the source and on the lines.
fn essence(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{ad}' | '-')).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_keep_the_width_and_their_order(article in article(), width in 1..=200_u16) {
        let lines = prepare(&article, &HeadLines::default()).break_lines(width).lines;
        for line in lines.iter().filter(|line| !line.wide) {
            prop_assert!(line.width() <= usize::from(width).max(widest_grapheme(line)), "{:?}", line);
        }
        for pair in lines.windows(2) {
            prop_assert!(pair[0].anchor < pair[1].anchor, "{:?}", pair);
            prop_assert!(!pair[0].runs.is_empty() || !pair[1].runs.is_empty(), "two blank lines");
        }
        prop_assert!(lines.last().is_none_or(|line| !line.runs.is_empty()), "no blank line at the end");
    }

    #[test]
    fn every_word_is_on_a_line(text in text(), width in 1..=200_u16) {
        let article = Article { body: vec![Block::Paragraph(text.clone())], ..Article::default() };
        let lines = prepare(&article, &HeadLines::default()).break_lines(width);
        let shown: String = lines.lines.iter().map(Line::text).collect();
        prop_assert_eq!(essence(&shown), essence(&text.text));
    }

    #[test]
    fn every_entry_of_a_list_is_on_a_line(items in vec(item(), 0..4), width in 1..=200_u16) {
        fn gather(items: &[Item], all: &mut String) {
            for item in items {
                all.push_str(&item.text.text);
                gather(&item.items, all);
            }
        }
        let mut all = String::new();
        gather(&items, &mut all);
        let article = Article { body: vec![Block::List { ordered: false, items }], ..Article::default() };
        let lines = prepare(&article, &HeadLines::default()).break_lines(width);
        let shown: String = lines.lines.iter().map(Line::text).collect();
        prop_assert_eq!(essence(&shown).replace('•', ""), essence(&all).replace('•', ""));
    }

    #[test]
    fn the_top_line_survives_every_resize(
        article in article(), width in 1..=200_u16, others in vec(1..=200_u16, 0..4), top in any::<prop::sample::Index>()
    ) {
        let prepared = prepare(&article, &HeadLines::default());
        let lines = prepared.break_lines(width);
        prop_assume!(!lines.lines.is_empty());
        let top = top.index(lines.lines.len());
        let anchor = lines.lines[top].anchor;
        for other in others {
            let lines = prepared.break_lines(other);
            let shown = &lines.lines[lines.line_of(anchor)];
            prop_assert_eq!(shown.anchor.block, anchor.block);
        }
        prop_assert_eq!(prepared.break_lines(width).line_of(anchor), top);
    }

    #[test]
    fn what_is_on_the_lines_stands_in_the_passages(article in article(), width in 1..=200_u16) {
        let prepared = prepare(&article, &HeadLines::default());
        let passages = prepared.passages();
        for run in prepared.break_lines(width).lines.into_iter().flat_map(|line| line.runs) {
            let Some(spot) = run.spot else { continue };
            let from = passages[spot.passage as usize].text.get(spot.byte..);
            let shown = run.text.strip_suffix('-').unwrap_or(&run.text);
            prop_assert!(from.is_some_and(|from| from.starts_with(shown)), "{run:?} {from:?}");
        }
    }

    #[test]
    fn matches_cut_no_grapheme_and_lose_nothing(
        article in article(), width in 1..=200_u16, places in vec(any::<[prop::sample::Index; 2]>(), 0..9)
    ) {
        let prepared = prepare(&article, &HeadLines::default());
        let (lines, matches) = (prepared.break_lines(width), some_matches(&prepared.passages(), &places));
        for line in &lines.lines {
            let marked = line.with_matches(&matches, Some(0));
            prop_assert_eq!((marked.text(), marked.width()), (line.text(), line.width()));
            prop_assert!(marked.runs.iter().all(|run| !run.text.is_empty()));
            for found in &matches {
                let columns = line.columns_of(found);
                prop_assert!(columns.is_none_or(|columns| columns.start <= columns.end && columns.end <= line.width()));
            }
        }
        for found in &matches {
            let line = lines.line_of_match(found);
            prop_assert!(line.is_some_and(|line| line < lines.lines.len()));
        }
    }

    #[test]
    fn a_window_is_exactly_as_wide_as_what_it_shows(text in text(), skip in 0..90_usize, columns in 0..90_usize) {
        let article = Article { body: vec![Block::Paragraph(text)], ..Article::default() };
        for line in prepare(&article, &HeadLines::default()).break_lines(200).lines {
            let shown: usize = cut(&line.runs, skip, columns).iter().map(|run| width(&run.text)).sum();
            prop_assert_eq!(shown, line.width().saturating_sub(skip).min(columns));
        }
    }

    #[test]
    fn a_truncated_text_fits(text in characters(), columns in 0..60_usize) {
        let short = truncate(&text, columns);
        prop_assert!(width(&short) <= columns);
        prop_assert!(width(&text) > columns || short == text);
    }
}
