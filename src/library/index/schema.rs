//! The fields of the index, and an article as its document. Nothing is stored: the library has it.

use tantivy::index::{IndexSettings, IndexSortByField, Order};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TokenizerManager, WhitespaceTokenizer};
use tantivy::{TantivyDocument, Term};

use super::super::ArticleId;
use super::terms::{Terms, Words};

/// Goes up with every change to the fields or to what goes into them.
pub(super) const VERSION: u32 = 3;

pub(in super::super) const ID: &str = "id";
pub(in super::super) const TIME: &str = "time";
const TERMS: &str = "terms";
const PREFIXES: &str = "prefixes";
/// tantivy's own: the whole value is one term.
const RAW: &str = "raw";

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Number of the article.
    pub(super) id: Field,
    /// Sort time.
    pub(super) time: Field,
    /// Language without its region.
    pub(super) language: Field,
    /// Headline.
    pub(super) title: Field,
    /// Headline and body, no phrase reaching from one passage into the next.
    pub(super) text: Field,
    /// The first letters of what stands in `text`.
    pub(super) prefix: Field,
}

/// The schema, and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = || text(TERMS, IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        id: schema.add_u64_field(ID, NumericOptions::from(INDEXED | FAST)),
        time: schema.add_i64_field(TIME, FAST),
        language: schema.add_text_field("language", text(RAW, IndexRecordOption::Basic)),
        title: schema.add_text_field("title", words()),
        text: schema.add_text_field("text", words()),
        prefix: schema.add_text_field("prefix", text(PREFIXES, IndexRecordOption::Basic)),
    };
    (schema.build(), fields)
}

fn text(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let scored = record != IndexRecordOption::Basic;
    let indexing =
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(scored);
    TextOptions::default().set_indexing_options(indexing)
}

/// Newest first within each segment, so that a search by time may stop early.
pub(super) fn settings() -> IndexSettings {
    let newest_first = IndexSortByField { field: TIME.to_owned(), order: Order::Desc };
    IndexSettings { sort_by_field: Some(newest_first), ..IndexSettings::default() }
}

/// The analysers that the schema names.
pub(super) fn tokenizers() -> TokenizerManager {
    // tantivy asks for its own one even where a field is a number
    let tokenizers = TokenizerManager::default();
    tokenizers.register(TERMS, Terms);
    tokenizers.register(PREFIXES, WhitespaceTokenizer::default());
    tokenizers
}

/// A language whatever its region: "pt" of "pt-BR".
fn language_key(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

impl Fields {
    /// What names an article's document.
    pub(super) fn key(&self, id: ArticleId) -> Term {
        Term::from_field_u64(self.id, id.0.cast_unsigned())
    }

    /// The document of an article in this language, with these words.
    pub(super) fn document(
        &self,
        id: ArticleId,
        time: i64,
        language: Option<&str>,
        words: &mut Words,
    ) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(self.id, id.0.cast_unsigned());
        document.add_i64(self.time, time);
        if let Some(language) = language {
            document.add_text(self.language, language_key(language));
        }
        document.add_text(self.title, words.title());
        document.add_text(self.prefix, words.prefixes());
        document.add_text(self.text, words.text());
        document
    }
}
