//! Bytes → text, and what had to be assumed on the way.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// Text, and what the user should know about how it was read.
pub(super) struct Decoded<'a> {
    /// The text, its lines ended by `\n`.
    pub(super) text: Cow<'a, str>,
    /// What was assumed or replaced.
    pub(super) note: Option<String>,
}

/// Reads bytes as text: by their byte order mark, as UTF-8, else as the encoding they look most like.
pub(super) fn text(bytes: &[u8]) -> Decoded<'_> {
    let mut decoded = characters(bytes, false);
    if decoded.text.contains('\r') {
        decoded.text = decoded.text.replace("\r\n", "\n").replace('\r', "\n").into();
    }
    decoded
}

/// Reads markup as text: as [`text`], but an encoding that it declares itself, or that came along with it, is heard.
/// UTF-8 that is right goes before what is declared: other text hardly ever happens to be UTF-8.
pub(super) fn declared<'a>(bytes: &'a [u8], charset: Option<&str>) -> Decoded<'a> {
    let is_utf8 = std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0x1b);
    if is_utf8 || Encoding::for_bom(bytes).is_some() || is_wide(bytes) {
        return characters(bytes, false);
    }
    let labels = [charset.map(str::as_bytes), declaration(bytes)];
    let named: Vec<_> = labels.into_iter().flatten().filter_map(Encoding::for_label).collect();
    let fits = |encoding: &&'static Encoding| {
        let may_be = encoding.is_ascii_compatible() || bytes.contains(&0x1b);
        may_be.then(|| encoding.decode_without_bom_handling_and_without_replacement(bytes)).flatten()
    };
    match named.iter().find_map(fits) {
        Some(text) => Decoded { text, note: None },
        None => characters(bytes, named.contains(&encoding_rs::UTF_8)),
    }
}

/// The encoding that an XML declaration names.
fn declaration(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(1 << 10)];
    let at = head.windows(9).position(|part| part == b"encoding=")? + 9;
    let quote = *head.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let length = head[at + 1..].iter().position(|byte| *byte == quote)?;
    Some(&head[at + 1..at + 1 + length])
}

/// UTF-16 without a mark, in which markup begins with a tag.
fn unmarked(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Reads the bytes of an HTML page: as [`declared`], and a page may name its encoding in a `meta` element. What came along
/// with it goes before that (HTML §13.2.3.2).
pub(super) fn html<'a>(bytes: &'a [u8], with_it: Option<&str>) -> Decoded<'a> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(CHARSET_WITHIN)]).to_ascii_lowercase();
    let known = with_it.filter(|name| Encoding::for_label(name.as_bytes()).is_some());
    declared(bytes, known.or_else(|| charset(&head)))
}

/// Bytes in which a page must name its encoding: HTML §4.2.5.4 wants it in 1024, pages are often late.
const CHARSET_WITHIN: usize = 4096;

/// The name of an encoding that follows "charset" in the beginning of a page, already in lower case.
fn charset(head: &str) -> Option<&str> {
    head.match_indices("charset").find_map(|(at, word)| {
        let value = head[at + word.len()..].trim_start().strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
        let name = &value[..end.unwrap_or(value.len())];
        Encoding::for_label(name.as_bytes()).map(|_| name)
    })
}

/// Whether a byte order mark says UTF-16 or UTF-32, in which zero bytes are no sign of binary data.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.starts_with(&[0, 0, 0xfe, 0xff])
        || unmarked(bytes).is_some()
}

fn characters(bytes: &[u8], is_called_utf8: bool) -> Decoded<'_> {
    // UTF-32 first: its little-endian mark begins with that of UTF-16.
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe, 0, 0]) {
        return utf32(rest, u32::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0, 0, 0xfe, 0xff]) {
        return utf32(rest, u32::from_be_bytes);
    }
    let marked = Encoding::for_bom(bytes).or_else(|| Some((unmarked(bytes)?, 0)));
    if let Some((encoding, mark)) = marked {
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let note = damaged.then(|| format!("what is no {} was replaced by \u{fffd}", encoding.name()));
        return Decoded { text, note };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.into(), note: None },
        Err(_) => damaged(bytes, is_called_utf8),
    }
}

