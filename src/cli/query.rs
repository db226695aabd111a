//! QUERY → the view of a list.

use anyhow::Result;

use super::exit::Usage;
use crate::library::{Source, StateFilter, View};

const TERMS: &str = "is:unread, is:read, is:starred and source:NAME";

/// The view that a query describes; `sources` are those that `source:` may name.
pub(super) fn view(query: &[String], sources: &[Source]) -> Result<View> {
    let mut view = View::default();
    for term in terms(&query.join(" ")) {
        match term.split_once(':') {
            Some(("is", state)) if view.state == StateFilter::All => view.state = filter(state)?,
            Some(("source", name)) if view.source.is_none() => view.source = Some(source(sources, name)?.id),
            Some(("is" | "source", _)) => {
                return Err(wrong(format!("{term} is a second term of its kind: name one of each")));
            }
            _ => return Err(wrong(format!("{term} cannot be looked for: a list takes {TERMS}"))),
        }
    }
    Ok(view)
}

/// Words, where a quoted part keeps its spaces.
fn terms(query: &str) -> Vec<String> {
    let (mut terms, mut quoted) = (vec![String::new()], false);
    for c in query.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => terms.push(String::new()),
            c => terms.last_mut().into_iter().for_each(|term| term.push(c)),
        }
    }
    terms.retain(|term| !term.is_empty());
    terms
}

fn filter(state: &str) -> Result<StateFilter> {
    match state {
        "unread" => Ok(StateFilter::Unread),
        "read" => Ok(StateFilter::Read),
        "starred" => Ok(StateFilter::Starred),
        _ => Err(wrong(format!("is:{state} is no state: a list takes {TERMS}"))),
    }
}

/// The source of this address, else the one with this in its title.
fn source<'a>(sources: &'a [Source], name: &str) -> Result<&'a Source> {
    let found: Vec<&Source> = match sources.iter().find(|source| source.address == name) {
        Some(source) => vec![source],
        None => sources.iter().filter(|source| lower(&source.title).contains(&lower(name))).collect(),
    };
    match found[..] {
        [source] => Ok(source),
        [] => Err(wrong(format!("source:{name} fits no source: `courant sources` prints those there are"))),
        _ => {
            let titles: Vec<&str> = found.iter().map(|source| source.title.as_str()).collect();
            Err(wrong(format!("source:{name} fits several ({}): write more of it", titles.join(", "))))
        }
    }
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

fn wrong(sentence: String) -> anyhow::Error {
    Usage(sentence).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Counts, Origin, SourceId, SourceKind};

    fn sources() -> Vec<Source> {
        let source = |id, address: &str, title: &str| Source {
            id: SourceId(id),
            kind: SourceKind::Folder,
            address: address.into(),
            title: title.into(),
            origin: Origin::User,
            counts: Counts::default(),
            refreshed: None,
            error: None,
        };
        vec![source(1, "/a", "Gene Online"), source(2, "/b", "Daily Wire"), source(3, "/c", "Wire")]
    }

    fn parse(query: &str) -> Result<View> {
        view(&[query.to_owned()], &sources())
    }

    fn refusal(query: &str) -> String {
        let no = parse(query).unwrap_err();
        assert!(no.is::<Usage>());
        no.to_string()
    }

    #[test]
    fn terms_narrow_the_view() {
        let both = parse("  is:unread source:\"gene on\"").unwrap();
        assert_eq!((both.state, both.source), (StateFilter::Unread, Some(SourceId(1))));
        assert_eq!(parse("source:/c").unwrap().source, Some(SourceId(3)));
        assert_eq!(parse("").unwrap(), View::default());
    }

    #[test]
    fn what_a_list_cannot_do_is_refused_with_what_it_can() {
        assert!(refusal("harbour").contains(TERMS));
        assert!(refusal("is:new").contains(TERMS));
        assert!(refusal("is:read is:starred").contains("second term"));
        assert!(refusal("source:x").contains("no source"));
        assert!(refusal("source:wire").contains("Daily Wire, Wire"));
    }
}
