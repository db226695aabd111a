//! Blocks under construction: what every reader of markup puts its text into.

mod inline;
pub(super) mod offers;
mod tree;

pub(super) use inline::Inline;
pub(super) use tree::{Container, Tree};
