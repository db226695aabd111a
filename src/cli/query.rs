//! QUERY → the view of a list.

use anyhow::Result;
use jiff::Zoned;

use super::exit::Usage;
use crate::layout::width;
use crate::library::{Query, QueryError, View};

/// The view that a query describes.
pub(super) fn view(words: &[String]) -> Result<View> {
    Ok(View { query: Some(parse(words)?), ..View::default() })
}

/// A query, its words given one by one or together.
pub(super) fn parse(words: &[String]) -> Result<Query> {
    let text = words.join(" ");
    Ok(Query::parse(&text, false, &Zoned::now()).map_err(|no| Usage(pointed(&no, &text)))?)
}

/// The sentence, and below it the query with its place marked.
fn pointed(no: &QueryError, text: &str) -> String {
    // the place is counted in columns: what is typed may be wide or hold controls
    let before = " ".repeat(width(&text[..no.range.start]));
    let carets = "^".repeat(width(&text[no.range.clone()]).max(1));
    format!("{no}\n  {text}\n  {before}{carets}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(query: &str) -> String {
        let no = view(&[query.to_owned()]).unwrap_err();
        assert!(no.is::<Usage>());
        no.to_string()
    }

    #[test]
    fn words_make_one_query_however_they_are_given() {
        let together = view(&["a OR b is:unread".to_owned()]).unwrap();
        let apart = ["a", "OR", "b", "is:unread"].map(str::to_owned);
        assert_eq!(view(&apart).unwrap(), together);
    }

    #[test]
    fn a_wrong_query_is_shown_with_its_place() {
        assert_eq!(
            refusal("北京 is:new"),
            "is: wants unread, read or starred right behind it\n  北京 is:new\n       ^^^^^^"
        );
    }
}
