//! What the readers need to know of scripts.

/// Whether a character belongs to a script that is written without spaces (Chinese, Japanese) or set as wide
/// as it (Korean).
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Length of a text in words; two wide characters count as one, which is their average length.
pub(crate) fn words(text: &str) -> usize {
    let mut wide = 0;
    let spaced = (text.split_whitespace())
        .filter(|word| {
            let ideographs = word.chars().filter(|&c| is_wide(c)).count();
            wide += ideographs;
            ideographs == 0 && word.contains(char::is_alphanumeric)
        })
        .count();
    spaced + wide.div_ceil(2)
}
