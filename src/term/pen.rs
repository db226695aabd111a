//! The pen: writes letters into a frame, and knows where it stands and in which style it writes, so that it moves and changes
//! its style in as few bytes as there are.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// What shows where there is no letter.
const SEEN: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

/// Each modifier with what switches it on and off (ECMA-48, SGR).
const CODES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Ink {
    pub(super) const fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether what is blank shows the background alone.
    fn is_plain_when_blank(self) -> bool {
        !self.modifier.intersects(SEEN)
    }
}

/// Whether a cell is blank and nothing but its background shows.
pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Ink::of(cell).is_plain_when_blank()
}

/// Whether a cell looks as if it was erased.
pub(super) fn is_empty(cell: &Cell) -> bool {
    is_blank(cell) && cell.bg == Color::Reset
}

/// Whether two cells look the same: the colour and weight of what is not there do not matter.
pub(super) fn look_same(one: &Cell, other: &Cell) -> bool {
    one == other || (is_blank(one) && is_blank(other) && one.bg == other.bg)
}

/// A pen that stands somewhere on the screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    /// Columns of the screen.
    columns: u16,
    ink: Ink,
    /// The cell into which the next letter goes, if that is known.
    at: Option<(u16, u16)>,
    /// How many columns further it may stand, since this terminal may draw letters wider than they should be.
    drift: u16,
}

impl Pen {
    /// A pen that writes plain letters, and stands anywhere.
    pub(super) fn new(columns: u16) -> Self {
        Self { columns, ink: Ink::default(), at: None, drift: 0 }
    }

    /// Back to plain letters.
    pub(super) fn rest(&mut self, out: &mut Vec<u8>) {
        self.dip(Ink::default(), out);
    }

    /// The column of the next letter, where that is known and in this row.
    pub(super) fn column(&self, y: u16) -> Option<usize> {
        self.at.filter(|at| at.1 == y).map(|at| usize::from(at.0))
    }

