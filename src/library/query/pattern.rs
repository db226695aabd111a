//! A regular expression in a query.

use regex::{Regex, RegexBuilder};

/// Bytes that a compiled expression may take; a repetition of repetitions grows beyond all bounds.
const LARGEST: usize = 1 << 20;

/// A regular expression: linear in the text by its engine, in upper and lower case alike unless it says `(?-i)`.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// As it was written between the slashes.
    pub(crate) source: String,
    /// Ready for use.
    pub(crate) regex: Regex,
}

impl Pattern {
    /// Compiles it; the error says what is wrong with it in a few words.
    pub(crate) fn new(source: &str) -> Result<Self, String> {
        let built = RegexBuilder::new(source).case_insensitive(true).size_limit(LARGEST).build();
        let regex = built.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it grows too large".to_owned(),
            // several lines with a drawing, the reason last
            error => error.to_string().lines().last().unwrap_or_default().replace("error: ", ""),
        })?;
        Ok(Self { source: source.to_owned(), regex })
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Pattern {}
