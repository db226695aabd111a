//! A line cut into numbers, words and signs, which is all that dates are made of.

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// First byte.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A number and how many digits it is written with; any script's digits.
    Number(u32, usize),
    /// A word in lower case.
    Word(String),
    /// Anything else, ideographs included: 年, 月 and 日 need no spaces.
    Sign(char),
}

/// All pieces of a line but white space.
pub(super) fn tokens(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let start = at;
        let (kind, length) = piece(&line[at..], c);
        at += length;
        if let Some(kind) = kind {
            tokens.push(Token { kind, start, end: at });
        }
    }
    tokens
}

fn piece(rest: &str, first: char) -> (Option<Kind>, usize) {
    let run = |belongs: fn(char) -> bool| rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    if first.is_whitespace() {
        (None, first.len_utf8())
    } else if digit(first).is_some() {
        let length = run(|c| digit(c).is_some());
        let digits = rest[..length].chars().filter_map(digit);
        let value = digits.clone().fold(0u32, |value, digit| value.saturating_mul(10).saturating_add(digit));
        (Some(Kind::Number(value, digits.count())), length)
    } else if is_letter(first) {
        let length = run(is_letter);
        (Some(Kind::Word(rest[..length].to_lowercase())), length)
    } else {
        (Some(Kind::Sign(first)), first.len_utf8())
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !crate::loader::scripts::is_wide(c)
}

/// Value of a decimal digit: ASCII, Arabic, Persian, full width.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}
