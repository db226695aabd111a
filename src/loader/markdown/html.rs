//! HTML inside Markdown: dropped to its text.

/// The characters that HTML cannot do without, and the no-break space (HTML §13.5 has all the names).
const ENTITIES: [(&str, &str); 6] =
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];

/// Elements whose content is no text.
const SILENT: [&str; 2] = ["script", "style"];

/// The text between the tags; comments, scripts and styles are left out.
pub(super) fn text(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        let Some(after) = after_tag(tag) else { break };
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    // "&amp;" comes last, or "&amp;lt;" would turn into a tag.
    ENTITIES.iter().fold(out, |text, (name, char)| text.replace(name, char))
}

/// Whether the tag breaks the line.
pub(super) fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// What follows a tag (given without its `<`), or the element where that is silent; `None` where no tag ends.
fn after_tag(tag: &str) -> Option<&str> {
    let silent = SILENT.iter().find(|name| {
        tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && !tag[name.len()..].starts_with(|c: char| c.is_alphanumeric())
    });
    match silent {
        Some(name) => Some(after_element(tag, name)),
        None if tag.starts_with("!--") => Some(tag.split_once("-->").map_or("", |(_, rest)| rest)),
        None => tag.split_once('>').map(|(_, rest)| rest),
    }
}

fn after_element<'a>(tag: &'a str, name: &str) -> &'a str {
    let mut rest = tag;
    while let Some((_, end)) = rest.split_once("</") {
        if end.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return end.split_once('>').map_or("", |(_, after)| after);
        }
        rest = end;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_stands_between_tags() {
        assert_eq!(text("<div class='a'>Fish &amp; <b>chips</b></div>"), "Fish & chips");
        assert_eq!(text("a<!-- <b> -->b<SCRIPT>x<y</script>c<style>z"), "abc");
        assert_eq!(text("&amp;lt; 1 &lt; 2 < 3"), "&lt; 1 < 2 < 3");
        assert!(is_break("<br>") && is_break("<BR />") && !is_break("<b>"));
    }
}
