//! What the terminal shows, so that a frame takes few bytes: what looks the same is not written, and rows that only moved up or
//! down are moved by the terminal.

use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr;

use super::pen::look_same;
use super::pieces::Screen;
use super::scroll::Scroll;

/// A cell of which nothing is known.
const UNKNOWN: Cell = Cell::new("");

/// Cells that change from which on it is looked whether rows moved: a frame that has fewer is short in any case.
const MANY: usize = 60;

pub(super) type Rows = Vec<Vec<Cell>>;

/// The cells of the screen, by row.
#[derive(Debug, Default)]
pub(super) struct Shown(Rows);

impl Shown {
    /// An empty screen.
    pub(super) fn empty(size: Size) -> Self {
        let row = vec![Cell::EMPTY; size.width.into()];
        Self(vec![row; size.height.into()])
    }

    /// Takes in what changes, in the order of rows and columns, and returns the bytes that show it: none where all looks as it
    /// did. They begin and end with plain letters.
    pub(super) fn take<'a>(&mut self, changes: impl Iterator<Item = (u16, u16, &'a Cell)>) -> Vec<u8> {
        let changes: Vec<(u16, u16, &Cell)> = changes.collect();
        let mut out = Vec::new();
        let places = match self.moved(&changes) {
            Some((scroll, after)) => {
                scroll.write(&mut out);
                scroll.apply(&mut self.0);
                self.turn_into(after)
            }
            None => self.note_all(&changes),
        };
        out.extend(Screen::new(&self.0).bytes(&places));
        out
    }

    /// The rows that move, if that is worth it, and how all rows are to be.
    fn moved(&self, changes: &[(u16, u16, &Cell)]) -> Option<(Scroll, Rows)> {
        if changes.len() < MANY || self.is_blank() {
            return None;
        }
        let mut after = Self(self.0.clone());
        after.note_all(changes);
        let after = after.0;
        let same = after.iter().zip(&self.0).all(|(after, row)| after.len() == row.len());
        let movable = |row: &Vec<Cell>| is_movable(row);
        if after.len() != self.0.len() || !same || !after.iter().chain(&self.0).all(movable) {
            return None;
        }
        Scroll::find(&self.0, &after).map(|scroll| (scroll, after))
    }

    fn is_blank(&self) -> bool {
        self.0.iter().flatten().all(|cell| *cell == Cell::EMPTY)
    }

    /// Takes in how all rows are to be; returns the places that do not look so.
    fn turn_into(&mut self, after: Rows) -> Vec<(usize, usize)> {
        let before = std::mem::replace(&mut self.0, after);
        let differs = |x: usize, y: usize, cell: &Cell| {
            *cell != UNKNOWN && !before[y].get(x).is_some_and(|was| look_same(was, cell))
        };
        let rows = self.0.iter().enumerate();
        let cells = rows.flat_map(|(y, row)| row.iter().enumerate().map(move |(x, cell)| (x, y, cell)));
        cells.filter(|(x, y, cell)| differs(*x, *y, cell)).map(|(x, y, _)| (x, y)).collect()
    }

    /// Takes in what changes; returns the places that have to be written.
    fn note_all(&mut self, changes: &[(u16, u16, &Cell)]) -> Vec<(usize, usize)> {
        let mut places = Vec::with_capacity(changes.len());
        for (x, y, cell) in changes {
            self.note((*x).into(), (*y).into(), cell, &mut places);
        }
        places
    }

    fn note(&mut self, x: usize, y: usize, cell: &Cell, places: &mut Vec<(usize, usize)>) {
        self.0.resize_with(self.0.len().max(y + 1), Vec::new);
        let row = &mut self.0[y];
        row.resize(row.len().max(x + 1), UNKNOWN);
        // what is as it was comes only where it is to be written all the same
        let always = [&row[x], cell].into_iter().any(|cell| cell.diff_option == CellDiffOption::AlwaysUpdate);
        let written = always || row[x] == *cell || !look_same(&row[x], cell);
        if written && places.last() != Some(&(x, y)) {
            places.push((x, y));
        }
        let end = |x: usize, cell: &Cell| x + cell.symbol().width().max(1);
        let covers = end(x, cell).min(row.len());
        let covered = (x..covers).map(|x| end(x, &row[x])).max().unwrap_or(x).min(row.len());
        row[x].clone_from(cell);
        row[x + 1..covers].fill(UNKNOWN);
        // terminals blank the other half of a wide letter, but in which style they do not agree
        if covers < covered {
            row[covers..covered].fill(Cell::EMPTY);
            places.extend((covers..covered).map(|x| (x, y)));
        }
    }
}

