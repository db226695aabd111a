//! Earlier texts of the article shown, one after the other, and back to the one it has now.

use super::body::Opened;
use super::toast::Severity;
use super::{App, Effect};
use crate::library::ArticleId;

impl App {
    /// Whether the article shown has been changed and its earlier texts are kept.
    pub(super) fn has_earlier(&self) -> bool {
        self.is_text_here() && self.body.opened().is_some_and(|opened| opened.held.revisions > 0)
    }

    /// Whether the body shows an earlier text of this article.
    pub(super) fn is_earlier_shown(&self, id: ArticleId) -> bool {
        self.body.opened().is_some_and(|opened| opened.id() == id && opened.back > 0)
    }

    /// One text further back; behind the last one stands the text that the article has now.
    pub(super) fn go_back_in_texts(&mut self) {
        let Some(opened) = self.body.opened().filter(|_| self.has_earlier()) else {
            return self.say(Severity::Info, "There is no earlier text of this article");
        };
        let (id, back) = (opened.id(), opened.back + 1);
        if back <= opened.held.revisions {
            return self.push(Effect::Earlier(id, back));
        }
        match self.ready.of(id).cloned() {
            Some(now) => self.show(now),
            None => self.body.clear(),
        }
    }

    /// An earlier text is here; the reader may have gone on to another article meanwhile.
    pub(super) fn earlier_arrived(&mut self, mut opened: Opened) {
        if self.is_text_here() && self.body.id() == Some(opened.id()) {
            self.apply_marks(&mut opened);
            self.show(opened);
        }
    }
}

#[cfg(test)]
mod tests {

    use crate::app::Msg;
    use crate::article::{Article, Block};
    use crate::loader::Loaded;
    use crate::scenario::{Scenario, edition};

    /// A library whose newest article was changed twice.
    fn changed() -> Scenario {
        let mut scenario = Scenario::new(100, 30, edition());
        let library = &mut scenario.writer.library;
        let source = library.sources().unwrap()[0].id;
        for text in ["The first text.", "The second text.", "The third text."] {
            let article = Article {
                title: "A harbour".to_owned(),
                published: "2030-01-01".parse().ok(),
                body: (0..40).map(|_| Block::paragraph(text)).collect(),
                ..Article::default()
            };
            let (key, tags) = ("harbour".to_owned(), Vec::new());
            let loaded = Loaded { key, given_id: None, tags, read: None, starred: None, article };
            library.add(source, &[loaded]).unwrap();
        }
        scenario.send(Msg::Changed);
        scenario.keys("g g");
        scenario
    }

    #[test]
    fn earlier_texts_are_walked_back_to_the_one_of_now() {
        let mut scenario = changed();
        let screen = scenario.screen();
        assert!(screen.contains("2 earlier texts") && screen.contains("The third text."), "{screen}");
        for (said, text) in [("1 of 2", "second"), ("2 of 2", "first")] {
            let screen = scenario.keys("V").screen();
            assert!(screen.contains(&format!("Earlier text, {said}, kept ")), "{screen}");
            assert!(screen.contains(&format!("The {text} text.")), "{screen}");
        }
        assert!(scenario.keys("V").screen().contains("The third text."));
    }

    #[test]
    fn an_earlier_text_stays_when_the_library_changes_and_goes_with_its_article() {
        let mut scenario = changed();
        scenario.keys("V s");
        scenario.send(Msg::Changed);
        assert!(scenario.screen().contains("The second text."), "{}", scenario.screen());
        assert!(scenario.app.body().opened().is_some_and(|opened| opened.starred));
        assert!(scenario.keys("j k").screen().contains("The third text."));
        scenario.keys("j V");
        assert_eq!(scenario.toast(), "There is no earlier text of this article");
    }

    #[test]
    fn the_place_in_the_text_of_now_is_not_lost() {
        let mut scenario = changed();
        scenario.keys("Enter Ctrl-D Ctrl-D");
        let place = scenario.app.body().anchor();
        scenario.keys("V Ctrl-D V V");
        assert_eq!(scenario.app.body().anchor(), place);
        assert!(scenario.screen().contains("The third text."));
    }
}
