//! One document → its articles: decides the kind, keeps the size in bounds, and calls the reader of that kind.

use std::io::{BufReader, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;

use super::dates::Votes;
use super::habits::{self, Known, Traits};
use super::{Envelope, Found, Kind, LoadError, Loaded, MAX_TEXT, Sink, decode, feed, finish, jsonl, kind_of};
use super::{markdown, notice, page_html, page_text};
use crate::article::Article;
use crate::sanitize;

/// How much of the beginning decides the kind.
pub(super) const HEAD: u64 = 8 << 10;

/// A document by its name.
#[derive(Clone, Copy)]
pub(super) struct Document<'a> {
    /// Where it lies, for messages; its ending helps to decide the kind.
    pub(super) path: &'a Path,
    /// What its article is known by where it has no address.
    pub(super) key: &'a str,
    /// Bytes, where that is known beforehand.
    pub(super) size: Option<u64>,
    /// What came along with it.
    pub(super) envelope: &'a Envelope,
}

/// A page, read but not finished.
struct Page {
    article: Article,
    /// What other pages may show, too.
    traits: Traits,
    notices: Vec<String>,
}

impl Document<'_> {
    /// Reads it and tells `sink`; breaks where `sink` does.
    pub(super) fn read(
        self,
        input: impl Read,
        known: &Known<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<ControlFlow<()>, LoadError> {
        let (kind, input) = self.recognise(input)?;
        if kind == Kind::JsonLines {
            return jsonl::read(self, BufReader::new(input), sink);
        }
        if kind == Kind::Feed {
            return feed::read(self, input, sink);
        }
        let page = self.page(kind, input, known)?;
        let (article, cut) = finish::article(page.article);
        for what in page.notices.iter().chain(&cut) {
            if sink(notice(self.path, what)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(sink(Found::Article(Box::new(self.loaded(article)))))
    }

    /// What a page shows that others may show, too; `None` of what is no page.
    pub(super) fn traits(self, input: impl Read) -> Result<Option<Traits>, LoadError> {
        let (kind, input) = self.recognise(input)?;
        if matches!(kind, Kind::JsonLines | Kind::Feed) {
            return Ok(None);
        }
        self.page(kind, input, &Known::nothing()).map(|page| Some(page.traits))
    }

    /// The kind, and the whole input again.
    fn recognise(self, mut input: impl Read) -> Result<(Kind, impl Read), LoadError> {
        let mut head = Vec::new();
        input.by_ref().take(HEAD).read_to_end(&mut head).map_err(|cause| LoadError::io(self.path, cause))?;
        if head.is_empty() {
            return Err(self.empty());
        }
        let (kind, _) = kind_of(self.path, &head).map_err(|no| LoadError::about(self.path, no))?;
        Ok((kind, Cursor::new(head).chain(input)))
    }

    fn page(self, kind: Kind, input: impl Read, known: &Known<'_>) -> Result<Page, LoadError> {
        let bytes = self.all(input, "a page", MAX_TEXT)?;
        let decoded = if kind == Kind::Html {
            decode::html(&bytes, self.envelope.charset.as_deref())
        } else {
            decode::text(&bytes)
        };
        let mut notices: Vec<String> = decoded.note.into_iter().collect();
        if decoded.text.trim().is_empty() {
            return Err(self.empty());
        }
        if !matches!(kind, Kind::Markdown | Kind::Html) {
            let page = page_text::parse(&decoded.text, known).map_err(|why| self.unread(why))?;
            let plain = page.plain.iter().map(String::as_str);
            let traits = Traits::of(self.key, &page.article, plain, page.votes);
            let traits = if page.glued { traits } else { traits.with_labels(&page.article) };
            return Ok(Page { article: page.article, traits, notices });
        }
        let (mut article, votes) = if kind == Kind::Markdown {
            let page = markdown::parse(&decoded.text, self.stem());
            notices.extend(page.notices);
            (page.article, Votes::default())
        } else {
            let address = self.envelope.address.as_deref();
            let page = page_html::parse(&decoded.text, address, known, || self.stem())
                .map_err(|why| self.unread(why))?;
            (page.article, page.votes)
        };
        let traits = Traits::of(self.key, &article, habits::texts(&article.body), votes);
        let traits = traits.with_labels(&article);
        habits::clear(&mut article.body, known);
        Ok(Page { article, traits, notices })
    }

    fn unread(self, why: impl std::fmt::Display) -> LoadError {
        LoadError::about(self.path, format!("could not be read: {why}"))
    }

    /// It holds nothing.
    pub(super) fn empty(self) -> LoadError {
        LoadError::about(self.path, "is empty: put the text of an article into it, or remove it")
    }

    fn loaded(self, article: Article) -> Loaded {
        let key = article.url.clone().unwrap_or_else(|| self.key.to_owned());
        Loaded { key, given_id: None, tags: Vec::new(), read: None, starred: None, article }
    }

    /// The headline of an article that has none: the name of its file without the ending, if it has a name.
    fn stem(self) -> String {
        let stem = sanitize::line(&self.path.file_stem().unwrap_or_default().to_string_lossy());
        if stem == "-" { String::new() } else { stem }
    }

    /// All bytes of `what`, which may have `limit` at most.
    pub(super) fn all(self, input: impl Read, what: &str, limit: u64) -> Result<Vec<u8>, LoadError> {
        let too_long = |is: &str| {
            let may = format!("{is}; {what} may have {} MB at most: split it", limit >> 20);
            LoadError::about(self.path, may)
        };
        if let Some(size) = self.size.filter(|size| *size > limit) {
            return Err(too_long(&format!("is {} MB", size >> 20)));
        }
        let mut bytes =
            Vec::with_capacity(usize::try_from(self.size.unwrap_or_default()).unwrap_or_default());
        input.take(limit + 1).read_to_end(&mut bytes).map_err(|cause| LoadError::io(self.path, cause))?;
        if bytes.len() as u64 > limit {
            return Err(too_long("is longer"));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::load_bytes;
    use super::*;

    fn error(name: &str, bytes: &[u8]) -> String {
        load_bytes(Path::new(name), bytes).unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_be_read_is_said_with_a_way_out() {
        assert!(error("a.txt", b"").starts_with("a.txt is empty: "));
        assert!(error("a.txt", b" \n\t").starts_with("a.txt is empty: "));
        assert!(error("a.txt", b"<!doctype html><p>").starts_with("a.txt could not be read: no article "));
        assert!(error("a", b"%PDF-1.4").contains("PDF"));
    }

    #[test]
    fn a_stream_has_the_same_limit_as_a_file() {
        let endless = std::io::repeat(b'a');
        let no = super::super::load_stream(Path::new("-"), endless, &mut |_| ControlFlow::Continue(()));
        assert_eq!(no.unwrap_err().to_string(), "- is longer; a page may have 32 MB at most: split it");
    }

    #[test]
    fn what_was_assumed_is_told_before_the_article() {
        let found = load_bytes(Path::new("a.md"), b"# Caf\xe9\n\nD\xe9j\xe0 ferm\xe9.\n").unwrap();
        assert!(matches!(&found[0], Found::Notice(_, note) if note.starts_with("not UTF-8: read as ")));
        assert!(matches!(&found[1], Found::Article(one) if one.article.title == "Café" && one.key == "a.md"));
    }
}
