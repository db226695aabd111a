//! Feeds of every kind, whole and broken.

use std::path::Path;

use proptest::prelude::*;

use super::super::{Found, Loaded, load_bytes};
use crate::article::{Article, Block};
use crate::loader::page_html::Base;
use crate::sanitize::{LINKS, LONG, NAME, NAMES};

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>Harbour &amp; Tide</title><link>https://h.example/</link><language>en-GB</language>
<image><title>Logo</title><url>https://h.example/logo.png</url></image>
<item><title>The pier opens</title><link>/pier?a=1&amp;b=2</link><guid isPermaLink="false">h-1</guid>
 <dc:creator>Joy Lin</dc:creator><pubDate>Mon, 04 Mar 2024 09:15:00 +0100</pubDate><category>Piers</category>
 <description>In short: it opens.</description>
 <content:encoded><![CDATA[<h2>At last</h2><p>It <b>opens</b> at <a href="noon">noon</a>.</p>]]></content:encoded>
 <enclosure url="https://h.example/1.mp3" type="audio/mpeg" length="12"/>
 <media:thumbnail url="https://h.example/1.png"/><slash:comments>3</slash:comments></item>
<item><description>A note that has no headline of its own.</description><guid>https://h.example/2</guid></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/b/" xml:lang="de">
<title type="html">Ein &lt;i&gt;Blatt&lt;/i&gt;</title><author><name>Ada</name></author>
<entry><id>tag:a.example,2024:1</id><title type="text">1 &lt; 2</title><link rel="self" href="x.atom"/>
 <link rel="alternate" href="eins"/><link rel="enclosure" href="eins.ogg" length="7" type="audio/ogg"/>
 <published>2024-03-04T09:15:00Z</published><updated>2024-03-05T09:15:00Z</updated>
 <category term="t" label="Tiere"/><summary>Kurz.</summary>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Guten <em>Tag</em></p><ul><li>eins</li></ul></div></content>
 <source><title>Anderswo</title><id>tag:other</id></source></entry></feed>"#;

fn read(name: &str, bytes: &[u8]) -> (Vec<Loaded>, Vec<String>) {
    let (mut articles, mut said) = (Vec::new(), Vec::new());
    for found in load_bytes(Path::new(name), bytes).unwrap_or_default() {
        match found {
            Found::Article(one) => articles.push(*one),
            Found::Notice(_, what) => said.push(what),
            Found::Failed(_, why) => said.push(why.to_string()),
            Found::Unknown(_) | Found::Progress(_) => {}
        }
    }
    (articles, said)
}

fn articles(text: &str) -> Vec<Article> {
    read("f.xml", text.as_bytes()).0.into_iter().map(|one| one.article).collect()
}

fn titles(text: &str) -> Vec<String> {
    articles(text).into_iter().map(|article| article.title).collect()
}

#[test]
fn rss_with_what_it_carries() {
    let (found, said) = read("f.xml", RSS.as_bytes());
    assert!(said.is_empty(), "{said:?}");
    let [one, two] = &found[..] else { panic!("{found:?}") };
    assert_eq!((one.key.as_str(), one.given_id.as_deref()), ("f.xml#h-1", Some("h-1")));
    let article = &one.article;
    assert_eq!(article.url.as_deref(), Some("https://h.example/pier?a=1&b=2"));
    assert_eq!(
        (&article.authors[..], &article.categories[..]),
        (&["Joy Lin".into()][..], &["Piers".into()][..])
    );
    assert_eq!(article.published.unwrap().to_string(), "2024-03-04T09:15:00+01:00");
    assert_eq!(article.site.as_deref(), Some("Harbour & Tide"));
    assert_eq!((article.language.as_deref(), article.comment_count), (Some("en"), Some(3)));
    assert_eq!(article.subtitle.as_deref(), Some("In short: it opens."));
    assert_eq!(article.image.as_deref(), Some("https://h.example/1.png"));
    assert_eq!(article.enclosures[0].bytes, Some(12));
    assert_eq!(article.body[0], Block::heading(2, "At last"));
    assert_eq!(article.links[0].url.as_deref(), Some("https://h.example/noon"));
    assert_eq!(
        (two.key.as_str(), two.article.title.as_str()),
        ("https://h.example/2", "A note that has no headline of its own.")
    );
    assert_eq!(two.article.url.as_deref(), Some("https://h.example/2"));
}

