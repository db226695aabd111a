//! Keeping the index in few segments: each one costs every search a little.
//!
//! What a batch leaves behind is merged when nothing else is to be done, and gives way to whatever is. So nobody who adds
//! a few articles pays for the millions that are there.

use std::ops::ControlFlow;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rustix::fs::FlockOperation;
use rustix::io::Errno;
use tantivy::SegmentMeta;
use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;

use super::super::{Library, LibraryError, Result};
use super::Index;
use super::follow::{lock, writer};
use super::stamp::Fault;

/// Segments that are left when nothing is to be done.
const QUIET: usize = 4;

/// How often a merge looks whether it has to give way.
const LOOK: Duration = Duration::from_millis(50);

impl Library {
    /// Merges the segments of the index until few are left; to be called when there is nothing else to do. It is given up,
    /// and nothing lost, where `go_on` says so, and as soon as anybody has something to index.
    pub fn tidy(&self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<()> {
        let lock = match lock(&self.lock_file(), FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) => return Ok(()),
            lock => lock.map_err(|error| LibraryError::unusable(self.folder(), &error))?,
        };
        let index = match Index::open(self) {
            Ok(index) => index,
            Err(Fault::Library(error)) => return Err(error),
            // the next catch-up builds it anew
            Err(_) => return Ok(()),
        };
        let small = smallest(index.files.searchable_segment_metas()?);
        if !small.is_empty() {
            self.merge(&index, &small, go_on)?;
        }
        drop(lock);
        Ok(())
    }

    fn merge(
        &self,
        index: &Index,
        segments: &[SegmentId],
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<()> {
        let mut writer = writer(&index.files, NoMergePolicy)?;
        let merging = writer.merge(segments);
        let (sender, merged) = mpsc::channel();
        thread::spawn(move || sender.send(merging.wait()));
        loop {
            match merged.recv_timeout(LOOK) {
                Ok(merged) => {
                    merged?;
                    return Ok(writer.garbage_collect_files().wait().map(drop)?);
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
                // a writer that is dropped takes nothing of it
                Err(RecvTimeoutError::Timeout) if self.stamp()?.seq != index.stamp.seq => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {
                    if go_on().is_break() {
                        return Ok(());
                    }
                }
            }
        }
    }
}

/// The smallest segments, so many that few are left when they are one.
fn smallest(mut segments: Vec<SegmentMeta>) -> Vec<SegmentId> {
    segments.sort_by_key(SegmentMeta::num_docs);
    let sizes: Vec<u32> = segments.iter().map(SegmentMeta::num_docs).collect();
    segments.iter().take(overdue(&sizes)).map(SegmentMeta::id).collect()
}

/// How many of the smallest are to become one, given how large they are, the smallest first. Those that are no larger than
/// what is merged anyway are taken along, so that sizes stay far apart and nothing is merged again and again.
fn overdue(sizes: &[u32]) -> usize {
    if sizes.len() <= QUIET {
        return 0;
    }
    let least = sizes.len() - QUIET + 1;
    let mut sum = 0;
    let taken = sizes.iter().enumerate().take_while(|(at, size)| {
        let take = *at < least || **size <= sum;
        sum += **size;
        take
    });
    taken.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_segments_are_merged_and_large_ones_left_alone() {
        for (sizes, merged) in [
            (&[][..], 0),
            (&[200, 5_000, 20_000, 900_000], 0),
            (&[200, 5_000, 20_000, 60_000, 900_000], 2),
            (&[200, 200, 200, 5_000, 60_000, 900_000], 3),
            (&[200, 19_900, 20_000, 30_000, 900_000], 4),
            (&[10, 10, 10, 10, 10, 10], 6),
        ] {
            assert_eq!(overdue(sizes), merged, "{sizes:?}");
        }
    }
}
