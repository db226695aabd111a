//! Lines around a date: "Updated 4 March 2024", "2023-01-17| China", "Lena Moritz | March 6, 2024 | Council".

use super::classify::{Context, minutes_in};
use super::lexicon::{self, Says};
use super::line::DateLine;
use super::names;
use crate::loader::dates::{self, Found};
use crate::loader::scripts;

/// Bytes of the longest line that is taken for a date line.
const LONGEST: usize = 200;
/// Signs that cut such a line.
const CUTS: [char; 9] = ['|', '｜', '·', '•', '»', '›', '–', '—', '/'];
/// Words between an author and the categories: "by hkim in Operations".
const IN: [&str; 3] = [" in ", " dans ", " unter "];

/// The line read as dates and what belongs to them; `None` where anything else is left.
pub(super) fn read(text: &str, context: &Context<'_>) -> Option<DateLine> {
    let digits = text.chars().any(char::is_numeric);
    let found = (digits && text.len() <= LONGEST).then(|| dates::find(text, context.order))?;
    let (first, last) = (found.first()?, found.last()?);
    let mut line = DateLine::default();
    let updated = before(&text[..first.range.start], &mut line)?;
    line.put(first, updated);
    for pair in found.windows(2) {
        let between =
            text[pair[0].range.end..pair[1].range.start].trim_matches(|c| " ,;|()·•-–—".contains(c));
        line.put(&pair[1], lexicon::is(between, Says::Updated));
    }
    after(&text[last.range.end..], &mut line)?;
    Some(line)
}

impl DateLine {
    /// The first date of its kind counts.
    fn put(&mut self, found: &Found, updated: bool) {
        let place = if updated { &mut self.updated } else { &mut self.published };
        *place = place.or(Some(found.moment));
    }
}

/// What stands before the first date: says whether that is the date of a change.
fn before(text: &str, line: &mut DateLine) -> Option<bool> {
    let mut updated = false;
    let mut pieces =
        text.split(CUTS).map(|piece| piece.trim_matches(|c| " ,:：(（[-●".contains(c))).peekable();
    while let Some(piece) = pieces.next() {
        let cut = pieces.peek().is_some() || text.trim_end().ends_with(['-', ',']);
        if piece.is_empty() || lexicon::is(piece, Says::Published) {
            continue;
        }
        if lexicon::is(piece, Says::Updated) {
            updated = true;
        } else if let Some(names) = lexicon::after(piece, Says::By).and_then(by_and_date) {
            line.authors = names;
        } else if cut && names::is_name(piece) && piece.contains(' ') {
            line.authors = vec![piece.to_owned()];
        } else {
            return None;
        }
    }
    Some(updated)
}

/// "Tom Brandt on", "Tom Brandt, published".
fn by_and_date(list: &str) -> Option<Vec<String>> {
    names::names(list).or_else(|| {
        let (list, word) = list.rsplit_once(' ')?;
        lexicon::is(word, Says::Published).then(|| names::names(list.trim_end_matches(',')))?
    })
}

/// What stands after the last date: an author, minutes, categories.
fn after(text: &str, line: &mut DateLine) -> Option<()> {
    let rest = text.trim_start();
    let cut = rest.starts_with(CUTS) || rest.starts_with(['-', ',', '，']);
    for piece in rest.split(CUTS).map(|piece| piece.trim_matches(|c| " ,，-)）]●.".contains(c))) {
        if piece.is_empty() {
        } else if let Some(minutes) = minutes_in(piece) {
            line.minutes = Some(minutes);
        } else if let Some(list) = lexicon::after(piece, Says::By) {
            let (list, labels) = IN.iter().find_map(|word| list.split_once(word)).unwrap_or((list, ""));
            line.authors.extend(names::names(list)?);
            line.labels.extend(Some(labels.to_owned()).filter(|labels| !labels.is_empty()));
        } else if let Some(labels) = lexicon::after(piece, Says::Filed) {
            line.labels.push(labels.to_owned());
        } else if is_counted(piece) {
        } else if cut && scripts::words(piece) <= 8 && !piece.ends_with(['.', '。', '?', '!']) {
            line.labels.push(piece.to_owned());
        } else {
            return None;
        }
    }
    Some(())
}

/// "12 comments", "1,204 views": known, but no label.
fn is_counted(piece: &str) -> bool {
    let unit = piece.trim_matches(|c: char| c.is_ascii_digit() || " ().,".contains(c));
    unit.len() < piece.len() && (lexicon::is(unit, Says::Comments) || lexicon::is(unit, Says::Counter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loader::dates::Order;
    use crate::loader::labels::Labels;

    fn of(text: &str) -> Option<DateLine> {
        read(text, &Context { order: Order::Unknown, labels: &Labels::default() })
    }

    #[test]
    fn what_stands_beside_a_date_is_told_apart() {
        let line = of("2023-01-17| ChinaPartnerships").unwrap();
        assert_eq!(line.labels, ["ChinaPartnerships"]);
        let line = of("Lena Moritz | March 6, 2024 | Environment, Council").unwrap();
        assert_eq!(
            (line.authors, line.labels),
            (vec!["Lena Moritz".into()], vec!["Environment, Council".into()])
        );
        let line = of("Posted on 2022/11/03 by hkim in Operations, Guides").unwrap();
        assert_eq!((line.authors, line.labels), (vec!["hkim".into()], vec!["Operations, Guides".into()]));
        let line = of("By Tom Brandt, March 4, 2024 · 4 min read").unwrap();
        assert_eq!((line.authors, line.minutes), (vec!["Tom Brandt".into()], Some(4)));
    }

    #[test]
    fn published_and_updated_are_told_apart() {
        let line = of("Publié le 4 mars 2024 à 09h15, mis à jour le 5 mars 2024 à 07h02").unwrap();
        assert_eq!(line.published.unwrap().to_string(), "2024-03-04T09:15:00");
        assert_eq!(line.updated.unwrap().to_string(), "2024-03-05T07:02:00");
        let line = of("Last modified on Tue 5 Mar 2024 07.02 GMT").unwrap();
        assert_eq!((line.published, line.updated.is_some()), (None, true));
    }

    #[test]
    fn a_sentence_with_a_date_is_no_date_line() {
        assert_eq!(of("The strike of 4 March 2024 changed the harbour"), None);
        assert_eq!(of("4 March 2024 was the day when everything changed."), None);
        assert_eq!(of("New ferry in service 2024-03-02"), None);
    }
}
