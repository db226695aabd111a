//! JSON Lines → articles: one article on each line, read line by line so that a file of any size fits.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::document::Document;
use super::plain::paragraphs;
use super::{Found, LoadError, Loaded, MAX_TEXT, Sink, dates, decode, finish, notice};
use crate::article::Article;
use crate::sanitize;

/// Reads every line and tells `sink`; a bad line is told with its number and the rest goes on.
pub(super) fn read(
    document: Document<'_>,
    mut input: impl BufRead,
    sink: &mut Sink<'_>,
) -> Result<ControlFlow<()>, LoadError> {
    let mut line = Vec::new();
    let mut empty = true;
    for number in 1.. {
        let size = next_line(&mut input, &mut line).map_err(|cause| LoadError::io(document.path, cause))?;
        if size == 0 {
            break;
        }
        if number == 1 && decode::is_wide(&line) {
            let why = "is JSON Lines in UTF-16 or UTF-32, which must be UTF-8: convert it (iconv does that)";
            return Err(LoadError::about(document.path, why));
        }
        let text = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
        if text.trim_ascii().is_empty() {
            continue;
        }
        empty = false;
        if tell(document, number, article(text), sink).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    if empty { Err(document.empty()) } else { Ok(ControlFlow::Continue(())) }
}

/// The next line into `line`, of which at most one byte over the limit is kept; returns its whole size.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    line.clear();
    let size = input.by_ref().take(MAX_TEXT + 1).read_until(b'\n', line)?;
    let cut = size as u64 > MAX_TEXT && !line.ends_with(b"\n");
    Ok(if cut { size + input.skip_until(b'\n')? } else { size })
}

fn tell(
    document: Document<'_>,
    number: usize,
    line: Result<(Loaded, Vec<String>), String>,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let (mut loaded, notices) = match line {
        Ok(read) => read,
        Err(why) => {
            let why = LoadError::about(document.path, format!("line {number}: {why}"));
            return sink(Found::Failed(document.path.to_owned(), why));
        }
    };
    for what in notices {
        sink(notice(document.path, &format!("line {number}: {what}")))?;
    }
    let own = loaded.given_id.as_ref().or(loaded.article.url.as_ref());
    loaded.key = own.cloned().unwrap_or_else(|| format!("{}#{number}", document.key));
    sink(Found::Article(Box::new(loaded)))
}

/// One line, and what was left out of it.
fn article(line: &[u8]) -> Result<(Loaded, Vec<String>), String> {
    if line.len() as u64 > MAX_TEXT {
        return Err(format!("an article may have {} MB at most: split it", MAX_TEXT >> 20));
    }
    let mut fields: Map<String, Value> = serde_json::from_slice(line).map_err(|why| bad_json(&why))?;
    // "Not known" may be written as null for every field; serde takes null for lists as an error.
    fields.retain(|_, value| !value.is_null());
    let given_id = fields.remove("id").map(|id| sanitize::line(&own_text(&id))).filter(|id| !id.is_empty());
    let tags: Vec<String> = field(&mut fields, "tags")?.unwrap_or_default();
    let mut loaded = Loaded {
        key: String::new(),
        given_id,
        tags: tags.iter().map(|tag| sanitize::line(tag)).filter(|tag| !tag.is_empty()).collect(),
        read: field(&mut fields, "read")?,
        starred: field(&mut fields, "starred")?,
        article: Article::default(),
    };
    let mut notices = Vec::new();
    for name in ["published", "updated"] {
        notices.extend(tidy_date(&mut fields, name));
    }
    if let Some(Value::String(text)) = fields.get("body") {
        let blocks = paragraphs(text);
        fields.insert("body".into(), serde_json::to_value(blocks).map_err(|why| why.to_string())?);
    }
    let article: Article =
        serde_json::from_value(Value::Object(fields)).map_err(|why| format!("not an article: {why}"))?;
    if sanitize::line(&article.title).is_empty() {
        return Err("it has no \"title\", which every article must have: add one".into());
    }
    let (article, cut) = finish::article(article);
    notices.extend(cut);
    loaded.article = article;
    Ok((loaded, notices))
}

