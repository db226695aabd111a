//! What each action does.

use super::geometry::Pane;
use super::layers::Asked;
use super::moves::Then;
use super::search::Purpose;
use super::toast::Severity;
use super::{App, Effect};
use crate::action::Action;
use crate::library::{Mark, Order, Query, Slice, StateFilter};

/// Columns by which the measure changes, and its limits: below 40 every line is a hyphenation problem, above
/// 120 the eye no longer finds the next one.
const MEASURE_STEP: u16 = 4;
const MEASURES: std::ops::RangeInclusive<u16> = 40..=120;

/// Whether an action would do anything just now.
pub(super) fn is_possible(app: &App, action: Action) -> bool {
    match action {
        Action::Keep => app.shelf.temporary && app.reading.is_some(),
        Action::Remove => app.removable_in_rail(),
        Action::SaveSearch => app.list().view.query.is_some(),
        Action::CopyLink | Action::OpenInBrowser => app.link_at_hand().is_some(),
        Action::PaneRelated => !app.related_rows().is_empty(),
        Action::NextMatch | Action::PreviousMatch => app.looks_for_something(),
        Action::Find | Action::ToggleRead | Action::ToggleStar | Action::Open | Action::ReadOn => {
            app.reading.is_some()
        }
        Action::MarkAllRead => app.count.counts.unread > 0 || app.count.more,
        Action::Results => !app.results.is_empty(),
        Action::EarlierText => app.has_earlier(),
        Action::Unfold if app.focus() == Pane::Rail => app.can_fold_in_rail(),
        Action::Unfold => app.can_unfold(),
        Action::Cancel => app.focus() != Pane::List || app.has_left_view(),
        _ => true,
    }
}

impl App {
    /// Does what the user asked for.
    pub(super) fn act(&mut self, action: Action) {
        match action {
            Action::MoveDown => self.move_by(1),
            Action::MoveUp => self.move_by(-1),
            Action::HalfPageDown => self.page_by(1),
            Action::HalfPageUp => self.page_by(-1),
            Action::PageDown => self.page_by(2),
            Action::PageUp => self.page_by(-2),
            Action::First => self.go_to_end(false),
            Action::Last => self.go_to_end(true),
            Action::NextHeading => self.go_to_heading(true),
            Action::PreviousHeading => self.go_to_heading(false),
            Action::ScrollLeft => self.sideways(false),
            Action::ScrollRight => self.sideways(true),
            Action::Open => self.open(),
            Action::Back => self.back(),
            Action::Cancel => self.cancel(),
            Action::Close => self.close(),
            Action::NextPane => self.focus_next(true),
            Action::PreviousPane => self.focus_next(false),
            Action::PaneList => self.focus_on(Pane::List),
            Action::PaneBody => self.focus_on(Pane::Body),
            Action::PaneRelated => self.focus_on(Pane::Related),
            Action::Rail => self.toggle_rail(),
            Action::TrailBack => self.walk_trail(false),
            Action::TrailForward => self.walk_trail(true),
            Action::Search if self.focus == Pane::Rail => self.filter_rail(),
            Action::Search => self.begin_search(Purpose::Search),
            Action::SearchLibrary => self.begin_search(Purpose::SearchLibrary),
            Action::Filter => self.begin_search(Purpose::Filter),
            Action::Find => self.begin_find(),
            Action::NextMatch => self.step_match(true),
            Action::PreviousMatch => self.step_match(false),
            Action::SaveSearch => self.ask_for_name(),
            Action::ReadOn => self.read_on(),
            Action::ReadBack => self.read_back(),
            Action::NextUnread => self.go_to_unread(true, Then::Select),
            Action::PreviousUnread => self.go_to_unread(false, Then::Select),
            Action::NextArticle => self.step_article(true),
            Action::PreviousArticle => self.step_article(false),
            Action::ScrollBodyDown => self.scroll_body(1),
            Action::ScrollBodyUp => self.scroll_body(-1),
            Action::ToggleRead => self.toggle_read(),
            Action::ToggleStar => self.toggle_star(),
            Action::MarkAllRead => self.mark_all_read(),
            Action::Undo => {
                self.take_back();
                self.push(Effect::Undo(false));
            }
            Action::Redo => self.push(Effect::Undo(true)),
            Action::ToggleOrder => self.toggle_order(),
            Action::ToggleUnread => self.toggle_unread(),
            Action::Unfold if self.focus == Pane::Rail => self.fold_in_rail(),
            Action::Unfold => self.unfold(),
            Action::EarlierText => self.go_back_in_texts(),
            Action::Wider => self.set_measure(self.measure + MEASURE_STEP),
            Action::Narrower => self.set_measure(self.measure.saturating_sub(MEASURE_STEP)),
            Action::Zen => self.toggle_zen(),
            Action::Redraw => self.push(Effect::Redraw),
            Action::OpenInBrowser => self.browse(),
            Action::CopyLink => self.copy(false),
            Action::CopyHeadlineAndLink => self.copy(true),
            Action::RefreshSource => self.for_sources(|these| Effect::Refresh(Some(these))),
            Action::RefreshAll => self.push(Effect::Refresh(None)),
            Action::FullText => self.for_sources(Effect::FullText),
            Action::Results => self.show_results(),
            Action::AddSource => self.ask(Asked::Source, ""),
            Action::Remove => self.remove_in_rail(),
            Action::Keep => self.keep(),
            Action::Help => self.open_help("?"),
            Action::Palette => self.open_help(">"),
            Action::Command => self.open_help(":"),
            Action::Suspend => self.leave(Effect::Suspend),
            Action::Quit => self.leave(Effect::Quit),
        }
    }

