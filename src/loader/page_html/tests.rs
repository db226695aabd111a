use super::*;
use crate::article::{Item, LinkRole, Span, SpanStyle, Text};

const PROSE: &str = "The harbour opened in spring, and the ships that had waited outside for weeks came in one by \
one, watched by everybody who could find the time to stand on the quay and count them as they passed.";

fn read(html: &str) -> Article {
    parse(html, None, &Known::nothing(), || "the-file".into()).unwrap().article
}

/// A page with some text in it, so that only what is tested differs.
fn page(head: &str, top: &str) -> Article {
    read(&format!(
        "<!doctype html><html lang=en><head>{head}</head><body><article>{top}<p>{PROSE}</p><p>{PROSE}</p></article></body></html>"
    ))
}

/// The blocks of an article that consists of these elements between two paragraphs.
fn body(html: &str) -> Vec<Block> {
    let mut body = page("", &format!("<p>{PROSE}</p>{html}")).body;
    body.retain(|block| *block != Block::paragraph(PROSE));
    body
}

fn span(start: usize, end: usize, style: SpanStyle, url: Option<&str>) -> Span {
    Span { start, end, style, url: url.map(Into::into) }
}

#[test]
fn running_text_keeps_its_marks_by_bytes() {
    let html = "<p>Ünder  the\n<q>old</q> <b><i>bridge</i></b>, see the <a href='https://e.example/log'>log</a><br>of <code>a.b</code>.</p>";
    let got = body(html);
    let Some(Block::Paragraph(got)) = got.first() else { panic!("{got:?}") };
    assert_eq!(got.text, "Ünder the “old” bridge, see the log\nof a.b.");
    for span in &got.spans {
        assert!(got.text.get(span.start..span.end).is_some_and(|words| !words.is_empty()), "{span:?}");
    }
    let words: Vec<_> = got.spans.iter().map(|span| (&got.text[span.start..span.end], span.style)).collect();
    assert_eq!(
        words,
        [
            ("bridge", SpanStyle::Emphasis),
            ("bridge", SpanStyle::Strong),
            ("log", SpanStyle::Link),
            ("a.b", SpanStyle::Code)
        ]
    );
}

#[test]
fn lists_nest_also_where_they_are_malformed() {
    let item = |text: &str, items: Vec<Item>| Item { text: Text::plain(text), items };
    let html =
        "<ol><li>one<ul><li>inner</li></ul></li><ul><li>beside</li></ul><li><p>two</p><p>more</p></li></ol>";
    let want = Block::List {
        ordered: true,
        items: vec![
            item("one", vec![item("inner", vec![]), item("beside", vec![])]),
            item("two\nmore", vec![]),
        ],
    };
    assert_eq!(body(html), [want]);
}

#[test]
fn other_blocks_become_what_they_are() {
    let html = "<h2>A <em>part</em></h2><blockquote><p>One.</p><p>Two.</p></blockquote>\
        <pre class='language-rust'><code>fn a() {\n\n    b();\n}\n</code></pre><hr>\
        <figure><img src=https://e.example/quay.jpg alt='The quay'><figcaption>The quay in spring.</figcaption></figure>";
    let got = body(html);
    assert_eq!(
        got,
        [
            Block::Heading {
                level: 2,
                text: Text { text: "A part".into(), spans: vec![span(2, 6, SpanStyle::Emphasis, None)] }
            },
            Block::Quote(Text::plain("One.\nTwo.")),
            Block::Code { language: Some("rust".into()), text: "fn a() {\n\n    b();\n}".into() },
            Block::Rule,
            Block::Image { alt: "The quay".into(), url: "https://e.example/quay.jpg".into() },
            Block::Caption(Text::plain("The quay in spring.")),
        ]
    );
}

