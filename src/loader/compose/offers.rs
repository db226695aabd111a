//! What a page offers besides its text → page links: "Related Article: …" between the paragraphs, and lists under
//! "Related", "Latest", "Events" at the end. The words are those of the page dumps.

use crate::article::{Article, Block, LinkRole, Moment, PageLink, Span, SpanStyle, Text};
use crate::loader::dates::{self, Order};
use crate::loader::page_text::lexicon::{self, Says};

/// What stands between a headline and its date.
const BETWEEN: &[char] = &[' ', '\t', '\n', '-', '–', '—', '·', ',', ';', ':', '|', '(', ')', '[', ']', '/'];

/// Takes the lists off the end of the body (lists further up belong to the text) and notes what stands between.
pub(in crate::loader) fn take(article: &mut Article) {
    let mut lists = Vec::new();
    while let [.., Block::Heading { text, .. }, Block::List { items, .. }] = &article.body[..] {
        let Some(role) = role(&text.text) else { break };
        lists.push(items.iter().map(|item| link(role, &item.text)).collect::<Vec<_>>());
        article.body.truncate(article.body.len() - 2);
    }
    for block in &mut article.body {
        if let Block::Paragraph(text) = block
            && let Some(title) = inline_related(text)
        {
            article.links.push(link(LinkRole::InlineRelated, &title));
            *block = Block::RelatedInline(title);
        }
    }
    article.links.extend(lists.into_iter().rev().flatten());
}

fn role(heading: &str) -> Option<LinkRole> {
    lexicon::whole(heading).iter().find_map(|says| match says {
        Says::Header(role) => Some(*role),
        _ => None,
    })
}

/// What follows "Related Article:".
fn inline_related(text: &Text) -> Option<Text> {
    let title = lexicon::after(&text.text, Says::Inline).filter(|title| !title.is_empty())?;
    let cut = text.text.len() - title.len();
    let kept = text.spans.iter().filter(|span| span.end > cut);
    let moved = |span: &Span| Span {
        start: span.start.saturating_sub(cut),
        end: span.end - cut,
        style: span.style,
        url: span.url.clone(),
    };
    Some(Text { text: title.to_owned(), spans: kept.map(moved).collect() })
}

fn link(role: LinkRole, text: &Text) -> PageLink {
    let span = text.spans.iter().find(|span| span.style == SpanStyle::Link);
    let (rest, published) = without_date(&text.text);
    // The date stands beside the link or in its words.
    let words = span.and_then(|span| text.text.get(span.start..span.end)).map(|words| without_date(words).0);
    let title = words.filter(|words| !words.is_empty()).unwrap_or(rest).to_owned();
    PageLink { role, title, published, url: span.and_then(|span| span.url.clone()), article: None }
}

/// Takes a date off the beginning or the end.
fn without_date(text: &str) -> (&str, Option<Moment>) {
    let text = text.trim_matches(BETWEEN);
    for date in dates::find(text, Order::Unknown) {
        let rest = match (date.range.start, date.range.end) {
            (0, end) => &text[end..],
            (start, end) if end == text.len() => &text[..start],
            _ => continue,
        };
        let rest = rest.trim_matches(BETWEEN);
        if !rest.is_empty() {
            return (rest, Some(date.moment));
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loader::markdown::parse;

    #[test]
    fn lists_at_the_end_become_page_links() {
        let page = parse(
            "# T\n\nText.\n\n## Related\n\n- [One](https://e.example/1) — 2024-05-03\n- 2024-05-04: Two\n- Three\n\n\
             ## Latest:\n\n- [Four (2024-05-05)](https://e.example/4)\n\n## Events\n\n- Five, 2024-05-06\n",
            String::new(),
        );
        assert_eq!(page.article.body, [Block::paragraph("Text.")]);
        let link = |role, title: &str, date: &str, url: Option<&str>| PageLink {
            role,
            title: title.into(),
            published: date.parse().ok(),
            url: url.map(Into::into),
            article: None,
        };
        let want = [
            link(LinkRole::Related, "One", "2024-05-03", Some("https://e.example/1")),
            link(LinkRole::Related, "Two", "2024-05-04", None),
            link(LinkRole::Related, "Three", "", None),
            link(LinkRole::Latest, "Four", "2024-05-05", Some("https://e.example/4")),
            link(LinkRole::Event, "Five", "2024-05-06", None),
        ];
        assert_eq!(page.article.links, want);
    }

    #[test]
    fn what_stands_between_the_paragraphs_is_told_apart() {
        let page = parse("# T\n\n**Related Article:** [One](https://e.example/1)\n\nText.\n", String::new());
        let span = Span { start: 0, end: 3, style: SpanStyle::Link, url: Some("https://e.example/1".into()) };
        let title = Text { text: "One".into(), spans: vec![span] };
        assert_eq!(page.article.body, [Block::RelatedInline(title), Block::paragraph("Text.")]);
        assert_eq!(page.article.links[0].role, LinkRole::InlineRelated);
        assert_eq!(page.article.links[0].url.as_deref(), Some("https://e.example/1"));
    }

    #[test]
    fn a_list_in_the_middle_stays_in_the_text() {
        let page = parse("# T\n\n## Related\n\n- One\n\nText.\n", String::new());
        assert_eq!((page.article.body.len(), page.article.links.len()), (3, 0));
    }
}
