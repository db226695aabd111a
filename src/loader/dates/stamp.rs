//! The date that a whole field is, as feeds write it: what is left out is filled in by what such fields always mean.

use jiff::civil::Date;
use jiff::tz::Offset;

use super::time::{kind, sign, word};
use super::tokens::{Kind, Token, tokens};
use super::{civil, time, words};
use crate::article::Moment;

/// Names of time zones that mean one offset, in minutes; the older ones are RFC 822's.
const ZONES: &[(&str, i32)] = &[
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("west", 60),
    ("cet", 60),
    ("met", 60),
    ("mez", 60),
    ("cest", 120),
    ("mest", 120),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("jst", 540),
    ("kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("at", -240),
    ("adt", -180),
    ("et", -300),
    ("est", -300),
    ("edt", -240),
    ("ct", -360),
    ("cst", -360),
    ("cdt", -300),
    ("mt", -420),
    ("mst", -420),
    ("mdt", -360),
    ("pt", -480),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
];

/// The moment that a date field of a feed says. Of a year or month alone it is the first day.
pub(crate) fn stamp(text: &str) -> Option<Moment> {
    let text = text.trim();
    let said = super::parse(text);
    let tokens = tokens(text);
    // RFC 2822 takes every name of a zone that it does not know for UTC
    let names_zone = matches!(tokens.last()?, Token { kind: Kind::Word(word), .. } if word != "z");
    if matches!(said, Some(Moment::Exact(..))) && !names_zone {
        return said;
    }
    loose(&tokens).or(said).or_else(|| compact(text)).or_else(|| beginning(&tokens))
}

/// A date with the name of a month, or in digits, with a time and a zone in any place.
fn loose(tokens: &[Token]) -> Option<Moment> {
    let date = named(tokens).or_else(|| (0..tokens.len()).find_map(|at| year_first(tokens, at)))?;
    let found = (0..tokens.len()).find_map(|at| time::time(tokens, at));
    let Some((time, offset, end)) = found else { return Some(Moment::Day(date)) };
    let moment = date.to_datetime(time);
    let behind = tokens.get(end.saturating_sub(1)..).unwrap_or_default();
    let offset =
        offset.or_else(|| zone(behind)).or_else(|| (0..tokens.len()).find_map(|at| digits(tokens, at)));
    Some(offset.map_or(Moment::Local(moment), |offset| Moment::Exact(moment, offset)))
}

/// 1 Jan 04, Jan 1 2004, Sun Jan 4 16:29:06 2004.
fn named(tokens: &[Token]) -> Option<Date> {
    let at = (0..tokens.len()).find(|&at| word(tokens, at).and_then(words::month).is_some())?;
    let month = words::month(word(tokens, at)?)?;
    let number = |token: &Token| match token.kind {
        Kind::Number(value, digits) => Some((value, digits)),
        _ => None,
    };
    let before = tokens[..at].iter().rev().take(2).find_map(number);
    let mut after = tokens[at + 1..].iter().filter_map(number);
    let day = match before.filter(|(day, digits)| *digits <= 2 && *day <= 31) {
        Some((day, _)) => day,
        None => after.next().filter(|(_, digits)| *digits <= 2)?.0,
    };
    let all = tokens[..at].iter().chain(&tokens[at + 1..]).filter_map(number);
    let full = all.clone().find(|(year, digits)| *digits == 4 && (1800..2200).contains(year));
    let year = full.or_else(|| after.next().filter(|(_, digits)| *digits == 2))?.0;
    civil(century(year), month, day)
}

/// 2003-12-31, 2006/9/15, 03-12-31.
fn year_first(tokens: &[Token], at: usize) -> Option<Date> {
    let number = |at: usize| match kind(tokens, at)? {
        Kind::Number(value, digits) => Some((*value, *digits)),
        _ => None,
    };
    let between = sign(tokens, at + 1).filter(|c| "-/.".contains(*c))?;
    let (year, digits) = number(at).filter(|(_, digits)| matches!(digits, 2 | 4))?;
    if at > 0 && digits == 2 || sign(tokens, at + 3) != Some(between) {
        return None;
    }
    civil(century(year), i8::try_from(number(at + 2)?.0).ok()?, number(at + 4)?.0)
}

/// Two digits are a year of 1970 to 2069.
fn century(year: u32) -> u32 {
    match year {
        0..70 => 2000 + year,
        70..100 => 1900 + year,
        _ => year,
    }
}

/// The first word behind a time that names a zone.
fn zone(tokens: &[Token]) -> Option<Offset> {
    let known = |token: &Token| match &token.kind {
        Kind::Word(word) => ZONES.iter().find(|(name, _)| name == word),
        _ => None,
    };
    let (_, minutes) = tokens.iter().find_map(known)?;
    Offset::from_seconds(minutes * 60).ok()
}

/// +0200 in any place.
fn digits(tokens: &[Token], at: usize) -> Option<Offset> {
    let (offset, _) = time::offset(tokens, at)?;
    matches!(kind(tokens, at)?, Kind::Sign('+' | '-')).then_some(offset)
}

/// 20031231, 20031231T101455Z.
fn compact(text: &str) -> Option<Moment> {
    let date: Date =
        text.get(..8)?.bytes().all(|byte| byte.is_ascii_digit()).then(|| text[..8].parse().ok())??;
    Some(Moment::Day(date))
}

/// 2003-12, 2003.
fn beginning(tokens: &[Token]) -> Option<Moment> {
    let Kind::Number(year, 4) = kind(tokens, 0)? else { return None };
    let month = match (tokens.len(), kind(tokens, 2)) {
        (1, _) => 1,
        (3, Some(Kind::Number(month, 2))) => *month,
        _ => return None,
    };
    civil(*year, i8::try_from(month).ok()?, 1).map(Moment::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_feeds_write_them() {
        for (text, want) in [
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 01 Jan 04 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Mon, 01 Jan 2004 19:48:21 EST", "2004-01-01T19:48:21-05:00"),
            ("Thu, 30 Apr 2015 08:57:00 MEST", "2015-04-30T08:57:00+02:00"),
            ("Mon, 26 January 2004 16:31:00 PT", "2004-01-26T16:31:00-08:00"),
            ("Thu, 01 Jan 2004 00:00 GMT", "2004-01-01T00:00:00Z"),
            ("Mo, 5 Mai 2014 08:57:00 +0200", "2014-05-05T08:57:00+02:00"),
            ("Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06"),
            ("Sun Jul 15 01:16:00 +0000 2012", "2012-07-15T01:16:00Z"),
            ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T08:19:53-04:00"),
            ("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"),
            ("2003-12-31 10:14:55.0", "2003-12-31T10:14:55"),
            ("2003-12-31T10:14:55 -0800", "2003-12-31T10:14:55-08:00"),
            ("03-12-31", "2003-12-31"),
            ("20031231", "2003-12-31"),
            ("2003-12", "2003-12-01"),
            ("2003", "2003-01-01"),
        ] {
            assert_eq!(stamp(text).map(|at| at.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in ["", "soon", "12:30", "0000-00-00 00:00:00", "Thu, 99 Jan 2004"] {
            assert_eq!(stamp(text), None, "{text}");
        }
    }
}
