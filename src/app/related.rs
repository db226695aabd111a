//! The related posts of an article: what the library computed, above what the page itself offers.

use std::time::{Duration, Instant};

use super::geometry::Pane;
use super::marks::articles;
use super::spark::sparkline;
use super::{App, Effect, dates};
use crate::article::LinkRole;
use crate::layout::width;
use crate::library::{ArticleId, HeldLink, Mark, Query, Related, Row, Story, View};

/// Rows that are computed for an article.
pub const ROWS: usize = 10;
/// Articles whose rows are held ready: those just read, to go back to.
const CACHED: usize = 32;

/// Blocks of the line that says when a story was told: a day each.
const BLOCKS: usize = 15;

/// An answer that came within this time will come so again: the frame with the text waits for it, and shows both.
const QUICK: Duration = Duration::from_millis(3);

/// A row of the related pane.
#[derive(Debug, Clone, Copy)]
pub enum RelatedRow<'a> {
    /// The story that the article belongs to, above the others.
    Story(&'a Story),
    /// Computed by the library.
    Computed(&'a Related),
    /// A link of the page.
    Page(&'a HeldLink),
}

/// The computed rows of the articles just shown.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// The last one first.
    known: Vec<(ArticleId, Vec<Related>)>,
    asked: Option<(ArticleId, Instant)>,
    /// The last answer came quickly.
    quick: bool,
}

impl Answers {
    fn of(&self, id: ArticleId) -> Option<&[Related]> {
        self.known.iter().find(|(known, _)| *known == id).map(|(_, rows)| rows.as_slice())
    }

    fn is_asked(&self, id: ArticleId) -> bool {
        self.asked.is_some_and(|(asked, _)| asked == id)
    }

    /// Whether the rows of this article will be there in a moment, judged by the last ones.
    fn is_due(&self, id: ArticleId) -> bool {
        self.quick && self.is_asked(id) && self.of(id).is_none()
    }

    fn answered(&mut self, id: ArticleId, now: Instant) {
        if let Some((_, since)) = self.asked.filter(|(asked, _)| *asked == id) {
            self.quick = now.saturating_duration_since(since) <= QUICK;
        }
    }
}

impl App {
    /// The rows of the related pane: the story, what is computed, the closest kind first, then what the page offers.
    pub fn related_rows(&self) -> Vec<RelatedRow<'_>> {
        let Some(opened) = self.body.opened() else { return Vec::new() };
        let computed = self.related.of(opened.id()).unwrap_or_default();
        let page = opened.held.page_links.iter().map(RelatedRow::Page);
        let story = opened.held.story.as_ref().map(RelatedRow::Story);
        story.into_iter().chain(computed.iter().map(RelatedRow::Computed)).chain(page).collect()
    }

    /// The story of the article shown, which stands above the rows, in `room` columns: "3 articles, 12 Jan – 3 Feb · ▁▂▇▂".
    pub fn story_line(&self, room: usize) -> Option<String> {
        let story = self.body.opened()?.held.story.as_ref()?;
        let (first, last) = (dates::short(story.first, self.now()), dates::short(story.last, self.now()));
        let time = if first == last { first } else { format!("{first} – {last}") };
        let says = format!("{}, {time}", articles(story.articles.len()));
        let spark = sparkline(&story.dates, BLOCKS.min(room.saturating_sub(width(&says) + 3)));
        Some(if spark.is_empty() { says } else { format!("{says} · {spark}") })
    }

    /// The row that is meant first: that behind the story.
    pub(super) fn first_related(&self) -> usize {
        self.body.opened().map_or(0, |opened| usize::from(opened.held.story.is_some()))
    }

    /// The list shows the articles of the story.
    pub(super) fn show_story(&mut self) {
        let story = self.body.opened().and_then(|opened| opened.held.story.as_ref());
        let query = story.map(|story| Query::parse(&format!("story:{}", story.id), false, self.now()));
        // what an id is printed as is read again
        if let Some(Ok(query)) = query {
            self.show_view(View { query: Some(query), ..View::default() }, "Story");
        }
    }

    /// The selected row of the related pane.
    pub fn related_cursor(&self) -> usize {
        self.related_cursor
    }

    /// Whether it is known which articles belong to the one shown.
    pub fn knows_related(&self) -> bool {
        self.body.id().is_some_and(|id| self.related.of(id).is_some())
    }

    /// What belongs to the article that is read is asked for together with its text: each is found on a thread of its own.
    pub(super) fn follow_related(&mut self) {
        if let Some(id) = self.wanted_related().filter(|id| !self.related.is_asked(*id)) {
            self.related.asked = Some((id, self.clock.instant));
            self.push(Effect::Related(id));
        }
        let last = self.related_rows().len().saturating_sub(1);
        // rows that are still to come have a place already
        let last = if self.knows_related() { last } else { last.max(self.first_related()) };
        self.related_cursor = self.related_cursor.min(last);
    }

    /// Whether the rows that belong to the text on the screen will be there in a moment.
    pub(super) fn is_related_due(&self) -> bool {
        self.body.id().is_some_and(|id| self.related.is_due(id))
    }

    /// The selected row of the page stays selected when others come in above it.
    pub(super) fn related_arrived(&mut self, id: ArticleId, mut rows: Vec<Related>) {
        self.related.answered(id, self.clock.instant);
        for related in &mut rows {
            self.apply_marks_to_row(&mut related.row);
        }
        rows.sort_by_key(|related| related.kind);
        let before = self.related.of(id).map_or(0, <[_]>::len);
        let is_of_page = matches!(self.related_rows().get(self.related_cursor), Some(RelatedRow::Page(_)));
        if self.focus == Pane::Related && self.body.id() == Some(id) && is_of_page {
            self.related_cursor = self.related_cursor - before + rows.len();
        }
        let is_first = self.body.id() == Some(id) && !self.knows_related();
        self.related.known.retain(|(known, _)| *known != id);
        self.related.known.truncate(CACHED - 1);
        self.related.known.insert(0, (id, rows));
        if is_first {
            self.prefetch();
        }
    }

    /// Whose rows are to be found now: those of the article shown, then those of the next one in the list, which most go on to.
    fn wanted_related(&self) -> Option<ArticleId> {
        let read = self.reading?;
        if self.related.of(read).is_none() {
            return Some(read);
        }
        let next = self.list.rows().get(self.list.cursor() + 1).map(|row| row.key.id);
        next.filter(|id| self.related.of(*id).is_none())
    }

    /// The library has changed: what is on the screen stays until the new answer comes.
    pub(super) fn reload_related(&mut self) {
        let shown = self.body.id();
        self.related.known.retain(|(id, _)| Some(*id) == shown);
        self.related.asked = shown.map(|id| (id, self.clock.instant));
        self.effects.extend(shown.map(Effect::Related));
    }

    /// The rows that are known of the articles shown lately.
    pub(super) fn computed_rows(&self) -> impl Iterator<Item = &Row> {
        self.related.known.iter().flat_map(|(_, rows)| rows).map(|related| &related.row)
    }

    /// A mark is on the screen at once, wherever the article stands.
    pub(super) fn mark_related(&mut self, id: ArticleId, mark: Mark) {
        let rows = self.related.known.iter_mut().flat_map(|(_, rows)| rows);
        for related in rows.filter(|related| related.row.key.id == id) {
            super::marks::set(&mut related.row.read, &mut related.row.starred, mark);
        }
    }
}

