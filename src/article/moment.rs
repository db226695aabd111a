//! A date as precise as the page gives it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// When something happened, as precisely as the page says.
///
/// Written as RFC 3339, as a local time without an offset, or as a plain date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A plain date: the page gives no time.
    Day(Date),
    /// A time, but the page does not say where.
    Local(DateTime),
    /// A time with its offset from UTC, as the page wrote it.
    Exact(DateTime, Offset),
}

impl Moment {
    /// The day on the page's own calendar.
    pub fn day(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Local(time) | Self::Exact(time, _) => time.date(),
        }
    }

    /// Seconds since 1970. What has no offset is taken as UTC, a plain date as its noon there, so that the
    /// order of a list does not depend on where the reader sits.
    pub fn unix(self) -> i64 {
        let (time, offset) = match self {
            Self::Day(date) => (date.at(12, 0, 0, 0), Offset::UTC),
            Self::Local(time) => (time, Offset::UTC),
            Self::Exact(time, offset) => (time, offset),
        };
        offset.to_timestamp(time).map_or(0, Timestamp::as_second)
    }

    /// The moment in the reader's own time zone; `None` where the page gives no offset.
    pub fn zoned(self, zone: &TimeZone) -> Option<Zoned> {
        match self {
            Self::Exact(time, offset) => offset.to_timestamp(time).ok().map(|at| at.to_zoned(zone.clone())),
            Self::Day(_) | Self::Local(_) => None,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Local(time) => write!(f, "{time}"),
            Self::Exact(time, offset) if *offset == Offset::UTC => write!(f, "{time}Z"),
            Self::Exact(time, offset) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{time}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

/// The text is not a date in one of the three forms.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date: {0:?} (want 2023-01-17, 2023-01-17T09:30 or 2023-01-17T09:30:00+01:00)")]
pub struct BadMoment(pub String);

impl FromStr for Moment {
    type Err = BadMoment;

    fn from_str(text: &str) -> Result<Self, BadMoment> {
        let bad = || BadMoment(text.to_owned());
        let text = text.trim();
        if text.len() == 10 {
            return text.parse().map(Self::Day).map_err(|_| bad());
        }
        let pieces = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text).map_err(|_| bad())?;
        let time = pieces.date().to_datetime(pieces.time().ok_or_else(bad)?);
        match pieces.offset() {
            None => Ok(Self::Local(time)),
            Some(jiff::fmt::temporal::PiecesOffset::Numeric(offset)) => {
                Ok(Self::Exact(time, offset.offset()))
            }
            Some(_) => Ok(Self::Exact(time, Offset::UTC)),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_comes_back_as_it_was_written() {
        for text in [
            "2023-01-17",
            "2023-01-17T09:30:00",
            "2023-01-17T09:30:00Z",
            "2023-01-17T09:30:00+01:00",
            "2023-01-17T09:30:05-03:30",
        ] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        assert_eq!("2023-01-17T09:30".parse::<Moment>().unwrap().to_string(), "2023-01-17T09:30:00");
        assert!("17 January".parse::<Moment>().is_err());
    }

    #[test]
    fn seconds_follow_the_offset() {
        let at = |text: &str| text.parse::<Moment>().unwrap().unix();
        assert_eq!(at("1970-01-01T01:00:00+01:00"), 0);
        assert_eq!(at("1970-01-01"), 12 * 3600);
    }
}