#[test]
fn atom_with_what_it_carries() {
    let article = articles(ATOM).remove(0);
    assert_eq!((article.title.as_str(), article.site.as_deref()), ("1 < 2", Some("Ein Blatt")));
    assert_eq!(article.url.as_deref(), Some("https://a.example/b/eins"));
    assert_eq!((&article.authors[..], &article.categories[..]), (&["Ada".into()][..], &["Tiere".into()][..]));
    assert_eq!(article.updated.unwrap().to_string(), "2024-03-05T09:15:00Z");
    assert_eq!(article.enclosures[0].url, "https://a.example/b/eins.ogg");
    assert_eq!(article.language.as_deref(), Some("de"));
    assert!(
        matches!(&article.body[..], [Block::Paragraph(text), Block::List { .. }] if text.text == "Guten Tag")
    );
}

#[test]
fn older_kinds() {
    let rdf = "<rdf:RDF xmlns='http://purl.org/rss/1.0/'><channel><title>R</title></channel>\
               <item rdf:about='https://r.example/1'><title>One</title><dc:date>2004-05</dc:date></item></rdf:RDF>";
    let article = articles(rdf).remove(0);
    assert_eq!((article.title.as_str(), article.site.as_deref()), ("One", Some("R")));
    assert_eq!(
        (article.url.as_deref(), article.published.unwrap().to_string().as_str()),
        (Some("https://r.example/1"), "2004-05-01")
    );
    let atom = "<feed version='0.3'><entry><title mode='escaped'>A &amp;amp; B</title><issued>2004-01-02</issued>\
                <content mode='base64'>PHA+SGk8L3A+</content></entry></feed>";
    let article = articles(atom).remove(0);
    assert_eq!((article.title.as_str(), &article.body[..]), ("A & B", &[Block::paragraph("Hi")][..]));
    assert_eq!(titles("<RSS><CHANNEL><ITEM><TITLE>Loud</TITLE></ITEM></CHANNEL></RSS>"), ["Loud"]);
}

#[test]
fn data_of_other_media_types_is_base64() {
    let entry = |kind: &str, data: &str| {
        articles(&format!(
            "<feed><entry><title>T</title><content type='{kind}'>{data}</content></entry></feed>"
        ))
        .remove(0)
        .body
    };
    assert_eq!(entry("application/octet-stream", " PHA+SGk8L3A+\n"), [Block::paragraph("Hi")]);
    assert_eq!(entry("image/png", "iVBORw0KGgo="), []);
    assert_eq!(entry("application/json", "{&quot;a&quot;: 1}"), [Block::paragraph("{\"a\": 1}")]);
    assert_eq!(entry("image/svg+xml", "<svg><text>Hi</text></svg>"), []);
}

#[test]
fn a_summary_stands_for_a_content_with_nothing_to_show() {
    let text = "<rss><item><title>T</title><description>Short.</description><content:encoded>&lt;p&gt; &lt;/p&gt;\
                </content:encoded></item></rss>";
    let article = articles(text).remove(0);
    assert_eq!((&article.body[..], article.subtitle), (&[Block::paragraph("Short.")][..], None));
}

#[test]
fn what_says_more_is_the_text_and_the_rest_stands_above() {
    let entry =
        |fields: &str| articles(&format!("<rss><item><title>T</title>{fields}</item></rss>")).remove(0);
    let short = "<content:encoded>&lt;p&gt;In short.&lt;/p&gt;</content:encoded>";
    let article = entry(&format!("{short}<description>What happened, told at some length.</description>"));
    assert_eq!(article.body, [Block::paragraph("What happened, told at some length.")]);
    assert_eq!(article.subtitle.as_deref(), Some("In short."));
    let article = entry("<content:encoded>...</content:encoded><description>What happened.</description>");
    assert_eq!((&article.body[..], article.subtitle), (&[Block::paragraph("What happened.")][..], None));
    let article = entry("<description>Cut …</description><itunes:summary>Not cut at all.</itunes:summary>");
    assert_eq!(article.body, [Block::paragraph("Not cut at all.")]);
    let caption = "<media:description>The words below a picture, which may be many.</media:description>";
    assert_eq!(
        entry(&format!("{caption}<description>News.</description>")).body,
        [Block::paragraph("News.")]
    );
}

#[test]
fn text_that_was_escaped_once_too_often_is_read() {
    let body = |kind: &str, text: &str| {
        let entry = format!("<entry><title>T</title><content type='{kind}'>{text}</content></entry>");
        articles(&format!("<feed>{entry}</feed>")).remove(0).body
    };
    let hi = [Block::paragraph("Hi you")];
    assert_eq!(body("html", "<div>Hi &lt;b class='x'&gt;you&lt;/b&gt;</div>").len(), 1);
    assert_eq!(body("xhtml", "<div>&lt;p&gt;Hi you&lt;/p&gt;</div>"), hi);
    assert_eq!(body("", "&amp;lt;p&amp;gt;Hi you&amp;lt;/p&amp;gt;<br/>"), hi);
    let lesson = [Block::paragraph("Write <b>so</b>.")];
    assert_eq!(body("xhtml", "<div><p>Write &lt;b&gt;so&lt;/b&gt;.</p></div>"), lesson);
}

