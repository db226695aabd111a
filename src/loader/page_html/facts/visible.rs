//! What a reader sees around the headline: a byline, a date, minutes to read. The lines are those of page dumps and
//! are read by the same grammar.

use dom_query::{Document, NodeId};

use super::Facts;
use super::around::{self, Line};
use crate::article::Moment;
use crate::loader::dates::{Order, Votes};
use crate::loader::habits::Known;
use crate::loader::labels::Labels;
use crate::loader::page_text::classify::{self, Context};
use crate::loader::page_text::lexicon::{self, Says};
use crate::loader::page_text::line::{self, DateLine, Kind};
use crate::loader::page_text::names;

/// What the lines around the headline say, and what their dates say of the order of day and month.
pub(super) fn read(
    page: &Document,
    headline: Option<NodeId>,
    language: Option<&str>,
    known: &Known<'_>,
) -> (Facts, Votes) {
    let (above, below) = around::lines(page, headline);
    let short = above.iter().chain(&below).filter(|line| line.text.len() <= line::SHORT);
    let votes = Votes::of(short.map(|line| line.text.as_str()));
    let mut reader = Reader::new(Order::choose(votes, known.votes(language), language));
    // what stands below the headline belongs to it; above it may belong to something else
    for line in below.iter().chain(above.iter().rev()) {
        reader.line(line);
    }
    (reader.facts, votes)
}

/// Who signed the article away from its headline: below the text, in a column beside it. Such lines may belong to
/// something else, so those of a kind count only where all of them name the same: first those that say it in words,
/// then the links to the author, then whatever else is marked as a name.
pub(super) fn signed(page: &Document) -> Vec<String> {
    let lines = around::all(page);
    let said = lines.iter().enumerate().filter_map(|(at, line)| {
        let mut reader = Reader::new(Order::Unknown);
        is_signature(&line.text).then(|| reader.line(line))?;
        if reader.introduced {
            reader.names_below(&lines[at + 1..]);
        }
        Some(reader.facts.authors)
    });
    let linked = lines.iter().flat_map(|line| &line.linked).map(|author| vec![author.clone()]);
    let marked = lines.iter().flat_map(|line| &line.authors).map(|author| people(author, true));
    agreed(said).or_else(|| agreed(linked)).or_else(|| agreed(marked)).unwrap_or_default()
}

/// The names, where nothing names others.
fn agreed(all: impl Iterator<Item = Vec<String>>) -> Option<Vec<String>> {
    let mut all = all.filter(|names| !names.is_empty());
    let first = all.next()?;
    all.all(|names| names == first).then_some(first)
}

/// Whether a line says in so many words that an author follows.
fn is_signature(text: &str) -> bool {
    text.len() <= line::SHORT
        && (lexicon::after_sure(text, Says::By).is_some_and(|rest| !rest.is_empty())
            || introduces(text) && lexicon::after_sure(&format!("{text}:"), Says::By).is_some())
}

struct Reader {
    order: Order,
    facts: Facts,
    /// The line above said that authors follow: "Author(s)".
    introduced: bool,
}

impl Reader {
    fn new(order: Order) -> Self {
        Self { order, facts: Facts::default(), introduced: false }
    }

    /// The names that stand below a line that said that they follow: one, or the entries of a list.
    fn names_below(&mut self, lines: &[Line]) {
        let items = lines.iter().take_while(|line| line.is_item).count();
        for line in &lines[..items.max(1).min(lines.len())] {
            let mut parts = std::iter::once(&line.text).chain(line.pieces.first());
            self.facts.authors.extend(parts.find_map(|part| names::names(part)).unwrap_or_default());
        }
    }

    fn line(&mut self, line: &Line) {
        if let Some((moment, updated)) = line.time {
            self.date(Some(moment).filter(|_| !updated), Some(moment).filter(|_| updated));
        }
        for author in &line.authors {
            self.people(people(author, true));
        }
        if self.listed(&line.text) {
            return;
        }
        if !self.text(&line.text) {
            for piece in joined(&line.pieces) {
                self.text(&piece);
            }
        }
    }

    /// Reads an entry of a list of authors with a heading of its own; whether it is one.
    fn listed(&mut self, text: &str) -> bool {
        let names = names::names(text).filter(|names| names.iter().all(|name| name.contains(' ')));
        if let Some(names) = names.filter(|_| self.introduced) {
            self.facts.authors.extend(names);
            return true;
        }
        self.introduced = self.facts.authors.is_empty() && introduces(text);
        self.introduced
    }

    /// Reads a text as one of the lines that stand around a headline; whether it is one.
    fn text(&mut self, text: &str) -> bool {
        if text.len() > line::SHORT {
            return false;
        }
        let labels = Labels::default();
        let context = Context { order: self.order, labels: &labels };
        match classify::kind(&line::Line::new(text, text.to_owned(), true), &context) {
            Kind::Date(date) => self.date_line(date),
            Kind::Byline(names) => self.people(names),
            Kind::Minutes(minutes) => self.facts.minutes = self.facts.minutes.or(Some(minutes)),
            Kind::Comments(count) => self.facts.comments = self.facts.comments.or(Some(count)),
            Kind::Text => {
                let found = people(text, false);
                let is_byline = !found.is_empty();
                self.people(found);
                return is_byline;
            }
            _ => {}
        }
        true
    }

    fn date_line(&mut self, line: DateLine) {
        self.date(line.published, line.updated);
        self.people(line.authors);
        self.facts.minutes = self.facts.minutes.or(line.minutes);
    }

    /// A date that was changed is told before the one that it was published, or after: the first of each kind counts.
    fn date(&mut self, published: Option<Moment>, updated: Option<Moment>) {
        self.facts.published = self.facts.published.or(published);
        self.facts.updated = self.facts.updated.or(updated);
    }

    /// The first line that names people names all of them.
    fn people(&mut self, names: Vec<String>) {
        if self.facts.authors.is_empty() {
            self.facts.authors = names;
        }
    }
}

/// The people that a text names after "by"; where the page marks it as a name, also without.
fn people(text: &str, marked: bool) -> Vec<String> {
    let after = lexicon::after(text, Says::By);
    let Some(list) = after.or(Some(text).filter(|_| marked)) else { return Vec::new() };
    let whole = names::names(list).filter(|names| names.iter().all(|name| marked || name.contains(' ')));
    whole.unwrap_or_else(|| {
        // "by Joy Lin, who writes about ports": the words after the comma are no name
        let name = list.split([',', '|', '•', '·', '(']).next().unwrap_or_default().trim();
        let is_whole = name.contains(' ') && names::is_name(name);
        if is_whole { vec![name.to_owned()] } else { Vec::new() }
    })
}

/// Whether a text is nothing but the word before a name: "By", "Author".
fn introduces(text: &str) -> bool {
    text.len() < 40 && lexicon::after(&format!("{text}:"), Says::By) == Some("")
}

/// The pieces of a line, a word like "By" joined to the piece it stands before.
fn joined(pieces: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    let mut pending: Option<&str> = None;
    for piece in pieces {
        let introduces = introduces(piece);
        match pending.take() {
            Some(by) if !introduces => out.push(format!("{}: {piece}", by.trim_end_matches([':', ' ']))),
            _ if introduces => pending = Some(piece),
            _ => out.push(piece.clone()),
        }
    }
    out
}
