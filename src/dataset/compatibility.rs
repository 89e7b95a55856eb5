//! What a program does that meets a data set of an older or newer contract, or files of two data sets in one folder.
//!
//! The contract's version is MAJOR.MINOR. A newer major may mean other things by the same names, so nothing is read. A
//! newer minor has more tables or columns than this program knows, an older version fewer: what is there is read, and
//! what differs is said.

use super::manifest::FILE_NAME;
use super::parts::{Footer, files_of};
use crate::tables::{CONTRACT_VERSION, Table};
use rayon::prelude::*;
use serde::Deserialize;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Why a data set is not read.
#[derive(Debug, thiserror::Error)]
pub enum IncompatibleError {
    /// The contract is of a later major version, or of none that can be understood.
    #[error(
        "{} follows contract {found}, and this program knows {known}; read it with the program that built it ({program}) or a later one, or build it again with this one",
        .dir.display()
    )]
    Newer {
        /// The data set.
        dir: PathBuf,
        /// Its contract.
        found: String,
        /// The contract of this program.
        known: &'static str,
        /// The program that built it.
        program: String,
    },
    /// Files of two data sets.
    #[error(
        "{} holds files of two data sets: {file} belongs to {found}, not to {expected}; copy the folder anew as a whole, or build it again with: tvaersnit build",
        .dir.display()
    )]
    Mixed {
        /// The data set.
        dir: PathBuf,
        /// The file that does not belong.
        file: String,
        /// Its data set.
        found: String,
        /// The data set of the manifest, or of the other files where there is none.
        expected: String,
    },
    /// A file of the manifest is not there.
    #[error(
        "{} lacks {file}, which its manifest names; copy the folder anew as a whole, or build it again with: tvaersnit build",
        .dir.display()
    )]
    Incomplete {
        /// The data set.
        dir: PathBuf,
        /// The file.
        file: String,
    },
}

/// What a manifest of any version tells of itself.
#[derive(Debug, Default, Deserialize)]
struct Stamp {
    #[serde(default)]
    contract: String,
    #[serde(default)]
    program: String,
    #[serde(default)]
    data_set: String,
    #[serde(default)]
    tables: Vec<StampedFile>,
}

/// A table's file.
#[derive(Debug, Default, Deserialize)]
struct StampedFile {
    #[serde(default)]
    name: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    part: Option<String>,
}

/// Looks whether the `tables` of the data set in `dir` can be read, and gives what a user has to know of them, a sentence
/// each. Where there is no data set there is nothing to say; whoever reads it finds that out.
///
/// # Errors
/// [`IncompatibleError`] where reading would not be safe.
pub fn compatible(dir: &Path, tables: &[Table]) -> Result<Vec<String>, IncompatibleError> {
    let stamp = stamp(dir);
    let mut notices = Vec::new();
    if let Some(stamp) = &stamp {
        notices.extend(of_contract(dir, stamp)?);
    }
    let parts = Parts::of(dir, stamp.as_ref(), tables)?;
    let mut expected = stamp.as_ref().map(|stamp| stamp.data_set.clone());
    let mut lacking = Vec::new();
    for table in tables {
        let files = files_of(dir, table);
        let footers: Vec<_> = files.par_iter().map(|path| Footer::read(path)).collect();
        let mut is_known = false;
        for (path, footer) in files.iter().zip(footers) {
            // A file that cannot be read is told of by whoever reads its rows.
            let Ok(footer) = footer else {
                continue;
            };
            match footer.ours("part") {
                Some(part) => parts.belongs(dir, path, part, expected.as_deref())?,
                None => one_data_set(dir, path, &footer, &mut expected)?,
            }
            // All parts of a data set have the same columns.
            if !is_known {
                lacking.extend(lacks(table, &footer));
            }
            is_known |= footer.ours("part").is_some();
        }
    }
    if !lacking.is_empty() {
        notices.push(format!(
            "{} lacks {}; a question that needs one of these fails. Build it again with: tvaersnit build",
            dir.display(),
            lacking.join(", ")
        ));
    }
    Ok(notices)
}

/// The stamp of the manifest in `dir`, whatever else of it this program may not understand.
fn stamp(dir: &Path) -> Option<Stamp> {
    let words = std::fs::read_to_string(dir.join(FILE_NAME)).ok()?;
    serde_json::from_str(&words).ok()
}

