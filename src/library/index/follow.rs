//! Following the library: what it tells in its change queue becomes documents, a batch at a time.
//!
//! A change says only which article is not as it was; what is indexed is how the library holds it now, or nothing. So a
//! batch may be replayed any number of times, and the whole queue replayed from its beginning builds the index anew.
//! That is why its rows are kept: they are small, and nothing else has to know how to rebuild.
//!
//! What articles are compared by is made here as well: the text is at hand, and until an article can be read nothing needs
//! it. It took a fifth of that time. It stays when the index is built anew.

use std::fs::{self, DirBuilder, File};
use std::ops::ControlFlow;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use rusqlite::OptionalExtension;
use rustix::fs::{FlockOperation, flock};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy, NoMergePolicy};
use tantivy::{IndexWriter, TantivyDocument, TantivyError};

use super::super::related::signature::Signature;
use super::super::related::store::Made;
use super::super::{ArticleId, Library, LibraryError, Result};
use super::stamp::{Fault, Stamp};
use super::terms::Words;
use super::{Index, schema};

/// Changes of one commit: some ten seconds of work, after which others get the index. The more there are the less has to be
/// merged afterwards, which takes longer than making them.
const BATCH: i64 = 24_000;

/// Articles that are indexed between two looks at whether to go on.
const STRIDE: usize = 100;

/// Bytes of terms that wait in memory, about.
const MEMORY: usize = 160_000_000;

/// Segments of a size that are merged into one; tantivy waits for 8.
const SEGMENTS: usize = 4;

/// Segments that are merged along with a batch have at most so many articles; where more batches follow, so many. What
/// is larger waits for [`Library::tidy`].
const SMALL: u32 = 1_000;
const SMALL_IN_BULK: u32 = 16_000;

/// Hears how many changes are still to be indexed; may stop there.
pub type CatchUp<'a> = dyn FnMut(u64) -> ControlFlow<()> + 'a;

/// How the index stands to its library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexState {
    /// It has everything.
    Current {
        /// Articles in it.
        articles: u64,
        /// Parts it lies in.
        segments: usize,
    },
    /// It can be searched, but so many changes are not in it yet.
    Behind(u64),
    /// It cannot be used, for this reason; the next catch-up builds it anew.
    Unusable(String),
}

impl Library {
    /// Brings the index up to the library, from wherever it is; builds it where there is none that fits. Then finds the
    /// copies and stories of what is new. Waits where another thread or process is at it. False where `report` stopped it.
    pub fn catch_up(&self, report: &mut CatchUp<'_>) -> Result<bool> {
        let mut seq = self.usable()?.map(|index| index.stamp.seq);
        loop {
            // once a batch: the table is written as a whole
            self.fold_frequencies()?;
            let newest = self.stamp()?.seq;
            if seq == Some(newest) {
                return self.group(newest, report);
            }
            if report(newest.abs_diff(seq.unwrap_or(0))).is_break() {
                return Ok(false);
            }
            seq = Some(self.follow(report)?);
        }
    }

    /// How the index stands, all of its files read and compared with their checksums.
    pub fn index_state(&self) -> Result<IndexState> {
        let index = match Index::open(self) {
            Ok(index) => index,
            Err(Fault::Library(error)) => return Err(error),
            Err(fault) => return Ok(IndexState::Unusable(fault.to_string())),
        };
        if !is_sound(&index) {
            return Ok(IndexState::Unusable("files of it are damaged".to_owned()));
        }
        Ok(match self.stamp()?.seq.abs_diff(index.stamp.seq) {
            0 => IndexState::Current {
                articles: index.searcher.num_docs(),
                segments: index.searcher.segment_readers().len(),
            },
            changes => IndexState::Behind(changes),
        })
    }

    /// Indexes one batch, under the lock, in an index that fits. Returns the last change that is indexed now.
    fn follow(&self, report: &mut CatchUp<'_>) -> Result<i64> {
        let _lock = lock(&self.lock_file(), FlockOperation::LockExclusive)
            .map_err(|error| LibraryError::unusable(&self.folder, &error))?;
        let Some(index) = self.usable()? else { return self.begin_anew() };
        match self.write_batch(&index, report) {
            // what opens well may still be damaged inside
            Err(LibraryError::Index(_)) if !is_sound(&index) => self.begin_anew(),
            done => done,
        }
    }

