//! Sources of the network → the library: a pool of threads asks, this thread decides whom and keeps what comes.

use std::collections::BTreeMap;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use url::Url;

use super::ask::{Answer, Answered, Came, Goal, Question, Sent, Trouble, title_of};
use super::pool::Pool;
use super::queue::{Next, Queue};
use super::schedule::{self, DAY, Wish};
use super::{Ending, Event, Net, Report, Step};
use crate::article::Moment;
use crate::fetch::{Request, Validators, Wanted};
use crate::library::{Library, Poll, Result, Source, SourceKind};
use crate::loader::{Found, Pace};

/// How often the caller may stop it.
const TICK: Duration = Duration::from_millis(200);
/// Articles of a page that are fetched in one go; the rest comes the next time.
const ARTICLES: usize = 30;
/// Entries by which it is told how often a feed publishes.
const RECENT: usize = 10;

/// Sources that are being asked.
pub(super) struct Polling<'a, 'r> {
    library: &'a mut Library,
    net: &'a Net,
    report: &'a mut Report<'r>,
    queue: Queue<Question>,
    /// Those that are not at their end, by number.
    open: BTreeMap<usize, Open>,
    total: usize,
    stopped: bool,
}

/// A source that is being asked.
struct Open {
    source: Source,
    poll: Poll,
    /// It was asked something, so that this process has it.
    begun: bool,
    /// For a page whose articles are on their way: how many are, what came, and what the page said.
    awaited: usize,
    found: Vec<Found>,
    sent: Option<Sent>,
}

impl<'a, 'r> Polling<'a, 'r> {
    pub(super) fn new(library: &'a mut Library, net: &'a Net, report: &'a mut Report<'r>) -> Self {
        let queue = Queue::new(net.pause);
        Self { library, net, report, queue, open: BTreeMap::new(), total: 0, stopped: false }
    }

    /// Asks these sources, as far as they may be asked, and keeps what comes.
    pub(super) fn ask(&mut self, sources: &[&Source], wish: Wish) -> Result<()> {
        for (number, source) in sources.iter().enumerate() {
            let poll = self.library.poll(source.id)?;
            if schedule::may_ask(&poll, wish, self.now()) {
                let question = question(number, source, &poll);
                self.queue.push(host(&question.request.url), question);
                self.enter(number, source, poll);
            } else {
                let next = poll.due.map(|due| due.max(poll.not_before));
                self.tell(source, Step::Ended(Ending::NotYet(next)));
            }
        }
        self.run()
    }

    /// Keeps what came from a source that was asked already, and asks for what belongs to it.
    pub(super) fn keep(mut self, source: &Source, poll: Poll, answer: Answer) -> Result<()> {
        let question = question(0, source, &poll);
        self.enter(0, source, poll);
        // its host was asked just now
        self.queue.answered(&host(&source.address), true, Instant::now());
        self.take(&question, Ok(answer))?;
        self.run()
    }

    fn enter(&mut self, number: usize, source: &Source, poll: Poll) {
        let source = source.clone();
        self.open
            .insert(number, Open { source, poll, begun: false, awaited: 0, found: Vec::new(), sent: None });
        self.total += 1;
    }

    fn now(&self) -> i64 {
        (self.net.clock)()
    }

    fn tell(&mut self, source: &Source, step: Step) {
        self.stopped |= (self.report)(source, step).is_break();
    }

    fn run(&mut self) -> Result<()> {
        if self.queue.is_empty() {
            return self.leave();
        }
        let mut pool = Pool::new(&self.net.fetcher);
        loop {
            let wait = self.hand_out(&mut pool)?;
            if self.stopped || pool.is_empty() && wait.is_none() {
                return self.leave();
            }
            let until = wait.map_or(TICK, |at| at.saturating_duration_since(Instant::now()).min(TICK));
            match pool.answer(until) {
                Ok((question, answer)) => {
                    self.queue.answered(&host(&question.request.url), true, Instant::now());
                    self.take(&question, answer)?;
                }
                Err(RecvTimeoutError::Timeout) => self.tick(),
                Err(RecvTimeoutError::Disconnected) => return self.leave(),
            }
        }
    }

    /// Gives questions to whoever is idle; when the next one may be asked, where that is not yet.
    fn hand_out(&mut self, pool: &mut Pool) -> Result<Option<Instant>> {
        while pool.is_idle() && !self.stopped {
            let question = match self.queue.next(Instant::now()) {
                Next::Ask(question) => question,
                Next::Wait(at) => return Ok(Some(at)),
                Next::Nothing => return Ok(None),
            };
            if self.may_begin(&question)? {
                pool.ask(question);
            } else {
                self.queue.answered(&host(&question.request.url), false, Instant::now());
            }
        }
        Ok(None)
    }

