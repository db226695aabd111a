//! An article as Markdown that says what the article says: what would be markup by accident is escaped.

use std::fmt::Write;

use crate::article::{Article, Block, Item, Span, SpanStyle, Text};
use crate::layout::attached;

/// The article: headline, byline, address, body.
pub(super) fn article(article: &Article) -> String {
    let mut parts = vec![format!("# {}", line(&article.title))];
    parts.extend(article.subtitle.as_deref().map(|text| format!("**{}**", line(text))));
    parts.extend(byline(article));
    parts.extend(article.url.as_deref().map(|url| format!("<{}>", address(url))));
    parts.extend(article.body.iter().map(block));
    parts.extend(article.enclosures.iter().map(|file| paragraph(&attached(file))));
    parts.extend(article.copyright.as_deref().map(|text| format!("*{}*", line(text))));
    parts.join("\n\n") + "\n"
}

/// "*Joy Lin · Gene Online · 2023-01-17*"
fn byline(article: &Article) -> Option<String> {
    let authors = Some(article.authors.join(", ")).filter(|authors| !authors.is_empty());
    let date = article.published.map(|at| at.to_string());
    let known: Vec<String> = [authors, article.site.clone(), date].into_iter().flatten().collect();
    (!known.is_empty()).then(|| format!("*{}*", line(&known.join(" · "))))
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => paragraph(text),
        Block::Heading { level, text } => {
            format!("{} {}", "#".repeat(usize::from(*level).clamp(1, 6)), paragraph(text).replace('\n', " "))
        }
        Block::List { ordered, items } => list(*ordered, items),
        Block::Quote(text) => indented("> ", "> ", &paragraph(text)),
        Block::Code { language, text } => code(language.as_deref(), text),
        Block::Table { header, rows } => table(header, rows),
        Block::Image { alt, url } => format!("![{}](<{}>)", line(alt), address(url)),
        Block::Caption(text) => format!("*{}*", paragraph(text)),
        Block::Rule => "---".to_owned(),
        Block::RelatedInline(text) => format!("*Related:* {}", paragraph(text)),
    }
}

