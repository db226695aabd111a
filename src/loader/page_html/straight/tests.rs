use proptest::prelude::*;

use super::*;
use crate::loader::page_html::tree_blocks;

fn base() -> Base {
    Base::new(Some("https://e.example/news/a".into()))
}

#[test]
fn what_feeds_usually_hold_needs_no_tree() {
    for text in [
        "<p>One <a href=\"/b?x=1&amp;y=2\">link</a> &amp; <em>a</em> word.</p>\n<p>Two<br/>lines",
        "<!-- SC_OFF --><div class=\"md\"><p>Caf&eacute; &#8212; <img src='a.jpg' alt=\"A picture\" /></p></div>",
        "<h2>Head</h2><ul><li>One<li><p>Two</ul><blockquote>Said</blockquote><hr />",
        "<figure><img src=\"a.jpg\"><figcaption>Below</figcaption></figure>",
    ] {
        let straight = blocks(text, &base());
        assert!(straight.is_some(), "{text}");
        assert_eq!(straight, tree_blocks(text, &base()), "{text}");
    }
}

#[test]
fn what_html_would_move_is_left_to_the_tree() {
    for text in [
        "<b><p>a</b>b</p>",
        "<p><b>a<p>b",
        "<a href='x'>a<a href='y'>b</a></a>",
        "<h1>a<h2>b</h2></h1>",
        "<p>a<span><div>b</div></span></p>",
        "<ul><li>a<div><li>b</div></ul>",
        "<table><tr><td>a</td></tr></table>",
        "<pre> a</pre>",
        "<P>a</P>",
        "a</p>b",
        "a &copy b",
        "a &ampb;",
        "<p x=1>a",
        "<p x='1' x='2'>a",
        "<a href='?a=1&copy=2'>b</a>",
        "1 <2",
        "a\rb",
        "<p title='never ends",
    ] {
        assert_eq!(blocks(text, &base()), None, "{text}");
    }
}

/// Pieces of markup, most of them written as they should be.
fn markup() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => "[a-c ]{0,5}[.\n]?",
        1 => Just("&amp;".to_owned()),
        1 => Just("&eacute;&#39;&#x0;".to_owned()),
        1 => Just("&nbsp;".to_owned()),
        1 => Just("<br>".to_owned()),
        1 => Just("<br/>".to_owned()),
        1 => Just("<hr>".to_owned()),
        1 => Just("<wbr>".to_owned()),
        2 => Just("<img src=\"/a.jpg\" alt='A picture'>".to_owned()),
        1 => Just("<img src='a.jpg' width=\"1\"/>".to_owned()),
        1 => Just("<!-- x <p> -->".to_owned()),
        1 => Just("</p>".to_owned()),
        1 => Just("</b>".to_owned()),
    ];
    let tag = prop::sample::select(vec![
        "p",
        "p",
        "p",
        "div",
        "blockquote",
        "ul",
        "ol",
        "li",
        "li",
        "h1",
        "h2",
        "h3",
        "figure",
        "figcaption",
        "a",
        "b",
        "em",
        "code",
        "i",
        "span",
        "q",
        "section",
        "center",
        "font",
        "tt",
    ]);
    let attributes = prop::sample::select(vec![
        "",
        "",
        "",
        " class=\"caption\"",
        " style='display: none'",
        " hidden=\"\"",
        " href=\"b&amp;c\"",
        " href='https://e.example/x' title='>'",
    ]);
    leaf.prop_recursive(5, 48, 6, move |inner| {
        (tag.clone(), attributes.clone(), prop::collection::vec(inner, 0..6), 0..8).prop_map(
            |(tag, attributes, inside, end)| {
                let inside = inside.concat();
                let end = if end > 0 { format!("</{tag}>") } else { String::new() };
                format!("<{tag}{attributes}>{inside}{end}")
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_read_without_a_tree_is_read_as_from_a_tree(pieces in prop::collection::vec(markup(), 1..4)) {
        let text = pieces.concat();
        if let Some(straight) = blocks(&text, &base()) {
            prop_assert_eq!(Some(straight), tree_blocks(&text, &base()), "{}", text);
        }
    }
}
