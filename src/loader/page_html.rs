//! An HTML page → the article on it. The page is parsed within bounds, what it says of itself is read by order of
//! trust, `dom_smoothie` finds the element that holds the text, and our own walk makes blocks of it.

use dom_query::Document;

use super::compose::offers;
use super::dates::Votes;
use super::habits::Known;
use crate::article::{Article, Block};
pub(super) use address::Base;
pub use offered::{Offer, listed, offered};

mod address;
mod body;
mod code;
mod element;
mod facts;
mod furniture;
mod image;
mod links;
mod offered;
mod scan;
mod straight;
mod table;
mod tree;
mod walk;

/// Nodes that a page may have beside those its length allows: 64 MiB hold them twice, with their attributes.
const NODES: usize = 250_000;
/// Bytes of a page for each node more.
const BYTES_PER_NODE: usize = 40;
/// Nodes that none may have, however long it is: with a million their table doubles, and is held twice meanwhile.
const MOST_NODES: usize = 1_000_000;

/// Why a page holds no article that could be read; ends with the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoArticle {
    #[error("it has more elements than fit into memory; save the article alone, or its text as .txt")]
    TooMany,
    #[error("no article was found on the page; save a page that shows one, or its text as .txt")]
    NoText,
}

/// A page read.
#[derive(Debug)]
pub(super) struct Page {
    /// The article, not yet sanitized.
    pub(super) article: Article,
    /// What its dates say of the order of day and month.
    pub(super) votes: Votes,
}

/// Reads a page; `address` is where it was fetched from, `name` its headline where it says none itself.
pub(super) fn parse(
    text: &str,
    address: Option<&str>,
    known: &Known<'_>,
    name: impl FnOnce() -> String,
) -> Result<Page, NoArticle> {
    let page = tree::parse(text, most_nodes(text)).map_err(|tree::TooMany| NoArticle::TooMany)?;
    let facts::Read { mut article, base, votes } = facts::read(&page, address, known);
    article.links = links::read(&page, &base);
    article.body = body::find(page).map(|page| blocks(&page, &base)).unwrap_or_default();
    if article.title.is_empty() {
        article.title = name();
    }
    offers::take(&mut article);
    furniture::clear(&mut article);
    if !article.body.iter().any(says_something) {
        return Err(NoArticle::NoText);
    }
    Ok(Page { article, votes })
}

/// The blocks of a piece of HTML that is a text already; `None` where it has more elements than fit into memory.
pub(super) fn fragment(text: &str, base: &Base) -> Option<Vec<Block>> {
    straight::blocks(text, base).or_else(|| tree_blocks(text, base))
}

fn tree_blocks(text: &str, base: &Base) -> Option<Vec<Block>> {
    let page = tree::parse(text, most_nodes(text)).ok()?;
    Some(walk::blocks(page.html_root(), base))
}

fn most_nodes(text: &str) -> usize {
    (NODES + text.len() / BYTES_PER_NODE).min(MOST_NODES)
}

fn blocks(page: &Document, base: &address::Base) -> Vec<Block> {
    body::root(page).map(|root| walk::blocks(root, base)).unwrap_or_default()
}

fn says_something(block: &Block) -> bool {
    !matches!(block, Block::Image { .. } | Block::Rule)
}

#[cfg(test)]
mod tests;
