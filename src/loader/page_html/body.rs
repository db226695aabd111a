//! Where the article is: `dom_smoothie` finds its element, and takes most of what does not belong to it away.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, ParsePolicy, Readability};

use super::tree::{self, Step, Steps};

/// The id that `dom_smoothie` gives to the element it finds.
const FOUND: &str = "readability-page-1";

/// Nodes of a page that is read at the first attempt or not at all.
const LARGE: usize = 100_000;

/// The page, cut down to its article.
pub(super) fn find(page: Document) -> Option<Document> {
    // classes name the languages of code; the page's data for machines was read before
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let large = page.tree.len() > LARGE;
    let mut reader = Readability::with_document(page, None, Some(config)).ok()?;
    // `parse` keeps a copy of the page for a second attempt, which a long one does not need and has no room for
    let found = if large { reader.parse_with_policy(ParsePolicy::Strict) } else { reader.parse() };
    found.ok()?;
    Some(reader.doc)
}

/// The element of the article, in a page that was cut down to it.
pub(super) fn root(page: &Document) -> Option<NodeRef<'_>> {
    Steps::new(page.html_root()).find_map(|step| match step {
        Step::Open(node) if tree::attribute(&node, "id").as_deref() == Some(FOUND) => Some(node),
        _ => None,
    })
}
