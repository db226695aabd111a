//! News text is hostile: nothing in it reaches the terminal as anything but text.

use std::path::PathBuf;

use super::output::{Piece, on_alternate_screen, pieces};
use super::terminal::Terminal;
use super::{COURANT, WIDE};
use crate::cli::Home;

/// What a page may try: colours, the title, the clipboard, links, reports, the 8-bit forms of all that, text that
/// runs backwards, and characters that are none.
const ATTACK: &str = "\x1b[31mred\x1b[2J\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b]8;;http://evil.example\x1b\\link\
    \x1b]8;;\x1b\\\x1bP$q\x1b\\\x1b[6n\x1bc\u{9b}31m\u{9d}52;c;b3duZWQ=\u{9c}\u{90}q\u{9c}\
    \u{202e}backwards\u{202c}\u{2066}isolated\u{2069}\u{200f}\u{61c}\x07\x08\x7f\u{85}\u{2028}\u{feff}end";

/// Whether no text may hold it: controls, and what turns the direction of all that follows around.
fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}')
}

/// Isolates stand in text in pairs, but a row that is cut may lose one of the two: cells hold none.
fn is_forbidden_in_cells(c: char) -> bool {
    is_forbidden(c) || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}')
}

/// The escapes that the program itself has a use for: modes, places, rows that move, looks, clearing, the clipboard.
fn is_own(piece: Piece<'_>) -> bool {
    match piece {
        Piece::Text(text) => !text.contains(is_forbidden_in_cells),
        Piece::Csi(csi) => csi.ends_with(['h', 'l', 'H', 'G', 'C', 'r', 'S', 'T', 'm', 'J', 'X']),
        Piece::Osc(osc) => osc.strip_prefix("52;c;").is_some_and(|text| !base64(text).contains(is_forbidden)),
        Piece::Control(_) | Piece::Escape(_) => false,
    }
}

/// The text that is written so.
fn base64(written: &str) -> String {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<usize> = written.chars().filter_map(|digit| DIGITS.find(digit)).collect();
    let bytes = digits.chunks(4).flat_map(|four| {
        let bits = (0..4).fold(0, |bits, at| bits << 6 | four.get(at).unwrap_or(&0));
        (0..four.len() - 1).map(move |at| (bits >> (16 - 8 * at)) as u8)
    });
    String::from_utf8(bytes.collect()).unwrap()
}

#[track_caller]
fn assert_clean(terminal: &Terminal) {
    let raw = terminal.raw();
    let pieces = pieces(on_alternate_screen(&raw));
    for piece in &pieces {
        assert!(is_own(*piece), "{piece:?} was sent");
    }
    // the copy that was asked for, and none that the text asked for
    let copies = pieces.iter().filter(|piece| matches!(piece, Piece::Osc(_)));
    assert_eq!(copies.count(), 1);
}

/// A folder with the attack in every part of an article, in each form that articles come in.
fn hostile_folder(home: &Home) -> PathBuf {
    // a file with a NUL in it is no text; a string of JSON may hold one
    let attack = &format!("{ATTACK}\0");
    let article = serde_json::json!({
        "id": attack, "title": format!("Title {attack}"), "subtitle": attack, "authors": [attack], "site": attack,
        "published": "2026-01-01", "url": format!("https://example.org/{attack}"), "language": attack,
        "sections": [attack], "categories": [attack], "keywords": [attack], "tags": [attack], "copyright": attack,
        "contact": [attack],
        "body": [
            {"kind": "paragraph", "text": format!("First {attack}")}, {"kind": "heading", "level": 2, "text": attack},
            {"kind": "list", "ordered": true, "items": [attack]}, {"kind": "quote", "text": attack},
            {"kind": "code", "language": attack, "text": attack}, {"kind": "caption", "text": attack},
            {"kind": "table", "header": [attack], "rows": [[attack]]}, {"kind": "image", "alt": attack, "url": attack},
            {"kind": "related-inline", "text": attack},
        ],
        "links": [{"role": "related", "title": format!("Related {attack}"), "url": attack, "published": null}],
    });
    home.write("hostile/a.jsonl", article.to_string());
    let front = format!("---\ntitle: \"Marked\"\nauthor: '{ATTACK}'\n---\n");
    let text = format!(
        "# Marked {ATTACK}\n\nText {ATTACK}\n\n- [{ATTACK}](http://e.example/{ATTACK})\n\n```\n{ATTACK}\n```\n"
    );
    let markdown = front + &text;
    home.write("hostile/b.md", markdown);
    home.write("hostile/c.txt", format!("Dumped {ATTACK}\n\nBy {ATTACK}\n\nText {ATTACK}\n"));
    home.write("hostile/name\x1b[31m\u{202e}.md", "# Named\n\nThe file's name is hostile.\n");
    home.path("hostile")
}

#[test]
fn no_text_of_an_article_reaches_the_terminal_unclean() {
    let home = Home::new();
    let folder = hostile_folder(&home);
    let mut terminal = Terminal::start(&home.path(""), WIDE, &[COURANT, folder.to_str().unwrap()]);
    terminal.wait_for_text("4 unread of 4");
    terminal.keys("G");
    terminal.wait_for_text("First red");
    terminal.wait_for_text("Related red");
    // the text to its end, the headline copied, the related posts, the other articles
    for keys in ["2", "GY", "3", "1k", "2G", "1k", "2G", "1k", "2G"] {
        terminal.keys(keys);
    }
    terminal.keys("1?");
    terminal.wait_for_text("Move down half a page");
    terminal.keys("\x1b");
    terminal.wait_for("the help to go", |screen| !screen.contents().contains("Move down half a page"));
    terminal.keys("Q");
    terminal.wait_for_text("left with 0");
    assert_eq!(base64("b3duZWQ="), "owned");
    assert_clean(&terminal);
}

#[test]
fn no_text_of_an_article_reaches_a_pipe_unclean() {
    let home = Home::new();
    let folder = hostile_folder(&home);
    let added = home.run(&["add".as_ref(), folder.as_os_str()]);
    let listed = home.run(&["list", "--json"]).done();
    let ids =
        listed.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].clone());
    let ids: Vec<String> = ids.map(|id| id.as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 4, "{listed}");
    let mut said =
        vec![added.out, added.err, listed, home.run(&["list"]).done(), home.run(&["sources"]).done()];
    for id in &ids {
        let forms: [&[&str]; 3] = [&[], &["--json"], &["--markdown"]];
        said.extend(forms.iter().map(|form| home.run(&[&["show", id], *form].concat()).done()));
    }
    for text in said {
        let unclean = text.chars().find(|c| is_forbidden(*c) && !matches!(c, '\n' | '\t'));
        assert_eq!(unclean, None, "{text:?}");
        // as JSON writes what may not stand in a string
        assert!(!text.contains("\\u00"), "{text}");
    }
}
