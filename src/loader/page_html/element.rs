//! An element of markup, whoever read it: a node of a tree, or a tag.

use std::ops::Deref;

use dom_query::{NodeId, NodeRef};

use super::{code, table, tree};
use crate::article::Block;

/// What is asked of an element to make blocks of what it holds.
pub(super) trait Element {
    /// What tells it from the others.
    type Id: Copy + PartialEq;

    fn id(&self) -> Self::Id;

    /// Its name in lower case; empty for what is none.
    fn name(&self) -> impl Deref<Target = str>;

    /// Whether this is true of one of its attributes, given by name and value.
    fn any_attribute(&self, is: impl FnMut(&str, &str) -> bool) -> bool;

    /// Value of an attribute without the white space around, if it holds anything.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut found = None;
        self.any_attribute(|given, value| {
            let is = given == name;
            found = is.then(|| value.trim().to_owned());
            is
        });
        found.filter(|value| !value.is_empty())
    }

    /// Whether the value of an attribute has one of these among its words; case does not count.
    fn has_word(&self, attribute: &str, words: &[&str]) -> bool {
        let among = |word: &str| words.iter().any(|wanted| wanted.eq_ignore_ascii_case(word));
        self.any_attribute(|name, value| name == attribute && value.split_ascii_whitespace().any(among))
    }

    /// The block of code that it is.
    fn code(&self) -> Option<Block>;

    /// The table of data that it is.
    fn table(&self) -> Option<Block>;
}

impl Element for NodeRef<'_> {
    type Id = NodeId;

    fn id(&self) -> NodeId {
        self.id
    }

    fn name(&self) -> impl Deref<Target = str> {
        tree::name(self)
    }

    fn any_attribute(&self, mut is: impl FnMut(&str, &str) -> bool) -> bool {
        let element = self.element_ref();
        let mut attributes = element.iter().flat_map(|element| &element.attrs);
        attributes.any(|attribute| is(&attribute.name.local, &attribute.value))
    }

    fn code(&self) -> Option<Block> {
        code::read(*self)
    }

    fn table(&self) -> Option<Block> {
        table::read(*self)
    }
}
