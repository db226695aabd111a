//! Roles → styles. Colour is never the only sign of a state.

use serde::Deserialize;

use ratatui::style::{Modifier, Style};

use crate::layout::{Matched, RunStyle};

mod depth;
mod look;
mod sgr;

pub use depth::{ColorChoice, Depth};
pub use look::Look;

/// Makes the enum and its count from one list.
macro_rules! roles {
    ($($(#[$doc:meta])+ $role:ident)+) => {
        /// What a piece of the screen is; the theme says how that looks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Role { $($(#[$doc])+ $role,)+ }

        impl Role {
            /// Every role.
            pub const ALL: &[Self] = &[$(Self::$role,)+];
        }
    };
}

roles! {
    /// Site and sections above the headline.
    Kicker
    /// The headline.
    Headline
    /// The standfirst.
    Subtitle
    /// Author, date, minutes.
    Byline
    /// Running text.
    Text
    /// A heading in the text.
    Heading
    /// Emphasis in the text.
    Emphasis
    /// Strong emphasis in the text.
    Strong
    /// Code in the text.
    Code
    /// A link.
    Link
    /// Quoted text.
    Quote
    /// What matters less: captions, gutters, bullets, dates of a row.
    Dim
    /// The border of a pane.
    Border
    /// The border of the pane with the focus.
    BorderFocused
    /// The title of a pane.
    Title
    /// The selected row, where the focus is.
    Selected
    /// The selected row of a pane without the focus.
    SelectedUnfocused
    /// An unread article in a row.
    Unread
    /// A read article in a row.
    Read
    /// The star.
    Star
    /// The status line.
    Status
    /// A key in the status line or in help.
    StatusKey
    /// A message that all went well.
    ToastInfo
    /// A message that something needs attention.
    ToastWarning
    /// A message that something failed.
    ToastError
    /// What was searched for.
    Match
    /// The match at which the reader is.
    MatchCurrent
    /// The filled part of a gauge.
    Gauge
    /// A link whose article is held.
    Held
    /// A link whose article is not held.
    NotHeld
}

/// A theme that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// The terminal's own colours; reads on light and on dark.
    #[default]
    Terminal,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// No colours.
    Mono,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 4] = [Self::Terminal, Self::Dark, Self::Light, Self::Mono];

    /// Its roles: name of the file and its text, as it could stand in `[theme.roles]` of a config.
    pub const fn layer(self) -> (&'static str, &'static str) {
        match self {
            Self::Terminal => ("theme-terminal.toml", include_str!("../assets/theme-terminal.toml")),
            Self::Dark => ("theme-dark.toml", include_str!("../assets/theme-dark.toml")),
            Self::Light => ("theme-light.toml", include_str!("../assets/theme-light.toml")),
            Self::Mono => ("theme-mono.toml", include_str!("../assets/theme-mono.toml")),
        }
    }
}

