//! Tables: a grid where it fits the width, else one record per row, else a grid that scrolls sideways.

use super::flow::{Flow, Prefix};
use super::measure::width as columns_of;
use super::paragraph::Paragraph;
use super::wrap::Fit;
use super::{Anchor, Line, Run, RunStyle, Spot};
use crate::article::{Span, SpanStyle, Text};

/// Columns between two cells.
const GAP: usize = 2;
/// A column is not shrunk below its longest word nor, if its cells are wider, below this.
const NARROWEST: usize = 8;
/// In a grid that scrolls sideways, cells wrap at this width.
const SCROLLED: usize = 30;
/// A table with a header and at most so many columns that does not fit is shown as records: few columns that do not
/// fit hold prose, which wants to be read. Many columns hold figures, which want to be compared along the column.
const RECORD_COLUMNS: usize = 6;

/// A table made ready.
#[derive(Debug, Clone)]
pub(super) struct Table {
    has_header: bool,
    /// The header first, if there is one.
    rows: Vec<Row>,
    columns: Vec<Column>,
}

#[derive(Debug, Clone)]
struct Row {
    /// Characters from the start of the table. A row is as long as its record, so that each of its lines, in a grid
    /// or as a record, has a place of its own.
    offset: u32,
    cells: Vec<Paragraph>,
    record: Vec<Flow>,
}

#[derive(Debug, Clone, Copy)]
struct Column {
    /// Columns that its widest cell takes on one line.
    natural: usize,
    narrowest: usize,
    /// All cells below the header are numbers, which are aligned to the right.
    numeric: bool,
}

impl Table {
    /// `None` for a table without any text. Each cell is a passage of its own, which `passage` begins.
    pub(super) fn new(
        header: &[String],
        rows: &[Vec<String>],
        passage: &mut impl FnMut() -> Spot,
    ) -> Option<Self> {
        let mut offset = 0;
        let head = Row::new(&[], header, RunStyle::Strong, &mut offset, passage);
        let has_header = head.is_some();
        let body =
            rows.iter().filter_map(|cells| Row::new(header, cells, RunStyle::Plain, &mut offset, passage));
        let made: Vec<Row> = head.into_iter().chain(body).collect();
        let count = made.iter().map(|row| row.cells.len()).max()?;
        let body = &made[usize::from(has_header)..];
        let columns = (0..count).map(|at| Column::new(&made, body, at)).collect();
        Some(Self { has_header, rows: made, columns })
    }

    /// The cells, with the places where they begin.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (Spot, &str)> {
        self.rows.iter().flat_map(|row| &row.cells).map(|cell| (cell.spot, cell.text()))
    }

    /// Characters that the table takes of its block.
    pub(super) fn length(&self) -> u32 {
        self.rows.last().map_or(0, |row| row.offset + row.length())
    }

    pub(super) fn break_into(&self, lines: &mut Vec<Line>, anchor: Anchor, width: usize) {
        if let Some(widths) = self.fitting_widths(width) {
            self.grid(lines, anchor, &widths, false);
        } else if self.has_header && self.columns.len() <= RECORD_COLUMNS && self.rows.len() > 1 {
            self.records(lines, anchor, width);
        } else {
            let wide = |column: &Column| column.natural.min(column.narrowest.max(SCROLLED));
            self.grid(lines, anchor, &self.columns.iter().map(wide).collect::<Vec<_>>(), true);
        }
    }

    /// Natural widths, the widest shrunk first; `None` where even the narrowest do not fit.
    fn fitting_widths(&self, width: usize) -> Option<Vec<usize>> {
        let mut room = width.checked_sub(GAP * (self.columns.len() - 1))?;
        let narrowest: usize = self.columns.iter().map(|column| column.narrowest).sum();
        room = room.checked_sub(narrowest)?;
        let mut widths: Vec<usize> = self.columns.iter().map(|column| column.narrowest).collect();
        // To shrink the widest first is to grow the smallest first, up to what each needs.
        while room > 0 {
            let growing =
                self.columns.iter().zip(&mut widths).filter(|(column, width)| **width < column.natural);
            let Some((_, smallest)) = growing.min_by_key(|(_, width)| **width) else { break };
            *smallest += 1;
            room -= 1;
        }
        Some(widths)
    }

    fn grid(&self, lines: &mut Vec<Line>, anchor: Anchor, widths: &[usize], wide: bool) {
        for (at, row) in self.rows.iter().enumerate() {
            let first = lines.len();
            row.grid_lines(lines, &self.columns, widths);
            // what is made of nothing but marks without a letter takes no column
            if at == 0 && self.has_header && widths.iter().any(|width| *width > 0) {
                lines.push(Line { runs: vec![separator(widths)], ..Line::default() });
            }
            for (count, line) in lines[first..].iter_mut().enumerate() {
                line.anchor = row.anchor(anchor, count);
                line.wide = wide;
            }
        }
    }

    fn records(&self, lines: &mut Vec<Line>, anchor: Anchor, width: usize) {
        let records = &self.rows[1..];
        let start = lines.len();
        for (at, row) in records.iter().enumerate() {
            let first = lines.len();
            for cell in &row.record {
                cell.break_into(lines, anchor, width);
            }
            if at + 1 < records.len() {
                lines.push(Line::default());
            }
            for (count, line) in lines[first..].iter_mut().enumerate() {
                line.anchor = row.anchor(anchor, count);
            }
        }
        // The header has no line of its own; its place is the top of the first record.
        if let Some(line) = lines.get_mut(start) {
            line.anchor = anchor;
        }
    }
}

