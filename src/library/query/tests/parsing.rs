use proptest::prelude::*;

use super::*;

/// What is read, printed with every group in parentheses that is not the outermost.
fn read(text: &str) -> String {
    parse(text).to_string()
}

fn typed(text: &str) -> String {
    Query::parse(text, true, &now()).unwrap().to_string()
}

#[track_caller]
fn refused(text: &str, place: &str, says: &str) {
    let no = Query::parse(text, false, &now()).unwrap_err();
    assert_eq!(&text[no.range.clone()], place, "{no}");
    assert!(no.message.contains(says), "{no}");
}

#[test]
fn words_bind_tighter_than_or() {
    assert_eq!(parse("a b OR c"), parse("(a b) OR c"));
    assert_ne!(parse("a b OR c"), parse("a (b OR c)"));
    assert_eq!(read("  a   (b OR (c))d "), "a (b OR c) d");
    assert_eq!(read("((a OR b)) OR (c d)"), "(a OR b) OR c d");
    assert_eq!(parse(" "), parse(""));
}

#[test]
fn a_hyphen_negates_only_where_a_word_begins() {
    let Node::Text(phrase) = parse("CAR-T").root else { panic!("no phrase") };
    assert_eq!(phrase.terms.len(), 2);
    assert_eq!(read("CAR-T -cell -(a b) -\"c d\" - x"), "CAR-T -cell -(a b) -\"c d\" x");
    assert!(matches!(parse("--a").root, Node::Not(_)));
}

#[test]
fn the_last_word_is_a_beginning_while_it_is_typed() {
    assert_eq!(typed("gene onl"), "gene onl*");
    assert_eq!(typed("gene onl "), "gene onl");
    assert_eq!(typed("title:har"), "title:har*");
    assert_eq!(typed("\"gene onl"), "\"gene onl*\"");
    assert_eq!(typed("(a OR b"), "a OR b*");
    assert_eq!(typed("a OR"), "a");
    assert_eq!(typed("北京"), "北京", "there a word has no beginning");
    assert_eq!(read("har* bo"), "har* bo");
}

#[test]
fn fields_are_known_in_any_case_and_other_colons_are_words() {
    assert_eq!(
        read("Title:a AUTHOR:\"joy lin\" source:/news/a.jsonl"),
        "title:a author:\"joy lin\" source:\"/news/a.jsonl\""
    );
    assert_eq!(
        read("lang:EN is:unread after:2023 before:2024-02 age:<7d"),
        "lang:en is:unread after:2023-01-01 before:2024-02-01 age:<7d"
    );
    assert_eq!(
        read("12:30 https://example.org/a Breaking: news"),
        "\"12:30\" \"https://example.org/a\" \"Breaking:\" news"
    );
}

#[test]
fn patterns_end_at_a_bare_slash() {
    assert_eq!(read(r"/a\/b (c|d)/ e"), r"/a\/b (c|d)/ e");
    assert_eq!(read("and / or"), "and or");
    assert!(parse("-/x/").has_pattern() && !parse("x").has_pattern());
    assert_eq!(typed("/ab"), "/ab/");
}

#[test]
fn what_is_wrong_is_shown_where_it_is() {
    refused("a (b", "(", "not closed");
    refused("a b) c", ")", "nothing is open");
    refused("a \"b", "\"", "not closed");
    refused("OR a", "OR", "between two words");
    refused("a OR OR b", "OR", "between two words");
    refused("a OR", "OR", "between two words");
    refused("x ha*b", "*", "end of a word");
    refused("x /a(/ y", "/a(/", "unclosed group");
    refused("/a", "/a", "not closed");
    refused("x //", "//", "empty");
    refused("/(a{999}){999}{999}/", "/(a{999}){999}{999}/", "too large");
    refused("é autor:lin", "autor", "write author:");
    refused("re:invent", "re", "put quotes");
    refused("title: x", "title:", "wants a word");
    refused("is:new", "is:new", "unread, read or starred");
    refused("after:may", "after:may", "2023-01-17");
    refused("age:7d x", "age:7d", "<7d");
    refused("lang:", "lang:", "language");
    refused("– &", "– &", "no letter");
}

#[test]
fn nothing_too_deep_or_too_long_is_taken() {
    assert!(Query::parse(&"(".repeat(100_000), true, &now()).is_err());
    refused(&format!("{}é", "-".repeat(32)), "é", "more than 32");
    assert!(Query::parse(&"a ".repeat(257), false, &now()).is_err());
    assert_eq!(read(&"a ".repeat(256)).len(), 511);
}

/// Text in which the signs of the language are frequent.
fn noisy() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        Just(" OR ".to_owned()),
        "[-()\"*:/ \\\\<]",
        "(title|is|age|lang|after|site):",
        "(read|<7d|2023-01|en|a\\*|b)",
        "\\PC{0,3}",
        "[aé北й ]{1,4}",
    ];
    proptest::collection::vec(bit, 0..14).prop_map(|bits| bits.concat())
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in noisy(), typing: bool) {
        match Query::parse(&text, typing, &now()) {
            Ok(query) => {
                let again = Query::parse(&query.to_string(), false, &now());
                prop_assert_eq!(again, Ok(query));
            }
            Err(no) => prop_assert!(text.get(no.range.clone()).is_some_and(|place| !place.is_empty()), "{:?}", no),
        }
    }
}
