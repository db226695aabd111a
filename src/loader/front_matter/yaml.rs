//! The part of YAML that front matter uses: names with a text, a list, or a person with a name.
//!
//! Read from the parser's events, so that no value is taken for a number or a date on the way ("1.10" stays
//! "1.10"), nothing is expanded, and nesting costs no stack.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{Fields, Wrong};

/// An open collection.
enum Level {
    List,
    /// The name that waits for its value.
    Map(Option<String>),
}

#[derive(Default)]
struct Reader {
    fields: Fields,
    levels: Vec<Level>,
}

pub(super) fn read(head: &str) -> Result<Fields, Wrong> {
    let mut reader = Reader::default();
    for event in Parser::new_from_str(head) {
        let (event, _) = event
            .map_err(|error| (error.marker().line().saturating_sub(1), error.info().replace('\n', " ")))?;
        reader.take(event);
    }
    Ok(reader.fields)
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::MappingStart(..) => self.levels.push(Level::Map(None)),
            Event::SequenceStart(..) => self.levels.push(Level::List),
            Event::MappingEnd | Event::SequenceEnd => {
                self.levels.pop();
                self.value_ended();
            }
            Event::Scalar(text, style, ..) => {
                let null = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                self.scalar((!null).then(|| text.into_owned()));
            }
            Event::Alias(_) => self.scalar(None),
            _ => {}
        }
    }

    fn scalar(&mut self, text: Option<String>) {
        if let Some(Level::Map(name @ None)) = self.levels.last_mut() {
            *name = Some(text.unwrap_or_default().to_lowercase());
            if self.levels.len() == 1 {
                self.begin_field();
            }
            return;
        }
        if let (Some(text), true) = (text, self.is_wanted())
            && let Some((_, values)) = self.fields.last_mut()
        {
            values.push(text);
        }
        self.value_ended();
    }

    fn begin_field(&mut self) {
        if let Some(Level::Map(Some(name))) = self.levels.first() {
            self.fields.push((name.clone(), Vec::new()));
        }
    }

    /// Inside a field, maps count by their "name" only.
    fn is_wanted(&self) -> bool {
        self.levels.iter().skip(1).all(|level| match level {
            Level::List => true,
            Level::Map(name) => name.as_deref() == Some("name"),
        })
    }

    fn value_ended(&mut self) {
        if let Some(Level::Map(name)) = self.levels.last_mut() {
            *name = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_as_they_were_written() {
        let head = "a: 1.10\nb: 007\nc: ~\nd: ''\ne:\n  - x\n  - name: N\n    mail: m\n  - [y]\nf: >\n  one\n  two\n";
        let fields: Vec<(String, String)> =
            read(head).unwrap().into_iter().map(|(name, values)| (name, values.join("|"))).collect();
        let want = [("a", "1.10"), ("b", "007"), ("c", ""), ("d", ""), ("e", "x|N|y"), ("f", "one two\n")];
        assert_eq!(fields, want.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn deep_nesting_ends_well() {
        let _ = read(&format!("a: {}", "[".repeat(100_000)));
        let _ = read(&"- ".repeat(100_000));
    }
}
