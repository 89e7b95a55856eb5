//! Shards: a build reads the documents of one share and leaves its parts in a folder of its own; publishing makes one
//! data set of all shares, in one step.

use super::before::Listing;
use super::hashing::sha256_of;
use super::manifest::{FileEntry, TableEntry};
use super::part::Shard;
use super::scan::{Identity, order_of};
use super::settings::{BuildError, Summary};
use super::sink::{Done, come_back, link, write_unread_state};
use super::state::{Index, KnownDuplicate, KnownRejected, StateFile};
use super::versions::{Made, Versions};
use super::{Finish, Staging, finish, stream};
use crate::corrections::{Correction, Corrections, Fault, Tally};
use crate::problem::{Problem, ProblemCode};
use crate::tables::CONTRACT_VERSION;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The value of `format` in a shard's manifest.
const FORMAT: &str = "tvaersnit shard";

/// Name of a shard's manifest.
pub const FILE_NAME: &str = "shard.json";

/// What a shard is made of and by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShardManifest {
    format: String,
    number: u32,
    of: u32,
    recipe: String,
    made: Made,
    corrections: Vec<Correction>,
    /// Lines of corrections that could not be read: file, line, why.
    unread: Vec<(String, u64, String)>,
    tables: Vec<TableEntry>,
    files: Vec<FileEntry>,
}

/// Why shards are not published.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    /// No shard was found.
    #[error(
        "no shard was found in {0}; build one with: tvaersnit build INPUT --shard 1/4 --out {0}"
    )]
    None(String),
    /// A shard is not there, or is there twice.
    #[error("{what}; all shards of one build are needed, each once")]
    NotAll {
        /// Which.
        what: String,
    },
    /// Shards of two builds.
    #[error("'{}' and '{}' are of two builds: {why}; build all shards anew with one program, the same inputs and options", .one.display(), .other.display())]
    Mixed {
        /// A shard.
        one: PathBuf,
        /// Another.
        other: PathBuf,
        /// What differs.
        why: &'static str,
    },
    /// A shard of another version of this program.
    #[error("'{}' follows contract {found} and this program {CONTRACT_VERSION}; publish with the program that built it", .shard.display())]
    OtherContract {
        /// The shard.
        shard: PathBuf,
        /// Its contract.
        found: String,
    },
    /// A file of a shard is not what its manifest tells.
    #[error("'{}' is damaged or not there; build its shard again", .0.display())]
    Damaged(PathBuf),
}

impl ShardManifest {
    /// The manifest of the shard in `folder`; `None` where there is none.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        let words = std::fs::read_to_string(folder.join(FILE_NAME)).ok()?;
        let manifest: Self = serde_json::from_str(&words).ok()?;
        (manifest.format == FORMAT).then_some(manifest)
    }

    /// The manifest of a shard.
    #[must_use]
    pub fn new(
        shard: Shard,
        recipe: &str,
        made: Made,
        corrections: &Corrections,
        listing: Listing,
    ) -> Self {
        let unread = corrections.unread().iter();
        Self {
            format: FORMAT.to_owned(),
            number: shard.number,
            of: shard.of,
            recipe: recipe.to_owned(),
            made,
            corrections: corrections.all().to_vec(),
            unread: unread
                .map(|fault| {
                    (
                        fault.file.clone(),
                        fault.line,
                        fault.problem.message.clone(),
                    )
                })
                .collect(),
            tables: listing.tables,
            files: listing.files,
        }
    }

    /// As it stands in the file.
    #[must_use]
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        let mut json = json.expect("OK because the manifest holds strings and numbers only");
        json.push('\n');
        json
    }

    /// Every file that it lists, below the shard's folder, and its SHA-256.
    pub fn hashes(&self) -> impl Iterator<Item = (&String, &String)> {
        let tables = self.tables.iter().map(|table| (&table.file, &table.sha256));
        let files = self.files.iter().map(|file| (&file.file, &file.sha256));
        tables.chain(files)
    }

    /// Its files.
    #[must_use]
    pub fn listing(self) -> Listing {
        Listing {
            tables: self.tables,
            files: self.files,
        }
    }

    fn corrections(&self) -> Corrections {
        let unread = self.unread.iter().map(|(file, line, why)| Fault {
            correction: None,
            file: file.clone(),
            line: *line,
            problem: Problem::of_document(ProblemCode::CorrectionUnread, why.clone()),
        });
        Corrections::again(self.corrections.clone(), unread.collect())
    }
}

