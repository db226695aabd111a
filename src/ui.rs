//! Draws the state. Reads [`App`], changes nothing; one pane a file.
//!
//! ```text
//!  header
//! ┌ list ────┐┌ body ─────────┐
//! │          ││               │
//! │          │├ related ──────┤
//! └──────────┘└───────────────┘
//!  status
//! ```

use ratatui::Frame;
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::App;
use crate::app::geometry::{Area, Frame as Pane};
use crate::app::layers::Layer;
use crate::layout::{split_plain, truncate};
use crate::theme::{Role, Theme};

mod body;
mod list;
mod overlay;
mod rail;
mod related;
mod search;
mod sheet;
mod status;

/// Draws everything and puts the real cursor on what is selected, where screen readers and input methods
/// look for it.
pub fn draw(frame: &mut Frame<'_>, app: &App, theme: &Theme) {
    let geometry = app.geometry();
    let area = frame.area();
    if geometry.tiny {
        return status::draw_tiny(frame.buffer_mut(), area, app, theme);
    }
    let mut cursor = None;
    if let Some(header) = geometry.header {
        status::draw_header(frame.buffer_mut(), rect(header), app, theme);
    }
    if let Some(pane) = geometry.rail {
        cursor = cursor.or(rail::draw(frame.buffer_mut(), pane, app, theme));
    }
    if let Some(pane) = geometry.list {
        cursor = cursor.or(list::draw(frame.buffer_mut(), pane, app, theme));
    }
    if let Some(pane) = geometry.body {
        cursor = cursor.or(body::draw(frame.buffer_mut(), pane, app, theme));
    }
    if let Some(pane) = geometry.related {
        cursor = cursor.or(related::draw(frame.buffer_mut(), pane, app, theme));
    }
    if let Some(status) = geometry.status {
        cursor = status::draw_status(frame.buffer_mut(), rect(status), app, theme).or(cursor);
    }
    for layer in app.layers() {
        cursor = match layer {
            Layer::Help(help) => overlay::draw_help(frame.buffer_mut(), area, help, app, theme),
            Layer::Question(question) => overlay::draw_question(frame.buffer_mut(), area, question, theme),
            Layer::Sheet(sheet) => {
                sheet::draw(frame.buffer_mut(), area, sheet, theme);
                None
            }
            // these are part of the status line
            Layer::Search(_) | Layer::Find(_) | Layer::Rail => cursor,
        };
    }
    redraw_behind_clusters(frame.buffer_mut());
    if let Some(position) = cursor.filter(|at| area.contains(*at)) {
        frame.set_cursor_position(position);
    }
}

/// Terminals do not agree how many columns a family, a flag or a coloured hand takes: some draw its parts side by
/// side, over what stands behind it. So that is drawn anew in every frame, and in the one after it is gone, even
/// where it is the same as before.
fn redraw_behind_clusters(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks_mut(width) {
        let behind =
            row.iter().position(|cell| is_wide_cluster(cell.symbol())).map_or(row.len(), |at| at + 1);
        for cell in &mut row[behind..] {
            cell.set_diff_option(CellDiffOption::AlwaysUpdate);
        }
    }
}

fn is_wide_cluster(symbol: &str) -> bool {
    symbol.chars().nth(1).is_some() && crate::layout::width(symbol) > 1
}

/// Styles of a row that may be the selected one.
#[derive(Clone, Copy)]
struct Paint<'a> {
    theme: &'a Theme,
    selected: bool,
    focused: bool,
}

