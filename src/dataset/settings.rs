//! What a build is asked for, and what it tells: settings, progress, summary, errors.

use super::before::Unfit;
use super::part::Shard;
use super::publish::PublishError;
use super::shard::ShardError;
use super::state::{Counts, KnownRejected};
use crate::corrections::Faults;
use crate::problem::{ProblemCode, Severity};
use crate::source::limits::Limits;
use crate::topics::Topics;
use crate::value::Municipality;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What to build.
#[derive(Clone, Debug)]
pub struct BuildSettings {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// Where the data set is to be.
    pub out: PathBuf,
    /// The municipality of documents that do not say it.
    pub municipality: Option<Municipality>,
    /// The topics that are looked for.
    pub topics: Arc<Topics>,
    /// Files with corrections, besides those found among the inputs; of two for one field the later file counts.
    pub corrections: Vec<PathBuf>,
    /// The largest document that is read, in bytes.
    pub max_bytes: u64,
    /// What else a document or an archive may cost.
    pub limits: Limits,
    /// Leave numbers in CPR form, e-mail addresses and telephone numbers out of the texts.
    pub redact: bool,
    /// Threads; `None` for one a core.
    pub threads: Option<usize>,
    /// A file a month and table instead of a file a table; what an earlier build wrote so and has not changed is taken over.
    pub partitioned: bool,
    /// Keep the documents of the data set that stands there and are not among the inputs.
    pub update: bool,
    /// Read everything anew, whatever stands there.
    pub from_scratch: bool,
    /// Read only the documents that fall to this shard; the result is a part of a data set.
    pub shard: Option<Shard>,
    /// This program, where it may call itself to read PDFs in a process of their own.
    pub program: Option<PathBuf>,
}

impl BuildSettings {
    /// The largest document that is read unless told otherwise: 64 MB.
    pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

    /// Reads `inputs` into a data set at `out`, all else as usual.
    #[must_use]
    pub fn new(inputs: Vec<PathBuf>, out: PathBuf) -> Self {
        Self {
            inputs,
            out,
            municipality: None,
            topics: Arc::new(Topics::built_in()),
            corrections: Vec::new(),
            max_bytes: Self::MAX_BYTES,
            limits: Limits::default(),
            redact: false,
            threads: None,
            partitioned: false,
            update: false,
            from_scratch: false,
            shard: None,
            program: None,
        }
    }

    /// Whether state files stay beside the tables.
    pub(super) fn keeps_state(&self) -> bool {
        self.partitioned || self.shard.is_some()
    }
}

/// The two times that each document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Who the document is.
    Identity,
    /// What it states.
    Facts,
}

/// How far a build is; `done` counts up to `of` in each pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The pass.
    pub pass: Pass,
    /// Documents done in this pass.
    pub done: usize,
    /// Documents in all.
    pub of: usize,
}

/// A file that is not in the tables, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The file, relative to the input root.
    pub source_path: String,
    /// The kind of problem.
    pub code: ProblemCode,
    /// What exactly.
    pub message: String,
}

/// What a build has done.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Where the data set is.
    pub out: PathBuf,
    /// Version of the data set; empty where none was published.
    pub data_set: String,
    /// Documents by status.
    pub documents: BTreeMap<String, usize>,
    /// Files that were no input: READMEs, hidden files, unknown endings.
    pub passed_over: usize,
    /// Inputs that could not be looked into, with the reason.
    pub unfound: Vec<(PathBuf, String)>,
    /// Files that could not be read, in the order of their paths.
    pub rejected: Vec<Rejection>,
    /// Documents whose rows were taken over from the data set that stood there.
    pub known: usize,
    /// Of these, documents that are not among the inputs.
    pub kept: usize,
    /// Values that corrections put right.
    pub corrected: usize,
    /// Corrections that could not be made, or were not needed, in the order of their files.
    pub uncorrected: Vec<Rejection>,
    /// Meeting documents read.
    pub meetings: usize,
    /// Items read.
    pub items: usize,
    /// Decisions read.
    pub decisions: usize,
    /// Problems by severity.
    pub problems: BTreeMap<String, usize>,
}

impl Summary {
    /// Whether everything that was asked for is in the tables.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rejected.is_empty()
            && self.unfound.is_empty()
            && (self.uncorrected.iter())
                .all(|correction| correction.code.severity() == Severity::Note)
    }

    pub(super) fn add(&mut self, counts: &Counts) {
        let Counts {
            documents,
            problems,
            corrected,
            meetings,
            items,
            decisions,
        } = counts;
        for (ours, others) in [
            (&mut self.documents, documents),
            (&mut self.problems, problems),
        ] {
            for (code, count) in others {
                *ours.entry(code.clone()).or_default() += count;
            }
        }
        self.corrected += corrected;
        self.meetings += meetings;
        self.items += items;
        self.decisions += decisions;
    }

    pub(super) fn add_uncorrected(&mut self, faults: Faults) {
        self.uncorrected
            .extend(faults.into_faults().map(|fault| Rejection {
                source_path: format!("{}, line {}", fault.file, fault.line),
                code: fault.problem.code,
                message: fault.problem.message,
            }));
    }

    pub(super) fn add_rejected(&mut self, rejected: &[KnownRejected]) {
        self.rejected
            .extend(rejected.iter().map(|rejected| Rejection {
                source_path: rejected.path.clone(),
                code: rejected.problem.code,
                message: rejected.problem.message.clone(),
            }));
    }
}

/// Why a build came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// No document was found, or none could be read.
    #[error("no document could be read, so no data set was written")]
    NothingRead(Box<Summary>),
    /// The threads could not be started.
    #[error("threads could not be started: {0}")]
    Threads(String),
    /// What stands there cannot be added to.
    #[error(
        "nothing can be added to '{}': {why}; name all documents and build without --update", .out.display()
    )]
    NoUpdate {
        /// The data set.
        out: PathBuf,
        /// Why.
        why: Unfit,
    },
    /// Documents of the data set that stands there have to be read again.
    #[error(
        "these documents have to be read again (their corrections changed, or a file with the same bytes did) and are not among the inputs; name them too: {}", shortened(.0)
    )]
    NeedsInput(Vec<String>),
    /// Shards cannot be published.
    #[error(transparent)]
    Shards(#[from] ShardError),
    /// The data set could not take its place.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// What waits for comparison could not be written or read back.
    #[error("a state or scratch file of the data set could not be written or read back")]
    Scratch(#[source] std::io::Error),
    /// A file of the data set that stands there could not be taken over.
    #[error("'{file}' could not be taken over from the data set that stands there")]
    TakeOver {
        /// The file.
        file: String,
        /// The cause.
        source: std::io::Error,
    },
    /// A file changed or went between the two times that it is read.
    #[error(
        "'{0}' changed or went while the documents were read; the data set stays as it was: build again"
    )]
    Changed(String),
    /// A description could not be written.
    #[error("'{file}' could not be written")]
    Described {
        /// The file.
        file: &'static str,
        /// The cause.
        source: std::io::Error,
    },
    /// A table could not be written.
    #[error("table '{table}' could not be written")]
    Table {
        /// The table.
        table: &'static str,
        /// The cause.
        source: parquet::errors::ParquetError,
    },
}

/// The first few of `names`.
fn shortened(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut words = names
        .iter()
        .take(SHOWN)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        words.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    words
}
