//! Documents of a wished size. The same size is always the same text.

use std::fmt::Write as _;

/// The words that sentences are made of; their lengths are those of English.
const LEXICON: &str = "the harbour of a ships and waited in council to morning bridge for passengers \
     is slowly on tide that engineers at with repaired by";
const LEXICON_WORDS: usize = 24;
/// Words of a sentence, and sentences of a paragraph.
const SENTENCE: usize = 14;
const PARAGRAPH: usize = 4;
/// Paragraphs between two of the other kinds of blocks.
const BETWEEN: usize = 6;

/// Sentences one after another, which never come to an end.
struct Sentences(u32);

impl Sentences {
    fn next(&mut self, words: usize) -> String {
        let mut out = String::from("Then");
        for _ in 1..words {
            // a linear congruential generator (Numerical Recipes, 2nd ed., §7.1)
            self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            out.push(' ');
            out.push_str(LEXICON.split(' ').nth((self.0 >> 16) as usize % LEXICON_WORDS).unwrap_or_default());
        }
        out.push('.');
        out
    }

    fn paragraph(&mut self) -> String {
        [(); PARAGRAPH].map(|()| self.next(SENTENCE)).join(" ")
    }
}

/// A page of at least so many bytes: head, menu, byline, text with a list, a quote, a table, a link now and then.
pub(crate) fn html_page(bytes: usize) -> String {
    let mut sentences = Sentences(1);
    let mut page = String::from(
        "<!doctype html><html lang=en><head><title>The Bridge Opens | The Wire</title>\
         <meta property=og:site_name content='The Wire'><link rel=canonical href=https://e.example/a>\
         <script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"The Bridge Opens\",\
         \"datePublished\":\"2024-03-04T09:15:00Z\",\"author\":{\"@type\":\"Person\",\"name\":\"Joy Lin\"}}</script>\
         </head><body><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav>\
         <article><h1>The Bridge Opens</h1><p class=byline>By Joy Lin</p><time>4 March 2024</time>\n",
    );
    let mut at = 0;
    while page.len() < bytes {
        let text = sentences.paragraph();
        let _ = match at % (BETWEEN * 4) {
            5 => writeln!(page, "<ul><li>{text}</li><li>{text}</li></ul>"),
            11 => writeln!(page, "<blockquote><p>{text}</p></blockquote>"),
            17 => writeln!(page, "<table><tr><th>Tide<th>Time<tr><td>High<td>{at}</table>"),
            23 => writeln!(page, "<h2>{}</h2>", sentences.next(4)),
            _ => writeln!(page, "<p>{text} See <a href='/a/{at}'>the <em>log</em></a>.</p>"),
        };
        at += 1;
    }
    page.push_str("</article><footer>© 2024 The Wire</footer></body></html>");
    page
}

/// A feed with whole articles in it.
pub(crate) fn rss(entries: usize) -> String {
    let mut sentences = Sentences(2);
    let mut feed = String::from(
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' \
         xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>The Wire</title><link>https://e.example/</link>\n",
    );
    for at in 0..entries {
        let _ = writeln!(
            feed,
            "<item><title>{}</title><link>https://e.example/{at}</link><guid>https://e.example/{at}</guid>\
             <pubDate>Mon, 04 Mar 2024 09:{:02}:00 GMT</pubDate><dc:creator>Joy Lin</dc:creator>\
             <description>{}</description><content:encoded><![CDATA[{}]]></content:encoded></item>",
            sentences.next(8),
            at % 60,
            sentences.next(SENTENCE),
            entry(&mut sentences),
        );
    }
    feed + "</channel></rss>"
}

/// The same as Atom, its HTML escaped.
pub(crate) fn atom(entries: usize) -> String {
    let mut sentences = Sentences(3);
    let mut feed = String::from(
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>The Wire</title><id>urn:wire</id>\n",
    );
    for at in 0..entries {
        let _ = writeln!(
            feed,
            "<entry><title>{}</title><link href='https://e.example/{at}'/><id>urn:wire:{at}</id>\
             <published>2024-03-04T09:{:02}:00Z</published><author><name>Joy Lin</name></author>\
             <summary>{}</summary><content type='html'>{}</content></entry>",
            sentences.next(8),
            at % 60,
            sentences.next(SENTENCE),
            entry(&mut sentences).replace('<', "&lt;"),
        );
    }
    feed + "</feed>"
}

/// What an entry of a feed holds.
fn entry(sentences: &mut Sentences) -> String {
    let texts = [(); 3].map(|()| sentences.paragraph());
    format!("<p>{} <a href='/b'>More</a></p>", texts.join(" <a href='/b'>More</a></p><p>"))
}

/// The text of a page, furniture and all.
pub(crate) fn page_dump(words: usize) -> String {
    let head = "The Wire\nHome | News | Ports\n\nThe Bridge Opens\n\nBy Joy Lin\nMarch 4, 2024 · 4 min read\n\nShare\n";
    let foot = "Tags: bridge, harbour\n\nRelated articles\nThe Tide Is Late\nMarch 2, 2024\n";
    format!("{head}{}\n{foot}", paragraphs(words))
}

/// An article with front matter.
pub(crate) fn markdown(words: usize) -> String {
    let head =
        "---\ntitle: The Bridge Opens\nauthor: Joy Lin\ndate: 2024-03-04\ntags: [bridge, harbour]\n---\n";
    format!(
        "{head}{}\n## Tides\n\n- *High* at nine\n- Low at [three](https://e.example/b)\n",
        paragraphs(words)
    )
}

fn paragraphs(words: usize) -> String {
    let mut sentences = Sentences(4);
    let texts: Vec<String> = (0..words / (SENTENCE * PARAGRAPH)).map(|_| sentences.paragraph()).collect();
    format!("\n{}\n", texts.join("\n\n"))
}
