//! A line that is typed into: the filter of the help, the question for a source.

use unicode_segmentation::UnicodeSegmentation;

/// Text with a cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Byte offset of the cursor, always between two graphemes.
    cursor: usize,
}

impl Line {
    /// What has been typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor.
    pub fn before_cursor(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// Inserts text at the cursor; what is pasted may hold anything, a line holds no controls.
    pub fn insert(&mut self, text: &str) {
        let clean: String = text.chars().filter(|c| !c.is_control()).collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Removes the character before the cursor; false where there is none.
    pub fn backspace(&mut self) -> bool {
        let Some(last) = self.before_cursor().graphemes(true).next_back().map(str::len) else {
            return false;
        };
        self.text.drain(self.cursor - last..self.cursor);
        self.cursor -= last;
        true
    }

    /// Removes the word before the cursor.
    pub fn delete_word(&mut self) {
        let kept = self.before_cursor().trim_end();
        let start = kept.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        self.text.drain(start..self.cursor);
        self.cursor = start;
    }

    /// Removes everything before the cursor.
    pub fn delete_to_start(&mut self) {
        self.text.drain(..self.cursor);
        self.cursor = 0;
    }

    /// Moves the cursor by one character.
    pub fn step(&mut self, forward: bool) {
        let (before, after) = self.text.split_at(self.cursor);
        if forward {
            self.cursor += after.graphemes(true).next().map_or(0, str::len);
        } else {
            self.cursor -= before.graphemes(true).next_back().map_or(0, str::len);
        }
    }

    /// Moves the cursor to the start or the end.
    pub fn jump(&mut self, end: bool) {
        self.cursor = if end { self.text.len() } else { 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_what_people_see() {
        let mut line = Line::default();
        line.insert("a👩‍🔬é\u{1b}[2J");
        assert_eq!(line.text(), "a👩‍🔬é[2J");
        (0..3).for_each(|_| assert!(line.backspace()));
        line.step(false);
        assert!(line.backspace());
        assert_eq!(line.text(), "aé");
        line.jump(true);
        line.insert(" two  words ");
        line.delete_word();
        assert_eq!(line.text(), "aé two  ");
        line.jump(false);
        assert!(!line.backspace());
    }
}