    /// The index, where there is one that fits and the signatures that were made beside it fit as well.
    fn usable(&self) -> Result<Option<Index>> {
        match Index::open(self) {
            Ok(index) => Ok(self.is_signed()?.then_some(index)),
            Err(Fault::Library(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }

    fn begin_anew(&self) -> Result<i64> {
        let folder = self.index_folder();
        clear(&folder).map_err(|error| LibraryError::unusable(&folder, &error))?;
        let (schema, _) = schema::schema();
        let index = tantivy::Index::builder()
            .schema(schema)
            .settings(schema::settings())
            .tokenizers(schema::tokenizers())
            .create_in_dir(&folder)?;
        commit(writer(&index, NoMergePolicy)?, &Stamp::new(self.uuid()?, 0))?;
        // last: whoever is killed before begins anew once more
        self.sign_anew()?;
        Ok(0)
    }

    /// What is done when `report` says stop is committed all the same.
    fn write_batch(&self, index: &Index, report: &mut CatchUp<'_>) -> Result<i64> {
        let (changed, newest) = (self.changed_after(index.stamp.seq)?, self.stamp()?.seq);
        let more = changed.last().is_some_and(|(last, _)| newest > *last);
        let writer = writer(&index.files, merge_policy(if more { SMALL_IN_BULK } else { SMALL }))?;
        let highest = index.highest_id()?;
        let mut seq = index.stamp.seq;
        for some in changed.chunks(STRIDE) {
            if seq > index.stamp.seq && report(newest.abs_diff(seq)).is_break() {
                break;
            }
            // looking for what cannot be there costs as much as a word
            for (_, id) in some.iter().filter(|(_, id)| id.0.cast_unsigned() <= highest) {
                writer.delete_term(index.fields.key(*id));
            }
            self.write_some(index, &writer, some)?;
            seq = some.last().map_or(seq, |(change, _)| *change);
        }
        if seq > index.stamp.seq {
            commit(writer, &Stamp { seq, ..index.stamp.clone() })?;
        }
        Ok(seq)
    }

    /// Adds the documents of some articles, and signs those that are not signed.
    fn write_some(&self, index: &Index, writer: &IndexWriter, some: &[(i64, ArticleId)]) -> Result<()> {
        let (mut made, mut words) = (Vec::new(), Words::default());
        for (_, id) in some {
            if let Some((document, signed)) = self.derived(index, *id, &mut words)? {
                writer.add_document(document)?;
                made.extend(signed);
            }
        }
        self.sign(&made)
    }

    /// The articles of the next changes after `seq`, each once, with the last change of each, in the order of these.
    fn changed_after(&self, seq: i64) -> Result<Vec<(i64, ArticleId)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT max(seq), article FROM (SELECT seq, article FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2) \
             GROUP BY article ORDER BY 1",
        )?;
        let changes = statement.query_map((seq, BATCH), |row| Ok((row.get(0)?, ArticleId(row.get(1)?))))?;
        Ok(changes.collect::<rusqlite::Result<_>>()?)
    }

    /// The document of an article as it is held now, and its signature where it has none; `None` where it is not held. One
    /// that cannot be read is left out: `doctor` names it. Its words are left in `words`.
    pub(super) fn derived(
        &self,
        index: &Index,
        id: ArticleId,
        words: &mut Words,
    ) -> Result<Option<(TantivyDocument, Option<Made>)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT time, hash, EXISTS (SELECT 1 FROM signature WHERE article = id) FROM article WHERE id = ?1",
        )?;
        let held =
            statement.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        let Some((time, hash, is_signed)): Option<(i64, Vec<u8>, bool)> = held else { return Ok(None) };
        let article = match self.article(id) {
            Ok(article) => article,
            Err(LibraryError::Damaged(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        words.clear();
        let signature = Signature::of(&article, |heard| words.add(heard));
        let document = index.fields.document(id, time, article.language.as_deref(), words);
        Ok(Some((document, (!is_signed).then_some(Made { id, hash, signature }))))
    }
}

/// Held by who writes the index.
pub(super) fn lock(file: &Path, how: FlockOperation) -> rustix::io::Result<File> {
    let lock = File::options().create(true).truncate(false).write(true).open(file);
    let lock = lock.map_err(|error| {
        error.raw_os_error().map_or(rustix::io::Errno::IO, rustix::io::Errno::from_raw_os_error)
    })?;
    rustix::io::retry_on_intr(|| flock(&lock, how))?;
    Ok(lock)
}

/// Makes an empty folder of whatever lies there. Who has the old index open reads on in it.
fn clear(folder: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(folder)?,
        Ok(_) => fs::remove_file(folder)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    DirBuilder::new().mode(0o700).create(folder)
}

pub(super) fn writer(
    index: &tantivy::Index,
    policy: impl MergePolicy + 'static,
) -> std::result::Result<IndexWriter, TantivyError> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(MEMORY)
        .build();
    let writer = index.writer_with_options(options)?;
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

/// Merges segments with at most so many articles.
fn merge_policy(largest: u32) -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(SEGMENTS);
    policy.set_min_layer_size(SMALL);
    policy.set_max_docs_before_merge(largest as usize);
    policy
}

/// Commits; files that a killed process left behind are collected with it. Then waits for what is being merged, which
/// would be lost otherwise.
pub(super) fn commit(mut writer: IndexWriter, stamp: &Stamp) -> Result<()> {
    let payload = serde_json::to_string(stamp).map_err(std::io::Error::from)?;
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&payload);
    commit.commit()?;
    Ok(writer.wait_merging_threads()?)
}

/// Whether every file is what was written.
fn is_sound(index: &Index) -> bool {
    index.files.validate_checksum().is_ok_and(|damaged| damaged.is_empty())
}
