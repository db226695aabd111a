//! A list that lies over the panes: something to choose from, or to look at.

use super::layers::Layer;
use super::toast::Severity;
use super::{App, Effect};
use crate::action::Action;
use crate::keys::Chord;
use crate::loader::Offer;

/// A list in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is about.
    pub title: &'static str,
    /// Its lines: what it is, and what is to be said of it.
    pub rows: Vec<(String, String)>,
    /// The selected one.
    pub cursor: usize,
    /// What Enter adds as a source, for each row; nothing where the list is only looked at.
    addresses: Vec<String>,
}

impl Sheet {
    /// Whether Enter adds what is selected.
    pub fn adds(&self) -> bool {
        !self.addresses.is_empty()
    }
}

impl App {
    /// A page offers several feeds: the user says which one is meant.
    pub(super) fn choose_feed(&mut self, offers: Vec<Offer>) {
        let row = |offer: &Offer| match offer.title.as_str() {
            "" => (offer.url.clone(), String::new()),
            title => (title.to_owned(), offer.url.clone()),
        };
        let rows = offers.iter().map(row).collect();
        let addresses = offers.into_iter().map(|offer| offer.url).collect();
        let title = "Which of these feeds?";
        self.layers.push(Layer::Sheet(Sheet { title, rows, cursor: 0, addresses }));
    }

    /// How each source ended in the last refresh; what happened before the reader was opened is asked for.
    pub(super) fn show_results(&mut self) {
        if self.results.is_empty() {
            self.push(Effect::Results);
        } else {
            self.open_results(self.results.clone());
        }
    }

    /// How each of these sources ended.
    pub(super) fn open_results(&mut self, rows: Vec<(String, String)>) {
        if rows.is_empty() {
            let key = self.key_of(Action::RefreshAll);
            self.say(Severity::Info, format!("Nothing was refreshed yet: {key} looks for new articles"));
            return;
        }
        let addresses = Vec::new();
        self.layers.push(Layer::Sheet(Sheet { title: "The last refresh", rows, cursor: 0, addresses }));
    }

    pub(super) fn sheet_key(&mut self, mut sheet: Sheet, chord: Chord) {
        let last = sheet.rows.len().saturating_sub(1);
        sheet.cursor = match chord.to_string().as_str() {
            "Esc" | "q" | "Ctrl-C" | "Ctrl-G" | "h" | "Left" | "Backspace" => return,
            "Enter" | "l" | "Right" => {
                if let Some(address) = sheet.addresses.get(sheet.cursor) {
                    self.push(Effect::AddSource(address.clone()));
                }
                return;
            }
            "j" | "Down" | "Tab" | "Ctrl-N" | "Ctrl-J" => sheet.cursor + 1,
            "k" | "Up" | "Shift-Tab" | "Ctrl-P" | "Ctrl-K" => sheet.cursor.saturating_sub(1),
            "PgDn" | "Ctrl-F" | "Ctrl-D" | "Space" => sheet.cursor + 10,
            "PgUp" | "Ctrl-B" | "Ctrl-U" => sheet.cursor.saturating_sub(10),
            "g" | "Home" => 0,
            "G" | "End" => last,
            _ => sheet.cursor,
        }
        .min(last);
        self.layers.push(Layer::Sheet(sheet));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Msg;
    use crate::scenario::Scenario;

    fn offers() -> Vec<Offer> {
        let offer = |url: &str, title: &str| Offer { url: url.into(), title: title.into() };
        vec![offer("https://e.example/news", "News"), offer("https://e.example/more", "")]
    }

    #[test]
    fn the_feed_that_is_chosen_is_added() {
        let mut reader = Scenario::new(80, 24, vec![]);
        reader.send(Msg::Choose(offers()));
        let screen = reader.screen();
        assert!(
            screen.contains("Which of these feeds?") && screen.contains("https://e.example/more"),
            "{screen}"
        );
        reader.keys("j j Enter");
        assert_eq!(reader.done.last(), Some(&Effect::AddSource("https://e.example/more".into())));
        let added = reader.done.len();
        reader.send(Msg::Choose(offers()));
        reader.keys("Esc");
        assert_eq!(reader.done.len(), added);
    }

    #[test]
    fn what_became_of_each_source_is_shown_after_a_refresh() {
        let mut reader = Scenario::new(80, 24, vec![]);
        reader.keys("g r");
        assert_eq!(reader.done.last(), Some(&Effect::Results));
        reader.send(Msg::Results(Vec::new()));
        assert!(reader.toast().contains("Nothing was refreshed yet"), "{}", reader.toast());
        let ended = [("News", "3 new"), ("Wire", "took too long, asked again 14:05")];
        let ended = ended.map(|(title, what)| (title.to_owned(), what.to_owned()));
        reader.send(Msg::Ended(ended.to_vec()));
        reader.keys("g r");
        let screen = reader.screen();
        assert!(screen.contains("3 new") && screen.contains("asked again 14:05"), "{screen}");
        reader.keys("Enter");
        assert!(reader.app.layers().is_empty());
    }

    #[test]
    fn what_became_of_them_before_the_start_is_shown_as_the_library_has_it() {
        let mut reader = Scenario::new(80, 24, vec![]);
        reader.send(Msg::Results(vec![("News".into(), "read 3 Feb, 14:05".into())]));
        assert!(reader.screen().contains("read 3 Feb, 14:05"), "{}", reader.screen());
    }
}