#[test]
fn addresses_stand_against_what_the_feed_says() {
    let entry = "<entry><title>T</title><link rel='enclosure'>a.ogg</link><link href='one'/></entry>";
    let own = "<link rel='self' href='https://e.example/b/feed'/>";
    let article = articles(&format!("<feed><link href='/b/'/>{own}{entry}</feed>")).remove(0);
    assert_eq!(article.url.as_deref(), Some("https://e.example/b/one"));
    assert_eq!(article.enclosures[0].url, "https://e.example/b/a.ogg");
    let site = "<link href='https://site.example/'/>";
    let article = articles(&format!("<feed>{own}{site}{entry}</feed>")).remove(0);
    assert_eq!(article.url.as_deref(), Some("https://site.example/one"));
    let channel = "<CHANNEL BASE='https://c.example/'><ITEM HREF='/1'><TITLE>One</TITLE></ITEM></CHANNEL>";
    assert_eq!(articles(channel)[0].url.as_deref(), Some("https://c.example/1"));
}

#[test]
fn json_feeds() {
    let text = r#")]}' {"version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": 7, "url": "/a", "title": "A", "content_html": "<p>x</p>", "authors": [{"name": "Ada"}], "tags": ["t"],
         "date_published": "2024-03-04T09:15:00Z", "attachments": [{"url": "https://j.example/a.mp3", "size_in_bytes": 5}]},
        {"content_text": "No headline.\n\nTwo."}], "title": "J", "home_page_url": "https://j.example/"}"#;
    let (found, said) = read("f.json", text.as_bytes());
    assert!(said.is_empty() && found.len() == 2, "{said:?}");
    let article = &found[0].article;
    assert_eq!((article.title.as_str(), article.site.as_deref()), ("A", Some("J")));
    assert_eq!((article.url.as_deref(), found[0].key.as_str()), (Some("https://j.example/a"), "f.json#7"));
    assert_eq!((&article.authors[..], article.enclosures[0].bytes), (&["Ada".into()][..], Some(5)));
    assert_eq!(found[1].article.body.len(), 2);
    let cut = &text[..text.find("{\"content_text").unwrap() + 9];
    let (found, said) = read("f.json", cut.as_bytes());
    assert!(
        found.len() == 1 && said[0].contains("is damaged") && said[0].contains("1 entry is kept"),
        "{said:?}"
    );
}

#[test]
fn each_defect_costs_only_its_place() {
    let good = titles(RSS);
    for (from, to) in [
        ("opens</title>", "opens"),
        ("<?xml", "<br>Warning: <b>x</b>\n<?xml"),
        ("<?xml", "\u{feff}\u{feff} \n<?xml"),
        (" version=\"2.0\"", ""),
        ("xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"", ""),
        ("In short", "\u{1} AT&T &nbsp; a<b &unknown; In short"),
        ("</rss>", "</rss>\n<!-- made in 1 s --> done"),
        ("<link>https://h.example/</link>", "<link>https://h.example/"),
    ] {
        assert_eq!(titles(&RSS.replacen(from, to, 1)), good, "{from} → {to}");
    }
    let latin = RSS.replace("pier opens", "pier op\u{e9}ns").chars().map(|c| c as u8).collect::<Vec<u8>>();
    assert_eq!(read("f.xml", &latin).0[0].article.title, "The pier opéns");
    let wide: Vec<u8> = RSS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("f.xml", &wide).0.len(), 2);
}

#[test]
fn entities_of_its_own_are_never_read() {
    let laughs = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
                  <rss><channel><item><title>&b; &x;</title></item></channel></rss>";
    assert_eq!(titles(laughs), ["&b; &x;"]);
}

#[test]
fn a_cut_feed_keeps_what_is_whole_and_says_so() {
    let cut = &RSS[..RSS.find("A note").unwrap() + 4];
    let (found, said) = read("f.xml", cut.as_bytes());
    assert_eq!(found.len(), 1);
    assert!(
        said[0].starts_with("f.xml is damaged: it ends before its last element does; 1 entry is kept"),
        "{said:?}"
    );
    let (found, said) = read("f.xml", b"<rss><channel></channel></rss>");
    assert!(found.is_empty() && said == ["the feed has no entries"]);
}

