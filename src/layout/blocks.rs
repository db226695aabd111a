//! Article → parts: what each kind of block becomes, before any width is known.

use crate::article::{Article, Block, Item, LinkRole, Span, SpanStyle, Text};

use super::attached::attached;
use super::flow::{Flow, Prefix};
use super::head::{self, HeadLines};
use super::measure::width;
use super::paragraph::Paragraph;
use super::table::Table;
use super::wrap::Fit;
use super::{Anchor, Part, PartKind, PassageKind, Prepared, Run, RunStyle, Spot};

/// Optimal fit takes about a millisecond for 1,000 words, a hundred times what first fit takes. A paragraph of more
/// words than this, and all that comes after [`ARTICLE_WORDS`], is wrapped first-fit: the cost of a resize stays bounded.
const PARAGRAPH_WORDS: usize = 2_000;
/// See [`PARAGRAPH_WORDS`].
const ARTICLE_WORDS: usize = 20_000;

/// What stands before each line of code.
const CODE_INDENT: &str = "  ";
/// Columns between two tab stops in code.
const TAB_STOP: usize = 4;

/// Collects the parts of an article.
#[derive(Default)]
pub(super) struct Builder {
    prepared: Prepared,
    /// Words that are wrapped so far.
    words: usize,
    /// The place behind all that was added.
    here: Anchor,
    /// A blank line that is due before the next part.
    blank: Option<Anchor>,
}

/// See [`super::prepare`].
pub(super) fn prepare(article: &Article, lines: &HeadLines) -> Prepared {
    let mut builder = Builder::default();
    head::head(article, lines, &mut builder);
    let mut last = None;
    for block in &article.body {
        builder.begin(last.is_none_or(|last| !belongs_to(block, last)));
        let before = builder.prepared.parts.len();
        builder.block(block, article);
        if builder.prepared.parts.len() > before {
            last = Some(block);
        }
    }
    for (at, enclosure) in article.enclosures.iter().enumerate() {
        builder.begin(at == 0);
        builder.flows(&attached(enclosure), RunStyle::Plain, PassageKind::Beside, &Prefix::default());
    }
    if let Some(copyright) = &article.copyright {
        builder.begin(true);
        builder.flows(&Text::plain(copyright), RunStyle::Dim, PassageKind::Beside, &Prefix::default());
    }
    builder.prepared
}

/// Whether a block follows the one above without a blank line: a heading is next to its text, a caption to its image.
fn belongs_to(block: &Block, above: &Block) -> bool {
    match above {
        Block::Heading { .. } => !matches!(block, Block::Heading { .. }),
        Block::Image { .. } => matches!(block, Block::Caption(_)),
        _ => false,
    }
}

impl Builder {
    fn begin(&mut self, apart: bool) {
        self.blank = None;
        if apart {
            self.blank();
        }
        self.here = Anchor { block: self.here.block + 1, offset: 0 };
    }

    /// A blank line before the next part, if there is one and it is not the first.
    pub(super) fn blank(&mut self) {
        if !self.prepared.parts.is_empty() {
            self.blank = Some(self.here);
            self.here.offset += 1;
        }
    }

    /// The start of a new passage.
    fn passage(&mut self, kind: PassageKind) -> Spot {
        self.prepared.passages.push(kind);
        Spot { passage: self.prepared.passages.len() as u32 - 1, byte: 0 }
    }

    /// Adds a part that begins `offset` characters into the block and takes `length` of them.
    fn push(&mut self, kind: PartKind, offset: u32, length: u32) {
        if let Some(anchor) = self.blank.take() {
            self.prepared.parts.push(Part { anchor, kind: PartKind::Blank });
        }
        self.prepared.parts.push(Part { anchor: Anchor { offset, ..self.here }, kind });
        self.here.offset = offset + length + 1;
    }

    /// Adds a text, broken into paragraphs by its own line breaks; nothing for a blank one.
    pub(super) fn flows(&mut self, text: &Text, style: RunStyle, kind: PassageKind, prefix: &Prefix) {
        let start = self.here.offset;
        let mut spot = self.passage(kind);
        let mut prefix = prefix.clone();
        for (at, (offset, mut paragraph)) in
            Paragraph::of_text(text, style, fit_of(style), &mut self.prepared.links).into_iter().enumerate()
        {
            paragraph.spot = spot;
            spot.byte += paragraph.text().len() + 1;
            self.words += paragraph.words.len();
            if paragraph.words.len() > PARAGRAPH_WORDS || self.words > ARTICLE_WORDS {
                paragraph.fit = Fit::First;
            }
            let heading = style == RunStyle::Heading && at == 0;
            let flow = Flow { paragraph, prefix: prefix.clone(), heading };
            self.push(PartKind::Flow(flow), start + offset, 0);
            prefix = prefix.continued();
        }
        self.here.offset = start + text.text.chars().count() as u32 + 1;
    }

