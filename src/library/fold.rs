//! What makes two addresses, two headlines or two texts the same.

use unicode_normalization::UnicodeNormalization;

/// See [`hash`].
pub(super) type Hash = [u8; 16];

/// See [`short_hash`].
pub(super) type ShortHash = [u8; 8];

/// Parameters that say where a reader came from, not what is read.
const TRACKING: &[&str] = &["fbclid", "gclid", "mc_cid", "mc_eid", "igshid"];

/// An address without what does not change what it leads to: scheme, `www.`, fragment, tracking, final slash.
/// Only for comparing; `None` where it is no web address.
pub(super) fn url_key(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_ascii_lowercase();
    let host = host.trim_end_matches(":80").trim_end_matches(":443");
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host.is_empty() {
        return None;
    }
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !tracks(part)).collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    Some(format!("{host}/{}{mark}{}", path.trim_end_matches('/'), kept.join("&")))
}

fn tracks(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default();
    name.starts_with("utm_") || TRACKING.contains(&name)
}

/// A headline without what a page that cites it writes differently: width and case of letters, shapes of quotes and
/// dashes, spacing, final punctuation. `None` where nothing is left.
pub(super) fn title_key(title: &str) -> Option<String> {
    let plain: String = title.nfkc().flat_map(char::to_lowercase).map(plain).collect();
    let folded = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = folded.trim_end_matches(|last: char| ".,:;!?'\"-。！？".contains(last) || last == ' ');
    (!folded.is_empty()).then(|| folded.to_owned())
}

fn plain(letter: char) -> char {
    match letter {
        '\u{2018}'..='\u{201f}' | '\'' | '"' | '«' | '»' | '`' | '´' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

/// FNV-1a with 128 bits (Fowler, Noll, Vo; offset and prime as they publish them). It must stay the same for ever, which
/// the standard library does not promise of its hasher, and need not withstand attack: a text made to collide under
/// a key hides only a change of itself.
pub(super) fn hash(bytes: &[u8]) -> Hash {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME)).to_be_bytes()
}

/// XXH3 with 128 bits (Collet, the `xxHash` specification): for whole texts, which FNV takes byte by byte. It too must stay
/// the same for ever, and need not withstand attack.
pub(super) fn text_hash(bytes: &[u8]) -> Hash {
    xxhash_rust::xxh3::xxh3_128(bytes).to_be_bytes()
}

/// Half of it, its two halves folded by XOR as its authors advise: enough to look up an address or a headline. Among ten
/// million of them two are the same by chance in one library of 400,000.
pub(super) fn short_hash(key: &str) -> ShortHash {
    let hash = u128::from_be_bytes(hash(key.as_bytes()));
    ((hash >> 64) as u64 ^ hash as u64).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_lead_to_the_same_piece_are_the_same() {
        let same = [
            "https://www.Example.org/a/b/",
            "http://example.org:80/a/b?utm_source=x#top",
            "HTTPS://example.org/a/b",
        ];
        for url in same {
            assert_eq!(url_key(url).unwrap(), "example.org/a/b", "{url}");
        }
        assert_eq!(url_key("https://example.org/?p=12&fbclid=1").unwrap(), "example.org/?p=12");
        for no in ["/a/b", "mailto:x@example.org", "ftp://example.org/a", "https://", "C:\\a"] {
            assert_eq!(url_key(no), None, "{no}");
        }
    }

    #[test]
    fn headlines_cited_differently_are_the_same() {
        let key = title_key("Huadong’s “push”: a CAR–T story");
        assert_eq!(key, title_key("  HUADONG'S \"push\":  a CAR-T\u{a0}story … "));
        assert_ne!(key, title_key("Huadong’s push: a CAR–T story, part 2"));
        assert_eq!(title_key(" … "), None);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // test vector of the empty text and of "a" in the authors' list
        assert_eq!(hash(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128.to_be_bytes());
        assert_eq!(hash(b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964_u128.to_be_bytes());
        // of the empty text, in the specification's test vectors
        assert_eq!(text_hash(b""), 0x99aa_06d3_0147_98d8_6001_c324_468d_497f_u128.to_be_bytes());
    }
}
