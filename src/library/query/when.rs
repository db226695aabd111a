//! `after:`, `before:` and `age:`: local days as bounds of the sort time.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, Zoned};

/// Bounds of the sort time, in seconds since 1970, and how they were said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct When {
    /// The first second that fits.
    pub(crate) from: i64,
    /// The first second behind that does not.
    pub(crate) until: i64,
    said: Said,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    After(Date),
    Before(Date),
    Age { younger: bool, count: u32, unit: char },
}

impl When {
    /// From the day on (`2023` and `2023-01` are their first days), or up to it without it.
    pub(super) fn day(after: bool, text: &str, now: &Zoned) -> Option<Self> {
        let day = date(text)?;
        let start = start(day, now)?;
        Some(if after {
            Self { from: start, until: i64::MAX, said: Said::After(day) }
        } else {
            Self { from: i64::MIN, until: start, said: Said::Before(day) }
        })
    }

    /// `<7d`: less than seven local days ago, so today and the six before; `>7d`: more than seven.
    pub(super) fn age(text: &str, now: &Zoned) -> Option<Self> {
        let (younger, rest) = match text.strip_prefix('<') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('>')?),
        };
        let unit = rest.chars().next_back()?;
        let count: u32 = rest.strip_suffix(unit)?.parse().ok().filter(|_| !rest.starts_with('+'))?;
        let cut = cut(younger, count, unit, now)?;
        let (from, until) = if younger { (cut, i64::MAX) } else { (i64::MIN, cut) };
        Some(Self { from, until, said: Said::Age { younger, count, unit } })
    }

    /// Whether a sort time lies within.
    pub(crate) fn contains(&self, time: i64) -> bool {
        (self.from..self.until).contains(&time)
    }
}

fn cut(younger: bool, count: u32, unit: char, now: &Zoned) -> Option<i64> {
    let span = Span::new();
    let count = i64::from(count);
    let span = match unit {
        'h' => return now.checked_sub(span.try_hours(count).ok()?).ok().map(|at| at.timestamp().as_second()),
        'd' => span.try_days(count),
        'w' => span.try_weeks(count),
        'm' => span.try_months(count),
        'y' => span.try_years(count),
        _ => return None,
    };
    let day = now.date().checked_sub(span.ok()?).ok()?;
    start(if younger { day.tomorrow().ok()? } else { day }, now)
}

/// The first second of a day where the user is.
fn start(day: Date, now: &Zoned) -> Option<i64> {
    day.to_zoned(now.time_zone().clone()).ok().map(|at| at.timestamp().as_second())
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| match parts.next() {
        None => Some(None),
        Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(part.parse::<i16>().ok())
        }
        Some(_) => None,
    };
    let (year, month, day) = (number(4)??, number(2)?.unwrap_or(1), number(2)?.unwrap_or(1));
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.said {
            Said::After(day) => write!(f, "after:{day}"),
            Said::Before(day) => write!(f, "before:{day}"),
            Said::Age { younger, count, unit } => {
                write!(f, "age:{}{count}{unit}", if younger { '<' } else { '>' })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Zoned {
        "2026-11-15T18:30:00+01:00[Europe/Paris]".parse().unwrap()
    }

    fn second(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_second()
    }

    #[test]
    fn days_begin_where_the_user_is() {
        let from = |text: &str| When::day(true, text, &now()).map(|when| when.from);
        assert_eq!(from("2023-01-17"), Some(second("2023-01-16T23:00:00Z")));
        assert_eq!(from("2023-07"), Some(second("2023-06-30T22:00:00Z")));
        assert_eq!(from("2023"), Some(second("2022-12-31T23:00:00Z")));
        assert_eq!(When::day(false, "2023", &now()).unwrap().until, second("2022-12-31T23:00:00Z"));
        for text in ["", "23", "2023-1", "2023-02-30", "2023-01-17-", "+202-01", "2023-01-17T10"] {
            assert_eq!(from(text), None, "{text}");
        }
    }

    #[test]
    fn ages_count_days_and_hours() {
        let cut = |text: &str| {
            When::age(text, &now()).map(|when| when.from.max(0) + when.until.min(1 << 40) - (1 << 40))
        };
        assert_eq!(When::age("<1d", &now()).unwrap().from, second("2026-11-14T23:00:00Z"));
        assert_eq!(When::age("<7d", &now()).unwrap().from, second("2026-11-08T23:00:00Z"));
        assert_eq!(When::age(">7d", &now()).unwrap().until, second("2026-11-07T23:00:00Z"));
        assert_eq!(When::age("<2h", &now()).unwrap().from, second("2026-11-15T15:30:00Z"));
        assert_eq!(When::age(">1y", &now()).unwrap().until, second("2025-11-14T23:00:00Z"));
        for text in ["7d", "<d", "<7", "<7x", "<-7d", "<+7d", "<99999999999d", ">4000000000y", "<7 d", ""] {
            assert_eq!(cut(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_printed_is_what_was_said() {
        assert_eq!(When::day(true, "2023-01", &now()).unwrap().to_string(), "after:2023-01-01");
        assert_eq!(When::age(">3w", &now()).unwrap().to_string(), "age:>3w");
    }
}
