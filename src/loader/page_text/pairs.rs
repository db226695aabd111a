//! Labels on a line of their own, whose value stands in the next one: "By" and "Joy Lin", "Posted on" and a date.

use std::collections::VecDeque;

use super::classify::{self, Context};
use super::lexicon::{self, Says};
use super::line::{Kind, Line};

/// Lines that label and value may take: "Reading time", "5", "minutes".
const LINES: usize = 3;
/// Words of the longest label.
const LABEL: usize = 3;

/// Joins labels with their values, where that makes sense of both.
pub(super) fn join<'a>(lines: Vec<Line<'a>>, context: &Context<'_>) -> Vec<Line<'a>> {
    let mut whole = Vec::with_capacity(lines.len());
    let mut rest = VecDeque::from(lines);
    while let Some(line) = rest.pop_front() {
        let joined = is_label(&line)
            .then(|| (1..LINES).find_map(|more| Some((with(&line, rest.iter().take(more), context)?, more))))
            .flatten();
        match joined {
            Some((line, more)) => {
                rest.drain(..more.min(rest.len()));
                whole.push(line);
            }
            None => whole.push(line),
        }
    }
    whole
}

fn is_label(line: &Line<'_>) -> bool {
    let says = [Says::Published, Says::Updated];
    line.words <= LABEL
        && (says.iter().any(|&says| lexicon::is(&line.text, says))
            || lexicon::after(&line.text, Says::By) == Some("")
            || lexicon::within(&lexicon::fold(&line.text), Says::Minutes))
}

/// The lines as one, if byline, date or minutes come of it.
fn with<'a, 'l>(
    label: &Line<'a>,
    more: impl Iterator<Item = &'l Line<'a>>,
    context: &Context<'_>,
) -> Option<Line<'a>>
where
    'a: 'l,
{
    let text = more.fold(label.text.clone(), |text, line| format!("{text} {}", line.text));
    let mut line = Line::new(label.raw, text, label.blank_before);
    line.kind = classify::kind(&line, context);
    matches!(line.kind, Kind::Byline(_) | Kind::Date(_) | Kind::Minutes(_)).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loader::dates::Order;
    use crate::loader::labels::Labels;

    fn joined(text: &str) -> Vec<String> {
        let context = Context { order: Order::Unknown, labels: &Labels::default() };
        let lines = super::super::line::read(text, 99);
        join(lines, &context).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn labels_take_their_values() {
        assert_eq!(
            joined("By\nJoy Lin\non\n4 March 2024\nReading time\n5\nminutes\nText"),
            ["By Joy Lin", "on 4 March 2024", "Reading time 5", "minutes", "Text"]
        );
    }

    #[test]
    fn labels_without_values_stay() {
        assert_eq!(
            joined("By\nthe sea, nobody waits.\nDate\nVenue"),
            ["By", "the sea, nobody waits.", "Date", "Venue"]
        );
        assert_eq!(joined("By"), ["By"]);
    }
}
