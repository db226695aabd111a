//! The lines above and below the panes: what this is, and the keys that are valid now.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{put, put_right, search};
use crate::action::Action;
use crate::app::geometry::Pane;
use crate::app::layers::{Asked, Layer};
use crate::app::toast::{Severity, Toast};
use crate::app::{App, grouped};
use crate::keys::{Follow, Lookup};
use crate::layout::{truncate, width};
use crate::library::{BEST, Order, StateFilter};
use crate::theme::{Role, Theme};

/// Hints of the status line: actions whose keys are shown together, and what to call them.
type Hints = &'static [(&'static [Action], &'static str)];

const LIST: Hints = &[
    (&[Action::MoveDown, Action::MoveUp], "move"),
    (&[Action::Open], "read"),
    (&[Action::Cancel], "back"),
    (&[Action::ReadOn], "page, next unread"),
    (&[Action::Search], "search"),
    (&[Action::ToggleUnread], "unread"),
    (&[Action::ToggleStar], "star"),
    (&[Action::Unfold], "copies"),
    (&[Action::NextPane], "pane"),
    (&[Action::Close], "quit"),
    (&[Action::Help], "keys"),
];
const BODY: Hints = &[
    (&[Action::ReadOn], "page, next unread"),
    (&[Action::NextMatch, Action::PreviousMatch], "match"),
    (&[Action::Back], "list"),
    (&[Action::EarlierText], "earlier text"),
    (&[Action::Find], "find"),
    (&[Action::NextArticle, Action::PreviousArticle], "next, previous"),
    (&[Action::OpenInBrowser], "browser"),
    (&[Action::ToggleStar], "star"),
    (&[Action::NextPane], "pane"),
    (&[Action::Help], "keys"),
];
const RELATED: Hints = &[
    (&[Action::MoveDown, Action::MoveUp], "move"),
    (&[Action::Open], "read"),
    (&[Action::Back], "text"),
    (&[Action::TrailBack, Action::TrailForward], "trail"),
    (&[Action::CopyLink], "copy link"),
    (&[Action::Help], "keys"),
];

const RAIL: Hints = &[
    (&[Action::MoveDown, Action::MoveUp], "move"),
    (&[Action::Open], "show"),
    (&[Action::Unfold], "fold"),
    (&[Action::Search], "find"),
    (&[Action::Remove], "remove"),
    (&[Action::Back], "back"),
    (&[Action::NextHeading, Action::PreviousHeading], "heading"),
    (&[Action::Rail], "close"),
    (&[Action::Help], "keys"),
];

/// Columns between two hints.
const GAP: u16 = 2;

/// `Courant   All articles          1,204 unread of 98,312   ↻ 12/40`
pub(super) fn draw_header(buffer: &mut Buffer, area: Rect, app: &App, theme: &Theme) {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if search::draw_wrong(buffer, area, app, theme) {
        return;
    }
    let end = put(buffer, area, area.x, area.y, "Courant", theme.style(Role::Title));
    let mut right = area;
    if let Some(progress) = app.progress() {
        let gauge = match progress.total {
            0 => format!("↻ {}", grouped(progress.done as u64)),
            total => format!("↻ {}/{}", grouped(progress.done as u64), grouped(total as u64)),
        };
        let x = put_right(buffer, right, area.y, &gauge, theme.style(Role::Gauge));
        right.width = x.saturating_sub(right.x + 3);
    }
    let shown = shown(app);
    let room = usize::from(right.right().saturating_sub(end + 6)).saturating_sub(width(&shown));
    let x = put_right(buffer, right, area.y, &counts(app, room), theme.style(Role::Dim));
    let middle = Rect { x: end + 3, width: x.saturating_sub(end + 6), ..area };
    // of a view within others its own name says most
    let cut = width(&shown) > usize::from(middle.width) && !app.view_name().is_empty();
    let shown = if cut { app.view_name() } else { &shown };
    put(buffer, middle, middle.x, area.y, shown, theme.style(Role::Text));
}

/// How many of how many, where there is room beside the name of the view, and where the view holds more than what
/// is unread.
fn counts(app: &App, room: usize) -> String {
    let counts = app.counts();
    if app.list().view.query.is_some() {
        return found(app, room);
    }
    let short = format!("{} unread", grouped(counts.unread));
    let long = format!("{short} of {}", grouped(counts.total));
    let all = app.list().view.state != StateFilter::Unread;
    if all && width(&long) <= room { long } else { short }
}

