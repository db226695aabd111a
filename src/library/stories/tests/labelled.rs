//! Stories of news whose events are known.

use super::*;

/// The labelled articles, all of one day, and the event that each is about.
fn labelled(file: &std::path::Path, most: usize) -> Vec<(Loaded, String)> {
    let text = std::fs::read_to_string(file).unwrap();
    let parsed = text.lines().take(most).map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let word = |value: &serde_json::Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let article = |value: serde_json::Value| {
        let article = Article {
            title: word(&value, "title"),
            published: "2026-03-01".parse().ok(),
            body: word(&value, "body").lines().map(Block::paragraph).collect(),
            language: Some("en".into()),
            ..Article::default()
        };
        (known(&value["id"].to_string(), article), word(&value, "story"))
    };
    parsed.map(article).collect()
}

fn pairs(counts: impl Iterator<Item = usize>) -> usize {
    counts.map(|count| count * (count - 1) / 2).sum()
}

/// Pairs in one story that are of one event, pairs of one event that are in one story, and the largest story.
fn measure(labelled: &[(Loaded, String)]) -> (f64, f64, usize) {
    let mut fixture = Fixture::new();
    let articles: Vec<Loaded> = labelled.iter().map(|(loaded, _)| loaded.clone()).collect();
    fixture.library.add(fixture.source, &articles).unwrap();
    settle(&fixture);
    let (mut stories, mut events, mut both) = (HashMap::new(), HashMap::new(), HashMap::new());
    let ties = ties(&fixture);
    for (loaded, event) in labelled {
        let story = ties[&loaded.key].2.clone().unwrap_or_else(|| loaded.key.clone());
        *stories.entry(story.clone()).or_insert(0) += 1;
        *events.entry(event).or_insert(0) += 1;
        *both.entry((story, event)).or_insert(0) += 1;
    }
    let right = pairs(both.into_values()) as f64;
    let largest = stories.values().copied().max().unwrap_or_default();
    (right / pairs(stories.into_values()) as f64, right / pairs(events.into_values()) as f64, largest)
}

#[test]
fn stories_of_labelled_news_are_mostly_events() {
    let Some(corpus) = std::env::var_os("COURANT_CORPUS") else {
        println!("skipped: COURANT_CORPUS is not set");
        return;
    };
    let file = std::path::Path::new(&corpus).join("stories/ecbplus.jsonl");
    for (most, precise, found) in [(40, 0.9, 0.4), (200, 0.9, 0.7), (usize::MAX, 0.8, 0.7)] {
        let labelled = labelled(&file, most);
        let (precision, recall, largest) = measure(&labelled);
        println!(
            "{} articles: precision {precision:.3}, recall {recall:.3}, largest {largest}",
            labelled.len()
        );
        assert!(precision > precise && recall > found && largest < 40);
    }
}
