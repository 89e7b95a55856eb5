//! The data set that stands where one is being built: which documents need not be read again.

use super::hashing::sha256_of;
use super::manifest::{FileEntry, Manifest, TableEntry};
use super::part::Part;
use super::shard::ShardManifest;
use super::state::{Entry, StateFile};
use crate::corrections::Corrections;
use crate::value::DocumentId;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Place of the state of files that could not be read.
pub const UNREAD_STATE: &str = "state/unread.bin";

/// A partitioned data set of the same recipe.
#[derive(Debug, Default)]
pub struct Before {
    /// Its root.
    pub folder: PathBuf,
    /// Its parts that are as the manifest tells.
    pub parts: Vec<KnownPart>,
    /// Files that could not be read, and files with the bytes of another.
    pub unread: Option<StateFile>,
    by_document: HashMap<DocumentId, Vec<Known>>,
}

/// A part that can be taken over.
#[derive(Debug)]
pub struct KnownPart {
    /// Its state.
    pub state: StateFile,
    /// The state as the manifest has it.
    pub file: FileEntry,
    /// Its tables.
    pub tables: Vec<TableEntry>,
}

/// A document of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Position of the part.
    pub part: usize,
    /// Position of the document in it.
    pub entry: usize,
}

/// The files of a data set, or of a shard of one.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Files of tables.
    pub tables: Vec<TableEntry>,
    /// Files beside them.
    pub files: Vec<FileEntry>,
}

impl Listing {
    fn read(folder: &Path) -> Option<Self> {
        let of_data_set = Manifest::read(folder).map(|manifest| Self {
            tables: manifest.tables,
            files: manifest.files,
        });
        of_data_set.or_else(|| Some(ShardManifest::read(folder)?.listing()))
    }

    /// The state files.
    #[must_use]
    pub fn states(&self) -> Vec<&FileEntry> {
        let files = self.files.iter();
        files
            .filter(|entry| entry.file.starts_with("state/"))
            .collect()
    }
}

/// Why nothing can be taken over from what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is no data set.
    #[error("there is no data set yet")]
    None,
    /// It is in one piece.
    #[error("it is not partitioned")]
    OnePiece,
    /// Its rows were made otherwise.
    #[error(
        "it was built by another version of the program, or with other words, topics, redaction or municipality"
    )]
    OtherRecipe,
    /// A file is not what the manifest tells.
    #[error("a file of it is damaged")]
    Damaged,
}

impl Before {
    /// Looks at the data set in `folder`: every file of a part is held against its hash. Of a damaged part nothing is
    /// taken over.
    ///
    /// # Errors
    /// Why nothing can be taken over.
    pub fn open(folder: &Path, recipe: &str) -> Result<Self, Unfit> {
        let listing = Listing::read(folder).ok_or(Unfit::None)?;
        let states = listing.states();
        if states.is_empty() {
            return Err(Unfit::OnePiece);
        }
        let mut tables: HashMap<&str, &TableEntry> = HashMap::new();
        for entry in &listing.tables {
            tables.insert(&entry.file, entry);
        }
        let mut before = Self {
            folder: folder.to_owned(),
            ..Self::default()
        };
        let opened: Vec<Result<KnownPart, Unfit>> = states
            .par_iter()
            .map(|file| part(folder, file, &tables, recipe))
            .collect();
        for part in opened {
            match part {
                Ok(part) if part.state.index.part.is_none() => before.unread = Some(part.state),
                Ok(part) => before.parts.push(part),
                Err(Unfit::Damaged) => {}
                Err(other) => return Err(other),
            }
        }
        before.index();
        Ok(before)
    }

    fn index(&mut self) {
        for (at, part) in self.parts.iter().enumerate() {
            for (entry, document) in part.state.index.documents.iter().enumerate() {
                if document.is_read {
                    let known = Known { part: at, entry };
                    let same = self.by_document.entry(document.id.clone()).or_default();
                    same.push(known);
                }
            }
        }
    }

    /// Whether every part is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let listing = Listing::read(&self.folder);
        let states = listing.map_or(0, |listing| listing.states().len());
        states == self.parts.len() + usize::from(self.unread.is_some())
    }

    /// The document `id` at `path`.
    #[must_use]
    pub fn find(&self, id: &DocumentId, path: &str) -> Option<Known> {
        let known = self.by_document.get(id)?.iter().copied();
        known
            .into_iter()
            .find(|known| self.entry(*known).path == path)
    }

    /// What is known of a document.
    #[must_use]
    pub fn entry(&self, known: Known) -> &Entry {
        &self.parts[known.part].state.index.documents[known.entry]
    }

    /// Every document.
    pub fn documents(&self) -> impl Iterator<Item = Known> {
        let parts = self.parts.iter().enumerate();
        parts.flat_map(|(part, known)| {
            let documents = 0..known.state.index.documents.len();
            documents.map(move |entry| Known { part, entry })
        })
    }

    /// The part whose rows are those of `version`.
    #[must_use]
    pub fn part(&self, part: Part, version: &str) -> Option<&KnownPart> {
        let mut parts = self.parts.iter();
        parts.find(|known| {
            let index = &known.state.index;
            index.part == Some(part) && index.version == version
        })
    }
}

fn part(
    folder: &Path,
    file: &FileEntry,
    tables: &HashMap<&str, &TableEntry>,
    recipe: &str,
) -> Result<KnownPart, Unfit> {
    let state = StateFile::open(&folder.join(&file.file)).map_err(|_| Unfit::Damaged)?;
    if state.index.recipe != recipe {
        return Err(Unfit::OtherRecipe);
    }
    let known = super::document_tables::DOCUMENT_TABLES.iter();
    let names = state.index.part.into_iter().flat_map(|part| {
        let known = known.clone();
        known.map(move |table| part.file_of(table.name))
    });
    let tables: Option<Vec<TableEntry>> = names
        .map(|name| tables.get(name.as_str()).map(|entry| (*entry).clone()))
        .collect();
    let tables = tables.ok_or(Unfit::Damaged)?;
    let is_sound =
        |file: &str, sha256: &str| sha256_of(&folder.join(file)).is_ok_and(|found| found == sha256);
    let all = is_sound(&file.file, &file.sha256)
        && tables.par_iter().all(|entry| {
            entry.part.as_deref() == Some(&state.index.version)
                && is_sound(&entry.file, &entry.sha256)
        });
    if !all {
        return Err(Unfit::Damaged);
    }
    Ok(KnownPart {
        state,
        file: file.clone(),
        tables,
    })
}

/// Digest of the corrections that bear on a document; zeros for none.
#[must_use]
pub fn corrections_of(corrections: &Corrections, bearing: &[usize]) -> [u8; 16] {
    if bearing.is_empty() {
        return [0; 16];
    }
    let words = bearing.iter().flat_map(|at| corrections.words_of(*at));
    super::hashing::digest_of(words.map(str::as_bytes))
}
