//! What stands below the text: lists of links, tags, comments, the copyright line.

use super::categories;
use super::line::{Kind, Line};
use super::links;
use crate::article::Article;
use crate::loader::dates::Order;
use crate::loader::labels::Labels;
use crate::loader::scripts::is_wide;

/// Reads the foot into the article; whether a category was guessed.
pub(super) fn read(lines: &[Line<'_>], order: Order, labels: &Labels, article: &mut Article) -> bool {
    let mut glued = false;
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        match &line.kind {
            Kind::Header(role) => at += links::list(&lines[at + 1..], *role, order, &mut article.links),
            Kind::Tags(tags) => super::add_new(&mut article.keywords, tags.clone()),
            Kind::Filed(list) => {
                let (names, guessed) = categories::split(list, labels);
                glued |= guessed;
                super::add_new(&mut article.categories, names);
            }
            Kind::Comments(count) => article.comment_count = article.comment_count.or(Some(*count)),
            Kind::Rights if article.copyright.is_none() => rights(&line.text, article),
            Kind::Byline(names) if article.authors.is_empty() && is_full(names) => {
                article.authors.clone_from(names);
            }
            _ => {}
        }
        at += 1;
    }
    glued
}

/// Whether a name has a first and a last part, or is of a script that has no spaces: below the text, a word alone
/// after "by" is as likely who made a part of the page.
fn is_full(names: &[String]) -> bool {
    names.iter().all(|name| name.contains(' ') || name.contains(is_wide))
}

fn rights(text: &str, article: &mut Article) {
    article.copyright = Some(text.to_owned());
    article.site_host = host(text);
    super::add_new(&mut article.contact, mail_addresses(text));
}

/// The first host name of a text. "U.S." and "Co.Ltd" are none: a host is written in lower case.
pub(super) fn host(text: &str) -> Option<String> {
    pieces(text).find(|piece| is_host(piece)).map(str::to_owned)
}

fn mail_addresses(text: &str) -> Vec<String> {
    let is_mail =
        |piece: &&str| piece.split_once('@').is_some_and(|(name, host)| !name.is_empty() && is_host(host));
    pieces(text).filter(is_mail).map(str::to_owned).collect()
}

/// The words of a text without the punctuation around them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c.is_whitespace() || "/:,;|()<>（）：，©".contains(c));
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
}

fn is_host(piece: &str) -> bool {
    let labels: Vec<&str> = piece.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let top = labels.last().is_some_and(|top| top.len() >= 2 && top.chars().all(|c| c.is_ascii_lowercase()));
    labels.len() >= 2 && top && labels.iter().all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_mail_addresses_are_found() {
        let text = "©www.x-online.example All rights reserved. Write: a.b@c.example";
        assert_eq!(host(text).as_deref(), Some("www.x-online.example"));
        assert_eq!(mail_addresses(text), ["a.b@c.example"]);
        assert_eq!(host("© 2024 U.S. Media Co.Ltd e.g."), None);
    }
}
