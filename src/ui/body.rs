//! The text, set at the measure in the middle of its pane.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{draw_border, put, rect};
use crate::app::App;
use crate::app::geometry::{Frame, Pane};
use crate::layout::{self, Line};
use crate::theme::{Role, Theme};

/// Draws the text; gives the place beside its first line where the body has the focus.
pub(super) fn draw(buffer: &mut Buffer, pane: Frame, app: &App, theme: &Theme) -> Option<Position> {
    let focused = app.focus() == Pane::Body;
    let body = app.body();
    let percent = body.percent().map(|percent| format!("{percent}%"));
    let opened = body.opened().filter(|opened| opened.back > 0);
    let earlier = opened.map(|opened| format!("earlier text {}/{}", opened.back, opened.held.revisions));
    let note: Vec<String> = earlier.into_iter().chain(body.matches().said()).chain(percent).collect();
    draw_border(buffer, pane, "Body", &note.join(" · "), focused, theme);
    let area = text_area(rect(pane.inner), body.width());
    for (y, line) in (area.y..area.bottom()).zip(body.visible()) {
        let line = line.with_matches(body.matches().all(), body.matches().current());
        draw_line(buffer, Rect { y, height: 1, ..area }, &line, body.sideways(), theme);
    }
    if body.percent().is_some() && pane.outer.width > 2 {
        draw_scrollbar(buffer, pane, app, theme);
    }
    // beside the first line, where it hides no letter
    focused.then_some(Position::new(area.x.saturating_sub(1).max(pane.inner.x), area.y))
}

/// The measure in the middle of the pane, nearer to the left than to the scrollbar where it is tight.
fn text_area(area: Rect, width: u16) -> Rect {
    let width = width.min(area.width);
    Rect { x: area.x + (area.width - width) / 2, width, ..area }
}

fn draw_line(buffer: &mut Buffer, area: Rect, line: &Line, sideways: u16, theme: &Theme) {
    let room = usize::from(area.width);
    if line.wide {
        return draw_wide_line(buffer, area, line, usize::from(sideways), theme);
    }
    // right-to-left text stays in its logical order, which terminals turn around; only its edge changes
    let indent = if line.rtl { room.saturating_sub(line.width()) as u16 } else { 0 };
    draw_runs(buffer, area, area.x + indent, &line.runs, theme);
}

/// A line that may go on beyond the edges says so there.
fn draw_wide_line(buffer: &mut Buffer, area: Rect, line: &Line, sideways: usize, theme: &Theme) {
    let room = usize::from(area.width);
    let skip = sideways.min(line.width());
    draw_runs(buffer, area, area.x, &layout::cut(&line.runs, skip, room), theme);
    let mark = theme.style(Role::Dim);
    if line.width() > skip + room && room > 0 {
        put(buffer, area, area.right() - 1, area.y, "›", mark);
    }
    if skip > 0 && room > 0 {
        put(buffer, area, area.x, area.y, "‹", mark);
    }
}

fn draw_runs(buffer: &mut Buffer, area: Rect, x: u16, runs: &[layout::Run], theme: &Theme) {
    let mut x = x;
    for run in runs {
        let style =
            run.matched.map_or_else(|| theme.run(run.style), |matched| theme.matched(run.style, matched));
        x = put(buffer, area, x, area.y, &run.text, style);
    }
}

/// On the right border: how much of the text is in sight, and where.
fn draw_scrollbar(buffer: &mut Buffer, pane: Frame, app: &App, theme: &Theme) {
    let area = rect(pane.inner);
    let (top, lines, height) = app.body().extent();
    let track = usize::from(area.height);
    let thumb = (track * height / lines.max(1)).clamp(1, track.max(1));
    let from = (track - thumb.min(track)) * top / lines.saturating_sub(height).max(1);
    let x = rect(pane.outer).right() - 1;
    let role = if app.focus() == Pane::Body { Role::BorderFocused } else { Role::Title };
    for y in from..(from + thumb).min(track) {
        if let Some(cell) = buffer.cell_mut(Position::new(x, area.y + y as u16)) {
            cell.set_symbol("┃").set_style(theme.style(role));
        }
    }
}