    /// Takes the source for this process; who asks an article of it renews that. While it waited for its turn another
    /// program may have asked it.
    fn may_begin(&mut self, question: &Question) -> Result<bool> {
        let now = self.now();
        let Some(open) = self.open.get_mut(&question.source) else { return Ok(false) };
        if self.library.lease(open.source.id, now)? {
            let poll = self.library.poll(open.source.id)?;
            if poll.asked == open.poll.asked {
                open.begun = true;
                return Ok(true);
            }
            self.library.set_poll(open.source.id, &poll)?;
        }
        if let Some(open) = self.open.remove(&question.source)
            && !matches!(question.goal, Goal::FullText(_))
        {
            self.tell(&open.source, Step::Ended(Ending::Elsewhere));
        }
        Ok(false)
    }

    fn tick(&mut self) {
        if let Some(open) = self.open.values().next() {
            let step = Step::Waiting { done: self.total - self.open.len(), total: self.total };
            self.stopped |= (self.report)(&open.source, step).is_break();
        }
    }

    /// What was stopped on the way has to be asked again: nothing is noted of it but that nobody has it. What had not begun
    /// may be another program's by now.
    fn leave(&mut self) -> Result<()> {
        for open in std::mem::take(&mut self.open).into_values().filter(|open| open.begun) {
            self.library.set_poll(open.source.id, &open.poll)?;
        }
        Ok(())
    }

    fn take(&mut self, question: &Question, answer: Answered) -> Result<()> {
        if let Goal::FullText(id) = question.goal {
            return self.full_text_came(question, id, answer);
        }
        let number = question.source;
        let Some(mut open) = self.open.remove(&number) else { return Ok(()) };
        match answer {
            Ok((sent, Came::Unchanged)) => self.unchanged(open, &sent)?,
            Ok((sent, Came::Feed(found, pace))) => self.articles(open, &sent, found, pace)?,
            Ok((sent, Came::Page(links))) => {
                open.awaited = self.queue_articles(number, &open, links)?;
                open.sent = Some(sent);
                self.articles_came(number, open)?;
            }
            Ok((_, Came::Article(found))) => {
                open.found.extend(found);
                open.awaited -= 1;
                self.articles_came(number, open)?;
            }
            Err(trouble) if question.goal == Goal::Article => {
                self.tell(
                    &open.source,
                    Step::Event(Event::Notice(question.request.url.clone().into(), trouble.to_string())),
                );
                open.awaited -= 1;
                self.articles_came(number, open)?;
            }
            Err(trouble) => self.failed(open, &trouble)?,
        }
        self.tick();
        Ok(())
    }

    /// Articles of a page that are not held, to be asked for.
    fn queue_articles(&mut self, number: usize, open: &Open, links: Vec<String>) -> Result<usize> {
        let mut count = 0;
        for url in links {
            if count == ARTICLES || self.library.has_key(open.source.id, &url)? {
                continue;
            }
            count += 1;
            let typed = open.poll.typed && is_same_place(&open.source.address, &url);
            let request = Request { url, typed, wanted: Wanted::Page, validators: Validators::default() };
            let question = Question { source: number, goal: Goal::Article, request };
            self.queue.push(host(&question.request.url), question);
        }
        Ok(count)
    }

    /// Keeps the articles of a page once all of them are there.
    fn articles_came(&mut self, number: usize, mut open: Open) -> Result<()> {
        match open.sent.take() {
            Some(sent) if open.awaited == 0 => {
                let found = std::mem::take(&mut open.found);
                self.articles(open, &sent, found, Pace::default())
            }
            sent => {
                open.sent = sent;
                self.open.insert(number, open);
                Ok(())
            }
        }
    }

    /// Keeps articles, and after them what the server wants to be given back.
    fn articles(&mut self, mut open: Open, sent: &Sent, found: Vec<Found>, pace: Pace) -> Result<()> {
        let gap = gap(&found, self.now());
        self.name(&mut open.source, &found)?;
        let source = &open.source;
        let outcome = super::take(
            self.library,
            source,
            &mut |event| (self.report)(source, Step::Event(event)),
            |sink| {
                let _ = found.into_iter().try_for_each(sink);
                Ok(())
            },
        )?;
        self.stopped |= outcome.stopped;
        // what was not read whole is asked for whole again
        if !outcome.stopped && outcome.failed == 0 {
            keep_validators(&mut open.poll, &sent.validators);
        }
        self.answered(&mut open, sent, pace, gap)?;
        self.library.set_poll(open.source.id, &open.poll)?;
        self.tell(&open.source, Step::Ended(Ending::Read(outcome, open.poll.due)));
        Ok(())
    }

