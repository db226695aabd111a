//! How far a refresh is, in one line: a bar, files, articles, speed.

use std::fmt::Write;
use std::time::Duration;

use super::fill::met;
use crate::app::grouped;
use crate::loader::Amount;
use crate::refresh::Outcome;

/// Columns of the bar.
const COLUMNS: u64 = 10;
/// A column filled by eighths, from none to all.
const EIGHTHS: [&str; 9] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];

/// "News ████▌      1,204 of 3,000 files · 12,345 articles · 14.2 MB/s".
pub(super) fn gauge(title: &str, outcome: &Outcome, elapsed: Duration) -> String {
    let Amount { files, all_files, bytes, all_bytes } = outcome.read;
    if bytes == 0 && files == 0 {
        // a folder is looked through before it is read
        return format!("{title}: {} files found", grouped(all_files));
    }
    let mut line = title.to_owned();
    if all_bytes > 0 {
        let _ = write!(line, " {} ", bar(bytes, all_bytes));
    }
    if all_files > 1 {
        let _ = write!(line, " {} of {} files ·", grouped(files), grouped(all_files));
    }
    let speed = bytes as f64 / 1e6 / elapsed.as_secs_f64().max(0.001);
    let _ = write!(line, " {} articles · {speed:.1} MB/s", grouped(met(outcome)));
    line
}

/// What part is done; what grew meanwhile counts as all.
fn bar(done: u64, all: u64) -> String {
    let eighths = COLUMNS * 8 * done.min(all) / all.max(1);
    (0..COLUMNS).map(|column| EIGHTHS[eighths.saturating_sub(column * 8).min(8) as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Added;

    #[test]
    fn a_bar_fills_by_eighths_and_not_beyond() {
        assert_eq!(bar(0, 100), "          ");
        assert_eq!(bar(45, 100), "████▌     ");
        assert_eq!(bar(300, 100), "██████████");
    }

    #[test]
    fn a_line_says_what_is_known() {
        let added = Added { new: 12_000, changed: 300, unchanged: 45 };
        let said =
            |read| gauge("News", &Outcome { added, read, ..Outcome::default() }, Duration::from_secs(2));
        let folder = Amount { files: 1_204, all_files: 3_000, bytes: 30_000_000, all_bytes: 60_000_000 };
        assert_eq!(said(folder), "News █████       1,204 of 3,000 files · 12,345 articles · 15.0 MB/s");
        let looking = Amount { all_files: 3_000, all_bytes: 60_000_000, ..Amount::default() };
        assert_eq!(said(looking), "News: 3,000 files found");
        let pipe = Amount { all_files: 1, bytes: 1_000_000, ..Amount::default() };
        assert_eq!(said(pipe), "News 12,345 articles · 0.5 MB/s");
    }
}
