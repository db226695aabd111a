//! The writer thread: keeps marks and places. Its connection does nothing else, so a mark waits for nothing.

use std::sync::mpsc::{Receiver, Sender};

use crate::app::toast::Severity;
use crate::app::{Effect, Msg, Place};
use crate::layout::Anchor;
use crate::library::{ArticleId, Library, Mark, Result, View};

/// Name under which the library keeps the reader's place.
pub(super) const PLACE: &str = "place";

/// What can be kept.
#[derive(Debug)]
pub(crate) enum Order {
    Mark(Vec<ArticleId>, Mark),
    MarkAll(View),
    Undo(bool),
    SaveAnchor(ArticleId, Anchor),
    SavePlace(Place),
}

impl Order {
    /// The order that an effect is, if it is one.
    pub(crate) fn of(effect: &Effect) -> Option<Self> {
        Some(match effect.clone() {
            Effect::Mark(ids, mark) => Self::Mark(ids, mark),
            Effect::MarkAll(view) => Self::MarkAll(view),
            Effect::Undo(redo) => Self::Undo(redo),
            Effect::SaveAnchor(id, anchor) => Self::SaveAnchor(id, anchor),
            Effect::SavePlace(place) => Self::SavePlace(place),
            _ => return None,
        })
    }
}

/// Keeps until nobody asks any more.
pub(super) fn work(library: &mut Library, session: &str, orders: &Receiver<Order>, inbox: &Sender<Msg>) {
    for order in orders {
        keep(library, session, order, inbox);
    }
}

/// Keeps one thing; what is refused is said.
pub(crate) fn keep(library: &mut Library, session: &str, order: Order, inbox: &Sender<Msg>) {
    let done = match order {
        Order::Mark(ids, mark) => {
            let kept = library.mark(session, &ids, mark);
            let _ = inbox.send(Msg::Marked(ids, mark, kept.is_ok()));
            kept.map(|_| None)
        }
        Order::MarkAll(view) => mark_all(library, session, &view),
        Order::Undo(redo) => undo(library, session, redo),
        Order::SaveAnchor(id, anchor) => library.save_anchor(id, anchor).map(|()| None),
        Order::SavePlace(place) => save_place(library, &place),
    };
    let msg = done.unwrap_or_else(|error| Some(Msg::Say(Severity::Error, error.to_string())));
    // the loop may have ended; what was to be kept is kept
    if let Some(msg) = msg {
        let _ = inbox.send(msg);
    }
}

fn mark_all(library: &mut Library, session: &str, view: &View) -> Result<Option<Msg>> {
    library.mark_view(session, view, Mark::Read(true)).map(|count| Some(Msg::MarkedAll(count)))
}

fn undo(library: &mut Library, session: &str, redo: bool) -> Result<Option<Msg>> {
    let done = if redo { library.redo(session)? } else { library.undo(session)? };
    Ok(Some(Msg::Undone(redo, done)))
}

fn save_place(library: &mut Library, place: &Place) -> Result<Option<Msg>> {
    let json = serde_json::to_string(place).unwrap_or_default();
    library.set_value(PLACE, &json).map(|()| None)
}