impl Paint<'_> {
    fn style(self, role: Role) -> Style {
        let style = self.theme.style(role);
        if self.selected { self.theme.selected(style, self.focused) } else { style }
    }

    /// What stands below the first line of a row has its own look, selected or not.
    fn below(self) -> Self {
        Self { selected: false, ..self }
    }

    /// The selected row: its first line in the style of the selection, and the bar at the left edge of all its lines, which
    /// tells it without any colour. The bar stands beside the selection, not in it: reversed, a half block would be the other
    /// half. What is blank is as bold as the words of the row: some terminals show bold in another colour.
    fn draw_selection(self, buffer: &mut Buffer, row: Rect, words: Role) {
        let first = Rect { height: row.height.min(1), ..row };
        buffer.set_style(first.intersection(buffer.area), self.style(words));
        let role = if self.focused { Role::BorderFocused } else { Role::Title };
        for y in row.y..row.bottom() {
            if let Some(cell) = buffer.cell_mut(Position::new(row.x, y)) {
                cell.reset();
                cell.set_symbol("▌").set_style(self.theme.style(role));
            }
        }
    }
}

fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

/// Writes text from `x` on, at most to the right edge of `area`; gives the column after it.
fn put(buffer: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    // the terminal may have shrunk since the geometry was made
    let area = area.intersection(buffer.area);
    if x >= area.right() || y >= area.bottom() || y < area.y {
        return x;
    }
    let text = truncate(text, usize::from(area.right() - x));
    let (mut x, mut left) = (x, &*text);
    while x < area.right() && !left.is_empty() {
        let room = usize::from(area.right() - x);
        let [plain, other, rest] = split_plain(left);
        let at = buffer.index_of(x, y);
        for (cell, letter) in buffer.content[at..].iter_mut().zip(plain.chars()).take(room) {
            cell.set_char(letter).set_style(style);
        }
        let room = room.saturating_sub(plain.len());
        (x, _) = buffer.set_stringn(x + plain.len() as u16, y, other, room, style);
        left = rest;
    }
    x
}

/// Writes text so that it ends at the right edge of `area`; gives the column where it begins.
fn put_right(buffer: &mut Buffer, area: Rect, y: u16, text: &str, style: Style) -> u16 {
    let width = crate::layout::width(text).min(usize::from(area.width)) as u16;
    let x = area.right() - width;
    put(buffer, area, x, y, text, style);
    x
}

/// The border of a pane with a title on the left and a note on the right.
fn draw_border(buffer: &mut Buffer, pane: Pane, title: &str, note: &str, focused: bool, theme: &Theme) {
    if !pane.border {
        return;
    }
    let area = rect(pane.outer);
    let style = theme.style(if focused { Role::BorderFocused } else { Role::Border });
    draw_lines(buffer, area, style);
    if pane.sides {
        draw_sides(buffer, area, style);
    }
    let inside = Rect { x: area.x + 1, width: area.width - 2, ..area };
    let title_style = theme.style(if focused { Role::Title } else { Role::Border });
    let end = put(buffer, inside, area.x + 1, area.y, &format!(" {title} "), title_style);
    let note_width = crate::layout::width(note) as u16;
    if !note.is_empty() && end + note_width + 3 < area.right() {
        put_right(buffer, Rect { width: inside.width - 1, ..inside }, area.y, &format!(" {note} "), style);
    }
}

fn draw_box(buffer: &mut Buffer, area: Rect, style: Style) {
    draw_lines(buffer, area, style);
    draw_sides(buffer, area, style);
}

/// The upper and the lower edge.
fn draw_lines(buffer: &mut Buffer, area: Rect, style: Style) {
    for x in area.x..area.right() {
        set(buffer, x, area.y, "─", style);
        set(buffer, x, area.bottom() - 1, "─", style);
    }
}

/// The other two, and the corners.
fn draw_sides(buffer: &mut Buffer, area: Rect, style: Style) {
    let (left, right) = (area.x, area.right() - 1);
    let (top, bottom) = (area.y, area.bottom() - 1);
    for y in top..=bottom {
        set(buffer, left, y, "│", style);
        set(buffer, right, y, "│", style);
    }
    for (x, y, corner) in [(left, top, "┌"), (right, top, "┐"), (left, bottom, "└"), (right, bottom, "┘")]
    {
        set(buffer, x, y, corner, style);
    }
}

fn set(buffer: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut(Position::new(x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
}

#[cfg(test)]
mod tests;
