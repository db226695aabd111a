//! A style as the escape sequence that a terminal takes (ECMA-48, "select graphic rendition"), for what is printed
//! without a screen.

use ratatui::style::{Color, Modifier, Style};

use super::Theme;
use crate::layout::RunStyle;

impl Theme {
    /// A run of the text as it is printed: in its style, and plain again behind it.
    pub fn painted(&self, run: RunStyle, text: &str) -> String {
        let codes = codes(self.run(run));
        if codes.is_empty() || text.is_empty() {
            text.to_owned()
        } else {
            format!("\x1b[{codes}m{text}\x1b[m")
        }
    }
}

/// Codes with semicolons between them; empty where the style is plain.
fn codes(style: Style) -> String {
    const MODIFIERS: [(Modifier, &str); 5] = [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
    ];
    let modifiers = MODIFIERS.iter().filter(|(modifier, _)| style.add_modifier.contains(*modifier));
    let mut codes: Vec<String> = modifiers.map(|(_, code)| (*code).to_owned()).collect();
    codes.extend(style.fg.map(|fg| color(fg, 30)));
    codes.extend(style.bg.map(|bg| color(bg, 40)));
    codes.join(";")
}

/// `base` is 30 for the text, 40 for what is behind it; the bright eight are 60 further.
fn color(color: Color, base: u8) -> String {
    let index = match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Reset => 9,
        Color::Indexed(index) => return format!("{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
    };
    (base + index).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_become_codes() {
        assert_eq!(codes(Style::new()), "");
        assert_eq!(codes(Style::new().bold().fg(Color::Cyan).bg(Color::Reset)), "1;36;49");
        assert_eq!(codes(Style::new().underlined().fg(Color::LightRed)), "4;91");
        assert_eq!(
            codes(Style::new().fg(Color::Indexed(208)).bg(Color::Rgb(1, 2, 3))),
            "38;5;208;48;2;1;2;3"
        );
    }
}