/// The folder of `shard` below `out`.
#[must_use]
pub fn folder(out: &Path, shard: Shard) -> PathBuf {
    out.join(format!("shard-{}-of-{}", shard.number, shard.of))
}

/// Makes one data set at `out` of all shards in the folders `inputs`, which are shards or hold shards.
///
/// # Errors
/// [`BuildError`] where shards are missing, damaged or of two builds, or the data set could not be written.
pub fn publish(
    inputs: &[PathBuf],
    out: &Path,
    threads: Option<usize>,
) -> Result<Summary, BuildError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|error| BuildError::Threads(error.to_string()))?;
    pool.install(|| publish_here(inputs, out))
}

fn publish_here(inputs: &[PathBuf], out: &Path) -> Result<Summary, BuildError> {
    let staging = Staging::begin(out)?;
    let shards = shards(inputs)?;
    let Some((_, first)) = shards.first() else {
        return Ok(Summary::default());
    };
    let corrections = first.corrections();
    let mut gathered = Gathered::of(&shards, staging.folder())?;
    let states = &gathered.done.states;
    let mut documents: Vec<&super::state::Entry> = states
        .iter()
        .flat_map(|state| &state.index.documents)
        .collect();
    documents.sort_by_cached_key(|entry| {
        let whose = (entry.municipality.code, entry.date, entry.kind);
        order_of(
            whose,
            entry.committee_key.clone(),
            entry.path.clone(),
            entry.id.clone(),
        )
    });
    let others = super::others(&gathered.duplicates, &gathered.rejected);
    let others = others.into_iter().chain(corrections.all_words());
    let named = documents
        .iter()
        .map(|entry| [entry.id.as_str(), &entry.path, &entry.given]);
    let versions = Versions::of(&first.made, named, others);
    let mut tally = Tally::default();
    for entry in &documents {
        tally.add(&come_back(&corrections, entry));
    }
    let source_of = |id: &str| {
        let (document, _) = id.split_once(':')?;
        let entry = documents
            .iter()
            .find(|entry| entry.id.as_str() == document)?;
        Some(Identity::known(entry).source())
    };
    let faults = tally.faults(&corrections);
    let faulty = faults.rows(&source_of);
    let municipalities = documents
        .iter()
        .map(|entry| entry.municipality.clone())
        .collect();
    let mut summary = Summary {
        out: out.to_owned(),
        ..Summary::default()
    };
    summary.add_rejected(&gathered.rejected);
    let index = Index {
        recipe: first.recipe.clone(),
        given: gathered
            .done
            .states
            .first()
            .and_then(|state| state.index.given.clone()),
        duplicates: gathered.duplicates.clone(),
        rejected: gathered.rejected.clone(),
        ..Index::default()
    };
    gathered
        .done
        .files
        .push(write_unread_state(staging.folder(), index)?);
    let unread = stream::unread(&gathered.duplicates, &gathered.rejected);
    let counts = finish(Finish {
        staging,
        versions: &versions,
        done: gathered.done,
        unread: unread.into_iter().chain([faulty]).collect(),
        rejected: gathered
            .rejected
            .into_iter()
            .map(|file| file.source)
            .collect(),
        municipalities,
        is_partitioned: true,
    })?;
    summary.add(&counts);
    summary.add_uncorrected(faults);
    summary.data_set = versions.data_set;
    Ok(summary)
}

