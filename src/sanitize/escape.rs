//! Terminal escape sequences inside text, found so that they vanish whole and not only by their first byte.

/// Starts an escape sequence; the seven-bit form of each control below is ESC and one more character.
const ESC: char = '\u{1b}';
/// Ends a control string, besides ST.
const BEL: char = '\u{7}';

/// The characters of a text that belong to no escape sequence, with their byte offsets. CR LF and CR come as LF.
///
/// A lone ESC is yielded like any other control: dropping controls is the caller's business.
pub(super) struct Visible<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Visible<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The words of printable ASCII that come next, with a space between each two, and where they begin; `None` where they
    /// are hardly more than a letter.
    pub(super) fn words(&mut self) -> Option<(usize, &'a str)> {
        let (begun, rest) = (self.at, &self.text[self.at..]);
        let mut length = 0;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                b'!'..=b'~' => length = at + 1,
                b' ' if at > 0 && length == at => {}
                _ => break,
            }
        }
        (length > 2).then(|| {
            self.at += length;
            (begun, &rest[..length])
        })
    }
}

impl Iterator for Visible<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        loop {
            let rest = &self.text[self.at..];
            let c = rest.chars().next()?;
            let at = self.at;
            if let Some(length) = sequence(rest, c) {
                self.at += length;
                continue;
            }
            self.at += c.len_utf8();
            match c {
                '\r' if rest[1..].starts_with('\n') => {}
                '\r' => return Some((at, '\n')),
                _ => return Some((at, c)),
            }
        }
    }
}

/// Length in bytes of the sequence that `text` starts with, if it is a whole one (ECMA-48, 5.4 to 5.6).
///
/// Letters after a lone ESC are left alone: such sequences exist, but there a lost letter is likelier.
fn sequence(text: &str, first: char) -> Option<usize> {
    let (kind, start) = match first {
        ESC => {
            let second = text[1..].chars().next()?;
            (second, 1 + second.len_utf8())
        }
        '\u{90}'..='\u{9f}' => (char::from(first as u8 - 0x40), first.len_utf8()),
        _ => return None,
    };
    let rest = &text[start..];
    match kind {
        '[' => control_sequence(rest).map(|length| start + length),
        ']' | 'P' | 'X' | '^' | '_' => control_string(rest).map(|length| start + length),
        '(' | ')' | '*' | '+' | '#' | '%' => {
            rest.chars().next().filter(char::is_ascii_graphic).map(|_| start + 1)
        }
        '7' | '8' | '=' | '>' | '\\' => Some(start),
        _ => None,
    }
}

/// Parameters, intermediates and the final byte after CSI.
fn control_sequence(rest: &str) -> Option<usize> {
    let end = rest.find(|c: char| !(' '..='?').contains(&c))?;
    ('@'..='~').contains(&rest[end..].chars().next()?).then_some(end + 1)
}

/// What follows OSC, DCS, SOS, PM or APC, up to BEL or ST. It stops at any other control, which keeps the
/// search linear: no character is looked at by two of them.
fn control_string(rest: &str) -> Option<usize> {
    let end = rest.find(char::is_control)?;
    let tail = &rest[end..];
    match tail.chars().next()? {
        BEL => Some(end + 1),
        '\u{9c}' => Some(end + 2),
        ESC if tail[1..].starts_with('\\') => Some(end + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Visible::new(text).map(|(_, c)| c).collect()
    }

    #[test]
    fn whole_sequences_vanish() {
        assert_eq!(shown("a\u{1b}[31mb\u{1b}[0mc"), "abc");
        assert_eq!(shown("a\u{9b}1;2Hb"), "ab");
        assert_eq!(shown("\u{1b}]8;;https://x.example\u{1b}\\link\u{1b}]8;;\u{7}"), "link");
        assert_eq!(shown("\u{1b}(Bx\u{1b}7y"), "xy");
        assert_eq!(shown("\u{9d}0;title\u{9c}x"), "x");
    }

    #[test]
    fn what_is_no_sequence_keeps_its_letters() {
        assert_eq!(shown("\u{1b}Hello"), "\u{1b}Hello");
        assert_eq!(shown("\u{1b}]8;;never ends"), "\u{1b}]8;;never ends");
        assert_eq!(shown("\u{1b}[31é"), "\u{1b}[31é");
    }

    #[test]
    fn line_ends_become_one_kind() {
        assert_eq!(shown("a\r\nb\rc\nd"), "a\nb\nc\nd");
    }
}
