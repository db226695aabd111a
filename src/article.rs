//! The document model: one article, cleaned, without any width and without I/O.
//!
//! The JSON form of these types is a contract (`courant show --json`, `.jsonl` import): what is not known is
//! `null` or `[]`, never `""`. Offsets of spans are UTF-8 bytes of the text they belong to.

use serde::{Deserialize, Serialize};

mod moment;

pub use moment::Moment;

/// One piece, cleaned: what the loader makes and the library keeps.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// Canonical address of the piece.
    pub url: Option<String>,
    /// Headline. The only field that is always there.
    pub title: String,
    /// Standfirst, the sentence below the headline.
    pub subtitle: Option<String>,
    /// Names of the people who wrote it, without "by".
    pub authors: Vec<String>,
    /// When it was published, as precisely as the page says.
    pub published: Option<Moment>,
    /// When it was last changed, as precisely as the page says.
    pub updated: Option<Moment>,
    /// Name of the outlet, as it writes itself.
    pub site: Option<String>,
    /// Host name of the outlet.
    pub site_host: Option<String>,
    /// Language, ISO 639-1 where there is such a code.
    pub language: Option<String>,
    /// The site's navigation headings it was found under, outermost first.
    pub sections: Vec<String>,
    /// Labels on the piece.
    pub categories: Vec<String>,
    /// The page's own tags.
    pub keywords: Vec<String>,
    /// Reading time in minutes, where the page states one.
    pub reading_minutes: Option<u32>,
    /// Address of the lead image.
    pub image: Option<String>,
    /// The text.
    pub body: Vec<Block>,
    /// Links that the page itself offers, and those inside the body.
    pub links: Vec<PageLink>,
    /// Attached files, as podcasts have them.
    pub enclosures: Vec<Enclosure>,
    /// Copyright line.
    pub copyright: Option<String>,
    /// Addresses that the page gives for contact.
    pub contact: Vec<String>,
    /// Number of comments, where the page states one.
    pub comment_count: Option<u32>,
}

impl Article {
    /// What the outlet is called: as it writes itself, else its host.
    pub fn outlet(&self) -> Option<&str> {
        self.site.as_deref().or(self.site_host.as_deref())
    }

    /// How much text the body holds, in bytes.
    pub fn text_bytes(&self) -> usize {
        self.body.iter().map(Block::text_bytes).sum()
    }
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// Running text.
    Paragraph(Text),
    /// A heading; level 2 is the first below the headline.
    Heading {
        /// 1 to 6.
        level: u8,
        /// What it says.
        #[serde(flatten)]
        text: Text,
    },
    /// A list, possibly nested.
    List {
        /// Numbered or not.
        ordered: bool,
        /// Its entries, in order.
        items: Vec<Item>,
    },
    /// Somebody else's words, set apart.
    Quote(Text),
    /// Preformatted text, never wrapped.
    Code {
        /// Programming language, where it is named.
        language: Option<String>,
        /// Lines, separated by `\n`.
        text: String,
    },
    /// A table; rows may be shorter than the header.
    Table {
        /// Column heads; may be empty.
        header: Vec<String>,
        /// Cells, row by row.
        rows: Vec<Vec<String>>,
    },
    /// An image.
    Image {
        /// What it shows, in words.
        alt: String,
        /// Where it is.
        url: String,
    },
    /// The line below an image.
    Caption(Text),
    /// A horizontal rule.
    Rule,
    /// "Related Article: …" in the middle of the text.
    RelatedInline(Text),
}

impl Block {
    /// How much text it holds, in bytes.
    fn text_bytes(&self) -> usize {
        match self {
            Self::Paragraph(text) | Self::Quote(text) | Self::Caption(text) | Self::RelatedInline(text) => {
                text.text.len()
            }
            Self::Heading { text, .. } => text.text.len(),
            Self::Code { text, .. } => text.len(),
            Self::List { items, .. } => items.iter().map(Item::text_bytes).sum(),
            Self::Table { header, rows } => header.iter().chain(rows.iter().flatten()).map(String::len).sum(),
            Self::Image { alt, url } => alt.len() + url.len(),
            Self::Rule => 0,
        }
    }
}

