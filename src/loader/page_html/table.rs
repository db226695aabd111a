//! Tables of data; tables that only lay out a page are none.

use dom_query::NodeRef;

use super::tree::{self, Step, Steps};
use crate::article::Block;

/// Columns that a cell may span (HTML §4.9.11).
const WIDEST: usize = 1000;
/// Rows that a cell may span, fewer than HTML's 65,534: what is drawn is the text, once.
const HIGHEST: usize = 1000;
/// Cells of a table, those included that wide ones fill up; bounds what a few bytes can ask for.
const CELLS: usize = 100_000;

/// A row as the page has it.
#[derive(Default)]
struct Row {
    cells: Vec<Cell>,
    /// It stands in the head, or holds nothing but heads.
    head: bool,
}

struct Cell {
    text: String,
    columns: usize,
    rows: usize,
}

/// The table, `None` where it is none of data.
pub(super) fn read(node: NodeRef<'_>) -> Option<Block> {
    if tree::has_word(&node, "role", &["presentation", "none"]) || is_layout(node) {
        return None;
    }
    let rows = rows(node);
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.text.is_empty()).count();
    if rows.iter().map(filled).max()? < 2 || rows.len() < 2 {
        return None;
    }
    let has_head = rows[0].head;
    let mut grid = grid(rows).into_iter();
    let header = has_head.then(|| grid.next()).flatten().unwrap_or_default();
    Some(Block::Table { header, rows: grid.collect() })
}

/// Whether its cells hold what belongs beside each other, not in a cell: lists, headings, code, tables.
fn is_layout(table: NodeRef<'_>) -> bool {
    let (mut cells, mut rich) = (0, 0);
    let mut counted = false;
    for step in Steps::new(table) {
        let Step::Open(node) = step else { continue };
        match &*tree::name(&node) {
            "table" if node.id != table.id => return true,
            "pre" | "blockquote" | "figure" => return true,
            "td" | "th" => {
                cells += 1;
                counted = false;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" if !counted => {
                rich += 1;
                counted = true;
            }
            _ => {}
        }
    }
    rich * 2 > cells
}

fn rows(table: NodeRef<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut in_head = false;
    let mut steps = Steps::new(table);
    while let Some(step) = steps.next() {
        match step {
            Step::Open(node) => match &*tree::name(&node) {
                "thead" => in_head = true,
                "tr" => rows.push(Row { cells: Vec::new(), head: true }),
                kind @ ("td" | "th") => {
                    if let Some(row) = rows.last_mut() {
                        row.head &= in_head || kind == "th";
                        row.cells.push(cell(node));
                    }
                    steps.pass_over();
                }
                _ => {}
            },
            Step::Close(node) if &*tree::name(&node) == "thead" => in_head = false,
            _ => {}
        }
    }
    rows.retain(|row| !row.cells.is_empty());
    rows
}

fn cell(node: NodeRef<'_>) -> Cell {
    let span = |name, most| {
        let number = tree::attribute(&node, name).and_then(|number| number.parse::<usize>().ok());
        number.unwrap_or(1).clamp(1, most)
    };
    Cell { text: tree::text(node), columns: span("colspan", WIDEST), rows: span("rowspan", HIGHEST) }
}

/// Rows of the same columns: what a wide or high cell covers is empty.
fn grid(rows: Vec<Row>) -> Vec<Vec<String>> {
    let mut grid = Vec::with_capacity(rows.len());
    // rows that each column is still covered from above
    let mut covered: Vec<usize> = Vec::new();
    let mut room = CELLS;
    for row in rows {
        let mut out: Vec<String> = Vec::new();
        for cell in row.cells {
            skip_covered(&mut out, &mut covered);
            room = room.saturating_sub(cell.columns);
            let columns = if room == 0 { 1 } else { cell.columns };
            for column in 0..columns {
                let at = out.len();
                if covered.len() <= at {
                    covered.resize(at + 1, 0);
                }
                covered[at] = cell.rows - 1;
                out.push(if column == 0 { cell.text.clone() } else { String::new() });
            }
        }
        skip_covered(&mut out, &mut covered);
        for later in covered.iter_mut().skip(out.len()) {
            *later = later.saturating_sub(1);
        }
        grid.push(out);
    }
    grid
}

fn skip_covered(out: &mut Vec<String>, covered: &mut [usize]) {
    while let Some(rows) = covered.get_mut(out.len()).filter(|rows| **rows > 0) {
        *rows -= 1;
        out.push(String::new());
    }
}