    fn block(&mut self, block: &Block, article: &Article) {
        let none = Prefix::default();
        let searched = PassageKind::Text;
        match block {
            Block::Paragraph(text) => self.flows(text, RunStyle::Plain, searched, &none),
            Block::Heading { text, .. } => self.flows(text, RunStyle::Heading, searched, &none),
            Block::List { ordered, items } => self.list(items, *ordered, 0),
            Block::Quote(text) => self.flows(text, RunStyle::Quote, searched, &Prefix::gutter("│ ")),
            Block::Code { text, .. } => self.code(text),
            Block::Table { header, rows } => self.table(header, rows),
            Block::Image { alt, url } => self.flows(&image(alt, url), RunStyle::Dim, searched, &none),
            Block::Caption(text) => self.flows(text, RunStyle::Dim, searched, &none),
            Block::Rule => self.push(PartKind::Rule, self.here.offset, 1),
            Block::RelatedInline(text) => {
                let text = related(text, article);
                self.flows(&text, RunStyle::Link, PassageKind::Beside, &Prefix::marker("→ "));
            }
        }
    }

    /// Numbers are right-aligned. Nested entries get bullets: the model does not say whether they are numbered.
    fn list(&mut self, items: &[Item], ordered: bool, indent: usize) {
        let digits = items.len().to_string().len();
        for (at, item) in items.iter().enumerate() {
            let marker = if ordered { format!("{:>digits$}. ", at + 1) } else { "• ".to_owned() };
            let nested = indent + width(&marker);
            let prefix = Prefix { indent, marker, repeat: false };
            self.flows(&item.text, RunStyle::Plain, PassageKind::Text, &prefix);
            self.list(&item.items, false, nested);
        }
    }

    fn code(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let mut spot = self.passage(PassageKind::Text);
        for line in text.trim_end().trim_start_matches('\n').split('\n') {
            let shown = tabs_expanded(line);
            let next = Spot { byte: spot.byte + shown.len() + 1, ..spot };
            let code = Run { spot: Some(spot), ..Run::new(shown, RunStyle::Code) };
            let mut runs = vec![Run::new(CODE_INDENT, RunStyle::Code), code];
            runs.retain(|run| !run.text.is_empty());
            self.push(PartKind::Code(runs), self.here.offset, line.chars().count() as u32);
            spot = next;
        }
    }

    fn table(&mut self, header: &[String], rows: &[Vec<String>]) {
        if let Some(table) = Table::new(header, rows, &mut || self.passage(PassageKind::Text)) {
            let length = table.length();
            self.push(PartKind::Table(table), self.here.offset, length);
        }
    }
}

/// Headlines and headings are balanced, prose is set as evenly as can be.
fn fit_of(style: RunStyle) -> Fit {
    match style {
        RunStyle::Headline | RunStyle::Heading => Fit::Balanced,
        _ => Fit::Optimal,
    }
}

/// "[image: what it shows]", a link to the image.
fn image(alt: &str, url: &str) -> Text {
    let text = if alt.trim().is_empty() { "[image]".to_owned() } else { format!("[image: {alt}]") };
    linked(text, url)
}

/// The text, as a link to where the page's own link of that title leads, unless it brings a link itself.
fn related(text: &Text, article: &Article) -> Text {
    let url = article
        .links
        .iter()
        .filter(|link| link.role == LinkRole::InlineRelated && !link.title.is_empty())
        .find(|link| text.text.ends_with(&link.title))
        .and_then(|link| link.url.as_deref());
    match url {
        Some(url) if text.spans.is_empty() => linked(text.text.clone(), url),
        _ => text.clone(),
    }
}

fn linked(text: String, url: &str) -> Text {
    let span = Span { start: 0, end: text.len(), style: SpanStyle::Link, url: Some(url.to_owned()) };
    Text { text, spans: vec![span] }
}

fn tabs_expanded(line: &str) -> String {
    let mut expanded = String::with_capacity(line.len());
    let mut column = 0;
    for (at, piece) in line.trim_end().split('\t').enumerate() {
        if at > 0 {
            let spaces = TAB_STOP - column % TAB_STOP;
            expanded.extend(std::iter::repeat_n(' ', spaces));
            column += spaces;
        }
        expanded.push_str(piece);
        column += width(piece);
    }
    expanded
}