/// UTF-8 with a few broken places stays UTF-8 (a cut-off download); the rest is some older encoding. What calls itself UTF-8
/// is taken for another script only where much of it would be.
fn damaged(bytes: &[u8], is_called_utf8: bool) -> Decoded<'_> {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good > 0 && good >= bad {
        return replaced(bytes, bad);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let fits =
        if LATIN.contains(&encoding) { may_be_latin(bytes) } else { !is_called_utf8 || has_many(bytes) };
    if !fits {
        return replaced(bytes, bad);
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, note: Some(format!("not UTF-8: read as {}", encoding.name())) }
}

fn replaced(bytes: &[u8], places: usize) -> Decoded<'_> {
    let places = if places == 1 { "1 place".to_owned() } else { format!("{places} places") };
    let note = format!("{places} with bytes that are no UTF-8 replaced by \u{fffd}");
    Decoded { text: String::from_utf8_lossy(bytes), note: Some(note) }
}

/// What is guessed for Latin letters, and where nothing fits.
const LATIN: [&Encoding; 6] = [
    encoding_rs::WINDOWS_1250,
    encoding_rs::WINDOWS_1252,
    encoding_rs::WINDOWS_1254,
    encoding_rs::WINDOWS_1257,
    encoding_rs::WINDOWS_1258,
    encoding_rs::ISO_8859_2,
];

/// Whether most bytes beyond ASCII may be Latin letters and signs: neither what hardly any text has, nor what looks
/// like a piece of a longer character.
fn may_be_latin(bytes: &[u8]) -> bool {
    let fits = |at: usize| match bytes[at] {
        0x81 | 0x90 | 0xff => false,
        0xc0.. => bytes.get(at + 1).is_none_or(|next| !(0x80..0xc0).contains(next)),
        _ => at == 0 || bytes[at - 1] < 0x80,
    };
    let high = (0..bytes.len()).filter(|at| bytes[*at] >= 0x80);
    let (fit, all) = high.fold((0, 0), |(fit, all), at| (fit + usize::from(fits(at)), all + 1));
    2 * fit > all
}

/// Whether so many bytes are beyond ASCII as in another script, its markup included: a title of thirty letters among five
/// hundred bytes.
fn has_many(bytes: &[u8]) -> bool {
    16 * bytes.iter().filter(|byte| !byte.is_ascii()).count() > bytes.len()
}

