//! The related posts: now the links that the page itself offers, each kind labelled, held or not.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Paint, draw_border, put, put_right, rect};
use crate::app::geometry::{Frame, Pane};
use crate::app::{App, dates};
use crate::article::LinkRole;
use crate::library::HeldLink;
use crate::theme::{Role, Theme};

/// Columns of the label.
const LABEL: u16 = 9;
/// Columns of a row from which on there is room for a headline beside both its date and the word that it is not held.
const BOTH_NOTES: u16 = 60;

/// Draws the rows; gives the place of the selected one where the pane has the focus.
pub(super) fn draw(buffer: &mut Buffer, pane: Frame, app: &App, theme: &Theme) -> Option<Position> {
    let focused = app.focus() == Pane::Related;
    let links = app.links();
    let note = if links.is_empty() { String::new() } else { links.len().to_string() };
    draw_border(buffer, pane, "Related", &note, focused, theme);
    let area = rect(pane.inner);
    if links.is_empty() {
        let says = if app.body().opened().is_some() { "This page offers no links of its own." } else { "" };
        put(buffer, area, area.x + 1, area.y, says, theme.style(Role::Dim));
        return None;
    }
    let visible = usize::from(area.height);
    let selected = app.related_cursor();
    let top = (selected + 1).saturating_sub(visible);
    let mut cursor = None;
    for (y, (index, link)) in (area.y..area.bottom()).zip(links.iter().enumerate().skip(top)) {
        let row = Rect { y, height: 1, ..area };
        let paint = Paint { theme, selected: focused && index == selected, focused };
        if paint.selected {
            buffer.set_style(row.intersection(buffer.area), paint.style(Role::Text));
            paint.draw_bar(buffer, row);
            cursor = Some(Position::new(row.x, y));
        }
        let new_kind = index == top || links[index - 1].role != link.role;
        draw_row(buffer, row, link, new_kind, paint, app);
    }
    cursor
}

/// `Latest   ● Headline                 3 May`
fn draw_row(buffer: &mut Buffer, row: Rect, link: &HeldLink, new_kind: bool, paint: Paint<'_>, app: &App) {
    let dim = paint.style(Role::Dim);
    let text = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
    if new_kind {
        put(buffer, text, text.x, row.y, label(link.role), dim);
    }
    let date = link.published.map(|at| dates::short(at, app.now()));
    let note = match (link.held, date) {
        (Some(_), date) => date.unwrap_or_default(),
        (None, Some(date)) if row.width >= BOTH_NOTES => format!("{date} · not held"),
        (None, _) => "not held".to_owned(),
    };
    let right = put_right(buffer, text, row.y, &note, dim);
    let dot = if matches!(link.held, Some((_, false))) { "●" } else { " " };
    let title = Rect { x: text.x + LABEL, width: right.saturating_sub(text.x + LABEL + 1), ..text };
    put(buffer, title, title.x, row.y, dot, paint.style(Role::Unread));
    let style = paint.style(if link.held.is_some() { Role::Held } else { Role::NotHeld });
    put(buffer, title, title.x + 2, row.y, &link.title, style);
}

fn label(role: LinkRole) -> &'static str {
    match role {
        LinkRole::InlineRelated => "In text",
        LinkRole::Related => "Related",
        LinkRole::Latest => "Latest",
        LinkRole::Popular => "Popular",
        LinkRole::Event => "Event",
        LinkRole::Body => "Link",
    }
}
