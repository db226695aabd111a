//! The names that front matter uses for the fields of an article, and how their values are read.

use super::Fields;
use crate::article::{Article, Moment};
use crate::loader::dates;

/// Fills the article; returns what had to be left out. The first of several names for a field wins.
pub(in crate::loader) fn apply(fields: &Fields, article: &mut Article) -> Vec<String> {
    let mut notices = Vec::new();
    let list = |names: &[&str]| -> Vec<String> {
        let values = |name: &&str| fields.iter().find(|(key, _)| key == name).map(|(_, values)| tidy(values));
        names.iter().filter_map(values).find(|values| !values.is_empty()).unwrap_or_default()
    };
    let text = |names: &[&str]| list(names).into_iter().next();
    article.title = text(&["title", "headline"]).unwrap_or_default();
    article.subtitle = text(&["subtitle", "standfirst", "description", "summary"]);
    article.authors = list(&["authors", "author", "byline"]);
    article.published = text(&["published", "date", "pubdate"]).and_then(|text| moment(&text, &mut notices));
    article.updated = text(&["updated", "lastmod", "modified"]).and_then(|text| moment(&text, &mut notices));
    article.site = text(&["site", "site_name", "publisher"]);
    // "url" is often a path within the site; then another name may hold the whole address.
    let addresses = ["canonical", "canonical_url", "url", "link"].map(|name| text(&[name]));
    article.url = addresses.into_iter().flatten().find(|url| is_absolute(url));
    article.sections = list(&["sections", "section"]);
    article.categories = list(&["categories", "category"]);
    article.keywords = list(&["tags", "keywords"]);
    article.language = text(&["language", "lang"]).as_deref().map(language);
    article.image = text(&["image", "cover"]);
    article.copyright = text(&["copyright"]);
    notices
}

fn tidy(values: &[String]) -> Vec<String> {
    values.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

fn moment(text: &str, notices: &mut Vec<String>) -> Option<Moment> {
    let moment = dates::parse(text);
    if moment.is_none() {
        notices.push(format!("the front matter has a date that is none, which was left out: {text:?}"));
    }
    moment
}

fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// "en-GB", also written with an underscore, is English: the model holds the language alone (BCP 47 §2.2.1).
fn language(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_finds_its_field() {
        let fields: Fields = [
            ("title", "T"),
            ("description", "S"),
            ("author", "Ada"),
            ("date", "2023-01-17"),
            ("lastmod", "2023-01-18T09:30:00+01:00"),
            ("site", "Example"),
            ("link", "https://e.example/a"),
            ("url", "/a"),
            ("section", "News"),
            ("category", "China"),
            ("tags", "x"),
            ("lang", "en-GB"),
            ("image", "i.png"),
            ("copyright", "© E"),
        ]
        .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]))
        .into();
        let mut article = Article::default();
        assert!(apply(&fields, &mut article).is_empty());
        let want = Article {
            title: "T".into(),
            subtitle: Some("S".into()),
            authors: vec!["Ada".into()],
            published: "2023-01-17".parse().ok(),
            updated: "2023-01-18T09:30:00+01:00".parse().ok(),
            site: Some("Example".into()),
            url: Some("https://e.example/a".into()),
            sections: vec!["News".into()],
            categories: vec!["China".into()],
            keywords: vec!["x".into()],
            language: Some("en".into()),
            image: Some("i.png".into()),
            copyright: Some("© E".into()),
            ..Article::default()
        };
        assert_eq!(article, want);
    }

    #[test]
    fn a_date_that_is_none_is_told() {
        let fields: Fields = vec![("date".into(), vec!["soon".into()])];
        let mut article = Article::default();
        let notices = apply(&fields, &mut article);
        assert!(article.published.is_none() && notices[0].ends_with("\"soon\""), "{notices:?}");
    }
}
