//! The reader thread: answers what the screen asks of the library.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::mem::discriminant;
use std::path::Path;
use std::sync::Weak;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;

use crate::app::rail::{KINDS, LABELS, Listed};
use crate::app::related::ROWS;
use crate::app::toast::Severity;
use crate::app::{Clock, Effect, Msg};
use crate::library::{
    ArticleId, Count, Library, LibraryError, Query, Result, SavedSearch, Slice, SortKey, View,
};
use crate::refresh;

use super::writer::Order;

mod text;

/// What can be asked.
#[derive(Debug)]
pub(crate) enum Request {
    Rows(u64, View, Slice, usize),
    Counts(u64, View),
    Article(ArticleId),
    Earlier(ArticleId, u32),
    Prefetch(Vec<ArticleId>),
    Related(ArticleId),
    Snippets(u64, Query, Vec<ArticleId>, u16),
    Rail,
    Results,
    Count(u64, Vec<SavedSearch>),
    Unread(View, Option<SortKey>, bool),
    /// Nothing but whether the library has changed.
    Look,
}

impl TryFrom<Effect> for Request {
    /// What the effect is, if it is no request.
    type Error = Effect;

    fn try_from(effect: Effect) -> std::result::Result<Self, Effect> {
        Ok(match effect {
            Effect::Rows(generation, view, slice, limit) => Self::Rows(generation, view, slice, limit),
            Effect::Counts(number, view) => Self::Counts(number, view),
            Effect::Article(id) => Self::Article(id),
            Effect::Earlier(id, back) => Self::Earlier(id, back),
            Effect::Prefetch(ids) => Self::Prefetch(ids),
            Effect::Related(id) => Self::Related(id),
            Effect::Snippets(number, query, ids, columns) => Self::Snippets(number, query, ids, columns),
            Effect::Rail => Self::Rail,
            Effect::Results => Self::Results,
            Effect::Count(number, searches) => Self::Count(number, searches),
            Effect::Unread(view, from, forward) => Self::Unread(view, from, forward),
            other => return Err(other),
        })
    }
}

/// Answers until nobody asks any more. Where somebody has written meanwhile the writer is to look who that was.
pub(super) fn work(
    library: &Library,
    requests: &Receiver<Request>,
    inbox: &Sender<Msg>,
    writer: &Weak<Sender<Order>>,
) {
    let mut version = library.data_version().ok();
    let mut queue = Queue { requests, waiting: RefCell::default(), ahead: VecDeque::new() };
    while let Some(request) = queue.next() {
        let now = library.data_version().ok();
        if now != version {
            version = now;
            // the program may be ending
            writer.upgrade().iter().for_each(|writer| drop(writer.send(Order::Look)));
        }
        if let Some(request) = answer(library, request, inbox, &|| queue.is_pressing()) {
            queue.put_off(request);
        }
    }
}

/// Answers what belongs to an article, and counts, on a thread and connection of its own: these take longer than what the
/// screen waits for. An answer under way is dropped or put off when the cursor has moved on to another article.
pub(super) fn relate(folder: &Path, requests: &Receiver<Request>, inbox: &Sender<Msg>) {
    // opened when it is first needed: the program's start waits for nothing
    let mut library = None;
    let mut queue = Queue { requests, waiting: RefCell::default(), ahead: VecDeque::new() };
    while let Some(request) = queue.next() {
        let of = if let Request::Related(id) = request { Some(id) } else { None };
        // asked again about the same one, while articles come in, it answers first
        let moved_on = || queue.has(|waiting| matches!(waiting, Request::Related(id) if Some(*id) != of));
        match library.take().map_or_else(|| Library::open(folder), Ok) {
            Ok(opened) => drop(answer(library.insert(opened), request, inbox, &moved_on)),
            Err(error) => drop(inbox.send(Msg::Say(Severity::Error, error.to_string()))),
        }
    }
}

/// What is asked and not answered yet.
struct Queue<'a> {
    requests: &'a Receiver<Request>,
    waiting: RefCell<VecDeque<Request>>,
    /// Articles that are read when nothing else is to be done.
    ahead: VecDeque<ArticleId>,
}

