//! A feed → its entries: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.x, however broken.
//!
//! One loose reader for all XML: it goes from tag to tag and takes what it knows by name, so that no error anywhere
//! costs more than the place it stands in. Entries are read one by one; entities that a feed declares are never read.

use std::io::Read;
use std::ops::ControlFlow;

use super::document::Document;
use super::page_html::Base;
use super::{Found, LoadError, Loaded, Sink, decode, finish, notice};
use draft::Entry;

pub use pace::Pace;

mod draft;
mod json;
mod names;
mod pace;
mod person;
mod rich;
pub(super) mod scan;
mod value;
mod xml;

/// What a feed may have at most, in bytes: it lies in memory once, its entries one at a time.
const MAX_FEED: u64 = 128 << 20;

/// Reads a feed and tells `sink` of each entry, in its order; what is broken is told and the rest is kept.
pub(super) fn read(
    document: Document<'_>,
    input: impl Read,
    sink: &mut Sink<'_>,
) -> Result<ControlFlow<()>, LoadError> {
    let bytes = document.all(input, "a feed", MAX_FEED)?;
    let decoded = decode::declared(&bytes, document.envelope.charset.as_deref());
    let base = Base::new(document.envelope.address.clone());
    if let Some(note) = &decoded.note
        && sink(notice(document.path, note)).is_break()
    {
        return Ok(ControlFlow::Break(()));
    }
    let mut teller = Teller { document, sink, told: 0 };
    let begin = decoded.text.find(['<', '{']).unwrap_or(decoded.text.len());
    let text = &decoded.text[begin..];
    Ok(if text.starts_with('{') { teller.json(text, &base) } else { teller.xml(text, &base) })
}

/// Tells what is found.
struct Teller<'a, 's> {
    document: Document<'a>,
    sink: &'a mut Sink<'s>,
    told: usize,
}

impl Teller<'_, '_> {
    fn xml(&mut self, text: &str, base: &Base) -> ControlFlow<()> {
        let mut feed = xml::head(text, base);
        xml::entries(text, &mut feed, &mut |draft, head| self.entry(draft.finish(head)))?;
        let why = "it ends before its last element does";
        if feed.whole { self.end() } else { self.loss(why) }
    }

    fn json(&mut self, text: &str, base: &Base) -> ControlFlow<()> {
        match json::read(text, base, &mut |draft, head| self.entry(draft.finish(head))) {
            Ok(()) => self.end(),
            Err(json::End::Stopped) => ControlFlow::Break(()),
            Err(json::End::Broken(why)) => self.loss(&why),
        }
    }

    fn entry(&mut self, entry: Entry) -> ControlFlow<()> {
        self.told += 1;
        let key = self.key(&entry);
        let given_id = entry.own_id.then(|| crate::sanitize::line(&entry.id));
        let (article, cut) = finish::article(entry.article);
        let too_many = "has more elements than fit into memory; its text is left out".to_owned();
        for what in entry.too_many.then_some(too_many).into_iter().chain(cut) {
            let what = format!("entry {}: {what}", self.told);
            (self.sink)(notice(self.document.path, &what))?;
        }
        let loaded = Loaded { key, given_id, tags: Vec::new(), read: None, starred: None, article };
        (self.sink)(Found::Article(Box::new(loaded)))
    }

    /// A name that is unique in the world stands for itself, another one only within this feed.
    fn key(&self, entry: &Entry) -> String {
        let is_unique = entry.id.contains(':') && !entry.id.contains(' ');
        if is_unique { entry.id.clone() } else { format!("{}#{}", self.document.key, entry.id) }
    }

    /// Everything was read.
    fn end(&mut self) -> ControlFlow<()> {
        if self.told > 0 {
            return ControlFlow::Continue(());
        }
        (self.sink)(notice(self.document.path, "the feed has no entries"))
    }

    /// Not everything could be read.
    fn loss(&mut self, why: &str) -> ControlFlow<()> {
        let kept = match self.told {
            0 => "nothing of it could be kept".to_owned(),
            1 => "1 entry is kept".to_owned(),
            told => format!("{told} entries are kept"),
        };
        let what = format!("is damaged: {why}; {kept}; fetch it again");
        let error = LoadError::about(self.document.path, what);
        (self.sink)(Found::Failed(self.document.path.to_owned(), error))
    }
}

#[cfg(test)]
mod tests;
