//! What the terminal shows, so that a frame may write again what lies between two changes: of two texts in one place some
//! letters are the same by chance, and moving the cursor over each takes more bytes than writing it.

use ratatui::buffer::Cell;
use unicode_width::UnicodeWidthStr;

/// Cells that are rather written than jumped over: `ESC [ row ; column H` takes eight bytes with two digits each.
const BRIDGE: usize = 7;

/// A cell of which nothing is known.
const UNKNOWN: Cell = Cell::new("");

/// The cells that were written, by row; what was never written is not known.
#[derive(Debug, Default)]
pub(super) struct Shown(Vec<Vec<Cell>>);

impl Shown {
    /// Nothing is known any more.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Takes in what changes, in the order of rows and columns; returns it with what is to be written again.
    pub(super) fn bridge<'a>(
        &mut self,
        changes: impl Iterator<Item = (u16, u16, &'a Cell)>,
    ) -> Vec<(u16, u16, Cell)> {
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
    use ratatui::style::Color;

    use super::*;

    const ROW: u16 = 3;

    fn cell(symbol: &str) -> Cell {
        Cell::default().set_symbol(symbol).clone()
    }

    /// A terminal that shows this line.
    fn showing(text: &str) -> Shown {
        let mut shown = Shown::default();
        let letters = text.chars().map(|letter| cell(&letter.to_string()));
        let cells: Vec<(u16, Cell)> = (0..).zip(letters).collect();
        shown.bridge(cells.iter().map(|(x, cell)| (*x, ROW, cell)));
        shown
    }

    /// The columns that are written, and what is written there, when these change.
    fn write(shown: &mut Shown, changes: &[(u16, Cell)]) -> Vec<(u16, String)> {
        let written = shown.bridge(changes.iter().map(|(x, cell)| (*x, ROW, cell)));
        written.into_iter().map(|(x, _, cell)| (x, cell.symbol().to_owned())).collect()
    }

    fn columns(written: &[(u16, String)]) -> Vec<u16> {
        written.iter().map(|(x, _)| *x).collect()
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
