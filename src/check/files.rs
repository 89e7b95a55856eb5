//! The folder against its manifest, and each file's footer against the contract.

use super::findings::{Findings, Place};
use crate::dataset::{self, FILE_NAME, Footer, Manifest, compatible, files_of, sha256_of};
use crate::tables::{ALL, Table};
use std::path::{Path, PathBuf};

/// What the manifest tells.
pub struct Known {
    /// Version of the data set.
    pub data_set: String,
    /// Version of the contract.
    pub contract: String,
    /// Version of the program.
    pub program: String,
    manifest: Manifest,
}

impl Known {
    /// The manifest of the data set in `dir`; `None` where there is none of ours.
    pub fn read(dir: &Path) -> Option<Self> {
        let manifest = Manifest::read(dir)?;
        Some(Self {
            data_set: manifest.data_set.clone(),
            contract: manifest.contract.clone(),
            program: manifest.program.clone(),
            manifest,
        })
    }
}

/// The tables whose rows can be read.
pub struct Tables {
    /// With their files.
    pub readable: Vec<(Table, Vec<PathBuf>)>,
    /// Names of the others.
    pub unread: Vec<String>,
}

impl Tables {
    /// The files of the table called `name`, where it can be read.
    pub fn files(&self, name: &str) -> Option<&[PathBuf]> {
        let mut tables = self.readable.iter();
        tables
            .find(|(table, _)| table.name == name)
            .map(|(_, files)| files.as_slice())
    }
}

/// Holds the files in `dir` against what is `known` of them, and gives the tables that the other rules can look at.
pub fn check(dir: &Path, known: &Known, findings: &mut Findings) -> Tables {
    let manifest = &known.manifest;
    for table in ALL {
        if !manifest.tables.iter().any(|entry| entry.name == table.name) {
            findings.add(Place::of("contract", table.name), || {
                "the manifest does not name the table".to_owned()
            });
        }
    }
    for notice in compatible(dir, &[]).unwrap_or_default() {
        findings.add(Place::of("contract", "manifest.json"), || notice);
    }
    let tables = manifest.tables.iter();
    let named = tables.map(|entry| (entry.file.as_str(), entry.sha256.as_str()));
    let beside = manifest.files.iter();
    let beside = beside.map(|entry| (entry.file.as_str(), entry.sha256.as_str()));
    for (file, sha256) in named.chain(beside) {
        match sha256_of(&dir.join(file)) {
            Ok(found) if found == sha256 => {}
            Ok(_) => findings.add(Place::of("hash", file), || {
                "other bytes than the manifest tells of".to_owned()
            }),
            Err(error) => findings.add(Place::of("file", file), || error.to_string()),
        }
    }
    foreign(dir, manifest, findings);
    let mut tables = Tables {
        readable: Vec::new(),
        unread: Vec::new(),
    };
    for table in ALL {
        let files = files_of(dir, &table);
        let is_sound = files
            .iter()
            .map(|file| footer(dir, &table, file, known, findings))
            .fold(!files.is_empty(), |all, sound| all && sound);
        if is_sound {
            counted(&table, &files, manifest, findings);
            tables.readable.push((table, files));
        } else {
            tables.unread.push(table.name.to_owned());
        }
    }
    tables
}

/// Files below the root that the manifest does not name. Hidden ones are the system's and no part of a data set.
fn foreign(dir: &Path, manifest: &Manifest, findings: &mut Findings) {
    let known = manifest.hashes().map(|(file, _)| file).chain([FILE_NAME]);
    let is_hidden = |name: &String| name.split('/').any(|part| part.starts_with('.'));
    for name in dataset::foreign(dir, known) {
        if !is_hidden(&name) {
            findings.add(Place::of("foreign", &name), || {
                "not in the manifest".to_owned()
            });
        }
    }
}

/// Holds one file's footer against data set and contract, and says whether its rows can be read as the contract has them.
fn footer(dir: &Path, table: &Table, file: &Path, known: &Known, findings: &mut Findings) -> bool {
    let footer = match Footer::read(file) {
        Ok(footer) => footer,
        Err(error) => {
            findings.add(Place::of("file", table.name), || error.to_string());
            return false;
        }
    };
    let below = file.strip_prefix(dir).unwrap_or(file).to_string_lossy();
    let below = below.replace('\\', "/");
    let mut entries = known.manifest.tables.iter();
    let entry = entries.find(|entry| entry.file == below);
    let of = match entry.and_then(|entry| entry.part.as_deref()) {
        Some(part) => ("part", part),
        None => ("data_set", known.data_set.as_str()),
    };
    for (key, want) in [
        of,
        ("contract", &known.contract),
        ("program", &known.program),
        ("lexicon", &known.manifest.lexicon),
        ("topics", &known.manifest.topics),
        ("table", table.name),
    ] {
        let found = footer.ours(key).unwrap_or("none");
        if found != want {
            findings.add(Place::of("version", table.name), || {
                format!("{key} is {found}, the manifest's is {want}")
            });
        }
    }
    columns(table, &footer, findings)
}

fn columns(table: &Table, footer: &Footer, findings: &mut Findings) -> bool {
    let schema = match footer.columns() {
        Ok(schema) => schema,
        Err(error) => {
            findings.add(Place::of("columns", table.name), || error.to_string());
            return false;
        }
    };
    let mut is_sound = true;
    for column in table.columns() {
        let found = schema.field_with_name(column.name).ok();
        let found = found.map(|field| field.data_type().clone());
        if found.as_ref() != Some(&column.kind.arrow()) {
            is_sound = false;
            let want = column.kind.sql();
            findings.add(
                Place::of("columns", table.name).column(column.name),
                || match found {
                    Some(found) => format!("is {found}, the contract has {want}"),
                    None => "is not there".to_owned(),
                },
            );
        }
    }
    is_sound
}

fn counted(table: &Table, files: &[PathBuf], manifest: &Manifest, findings: &mut Findings) {
    let entries = manifest.tables.iter();
    let entries = entries.filter(|entry| entry.name == table.name);
    let told: Vec<u64> = entries.map(|entry| entry.rows).collect();
    if told.is_empty() {
        return;
    }
    let want: u64 = told.iter().sum();
    let footers = files.iter().filter_map(|file| Footer::read(file).ok());
    let found: u64 = footers.map(|footer| footer.rows()).sum();
    if found != want {
        findings.add_many(Place::of("rows", table.name), found.abs_diff(want), || {
            format!("{found} rows, the manifest tells of {want}")
        });
    }
}