    /// Moves to a cell: forward within the row by columns (CUF), else to the column (CHA), or to the absolute place (CUP), which
    /// is always right. Not by line feeds, though they are shorter: nothing that is sent is a control character.
    pub(super) fn go(&mut self, x: u16, y: u16, out: &mut Vec<u8>) {
        if self.at == Some((x, y)) {
            return;
        }
        // beyond the edge it would be in the next row
        match self.at.filter(|(from, row)| *row == y && from + self.drift <= self.columns) {
            Some((from, _)) if from + 1 == x && self.drift == 0 => put(out, format_args!("\x1b[C")),
            Some((from, _)) if from < x && self.drift == 0 => put(out, format_args!("\x1b[{}C", x - from)),
            Some(_) => put(out, format_args!("\x1b[{}G", x + 1)),
            None => put(out, format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        (self.at, self.drift) = (Some((x, y)), 0);
    }

    /// Writes a cell where the pen stands.
    pub(super) fn write(&mut self, cell: &Cell, out: &mut Vec<u8>) {
        let (ink, symbol) = (Ink::of(cell), cell.symbol());
        let shows = is_blank(cell) && self.ink.is_plain_when_blank() && self.ink.bg == ink.bg;
        if !shows {
            self.dip(if is_blank(cell) { Ink { bg: ink.bg, ..Ink::default() } } else { ink }, out);
        }
        out.extend_from_slice(symbol.as_bytes());
        // some terminals draw the signs of East Asian texts in two columns, accents in one of their own
        self.drift += symbol.chars().filter(|letter| !letter.is_ascii()).count() as u16;
        let width = if is_sure(symbol) { symbol.width() as u16 } else { 0 };
        self.at = self.at.filter(|_| width > 0).map(|(x, y)| (x + width, y));
    }

    /// Erases so many cells from where the pen stands, and stays there (ECH).
    pub(super) fn erase(&mut self, cells: usize, out: &mut Vec<u8>) {
        // terminals differ in what of the style they erase with
        if !self.ink.is_plain_when_blank() || self.ink.bg != Color::Reset {
            self.dip(Ink::default(), out);
        }
        put(out, format_args!("\x1b[{cells}X"));
    }

    /// Changes the style, from the one there is or from none, whichever is shorter.
    fn dip(&mut self, ink: Ink, out: &mut Vec<u8>) {
        let from = std::mem::replace(&mut self.ink, ink);
        if from == ink {
            return;
        }
        let (changed, anew) = (codes(from, ink), codes(Ink::default(), ink));
        // no code at all is 0, which takes everything back
        let anew = if anew.is_empty() { anew } else { format!("0;{anew}") };
        let shorter = if changed.len() <= anew.len() { changed } else { anew };
        put(out, format_args!("\x1b[{shorter}m"));
    }
}

/// Whether a terminal takes as many columns as we do, so that what stands behind it may be written on: what is narrow, and of
/// the wide what always was (the ranges of Markus Kuhn's wcwidth, 2007). Emoji became wide later.
fn is_sure(symbol: &str) -> bool {
    let wide = |letter: char| {
        matches!(letter, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3040}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
    };
    let mut letters = symbol.chars();
    match (symbol.width(), letters.next(), letters.next()) {
        (2, Some(letter), None) => wide(letter),
        (width, ..) => width == 1,
    }
}

/// The codes that make one style of another.
fn codes(from: Ink, to: Ink) -> String {
    let gone = from.modifier - to.modifier;
    let mut off: Vec<u8> = CODES.iter().filter(|code| gone.contains(code.0)).map(|code| code.2).collect();
    // bold and dim, and both ways of blinking, are switched off together
    off.dedup();
    let stays = |code: &&(Modifier, u8, u8)| from.modifier.contains(code.0) && !off.contains(&code.2);
    let on = to.modifier - CODES.iter().filter(stays).map(|code| code.0).collect();
    let on = CODES.iter().filter(|code| on.contains(code.0)).map(|code| code.1);
    let mut codes: Vec<String> = off.iter().copied().chain(on).map(|code| code.to_string()).collect();
    if from.fg != to.fg {
        codes.push(colour(to.fg, 30));
    }
    if from.bg != to.bg {
        codes.push(colour(to.bg, 40));
    }
    codes.join(";")
}

/// The code of a colour of letters (30) or of what is behind them (40).
fn colour(colour: Color, ground: u8) -> String {
    // some terminals brighten the first eight where letters are bold, unless they are given as one of 256
    let indexed = |index: u8| format!("{};5;{index}", ground + 8);
    let bright = |index: u8| (ground + 60 + index).to_string();
    match colour {
        Color::Reset => (ground + 9).to_string(),
        Color::Black => indexed(0),
        Color::Red => indexed(1),
        Color::Green => indexed(2),
        Color::Yellow => indexed(3),
        Color::Blue => indexed(4),
        Color::Magenta => indexed(5),
        Color::Cyan => indexed(6),
        Color::Gray => indexed(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(index) => indexed(index),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", ground + 8),
    }
}

/// Writing into memory cannot fail.
fn put(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(symbol: &str, fg: Color, modifier: Modifier) -> Cell {
        let mut cell = Cell::default();
        cell.set_symbol(symbol).set_fg(fg);
        cell.modifier = modifier;
        cell
    }

    /// What is written for these cells, side by side from a place on.
    fn written(cells: &[Cell]) -> String {
        let (mut pen, mut out) = (Pen::new(80), Vec::new());
        pen.go(4, 2, &mut out);
        for cell in cells {
            pen.write(cell, &mut out);
        }
        pen.rest(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_style_is_changed_by_the_shortest_codes() {
        let (bold, dim) = (Modifier::BOLD, Modifier::DIM);
        let plain = cell("a", Color::Reset, Modifier::empty());
        let of = |modifier| cell("b", Color::Reset, modifier);
        let title = cell("c", Color::LightBlue, bold);
        assert_eq!(written(&[plain.clone(), of(bold), plain.clone()]), "\x1b[3;5Ha\x1b[1mb\x1b[ma");
        assert_eq!(written(&[of(bold | dim), of(bold)]), "\x1b[3;5H\x1b[1;2mb\x1b[0;1mb\x1b[m");
        assert_eq!(written(&[of(bold), of(dim)]), "\x1b[3;5H\x1b[1mb\x1b[0;2mb\x1b[m");
        assert_eq!(
            written(&[title, cell("d", Color::LightBlue, Modifier::REVERSED)]),
            "\x1b[3;5H\x1b[1;94mc\x1b[22;7md\x1b[m"
        );
        assert_eq!(
            written(&[cell("e", Color::Magenta, bold), cell("f", Color::Rgb(1, 2, 3), bold)]),
            "\x1b[3;5H\x1b[1;38;5;5me\x1b[38;2;1;2;3mf\x1b[m"
        );
    }

    #[test]
    fn a_blank_needs_no_style_of_its_own() {
        let (blank, word) =
            (cell(" ", Color::Reset, Modifier::empty()), cell("a", Color::Red, Modifier::BOLD));
        assert_eq!(written(&[word.clone(), blank.clone(), word.clone()]), "\x1b[3;5H\x1b[1;38;5;1ma a\x1b[m");
        let mark = cell(" ", Color::Reset, Modifier::REVERSED);
        assert_eq!(written(&[blank, mark]), "\x1b[3;5H \x1b[7m \x1b[m");
    }

    #[test]
    fn the_pen_moves_by_the_shortest_way_that_is_sure() {
        let moved = |symbol: &str, x, y| {
            let (mut pen, mut out) = (Pen::new(80), Vec::new());
            pen.go(10, 20, &mut out);
            pen.write(&cell(symbol, Color::Reset, Modifier::empty()), &mut out);
            out.clear();
            pen.go(x, y, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(moved("a", 11, 20), "");
        assert_eq!(moved("a", 12, 20), "\x1b[C");
        assert_eq!(moved("a", 40, 20), "\x1b[29C");
        assert_eq!(moved("a", 5, 20), "\x1b[6G");
        assert_eq!(moved("a", 11, 21), "\x1b[22;12H");
    }

    #[test]
    fn a_letter_that_may_be_wider_leads_nowhere_else() {
        let moved = |from, x, y| {
            let (mut pen, mut out) = (Pen::new(80), Vec::new());
            pen.go(from, 20, &mut out);
            pen.write(&cell("—", Color::Reset, Modifier::empty()), &mut out);
            out.clear();
            pen.go(x, y, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(moved(10, 11, 20), "");
        assert_eq!(moved(10, 40, 20), "\x1b[41G");
        assert_eq!(moved(78, 40, 20), "\x1b[41G");
        assert_eq!(moved(79, 40, 20), "\x1b[21;41H", "it may have begun the next row");
    }

    #[test]
    fn only_what_always_was_wide_is_written_on_behind() {
        let of = |symbol: &str| cell(symbol, Color::Reset, Modifier::empty());
        let (mut pen, mut out) = (Pen::new(80), Vec::new());
        for (symbol, column) in
            [("漢", Some(5)), ("한", Some(5)), ("e\u{301}", Some(4)), ("😀", None), ("👨‍👩‍👧", None)]
        {
            pen.go(3, 0, &mut out);
            pen.write(&of(symbol), &mut out);
            assert_eq!(pen.column(0), column, "{symbol}");
        }
    }

    #[test]
    fn nothing_is_erased_in_a_style_that_shows() {
        let (mut pen, mut out) = (Pen::new(80), Vec::new());
        pen.go(0, 0, &mut out);
        pen.write(&cell("a", Color::Reset, Modifier::REVERSED), &mut out);
        out.clear();
        pen.erase(12, &mut out);
        assert_eq!(out, b"\x1b[m\x1b[12X");
        assert_eq!(pen.column(0), Some(1), "it stays before them");
    }
}