impl RelatedRow<'_> {
    /// Headline.
    pub fn title(&self) -> &str {
        match self {
            Self::Story(story) => &story.title,
            Self::Computed(related) => &related.row.title,
            Self::Page(link) => &link.title,
        }
    }

    /// Address.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Story(_) => None,
            Self::Computed(related) => related.row.url.as_deref(),
            Self::Page(link) => link.url.as_deref(),
        }
    }

    /// The article it leads to, where that is held.
    pub fn held(&self) -> Option<ArticleId> {
        match self {
            Self::Story(_) => None,
            Self::Computed(related) => Some(related.row.key.id),
            Self::Page(link) => link.held.map(|(key, _)| key.id),
        }
    }

    /// Why it is there.
    pub fn reason(&self) -> String {
        match self {
            Self::Story(story) => articles(story.articles.len()),
            Self::Computed(related) => reason(related),
            Self::Page(link) => page_reason(link.role).to_owned(),
        }
    }

    /// Whether that article is held and not read yet.
    pub fn is_unread(&self) -> bool {
        match self {
            Self::Story(_) => false,
            Self::Computed(related) => !related.row.read,
            Self::Page(link) => matches!(link.held, Some((_, false))),
        }
    }
}

/// Why an article belongs to another: "both: zevor-cel, NMPA · 3 months later".
pub fn reason(related: &Related) -> String {
    said(&related.terms, related.days_later.map(dates::apart))
}

/// The same for a row with so many columns: as many of the words as fit, the heaviest first, rather than the distance.
pub fn short_reason(related: &Related, room: usize) -> String {
    let apart = related.days_later.map(dates::apart_short);
    let fewer = |apart: Option<String>| {
        (1..=related.terms.len()).rev().map(move |count| said(&related.terms[..count], apart.clone()))
    };
    let last = said(&[], apart.clone());
    let mut forms = fewer(apart).chain(fewer(None)).chain([last]);
    forms.find(|text| width(text) <= room).unwrap_or_default()
}