/// The shards in `inputs`, in order: all of one build, each once.
fn shards(inputs: &[PathBuf]) -> Result<Vec<(PathBuf, ShardManifest)>, ShardError> {
    let mut found: Vec<(PathBuf, ShardManifest)> = Vec::new();
    for input in inputs {
        if let Some(shard) = ShardManifest::read(input) {
            found.push((input.clone(), shard));
            continue;
        }
        let below = std::fs::read_dir(input).into_iter().flatten();
        let below = below.filter_map(|entry| {
            let path = entry.ok()?.path();
            // What a build that died left behind begins with a dot.
            let is_hidden = path.file_name()?.to_string_lossy().starts_with('.');
            let shard = ShardManifest::read(&path).filter(|_| !is_hidden)?;
            Some((path, shard))
        });
        found.extend(below);
    }
    found.sort_by_key(|(path, shard)| (shard.number, path.clone()));
    let Some((path, first)) = found.first() else {
        let named: Vec<String> = inputs
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        return Err(ShardError::None(named.join(", ")));
    };
    if first.made[0] != CONTRACT_VERSION {
        return Err(ShardError::OtherContract {
            shard: path.clone(),
            found: first.made[0].clone(),
        });
    }
    for (other, shard) in &found {
        let why = if shard.of != first.of {
            "they are parted into different numbers of shards"
        } else if shard.recipe != first.recipe {
            "program, words or settings differ"
        } else if shard.corrections != first.corrections || shard.unread != first.unread {
            "their corrections differ"
        } else {
            continue;
        };
        return Err(ShardError::Mixed {
            one: path.clone(),
            other: other.clone(),
            why,
        });
    }
    for number in 1..=first.of {
        let times = found
            .iter()
            .filter(|(_, shard)| shard.number == number)
            .count();
        if times != 1 {
            let how = if times == 0 {
                "is not there"
            } else {
                "is there more than once"
            };
            return Err(ShardError::NotAll {
                what: format!("shard {number} of {} {how}", first.of),
            });
        }
    }
    Ok(found)
}

/// What all shards hold.
struct Gathered {
    done: Done,
    duplicates: Vec<KnownDuplicate>,
    rejected: Vec<KnownRejected>,
}

impl Gathered {
    /// Takes over the files of `shards` into `folder`, each held against its hash.
    fn of(shards: &[(PathBuf, ShardManifest)], folder: &Path) -> Result<Self, BuildError> {
        let mut gathered = Self {
            done: Done::default(),
            duplicates: Vec::new(),
            rejected: Vec::new(),
        };
        for (path, shard) in shards {
            gathered.add(path, shard, folder)?;
        }
        gathered
            .duplicates
            .sort_by(|one, other| one.path.cmp(&other.path));
        gathered
            .rejected
            .sort_by(|one, other| one.path.cmp(&other.path));
        Ok(gathered)
    }

    fn add(&mut self, path: &Path, shard: &ShardManifest, folder: &Path) -> Result<(), BuildError> {
        let all: Vec<(&String, &String)> = shard.hashes().collect();
        let damaged = all.par_iter().find_first(|(file, sha256)| {
            sha256_of(&path.join(file)).map_or(true, |found| found != **sha256)
        });
        if let Some((file, _)) = damaged {
            return Err(ShardError::Damaged(path.join(file)).into());
        }
        for entry in &shard.files {
            let state = StateFile::open(&path.join(&entry.file));
            let state = state.map_err(|_| ShardError::Damaged(path.join(&entry.file)))?;
            if state.index.part.is_none() {
                self.duplicates.extend(state.index.duplicates);
                self.rejected.extend(state.index.rejected);
                continue;
            }
            take(path, folder, &entry.file)?;
            self.done.counts.join(&state.index.counts);
            self.done.states.push(StateFile {
                path: folder.join(&entry.file),
                index: state.index,
            });
            self.done.files.push(entry.clone());
        }
        for entry in &shard.tables {
            take(path, folder, &entry.file)?;
            self.done.tables.push(entry.clone());
        }
        Ok(())
    }
}

fn take(from: &Path, to: &Path, file: &str) -> Result<(), BuildError> {
    link(&from.join(file), &to.join(file)).map_err(|source| BuildError::TakeOver {
        file: file.to_owned(),
        source,
    })
}
