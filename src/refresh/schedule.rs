//! When a source is asked again. Pure: what happened and when → when next.
//!
//! At most once an hour, once a day where the server cannot say that nothing has changed; more seldom where little is
//! published, where the server or the feed asks for it, and where it fails.

use std::time::Duration;

use crate::fetch::FetchError;
use crate::library::Poll;
use crate::loader::Pace;

pub(super) const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;

/// Never sooner than this, whatever jitter and slack of clocks make of an hour.
const LEAST: i64 = 59 * MINUTE;
/// A second wish of the user within this time is the first one.
const AGAIN: i64 = MINUTE;
/// However long a server wants to be left alone.
const LONGEST: i64 = 7 * DAY;

/// Who wants a source to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Nobody in particular: those that are due.
    Due,
    /// The user wants it now.
    Now,
}

/// What an answer says of the time until the next question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Answered {
    /// The server can say that nothing has changed (`ETag`, `Last-Modified`).
    pub(super) can_validate: bool,
    /// The server's `Cache-Control` or `Expires`.
    pub(super) fresh_for: Option<Duration>,
    /// The feed's own wishes.
    pub(super) pace: Pace,
    /// Seconds between two entries of the feed, on average.
    pub(super) gap: Option<i64>,
}

/// Whether a source may be asked now.
pub(super) fn may_ask(poll: &Poll, wish: Wish, now: i64) -> bool {
    // a clock that was set back must not keep a source waiting for ever
    let lately = |time: i64, since: i64| (since - AGAIN..since + time).contains(&now);
    let left_alone = now < poll.not_before && poll.not_before <= now + LONGEST;
    match wish {
        Wish::Due => poll.due.is_some_and(|due| due <= now || due > now + LONGEST + DAY),
        Wish::Now => !left_alone && !poll.asked.is_some_and(|asked| lately(AGAIN, asked)),
    }
}

/// After an answer; `jitter` lies between -1 and 1.
pub(super) fn answered(poll: &mut Poll, answer: &Answered, now: i64, jitter: f64) {
    let base = if answer.can_validate { HOUR } else { DAY };
    let fresh = answer.fresh_for.map(|time| seconds(time).min(DAY));
    let own = answer.pace.every.map(|every| every.clamp(0, DAY));
    // half the gap: what comes is seen in good time
    let gap = answer.gap.map(|gap| (gap / 2).clamp(HOUR, DAY));
    let wait = [fresh, own, gap].into_iter().flatten().fold(base, i64::max);
    poll.due = Some(answer.pace.awake(now + jittered(wait, jitter)));
    (poll.asked, poll.failures, poll.not_before) = (Some(now), 0, 0);
}

/// After a failure.
pub(super) fn failed(poll: &mut Poll, why: Option<&FetchError>, now: i64, jitter: f64) {
    poll.failures = poll.failures.saturating_add(1);
    poll.asked = Some(now);
    let told = why.and_then(FetchError::retry_after).map(|time| seconds(time).min(LONGEST));
    poll.not_before = told.map_or(0, |time| now + time);
    let wait = match why {
        Some(FetchError::Gone(_)) => {
            poll.due = None;
            return;
        }
        // what is refused today is refused in an hour
        Some(FetchError::Refused(..)) => DAY,
        _ => doubled(poll.failures).max(told.unwrap_or(0)),
    };
    poll.due = Some(now + jittered(wait, jitter).max(told.unwrap_or(0)));
}

/// 1, 2, 4 … hours, a day at most.
fn doubled(failures: u32) -> i64 {
    (HOUR << failures.saturating_sub(1).min(5)).min(DAY)
}

/// A tenth more or less, so that not everybody asks at the full hour.
fn jittered(wait: i64, jitter: f64) -> i64 {
    let moved = wait as f64 * (1.0 + 0.1 * jitter.clamp(-1.0, 1.0));
    (moved as i64).max(LEAST)
}

