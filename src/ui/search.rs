//! The line in which a search, a filter, a find or what narrows the rail is typed, in the place of the status line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::overlay::{Input, draw_input};
use super::{put, put_right, status};
use crate::app::App;
use crate::app::layers::Layer;
use crate::app::prompt::Line;
use crate::app::search::Purpose;
use crate::layout::width;
use crate::library::QueryError;
use crate::theme::{Role, Theme};

/// Columns that are kept for what is typed, however much there is to say beside it.
const LEAST: usize = 16;
/// Columns between what is typed and what is said of it.
const GAP: u16 = 2;

/// What is typed, and what stands around it.
pub(super) struct Typing<'a> {
    label: &'static str,
    example: &'static str,
    line: &'a Line,
    wrong: Option<&'a QueryError>,
    /// What came of it, where the panes do not show it.
    came: Option<String>,
    enter: &'static str,
}

/// The line that is typed into, if one is.
pub(super) fn typing(app: &App) -> Option<Typing<'_>> {
    const QUERY: &str = "words, \"a phrase\", -not, title: is:unread …";
    match app.layers().last()? {
        Layer::Search(search) => {
            let (label, enter) = match search.purpose {
                Purpose::Search => ("Search:", "read"),
                Purpose::SearchLibrary => ("Search all:", "read"),
                Purpose::Filter => ("Filter:", "narrow"),
            };
            let (line, wrong) = (&search.line, search.wrong.as_ref());
            Some(Typing { label, example: QUERY, line, wrong, came: None, enter })
        }
        Layer::Find(find) => {
            let (line, wrong) = (&find.line, find.wrong.as_ref());
            let found = || app.body().matches().said().unwrap_or_else(|| "no match".to_owned());
            let came = (!line.text().trim().is_empty()).then(found);
            Some(Typing { label: "Find:", example: "words, \"a phrase\"", line, wrong, came, enter: "keep" })
        }
        Layer::Rail => {
            let line = app.rail().filter();
            Some(Typing { label: "Rail:", example: "a name", line, wrong: None, came: None, enter: "show" })
        }
        Layer::Help(_) | Layer::Question(_) | Layer::Sheet(_) => None,
    }
}

/// Keys of the line.
fn hints(typing: &Typing<'_>) -> Vec<(String, String)> {
    status::fixed(&[("↑ ↓", "choose"), ("Enter", typing.enter), ("Esc", "back")])
}

/// `Search harbour str▏              ↑ ↓ choose  Enter read  Esc back`; gives the place of the text cursor.
pub(super) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    typing: &Typing<'_>,
    app: &App,
    theme: &Theme,
) -> Option<Position> {
    let room = beside(area.width, typing);
    let said = match (typing.wrong, app.toast()) {
        (Some(wrong), _) if width(&wrong.message) <= room => {
            put_right(buffer, area, area.y, &wrong.message, theme.style(Role::ToastWarning))
        }
        (_, Some(toast)) => status::draw_toast(buffer, area, toast, theme),
        _ if let Some(came) = &typing.came => {
            put_right(buffer, area, area.y, came, theme.style(Role::Status))
        }
        _ => draw_hints(buffer, area, room, typing, theme),
    };
    let line = Rect { x: area.x.saturating_sub(1), width: said.saturating_sub(area.x + GAP) + 1, ..area };
    let wrong = typing.wrong.map(|wrong| wrong.range.clone());
    let input = Input { sign: typing.label, example: typing.example, wrong };
    draw_input(buffer, line, &input, typing.line, theme)
}

/// Columns beside what is typed.
fn beside(columns: u16, typing: &Typing<'_>) -> usize {
    let typed = (width(typing.line.text()) + 1).max(LEAST);
    usize::from(columns.saturating_sub(GAP)).saturating_sub(width(typing.label) + 1 + typed)
}

/// The keys, where there is room for all of them; gives the column where they begin.
fn draw_hints(buffer: &mut Buffer, area: Rect, room: usize, typing: &Typing<'_>, theme: &Theme) -> u16 {
    let hints = hints(typing);
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
    let Some(typing) = typing(app) else { return false };
    let Some(wrong) = typing.wrong else { return false };
    if width(&wrong.message) <= beside(area.width, &typing) {
        return false;
    }
    put(buffer, area, area.x, area.y, &wrong.message, theme.style(Role::ToastWarning));
    true
}
