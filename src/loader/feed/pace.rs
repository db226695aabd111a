//! How often a feed wants to be asked: `ttl`, `skipHours` and `skipDays` of RSS 2.0, the syndication module of RSS 1.0.

use super::scan::{Scanner, Token, local};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// How much of a feed is looked at: it says so before its entries.
const HEAD: usize = 64 << 10;

/// When a feed wants to be left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    /// Seconds between two questions.
    pub every: Option<i64>,
    /// Hours of the day (UTC) in which nothing comes, a bit for each.
    hours: u32,
    /// Days of the week in which nothing comes, a bit for each, Monday the lowest.
    days: u8,
}

impl Pace {
    /// What the head of a feed says.
    pub fn of(feed: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&feed[..feed.len().min(HEAD)]);
        let (mut pace, mut open, mut times) = (Self::default(), String::new(), 1);
        for token in Scanner::new(&text) {
            match token {
                Token::Open(tag) => open = local(tag.name).to_ascii_lowercase(),
                Token::Close(_) => open.clear(),
                Token::Text(text) | Token::Data(text) => pace.take(&open, text.trim(), &mut times),
            }
            if matches!(open.as_str(), "item" | "entry") {
                break;
            }
        }
        pace.every = pace.every.map(|every| every / times.max(1));
        pace
    }

    fn take(&mut self, name: &str, text: &str, times: &mut i64) {
        let number = || text.parse::<i64>().ok().filter(|number| *number >= 0);
        match name {
            "ttl" => self.every = number().map(|minutes| minutes.saturating_mul(60)),
            "updateperiod" => self.every = self.every.or(period(text)),
            "updatefrequency" => *times = number().unwrap_or(1),
            "hour" => self.hours |= number().map_or(0, |hour| 1 << (hour % 24)),
            "day" => self.days |= weekday(text).map_or(0, |day| 1 << day),
            _ => {}
        }
    }

    /// The first moment from `time` on (seconds since 1970) in which the feed is awake; `time` itself where it never is.
    pub fn awake(&self, time: i64) -> i64 {
        let sleeps = |at: i64| {
            let (hour, day) = (at.rem_euclid(DAY) / HOUR, (at.div_euclid(DAY) + 3).rem_euclid(7));
            self.hours >> hour & 1 == 1 || self.days >> day & 1 == 1
        };
        let starts = |hours: i64| if hours == 0 { time } else { (time.div_euclid(HOUR) + hours) * HOUR };
        (0..=7 * 24).map(starts).find(|at| !sleeps(*at)).unwrap_or(time)
    }
}

fn period(text: &str) -> Option<i64> {
    let periods =
        [("hourly", 1), ("daily", 24), ("weekly", 7 * 24), ("monthly", 30 * 24), ("yearly", 365 * 24)];
    periods.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, hours)| hours * HOUR)
}

fn weekday(text: &str) -> Option<usize> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let begins = text.get(..3)?.to_ascii_lowercase();
    days.iter().position(|day| *day == begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every(head: &str) -> Option<i64> {
        Pace::of(format!("<rss><channel>{head}<item><ttl>1</ttl></item></channel></rss>").as_bytes()).every
    }

    #[test]
    fn a_feed_says_how_often_it_wants_to_be_asked() {
        assert_eq!(every("<ttl>90</ttl>"), Some(5400));
        assert_eq!(every("<ttl> soon </ttl>"), None);
        let period = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>";
        assert_eq!(every(period), Some(12 * HOUR));
        assert_eq!(every(""), None, "what an entry says is no business of the feed");
    }

    #[test]
    fn a_feed_is_asked_while_it_is_awake() {
        // Thursday, 1 January 1970
        let asleep =
            "<skipHours><hour>0</hour><hour>1</hour></skipHours><skipDays><day>Friday</day></skipDays>";
        let pace = Pace::of(format!("<rss><channel>{asleep}").as_bytes());
        assert_eq!(pace.awake(2 * HOUR + 5), 2 * HOUR + 5);
        assert_eq!(pace.awake(5), 2 * HOUR);
        assert_eq!(pace.awake(DAY + 5 * HOUR), 2 * DAY + 2 * HOUR);
        let never = (0..24).map(|hour| format!("<hour>{hour}</hour>")).collect::<Vec<_>>().concat();
        assert_eq!(Pace::of(format!("<rss><skipHours>{never}").as_bytes()).awake(7), 7);
    }
}
