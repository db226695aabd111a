//! For tests: a library, a clock that is set by hand, and servers that keep to a script.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Mutex;
use std::time::Duration;

use super::{Ending, Net, Step, Wish, sources};
use crate::fetch::{Bounds, Fetcher};
use crate::library::{Library, NewSource, Origin, Poll, Slice, Source, SourceKind, View};
use crate::server::{Server, say};

pub(super) const HOUR: i64 = 3600;
pub(super) const DAY: i64 = 24 * HOUR;
/// When the tests begin: a Tuesday, at night.
pub(super) const START: i64 = 1_700_000_000;

/// Who reads, and what time it is for him.
pub(super) struct Reader {
    pub(super) library: Library,
    pub(super) net: Net,
    now: Rc<Cell<i64>>,
    folder: tempfile::TempDir,
}

impl Reader {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let (now, bounds) = (Rc::new(Cell::new(START)), impatient());
        let clock = Rc::clone(&now);
        let net = Net {
            fetcher: Fetcher::new(bounds),
            pause: Duration::ZERO,
            clock: Box::new(move || clock.get()),
        };
        Self { library, net, now, folder }
    }

    /// Ends the program and starts it again.
    pub(super) fn restart(mut self) -> Self {
        self.library = Library::open(self.folder.path()).unwrap();
        self
    }

    /// What another program sees.
    pub(super) fn other(&self) -> Library {
        Library::open(self.folder.path()).unwrap()
    }

    pub(super) fn pass(&self, seconds: i64) {
        self.now.set(self.now.get() + seconds);
    }

    pub(super) fn now(&self) -> i64 {
        self.now.get()
    }

    /// Follows a feed that nobody has asked yet.
    pub(super) fn follow(&mut self, server: &Server, path: &str) -> Source {
        self.add(SourceKind::Feed, format!("{}{path}", server.address))
    }

    pub(super) fn add(&mut self, kind: SourceKind, address: String) -> Source {
        let (title, origin) = (format!("Title of {address}"), Origin::User);
        let source = self.library.add_source(&NewSource { kind, address, title, origin }).unwrap();
        self.library.set_poll(source.id, &Poll { typed: true, ..Poll::default() }).unwrap();
        source
    }

    /// Refreshes all there are; how each ended, by address.
    pub(super) fn refresh(&mut self, wish: Wish) -> Vec<(String, Ending)> {
        let held = self.library.sources().unwrap();
        let (mut ended, report) = (Vec::new(), ControlFlow::Continue(()));
        sources(&mut self.library, &held, wish, &self.net, &mut |source, step| {
            if let Step::Ended(ending) = step {
                ended.push((source.address.clone(), ending));
            }
            report
        })
        .unwrap();
        ended
    }

    /// Refreshes the only source, as if its time had come.
    pub(super) fn refresh_one(&mut self, source: &Source) -> Ending {
        if let Some(due) = self.poll(source).due {
            self.now.set(due.max(self.now()));
        }
        let mut ended = self.refresh(Wish::Due);
        assert_eq!(ended.len(), 1, "{ended:?}");
        ended.remove(0).1
    }

    pub(super) fn poll(&self, source: &Source) -> Poll {
        self.library.poll(source.id).unwrap()
    }

    /// Seconds until the source is asked again.
    pub(super) fn wait(&self, source: &Source) -> Option<i64> {
        self.poll(source).due.map(|due| due - self.now())
    }

    pub(super) fn titles(&self) -> Vec<String> {
        let rows = self.library.window(&View::default(), Slice::First, 1000).unwrap().rows;
        let mut titles: Vec<String> = rows.into_iter().map(|row| row.title).collect();
        titles.sort();
        titles
    }
}

/// As patient as a test may be with servers that never end.
fn impatient() -> Bounds {
    let short = Duration::from_millis(500);
    Bounds { connect: short, first_byte: short, total: short, ..Bounds::default() }
}

/// A feed with entries of these headlines.
pub(super) fn feed(titles: &[&str]) -> String {
    let entry = |title| {
        format!("<item><title>{title}</title><guid>{title}</guid><description>Told.</description></item>")
    };
    let entries: String = titles.iter().map(entry).collect();
    format!("<rss version='2.0'><channel><title>Wire</title>{entries}</channel></rss>")
}

/// A server that gives these answers (status and headers, body) one after the other, the last one for ever.
pub(super) fn script<H: Into<String>, B: Into<Vec<u8>>>(answers: Vec<(H, B)>) -> Server {
    let mut rest: Vec<(String, Vec<u8>)> =
        answers.into_iter().map(|(head, body)| (head.into(), body.into())).collect();
    rest.reverse();
    let rest = Mutex::new(rest);
    Server::new(move |_, stream| {
        let mut rest = rest.lock().unwrap();
        let (head, body) = if rest.len() > 1 { rest.pop().unwrap() } else { rest[0].clone() };
        say(stream, &head, &body);
    })
}
