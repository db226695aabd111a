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

/// The day in the address of an article: "/2024/03/04/" is when it was published.
pub(super) fn in_address(address: &str) -> Option<Moment> {
    let path: Vec<&str> = address.split("://").nth(1)?.split(['?', '#']).next()?.split('/').skip(1).collect();
    let number = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    path.windows(3).find_map(|parts| match parts {
        [year, month, day] if number(year, 4) && number(month, 2) && number(day, 2) => {
            read(&format!("{year}-{month}-{day}"))
        }
        _ => None,
    })
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
        let address = in_address("https://e.example/blog/2016/02/09/a-title/?x=1").unwrap();
        assert_eq!(address.to_string(), "2016-02-09");
        assert_eq!(in_address("https://e.example/2016/02/a-title"), None);
    }
}
