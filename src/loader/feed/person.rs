//! Who wrote it, as feeds say it.

use super::names::Spaces;
use super::rich::{Form, Rich};
use super::scan::{Scanner, Token, local};
use super::value::{Inner, inner};
use crate::sanitize::{NAME, NAMES};

/// The names that an element of a person holds: in elements of their own, or as text.
pub(super) fn read(element: Inner<'_>, spaces: &Spaces) -> Vec<String> {
    if !element.markup {
        return names(&element.whole().unwrap_or_default());
    }
    let mut tokens = Scanner::new(element.source);
    let (mut name, mut mail) = (None, None);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        let kept = match local(tag.name).to_ascii_lowercase().as_str() {
            "name" => &mut name,
            "email" => &mut mail,
            _ => continue,
        };
        let text = inner(&mut tokens, &tag, spaces, |_| true).whole();
        *kept = kept.take().or(text);
    }
    match name.or(mail) {
        Some(name) => names(&name),
        None => names(&Rich { text: element.characters().into_owned(), form: Form::Html }.line()),
    }
}

/// The names in a text: "a@e.example (Joy Lin)", "Joy Lin <a@e.example>", "By Joy Lin and Ben Ode".
pub(super) fn names(text: &str) -> Vec<String> {
    let text = text.chars().take(NAMES * NAME).collect();
    let text = Rich { text, form: Form::Guess }.line();
    split(&text).into_iter().map(without_mail).filter(|name| !name.is_empty()).collect()
}

fn split(text: &str) -> Vec<&str> {
    let ends = |text: &str| text.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    let text = if ends(text) { text[3..].trim() } else { text };
    if text.contains(';') {
        return text.split(';').collect();
    }
    let parts: Vec<&str> =
        text.split(", ").flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & ")).collect();
    let are_names = parts.iter().all(|part| part.trim().contains(' '));
    if parts.len() > 1 && are_names { parts } else { vec![text] }
}

/// A name without the address beside it; the address alone where there is no name.
fn without_mail(text: &str) -> String {
    let text = text.trim().trim_start_matches("mailto:");
    let is_mail = |part: &str| part.contains('@') && !part.trim().contains(' ');
    for (open, close) in [('(', ')'), ('<', '>')] {
        let Some((before, after)) = text.split_once(open) else { continue };
        let inside = after.trim_end().trim_end_matches(close);
        if is_mail(before) && !inside.trim().is_empty() {
            return inside.trim().to_owned();
        }
        if is_mail(inside) && !before.trim().is_empty() {
            return before.trim().trim_matches('"').to_owned();
        }
    }
    // "a@e.example Joy Lin"
    match text.split_once(' ') {
        Some((first, rest)) if is_mail(first) => rest.trim().to_owned(),
        _ => text.trim_matches(['"', '(', ')', '<', '>']).trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_before_an_address() {
        for (text, want) in [
            ("joy@e.example (Joy Lin)", "Joy Lin"),
            ("Joy Lin (joy@e.example)", "Joy Lin"),
            ("Joy Lin <joy@e.example>", "Joy Lin"),
            ("\"Joy Lin\" <joy@e.example>", "Joy Lin"),
            ("joy@e.example", "joy@e.example"),
            ("By Joy Lin", "Joy Lin"),
            ("Lin, Joy", "Lin, Joy"),
            ("Smith & Sons", "Smith & Sons"),
        ] {
            assert_eq!(names(text), [want], "{text}");
        }
        assert_eq!(names("Joy Lin, Ben Ode and Ada Mill"), ["Joy Lin", "Ben Ode", "Ada Mill"]);
        assert_eq!(names("Lin; Ode"), ["Lin", "Ode"]);
        assert!(names(" ").is_empty());
    }
}
