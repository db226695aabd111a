//! Character references: XML's five, HTML's named ones, and numbers. What a feed declares itself is never expanded.

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name that HTML knows, in bytes.
const LONGEST: usize = 33;

/// The text with its references read; what is none stays as it is.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    let sign = |text: &str| memchr::memchr(b'&', text.as_bytes());
    if sign(text).is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = sign(rest) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((first, second, length)) => {
                out.push(first);
                out.extend(second);
                rest = &rest[length..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out.into()
}

/// Whether the text holds a reference.
pub(super) fn is_escaped(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| reference(&text[at + 1..]).is_some())
}

/// Whether a text after `&` is one of them, written to its end.
pub(super) fn is_reference(text: &str) -> bool {
    reference(text).is_some()
}

/// The characters that a text after `&` stands for, and its length.
fn reference(text: &str) -> Option<(char, Option<char>, usize)> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let end = text.bytes().take(LONGEST).take_while(is_name).count();
    let name = text.get(..end).filter(|_| text.as_bytes().get(end) == Some(&b';'))?;
    if let Some(number) = name.strip_prefix('#') {
        return Some((numbered(number)?, None, end + 1));
    }
    let (first, second) = *NAMED_ENTITIES.get(&text[..=end])?;
    let second = char::from_u32(second).filter(|c| *c != '\0');
    Some((char::from_u32(first).filter(|c| *c != '\0')?, second, end + 1))
}

/// HTML §13.2.5.80: numbers of the C1 controls mean windows-1252, impossible ones the replacement character.
fn numbered(number: &str) -> Option<char> {
    let value = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    // digits enough to overflow are a number all the same
    let digits = number.trim_start_matches(['x', 'X']);
    let value = value.ok().or_else(|| (digits.len() > 8).then_some(u32::MAX))?;
    let replaced = value.checked_sub(0x80).and_then(|at| *C1_REPLACEMENTS.get(at as usize)?);
    Some(
        replaced
            .or_else(|| char::from_u32(value))
            .filter(|c| *c != '\0')
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_xml_and_html() {
        assert_eq!(unescape("&lt;b&gt; &amp;amp; &quot;&apos;"), "<b> &amp; \"'");
        assert_eq!(unescape("caf&eacute; &#8212; &#x2014; &nbsp;&hellip;"), "café — — \u{a0}…");
        assert_eq!(unescape("&#146;s &#x80;"), "’s €");
        assert_eq!(unescape("&#0; &#xD800; &#99999999999;"), "\u{fffd} \u{fffd} \u{fffd}");
    }

    #[test]
    fn what_is_none_stays() {
        for text in ["AT&T", "a & b", "&l9;", "?a=1&copy=2", "&", "&;", "&#;", "&#x;", "&#xyz;", "&é;"] {
            assert_eq!(unescape(text), text);
        }
    }
}
