//! Which rows only moved up or down, so that the terminal moves them.

use std::hash::{Hash, Hasher};
use std::io::Write;

use ratatui::buffer::Cell;

use super::pen::{is_blank, is_empty};
use super::shown::Rows;

/// Cells that have to be saved: setting the margins, moving and taking the margins back takes some seventeen bytes, and at least
/// one more move.
const WORTH: isize = 24;

/// Rows that move: between these two (both included), up by so many, or down if that is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scroll {
    top: usize,
    bottom: usize,
    up: isize,
}

impl Scroll {
    /// The move after which the fewest cells have to be written, if it is worth it.
    pub(super) fn find(old: &Rows, new: &Rows) -> Option<Self> {
        let mut rows = Compared::new(old, new);
        let most = rows.old.len() / 2;
        let up = (1..=most).map(|by| rows.best(by)).max_by_key(|(gain, _)| *gain);
        rows.turn_over();
        let down = (1..=most).map(|by| rows.best(by)).max_by_key(|(gain, _)| *gain);
        let last = rows.old.len().saturating_sub(1);
        let down = down.map(|(gain, Self { top, bottom, up })| {
            (gain, Self { top: last - bottom, bottom: last - top, up: -up })
        });
        let (gain, scroll) = up.into_iter().chain(down).max_by_key(|(gain, _)| *gain)?;
        (gain >= WORTH).then_some(scroll)
    }

    /// The rows as the terminal moves them; what comes in is blank.
    pub(super) fn apply(self, rows: &mut Rows) {
        let rows = &mut rows[self.top..=self.bottom];
        let distance = self.up.unsigned_abs();
        let blank = if self.up > 0 {
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

    /// Margins (DECSTBM), then up or down (SU, SD), then no margins.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        let (top, bottom, by) = (self.top + 1, self.bottom + 1, self.up.unsigned_abs());
        let letter = if self.up > 0 { 'S' } else { 'T' };
        // writing into memory cannot fail
        let _ = write!(out, "\x1b[{top};{bottom}r\x1b[{by}{letter}\x1b[r");
    }
}

/// Two screens, each cell as one number: all distances are tried, and comparing letters and styles takes longer.
struct Compared {
    old: Vec<Vec<u64>>,
    new: Vec<Vec<u64>>,
    /// By row: the cells that differ where nothing moves.
    stays: Vec<isize>,
    /// By row: the cells that differ where a blank row came in.
    comes: Vec<isize>,
}

impl Compared {
    fn new(old: &Rows, new: &Rows) -> Self {
        let numbers = |rows: &Rows| -> Vec<Vec<u64>> {
            rows.iter().map(|row| row.iter().map(number).collect()).collect()
        };
        let filled = |row: &Vec<Cell>| row.iter().filter(|cell| !is_empty(cell)).count() as isize;
        let comes = new.iter().map(filled).collect();
        let (old, new) = (numbers(old), numbers(new));
        let stays = old.iter().zip(&new).map(|(old, new)| differing(old, new)).collect();
        Self { old, new, stays, comes }
    }

    /// What moved down moves up when all is upside down.
    fn turn_over(&mut self) {
        self.old.reverse();
        self.new.reverse();
        self.stays.reverse();
        self.comes.reverse();
    }

    /// The stretch of rows that saves the most cells when it moves up by so many rows, and how many.
    fn best(&self, by: usize) -> (isize, Scroll) {
        let saves = |y: usize| self.stays[y] - differing(&self.old[y + by], &self.new[y]);
        let (mut first, mut stretch) = (0, 0);
        let mut best = (0, Scroll { top: 0, bottom: 0, up: by as isize });
        for last in 0..self.old.len().saturating_sub(by) {
            if stretch <= 0 {
                (first, stretch) = (last, 0);
            }
            stretch += saves(last);
            let bottom = last + by;
            let blank: isize = (last + 1..=bottom).map(|y| self.stays[y] - self.comes[y]).sum();
            if stretch + blank > best.0 {
                best = (stretch + blank, Scroll { top: first, bottom, ..best.1 });
            }
        }
        best
    }
}

fn differing(old: &[u64], new: &[u64]) -> isize {
    old.iter().zip(new).filter(|(old, new)| old != new).count() as isize
}

/// Another number for each look of a cell, but for chance, which costs a few bytes.
fn number(cell: &Cell) -> u64 {
    let mut folded = Folded(0);
    if is_blank(cell) {
        cell.bg.hash(&mut folded);
    } else {
        cell.hash(&mut folded);
    }
    folded.finish()
}

/// Words turned, mixed in and multiplied by 2⁶⁴ / π: quick, and good enough for a few thousand cells.
struct Folded(u64);

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        for bytes in bytes.chunks(8) {
            let word = bytes.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte));
            self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of a list beside a text: items from one on, some of them chosen, in a frame.
    fn list(from: usize, chosen: usize, text: &str) -> Rows {
        let item = |item: usize| format!("{:08}", item * 76_543_217 % 99_999_989).repeat(4);
        let sign = |item: usize| if item == chosen { '▌' } else { ' ' };
        let row = |at: usize| format!("│{} {} │{text}", sign(at), item(at));
        let edge = "─".repeat(36 + text.len());
        let lines = std::iter::once(edge.clone()).chain((from..from + 12).map(row)).chain([edge]);
        let cell = |letter: char| Cell::default().set_symbol(&letter.to_string()).clone();
        lines.map(|line| line.chars().map(cell).collect()).collect()
    }

    #[test]
    fn a_list_that_moves_is_moved_by_the_terminal() {
        for (from, to) in [(5, 7), (7, 5), (5, 6), (9, 2)] {
            let up = to as isize - from as isize;
            let found = Scroll::find(&list(from, 0, ""), &list(to, 0, ""));
            assert_eq!(found, Some(Scroll { top: 1, bottom: 12, up }));
        }
    }

    #[test]
    fn it_moves_though_another_row_is_chosen_and_another_text_stands_beside_it() {
        let found =
            Scroll::find(&list(5, 11, "one text and no other"), &list(6, 12, "what stands in another"));
        assert_eq!(found, Some(Scroll { top: 1, bottom: 12, up: 1 }));
    }

    #[test]
    fn what_saves_little_does_not_move() {
        assert_eq!(Scroll::find(&list(5, 5, ""), &list(5, 6, "")), None);
        assert_eq!(Scroll::find(&Rows::new(), &Rows::new()), None);
    }

    #[test]
    fn rows_move_as_a_terminal_moves_them() {
        let mut out = Vec::new();
        let mut rows = list(0, 99, "");
        let before = rows.clone();
        let scroll = Scroll { top: 1, bottom: 4, up: -1 };
        scroll.write(&mut out);
        scroll.apply(&mut rows);
        assert_eq!(out, b"\x1b[2;5r\x1b[1T\x1b[r");
        assert_eq!(rows[2..5], before[1..4]);
        assert!(rows[1].iter().all(is_empty) && rows[0] == before[0] && rows[5..] == before[5..]);
    }
}
