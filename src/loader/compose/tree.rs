//! Blocks that hold blocks: what is open while a file is read, and what becomes of it in the model.

use super::inline::append;
use crate::article::{Block, Item, Text};

/// Open blocks, at most; what is nested deeper is laid flat. A nested list is two (list and item).
/// JSON readers commonly stop at 128 levels, people much earlier.
const MAX_DEPTH: usize = 32;

/// A block that is open.
pub(in crate::loader) enum Container {
    Quote(Vec<Block>),
    List { ordered: bool, items: Vec<Item> },
    Item { item: Item, images: Vec<Block> },
    Footnote { label: String, blocks: Vec<Block> },
}

/// The open blocks, outermost first, and what is whole.
#[derive(Default)]
pub(in crate::loader) struct Tree {
    open: Vec<Container>,
    /// Blocks that are open in the source and were too deep to be opened here.
    deeper: usize,
    body: Vec<Block>,
    notes: Vec<Block>,
}

impl Tree {
    /// Opens a block, unless it is too deep; an entry of a list that is too deep follows the entry it is in.
    pub(in crate::loader) fn open(&mut self, container: Container) {
        let is_item = matches!(container, Container::Item { .. });
        if self.deeper == 0 && (is_item || self.open.len() < MAX_DEPTH) {
            self.open.push(container);
        } else if !is_item {
            self.deeper += 1;
        } else if matches!(self.open.last(), Some(Container::Item { .. })) {
            self.end();
            self.open.push(container);
        }
    }

    /// Whether an entry of a list may begin here.
    pub(in crate::loader) fn in_list(&self) -> bool {
        self.deeper > 0 || matches!(self.open.last(), Some(Container::List { .. }))
    }

    /// Ends an entry of a list.
    pub(in crate::loader) fn close_item(&mut self) {
        if self.deeper == 0 {
            self.end();
        }
    }

    /// Ends any other block.
    pub(in crate::loader) fn close(&mut self) {
        if self.deeper == 0 {
            self.end();
        } else {
            self.deeper -= 1;
        }
    }

    /// Adds a block to the innermost one that is open.
    pub(in crate::loader) fn put(&mut self, block: Block) {
        match self.open.last_mut() {
            None => self.body.push(block),
            Some(Container::Quote(blocks) | Container::Footnote { blocks, .. }) => blocks.push(block),
            Some(Container::Item { item, images }) => put_in_item(block, item, images),
            // Only items stand in a list: what stands beside them belongs to the one before.
            Some(Container::List { items, .. }) => {
                let mut images = Vec::new();
                if items.is_empty() {
                    items.push(Item::default());
                }
                if let Some(item) = items.last_mut() {
                    put_in_item(block, item, &mut images);
                }
                self.hoist(images);
            }
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Container::Quote(blocks)) => quoted(blocks).into_iter().for_each(|block| self.put(block)),
            Some(Container::List { ordered, items }) => self.put(Block::List { ordered, items }),
            Some(Container::Item { item, images }) => self.end_item(item, images),
            Some(Container::Footnote { label, mut blocks }) => {
                number(&label, &mut blocks);
                self.notes.append(&mut blocks);
            }
            None => {}
        }
    }

    /// The body, its footnotes at the end.
    pub(in crate::loader) fn finish(mut self) -> Vec<Block> {
        while !self.open.is_empty() {
            self.end();
        }
        self.body.append(&mut self.notes);
        self.body
    }

    fn end_item(&mut self, item: Item, images: Vec<Block>) {
        if let Some(Container::List { items, .. }) = self.open.last_mut() {
            items.push(item);
        }
        self.hoist(images);
    }

    /// The model's lists hold text alone: images come before the outermost list that holds them.
    fn hoist(&mut self, images: Vec<Block>) {
        let outer = self.open.iter_mut().rev().find(|open| !matches!(open, Container::List { .. }));
        match outer {
            Some(Container::Item { images: outer, .. }) => outer.extend(images),
            Some(Container::Quote(blocks) | Container::Footnote { blocks, .. }) => blocks.extend(images),
            _ => self.body.extend(images),
        }
    }
}

fn put_in_item(block: Block, item: &mut Item, images: &mut Vec<Block>) {
    let cells = |row: Vec<String>| Text::plain(row.join(" | "));
    match block {
        Block::Paragraph(text)
        | Block::Heading { text, .. }
        | Block::Quote(text)
        | Block::Caption(text)
        | Block::RelatedInline(text) => append(&mut item.text, text),
        Block::Code { text, .. } => append(&mut item.text, Text::plain(text)),
        Block::List { items, .. } => item.items.extend(items),
        Block::Table { header, rows } => {
            append(&mut item.text, cells(header));
            for row in rows {
                append(&mut item.text, cells(row));
            }
        }
        Block::Image { .. } => images.push(block),
        Block::Rule => {}
    }
}

/// Paragraphs become one quote; what is no running text stays what it is.
fn quoted(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        match (block, out.last_mut()) {
            (Block::Paragraph(text) | Block::Quote(text), Some(Block::Quote(quote))) => append(quote, text),
            (Block::Paragraph(text), _) => out.push(Block::Quote(text)),
            (block, _) => out.push(block),
        }
    }
    out
}

/// Puts the label of a footnote before its text.
fn number(label: &str, blocks: &mut [Block]) {
    if let Some(Block::Paragraph(text)) = blocks.first_mut() {
        let label = format!("[{label}] ");
        text.text.insert_str(0, &label);
        for span in &mut text.spans {
            span.start += label.len();
            span.end += label.len();
        }
    }
}
