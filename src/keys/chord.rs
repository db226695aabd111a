//! One key press, as a terminal can tell it from another.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::sequence::name_of;

/// A key with its modifiers. Two presses that send the same bytes are one chord.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Modifiers that a terminal reports without an extended keyboard protocol, in the order they are written.
pub(super) const MODIFIERS: [(&str, KeyModifiers); 3] =
    [("Ctrl-", KeyModifiers::CONTROL), ("Alt-", KeyModifiers::ALT), ("Shift-", KeyModifiers::SHIFT)];

impl Chord {
    /// The chord of a press or a repeat; nothing for a release and for keys that have no name here.
    pub fn from_event(event: &KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        Self::new(event.code, event.modifiers)
    }

    pub(super) fn new(code: KeyCode, modifiers: KeyModifiers) -> Option<Self> {
        let reported = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let chord = match code {
            KeyCode::Char(c) if c.is_control() => return None,
            KeyCode::Char(c) => Self::of_character(c, modifiers),
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => {
                Self { code: KeyCode::BackTab, modifiers: modifiers - KeyModifiers::SHIFT }
            }
            KeyCode::BackTab => Self { code, modifiers: modifiers - KeyModifiers::SHIFT },
            _ => Self { code, modifiers },
        };
        (reported.contains(modifiers) && name_of(chord.code).is_some()).then_some(chord)
    }

    /// The character that it types, if it types one.
    pub fn character(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// Shift is part of a character (`A`); with Ctrl the terminal forgets it.
    fn of_character(c: char, modifiers: KeyModifiers) -> Self {
        let rest = modifiers - KeyModifiers::SHIFT - KeyModifiers::CONTROL;
        if modifiers.contains(KeyModifiers::CONTROL) {
            let code = controlled(c.to_ascii_lowercase());
            let control = matches!(code, KeyCode::Char(_));
            return Self { code, modifiers: if control { rest | KeyModifiers::CONTROL } else { rest } };
        }
        let shifted = modifiers.contains(KeyModifiers::SHIFT);
        Self { code: KeyCode::Char(if shifted { upper(c) } else { c }), modifiers: rest }
    }
}

/// What a terminal sends for Ctrl with this character, where that is the same as for another key
/// (ASCII control codes; xterm's `ctlseqs`, and crossterm's names for the codes 28 to 31).
fn controlled(c: char) -> KeyCode {
    match c {
        'i' => KeyCode::Tab,
        'm' => KeyCode::Enter,
        'h' | '8' | '?' => KeyCode::Backspace,
        '[' | '3' => KeyCode::Esc,
        '2' | '@' => KeyCode::Char(' '),
        '4' => KeyCode::Char('\\'),
        '5' => KeyCode::Char(']'),
        '6' => KeyCode::Char('^'),
        '7' | '/' => KeyCode::Char('_'),
        _ => KeyCode::Char(c),
    }
}

/// The capital, where it is a single character ("ß" has none).
fn upper(c: char) -> char {
    let mut capitals = c.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => c,
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(c) if c != ' ' && self.modifiers.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", c.to_ascii_uppercase())
            }
            code => f.write_str(&name_of(code).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chord(code: KeyCode, modifiers: KeyModifiers) -> Chord {
        Chord::from_event(&KeyEvent::new(code, modifiers)).unwrap()
    }

    #[test]
    fn shift_is_part_of_the_character() {
        let capital = chord(KeyCode::Char('A'), KeyModifiers::NONE);
        assert_eq!(chord(KeyCode::Char('A'), KeyModifiers::SHIFT), capital);
        assert_eq!(chord(KeyCode::Char('a'), KeyModifiers::SHIFT), capital);
        assert_eq!(chord(KeyCode::Char('ß'), KeyModifiers::SHIFT).to_string(), "ß");
        assert_eq!(capital.character(), Some('A'));
    }

    #[test]
    fn control_codes_are_taken_as_the_terminal_sends_them() {
        let plain = |code| chord(code, KeyModifiers::NONE);
        let ctrl = |c| chord(KeyCode::Char(c), KeyModifiers::CONTROL);
        assert_eq!(ctrl('i'), plain(KeyCode::Tab));
        assert_eq!(ctrl('m'), plain(KeyCode::Enter));
        assert_eq!(ctrl('h'), plain(KeyCode::Backspace));
        assert_eq!(ctrl('['), plain(KeyCode::Esc));
        assert_eq!(ctrl('7'), ctrl('_'));
        assert_eq!(ctrl('D'), ctrl('d'));
        assert_eq!(ctrl('d').to_string(), "Ctrl-D");
        assert_eq!(ctrl('d').character(), None);
    }

    #[test]
    fn shift_tab_is_one_chord_however_it_is_reported() {
        let back = chord(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(chord(KeyCode::BackTab, KeyModifiers::NONE), back);
        assert_eq!(chord(KeyCode::Tab, KeyModifiers::SHIFT), back);
        assert_eq!(back.to_string(), "Shift-Tab");
    }

    #[test]
    fn a_release_and_a_nameless_key_are_no_chords() {
        let mut event = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Repeat;
        assert!(Chord::from_event(&event).is_some());
        event.kind = KeyEventKind::Release;
        assert_eq!(Chord::from_event(&event), None);
        assert_eq!(Chord::new(KeyCode::CapsLock, KeyModifiers::NONE), None);
        assert_eq!(Chord::new(KeyCode::Char('a'), KeyModifiers::SUPER), None);
        assert_eq!(Chord::new(KeyCode::Char('\u{7}'), KeyModifiers::NONE), None);
    }
}