    /// A source that came without a title is called as it calls itself.
    fn name(&mut self, source: &mut Source, found: &[Found]) -> Result<()> {
        let nameless = source.title == crate::sanitize::line(&source.address);
        if let Some(title) = title_of(found).filter(|_| nameless) {
            self.library.set_title(source.id, &title)?;
            source.title = title;
        }
        Ok(())
    }

    fn unchanged(&mut self, mut open: Open, sent: &Sent) -> Result<()> {
        keep_validators(&mut open.poll, &sent.validators);
        self.answered(&mut open, sent, Pace::default(), None)?;
        self.library.set_refreshed(open.source.id, None)?;
        self.library.set_poll(open.source.id, &open.poll)?;
        self.tell(&open.source, Step::Ended(Ending::Unchanged(open.poll.due)));
        Ok(())
    }

    fn failed(&mut self, mut open: Open, trouble: &Trouble) -> Result<()> {
        let why = if let Trouble::Fetch(error) = trouble { Some(error) } else { None };
        let now = self.now();
        schedule::failed(&mut open.poll, why, now, jitter(&open.source, now));
        let said = trouble.to_string();
        self.library.set_refreshed(open.source.id, Some(&said))?;
        self.library.set_poll(open.source.id, &open.poll)?;
        self.tell(&open.source, Step::Ended(Ending::Failed(said, open.poll.due)));
        Ok(())
    }

    fn answered(&mut self, open: &mut Open, sent: &Sent, pace: Pace, gap: Option<i64>) -> Result<()> {
        let now = self.now();
        let can_validate = !sent.validators.is_empty();
        let answer = schedule::Answered { can_validate, fresh_for: sent.fresh_for, pace, gap };
        schedule::answered(&mut open.poll, &answer, now, jitter(&open.source, now));
        self.moved(open, sent.moved.as_deref(), now)
    }

    /// An address is changed for good only if the server says so again a day later.
    fn moved(&mut self, open: &mut Open, moved: Option<&str>, now: i64) -> Result<()> {
        let Some(to) = moved else {
            open.poll.moved = None;
            return Ok(());
        };
        match &open.poll.moved {
            Some((known, since)) if known == to => {
                if now - since >= DAY && self.library.move_source(open.source.id, to)? {
                    open.poll.moved = None;
                    open.poll.typed &= is_same_place(&open.source.address, to);
                    to.clone_into(&mut open.source.address);
                    let said = "the source has moved here for good, and is asked here from now on".to_owned();
                    self.tell(&open.source, Step::Event(Event::Notice(to.into(), said)));
                }
            }
            _ => open.poll.moved = Some((to.to_owned(), now)),
        }
        Ok(())
    }
}

fn question(number: usize, source: &Source, poll: &Poll) -> Question {
    let (goal, wanted) = match source.kind {
        SourceKind::Page => (Goal::Page, Wanted::Page),
        _ => (Goal::Feed, Wanted::Feed),
    };
    let (etag, last_modified) = (poll.etag.clone(), poll.last_modified.clone());
    let validators = Validators { url: poll.validated.clone(), etag, last_modified };
    let request = Request { url: source.address.clone(), typed: poll.typed, wanted, validators };
    Question { source: number, goal, request }
}

fn keep_validators(poll: &mut Poll, validators: &Validators) {
    poll.validated.clone_from(&validators.url);
    poll.etag.clone_from(&validators.etag);
    poll.last_modified.clone_from(&validators.last_modified);
}

/// Whom an address asks.
fn host(address: &str) -> String {
    Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// Whether both lie on the same server: then who typed one means the other, too.
pub(super) fn is_same_place(one: &str, other: &str) -> bool {
    let origin = |address: &str| Url::parse(address).map(|url| url.origin());
    matches!((origin(one), origin(other)), (Ok(one), Ok(other)) if one == other)
}

/// Seconds between the newest entries, the time since the last one included.
fn gap(found: &[Found], now: i64) -> Option<i64> {
    let mut dates: Vec<i64> = found
        .iter()
        .filter_map(|found| match found {
            Found::Article(loaded) => loaded.article.published.or(loaded.article.updated).map(Moment::unix),
            _ => None,
        })
        .filter(|at| *at <= now)
        .collect();
    dates.sort_unstable_by(|one, other| other.cmp(one));
    dates.truncate(RECENT);
    let oldest = dates.last()?;
    Some((now - oldest) / dates.len() as i64)
}

/// Between -1 and 1, another one for each source and time: no two ask in step.
fn jitter(source: &Source, now: i64) -> f64 {
    // the finalizer of SplitMix64 (Steele, Lea, Flood 2014)
    let mut bits = (source.id.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ now as u64;
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

mod full_text;
#[cfg(test)]
mod tests;
