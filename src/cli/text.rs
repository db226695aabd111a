//! An article as text: laid out as the reader lays it out, with the page's own links below.

use jiff::Zoned;

use crate::app::dates;
use crate::article::{Article, Block, Item, LinkRole, Moment, PageLink, Text};
use crate::layout::{HeadLines, Line, prepare};
use crate::library::FullText;
use crate::theme::Theme;

/// The roles that stand below the text, and what they are called; the others stand in it.
const BELOW: [(LinkRole, &str); 4] = [
    (LinkRole::Related, "Related"),
    (LinkRole::Latest, "Latest"),
    (LinkRole::Popular, "Popular"),
    (LinkRole::Event, "Events"),
];

/// The article at a width; without a theme, without any escape sequence.
pub(super) fn article(
    article: &Article,
    full_text: Option<&FullText>,
    width: u16,
    theme: Option<&Theme>,
) -> String {
    let now = Zoned::now();
    let said = |moment: Option<Moment>| moment.map(|at| dates::long(at, &now));
    let (date, updated) = (said(article.published), said(article.updated));
    let head = HeadLines {
        date,
        updated,
        of_text: full_text.map(ToString::to_string).into_iter().collect(),
        ..HeadLines::default()
    };
    let lines = prepare(&with_links(article, &now), &head).break_lines(width);
    match theme {
        None => lines.to_plain(),
        Some(theme) => lines.lines.iter().map(|line| painted(line, theme) + "\n").collect(),
    }
}

fn painted(line: &Line, theme: &Theme) -> String {
    line.runs.iter().map(|run| theme.painted(run.style, &run.text)).collect()
}

/// The article with the links around the text as lists below it.
fn with_links(article: &Article, now: &Zoned) -> Article {
    let mut article = article.clone();
    for (role, title) in BELOW {
        let links = article.links.iter().filter(|link| link.role == role);
        let items: Vec<Item> = links.map(|link| entry(link, now)).collect();
        if !items.is_empty() {
            article.body.extend([Block::heading(2, title), Block::List { ordered: false, items }]);
        }
    }
    article
}

fn entry(link: &PageLink, now: &Zoned) -> Item {
    let date = link.published.map(|at| format!(" ({})", dates::long(at, now))).unwrap_or_default();
    Item { text: Text::plain(format!("{}{date}", link.title)), items: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_around_the_text_stand_below_it() {
        let link = |role, title: &str| PageLink {
            role,
            title: title.into(),
            published: "2024-05-03".parse().ok(),
            url: None,
            article: None,
        };
        let links = vec![link(LinkRole::Related, "Other"), link(LinkRole::InlineRelated, "In the text")];
        let piece =
            Article { title: "T".into(), body: vec![Block::paragraph("P.")], links, ..Article::default() };
        let text = article(&piece, Some(&FullText::Page), 40, None);
        assert!(text.starts_with("T\nFull text\n"), "{text}");
        assert!(text.contains("P.\n") && text.contains("Related\n"), "{text}");
        assert!(text.contains("Other (3 May 2024)") && !text.contains("In the text"), "{text}");
    }
}