    fn go_to_heading(&mut self, forward: bool) {
        if self.focus == Pane::Rail {
            return self.go_to_rail_heading(forward);
        }
        if self.takes_up_text() && !self.body.go_to_heading(forward) {
            let end = if forward { "below" } else { "above" };
            self.say(Severity::Info, format!("No heading further {end}"));
        }
    }

    fn sideways(&mut self, right: bool) {
        if self.takes_up_text() && !self.body.scroll_sideways(right) {
            self.say(Severity::Info, "Nothing on the screen is wider than this");
        }
    }

    /// One step out: from the related posts to the text, from the text to the list, from there to the rail beside it,
    /// and from that to where it was opened.
    fn back(&mut self) {
        match self.focus {
            Pane::Related => self.focus = Pane::Body,
            Pane::Body => self.focus_on(Pane::List),
            Pane::Rail => self.leave_rail(false),
            Pane::List if self.geometry().rail.is_some() => self.focus_on(Pane::Rail),
            Pane::List => {}
        }
    }

    /// Like back, and in the list out of a view that another one was left for.
    fn cancel(&mut self) {
        if self.focus == Pane::List {
            self.leave_view();
        } else if self.focus != Pane::Body || !self.end_find() {
            self.back();
        }
    }

    /// Like cancel, and from the first view out of the program.
    fn close(&mut self) {
        if self.focus == Pane::List {
            if !self.leave_view() {
                self.act(Action::Quit);
            }
        } else if self.focus == Pane::Rail {
            self.leave_rail(true);
        } else if self.zen {
            self.zen = false;
        } else {
            self.back();
        }
    }

    /// Before the program stops or ends, the place is kept, if there is one yet.
    fn leave(&mut self, effect: Effect) {
        self.save_anchor();
        if !self.shelf.temporary && self.list.is_loaded() {
            self.push(Effect::SavePlace(self.place()));
        }
        self.push(effect);
    }

    fn toggle_read(&mut self) {
        let Some(id) = self.reading else { return };
        if let Some((read, _)) = self.state_of(id) {
            self.mark(id, Mark::Read(!read));
        }
    }

    fn toggle_star(&mut self) {
        let Some(id) = self.reading else { return };
        if let Some((_, starred)) = self.state_of(id) {
            self.mark(id, Mark::Starred(!starred));
        }
    }

    fn toggle_order(&mut self) {
        let ranks = self.list.view.query.as_ref().is_some_and(Query::ranks);
        let (order, says) = match self.list.view.order {
            Order::Newest => (Order::Oldest, "Oldest first"),
            Order::Oldest if ranks => (Order::Rank, "Best first"),
            Order::Oldest | Order::Rank => (Order::Newest, "Newest first"),
        };
        self.list.view.order = order;
        self.say(Severity::Info, says);
        self.jump(Slice::First);
    }