impl Item {
    fn text_bytes(&self) -> usize {
        self.text.text.len() + self.items.iter().map(Self::text_bytes).sum::<usize>()
    }
}

/// Text with marked runs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// The characters, without markup.
    pub text: String,
    /// Marked runs, by start; they may nest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// A marked run of a [`Text`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// How it is marked.
    pub style: SpanStyle,
    /// Target, of a link.
    #[serde(default)]
    pub url: Option<String>,
}

/// How a run is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpanStyle {
    /// Usually italic.
    Emphasis,
    /// Usually bold.
    Strong,
    /// Code inside a sentence.
    Code,
    /// A link.
    Link,
}

/// An entry of a list. In JSON a plain string where it has neither spans nor entries of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "ItemForm", into = "ItemForm")]
pub struct Item {
    /// What it says.
    pub text: Text,
    /// Nested entries.
    pub items: Vec<Item>,
}

/// The two JSON forms of an [`Item`].
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum ItemForm {
    Plain(String),
    Full {
        #[serde(flatten)]
        text: Text,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        items: Vec<Item>,
    },
}

/// A link that the page offers, or one inside the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLink {
    /// Where on the page it stands.
    pub role: LinkRole,
    /// What it says.
    pub title: String,
    /// The date beside it.
    #[serde(default)]
    pub published: Option<Moment>,
    /// Where it leads, if the page says.
    #[serde(default)]
    pub url: Option<String>,
    /// Id of the held article it leads to; only the library knows.
    #[serde(default)]
    pub article: Option<String>,
}

/// Where on the page a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkRole {
    /// Inside the text: "Related Article: …".
    InlineRelated,
    /// "Related Post".
    Related,
    /// "LATEST".
    Latest,
    /// "Popular", "Most read".
    Popular,
    /// "EVENT".
    Event,
    /// A link in the running text.
    Body,
}

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Media type.
    #[serde(rename = "type", default)]
    pub media_type: Option<String>,
    /// Size in bytes.
    #[serde(default)]
    pub bytes: Option<u64>,
}

impl Text {
    /// Text without marked runs.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), spans: Vec::new() }
    }
}

impl Block {
    /// A paragraph without marked runs.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(Text::plain(text))
    }

    /// A heading without marked runs; `level` 2 is the first below the headline.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: Text::plain(text) }
    }
}

impl From<ItemForm> for Item {
    fn from(form: ItemForm) -> Self {
        match form {
            ItemForm::Plain(text) => Self { text: Text::plain(text), items: Vec::new() },
            ItemForm::Full { text, items } => Self { text, items },
        }
    }
}

impl From<Item> for ItemForm {
    fn from(item: Item) -> Self {
        if item.text.spans.is_empty() && item.items.is_empty() {
            Self::Plain(item.text.text)
        } else {
            Self::Full { text: item.text, items: item.items }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_the_json_of_the_contract() {
        let body = vec![
            Block::heading(2, "H"),
            Block::Paragraph(Text {
                text: "a b".into(),
                spans: vec![Span { start: 0, end: 1, style: SpanStyle::Strong, url: None }],
            }),
            Block::List {
                ordered: false,
                items: vec![
                    Item { text: Text::plain("x"), items: vec![] },
                    Item { text: Text::plain("y"), items: vec![Item::default()] },
                ],
            },
            Block::Rule,
            Block::RelatedInline(Text::plain("r")),
        ];
        let json = serde_json::to_string(&body).unwrap();
        assert_eq!(
            json,
            r#"[{"kind":"heading","level":2,"text":"H"},{"kind":"paragraph","text":"a b","spans":[{"start":0,"end":1,"style":"strong","url":null}]},{"kind":"list","ordered":false,"items":["x",{"text":"y","items":[""]}]},{"kind":"rule"},{"kind":"related-inline","text":"r"}]"#
        );
        assert_eq!(serde_json::from_str::<Vec<Block>>(&json).unwrap(), body);
    }
}
