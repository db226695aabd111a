//! Dates read out of text: written out, in digits, in a dozen languages. What is not sure is no date.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::Offset;

use crate::article::Moment;
use time::{kind, sign, word};
use tokens::{Kind, Token};

mod order;
mod stamp;
mod time;
mod tokens;
mod words;

pub(crate) use order::{Order, Votes};
pub(crate) use stamp::stamp;

/// A date in a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// Bytes of the line that it takes, weekday, time and zone included.
    pub(crate) range: Range<usize>,
    /// What it says.
    pub(crate) moment: Moment,
}

/// The moment that a text is, if it is nothing else: front matter, a mail header, an attribute.
pub(crate) fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(text) {
        return Some(Moment::Exact(zoned.datetime(), zoned.offset()));
    }
    match find(text, Order::Unknown).as_slice() {
        [found]
            if found.range.start == 0 && text[found.range.end..].trim_matches(['.', ')', ' ']).is_empty() =>
        {
            Some(found.moment)
        }
        _ => None,
    }
}

/// All dates of a line, from left to right.
pub(crate) fn find(line: &str, order: Order) -> Vec<Found> {
    let tokens = tokens::tokens(line);
    let mut found = Vec::new();
    // every form has a year; most lines have none, and comparing words with names of months is dear
    if !tokens.iter().any(|token| matches!(token.kind, Kind::Number(1800..2200, _))) {
        return found;
    }
    let mut at = 0;
    let mut free = 0;
    while at < tokens.len() {
        let Some((moment, next)) = moment(&tokens, at, order) else {
            at += 1;
            continue;
        };
        let start = tokens[weekday_before(&tokens, at, free)].start;
        found.push(Found { range: start..tokens[next - 1].end, moment });
        (at, free) = (next, next);
    }
    found
}

/// The date that begins at a token, with the time of day after or before it, and the token after both.
fn moment(tokens: &[Token], at: usize, order: Order) -> Option<(Moment, usize)> {
    let on = |date: Date, time, offset: Option<Offset>| match offset {
        None => Moment::Local(date.to_datetime(time)),
        Some(offset) => Moment::Exact(date.to_datetime(time), offset),
    };
    if let Some((date, next)) = date(tokens, at, order) {
        return Some(match time::after_date(tokens, next) {
            Some((time, offset, next)) => (on(date, time, offset), next),
            None => (Moment::Day(date), weekday_after(tokens, next)),
        });
    }
    let (time, offset, next) = time::before_date(tokens, at)?;
    let (date, next) = date(tokens, next, order)?;
    Some((on(date, time, offset), next))
}

/// The date that begins at a token, and the token after it.
fn date(tokens: &[Token], at: usize, order: Order) -> Option<(Date, usize)> {
    digits(tokens, at, order)
        .or_else(|| year_month_day_signs(tokens, at))
        .or_else(|| day_month_name(tokens, at))
        .or_else(|| month_name_day(tokens, at))
}

/// Three numbers with the same sign between them.
fn numbers(tokens: &[Token], at: usize) -> Option<([(u32, usize); 3], char)> {
    let number = |at: usize| match kind(tokens, at)? {
        Kind::Number(value, digits) => Some((*value, *digits)),
        _ => None,
    };
    let between = sign(tokens, at + 1).filter(|c| "-/.".contains(*c))?;
    let same = sign(tokens, at + 3) == Some(between);
    // "1. 2. 2024" has gaps, "version 1.2.2024.5" goes on
    let ends = sign(tokens, at + 5) != Some(between) || between == '.' && number(at + 6).is_none();
    (same && ends).then_some(([number(at)?, number(at + 2)?, number(at + 4)?], between))
}

