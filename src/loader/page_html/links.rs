//! The page's own lists of other articles: related, latest, popular, events.

use dom_query::{Document, NodeId, NodeRef};

use super::address::Base;
use super::tree::{self, Step, Steps};
use crate::article::{LinkRole, Moment, PageLink};
use crate::loader::dates::{self, Order};
use crate::loader::page_text::lexicon::{self, Says};
use crate::loader::scripts;

/// Lists of a page, and links of a list; more is a page of links.
const LISTS: usize = 20;
const LINKS: usize = 50;
/// Levels above its heading up to which a list is looked for.
const LEVELS: usize = 4;
/// Words of the shortest headline.
const HEADLINE: usize = 3;
/// Bytes of the text around a link in which its date stands.
const CARD: usize = 400;
/// Roles whose lists have headings.
const ROLES: [LinkRole; 4] = [LinkRole::Related, LinkRole::Latest, LinkRole::Popular, LinkRole::Event];

/// The links below each heading that says which they are.
pub(super) fn read(page: &Document, base: &Base) -> Vec<PageLink> {
    let mut links = Vec::new();
    for (heading, role) in headings(page) {
        let container =
            heading.ancestors_it(Some(LEVELS)).find(|around| !anchors(*around, Some(heading.id)).is_empty());
        let Some(container) = container.filter(|around| !matches!(&*tree::name(around), "body" | "html"))
        else {
            continue;
        };
        for anchor in anchors(container, Some(heading.id)) {
            let title = tree::text(anchor);
            let url = tree::attribute(&anchor, "href").and_then(|href| base.resolve(&href));
            if let Some(url) = url.filter(|url| !url.starts_with("mailto:")) {
                add(&mut links, role, &title, date(anchor, container.id), Some(url));
            }
        }
    }
    links
}

/// The role of the list that a text opens.
pub(super) fn role(label: &str) -> Option<LinkRole> {
    let whole = lexicon::whole(label).iter().find_map(|says| match says {
        Says::Header(role) => Some(*role),
        _ => None,
    });
    let begins = || ROLES.into_iter().find(|role| lexicon::after(label, Says::Header(*role)).is_some());
    let alone = || (lexicon::after(label, Says::Inline) == Some("")).then_some(LinkRole::Related);
    whole.or_else(begins).or_else(alone)
}

/// Adds a link unless the list has it; a date that only one of both has is kept.
pub(super) fn add(
    links: &mut Vec<PageLink>,
    role: LinkRole,
    title: &str,
    published: Option<Moment>,
    url: Option<String>,
) {
    match links
        .iter_mut()
        .find(|link| link.url == url && (link.role == role || role == LinkRole::InlineRelated))
    {
        Some(link) => link.published = link.published.or(published),
        None => links.push(PageLink { role, title: title.to_owned(), published, url, article: None }),
    }
}

/// Headings, and what is set like one, that open a list.
fn headings(page: &Document) -> Vec<(NodeRef<'_>, LinkRole)> {
    let mut found = Vec::new();
    for step in Steps::new(page.html_root()) {
        let Step::Open(node) = step else { continue };
        let name = tree::name(&node);
        let is_heading = matches!(&*name, "h2" | "h3" | "h4" | "h5" | "h6" | "strong" | "summary")
            || matches!(&*name, "div" | "p" | "span") && node.element_children().is_empty();
        if !is_heading || found.len() >= LISTS {
            continue;
        }
        let text = tree::text(node);
        let whole = lexicon::whole(&text).iter().find_map(|says| match says {
            Says::Header(role) => Some(*role),
            _ => None,
        });
        found.extend(whole.map(|role| (node, role)));
    }
    found
}

/// Links with a headline's words below a heading, up to the next heading that opens a list.
fn anchors(container: NodeRef<'_>, after: Option<NodeId>) -> Vec<NodeRef<'_>> {
    let mut seen = after.is_none();
    let mut found = Vec::new();
    let mut steps = Steps::new(container);
    while let Some(step) = steps.next() {
        let Step::Open(node) = step else { continue };
        let name = tree::name(&node);
        if Some(node.id) == after {
            seen = true;
            steps.pass_over();
        } else if seen && matches!(&*name, "h2" | "h3" | "h4") && role(&tree::text(node)).is_some()
            || found.len() >= LINKS
        {
            break;
        } else if seen && &*name == "a" {
            steps.pass_over();
            if scripts::words(&tree::text(node)) >= HEADLINE {
                found.push(node);
            }
        }
    }
    found
}

/// The date in the card that a link stands in.
fn date(anchor: NodeRef<'_>, container: NodeId) -> Option<Moment> {
    for around in std::iter::once(anchor).chain(anchor.ancestors_it(Some(LEVELS))) {
        if around.id == container {
            break;
        }
        let text = tree::text(around);
        if text.len() > CARD {
            break;
        }
        let written = Steps::new(around).find_map(|step| match step {
            Step::Open(node) if &*tree::name(&node) == "time" => tree::attribute(&node, "datetime"),
            _ => None,
        });
        let moment = written.as_deref().and_then(dates::parse);
        if let Some(moment) =
            moment.or_else(|| dates::find(&text, Order::Unknown).first().map(|found| found.moment))
        {
            return Some(moment);
        }
    }
    None
}
