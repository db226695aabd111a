//! Dates out of data for machines.

use crate::article::Moment;
use crate::loader::dates;

/// The first year of the web: an earlier date in a page's data is a default nobody filled in.
const FIRST_YEAR: i16 = 1990;

/// A date as data has it, as precisely as it is written. Midnight in UTC is how systems write a plain date.
pub(super) fn read(text: &str) -> Option<Moment> {
    let text = text.trim();
    let moment = dates::parse(text).or_else(|| dates::parse(&tidy(text)))?;
    (moment.day().year() >= FIRST_YEAR).then_some(moment)
}

/// The day in the address of an article is when it was published: "/2024/03/04/", "/2024/mar/04/", "/2024-03-04-a-title",
/// "/20240304/".
pub(super) fn in_address(address: &str) -> Option<Moment> {
    let path: Vec<&str> = address.split("://").nth(1)?.split(['?', '#']).next()?.split('/').skip(1).collect();
    let parted = path.windows(3).find_map(|parts| match parts {
        [year, month, day] => day_of(year, month, day),
        _ => None,
    });
    parted.or_else(|| path.iter().find_map(|part| in_part(part)))
}

/// "2024-03-04-a-title", "20240304".
fn in_part(part: &str) -> Option<Moment> {
    let mut pieces = part.splitn(4, '-');
    match (pieces.next()?, pieces.next(), pieces.next()) {
        (year, Some(month), Some(day)) => day_of(year, month, day),
        (all, None, None) if is_number(all, 8) => day_of(&all[..4], &all[4..6], &all[6..]),
        _ => None,
    }
}

/// A day whose numbers are all written out, its month also by name.
fn day_of(year: &str, month: &str, day: &str) -> Option<Moment> {
    let named = month.len() >= 3 && month.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_number(year, 4) || !is_number(day, 2) {
        return None;
    }
    if named {
        return read(&format!("{day} {month} {year}"));
    }
    is_number(month, 2).then(|| read(&format!("{year}-{month}-{day}")))?
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// "2024-3-4" with two digits each, "2024-03-04T09:15:00+0100" as the standard has it.
fn tidy(text: &str) -> String {
    let (date, time) = text.split_at(text.find(['T', ' ']).unwrap_or(text.len()));
    let parts: Vec<&str> = date.split(['-', '/']).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            format!("{year}-{month:0>2}-{day:0>2}{time}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_data_are_read_as_they_are_written() {
        let of = |text: &str| read(text).map(|moment| moment.to_string());
        assert_eq!(of("2024-03-04").as_deref(), Some("2024-03-04"));
        assert_eq!(of(" 2019/1/22 ").as_deref(), Some("2019-01-22"));
        assert_eq!(of("2024-03-04T09:15:00+0100").as_deref(), Some("2024-03-04T09:15:00+01:00"));
        assert_eq!(of("2024-03-04T09:15:00.123Z").as_deref(), Some("2024-03-04T09:15:00.123Z"));
        assert_eq!(of("0001-01-01T00:00:00Z"), None);
        assert_eq!(of("soon"), None);
    }

    #[test]
    fn an_address_may_hold_the_day() {
        for address in [
            "https://e.example/blog/2016/02/09/a-title/?x=1",
            "https://e.example/ports/2016/feb/09/a-title",
            "https://e.example/2016-02-09-a-title",
            "https://e.example/n/20160209/c1.html",
        ] {
            assert_eq!(
                in_address(address).map(|day| day.to_string()).as_deref(),
                Some("2016-02-09"),
                "{address}"
            );
        }
        for address in [
            "https://e.example/2016/02/a-title",
            "https://e.example/20169999",
            "https://e.example/a-20160209x",
        ] {
            assert_eq!(in_address(address), None, "{address}");
        }
    }
}