/// How each role looks at the terminal's colour depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    depth: Depth,
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    /// A theme in which everything looks like plain text.
    pub fn plain(depth: Depth) -> Self {
        Self { depth, styles: [Style::new(); Role::ALL.len()] }
    }

    /// Says how a role looks; colours are brought down to what the terminal can show.
    pub fn set(&mut self, role: Role, look: Look) {
        self.styles[role as usize] = self.depth.style(look);
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// How a run of the text looks.
    pub fn run(&self, run: RunStyle) -> Style {
        self.style(match run {
            RunStyle::Plain => Role::Text,
            RunStyle::Kicker => Role::Kicker,
            RunStyle::Headline => Role::Headline,
            RunStyle::Subtitle => Role::Subtitle,
            RunStyle::Byline => Role::Byline,
            RunStyle::Heading => Role::Heading,
            RunStyle::Emphasis => Role::Emphasis,
            RunStyle::Strong => Role::Strong,
            RunStyle::StrongEmphasis => return self.style(Role::Strong).patch(self.style(Role::Emphasis)),
            RunStyle::Code => Role::Code,
            RunStyle::Link => Role::Link,
            RunStyle::Quote => Role::Quote,
            RunStyle::Dim => Role::Dim,
        })
    }

    /// How a run of the text looks where what was looked for stands in it.
    pub fn matched(&self, run: RunStyle, matched: Matched) -> Style {
        self.run(run).remove_modifier(Modifier::DIM).patch(self.style(match matched {
            Matched::Current => Role::MatchCurrent,
            Matched::Other => Role::Match,
        }))
    }

    /// How a row looks while it is selected: its own look with the selection laid over it. With the focus it gives
    /// up its colours: reversed, each would be a patch of another background.
    pub fn selected(&self, row: Style, focused: bool) -> Style {
        let row = if focused { Style { fg: self.style(Role::Text).fg, bg: None, ..row } } else { row };
        let role = if focused { Role::Selected } else { Role::SelectedUnfocused };
        // DIM below REVERSED makes the bar itself pale on some terminals; without the focus the row stands out by it.
        let row = row.remove_modifier(Modifier::DIM);
        row.patch(self.style(role))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ratatui::style::Color;

    use super::*;

    fn roles(preset: Preset) -> BTreeMap<Role, Look> {
        toml::from_str(preset.layer().1).unwrap()
    }

    fn theme(preset: Preset, depth: Depth) -> Theme {
        let mut theme = Theme::plain(depth);
        for (role, look) in roles(preset) {
            theme.set(role, look);
        }
        theme
    }

    #[test]
    fn every_preset_says_how_every_role_looks() {
        for preset in Preset::ALL {
            assert!(roles(preset).keys().eq(Role::ALL), "{preset:?}");
        }
    }

    #[test]
    fn the_selection_is_seen_in_every_preset_and_at_every_depth() {
        for preset in Preset::ALL {
            for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True] {
                let theme = theme(preset, depth);
                let row = theme.style(Role::Read);
                let (focused, unfocused) = (theme.selected(row, true), theme.selected(row, false));
                assert!(focused.add_modifier.contains(Modifier::REVERSED), "{preset:?}");
                assert!(!focused.add_modifier.contains(Modifier::DIM), "{preset:?}");
                assert!(focused != unfocused && unfocused != row, "{preset:?}");
            }
        }
    }

    #[test]
    fn the_selection_is_one_bar_of_one_colour() {
        for preset in Preset::ALL {
            let theme = theme(preset, Depth::True);
            let ground = theme.selected(theme.style(Role::Text), true);
            for role in [Role::Unread, Role::Read, Role::Dim, Role::Star, Role::Held, Role::NotHeld] {
                let style = theme.selected(theme.style(role), true);
                assert_eq!((style.fg, style.bg), (ground.fg, ground.bg), "{preset:?} {role:?}");
            }
        }
    }

    #[test]
    fn without_colours_there_are_none() {
        let theme = theme(Preset::Dark, Depth::None);
        assert!(Role::ALL.iter().all(|role| (theme.style(*role).fg, theme.style(*role).bg) == (None, None)));
    }

    #[test]
    fn strong_emphasis_is_both() {
        let style = theme(Preset::Terminal, Depth::Ansi16).run(RunStyle::StrongEmphasis);
        assert_eq!(style.add_modifier, Modifier::BOLD | Modifier::ITALIC);
    }

    /// Contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance").
    fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
        let linear = |c: u8| match f64::from(c) / 255.0 {
            c if c <= 0.04045 => c / 12.92,
            c => ((c + 0.055) / 1.055).powf(2.4),
        };
        let luminance = |[r, g, b]: [u8; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    fn rgb(color: Color) -> [u8; 3] {
        match color {
            Color::Rgb(r, g, b) => [r, g, b],
            named => depth::ANSI.iter().find(|(color, _)| *color == named).unwrap().1,
        }
    }

    #[test]
    fn letters_stand_out_from_the_background() {
        let (black, white) = ([0; 3], [255; 3]);
        let (dark, light) = ([0x28, 0x2c, 0x34], [0xfa; 3]);
        // 4.5 is WCAG's AA for text; 3 its AA for what is large or beside text, all that 16 colours give on both.
        let cases = [
            (Preset::Terminal, black, 3.0),
            (Preset::Terminal, white, 3.0),
            (Preset::Dark, dark, 4.5),
            (Preset::Light, light, 4.5),
        ];
        for (preset, background, least) in cases {
            let theme = theme(preset, Depth::True);
            for role in Role::ALL.iter().filter(|role| **role != Role::Border) {
                if let Some(color) = theme.style(*role).fg {
                    let found = contrast(rgb(color), background);
                    assert!(found >= least, "{preset:?} {role:?}: {found:.1}");
                }
            }
        }
    }
}
