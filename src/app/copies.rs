//! Copies of one text: folded into a row, unfolded below it, read together.

use super::App;
use super::toast::Severity;
use crate::library::{ArticleId, Row};

impl App {
    /// How many copies are folded into a row, or stand below it; `None` where the list shows each by itself.
    pub fn folded_below(&self, row: &Row) -> Option<u32> {
        Some(row.copies).filter(|copies| *copies > 0 && self.list.view.folds())
    }

    /// Whether the selected row has copies below it, or is one of them.
    pub(super) fn can_unfold(&self) -> bool {
        let selected = self.list.selected();
        selected.is_some_and(|row| self.folded_below(row).is_some() || self.list.is_below(row))
    }

    /// Shows the copies of the selected article below it, or no longer.
    pub(super) fn unfold(&mut self) {
        let Some(row) = self.list.selected() else { return };
        if row.copies == 0 && row.copy_of.is_none() {
            return self.say(Severity::Info, "There is no copy of this article");
        }
        if !self.list.view.folds() {
            return self.say(Severity::Info, "This list shows every copy by itself");
        }
        self.list.turn_fold(row.head());
        self.reload_rows();
    }

    /// The copies of a text that are on the screen or held ready, this one first. The library knows the others.
    pub(super) fn copies_at_hand(&self, id: ArticleId) -> Vec<ArticleId> {
        let head = self.head_of(id);
        let rows = self.list.rows().iter().chain(self.computed_rows());
        let rows = rows.filter(|row| row.head() == head).map(|row| row.key.id);
        let ready = self.ready.of(id).into_iter().flat_map(|opened| opened.held.copies.iter());
        let mut ids = vec![id];
        for other in rows.chain(ready.map(|row| row.key.id)) {
            if !ids.contains(&other) {
                ids.push(other);
            }
        }
        ids
    }

    /// Whether the counts of the list count it: a folded copy has no row.
    pub(super) fn is_counted(&self, id: ArticleId) -> bool {
        !self.list.view.folds() || self.head_of(id) == id
    }

    /// The article that stands for the text of this one, as far as is known here.
    fn head_of(&self, id: ArticleId) -> ArticleId {
        let row = self.list.rows().iter().chain(self.computed_rows()).find(|row| row.key.id == id);
        let ready = || self.ready.of(id).map(|opened| opened.held.head());
        row.map(Row::head).or_else(ready).unwrap_or(id)
    }
}

#[cfg(test)]
mod tests {
    use crate::library::{Slice, View};
    use crate::scenario::{Scenario, told_twice};

    fn titles(scenario: &Scenario) -> Vec<(String, bool)> {
        let rows = scenario.app.list().rows().iter();
        rows.map(|row| (format!("{} {}", row.site, row.title), row.read)).collect()
    }

    fn opened() -> Scenario {
        let mut scenario = Scenario::new(80, 24, told_twice());
        scenario.group();
        scenario
    }

    fn unread(scenario: &Scenario) -> u64 {
        scenario.app.counts().unread
    }

    #[test]
    fn x_shows_the_copies_below_and_folds_them_again() {
        let mut scenario = opened();
        let folded = titles(&scenario);
        assert_eq!((folded.len(), unread(&scenario)), (3, 3));
        scenario.keys("G k x");
        let unfolded = titles(&scenario);
        assert_eq!(unfolded.len(), 5);
        assert_eq!(scenario.selected(), "Court weighs export rules", "the cursor stays");
        assert!(unfolded[2].0.starts_with("Evening Wire") && unfolded[3].0.starts_with("Sample"));
        scenario.keys("j j x");
        assert_eq!(titles(&scenario), folded);
        assert_eq!(scenario.app.list().cursor(), 1);
        let said = scenario.keys("j x").screen();
        assert!(said.contains("There is no copy of this article"), "{said}");
    }

    #[test]
    fn who_reads_one_has_read_all_and_undoes_it_in_one_step() {
        let mut scenario = opened();
        scenario.keys("j x j Enter");
        let read = |scenario: &Scenario| titles(scenario).iter().filter(|(_, read)| *read).count();
        assert_eq!((read(&scenario), unread(&scenario)), (3, 2));
        scenario.keys("h u");
        assert_eq!((read(&scenario), unread(&scenario)), (0, 3));
        scenario.keys("Enter h m");
        assert_eq!((read(&scenario), unread(&scenario)), (2, 2), "a copy is no row of the counts");
        scenario.keys("k m");
        assert_eq!((read(&scenario), unread(&scenario)), (1, 3));
    }

    #[test]
    fn copies_that_are_folded_are_read_too() {
        let mut scenario = opened();
        scenario.keys("j Enter");
        let source = scenario.library().sources().unwrap()[0].id;
        let everything = View { source: Some(source), ..View::default() };
        let rows = scenario.library().window(&everything, Slice::First, 9).unwrap().rows;
        assert_eq!(rows.iter().filter(|row| row.read).count(), 3);
        assert!(scenario.screen().contains("Also in: Sample, Evening Wire"), "{}", scenario.screen());
        scenario.keys("h A u");
        assert_eq!(unread(&scenario), 2);
    }

    #[test]
    fn unread_articles_are_walked_past_unfolded_copies() {
        let mut scenario = opened();
        scenario.keys("j x U O G");
        assert_eq!((titles(&scenario).len(), scenario.app.list().cursor()), (5, 4));
        scenario.keys("k k");
        let back = scenario.restart(80, 24);
        assert_eq!(titles(&back).len(), 3);
    }
}
