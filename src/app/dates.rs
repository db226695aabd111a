//! Dates as the reader writes them: short and near in lists, whole above the text.

use jiff::civil::Date;
use jiff::{Unit, Zoned};

use crate::article::Moment;

/// For a row of a list: "3 min", "2 h", "Yesterday", "Tue", "17 Jan", "17 Jan 2023".
pub fn short(moment: Moment, now: &Zoned) -> String {
    let zone = now.time_zone();
    let Some(at) = moment.zoned(zone) else {
        return day(moment.day(), now.date());
    };
    let minutes = (now.timestamp().as_second() - at.timestamp().as_second()) / 60;
    match minutes {
        0 => "now".to_owned(),
        1..60 => format!("{minutes} min"),
        60..720 => format!("{} h", minutes / 60),
        _ => day(at.date(), now.date()),
    }
}

fn day(day: Date, today: Date) -> String {
    match today.since((Unit::Day, day)).map_or(0, |span| span.get_days()) {
        0 if day == today => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        2..7 => day.strftime("%a").to_string(),
        _ if day.year() == today.year() => day.strftime("%-d %b").to_string(),
        _ => day.strftime("%-d %b %Y").to_string(),
    }
}

/// Above a text: "17 January 2023", with the time where there is one ("17 January 2023, 09:30").
pub fn long(moment: Moment, now: &Zoned) -> String {
    let with_time = "%-d %B %Y, %H:%M";
    match (moment, moment.zoned(now.time_zone())) {
        (_, Some(at)) => at.strftime(with_time).to_string(),
        (Moment::Local(at), None) => at.strftime(with_time).to_string(),
        (_, None) => moment.day().strftime("%-d %B %Y").to_string(),
    }
}

/// How far two days lie apart, in words: "3 months later", "the same day".
pub fn apart(days: i32) -> String {
    let (count, unit) = span(days);
    match (count, direction(days)) {
        (0, _) => "the same day".to_owned(),
        (1, direction) => format!("1 {unit} {direction}"),
        (_, direction) => format!("{count} {unit}s {direction}"),
    }
}

/// The same for a row: "3 m later", "2 d earlier", "same day".
pub fn apart_short(days: i32) -> String {
    match span(days) {
        (0, _) => "same day".to_owned(),
        (count, unit) => format!("{count} {} {}", &unit[..1], direction(days)),
    }
}

fn direction(days: i32) -> &'static str {
    if days < 0 { "earlier" } else { "later" }
}

/// The largest unit of which there are two, or else days.
fn span(days: i32) -> (u32, &'static str) {
    let days = days.unsigned_abs();
    match days {
        0..14 => (days, "day"),
        14..61 => (days / 7, "week"),
        61..731 => (days * 12 / 365, "month"),
        _ => (days / 365, "year"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_dates_are_said_nearly() {
        let now: Zoned = "2026-11-15T18:00:00+01:00[Europe/Paris]".parse().unwrap();
        let said = |text: &str| short(text.parse().unwrap(), &now);
        assert_eq!(said("2026-11-15T16:58:00Z"), "2 min");
        assert_eq!(said("2026-11-15T12:00:00+01:00"), "6 h");
        assert_eq!(said("2026-11-15"), "Today");
        assert_eq!(said("2026-11-14T23:00:00"), "Yesterday");
        assert_eq!(said("2026-11-10"), "Tue");
        assert_eq!(said("2026-01-17"), "17 Jan");
        assert_eq!(said("2023-01-17"), "17 Jan 2023");
        assert_eq!(said("2027-02-01"), "1 Feb 2027");
    }

    #[test]
    fn whole_dates_have_the_time_where_there_is_one() {
        let now: Zoned = "2026-11-15T18:00:00+01:00[Europe/Paris]".parse().unwrap();
        let said = |text: &str| long(text.parse().unwrap(), &now);
        assert_eq!(said("2023-01-17"), "17 January 2023");
        assert_eq!(said("2023-01-17T09:30"), "17 January 2023, 09:30");
        assert_eq!(said("2023-01-17T09:30:00Z"), "17 January 2023, 10:30");
    }

    #[test]
    fn distances_are_said_in_the_largest_fitting_unit() {
        let cases = [
            (0, "the same day", "same day"),
            (1, "1 day later", "1 d later"),
            (-2, "2 days earlier", "2 d earlier"),
            (14, "2 weeks later", "2 w later"),
            (-61, "2 months earlier", "2 m earlier"),
            (92, "3 months later", "3 m later"),
            (730, "24 months later", "24 m later"),
            (731, "2 years later", "2 y later"),
        ];
        for (days, long, short) in cases {
            assert_eq!((apart(days).as_str(), apart_short(days).as_str()), (long, short));
        }
    }
}
