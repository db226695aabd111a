//! The program in a real pseudo-terminal: the loop, and its manners towards the terminal and the person at it.

mod frames;
mod hostile;
mod leaving;
mod output;
mod rail;
mod reading;
mod screen;
mod searching;
mod suspending;
mod terminal;

use vt100::Screen;

use crate::cli::Home;
use terminal::Terminal;

const COURANT: &str = env!("CARGO_BIN_EXE_courant");
/// List, body and related posts side by side.
const WIDE: (u16, u16) = (120, 36);

/// A home whose library holds "Article 1", the newest, to "Article N".
fn home_with_articles(count: usize) -> Home {
    let home = Home::new();
    let lines: Vec<String> = (1..=count).map(article).collect();
    let news = home.write("news.jsonl", lines.join("\n"));
    home.run(&["add".as_ref(), news.as_os_str()]).done();
    home
}

/// A line of a .jsonl, of the day so many days before 2026, with a text of several screens.
fn article(n: usize) -> String {
    let day = jiff::civil::date(2026, 1, 1).saturating_sub(jiff::Span::new().days(n as i64));
    let body: Vec<String> = (1..=40).map(|at| format!("Paragraph {at} of article {n}.")).collect();
    let article = serde_json::json!({
        "title": format!("Article {n}"),
        "published": day.to_string(),
        "url": format!("https://example.org/{n}"),
        "body": body.join("\n\n"),
    });
    article.to_string()
}

/// The reader in a terminal, with the first article selected and shown.
fn reader(home: &Home) -> Terminal {
    let terminal = Terminal::start(&home.path(""), WIDE, &[COURANT]);
    terminal.wait_for("the first article", |screen| has_selected(screen, "Article 1"));
    terminal.wait_for_text("Paragraph 1 of article 1.");
    terminal
}

/// The row of a pane that the cursor stands on: the selected headline, where the list has the keyboard.
fn row_at_cursor(screen: &Screen) -> String {
    let (row, column) = screen.cursor_position();
    let (_, width) = screen.size();
    let left = screen.contents_between(row, 0, row, column);
    let right = screen.contents_between(row, column, row, width.get());
    [left.rsplit('│').next(), right.split('│').next()].into_iter().flatten().collect()
}

fn has_selected(screen: &Screen, title: &str) -> bool {
    screen.alternate_screen()
        && !screen.hide_cursor()
        && row_at_cursor(screen).trim_matches(['▌', '●', ' ']) == title
}
