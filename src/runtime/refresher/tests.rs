use std::sync::mpsc;

use super::*;
use crate::library::{Poll, SourceKind};
use crate::server::Server;

/// What the thread says of these errands.
fn run(folder: &Path, stopped: bool, errands: Vec<Errand>) -> Vec<Msg> {
    let ((inbox, said), (reader, _)) = (mpsc::channel(), mpsc::channel());
    let stop = Arc::new(AtomicBool::new(stopped));
    let refresher = Refresher {
        folder: folder.into(),
        own: folder.into(),
        temporary: false,
        inbox,
        reader,
        fetcher: Fetcher::default(),
        stop,
    };
    let (sender, waiting) = mpsc::channel();
    for errand in errands {
        sender.send(errand).unwrap();
    }
    drop(sender);
    refresher.work(&waiting, Vigil::default());
    said.try_iter().collect()
}

#[test]
fn what_was_to_be_added_is_added_though_the_program_ends() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path().join("news.md");
    std::fs::write(&news, "# A headline\n\nA text.\n").unwrap();
    let library = folder.path().join("library");
    let errands = vec![Errand::Refresh(None), Errand::Add(news.display().to_string())];
    run(&library, true, errands);
    assert_eq!(Library::open(&library).unwrap().sources().unwrap().len(), 1);
    run(&library, false, vec![Errand::Start]);
    assert!(Library::open(&library).unwrap().sources().unwrap()[0].refreshed.is_some());
}

#[test]
fn a_start_with_nothing_to_refresh_shows_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(folder.path(), false, vec![Errand::Start]);
    assert!(!said.iter().any(|msg| matches!(msg, Msg::Refreshing(..))), "{said:?}");
}

/// What an open reader says of a feed that is due, and how often it asks.
fn said_of_a_due_feed(vigil: impl FnOnce(&Path, mpsc::Sender<Errand>) -> Vigil) -> (Vec<String>, usize) {
    let entry = "<item><title>One</title><guid>1</guid></item>";
    let feed = format!("<rss version='2.0'><channel><title>Wire</title>{entry}</channel></rss>");
    let server = Server::saying("200 OK\r\nETag: \"a\"", feed);
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let (address, title) = (server.address.clone(), "Wire".to_owned());
    let new = NewSource { kind: SourceKind::Feed, address, title, origin: Origin::User };
    let source = library.add_source(&new).unwrap();
    library.set_poll(source.id, &Poll { typed: true, ..Poll::default() }).unwrap();
    library.set_refreshed(source.id, None).unwrap();
    let ((inbox, said), (reader, _)) = (mpsc::channel(), mpsc::channel());
    let (sender, errands) = mpsc::channel();
    let stop = Arc::new(AtomicBool::new(false));
    let own = folder.path().to_owned();
    let refresher = Refresher {
        folder: own.clone(),
        own,
        temporary: false,
        inbox,
        reader,
        fetcher: Fetcher::default(),
        stop,
    };
    let vigil = vigil(folder.path(), sender.clone());
    let is_on = vigil.is_on();
    sender.send(Errand::Start).unwrap();
    let working = std::thread::spawn(move || refresher.work(&errands, vigil));
    let mut words = Vec::new();
    while is_on && words.is_empty() {
        if let Msg::Refreshed(Some(said)) = said.recv_timeout(Duration::from_secs(20)).unwrap() {
            words.push(said);
        }
    }
    sender.send(Errand::End).unwrap();
    working.join().unwrap();
    (words, server.asked().len())
}

#[test]
fn an_open_reader_asks_feeds_that_are_due_unless_it_is_told_not_to() {
    assert_eq!(said_of_a_due_feed(Vigil::over), (vec!["1 new".to_owned()], 1));
    assert_eq!(said_of_a_due_feed(|_, _| Vigil::default()), (Vec::new(), 0));
}

#[test]
fn texts_of_a_feed_are_completed_until_that_is_taken_back() {
    let entry = "<item><title>One</title><guid>1</guid></item>";
    let feed = format!("<rss version='2.0'><channel><title>Wire</title>{entry}</channel></rss>");
    let (server, folder) = (Server::saying("200 OK", feed), tempfile::tempdir().unwrap());
    let told = |errand| {
        let words = run(folder.path(), false, vec![errand]).into_iter().filter_map(|msg| match msg {
            Msg::Refreshed(words) => words,
            Msg::Say(_, words) => Some(words),
            _ => None,
        });
        words.last().unwrap_or_default()
    };
    told(Errand::Add(server.address.clone()));
    let library = Library::open(folder.path()).unwrap();
    let source = library.sources().unwrap().remove(0);
    let turn = || told(Errand::FullText(vec![source.address.clone()]));
    assert_eq!(turn(), "Wire: texts are completed from their pages from now on");
    assert!(library.poll(source.id).unwrap().full_text);
    assert_eq!(turn(), "Wire: texts are left as they come from now on");
    assert!(!library.poll(source.id).unwrap().full_text);
    let no = told(Errand::FullText(vec!["/notes".to_owned()]));
    assert_eq!(no, "Only texts of a feed that is still asked are completed from their pages");
}

#[test]
fn a_refresh_that_fails_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("library.db"), "no library").unwrap();
    let said = run(folder.path(), false, vec![Errand::Refresh(None)]);
    let expected = matches!(&said[..], [Msg::Refreshed(None), Msg::Say(Severity::Error, _)]);
    assert!(expected, "{said:?}");
}
