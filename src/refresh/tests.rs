use std::collections::HashMap;

use super::*;
use crate::article::{Article, Block, LinkRole};
use crate::library::{ArticleId, Counts, Mark, NewSource, Origin, Slice, View};

struct Fixture {
    library: Library,
    source: Source,
    _folder: tempfile::TempDir,
}

fn fixture(address: &str) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let source = library
        .add_source(&NewSource {
            kind: SourceKind::Folder,
            address: address.into(),
            title: "News".into(),
            origin: Origin::User,
        })
        .unwrap();
    Fixture { library, source, _folder: folder }
}

fn article(key: &str, title: &str) -> Found {
    Found::Article(Box::new(Loaded {
        key: key.into(),
        given_id: None,
        tags: vec![],
        read: None,
        starred: None,
        article: Article { title: title.into(), body: vec![Block::paragraph(title)], ..Article::default() },
    }))
}

impl Fixture {
    /// Refreshes with what the source is said to hold; `after` events the caller stops it.
    fn refresh(&mut self, held: Vec<Found>, walked: Walked, after: usize) -> (Outcome, Vec<Event>) {
        let mut events = Vec::new();
        let mut report = |event| {
            events.push(event);
            if events.len() > after { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let outcome = take(&mut self.library, &self.source, &mut report, |sink| {
            let _ = held.into_iter().try_for_each(sink);
            walked
        });
        (outcome.unwrap(), events)
    }

    fn titles(&self) -> Vec<String> {
        let window = self.library.window(&View::default(), Slice::Last, 10_000).unwrap();
        window.rows.into_iter().map(|row| row.title).collect()
    }

    /// The articles held, by their headlines.
    fn ids(&self) -> HashMap<String, ArticleId> {
        let window = self.library.window(&View::default(), Slice::Last, 10_000).unwrap();
        window.rows.into_iter().map(|row| (row.title, row.key.id)).collect()
    }

    /// Refreshes from what is on the disk.
    fn read_source(&mut self) -> Outcome {
        local_source(&mut self.library, &self.source, &mut |_| ControlFlow::Continue(())).unwrap()
    }

    fn state(&self) -> Source {
        self.library.source_by_address(&self.source.address).unwrap().unwrap()
    }
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_on() {
    let mut fixture = fixture("/news");
    let held = vec![
        article("a", "A"),
        Found::Failed("b".into(), LoadError::Other("b is broken".into())),
        Found::Notice("c".into(), "lossy".into()),
        article("c", "C"),
        Found::Unknown("d".into()),
    ];
    let (outcome, events) = fixture.refresh(held, Ok(()), usize::MAX);
    let added = Added { new: 2, ..Added::default() };
    assert_eq!(outcome, Outcome { added, failed: 1, unknown: 1, ..Outcome::default() });
    let failed = Event::Failed("b".into(), "b is broken".into());
    assert_eq!(events, [failed, Event::Notice("c".into(), "lossy".into()), Event::Progress(outcome)]);
    assert_eq!(fixture.state().counts, Counts { total: 2, unread: 2 });
    assert!(fixture.state().refreshed.is_some() && fixture.state().error.is_none());
}

#[test]
fn a_second_refresh_changes_only_what_changed_and_keeps_what_is_gone() {
    let mut fixture = fixture("/news");
    let first = vec![article("a", "A"), article("b", "B"), article("c", "C")];
    fixture.refresh(first, Ok(()), usize::MAX);
    let second = vec![article("a", "A"), article("b", "B2"), article("moved", "C"), article("d", "D")];
    let (outcome, _) = fixture.refresh(second, Ok(()), usize::MAX);
    assert_eq!(outcome.added, Added { new: 2, changed: 1, unchanged: 1 });
    assert_eq!(outcome.renamed, 1);
    fixture.refresh(vec![], Ok(()), usize::MAX);
    let mut titles = fixture.titles();
    titles.sort();
    assert_eq!(titles, ["A", "B2", "C", "D"]);
}

#[test]
fn a_source_that_cannot_be_read_carries_the_reason_until_it_can() {
    let mut fixture = fixture("/news");
    assert!(last_results(&fixture.library).unwrap().is_empty());
    let gone = || Err(LoadError::Other("/news is gone".into()));
    let (outcome, events) = fixture.refresh(vec![], gone(), usize::MAX);
    assert_eq!(outcome.failed, 1);
    assert_eq!(events[0], Event::Failed("/news".into(), "/news is gone".into()));
    assert_eq!(fixture.state().error.as_deref(), Some("/news is gone"));
    assert_eq!(last_results(&fixture.library).unwrap()[0].1, "/news is gone");
    fixture.refresh(vec![], Ok(()), usize::MAX);
    assert_eq!(fixture.state().error, None);
    assert!(last_results(&fixture.library).unwrap()[0].1.starts_with("read "));
}

#[test]
fn the_caller_may_stop_it_and_what_was_read_stays() {
    let mut fixture = fixture("/news");
    let held = (0..3 * BATCH).map(|n| article(&n.to_string(), &n.to_string())).collect();
    let (outcome, _) = fixture.refresh(held, Ok(()), 0);
    assert!(outcome.stopped);
    assert_eq!(outcome.added.new, BATCH as u64);
    assert_eq!(fixture.titles().len(), BATCH);
    assert!(fixture.state().refreshed.is_none(), "the rest has still to be read");
}

#[test]
fn a_walk_cut_short_renames_nothing() {
    let mut fixture = fixture("/news");
    fixture.refresh(vec![article("old", "A")], Ok(()), usize::MAX);
    let lost = Found::Failed("x".into(), LoadError::Other("broken".into()));
    let (outcome, _) = fixture.refresh(vec![article("new", "A"), lost], Ok(()), 0);
    assert_eq!((outcome.stopped, outcome.renamed), (true, 0));
    assert_eq!(fixture.titles().len(), 2);
}

#[test]
fn large_texts_do_not_gather() {
    let mut fixture = fixture("/news");
    let large = |key: &str| article(key, &key.repeat(BATCH_BYTES));
    let (_, events) = fixture.refresh(vec![large("a"), large("b")], Ok(()), usize::MAX);
    let progress = events.iter().filter(|event| matches!(event, Event::Progress(_))).count();
    assert_eq!(progress, 3);
}

#[test]
fn a_real_folder_is_walked_and_what_is_held_stays_as_it_is() {
    let news = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(news.path().join(name), text).unwrap();
    write("a.md", "# A harbour\n\nIt learned to wait.\n");
    write("b.md", "# A river\n\nIt did not.\n");
    write("c.bin", "\0\0\0");
    let mut fixture = fixture(news.path().to_str().unwrap());
    let mut refresh = || {
        let Fixture { library, source: held, .. } = &mut fixture;
        local_source(library, held, &mut |_| ControlFlow::Continue(())).unwrap()
    };
    let first = refresh();
    assert_eq!((first.added.new, first.unknown, first.failed), (2, 1, 0));
    std::fs::rename(news.path().join("a.md"), news.path().join("z.md")).unwrap();
    let second = refresh();
    assert_eq!((second.added.new, second.renamed, second.added.unchanged), (1, 1, 1));
    std::fs::remove_file(news.path().join("b.md")).unwrap();
    let third = refresh();
    assert_eq!((third.added, third.renamed), (Added { unchanged: 1, ..Added::default() }, 0));
    let mut titles = fixture.titles();
    titles.sort();
    assert_eq!(titles, ["A harbour", "A river"]);
}

#[test]
fn a_feed_is_read_anew_and_its_articles_stay_who_they_are() {
    let news = tempfile::tempdir().unwrap();
    let path = news.path().join("feed.xml");
    let entry = |id: &str, title: &str| {
        format!(
            "<item><guid isPermaLink='false'>{id}</guid><title>{title}</title><description>Told.</description></item>"
        )
    };
    let feed = |entries: &[String]| format!("<rss><channel>{}</channel></rss>", entries.concat());
    let write = |text: &str| std::fs::write(&path, text).unwrap();
    let mut fixture = fixture(path.to_str().unwrap());
    fixture.source.kind = SourceKind::File;
    let entries = [entry("1", "One"), entry("2", "Two"), entry("3", "Three")];
    write(&feed(&entries));
    assert_eq!(fixture.read_source().added, Added { new: 3, ..Added::default() });
    let before = fixture.ids();
    fixture.library.mark("s", &[before["Two"]], Mark::Read(true)).unwrap();

    write(&feed(&[entry("4", "Four"), entry("2", "Two, corrected"), entries[0].clone()]));
    let outcome = fixture.read_source();
    assert_eq!((outcome.added, outcome.renamed), (Added { new: 1, changed: 1, unchanged: 1 }, 0));
    let after = fixture.ids();
    assert_eq!(after.len(), 4, "what left the feed stays: {after:?}");
    assert_eq!(
        [after["One"], after["Two, corrected"], after["Three"]],
        ["One", "Two", "Three"].map(|t| before[t])
    );
    assert_eq!(fixture.state().counts, Counts { total: 4, unread: 3 });

    // an id that a second entry takes as well tells neither of them any more
    write(&feed(&[entry("1", "Five"), entries[0].clone()]));
    assert_eq!(fixture.read_source().renamed, 1);
    assert_eq!(fixture.ids()["One"], before["One"]);

    let cut = feed(&entries[..2]);
    write(&cut[..cut.len() - 60]);
    let outcome = fixture.read_source();
    assert_eq!((outcome.added.new, outcome.renamed, outcome.failed), (1, 1, 1));
    assert_eq!(fixture.state().counts.total, 5);
}

#[test]
fn a_missing_folder_is_an_error_of_the_source() {
    let news = tempfile::tempdir().unwrap();
    let mut fixture = fixture(news.path().join("none").to_str().unwrap());
    let Fixture { library, source: held, .. } = &mut fixture;
    let outcome = local_source(library, held, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(outcome.failed, 1);
    assert!(fixture.state().error.unwrap().contains("does not exist"));
}

#[test]
fn the_sample_edition_is_held_whole_and_its_links_lead_to_it() {
    let mut fixture = fixture("sample:");
    let held = Source { kind: SourceKind::Sample, ..fixture.source.clone() };
    let outcome = local_source(&mut fixture.library, &held, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(outcome.added.new > 10 && outcome.failed == 0, "{outcome:?}");
    let again = local_source(&mut fixture.library, &held, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(again.added, Added { unchanged: outcome.added.new, ..Added::default() });
    let rows = fixture.library.window(&View::default(), Slice::First, 100).unwrap().rows;
    let links = rows.iter().flat_map(|row| fixture.library.get(row.key.id).unwrap().unwrap().page_links);
    assert!(links.filter(|link| link.held.is_some()).count() > 10);
}

#[test]
fn the_corpus_settles_after_one_refresh() {
    let Ok(corpus) = std::env::var("COURANT_CORPUS") else {
        println!("skipped: COURANT_CORPUS is not set");
        return;
    };
    let mut fixture = fixture(&corpus);
    let Fixture { library, source: held, .. } = &mut fixture;
    let mut refresh = || local_source(library, held, &mut |_| ControlFlow::Continue(())).unwrap();
    let first = refresh();
    assert!(first.added.new > 0, "{first:?}");
    let again = refresh();
    assert_eq!((again.added.new, again.added.changed), (0, 0), "{again:?}");
}

/// A page whose text is cut by an offer that all have, with a list of what else is new.
fn page(subject: &str, latest: &str) -> String {
    format!(
        "THE PAPER | News\n\nThe {subject} opens to everybody at last\n\nby Joy Lin\n\n4 March 2024\n\n\
         The {subject} opened in spring, and those who had waited outside for weeks came in one by one.\n\n\
         Our readers make this paper possible, and a few crowns a month keep the presses running.\n\n\
         Nobody knows how long the {subject} will stay open, but the council has money for two years.\n\n\
         © 2024 The Paper\n\nLATEST\n\nThe {latest} opens to everybody at last\n2024-03-05\n"
    )
}

#[test]
fn pages_of_a_folder_are_read_by_what_they_have_in_common_and_each_once() {
    let pages = tempfile::tempdir().unwrap();
    let write = |subject: &str, latest: &str| {
        std::fs::write(pages.path().join(format!("{subject}.txt")), page(subject, latest)).unwrap();
    };
    for (subject, latest) in [("ferry", "comet"), ("comet", "orchard"), ("orchard", "railway")] {
        write(subject, latest);
    }
    let mut fixture = fixture(pages.path().to_str().unwrap());
    let mut refresh =
        || local_source(&mut fixture.library, &fixture.source, &mut |_| ControlFlow::Continue(()));
    assert_eq!(refresh().unwrap().added, Added { new: 3, ..Added::default() });
    assert_eq!(refresh().unwrap().added, Added { unchanged: 3, ..Added::default() });
    write("railway", "ferry");
    assert_eq!(refresh().unwrap().added, Added { new: 1, unchanged: 3, ..Added::default() });
    let rows = fixture.library.window(&View::default(), Slice::Last, 10).unwrap().rows;
    assert_eq!(rows.len(), 4);
    for row in rows {
        let held = fixture.library.get(row.key.id).unwrap().unwrap();
        assert_eq!(held.article.body.len(), 2, "{:?}", held.article.body);
        let latest = held.page_links.iter().find(|link| link.role == LinkRole::Latest).unwrap();
        let (target, _) = latest.held.expect("the headline in the list leads to the page");
        assert_eq!(fixture.library.get(target.id).unwrap().unwrap().article.title, latest.title);
    }
}
