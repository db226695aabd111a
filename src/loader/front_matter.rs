//! Front matter: the head of a Markdown file in YAML (`---`) or TOML (`+++`) → the fields of an article.

mod fields;
mod yaml;

pub(super) use fields::apply;

/// What stands in the head, by lower-case name; a single value is a list of one.
pub(super) type Fields = Vec<(String, Vec<String>)>;

/// A head, the text below it, and what was wrong with the head.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split<'a> {
    pub(super) fields: Fields,
    pub(super) text: &'a str,
    pub(super) notice: Option<String>,
}

/// An error in a head: line within it, counted from 0, and what is wrong.
type Wrong = (usize, String);

/// Whether the text begins with front matter, and not just with a rule.
pub(super) fn begins(text: &str) -> bool {
    let mut lines = text.lines();
    let fence = lines.next().map(str::trim_end);
    let mark = match fence {
        Some("---") => ':',
        Some("+++") => '=',
        _ => return false,
    };
    let first = lines.map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.and_then(|line| line.split_once(mark)).is_some_and(|(name, _)| is_name(name.trim()))
}

fn is_name(name: &str) -> bool {
    let name = name.trim_matches(['"', '\'']);
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// Parts head and text. A head that is wrong is read line by line as far as that goes, and told.
pub(super) fn split(text: &str) -> Split<'_> {
    let none = Split { fields: Vec::new(), text, notice: None };
    let start = text.len() - text.trim_start().len();
    let (blank, text) = text.split_at(start);
    if !begins(text) {
        return none;
    }
    let fence = &text[..3];
    let Some((head, rest)) = parts(text, fence) else { return none };
    let parsed = if fence == "---" { yaml::read(head) } else { toml(head) };
    match parsed {
        Ok(fields) => Split { fields, text: rest, notice: None },
        Err((line, why)) => {
            let line = line + blank.matches('\n').count();
            let kind = if fence == "---" { "YAML" } else { "TOML" };
            let notice = format!(
                "line {}: the front matter is no {kind} ({why}): only its simple lines were read",
                line + 2
            );
            Split { fields: simple_lines(head), text: rest, notice: Some(notice) }
        }
    }
}

/// What stands between the first two fences, and what comes after.
fn parts<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let (_, inner) = text.split_once('\n')?;
    let mut start = 0;
    for line in inner.split_inclusive('\n') {
        let mark = line.trim_end();
        if mark == fence || (fence == "---" && mark == "...") {
            return Some((&inner[..start], &inner[start + line.len()..]));
        }
        start += line.len();
    }
    None
}

/// `name: value` or `name = value`, each on a line of its own.
fn simple_lines(head: &str) -> Fields {
    let pair = |line: &str| {
        let (name, value) = line.split_once([':', '='])?;
        let name = name.trim();
        let value = value.trim().trim_matches(['"', '\'']);
        (is_name(name) && !value.is_empty()).then(|| (name.to_lowercase(), vec![value.to_owned()]))
    };
    head.lines().filter_map(pair).collect()
}

fn toml(head: &str) -> Result<Fields, Wrong> {
    let table: toml::Table = toml::from_str(head).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(head.len());
        let line = head.get(..at).unwrap_or_default().matches('\n').count();
        (line, error.message().replace('\n', " "))
    })?;
    Ok(table.into_iter().map(|(name, value)| (name.to_lowercase(), texts(value))).collect())
}

/// A person may be a table; its name is what we want.
fn texts(value: toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text],
        toml::Value::Array(values) => values.into_iter().flat_map(texts).collect(),
        toml::Value::Table(mut table) => table.remove("name").map(texts).unwrap_or_default(),
        toml::Value::Integer(number) => vec![number.to_string()],
        toml::Value::Float(number) => vec![number.to_string()],
        toml::Value::Boolean(truth) => vec![truth.to_string()],
        toml::Value::Datetime(time) => vec![time.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(split: &Split<'_>, name: &str) -> Vec<String> {
        split.fields.iter().find(|(key, _)| key == name).map(|(_, values)| values.clone()).unwrap_or_default()
    }

    #[test]
    fn both_languages_say_the_same() {
        let yaml =
            split("---\nTitle: \"A: b\"\ndate: 2023-01-17\ntags: [x, y]\nauthor:\n  name: Ada\n---\nText\n");
        let toml = split(
            "+++\nTitle = 'A: b'\ndate = 2023-01-17\ntags = ['x', 'y']\nauthor = { name = 'Ada' }\n+++\nText\n",
        );
        for head in [yaml, toml] {
            assert_eq!(value(&head, "title"), ["A: b"]);
            assert_eq!(value(&head, "date"), ["2023-01-17"]);
            assert_eq!(value(&head, "tags"), ["x", "y"]);
            assert_eq!(value(&head, "author"), ["Ada"]);
            assert_eq!((head.text, head.notice), ("Text\n", None));
        }
    }

    #[test]
    fn a_rule_at_the_start_is_no_front_matter() {
        for text in ["---\n\nJust text: it ends.\n\n---\nmore", "---\ntitle: T\nnever closed", "text", "---"]
        {
            assert_eq!(split(text), Split { fields: Vec::new(), text, notice: None });
        }
    }

    #[test]
    fn a_wrong_head_is_told_with_its_line_and_read_as_far_as_it_goes() {
        let head = split("\n---\nauthor: Ada\ntitle: A: b: c\n---\nText");
        assert_eq!(value(&head, "title"), ["A: b: c"]);
        assert_eq!(value(&head, "author"), ["Ada"]);
        assert!(head.notice.unwrap().starts_with("line 4: the front matter is no YAML ("));
        assert_eq!(head.text, "Text");

        let head = split("+++\ntitle = 'T'\nauthor = Ada\n+++\nText");
        assert_eq!(value(&head, "author"), ["Ada"]);
        assert!(head.notice.unwrap().starts_with("line 3: the front matter is no TOML ("));
    }
}
