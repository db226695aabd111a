//! Data in JSON-LD with the words of schema.org, also where its JSON is broken in the usual ways.

use std::collections::HashMap;

use dom_query::Document;
use serde_json::{Map, Value};

use super::head::Head;
use super::{Facts, dates, language, list, plain, title};
use crate::loader::page_html::tree::{self, Step, Steps};

/// Bytes of JSON that are read; values take many times their text in memory.
const MOST: usize = 1 << 20;
/// Members under which the thing that a page is about is found.
const INTO: [&str; 3] = ["@graph", "mainEntity", "mainEntityOfPage"];
/// What an article is called; the less sure words come later.
const TYPES: [&[&str]; 3] = [
    &[
        "Article",
        "NewsArticle",
        "BlogPosting",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "MedicalScholarlyArticle",
        "TechArticle",
        "APIReference",
        "Report",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "DiscussionForumPosting",
    ],
    &["Review", "Recipe", "HowTo", "CreativeWork", "Blog", "PodcastEpisode", "VideoObject"],
    &["WebPage", "ItemPage", "AboutPage", "MedicalWebPage", "FAQPage"],
];

type Object = Map<String, Value>;

/// What the data says of the article that the page is about.
pub(super) fn read(page: &Document, head: &Head) -> Facts {
    let mut values = Vec::new();
    let mut room = MOST;
    for step in Steps::new(page.html_root()) {
        let Step::Open(node) = step else { continue };
        if &*tree::name(&node) == "script"
            && tree::attribute(&node, "type").is_some_and(|kind| kind.contains("ld+json"))
        {
            let text = tree::raw_text(node);
            if text.len() <= room {
                room -= text.len();
                values.extend(parse(&text));
            }
        }
    }
    let mut objects = Vec::new();
    for value in &values {
        gather(value, &mut objects);
    }
    let ids = ids(&values);
    let mut facts = Facts::default();
    for names in TYPES {
        let candidates: Vec<&Object> =
            objects.iter().filter(|object| is_one_of(object, names)).copied().collect();
        if let Some(object) = about(&candidates, head) {
            let mut found = article(object, &ids);
            if names.contains(&"WebPage") {
                found.headline = None; // it is the title with the site's name
            }
            facts = facts.or(found);
        }
    }
    if let Some(trail) = objects.iter().find_map(|object| breadcrumb(object)) {
        facts.categories = std::mem::replace(&mut facts.sections, trail);
    }
    facts.site = facts.site.or_else(|| {
        objects.iter().find(|object| is_one_of(object, &["WebSite"])).and_then(|site| text(site.get("name")?))
    });
    facts
}

/// The values in the text; what follows a place that cannot be mended is lost.
fn parse(text: &str) -> Vec<Value> {
    let whole = serde_json::from_str(text.trim());
    whole.map_or_else(
        |_| serde_json::Deserializer::from_str(&mended(text)).into_iter().map_while(Result::ok).collect(),
        |value| vec![value],
    )
}

/// Without comments, CDATA marks and commas that nothing follows; control characters in strings become spaces.
fn mended(text: &str) -> String {
    let text = text.replace("<![CDATA[", "").replace("]]>", "").replace("<!--", "").replace("-->", "");
    let mut out = String::with_capacity(text.len());
    let mut chars = text.trim_matches(|c: char| c.is_whitespace() || c == ';' || c == '/').chars().peekable();
    let mut in_string = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' if in_string => match chars.next() {
                Some(escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    out.extend(['\\', escaped]);
                }
                other => out.extend(other.filter(|c| !c.is_control())),
            },
            '"' => {
                in_string = !in_string;
                out.push(c);
            }
            c if in_string && c.is_control() => out.push(' '),
            '}' | ']' if !in_string => {
                if out.trim_end().ends_with(',') {
                    out.truncate(out.trim_end().len() - 1);
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// The objects that a page is made of, in order; what they only mention is left out.
fn gather<'v>(value: &'v Value, objects: &mut Vec<&'v Object>) {
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        match value {
            Value::Array(values) => left.extend(values.iter().rev()),
            Value::Object(object) => {
                objects.push(object);
                left.extend(INTO.iter().rev().filter_map(|name| object.get(*name)));
            }
            _ => {}
        }
    }
}

/// Objects with something to say, by their id.
fn ids(values: &[Value]) -> HashMap<&str, &Object> {
    let mut ids = HashMap::new();
    let mut left: Vec<&Value> = values.iter().collect();
    while let Some(value) = left.pop() {
        match value {
            Value::Array(values) => left.extend(values),
            Value::Object(object) => {
                if let Some(id) =
                    object.get("@id").and_then(Value::as_str).filter(|_| object.contains_key("name"))
                {
                    ids.entry(id).or_insert(object);
                }
                left.extend(object.values());
            }
            _ => {}
        }
    }
    ids
}

