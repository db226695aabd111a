//! Which view the list shows, and those that it shows again when this one is left.

use super::geometry::Pane;
use super::list::List;
use super::{App, Effect, Place};
use crate::library::{ArticleId, Count, Order, Query, Slice, StateFilter, View};

/// A view and what the header calls it behind the state of its articles; nothing, where it is all of them.
#[derive(Debug, Clone, Default)]
pub(super) struct NamedView {
    pub(super) view: View,
    pub(super) name: String,
}

/// What is known of the view on the screen besides what it shows, and the views that were left for it.
#[derive(Debug, Default)]
pub(super) struct Views {
    pub(super) name: String,
    /// What is searched, where the view is what a search found.
    pub(super) searched: Option<NamedView>,
    left: Vec<Left>,
}

/// A view that was left, just as it was.
#[derive(Debug)]
struct Left {
    name: String,
    searched: Option<NamedView>,
    list: List,
    count: Count,
    focus: Pane,
    reading: Option<ArticleId>,
}

impl NamedView {
    /// The part of it that fits a query, whose text is given too.
    pub(super) fn narrowed(&self, query: Query, text: &str) -> Self {
        let within = self.view.query.iter().cloned();
        let query = within.fold(query, |query, within| within.and(query));
        let name = if self.name.is_empty() { text.to_owned() } else { format!("{} › {text}", self.name) };
        Self { view: View { query: Some(query), ..self.view.clone() }, name }
    }
}

impl Views {
    /// A search takes the place of the one before.
    pub(super) fn forget_last_search(&mut self) {
        self.left.pop_if(|left| left.searched.is_some());
    }
}

impl App {
    /// The list shows another view, from its first row on; [`App::leave_view`] leads back. `name` is what the header
    /// calls it behind the state of its articles.
    pub fn show_view(&mut self, view: View, name: impl Into<String>) {
        let name = std::mem::replace(&mut self.views.name, name.into());
        let (list, focus, reading) = (self.list.clone(), self.focus, self.reading);
        // nothing is counted yet
        let count = std::mem::replace(&mut self.count, Count { more: true, ..Count::default() });
        let searched = self.views.searched.take();
        self.views.left.push(Left { name, searched, list, count, focus, reading });
        self.focus = Pane::List;
        self.set_view(view);
    }

    /// The same in the place of everything that was shown since the first view.
    pub(super) fn show_from_first(&mut self, view: View, name: String) {
        self.views.left.truncate(1);
        if self.views.left.is_empty() {
            return self.show_view(view, name);
        }
        (self.views.name, self.views.searched) = (name, None);
        self.focus = Pane::List;
        self.set_view(view);
    }

    /// The view on the screen becomes another one; what it was is forgotten.
    pub(super) fn set_view(&mut self, view: View) {
        self.list.view = View { keep: Vec::new(), ..view };
        self.jump(Slice::First);
        self.ask_counts();
    }

    /// The view on the screen.
    pub(super) fn shown_view(&self) -> NamedView {
        NamedView { view: self.list.view.clone(), name: self.views.name.clone() }
    }

    /// What a search looks through: the view on the screen, or where that was found by a search, what that one looked
    /// through.
    pub(super) fn searchable(&self) -> NamedView {
        let shown = self.shown_view();
        let Some(NamedView { view, name }) = self.views.searched.clone() else { return shown };
        NamedView { view: View { state: shown.view.state, order: shown.view.order, ..view }, name }
    }

    /// The view before, with the reader's place in it; false where this is the first one.
    pub fn leave_view(&mut self) -> bool {
        let Some(left) = self.views.left.pop() else { return false };
        (self.views.name, self.views.searched) = (left.name, left.searched);
        self.list.resume(left.list);
        (self.count, self.focus, self.reading) = (left.count, left.focus, left.reading);
        self.reload_rows();
        self.ask_counts();
        true
    }