#[test]
fn entries_that_share_an_id_are_told_apart() {
    let item =
        |n: u8| format!("<item><guid>0</guid><title>T{n}</title><link>https://e.example/{n}</link></item>");
    let (found, _) =
        read("f.xml", format!("<rss><channel>{}{}</channel></rss>", item(1), item(2)).as_bytes());
    assert_eq!(found[0].key, "f.xml#0 https://e.example/1");
    assert_eq!(found[1].key, "f.xml#0 https://e.example/2");
    let json = r#"{"items": [{"id": 0, "url": "https://e.example/1"}, {"id": "0", "title": "B"}, {}, {"id": 1, "title": "C"}]}"#;
    let keys: Vec<String> = read("f.json", json.as_bytes()).0.into_iter().map(|one| one.key).collect();
    assert_eq!(keys, ["f.json#0 https://e.example/1", "f.json#0 B", "f.json#1"]);
}

#[test]
fn many_entries_and_deep_texts_are_read() {
    let deep = format!("&lt;p&gt;{}deep", "&lt;div&gt;".repeat(20_000));
    let many = "<item><title>x</title></item>".repeat(5_000);
    let text = format!(
        "<rss><channel><item><title>d</title><description>{deep}</description></item>{many}</channel></rss>"
    );
    let all = articles(&text);
    assert_eq!((all.len(), &all[0].body[..]), (5_001, &[Block::paragraph("deep")][..]));
}

#[test]
fn what_a_feed_says_for_all_entries_is_made_short_once() {
    let head = format!(
        "<feed><title>{0}</title><rights>{0}</rights><link rel='self' href='https://e.example/{0}'/>{1}",
        "a".repeat(100_000),
        format!("<author><name>{}</name></author>", "b".repeat(100_000)).repeat(3),
    );
    let feed = super::xml::head(&head, &Base::default());
    let all = [feed.head.title.get().unwrap().text.len(), feed.head.rights.get().unwrap().text.len()];
    assert_eq!((all, feed.head.authors.len()), ([LONG + 1; 2], 1));
    assert_eq!(feed.head.authors[0].len(), NAME + 1);
    assert_eq!(feed.head.base.resolve("x").as_deref(), Some("x"), "no address is that long");
}

#[test]
fn lists_without_end_are_cut_while_they_are_read() {
    let many = |from: &str| (0..30_000).map(|n| from.replace('#', &n.to_string())).collect::<String>();
    let authors = many("<author>A #</author>");
    let parts = [
        many("<category>#</category>"),
        many("<enclosure url='https://e.example/#'/>"),
        format!("<itunes:keywords>{}</itunes:keywords>", many("#,")),
        format!("<dc:creator {}>x</dc:creator>", many("xmlns:p#='http://purl.org/dc/elements/1.1/' ")),
    ];
    let text = format!("<rss><item><title>T</title>{authors}{}</item></rss>", parts.concat());
    let (found, said) = read("f.xml", text.as_bytes());
    let article = &found[0].article;
    assert_eq!([article.authors.len(), article.categories.len(), article.keywords.len()], [NAMES; 3]);
    assert_eq!(article.enclosures.len(), LINKS);
    assert_eq!(said, ["entry 1: too long and cut: authors, categories, enclosures, keywords"]);
    let json = format!(r#"{{"items": [{{"title": "T", "tags": [{}1], "id": 5}}]}}"#, "1,".repeat(50_000));
    let (found, _) = read("f.json", json.as_bytes());
    assert_eq!((found[0].article.title.as_str(), found[0].article.categories.len()), ("T", NAMES));
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read("f.xml", &bytes);
        read("f.json", &[b"{\"items\":[", &bytes[..]].concat());
        read("f.xml", &[b"<rss><item>", &bytes[..]].concat());
    }

    #[test]
    fn any_tags_are_survived(text in "(<[!/?]?(item|title|content|a|!\\[CDATA\\[)?[ =\"'/>&;-]{0,3}|x){0,60}") {
        read("f.xml", format!("<rss><item>{text}").as_bytes());
    }

    #[test]
    fn damage_loses_nothing_that_stands_before_it(at in 0..ATOM.len() + RSS.len(), junk in "[<>&;\"'/a-z!\\[\\] ]{0,12}", cut in any::<bool>()) {
        let text = if at < RSS.len() { RSS } else { ATOM };
        let at = at % RSS.len() % text.len();
        let rest = if cut { "" } else { &text[at..] };
        let damaged = format!("{}{junk}{rest}", &text[..at]);
        let whole = text[..at].matches("</item>").count() + text[..at].matches("</entry>").count();
        prop_assert!(read("f.xml", damaged.as_bytes()).0.len() >= whole);
    }
}

#[test]
fn a_headline_of_controls_alone_gives_way_to_the_first_words() {
    let feed = "<rss version='2.0'><channel><item><title>\u{1a}</title><description>Low tide.</description></item></channel></rss>";
    assert_eq!(articles(feed)[0].title, "Low tide.");
}
