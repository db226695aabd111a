//! The head of a page: OpenGraph and the many dialects of `meta`.

use dom_query::{Document, NodeRef};

use super::{Facts, dates, language, list, plain};
use crate::loader::page_html::address::{Base, is_absolute};
use crate::loader::page_html::tree::{self, Step, Steps};

/// What stands in the head.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// OpenGraph (ogp.me).
    pub(super) graph: Facts,
    /// Every other vocabulary.
    pub(super) meta: Facts,
    /// Text of the `title` element.
    pub(super) title: Option<String>,
    /// Address that the page gives as its own.
    pub(super) canonical: Option<String>,
    /// Address that relative ones stand against, if it is another.
    pub(super) base: Option<String>,
}

impl Head {
    /// `meta` and `link` also count where a careless page has them in its body.
    pub(super) fn read(page: &Document) -> Self {
        let mut head = Self::default();
        let root = page.html_root();
        let tongue = tree::attribute(&root, "lang").or_else(|| tree::attribute(&root, "xml:lang"));
        let mut steps = Steps::new(root);
        while let Some(step) = steps.next() {
            let Step::Open(node) = step else { continue };
            match &*tree::name(&node) {
                "meta" => head.meta(&node),
                "link" => head.link(&node),
                "base" => head.base = head.base.take().or_else(|| tree::attribute(&node, "href")),
                "title" if head.title.is_none() => head.title = plain(&tree::raw_text(node)),
                "svg" => steps.pass_over(),
                _ => {}
            }
        }
        head.graph.language = tongue.as_deref().and_then(language).or(head.graph.language);
        let canonical = head.canonical.take();
        head.canonical = canonical
            .and_then(|url| Base::new(head.graph.url.clone()).resolve(&url))
            .filter(|url| is_absolute(url));
        head.graph.url = head.graph.url.filter(|url| is_absolute(url));
        head
    }

    fn link(&mut self, node: &NodeRef<'_>) {
        if self.canonical.is_none() && tree::has_word(node, "rel", &["canonical"]) {
            self.canonical = tree::attribute(node, "href");
        }
    }

    fn meta(&mut self, node: &NodeRef<'_>) {
        let Some(value) = tree::attribute(node, "content") else { return };
        for name in ["property", "name", "itemprop", "http-equiv"] {
            // RDFa has lists of names; some write "dc.creator", some "dc:creator"
            let names =
                tree::attribute(node, name).unwrap_or_default().to_ascii_lowercase().replace('.', ":");
            for name in names.split_ascii_whitespace() {
                self.say(name, &value);
            }
        }
    }

    /// The first that says a thing counts; lists grow.
    fn say(&mut self, name: &str, value: &str) {
        let Some(Row(vocabulary, field, _)) =
            ROWS.iter().find(|row| row.2.split('|').any(|known| known == name))
        else {
            return;
        };
        let facts = match vocabulary {
            Vocabulary::Graph => &mut self.graph,
            Vocabulary::Other => &mut self.meta,
        };
        let first = |place: &mut Option<String>| *place = place.take().or_else(|| plain(value));
        let add = |names: &mut Vec<String>| names.extend(plain(value).filter(|name| !names.contains(name)));
        match field {
            Field::Headline => first(&mut facts.headline),
            Field::Subtitle => first(&mut facts.subtitle),
            Field::Site => first(&mut facts.site),
            Field::Url => first(&mut facts.url),
            Field::Image => first(&mut facts.image),
            Field::Copyright => first(&mut facts.copyright),
            Field::Author => add(&mut facts.authors),
            Field::Section => add(&mut facts.sections),
            Field::Tag => facts.keywords.extend(list(value)),
            Field::Published => facts.published = facts.published.or_else(|| dates::read(value)),
            Field::Updated => facts.updated = facts.updated.or_else(|| dates::read(value)),
            Field::Language => facts.language = facts.language.take().or_else(|| language(value)),
        }
    }
}

enum Vocabulary {
    Graph,
    Other,
}

enum Field {
    Headline,
    Subtitle,
    Site,
    Url,
    Image,
    Copyright,
    Author,
    Section,
    Tag,
    Published,
    Updated,
    Language,
}

/// Names in one vocabulary that say one thing, separated by `|`, in lower case, with a colon behind their prefix.
struct Row(Vocabulary, Field, &'static str);

/// OpenGraph and its extensions; Dublin Core, Highwire Press, parse.ly, Sailthru, Cxense, Twitter, and what common
/// systems write of their own.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row(Vocabulary::Graph, Field::Headline, "og:title"),
    Row(Vocabulary::Graph, Field::Subtitle, "og:description"),
    Row(Vocabulary::Graph, Field::Site, "og:site_name"),
    Row(Vocabulary::Graph, Field::Url, "og:url"),
    Row(Vocabulary::Graph, Field::Language, "og:locale"),
    Row(Vocabulary::Graph, Field::Image, "og:image|og:image:url|og:image:secure_url"),
    Row(Vocabulary::Graph, Field::Author, "article:author|og:article:author|book:author"),
    Row(Vocabulary::Graph, Field::Published, "article:published_time|og:article:published_time|og:published_time|og:pubdate"),
    Row(Vocabulary::Graph, Field::Updated, "article:modified_time|og:article:modified_time|og:updated_time|article:updated_time"),
    Row(Vocabulary::Graph, Field::Section, "article:section|og:article:section"),
    Row(Vocabulary::Graph, Field::Tag, "article:tag|og:article:tag"),
    Row(Vocabulary::Other, Field::Headline, "headline|citation_title|dc:title|dcterms:title|parsely-title|sailthru:title|twitter:title"),
    Row(Vocabulary::Other, Field::Subtitle, "description|dc:description|twitter:description"),
    Row(Vocabulary::Other, Field::Author, "author|citation_author|dc:creator|dcterms:creator|parsely-author|sailthru:author|cxenseparse:author|byl|article_author|author_name|authors"),
    Row(Vocabulary::Other, Field::Published, "date|pubdate|pub_date|publishdate|publish-date|publish_date|published|published_at|publication_date|datepublished|citation_publication_date|citation_date|dc:date|dc:date:issued|dc:date:created|dcterms:date|dcterms:created|dcterms:issued|dcterms:available|parsely-pub-date|sailthru:date|cxenseparse:publishtime|article:published|article:publish_date|article:created|article_date_original|publisheddate|published-date|displaydate|originalpublicationdate|weibo:article:create_at|ptime"),
    Row(Vocabulary::Other, Field::Updated, "last-modified|lastmod|datemodified|dcterms:modified|dc:date:modified|article:updated|cxenseparse:modifiedtime|utime|revised"),
    Row(Vocabulary::Other, Field::Tag, "keywords|news_keywords|parsely-tags|sailthru:tags"),
    Row(Vocabulary::Other, Field::Section, "section|parsely-section|cxenseparse:section"),
    Row(Vocabulary::Other, Field::Site, "application-name|publisher|dc:publisher"),
    Row(Vocabulary::Other, Field::Copyright, "copyright|rights|dc:rights|dcterms:rights"),
    Row(Vocabulary::Other, Field::Language, "language|content-language|dc:language"),
    Row(Vocabulary::Other, Field::Image, "twitter:image|thumbnail"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_stands_in_one_row() {
        let mut names: Vec<&str> = ROWS.iter().flat_map(|row| row.2.split('|')).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(
            names
                .iter()
                .all(|name| *name == name.to_lowercase() && !name.is_empty() && !name.contains(['.', ' ']))
        );
    }
}
