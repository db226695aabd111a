//! The threads that ask.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::ask::{Answered, Question};
use crate::fetch::Fetcher;

/// Servers that are asked at the same time.
const THREADS: usize = 8;

/// Threads that hold one question at a time. They end with the pool; what they ask just then is nobody's business any more.
pub(super) struct Pool {
    questions: Sender<Question>,
    answers: Receiver<(Question, Answered)>,
    busy: usize,
}

impl Pool {
    pub(super) fn new(fetcher: &Fetcher) -> Self {
        let (questions, waiting) = channel();
        let (tell, answers) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..THREADS {
            let (waiting, tell, fetcher) = (Arc::clone(&waiting), tell.clone(), fetcher.clone());
            thread::spawn(move || work(&waiting, &tell, &fetcher));
        }
        Self { questions, answers, busy: 0 }
    }

    /// Whether a thread has nothing to do.
    pub(super) fn is_idle(&self) -> bool {
        self.busy < THREADS
    }

    /// Whether nothing is being asked.
    pub(super) fn is_empty(&self) -> bool {
        self.busy == 0
    }

    pub(super) fn ask(&mut self, question: Question) {
        self.busy += usize::from(self.questions.send(question).is_ok());
    }

    /// The next answer, if it comes within this time.
    pub(super) fn answer(&mut self, within: Duration) -> Result<(Question, Answered), RecvTimeoutError> {
        let answer = self.answers.recv_timeout(within)?;
        self.busy -= 1;
        Ok(answer)
    }
}

fn work(waiting: &Mutex<Receiver<Question>>, tell: &Sender<(Question, Answered)>, fetcher: &Fetcher) {
    loop {
        let question = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(question) = question else { return };
        let answer = question.ask(fetcher);
        if tell.send((question, answer)).is_err() {
            return;
        }
    }
}