    /// The other view, at the same article or the one after it. A text that is being read stays in the list, or the
    /// next article would be the one after the next.
    pub(super) fn toggle_unread(&mut self) {
        let unread = self.list.view.state == StateFilter::Unread;
        self.list.view.state = if unread { StateFilter::All } else { StateFilter::Unread };
        self.list.view.keep.clear();
        if let Some(id) = self.reading.filter(|_| self.focus != Pane::List) {
            self.list.keep(id);
        }
        self.say(Severity::Info, if unread { "All articles" } else { "Unread articles" });
        let slice = self.list.place().map_or(Slice::First, Slice::Around);
        self.jump(slice);
        self.ask_counts();
    }

    fn set_measure(&mut self, measure: u16) {
        self.measure = measure.clamp(*MEASURES.start(), *MEASURES.end());
        self.say(Severity::Info, format!("Measure: {} columns", self.measure));
    }

    fn toggle_zen(&mut self) {
        self.zen = !self.zen;
        if self.zen {
            self.focus_on(Pane::Body);
            self.zen = self.focus == Pane::Body;
        }
    }

    /// Headline and address of what is selected: a row of the related pane, else the article.
    fn target(&self) -> Option<(String, Option<String>)> {
        if self.focus == Pane::Related {
            let rows = self.related_rows();
            let row = rows.get(self.related_cursor)?;
            return Some((row.title().to_owned(), row.url().map(str::to_owned)));
        }
        let opened = self.body.opened().filter(|opened| Some(opened.id()) == self.reading);
        let opened = opened.map(|at| (at.held.article.title.clone(), at.held.article.url.clone()));
        opened.or_else(|| self.list.selected().map(|row| (row.title.clone(), row.url.clone())))
    }

    pub(super) fn link_at_hand(&self) -> Option<String> {
        self.target()?.1
    }

    fn browse(&mut self) {
        match self.link_at_hand() {
            Some(url) if is_web(&url) => {
                self.say(Severity::Info, format!("Opening {url}"));
                self.push(Effect::Browse(url));
            }
            Some(url) => self.say(Severity::Warning, format!("Only http and https are opened, not {url}")),
            None => self.say(Severity::Warning, "The page gives no address for this"),
        }
    }

    fn copy(&mut self, headline: bool) {
        let Some((title, url)) = self.target() else { return };
        let text = match (headline, url) {
            (true, Some(url)) => format!("{title}\n{url}"),
            (true, None) => title,
            (false, Some(url)) => url,
            (false, None) => {
                let key = self.key_of(Action::CopyHeadlineAndLink);
                let text = format!("The page gives no address for this · {key} copies the headline");
                return self.say(Severity::Warning, text);
            }
        };
        self.say(Severity::Info, format!("Copied: {}", text.replace('\n', " · ")));
        self.push(Effect::Copy(text));
    }

    /// Addresses of the source of what is read, or of what is selected in the rail.
    fn sources_at_hand(&self) -> Vec<String> {
        if self.focus == Pane::Rail {
            return self.sources_in_rail();
        }
        let opened = self.body.opened().filter(|opened| Some(opened.id()) == self.reading);
        let read = opened.map(|opened| opened.held.source_address.clone());
        read.into_iter().collect()
    }

    fn for_sources(&mut self, effect: impl FnOnce(Vec<String>) -> Effect) {
        let addresses = self.sources_at_hand();
        if addresses.is_empty() {
            return self.say(Severity::Info, "There is no source here that is still asked");
        }
        self.push(effect(addresses));
    }

    fn keep(&mut self) {
        match self.reading {
            _ if !self.shelf.temporary => self.say(Severity::Info, "Everything here is kept already"),
            Some(id) => self.push(Effect::Keep(id)),
            None => self.say(Severity::Info, "There is nothing to keep here"),
        }
    }
}

/// Only these may be handed to a browser: other schemes run programs.
fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}
