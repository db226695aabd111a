//! How a look is written: `bold cyan on default`, `#8a5a00 underline`.

use ratatui::style::{Color, Modifier, Style};
use serde::de::{Deserialize, Deserializer, Error};

/// A style as it was written, before the terminal's colour depth is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look(pub(super) Style);

/// Words that a look is written with, besides `#rrggbb` and the numbers 0 to 255.
const WORDS: &[&str] = &[
    "bold",
    "dim",
    "italic",
    "underline",
    "reverse",
    "on",
    "default",
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// Why a text is no look.
#[derive(Debug, PartialEq, Eq)]
enum LookError<'a> {
    Unknown(&'a str),
    NoBackground,
}

fn modifier(word: &str) -> Option<Modifier> {
    Some(match word {
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "italic" => Modifier::ITALIC,
        "underline" => Modifier::UNDERLINED,
        "reverse" => Modifier::REVERSED,
        _ => return None,
    })
}

fn color(word: &str) -> Option<Color> {
    Some(match word {
        "default" => Color::Reset,
        "black" => Color::Black,
        "red" => Color::Red,
        "green" => Color::Green,
        "yellow" => Color::Yellow,
        "blue" => Color::Blue,
        "magenta" => Color::Magenta,
        "cyan" => Color::Cyan,
        "white" => Color::Gray,
        "bright-black" => Color::DarkGray,
        "bright-red" => Color::LightRed,
        "bright-green" => Color::LightGreen,
        "bright-yellow" => Color::LightYellow,
        "bright-blue" => Color::LightBlue,
        "bright-magenta" => Color::LightMagenta,
        "bright-cyan" => Color::LightCyan,
        "bright-white" => Color::White,
        _ => return word.strip_prefix('#').map_or_else(|| word.parse().ok().map(Color::Indexed), rgb),
    })
}

fn rgb(hex: &str) -> Option<Color> {
    let digits = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u32::from_str_radix(hex, 16).ok().filter(|_| digits)?;
    Some(Color::from_u32(number))
}

fn parse(text: &str) -> Result<Look, LookError<'_>> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        style = if let Some(modifier) = modifier(word) {
            style.add_modifier(modifier)
        } else if word == "on" {
            let word = words.next().ok_or(LookError::NoBackground)?;
            style.bg(color(word).ok_or(LookError::Unknown(word))?)
        } else {
            style.fg(color(word).ok_or(LookError::Unknown(word))?)
        };
    }
    Ok(Look(style))
}

impl<'de> Deserialize<'de> for Look {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parse(&String::deserialize(deserializer)?).map_err(|error| match error {
            LookError::Unknown(word) => D::Error::unknown_variant(word, WORDS),
            LookError::NoBackground => D::Error::custom("a colour is missing after `on`"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_written_in_words() {
        let style = |text| parse(text).unwrap().0;
        assert_eq!(style("bold cyan on default"), Style::new().bold().fg(Color::Cyan).bg(Color::Reset));
        assert_eq!(style("#8A5a00 underline"), Style::new().fg(Color::Rgb(0x8a, 0x5a, 0)).underlined());
        assert_eq!(
            style("  208 on 17 dim"),
            Style::new().fg(Color::Indexed(208)).bg(Color::Indexed(17)).dim()
        );
        assert_eq!(style(""), Style::new());
    }

    #[test]
    fn a_wrong_word_is_named() {
        for word in ["cyna", "#12345", "#1234567", "#12345g", "#+12345", "256", "-1"] {
            assert_eq!(parse(&format!("bold {word}")), Err(LookError::Unknown(word)));
        }
        assert_eq!(parse("red on bold"), Err(LookError::Unknown("bold")));
        assert_eq!(parse("red on"), Err(LookError::NoBackground));
    }

    #[test]
    fn every_word_offered_is_understood() {
        for word in WORDS.iter().filter(|word| **word != "on") {
            assert!(parse(word).is_ok_and(|look| look.0 != Style::new()), "{word}");
        }
    }
}