    /// The first view, whatever was shown since.
    pub fn leave_all_views(&mut self) -> bool {
        self.views.left.truncate(1);
        self.leave_view()
    }

    pub(super) fn ask_counts(&mut self) {
        self.ask_rail();
        self.counting += 1;
        self.push(Effect::Counts(self.counting, self.list.view.clone()));
    }

    /// What the view is called behind the state of its articles; empty where it is all of them.
    pub fn view_name(&self) -> &str {
        &self.views.name
    }

    /// Whether the list shows another view than the first one.
    pub fn has_left_view(&self) -> bool {
        !self.views.left.is_empty()
    }

    /// Whether the view is what a search found.
    pub fn is_found(&self) -> bool {
        self.views.searched.is_some()
    }

    /// Where the reader is in the first view: the others are not kept.
    pub fn place(&self) -> Place {
        let list = self.views.left.first().map_or(&self.list, |left| &left.list);
        Place {
            unread_only: list.view.state == StateFilter::Unread,
            oldest_first: list.view.order == Order::Oldest,
            selected: list.place().map(|key| (key.time, key.id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::app::Msg;
    use crate::app::geometry::Pane;
    use crate::library::{Count, Counts, SourceId, StateFilter, View};
    use crate::scenario::{Scenario, many};

    fn nothing() -> View {
        View { source: Some(SourceId(99)), ..View::default() }
    }

    fn show(scenario: &mut Scenario, view: View, name: &str) {
        scenario.app.show_view(view, name);
        scenario.send(Msg::Resize(80, 24));
    }

    #[test]
    fn leaving_a_view_leads_back_to_the_place_in_the_one_before() {
        let mut scenario = Scenario::new(80, 24, many(900));
        scenario.keys("G k k");
        let before = scenario.screen();
        show(&mut scenario, View { state: StateFilter::Starred, ..View::default() }, "Chosen");
        assert!(scenario.screen().contains("Starred articles › Chosen"), "{}", scenario.screen());
        assert!(scenario.app.list().rows().is_empty());
        scenario.keys("Esc");
        assert_eq!(scenario.screen(), before);
        assert!(!scenario.app.has_left_view() && !scenario.has_ended());
    }

    #[test]
    fn unread_only_and_order_work_in_every_view() {
        let mut scenario = Scenario::new(80, 24, many(5));
        show(&mut scenario, View::default(), "Chosen");
        scenario.keys("m U U U O");
        assert_eq!(scenario.app.list().rows().len(), 4);
        assert_eq!(scenario.selected(), "Article 4");
        scenario.keys("q");
        assert_eq!((scenario.app.list().rows().len(), scenario.selected()), (5, "Article 0"));
    }

    #[test]
    fn the_text_that_was_read_is_read_again() {
        let mut scenario = Scenario::new(80, 24, many(5));
        scenario.keys("j Enter");
        show(&mut scenario, nothing(), "Chosen");
        assert_eq!((scenario.app.focus(), scenario.reading()), (Pane::List, ""));
        show(&mut scenario, View::default(), "Other");
        assert!(scenario.app.leave_all_views());
        scenario.send(Msg::Resize(80, 24));
        assert_eq!((scenario.app.focus(), scenario.reading()), (Pane::Body, "Article 1"));
    }

    #[test]
    fn counts_of_another_view_are_dropped() {
        let mut scenario = Scenario::new(80, 24, many(5));
        let old = scenario.app.counting;
        show(&mut scenario, nothing(), "Chosen");
        scenario.send(Msg::Counts(old, Count { counts: Counts { total: 5, unread: 5 }, more: false }));
        assert_eq!(scenario.app.counts().total, 0);
    }

    #[test]
    fn what_is_kept_is_the_place_in_the_first_view() {
        let mut scenario = Scenario::new(80, 24, many(5));
        scenario.keys("j");
        show(&mut scenario, nothing(), "Chosen");
        assert_eq!(scenario.restart(80, 24).selected(), "Article 1");
    }
}