/// 2024-03-04, 2024/3/4, 04.03.2024, 04/03/2024.
fn digits(tokens: &[Token], at: usize, order: Order) -> Option<(Date, usize)> {
    let (numbers, between) = numbers(tokens, at)?;
    let (year, month, day) = match (numbers, between) {
        ([(year, 4), (month, 1..=2), (day, 1..=2)], _) | ([(day, 1..=2), (month, 1..=2), (year, 4)], '.') => {
            (year, month, day)
        }
        ([(first, 1..=2), (second, 1..=2), (year, 4)], _) => {
            let day_first = match order {
                _ if first > 12 || first == second => true,
                _ if second > 12 => false,
                Order::DayFirst => true,
                Order::MonthFirst => false,
                Order::Unknown => return None,
            };
            if day_first { (year, second, first) } else { (year, first, second) }
        }
        _ => return None,
    };
    Some((civil(year, i8::try_from(month).ok()?, day)?, at + 5))
}

/// 2024年3月4日, 2024년 3월 4일.
fn year_month_day_signs(tokens: &[Token], at: usize) -> Option<(Date, usize)> {
    let part = |at: usize, signs: &str| match (kind(tokens, at)?, sign(tokens, at + 1)) {
        (Kind::Number(value, _), Some(c)) if signs.contains(c) => Some(*value),
        _ => None,
    };
    let (year, month, day) = (part(at, "年년")?, part(at + 2, "月월")?, part(at + 4, "日号號일")?);
    Some((civil(year, i8::try_from(month).ok()?, day)?, at + 6))
}

/// 4 March 2024, 4. März 2024, 4 de marzo de 2024, 1er mars 2024, 04-Mar-2024.
fn day_month_name(tokens: &[Token], at: usize) -> Option<(Date, usize)> {
    let Kind::Number(day, 1..=2) = kind(tokens, at)? else { return None };
    let at = inner(tokens, at + 1);
    let month = words::month(word(tokens, at)?)?;
    let at = inner(tokens, at + 1);
    let Kind::Number(year, 4) = kind(tokens, at)? else { return None };
    Some((civil(*year, month, *day)?, at + 1))
}

/// March 4, 2024; Mar. 4th 2024.
fn month_name_day(tokens: &[Token], at: usize) -> Option<(Date, usize)> {
    let month = words::month(word(tokens, at)?)?;
    let at = inner(tokens, at + 1);
    let Kind::Number(day, 1..=2) = kind(tokens, at)? else { return None };
    let at = inner(tokens, at + 1);
    let Kind::Number(year, 4) = kind(tokens, at)? else { return None };
    Some((civil(*year, month, *day)?, at + 1))
}

/// The token after "de", "of", "th", a full stop, a comma or a hyphen; at most two of them.
fn inner(tokens: &[Token], at: usize) -> usize {
    let passes = |at: usize| match kind(tokens, at) {
        Some(Kind::Sign(c)) => ".,-/،".contains(*c),
        Some(Kind::Word(word)) => words::stands_inside(word),
        _ => false,
    };
    (at..at + 2).find(|&at| !passes(at)).unwrap_or(at + 2)
}

/// Years of a page: printed news is older than the web, but a number below this is likelier something else.
fn civil(year: u32, month: i8, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1800..2200).contains(year))?;
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

/// The first token of the date, its weekday included.
fn weekday_before(tokens: &[Token], at: usize, free: usize) -> usize {
    let mut start = at;
    while start > free && matches!(sign(tokens, start - 1), Some(',' | '.' | '،')) {
        start -= 1;
    }
    if start > free && word(tokens, start - 1).is_some_and(words::is_weekday) { start - 1 } else { at }
}

