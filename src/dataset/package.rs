//! What stands beside the tables so that other people's tools and other people find their way: `datapackage.json`,
//! `croissant.json`, `CODEBOOK.md` and `views.sql`, all made from the one registry of tables.

mod about;
mod croissant;
mod frictionless;
mod views;

pub use about::{ABOUT, License, Source};
pub use views::{VIEWS, View};

use super::codebook;
use super::manifest::{FileEntry, TableEntry};
use super::settings::BuildError;
use super::versions::Versions;
use crate::tables::{ALL, Table};
use crate::value::Municipality;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// The data set that is described.
pub struct Published<'p> {
    /// What it is made by.
    pub versions: &'p Versions,
    /// Its tables with their files.
    pub tables: Vec<PublishedTable<'p>>,
    /// Names of the municipalities whose documents are in it, in the order of their codes.
    pub municipalities: Vec<&'p str>,
}

/// A table with its files.
pub struct PublishedTable<'p> {
    /// The table.
    pub table: Table,
    /// Its file, or those of its parts.
    pub entries: Vec<&'p TableEntry>,
    /// Size of the files.
    pub bytes: u64,
}

impl<'p> PublishedTable<'p> {
    /// Rows of the table.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.entries.iter().map(|entry| entry.rows).sum()
    }

    /// Its file, where it is one.
    #[must_use]
    pub fn single(&self) -> Option<&'p TableEntry> {
        let single = self.entries.first().copied();
        single.filter(|entry| entry.file == self.table.file_name())
    }

    /// Its files as a pattern, where they are parts.
    #[must_use]
    pub fn pattern(&self) -> String {
        format!("{}/*/*.parquet", self.table.name)
    }
}

impl<'p> Published<'p> {
    /// The data set whose files lie in `folder`.
    ///
    /// # Errors
    /// A file that is not there.
    pub fn of(
        folder: &Path,
        versions: &'p Versions,
        entries: &'p [TableEntry],
        municipalities: Vec<&'p str>,
    ) -> io::Result<Self> {
        let tables = ALL.into_iter().filter_map(|table| {
            let own = entries.iter().filter(|entry| entry.name == table.name);
            let own: Vec<&TableEntry> = own.collect();
            (!own.is_empty()).then_some((table, own))
        });
        let tables = tables
            .map(|(table, entries)| {
                let sizes = entries.iter();
                let sizes = sizes.map(|entry| Ok(folder.join(&entry.file).metadata()?.len()));
                let bytes = sizes.sum::<io::Result<u64>>()?;
                Ok(PublishedTable {
                    table,
                    entries,
                    bytes,
                })
            })
            .collect::<io::Result<_>>()?;
        Ok(Self {
            versions,
            tables,
            municipalities,
        })
    }

    /// The descriptions, by name of file.
    #[must_use]
    pub fn files(&self) -> [(&'static str, String); 4] {
        [
            ("CODEBOOK.md", codebook::page(self)),
            ("croissant.json", croissant::page(self)),
            ("datapackage.json", frictionless::page(self)),
            ("views.sql", views::page(self)),
        ]
    }
}

/// Describes the data set of documents of `municipalities`, whose `tables` lie in `folder`, and says what was written.
///
/// # Errors
/// A file that could not be written.
pub fn describe<'m>(
    folder: &Path,
    versions: &Versions,
    tables: &[TableEntry],
    municipalities: impl Iterator<Item = &'m Municipality>,
) -> Result<Vec<FileEntry>, BuildError> {
    let municipalities: BTreeMap<_, _> = municipalities
        .map(|municipality| (municipality.code, municipality.name.as_str()))
        .collect();
    let municipalities = municipalities.into_values().collect();
    Published::of(folder, versions, tables, municipalities)
        .map_err(|source| described("the tables", source))?
        .files()
        .into_iter()
        .map(|(name, words)| {
            write(&folder.join(name), &words).map_err(|source| described(name, source))?;
            Ok(FileEntry {
                file: name.to_owned(),
                sha256: sha256(words.as_bytes()),
            })
        })
        .collect()
}

fn described(file: &'static str, source: io::Error) -> BuildError {
    BuildError::Described { file, source }
}

fn write(path: &Path, words: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(words.as_bytes())?;
    file.sync_all()
}

fn sha256(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// JSON for people to read, too.
fn json(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_string_pretty(value);
    let mut json = json.expect("OK because the descriptions hold strings and numbers only");
    json.push('\n');
    json
}