/// The parser sees one line and calls it "line 1"; the line's own number stands before the message.
fn bad_json(why: &serde_json::Error) -> String {
    let why = why.to_string().replace(" at line 1 column ", " at byte ");
    format!("{why}: write one JSON object on each line")
}

/// A field of the user's own, taken out of the object.
fn field<T: serde::de::DeserializeOwned>(
    fields: &mut Map<String, Value>,
    name: &str,
) -> Result<Option<T>, String> {
    let value = fields.remove(name).map(serde_json::from_value).transpose();
    value.map_err(|why| format!("{name}: {why}"))
}

fn own_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Dates are RFC 3339 by contract; one in words is read where that can be done, and left out where not.
fn tidy_date(fields: &mut Map<String, Value>, name: &str) -> Option<String> {
    let given = own_text(fields.get(name)?);
    let Some(moment) = dates::parse(&given) else {
        fields.remove(name);
        return Some(format!("{name} is not a date and was left out: {given:?}"));
    };
    fields.insert(name.to_owned(), moment.to_string().into());
    None
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::load_bytes;
    use super::*;
    use crate::article::{Block, Enclosure, Item, LinkRole, PageLink, Span, SpanStyle, Text};

    fn read_all(text: &str) -> Vec<Found> {
        load_bytes(Path::new("in.jsonl"), text.as_bytes()).unwrap()
    }

    fn one(text: &str) -> Loaded {
        match read_all(text).pop() {
            Some(Found::Article(one)) => *one,
            other => panic!("{other:?}"),
        }
    }

    fn full() -> Article {
        let span =
            |start, end, style, url: Option<&str>| Span { start, end, style, url: url.map(Into::into) };
        let text = Text {
            text: "Read the report now.".into(),
            spans: vec![
                span(0, 4, SpanStyle::Strong, None),
                span(9, 15, SpanStyle::Link, Some("https://e.example/report")),
            ],
        };
        let link = |role, title: &str, url: Option<&str>| PageLink {
            role,
            title: title.into(),
            published: "2024-05-03".parse().ok(),
            url: url.map(Into::into),
            article: None,
        };
        Article {
            url: Some("https://www.e.example/a".into()),
            title: "A title".into(),
            subtitle: Some("A standfirst".into()),
            authors: vec!["Ada".into(), "Ben".into()],
            published: "2023-01-17".parse().ok(),
            updated: "2023-01-18T09:30:00+01:00".parse().ok(),
            site: Some("Example".into()),
            site_host: Some("www.e.example".into()),
            language: Some("en".into()),
            sections: vec!["News".into()],
            categories: vec!["China".into()],
            keywords: vec!["tag".into()],
            reading_minutes: Some(2),
            image: Some("https://e.example/i.png".into()),
            body: vec![
                Block::Paragraph(text),
                Block::heading(2, "H"),
                Block::List {
                    ordered: true,
                    items: vec![Item {
                        text: Text::plain("x"),
                        items: vec![Item { text: Text::plain("y"), items: vec![] }],
                    }],
                },
                Block::Quote(Text::plain("q")),
                Block::Code { language: Some("rust".into()), text: "fn main() {}\n    1".into() },
                Block::Table { header: vec!["h".into()], rows: vec![vec!["c".into()]] },
                Block::Image { alt: "a".into(), url: "https://e.example/i.png".into() },
                Block::Caption(Text::plain("c")),
                Block::Rule,
                Block::RelatedInline(Text::plain("r")),
            ],
            links: vec![
                link(LinkRole::Related, "Other", None),
                PageLink {
                    published: None,
                    ..link(LinkRole::Body, "report", Some("https://e.example/report"))
                },
            ],
            enclosures: vec![Enclosure {
                url: "https://e.example/a.mp3".into(),
                media_type: Some("audio/mpeg".into()),
                bytes: Some(9),
            }],
            copyright: Some("© Example".into()),
            contact: vec!["desk@e.example".into()],
            comment_count: Some(3),
        }
    }

    #[test]
    fn what_is_printed_loads_back_equal() {
        let mut value = serde_json::to_value(full()).unwrap();
        let user = serde_json::json!({"id":"i1","source":"s","read":true,"starred":false,"tags":["t"]});
        value.as_object_mut().unwrap().extend(user.as_object().unwrap().clone());
        let loaded = one(&value.to_string());
        assert_eq!(loaded.article, full());
        assert_eq!((loaded.key.as_str(), loaded.given_id.as_deref()), ("i1", Some("i1")));
        assert_eq!((loaded.read, loaded.starred), (Some(true), Some(false)));
        assert_eq!(loaded.tags, ["t"]);
    }

    #[test]
    fn a_title_is_enough_and_the_rest_may_be_null_or_strange() {
        let loaded = one(r#"{"title":"T","authors":null,"body":"One\nline.\n\n\nTwo.","id":7,"x":{"y":1}}"#);
        assert_eq!(loaded.article.body, [Block::paragraph("One line."), Block::paragraph("Two.")]);
        assert_eq!(loaded.given_id.as_deref(), Some("7"));
    }

    #[test]
    fn a_bad_line_is_told_by_number_and_the_rest_goes_on() {
        let found = read_all(
            "\u{feff}{\"title\":\"A\"}\n\n{oops\n{\"url\":\"u\"}\n{\"title\":\"B\",\"published\":\"soon\"}",
        );
        let lines: Vec<String> = found
            .iter()
            .map(|found| match found {
                Found::Article(one) => one.key.clone(),
                Found::Failed(_, why) => why.to_string(),
                Found::Notice(_, note) => note.clone(),
                Found::Unknown(_) | Found::Progress(_) => String::new(),
            })
            .collect();
        assert_eq!(lines.len(), 5, "{lines:?}");
        assert_eq!(lines[0], "in.jsonl#1");
        assert!(lines[1].starts_with("in.jsonl line 3: key must be a string at byte 2: "), "{}", lines[1]);
        assert!(lines[2].starts_with("in.jsonl line 4: it has no \"title\""), "{}", lines[2]);
        assert_eq!(lines[3], "line 5: published is not a date and was left out: \"soon\"");
        assert_eq!(lines[4], "in.jsonl#5");
    }

    #[test]
    fn hostile_offsets_and_levels_do_no_harm() {
        let line = r#"{"title":"T","body":[
            {"kind":"heading","level":200,"text":"H"},
            {"kind":"paragraph","text":"é","spans":[{"start":1,"end":99,"style":"link","url":"https://e.example"}]}]}"#;
        let body = one(&line.replace('\n', " ")).article.body;
        assert!(matches!(&body[0], Block::Heading { level: 1..=6, .. }), "{body:?}");
        let Block::Paragraph(text) = &body[1] else { panic!("{body:?}") };
        assert!(text.spans.iter().all(|span| text.text.get(span.start..span.end).is_some()), "{text:?}");
    }

    #[test]
    fn wide_characters_are_told_once_and_not_for_each_line() {
        let wide: Vec<u8> = "\u{feff}{\"title\":1}\n{}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let error = load_bytes(Path::new("a.jsonl"), &wide).unwrap_err();
        assert!(error.to_string().contains("must be UTF-8"), "{error}");
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over() {
        let long = io::repeat(b'a').take(MAX_TEXT + 9).chain(&b"\n{\"title\":\"B\"}"[..]);
        let mut input = io::BufReader::new(long);
        let mut line = Vec::new();
        assert_eq!(next_line(&mut input, &mut line).unwrap() as u64, MAX_TEXT + 10);
        assert!(article(&line).unwrap_err().starts_with("an article may have 32 MB"));
        next_line(&mut input, &mut line).unwrap();
        assert_eq!(line, b"{\"title\":\"B\"}");
    }
}
