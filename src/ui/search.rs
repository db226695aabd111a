//! The line in which a search or a filter is typed, in the place of the status line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::overlay::{Input, draw_input};
use super::{put, put_right, status};
use crate::app::App;
use crate::app::layers::Layer;
use crate::app::search::{Purpose, Search};
use crate::layout::width;
use crate::theme::{Role, Theme};

/// Columns that are kept for what is typed, however much there is to say beside it.
const LEAST: usize = 16;
/// Columns between what is typed and what is said of it.
const GAP: u16 = 2;

fn label(search: &Search) -> &'static str {
    match search.purpose {
        Purpose::Search => "Search:",
        Purpose::SearchLibrary => "Search all:",
        Purpose::Filter => "Filter:",
    }
}

/// Keys of the line.
pub(super) fn hints(search: &Search) -> Vec<(String, String)> {
    let enter = if search.purpose == Purpose::Filter { "narrow" } else { "read" };
    status::fixed(&[("↑ ↓", "choose"), ("Enter", enter), ("Esc", "back")])
}

/// `Search harbour str▏              ↑ ↓ choose  Enter read  Esc back`; gives the place of the text cursor.
pub(super) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    search: &Search,
    app: &App,
    theme: &Theme,
) -> Option<Position> {
    let room = beside(area.width, search);
    let said = match (&search.wrong, app.toast()) {
        (Some(wrong), _) if width(&wrong.message) <= room => {
            put_right(buffer, area, area.y, &wrong.message, theme.style(Role::ToastWarning))
        }
        (_, Some(toast)) => status::draw_toast(buffer, area, toast, theme),
        _ => draw_hints(buffer, area, room, search, theme),
    };
    let line = Rect { x: area.x.saturating_sub(1), width: said.saturating_sub(area.x + GAP) + 1, ..area };
    let wrong = search.wrong.as_ref().map(|wrong| wrong.range.clone());
    let input =
        Input { sign: label(search), example: "words, \"a phrase\", -not, title: is:unread …", wrong };
    draw_input(buffer, line, &input, &search.line, theme)
}

/// Columns beside what is typed.
fn beside(columns: u16, search: &Search) -> usize {
    let typed = (width(search.line.text()) + 1).max(LEAST);
    usize::from(columns.saturating_sub(GAP)).saturating_sub(width(label(search)) + 1 + typed)
}

/// The keys, where there is room for all of them; gives the column where they begin.
fn draw_hints(buffer: &mut Buffer, area: Rect, room: usize, search: &Search, theme: &Theme) -> u16 {
    let hints = hints(search);
    let needed = status::hints_width(&hints);
    if needed > room {
        return area.right() + GAP;
    }
    let x = area.right() - needed as u16;
    status::draw_hints(buffer, Rect { x, width: needed as u16, ..area }, &hints, theme);
    x
}

/// In the header, for which there is more room: what is wrong with what is typed, where that line is too short to say it.
/// False where there is nothing to say.
pub(super) fn draw_wrong(buffer: &mut Buffer, area: Rect, app: &App, theme: &Theme) -> bool {
    let Some(Layer::Search(search)) = app.layers().last() else { return false };
    let Some(wrong) = &search.wrong else { return false };
    if width(&wrong.message) <= beside(area.width, search) {
        return false;
    }
    put(buffer, area, area.x, area.y, &wrong.message, theme.style(Role::ToastWarning));
    true
}
