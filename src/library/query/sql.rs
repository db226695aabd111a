//! The part of a query that SQLite answers, as a condition on the table `article`.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;

use super::{Field, Node, Phrase, Query, State};
use crate::library::{folders, list};

/// A condition with the values of its parameters.
#[derive(Debug)]
pub(in crate::library) struct Condition {
    /// Never null.
    pub(in crate::library) sql: String,
    /// From the first free number on.
    pub(in crate::library) values: Vec<Value>,
    free: usize,
}

impl Query {
    /// What every article that fits meets, and where the query needs no text, no other does. Its parameters are
    /// numbered from `free` on.
    pub(in crate::library) fn condition(&self, free: usize) -> Condition {
        self.root.condition(free)
    }
}

impl Node {
    /// The same for a part of a query.
    pub(in crate::library) fn condition(&self, free: usize) -> Condition {
        let mut condition = Condition { sql: String::new(), values: Vec::new(), free };
        condition.sql = condition.of(self, true);
        condition
    }
}

impl Condition {
    /// What only the text tells is taken for true where that makes the condition wider, else for false.
    fn of(&mut self, node: &Node, wider: bool) -> String {
        match node {
            Node::And(parts) => self.joined(parts, " AND ", "TRUE", wider),
            Node::Or(parts) => self.joined(parts, " OR ", "FALSE", wider),
            Node::Not(part) => format!("NOT {}", self.of(part, !wider)),
            Node::Text(_) | Node::Language(_) | Node::Regex(_) | Node::Field(Field::Title, _) => {
                if wider { "TRUE" } else { "FALSE" }.to_owned()
            }
            Node::Field(field, phrase) => self.named(*field, phrase),
            Node::State(State::Unread) => list::UNREAD.to_owned(),
            Node::State(State::Read) => list::READ.to_owned(),
            Node::State(State::Starred) => "article.starred = 1".to_owned(),
            Node::Story(story) => {
                let number = self.value(story.0);
                format!("(article.story IS NOT NULL AND article.story = {number})")
            }
            Node::Time(when) => {
                let (from, until) = (self.value(when.from), self.value(when.until));
                format!("(article.time >= {from} AND article.time < {until})")
            }
        }
    }

    fn joined(&mut self, parts: &[Node], between: &str, none: &str, wider: bool) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.of(part, wider)).collect();
        if parts.is_empty() { none.to_owned() } else { format!("({})", parts.join(between)) }
    }

    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.free + self.values.len() - 1)
    }

    /// The plus before names keeps SQLite on the index that gives the order: a rare name is then looked for in the index
    /// alone, and of a frequent one only as much is read as is shown. Sources have an index by time of their own: beside
    /// walking everything for those that bring little, sorting what all of them brought costs nothing.
    fn named(&mut self, field: Field, phrase: &Phrase) -> String {
        let said = format!("{}, {}", self.value(phrase.text.clone()), self.value(phrase.prefix));
        let title = "(SELECT source.title FROM source WHERE source.id = article.source)";
        let kind = match field {
            Field::Site => return format!("mentions(coalesce(article.site, {title}), {said})"),
            Field::Source => {
                let address = self.value(phrase.text.clone());
                return format!(
                    "article.source IN (SELECT id FROM source WHERE address = {address} OR mentions(title, {said}))"
                );
            }
            Field::Folder => {
                return format!(
                    "article.source IN (SELECT id FROM source WHERE folders <> '' AND stands_in(folders, {said}))"
                );
            }
            Field::Title => return format!("mentions(article.title, {said})"),
            Field::Author => "author",
            Field::Section => "section",
            Field::Category => "category",
            Field::Tag => "tag",
        };
        format!(
            "+article.id IN (SELECT article FROM article_label WHERE label IN \
             (SELECT id FROM label WHERE kind = '{kind}' AND mentions(name, {said})))"
        )
    }
}

/// Teaches a connection `mentions(name, text, prefix)`: whether a phrase stands in a name; and `stands_in(folders, text,
/// prefix)`: whether it is one of these folders, or holds one.
pub(in crate::library) fn teach(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("stands_in", 3, flags, |call: &Context<'_>| {
        let wanted = Phrase::verbatim(call.get_raw(1).as_str()?, call.get(2)?);
        Ok(folders::read(call.get_raw(0).as_str()?).any(|folder| wanted.is_folder_of(&folder)))
    })?;
    db.create_scalar_function("mentions", 3, flags, |call: &Context<'_>| {
        let prefix: bool = call.get(2)?;
        let phrase = call.get_or_create_aux(1, |text| text.as_str().map(|text| Phrase::new(text, prefix)))?;
        Ok(phrase
            .as_ref()
            .as_ref()
            .is_some_and(|phrase| call.get_raw(0).as_str().is_ok_and(|name| phrase.names(name))))
    })
}
