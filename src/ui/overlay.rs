//! What lies over the panes: the list of keys, and questions.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Paint, draw_box, put, put_right};
use crate::action::Entry;
use crate::app::App;
use crate::app::layers::{Asked, Help, Question, heading_of};
use crate::app::prompt::Line;
use crate::layout::width;
use crate::theme::{Role, Theme};

/// Columns of the list of keys.
const HELP_WIDTH: u16 = 84;
/// Columns of its keys.
const KEYS: u16 = 18;
/// Columns of a question.
const QUESTION_WIDTH: u16 = 64;

/// One line of the list of keys.
enum HelpLine {
    Blank,
    Heading(&'static str),
    Entry(usize),
}

/// Draws the list of keys; gives the place of the text cursor.
pub(super) fn draw_help(
    buffer: &mut Buffer,
    screen: Rect,
    help: &Help,
    app: &App,
    theme: &Theme,
) -> Option<Position> {
    let entries = help.entries(app);
    let inner =
        draw_frame(buffer, centred(screen, HELP_WIDTH, screen.height.saturating_sub(2)), "Keys", theme);
    let line = Rect { height: 1, ..inner };
    let input = Input { sign: help.sign, example: "type to filter", wrong: None };
    let cursor = draw_input(buffer, line, &input, &help.filter, theme);
    let area = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    let lines = help_lines(&entries);
    let selected = lines.iter().position(|line| matches!(line, HelpLine::Entry(at) if *at == help.cursor));
    let visible = usize::from(area.height);
    let top = (selected.unwrap_or(0) + 2).saturating_sub(visible);
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(top)) {
        let row = Rect { y, height: 1, ..area };
        match line {
            HelpLine::Blank => {}
            HelpLine::Heading(title) => {
                put(buffer, row, row.x + 1, y, title, theme.style(Role::Title));
            }
            HelpLine::Entry(at) => draw_entry(buffer, row, entries[*at], *at == help.cursor, app, theme),
        }
    }
    if entries.is_empty() {
        put(
            buffer,
            area,
            area.x + 1,
            area.y,
            "Nothing fits. Backspace takes a letter off.",
            theme.style(Role::Dim),
        );
    }
    cursor
}

fn help_lines(entries: &[&'static Entry]) -> Vec<HelpLine> {
    let lines = (0..entries.len()).flat_map(|at| {
        let heading = heading_of(entries, at).map(|group| HelpLine::Heading(group.title()));
        let blank = (at > 0 && heading.is_some()).then_some(HelpLine::Blank);
        blank.into_iter().chain(heading).chain([HelpLine::Entry(at)])
    });
    lines.collect()
}

/// Keys, what they do, and the name for the command line; dimmed where it would do nothing just now.
fn draw_entry(buffer: &mut Buffer, row: Rect, entry: &Entry, selected: bool, app: &App, theme: &Theme) {
    let paint = Paint { theme, selected, focused: true };
    if selected {
        buffer.set_style(row, paint.style(Role::Text));
    }
    let possible = app.is_possible(entry.action);
    let as_possible = |role| paint.style(if possible { role } else { Role::Dim });
    let keys = app.keys_of(entry.action).join(" ");
    let keys_area = Rect { x: row.x + 3, width: KEYS.min(row.width.saturating_sub(3)), ..row };
    put(buffer, keys_area, keys_area.x, row.y, &keys, as_possible(Role::StatusKey));
    let text = Rect { x: row.x + 3 + KEYS + 1, width: row.width.saturating_sub(3 + KEYS + 2), ..row };
    let end = put(buffer, text, text.x, row.y, entry.help, as_possible(Role::Text));
    if usize::from(end) + 2 + width(entry.name) < usize::from(text.right()) {
        put_right(buffer, text, row.y, entry.name, paint.style(Role::Dim));
    }
}

/// Draws a question in the middle of the screen; gives the place of the text cursor.
pub(super) fn draw_question(
    buffer: &mut Buffer,
    screen: Rect,
    question: &Question,
    theme: &Theme,
) -> Option<Position> {
    let (text, example) = match question.asked {
        Asked::Source => ("Add a feed, site, file or folder", "https://site.example or ~/clippings"),
        Asked::Name => ("Save the search under the name", "a short name"),
    };
    let inner = draw_frame(buffer, centred(screen, QUESTION_WIDTH, 3), text, theme);
    let input = Input { sign: ">", example, wrong: None };
    draw_input(buffer, inner, &input, &question.answer, theme)
}

/// What stands around a typed line.
pub(super) struct Input<'a> {
    /// Before it.
    pub(super) sign: &'a str,
    /// In it, as long as nothing is typed: a word about what may be.
    pub(super) example: &'a str,
    /// What of it cannot be meant: bytes.
    pub(super) wrong: Option<Range<usize>>,
}

/// A typed line; its end stays in sight however long it is.
pub(super) fn draw_input(
    buffer: &mut Buffer,
    area: Rect,
    input: &Input<'_>,
    line: &Line,
    theme: &Theme,
) -> Option<Position> {
    if area.width < 6 || area.height == 0 {
        return None;
    }
    let x = put(buffer, area, area.x + 1, area.y, input.sign, theme.style(Role::StatusKey)) + 1;
    let room = usize::from(area.right().saturating_sub(x + 1));
    let before = width(line.before_cursor());
    let run = crate::layout::Run { text: line.text().to_owned(), ..crate::layout::Run::default() };
    if line.text().is_empty() {
        // behind the cursor, which would cover its first letter
        put(buffer, area, x + 2, area.y, input.example, theme.style(Role::Dim));
    }
    let skip = before.saturating_sub(room);
    for run in crate::layout::cut(&[run], skip, room) {
        put(buffer, area, x, area.y, &run.text, theme.style(Role::Text));
    }
    if let Some(wrong) = &input.wrong {
        let column = |at: usize| x + width(&line.text()[..at]).saturating_sub(skip).min(room) as u16;
        let (from, until) = (column(wrong.start), column(wrong.end));
        let place = Rect { x: from, width: until - from, y: area.y, height: 1 };
        buffer.set_style(place.intersection(buffer.area), theme.style(Role::ToastError));
    }
    Some(Position::new(x + before.min(room) as u16, area.y))
}

pub(super) fn centred(screen: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(screen.width), height.min(screen.height));
    let x = screen.x + (screen.width - width) / 2;
    let y = screen.y + (screen.height - height) / 2;
    Rect { x, y, width, height }
}

/// Clears a place for a layer and frames it; gives what is inside.
pub(super) fn draw_frame(buffer: &mut Buffer, area: Rect, title: &str, theme: &Theme) -> Rect {
    // one column more on the left: a wide character there would hide the border
    let cleared =
        Rect { x: area.x.saturating_sub(1), width: area.width + 1, ..area }.intersection(buffer.area);
    for position in cleared.positions() {
        let wide = buffer.cell(position).is_some_and(|cell| width(cell.symbol()) > 1);
        if let Some(cell) = buffer.cell_mut(position).filter(|_| wide || area.contains(position)) {
            cell.reset();
        }
    }
    if area.width < 4 || area.height < 3 {
        return area;
    }
    draw_box(buffer, area, theme.style(Role::BorderFocused));
    let inside = Rect { x: area.x + 1, width: area.width - 2, ..area };
    put(buffer, inside, inside.x, area.y, &format!(" {title} "), theme.style(Role::Title));
    Rect { y: area.y + 1, height: area.height - 2, ..inside }
}