fn list(ordered: bool, items: &[Item]) -> String {
    let lines = items.iter().enumerate().map(|(index, item)| {
        let marker = if ordered { format!("{}. ", index + 1) } else { "- ".to_owned() };
        let mut text = paragraph(&item.text);
        if !item.items.is_empty() {
            text.push('\n');
            text.push_str(&list(ordered, &item.items));
        }
        indented(&marker, &" ".repeat(marker.len()), &text)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn indented(first: &str, rest: &str, text: &str) -> String {
    format!("{first}{}", text.replace('\n', &format!("\n{rest}")))
}

fn code(language: Option<&str>, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let text = text.strip_suffix('\n').unwrap_or(text);
    format!("{fence}{}\n{text}\n{fence}", language.unwrap_or_default())
}

/// Backticks in a row, at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

fn table(header: &[String], rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).chain([header.len()]).max().unwrap_or_default();
    let row = |cells: &[String]| {
        let cell = |at| cells.get(at).map(|cell: &String| line(cell).replace('|', "\\|")).unwrap_or_default();
        (0..columns).fold("|".to_owned(), |line, at| line + " " + &cell(at) + " |")
    };
    let mut lines = vec![row(header), format!("|{}", " --- |".repeat(columns))];
    lines.extend(rows.iter().map(|cells| row(cells)));
    lines.join("\n")
}

/// Text with its runs; line breaks stay.
fn paragraph(text: &Text) -> String {
    let mut spans: Vec<&Span> = text.spans.iter().collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let lines = runs(&text.text, 0, text.text.len(), &spans);
    lines.split('\n').map(line_start).collect::<Vec<_>>().join("\\\n")
}

/// The part from `start` to `end`, of which `spans` (by start, outer ones first) mark runs.
fn runs(text: &str, start: usize, end: usize, spans: &[&Span]) -> String {
    let (mut out, mut at, mut rest) = (String::new(), start, spans);
    while let [span, after @ ..] = rest {
        let (from, to) = (span.start.max(at), span.end.min(end));
        let inside = after.iter().take_while(|inner| inner.start < to).count();
        if from < to {
            out += &escaped(text.get(at..from).unwrap_or_default());
            // Before a link it would make an image of it.
            if out.ends_with('!') {
                out.insert(out.len() - 1, '\\');
            }
            out += &run(text, from, to, span, &after[..inside]);
            at = to;
        }
        rest = &after[inside..];
    }
    out + &escaped(text.get(at..end).unwrap_or_default())
}

fn run(text: &str, from: usize, to: usize, span: &Span, inside: &[&Span]) -> String {
    let raw = text.get(from..to).unwrap_or_default();
    // A mark beside a space on its inner side would not be one.
    let (lead, trail) = (raw.len() - raw.trim_start().len(), raw.len() - raw.trim_end().len());
    if raw.trim().is_empty() {
        return raw.to_owned();
    }
    let (from, to) = (from + lead, to - trail);
    let inner = || runs(text, from, to, inside);
    let around = (text[..from].chars().next_back(), text[to..].chars().next());
    let marked = match (span.style, &span.url) {
        (SpanStyle::Emphasis, _) => emphasized("*", inner(), around),
        (SpanStyle::Strong, _) => emphasized("**", inner(), around),
        (SpanStyle::Link, Some(url)) => format!("[{}](<{}>)", inner(), address(url)),
        (SpanStyle::Link, None) => inner(),
        (SpanStyle::Code, _) => inline_code(raw.trim()),
    };
    format!("{}{marked}{}", &raw[..lead], &raw[raw.len() - trail..])
}

/// Marks only where they would be taken for marks (CommonMark 0.31, "left- and right-flanking"): the words matter
/// more than how they look.
fn emphasized(mark: &str, inner: String, (before, after): (Option<char>, Option<char>)) -> String {
    let flanks = |outside: Option<char>, inside: Option<char>| {
        inside.is_some_and(char::is_alphanumeric) || outside.is_none_or(|c| !c.is_alphanumeric())
    };
    if flanks(before, inner.chars().next()) && flanks(after, inner.chars().next_back()) {
        format!("{mark}{inner}{mark}")
    } else {
        inner
    }
}

fn inline_code(text: &str) -> String {
    let marks = "`".repeat(longest_run(text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{marks}{space}{text}{space}{marks}")
}

/// One line of plain text.
fn line(text: &str) -> String {
    line_start(&escaped(text).replace('\n', " "))
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

/// What begins a heading, a list or an underline only does so at the start of a line.
fn line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = match line.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => digits,
        Some(b'#' | b'+' | b'-' | b'=' | b'|') if digits == 0 => 0,
        _ => return line.to_owned(),
    };
    let mut out = String::with_capacity(line.len() + 1);
    let _ = write!(out, "{}\\{}", &line[..at], &line[at..]);
    out
}

/// An address between `<` and `>`.
fn address(url: &str) -> String {
    url.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::loader::{self, Found};

    fn span(start: usize, end: usize, style: SpanStyle, url: Option<&str>) -> Span {
        Span { start, end, style, url: url.map(Into::into) }
    }

    fn spanned(text: &str, spans: Vec<Span>) -> String {
        paragraph(&Text { text: text.into(), spans })
    }

    #[test]
    fn runs_nest_and_keep_their_spaces_outside() {
        let spans = vec![span(0, 13, SpanStyle::Link, Some("u")), span(4, 8, SpanStyle::Strong, None)];
        assert_eq!(spanned("one two three", spans), "[one **two** three](<u>)");
        let code = vec![span(2, 5, SpanStyle::Code, None)];
        assert_eq!(spanned("a `*` b", code), "a `` `*` `` b");
    }

    #[test]
    fn markup_by_accident_is_escaped() {
        assert_eq!(spanned("1. *a* [b] <c> &amp;", vec![]), r"1\. \*a\* \[b\] \<c\> \&amp;");
        assert_eq!(spanned("# a\n- b\n2023 c", vec![]), "\\# a\\\n\\- b\\\n2023 c");
    }

    #[test]
    fn lists_nest_by_the_width_of_their_marker() {
        let leaf = |text: &str| Item { text: Text::plain(text), items: vec![] };
        let items = vec![Item { text: Text::plain("a"), items: vec![leaf("b"), leaf("c")] }, leaf("d")];
        assert_eq!(list(true, &items), "1. a\n   1. b\n   2. c\n2. d");
        assert_eq!(list(false, &items), "- a\n  - b\n  - c\n- d");
    }

    #[test]
    fn short_rows_are_filled_and_bars_escaped() {
        let text = table(&["a".into(), "b".into()], &[vec!["x|y".into()]]);
        assert_eq!(text, "| a | b |\n| --- | --- |\n| x\\|y |  |");
    }

    #[test]
    fn a_fence_is_longer_than_any_in_the_code() {
        assert_eq!(code(Some("md"), "```\nx\n```"), "````md\n```\nx\n```\n````");
    }

    fn read_again(blocks: Vec<Block>) -> Vec<Block> {
        let text = article(&Article { title: "T".into(), body: blocks, ..Article::default() });
        match loader::load_bytes(Path::new("a.md"), text.as_bytes()).unwrap().pop() {
            Some(Found::Article(loaded)) => loaded.article.body,
            other => panic!("{other:?}"),
        }
    }

    proptest! {
        #[test]
        fn any_paragraph_is_read_again_as_it_was(words in prop::collection::vec("[!-~]{1,8}", 1..8)) {
            let before = vec![Block::paragraph(words.join(" "))];
            prop_assert_eq!(read_again(before.clone()), before);
        }

        #[test]
        fn any_run_is_read_again_as_it_was_or_plain(
            (before, inside, after) in ("[!-~]{0,4} ?", "[!-~]{1,6}( [!-~]{1,6})?", " ?[!-~]{0,4}"),
            style in prop::sample::select(vec![SpanStyle::Emphasis, SpanStyle::Strong, SpanStyle::Code, SpanStyle::Link]),
        ) {
            let before = before.trim_start();
            let text = format!("{before}{inside}{}", after.trim_end());
            let url = (style == SpanStyle::Link).then(|| "https://e.example/a?b=(c)&d".to_owned());
            let spans = vec![Span { start: before.len(), end: before.len() + inside.len(), style, url }];
            let again = read_again(vec![Block::Paragraph(Text { text: text.clone(), spans: spans.clone() })]);
            let plain = vec![Block::paragraph(text.clone())];
            let may_be_plain = matches!(style, SpanStyle::Emphasis | SpanStyle::Strong);
            prop_assert!(again == [Block::Paragraph(Text { text, spans })] || may_be_plain && again == plain, "{again:?}");
        }

        #[test]
        fn any_list_is_read_again_as_it_was(words in prop::collection::vec("[!-~]{1,8}", 1..8), ordered: bool) {
            let nested = vec![Item { text: Text::plain("nested"), items: vec![] }];
            let items = words.into_iter().map(|word| Item { text: Text::plain(word), items: nested.clone() }).collect();
            let before = vec![Block::List { ordered, items }];
            prop_assert_eq!(read_again(before.clone()), before);
        }
    }
}
