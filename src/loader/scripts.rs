//! What the readers need to know of scripts.

/// Whether a character belongs to a script that is written without spaces (Chinese, Japanese) or set as wide
/// as it (Korean).
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character belongs to Thai, Lao, Burmese or Khmer, which set spaces between clauses only.
fn is_run_together(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Length of a text in words; two wide characters count as one, or five of those that are run together, vowel signs
/// among them: their average length.
pub(crate) fn words(text: &str) -> usize {
    let (mut wide, mut together) = (0, 0);
    let spaced = (text.split_whitespace())
        .filter(|word| {
            let before = wide + together;
            wide += word.chars().filter(|&c| is_wide(c)).count();
            together += word.chars().filter(|&c| is_run_together(c)).count();
            wide + together == before && word.contains(char::is_alphanumeric)
        })
        .count();
    spaced + wide.div_ceil(2) + together.div_ceil(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_with_and_without_spaces() {
        assert_eq!(words("Three words, – here."), 3);
        assert_eq!(words("港口等待 open"), 3);
        assert_eq!(words("ท่าเรือเรียนรู้ที่จะรอ"), 5);
    }
}
