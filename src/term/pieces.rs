//! How what changed is written. Of two texts in one place some letters are the same by chance, and moving over each takes more
//! bytes than writing it; what is blank may be erased; what looks alike in many rows may be written together. At each such
//! choice both ways are tried, and the shorter one is taken.

use ratatui::buffer::Cell;

use super::pen::{Ink, Pen, is_empty};
use super::shown::Rows;

/// Cells between two changes from which on moving is shorter than writing them, whatever they are: it takes at most ten bytes,
/// and a change of style there and back as many again.
const FAR: usize = 20;

/// Empty cells from which on erasing can be shorter than writing them: `ESC [ n X` takes four bytes.
const BLANKS: usize = 5;

/// Cells side by side that are written in one style; in none where they are empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    y: usize,
    /// The column of the first cell, and the one behind the last.
    from: usize,
    until: usize,
    ink: Option<Ink>,
}

impl Piece {
    fn is(&self, y: usize, ink: Option<Ink>) -> bool {
        self.y == y && self.ink == ink
    }

    /// Whether these are blanks that are rather written than erased.
    const fn is_short(&self) -> bool {
        self.ink.is_none() && self.until - self.from < BLANKS
    }

    const fn joins(&self, before: &Self, behind: usize) -> bool {
        before.until == self.from && self.until == behind
    }
}

/// How the screen is to be. A cell that is not known has no letter.
#[derive(Clone, Copy)]
pub(super) struct Screen<'a> {
    rows: &'a Rows,
    columns: u16,
}

impl<'a> Screen<'a> {
    pub(super) fn new(rows: &'a Rows) -> Self {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        Self { rows, columns: columns as u16 }
    }

    /// The bytes that write the cells at these places, row by row. They begin and end with plain letters.
    pub(super) fn bytes(self, places: &[(usize, usize)]) -> Vec<u8> {
        let pieces = self.pieces(places);
        let bytes = self.written(&pieces);
        let Some(ink) = scattered(&pieces) else { return bytes };
        let (last, mut order): (Vec<Piece>, Vec<Piece>) =
            pieces.iter().partition(|piece| piece.ink == Some(ink));
        order.extend(last);
        let other = self.written(&order);
        if other.len() < bytes.len() { other } else { bytes }
    }

    /// Takes apart what changes: what is side by side in one style, with a few blanks in it, and what is empty, over others that
    /// do not change.
    fn pieces(self, places: &[(usize, usize)]) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for &(x, y) in places {
            let cell = &self.rows[y][x];
            let ink = if is_empty(cell) { None } else { Some(Ink::of(cell)) };
            let blank = |x: usize| is_empty(&self.rows[y][x]);
            match pieces.as_mut_slice() {
                [.., last] if last.is(y, ink) && (last.until..x).all(|x| ink.is_none() && blank(x)) => {
                    last.until = x + 1;
                }
                [.., last, gap] if last.is(y, ink) && gap.is_short() && gap.joins(last, x) => {
                    last.until = x + 1;
                    pieces.pop();
                }
                _ => pieces.push(Piece { y, from: x, until: x + 1, ink }),
            }
        }
        pieces
    }

    fn cells(self, y: usize, from: usize, until: usize) -> &'a [Cell] {
        &self.rows[y][from..until]
    }

    /// The bytes of these pieces, one after the other.
    fn written(self, pieces: &[Piece]) -> Vec<u8> {
        let (mut pen, mut out) = (Pen::new(self.columns), Vec::new());
        for (at, piece) in pieces.iter().enumerate() {
            self.reach(piece.from, piece.y, &mut pen, &mut out);
            if piece.ink.is_none() {
                self.blanks(*piece, pieces.get(at + 1), &mut pen, &mut out);
            } else {
                self.write(*piece, &mut pen, &mut out);
            }
        }
        pen.rest(&mut out);
        out
    }

    fn write(self, Piece { y, from, until, .. }: Piece, pen: &mut Pen, out: &mut Vec<u8>) {
        self.cells(y, from, until).iter().for_each(|cell| pen.write(cell, out));
    }

    /// Brings the pen to a place: by moving it, or by writing what is between again, where that is of one byte each.
    fn reach(self, x: usize, y: usize, pen: &mut Pen, out: &mut Vec<u8>) {
        let go = |pen: &mut Pen, out: &mut Vec<u8>| pen.go(x as u16, y as u16, out);
        let plain = |cell: &Cell| cell.symbol().len() == 1;
        let near = |from: &usize| *from < x && x - *from < FAR;
        let from = pen.column(y as u16).filter(near);
        let Some(between) = from.map(|from| self.cells(y, from, x)).filter(|cells| cells.iter().all(plain))
        else {
            return go(pen, out);
        };
        let bridge = |pen: &mut Pen, out: &mut Vec<u8>| between.iter().for_each(|cell| pen.write(cell, out));
        // the style there counts: where the letters between have it, it need not be set
        let there = |pen: &mut Pen, out: &mut Vec<u8>| pen.write(&self.rows[y][x], out);
        if length(*pen, &[&bridge, &there]) <= length(*pen, &[&go, &there]) {
            bridge(pen, out);
        } else {
            go(pen, out);
        }
    }

    /// Writes blanks, or erases them, which leaves the pen before them.
    fn blanks(self, piece: Piece, next: Option<&Piece>, pen: &mut Pen, out: &mut Vec<u8>) {
        let write = |pen: &mut Pen, out: &mut Vec<u8>| self.write(piece, pen, out);
        let erase = |pen: &mut Pen, out: &mut Vec<u8>| pen.erase(piece.until - piece.from, out);
        let on = |pen: &mut Pen, out: &mut Vec<u8>| {
            if let Some(Piece { y, from, .. }) = next.copied() {
                self.reach(from, y, pen, out);
                pen.write(&self.rows[y][from], out);
            }
        };
        if piece.is_short() || length(*pen, &[&write, &on]) <= length(*pen, &[&erase, &on]) {
            write(pen, out);
        } else {
            erase(pen, out);
        }
    }
}

