//! How long what a server says stays fresh, and what it wants to be given back.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use ureq::http::{HeaderMap, HeaderValue};

/// Marks of a version, kept byte for byte and given back as they came to where they came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// The address that gave them: nobody else knows what they mean.
    pub url: String,
    /// `ETag`, quotes and `W/` included.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`.
    pub last_modified: Option<Vec<u8>>,
}

impl Validators {
    /// Whether the server cannot say that nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    pub(super) fn of(url: &str, headers: &HeaderMap) -> Self {
        let kept = |name: &str| headers.get(name).map(|value| value.as_bytes().to_vec());
        Self { url: url.to_owned(), etag: kept("etag"), last_modified: kept("last-modified") }
    }

    /// These, and what a 304 confirms without repeating it.
    pub(super) fn or(self, held: &Self) -> Self {
        let Self { etag, last_modified, .. } = held.clone();
        Self { url: self.url, etag: self.etag.or(etag), last_modified: self.last_modified.or(last_modified) }
    }

    /// Headers of a request to `url` that asks whether something has changed.
    pub(super) fn headers(&self, url: &str) -> impl Iterator<Item = (&'static str, HeaderValue)> {
        let known = self.url == url;
        let header = |name, value: &Option<Vec<u8>>| {
            let value = HeaderValue::from_bytes(value.as_deref().filter(|_| known)?).ok()?;
            Some((name, value))
        };
        [header("if-none-match", &self.etag), header("if-modified-since", &self.last_modified)]
            .into_iter()
            .flatten()
    }
}

/// How long the server wants to be left alone from now on: by `Cache-Control: max-age`, else by `Expires`.
pub(super) fn fresh_for(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    max_age(text("cache-control").unwrap_or_default()).or_else(|| {
        // both ends by the server's clock: ours may be wrong
        let (expires, date) = (http_date(text("expires")?)?, text("date").and_then(http_date));
        Some(until(expires, date.unwrap_or_else(Timestamp::now)))
    })
}

/// Seconds of `max-age`; none where what comes may not be kept at all.
fn max_age(directives: &str) -> Option<Duration> {
    let mut directives = directives.split(',').map(|directive| directive.trim().to_ascii_lowercase());
    directives.find_map(|directive| {
        let seconds = directive.strip_prefix("max-age")?.trim_start().strip_prefix('=')?;
        seconds.trim().trim_matches('"').parse().ok().map(Duration::from_secs)
    })
}

/// `Retry-After`: seconds, or the moment by the server's clock.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let value = text("retry-after")?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let now = text("date").and_then(http_date).unwrap_or_else(Timestamp::now);
    http_date(value).map(|then| until(then, now))
}

fn until(then: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(then.duration_since(now)).unwrap_or_default()
}

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7); a weekday that is not that day's is forgiven.
fn http_date(text: &str) -> Option<Timestamp> {
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    parser.parse_timestamp(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn fresh_for(lines: &[(&'static str, &str)]) -> Option<u64> {
        super::fresh_for(&headers(lines)).map(|time| time.as_secs())
    }

    #[test]
    fn freshness_is_what_the_server_says_in_either_form() {
        assert_eq!(fresh_for(&[("cache-control", "public, Max-Age=3600")]), Some(3600));
        let (date, expires) = ("Sun, 01 Nov 2026 10:00:00 GMT", "Sun, 01 Nov 2026 12:00:00 GMT");
        assert_eq!(fresh_for(&[("date", date), ("expires", expires)]), Some(7200));
        assert_eq!(fresh_for(&[("date", expires), ("expires", date)]), Some(0));
        assert_eq!(
            fresh_for(&[("cache-control", "max-age=60"), ("date", date), ("expires", expires)]),
            Some(60)
        );
        assert_eq!(fresh_for(&[("cache-control", "no-cache"), ("expires", "0")]), None);
    }

    #[test]
    fn a_server_says_when_to_come_again_in_seconds_or_by_date() {
        let secs = |lines: &[(&'static str, &str)]| retry_after(&headers(lines)).map(|time| time.as_secs());
        assert_eq!(secs(&[("retry-after", "120")]), Some(120));
        let (date, later) = ("Sun, 01 Nov 2026 10:00:00 GMT", "Sun, 01 Nov 2026 10:05:00 GMT");
        assert_eq!(secs(&[("date", date), ("retry-after", later)]), Some(300));
        assert_eq!(secs(&[("retry-after", "soon")]), None);
    }

    #[test]
    fn validators_go_back_byte_for_byte_and_a_304_keeps_what_it_does_not_repeat() {
        let lines = [("etag", "W/\"a b\""), ("last-modified", "yesterday-ish")];
        let first = Validators::of("http://a/", &headers(&lines));
        let sent: Vec<_> = first.headers("http://a/").collect();
        assert_eq!(sent[0], ("if-none-match", HeaderValue::from_static("W/\"a b\"")));
        assert_eq!(sent[1], ("if-modified-since", HeaderValue::from_static("yesterday-ish")));
        assert_eq!(first.headers("http://b/").count(), 0, "they are no business of another address");
        let second = Validators::of("http://a/", &headers(&[("etag", "\"c\"")]));
        let kept = second.clone().or(&first);
        assert_eq!((kept.etag, kept.last_modified), (second.etag, first.last_modified));
    }
}