fn is_one_of(object: &Object, names: &[&str]) -> bool {
    let is = |kind: &Value| {
        kind.as_str().is_some_and(|kind| names.contains(&kind.rsplit(['/', ':']).next().unwrap_or(kind)))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// Of several articles the one with the page's own title: the others are teasers.
fn about<'v>(candidates: &[&'v Object], head: &Head) -> Option<&'v Object> {
    let titles = [head.graph.headline.as_deref(), head.title.as_deref()];
    let agrees = |object: &&&Object| {
        let headline =
            object.get("headline").or_else(|| object.get("name")).and_then(text).unwrap_or_default();
        titles.iter().flatten().any(|title| title::agree(&headline, title, title::WORDS))
    };
    candidates.iter().find(agrees).or(candidates.first()).copied()
}

fn article(object: &Object, ids: &HashMap<&str, &Object>) -> Facts {
    let get = |name: &str| object.get(name);
    let named = |name: &str| get(name).map(|value| names(value, ids)).unwrap_or_default();
    let date = |name: &str| get(name).and_then(text).and_then(|text| dates::read(&text));
    let authors = Some(named("author")).filter(|names| !names.is_empty()).unwrap_or_else(|| named("creator"));
    Facts {
        headline: get("headline").and_then(text).or_else(|| get("name").and_then(text)),
        subtitle: get("alternativeHeadline").and_then(text).or_else(|| get("description").and_then(text)),
        people: ["author", "creator"].iter().filter_map(|name| get(name)).any(are_people),
        authors,
        published: date("datePublished").or_else(|| date("uploadDate")).or_else(|| date("dateCreated")),
        updated: date("dateModified"),
        site: named("publisher").into_iter().next(),
        url: get("url").and_then(text).filter(|url| url.starts_with("http")),
        language: get("inLanguage").and_then(text).as_deref().and_then(language),
        sections: get("articleSection").map(strings).unwrap_or_default(),
        keywords: get("keywords").map(keywords).unwrap_or_default(),
        image: get("image").or_else(|| get("thumbnailUrl")).and_then(image),
        copyright: get("copyrightNotice").and_then(text),
        comments: get("commentCount").and_then(number),
        ..Facts::default()
    }
}

/// Names of people or of an outlet: strings, objects, ids, lists of them.
fn names(value: &Value, ids: &HashMap<&str, &Object>) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(|value| one_name(value, ids)).collect(),
        value => one_name(value, ids).into_iter().collect(),
    }
}

/// Whether all of them are said to be persons with two names or more.
fn are_people(value: &Value) -> bool {
    let is_person = |value: &Value| {
        let Value::Object(object) = value else { return false };
        let name = object.get("name").and_then(text).unwrap_or_default();
        is_one_of(object, &["Person"]) && name.contains(' ')
    };
    match value {
        Value::Array(values) => !values.is_empty() && values.iter().all(is_person),
        value => is_person(value),
    }
}

fn one_name(value: &Value, ids: &HashMap<&str, &Object>) -> Option<String> {
    let Value::Object(object) = value else { return text(value) };
    let whole = || {
        let part = |name: &str| object.get(name).and_then(text);
        Some(format!("{} {}", part("givenName")?, part("familyName")?))
    };
    let own = object.get("name").and_then(text).or_else(whole);
    own.or_else(|| ids.get(object.get("@id")?.as_str()?)?.get("name").and_then(text))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => plain(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.first().and_then(|value| value.as_str()).and_then(plain),
        Value::Object(object) => {
            object.get("@value").or_else(|| object.get("name"))?.as_str().and_then(plain)
        }
        _ => None,
    }
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(text).collect(),
        value => text(value).into_iter().collect(),
    }
}

/// A list, or a string that is one.
fn keywords(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => list(text),
        value => strings(value),
    }
}

fn image(value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Array(values) => values.first().and_then(|value| match value {
            Value::Array(_) => None,
            value => image(value),
        }),
        Value::Object(object) => {
            object.get("url").or_else(|| object.get("contentUrl"))?.as_str().map(str::to_owned)
        }
        _ => None,
    }
}

fn number(value: &Value) -> Option<u32> {
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u32::try_from(number).ok()
}

/// The way from the home page to the article; both ends are left out.
fn breadcrumb(object: &Object) -> Option<Vec<String>> {
    let list = match object.get("breadcrumb") {
        Some(Value::Object(list)) if list.contains_key("itemListElement") => list,
        _ => object,
    };
    if !is_one_of(list, &["BreadcrumbList"]) {
        return None;
    }
    let Value::Array(items) = list.get("itemListElement")? else { return None };
    let name = |item: &Value| {
        item.get("name").and_then(text).or_else(|| item.get("item")?.get("name").and_then(text))
    };
    let trail: Vec<String> = items.iter().filter_map(name).collect();
    Some(super::without_home(trail)).filter(|trail| !trail.is_empty())
}