fn utf32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Decoded<'static> {
    let (quads, rest) = bytes.as_chunks();
    let text: String = quads
        .iter()
        .map(|quad| char::from_u32(number(*quad)).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    let damaged = !rest.is_empty() || text.contains(char::REPLACEMENT_CHARACTER);
    Decoded {
        text: text.into(),
        note: damaged.then(|| "what is no UTF-32 was replaced by \u{fffd}".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Option<String>) {
        let decoded = text(bytes);
        (decoded.text.into_owned(), decoded.note)
    }

    #[test]
    fn marks_are_followed_and_dropped() {
        let plain = |text: &str| (text.to_owned(), None);
        assert_eq!(read("\u{feff}né".as_bytes()), plain("né"));
        assert_eq!(read(b"\xff\xfea\0\xe9\0"), plain("aé"));
        assert_eq!(read(b"\xfe\xff\0a\0\xe9"), plain("aé"));
        assert_eq!(read(b"\xff\xfe\0\0a\0\0\0\x00\xf6\x01\0"), plain("a😀"));
        assert_eq!(read(b"\0\0\xfe\xff\0\0\0a"), plain("a"));
        assert_eq!(read(b"a\r\nb\rc\n"), plain("a\nb\nc\n"));
    }

    #[test]
    fn older_encodings_are_guessed_and_named() {
        let (text, note) = read(b"Une caf\xe9 \xe0 la gare, d\xe9j\xe0 ferm\xe9e");
        assert_eq!(text, "Une café à la gare, déjà fermée");
        assert_eq!(note.as_deref(), Some("not UTF-8: read as windows-1252"));
    }

    #[test]
    fn markup_may_declare_its_encoding() {
        let read = |bytes: &[u8], charset| declared(bytes, charset).text.into_owned();
        let declaration = "<?xml encoding='koi8-r'?>";
        let koi = [declaration.as_bytes(), b"\xc4\xc1"].concat();
        assert_eq!(read(&koi, None), format!("{declaration}да"));
        assert_eq!(read(b"\xc4\xc1", Some("koi8-r")), "да");
        assert_eq!(read("да".as_bytes(), Some("koi8-r")), "да", "what is UTF-8 is no KOI8-R");
        assert_eq!(read(b"\x1b$B$\"\x1b(B", Some("iso-2022-jp")), "あ");
        assert_eq!(read(b"a\xe9", Some("utf-16")), "aé");
        assert_eq!(read(b"\0<\0a", None), "<a");
    }

    #[test]
    fn a_page_names_its_encoding_unless_its_bytes_say_otherwise() {
        let page = |bytes: &[u8]| html(bytes, None).text.into_owned();
        assert!(page(b"<meta charset=windows-1251><p>\xcf\xee\xf0\xf2").ends_with("Порт"));
        let old = b"<meta http-equiv=Content-Type content='text/html; charset=GB2312'><p>\xb8\xdb\xbf\xda";
        assert!(page(old).ends_with("港口"));
        assert!(page("<meta charset=iso-8859-1><p>née".as_bytes()).ends_with("née"));
        assert!(page(b"<?xml version='1.0' encoding='iso-8859-2'?><html><p>\xb1").ends_with('ą'));
        let sent = html(b"<meta charset=iso-8859-1><p>\xcf\xee\xf0\xf2", Some("windows-1251"));
        assert!(sent.text.ends_with("Порт"));
        assert!(page(b"<meta charset=nonsense><p>caf\xe9 ferm\xe9").ends_with("café fermé"));
    }

    #[test]
    fn a_broken_place_does_not_make_utf8_another_encoding() {
        let (text, note) = read(b"plain \xff text, and an \xed\xa0\x80 half");
        assert!(text.starts_with("plain \u{fffd} text"), "{text}");
        assert_eq!(note.as_deref(), Some("4 places with bytes that are no UTF-8 replaced by \u{fffd}"));
        assert_eq!(read("déjà \u{fffd}".as_bytes()).1, None);
        assert_eq!(
            declared(b"<?xml encoding='utf-8'?>na\xffve", None).text,
            "<?xml encoding='utf-8'?>na\u{fffd}ve"
        );
    }

    #[test]
    fn what_calls_itself_utf8_is_no_other_script_for_a_few_broken_bytes() {
        let mut feed = b"<?xml version='1.0' encoding='UTF-8'?>".to_vec();
        for _ in 0..20 {
            feed.extend(b"<item><title>bad \xc3\x28 \xed\xa0\x80 \xf0\x9f</title>");
            feed.extend(b"<link>http://probe.example/story</link><guid>probe</guid><pubDate>Sun, 01 Nov 2026 10:00:00 +0000</pubDate>");
            feed.extend(b"<description>text \x80\x81 \xff end</description></item>");
        }
        let read = declared(&feed, None);
        assert!(read.text.contains("<title>bad \u{fffd}( \u{fffd}"), "{}", read.text);
        assert!(read.note.unwrap().ends_with("with bytes that are no UTF-8 replaced by \u{fffd}"));
        let said = declared(&feed[38..], Some("utf-8")).text;
        assert!(said.contains("<title>bad \u{fffd}( \u{fffd}"), "{said}");
        let latin = declared(b"<?xml encoding='UTF-8'?><title>Il a neig\xe9 cet \xe9t\xe9</title>", None);
        assert!(latin.text.contains("neig\u{e9} cet \u{e9}t\u{e9}"), "{}", latin.text);
        let russian = declared(
            b"<?xml encoding='UTF-8'?><title>\xcf\xee\xf0\xf2 \xe2 \xe3\xee\xf0\xee\xe4\xe5</title>",
            None,
        );
        assert!(russian.text.contains("\u{41f}\u{43e}\u{440}\u{442}"), "{}", russian.text);
    }

    #[test]
    fn utf8_cut_in_a_character_stays_utf8() {
        let (text, note) = read(&"déjà fermée".as_bytes()[..5]);
        assert_eq!((text.as_str(), note.is_some()), ("déj\u{fffd}", true));
    }
}
