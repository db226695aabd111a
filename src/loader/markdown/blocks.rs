//! Markdown's events → blocks.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::html;
use crate::article::{Block, Item, SpanStyle};
use crate::loader::compose::{Container, Inline, Tree};

/// Reads the text below the front matter.
pub(super) fn read(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, options) {
        reader.take(event);
    }
    reader.flush();
    reader.tree.finish()
}

/// A block of code that is open.
struct Code {
    language: Option<String>,
    text: String,
}

#[derive(Default)]
struct Reader {
    tree: Tree,
    inline: Inline,
    /// Images of the paragraph that is open; they follow it.
    images: Vec<Block>,
    /// The image that is open: its address; its words are collected apart from the paragraph.
    image: Option<(String, Inline)>,
    code: Option<Code>,
    /// The block of HTML that is open.
    html: String,
    /// The row of a table that is open.
    row: Vec<String>,
    /// The rows above it, the header first.
    rows: Vec<Vec<String>>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Html(text) => self.html.push_str(&text),
            Event::InlineHtml(tag) if html::is_break(&tag) => self.text().push("\n"),
            Event::InlineHtml(_) => {}
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => match &mut self.code {
                Some(code) => code.text.push_str(&text),
                None => self.text().push(&text),
            },
            Event::Code(text) => self.text().code(&text),
            Event::SoftBreak => self.text().soft_break(),
            Event::HardBreak => self.text().push("\n"),
            Event::FootnoteReference(label) => self.text().push(&format!("[{label}]")),
            Event::TaskListMarker(done) => self.text().push(if done { "[x] " } else { "[ ] " }),
            Event::Rule => self.tree.put(Block::Rule),
        }
    }

    /// Where characters go now.
    fn text(&mut self) -> &mut Inline {
        self.image.as_mut().map_or(&mut self.inline, |(_, words)| words)
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.text().open(SpanStyle::Emphasis, None),
            Tag::Strong => self.text().open(SpanStyle::Strong, None),
            Tag::Link { dest_url, .. } => self.text().open(SpanStyle::Link, Some(dest_url.into_string())),
            // An image in the words of an image: the words alone are kept.
            Tag::Image { dest_url, .. } if self.image.is_none() => {
                self.inline.drop_space();
                self.image = Some((dest_url.into_string(), Inline::default()));
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.code = Some(Code { language: language(&kind), text: String::new() });
            }
            Tag::BlockQuote(_) => self.begin(Container::Quote(Vec::new())),
            Tag::List(first) => self.begin(Container::List { ordered: first.is_some(), items: Vec::new() }),
            Tag::Item => self.begin(Container::Item { item: Item::default(), images: Vec::new() }),
            Tag::FootnoteDefinition(label) => {
                self.begin(Container::Footnote { label: label.into_string(), blocks: Vec::new() });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => self.text().close(),
            TagEnd::Image => self.end_image(),
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(level) => {
                let text = self.inline.take();
                self.tree.put(Block::Heading { level: level as u8, text });
                self.flush();
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::Item => {
                self.flush();
                self.tree.close_item();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition => {
                self.flush();
                self.tree.close();
            }
            TagEnd::TableCell => {
                let cell = self.inline.take().text;
                self.row.push(cell);
            }
            TagEnd::TableHead | TagEnd::TableRow => self.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => self.end_table(),
            _ => {}
        }
    }

    fn begin(&mut self, container: Container) {
        self.flush();
        self.tree.open(container);
    }

    /// Ends the running text, if there is some: tight list items have no paragraph of their own.
    fn flush(&mut self) {
        let text = self.inline.take();
        if !text.text.is_empty() {
            self.tree.put(Block::Paragraph(text));
        }
        for image in self.images.drain(..) {
            self.tree.put(image);
        }
    }

    fn end_image(&mut self) {
        if let Some((url, mut words)) = self.image.take() {
            self.images.push(Block::Image { alt: words.take().text, url });
        }
    }

    fn end_code(&mut self) {
        if let Some(Code { language, text }) = self.code.take() {
            self.tree.put(Block::Code { language, text: text.trim_end_matches('\n').to_owned() });
        }
    }

    fn end_html(&mut self) {
        let text = html::text(&std::mem::take(&mut self.html));
        let words: Vec<&str> = text.split_whitespace().collect();
        if !words.is_empty() {
            self.tree.put(Block::paragraph(words.join(" ")));
        }
    }

    fn end_table(&mut self) {
        let mut rows = std::mem::take(&mut self.rows).into_iter();
        let header = rows.next().unwrap_or_default();
        self.tree.put(Block::Table { header, rows: rows.collect() });
        self.flush();
    }
}

/// The first word after the fence, as CommonMark §4.5 suggests.
fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    match kind {
        CodeBlockKind::Fenced(info) => info.split_whitespace().next().map(str::to_owned),
        CodeBlockKind::Indented => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Span, Text};

    fn item(text: &str, items: Vec<Item>) -> Item {
        Item { text: Text::plain(text), items }
    }

    fn image(alt: &str, url: &str) -> Block {
        Block::Image { alt: alt.into(), url: url.into() }
    }

    #[test]
    fn runs_are_marked_by_bytes_and_may_nest() {
        let span =
            |start, end, style, url: Option<&str>| Span { start, end, style, url: url.map(Into::into) };
        let want = Text {
            text: "é very bold, code and a link\nnext".into(),
            spans: vec![
                span(3, 12, SpanStyle::Strong, None),
                span(8, 12, SpanStyle::Emphasis, None),
                span(14, 18, SpanStyle::Code, None),
                span(25, 29, SpanStyle::Link, Some("../x")),
            ],
        };
        assert_eq!(read("é **very *bold***, `code` and\na [link](../x)\\\nnext"), [Block::Paragraph(want)]);
        assert_eq!(read("第一行\n第二行"), [Block::paragraph("第一行第二行")]);
        assert_eq!(read("~~gone~~ one<br>two <b>three</b>"), [Block::paragraph("gone one\ntwo three")]);
    }

    #[test]
    fn lists_nest_and_keep_their_marks() {
        let want = vec![
            Block::List {
                ordered: false,
                items: vec![item("a", vec![item("b", vec![item("c", vec![])])]), item("[x] d\ne", vec![])],
            },
            Block::List { ordered: true, items: vec![item("f", vec![])] },
        ];
        assert_eq!(read("- a\n  - b\n    1. c\n- [x] d\n\n  e\n\n1. f"), want);
    }

    #[test]
    fn other_blocks_become_what_they_are() {
        let text = "> One\n> two.\n>\n> Three.\n\n```rust no_run\nfn a() {\n\n}\n```\n\n    indented\n\n\
                    | h | i |\n|---|---|\n| 1 | `2` |\n\n---\n\n<div>\nFish &amp; chips\n</div>\n";
        let want = vec![
            Block::Quote(Text::plain("One two.\nThree.")),
            Block::Code { language: Some("rust".into()), text: "fn a() {\n\n}".into() },
            Block::Code { language: None, text: "indented".into() },
            Block::Table { header: vec!["h".into(), "i".into()], rows: vec![vec!["1".into(), "2".into()]] },
            Block::Rule,
            Block::paragraph("Fish & chips"),
        ];
        assert_eq!(read(text), want);
    }

    #[test]
    fn images_stand_alone_or_follow_their_paragraph() {
        let want = vec![
            image("A harbour", "h.png"),
            Block::paragraph("Before after."),
            image("x", "x.png"),
            image("in a list", "l.png"),
            Block::List { ordered: false, items: vec![item("text", vec![])] },
        ];
        assert_eq!(
            read("![A *harbour*](h.png)\n\nBefore ![x](x.png) after.\n\n- text ![in a list](l.png)"),
            want
        );
        assert_eq!(read("[![badge](b.png)](https://e.example)"), [image("badge", "b.png")]);
    }

    #[test]
    fn footnotes_stand_at_the_end_under_their_label() {
        let want = [Block::paragraph("A[n]."), Block::paragraph("More."), Block::paragraph("[n] The note.")];
        assert_eq!(read("A[^n].\n\n[^n]: The note.\n\nMore."), want);
    }

    fn depth(items: &[Item]) -> usize {
        1 + items.iter().map(|item| depth(&item.items)).max().unwrap_or(0)
    }

    #[test]
    fn deep_nesting_is_laid_flat_and_nothing_is_lost() {
        let letters = "+ ".repeat(100_000) + "a\n\nb";
        let body = read(&letters);
        let [Block::List { items, .. }, Block::Paragraph(last)] = &body[..] else { panic!("{body:?}") };
        assert!((8..=17).contains(&depth(items)), "{}", depth(items));
        assert_eq!(last.text, "b");
        let json = serde_json::to_string(&body).unwrap();
        assert!(json.contains("\"a\"") && serde_json::from_str::<Vec<Block>>(&json).unwrap() == body);
        for mark in ["> ", "> + ", "1. > "] {
            assert!(format!("{:?}", read(&(mark.repeat(20_000) + "end"))).contains("end"));
        }
    }
}