/// How many fit a query.
fn found(app: &App, room: usize) -> String {
    let counts = app.counts();
    if app.list().view.order == Order::Rank && counts.total > BEST as u64 {
        return format!("best {} of {}", grouped(BEST as u64), grouped(counts.total));
    }
    match (counts.total, app.has_more()) {
        (0, true) => String::new(),
        (total, true) => format!("more than {}", grouped(total)),
        (total, false) => {
            let short = format!("{} found", grouped(total));
            let long = format!("{} unread of {short}", grouped(counts.unread));
            if counts.unread > 0 && width(&long) <= room { long } else { short }
        }
    }
}

fn shown(app: &App) -> String {
    let view = match app.list().view.state {
        StateFilter::All => "All articles",
        StateFilter::Unread => "Unread articles",
        StateFilter::Read => "Read articles",
        StateFilter::Starred => "Starred articles",
    };
    let first = match (&app.shelf().title, app.list().view.state) {
        (Some(title), StateFilter::All) => title.clone(),
        (Some(title), _) => format!("{title} · {view}"),
        (None, _) => view.to_owned(),
    };
    if app.view_name().is_empty() { first } else { format!("{first} › {}", app.view_name()) }
}

/// The keys that are valid now, and what was just said; or the line that is typed into, with the place of its cursor.
pub(super) fn draw_status(buffer: &mut Buffer, area: Rect, app: &App, theme: &Theme) -> Option<Position> {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if let Some(typing) = search::typing(app) {
        return search::draw(buffer, area, &typing, app, theme);
    }
    let right = match app.toast() {
        None if !app.pending().is_empty() => area.right(),
        Some(toast) => draw_toast(buffer, area, toast, theme),
        None => draw_standing_note(buffer, area, app, theme),
    };
    let room = Rect { width: right.saturating_sub(area.x), ..area };
    if app.pending().is_empty() {
        draw_hints(buffer, room, &hints(app), theme);
    } else {
        draw_pending(buffer, room, app, theme);
    }
    None
}

fn hints(app: &App) -> Vec<(String, String)> {
    let table = match (app.layers().last(), app.focus()) {
        (Some(Layer::Help(_)), _) => {
            return fixed(&[("↑ ↓", "choose"), ("Enter", "do it"), ("Esc", "close")]);
        }
        (Some(Layer::Question(question)), _) => {
            let does = if question.asked == Asked::Source { "add" } else { "save" };
            return fixed(&[("Enter", does), ("Esc", "cancel")]);
        }
        (Some(Layer::Sheet(sheet)), _) => {
            let adds: &[_] = if sheet.adds() { &[("Enter", "add")] } else { &[] };
            return fixed(&[&[("j k", "move")], adds, &[("Esc", "close")]].concat());
        }
        (_, Pane::List) => LIST,
        (_, Pane::Body) => BODY,
        (_, Pane::Related) => RELATED,
        (_, Pane::Rail) => RAIL,
    };
    let known = |action: &&Action| app.is_possible(**action);
    let keys = |actions: &[Action]| -> Vec<String> {
        actions.iter().filter(known).filter_map(|action| app.keys_of(*action).into_iter().next()).collect()
    };
    let unread_only = app.list().view.state == StateFilter::Unread;
    let says = |actions: &[Action], what: &str| match actions {
        [Action::ToggleUnread] if unread_only => "all".to_owned(),
        [Action::Close] if app.has_left_view() => "close".to_owned(),
        _ => what.to_owned(),
    };
    table.iter().map(|(actions, what)| (keys(actions).join("/"), says(actions, what))).collect()
}

pub(super) fn fixed(hints: &[(&str, &str)]) -> Vec<(String, String)> {
    hints.iter().map(|(keys, what)| ((*keys).to_owned(), (*what).to_owned())).collect()
}

