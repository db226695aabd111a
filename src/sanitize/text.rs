//! One string cleaned in one pass, with byte offsets carried over.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::chars::{self, Class};
use super::escape::Visible;

/// Marks that one base may carry. Vietnamese, Hebrew with accents and Indic scripts need up to five;
/// stacked ones that paint over other lines have dozens.
const MARKS_PER_BASE: usize = 8;

/// Which white space a string may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One line; runs of white space become one space.
    Line,
    /// As one line, but a run of white space that breaks the line becomes one line break: verse, addresses.
    Lines,
    /// Lines as they are; a tab is four spaces.
    Code,
}

/// A place in the text, before and after cleaning (bytes).
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) before: usize,
    pub(super) after: usize,
}

/// The text cleaned; `places`, sorted by `before`, are given their `after`.
pub(super) fn clean(text: &str, shape: Shape, places: &mut [Place]) -> String {
    if is_clean_ascii(text) {
        for place in places {
            place.after = place.before.min(text.len());
        }
        return text.to_owned();
    }
    let unpaired = unpaired_isolates(text, shape);
    let mut writer = Writer::new(text.len(), shape, places);
    let mut flag_end = 0;
    let mut visible = Visible::new(text);
    loop {
        if let Some((at, words)) = visible.words() {
            writer.words(at, words);
        }
        let Some((at, c)) = visible.next() else { break };
        if let Some(length) = chars::tagged_flag(&text[at..]) {
            flag_end = at + length;
        }
        if at < flag_end {
            writer.keep(at, c);
        } else if !unpaired.contains(&at) {
            writer.take(at, c);
        }
    }
    writer.finish()
}

/// Whether nothing can need a change; most of a Latin page goes this way. Looked at to the end whatever is met, which many
/// bytes are at once.
fn is_clean_ascii(text: &str) -> bool {
    let bytes = text.as_bytes();
    let foreign = bytes.iter().fold(false, |found, byte| found | !(b' '..=b'~').contains(byte));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let double = pairs.fold(false, |found, (one, next)| found || (*one == b' ' && *next == b' '));
    !foreign && !double && !text.starts_with(' ') && !text.ends_with(' ')
}

/// Offsets of isolates that are never closed in their line, and of closings that close nothing.
fn unpaired_isolates(text: &str, shape: Shape) -> HashSet<usize> {
    let mut open = Vec::new();
    let mut unpaired = HashSet::new();
    if !text.contains(|c| ('\u{2066}'..='\u{2069}').contains(&c)) {
        return unpaired;
    }
    for (at, c) in Visible::new(text) {
        match chars::class(c) {
            Class::Isolate => open.push(at),
            Class::PopIsolate if open.pop().is_none() => {
                unpaired.insert(at);
            }
            Class::Newline if shape != Shape::Line => unpaired.extend(open.drain(..)),
            _ => {}
        }
    }
    unpaired.extend(open);
    unpaired
}

struct Writer<'p> {
    shape: Shape,
    out: String,
    /// Characters that normalisation may still change together.
    cluster: String,
    /// White space that was seen and is written before the next character, if one comes.
    space: Option<char>,
    /// The last character that stays, none after white space.
    last: Option<char>,
    /// A joiner that waits for the character it joins.
    joiner: Option<char>,
    marks: usize,
    places: &'p mut [Place],
    placed: usize,
}

impl<'p> Writer<'p> {
    fn new(capacity: usize, shape: Shape, places: &'p mut [Place]) -> Self {
        Self {
            shape,
            out: String::with_capacity(capacity),
            cluster: String::new(),
            space: None,
            last: None,
            joiner: None,
            marks: 0,
            places,
            placed: 0,
        }
    }

    fn take(&mut self, at: usize, c: char) {
        match chars::class(c) {
            Class::Drop => {}
            Class::Joiner => self.joiner = self.last.filter(|&last| chars::joins_on(last)).map(|_| c),
            Class::Selector => {
                if self.last.is_some_and(|last| chars::class(last) == Class::Keep) {
                    self.keep(at, c);
                }
            }
            Class::Newline if self.shape == Shape::Code => self.white(at, "\n"),
            Class::Space if self.shape == Shape::Code => {
                self.white(at, if c == '\t' { "    " } else { " " });
            }
            Class::Newline if self.shape == Shape::Lines => self.fold(at, '\n'),
            Class::Newline | Class::Space => self.fold(at, self.space.unwrap_or(' ')),
            Class::Keep | Class::Isolate | Class::PopIsolate => self.keep(at, c),
        }
    }