/// The token after a weekday in brackets, as Japanese has it.
fn weekday_after(tokens: &[Token], at: usize) -> usize {
    let opens = matches!(sign(tokens, at), Some('(' | '（'));
    let closes = matches!(sign(tokens, at + 2), Some(')' | '）'));
    let is_day = sign(tokens, at + 1).is_some_and(|c| "月火水木金土日월화수목금토일".contains(c))
        || word(tokens, at + 1).is_some_and(words::is_weekday);
    if opens && is_day && closes { at + 3 } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, order: Order) -> Option<String> {
        find(text, order).first().map(|found| found.moment.to_string())
    }

    #[test]
    fn forms_of_many_languages() {
        for (text, want) in [
            ("2023-01-17| China", "2023-01-17"),
            ("2024-03-04T09:15:00+01:00", "2024-03-04T09:15:00+01:00"),
            ("2023-07-09T18:30:00Z", "2023-07-09T18:30:00Z"),
            ("Published: March 4, 2024 at 9:15 AM", "2024-03-04T09:15:00"),
            ("Mar. 4th, 2024, 12:05 pm ET", "2024-03-04T12:05:00"),
            ("4. März 2024, 09:15 Uhr", "2024-03-04T09:15:00"),
            ("Publié le 4 mars 2024 à 09h15", "2024-03-04T09:15:00"),
            ("le 1er août 2024", "2024-08-01"),
            ("4 de marzo de 2024", "2024-03-04"),
            ("4 maart 2024 om 9.15 uur", "2024-03-04T09:15:00"),
            ("Mon 4 Mar 2024 09.15 GMT", "2024-03-04T09:15:00"),
            ("2024年3月4日(月) 9:15", "2024-03-04T09:15:00"),
            ("2024年3月4日 下午3:05", "2024-03-04T15:05:00"),
            ("2024년 3월 4일", "2024-03-04"),
            ("٤ مارس ٢٠٢٤", "2024-03-04"),
            ("04.03.2024", "2024-03-04"),
            ("25/03/2024", "2024-03-25"),
            ("03/25/2024 - 09:15 h", "2024-03-25T09:15:00"),
            ("2022/11/03 by hkim", "2022-11-03"),
            ("Fri 6:45 PM, Feb 16, 2018", "2018-02-16T18:45:00"),
            ("01:38:07 PM IST Nov 20, 2019", "2019-11-20T13:38:07"),
            ("10:15 a.m. on Monday, 4 March 2024", "2024-03-04T10:15:00"),
            ("18:30 Uhr am 4. März 2024", "2024-03-04T18:30:00"),
        ] {
            assert_eq!(one(text, Order::Unknown).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_not_sure_is_no_date() {
        for text in
            ["04/03/2024", "3 days ago", "31 February 2024", "version 1.2.2024.5", "12 of 2024", "May 2024"]
        {
            assert_eq!(one(text, Order::Unknown), None, "{text}");
        }
        assert_eq!(one("04/03/2024", Order::DayFirst).as_deref(), Some("2024-03-04"));
        assert_eq!(one("04/03/2024", Order::MonthFirst).as_deref(), Some("2024-04-03"));
    }

    #[test]
    fn a_date_takes_its_weekday_and_zone_with_it() {
        let line = "on Tue, 5 Mar 2024 07.02 GMT | x";
        let found = find(line, Order::Unknown);
        assert_eq!(&line[found[0].range.clone()], "Tue, 5 Mar 2024 07.02 GMT");
        let line = "2024年3月4日(月)";
        assert_eq!(find(line, Order::Unknown)[0].range, 0..line.len());
    }

    #[test]
    fn two_dates_of_a_line_are_two() {
        let found = find("Publié le 4 mars 2024 à 09h15, mis à jour le 5 mars 2024 à 07h02", Order::Unknown);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].moment.to_string(), "2024-03-05T07:02:00");
    }

    #[test]
    fn a_whole_text_is_a_date_or_not() {
        assert_eq!(
            parse("Mon, 04 Mar 2024 09:15:00 +0100").unwrap().to_string(),
            "2024-03-04T09:15:00+01:00"
        );
        assert_eq!(parse("Mon, 04 Mar 2024 09:15:00 GMT").unwrap().to_string(), "2024-03-04T09:15:00Z");
        assert_eq!(parse("4 March 2024").unwrap().to_string(), "2024-03-04");
        assert_eq!(parse("2024-03-04 09:15").unwrap().to_string(), "2024-03-04T09:15:00");
        assert_eq!(parse("4 March 2024 in Rome"), None);
    }
}
