//! Which of two small numbers is the day, in a date like 04/03/2024: voted by dates that leave no choice.

use super::numbers;
use super::tokens::tokens;

/// Votes on one side that outweigh a single one on the other, which may be a slip or a quotation.
const SLIP: u32 = 10;

/// Which of two small numbers is the day, in a date like 04/03/2024.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Order {
    /// Nothing says: such dates are not read.
    #[default]
    Unknown,
    /// Most of the world.
    DayFirst,
    /// The United States.
    MonthFirst,
}

impl Order {
    /// What the page's own dates say, else those of the pages that came with it, else what the language does.
    /// English does both.
    pub(crate) fn choose(own: Votes, others: Votes, language: Option<&str>) -> Self {
        let sure = |votes: Votes| Some(votes.order()).filter(|order| *order != Self::Unknown);
        // a page that writes both says that neither its site nor its language can tell
        if own != Votes::default() {
            return own.order();
        }
        sure(others).unwrap_or(match language {
            Some(language) if language != "en" => Self::DayFirst,
            _ => Self::Unknown,
        })
    }
}

/// What dates that leave no choice say: 25/03/2024 is a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Votes {
    day_first: u32,
    month_first: u32,
}

impl Votes {
    /// The votes of some lines, one a line.
    pub(crate) fn of<'l>(lines: impl IntoIterator<Item = &'l str>) -> Self {
        let mut votes = Self::default();
        for line in lines.into_iter().filter(|line| line.contains(['/', '-'])) {
            votes.add(order_in(line));
        }
        votes
    }

    /// Counts one more.
    pub(crate) fn add(&mut self, vote: Order) {
        match vote {
            Order::DayFirst => self.day_first += 1,
            Order::MonthFirst => self.month_first += 1,
            Order::Unknown => {}
        }
    }

    /// What they come to; nothing where they contradict each other.
    pub(crate) fn order(self) -> Order {
        let wins = |ours: u32, theirs: u32| ours > 0 && ours >= theirs.saturating_mul(SLIP);
        if wins(self.day_first, self.month_first) {
            Order::DayFirst
        } else if wins(self.month_first, self.day_first) {
            Order::MonthFirst
        } else {
            Order::Unknown
        }
    }
}

/// What a line says about the order of day and month: 25/03/2024 leaves no choice.
fn order_in(line: &str) -> Order {
    let tokens = tokens(line);
    let sure = (0..tokens.len()).find_map(|at| match numbers(&tokens, at)? {
        ([(first, 1..=2), (second, 1..=2), (_, 4)], '/' | '-') => match (first, second) {
            (13..=31, 1..=12) => Some(Order::DayFirst),
            (1..=12, 13..=31) => Some(Order::MonthFirst),
            _ => None,
        },
        _ => None,
    });
    sure.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_that_leave_no_choice_vote() {
        assert_eq!(order_in("25/03/2024"), Order::DayFirst);
        assert_eq!(order_in("on 03/25/2024, at noon"), Order::MonthFirst);
        for line in ["04/03/2024", "45/99/2024", "25/13/2024", "25.03.2024", "2024-03-25"] {
            assert_eq!(order_in(line), Order::Unknown, "{line}");
        }
    }

    #[test]
    fn a_vote_needs_ten_against_each_one_that_contradicts_it() {
        let votes = |day_first, month_first| Votes { day_first, month_first }.order();
        assert_eq!(votes(0, 0), Order::Unknown);
        assert_eq!((votes(1, 0), votes(0, 1)), (Order::DayFirst, Order::MonthFirst));
        assert_eq!((votes(9, 1), votes(10, 1)), (Order::Unknown, Order::DayFirst));
    }

    #[test]
    fn a_page_asks_itself_then_its_neighbours_then_its_language() {
        let us = Votes::of(["03/25/2024"]);
        let eu = Votes::of(["25/03/2024"]);
        let both = Votes::of(["25/03/2024", "03/25/2024"]);
        let none = Votes::default();
        assert_eq!(Order::choose(us, eu, Some("de")), Order::MonthFirst);
        assert_eq!(Order::choose(both, eu, Some("de")), Order::Unknown);
        assert_eq!(Order::choose(none, us, Some("de")), Order::MonthFirst);
        assert_eq!(Order::choose(none, both, Some("de")), Order::DayFirst);
        assert_eq!(Order::choose(none, both, Some("en")), Order::Unknown);
        assert_eq!(Order::choose(none, none, None), Order::Unknown);
    }
}
