//! The rail: rows under headings, with the unread articles of those that are counted.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Paint, draw_border, put, put_right, rect};
use crate::app::geometry::{Frame, Pane};
use crate::app::rail::{Entry, Rail, RailLine, RailRow};
use crate::app::{App, grouped};
use crate::theme::{Role, Theme};

/// Columns before a row, the bar of the selected one among them; a heading stands one further left.
const INDENT: u16 = 2;

/// Draws the rail; gives the place of the selected row where the rail has the focus.
pub(super) fn draw(buffer: &mut Buffer, pane: Frame, app: &App, theme: &Theme) -> Option<Position> {
    let focused = app.focus() == Pane::Rail;
    draw_border(buffer, pane, "Rail", "", focused, theme);
    let (area, rail) = (rect(pane.inner), app.rail());
    let lines = rail.lines();
    let mut cursor = None;
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(rail.top())) {
        let line_area = Rect { y, height: 1, ..area };
        match line {
            RailLine::Blank => {}
            RailLine::Heading(heading) => {
                put(buffer, line_area, area.x + 1, y, heading.title(), theme.style(Role::Dim));
            }
            RailLine::Row(at, row) => {
                let paint = Paint { theme, selected: *at == rail.cursor(), focused };
                if paint.selected {
                    paint.draw_selection(buffer, line_area, Role::Text);
                    cursor = focused.then_some(Position::new(area.x, y));
                }
                draw_row(buffer, line_area, *row, paint, app);
            }
        }
    }
    if lines.is_empty() && rail.is_loaded() {
        let says = "Nothing fits. Backspace takes a letter off.";
        put(buffer, area, area.x + 1, area.y, says, theme.style(Role::Dim));
    }
    cursor
}

/// `▌ Example Wire          1,204`
fn draw_row(buffer: &mut Buffer, line: Rect, row: RailRow<'_>, paint: Paint<'_>, app: &App) {
    let text = Rect { x: line.x + INDENT, width: line.width.saturating_sub(INDENT + 1), ..line };
    let dim = paint.style(Role::Dim);
    let entry = match row {
        RailRow::Entry(entry) => entry,
        RailRow::More(_, count) => {
            put(buffer, text, text.x, line.y, &format!("… {} more", grouped(count as u64)), dim);
            return;
        }
        RailRow::Fewer(_) => {
            put(buffer, text, text.x, line.y, "… fewer", dim);
            return;
        }
    };
    let text = below(text, entry, app.rail());
    let right = put_right(buffer, text, line.y, &note(entry, app), dim);
    let room = Rect { width: right.saturating_sub(text.x + u16::from(right < text.right())), ..text };
    let removed = matches!(entry, Entry::Source { source, .. } if source.removed);
    let style = if removed { dim } else { paint.style(Role::Text) };
    put(buffer, room, text.x, line.y, &called(entry, app.rail()), style);
}

/// What lies in a folder stands under its name, behind the sign.
fn below(text: Rect, entry: &Entry, rail: &Rail) -> Rect {
    let depth = if rail.is_narrowed() { 0 } else { entry.within().count() };
    let indent = (2 * depth).min(usize::from(text.width / 2)) as u16;
    Rect { x: text.x + indent, width: text.width - indent, ..text }
}

/// A folder has a sign that says whether it is open; found by its name, it lists nothing below itself.
fn called<'a>(entry: &'a Entry, rail: &Rail) -> Cow<'a, str> {
    match entry {
        Entry::Folder(folder) if rail.is_narrowed() => folder.path.as_str().into(),
        Entry::Folder(folder) => {
            let sign = if rail.is_unfolded(folder) { '▾' } else { '▸' };
            format!("{sign} {}", folder.name()).into()
        }
        _ => entry.name().into(),
    }
}

/// Unread articles, where these are known; of a removed source, that it is.
fn note(entry: &Entry, app: &App) -> String {
    match entry {
        Entry::Folder(folder) => some(folder.unread),
        Entry::Source { source, .. } if source.removed => "removed".to_owned(),
        Entry::Source { source, .. } => some(source.counts.unread),
        Entry::Saved(search) => app.rail().count(&search.name).map_or_else(String::new, |count| {
            let more = if count.more && count.counts.unread > 0 { "+" } else { "" };
            format!("{}{more}", some(count.counts.unread))
        }),
        Entry::State(_) | Entry::Name(..) => String::new(),
    }
}

/// Nothing is no number to look at.
fn some(count: u64) -> String {
    if count == 0 { String::new() } else { grouped(count) }
}
