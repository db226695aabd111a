//! The article list: two lines an article, one where the screen is low.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::{Paint, draw_border, put, put_right, rect};
use crate::app::geometry::{Frame, Pane};
use crate::app::snippets::{ROW_MARGIN, WITH_DATE};
use crate::app::{App, dates};
use crate::layout::width;
use crate::library::{Order, Part, Row, StateFilter};
use crate::theme::{Role, Theme};

/// Columns by which a copy stands in from the article that it stands below.
const BELOW: u16 = 2;

/// Draws the list; gives the place of the selected row where the list has the focus.
pub(super) fn draw(buffer: &mut Buffer, pane: Frame, app: &App, theme: &Theme) -> Option<Position> {
    let focused = app.focus() == Pane::List;
    draw_border(buffer, pane, title(app), note(app), focused, theme);
    let area = rect(pane.inner);
    let geometry = app.geometry();
    let height = geometry.list_row_height;
    let list = app.list();
    let mut cursor = None;
    let visible = list.rows().iter().enumerate().skip(list.top()).take(geometry.list_rows());
    for (line, (index, row)) in visible.enumerate() {
        let y = area.y + line as u16 * height;
        let row_area = Rect { y, height: height.min(area.bottom().saturating_sub(y)), ..area };
        let selected = index == list.cursor();
        let paint = Paint { theme, selected, focused };
        if selected {
            paint.draw_selection(buffer, row_area, words(row));
            // on the bar, where it hides nothing and cuts no hole into the selection
            cursor = focused.then_some(Position::new(area.x, y));
        }
        draw_row(buffer, row_area, row, paint, app);
    }
    if list.rows().is_empty() && list.is_loaded() && list.awaited_jump().is_none() {
        draw_empty(buffer, area, app, theme);
    }
    cursor
}

fn title(app: &App) -> &'static str {
    match app.list().view.state {
        StateFilter::All => "Articles",
        StateFilter::Unread => "Unread",
        StateFilter::Read => "Read",
        StateFilter::Starred => "Starred",
    }
}

fn note(app: &App) -> &'static str {
    match app.list().view.order {
        Order::Newest => "",
        Order::Oldest => "oldest first",
        Order::Rank => "best first",
    }
}

/// `▌● Headline` and, where there is room, `▌  Site · Author   ★  Date` below.
fn draw_row(buffer: &mut Buffer, area: Rect, row: &Row, paint: Paint<'_>, app: &App) {
    if area.height == 0 {
        return;
    }
    if !row.read {
        put(buffer, area, area.x + 1, area.y, "●", paint.style(Role::Unread));
    }
    let mut text = Rect { x: area.x + 3, width: area.width.saturating_sub(ROW_MARGIN), height: 1, ..area };
    if app.list().is_below(row) {
        put(buffer, area, text.x, area.y, "↳", paint.style(Role::Dim));
        (text.x, text.width) = (text.x + BELOW, text.width.saturating_sub(BELOW));
    }
    let date = row.published.map(|at| dates::short(at, app.now())).unwrap_or_default();
    if area.height == 1 {
        let right = put_marks(buffer, text, &date, row, paint);
        draw_headline(buffer, before(text, right), row, paint, app);
    } else {
        draw_headline(buffer, text, row, paint, app);
        draw_below(buffer, Rect { y: area.y + 1, ..text }, &date, row, paint.below(), app);
    }
}

const fn words(row: &Row) -> Role {
    if row.read { Role::Read } else { Role::Unread }
}

/// `Headline    +3`: how many copies are folded into the row stands at the right.
fn draw_headline(buffer: &mut Buffer, mut line: Rect, row: &Row, paint: Paint<'_>, app: &App) {
    if let Some(copies) = app.folded_below(row) {
        let sign = if app.list().view.unfolded.contains(&row.key.id) { '−' } else { '+' };
        line =
            before(line, put_right(buffer, line, line.y, &format!("{sign}{copies}"), paint.style(Role::Dim)));
    }
    let style = paint.style(words(row));
    let query = app.list().view.query.as_ref();
    let found = query.map(|query| query.marks(&row.title, Part::Headline)).unwrap_or_default();
    put_found(buffer, line, &row.title, &found, style, paint.style(Role::Match));
}

/// What is found in the text, where something is looked for there; else who wrote it.
fn draw_below(buffer: &mut Buffer, line: Rect, date: &str, row: &Row, paint: Paint<'_>, app: &App) {
    let snippet = app.snippet(row.key.id);
    let whole = line.width < WITH_DATE && !matches!(snippet, Some(None));
    let room = if whole { line } else { before(line, put_marks(buffer, line, date, row, paint)) };
    let dim = paint.style(Role::Dim);
    match snippet {
        // it is on its way
        None => {}
        Some(None) => drop(put(buffer, room, room.x, room.y, &below(row), dim)),
        Some(Some(line)) => put_found(buffer, room, &line.text, &line.marks, dim, paint.style(Role::Match)),
    }
}

/// What is left of a line before something at its right end.
fn before(line: Rect, right: u16) -> Rect {
    Rect { width: right.saturating_sub(line.x + 1), ..line }
}

/// A line with what was looked for in it: bytes, in order.
fn put_found(
    buffer: &mut Buffer,
    line: Rect,
    text: &str,
    found: &[Range<usize>],
    style: Style,
    marked: Style,
) {
    let end = put(buffer, line, line.x, line.y, text, style);
    let marked = marked.remove_modifier(Modifier::DIM);
    let column = |at: usize| line.x.saturating_add(width(&text[..at]) as u16).min(end);
    for range in found {
        let (from, until) = (column(range.start), column(range.end));
        let place = Rect { x: from, width: until - from, ..line };
        buffer.set_style(place.intersection(buffer.area), marked);
    }
}

/// Star and date at the right edge; gives the column where they begin.
fn put_marks(buffer: &mut Buffer, text: Rect, date: &str, row: &Row, paint: Paint<'_>) -> u16 {
    let right = put_right(buffer, text, text.y, date, paint.style(Role::Dim));
    if !row.starred {
        return right;
    }
    let gap = if date.is_empty() { 1 } else { 2 };
    let x = right.saturating_sub(gap).max(text.x);
    put(buffer, text, x, text.y, "★", paint.style(Role::Star));
    x
}

fn below(row: &Row) -> String {
    let parts = [row.site.as_str(), row.byline.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn draw_empty(buffer: &mut Buffer, area: Rect, app: &App, theme: &Theme) {
    use crate::action::Action;
    let (first, second) = match app.list().view.state {
        state if app.list().view.query.is_some() => {
            let nothing = if state == StateFilter::Unread { "Nothing unread fits" } else { "Nothing fits" };
            let text = app.view_name().rsplit(" › ").next().unwrap_or_default();
            let narrows = if app.is_found() { "search" } else { "filter" };
            (format!("{nothing} {text}"), format!("{} ends the {narrows}.", app.key_of(Action::Cancel)))
        }
        _ if app.is_refreshing() => ("Reading …".to_owned(), String::new()),
        StateFilter::All => (
            "Nothing here yet.".to_owned(),
            format!("{} adds a file or folder.", app.key_of(Action::AddSource)),
        ),
        _ => (
            "Everything is read.".to_owned(),
            format!("{} shows all articles.", app.key_of(Action::ToggleUnread)),
        ),
    };
    let text = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    put(buffer, text, text.x, area.y + area.height / 3, &first, theme.style(Role::Text));
    put(buffer, text, text.x, area.y + area.height / 3 + 1, &second, theme.style(Role::Dim));
}
