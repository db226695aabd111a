//! Words that give a line away, by language: all that the grammar of page dumps knows of the world.
//! A new language, or a new habit of pages, is a new row.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::article::LinkRole;
use crate::loader::scripts::is_wide;

mod rows;

/// What a phrase says about its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Says {
    /// Buttons to share, print, save.
    Share,
    /// Menus, logins, cookies, newsletters, advertisements, legal pages.
    Furniture,
    /// The same inside a sentence, so only believed beside other furniture.
    Hint,
    /// An entry of a menu that could be taken for the name of a site.
    Menu,
    /// A list of links follows.
    Header(LinkRole),
    /// Something follows that is no part of the article: an author box, comments.
    Box,
    /// A name follows, then what its bearer is: an author or a firm.
    About,
    /// The subheads follow.
    Contents,
    /// "Related Article: …".
    Inline,
    /// An author follows.
    By,
    /// Says who holds an office: no name.
    Office,
    /// A source or an editor follows.
    Credit,
    /// The date beside it is when it was published.
    Published,
    /// The date beside it is when it was last changed.
    Updated,
    /// A time counted back from now.
    Ago,
    /// The number beside it counts minutes to read.
    Minutes,
    /// The number beside it counts comments.
    Comments,
    /// The number beside it counts shares or views.
    Counter,
    /// Tags follow.
    Tags,
    /// Categories follow.
    Filed,
    /// Words about a picture follow.
    Caption,
    /// A copyright line.
    Rights,
}

/// Where in a line a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum At {
    /// It is the whole line.
    Whole,
    /// The line begins with it.
    Start,
    /// The line begins with it and a colon or slash.
    Key,
    /// Anywhere in a short line.
    Within,
}

/// Phrases of one language that say one thing, separated by `|`, in lower case.
struct Row(Says, At, &'static str, &'static str);

/// Signs after a key; the first two also after any phrase.
const KEY_SIGNS: [char; 6] = [':', '：', '/', '／', '|', '｜'];

struct Lexicon {
    whole: HashMap<&'static str, Vec<Says>>,
    /// By first character, so that a line is compared with few phrases.
    start: HashMap<char, Vec<(&'static str, At, Says)>>,
    within: Vec<(&'static str, Says)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon { whole: HashMap::new(), start: HashMap::new(), within: Vec::new() };
    for Row(says, at, _, phrases) in rows::ROWS {
        for phrase in phrases.split('|') {
            match at {
                At::Whole => lexicon.whole.entry(phrase).or_default().push(*says),
                At::Within => lexicon.within.push((phrase, *says)),
                At::Start | At::Key => {
                    let first = phrase.chars().next().unwrap_or_default();
                    lexicon.start.entry(first).or_default().push((phrase, *at, *says));
                }
            }
        }
    }
    for phrases in lexicon.start.values_mut() {
        phrases.sort_by_key(|(phrase, ..)| std::cmp::Reverse(phrase.len()));
    }
    lexicon
});

/// Lower case, straight quotes, without the signs that pages hang on their labels.
pub(crate) fn fold(text: &str) -> String {
    let text = text.trim_matches(|c: char| " :：…!»›>→▸▾·•|-–—".contains(c));
    text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}

/// What the line says if a phrase is all of it.
pub(crate) fn whole(line: &str) -> &'static [Says] {
    LEXICON.whole.get(fold(line).as_str()).map_or(&[], Vec::as_slice)
}

/// Whether a phrase of this kind is all of the line.
pub(crate) fn is(line: &str, says: Says) -> bool {
    whole(line).contains(&says)
}

/// What follows a phrase of this kind at the start of a line; the longest phrase counts.
pub(crate) fn after(line: &str, wanted: Says) -> Option<&str> {
    let first = line.chars().next()?.to_lowercase().next()?;
    let phrases = LEXICON.start.get(&first)?.iter().filter(|(_, _, says)| *says == wanted);
    phrases.into_iter().find_map(|(phrase, at, _)| rest(line, phrase, *at))
}

/// The same for phrases that begin nothing else: a key with its colon, or several words. "By" begins many a sentence.
pub(crate) fn after_sure(line: &str, wanted: Says) -> Option<&str> {
    let first = line.chars().next()?.to_lowercase().next()?;
    let phrases = LEXICON.start.get(&first)?.iter().filter(|(_, _, says)| *says == wanted);
    let mut sure = phrases.filter(|(phrase, at, _)| *at == At::Key || phrase.contains(' '));
    sure.find_map(|(phrase, at, _)| rest(line, phrase, *at))
}

/// The line after a phrase that it begins with, if a word ends there.
fn rest<'a>(line: &'a str, phrase: &str, at: At) -> Option<&'a str> {
    let cut = strip(line, phrase)?;
    let after = cut.trim_start();
    let signs: &[char] = if at == At::Key { &KEY_SIGNS } else { &KEY_SIGNS[..2] };
    let is_key = after.starts_with(signs);
    let is_word =
        at == At::Start && (after.is_empty() || after.len() < cut.len() || phrase.ends_with(is_wide));
    (is_key || is_word).then(|| after.trim_start_matches(signs).trim_start())
}

/// The language of the phrases in a line, where they are of one.
pub(super) fn language(line: &str) -> Option<&'static str> {
    let folded = fold(line);
    let speaks = |Row(_, at, _, phrases): &&Row| {
        phrases.split('|').any(|phrase| match at {
            At::Whole => folded == phrase,
            At::Within => folded.contains(phrase),
            At::Start | At::Key => rest(line, phrase, *at).is_some(),
        })
    };
    let mut languages = rows::ROWS.iter().filter(speaks).map(|Row(_, _, language, _)| *language);
    let first = languages.next()?;
    (!first.is_empty() && languages.all(|other| other == first)).then_some(first)
}

/// Whether a phrase of this kind stands anywhere in a line, which is already folded.
pub(crate) fn within(folded: &str, wanted: Says) -> bool {
    LEXICON.within.iter().any(|(phrase, says)| *says == wanted && folded.contains(phrase))
}

/// The line after a phrase in lower case; case and the form of the apostrophe do not count.
fn strip<'a>(line: &'a str, phrase: &str) -> Option<&'a str> {
    let mut rest = line.chars();
    for wanted in phrase.chars() {
        let c = rest.next()?;
        let same =
            c == wanted || c.to_lowercase().eq(std::iter::once(wanted)) || (c == '’' && wanted == '\'');
        if !same {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_in_the_form_they_are_compared_in() {
        for Row(_, at, _, phrases) in rows::ROWS {
            for phrase in phrases.split('|') {
                let folded = if *at == At::Whole { fold(phrase) } else { phrase.to_lowercase() };
                assert_eq!(folded, phrase);
                assert!(!phrase.trim().is_empty());
            }
        }
    }

    #[test]
    fn a_phrase_ends_at_a_word_or_colon() {
        assert_eq!(after("By Joy Lin", Says::By), Some("Joy Lin"));
        assert_eq!(after("Bypass opened", Says::By), None);
        assert_eq!(after_sure("By Joy Lin", Says::By), None);
        assert_eq!(after_sure("Written by Joy Lin", Says::By), Some("Joy Lin"));
        assert_eq!(after_sure("Author: Joy Lin", Says::By), Some("Joy Lin"));
        assert_eq!(after("作者：林小芸", Says::By), Some("林小芸"));
        assert_eq!(after("文化的力量", Says::By), None);
        assert_eq!(after("À lire aussi : Le port", Says::Inline), Some("Le port"));
        assert!(is("You may also like:", Says::Header(LinkRole::Related)));
    }
}
