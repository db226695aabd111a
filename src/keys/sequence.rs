//! How key sequences are written: `j`, `Ctrl-D`, `gg`, `g Enter`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyModifiers};

use super::chord::{Chord, MODIFIERS};

/// One chord or more, typed one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sequence(Vec<Chord>);

/// Why a text is no sequence of keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is nothing in it.
    #[error("a key is missing: write for example \"j\", \"Ctrl-D\", \"gg\" or \"g Enter\"")]
    Empty,
    /// There is no such key.
    #[error("unknown key `{0}`: write for example \"j\", \"Ctrl-D\", \"gg\" or \"g Enter\"")]
    Unknown(String),
}

/// Keys with a name. The first name of a key is the one that is shown.
const NAMED: [(&str, KeyCode); 22] = [
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Insert", KeyCode::Insert),
    ("Delete", KeyCode::Delete),
    ("Return", KeyCode::Enter),
    ("Escape", KeyCode::Esc),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Ins", KeyCode::Insert),
    ("Del", KeyCode::Delete),
];

/// Every name that a key can be called by.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMED.iter().map(|(name, _)| *name)
}

/// How a key without modifiers is written.
pub(super) fn name_of(code: KeyCode) -> Option<Cow<'static, str>> {
    match code {
        KeyCode::Char(c) if c != ' ' => Some(c.to_string().into()),
        KeyCode::F(n) => Some(format!("F{n}").into()),
        _ => NAMED.iter().find(|(_, named)| *named == code).map(|(name, _)| (*name).into()),
    }
}

fn code_of(name: &str) -> Option<KeyCode> {
    let mut characters = name.chars();
    if let (Some(c), None) = (characters.next(), characters.next()) {
        return Some(KeyCode::Char(c));
    }
    if let Some(number) = name.strip_prefix(['F', 'f']).and_then(|number| number.parse().ok()) {
        return Some(KeyCode::F(number));
    }
    NAMED.iter().find(|(named, _)| named.eq_ignore_ascii_case(name)).map(|(_, code)| *code)
}

/// Takes the modifiers off the front: `Ctrl-Alt-x` → `x`. A lone `-` is a key, not the end of a modifier.
fn split_modifiers(mut word: &str) -> (KeyModifiers, &str) {
    let mut modifiers = KeyModifiers::NONE;
    while let Some((modifier, rest)) = MODIFIERS.iter().find_map(|(name, modifier)| {
        let (head, rest) = word.split_at_checked(name.len())?;
        (head.eq_ignore_ascii_case(name) && !rest.is_empty()).then_some((*modifier, rest))
    }) {
        modifiers |= modifier;
        word = rest;
    }
    (modifiers, word)
}

fn chord(word: &str) -> Result<Chord, KeyError> {
    let (modifiers, key) = split_modifiers(word);
    code_of(key).and_then(|code| Chord::new(code, modifiers)).ok_or_else(|| KeyError::Unknown(key.to_owned()))
}

/// A word is a chord, or two characters typed in turn. Longer words are misspelt names more often than sequences.
fn chords(word: &str) -> Result<Vec<Chord>, KeyError> {
    match chord(word) {
        Err(_) if word.chars().count() == 2 => {
            word.chars().map(|c| chord(c.encode_utf8(&mut [0; 4]))).collect()
        }
        single => single.map(|chord| vec![chord]),
    }
}

impl Sequence {
    /// The chords, in the order they are typed.
    pub fn chords(&self) -> &[Chord] {
        &self.0
    }

    /// Whether one of the two begins the other, so that only one can be reached.
    pub(super) fn hides(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0) || other.0.starts_with(&self.0)
    }
}

impl FromStr for Sequence {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let words = text.split(' ').filter(|word| !word.is_empty());
        let sequence: Vec<Chord> = words.map(chords).collect::<Result<Vec<_>, _>>()?.concat();
        if sequence.is_empty() { Err(KeyError::Empty) } else { Ok(Self(sequence)) }
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.0.iter().map(Chord::to_string).collect();
        let tight = words.concat();
        // "gg" where that reads as the same keys, "u p" where "up" would be the arrow.
        if tight.parse().as_ref() == Ok(self) { f.write_str(&tight) } else { f.write_str(&words.join(" ")) }
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyEvent;
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<Sequence>().unwrap().to_string()
    }

    #[test]
    fn sequences_are_written_as_people_write_them() {
        for text in
            ["j", "G", "Ctrl-D", "Space", "gg", "zh", "Enter", "Shift-Tab", "PgDn", "<", "Alt-x", "F5"]
        {
            assert_eq!(shown(text), text);
        }
        assert_eq!(shown("g g"), "gg");
        assert_eq!(shown(" ctrl-d   space "), "Ctrl-D Space");
        assert_eq!(shown("u p"), "u p");
        assert_eq!(shown("Up"), "Up");
        assert_eq!(shown("Shift-j"), "J");
        assert_eq!(shown("Ctrl--"), "Ctrl--");
        assert_eq!(shown("Ctrl-I"), "Tab");
        assert_eq!(shown("Alt-BackSpace"), "Alt-Backspace");
    }

    #[test]
    fn what_is_no_key_is_named() {
        let unknown = |name: &str| Err(KeyError::Unknown(name.to_owned()));
        assert_eq!("Spce".parse::<Sequence>(), unknown("Spce"));
        assert_eq!("Ctrl-Entr".parse::<Sequence>(), unknown("Entr"));
        assert_eq!("Ctrl-".parse::<Sequence>(), unknown("Ctrl-"));
        assert_eq!("  ".parse::<Sequence>(), Err(KeyError::Empty));
    }

    fn any_chord() -> impl Strategy<Value = Chord> {
        let named = proptest::sample::select(NAMED.map(|(_, code)| code).to_vec());
        let code = prop_oneof![
            any::<char>().prop_map(KeyCode::Char),
            proptest::char::range('!', '~').prop_map(KeyCode::Char),
            any::<u8>().prop_map(KeyCode::F),
            named,
        ];
        (code, 0_u8..8).prop_filter_map("not every key has a name", |(code, bits)| {
            Chord::from_event(&KeyEvent::new(code, KeyModifiers::from_bits_truncate(bits)))
        })
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_the_same_keys(chords in prop::collection::vec(any_chord(), 1..4)) {
            let sequence = Sequence(chords);
            prop_assert_eq!(sequence.to_string().parse(), Ok(sequence));
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            if let Ok(sequence) = text.parse::<Sequence>() {
                prop_assert_eq!(sequence.to_string().parse(), Ok(sequence));
            }
        }
    }
}
