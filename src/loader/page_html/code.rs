//! Preformatted text → a block of code.

use dom_query::NodeRef;

use super::tree::{self, Step, Steps};
use crate::article::Block;

/// What stands before the name of a language in a class.
const PREFIXES: [&str; 4] = ["language-", "lang-", "highlight-source-", "brush:"];
/// Elements around the text whose classes may name the language.
const AROUND: usize = 3;

/// The text of a `pre`; `None` where it is empty, or the numbers of lines beside another.
pub(super) fn read(node: NodeRef<'_>) -> Option<Block> {
    let mut text = String::new();
    for step in Steps::new(node) {
        match step {
            Step::Text(part) => text.push_str(&part),
            Step::Open(node) if &*tree::name(&node) == "br" => text.push('\n'),
            _ => {}
        }
    }
    let text = text.trim_matches('\n').trim_end().to_owned();
    let is_gutter =
        text.contains('\n') && text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_whitespace());
    (!text.trim().is_empty() && !is_gutter).then(|| Block::Code { language: language(node), text })
}

/// The language as a class or attribute of the element, of the `code` in it, or of what is around them names it.
fn language(node: NodeRef<'_>) -> Option<String> {
    let inside = node.first_element_child().filter(|child| &*tree::name(child) == "code");
    inside.into_iter().chain([node]).chain(node.ancestors_it(Some(AROUND))).find_map(|node| named(&node))
}

fn named(node: &NodeRef<'_>) -> Option<String> {
    let direct = ["data-lang", "data-language"].iter().find_map(|name| tree::attribute(node, name));
    direct
        .or_else(|| {
            let class = tree::attribute(node, "class")?;
            let words: Vec<&str> = class.split_ascii_whitespace().collect();
            let prefixed = words.iter().enumerate().find_map(|(at, word)| {
                let prefix = PREFIXES.iter().find(|prefix| word.starts_with(**prefix))?;
                // "brush: rust" has a space
                Some(word[prefix.len()..].trim_end_matches(';'))
                    .filter(|name| !name.is_empty())
                    .or_else(|| words.get(at + 1).map(|next| next.trim_end_matches(';')))
            });
            let pandoc =
                words.first().filter(|first| **first == "sourceCode").and_then(|_| words.get(1)).copied();
            prefixed.or(pandoc).map(str::to_owned)
        })
        .filter(|name| !name.is_empty() && !matches!(name.as_str(), "text" | "none" | "plaintext" | "plain"))
}
