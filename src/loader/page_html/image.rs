//! Images, and what stands for them.

use super::address::Base;
use super::element::Element;
use crate::article::Block;

/// Pixels of a side up to which it is a symbol, not a picture.
const SYMBOL: u32 = 48;
/// Where scripts that load images late keep the address.
const LATE: [&str; 5] = ["data-src", "data-lazy-src", "data-original", "data-srcset", "data-lazy-srcset"];

/// What an `img` stands for.
pub(super) enum Image {
    /// A picture.
    Block(Block),
    /// A character drawn as a picture.
    Word(String),
}

/// `None` where it shows nothing: a symbol, a counter of visits.
pub(super) fn read(node: &impl Element, base: &Base) -> Option<Image> {
    let alt = node.attribute("alt").unwrap_or_default();
    let is_character = !alt.is_empty() && alt.chars().count() <= 8 && !alt.chars().any(char::is_alphanumeric);
    if is_character {
        return Some(Image::Word(alt));
    }
    let side = |name| node.attribute(name).and_then(|size| size.trim_end_matches("px").parse::<u32>().ok());
    let is_symbol =
        side("width").is_some_and(|size| size <= SYMBOL) || side("height").is_some_and(|size| size <= SYMBOL);
    if is_symbol {
        return None;
    }
    let url = base.resolve(&source(node)?)?;
    Some(Image::Block(Block::Image { alt, url }))
}

fn source(node: &impl Element) -> Option<String> {
    let real = |address: &String| !address.starts_with("data:");
    let one = |name: &str| node.attribute(name).filter(real);
    one("src")
        .or_else(|| LATE.iter().find_map(|name| one(name)).or_else(|| one("srcset")).map(|set| first(&set)))
}

/// The first address of a set of them: "a.jpg 1x, b.jpg 2x".
fn first(set: &str) -> String {
    let address = set.split_ascii_whitespace().next().unwrap_or_default();
    address.trim_end_matches(',').to_owned()
}
