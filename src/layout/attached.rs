//! Files that come with an article, as lines with a link: "Audio, 12 MB: episode.mp3".

use crate::article::{Enclosure, Span, SpanStyle, Text};

/// What a file is, how large, and its name, which leads to it.
pub fn attached(enclosure: &Enclosure) -> Text {
    let size = enclosure.bytes.filter(|bytes| *bytes > 0).map(|bytes| format!(", {}", size(bytes)));
    let before = format!("{}{}: ", kind(enclosure.media_type.as_deref()), size.unwrap_or_default());
    let text = before.clone() + name(&enclosure.url);
    let (start, end, url) = (before.len(), text.len(), Some(enclosure.url.clone()));
    let span = Span { start, end, style: SpanStyle::Link, url };
    Text { spans: vec![span], text }
}

/// By the first part of the media type.
fn kind(media_type: Option<&str>) -> &'static str {
    match media_type.and_then(|kind| kind.split('/').next()).map(str::to_ascii_lowercase).as_deref() {
        Some("audio") => "Audio",
        Some("video") => "Video",
        Some("image") => "Picture",
        _ => "File",
    }
}

/// In the unit that leaves one to three digits.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

/// The last part of the path; the whole address where there is none.
fn name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    path.rsplit_once('/').map(|(_, name)| name).filter(|name| !name.is_empty()).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(url: &str, kind: &str, bytes: Option<u64>) -> String {
        let text = attached(&Enclosure { url: url.into(), media_type: Some(kind.into()), bytes });
        assert_eq!(text.spans[0].end, text.text.len());
        text.text
    }

    #[test]
    fn a_file_is_told_by_kind_size_and_name() {
        let url = "https://e.example/a/episode%201.mp3?from=feed";
        assert_eq!(said(url, "audio/mpeg", Some(12_345_678)), "Audio, 12 MB: episode%201.mp3");
        assert_eq!(said(url, "Video/mp4", Some(1_250_000_000)), "Video, 1.2 GB: episode%201.mp3");
        assert_eq!(said(url, "image/png", Some(0)), "Picture: episode%201.mp3");
        assert_eq!(
            said("https://e.example/", "text/plain", Some(999)),
            "File, 999 bytes: https://e.example/"
        );
    }
}
