//! JSON Feed 1.x → entries, one at a time.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;
use std::ops::ControlFlow;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::draft::Draft;
use super::person;
use super::rich::{Form, Rich};
use super::xml::{is_short, language};
use crate::article::Enclosure;
use crate::loader::dates;
use crate::loader::page_html::Base;
use loose::Loose;

mod loose;

/// Values that are read of one entry: a value takes more memory than the two bytes that it may be written in.
const VALUES: usize = 20_000;

/// Hears of each entry.
type Each<'a> = dyn FnMut(Draft, &Draft) -> ControlFlow<()> + 'a;

/// Why it ended before its end.
pub(super) enum End {
    /// Nobody wants more.
    Stopped,
    /// It is no JSON from there on, in the words of the parser.
    Broken(String),
}

/// Reads the feed twice: what it says of itself may stand behind its entries.
pub(super) fn read(text: &str, base: &Base, each: &mut Each<'_>) -> Result<(), End> {
    let mut feed = Draft { base: base.clone(), ..Draft::default() };
    // what is broken is said by the second pass
    let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
    let _ = pass(text, &mut feed, &mut false, &mut |draft, _| {
        if let Some(id) = draft.id.get()
            && !seen.insert(id.clone())
        {
            shared.insert(id.clone());
        }
        ControlFlow::Continue(())
    });
    let said = [feed.link.get(), feed.own_address.get()].map(Option::<&String>::cloned);
    feed.base = said.into_iter().fold(feed.base, Base::or);
    feed.settle();
    let mut stopped = false;
    let passed = pass(text, &mut feed, &mut stopped, &mut |mut draft, feed| {
        draft.shared_id = draft.id.get().is_some_and(|id| shared.contains(id));
        each(draft, feed)
    });
    match passed {
        _ if stopped => Err(End::Stopped),
        Err(why) => Err(End::Broken(why.to_string())),
        Ok(()) => Ok(()),
    }
}

fn pass(text: &str, feed: &mut Draft, stopped: &mut bool, each: &mut Each<'_>) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_str(text);
    json.deserialize_map(Whole { feed, each, stopped })
}

/// The object that a feed is.
struct Whole<'a, 'e> {
    feed: &'a mut Draft,
    each: &'a mut Each<'e>,
    stopped: &'a mut bool,
}

impl<'de> Visitor<'de> for Whole<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feed")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "items" {
                map.next_value_seed(Items { feed: self.feed, each: self.each, stopped: self.stopped })?;
            } else {
                about(&name, &map.next_value_seed(Loose::new(&Cell::new(VALUES)))?, self.feed);
            }
        }
        Ok(())
    }
}

/// The list of entries.
struct Items<'a, 'e> {
    feed: &'a Draft,
    each: &'a mut Each<'e>,
    stopped: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for Items<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element_seed(Loose::new(&Cell::new(VALUES)))? {
            let Value::Object(item) = item else { continue };
            if item.is_empty() {
                continue;
            }
            if (self.each)(draft(&item, self.feed), self.feed).is_break() {
                *self.stopped = true;
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// What the feed says of itself.
fn about(name: &str, value: &Value, feed: &mut Draft) {
    match name {
        "title" => feed.title.put(0, string(value).map(Rich::plain)),
        "home_page_url" => feed.link.put(0, string(value)),
        "feed_url" => feed.own_address.put(0, string(value)),
        "language" => feed.language.put(0, string(value).and_then(|tag| language(&tag))),
        "authors" => feed.write(0, authors(value)),
        "author" => feed.write(1, authors(value)),
        _ => {}
    }
}

fn draft(item: &Map<String, Value>, feed: &Draft) -> Draft {
    let mut draft = Draft { base: feed.base.clone(), elements: item.len(), ..Draft::default() };
    let text = |name: &str| item.get(name).and_then(string);
    let address = |name: &str| text(name).filter(|text| is_short(text));
    let guess = |text: String| Rich { text, form: Form::Guess };
    draft.id.put(0, address("id"));
    draft.link.put(0, address("url"));
    draft.link.put(1, address("external_url"));
    draft.title.put(0, text("title").map(guess));
    let html = text("content_html").map(|text| Rich { text, form: Form::Html });
    let body = html.or_else(|| text("content_text").map(Rich::plain));
    draft.content.put(0, body.map(|text| (text, feed.base.clone())));
    draft.summary.put(0, text("summary").map(guess));
    draft.published.put(0, text("date_published").and_then(|date| dates::stamp(&date)));
    draft.updated.put(0, text("date_modified").and_then(|date| dates::stamp(&date)));
    draft.image.put(0, text("image"));
    draft.image.put(1, text("banner_image"));
    draft.language.put(0, text("language").and_then(|tag| language(&tag)));
    draft.write(0, item.get("authors").map(authors).unwrap_or_default());
    draft.write(1, item.get("author").map(authors).unwrap_or_default());
    draft.label(list(item.get("tags")).iter().filter_map(string));
    for file in list(item.get("attachments")) {
        if let Some(file) = attachment(file, &draft.base) {
            draft.attach(file);
        }
    }
    draft
}

/// Names, in a list or alone, as objects or as text.
fn authors(value: &Value) -> Vec<String> {
    let one = |value: &Value| {
        let name = ["name", "url"].iter().find_map(|field| string(value.get(field)?));
        name.or_else(|| string(value))
    };
    let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    all.iter().filter_map(one).flat_map(|name| person::names(&name)).collect()
}

fn attachment(file: &Value, base: &Base) -> Option<Enclosure> {
    let text = |name: &str| file.get(name).and_then(string);
    let bytes = file.get("size_in_bytes").and_then(Value::as_u64);
    Some(Enclosure { url: base.resolve(&text("url")?)?, media_type: text("mime_type"), bytes })
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Text; numbers are taken for it.
fn string(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
