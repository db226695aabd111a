//! Text → a tree of elements, within bounds of time and memory.

use dom_query::{Document, NodeData, NodeRef};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{LocalName, ParseOpts, parse_document};

use super::element::Element;
use super::scan::Pieces;

/// The page has more parts than fit into the memory it may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany;

/// Parses a page; `limit` is the number of nodes it may have; an attribute counts as half of one, and a sign that has to
/// be escaped where the page is written out again as a sixteenth.
pub(super) fn parse(text: &str, limit: usize) -> Result<Document, TooMany> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let mut parser = parse_document(Document::default(), options);
    let mut pieces = Pieces::new(text);
    while let Some(piece) = pieces.next() {
        parser.process(StrTendril::from_slice(piece));
        let document = &parser.tokenizer.sink.sink;
        // it remembers every error, and a malformed page may have one for each byte
        document.errors.borrow_mut().clear();
        if document.tree.len() + pieces.attributes / 2 + pieces.signs / 16 > limit {
            return Err(TooMany);
        }
    }
    Ok(parser.finish())
}

/// Name of an element; empty for anything else.
pub(super) fn name(node: &NodeRef<'_>) -> LocalName {
    node.qual_name_ref().map_or_else(LocalName::default, |name| name.local.clone())
}

/// Value of an attribute, if it holds anything.
pub(super) fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    Element::attribute(node, name)
}

/// Whether the value of an attribute has one of these among its words; case does not count.
pub(super) fn has_word(node: &NodeRef<'_>, attribute: &str, words: &[&str]) -> bool {
    Element::has_word(node, attribute, words)
}

/// The text of an element with a space where a block or a line ends, white space folded.
pub(super) fn text(node: NodeRef<'_>) -> String {
    let mut out = String::new();
    let mut steps = Steps::new(node);
    while let Some(step) = steps.next() {
        match step {
            Step::Text(text) => push_folded(&mut out, &text),
            Step::Open(node) | Step::Close(node) => {
                let name = name(&node);
                if is_silent(&name) {
                    steps.pass_over();
                } else if !is_inline(&name) {
                    push_folded(&mut out, " ");
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The characters of an element as they are.
pub(super) fn raw_text(node: NodeRef<'_>) -> String {
    Steps::new(node).fold(String::new(), |mut out, step| {
        if let Step::Text(text) = step {
            out.push_str(&text);
        }
        out
    })
}

/// Adds text, each run of white space as one space, none at the beginning.
pub(super) fn push_folded(out: &mut String, text: &str) {
    for c in text.chars() {
        if !c.is_ascii_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// Elements that show nothing to read.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "head"
            | "iframe"
            | "embed"
            | "svg"
            | "math"
            | "button"
            | "select"
            | "input"
            | "textarea"
            | "audio"
            | "video"
            | "canvas"
            | "map"
            | "dialog"
            | "noscript"
    )
}

/// Elements that stand inside a line.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "ruby"
            | "rb"
            | "rp"
            | "rt"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "img"
            | "picture"
            | "source"
    ) || name.contains('-')
}

/// A step of a walk over a tree.
pub(super) enum Step<'a> {
    /// Into an element.
    Open(NodeRef<'a>),
    /// Out of it.
    Close(NodeRef<'a>),
    /// A text.
    Text(StrTendril),
}

/// Walks over an element and all it holds, without recursion.
pub(super) struct Steps<'a> {
    root: NodeRef<'a>,
    next: Place<'a>,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Before(NodeRef<'a>),
    Inside(NodeRef<'a>),
    After(NodeRef<'a>),
}

impl<'a> Steps<'a> {
    pub(super) fn new(root: NodeRef<'a>) -> Self {
        Self { root, next: Place::Before(root) }
    }

    /// Passes over what the element that was just opened holds; it is not closed either.
    pub(super) fn pass_over(&mut self) {
        if let Place::Inside(node) = self.next {
            self.next = Place::After(node);
        }
    }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        loop {
            match self.next {
                Place::Before(node) if node.is_element() => {
                    self.next = Place::Inside(node);
                    return Some(Step::Open(node));
                }
                Place::Before(node) => {
                    self.next = Place::After(node);
                    if let Some(Some(text)) = node.query(|node| match &node.data {
                        NodeData::Text { contents } => Some(contents.clone()),
                        _ => None,
                    }) {
                        return Some(Step::Text(text));
                    }
                }
                Place::Inside(node) => {
                    let Some(child) = node.first_child() else {
                        self.next = Place::After(node);
                        return Some(Step::Close(node));
                    };
                    self.next = Place::Before(child);
                }
                Place::After(node) if node.id == self.root.id => return None,
                Place::After(node) => {
                    let Some(sibling) = node.next_sibling() else {
                        let parent = node.parent()?;
                        self.next = Place::After(parent);
                        return Some(Step::Close(parent));
                    };
                    self.next = Place::Before(sibling);
                }
            }
        }
    }
}
