//! In which order servers are asked: one question at a time for each host, and a pause after it. Pure: the caller says what
//! time it is.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// What is to be asked, by host.
pub(super) struct Queue<J> {
    waiting: VecDeque<(String, J)>,
    hosts: HashMap<String, Host>,
    pause: Duration,
}

/// How things stand with a host that was asked.
enum Host {
    Busy,
    FreeAt(Instant),
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next<J> {
    /// Ask this.
    Ask(J),
    /// Wait until then.
    Wait(Instant),
    /// Wait for an answer, or there is nothing.
    Nothing,
}

impl<J> Queue<J> {
    pub(super) fn new(pause: Duration) -> Self {
        Self { waiting: VecDeque::new(), hosts: HashMap::new(), pause }
    }

    pub(super) fn push(&mut self, host: String, job: J) {
        self.waiting.push_back((host, job));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The first job whose host is free. Its host is busy until [`Queue::answered`].
    pub(super) fn next(&mut self, now: Instant) -> Next<J> {
        let mut earliest: Option<Instant> = None;
        for at in 0..self.waiting.len() {
            match self.hosts.get(&self.waiting[at].0) {
                Some(Host::Busy) => {}
                Some(Host::FreeAt(free)) if *free > now => {
                    earliest = Some(earliest.map_or(*free, |earliest| earliest.min(*free)));
                }
                _ => {
                    let Some((host, job)) = self.waiting.remove(at) else { break };
                    self.hosts.insert(host, Host::Busy);
                    return Next::Ask(job);
                }
            }
        }
        earliest.map_or(Next::Nothing, Next::Wait)
    }

    /// A host has answered, or was not asked after all.
    pub(super) fn answered(&mut self, host: &str, asked: bool, now: Instant) {
        let free = if asked { now + self.pause } else { now };
        self.hosts.insert(host.to_owned(), Host::FreeAt(free));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_asked_one_thing_at_a_time_and_then_left_in_peace_for_a_while() {
        let (second, start) = (Duration::from_secs(1), Instant::now());
        let mut queue = Queue::new(second);
        for (host, job) in [("a", 1), ("a", 2), ("b", 3), ("a", 4)] {
            queue.push(host.to_owned(), job);
        }
        assert_eq!(queue.next(start), Next::Ask(1));
        assert_eq!(queue.next(start), Next::Ask(3), "another host need not wait");
        assert_eq!(queue.next(start), Next::Nothing);
        queue.answered("a", true, start);
        assert_eq!(queue.next(start), Next::Wait(start + second));
        assert_eq!(queue.next(start + second), Next::Ask(2));
        queue.answered("a", false, start + second);
        assert_eq!(queue.next(start + second), Next::Ask(4), "who was not asked needs no peace");
    }
}
