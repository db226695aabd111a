//! Text is measured as ratatui draws it; a line measured otherwise would be clipped.

use courant::layout::width;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns by which ratatui moves on when it draws the text.
fn drawn(text: &str) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 400, 1));
    usize::from(buffer.set_stringn(0, 0, text, 400, Style::default()).0)
}

#[test]
fn known_graphemes_are_as_wide_as_drawn() {
    for text in
        ["abc", "漢字", "👨‍👩‍👧‍👦", "❤️", "👍🏽", "🇩🇪", "e\u{301}", "क्षि", "ｶ\u{ff9e}", "a\tb", "\u{ad}", "\u{200b}"]
    {
        assert_eq!(width(text), drawn(text), "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_as_wide_as_drawn(text in "\\PC{0,40}") {
        prop_assert_eq!(width(&text), drawn(&text));
    }
}
