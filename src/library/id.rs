//! The text form of an article's number.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Number of an article in this library. Shown to users as an opaque id with a fixed prefix (its `Display` form).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleId(pub i64);

/// The text is not the id of an article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the id of an article: {0:?}")]
pub struct BadArticleId(pub String);

const PREFIX: &str = "art_";

/// Crockford's digits: no i, l, o, u, so that no id is misread.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.cast_unsigned();
        let mut digits = String::new();
        loop {
            digits.insert(0, char::from(DIGITS[(rest % 32) as usize]));
            rest /= 32;
            if rest == 0 {
                break;
            }
        }
        f.pad(&format!("{PREFIX}{digits}"))
    }
}

impl FromStr for ArticleId {
    type Err = BadArticleId;

    fn from_str(text: &str) -> Result<Self, BadArticleId> {
        let bad = || BadArticleId(text.to_owned());
        let digits = text.strip_prefix(PREFIX).filter(|digits| digits.len() <= 13).ok_or_else(bad)?;
        let mut number: u64 = 0;
        for digit in digits.bytes() {
            let value = DIGITS.iter().position(|known| *known == digit).ok_or_else(bad)?;
            number = number.checked_mul(32).and_then(|n| n.checked_add(value as u64)).ok_or_else(bad)?;
        }
        let id = Self(number.cast_signed());
        // only the form that is written is read: one article, one name
        if id.to_string() == text { Ok(id) } else { Err(bad()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_comes_back() {
        for number in [0, 1, 31, 32, 1_000_000, i64::MAX] {
            let text = ArticleId(number).to_string();
            assert_eq!(text.parse::<ArticleId>().unwrap(), ArticleId(number));
        }
        assert_eq!(ArticleId(1024).to_string(), "art_100");
    }

    #[test]
    fn nothing_else_is_an_id() {
        for text in ["", "art_", "art_u", "art_01", "art_A", "100", "article", "art_zzzzzzzzzzzzzz"] {
            assert!(text.parse::<ArticleId>().is_err(), "{text}");
        }
    }
}
