//! What the terminal shows, so that a frame takes few bytes: rows that only moved up or down are moved by the terminal, and
//! what lies between two changes is written again. Of two texts in one place some letters are the same by chance, and moving
//! the cursor over each takes more bytes than writing it.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Cells that are rather written than jumped over: `ESC [ row ; column H` takes eight bytes with two digits each.
const BRIDGE: usize = 7;

/// Cells that have to be saved by moving rows: less is written as fast as it takes to set the margins and back.
const WORTH: usize = 100;

/// A cell of which nothing is known.
const UNKNOWN: Cell = Cell::new("");

type Rows = Vec<Vec<Cell>>;

/// The cells that were written, by row; what was never written is not known.
#[derive(Debug, Default)]
pub(super) struct Shown(Rows);

/// Rows that move: between these two (both included), up by so many, or down if that is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scroll {
    pub(super) top: usize,
    pub(super) bottom: usize,
    pub(super) up: isize,
}

/// Blank cells side by side that are rather erased than written: moving there, `ESC [ n X` and moving behind them take twenty
/// bytes.
const BLANKS: usize = 24;

/// Blank cells side by side: column and row of the first one, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) x: u16,
    pub(super) y: u16,
    pub(super) cells: u16,
}

/// Takes the long gaps out of what is to be written.
pub(super) fn lift_gaps(cells: &[(u16, u16, Cell)]) -> (Vec<(u16, u16, &Cell)>, Vec<Gap>) {
    let (mut written, mut gaps) = (Vec::with_capacity(cells.len()), Vec::new());
    let joins = |one: &(u16, u16, Cell), other: &(u16, u16, Cell)| {
        one.1 == other.1 && one.0 + 1 == other.0 && is_blank(&one.2) == is_blank(&other.2)
    };
    for run in cells.chunk_by(joins) {
        match run {
            [(x, y, cell), ..] if run.len() >= BLANKS && is_blank(cell) => {
                gaps.push(Gap { x: *x, y: *y, cells: run.len() as u16 });
            }
            _ => written.extend(run.iter().map(|(x, y, cell)| (*x, *y, cell))),
        }
    }
    (written, gaps)
}

/// Whether a cell looks as if it was erased: the colour and weight of what is not there do not matter.
fn is_blank(cell: &Cell) -> bool {
    let seen = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(seen)
}

impl Shown {
    /// Nothing is known any more.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Takes in what changes, in the order of rows and columns; returns what moves, and what is to be written after that.
    pub(super) fn take<'a>(
        &mut self,
        changes: impl Iterator<Item = (u16, u16, &'a Cell)>,
    ) -> (Option<Scroll>, Vec<(u16, u16, Cell)>) {
        let changes: Vec<(u16, u16, &Cell)> = changes.collect();
        let moved = if changes.len() < WORTH { None } else { self.moved(&changes) };
        let Some((scroll, after)) = moved else { return (None, self.bridge(changes.into_iter())) };
        self.scroll(scroll);
        let cells =
            after.iter().zip(0..).flat_map(|(row, y)| row.iter().zip(0..).map(move |(cell, x)| (x, y, cell)));
        let known = |x: u16, y: u16| self.0.get(usize::from(y)).and_then(|row| row.get(usize::from(x)));
        let left: Vec<(u16, u16, &Cell)> =
            cells.filter(|(x, y, cell)| **cell != UNKNOWN && known(*x, *y) != Some(cell)).collect();
        (Some(scroll), self.bridge(left.into_iter()))
    }

    /// The rows that only move, if that is worth it, and how all rows are to be.
    fn moved(&self, changes: &[(u16, u16, &Cell)]) -> Option<(Scroll, Rows)> {
        let mut after = Self(self.0.clone());
        for (x, y, cell) in changes {
            after.note(*x, *y, cell);
        }
        let after = after.0;
        // what is written in more than one piece is left to ratatui, which knows how
        let simple = |row: &Vec<Cell>| row.iter().all(|cell| cell.symbol().chars().nth(1).is_none());
        if after.len() != self.0.len() || !after.iter().chain(&self.0).all(simple) {
            return None;
        }
        let most = isize::try_from(after.len() / 2).ok()?;
        let by = (1..=most).flat_map(|by| [by, -by]);
        let (gain, scroll) = by.map(|up| self.run(&after, up)).max_by_key(|(gain, _)| *gain)?;
        (gain >= WORTH).then_some((scroll, after))
    }