#[test]
fn wide_and_high_cells_keep_the_columns() {
    let html = "<table><caption>Ships</caption><thead><tr><th>Ship<th colspan=2>Days</tr></thead>\
        <tr><td rowspan=2>Ada<td>1<td>2</tr><tr><td>3<td>4</tr><tr><td colspan=99999999>none<td>x</tr></table>";
    let got = body(html);
    let Some(Block::Table { header, rows }) = got.iter().find(|block| matches!(block, Block::Table { .. }))
    else {
        panic!("{got:?}")
    };
    assert_eq!(header[..], ["Ship", "Days", ""]);
    assert_eq!(rows[0], ["Ada", "1", "2"]);
    assert_eq!(rows[1], ["", "3", "4"]);
    assert_eq!((rows[2][0].as_str(), rows[2].len()), ("none", 1001));
}

#[test]
fn a_table_that_lays_out_the_page_is_none() {
    let html = format!("<table><tr><td><ul><li>a</li></ul><td><h3>Head</h3><p>{PROSE}</p></tr></table>");
    assert!(!body(&html).iter().any(|block| matches!(block, Block::Table { .. })));
}

#[test]
fn data_goes_before_the_head_and_the_head_before_what_is_seen() {
    let data = r##"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
        {"@type":"WebPage","name":"A Harbour Waits | The Wire"},
        {"@type":["NewsArticle"],"headline":"A Harbour Waits","author":[{"@id":"#a"},{"@type":"Person","name":"Tom Brandt"}],
         "datePublished":"2024-03-04T09:15:00+01:00","publisher":{"@type":"Organization","name":"The Wire"},},
        {"@type":"Person","@id":"#a","name":"Joy Lin"},
        {"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"item":{"name":"Ports"}},{"name":"A Harbour Waits"}]}]}</script>"##;
    let head = r#"<title>A Harbour Waits | The Wire</title><meta property="og:title" content="A Harbour Waits &ndash; for good">
        <meta property="article:published_time" content="2024-03-05"><meta property="article:modified_time" content="2024-03-06">
        <meta name=author content="By Somebody Else"><meta name=keywords content="harbour, wind">
        <link rel=canonical href="https://wire.example/2024/harbour">"#;
    let top = "<h1>A Harbour Waits</h1><p>By Nina Sørensen</p><time datetime=2024-03-07>7 March</time>";
    let both = page(&format!("{head}{data}"), top);
    assert_eq!(both.title, "A Harbour Waits");
    assert_eq!(both.authors, ["Joy Lin", "Tom Brandt"]);
    assert_eq!(both.published.unwrap().to_string(), "2024-03-04T09:15:00+01:00");
    assert_eq!(both.updated.unwrap().to_string(), "2024-03-06");
    assert_eq!(
        (both.site.as_deref(), both.url.as_deref()),
        (Some("The Wire"), Some("https://wire.example/2024/harbour"))
    );
    assert_eq!((both.sections, both.keywords), (vec!["Ports".into()], vec!["harbour".into(), "wind".into()]));

    let head = page(head, top);
    assert_eq!(head.authors, ["Somebody Else"]);
    assert_eq!(head.published.unwrap().to_string(), "2024-03-05");

    let seen = page("", top);
    assert_eq!((seen.title.as_str(), seen.authors), ("A Harbour Waits", vec!["Nina Sørensen".into()]));
    assert_eq!(seen.published.unwrap().to_string(), "2024-03-07");
}

#[test]
fn microdata_is_read_but_not_that_of_a_comment() {
    let top = "<div itemscope itemtype='https://schema.org/Article'><h1 itemprop=headline>A Harbour Waits</h1>\
        <span itemprop=author itemscope><a href=/x><span itemprop=name>Joy Lin</span></a></span>\
        <meta itemprop=datePublished content=2024-03-04>\
        <div itemprop=comment><span itemprop=author>Anon Ymous</span></div></div>";
    let article = page("", top);
    assert_eq!(article.authors, ["Joy Lin"]);
    assert_eq!(article.published.unwrap().to_string(), "2024-03-04");
}

#[test]
fn what_the_page_does_not_say_is_not_there() {
    let head = "<meta property=og:site_name content='The Wire'><meta name=author content='The Wire'>\
        <meta property=article:author content='https://social.example/joylin'>";
    let article = page(head, "<h1>A Harbour Waits</h1><p>By admin</p><p>3 days ago</p>");
    assert_eq!((article.authors.len(), article.published, article.updated), (0, None, None));
    let changed = page("", "<h1>A Harbour Waits</h1><p>Updated: March 4, 2024</p>");
    assert_eq!((changed.published, changed.updated.is_some()), (None, true));
}

/// The authors of a page whose text is followed by this.
fn signed(foot: &str) -> Vec<String> {
    read(&format!("<h1>A Harbour Waits</h1><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>{foot}")).authors
}

#[test]
fn an_article_may_be_signed_below_or_beside_its_text() {
    for foot in [
        "<span>Posted by Joy Lin at March 4, 2024 11:15 AM</span>",
        "<h2>Article written by:</h2><div><h3>Joy Lin, MD, FOMA</h3></div>",
        "<div><b>Written by</b><div><span>Joy Lin</span><span>- Product marketer</span></div></div>",
        "<p>This post was written by <a href=/x>Joy Lin</a>, pilot.</p>",
        "<footer class=meta><a rel=author href=/x>Joy Lin</a></footer>",
        "<div class=author-name>Joy Lin</div><div class=comment><b class=author>Tom Brandt</b></div>",
    ] {
        assert_eq!(signed(foot), ["Joy Lin"], "{foot}");
    }
    let list = "<div class=sidebar><h6>Author(s)</h6><ul><li>Joy Lin<li>Tom Brandt</ul><a href=/x>Full Report</a></div>";
    assert_eq!(signed(list), ["Joy Lin", "Tom Brandt"]);
}

#[test]
fn signatures_that_do_not_agree_are_those_of_others() {
    for foot in [
        "<p>Posted by Joy Lin</p><p>Posted by Tom Brandt</p>",
        "<a class=byline href=/author/1>Joy Lin</a> <a class=byline href=/author/2>Tom Brandt</a>",
        "<p>By Friday Morning</p>",
        "<p>Written by</p>",
    ] {
        assert_eq!(signed(foot), [""; 0], "{foot}");
    }
}

#[test]
fn names_of_meta_data_are_lists_with_either_sign() {
    let article = page("<meta property='dc.creator dc:date twitter:x' content='Joy Lin'>", "");
    assert_eq!(article.authors, ["Joy Lin"]);
    let dated = page("<meta name=dc:date.issued content=2024-03-04>", "");
    assert_eq!(dated.published.unwrap().to_string(), "2024-03-04");
}

#[test]
fn a_title_is_told_from_the_name_of_the_site() {
    let title = |head: &str, top: &str| page(head, top).title;
    assert_eq!(
        title("<title>A Harbour Waits - The Wire</title><meta property=og:site_name content='The Wire'>", ""),
        "A Harbour Waits"
    );
    assert_eq!(
        title("<title>The Wire: A Harbour Waits</title>", "<h1>A Harbour Waits</h1>"),
        "A Harbour Waits"
    );
    assert_eq!(title("<title>A Harbour Waits - And Wins</title>", ""), "A Harbour Waits - And Wins");
    assert_eq!(title("", "<h1>Only Seen</h1>"), "Only Seen");
    assert_eq!(title("", ""), "the-file");
}

#[test]
fn text_stays_whatever_its_box_is_called() {
    for name in ["product-widget", "x-media-block", "scroll-item"] {
        let box_of =
            |at| format!("<div class={name}><p>{at} {}</p><img src=a.jpg></div>", PROSE.replace(',', ""));
        let html: String = (0..4).map(box_of).collect();
        let kept = body(&html).iter().filter(|block| is_numbered(block)).count();
        assert_eq!(kept, 4, "{name}");
    }
}

fn is_numbered(block: &Block) -> bool {
    matches!(block, Block::Paragraph(text) if text.text.starts_with(char::is_numeric))
}

#[test]
fn addresses_are_made_whole() {
    let head = "<link rel=canonical href=https://e.example/a/b.html><base href=/c/>";
    let article = page(head, "<p>See <a href=d.html>the log</a> and <a href='#x'>below</a>.</p>");
    let urls: Vec<_> = article
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(text) => text.spans.first().and_then(|span| span.url.as_deref()),
            _ => None,
        })
        .collect();
    assert_eq!(urls, ["https://e.example/c/d.html"]);
}

