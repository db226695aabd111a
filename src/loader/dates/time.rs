//! The time of day beside a date.

use jiff::civil::Time;
use jiff::tz::Offset;

use super::tokens::{Kind, Token};
use super::words;

/// Tokens that may stand between a date and its time: ", Mon at", "(月)", " - ".
const BETWEEN: usize = 5;

/// A time of day, its offset where it is written in digits, and the token after it.
pub(super) type Found = (Time, Option<Offset>, usize);

/// The time that follows a date which ended before token `at`.
pub(super) fn after_date(tokens: &[Token], at: usize) -> Option<Found> {
    for start in at..=(at + BETWEEN).min(tokens.len()) {
        if let Some(found) = time(tokens, start) {
            return Some(found);
        }
        let goes_on = match &tokens.get(start)?.kind {
            Kind::Sign(c) => {
                ",.-–—|·@()（）日曜年月火水木金土周星期一二三四五六天上下午前後오전후월화수목금토일"
                    .contains(*c)
            }
            Kind::Word(word) => words::is_weekday(word) || words::stands_before_time(word),
            Kind::Number(..) => false,
        };
        if !goes_on {
            return None;
        }
    }
    None
}

/// The time that begins at a token, where a date may follow; the token at which that would begin.
pub(super) fn before_date(tokens: &[Token], at: usize) -> Option<Found> {
    let (time, offset, next) = time(tokens, at)?;
    let goes_on = |at: &usize| match kind(tokens, *at) {
        Some(Kind::Sign(c)) => ",.-–—|·•".contains(*c),
        Some(Kind::Word(word)) => words::is_weekday(word) || words::stands_before_date(word),
        _ => false,
    };
    let between = (next..tokens.len()).take(BETWEEN).take_while(goes_on).count();
    Some((time, offset, next + between))
}

/// A time of day that begins at a token.
pub(super) fn time(tokens: &[Token], at: usize) -> Option<Found> {
    let hour = number(tokens, at, 24)?;
    let (minute, mut next, loose) = minutes(tokens, at + 1)?;
    let mut second = 0;
    if sign(tokens, next) == Some(':') && !loose {
        second = number(tokens, next + 1, 61)?.min(59);
        next += 2;
        if sign(tokens, next) == Some('.') && matches!(kind(tokens, next + 1), Some(Kind::Number(..))) {
            next += 2;
        }
    }
    let (half, next) = half_of_day(tokens, at, next);
    let hour = match half {
        Some(Half::Morning) => hour % 12,
        Some(Half::Afternoon) if hour <= 12 => hour % 12 + 12,
        _ => hour,
    };
    let (offset, next) = offset(tokens, next).map_or((None, next), |(offset, next)| (Some(offset), next));
    let ended = next + usize::from(word(tokens, next).is_some_and(words::stands_after_time));
    // "09.15" may be anything, unless a word says that it is a time or nothing follows
    let stands = !loose || half.is_some() || ended > next || ended == tokens.len();
    let time = Time::new(hour, minute, second, 0).ok()?;
    stands.then_some((time, offset, ended))
}

/// Minutes after the hour, the token after them, and whether their form is one that other numbers have, too.
fn minutes(tokens: &[Token], at: usize) -> Option<(i8, usize, bool)> {
    let touches = at > 0 && tokens[at - 1].end == tokens.get(at)?.start;
    match &tokens.get(at)?.kind {
        Kind::Sign(':' | '：') => Some((number(tokens, at + 1, 60)?, at + 2, false)),
        Kind::Sign('.') if touches && matches!(kind(tokens, at + 1), Some(Kind::Number(_, 2))) => {
            Some((number(tokens, at + 1, 60)?, at + 2, true))
        }
        Kind::Sign('時' | '时' | '点' | '點' | '시') => Some(match number(tokens, at + 1, 60) {
            Some(minute) => (minute, at + 2 + usize::from(sign(tokens, at + 2).is_some()), false),
            None => (0, at + 1, false),
        }),
        Kind::Word(word) if word == "h" => Some(match number(tokens, at + 1, 60) {
            Some(minute) => (minute, at + 2, false),
            None => (0, at + 1, false),
        }),
        Kind::Word(word) if word == "uhr" || word == "am" || word == "pm" => Some((0, at, false)),
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

/// "am" after the time, or 上午 before it; and the token after.
fn half_of_day(tokens: &[Token], at: usize, next: usize) -> (Option<Half>, usize) {
    let letter = |at: usize| match word(tokens, at) {
        Some("am" | "a") => Some(Half::Morning),
        Some("pm" | "p") => Some(Half::Afternoon),
        _ => None,
    };
    match word(tokens, next) {
        Some("am" | "pm") => return (letter(next), next + 1),
        Some("a" | "p") if word(tokens, next + 2) == Some("m") => {
            return (letter(next), next + 3 + usize::from(sign(tokens, next + 3) == Some('.')));
        }
        _ => {}
    }
    let before = |back: usize| at.checked_sub(back).and_then(|at| sign(tokens, at));
    let half = match (before(2), before(1)) {
        (Some('上'), Some('午')) | (Some('午'), Some('前')) | (Some('오'), Some('전')) => {
            Some(Half::Morning)
        }
        (Some('下'), Some('午')) | (Some('午'), Some('後')) | (Some('오'), Some('후')) => {
            Some(Half::Afternoon)
        }
        _ => None,
    };
    (half, next)
}

/// "Z", "UTC", "+01:00", "+0100".
pub(super) fn offset(tokens: &[Token], at: usize) -> Option<(Offset, usize)> {
    let sign_of = |c| if c == '+' { Some(1) } else { "-−".contains(c).then_some(-1) };
    match kind(tokens, at)? {
        Kind::Word(word) if word == "z" || word == "utc" => Some((Offset::UTC, at + 1)),
        Kind::Sign(c) => {
            let direction = sign_of(*c)?;
            let (hours, minutes, next) = match (kind(tokens, at + 1)?, sign(tokens, at + 2)) {
                (Kind::Number(value, 4), _) => (value / 100, value % 100, at + 2),
                (Kind::Number(hours, 2), Some(':')) => {
                    (*hours, u32::try_from(number(tokens, at + 3, 60)?).ok()?, at + 4)
                }
                _ => return None,
            };
            let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
            Offset::from_seconds(direction * seconds).ok().map(|offset| (offset, next))
        }
        _ => None,
    }
}

pub(super) fn kind(tokens: &[Token], at: usize) -> Option<&Kind> {
    tokens.get(at).map(|token| &token.kind)
}

pub(super) fn sign(tokens: &[Token], at: usize) -> Option<char> {
    match kind(tokens, at)? {
        Kind::Sign(c) => Some(*c),
        _ => None,
    }
}

pub(super) fn word(tokens: &[Token], at: usize) -> Option<&str> {
    match kind(tokens, at)? {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

/// A number of one or two digits below a bound.
fn number(tokens: &[Token], at: usize, below: u32) -> Option<i8> {
    match kind(tokens, at)? {
        Kind::Number(value, 1..=2) if *value < below => i8::try_from(*value).ok(),
        _ => None,
    }
}
