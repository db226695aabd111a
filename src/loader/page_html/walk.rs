//! Elements, in the order in which they begin and end → blocks.

use dom_query::NodeRef;

use super::address::Base;
use super::element::Element;
use super::image;
use super::tree::{self, Step, Steps};
use crate::article::{Block, Item, SpanStyle, Text};
use crate::loader::compose::{Container, Inline, Tree};

/// Characters of the longest caption.
const CAPTION: usize = 600;

/// The blocks that an element holds; addresses are made whole.
pub(super) fn blocks(root: NodeRef<'_>, base: &Base) -> Vec<Block> {
    let mut walker = Walker::new(base);
    let mut steps = Steps::new(root);
    while let Some(step) = steps.next() {
        match step {
            Step::Text(text) => walker.text(&text),
            Step::Open(node) => {
                if !walker.open(&node) {
                    steps.pass_over();
                }
            }
            Step::Close(node) => walker.close(&node),
        }
    }
    walker.finish()
}

/// Text that becomes something else than a paragraph.
#[derive(Clone, Copy)]
enum Mode {
    Heading(u8),
    Caption,
}

/// Hears of elements and texts, and makes blocks of them. Elements are known by what the reader calls them.
pub(super) struct Walker<'b, Id> {
    base: &'b Base,
    tree: Tree,
    inline: Inline,
    /// What the running text is marked with, outermost first: marks go on over the ends of blocks.
    styles: Vec<(Id, SpanStyle, Option<String>)>,
    /// Images of the running text; they follow it.
    images: Vec<Block>,
    /// The heading or caption that is open.
    mode: Option<(Id, Mode)>,
    /// The entries of lists that are open.
    items: Vec<Id>,
}

impl<'b, Id: Copy + PartialEq> Walker<'b, Id> {
    pub(super) fn new(base: &'b Base) -> Self {
        Self {
            base,
            tree: Tree::default(),
            inline: Inline::default(),
            styles: Vec::new(),
            images: Vec::new(),
            mode: None,
            items: Vec::new(),
        }
    }

    /// Text, in which a run of white space is one space.
    pub(super) fn text(&mut self, text: &str) {
        self.inline.flow(text);
    }

