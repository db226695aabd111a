//! What a program sent to its terminal, in pieces.

/// Begin and end of a synchronized update.
pub(super) const BEGIN: &str = "\x1b[?2026h";
pub(super) const END: &str = "\x1b[?2026l";

/// One piece of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Characters to be shown.
    Text(&'a str),
    /// A control character that stands alone.
    Control(char),
    /// What follows `ESC [`, with its last character.
    Csi(&'a str),
    /// What follows `ESC ]`, without its terminator.
    Osc(&'a str),
    /// Any other character after `ESC`.
    Escape(Option<char>),
}

/// The pieces in order.
pub(super) fn pieces(mut raw: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while !raw.is_empty() {
        let (piece, rest) = first(raw);
        pieces.push(piece);
        raw = rest;
    }
    pieces
}

fn first(raw: &str) -> (Piece<'_>, &str) {
    if let Some(rest) = raw.strip_prefix("\x1b[") {
        let end = rest.find(|c| ('@'..='~').contains(&c)).map_or(rest.len(), |at| at + 1);
        return (Piece::Csi(&rest[..end]), &rest[end..]);
    }
    if let Some(rest) = raw.strip_prefix("\x1b]") {
        let end = rest.find(['\x07', '\x1b']).unwrap_or(rest.len());
        let after = &rest[end..];
        let after = after.strip_prefix("\x1b\\").or(after.strip_prefix('\x07')).unwrap_or(after);
        return (Piece::Osc(&rest[..end]), after);
    }
    let mut characters = raw.chars();
    match characters.next() {
        Some('\x1b') => (Piece::Escape(characters.next()), characters.as_str()),
        Some(control) if control.is_control() => (Piece::Control(control), characters.as_str()),
        _ => {
            let (text, rest) = raw.split_at(raw.find(char::is_control).unwrap_or(raw.len()));
            (Piece::Text(text), rest)
        }
    }
}

/// What was sent while the program had the alternate screen, its first and last switch included.
pub(super) fn on_alternate_screen(raw: &str) -> &str {
    let (enter, leave) = ("\x1b[?1049h", "\x1b[?1049l");
    let start = raw.find(enter).unwrap();
    let end = raw.rfind(leave).map_or(raw.len(), |at| at + leave.len());
    &raw[start..end]
}

/// How many frames were drawn.
pub(super) fn frames(raw: &str) -> usize {
    raw.matches(BEGIN).count()
}

#[test]
fn output_falls_into_pieces() {
    let raw = "a\x1b[1;2mb\r\x1b]52;c;eA==\x1b\\\x1b]0;t\x07\x1b7\u{9b}é";
    let expected = [
        Piece::Text("a"),
        Piece::Csi("1;2m"),
        Piece::Text("b"),
        Piece::Control('\r'),
        Piece::Osc("52;c;eA=="),
        Piece::Osc("0;t"),
        Piece::Escape(Some('7')),
        Piece::Control('\u{9b}'),
        Piece::Text("é"),
    ];
    assert_eq!(pieces(raw), expected);
}
