//! Categories of a piece, separated or glued together (`ChinaPartnerships`).

use crate::loader::labels::Labels;

/// Letters that each piece of a glued label must have: `McKinsey` and `iPhone` stay whole.
const PIECE: usize = 3;
/// Bytes of a label that is still looked at for pieces.
const LONGEST: usize = 120;
/// Pieces that tell a name of one word, in front or behind (of `CellTech` the second: "Cell Therapy" is a category). Cutting one of these wrongly invents two labels,
/// leaving two labels glued loses nothing.
const NAME_PARTS: &str = "mac fitz astra zeneca glaxo smith kline tech bio fin pharma gen soft hub pay pal you tube face \
book whats app tik tok mind micro java script point coin labs snap chat word door dash card force rock";

/// The categories that a text lists, and whether one was cut by its shape alone.
pub(super) fn split(text: &str, labels: &Labels) -> (Vec<String>, bool) {
    let separators = [',', '，', '、', '،', ';', '；', '·', '•', '|', '/'];
    let pieces: Vec<&str> = text.split(separators).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    // a list with separators has no glued ones
    let [only] = pieces.as_slice() else { return (owned(&pieces), false) };
    if labels.contains(only) || only.len() > LONGEST {
        return (owned(&[only]), false);
    }
    if let Some(pieces) = known(only, labels) {
        return (owned(&pieces), false);
    }
    let pieces = by_shape(only, labels);
    (owned(&pieces), pieces.len() > 1)
}

fn owned(pieces: &[&str]) -> Vec<String> {
    pieces.iter().map(|&piece| piece.to_owned()).collect()
}

/// The text as a row of known labels, the fewest there can be.
fn known<'t>(text: &'t str, labels: &Labels) -> Option<Vec<&'t str>> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut best: Vec<Option<Vec<&str>>> = vec![None; ends.len()];
    best[0] = Some(Vec::new());
    for end in 1..ends.len() {
        for start in 0..end {
            let piece = text[ends[start]..ends[end]].trim();
            let Some(row) = &best[start] else { continue };
            let shorter = best[end].as_ref().is_none_or(|have| row.len() + 1 < have.len());
            if shorter && labels.contains(piece) {
                best[end] = Some([row.as_slice(), &[piece]].concat());
            }
        }
    }
    best.pop().flatten()
}

/// The text cut beside a known label, else where a lower-case letter meets a capital with a lower-case one.
fn by_shape<'t>(text: &'t str, labels: &Labels) -> Vec<&'t str> {
    let places = || text.char_indices().filter(|(_, c)| c.is_uppercase()).map(|(at, _)| text.split_at(at));
    let beside = |(left, right): &(&str, &str)| {
        letters(left) > 0
            && letters(right) > 0
            && (labels.contains(left) && letters(right) >= PIECE
                || labels.contains(right) && letters(left) >= PIECE)
    };
    let cut = places().find(beside).or_else(|| places().find(|(left, right)| is_seam(left, right)));
    match cut {
        Some((left, right)) => [by_shape(left, labels), by_shape(right, labels)].concat(),
        None => vec![text.trim()],
    }
}

fn is_seam(left: &str, right: &str) -> bool {
    let lower_after = right.chars().nth(1).is_some_and(char::is_lowercase);
    let last = left.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let last = last.rfind(char::is_uppercase).map_or(last, |at| &last[at..]);
    let length =
        right.char_indices().skip(1).find(|(_, c)| !c.is_lowercase()).map_or(right.len(), |(at, _)| at);
    let names = [last, &right[..length]].iter().any(|part| is_name_part(part));
    left.ends_with(char::is_lowercase)
        && lower_after
        && !names
        && letters(left) >= PIECE
        && letters(right) >= PIECE
        && letters(last) >= PIECE
}

fn is_name_part(piece: &str) -> bool {
    let piece = piece.to_lowercase();
    NAME_PARTS.split_ascii_whitespace().any(|part| part == piece)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn knowing(names: &[&str]) -> Labels {
        let mut labels = Labels::default();
        let categories = names.iter().map(|&name| name.to_owned()).collect();
        labels.learn(&Article { categories, ..Article::default() });
        labels
    }

    fn cut(text: &str, names: &[&str]) -> (String, bool) {
        let (pieces, glued) = split(text, &knowing(names));
        (pieces.join("+"), glued)
    }

    #[test]
    fn separated_labels_are_as_they_are() {
        assert_eq!(cut("China, BioNTech", &[]), ("China+BioNTech".into(), false));
        assert_eq!(cut("中国、合作", &[]), ("中国+合作".into(), false));
    }

    #[test]
    fn glued_labels_are_cut_by_shape_if_nothing_is_known() {
        assert_eq!(cut("ChinaPartnerships", &[]), ("China+Partnerships".into(), true));
        assert_eq!(
            cut("Cell TherapyClinical TrialsAsia", &[]),
            ("Cell Therapy+Clinical Trials+Asia".into(), true)
        );
    }

    #[test]
    fn names_with_capitals_inside_stay_whole() {
        for name in [
            "McKinsey",
            "MacArthur",
            "BioNTech",
            "CellTech",
            "AstraZeneca",
            "M&A",
            "iPhone",
            "YouTube",
            "LaTeX",
        ] {
            assert_eq!(cut(name, &[]), (name.into(), false));
        }
        assert_eq!(cut("NovoNordisk", &["NovoNordisk"]), ("NovoNordisk".into(), false));
    }

    #[test]
    fn known_labels_come_first() {
        assert_eq!(cut("M&APartnerships", &["M&A", "Partnerships"]), ("M&A+Partnerships".into(), false));
        assert_eq!(cut("AstraZenecaChina", &["AstraZeneca", "China"]), ("AstraZeneca+China".into(), false));
        assert_eq!(cut("中国合作", &["中国", "合作"]), ("中国+合作".into(), false));
        assert_eq!(cut("M&APolicy", &["M&A"]), ("M&A+Policy".into(), true));
    }
}
