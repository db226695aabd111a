//! Plain text → paragraphs.

use crate::article::Block;

/// Paragraphs end at blank lines; inside, the lines of the text run on.
pub(super) fn paragraphs(text: &str) -> Vec<Block> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines().map(str::trim) {
        match paragraphs.last_mut() {
            Some(last) if line.is_empty() && !last.is_empty() => paragraphs.push(String::new()),
            Some(last) => {
                last.push_str(if last.is_empty() { "" } else { " " });
                last.push_str(line);
            }
            None => {}
        }
    }
    paragraphs.into_iter().filter(|text| !text.is_empty()).map(Block::paragraph).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_end_at_blank_lines() {
        assert_eq!(
            paragraphs(" One\r\nline. \n\n\n\nTwo."),
            [Block::paragraph("One line."), Block::paragraph("Two.")]
        );
        assert_eq!(paragraphs(" \n"), []);
    }
}
