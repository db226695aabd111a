//! The language of a text, where it is sure.

use whatlang::{Lang, Script};

use super::scripts::is_wide;

mod small_words;

/// Characters looked at; more change nothing.
const SAMPLE: usize = 1000;
/// Letters that a text needs: below, trigrams say little. Measured on sentences of the supported languages.
const LETTERS: usize = 60;
/// The same where a character is a syllable or a word.
const WIDE_LETTERS: usize = 16;

/// ISO 639-1 code of the language, `None` where the text is short or mixed.
pub(crate) fn detect(text: &str) -> Option<String> {
    let plain = text.get(..SAMPLE).filter(|sample| sample.is_ascii());
    let end = || text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let sample = plain.unwrap_or_else(|| &text[..end()]);
    // counting is a hundred times faster than looking trigrams up
    let has_wide = !sample.is_ascii() && sample.contains(is_wide);
    if !has_letters(sample, if has_wide { WIDE_LETTERS } else { LETTERS }) {
        return None;
    }
    if let Some(language) = small_words::detect(sample) {
        return Some(language.to_owned());
    }
    let info = whatlang::detect(sample)?;
    let wide =
        matches!(info.script(), Script::Mandarin | Script::Hiragana | Script::Katakana | Script::Hangul);
    let enough = wide || has_letters(sample, LETTERS);
    (info.is_reliable() && enough).then(|| code(info.lang()).to_owned())
}

/// Whether a text has so many letters.
fn has_letters(text: &str, count: usize) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).take(count).count() == count
}

/// The language that the text is likeliest in, sure or not: a second opinion, never the only one.
pub(crate) fn guess(text: &str) -> Option<&'static str> {
    whatlang::detect_lang(text).map(code)
}

/// whatlang speaks ISO 639-3; pages speak ISO 639-1.
fn code(language: Lang) -> &'static str {
    match language {
        Lang::Cmn => "zh",
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Heb => "he",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Bul => "bg",
        Lang::Mkd => "mk",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Slv => "sl",
        Lang::Slk => "sk",
        Lang::Ces => "cs",
        Lang::Pol => "pl",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Aze => "az",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Cat => "ca",
        Lang::Lat => "la",
        Lang::Epo => "eo",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Urd => "ur",
        Lang::Mar => "mr",
        Lang::Pan => "pa",
        Lang::Guj => "gu",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Kan => "kn",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Tha => "th",
        Lang::Khm => "km",
        Lang::Mya => "my",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Jav => "jv",
        Lang::Tgl => "tl",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Amh => "am",
        Lang::Yid => "yi",
        Lang::Afr => "af",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Aka => "ak",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_enough() {
        for (text, want) in [
            (
                "The harbour authority said on Monday that the second phase of the programme will begin in May.",
                "en",
            ),
            (
                "Die Hafenbehörde teilte am Montag mit, dass die zweite Phase der Arbeiten erst im Mai beginnt.",
                "de",
            ),
            ("港务局周一表示,航道疏浚工程第二阶段将推迟到五月开始,比原计划晚八周。", "zh"),
            ("港湾局は月曜日、航路浚渫の第二期工事の開始を五月に延期すると発表した。", "ja"),
        ] {
            assert_eq!(detect(text).as_deref(), Some(want));
        }
    }

    #[test]
    fn short_or_mixed_text_has_no_language() {
        assert_eq!(detect("A short note."), None);
        assert_eq!(detect("1 2 3 4 5"), None);
        assert_eq!(detect(""), None);
    }
}