impl Row {
    /// `None` for a row without any text.
    fn new(
        header: &[String],
        cells: &[String],
        style: RunStyle,
        offset: &mut u32,
        passage: &mut impl FnMut() -> Spot,
    ) -> Option<Self> {
        let shown = |cell: &String| Paragraph::of_line(cell, style).at(passage(), 0);
        let shown: Vec<Paragraph> = cells.iter().map(shown).collect();
        let record: Vec<Flow> = cells
            .iter()
            .zip(&shown)
            .enumerate()
            .filter_map(|(at, (cell, shown))| {
                labelled(header.get(at).map_or("", |head| head.trim()), cell, shown)
            })
            .map(|paragraph| Flow { paragraph, prefix: Prefix::default(), heading: false })
            .collect();
        if record.is_empty() {
            return None;
        }
        let row = Self { offset: *offset, cells: shown, record };
        *offset += row.length();
        Some(row)
    }

    /// Bytes of the record, which are no fewer than its characters, and room for the lines between.
    fn length(&self) -> u32 {
        self.record.iter().map(|flow| flow.paragraph.text().len() as u32 + 1).sum::<u32>() + 2
    }

    fn anchor(&self, table: Anchor, line: usize) -> Anchor {
        Anchor { offset: table.offset + self.offset + line as u32, ..table }
    }

    fn grid_lines(&self, lines: &mut Vec<Line>, columns: &[Column], widths: &[usize]) {
        let cells: Vec<Vec<Vec<Run>>> = self
            .cells
            .iter()
            .zip(widths)
            .map(|(cell, &width)| cell.break_at(width).iter().map(|cut| cell.runs(cut)).collect())
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let cells = cells.iter().map(|cell| cell.get(at).map_or(&[][..], Vec::as_slice));
            lines.push(Line { runs: aligned(cells.zip(columns).zip(widths)), ..Line::default() });
        }
    }
}

/// Cells side by side. The space behind a cell is only written before the next one, so that no line ends in spaces.
fn aligned<'a>(cells: impl Iterator<Item = ((&'a [Run], &'a Column), &'a usize)>) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut due = 0;
    for ((cell, column), &width) in cells {
        if cell.is_empty() {
            due += width + GAP;
            continue;
        }
        let taken: usize = cell.iter().map(|run| columns_of(&run.text)).sum();
        let free = width.saturating_sub(taken);
        let before = if column.numeric { free } else { 0 };
        runs.extend(padding(due + before));
        runs.extend_from_slice(cell);
        due = free - before + GAP;
    }
    runs
}

impl Column {
    fn new(rows: &[Row], body: &[Row], at: usize) -> Self {
        let cells = || rows.iter().filter_map(|row| row.cells.get(at));
        let natural = cells().map(Paragraph::natural_width).max().unwrap_or(0);
        let word = cells().map(|cell| cell.widest).max().unwrap_or(0);
        let mut filled =
            body.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_empty()).peekable();
        let numeric = filled.peek().is_some() && filled.all(|cell| is_number(cell.text()));
        Self { natural, narrowest: natural.min(word.max(NARROWEST)), numeric }
    }
}

fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '−' | '.' | ',' | '%' | '$' | '€' | '£'))
}

fn padding(columns: usize) -> Option<Run> {
    (columns > 0).then(|| Run::new(" ".repeat(columns), RunStyle::Plain))
}

fn separator(widths: &[usize]) -> Run {
    let lines: Vec<String> = widths.iter().map(|&width| "─".repeat(width)).collect();
    Run::new(lines.join(&" ".repeat(GAP)), RunStyle::Dim)
}

/// "Header: cell", the header strong; nothing for an empty cell. The cell is the same passage as in the grid.
fn labelled(header: &str, cell: &str, in_grid: &Paragraph) -> Option<Paragraph> {
    if cell.trim().is_empty() {
        return None;
    }
    let label = if header.is_empty() { String::new() } else { format!("{header}: ") };
    let span = Span { start: 0, end: label.len(), style: SpanStyle::Strong, url: None };
    let text = Text { text: format!("{label}{cell}").replace('\n', " "), spans: vec![span] };
    let (_, paragraph) = Paragraph::of_text(&text, RunStyle::Plain, Fit::First, &mut Vec::new()).pop()?;
    let label = paragraph.text().len().saturating_sub(in_grid.text().len());
    Some(paragraph.at(in_grid.spot, label))
}
