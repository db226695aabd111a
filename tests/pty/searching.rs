//! Searching while it is typed.

use super::terminal::Terminal;
use super::{COURANT, WIDE, row_at_cursor};
use crate::cli::Home;

#[test]
fn a_search_narrows_the_sample_edition_reads_what_it_found_and_leaves_no_trace() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home.path(""), WIDE, &[COURANT]);
    terminal.wait_for("an article to read", |screen| row_at_cursor(screen).contains("▌●"));
    // the counts say that the edition is loaded and indexed
    terminal.wait_for_text("unread of");
    let first = row_at_cursor(&terminal.screen());
    terminal.keys("/");
    terminal.wait_for_text("Search:");
    terminal.keys("keepers");
    terminal.wait_for_text("The sample edition › keepers");
    terminal.wait_for_text(" found");
    terminal.wait_for("the cursor behind what is typed", |screen| {
        let (row, column) = screen.cursor_position();
        screen.contents_between(row, 0, row, column).ends_with("Search: keepers")
    });
    terminal.wait_for("the words marked in a headline", |screen| {
        let mut rows = 0..WIDE.1;
        let headline = rows.find(|row| screen.contents_between(*row, 0, *row, 11).ends_with("● Keepers"));
        headline.and_then(|row| screen.cell(row, 5)).is_some_and(vt100::Cell::underline)
    });
    terminal.keys(" zzz");
    terminal.wait_for_text("Nothing fits keepers zzz");
    terminal.keys("\x17\r");
    terminal.wait_for_text("next, previous");
    terminal.keys("\x1b");
    terminal.wait_for("the list with what was found", |screen| row_at_cursor(screen).contains("▌"));
    terminal.wait_for_text("› keepers");
    terminal.keys("\x1b");
    terminal.wait_for("the list as it was", |screen| {
        !screen.contents().contains("› keepers") && row_at_cursor(screen) == first
    });
    terminal.keys("q");
    terminal.wait_for_text("left with 0");
}
