//! `manifest.json`: what a data set is made of; also the mark by which we know one of ours.

use super::versions::{SOURCE, Versions};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The value of `format` in the manifest of a data set of ours.
const FORMAT: &str = "tvaersnit data set";

/// Name of the file.
pub const FILE_NAME: &str = "manifest.json";

/// What a data set is made of and by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    /// Version of the data set: a hash of its documents and of the versions below.
    pub data_set: String,
    /// Version of the data contract.
    pub contract: String,
    /// Version of the program.
    pub program: String,
    /// Hash of the program's sources: programs of one version may differ while they are being written.
    #[serde(default)]
    pub source: String,
    /// Hash of the lexicon.
    pub lexicon: String,
    /// Hash of the topics.
    #[serde(default)]
    pub topics: String,
    /// The tables.
    pub tables: Vec<TableEntry>,
    /// What stands beside them: descriptions and views.
    #[serde(default)]
    pub files: Vec<FileEntry>,
}

/// A file beside the tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Name of the file below the data set's root.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// A table's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Name of the table.
    pub name: String,
    /// Name of the file below the data set's root.
    pub file: String,
    /// Version of the part whose rows the file holds; none for files that hold rows of the whole data set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Number of rows.
    pub rows: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

impl Manifest {
    /// The manifest of a data set with these `tables`, and `files` beside them.
    #[must_use]
    pub(super) fn new(versions: &Versions, tables: Vec<TableEntry>, files: Vec<FileEntry>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            data_set: versions.data_set.clone(),
            contract: versions.contract.to_owned(),
            program: versions.program.to_owned(),
            source: SOURCE.to_owned(),
            lexicon: versions.lexicon.clone(),
            topics: versions.topics.clone(),
            tables,
            files,
        }
    }

    /// The manifest of the data set in `folder`; `None` where there is none of ours.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        let words = std::fs::read_to_string(folder.join(FILE_NAME)).ok()?;
        let manifest: Self = serde_json::from_str(&words).ok()?;
        (manifest.format == FORMAT).then_some(manifest)
    }

    /// Every file that it lists, below the data set's root, and its SHA-256.
    pub fn hashes(&self) -> impl Iterator<Item = (&str, &str)> {
        let tables = self.tables.iter().map(|table| (&table.file, &table.sha256));
        let files = self.files.iter().map(|file| (&file.file, &file.sha256));
        tables
            .chain(files)
            .map(|(file, sha256)| (file.as_str(), sha256.as_str()))
    }

    pub(super) fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        let mut json = json.expect("OK because the manifest holds strings and numbers only");
        json.push('\n');
        json
    }
}
