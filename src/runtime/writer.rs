//! The writer thread: keeps marks and places. Its connection does nothing else, so a mark waits for nothing but other marks.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, TryRecvError};

use crate::app::toast::Severity;
use crate::app::{Effect, Msg, Place};
use crate::layout::{Anchor, truncate};
use crate::library::{
    ArticleId, Carried, Library, LibraryError, Mark, Result, Saved, SavedSearch, SourceId, Underway, View,
};

/// Name under which the library keeps the reader's place.
pub(super) const PLACE: &str = "place";

/// Columns of a name within a sentence: what it says of it must not be cut.
const NAME: usize = 32;

/// What can be kept.
#[derive(Debug)]
pub(crate) enum Order {
    Mark(Vec<ArticleId>, Mark),
    MarkAll(View),
    SaveSearch(SavedSearch),
    RemoveSearch(String),
    RemoveSource(SourceId, String),
    Undo(bool),
    SaveAnchor(ArticleId, Anchor),
    SavePlace(Place),
    Keep(ArticleId),
    /// Tell where somebody else has changed the library.
    Look,
}

impl TryFrom<Effect> for Order {
    /// What the effect is, if it is no order.
    type Error = Effect;

    fn try_from(effect: Effect) -> std::result::Result<Self, Effect> {
        Ok(match effect {
            Effect::Mark(ids, mark) => Self::Mark(ids, mark),
            Effect::MarkAll(view) => Self::MarkAll(view),
            Effect::SaveSearch(search) => Self::SaveSearch(search),
            Effect::RemoveSearch(name) => Self::RemoveSearch(name),
            Effect::RemoveSource(id, title) => Self::RemoveSource(id, title),
            Effect::Undo(redo) => Self::Undo(redo),
            Effect::SaveAnchor(id, anchor) => Self::SaveAnchor(id, anchor),
            Effect::SavePlace(place) => Self::SavePlace(place),
            Effect::Keep(id) => Self::Keep(id),
            other => return Err(other),
        })
    }
}

/// The thread's own things.
pub(crate) struct Writer {
    pub(crate) library: Library,
    /// Folder of the user's own library.
    pub(crate) own: PathBuf,
    /// Tells the undo steps of this run from those of others.
    pub(crate) session: String,
    pub(crate) inbox: Sender<Msg>,
    /// What others had done to the library when it was looked at last. Not known at first, so that what was written while the
    /// program started is told.
    version: Option<i64>,
}

impl Writer {
    pub(crate) fn new(library: Library, own: PathBuf, session: String, inbox: Sender<Msg>) -> Self {
        Self { library, own, session, inbox, version: None }
    }

    /// Keeps until nobody asks any more. What was promised is left to the next program where this one is to end.
    pub(super) fn work(&mut self, orders: &Receiver<Order>) {
        let mut waiting = VecDeque::new();
        self.carry_out(&mut |what| flow(what, orders, &mut waiting));
        while let Some(order) = waiting.pop_front().or_else(|| orders.recv().ok()) {
            self.keep(order);
            self.carry_out(&mut |what| flow(what, orders, &mut waiting));
        }
    }

    /// Does what was promised, by this program or by one that ended before it was done.
    pub(crate) fn carry_out(&mut self, go_on: &mut dyn FnMut(Underway) -> ControlFlow<()>) {
        loop {
            match self.library.carry_out(go_on) {
                Ok(None | Some(Carried::Left)) => return,
                Ok(Some(Carried::Kept)) => self.tell(Msg::CarriedOut),
                Ok(Some(Carried::Turned(again, undone))) => self.tell(Msg::Undone(again, Some(undone))),
                Err(error) => return self.refuse(&error),
            }
        }
    }

    /// Keeps one thing; what is refused is said, and is no longer on the screen.
    pub(crate) fn keep(&mut self, order: Order) {
        let library = &mut self.library;
        let done = match order {
            Order::Mark(ids, mark) => {
                let kept = keep_mark(library, &self.session, &ids, mark);
                self.tell(Msg::Marked(ids, mark));
                kept.map(|_| None)
            }
            Order::MarkAll(view) => mark_all(library, &self.session, &view),
            Order::SaveSearch(search) => save(library, &self.session, &search),
            Order::RemoveSearch(name) => remove_search(library, &self.session, &name),
            Order::RemoveSource(id, title) => remove_source(library, &self.session, id, &title),
            Order::Undo(redo) => undo(library, &self.session, redo),
            Order::SaveAnchor(id, anchor) => library.save_anchor(id, anchor).map(|()| None),
            Order::SavePlace(place) => save_place(library, &place),
            Order::Keep(id) => copy(library, id, &self.own),
            Order::Look => return self.look(),
        };
        match done {
            Ok(msg) => msg.into_iter().for_each(|msg| self.tell(msg)),
            Err(error) => self.refuse(&error),
        }
    }

    /// What this thread keeps is on the screen before; only what others write is news. Its connection tells them apart.
    fn look(&mut self) {
        let now = self.library.data_version().ok();
        if now != std::mem::replace(&mut self.version, now) {
            self.tell(Msg::Changed);
        }
    }

    fn refuse(&self, error: &LibraryError) {
        self.tell(Msg::CarriedOut);
        self.tell(Msg::Say(Severity::Error, error.to_string()));
    }

    fn tell(&self, msg: Msg) {
        // the loop may have ended; what was to be kept is kept
        let _ = self.inbox.send(msg);
    }
}