fn of_contract(dir: &Path, stamp: &Stamp) -> Result<Option<String>, IncompatibleError> {
    let differs = |how: &str| {
        format!(
            "{} follows contract {}, {how} than {CONTRACT_VERSION}, which this program knows",
            dir.display(),
            stamp.contract
        )
    };
    let known = version(CONTRACT_VERSION).unwrap_or_default();
    match version(&stamp.contract) {
        Some(found) if found.0 <= known.0 => Ok(match found.cmp(&known) {
            Ordering::Equal => None,
            Ordering::Less => Some(format!(
                "{}: what it has is read. Build it again with: tvaersnit build",
                differs("older")
            )),
            Ordering::Greater => Some(format!(
                "{}: what this program does not know of is left out",
                differs("newer")
            )),
        }),
        _ => Err(IncompatibleError::Newer {
            dir: dir.to_owned(),
            found: stamp.contract.clone(),
            known: CONTRACT_VERSION,
            program: stamp.program.clone(),
        }),
    }
}

/// "1.12" as (1, 12).
fn version(words: &str) -> Option<(u32, u32)> {
    let (major, minor) = words.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// The parts that a manifest names: version by file.
struct Parts<'s>(Option<HashMap<&'s str, &'s str>>);

impl<'s> Parts<'s> {
    /// The parts of `tables`, each of which must be there.
    fn of(
        dir: &Path,
        stamp: Option<&'s Stamp>,
        tables: &[Table],
    ) -> Result<Self, IncompatibleError> {
        let Some(stamp) = stamp else {
            return Ok(Self(None));
        };
        let mut parts = HashMap::new();
        for StampedFile { name, file, part } in &stamp.tables {
            let Some(part) = part else { continue };
            parts.insert(file.as_str(), part.as_str());
            if tables.iter().any(|table| table.name == name) && !dir.join(file).is_file() {
                return Err(IncompatibleError::Incomplete {
                    dir: dir.to_owned(),
                    file: file.clone(),
                });
            }
        }
        Ok(Self(Some(parts)))
    }

    /// The file at `path`, of the part `found`, is of the version that the manifest names. Where there is no manifest,
    /// nobody can tell.
    fn belongs(
        &self,
        dir: &Path,
        path: &Path,
        found: &str,
        data_set: Option<&str>,
    ) -> Result<(), IncompatibleError> {
        let Some(parts) = &self.0 else { return Ok(()) };
        let file = path.strip_prefix(dir).unwrap_or(path);
        let file = file.to_string_lossy().replace('\\', "/");
        let known = parts.get(file.as_str()).copied();
        if known == Some(found) {
            return Ok(());
        }
        let expected = known.map_or_else(
            || format!("data set {}", data_set.unwrap_or_default()),
            |part| format!("part {part}"),
        );
        Err(IncompatibleError::Mixed {
            dir: dir.to_owned(),
            file,
            found: format!("part {found}"),
            expected,
        })
    }
}

/// Every file belongs to the data set of the manifest, or of the first file where there is no manifest.
fn one_data_set(
    dir: &Path,
    path: &Path,
    footer: &Footer,
    expected: &mut Option<String>,
) -> Result<(), IncompatibleError> {
    let found = footer.ours("data_set").unwrap_or_default();
    let expected = expected.get_or_insert_with(|| found.to_owned());
    if found == expected {
        return Ok(());
    }
    let file = path.strip_prefix(dir).unwrap_or(path);
    let named = |version: &str| match version {
        "" => "none of ours".to_owned(),
        version => format!("data set {version}"),
    };
    Err(IncompatibleError::Mixed {
        dir: dir.to_owned(),
        file: file.display().to_string(),
        found: named(found),
        expected: named(expected),
    })
}

/// The columns of `table` that its file has not.
fn lacks(table: &Table, footer: &Footer) -> Vec<String> {
    let Ok(schema) = footer.columns() else {
        return Vec::new();
    };
    let columns = table.columns().into_iter();
    columns
        .filter(|column| schema.index_of(column.name).is_err())
        .map(|column| format!("{}.{}", table.name, column.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_major_is_refused_and_any_other_difference_is_said() {
        let dir = Path::new("data");
        for (contract, want) in [
            ("1.0", Ok(None)),
            ("1.7", Ok(Some("newer"))),
            ("0.9", Ok(Some("older"))),
            ("2.0", Err(())),
            ("", Err(())),
            ("next", Err(())),
        ] {
            let stamp = Stamp {
                contract: contract.to_owned(),
                ..Stamp::default()
            };
            let got = of_contract(dir, &stamp);
            match want {
                Err(()) => assert!(got.is_err(), "{contract}"),
                Ok(None) => assert_eq!(got.ok().flatten(), None, "{contract}"),
                Ok(Some(how)) => {
                    let notice = got.ok().flatten().unwrap_or_default();
                    assert!(notice.contains(how), "{contract}: {notice}");
                }
            }
        }
    }
}
