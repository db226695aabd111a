//! The lines above the text: kicker, headline, standfirst, byline.

use crate::article::{Article, Text};

use super::blocks::Builder;
use super::flow::Prefix;
use super::{PassageKind, RunStyle};

/// What the reader shows above the text besides the article's own fields: dates, as the reader writes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeadLines {
    /// When it was published: "17 January 2023".
    pub date: Option<String>,
    /// When it was changed, where that is worth a word: "18 January 2023".
    pub updated: Option<String>,
    /// Where else the text stands: the names of outlets.
    pub also_in: Vec<String>,
    /// What is to be said of the text itself: "Full text", "2 earlier texts".
    pub of_text: Vec<String>,
}

/// Adds the head as block 0.
pub(super) fn head(article: &Article, head: &HeadLines, builder: &mut Builder) {
    add(builder, &kicker(article), RunStyle::Kicker, PassageKind::Beside);
    builder.blank();
    add(builder, &article.title, RunStyle::Headline, PassageKind::Headline);
    add(builder, article.subtitle.as_deref().unwrap_or_default(), RunStyle::Subtitle, PassageKind::Text);
    add(builder, &byline(article, head), RunStyle::Byline, PassageKind::Beside);
    if !head.also_in.is_empty() {
        let also_in = format!("Also in: {}", head.also_in.join(", "));
        add(builder, &also_in, RunStyle::Byline, PassageKind::Beside);
    }
    add(builder, &head.of_text.join(" · "), RunStyle::Byline, PassageKind::Beside);
}

fn add(builder: &mut Builder, text: &str, style: RunStyle, kind: PassageKind) {
    builder.flows(&Text::plain(text), style, kind, &Prefix::default());
}

/// "Site · Section › Section · Category, Category".
fn kicker(article: &Article) -> String {
    let site = article.outlet().unwrap_or_default().to_owned();
    joined([site, article.sections.join(" › "), article.categories.join(", ")])
}

/// "Author, Author · 17 January 2023 · 2 min".
fn byline(article: &Article, head: &HeadLines) -> String {
    joined([
        article.authors.join(", "),
        head.date.clone().unwrap_or_default(),
        head.updated.as_ref().map(|date| format!("updated {date}")).unwrap_or_default(),
        article.reading_minutes.map(|minutes| format!("{minutes} min")).unwrap_or_default(),
    ])
}

fn joined<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
