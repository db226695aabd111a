//! Whether an article fits, by plain analysis of the article: what every faster way has to agree with.

use std::cell::OnceCell;

use super::{Field, Node, Phrase, Query, State};
use crate::library::Held;
use crate::library::analyse::{self, Token};

impl Query {
    /// Whether the article fits.
    pub fn fits(&self, held: &Held) -> bool {
        Reading { held, passages: OnceCell::new() }.fits(&self.root)
    }
}

/// An article with its tokens, made when a part of the query first asks for them.
struct Reading<'a> {
    held: &'a Held,
    passages: OnceCell<Vec<Vec<Token<'a>>>>,
}

/// Parts of a query from cheap to dear: the dear ones are asked last.
const COSTS: [u8; 3] = [0, 1, 2];

impl Node {
    fn cost(&self) -> u8 {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().map(Self::cost).max().unwrap_or(0),
            Self::Not(part) => part.cost(),
            Self::Regex(_) => 2,
            Self::Text(_) => 1,
            _ => 0,
        }
    }
}

fn by_cost(parts: &[Node]) -> impl Iterator<Item = &Node> {
    COSTS.into_iter().flat_map(|cost| parts.iter().filter(move |part| part.cost() == cost))
}

impl<'a> Reading<'a> {
    fn fits(&self, node: &Node) -> bool {
        let article = &self.held.article;
        match node {
            Node::And(parts) => by_cost(parts).all(|part| self.fits(part)),
            Node::Or(parts) => by_cost(parts).any(|part| self.fits(part)),
            Node::Not(part) => !self.fits(part),
            Node::Text(phrase) => self.passages().iter().any(|tokens| phrase.is_in(tokens)),
            Node::Field(field, phrase) => self.names(*field, phrase),
            Node::Language(code) => {
                let primary = |language: &str| language.split(['-', '_']).next().map(str::to_ascii_lowercase);
                article.language.as_deref().and_then(primary).is_some_and(|primary| primary == *code)
            }
            Node::State(State::Unread) => !self.held.read,
            Node::State(State::Read) => self.held.read,
            Node::State(State::Starred) => self.held.starred,
            Node::Story(story) => self.held.story_id == Some(*story),
            Node::Time(when) => when.contains(self.held.key.time),
            Node::Regex(pattern) => {
                analyse::passages(article).into_iter().any(|passage| pattern.regex.is_match(passage))
            }
        }
    }

    fn passages(&self) -> &[Vec<Token<'a>>] {
        let tokens = || {
            let passages = analyse::passages(&self.held.article);
            passages.into_iter().map(|passage| analyse::tokens(passage).collect()).collect()
        };
        self.passages.get_or_init(tokens)
    }

    fn names(&self, field: Field, phrase: &Phrase) -> bool {
        let (held, article) = (self.held, &self.held.article);
        let any = |names: &[String]| names.iter().any(|name| phrase.names(name));
        match field {
            Field::Title => phrase.names(&article.title),
            Field::Site => phrase.names(article.outlet().unwrap_or(&held.source)),
            Field::Source => held.source_address == phrase.text || phrase.names(&held.source),
            Field::Folder => held.source_folders.iter().any(|folder| phrase.is_folder_of(folder)),
            Field::Author => any(&article.authors),
            Field::Section => any(&article.sections),
            Field::Category => any(&article.categories),
            Field::Tag => any(&held.tags),
        }
    }
}
