//! What was looked for, where it stands in the text on the screen, and the one of it at which the reader is.

use std::sync::Arc;

use super::Body;
use crate::layout::{Match, PassageKind, Prepared};
use crate::library::{ArticleId, Part, Query};

/// What is looked for in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// Its words, phrases and patterns.
    pub query: Query,
    /// Also in what does not belong to the text: the reader looks through all that is on the screen, a search of the
    /// library does not.
    pub beside: bool,
}

/// The matches in the text on the screen.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    sought: Option<Sought>,
    /// The text that they stand in, and the article that it is of.
    text: Option<Arc<Prepared>>,
    article: Option<ArticleId>,
    all: Vec<Match>,
    current: Option<usize>,
}

impl Sought {
    /// Where it stands, in reading order, not overlapping.
    fn find(&self, text: &Prepared) -> Vec<Match> {
        let mut found = Vec::new();
        for (number, passage) in text.passages().iter().enumerate() {
            let part = match passage.kind {
                PassageKind::Headline => Part::Headline,
                PassageKind::Beside if !self.beside => continue,
                PassageKind::Text | PassageKind::Beside => Part::Text,
            };
            let ranges = self.query.marks(&passage.text, part).into_iter();
            found.extend(ranges.map(|range| Match { passage: number as u32, range }));
        }
        found
    }
}

impl Matches {
    /// All of them, in reading order.
    pub fn all(&self) -> &[Match] {
        &self.all
    }

    /// Index of the one at which the reader is.
    pub fn current(&self) -> Option<usize> {
        self.current
    }

    /// "match 3 of 7"; nothing where nothing was found.
    pub fn said(&self) -> Option<String> {
        match (self.current, self.all.len()) {
            (_, 0) => None,
            (Some(current), count) => Some(format!("match {} of {count}", current + 1)),
            (None, 1) => Some("1 match".to_owned()),
            (None, count) => Some(format!("{count} matches")),
        }
    }

    fn current_match(&self) -> Option<&Match> {
        self.all.get(self.current?)
    }
}

impl Body {
    /// What was looked for, as far as it stands in the text.
    pub fn matches(&self) -> &Matches {
        &self.matches
    }

    /// Marks in the text what is looked for, or nothing any more. The reader stays at the match where they are, as long
    /// as the same is looked for in the same text.
    pub fn seek(&mut self, sought: Option<Sought>) {
        let text = self.opened.as_ref().map(|opened| &opened.prepared);
        let same_text = text.map(Arc::as_ptr) == self.matches.text.as_ref().map(Arc::as_ptr);
        if same_text && self.matches.sought == sought {
            return;
        }
        let text = text.cloned();
        let all = match (&sought, &text) {
            (Some(sought), Some(text)) => sought.find(text),
            _ => Vec::new(),
        };
        let article = self.id();
        let read_anew = self.matches.article == article && self.matches.sought == sought;
        let current = self.matches.current.filter(|_| read_anew && self.matches.all == all);
        self.at_match &= current.is_some();
        self.matches = Matches { sought, text, article, all, current };
    }

    /// To the next or previous match: from the one at which the reader is, or where that is out of sight, from the
    /// place on the screen. False where there is none further on.
    pub fn step_match(&mut self, forward: bool) -> bool {
        let target = match self.matches.current.filter(|_| self.is_match_in_sight()) {
            Some(current) if forward => Some(current + 1),
            Some(current) => current.checked_sub(1),
            None if forward => Some(self.first_match_from(self.top)),
            None => self.first_match_from(self.top).checked_sub(1),
        };
        target.is_some_and(|number| self.go_to_match(number))
    }

    /// To the first match, or the last. False where there is none.
    pub fn go_to_edge_match(&mut self, last: bool) -> bool {
        self.go_to_match(if last { self.matches.all.len().wrapping_sub(1) } else { 0 })
    }

    /// To the first match on or below the line on top, else to the first of all. False where there is none.
    pub fn go_to_match_from_here(&mut self) -> bool {
        let number = self.first_match_from(self.top);
        self.go_to_match(number) || self.go_to_match(0)
    }

    /// Index of the first match on or below a line.
    fn first_match_from(&self, line: usize) -> usize {
        let above = |found: &Match| self.lines.line_of_match(found).is_some_and(|at| at < line);
        self.matches.all.partition_point(above)
    }

    fn go_to_match(&mut self, number: usize) -> bool {
        let exists = number < self.matches.all.len();
        if exists {
            self.matches.current = Some(number);
            self.at_match = true;
            self.bring_match_in_sight();
            self.take_place();
        }
        exists
    }

    fn is_match_in_sight(&self) -> bool {
        let line = self.matches.current_match().and_then(|found| self.lines.line_of_match(found));
        line.is_some_and(|line| (self.top..self.top + self.height).contains(&line))
    }

