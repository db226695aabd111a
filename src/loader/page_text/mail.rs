//! A mail saved as text: header lines, a blank line, the message.

use super::names;
use crate::article::Article;
use crate::loader::dates;

/// The headers of a mail put into the article, and the message; `None` where the text is no mail.
pub(super) fn read<'t>(text: &'t str, article: &mut Article) -> Option<&'t str> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut message = text;
    let (mut subject, mut from, mut date) = (None, None, None);
    while let Some((line, rest)) = message.split_once('\n').filter(|(line, _)| !line.trim().is_empty()) {
        let Some((key, value)) = line.split_once(':').filter(|(key, _)| is_key(key)) else {
            // a folded header goes on in the next line
            if line.starts_with([' ', '\t']) && message.len() < text.len() {
                message = rest;
                continue;
            }
            return None;
        };
        match key.to_ascii_lowercase().as_str() {
            "subject" => subject = Some(crate::sanitize::line(value)),
            "from" => from = Some(crate::sanitize::line(value)),
            "date" => date = dates::parse(value),
            _ => {}
        }
        message = rest;
    }
    article.title = subject.filter(|subject| !subject.is_empty())?;
    let from = from?;
    article.authors = sender(&from).into_iter().collect();
    article.published = date;
    // what follows the signature mark is not the message (RFC 3676, 4.3)
    Some(
        message
            .split_once("\n-- \n")
            .or_else(|| message.split_once("\n-- \r\n"))
            .map_or(message, |(message, _)| message),
    )
}

/// Header names have no spaces, so that a first line like "Note: …" of another text needs a "From:" beside it.
fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The name in `Name <address>`.
fn sender(from: &str) -> Option<String> {
    let name = from.split_once('<').map_or(from, |(name, _)| name).trim().trim_matches('"').trim();
    (names::is_name(name) && !name.contains('@')).then(|| name.to_owned())
}
