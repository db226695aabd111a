//! Read and starred: on the screen at once, kept by the library soon after, undone on request.

use std::sync::Arc;

use super::body::Opened;
use super::toast::Severity;
use super::{App, Effect};
use crate::library::{ArticleId, Count, HeldLink, Mark, Row, Undone, View};

/// Which part of the state a mark changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Read,
    Starred,
}

fn field(mark: Mark) -> (Field, bool) {
    match mark {
        Mark::Read(value) => (Field::Read, value),
        Mark::Starred(value) => (Field::Starred, value),
    }
}

impl App {
    /// The article is being read: opened, focused or paged.
    pub(super) fn read_opened(&mut self) {
        let Some(id) = self.reading else { return };
        // what is not at hand may be unread; the library leaves alone what is not
        if self.state_of(id).is_none_or(|(read, _)| !read) {
            self.mark(id, Mark::Read(true));
        }
    }

    /// Read and starred, as the screen shows them.
    pub(super) fn state_of(&self, id: ArticleId) -> Option<(bool, bool)> {
        let row = self.list.rows().iter().find(|row| row.key.id == id).map(|row| (row.read, row.starred));
        let opened = self.body.opened().filter(|opened| opened.id() == id);
        row.or(opened.map(|opened| (opened.read, opened.starred)))
    }

    /// Changes the screen at once and asks the library to keep it. Who reads one copy of a text has read the others.
    pub(super) fn mark(&mut self, id: ArticleId, mark: Mark) {
        let ids = if mark == Mark::Read(true) { self.copies_at_hand(id) } else { vec![id] };
        for id in &ids {
            self.show_mark(*id, mark);
        }
        self.list.keep_at_hand(&ids);
        self.step_on();
        self.push(Effect::Mark(ids, mark));
    }

    /// Another step than marking all is the last one now.
    pub(super) fn step_on(&mut self) {
        if let Some(sweep) = &mut self.sweep {
            sweep.last = false;
        }
    }

    fn show_mark(&mut self, id: ArticleId, mark: Mark) {
        let (field, value) = field(mark);
        let entry = self.marks.entry((id, field)).or_insert((value, 0));
        *entry = (value, entry.1 + 1);
        if let (Mark::Read(read), Some((was, _))) = (mark, self.state_of(id))
            && self.is_counted(id)
        {
            if read && !was {
                self.count.counts.unread = self.count.counts.unread.saturating_sub(1);
            } else if was && !read {
                self.count.counts.unread += 1;
            }
        }
        self.list.change(id, |row| set(&mut row.read, &mut row.starred, mark));
        self.body.mark(id, mark);
        self.mark_related(id, mark);
        self.ready.mark(id, mark);
    }

    /// A mark is committed or was refused. What it meant for the counts was a guess where the article is not at
    /// hand, and it may mean another row, or a copy that is not known here: the library knows.
    pub(super) fn marked(&mut self, ids: &[ArticleId], mark: Mark) {
        let (field, _) = field(mark);
        for id in ids {
            if let Some((_, awaited)) = self.marks.get_mut(&(*id, field)) {
                *awaited = awaited.saturating_sub(1);
            }
        }
        if self.is_settled() {
            self.ask_counts();
            self.reload_rows();
        }
    }

    fn is_settled(&self) -> bool {
        self.marks.values().all(|(_, awaited)| *awaited == 0)
    }

    pub(super) fn forget_settled(&mut self) {
        self.marks.retain(|_, (_, awaited)| *awaited > 0);
    }

    /// Counts of another view are dropped, and those from before a mark: new ones come when it is kept.
    pub(super) fn counts_arrived(&mut self, number: u64, count: Count) {
        if number == self.counting && self.is_settled() && !self.is_all_read() {
            self.count = count;
        }
    }

    pub(super) fn mark_all_read(&mut self) {
        if self.counts().unread == 0 && !self.has_more() {
            return self.say(Severity::Info, "Nothing here is unread");
        }
        let kept: Vec<ArticleId> =
            self.list.rows().iter().filter(|row| !row.read).map(|row| row.key.id).collect();
        self.push(Effect::MarkAll(self.list.view.clone()));
        self.list.keep_at_hand(&kept);
        self.list.change_all(|row| row.read = true);
        let (view, unread) = (self.list.view.bare(), self.count.counts.unread);
        self.sweep = Some(Sweep { view, rows: kept, unread, done: false, last: true });
        self.count.counts.unread = 0;
        self.marks.retain(|(_, field), _| *field != Field::Read);
        if let Some(id) = self.body.id() {
            self.body.mark(id, Mark::Read(true));
        }
    }