    /// All blocks.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.flush();
        self.tree.finish()
    }

    /// Goes into an element; whether to look at what it holds. One that is not looked into is not closed.
    pub(super) fn open(&mut self, node: &impl Element<Id = Id>) -> bool {
        let name = node.name();
        if tree::is_silent(&name) || is_hidden(node) {
            return false;
        }
        match &*name {
            "br" => self.inline.push(if self.mode.is_some() { " " } else { "\n" }),
            "img" => self.image(node),
            "q" => self.inline.push("“"),
            name if tree::is_inline(name) => self.mark(node, name),
            _ if self.mode.is_some() => self.inline.flow(" "),
            name => return self.open_block(node, name),
        }
        true
    }

    fn open_block(&mut self, node: &impl Element<Id = Id>, name: &str) -> bool {
        self.flush();
        match name {
            "hr" => self.tree.put(Block::Rule),
            "pre" | "listing" => {
                if let Some(code) = node.code() {
                    self.tree.put(code);
                }
                return false;
            }
            "table" => {
                if let Some(table) = node.table() {
                    self.tree.put(table);
                    return false;
                }
            }
            "blockquote" => self.tree.open(Container::Quote(Vec::new())),
            "ul" | "ol" | "menu" | "dir" => {
                self.tree.open(Container::List { ordered: name == "ol", items: Vec::new() });
            }
            "li" if self.tree.in_list() => {
                self.tree.open(Container::Item { item: Item::default(), images: Vec::new() });
                self.items.push(node.id());
            }
            "dt" => self.begin(node, SpanStyle::Strong, None),
            _ => self.mode = mode(node, name).map(|mode| (node.id(), mode)),
        }
        true
    }

    /// Goes out of an element.
    pub(super) fn close(&mut self, node: &impl Element<Id = Id>) {
        let (name, this) = (node.name(), node.id());
        if &*name == "q" {
            self.inline.push("”");
        }
        if let Some((_, mode)) = self.mode.take_if(|(id, _)| *id == this) {
            self.end_mode(mode);
        } else if !tree::is_inline(&name) && self.mode.is_none() && &*name != "br" {
            self.flush();
        }
        self.styles.pop_if(|(id, ..)| *id == this).inspect(|_| self.inline.close());
        match &*name {
            "blockquote" | "ul" | "ol" | "menu" | "dir" if self.mode.is_none() => self.tree.close(),
            "li" if self.items.pop_if(|id| *id == this).is_some() => self.tree.close_item(),
            _ => {}
        }
    }

    /// Marks what follows, where the element does that.
    fn mark(&mut self, node: &impl Element<Id = Id>, name: &str) {
        let style = match name {
            "em" | "i" | "cite" | "dfn" | "var" => SpanStyle::Emphasis,
            "strong" | "b" => SpanStyle::Strong,
            "code" | "kbd" | "samp" | "tt" => SpanStyle::Code,
            "a" => {
                let address = node.attribute("href").and_then(|href| self.base.resolve(&href));
                if address.is_some() {
                    self.begin(node, SpanStyle::Link, address);
                }
                return;
            }
            _ => return,
        };
        self.begin(node, style, None);
    }

    fn begin(&mut self, node: &impl Element<Id = Id>, style: SpanStyle, url: Option<String>) {
        self.inline.open(style, url.clone());
        self.styles.push((node.id(), style, url));
    }

    fn image(&mut self, node: &impl Element<Id = Id>) {
        match image::read(node, self.base) {
            Some(image::Image::Word(word)) => self.inline.push(&word),
            Some(image::Image::Block(image)) if self.images.last() != Some(&image) => {
                self.inline.drop_space();
                self.images.push(image);
            }
            _ => {}
        }
    }

    /// Ends the running text, if there is some; its marks go on.
    fn flush(&mut self) {
        let text = self.take();
        if !text.text.is_empty() {
            self.tree.put(Block::Paragraph(text));
        }
        self.put_images();
    }

    fn end_mode(&mut self, mode: Mode) {
        let text = self.take();
        // the picture comes before the words about it
        self.put_images();
        if !text.text.is_empty() {
            self.tree.put(match mode {
                Mode::Heading(level) => Block::Heading { level, text },
                Mode::Caption if text.text.chars().count() <= CAPTION => Block::Caption(text),
                Mode::Caption => Block::Paragraph(text),
            });
        }
    }

    fn take(&mut self) -> Text {
        let text = self.inline.take();
        for (_, style, url) in &self.styles {
            self.inline.open(*style, url.clone());
        }
        text
    }

    fn put_images(&mut self) {
        for image in self.images.drain(..) {
            self.tree.put(image);
        }
    }
}

/// What the text of this element becomes.
fn mode(node: &impl Element, name: &str) -> Option<Mode> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(Mode::Heading((level - b'0').max(2))),
        b"figcaption" | b"caption" => Some(Mode::Caption),
        b"p" | b"div" if node.has_word("class", &CAPTIONS) => Some(Mode::Caption),
        _ => None,
    }
}

/// Classes that common systems give to the words below a picture.
const CAPTIONS: [&str; 5] = ["caption", "wp-caption-text", "image-caption", "img-caption", "photo-caption"];

/// Whether the page hides the element from everybody.
fn is_hidden(node: &impl Element) -> bool {
    node.any_attribute(|name, value| match name {
        "hidden" => true,
        "style" => {
            let style: String = value.chars().filter(|c| !c.is_whitespace()).collect();
            style.to_ascii_lowercase().contains("display:none")
        }
        _ => false,
    })
}
