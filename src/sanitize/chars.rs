//! What a single character may do in a text: the table behind every string of an article.

use unicode_normalization::{IsNormalized, char::canonical_combining_class, is_nfc_quick};

/// How a character is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Stays.
    Keep,
    /// White space of any kind.
    Space,
    /// A line end inside code; white space elsewhere.
    Newline,
    /// ZWJ, ZWNJ: stays between letters and inside emoji.
    Joiner,
    /// Variation selector: stays after a base.
    Selector,
    /// Opens a bidi isolate.
    Isolate,
    /// Closes a bidi isolate.
    PopIsolate,
    /// Goes: it is invisible, private, or commands the terminal or the writing direction.
    Drop,
}

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    match c {
        ' '..='~' if c != ' ' => Class::Keep,
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        _ if c.is_whitespace() => Class::Space,
        _ if c.is_control() => Class::Drop,
        '\u{200c}' | '\u{200d}' => Class::Joiner,
        '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{e0100}'..='\u{e01ef}' => {
            Class::Selector
        }
        '\u{2066}'..='\u{2068}' => Class::Isolate,
        '\u{2069}' => Class::PopIsolate,
        _ if is_invisible(c) || is_private(c) => Class::Drop,
        _ => Class::Keep,
    }
}

/// Soft hyphen, zero-width and deprecated format characters, bidi embeddings and overrides, annotation
/// anchors, the object replacement, tags. LRM, RLM and ALM stay: they only place neutral characters.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffc}' | '\u{e0000}'..='\u{e007f}')
}

/// Private use and the 66 noncharacters.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..)
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Whether a joiner may follow.
pub(super) fn joins_on(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) || is_pictograph(c)
}

/// Whether a joiner may stand before it.
pub(super) fn is_joined(c: char) -> bool {
    (c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c)) || is_pictograph(c)
}

/// Roughly the characters with the property `Extended_Pictographic`, by block.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}'
        | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
}

/// Whether normalisation can never join this character to what stands before it.
pub(super) fn starts_cluster(c: char) -> bool {
    c.is_ascii()
        || (canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes)
}

/// Length in bytes of a flag made of a black flag, tags and the cancel tag, at the start of `text`.
pub(super) fn tagged_flag(text: &str) -> Option<usize> {
    let tags = text.strip_prefix('\u{1f3f4}')?;
    let end = tags.find(|c| !matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}'))?;
    // the longest subdivision code has six letters and digits
    let fits = (1..=6 * 4).contains(&end) && tags[end..].starts_with('\u{e007f}');
    fits.then_some(4 + end + 4)
}
