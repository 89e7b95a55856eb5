//! EVALUATE: a published data set held against gold facts: precision, recall and F1 by measure, and each
//! miss and false find with its place.
//!
//! 1. [`gold`]: the gold files are read.
//! 2. [`frames`]: the published tables are read back, as any user would read them.
//! 3. [`found`]: their rows are gathered by document and by item.
//! 4. [`measures`]: what gold wants and what was found become keys, compared as multisets by [`score`].
//! 5. [`report`]: the evaluation becomes a table, Markdown or JSON.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use found::Found;
use gold::GoldFile;
use score::{Sheet, Tally};

use crate::value::DocumentId;

pub mod found;
pub mod frames;
pub mod gold;
pub mod key;
pub mod measures;
pub mod report;
pub mod score;

/// What could not be evaluated at all.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// A gold file or its folder cannot be read from disk.
    #[error("cannot read {path}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A gold file does not have the gold format.
    #[error("{path} is not in the gold format (tests/gold/FORMAT.md)")]
    Format {
        /// The file.
        path: PathBuf,
        /// The field, and what was expected of it.
        source: serde_json::Error,
    },
    /// The folder holds no gold file.
    #[error("{path} holds no gold file (NAME.json)")]
    NoGold {
        /// The folder.
        path: PathBuf,
    },
    /// The data set's folder does not exist.
    #[error("no data set at {path}; build one with tvaersnit build")]
    NoData {
        /// The folder.
        path: PathBuf,
    },
}

/// Where the three sides of an evaluation lie.
#[derive(Clone, Debug)]
pub struct Sources<'p> {
    /// The published data set.
    pub data: &'p Path,
    /// The folder of gold files.
    pub gold: &'p Path,
    /// The folder of source documents: those that lie there are matched by the SHA-256 of their bytes,
    /// all others by file name.
    pub docs: Option<&'p Path>,
}

/// How well a data set tells what the gold files say.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// A tally by measure ("decisions.absent"), in the order of their names.
    pub tallies: BTreeMap<String, Tally>,
    /// Gold files whose document has no meeting in the data set.
    pub not_read: Vec<String>,
    /// Tables that could not be read and so count as empty.
    pub warnings: Vec<String>,
}

/// Scores the data set against the gold files. A table that is missing counts as empty, with a warning.
///
/// # Errors
/// Where the data set or the gold folder does not exist, or a gold file cannot be read.
pub fn evaluate(sources: &Sources<'_>) -> Result<Evaluation, EvaluateError> {
    if !sources.data.is_dir() {
        return Err(EvaluateError::NoData {
            path: sources.data.to_owned(),
        });
    }
    let files = gold::read_all(sources.gold)?;
    let (tables, warnings) = frames::Tables::read(sources.data);
    let found = Found::of(&tables);
    let mut evaluation = Evaluation {
        warnings,
        ..Evaluation::default()
    };
    let mut sheet = Sheet::default();
    for file in &files {
        let document = find_document(file, &found, sources.docs)?;
        if document.is_none_or(|id| found.meeting(id).is_none()) {
            evaluation.not_read.push(file.name.clone());
        }
        measures::measure(file, &found, document, &mut sheet);
    }
    evaluation.tallies = sheet.into_tallies();
    Ok(evaluation)
}

/// The id that the data set gave to the gold file's document.
fn find_document<'f>(
    file: &GoldFile,
    found: &'f Found<'_>,
    docs: Option<&Path>,
) -> Result<Option<&'f str>, EvaluateError> {
    let by_bytes = match docs.map(|folder| folder.join(&file.document)) {
        Some(path) if path.is_file() => found.document_with_id(id_of_file(&path)?.as_str()),
        _ => None,
    };
    Ok(by_bytes.or_else(|| found.document_named(&file.document)))
}

/// The id that a document with this file's bytes has in every data set.
fn id_of_file(path: &Path) -> Result<DocumentId, EvaluateError> {
    let bytes = std::fs::read(path).map_err(|source| EvaluateError::Read {
        path: path.to_owned(),
        source,
    })?;
    Ok(DocumentId::of(&bytes))
}