    /// Moves the text only if it has to: a match that comes in sight stands a third of the pane below its top.
    pub(super) fn bring_match_in_sight(&mut self) {
        let Some(found) = self.matches.current_match() else { return };
        let Some(line) = self.lines.line_of_match(found) else { return };
        if !(self.top..self.top + self.height).contains(&line) {
            self.top = line.saturating_sub(self.height / 3).min(self.last_top());
        }
        let wide = self.lines.lines.get(line).filter(|line| line.wide);
        if let Some(columns) = wide.and_then(|line| line.columns_of(found)) {
            self.bring_columns_in_sight(&columns, line);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Zoned;
    use proptest::prelude::*;

    use super::*;
    use crate::app::body::Opened;
    use crate::article::{Article, Block, Text};
    use crate::layout::{HeadLines, prepare};
    use crate::library::{Held, SortKey};

    fn query(text: &str) -> Query {
        Query::parse(text, false, &Zoned::default()).unwrap()
    }

    fn opened(article: Article) -> Opened {
        let prepared = prepare(&article, &HeadLines::default());
        let held = Held {
            key: SortKey { time: 0, id: ArticleId(1) },
            article,
            source: String::new(),
            source_address: String::new(),
            source_folders: Vec::new(),
            read: false,
            starred: false,
            tags: vec![],
            anchor: None,
            page_links: vec![],
            copies: Vec::new(),
            story_id: None,
            story: None,
            full_text: None,
            revisions: 0,
        };
        Opened::new(held, prepared)
    }

    fn found(article: &Article, text: &str, beside: bool) -> Vec<String> {
        let prepared = prepare(article, &HeadLines::default());
        let passages = prepared.passages();
        let found = Sought { query: query(text), beside }.find(&prepared);
        found.into_iter().map(|at| passages[at.passage as usize].text[at.range].to_owned()).collect()
    }

    #[test]
    fn a_search_looks_at_the_text_and_a_find_at_all_that_is_shown() {
        let article = Article {
            title: "Harbour wind".into(),
            site: Some("The Harbour".into()),
            body: vec![Block::paragraph("A harbour."), Block::RelatedInline(Text::plain("Harbours"))],
            ..Article::default()
        };
        assert_eq!(found(&article, "harbour* title:wind", false), ["Harbour", "wind", "harbour"]);
        assert_eq!(found(&article, "harbour*", true), ["Harbour", "Harbour", "harbour", "Harbours"]);
        assert!(found(&article, "-harbour site:harbour is:unread", false).is_empty());
    }

    /// Words of several scripts and what may stand between and in them.
    fn prose() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "harbour",
            "Harb",
            "ou\u{ad}r",
            "Straße",
            "cafe\u{301}",
            "οδός",
            "北京",
            "大学",
            "ที่นี่",
            "한국",
            "👩‍🔬",
            "שלום",
            "-",
            ".",
            " ",
            " ",
            "  ",
            "\t",
            "\n",
            "\u{a0}",
            "\u{301}",
            "7",
        ];
        prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
    }

    fn asked() -> impl Strategy<Value = Query> {
        const WORDS: &[&str] = &[
            "harb*",
            "harbour",
            "strasse",
            "CAFE",
            "οδοσ",
            "\"北京\"",
            "京",
            "ที่",
            "국",
            "7",
            "/h\\w+ /",
            "/./",
            "-harb",
        ];
        prop::collection::vec(prop::sample::select(WORDS), 1..4).prop_map(|words| query(&words.join(" OR ")))
    }

    fn letters(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
    }

    proptest! {
        #[test]
        fn what_is_shown_is_marked_like_what_was_written(title in prose(), texts in prop::collection::vec(prose(), 0..4), query in asked()) {
            prop_assume!(!query.has_pattern());
            let body = texts.iter().map(|text| Block::paragraph(text.as_str())).collect();
            let article = Article { title: title.clone(), body, ..Article::default() };
            let written = [&title].into_iter().chain(&texts).flat_map(|text| {
                query.marks(text, Part::Headline).into_iter().map(|mark| letters(&text[mark])).collect::<Vec<_>>()
            });
            let prepared = prepare(&article, &HeadLines::default());
            let passages = prepared.passages();
            let shown = Sought { query: query.clone(), beside: false }.find(&prepared).into_iter();
            let shown = shown.map(|at| letters(&passages[at.passage as usize].text[at.range]));
            prop_assert_eq!(shown.collect::<Vec<_>>(), written.collect::<Vec<_>>());
        }

        #[test]
        fn wherever_one_goes_the_match_is_in_sight(
            texts in prop::collection::vec(prose(), 0..9), query in asked(), sizes in prop::collection::vec((1..90_u16, 1..30_usize), 1..5),
            steps in prop::collection::vec(prop::sample::select(&["n", "N", "down", "first", "last"][..]), 0..9),
        ) {
            let blocks = texts.iter().enumerate().map(|(at, text)| match at % 3 {
                0 => Block::paragraph(text.as_str()),
                1 => Block::Code { language: None, text: text.clone() },
                _ => Block::Table { header: vec!["7".into(), text.clone()], rows: vec![vec![text.clone(), "한국".into()]] },
            });
            let article = Article { title: "7".into(), body: blocks.collect(), ..Article::default() };
            let mut body = Body::default();
            body.show(opened(article));
            for (width, height) in sizes {
                body.resize(width, height);
                body.seek(Some(Sought { query: query.clone(), beside: true }));
                prop_assert!(!body.at_match || body.is_match_in_sight());
                for step in &steps {
                    let went = match *step {
                        "n" => body.step_match(true),
                        "N" => body.step_match(false),
                        "first" => body.go_to_edge_match(false),
                        "last" => body.go_to_edge_match(true),
                        _ => { body.scroll(3); false }
                    };
                    prop_assert!(!went || body.is_match_in_sight());
                    let place = (body.top, body.anchor);
                    body.resize(width, height);
                    prop_assert_eq!((body.top, body.anchor), place, "nothing moves by itself");
                }
            }
        }
    }
}
