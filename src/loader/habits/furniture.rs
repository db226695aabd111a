//! What recurs on many pages, taken out of a text that is already cut into blocks.

use super::Known;
use crate::article::{Block, Item};
use crate::loader::finish;
use crate::loader::scripts;

/// Words of the shortest text that is taken out: shorter ones may be subheads that such pieces always have.
const TELLING: usize = 4;

/// The texts of the blocks that may be furniture.
pub(in crate::loader) fn texts(body: &[Block]) -> impl Iterator<Item = &str> {
    finish::texts(body).into_iter().map(|text| text.text.trim())
}

/// Takes out of the text what stands on many pages, unless nothing else would be left of it.
pub(in crate::loader) fn clear(body: &mut Vec<Block>, known: &Known<'_>) {
    let first = body.iter().position(says_something);
    let goes = body.iter().enumerate().map(|(at, block)| recurs(block, known, Some(at) == first));
    let goes: Vec<bool> = goes.collect();
    if body.iter().zip(&goes).any(|(block, goes)| says_something(block) && !goes) {
        let mut goes = goes.into_iter();
        body.retain(|_| !goes.next().unwrap_or_default());
    }
}

fn says_something(block: &Block) -> bool {
    !matches!(block, Block::Image { .. } | Block::Rule)
}

fn recurs(block: &Block, known: &Known<'_>, opens: bool) -> bool {
    match block {
        Block::Paragraph(text) | Block::Quote(text) | Block::Caption(text) | Block::Heading { text, .. } => {
            is_known(&text.text, known, opens)
        }
        Block::List { items, .. } => items.iter().all(|item| item_recurs(item, known)),
        _ => false,
    }
}

fn item_recurs(item: &Item, known: &Known<'_>) -> bool {
    is_known(&item.text.text, known, false) && item.items.iter().all(|item| item_recurs(item, known))
}

fn is_known(text: &str, known: &Known<'_>, opens: bool) -> bool {
    known.recurs(text.trim(), opens) && scripts::words(text) >= TELLING
}