impl Queue<'_> {
    /// The next request: what is on the screen before what may be, and of several of a kind only the last, since the
    /// reader has moved on from the others.
    fn next(&mut self) -> Option<Request> {
        if self.waiting.borrow().is_empty() && self.ahead.is_empty() {
            self.waiting.borrow_mut().push_back(self.requests.recv().ok()?);
        }
        let waiting = self.waiting.get_mut();
        waiting.extend(self.requests.try_iter());
        while let Some(request) = waiting.pop_front() {
            let kind = discriminant(&request);
            let outdated = waiting.iter().any(|later| discriminant(later) == kind);
            match request {
                Request::Unread(..) => return Some(request),
                _ if outdated => {}
                Request::Prefetch(ids) => self.ahead = ids.into(),
                _ => return Some(request),
            }
        }
        match self.ahead.pop_front() {
            Some(id) => Some(Request::Prefetch(vec![id])),
            None => self.next(),
        }
    }

    /// Behind everything else, unless the same is asked for by now.
    fn put_off(&mut self, request: Request) {
        let waiting = self.waiting.get_mut();
        if !waiting.iter().any(|later| discriminant(later) == discriminant(&request)) {
            waiting.push_back(request);
        }
    }

    /// Whether something waits that the screen needs before lines out of texts.
    fn is_pressing(&self) -> bool {
        self.has(|request| matches!(request, Request::Rows(..) | Request::Article(_) | Request::Earlier(..)))
    }

    /// Whether such a request waits.
    fn has(&self, is_such: impl Fn(&Request) -> bool) -> bool {
        let mut waiting = self.waiting.borrow_mut();
        waiting.extend(self.requests.try_iter());
        waiting.iter().any(is_such)
    }
}

/// Answers one request. What is waited for is answered even where the library refuses, and why is said after that.
/// What takes long is given back where something more pressing waits.
pub(crate) fn answer(
    library: &Library,
    request: Request,
    inbox: &Sender<Msg>,
    is_pressing: &dyn Fn() -> bool,
) -> Option<Request> {
    let mut failure = None;
    let msg = match request {
        Request::Rows(generation, view, slice, limit) => {
            let window = library.window(&view, slice, limit);
            Some(Msg::Rows(generation, slice, heard(window, &mut failure)))
        }
        Request::Counts(number, view) => match library.count(&view, is_pressing) {
            Ok(None) => return Some(Request::Counts(number, view)),
            count => heard(count, &mut failure).flatten().map(|count| Msg::Counts(number, count)),
        },
        Request::Article(id) => {
            heard(text::open(library, id), &mut failure).map(|opened| Msg::Article(id, opened))
        }
        Request::Earlier(id, back) => {
            heard(text::earlier(library, id, back), &mut failure).flatten().map(Msg::Earlier)
        }
        Request::Prefetch(ids) => ids.first().and_then(|id| {
            heard(text::open(library, *id), &mut failure).map(|opened| Msg::Article(*id, opened))
        }),
        Request::Related(id) => {
            let rows = heard(library.related(id, ROWS, is_pressing), &mut failure).flatten();
            rows.map(|rows| Msg::Related(id, rows))
        }
        Request::Snippets(number, query, ids, columns) => {
            let ids = ids.into_iter().take_while(|_| !is_pressing());
            let line = |id| library.snippet(&query, id, usize::from(columns));
            let lines = ids.map(|id| (id, heard(line(id), &mut failure).flatten()));
            Some(Msg::Snippets(number, lines.collect()))
        }
        Request::Look => None,
        Request::Rail => heard(listed(library), &mut failure).map(Msg::Rail),
        Request::Results => heard(refresh::last_results(library), &mut failure).map(Msg::Results),
        Request::Count(number, searches) => {
            let counts = searches.into_iter().map_while(|search| {
                let count = heard(found_by(library, &search, is_pressing), &mut failure);
                // what could not be counted has none, what was put off is left out
                count.map_or(Some(None), |count| count.map(Some)).map(|count| (search.name, count))
            });
            Some(Msg::Counted(number, counts.collect()))
        }
        Request::Unread(view, from, forward) => {
            let found = library.next_unread(&view, from, forward);
            Some(Msg::Unread(heard(found, &mut failure).flatten()))
        }
    };
    let says = failure.map(|error| Msg::Say(Severity::Error, error.to_string()));
    // the loop may have ended; then nobody waits
    msg.into_iter().chain(says).for_each(|msg| drop(inbox.send(msg)));
    // what was answered is drawn before the next request is looked at, where there are fewer cores than threads
    thread::yield_now();
    None
}

/// What the rail lists.
fn listed(library: &Library) -> Result<Listed> {
    let names = |kind| library.frequent_labels(kind, LABELS).map(|names| (kind, names));
    Ok(Listed {
        saved: library.saved_searches()?,
        sources: library.sources_with_articles()?,
        names: KINDS.into_iter().map(names).collect::<Result<_>>()?,
    })
}

/// How many articles a saved search finds; `None` where that was put off.
fn found_by(
    library: &Library,
    search: &SavedSearch,
    is_pressing: &dyn Fn() -> bool,
) -> Result<Option<Count>> {
    match search.view(&Clock::now().zoned) {
        Ok(view) => library.count(&view, is_pressing),
        // what the library keeps was a query when it was saved
        Err(_) => Ok(Some(Count::default())),
    }
}

fn heard<T>(answer: Result<T>, failure: &mut Option<LibraryError>) -> Option<T> {
    answer.map_err(|error| *failure = Some(error)).ok()
}
