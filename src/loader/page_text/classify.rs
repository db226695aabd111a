//! The grammar of single lines: what can this line be? Read the table from the top; the first that fits counts.

use super::dateline;
use super::lexicon::{self, Says};
use super::line::{Kind, Line, SHORT};
use super::names;
use crate::article::LinkRole;
use crate::loader::dates::Order;
use crate::loader::labels::Labels;
use crate::loader::scripts;

/// What the page as a whole says, which single lines need.
pub(in crate::loader) struct Context<'a> {
    pub(in crate::loader) order: Order,
    pub(in crate::loader) labels: &'a Labels,
}

type Rule = fn(&str, &Context<'_>) -> Option<Kind>;

/// Rules for short lines. Items come late: "4. März 2024" is a date.
const TABLE: &[Rule] = &[
    caption, rights, section, inline, tags, filed, furniture, date, ago, minutes, comments, byline, credit,
    menu, item, quote, hint,
];

/// Words of the longest line that opens a list or a box by its first words.
const OPENING: usize = 7;

/// Rules for lines that are too long for anything else.
const LONG: &[Rule] = &[item, quote];

/// What the line is, as far as it alone can say.
pub(in crate::loader) fn kind(line: &Line<'_>, context: &Context<'_>) -> Kind {
    let rules = if line.text.len() <= SHORT { TABLE } else { LONG };
    rules.iter().find_map(|rule| rule(&line.text, context)).unwrap_or(Kind::Text)
}

fn item(text: &str, _: &Context<'_>) -> Option<Kind> {
    let bullet = text.strip_prefix(['•', '‣', '◦', '▪', '●', '■', '*']).or_else(|| text.strip_prefix("- "));
    let numbered = || {
        let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|digits| (1..=2).contains(digits))?;
        text[digits..].strip_prefix(['.', ')']).filter(|rest| rest.starts_with(' '))
    };
    let (ordered, rest) = bullet.map(|rest| (false, rest)).or_else(|| numbered().map(|rest| (true, rest)))?;
    let text = rest.trim_start();
    // a second asterisk is a footnote or a rule, not a list
    let holds = text.starts_with(|c: char| c.is_alphanumeric() || "“\"'‘«「(".contains(c));
    holds.then(|| Kind::Item { ordered, text: text.to_owned() })
}

fn quote(text: &str, _: &Context<'_>) -> Option<Kind> {
    let words = text.strip_prefix("> ")?.trim_start_matches(['>', ' ']);
    (!words.is_empty()).then(|| Kind::Quote(words.to_owned()))
}

fn caption(text: &str, _: &Context<'_>) -> Option<Kind> {
    lexicon::after(text, Says::Caption).filter(|rest| !rest.is_empty()).map(|_| Kind::Caption)
}

fn rights(text: &str, _: &Context<'_>) -> Option<Kind> {
    let owns = text.contains('©')
        || lexicon::after(text, Says::Rights).is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit()))
        || lexicon::within(&lexicon::fold(text), Says::Rights);
    owns.then_some(Kind::Rights)
}

fn section(text: &str, _: &Context<'_>) -> Option<Kind> {
    let kind = |says: &Says| match says {
        Says::Header(role) => Some(Kind::Header(*role)),
        Says::Box => Some(Kind::Box),
        Says::Contents => Some(Kind::Contents),
        _ => None,
    };
    lexicon::whole(text).iter().find_map(kind).or_else(|| opening(text))
}

/// "More from the harbour desk", "About Joy Lin".
fn opening(text: &str) -> Option<Kind> {
    let short = scripts::words(text) <= OPENING && !text.ends_with(['.', ':', '?', '!', ',']);
    let roles = [LinkRole::Related, LinkRole::Latest, LinkRole::Popular];
    let lists = || roles.into_iter().find(|role| lexicon::after(text, Says::Header(*role)).is_some());
    let about =
        || lexicon::after(text, Says::About).is_some_and(|name| !name.is_empty() && names::is_name(name));
    if !short {
        None
    } else if lexicon::after(text, Says::Box).is_some() || about() {
        Some(Kind::Box)
    } else {
        lists().map(Kind::Header)
    }
}

/// "Read more: …" is a link, "Read more:" alone opens a list of them.
fn inline(text: &str, _: &Context<'_>) -> Option<Kind> {
    match lexicon::after(text, Says::Inline)? {
        "" => Some(Kind::Header(LinkRole::Related)),
        title => Some(Kind::Inline(title.to_owned())),
    }
}

fn tags(text: &str, _: &Context<'_>) -> Option<Kind> {
    let tags = lexicon::after(text, Says::Tags)?;
    let tags = tags.split([',', '，', '、', '،', ';', '；', '|', '·', '•', '#']).map(str::trim);
    Some(Kind::Tags(tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()))
}

fn filed(text: &str, _: &Context<'_>) -> Option<Kind> {
    let labels = lexicon::after(text, Says::Filed)?;
    (!labels.is_empty() && scripts::words(labels) <= 12).then(|| Kind::Filed(labels.to_owned()))
}