    /// Very many are only promised: what the library says of them meanwhile may be older.
    pub(super) fn marked_all(&mut self, count: usize) {
        if count == 0 {
            // somebody else was faster: it is no step of ours
            self.sweep = None;
            self.say(Severity::Info, "Nothing here is unread");
            return self.reload();
        }
        let key = self.key_of(crate::action::Action::Undo);
        self.say(Severity::Info, format!("{} marked read · {key} undoes it", articles(count)));
    }

    pub(super) fn carried_out(&mut self) {
        if let Some(sweep) = &mut self.sweep {
            sweep.done = true;
        }
        self.reload();
    }

    /// Whether all of the list is marked read, and not all of that is done yet.
    fn is_all_read(&self) -> bool {
        self.sweep.as_ref().is_some_and(|sweep| !sweep.done && sweep.view == self.list.view.bare())
    }

    /// Takes back what the screen shows of the last step, where that marked all of this list read: very much takes a while.
    pub(super) fn take_back(&mut self) {
        if !self.sweep.as_ref().is_some_and(|sweep| sweep.last) {
            return;
        }
        let Some(sweep) = self.sweep.take() else { return };
        if sweep.view == self.list.view.bare() {
            self.list.change_all(|row| row.read &= !sweep.rows.contains(&row.key.id));
            self.count.counts.unread = sweep.unread;
        }
    }

    pub(super) fn undone(&mut self, redo: bool, done: Option<Undone>) {
        let verb = if redo { "redo" } else { "undo" };
        let Some(done) = done else {
            return self.say(Severity::Info, format!("Nothing to {verb}"));
        };
        let words = match done.skipped {
            0 => format!("{}: {}", if redo { "Redone" } else { "Undone" }, done.what),
            left => format!("{} ({} changed elsewhere since and left alone)", done.what, articles(left)),
        };
        self.list.keep_at_hand(&done.articles);
        self.say(Severity::Info, words);
        self.reload();
    }

    /// What the library says may be older than a mark that is on its way there.
    pub(super) fn apply_marks_to_row(&self, row: &mut Row) {
        row.read |= self.is_all_read();
        row.read = self.made(row.key.id, Field::Read).unwrap_or(row.read);
        row.starred = self.made(row.key.id, Field::Starred).unwrap_or(row.starred);
    }

    /// The same for an article, and for those that its page leads to.
    pub(super) fn apply_marks(&self, opened: &mut Opened) {
        let id = opened.id();
        opened.read = self.made(id, Field::Read).unwrap_or(opened.read);
        opened.starred = self.made(id, Field::Starred).unwrap_or(opened.starred);
        let leads_to = opened.held.page_links.iter().filter_map(|link| link.held).map(|(key, _)| key.id);
        let made: Vec<_> = leads_to.filter_map(|id| Some((id, self.made(id, Field::Read)?))).collect();
        for (id, read) in made {
            opened.mark(id, Mark::Read(read));
        }
    }

    fn made(&self, id: ArticleId, field: Field) -> Option<bool> {
        self.marks.get(&(id, field)).map(|(value, _)| *value)
    }
}

/// A list of which all was marked read.
#[derive(Debug)]
pub(super) struct Sweep {
    /// The list, without what depends on its rows.
    view: View,
    /// Those of the rows at hand that were unread, and how many were in all.
    rows: Vec<ArticleId>,
    unread: u64,
    /// The library has done it.
    done: bool,
    /// No step came after it.
    last: bool,
}

/// "1 article", "2,310 articles".
pub(crate) fn articles(count: usize) -> String {
    format!("{} {}", grouped(count as u64), if count == 1 { "article" } else { "articles" })
}

/// A number as people read it: 98312 → "98,312".
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub(super) fn set(read: &mut bool, starred: &mut bool, mark: Mark) {
    match mark {
        Mark::Read(value) => *read = value,
        Mark::Starred(value) => *starred = value,
    }
}

impl Opened {
    /// Changes the state that the screen shows of an article: of this one, or of one that its page leads to.
    pub(super) fn mark(&mut self, id: ArticleId, mark: Mark) {
        if self.id() == id {
            return set(&mut self.read, &mut self.starred, mark);
        }
        let Mark::Read(value) = mark else { return };
        let differs = |link: &HeldLink| link.held.is_some_and(|(key, read)| key.id == id && read != value);
        if self.held.page_links.iter().any(differs) {
            let links = Arc::make_mut(&mut self.held).page_links.iter_mut().filter(|link| differs(link));
            links.filter_map(|link| link.held.as_mut()).for_each(|(_, read)| *read = value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_204), "1,204");
        assert_eq!(grouped(98_312), "98,312");
        assert_eq!(articles(1), "1 article");
    }
}
