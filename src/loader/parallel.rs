//! Work on all processors whose results come in the order of the jobs.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Threads at most: more of them wait for the disk and for the one who takes the results.
const THREADS: usize = 8;

/// Jobs under way or ready for each thread, so that one long job does not make the others wait.
const AHEAD: usize = 4;

/// Results of one job that wait to be taken. A job that brings more of them waits, so that memory is bounded.
const BUFFER: usize = 16;

/// Hands on a result; breaks where nobody wants more.
pub(super) type Give<'a, T> = dyn FnMut(T) -> ControlFlow<()> + 'a;

/// Does `work` for every job, several at a time, and gives the results to `take` in the order of the jobs.
///
/// # Panics
/// Where `work` does.
pub(super) fn in_order<J: Send, T: Send>(
    jobs: impl IntoIterator<Item = J>,
    work: impl Fn(J, &mut Give<'_, T>) + Sync,
    mut take: impl FnMut(T) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let (queue, waiting) = sync_channel(threads * AHEAD);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        // moved in, so that the threads end when no more jobs can come
        let queue = queue;
        for _ in 0..threads {
            scope.spawn(|| work_off(&waiting, &work));
        }
        let (mut jobs, mut begun) = (jobs.into_iter().fuse(), VecDeque::new());
        loop {
            // jobs are begun in their order, so the first one is always being worked on
            for job in jobs.by_ref().take(threads * AHEAD - begun.len()) {
                let (give, results) = sync_channel(BUFFER);
                begun.push_back(results);
                let _ = queue.send((job, give));
            }
            let Some(results) = begun.pop_front() else { return ControlFlow::Continue(()) };
            results.iter().try_for_each(&mut take)?;
        }
    })
}

fn work_off<J, T>(
    waiting: &Mutex<Receiver<(J, SyncSender<T>)>>,
    work: &(impl Fn(J, &mut Give<'_, T>) + Sync),
) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((job, results)) = next else { return };
        work(job, &mut |result| match results.send(result) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn countdown(job: u32, give: &mut Give<'_, (u32, u32)>) {
        // later jobs are done sooner
        for part in 0..(100 - job) {
            if give((job, part)).is_break() {
                return;
            }
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_jobs_and_none_is_lost() {
        let mut taken = Vec::new();
        let flow = in_order(0..100, countdown, |result| {
            taken.push(result);
            ControlFlow::Continue(())
        });
        assert!(flow.is_continue());
        assert!(taken.is_sorted() && taken.len() == 5050, "{} results", taken.len());
    }

    #[test]
    fn it_stops_where_it_is_told_though_jobs_have_more_to_give() {
        let mut taken = 0;
        let endless = |job: u32, give: &mut Give<'_, u32>| while give(job).is_continue() {};
        let flow = in_order(0.., endless, |_| {
            taken += 1;
            if taken == 1_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(flow.is_break());
        assert_eq!(taken, 1_000);
    }
}