fn said(terms: &[String], apart: Option<String>) -> String {
    let both = (!terms.is_empty()).then(|| format!("both: {}", terms.join(", ")));
    [both, apart].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Where the page offers it.
pub fn page_reason(role: LinkRole) -> &'static str {
    match role {
        LinkRole::InlineRelated => "the page names it in the text",
        LinkRole::Related => "the page lists it as related",
        LinkRole::Latest => "the page lists it as latest",
        LinkRole::Popular => "the page lists it as popular",
        LinkRole::Event => "the page lists it as an event",
        LinkRole::Body => "the text links to it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{RelatedKind, SortKey};
    use crate::scenario::{Scenario, many, told_twice, typed};

    fn related(terms: &[&str], days_later: Option<i32>) -> Related {
        let row = Row {
            key: SortKey { time: 0, id: ArticleId(1) },
            title: "A".into(),
            site: "B".into(),
            byline: String::new(),
            published: None,
            url: None,
            read: false,
            starred: false,
            copies: 0,
            copy_of: None,
            story: None,
        };
        let terms = terms.iter().map(|term| (*term).to_owned()).collect();
        Related { row, score: 0.5, kind: RelatedKind::Related, terms, days_later }
    }

    #[test]
    fn a_reason_says_what_both_are_about_and_when() {
        assert_eq!(
            reason(&related(&["zevor-cel", "NMPA"], Some(92))),
            "both: zevor-cel, NMPA · 3 months later"
        );
        assert_eq!(reason(&related(&["NMPA"], None)), "both: NMPA");
        assert_eq!(reason(&related(&[], Some(0))), "the same day");
        assert_eq!(reason(&related(&[], None)), "");
    }

    #[test]
    fn a_narrow_row_loses_words_then_the_distance() {
        let related = related(&["zevor-cel", "NMPA"], Some(-3));
        let shortened = |room| short_reason(&related, room);
        assert_eq!(shortened(40), "both: zevor-cel, NMPA · 3 d earlier");
        assert_eq!(shortened(30), "both: zevor-cel · 3 d earlier");
        assert_eq!(shortened(22), "both: zevor-cel, NMPA");
        assert_eq!(shortened(16), "both: zevor-cel");
        assert_eq!(shortened(12), "3 d earlier");
        assert_eq!(shortened(3), "");
    }

    #[test]
    fn a_frame_waits_for_rows_only_where_the_last_ones_came_quickly() {
        let (one, two, begun) = (ArticleId(1), ArticleId(2), Instant::now());
        let mut answers = Answers { asked: Some((one, begun)), ..Answers::default() };
        assert!(!answers.is_due(one), "nothing is known of how long it takes");
        answers.answered(one, begun + QUICK);
        answers.asked = Some((two, begun));
        assert!(answers.is_due(two) && !answers.is_due(one));
        answers.answered(two, begun + QUICK * 2);
        assert!(!answers.is_due(two), "this one took its time");
    }

    #[test]
    fn rows_of_the_next_article_are_there_before_it_is() {
        let mut scenario = Scenario::new(120, 36, told_twice());
        let ids: Vec<ArticleId> = scenario.app.list().rows().iter().map(|row| row.key.id).collect();
        assert!(scenario.app.knows_related());
        let asked = |effects: &[Effect]| -> Vec<ArticleId> {
            let asked = effects.iter().filter_map(|effect| match effect {
                Effect::Related(id) => Some(*id),
                _ => None,
            });
            asked.collect()
        };
        let effects = scenario.app.update(typed("j").remove(0));
        assert!(scenario.app.reading() == Some(ids[1]) && scenario.app.knows_related());
        assert_eq!(asked(&effects), [ids[2]]);
        assert!(asked(&scenario.app.update(typed("k").remove(0))).is_empty(), "they are kept");
    }

    #[test]
    fn after_a_jump_the_text_and_what_belongs_to_it_go_before_what_is_around() {
        let mut scenario = Scenario::new(120, 36, many(100));
        scenario.done.clear();
        scenario.keys("Ctrl-d");
        let asked = scenario.done.iter().filter_map(|effect| match effect {
            Effect::Article(id) => Some(("text", *id)),
            Effect::Related(id) => Some(("rows", *id)),
            Effect::Prefetch(ids) => Some(("around", ids[0])),
            _ => None,
        });
        let (asked, id): (Vec<_>, _) = (asked.collect(), scenario.app.reading().unwrap());
        assert_eq!(asked[..2], [("text", id), ("rows", id)]);
        assert_eq!(asked[2].0, "around");
    }

    #[test]
    fn the_story_is_a_row_of_its_own_and_leads_to_its_articles() {
        for (width, height) in [(160, 48), (120, 36), (80, 24), (40, 12)] {
            let mut scenario = Scenario::new(width, height, told_twice());
            scenario.group();
            scenario.keys("j 3");
            let first = scenario.app.related_rows()[scenario.app.related_cursor()];
            assert!(matches!(first, RelatedRow::Computed(_)), "{}", scenario.screen());
            scenario.keys("k Enter");
            let rows = scenario.app.list().rows();
            let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
            let told =
                ["Judges look at exports", "Export rules before the court", "Court weighs export rules"];
            assert_eq!(titles, told);
            assert_eq!((scenario.app.view_name(), scenario.app.focus()), ("Story", Pane::List));
            scenario.keys("Esc");
            assert_eq!((scenario.app.view_name(), scenario.app.focus()), ("", Pane::Related));
        }
    }
}