/// As many hints as fit whole; half a hint is worse than none. The last one is chosen first: whoever knows how to
/// see all the keys needs no other.
pub(super) fn draw_hints(buffer: &mut Buffer, area: Rect, hints: &[(String, String)], theme: &Theme) {
    let mut room = usize::from(area.width) + usize::from(GAP);
    let mut fits = vec![false; hints.len()];
    let last_first = (0..hints.len()).rev().take(1).chain(0..hints.len().saturating_sub(1));
    for at in last_first.filter(|at| !hints[*at].0.is_empty()) {
        let needed = hint_width(&hints[at]);
        fits[at] = needed <= room;
        room -= if fits[at] { needed } else { 0 };
    }
    let mut x = area.x;
    for (keys, what) in hints.iter().zip(fits).filter_map(|(hint, fits)| fits.then_some(hint)) {
        x = put(buffer, area, x, area.y, keys, theme.style(Role::StatusKey));
        x = put(buffer, area, x + 1, area.y, what, theme.style(Role::Status)) + GAP;
    }
}

/// Columns of a hint and of the gap behind it.
fn hint_width((keys, what): &(String, String)) -> usize {
    width(keys) + 1 + width(what) + usize::from(GAP)
}

/// Columns of hints side by side.
pub(super) fn hints_width(hints: &[(String, String)]) -> usize {
    hints.iter().map(hint_width).sum::<usize>().saturating_sub(usize::from(GAP))
}

/// A sequence that has begun: what may follow.
fn draw_pending(buffer: &mut Buffer, area: Rect, app: &App, theme: &Theme) {
    let typed: String = app.pending().iter().map(ToString::to_string).collect();
    let x = put(buffer, area, area.x, area.y, &format!("{typed} …"), theme.style(Role::StatusKey)) + 2;
    let Lookup::Pending(next) = app.keymap().lookup(app.focus(), app.pending()) else { return };
    let leads = |follow: Follow| follow.action.map_or("…", Action::help).to_owned();
    let room = Rect { x, width: area.right().saturating_sub(x), ..area };
    let share = usize::from(room.width) / next.len().max(1);
    let hint = |at: Follow| {
        let chord = at.chord.to_string();
        let words = truncate(&leads(at), share.saturating_sub(width(&chord) + 3)).into_owned();
        (chord, words)
    };
    let hints: Vec<(String, String)> = next.into_iter().map(hint).collect();
    draw_hints(buffer, room, &hints, theme);
}

/// Gives the column where what was said begins, so that the hints end before it.
pub(super) fn draw_toast(buffer: &mut Buffer, area: Rect, toast: &Toast, theme: &Theme) -> u16 {
    let (role, word) = match toast.severity {
        Severity::Info => (Role::ToastInfo, ""),
        Severity::Warning => (Role::ToastWarning, ""),
        Severity::Error => (Role::ToastError, "Error: "),
    };
    let text = format!("{word}{}", toast.text);
    // what can be read elsewhere gives way to the way to the keys; a refusal says what to do and is read whole
    let spare = if toast.severity == Severity::Info && area.width >= 40 { 8 } else { 0 };
    let area = Rect { x: area.x + spare, width: area.width - spare, ..area };
    let text = truncate(&text, usize::from(area.width));
    put_right(buffer, area, area.y, &text, theme.style(role)).saturating_sub(2)
}

/// What is true all the time and must not be forgotten.
fn draw_standing_note(buffer: &mut Buffer, area: Rect, app: &App, theme: &Theme) -> u16 {
    if let Some(text) = app.body().matches().said().filter(|_| has_bare_body(app)) {
        return put_right(buffer, area, area.y, &text, theme.style(Role::Status)).saturating_sub(2);
    }
    if !app.shelf().temporary {
        return area.right();
    }
    let long = format!("marks are not kept · {} keeps this", app.key_of(Action::Keep));
    let text = if area.width >= 100 { long } else { "marks are not kept".to_owned() };
    if area.width < 50 {
        return area.right();
    }
    put_right(buffer, area, area.y, &text, theme.style(Role::Dim)).saturating_sub(2)
}

/// Whether the text has no border that could say how far the reader is.
fn has_bare_body(app: &App) -> bool {
    app.geometry().body.is_some_and(|pane| !pane.border)
}

/// Too small for panes: one honest line.
pub(super) fn draw_tiny(buffer: &mut Buffer, area: Rect, app: &App, theme: &Theme) {
    let unread = grouped(app.counts().unread);
    let choices = [format!("Courant: {unread} unread, too small"), format!("{unread} unread"), unread];
    let fitting = choices.iter().find(|text| width(text) <= usize::from(area.width));
    if area.height > 0 {
        put(buffer, area, 0, 0, fitting.map_or("…", String::as_str), theme.style(Role::Text));
    }
}
