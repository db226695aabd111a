//! The sample edition: the articles in `assets/sample`, compiled in.

use std::path::Path;

use super::document::Document;
use super::habits::Lessons;
use super::{Envelope, Found, Sink};

/// Name and content of a file of the sample edition.
macro_rules! file {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../assets/sample/", $name)))
    };
}

/// Name and content of each file, in the order of the names.
const FILES: &[(&str, &[u8])] = &[
    file!("01-packet-last-diesel.txt"),
    file!("02-wire-keepers-vote.txt"),
    file!("03-packet-keepers-strike.txt"),
    file!("04-packet-lost-chart.txt"),
    file!("05-packet-clock-committee.txt"),
    file!("06-method-comet.md"),
    file!("07-lathe-loaf.md"),
    file!("08-wire-ar-map.txt"),
    file!("09-packet-column-woken.md"),
    file!("10-wire-observatory.txt"),
    file!("11-wire-kettle.txt"),
    file!("12-lathe-aunts.md"),
    file!("13-packet-obituary-agnes.md"),
    file!("14-packet-comet-tonight.txt"),
    file!("15-wire-first-electric.txt"),
    file!("16-wire-zh-ferry.txt"),
    file!("17-lathe-silent-ferry.txt"),
    file!("18-wire-de-streik.txt"),
    file!("19-wire-clock-starts.txt"),
    file!("20-lathe-bake-quay-loaf.md"),
    file!("21-packet-clock-going.txt"),
    file!("22-method-ko-comet.md"),
    file!("23-method-eleven-hertz.txt"),
    file!("24-packet-interview-keeper.md"),
    file!("25-method-ja-comet.txt"),
    file!("26-wire-es-clock.txt"),
    file!("27-packet-whistle.txt"),
    file!("28-wire-widow-found.txt"),
    file!("29-lathe-fr-agnes.txt"),
    file!("30-packet-column-slow.md"),
    file!("31-packet-bake-again.txt"),
    file!("32-packet-keepers-return.txt"),
    file!("33-packet-widow.txt"),
    file!("34-wire-comet-two.txt"),
    file!("35-lathe-it-lemons.txt"),
    file!("36-lathe-click.md"),
    file!("37-lathe-review-cables.md"),
    file!("38-method-two-hearts.txt"),
    file!("39-packet-clock-vote.txt"),
    file!("40-packet-letters.md"),
];

/// Reads the sample edition as a folder would be; the key of an article is its address or its file's name.
pub fn load(sink: &mut Sink<'_>) {
    let mut lessons = Lessons::default();
    for (document, bytes) in documents() {
        // What is wrong here is told by the second walk.
        if let Ok(Some(page)) = document.traits(bytes) {
            lessons.learn(page);
        }
    }
    let habits = lessons.habits();
    for (document, bytes) in documents() {
        let flow = document
            .read(bytes, &habits.of(document.key), sink)
            .unwrap_or_else(|error| sink(Found::Failed(document.path.to_owned(), error)));
        if flow.is_break() {
            return;
        }
    }
}

/// They were not sent.
const FILE: Envelope = Envelope { address: None, charset: None };

fn documents() -> impl Iterator<Item = (Document<'static>, &'static [u8])> {
    FILES.iter().map(|(name, bytes)| {
        let size = Some(bytes.len() as u64);
        (Document { path: Path::new(name), key: name, size, envelope: &FILE }, *bytes)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ops::ControlFlow;

    use super::*;
    use crate::article::Article;
    use crate::loader::habits::Known;

    #[test]
    fn no_file_of_the_folder_is_forgotten() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
        let names: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let listed: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, names.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn each_file_is_an_article_and_reads_without_a_loss() {
        let mut keys = BTreeSet::new();
        load(&mut |found| {
            let Found::Article(one) = found else { panic!("{found:?}") };
            assert!(!one.article.title.is_empty() && !one.article.body.is_empty(), "{}", one.key);
            assert!(keys.insert(one.key.clone()), "{} comes twice", one.key);
            ControlFlow::Continue(())
        });
        assert_eq!(keys.len(), FILES.len());
    }

    #[test]
    fn together_they_say_what_each_says_alone() {
        let mut together = Vec::new();
        load(&mut |found| {
            together.push(found);
            ControlFlow::Continue(())
        });
        let mut alone = Vec::new();
        for (document, bytes) in documents() {
            let mut keep = |found| {
                alone.push(found);
                ControlFlow::Continue(())
            };
            let _ = document.read(bytes, &Known::nothing(), &mut keep).unwrap();
        }
        for (one, other) in alone.iter().zip(&together) {
            let (Found::Article(one), Found::Article(other)) = (one, other) else { panic!("{one:?}") };
            // only names that are glued together are known better by the others
            let article = Article { categories: other.article.categories.clone(), ..one.article.clone() };
            assert_eq!(article, other.article);
        }
        assert_eq!(alone.len(), together.len());
    }
}