/// Takes what is asked for meanwhile. It is time to stop where nobody asks any more and no mark waits, and where what is under
/// way is taken back; other marks mean what is to be when it is done.
fn flow(what: Underway, orders: &Receiver<Order>, waiting: &mut VecDeque<Order>) -> ControlFlow<()> {
    let asked = loop {
        match orders.try_recv() {
            Ok(order) => waiting.push_back(order),
            Err(why) => break why,
        }
    };
    let place = |order: &&Order| matches!(order, Order::SaveAnchor(..) | Order::SavePlace(_) | Order::Look);
    let mark = waiting.iter().find(|order| !place(order));
    let is_taken_back = what == Underway::Promise && matches!(mark, Some(Order::Undo(false)));
    let is_end = asked == TryRecvError::Disconnected && mark.is_none();
    if is_taken_back || is_end { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Who reads one copy of a text has read the others; what else is done to one is done to it alone.
fn keep_mark(library: &mut Library, session: &str, ids: &[ArticleId], mark: Mark) -> Result<usize> {
    if mark != Mark::Read(true) {
        return library.mark(session, ids, mark);
    }
    let mut texts = Vec::new();
    for id in ids {
        texts.extend(library.with_copies(*id)?);
    }
    texts.sort_unstable();
    texts.dedup();
    library.mark(session, &texts, mark)
}

fn mark_all(library: &mut Library, session: &str, view: &View) -> Result<Option<Msg>> {
    library.mark_view(session, view, Mark::Read(true)).map(|count| Some(Msg::MarkedAll(count)))
}

fn save(library: &mut Library, session: &str, search: &SavedSearch) -> Result<Option<Msg>> {
    let name = truncate(&search.name, NAME);
    Ok(Some(match library.save_search(session, search)? {
        Saved::New => Msg::Stepped(format!("Saved: {name}")),
        Saved::Replaced => Msg::Stepped(format!("Saved in the place of another: {name}")),
        Saved::Same => Msg::Say(Severity::Info, format!("Saved already: {name}")),
    }))
}

fn remove_search(library: &mut Library, session: &str, name: &str) -> Result<Option<Msg>> {
    let removed = library.remove_search(session, name)?;
    Ok(removed.then(|| Msg::Stepped(format!("Removed: {}", truncate(name, NAME)))))
}

fn remove_source(library: &mut Library, session: &str, id: SourceId, title: &str) -> Result<Option<Msg>> {
    let removed = library.unsubscribe(session, id)?;
    let title = truncate(title, NAME);
    Ok(removed.then(|| Msg::Stepped(format!("Removed: {title}; its articles stay"))))
}

fn undo(library: &mut Library, session: &str, redo: bool) -> Result<Option<Msg>> {
    if let Some(what) = library.promise_turn(session, redo)? {
        let verb = if redo { "Redoing" } else { "Undoing" };
        return Ok(Some(Msg::Say(Severity::Info, format!("{verb}: {what}"))));
    }
    let done = if redo { library.redo(session)? } else { library.undo(session)? };
    Ok(Some(Msg::Undone(redo, done)))
}

fn save_place(library: &mut Library, place: &Place) -> Result<Option<Msg>> {
    let json = serde_json::to_string(place).unwrap_or_default();
    library.set_value(PLACE, &json).map(|()| None)
}

/// Copies an article of a temporary library to the user's own.
fn copy(library: &Library, id: ArticleId, own: &Path) -> Result<Option<Msg>> {
    let title = library.copy_to(id, &mut Library::open(own)?)?;
    let words = title.map_or_else(
        || "It is no longer here".to_owned(),
        |title| format!("Kept in your own library: {title}"),
    );
    Ok(Some(Msg::Say(Severity::Info, words)))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn stops(what: Underway, asked: Vec<Order>, ended: bool) -> bool {
        let (sender, orders) = mpsc::channel();
        for order in asked {
            sender.send(order).unwrap();
        }
        let sender = (!ended).then_some(sender);
        let stops = flow(what, &orders, &mut VecDeque::new()).is_break();
        drop(sender);
        stops
    }

    #[test]
    fn only_what_others_write_is_news() {
        let folder = tempfile::tempdir().unwrap();
        let mut other = Library::open(folder.path()).unwrap();
        let (sender, inbox) = mpsc::channel();
        let library = Library::open(folder.path()).unwrap();
        let mut writer = Writer::new(library, folder.path().join("own"), "test".to_owned(), sender);
        let mut told = |order: Option<Order>| {
            order.into_iter().chain([Order::Look]).for_each(|order| writer.keep(order));
            inbox.try_iter().map(|msg| format!("{msg:?}")).collect::<Vec<_>>()
        };
        assert_eq!((told(None).len(), told(None).len()), (1, 0));
        assert!(told(Some(Order::SavePlace(Place::default()))).is_empty(), "it is on the screen before");
        other.set_value("place", "{}").unwrap();
        assert_eq!(told(None), ["Changed"]);
        other.set_value("place", "null").unwrap();
        assert_eq!(told(Some(Order::SavePlace(Place::default()))), ["Changed"], "though we wrote after it");
        assert!(told(None).is_empty());
    }

    #[test]
    fn what_is_under_way_is_left_at_the_end_or_when_it_is_taken_back() {
        let place = || Order::SaveAnchor(ArticleId(1), Anchor::default());
        let mark = || Order::Mark(vec![ArticleId(1)], Mark::Read(false));
        for what in [Underway::Promise, Underway::Turning] {
            assert!(!stops(what, vec![], false));
            assert!(stops(what, vec![place()], true), "a place does not hold the end up");
            assert!(stops(what, vec![place(), Order::Look], true), "nor does looking");
            assert!(!stops(what, vec![mark()], true), "a mark means what is to be then");
            let is_promise = what == Underway::Promise;
            assert_eq!(stops(what, vec![place(), Order::Undo(false)], false), is_promise);
            assert!(!stops(what, vec![mark(), Order::Undo(false)], false), "that is the mark's");
            assert!(!stops(what, vec![Order::Undo(true)], false));
        }
    }
}