fn seconds(time: Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000;

    fn wait(answer: Answered) -> i64 {
        let mut poll = Poll::default();
        answered(&mut poll, &answer, NOW, 0.0);
        poll.due.unwrap() - NOW
    }

    fn after(poll: &Poll, why: &FetchError) -> Poll {
        let mut poll = poll.clone();
        failed(&mut poll, Some(why), NOW, 0.0);
        poll
    }

    #[test]
    fn an_hour_at_least_and_a_day_where_nothing_can_be_compared() {
        assert_eq!(wait(Answered { can_validate: true, ..Answered::default() }), HOUR);
        assert_eq!(wait(Answered::default()), DAY);
    }

    #[test]
    fn whoever_wants_to_be_left_alone_longer_is_up_to_a_day() {
        let base = Answered { can_validate: true, ..Answered::default() };
        let every = |minutes: i64| Pace::of(format!("<rss><ttl>{minutes}</ttl>").as_bytes());
        assert_eq!(wait(Answered { fresh_for: Some(Duration::from_secs(7200)), ..base }), 2 * HOUR);
        assert_eq!(wait(Answered { fresh_for: Some(Duration::from_secs(60)), ..base }), HOUR);
        assert_eq!(wait(Answered { fresh_for: Some(Duration::MAX), ..base }), DAY);
        assert_eq!(wait(Answered { pace: every(180), ..base }), 3 * HOUR);
        assert_eq!(wait(Answered { pace: every(i64::MAX), ..base }), DAY);
        assert_eq!(wait(Answered { gap: Some(10 * HOUR), ..base }), 5 * HOUR);
        assert_eq!(wait(Answered { gap: Some(30 * DAY), ..base }), DAY);
    }

    #[test]
    fn jitter_never_makes_it_sooner_than_59_minutes() {
        let answer = Answered { can_validate: true, ..Answered::default() };
        for jitter in [-1.0, -0.5, 0.0, 1.0] {
            let mut poll = Poll::default();
            answered(&mut poll, &answer, 0, jitter);
            assert!((LEAST..=HOUR + HOUR / 10).contains(&poll.due.unwrap()), "{poll:?}");
        }
    }

    #[test]
    fn failures_are_tried_again_ever_more_seldom_and_an_answer_forgets_them() {
        let down = FetchError::Timeout("x".into());
        let (mut poll, mut waits) = (Poll::default(), Vec::new());
        for _ in 0..7 {
            poll = after(&poll, &down);
            waits.push((poll.due.unwrap() - NOW) / HOUR);
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 24, 24]);
        answered(&mut poll, &Answered::default(), NOW, 0.0);
        assert_eq!(poll.failures, 0);
    }

    #[test]
    fn a_refusal_is_heeded_as_it_was_said() {
        let (poll, secs) = (Poll::default(), Duration::from_secs);
        let later = |time| FetchError::Later("x".into(), 429, time);
        let told = after(&poll, &later(Some(secs(5 * 3600))));
        assert_eq!((told.due, told.not_before), (Some(NOW + 5 * HOUR), NOW + 5 * HOUR));
        assert_eq!(after(&poll, &later(Some(secs(5)))).due, Some(NOW + HOUR));
        assert_eq!(after(&poll, &later(None)).due, Some(NOW + HOUR));
        assert_eq!(after(&poll, &later(Some(Duration::MAX))).due, Some(NOW + LONGEST));
        assert_eq!(after(&poll, &FetchError::Refused("x".into(), 403)).due, Some(NOW + DAY));
        assert_eq!(after(&poll, &FetchError::Gone("x".into())).due, None);
    }

    #[test]
    fn the_user_is_heard_at_once_but_not_twice_and_never_against_the_server() {
        let poll = Poll { asked: Some(NOW), due: Some(NOW + HOUR), ..Poll::default() };
        assert!(!may_ask(&poll, Wish::Now, NOW + 59) && may_ask(&poll, Wish::Now, NOW + 60));
        assert!(!may_ask(&poll, Wish::Due, NOW + 60) && may_ask(&poll, Wish::Due, NOW + HOUR));
        let told = Poll { not_before: NOW + 2 * HOUR, ..poll.clone() };
        assert!(!may_ask(&told, Wish::Now, NOW + HOUR) && may_ask(&told, Wish::Now, NOW + 2 * HOUR));
        let gone = Poll { due: None, ..poll.clone() };
        assert!(!may_ask(&gone, Wish::Due, NOW + 30 * DAY) && may_ask(&gone, Wish::Now, NOW + HOUR));
        assert!(
            may_ask(&poll, Wish::Now, NOW - DAY) && may_ask(&poll, Wish::Due, NOW - 30 * DAY),
            "set back"
        );
    }
}
