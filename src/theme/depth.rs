//! How many colours the terminal shows, and the nearest of them.

use ratatui::style::{Color, Style};
use serde::Deserialize;

use super::look::Look;

/// Whether colours are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColorChoice {
    /// Unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// In no case.
    Never,
}

/// How many colours the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: bold, dim, underline and reverse must do.
    None,
    /// The 16 of the terminal.
    Ansi16,
    /// The 256 of xterm.
    Ansi256,
    /// All of them.
    True,
}

/// Levels of the 6 × 6 × 6 cube in xterm's 256 colours.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The 16 colours as xterm ships them; what the user's terminal makes of them cannot be known.
pub(super) const ANSI: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

impl Depth {
    /// What the environment says: `NO_COLOR` (no-color.org: if not empty), `COLORTERM`, `TERM`.
    pub fn detect(choice: ColorChoice, env: &dyn Fn(&str) -> Option<String>) -> Self {
        let unwanted = env("NO_COLOR").is_some_and(|value| !value.is_empty());
        match choice {
            ColorChoice::Never => Self::None,
            ColorChoice::Auto if unwanted => Self::None,
            ColorChoice::Auto | ColorChoice::Always => Self::of_terminal(env),
        }
    }

    fn of_terminal(env: &dyn Fn(&str) -> Option<String>) -> Self {
        let says = |name, words: &[&str]| {
            env(name).is_some_and(|value| words.iter().any(|word| value.to_ascii_lowercase().contains(word)))
        };
        if says("COLORTERM", &["truecolor", "24bit"]) || says("TERM", &["direct"]) {
            Self::True
        } else if says("TERM", &["256color"]) {
            Self::Ansi256
        } else {
            Self::Ansi16
        }
    }

    /// The look with colours that this terminal can show.
    pub(super) fn style(self, Look(style): Look) -> Style {
        Style {
            fg: style.fg.and_then(|color| self.color(color)),
            bg: style.bg.and_then(|color| self.color(color)),
            ..style
        }
    }

    fn color(self, color: Color) -> Option<Color> {
        match (self, color) {
            (Self::None, _) => None,
            (Self::Ansi256, Color::Rgb(r, g, b)) => Some(Color::Indexed(nearest_256([r, g, b]))),
            (Self::Ansi16, Color::Rgb(r, g, b)) => Some(nearest_16([r, g, b])),
            (Self::Ansi16, Color::Indexed(index)) => {
                Some(rgb_of(index).map_or(ANSI[usize::from(index & 15)].0, nearest_16))
            }
            _ => Some(color),
        }
    }
}

/// Red, green and blue of an index of the cube or the greys; nothing for the 16 before them.
fn rgb_of(index: u8) -> Option<[u8; 3]> {
    match index {
        0..16 => None,
        16..232 => {
            let cube = usize::from(index - 16);
            Some([CUBE[cube / 36], CUBE[cube / 6 % 6], CUBE[cube % 6]])
        }
        232.. => Some([8 + 10 * (index - 232); 3]),
    }
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

fn nearest_256(rgb: [u8; 3]) -> u8 {
    let far = |index: &u8| rgb_of(*index).map_or(u32::MAX, |color| distance(color, rgb));
    (16..=255).min_by_key(far).unwrap_or_default()
}

fn nearest_16(rgb: [u8; 3]) -> Color {
    ANSI.iter().min_by_key(|(_, color)| distance(*color, rgb)).map_or(Color::Reset, |(color, _)| *color)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(choice: ColorChoice, vars: &[(&str, &str)]) -> Depth {
        let env =
            |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Depth::detect(choice, &env)
    }

    #[test]
    fn the_environment_says_how_many_colours() {
        let auto = |vars: &[(&str, &str)]| detect(ColorChoice::Auto, vars);
        assert_eq!(auto(&[]), Depth::Ansi16);
        assert_eq!(auto(&[("TERM", "screen")]), Depth::Ansi16);
        assert_eq!(auto(&[("TERM", "tmux-256color")]), Depth::Ansi256);
        assert_eq!(auto(&[("TERM", "xterm-direct")]), Depth::True);
        assert_eq!(auto(&[("TERM", "xterm-256color"), ("COLORTERM", "TrueColor")]), Depth::True);
    }

    #[test]
    fn no_color_counts_unless_it_is_empty_or_colours_are_asked_for() {
        let vars = [("NO_COLOR", "1"), ("TERM", "xterm-256color")];
        assert_eq!(detect(ColorChoice::Auto, &vars), Depth::None);
        assert_eq!(detect(ColorChoice::Always, &vars), Depth::Ansi256);
        assert_eq!(detect(ColorChoice::Auto, &[("NO_COLOR", "")]), Depth::Ansi16);
        assert_eq!(detect(ColorChoice::Never, &[("COLORTERM", "24bit")]), Depth::None);
    }

    #[test]
    fn colours_come_down_to_the_nearest_that_there_is() {
        let orange = Color::Rgb(255, 135, 0);
        assert_eq!(Depth::True.color(orange), Some(orange));
        assert_eq!(Depth::Ansi256.color(orange), Some(Color::Indexed(208)));
        assert_eq!(Depth::Ansi256.color(Color::Rgb(128, 128, 128)), Some(Color::Indexed(244)));
        assert_eq!(Depth::Ansi16.color(Color::Rgb(250, 10, 10)), Some(Color::LightRed));
        assert_eq!(Depth::Ansi16.color(Color::Indexed(208)), Some(Color::Yellow));
        assert_eq!(Depth::Ansi16.color(Color::Indexed(4)), Some(Color::Blue));
        assert_eq!(Depth::Ansi16.color(Color::Reset), Some(Color::Reset));
        assert_eq!(Depth::None.color(Color::Red), None);
    }

    #[test]
    fn an_index_stands_for_its_own_colour() {
        for index in 16..=255 {
            let color = rgb_of(index).unwrap();
            assert_eq!(rgb_of(nearest_256(color)), Some(color), "{index}");
        }
    }
}