    /// The longest stretch of rows that are as those so far below them were, and how many cells need not be written.
    fn run(&self, after: &Rows, up: isize) -> (usize, Scroll) {
        let mut best = (0, Scroll { top: 0, bottom: 0, up });
        let (mut gain, mut first) = (0, 0);
        for (y, row) in after.iter().enumerate() {
            let from = y.checked_add_signed(up).and_then(|from| self.0.get(from));
            if from != Some(row) {
                (gain, first) = (0, y + 1);
                continue;
            }
            gain += row.iter().zip(&self.0[y]).filter(|(new, old)| new != old).count();
            if gain > best.0 {
                let (last, distance) = (y, up.unsigned_abs());
                let (top, bottom) = if up > 0 { (first, last + distance) } else { (first - distance, last) };
                best = (gain, Scroll { top, bottom, up });
            }
        }
        best
    }

    /// The rows as the terminal moves them; what comes in is blank.
    fn scroll(&mut self, Scroll { top, bottom, up }: Scroll) {
        let rows = &mut self.0[top..=bottom];
        let distance = up.unsigned_abs();
        let blank = if up > 0 {
            rows.rotate_left(distance);
            rows.len() - distance..rows.len()
        } else {
            rows.rotate_right(distance);
            0..distance
        };
        for row in &mut rows[blank] {
            row.fill(Cell::EMPTY);
        }
    }

