//! The reader thread: answers what the screen asks of the library.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender};

use crate::app::body::Opened;
use crate::app::related::ROWS;
use crate::app::toast::Severity;
use crate::app::{Clock, Effect, Msg, dates};
use crate::layout::{self, HeadLines};
use crate::library::{ArticleId, Held, Library, LibraryError, Result, Slice, SortKey, View};

/// What can be asked.
#[derive(Debug)]
pub(crate) enum Request {
    Rows(u64, View, Slice, usize),
    Counts(u64, View),
    Article(ArticleId),
    Prefetch(Vec<ArticleId>),
    Related(ArticleId),
    Unread(View, Option<SortKey>, bool),
}

impl TryFrom<Effect> for Request {
    /// What the effect is, if it is no request.
    type Error = Effect;

    fn try_from(effect: Effect) -> std::result::Result<Self, Effect> {
        Ok(match effect {
            Effect::Rows(generation, view, slice, limit) => Self::Rows(generation, view, slice, limit),
            Effect::Counts(number, view) => Self::Counts(number, view),
            Effect::Article(id) => Self::Article(id),
            Effect::Prefetch(ids) => Self::Prefetch(ids),
            Effect::Related(id) => Self::Related(id),
            Effect::Unread(view, from, forward) => Self::Unread(view, from, forward),
            other => return Err(other),
        })
    }
}

/// Answers until nobody asks any more.
pub(super) fn work(library: &Library, requests: &Receiver<Request>, inbox: &Sender<Msg>) {
    let mut version = library.data_version().ok();
    let mut waiting = VecDeque::new();
    let mut ahead = VecDeque::new();
    while let Some(request) = next(requests, &mut waiting, &mut ahead) {
        let now = library.data_version().ok();
        if now != version {
            version = now;
            let _ = inbox.send(Msg::Changed);
        }
        answer(library, request, inbox);
    }
}

/// Answers what belongs to an article, on a thread and connection of its own: it takes longer than what the screen waits
/// for. Of several articles only the last is answered, since the cursor has moved on from the others.
pub(super) fn relate(folder: &Path, articles: &Receiver<ArticleId>, inbox: &Sender<Msg>) {
    // opened when it is first needed: the program's start waits for nothing
    let mut library = None;
    while let Ok(first) = articles.recv() {
        let id = articles.try_iter().last().unwrap_or(first);
        match library.take().map_or_else(|| Library::open(folder), Ok) {
            Ok(opened) => answer(library.insert(opened), Request::Related(id), inbox),
            Err(error) => drop(inbox.send(Msg::Say(Severity::Error, error.to_string()))),
        }
    }
}

/// The next request: what is on the screen before what may be, and of several articles only the last, since
/// the cursor has moved on from the others.
fn next(
    requests: &Receiver<Request>,
    waiting: &mut VecDeque<Request>,
    ahead: &mut VecDeque<ArticleId>,
) -> Option<Request> {
    if waiting.is_empty() && ahead.is_empty() {
        waiting.push_back(requests.recv().ok()?);
    }
    waiting.extend(requests.try_iter());
    if let Some(Request::Prefetch(ids)) = last_prefetch(waiting) {
        *ahead = ids.into();
    }
    while let Some(request) = waiting.pop_front() {
        let outdated = matches!(request, Request::Article(_))
            && waiting.iter().any(|later| matches!(later, Request::Article(_)));
        if !outdated {
            return Some(request);
        }
    }
    match ahead.pop_front() {
        Some(id) => Some(Request::Prefetch(vec![id])),
        None => next(requests, waiting, ahead),
    }
}

fn last_prefetch(waiting: &mut VecDeque<Request>) -> Option<Request> {
    let mut last = None;
    while let Some(at) = waiting.iter().position(|request| matches!(request, Request::Prefetch(_))) {
        last = waiting.remove(at);
    }
    last
}

/// Answers one request. What is waited for is answered even where the library refuses, and why is said after that.
pub(crate) fn answer(library: &Library, request: Request, inbox: &Sender<Msg>) {
    let mut failure = None;
    let msg = match request {
        Request::Rows(generation, view, slice, limit) => {
            let window = library.window(&view, slice, limit);
            Some(Msg::Rows(generation, slice, heard(window, &mut failure)))
        }
        Request::Counts(number, view) => {
            heard(library.counts(&view), &mut failure).map(|counts| Msg::Counts(number, counts))
        }
        Request::Article(id) => heard(open(library, id), &mut failure).map(|opened| Msg::Article(id, opened)),
        Request::Prefetch(ids) => ids
            .first()
            .and_then(|id| heard(open(library, *id), &mut failure).map(|opened| Msg::Article(*id, opened))),
        Request::Related(id) => {
            heard(library.related(id, ROWS), &mut failure).map(|rows| Msg::Related(id, rows))
        }
        Request::Unread(view, from, forward) => {
            let found = library.next_unread(&view, from, forward);
            Some(Msg::Unread(heard(found, &mut failure).flatten()))
        }
    };
    let says = failure.map(|error| Msg::Say(Severity::Error, error.to_string()));
    // the loop may have ended; then nobody waits
    msg.into_iter().chain(says).for_each(|msg| drop(inbox.send(msg)));
}

fn heard<T>(answer: Result<T>, failure: &mut Option<LibraryError>) -> Option<T> {
    answer.map_err(|error| *failure = Some(error)).ok()
}

/// Reads an article and makes it ready for any width.
fn open(library: &Library, id: ArticleId) -> Result<Option<Opened>> {
    let Some(held) = library.get(id)? else { return Ok(None) };
    let prepared = layout::prepare(&held.article, &head_lines(&held));
    Ok(Some(Opened::new(held, prepared)))
}

fn head_lines(held: &Held) -> HeadLines {
    let now = Clock::now().zoned;
    let said = |moment: Option<crate::article::Moment>| moment.map(|moment| dates::long(moment, &now));
    HeadLines { date: said(held.article.published), updated: said(held.article.updated) }
}
