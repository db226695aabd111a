//! Articles made ready to be read: their texts, and what is said above them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::body::Opened;
use crate::app::{Clock, dates};
use crate::article::Moment;
use crate::layout::{self, HeadLines};
use crate::library::{ArticleId, Held, Library, Result};

/// Reads an article and makes it ready for any width.
pub(super) fn open(library: &Library, id: ArticleId) -> Result<Option<Opened>> {
    let Some(held) = library.get(id)? else { return Ok(None) };
    let whole = held.full_text.as_ref().map(ToString::to_string);
    let earlier = match held.revisions {
        0 => None,
        1 => Some("1 earlier text".to_owned()),
        count => Some(format!("{count} earlier texts")),
    };
    let prepared = layout::prepare(&held.article, &head_lines(&held, whole.into_iter().chain(earlier)));
    Ok(Some(Opened::new(held, prepared)))
}

/// The same for an earlier text of it: 1 is the one before.
pub(super) fn earlier(library: &Library, id: ArticleId, back: u32) -> Result<Option<Opened>> {
    let Some((mut held, revision)) = library.get(id)?.zip(library.revision(id, back)?) else {
        return Ok(None);
    };
    let said = format!(
        "Earlier text, {back} of {}, kept {}",
        held.revisions,
        dates::long(here(revision.kept), &Clock::now().zoned)
    );
    (held.article, held.full_text, held.anchor) = (revision.article, None, None);
    let prepared = layout::prepare(&held.article, &head_lines(&held, [said]));
    Ok(Some(Opened { back, ..Opened::new(held, prepared) }))
}

/// A second since 1970, on the user's own clock.
fn here(second: i64) -> Moment {
    let at = Timestamp::from_second(second).unwrap_or_default();
    Moment::Local(at.to_zoned(TimeZone::system()).datetime())
}

fn head_lines(held: &Held, of_text: impl IntoIterator<Item = String>) -> HeadLines {
    let now = Clock::now().zoned;
    let said = |moment: Option<Moment>| moment.map(|moment| dates::long(moment, &now));
    let (date, updated) = (said(held.article.published), said(held.article.updated));
    HeadLines { date, updated, also_in: also_in(held), of_text: of_text.into_iter().collect() }
}

/// Where the copies stand, each name once; the outlet of the article itself needs no word.
fn also_in(held: &Held) -> Vec<String> {
    let own = held.article.outlet().unwrap_or(&held.source);
    let mut names: Vec<String> = Vec::new();
    for row in &held.copies {
        if row.site != own && !names.contains(&row.site) {
            names.push(row.site.clone());
        }
    }
    names
}
