//! CHECK: the contract's rules over a published data set; what a careful recipient runs first.
//!
//! 1. [`files`] holds the folder against its manifest: hashes, rows, one data set, the contract's columns.
//! 2. [`rows`] streams each table once, row by row: nulls, codes, ranges, forms, ids, whose, order.
//! 3. [`keys`] and [`sums`] join few columns of tables with polars: unique keys, references, amounts, counts.
//! 4. [`quotes`] walks texts and facts side by side: spans, quoted words, the partition of each document.
//!
//! A table whose file cannot be read is named once, by the first step; the others leave it out.

mod files;
mod findings;
mod frames;
mod keys;
mod quotes;
mod rows;
mod rules;
mod sums;

pub use findings::{Failure, Findings};
pub use rules::{Level, RULES, Rule};

use crate::dataset::{IncompatibleError, compatible};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Why a data set could not be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// There is no data set.
    #[error("'{0}' holds no data set of ours; build one with 'tvaersnit build INPUT --out {0}'")]
    NoDataSet(PathBuf),
    /// The contract is of a later major version.
    #[error(transparent)]
    Incompatible(#[from] IncompatibleError),
}

/// How a data set fared.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Version of the data set.
    pub data_set: String,
    /// Version of the contract that it follows.
    pub contract: String,
    /// Version of the program that built it.
    pub program: String,
    /// Rows looked at.
    pub rows: u64,
    /// Tables whose rows could not be looked at.
    pub unread: Vec<String>,
    /// Every rule, with what does not hold.
    pub rules: Vec<Outcome>,
}

/// How a rule fared.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The rule.
    #[serde(flatten)]
    pub rule: Rule,
    /// Whether it holds everywhere.
    pub holds: bool,
    /// Where it does not.
    pub failures: Vec<Failure>,
}

impl Report {
    /// Whether every rule holds that must.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.rules
            .iter()
            .all(|outcome| outcome.holds || outcome.rule.level == Level::Warning)
    }
}

/// Holds the data set in `dir` against every rule.
///
/// # Errors
/// [`CheckError`] where there is no data set of ours, or one of a later contract.
pub fn check(dir: &Path) -> Result<Report, CheckError> {
    let mut findings = Findings::default();
    let Some(known) = files::Known::read(dir) else {
        return Err(CheckError::NoDataSet(dir.to_owned()));
    };
    if let Err(error @ IncompatibleError::Newer { .. }) = compatible(dir, &[]) {
        return Err(error.into());
    }
    let tables = files::check(dir, &known, &mut findings);
    let documents = rows::Documents::read(&tables);
    let rows = rows::check(&tables, &documents, &mut findings);
    keys::check(&tables, &mut findings);
    sums::check(&tables, &mut findings);
    quotes::check(&tables, &documents, &mut findings);
    let (unread, rules) = (tables.unread, findings.outcomes());
    Ok(Report {
        data_set: known.data_set,
        contract: known.contract,
        program: known.program,
        rows,
        unread,
        rules,
    })
}
