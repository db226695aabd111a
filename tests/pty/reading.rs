//! Starting, reading, ending, and what is there again afterwards.

use rustix::process::Signal;

use super::terminal::{Terminal, until};
use super::{COURANT, WIDE, has_selected, home_with_articles, reader, row_at_cursor};
use crate::cli::Home;

#[test]
fn with_nothing_to_read_the_sample_edition_opens() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home.path(""), WIDE, &[COURANT]);
    terminal.wait_for_text("The sample edition");
    terminal.wait_for("an article to read", |screen| row_at_cursor(screen).contains("▌●"));
    terminal.wait_for_text("marks are not kept");
    terminal.keys("q");
    terminal.wait_for_text("left with 0");
}

#[test]
fn a_folder_is_read_without_being_kept() {
    let home = Home::new();
    for n in 1..=3 {
        home.write(&format!("pages/{n}.md"), format!("# Page {n}\n\nThe text of page {n}.\n"));
    }
    let mut terminal = Terminal::start(&home.path(""), WIDE, &[COURANT, "pages"]);
    terminal.wait_for_text("3 unread of 3");
    for title in ["pages", "Page 1", "Page 2", "Page 3", "The text of page", "marks are not kept"] {
        terminal.wait_for_text(title);
    }
    terminal.keys("m");
    terminal.wait_for_text("2 unread of 3");
    terminal.keys("q");
    terminal.wait_for_text("left with 0");
    assert_eq!(home.run(&["list"]).out, "");
}

#[test]
fn what_appears_in_a_folder_appears_in_the_list() {
    let home = Home::new();
    home.write("pages/1.md", "# Page 1\n\nThe text of page 1.\n");
    home.run(&["add", "pages"]).done();
    let terminal = Terminal::start(&home.path(""), WIDE, &[COURANT]);
    terminal.wait_for_text("1 unread of 1");
    // written again until the watch stands: nothing on the screen tells when it does
    until("what appears to be shown", || {
        home.write("pages/sub/2.md", "# A new headline\n\nOther words.\n");
        terminal.screen().contents().contains("A new headline")
    });
    home.write("pages/1.md", "# A changed headline\n\nThe text of page 1.\n");
    terminal.wait_for_text("A changed headline");
    std::fs::remove_dir_all(home.path("pages")).unwrap();
    terminal.wait_for_text("could not be read");
    terminal.wait_for_text("unread of 2");
    home.write("pages/sub/3.md", "# It is back\n\nThe folder, too.\n");
    terminal.wait_for_text("It is back");
    home.write("pages/4.md", "# One more\n\nAnd watched as before.\n");
    terminal.wait_for_text("One more");
}

#[test]
fn what_another_program_brings_appears_without_a_key() {
    let home = home_with_articles(3);
    let terminal = reader(&home);
    home.write("more.md", "# From elsewhere\n\nWords.\n");
    home.run(&["add", "more.md"]).done();
    terminal.wait_for_text("From elsewhere");
}

#[test]
fn what_is_looked_for_is_walked_match_by_match() {
    let home = Home::new();
    for n in 1..=2 {
        // different enough to be no copies
        let wind: Vec<String> = (0..40).map(|day| format!("More wind on day {n}-{day}.\n\n")).collect();
        let text = format!("Here is only wind.\n\n{}A zebra.\n\nA Zébra again.\n", wind.concat());
        home.write(&format!("pages/{n}.md"), format!("# Page {n}\n\n{text}"));
    }
    let mut terminal = Terminal::start(&home.path(""), WIDE, &[COURANT, "pages"]);
    terminal.wait_for_text("2 unread of 2");
    terminal.keys("/zebra\r");
    terminal.wait_for_text("match 1 of 2");
    terminal.wait_for("the place of the match", |screen| screen.contents().contains("A zebra."));
    terminal.keys("nn");
    terminal.wait_for("the next article found", |screen| {
        screen.contents().contains("match 1 of 2") && !screen.contents().contains('●')
    });
    terminal.keys("/only");
    terminal.wait_for("the find", |screen| {
        screen.contents().contains("Find: only") && screen.contents().contains("match 1 of 1")
    });
    terminal.keys("\x1b");
    terminal.wait_for_text("match 1 of 2");
    terminal.keys("Q");
    terminal.wait_for_text("left with 0");
}

#[test]
fn the_screen_is_there_and_keys_work_while_a_folder_is_loaded() {
    const PAGES: usize = 3_000;
    let home = Home::new();
    for n in 0..PAGES {
        home.write(
            &format!("pages/{n}.md"),
            format!("# Page {n}\n\n{}\n", "A word and another. ".repeat(40)),
        );
    }
    let mut terminal = Terminal::start(&home.path(""), WIDE, &[COURANT, "pages"]);
    terminal.wait_for("the first paint", |screen| screen.contents().contains("Courant"));
    terminal.keys("?");
    terminal.wait_for_text("Move down half a page");
    let loaded = format!("{},000 unread", PAGES / 1_000);
    let screen = terminal.screen().contents();
    assert!(!screen.contains(&loaded), "all is loaded before the key is answered\n{screen}");
    terminal.keys("\x1b");
    terminal.wait_for("the help to go", |screen| !screen.contents().contains("Move down half a page"));
    // and the end comes at once, not when all is loaded
    terminal.keys("q");
    terminal.wait_for_text("left with 0");
}

#[test]
fn a_mark_that_was_kept_survives_a_kill() {
    let home = home_with_articles(3);
    let mut terminal = reader(&home);
    terminal.keys("jm");
    terminal.wait_for_text("2 unread of 3");
    until("the mark to be kept", || home.run(&["list", "is:read"]).done().contains("Article 2"));
    terminal.signal(Signal::KILL);
    terminal.wait_for_text("left with 137");
    let terminal = Terminal::start(&home.path(""), WIDE, &[COURANT]);
    terminal.wait_for_text("2 unread of 3");
    for (title, dot) in [("Article 1", true), ("Article 2", false), ("Article 3", true)] {
        terminal.wait_for(title, |screen| {
            let mut rows = screen.rows(0, WIDE.0);
            rows.find(|row| row.contains(title)).is_some_and(|row| row.contains('●') == dot)
        });
    }
}

#[test]
fn the_place_in_list_and_text_is_there_again_after_a_restart() {
    let home = home_with_articles(30);
    let mut terminal = reader(&home);
    terminal.keys("jjj");
    terminal.wait_for("the fourth article", |screen| has_selected(screen, "Article 4"));
    terminal.wait_for_text("Paragraph 1 of article 4.");
    terminal.keys("\r  ");
    terminal.wait_for("a later page", |screen| !screen.contents().contains("Paragraph 1 of article 4."));
    terminal.wait_for_text("of article 4.");
    let mut top = top_of_text(&terminal);
    until("the page to stand", || {
        std::mem::replace(&mut top, top_of_text(&terminal)) == top_of_text(&terminal)
    });
    terminal.keys("Q");
    terminal.wait_for_text("left with 0");

    let terminal = Terminal::start(&home.path(""), WIDE, &[COURANT]);
    terminal.wait_for("the fourth article", |screen| has_selected(screen, "Article 4"));
    terminal.wait_for_text("of article 4.");
    assert_eq!(top_of_text(&terminal), top);
}

/// The first line of the text on the screen.
fn top_of_text(terminal: &Terminal) -> String {
    let screen = terminal.screen();
    let mut rows = screen.rows(0, WIDE.0);
    let row = rows.nth(2).unwrap_or_default();
    row.split('│').nth(3).unwrap_or_default().trim().to_owned()
}
