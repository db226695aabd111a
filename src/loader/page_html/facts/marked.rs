//! Microdata (schema.org words as `itemprop`), wherever it stands in the page.

use dom_query::{Document, NodeRef};

use super::{Facts, dates, plain};
use crate::loader::page_html::tree::{self, Step, Steps};

/// What the marks on the page say. Marks inside a comment or a teaser say nothing of the page.
pub(super) fn read(page: &Document) -> Facts {
    let mut facts = Facts::default();
    let mut steps = Steps::new(page.html_root());
    while let Some(step) = steps.next() {
        let Step::Open(node) = step else { continue };
        if is_about_another(&node) {
            steps.pass_over();
            continue;
        }
        let Some(names) = tree::attribute(&node, "itemprop") else { continue };
        for name in names.split_ascii_whitespace() {
            say(&mut facts, name, node);
        }
    }
    facts
}

/// A comment, a review, a teaser: things of their own.
fn is_about_another(node: &NodeRef<'_>) -> bool {
    let property = [
        "comment",
        "review",
        "reviews",
        "hasPart",
        "itemListElement",
        "relatedLink",
        "isPartOf",
        "aggregateRating",
    ];
    let kind = tree::attribute(node, "itemtype").unwrap_or_default();
    tree::has_word(node, "itemprop", &property)
        || ["/Comment", "/UserComments", "/Person"]
            .iter()
            .any(|end| kind.ends_with(end) && !tree::has_word(node, "itemprop", &["author", "creator"]))
}

fn say(facts: &mut Facts, name: &str, node: NodeRef<'_>) {
    match name {
        "headline" => facts.headline = facts.headline.take().or_else(|| value(node)),
        "alternativeHeadline" => facts.subtitle = facts.subtitle.take().or_else(|| value(node)),
        "author" | "creator" => {
            let name = person(node).filter(|name| !facts.authors.contains(name));
            facts.authors.extend(name);
        }
        "datePublished" => facts.published = facts.published.or_else(|| date(node)),
        "dateModified" => facts.updated = facts.updated.or_else(|| date(node)),
        "articleSection" => {
            let name = value(node).filter(|name| !facts.sections.contains(name));
            facts.sections.extend(name);
        }
        "inLanguage" => facts.language = facts.language.take().or_else(|| super::language(&value(node)?)),
        "commentCount" => facts.comments = facts.comments.or_else(|| value(node)?.parse().ok()),
        "copyrightHolder" => facts.copyright = facts.copyright.take().or_else(|| person(node)),
        _ => {}
    }
}

fn value(node: NodeRef<'_>) -> Option<String> {
    tree::attribute(&node, "content")
        .and_then(|text| plain(&text))
        .or_else(|| Some(tree::text(node)).filter(|text| !text.is_empty()))
}

fn date(node: NodeRef<'_>) -> Option<crate::article::Moment> {
    let written = tree::attribute(&node, "content").or_else(|| tree::attribute(&node, "datetime"));
    written.as_deref().and_then(dates::read).or_else(|| dates::read(&tree::text(node)))
}

/// The `name` inside, else the text.
fn person(node: NodeRef<'_>) -> Option<String> {
    let mut inside = Steps::new(node).filter_map(|step| match step {
        Step::Open(node) if tree::has_word(&node, "itemprop", &["name"]) => value(node),
        _ => None,
    });
    inside.next().or_else(|| value(node))
}
