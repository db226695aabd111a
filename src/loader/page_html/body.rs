//! Where the article is: `dom_smoothie` finds its element, and takes most of what does not belong to it away.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, ParsePolicy, Readability};

use super::tree::{self, Step, Steps};
use crate::loader::scripts;

/// The id that `dom_smoothie` gives to the element it finds.
const FOUND: &str = "readability-page-1";

/// Words of running text.
const PROSE: usize = 25;
/// Levels above running text up to which boxes are looked for.
const LEVELS: usize = 8;
/// Parts of names that count against an element (as in Mozilla's Readability), though builders of pages name so whatever
/// they put together, the text of the article included.
const BOXES: [&str; 3] = ["widget", "media", "scroll"];

/// Nodes of a page that is read at the first attempt or not at all.
const LARGE: usize = 100_000;

/// The page, cut down to its article.
pub(super) fn find(page: Document) -> Option<Document> {
    // classes name the languages of code; the page's data for machines was read before
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let large = page.tree.len() > LARGE;
    unname_boxes(&page);
    let mut reader = Readability::with_document(page, None, Some(config)).ok()?;
    // `parse` keeps a copy of the page for a second attempt, which a long one does not need and has no room for
    let found = if large { reader.parse_with_policy(ParsePolicy::Strict) } else { reader.parse() };
    found.ok()?;
    Some(reader.doc)
}

/// Takes the names off boxes that hold running text, where `dom_smoothie` would throw them away for nothing but these.
fn unname_boxes(page: &Document) {
    for step in Steps::new(page.html_root()) {
        let Step::Open(node) = step else { continue };
        if &*tree::name(&node) == "p" && scripts::words(&tree::text(node)) >= PROSE {
            for around in node.ancestors(Some(LEVELS)).into_iter().filter(is_box) {
                around.remove_attr("class");
                around.remove_attr("id");
            }
        }
    }
}

fn is_box(node: &NodeRef<'_>) -> bool {
    let has = |name: &str| {
        tree::attribute(node, name).is_some_and(|names| {
            let names = names.to_ascii_lowercase();
            BOXES.iter().any(|word| names.contains(word))
        })
    };
    has("class") || has("id")
}

/// The element of the article, in a page that was cut down to it.
pub(super) fn root(page: &Document) -> Option<NodeRef<'_>> {
    Steps::new(page.html_root()).find_map(|step| match step {
        Step::Open(node) if tree::attribute(&node, "id").as_deref() == Some(FOUND) => Some(node),
        _ => None,
    })
}
