//! What lines are worth in the text and before it: a row for each kind. The unit is a word of running text.
//! Found by measuring on whole pages; what is not in doubt has none.

use super::line::{Kind, Line};

/// Words of a paragraph beyond which it says no more for itself.
const PARAGRAPH: usize = 60;

/// What a line says about the text that it stands in.
struct Weight {
    /// Points.
    points: i64,
    /// How much of the text above must follow below, for that to be the same text, in hundredths.
    doubt: i64,
}

/// What a line in the text is worth, given the sum of what is above it.
pub(super) fn in_text(line: &Line<'_>, above: i64) -> i64 {
    let Weight { points, doubt } = weight(line);
    points - above.max(0) * doubt / 100
}

#[rustfmt::skip]
fn weight(line: &Line<'_>) -> Weight {
    let (points, doubt) = match &line.kind {
        Kind::Text if line.is_prose() => (line.words.min(PARAGRAPH) as i64, 0),
        Kind::Item { .. } | Kind::Quote(_) => (1, 0),
        Kind::Inline(_) | Kind::Caption => (0, 0),
        Kind::Text | Kind::Menu => (-3, 0),
        Kind::Share | Kind::Furniture | Kind::Hint | Kind::Minutes(_) | Kind::Credit | Kind::Contents => (-6, 0),
        // the next teaser, or the next comment
        Kind::Date(date) if !date.authors.is_empty() => (-10, 20),
        Kind::Byline(_) => (-10, 20),
        Kind::Date(_) | Kind::Ago => (-10, 12),
        Kind::Tags(_) | Kind::Filed(_) => (-10, 10),
        Kind::Header(_) => (-14, 20),
        Kind::Box => (-10, 40),
        Kind::Comments(_) => (-40, 60),
        Kind::Rights => (-14, 80),
    };
    Weight { points, doubt }
}

/// What a line between headline and text is worth.
pub(super) fn before_text(line: &Line<'_>) -> i64 {
    match &line.kind {
        Kind::Date(_) | Kind::Ago | Kind::Byline(_) | Kind::Minutes(_) | Kind::Filed(_) | Kind::Tags(_) => 0,
        Kind::Header(_) | Kind::Box => -4,
        Kind::Rights => -30,
        _ => -1,
    }
}
