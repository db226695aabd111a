//! newsraft's `feeds`: an address a line, then a title in quotes; `@ Name` begins a section, `{…}` are settings, `#` a comment.

use super::urls::{PROGRAM, is_address, words};
use super::{Entry, Listed, Subscription, folder};
use crate::sanitize;

/// The section that stands for none.
const NONE: &str = "Global";

/// Whether a text is such a list: one without sections reads as newsboat's.
pub(super) fn is_feeds(text: &str) -> bool {
    text.lines().any(|line| section(line).is_some())
}

pub(super) fn read(text: &str) -> Vec<Listed> {
    let (mut listed, mut within) = (Vec::new(), String::new());
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = section(line) {
            within = if name == NONE { String::new() } else { folder(name) };
        } else if !line.is_empty() && !line.starts_with('#') {
            listed.push(Listed { line: at + 1, what: entry(line, &within) });
        }
    }
    listed
}

/// The name of the section that a line begins.
fn section(line: &str) -> Option<&str> {
    let name = line.trim_start().strip_prefix('@')?;
    Some(name.split('{').next().unwrap_or_default().trim())
}

fn entry(line: &str, within: &str) -> Entry {
    let words = words(line);
    let address = words.first().map_or("", String::as_str);
    if !is_address(address) {
        let made = line.starts_with("$(");
        return Entry::Refused(
            sanitize::line(line),
            if made { PROGRAM } else { "it is no address of a feed" },
        );
    }
    let title = words.get(1).filter(|word| !word.starts_with('{')).map_or("", String::as_str);
    Entry::Source(Subscription {
        address: address.to_owned(),
        title: sanitize::line(title),
        folders: Some(within).filter(|name| !name.is_empty()).map(str::to_owned).into_iter().collect(),
        is_page: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_sections_are_taken_over_and_what_a_program_makes_is_named() {
        let text = "# mine\nhttp://e.example/1\n@ News Reports {reload-period: 60}\nhttp://e.example/2 \"Local news\" {x: 1}\n\
            http://e.example/3 {x: 1}\n$(gemget gemini://e.example) \"Gemini\"\n@ Global\nhttps://e.example/4 \"Weather\"\n";
        assert!(is_feeds(text) && !is_feeds("https://e.example/feed news\n"));
        let source = |address: &str, title: &str, folder: &str| {
            let folders = folder.split_terminator('/').map(str::to_owned).collect();
            Entry::Source(Subscription {
                address: address.into(),
                title: title.into(),
                folders,
                is_page: false,
            })
        };
        let found: Vec<(usize, Entry)> =
            read(text).into_iter().map(|listed| (listed.line, listed.what)).collect();
        assert_eq!(
            found,
            [
                (2, source("http://e.example/1", "", "")),
                (4, source("http://e.example/2", "Local news", "News Reports")),
                (5, source("http://e.example/3", "", "News Reports")),
                (6, Entry::Refused("$(gemget gemini://e.example) \"Gemini\"".into(), PROGRAM)),
                (8, source("https://e.example/4", "Weather", "")),
            ]
        );
    }
}