/// The style that is come back to most often, which the border of a pane is where anything is. Trying it with every style saves
/// hardly a byte more, and takes as long as all the rest of a frame.
fn scattered(pieces: &[Piece]) -> Option<Ink> {
    let mut inks: Vec<(Ink, usize)> = Vec::new();
    for ink in pieces.iter().filter_map(|piece| piece.ink) {
        match inks.iter_mut().find(|(known, _)| *known == ink) {
            Some((_, times)) => *times += 1,
            None => inks.push((ink, 1)),
        }
    }
    inks.into_iter().max_by_key(|(_, times)| *times).filter(|(_, times)| *times > 1).map(|(ink, _)| ink)
}

/// What a pen does.
type Step<'a> = &'a dyn Fn(&mut Pen, &mut Vec<u8>);

/// How many bytes it takes to do this.
fn length(mut pen: Pen, steps: &[Step<'_>]) -> usize {
    let mut out = Vec::new();
    for step in steps {
        step(&mut pen, &mut out);
    }
    out.len()
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Style};

    use super::*;

    /// What is written of a line, of which some columns changed.
    fn written(line: &[(&str, Style)], changed: &[usize]) -> String {
        let cells: Vec<Cell> = line
            .iter()
            .flat_map(|(text, style)| {
                text.chars().map(|letter| letter.to_string()).map(move |text| (text, *style))
            })
            .map(|(letter, style)| Cell::default().set_symbol(&letter).set_style(style).clone())
            .collect();
        let places: Vec<(usize, usize)> = changed.iter().map(|x| (*x, 0)).collect();
        String::from_utf8(Screen::new(&vec![cells]).bytes(&places)).unwrap()
    }

    fn plain(line: &str, changed: &[usize]) -> String {
        written(&[(line, Style::new())], changed)
    }

    #[test]
    fn a_few_letters_that_stay_are_written_again() {
        assert_eq!(plain("hirboor", &[1, 5]), "\x1b[1;2Hirboo");
        assert_eq!(plain("b harbour learns", &[0, 10]), "\x1b[1;1Hb\x1b[9Cl");
    }

    #[test]
    fn letters_of_another_style_are_written_where_that_is_shorter() {
        let red = Style::new().fg(Color::Red);
        let line = |middle: Style| [("abc", red), ("def", middle), ("ghi", red)];
        assert_eq!(written(&line(red), &[2, 6]), "\x1b[1;3H\x1b[38;5;1mcdefg\x1b[m");
        assert_eq!(written(&line(Style::new()), &[2, 6]), "\x1b[1;3H\x1b[38;5;1mc\x1b[3Cg\x1b[m");
    }

    #[test]
    fn what_is_not_of_one_byte_is_moved_over() {
        assert_eq!(plain("b—x", &[0, 2]), "\x1b[1;1Hb\x1b[Cx");
        let rows = vec![vec![Cell::new("b"), Cell::new(""), Cell::new("x")]];
        let bytes = Screen::new(&rows).bytes(&[(0, 0), (2, 0)]);
        assert_eq!(bytes, b"\x1b[1;1Hb\x1b[Cx", "what is not known has no letter to write");
    }

    #[test]
    fn long_blanks_are_erased_and_others_written() {
        let line = |blanks: usize| format!("one{}two", " ".repeat(blanks));
        let all = |blanks: usize| -> Vec<usize> { (0..blanks + 6).collect() };
        assert_eq!(plain(&line(7), &all(7)), "\x1b[1;1Hone       two");
        assert_eq!(plain(&line(30), &all(30)), "\x1b[1;1Hone\x1b[30X\x1b[30Ctwo");
        let end = format!("one{}", " ".repeat(9));
        assert_eq!(plain(&end, &[1, 2, 3, 4, 9, 11]), "\x1b[1;2Hne\x1b[9X", "over what was blank already");
        let red = ("          ", Style::new().bg(Color::Red));
        assert_eq!(written(&[red], &all(4)), "\x1b[1;1H\x1b[48;5;1m          \x1b[m");
    }

    #[test]
    fn what_looks_alike_is_written_together_where_that_is_shorter() {
        let [edge, text] =
            [Color::Rgb(97, 175, 239), Color::Rgb(214, 217, 224)].map(|fg| Style::new().fg(fg));
        let row = |line: &str| -> Vec<Cell> {
            let style = |letter| if letter == '|' { edge } else { text };
            let cell = |letter: char| Cell::default().set_char(letter).set_style(style(letter)).clone();
            line.chars().map(cell).collect()
        };
        let rows = vec![row("|one|"), row("|two|"), row("|six|")];
        let all: Vec<(usize, usize)> = (0..3).flat_map(|y| (0..5).map(move |x| (x, y))).collect();
        let bytes = String::from_utf8(Screen::new(&rows).bytes(&all)).unwrap();
        assert_eq!(bytes.matches("38;2;").count(), 2, "{bytes:?}");
    }
}
