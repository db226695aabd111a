//! Names of authors as pages have them → names of people.

use super::title::names_site;
use crate::loader::page_text::{lexicon, names};

/// What stands in the place of a name where a system knows none.
const NOBODY: &str = "admin|administrator|author|editor|editors|editorial|editorial team|editorial staff|staff|staff writer|\
staff report|staff reporter|guest|guest author|guest contributor|contributor|contributors|anonymous|unknown|webmaster|root|\
team|the editors|news desk|newsroom|redaktion|rédaction|la rédaction|redacción|redazione|redactie|user|none|null|undefined|n/a|default|website";
/// Words before a name that are not in the lexicon, since a line of text may begin with them.
const BEFORE: [&str; 6] =
    ["posts by ", "view all posts by ", "more by ", "articles by ", "reviewed by ", "author "];
/// Signs behind which a name goes on as something else.
const CUTS: [char; 6] = ['|', '•', '·', '–', '—', '\n'];
/// Characters of the longest name.
const LONGEST: usize = 60;

/// The outlet, whose name is no author's.
pub(super) struct Outlet<'a> {
    site: Option<&'a str>,
    url: Option<&'a str>,
}

impl<'a> Outlet<'a> {
    pub(super) fn new(site: Option<&'a str>, url: Option<&'a str>) -> Self {
        Self { site, url }
    }

    fn is(&self, name: &str) -> bool {
        names_site(name, self.site, self.url)
    }
}

/// The people among these; the name of the outlet, where it is given, is none.
pub(super) fn clean(raw: &[String], outlet: Option<&Outlet<'_>>) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for text in raw {
        for name in split(text) {
            let known = people.iter().any(|other| other.eq_ignore_ascii_case(&name));
            if !known && is_person(&name) && !outlet.is_some_and(|outlet| outlet.is(&name)) {
                people.push(name);
            }
        }
    }
    people
}

/// The names in one text.
fn split(text: &str) -> Vec<String> {
    let mut text = text.trim();
    while let Some(rest) = lexicon::after(text, lexicon::Says::By).or_else(|| after_other(text)) {
        if rest.is_empty() || rest.len() >= text.len() {
            break;
        }
        text = rest;
    }
    let text = without_brackets(text.split(CUTS).next().unwrap_or(text)).trim();
    if let Some(names) =
        names::names(text).filter(|names| names.iter().all(|name| name.contains(' ') || names.len() == 1))
    {
        return names.into_iter().filter(|name| !is_title(name)).collect();
    }
    // "Munoz, Doris, MD": a list in which not everything is a name stays one, less what follows it
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let kept = parts.iter().take_while(|part| !is_title(part)).copied().collect::<Vec<_>>().join(", ");
    vec![kept]
}

/// "Joy Lin (Ports)" without what is in brackets; "Joy (J.T.) Lin" goes on behind them and is one name.
fn without_brackets(text: &str) -> &str {
    let Some(open) = text.find('(') else { return text };
    let goes_on = text.rfind(')').is_some_and(|close| text[close..].contains(char::is_alphabetic));
    if open > 0 && goes_on { text } else { &text[..open] }
}

fn after_other(text: &str) -> Option<&str> {
    BEFORE.iter().find_map(|before| {
        let start = text.get(..before.len())?;
        start.eq_ignore_ascii_case(before).then(|| text[before.len()..].trim_start())
    })
}

/// "MD", "Ph.D.", "RDN".
fn is_title(part: &str) -> bool {
    let letters: Vec<char> = part.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    !part.contains(' ') && (1..=6).contains(&letters.len()) && capitals >= 2 && capitals + 1 >= letters.len()
}

/// Whether it may be the name of a person: no address, no handle, nothing that stands for nobody.
fn is_person(name: &str) -> bool {
    let folded = name.to_lowercase();
    let is_address = folded.contains("://")
        || folded.contains("www.")
        || name.contains(['@', '/', '{', '<', '='])
        || [".com", ".org", ".net"].iter().any(|end| folded.ends_with(end));
    let nobody = NOBODY.split('|').any(|nobody| nobody == folded);
    let length = name.chars().count();
    // "the Creative Commons licence"
    let begins_small = name.contains(' ') && name.split(' ').all(|word| word.starts_with(char::is_lowercase))
        || name.starts_with("the ");
    // "Posted on", "Menu"
    let named = name.chars().any(char::is_alphabetic) && lexicon::whole(name).is_empty();
    named
        && !begins_small
        && !is_address
        && !nobody
        && (2..=LONGEST).contains(&length)
        && name.split_whitespace().count() <= 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(raw: &str) -> String {
        let outlet = Outlet::new(Some("The Harbour Wire"), Some("https://harbourwire.example/a"));
        clean(&[raw.to_owned()], Some(&outlet)).join("+")
    }

    #[test]
    fn names_are_freed_of_what_stands_around_them() {
        assert_eq!(of("By Joy Lin and Tom Brandt"), "Joy Lin+Tom Brandt");
        assert_eq!(of("Posted by Joy Lin | Ports"), "Joy Lin");
        assert_eq!(of("Von Jens Petersen"), "Jens Petersen");
        assert_eq!(of("Joy Lin, MD, FRCP"), "Joy Lin");
        assert_eq!(of("Lin, Joy T."), "Lin, Joy T.");
        assert_eq!(of("Joy Lin (Ports desk)"), "Joy Lin");
        assert_eq!(of("Joy (J.T.) Lin"), "Joy (J.T.) Lin");
        assert_eq!(of("harbourfan99"), "harbourfan99");
    }

    #[test]
    fn what_is_nobody_is_dropped() {
        for raw in [
            "admin",
            "By Staff Writer",
            "https://e.example/joy",
            "joy@e.example",
            "The Harbour Wire",
            "Posted on",
            "",
        ] {
            assert_eq!(of(raw), "", "{raw}");
        }
    }
}
