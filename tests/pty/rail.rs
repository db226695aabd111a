//! The rail, and what it lists after a restart.

use super::terminal::Terminal;
use super::{COURANT, WIDE, has_selected, home_with_articles, reader, row_at_cursor};

fn is_on(name: &str) -> impl Fn(&vt100::Screen) -> bool {
    move |screen| row_at_cursor(screen).trim_matches(['▌', ' ']).starts_with(name)
}

#[test]
fn a_saved_search_is_in_the_rail_after_a_restart_and_shows_what_it_finds() {
    let home = home_with_articles(30);
    let mut terminal = reader(&home);
    terminal.keys("g/title:17 \r");
    terminal.wait_for_text("Paragraph 1 of article 17.");
    terminal.keys("1W\x15Seventeen\r");
    terminal.wait_for_text("Saved: Seventeen");
    terminal.keys("Q");
    terminal.wait_for_text("left with 0");

    let mut terminal = Terminal::start(&home.path(""), WIDE, &[COURANT]);
    terminal.wait_for_text("Paragraph 1 of article 1.");
    terminal.keys("0");
    terminal.wait_for("the first row", is_on("All articles"));
    terminal.wait_for_text("news.jsonl");
    terminal.keys("}");
    terminal.wait_for("the saved search", is_on("Seventeen"));
    terminal.keys("\r");
    terminal.wait_for("what it finds", |screen| has_selected(screen, "Article 17"));
    terminal.wait_for_text("All articles › Seventeen");
    terminal.keys("q");
    terminal.wait_for("the view before", |screen| has_selected(screen, "Article 1"));
    terminal.keys("q");
    terminal.wait_for_text("left with 0");
}