#[test]
fn related_links_in_the_text_are_told_apart() {
    let article = page(
        "",
        &format!("<p>{PROSE}</p><p><b>Read more:</b> <a href=https://e.example/1>Wind falls</a></p>"),
    );
    assert!(
        article.links.iter().any(|link| link.role == LinkRole::InlineRelated && link.title == "Wind falls")
    );
}

#[test]
fn pages_without_text_are_refused() {
    for html in ["<!doctype html>", "<html><body><img src=a.jpg>", "<html><head><title>T</title>"] {
        assert_eq!(
            parse(html, None, &Known::nothing(), String::new).unwrap_err(),
            NoArticle::NoText,
            "{html}"
        );
    }
}

#[test]
fn deep_nesting_is_laid_flat_and_its_text_stays() {
    for tag in ["div", "b", "blockquote", "ul><li", "table><tr><td", "span"] {
        let open = format!("<{tag}>").repeat(100_000);
        let html = format!("<html><body><p>{PROSE}</p>{open}deep down");
        let text = format!("{:?}", parse(&html, None, &Known::nothing(), String::new));
        assert!(text.contains("harbour opened"), "{tag}");
    }
}

#[test]
fn a_page_of_nothing_but_elements_is_refused_not_held() {
    let html = format!("<html><body>{}", "<b><p>x".repeat(1_000_000));
    assert_eq!(parse(&html, None, &Known::nothing(), String::new).unwrap_err(), NoArticle::TooMany);
    let html = format!("<html><body>{}", "<p a b c d e f g h i j k l m>".repeat(300_000));
    assert_eq!(parse(&html, None, &Known::nothing(), String::new).unwrap_err(), NoArticle::TooMany);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in r"(<[!/?]?[a-z]{0,9}[ a-z='\x22&;#0-9]{0,12}>?|[ -~]|\PC|<!--|<script|<svg|<pre|<li|<td|<table|<ul|<a href=|-->){0,60}") {
        let _ = parse(&text, None, &Known::nothing(), String::new);
        let _ = parse(&format!("<html><body><article><p>{PROSE}{text}<p>{PROSE}"), None, &Known::nothing(), String::new);
    }
}

#[test]
fn a_page_that_was_fetched_stands_against_where_it_came_from() {
    let html = format!(
        "<html><head><link rel=canonical href='https://e.example/story'></head><body><article><h1>A harbour</h1>\
         <p>{PROSE} <a href='next'>The next one</a></p><p>{PROSE}</p></article></body></html>"
    );
    let fetched =
        parse(&html, Some("https://mirror.example/a/b"), &Known::nothing(), String::new).unwrap().article;
    assert_eq!(fetched.url.as_deref(), Some("https://e.example/story"));
    let body = format!("{:?}", fetched.body);
    assert!(body.contains("https://mirror.example/a/next"), "{body}");
    let silent = html.replace("canonical", "other");
    let fetched =
        parse(&silent, Some("https://mirror.example/a/b"), &Known::nothing(), String::new).unwrap().article;
    assert_eq!(fetched.url.as_deref(), Some("https://mirror.example/a/b"));
}
