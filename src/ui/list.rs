//! The article list: two lines an article, one where the screen is low.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Paint, draw_border, put, put_right, rect};
use crate::app::geometry::{Frame, Pane};
use crate::app::{App, dates};
use crate::library::{Order, Row, StateFilter};
use crate::theme::{Role, Theme};

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
            buffer.set_style(row_area.intersection(buffer.area), paint.style(Role::Text));
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
    if app.list().view.order == Order::Oldest { "oldest first" } else { "" }
}

/// `▌● Headline` and, where there is room, `▌  Site · Author · Date  ★` below.
fn draw_row(buffer: &mut Buffer, area: Rect, row: &Row, paint: Paint<'_>, app: &App) {
    if area.height == 0 {
        return;
    }
    if paint.selected {
        paint.draw_bar(buffer, area);
    }
    let dot = if row.read { " " } else { "●" };
    put(buffer, area, area.x + 1, area.y, dot, paint.style(Role::Unread));
    let text = Rect { x: area.x + 3, width: area.width.saturating_sub(4), ..area };
    let headline = paint.style(if row.read { Role::Read } else { Role::Unread });
    let date = row.published.map(|at| dates::short(at, app.now())).unwrap_or_default();
    if area.height == 1 {
        let right = put_marks(buffer, text, area.y, &date, row, paint);
        let room = Rect { width: right.saturating_sub(text.x + 1), ..text };
        put(buffer, room, text.x, area.y, &row.title, headline);
    } else {
        put(buffer, text, text.x, area.y, &row.title, headline);
        let right = put_marks(buffer, text, area.y + 1, &date, row, paint);
        let room = Rect { width: right.saturating_sub(text.x + 1), ..text };
        put(buffer, room, text.x, area.y + 1, &below(row), paint.style(Role::Dim));
    }
}

/// Star and date at the right edge; gives the column where they begin.
fn put_marks(buffer: &mut Buffer, text: Rect, y: u16, date: &str, row: &Row, paint: Paint<'_>) -> u16 {
    let right = put_right(buffer, text, y, date, paint.style(Role::Dim));
    if !row.starred {
        return right;
    }
    let gap = if date.is_empty() { 1 } else { 2 };
    let x = right.saturating_sub(gap).max(text.x);
    put(buffer, text, x, y, "★", paint.style(Role::Star));
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
        _ if app.list().view.query.is_some() => {
            let text = app.view_name().rsplit(" › ").next().unwrap_or_default();
            (format!("Nothing fits {text}"), format!("{} ends the search.", app.key_of(Action::Cancel)))
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
