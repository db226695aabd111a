//! Markdown → an article: CommonMark with tables, footnotes, task lists and front matter.

mod blocks;
mod html;

use super::compose::offers;
use super::front_matter;
use crate::article::{Article, Block};

/// A Markdown file, read.
pub(super) struct Page {
    pub(super) article: Article,
    /// What was wrong with its front matter.
    pub(super) notices: Vec<String>,
}

/// Reads a file; `name` is its headline where it says none itself.
pub(super) fn parse(text: &str, name: String) -> Page {
    let head = front_matter::split(text);
    let mut article = Article::default();
    let mut notices: Vec<String> = head.notice.into_iter().collect();
    notices.extend(front_matter::apply(&head.fields, &mut article));
    article.body = blocks::read(head.text);
    take_title(&mut article, name);
    for block in &mut article.body {
        if let Block::Heading { level, .. } = block {
            *level = (*level).max(2);
        }
    }
    offers::take(&mut article);
    Page { article, notices }
}

/// The headline: front matter, else the first heading of level 1, else the first heading, else the name.
/// It stands in the body no more, except for a lesser heading below other text, which belongs there.
fn take_title(article: &mut Article, name: String) {
    let headings = || {
        article.body.iter().enumerate().filter_map(|(at, block)| match block {
            Block::Heading { level, text } if !text.text.is_empty() => Some((at, *level, &text.text)),
            _ => None,
        })
    };
    let best = headings().find(|(_, level, _)| *level == 1).or_else(|| headings().next());
    let (at, level, text) = match best {
        Some((at, level, text)) => (at, level, text.clone()),
        None if article.title.is_empty() => {
            article.title = name;
            return;
        }
        None => return,
    };
    if article.title.is_empty() {
        article.title.clone_from(&text);
    }
    if article.title == text && (level == 1 || at == 0) {
        article.body.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str) -> Article {
        parse(text, "the-file".into()).article
    }

    #[test]
    fn the_title_is_found_and_stands_in_the_body_no_more() {
        let both = article("---\ntitle: Head\n---\n# Head\n\nText.\n\n# Part\n");
        assert_eq!(both.title, "Head");
        assert_eq!(both.body, [Block::paragraph("Text."), Block::heading(2, "Part")]);

        let late = article("![i](u)\n\n## Two\n\n# One\n");
        assert_eq!((late.title.as_str(), late.body.len()), ("One", 2));

        let lesser = article("## Two\n\nText.\n");
        assert_eq!((lesser.title.as_str(), lesser.body), ("Two", vec![Block::paragraph("Text.")]));

        let below = article("Text.\n\n## Two\n");
        assert_eq!((below.title.as_str(), below.body.len()), ("Two", 2));

        assert_eq!(article("Text.\n").title, "the-file");
    }
}
