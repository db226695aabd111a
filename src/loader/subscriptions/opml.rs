//! OPML 1.0 to 2.0 (opml.org/spec2.opml), as readers write it: outlines in outlines.

use std::fmt::Write;

use super::{Entry, Listed, Subscription, folder};
use crate::loader::feed::scan::{Scanner, Tag, Token};
use crate::sanitize;

/// Bytes in which the root stands.
const HEAD: usize = 4 << 10;
/// Folders in folders; what is deeper stands in the last one.
const DEPTH: usize = 16;

pub(super) fn is_opml(text: &str) -> bool {
    let head: String = text.chars().take(HEAD).collect();
    head.to_ascii_lowercase().contains("<opml")
}

pub(super) fn read(text: &str) -> Vec<Listed> {
    let (mut found, mut open) = (Vec::new(), Vec::<String>::new());
    let (mut scanner, mut line, mut counted) = (Scanner::new(text), 1, 0);
    while let Some(token) = scanner.next() {
        line += text[counted..scanner.at].matches('\n').count();
        counted = scanner.at;
        match token {
            Token::Open(tag) if tag.name.eq_ignore_ascii_case("outline") => {
                found.extend(entry(&tag, &open).map(|what| Listed { line, what }));
                if !tag.empty {
                    open.push(tag.attribute("text").or(tag.attribute("title")).unwrap_or_default());
                }
            }
            Token::Close(name) if name.eq_ignore_ascii_case("outline") => drop(open.pop()),
            _ => {}
        }
    }
    found
}

/// What an outline names; nothing where it is a folder.
fn entry(tag: &Tag<'_>, open: &[String]) -> Option<Entry> {
    let is_page = tag.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("link"));
    let address = tag.attribute("xmlUrl").or_else(|| tag.attribute("url").filter(|_| is_page));
    let title = tag.attribute("title").or(tag.attribute("text")).unwrap_or_default();
    let title = sanitize::line(&title);
    let Some(address) = address else {
        return tag.empty.then_some(Entry::Refused(title, "it names no feed"));
    };
    let is_page = is_page && tag.attribute("xmlUrl").is_none();
    let mut source = Subscription { address, title, is_page, ..Subscription::default() };
    source.put_in(path(open.iter().map(String::as_str)));
    // "a string of comma-separated slash-delimited category strings"
    let categories = tag.attribute("category").unwrap_or_default();
    categories.split(',').for_each(|category| source.put_in(path(category.split('/'))));
    Some(Entry::Source(source))
}

/// Folders in folders as one.
fn path<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(folder).filter(|name| !name.is_empty()).take(DEPTH).collect();
    names.join("/")
}

/// An OPML file of these. What stands in several folders is written in each of them, as other readers do it.
pub fn write(sources: &[Subscription]) -> String {
    let mut placed: Vec<(&str, &Subscription)> = Vec::new();
    for source in sources {
        let top = source.folders.is_empty().then_some("");
        placed.extend(source.folders.iter().map(String::as_str).chain(top).map(|folder| (folder, source)));
    }
    placed.sort_by_key(|(folder, _)| *folder);
    written(&placed)
}

/// Sources in their folders, sorted by these.
fn written(placed: &[(&str, &Subscription)]) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    \
                    <title>Courant</title>\n  </head>\n  <body>\n"
        .to_owned();
    let mut open: Vec<&str> = Vec::new();
    for (folder, source) in placed {
        let wanted: Vec<&str> = folder.split_terminator('/').collect();
        let shared = open.iter().zip(&wanted).take_while(|(one, other)| one == other).count();
        close(&mut text, &mut open, shared);
        for name in &wanted[shared..] {
            let _ = writeln!(text, "{}<outline text=\"{}\">", indent(open.len()), escaped(name));
            open.push(name);
        }
        let (title, address) = (escaped(&source.title), escaped(&source.address));
        let (kind, attribute) = if source.is_page { ("link", "url") } else { ("rss", "xmlUrl") };
        let _ = writeln!(
            text,
            "{}<outline type=\"{kind}\" text=\"{title}\" title=\"{title}\" {attribute}=\"{address}\"/>",
            indent(open.len())
        );
    }
    close(&mut text, &mut open, 0);
    text + "  </body>\n</opml>\n"
}

fn close(text: &mut String, open: &mut Vec<&str>, left: usize) {
    while open.len() > left {
        open.pop();
        let _ = writeln!(text, "{}</outline>", indent(open.len()));
    }
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth + 2)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> Vec<Subscription> {
        let source = |listed: Listed| match listed.what {
            Entry::Source(source) => Some(source),
            _ => None,
        };
        read(text).into_iter().filter_map(source).collect()
    }

    #[test]
    fn outlines_in_outlines_become_folders() {
        let text = "<?xml version='1.0'?>\n<opml version='1.0'><body>\n\
            <outline text='News'>\n <outline text=\"A/B\"><outline text='t' title='One &amp; all' xmlUrl='https://e.example/1?a&amp;b'/></outline>\n\
            <OUTLINE TEXT='Two' XMLURL='https://e.example/2' Category='/Talk/ Far ,News,,/'/></outline>\n\
            <outline text='Three' xmlUrl='https://e.example/3'></outline><outline text='A note'/>";
        let found: Vec<_> = sources(text)
            .into_iter()
            .map(|source| (source.address, source.title, source.folders.join(" + ")))
            .collect();
        let expected = [
            ("https://e.example/1?a&b", "One & all", "News/A\u{2215}B"),
            ("https://e.example/2", "Two", "News + Talk/Far"),
            ("https://e.example/3", "Three", ""),
        ];
        assert_eq!(
            found,
            expected.map(|(address, title, folder)| (address.into(), title.into(), folder.into()))
        );
        let last = read(text).pop().unwrap();
        assert_eq!((last.line, last.what), (6, Entry::Refused("A note".into(), "it names no feed")));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let source = |folders: &[&str], address: &str, is_page| Subscription {
            address: address.into(),
            title: "\"A\" <b> & c".into(),
            folders: folders.iter().map(|folder| (*folder).to_owned()).collect(),
            is_page,
        };
        let (top, first) = ("https://e.example/?a=1&b=2", "https://e.example/1");
        let written = write(&[
            source(&["News/World", "Talk/World"], first, true),
            source(&[], top, false),
            source(&["News"], "https://e.example/2", false),
        ]);
        let found = [
            source(&[], top, false),
            source(&["News"], "https://e.example/2", false),
            source(&["News/World"], first, true),
            source(&["Talk/World"], first, true),
        ];
        assert_eq!(sources(&written), found);
    }
}
