//! The related posts: what the library computed with the reason, then the links that the page itself offers, each kind
//! labelled, held or not.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Paint, draw_border, put, put_right, rect};
use crate::app::geometry::{Frame, Pane};
use crate::app::related::{RelatedRow, short_reason};
use crate::app::{App, dates};
use crate::article::LinkRole;
use crate::layout::width;
use crate::library::{HeldLink, RelatedKind};
use crate::theme::{Role, Theme};

/// What the rows of a story are called, and the line above them.
const STORY: &str = "Story";
/// Columns of the label.
const LABEL: u16 = 9;
/// Columns of a row from which on there is room for a headline beside both its date and the word that it is not held.
const BOTH_NOTES: u16 = 60;

/// Draws the rows; gives the place of the selected one where the pane has the focus.
pub(super) fn draw(buffer: &mut Buffer, pane: Frame, app: &App, theme: &Theme) -> Option<Position> {
    let focused = app.focus() == Pane::Related;
    let rows = app.related_rows();
    let count = rows.iter().filter(|row| !matches!(row, RelatedRow::Story(_))).count();
    let note = if count == 0 { String::new() } else { count.to_string() };
    draw_border(buffer, pane, "Related", &note, focused, theme);
    let whole = rect(pane.inner);
    let area = draw_story(buffer, whole, app, theme);
    // the line of the story stays above the others where there is room
    let above = usize::from(area != whole);
    let mut cursor = (focused && app.related_cursor() < above).then_some(Position::new(whole.x, whole.y));
    if rows.len() == above {
        let says = if app.knows_related() { "Nothing here belongs to this article." } else { "" };
        put(buffer, area, area.x + 1, area.y, says, theme.style(Role::Dim));
        return cursor;
    }
    let height = app.geometry().related_row_height;
    let visible = usize::from(area.height / height.max(1)).max(1);
    let selected = app.related_cursor();
    let top = above + (selected + 1).saturating_sub(above + visible);
    for (at, (index, row)) in rows.iter().enumerate().skip(top).take(visible).enumerate() {
        let y = area.y + at as u16 * height;
        let line = Rect { y, height: height.min(area.bottom().saturating_sub(y)), ..area };
        let paint = Paint { theme, selected: focused && index == selected, focused };
        if paint.selected {
            paint.draw_selection(buffer, line, words(row));
            cursor = Some(Position::new(line.x, y));
        }
        let label = Some(label(row)).filter(|text| index == top || label(&rows[index - 1]) != *text);
        // the line above says it
        let label = label.filter(|text| at > 0 || *text != STORY || above == 0);
        draw_row(buffer, line, row, label.unwrap_or_default(), paint, app);
    }
    cursor
}

/// `Story    3 articles, 12 Jan – 3 Feb · ▁▂▇▂` above the rows, where there is room for both; gives the room of the rows.
fn draw_story(buffer: &mut Buffer, area: Rect, app: &App, theme: &Theme) -> Rect {
    let text = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let line = app.story_line(usize::from(text.width.saturating_sub(LABEL)));
    let Some(line) = line.filter(|_| area.height > app.geometry().related_row_height) else {
        return area;
    };
    let focused = app.focus() == Pane::Related;
    let paint = Paint { theme, selected: focused && app.related_cursor() == 0, focused };
    if paint.selected {
        paint.draw_selection(buffer, Rect { height: 1, ..area }, Role::Text);
    }
    put(buffer, text, text.x, text.y, STORY, paint.style(Role::Dim));
    put(buffer, text, text.x + LABEL, text.y, &line, paint.style(Role::Text));
    Rect { y: area.y + 1, height: area.height - 1, ..area }
}

/// `Story    ● Headline      both: zevor-cel · 3 m later`, `Latest     Headline       3 May · not held`; on two lines
/// the note stands below the headline.
fn draw_row(buffer: &mut Buffer, line: Rect, row: &RelatedRow<'_>, label: &str, paint: Paint<'_>, app: &App) {
    let dim = paint.style(Role::Dim);
    let text = Rect { x: line.x + 1, width: line.width.saturating_sub(2), ..line };
    put(buffer, text, text.x, line.y, label, dim);
    let mut title = Rect { x: text.x + LABEL, width: text.width.saturating_sub(LABEL), ..text };
    if line.height > 1 {
        let room = title.width.saturating_sub(2);
        let note = note(row, usize::from(room), BOTH_NOTES, app);
        put(buffer, title, title.x + 2, line.y + 1, &note, paint.below().style(Role::Dim));
    } else {
        let said = note(row, reason_room(text, row.title()), line.width, app);
        let right = put_right(buffer, text, line.y, &said, dim);
        title.width = right.saturating_sub(title.x + 1);
    }
    if row.is_unread() {
        put(buffer, title, title.x, line.y, "●", paint.style(Role::Unread));
    }
    put(buffer, title, title.x + 2, line.y, row.title(), paint.style(words(row)));
}

fn words(row: &RelatedRow<'_>) -> Role {
    if row.held().is_some() || matches!(row, RelatedRow::Story(_)) { Role::Held } else { Role::NotHeld }
}

/// Why the row is there, in `room` columns, or what the page says beside it, in a row of `columns`.
fn note(row: &RelatedRow<'_>, room: usize, columns: u16, app: &App) -> String {
    match row {
        RelatedRow::Story(_) => row.reason(),
        RelatedRow::Computed(related) => short_reason(related, room),
        RelatedRow::Page(link) => page_note(link, columns, app),
    }
}

/// Columns of the reason: what the headline leaves, which needs no more than half.
fn reason_room(text: Rect, title: &str) -> usize {
    let room = usize::from(text.width.saturating_sub(LABEL + 3));
    room - width(title).min(room / 2)
}

fn page_note(link: &HeldLink, columns: u16, app: &App) -> String {
    let date = link.published.map(|at| dates::short(at, app.now()));
    match (link.held, date) {
        (Some(_), date) => date.unwrap_or_default(),
        (None, Some(date)) if columns >= BOTH_NOTES => format!("{date} · not held"),
        (None, _) => "not held".to_owned(),
    }
}

fn label(row: &RelatedRow<'_>) -> &'static str {
    match row {
        RelatedRow::Story(_) => STORY,
        RelatedRow::Computed(related) => match related.kind {
            RelatedKind::Story => STORY,
            RelatedKind::Copy => "Copy",
            RelatedKind::Related => "Related",
        },
        RelatedRow::Page(link) => match link.role {
            LinkRole::InlineRelated => "In text",
            LinkRole::Related => "Page",
            LinkRole::Latest => "Latest",
            LinkRole::Popular => "Popular",
            LinkRole::Event => "Event",
            LinkRole::Body => "Link",
        },
    }
}
