//! A row of blocks: how many articles each part of a time has.

use crate::article::Moment;

/// Eighths of a line, from the least to the whole.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// So many articles make the highest block, or more where a part has more: one article is no peak.
const HIGH: usize = 4;

/// One block for each day, or for as many days as make at most `most` blocks; a part without articles is empty. Nothing
/// where all are of one day, or there is no room for two blocks.
pub fn sparkline(dates: &[Moment], most: usize) -> String {
    let days: Vec<i64> = dates.iter().map(|date| day(*date)).collect();
    let Some((first, last)) =
        days.iter().min().zip(days.iter().max()).filter(|(first, last)| first != last && most > 1)
    else {
        return String::new();
    };
    let span = last - first + 1;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let step = span.unsigned_abs().div_ceil(most.unsigned_abs()).cast_signed();
    let mut counts = vec![0_usize; span.unsigned_abs().div_ceil(step.unsigned_abs()) as usize];
    for day in &days {
        counts[((day - first) / step) as usize] += 1;
    }
    let highest = counts.iter().copied().max().unwrap_or_default().max(HIGH);
    let block =
        |count: usize| if count == 0 { ' ' } else { BLOCKS[(count * BLOCKS.len()).div_ceil(highest) - 1] };
    counts.into_iter().map(block).collect()
}

/// Days since 1970, by the calendar of the moment itself.
fn day(moment: Moment) -> i64 {
    Moment::Day(moment.day()).unix().div_euclid(86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spark(days: &[&str], most: usize) -> String {
        let days: Vec<Moment> = days.iter().map(|day| day.parse().unwrap()).collect();
        sparkline(&days, most)
    }

    #[test]
    fn each_day_has_a_block_and_the_busiest_the_highest() {
        let days = [
            "2026-03-01",
            "2026-03-02",
            "2026-03-02",
            "2026-03-04",
            "2026-03-04",
            "2026-03-04",
            "2026-03-04",
        ];
        assert_eq!(spark(&days, 8), "▂▄ █");
        assert_eq!(spark(&days, 2), "▆█");
    }

    #[test]
    fn one_day_has_no_course() {
        assert_eq!(spark(&["2026-03-01", "2026-03-01"], 8), "");
        assert_eq!(spark(&[], 8), "");
    }

    #[test]
    fn a_long_time_takes_no_more_room() {
        let line = spark(&["2025-01-01", "2025-06-01", "2026-03-04"], 12);
        assert!(
            line.chars().count() <= 12 && line.chars().filter(|block| *block == '▂').count() == 3,
            "{line}"
        );
    }
}
