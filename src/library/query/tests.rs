mod answers;
mod marking;
mod naive;
mod parsing;

use jiff::Zoned;

use super::*;

pub(super) fn now() -> Zoned {
    "2026-11-15T18:30:00+01:00[Europe/Paris]".parse().unwrap()
}

pub(super) fn parse(text: &str) -> Query {
    Query::parse(text, false, &now()).unwrap_or_else(|no| panic!("{text}: {no}"))
}
