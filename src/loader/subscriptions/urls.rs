//! newsboat's `urls`: an address a line, then tags; `"~Title"` renames, `query:Name:filter` is a search, `#` a comment.

use super::{Entry, Listed, Subscription, filter, folder};
use crate::sanitize;

/// Why a feed that is no address is not taken over.
pub(super) const PROGRAM: &str = "feeds that a program makes are not read: let it write a file and add that";

pub(super) fn read(text: &str) -> Vec<Listed> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(line, text)| Listed { line, what: entry(text) }).collect()
}

fn entry(line: &str) -> Entry {
    let words = words(line);
    let (first, tags) = words.split_first().map_or(("", &[][..]), |(first, tags)| (first.as_str(), tags));
    if let Some(search) = first.strip_prefix("query:") {
        return query(search, line);
    }
    let refused = |why| Entry::Refused(sanitize::line(line), why);
    if first.starts_with("exec:") || first.starts_with("filter:") {
        return refused(PROGRAM);
    }
    if !is_address(first) {
        return refused("it is no address of a feed");
    }
    let title = tags.iter().find_map(|tag| tag.strip_prefix('~')).unwrap_or_default();
    let mut source =
        Subscription { address: first.to_owned(), title: sanitize::line(title), ..Subscription::default() };
    let tags = tags.iter().filter(|tag| !tag.starts_with(['~', '!']));
    tags.for_each(|tag| source.put_in(folder(tag)));
    Entry::Source(source)
}

pub(super) fn is_address(word: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| word.starts_with(scheme))
}

fn query(search: &str, line: &str) -> Entry {
    let (name, expression) = search.split_once(':').unwrap_or((search, ""));
    match filter::translated(expression) {
        Some(query) => Entry::Search { name: sanitize::line(name), query },
        None => {
            Entry::Refused(sanitize::line(line), "this search has no counterpart: write it anew and save it")
        }
    }
}

/// Words between blanks; what stands in quotes is one, a backslash there takes the next character as it is.
pub(super) fn words(line: &str) -> Vec<String> {
    let (mut words, mut chars) = (Vec::new(), line.chars().peekable());
    while let Some(first) = chars.next() {
        if first.is_whitespace() {
            continue;
        }
        let quoted = first == '"';
        let mut word = if quoted { String::new() } else { first.to_string() };
        while let Some(c) = chars.next() {
            match c {
                '\\' if quoted => word.extend(chars.next()),
                '"' if quoted => break,
                c if !quoted && c.is_whitespace() => break,
                c => word.push(c),
            }
        }
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_becomes_what_it_is_or_says_why_not() {
        let text = "# my feeds\nhttps://e.example/feed \"~My \\\"title\\\"\" news \"other tag\" ! news\n\n\
            \"query:Unread:unread = \\\"yes\\\"\"\nexec:~/bin/feed\nfilter:~/bin/f:https://e.example/x\nfile:///tmp/feed.xml\n";
        let found = read(text);
        let lines: Vec<usize> = found.iter().map(|listed| listed.line).collect();
        assert_eq!(lines, [2, 4, 5, 6, 7]);
        let source = Subscription {
            address: "https://e.example/feed".into(),
            title: "My \"title\"".into(),
            folders: vec!["news".into(), "other tag".into()],
            is_page: false,
        };
        assert_eq!(found[0].what, Entry::Source(source));
        assert_eq!(found[1].what, Entry::Search { name: "Unread".into(), query: "is:unread".into() });
        assert!(found[2..].iter().all(|listed| matches!(listed.what, Entry::Refused(..))), "{found:?}");
    }
}
