//! The article list: a window of rows out of a list that may be very long, and the cursor in it.

use std::collections::HashSet;

use crate::library::{ArticleId, Order, Row, Slice, SortKey, StateFilter, View, Window};

/// Rows asked for at a time.
pub const ROWS: usize = 200;
/// Rows asked for where the list goes to another place: a screen of them, since they are waited for; the others follow.
pub const SCREEN: usize = 64;
/// Fewer rows than this ahead of the cursor: more are asked for.
const AHEAD: usize = 100;
/// More rows than this: those far from the cursor are let go.
const MOST: usize = 2_000;
/// Rows kept between the cursor and the edge of the pane after a jump.
const MARGIN: usize = 2;

/// The rows at hand, and where the user is among them.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// What the list shows.
    pub view: View,
    rows: Vec<Row>,
    at_start: bool,
    at_end: bool,
    loaded: bool,
    cursor: usize,
    top: usize,
    /// Moves that ran past the rows at hand, made when more arrive.
    owed: isize,
    waiting: Option<Slice>,
    /// Where the cursor goes with the rows that are waited for; else it stays on its row.
    jump: Option<Slice>,
    generation: u64,
}

impl List {
    /// Rows at hand, in the list's order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Index of the selected row.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Index of the first row on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.cursor)
    }

    /// Whether a row is a copy that was unfolded: it stands below the one that stands for it, not at its own time.
    pub fn is_below(&self, row: &Row) -> bool {
        self.view.folds() && row.copy_of.is_some()
    }

    /// Where the selected row stands in the list.
    pub fn place(&self) -> Option<SortKey> {
        let mut above = self.rows.get(..=self.cursor)?.iter().rev();
        above.find(|row| !self.is_below(row)).map(|row| row.key)
    }

    /// Shows the copies of this article below it, or no longer.
    pub fn turn_fold(&mut self, head: ArticleId) {
        let unfolded = &mut self.view.unfolded;
        match unfolded.iter().position(|id| *id == head) {
            Some(at) => drop(unfolded.remove(at)),
            None => unfolded.push(head),
        }
        self.select(head);
    }

    /// Whether the first answer is here; before that an empty list says nothing.
    pub fn is_loaded(&self) -> bool {
        self.loaded
    }

    /// Whether the selected row is the first (or last) of the whole list.
    pub fn at_edge(&self, forward: bool) -> bool {
        if forward {
            self.at_end && self.cursor + 1 >= self.rows.len()
        } else {
            self.at_start && self.cursor == 0
        }
    }

    /// Asks for a part of the list; an answer to an older question will be dropped.
    pub fn ask(&mut self, slice: Slice) -> (u64, Slice) {
        self.generation += 1;
        self.waiting = Some(slice);
        self.jump = None;
        (self.generation, slice)
    }

    /// What was asked for last is where the cursor is to go.
    pub fn jump(&mut self) {
        self.jump = self.waiting;
        self.owed = 0;
    }

    /// Shows again what was shown before; what is asked from here on is still newer than what was asked since.
    pub fn resume(&mut self, before: Self) {
        *self = Self { generation: self.generation, ..before };
    }

    /// Where the cursor will go as soon as the rows are here.
    pub fn awaited_jump(&self) -> Option<Slice> {
        self.jump
    }

    /// Whether moves wait for more rows.
    pub fn owes(&self) -> bool {
        self.owed != 0
    }

    /// Whether the cursor will be elsewhere as soon as rows arrive.
    pub fn is_on_its_way(&self) -> bool {
        self.jump.is_some() || self.owes()
    }

    /// Moves the cursor by rows; past the rows at hand the rest is owed.
    pub fn move_by(&mut self, rows: isize) {
        let target = self.cursor as isize + self.owed + rows;
        let last = self.rows.len().saturating_sub(1) as isize;
        self.cursor = target.clamp(0, last) as usize;
        let open_end = if target < 0 { !self.at_start } else { !self.at_end };
        // a list that could not be read owes nothing: no more rows will come
        let more = open_end && !(self.loaded && self.rows.is_empty());
        self.owed = if more { target - self.cursor as isize } else { 0 };
    }

    /// Puts the cursor on the article if it is among the rows at hand.
    pub fn select(&mut self, id: ArticleId) -> bool {
        let found = self.rows.iter().position(|row| row.key.id == id);
        self.cursor = found.unwrap_or(self.cursor);
        self.owed = 0;
        found.is_some()
    }

    /// The next row that fits, from the cursor on, among the rows at hand.
    pub fn find(&self, forward: bool, fits: impl Fn(&Row) -> bool) -> Option<ArticleId> {
        let fitting = |row: &&Row| fits(row);
        let found = if forward {
            self.rows.iter().skip(self.cursor + 1).find(fitting)
        } else {
            self.rows.iter().take(self.cursor).rev().find(fitting)
        };
        found.map(|row| row.key.id)
    }

    /// Whether all rows in that direction are at hand.
    pub fn is_complete(&self, forward: bool) -> bool {
        if forward { self.at_end } else { self.at_start }
    }

    /// Which part of the list will be needed soon.
    pub fn wanted(&self) -> Option<Slice> {
        if self.waiting.is_some() || !self.loaded {
            return None;
        }
        if !self.at_end && self.rows.len() - self.cursor.min(self.rows.len()) <= AHEAD {
            let last = self.rows.iter().rfind(|row| !self.is_below(row));
            return last.map(|row| Slice::After(row.key));
        }
        if !self.at_start && self.cursor < AHEAD {
            return self.rows.first().map(|row| Slice::Before(row.key));
        }
        None
    }

    /// Takes an answer in; false where it answers an old question.
    pub fn receive(&mut self, generation: u64, slice: Slice, window: Window) -> bool {
        if generation != self.generation {
            return false;
        }
        self.waiting = None;
        self.loaded = true;
        match slice {
            Slice::After(_) => self.append(window),
            Slice::Before(_) => self.prepend(window),
            Slice::First | Slice::Last | Slice::Around(_) => self.replace(slice, window),
        }
        self.jump = None;
        let owed = std::mem::take(&mut self.owed);
        self.move_by(owed);
        self.trim();
        true
    }

    /// The question found no answer (the library could not be read).
    pub fn give_up(&mut self, generation: u64) {
        if generation == self.generation {
            (self.waiting, self.jump) = (None, None);
            self.loaded = true;
            self.owed = 0;
        }
    }

    fn append(&mut self, window: Window) {
        self.rows.extend(window.rows);
        self.at_end = window.at_end;
    }

    fn prepend(&mut self, window: Window) {
        let added = window.rows.len();
        self.rows.splice(0..0, window.rows);
        self.at_start = window.at_start;
        self.cursor += added;
        self.top += added;
    }

    fn replace(&mut self, slice: Slice, window: Window) {
        let offset = self.cursor.saturating_sub(self.top);
        // the cursor may have moved on since rows were asked for around it
        let stays = self.jump.is_none();
        let selected = self.selected().map(|row| row.key.id).filter(|_| stays);
        let place = self.place().filter(|_| stays);
        (self.rows, self.at_start, self.at_end) = (window.rows, window.at_start, window.at_end);
        self.cursor = match slice {
            Slice::Last => self.rows.len().saturating_sub(1),
            Slice::Around(key) => self.nearest(selected.unwrap_or(key.id), place.unwrap_or(key)),
            _ => 0,
        };
        self.top = self.cursor.saturating_sub(offset);
    }

    /// The row of this article, else the one at this place, else the one after it, else the last; by rank there is no
    /// telling what comes after it.
    fn nearest(&self, id: ArticleId, key: SortKey) -> usize {
        let of = |id: ArticleId| self.rows.iter().position(|row| row.key.id == id);
        let first = |is_after: &dyn Fn(SortKey) -> bool| {
            self.rows.iter().position(|row| !self.is_below(row) && is_after(row.key))
        };
        let after = || match self.view.order {
            Order::Newest => first(&|other| other < key),
            Order::Oldest => first(&|other| other > key),
            Order::Rank => Some(0),
        };
        let place = of(id).or_else(|| of(key.id)).or_else(after);
        place.unwrap_or(self.rows.len()).min(self.rows.len().saturating_sub(1))
    }

    fn trim(&mut self) {
        if self.rows.len() <= MOST {
            return;
        }
        if self.cursor > MOST / 2 {
            let gone = self.edge(self.rows.len() - MOST);
            self.rows.drain(..gone);
            self.at_start = false;
            self.cursor -= gone;
            self.top = self.top.saturating_sub(gone);
        } else {
            self.rows.truncate(self.edge(MOST));
            self.at_end = false;
        }
    }

    /// The first row from this one on that begins a place of the list.
    fn edge(&self, at: usize) -> usize {
        at + self.rows[at..].iter().take_while(|row| self.is_below(row)).count()
    }

    /// Scrolls so that the cursor stands within `visible` rows. A step over the edge moves the list by one row, as in vim:
    /// then the row that comes in is the only one that is new. After a longer way the cursor stands a little away from it.
    pub fn scroll(&mut self, visible: usize) {
        let above = self.top.saturating_sub(self.cursor);
        let below = (self.cursor + 1).saturating_sub(self.top + visible);
        let margin = if above.max(below) > 1 { MARGIN.min(visible.saturating_sub(1) / 2) } else { 0 };
        let lowest_top = (self.cursor + margin + 1).saturating_sub(visible);
        let highest_top = self.cursor.saturating_sub(margin);
        self.top = self.top.clamp(lowest_top, highest_top.max(lowest_top));
        self.top = self.top.min(self.rows.len().saturating_sub(visible));
    }

    /// Changes a row at hand, if it is.
    pub fn change(&mut self, id: ArticleId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.key.id == id) {
            change(row);
        }
    }

    /// Changes all rows at hand.
    pub fn change_all(&mut self, change: impl FnMut(&mut Row)) {
        self.rows.iter_mut().for_each(change);
    }

    /// The article stays in this list though its state no longer fits, until the list is left.
    pub fn keep(&mut self, id: ArticleId) {
        if self.view.state != StateFilter::All && !self.view.keep.contains(&id) {
            self.view.keep.push(id);
        }
    }

    /// The same for those of the articles that are at hand: the others may be very many.
    pub fn keep_at_hand(&mut self, ids: &[ArticleId]) {
        if self.view.state == StateFilter::All {
            return;
        }
        let mut free: HashSet<ArticleId> = self.rows.iter().map(|row| row.key.id).collect();
        for kept in &self.view.keep {
            free.remove(kept);
        }
        self.view.keep.extend(ids.iter().filter(|id| free.remove(id)));
    }
}

#[cfg(test)]
mod tests;