    /// Words of printable ASCII with a space between each two, of which only the ends have to do with what stands around.
    fn words(&mut self, at: usize, words: &str) {
        let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else { return };
        self.keep(at, first);
        self.flush();
        let end = words.len() - 1;
        let shift = self.out.len().wrapping_sub(at + 1);
        self.out.push_str(&words[1..end]);
        while let Some(place) = self.places.get_mut(self.placed).filter(|place| place.before < at + end) {
            place.after = place.before.wrapping_add(shift);
            self.placed += 1;
        }
        self.keep(at + end, last);
    }

    /// White space that is written as it is.
    fn white(&mut self, at: usize, code: &str) {
        self.flush();
        self.place(at);
        self.out.push_str(code);
        self.last = None;
        self.joiner = None;
    }

    /// White space that waits, as one character, for something to stand before.
    fn fold(&mut self, at: usize, space: char) {
        self.white(at, "");
        self.space = (!self.out.is_empty()).then_some(space);
    }

    fn keep(&mut self, at: usize, c: char) {
        if let Some(joiner) = self.joiner.take()
            && chars::is_joined(c)
        {
            self.flush();
            self.out.push(joiner);
        }
        // after white space nothing waits, so even a mark starts anew there
        if self.cluster.is_empty() || chars::starts_cluster(c) {
            self.flush();
            self.out.extend(self.space.take());
            self.place(at);
        }
        self.cluster.push(c);
        self.last = Some(c);
    }

    /// Gives every place up to this offset of the input the present end of the output.
    fn place(&mut self, at: usize) {
        while let Some(place) = self.places.get_mut(self.placed).filter(|place| place.before <= at) {
            place.after = self.out.len();
            self.placed += 1;
        }
    }

    fn flush(&mut self) {
        if self.cluster.is_ascii() {
            self.marks = 0;
            self.out.push_str(&self.cluster);
        } else {
            for c in self.cluster.nfc() {
                match (is_combining_mark(c), matches!(c, '\u{200c}' | '\u{200d}')) {
                    (true, _) => self.marks += 1,
                    (false, true) => {}
                    (false, false) => self.marks = 0,
                }
                if self.marks <= MARKS_PER_BASE {
                    self.out.push(c);
                }
            }
        }
        self.cluster.clear();
    }

    fn finish(mut self) -> String {
        self.flush();
        self.place(usize::MAX);
        if self.shape == Shape::Code {
            let kept = self.out.trim_end().len();
            self.out.truncate(kept);
            let lead = self.out.len() - self.out.trim_start_matches('\n').len();
            self.out.drain(..lead);
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// [`clean`] without a shorter way for anything.
    fn clean_by_character(text: &str, shape: Shape, places: &mut [Place]) -> String {
        let unpaired = unpaired_isolates(text, shape);
        let mut writer = Writer::new(text.len(), shape, places);
        for (at, c) in Visible::new(text).filter(|(at, _)| !unpaired.contains(at)) {
            writer.take(at, c);
        }
        writer.finish()
    }

    proptest! {
        #[test]
        fn words_that_are_taken_at_once_come_out_as_letter_by_letter(
            pieces in prop::collection::vec("[a-c]{0,6}[ .]{0,2}|\u{301}|é|—|\u{200d}|ک|\t|\r\n|\u{1b}\\[1m|\u{ad}|\u{2067}|\u{2069}", 0..12),
            befores in prop::collection::btree_set(0_usize..80, 0..6),
        ) {
            let text: String = pieces.concat();
            let places: Vec<Place> = befores.iter().map(|before| Place { before: *before, after: 0 }).collect();
            for shape in [Shape::Line, Shape::Lines, Shape::Code] {
                let (mut quick, mut slow) = (places.clone(), places.clone());
                let cleaned = clean(&text, shape, &mut quick);
                prop_assert_eq!(&cleaned, &clean_by_character(&text, shape, &mut slow));
                let ends = |places: &[Place]| places.iter().map(|place| place.after).collect::<Vec<_>>();
                prop_assert_eq!(ends(&quick), ends(&slow), "{:?}", text);
            }
        }
    }
}