fn furniture(text: &str, _: &Context<'_>) -> Option<Kind> {
    let starts = |says| lexicon::after(text, says).is_some() && scripts::words(text) <= 6;
    if lexicon::is(text, Says::Share) || starts(Says::Share) || is_counter(text) {
        return Some(Kind::Share);
    }
    let every = || text.split(['|', '·', '•']).all(|piece| lexicon::is(piece, Says::Furniture));
    let wordless =
        !text.contains(char::is_alphabetic) && text.chars().filter(char::is_ascii_digit).count() < 4;
    let is_furniture = wordless || every() || starts(Says::Furniture);
    is_furniture.then_some(Kind::Furniture)
}

/// "156 SHARES", "2k views".
fn is_counter(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".,+ ".contains(c));
    unit.len() < text.len() && lexicon::is(unit, Says::Counter)
}

fn date(text: &str, context: &Context<'_>) -> Option<Kind> {
    dateline::read(text, context).map(Kind::Date)
}

fn ago(text: &str, _: &Context<'_>) -> Option<Kind> {
    let folded = lexicon::fold(text);
    let says = lexicon::within(&folded, Says::Ago) || lexicon::after(text, Says::Ago).is_some();
    let counts = text.contains(|c: char| c.is_numeric()) || scripts::words(text) <= 1;
    (says && counts && scripts::words(text) <= 5 && text.len() < 60).then_some(Kind::Ago)
}

fn minutes(text: &str, _: &Context<'_>) -> Option<Kind> {
    minutes_in(text).map(Kind::Minutes)
}

/// Minutes to read that a short text states.
pub(super) fn minutes_in(text: &str) -> Option<u32> {
    let short = scripts::words(text) <= 8;
    let says = short && lexicon::within(&text.to_lowercase(), Says::Minutes);
    says.then(|| number(text)).flatten().filter(|minutes| (1..1000).contains(minutes))
}

/// "12 comments", "Comentarios (5)", "3条评论".
fn comments(text: &str, _: &Context<'_>) -> Option<Kind> {
    let count = number(text)?;
    let unit = text.trim_matches(|c: char| c.is_ascii_digit() || " ().,（）:：".contains(c));
    lexicon::is(unit, Says::Comments).then_some(Kind::Comments(count))
}

/// The only number of a text.
fn number(text: &str) -> Option<u32> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let only = numbers.next().filter(|_| numbers.next().is_none())?;
    only.parse().ok()
}

fn byline(text: &str, context: &Context<'_>) -> Option<Kind> {
    names::byline(text, context.labels).map(Kind::Byline)
}

fn credit(text: &str, _: &Context<'_>) -> Option<Kind> {
    lexicon::after(text, Says::Credit).filter(|rest| scripts::words(rest) <= 6).map(|_| Kind::Credit)
}

fn menu(text: &str, _: &Context<'_>) -> Option<Kind> {
    lexicon::is(text, Says::Menu).then_some(Kind::Menu)
}

fn hint(text: &str, _: &Context<'_>) -> Option<Kind> {
    lexicon::within(&lexicon::fold(text), Says::Hint).then_some(Kind::Hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Kind {
        let context = Context { order: Order::Unknown, labels: &Labels::default() };
        kind(&Line::new(text, text.into(), true), &context)
    }

    #[test]
    fn lines_say_what_they_are() {
        let furniture =
            ["Scroll to Top", "0", "* * *", "Impressum | Datenschutz | AGB", "Powered by WordPress"];
        for text in furniture {
            assert_eq!(of(text), Kind::Furniture, "{text}");
        }
        let share = ["Share To", "Share on Facebook", "156 SHARES", "2k VIEWS", "分享到:"];
        for text in share {
            assert_eq!(of(text), Kind::Share, "{text}");
        }
        let ago = ["3 days ago", "Yesterday", "hace 3 días", "3天前"];
        for text in ago {
            assert_eq!(of(text), Kind::Ago, "{text}");
        }
        assert_eq!(of("LATEST"), Kind::Header(LinkRole::Latest));
        assert_eq!(of("EVENT"), Kind::Header(LinkRole::Event));
        assert_eq!(of("Read more:"), Kind::Header(LinkRole::Related));
        assert_eq!(of("Lesezeit: 3 Min."), Kind::Minutes(3));
        assert_eq!(of("Comentarios (5)"), Kind::Comments(5));
        assert_eq!(of("关键词：港口、疏浚"), Kind::Tags(vec!["港口".into(), "疏浚".into()]));
        assert_eq!(of("1. Survey it."), Kind::Item { ordered: true, text: "Survey it.".into() });
    }

    #[test]
    fn sentences_stay_text() {
        for text in [
            "Share prices fell.",
            "By the sea, nobody waits for the tide to turn.",
            "Von Europa nach Asien",
            "2024 was a good year for the harbour.",
            "The events of 4 March 2024 changed the harbour for good.",
            "1.5 million people saw it.",
        ] {
            assert_eq!(of(text), Kind::Text, "{text}");
        }
    }
}
