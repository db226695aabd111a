//! An address that the user wants to follow → a source: the feed that lies there, or that the page there offers.

use std::thread;

use url::Url;

use super::ask::{self, Came, Goal, Trouble};
use super::web::{Polling, is_same_place};
use super::{Net, Report, Wish, sources};
use crate::fetch::{self, FetchError, Reply, Request, Wanted};
use crate::library::{Library, LibraryError, NewSource, Origin, Poll, Source, SourceKind};
use crate::loader::{Envelope, Kind, Offer, offered};
use crate::sanitize;

/// Where programs that make sites put their feeds: of weblogs, of static sites, and those that follow them.
const USUAL: [&str; 7] = ["feed/", "index.xml", "feed.xml", "rss/", "rss.xml", "atom.xml", "feed.json"];

/// What became of an address.
#[derive(Debug)]
pub enum Subscribed {
    /// It is a source now, and what it holds is in the library.
    Source(Source),
    /// The page there offers several feeds, of which the user has to choose.
    Choice(Vec<Offer>),
}

/// Why it is no source.
#[derive(Debug, thiserror::Error)]
pub enum NotSubscribed {
    /// It could not be fetched or read.
    #[error("{}", .0.asked_once())]
    Trouble(#[from] Trouble),
    /// It could not be kept.
    #[error(transparent)]
    Library(#[from] LibraryError),
}

/// Follows an address that the user typed. A feed is followed; of a page the only feed that it offers, and where it offers
/// none, the page itself with the articles that it lists, or where he wants to `guess`, a feed in a usual place beside it.
/// What is a source already is asked again.
///
/// # Errors
/// Where nothing came that could be followed; nothing is kept then.
pub fn subscribe(
    library: &mut Library,
    address: &str,
    guess: bool,
    net: &Net,
    report: &mut Report<'_>,
) -> Result<Subscribed, NotSubscribed> {
    // what is none is refused when it is asked for
    let is_secret = fetch::holds_login(address);
    let address = fetch::canonical(address).unwrap_or_else(|| address.to_owned());
    if is_secret {
        return Err(Trouble::from(FetchError::Login(address)).into());
    }
    if let Some(held) = library.source_by_address(&address)? {
        return again(library, held, true, net, report);
    }
    let (reply, kind) = get(net, &address, true)?;
    if kind != Kind::Html {
        return follow(library, Place { address, typed: true, kind, title: None }, reply, net, report);
    }
    let (title, offers) = offered(&envelope(&reply), reply.body.as_deref().unwrap_or_default());
    let page = Place { address, typed: true, kind, title: Some(title) };
    match &offers[..] {
        [] if guess => match guessed(library, &page, &reply.url, net, report)? {
            Some(found) => Ok(found),
            None => follow(library, page, reply, net, report),
        },
        [] => follow(library, page, reply, net, report),
        [offer] => follow_offer(library, &page, offer, net, report),
        _ => Ok(Subscribed::Choice(offers)),
    }
}

/// Follows the only feed that a page offers.
fn follow_offer(
    library: &mut Library,
    page: &Place,
    offer: &Offer,
    net: &Net,
    report: &mut Report<'_>,
) -> Result<Subscribed, NotSubscribed> {
    // a page may write it in any way, and a name and a password in it are kept nowhere
    let address = fetch::canonical(&offer.url).unwrap_or_else(|| offer.url.clone());
    let typed = is_same_place(&page.address, &address);
    if let Some(held) = library.source_by_address(&address)? {
        return again(library, held, typed, net, report);
    }
    let (reply, kind) = get(net, &address, typed)?;
    let title = Some(offer.title.clone()).filter(|title| !title.is_empty());
    follow(library, Place { address, typed, kind, title }, reply, net, report)
}

/// Follows the first feed that lies in a usual place beside a page, which lay `here` in the end; asked as slowly as everybody
/// is. A server that wants to be left alone, or cannot be asked, is not asked on.
fn guessed(
    library: &mut Library,
    page: &Place,
    here: &str,
    net: &Net,
    report: &mut Report<'_>,
) -> Result<Option<Subscribed>, NotSubscribed> {
    let typed = is_same_place(&page.address, here);
    let places = USUAL.iter().filter_map(|usual| Url::parse(here).ok()?.join(usual).ok());
    for address in places.map(String::from) {
        if let Some(held) = library.source_by_address(&address)? {
            return again(library, held, typed, net, report).map(Some);
        }
        thread::sleep(net.pause);
        match get(net, &address, typed) {
            Ok((reply, kind @ Kind::Feed)) => {
                let place = Place { address, typed, kind, title: page.title.clone() };
                return follow(library, place, reply, net, report).map(Some);
            }
            Err(Trouble::Fetch(why @ (FetchError::Later(..) | FetchError::Timeout(_)))) => {
                return Err(Trouble::from(why).into());
            }
            _ => {}
        }
    }
    Ok(None)
}

/// Asks a source that is here already, as the user wants it; it stays as it is otherwise.
fn again(
    library: &mut Library,
    held: Source,
    typed: bool,
    net: &Net,
    report: &mut Report<'_>,
) -> Result<Subscribed, NotSubscribed> {
    let poll = library.poll(held.id)?;
    if typed && !poll.typed {
        // it may have been refused a moment ago, when nobody was asked
        library.set_poll(held.id, &Poll { typed, asked: None, ..poll })?;
    }
    sources(library, std::slice::from_ref(&held), Wish::Now, net, report)?;
    Ok(Subscribed::Source(held))
}

/// What is followed.
struct Place {
    address: String,
    typed: bool,
    kind: Kind,
    /// What it is called where it does not say so itself.
    title: Option<String>,
}

fn get(net: &Net, address: &str, typed: bool) -> Result<(Reply, Kind), Trouble> {
    let request = Request { typed, wanted: Wanted::Feed, ..Request::typed(address) };
    let reply = net.fetcher.fetch(&request)?;
    match ask::kind(&reply.url, reply.body.as_deref().unwrap_or_default()) {
        Ok(kind) => Ok((reply, kind)),
        Err(is) => Err(other(&reply.url, is)),
    }
}

fn other(address: &str, is: &str) -> Trouble {
    Trouble::Other { address: sanitize::line(address), is: is.to_owned(), wanted: "a feed or a page" }
}

fn envelope(reply: &Reply) -> Envelope {
    Envelope { address: Some(reply.url.clone()), charset: reply.charset.clone() }
}

fn follow(
    library: &mut Library,
    place: Place,
    reply: Reply,
    net: &Net,
    report: &mut Report<'_>,
) -> Result<Subscribed, NotSubscribed> {
    let (kind, goal) = match place.kind {
        Kind::Feed => (SourceKind::Feed, Goal::Feed),
        Kind::Html => (SourceKind::Page, Goal::Page),
        kind => return Err(other(&reply.url, kind.words()).into()),
    };
    let url = reply.url.clone();
    let answer = ask::read(goal, &place.address, reply)?;
    if matches!(&answer.1, Came::Page(links) if links.is_empty()) {
        return Err(other(&url, "a page that leads to no articles").into());
    }
    let host = Url::parse(&place.address).ok().and_then(|url| url.host_str().map(str::to_owned));
    let title = ask::own_title(&answer.1).or(place.title.filter(|title| !title.is_empty())).or(host);
    let title = title.unwrap_or_else(|| place.address.clone());
    let new = NewSource { kind, address: place.address, title, origin: Origin::User };
    let source = library.add_source(&new)?;
    let poll = Poll { typed: place.typed, ..Poll::default() };
    Polling::new(library, net, report).keep(&source, poll, answer)?;
    Ok(Subscribed::Source(source))
}

#[cfg(test)]
mod tests;
