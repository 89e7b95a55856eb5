//! What a data set, or a part of one, is made of and by.

use super::hashing::{digest_of, hex};
use super::settings::BuildSettings;
use crate::lexicon::Lexicon;
use crate::tables::{CONTRACT_VERSION, Column, Table};
use parquet::file::metadata::KeyValue;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a data set is made of and by; stands in every file.
#[derive(Clone, Debug)]
pub struct Versions {
    /// The data contract.
    pub contract: &'static str,
    /// This program.
    pub program: &'static str,
    /// Hash of the lexicon.
    pub lexicon: String,
    /// Hash of the topics.
    pub topics: String,
    /// Hash of all of these and of the documents.
    pub data_set: String,
}

/// A document, as far as a data set's version goes: id, path, what was given of it.
pub type Named<'n> = [&'n str; 3];

impl Versions {
    /// The program, the words and the settings that rows are made by, in one word. Rows of another recipe are not taken
    /// over from an earlier build.
    #[must_use]
    pub fn recipe(settings: &BuildSettings, lexicon: &Lexicon) -> String {
        let made = made(settings, lexicon);
        // A document that was refused may be read under other limits.
        let limits = format!("{} {:?}", settings.max_bytes, settings.limits);
        let parts = made.iter().map(String::as_str).chain([limits.as_str()]);
        hex(&digest_of(parts.map(str::as_bytes))[..8])
    }

    /// The versions of a data set of `documents`, in the order of the tables, and of what else tells it from others.
    pub fn of<'w>(
        made: &Made,
        documents: impl Iterator<Item = Named<'w>>,
        others: impl Iterator<Item = &'w str>,
    ) -> Self {
        let mut hasher = Sha256::new();
        let mut add = |words: &str| {
            hasher.update(words.as_bytes());
            hasher.update([0]);
        };
        for words in made {
            add(words);
        }
        for words in documents.flatten() {
            add(words);
        }
        for words in others {
            add(words);
        }
        Self {
            contract: CONTRACT_VERSION,
            program: env!("CARGO_PKG_VERSION"),
            lexicon: made[2].clone(),
            topics: made[3].clone(),
            data_set: hex(&hasher.finalize()[..8]),
        }
    }
}

/// What rows are made by: contract, program, lexicon, topics, the municipality given, redaction, the program's sources.
pub type Made = [String; 7];

/// Number of the sources that this program was made from (`build.rs`): the same for everybody who builds a release.
pub const SOURCE: &str = env!("TVAERSNIT_SOURCE");

/// What the rows of a build are made by.
#[must_use]
pub fn made(settings: &BuildSettings, lexicon: &Lexicon) -> Made {
    let given = settings.municipality.as_ref();
    let given = given.map(|given| given.code.to_string());
    [
        CONTRACT_VERSION.to_owned(),
        env!("CARGO_PKG_VERSION").to_owned(),
        lexicon.hash.clone(),
        settings.topics.hash.clone(),
        given.unwrap_or_default(),
        if settings.redact { "redacted" } else { "" }.to_owned(),
        SOURCE.to_owned(),
    ]
}

/// What the footers of some files say of themselves.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'v> {
    /// The data set's versions.
    pub versions: &'v Versions,
    /// The version of the part, for files that depend on the part's documents alone and outlive the data set.
    pub part: Option<&'v str>,
}

impl Stamp<'_> {
    /// The footer's entries of ours.
    #[must_use]
    pub fn metadata(&self, table: &Table) -> Vec<KeyValue> {
        let columns: Vec<_> = table.columns().iter().map(ColumnMeaning::of).collect();
        // Strings and options of strings always serialize.
        let columns = serde_json::to_string(&columns).unwrap_or_default();
        let of = match self.part {
            Some(part) => ("part", part.to_owned()),
            None => ("data_set", self.versions.data_set.clone()),
        };
        [
            ("table", table.name.to_owned()),
            ("description", table.about.to_owned()),
            ("columns", columns),
            ("contract", self.versions.contract.to_owned()),
            ("program", self.versions.program.to_owned()),
            ("lexicon", self.versions.lexicon.clone()),
            ("topics", self.versions.topics.clone()),
            of,
        ]
        .into_iter()
        .map(|(key, value)| KeyValue::new(format!("tvaersnit:{key}"), value))
        .collect()
    }
}

/// What a column means, as the files' metadata tell it.
#[derive(Serialize)]
struct ColumnMeaning {
    name: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
}

impl ColumnMeaning {
    fn of(column: &Column) -> Self {
        Self {
            name: column.name,
            description: column.about,
            unit: column.unit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn a_data_set_has_another_version_where_anything_differs_that_its_rows_are_made_by() {
        let settings = BuildSettings::new(Vec::new(), PathBuf::new());
        let now = made(&settings, &Lexicon::built_in());
        assert!(now.contains(&SOURCE.to_owned()) && SOURCE.len() == 16);
        let version = |made: &Made| {
            let documents = [["0123456789abcdef", "a.txt", ""]].into_iter();
            Versions::of(made, documents, std::iter::empty()).data_set
        };
        for at in 0..now.len() {
            let mut other = now.clone();
            other[at].push('x');
            assert_ne!(version(&other), version(&now), "{at}");
        }
    }
}
