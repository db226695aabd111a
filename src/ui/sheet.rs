//! A list that lies over the panes.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::overlay::{centred, draw_frame};
use super::{Paint, put, put_right};
use crate::app::sheet::Sheet;
use crate::layout::{fold, width};
use crate::theme::{Role, Theme};

/// Columns of the list.
const WIDTH: u16 = 100;
/// Columns by which what stands below a name is indented.
const INDENT: usize = 2;

/// Draws the list in the middle of the screen. What fits beside its row's name stands there, else below it.
pub(super) fn draw(buffer: &mut Buffer, screen: Rect, sheet: &Sheet, theme: &Theme) {
    let room = usize::from(WIDTH.min(screen.width).saturating_sub(4));
    let below: Vec<Vec<Cow<'_, str>>> = sheet.rows.iter().map(|row| below(row, room)).collect();
    let heights: Vec<usize> = below.iter().map(|lines| lines.len() + 1).collect();
    let most = screen.height.saturating_sub(4).max(1);
    let height = u16::try_from(heights.iter().sum::<usize>()).unwrap_or(u16::MAX).clamp(1, most) + 2;
    let area = draw_frame(buffer, centred(screen, WIDTH, height), sheet.title, theme);
    let mut y = area.y;
    let first = first(&heights, sheet.cursor, usize::from(area.height));
    for (at, (row, below)) in sheet.rows.iter().zip(&below).enumerate().skip(first) {
        let height = u16::try_from(heights[at]).unwrap_or(u16::MAX).min(area.bottom().saturating_sub(y));
        if height == 0 {
            break;
        }
        draw_row(buffer, Rect { y, height, ..area }, row, below, at == sheet.cursor, theme);
        y += height;
    }
}

/// The lines below a row's name; none where what is said fits beside it.
fn below((what, said): &(String, String), room: usize) -> Vec<Cow<'_, str>> {
    if width(what) + width(said) + 2 <= room { Vec::new() } else { fold(said, room.saturating_sub(INDENT)) }
}

/// The first row that is shown, so that the selected one is.
fn first(heights: &[usize], cursor: usize, visible: usize) -> usize {
    let mut room = visible;
    for at in (0..=cursor).rev() {
        let height = heights.get(at).copied().unwrap_or_default();
        if height > room {
            return (at + 1).min(cursor);
        }
        room -= height;
    }
    0
}

fn draw_row(
    buffer: &mut Buffer,
    row: Rect,
    (what, said): &(String, String),
    below: &[Cow<'_, str>],
    selected: bool,
    theme: &Theme,
) {
    let paint = Paint { theme, selected, focused: true };
    if selected {
        buffer.set_style(row, paint.style(Role::Text));
    }
    let line = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
    put(buffer, line, line.x, row.y, what, paint.style(Role::Text));
    if below.is_empty() {
        put_right(buffer, line, row.y, said, paint.style(Role::Dim));
    }
    for (y, text) in (row.y + 1..row.bottom()).zip(below) {
        put(buffer, line, line.x + INDENT as u16, y, text, paint.style(Role::Dim));
    }
}

#[cfg(test)]
mod tests {
    use crate::app::Msg;
    use crate::scenario::Scenario;

    #[test]
    fn what_is_said_is_whole_on_a_small_screen_and_the_selected_row_is_shown() {
        let mut reader = Scenario::new(40, 12, vec![]);
        let said = "https://e.example/feed took too long and was given up: asked again 3 Feb, 14:05";
        let row = |number| (format!("Source {number}"), said.to_owned());
        reader.send(Msg::Ended((1..=9).map(row).collect()));
        reader.keys("g r");
        assert!(reader.screen().contains("Feb, 14:05"), "{}", reader.screen());
        reader.keys("G");
        let screen = reader.screen();
        assert!(screen.contains("Source 9") && !screen.contains("Source 1"), "{screen}");
    }
}