    /// Takes in what changes; returns it with what is to be written again between.
    fn bridge<'a>(&mut self, changes: impl Iterator<Item = (u16, u16, &'a Cell)>) -> Vec<(u16, u16, Cell)> {
        let mut written: Vec<(u16, u16, Cell)> = Vec::new();
        for (x, y, cell) in changes {
            if let Some((last, row, before)) = written.last()
                && *row == y
                && let Some(between) = self.between(*last, x, y, before)
            {
                let between = between.to_vec();
                written.extend((last + 1..x).zip(between).map(|(x, cell)| (x, y, cell)));
            }
            self.note(x, y, cell);
            written.push((x, y, cell.clone()));
        }
        written
    }

    /// The cells between two of a row, where writing them is cheaper than moving: few, of one byte each, and in the style of
    /// the one before them.
    fn between(&self, from: u16, to: u16, row: u16, before: &Cell) -> Option<&[Cell]> {
        let cells = self.0.get(usize::from(row))?.get(usize::from(from) + 1..usize::from(to))?;
        let plain = |cell: &Cell| cell.symbol().len() == 1 && cell.style() == before.style();
        // the right half of a wide character is no cell to write to
        let fits = before.symbol().width() == 1 && cells.len() <= BRIDGE && cells.iter().all(plain);
        fits.then_some(cells)
    }

    fn note(&mut self, x: u16, y: u16, cell: &Cell) {
        let (x, y) = (usize::from(x), usize::from(y));
        self.0.resize_with(self.0.len().max(y + 1), Vec::new);
        let row = &mut self.0[y];
        row.resize(row.len().max(x + 1), UNKNOWN);
        row[x].clone_from(cell);
        // what the right half of a wide character covers
        let end = row.len().min(x + cell.symbol().width());
        if let Some(covered) = row.get_mut(x + 1..end) {
            covered.fill(UNKNOWN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: u16 = 3;

    /// A list of so many rows, from an item on, in a frame.
    fn list(from: usize, rows: usize) -> Vec<(u16, u16, Cell)> {
        let row = |item: usize| format!("│ {} │", format!("{:08}", item * 76_543_217 % 99_999_989).repeat(4));
        let edge = "─".repeat(36);
        let lines = std::iter::once(edge.clone()).chain((from..from + rows).map(row)).chain([edge]);
        let cells = |(y, line): (u16, String)| {
            let letters: Vec<Cell> = line.chars().map(|letter| cell(&letter.to_string())).collect();
            (0..).zip(letters).map(move |(x, cell)| (x, y, cell))
        };
        (0..).zip(lines).flat_map(cells).collect()
    }

    /// What a terminal shows that does what it is told.
    fn obey(mut rows: Rows, (scroll, written): &(Option<Scroll>, Vec<(u16, u16, Cell)>)) -> Rows {
        if let Some(Scroll { top, bottom, up }) = *scroll {
            for _ in 0..up.unsigned_abs() {
                let width = rows[top].len();
                rows.remove(if up > 0 { top } else { bottom });
                rows.insert(if up > 0 { bottom } else { top }, vec![Cell::EMPTY; width]);
            }
        }
        for (x, y, cell) in written {
            rows[usize::from(*y)][usize::from(*x)] = cell.clone();
        }
        rows
    }

    #[test]
    fn a_list_that_moves_is_moved_by_the_terminal() {
        for (from, to) in [(5, 7), (7, 5), (5, 6), (9, 2)] {
            let mut shown = Shown::default();
            shown.take(list(from, 12).iter().map(|(x, y, cell)| (*x, *y, cell)));
            let (before, up) = (shown.0.clone(), to as isize - from as isize);
            let told = shown.take(list(to, 12).iter().map(|(x, y, cell)| (*x, *y, cell)));
            assert_eq!(told.0, Some(Scroll { top: 1, bottom: 12, up }));
            assert!(told.1.len() <= up.unsigned_abs() * 36);
            let mut fresh = Shown::default();
            fresh.take(list(to, 12).iter().map(|(x, y, cell)| (*x, *y, cell)));
            assert_eq!(obey(before, &told), fresh.0);
            assert_eq!(shown.0, fresh.0);
        }
    }

    fn cell(symbol: &str) -> Cell {
        Cell::default().set_symbol(symbol).clone()
    }

    /// A terminal that shows this line.
    fn showing(text: &str) -> Shown {
        let mut shown = Shown::default();
        let letters = text.chars().map(|letter| cell(&letter.to_string()));
        let cells: Vec<(u16, Cell)> = (0..).zip(letters).collect();
        shown.take(cells.iter().map(|(x, cell)| (*x, ROW, cell)));
        shown
    }

    /// The columns that are written, and what is written there, when these change.
    fn write(shown: &mut Shown, changes: &[(u16, Cell)]) -> Vec<(u16, String)> {
        let (_, written) = shown.take(changes.iter().map(|(x, cell)| (*x, ROW, cell)));
        written.into_iter().map(|(x, _, cell)| (x, cell.symbol().to_owned())).collect()
    }

    fn columns(written: &[(u16, String)]) -> Vec<u16> {
        written.iter().map(|(x, _)| *x).collect()
    }

    #[test]
    fn long_gaps_are_lifted_out_and_nothing_else() {
        let text = |x: u16, y: u16, text: &str| -> Vec<(u16, u16, Cell)> {
            (x..).zip(text.chars()).map(|(x, letter)| (x, y, cell(&letter.to_string()))).collect()
        };
        let long = " ".repeat(BLANKS);
        let cells = [
            text(0, 0, &format!("one{long} two")),
            text(0, 1, &long),
            text(30, 1, &long[1..]),
            text(50, 1, &long[1..]),
        ];
        let mut coloured = text(0, 2, &long);
        for (.., cell) in &mut coloured {
            cell.set_bg(Color::Red);
        }
        let cells = [cells.concat(), coloured.clone()].concat();
        let (written, gaps) = lift_gaps(&cells);
        let blanks = BLANKS as u16;
        let gap = |x, y, cells| Gap { x, y, cells };
        assert_eq!(gaps, [gap(3, 0, blanks + 1), gap(0, 1, blanks)]);
        let (one, two) = (text(0, 0, "one"), text(blanks + 4, 0, "two"));
        let short = [text(30, 1, &long[1..]), text(50, 1, &long[1..])].concat();
        let left = [one, two, short, coloured].concat();
        assert!(written.into_iter().eq(left.iter().map(|(x, y, cell)| (*x, *y, cell))));
    }

    #[test]
    fn a_few_letters_that_stay_are_written_again() {
        let mut shown = showing("harbour");
        let changes = [(1, cell("i")), (5, cell("o"))];
        let text: String = write(&mut shown, &changes).into_iter().map(|(_, symbol)| symbol).collect();
        assert_eq!(text, "irboo");
    }

    #[test]
    fn what_is_far_or_of_another_style_is_jumped_over() {
        let mut shown = showing("a harbour learns");
        assert_eq!(columns(&write(&mut shown, &[(0, cell("b")), (9, cell("x"))])), [0, 9]);
        let red = cell("r").set_fg(Color::Red).clone();
        assert_eq!(columns(&write(&mut shown, &[(4, red), (6, cell("x"))])), [4, 6]);
    }

    #[test]
    fn nothing_is_written_that_is_not_known_or_covered() {
        let mut shown = showing("harbour");
        assert_eq!(columns(&write(&mut shown, &[(5, cell("x")), (9, cell("x"))])), [5, 9]);
        assert_eq!(columns(&write(&mut shown, &[(1, cell("海")), (4, cell("x"))])), [1, 4]);
        assert_eq!(
            columns(&write(&mut shown, &[(0, cell("x")), (4, cell("y"))])),
            [0, 4],
            "over the wide one"
        );
        shown.forget();
        assert_eq!(columns(&write(&mut shown, &[(0, cell("x")), (2, cell("y"))])), [0, 2]);
    }
}
