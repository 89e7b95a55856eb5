//! What a program does that meets a data set of an older or newer contract, or files of two data sets in one folder.
//!
//! The contract's version is MAJOR.MINOR. A newer major may mean other things by the same names, so nothing is read. A
//! newer minor has more tables or columns than this program knows, an older version fewer: what is there is read, and
//! what differs is said.

use super::manifest::FILE_NAME;
use super::parts::{Footer, files_of};
use crate::tables::{CONTRACT_VERSION, Table};
use serde::Deserialize;
use std::cmp::Ordering;
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
    let mut expected = stamp.map(|stamp| stamp.data_set);
    let mut lacking = Vec::new();
    for table in tables {
        for path in files_of(dir, table) {
            // A file that cannot be read is told of by whoever reads its rows.
            let Ok(footer) = Footer::read(&path) else {
                continue;
            };
            one_data_set(dir, &path, &footer, &mut expected)?;
            lacking.extend(lacks(table, &footer));
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