/// Whether all of a row is known, but what wide letters cover, and none is written in more than one piece: behind these
/// everything is drawn anew.
fn is_movable(row: &[Cell]) -> bool {
    let covered = |x: usize| x > 0 && row[x - 1].symbol().width() > 1;
    let simple = |cell: &Cell| cell.symbol().chars().nth(1).is_none();
    row.iter().enumerate().all(|(x, cell)| simple(cell) && (*cell != UNKNOWN || covered(x)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    use super::*;

    const AREA: Rect = Rect::new(0, 0, 50, 14);

    /// The bytes of a frame after another, of which all is known.
    fn sent(before: &Buffer, after: &Buffer) -> String {
        let mut shown = Shown::empty(before.area.as_size());
        shown.take(Buffer::empty(before.area).diff_iter(before));
        String::from_utf8(shown.take(before.diff_iter(after))).unwrap()
    }

    #[test]
    fn what_looks_the_same_is_not_sent() {
        let (mut before, mut after) = (Buffer::with_lines(["a   b"]), Buffer::with_lines(["a   b"]));
        before.set_style(Rect::new(1, 0, 3, 1), Style::new().bold());
        after.set_style(Rect::new(1, 0, 3, 1), Style::new().dim().fg(Color::Red));
        assert_eq!(sent(&before, &after), "");
        after.set_style(Rect::new(1, 0, 1, 1), Style::new().reversed());
        assert_eq!(sent(&before, &after), "\x1b[1;2H\x1b[2;7;38;5;1m \x1b[m");
    }

    #[test]
    fn what_is_to_be_written_always_is() {
        let (before, mut after) = (Buffer::with_lines(["a b"]), Buffer::with_lines(["a b"]));
        after[(1, 0)].set_diff_option(CellDiffOption::AlwaysUpdate);
        assert_eq!(sent(&before, &after), "\x1b[1;2H ");
        assert_eq!(sent(&after, &before), "\x1b[1;2H ", "and once more after that");
    }

    #[test]
    fn nothing_is_taken_for_known_that_is_covered_or_was_not_written() {
        let after = |line: &str| Buffer::with_lines([line]);
        assert_eq!(sent(&after("harbour"), &after("h海ovrs")), "\x1b[1;2H海ovrs");
        let mut shown = Shown::default();
        let line = after("x y");
        let only = line.content.iter().enumerate().filter(|(at, _)| at % 2 == 0);
        let bytes = shown.take(only.map(|(at, cell)| (at as u16, 0, cell)));
        assert_eq!(bytes, b"\x1b[1;1Hx\x1b[Cy");
    }

    /// What happens to a screen between two frames.
    #[derive(Debug, Clone)]
    enum Change {
        Text(u16, u16, String, Style),
        Fill(Rect, Style),
        Clear(Rect),
        /// The rows below one move up, or down.
        Move(u16, u16, bool),
    }

    fn style() -> impl Strategy<Value = Style> {
        let colour = prop_oneof![
            4 => Just(Color::Reset),
            1 => Just(Color::LightBlue),
            1 => Just(Color::Magenta),
            1 => Just(Color::Rgb(1, 20, 200)),
            1 => Just(Color::Indexed(99)),
        ];
        let modifiers =
            Modifier::BOLD | Modifier::DIM | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
        let modifier = prop_oneof![2 => Just(Modifier::empty()), 3 => any::<u16>().prop_map(Modifier::from_bits_truncate)];
        (colour.clone(), colour, modifier).prop_map(move |(fg, bg, modifier)| {
            Style::reset().fg(fg).bg(bg).add_modifier(if modifier.contains(Modifier::BOLD) {
                modifier & (modifiers - Modifier::DIM)
            } else {
                modifier & modifiers
            })
        })
    }

    fn change() -> impl Strategy<Value = Change> {
        let (width, height) = (AREA.width, AREA.height);
        let place = (0..width, 0..height);
        let part = (0..width, 0..height, 1..width, 1..height)
            .prop_map(|(x, y, width, height)| Rect { x, y, width, height }.intersection(AREA));
        prop_oneof![
            4 => (place, "([a-z]{1,9}| {1,12}|[—é│●]|[漢字かな]|😀){1,9}", style())
                .prop_map(|((x, y), text, style)| Change::Text(x, y, text, style)),
            1 => (part.clone(), style()).prop_map(|(part, style)| Change::Fill(part, style)),
            1 => part.prop_map(Change::Clear),
            2 => (0..height, 1..height, any::<bool>()).prop_map(|(from, by, up)| Change::Move(from, by, up)),
        ]
    }

    fn change_screen(buffer: &mut Buffer, change: &Change) {
        match change {
            Change::Text(x, y, text, style) => {
                buffer.set_string(*x, *y, text, *style);
            }
            Change::Fill(part, style) => buffer.set_style(*part, *style),
            Change::Clear(part) => {
                for position in part.positions() {
                    buffer[position].reset();
                }
            }
            Change::Move(from, by, up) => {
                let width = usize::from(AREA.width);
                let rows = &mut buffer.content[usize::from(*from) * width..];
                let by = usize::from(*by) * width % rows.len();
                if *up { rows.rotate_left(by) } else { rows.rotate_right(by) }
            }
        }
    }

    /// Nothing stands where a wide letter reaches, and none reaches over the edge: so says ratatui of its buffers.
    fn keep_wide_letters_whole(buffer: &mut Buffer) {
        for row in buffer.content.chunks_mut(AREA.width.into()) {
            for x in 0..row.len() {
                match (row[x].symbol().width(), row.get_mut(x + 1)) {
                    (2, Some(covered)) => covered.reset(),
                    (2, None) => row[x].reset(),
                    _ => {}
                }
            }
        }
    }

    fn colour(colour: Color) -> vt100::Color {
        match colour {
            Color::LightBlue => vt100::Color::Idx(12),
            Color::Magenta => vt100::Color::Idx(5),
            Color::Indexed(index) => vt100::Color::Idx(index),
            Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
            _ => vt100::Color::Default,
        }
    }

    /// Whether a terminal's cell looks as it should.
    fn looks(real: &vt100::Cell, cell: &Cell) -> bool {
        let contents = if real.has_contents() { real.contents() } else { " " };
        let has = |modifier| cell.modifier.contains(modifier);
        let shows = [(Modifier::REVERSED, real.inverse()), (Modifier::UNDERLINED, real.underline())];
        let letters =
            [(Modifier::BOLD, real.bold()), (Modifier::DIM, real.dim()), (Modifier::ITALIC, real.italic())];
        let same = |all: &[(Modifier, bool)]| all.iter().all(|(modifier, is)| has(*modifier) == *is);
        let blank = cell.symbol() == " " && !has(Modifier::REVERSED) && !has(Modifier::UNDERLINED);
        contents == cell.symbol()
            && real.bgcolor() == colour(cell.bg)
            && same(&shows)
            && (blank || (real.fgcolor() == colour(cell.fg) && same(&letters)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn a_terminal_that_does_what_it_is_told_shows_the_frame(
            frames in prop::collection::vec(prop::collection::vec(change(), 1..5), 1..9)
        ) {
            let size = (AREA.height.try_into().unwrap(), AREA.width.try_into().unwrap());
            let (mut shown, mut terminal) = (Shown::empty(AREA.as_size()), vt100::Parser::new(size.0, size.1, 0));
            let mut before = Buffer::empty(AREA);
            for changes in frames {
                let mut after = before.clone();
                for change in &changes {
                    change_screen(&mut after, change);
                }
                keep_wide_letters_whole(&mut after);
                terminal.process(&shown.take(before.diff_iter(&after)));
                for position in AREA.positions() {
                    let real = terminal.screen().cell(position.y, position.x).unwrap();
                    prop_assert!(
                        real.is_wide_continuation() || looks(real, &after[position]),
                        "{position}: {real:?} is not {:?}", after[position]
                    );
                }
                before = after;
            }
        }
    }
}
