//! The first line is a query, what follows it a text to look for it in.
#![no_main]

use courant::library::{Part, Query};

libfuzzer_sys::fuzz_target!(|input: &str| {
    let (query, text) = input.split_once('\n').unwrap_or((input, input));
    let now = jiff::Zoned::new(jiff::Timestamp::UNIX_EPOCH, jiff::tz::TimeZone::UTC);
    for typing in [true, false] {
        match Query::parse(query, typing, &now) {
            Ok(meant) => marks_are_in_order(&meant, text),
            Err(error) => {
                assert!(!error.message.is_empty(), "an error without a word");
                assert!(query.get(error.range).is_some(), "an error that points nowhere");
            }
        }
    }
});

fn marks_are_in_order(query: &Query, text: &str) {
    let mut end = 0;
    for mark in query.marks(text, Part::Headline) {
        assert!(mark.start >= end, "marks overlap");
        assert!(text.get(mark.clone()).is_some(), "a mark cuts a character");
        end = mark.end;
    }
}
