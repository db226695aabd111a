//! newsboat's filter expressions → our queries, as far as both can say the same.

/// A part of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Sign(String),
}

/// The query that finds the same articles; `None` where there is none.
pub(super) fn translated(expression: &str) -> Option<String> {
    let tokens = tokens(expression)?;
    let mut rest = tokens.as_slice();
    let query = either(&mut rest)?;
    rest.is_empty().then_some(query)
}

fn either(rest: &mut &[Token]) -> Option<String> {
    let mut query = both(rest)?;
    while is_next(rest, "or") {
        query = format!("{query} OR {}", both(rest)?);
    }
    Some(query)
}

fn both(rest: &mut &[Token]) -> Option<String> {
    let mut query = one(rest)?;
    while is_next(rest, "and") {
        query = format!("{query} {}", one(rest)?);
    }
    Some(query)
}

fn one(rest: &mut &[Token]) -> Option<String> {
    if is_next(rest, "(") {
        let inner = either(rest)?;
        return is_next(rest, ")").then(|| format!("({inner})"));
    }
    let [Token::Word(name), Token::Sign(sign), Token::Text(value), after @ ..] = *rest else { return None };
    *rest = after;
    comparison(name, sign, value)
}

fn is_next(rest: &mut &[Token], wanted: &str) -> bool {
    let is = match rest.first() {
        Some(Token::Word(word) | Token::Sign(word)) => word.eq_ignore_ascii_case(wanted),
        _ => false,
    };
    if is {
        *rest = &rest[1..];
    }
    is
}

fn comparison(name: &str, sign: &str, value: &str) -> Option<String> {
    let (not, sign) = sign.strip_prefix('!').map_or(("", sign), |sign| ("-", sign));
    Some(match (name, sign) {
        ("unread", "=" | "==") => {
            let unread = (value == "yes") == not.is_empty();
            if unread { "is:unread" } else { "is:read" }.to_owned()
        }
        ("age", "<" | "<=" | ">" | ">=") if not.is_empty() => {
            let days = value.parse::<u32>().ok()?;
            match sign {
                "<" => format!("age:<{days}d"),
                "<=" => format!("age:<{}d", days + 1),
                ">" => format!("age:>{days}d"),
                _ => format!("age:>{}d", days.saturating_sub(1)),
            }
        }
        ("title", "=~" | "~") => format!("{not}title:{}", phrase(value)?),
        ("author", "=~" | "~") => format!("{not}author:{}", phrase(value)?),
        ("feedtitle", "=~" | "~") => format!("{not}source:{}", phrase(value)?),
        ("tags", "#") => format!("{not}folder:{}", phrase(value)?),
        ("flags", "#") => format!("{not}tag:{}", phrase(value)?),
        ("content", "=~" | "~") => format!("{not}{}", phrase(value)?),
        _ => return None,
    })
}

/// Words that a pattern means; none where it is more than words.
fn phrase(pattern: &str) -> Option<String> {
    let is_plain = pattern.chars().all(|c| c.is_alphanumeric() || " -_'&,:".contains(c));
    (is_plain && !pattern.trim().is_empty()).then(|| format!("\"{}\"", pattern.trim()))
}

fn tokens(expression: &str) -> Option<Vec<Token>> {
    let (mut tokens, mut rest) = (Vec::new(), expression.trim_start());
    while let Some(first) = rest.chars().next() {
        let length = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let (token, after) = match first {
            '"' => {
                let (text, after) = rest[1..].split_once('"')?;
                (Token::Text(text.to_owned()), after)
            }
            '(' | ')' => (Token::Sign(first.to_string()), &rest[1..]),
            c if c.is_ascii_digit() => {
                let (text, after) = rest.split_at(length(|c| c.is_ascii_digit()));
                (Token::Text(text.to_owned()), after)
            }
            c if c.is_alphabetic() => {
                let (word, after) = rest.split_at(length(|c| c.is_alphanumeric() || c == '_'));
                (Token::Word(word.to_owned()), after)
            }
            _ => {
                let (sign, after) = rest.split_at(length(|c| "=!~<>#".contains(c)));
                (Token::Sign(Some(sign).filter(|sign| !sign.is_empty())?.to_owned()), after)
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Some(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_can_say_is_translated() {
        for (expression, query) in [
            ("unread = \"yes\"", "is:unread"),
            ("unread != \"yes\" and age < 7", "is:read age:<7d"),
            ("flags # \"s\"", "tag:\"s\""),
            ("tags !# \"news\"", "-folder:\"news\""),
            ("title =~ \"export rules\" or author !~ \"Lin\"", "title:\"export rules\" OR -author:\"Lin\""),
            (
                "(content =~ \"a\" or content =~ \"b\") and feedtitle =~ \"Wire\"",
                "(\"a\" OR \"b\") source:\"Wire\"",
            ),
        ] {
            assert_eq!(translated(expression).as_deref(), Some(query), "{expression}");
        }
    }

    #[test]
    fn what_only_one_can_say_is_not() {
        for expression in
            ["tags = \"news\"", "title =~ \"a|b\"", "unread =", "", "rssurl = \"x\" (", "\"", "age < many"]
        {
            assert_eq!(translated(expression), None, "{expression}");
        }
    }
}
