//! Corrections: values that a user puts right in a file beside the documents, so that they survive every build.
//!
//! 1. [`Corrections::read`] reads the files; a line that cannot be read is kept as a [`Fault`].
//! 2. [`Corrections::apply`] puts a document's rows right and lists what was done in `corrections`.
//! 3. [`Tally`] gathers what became of each; [`Tally::faults`] names those that came to nothing.

mod apply;
mod faults;
mod file;

pub use apply::{Corrected, check};
pub use faults::{Faults, Tally};
pub use file::COLUMNS;

use crate::problem::Problem;
use crate::tables::{self, Column, Record as _, Table};
use crate::value::DocumentId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::path::PathBuf;

/// What stands between the values of a key of several columns in a row's id.
pub const KEY_MARK: &str = "#";

/// A value that a user puts right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The table; `None` where the id alone tells it.
    pub table: Option<String>,
    /// Id of the row.
    pub id: String,
    /// The column.
    pub field: String,
    /// The right value in words; empty for unknown.
    pub value: String,
    /// Who says so.
    pub who: String,
    /// Why.
    pub why: String,
    /// Name of the file that says it.
    pub file: String,
    /// Line in that file, from 1.
    pub line: u64,
}

/// A correction, or a line of a file, that came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The correction, where one could be read.
    pub correction: Option<usize>,
    /// Name of the file.
    pub file: String,
    /// Line in the file, from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: Problem,
}

/// All corrections of a build, in the order in which a later one for the same field counts.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    all: Vec<Correction>,
    unread: Vec<Fault>,
    by_id: HashMap<String, Vec<usize>>,
    /// All ids, in order, so that those of one document are found.
    ids: BTreeSet<String>,
}

impl Corrections {
    /// Reads the files `found` among the inputs (shown name and place), then those that were `given`.
    #[must_use]
    pub fn read(found: &[(String, PathBuf)], given: &[PathBuf]) -> Self {
        let mut corrections = Self::default();
        let named = given.iter().map(|path| {
            let name = path.file_name().unwrap_or(path.as_os_str());
            (name.to_string_lossy().into_owned(), path.clone())
        });
        for (name, path) in found.iter().cloned().chain(named) {
            let content = std::fs::read(&path).map_err(|error| error.to_string());
            corrections.add(file::read(&name, content));
        }
        corrections
    }

    /// The corrections in the `content` of a file called `name`.
    #[must_use]
    pub fn of_file(name: &str, content: &[u8]) -> Self {
        let mut corrections = Self::default();
        corrections.add(file::read(name, Ok(content.to_vec())));
        corrections
    }

    /// The corrections `all`, and lines that could not be read, as they were before.
    #[must_use]
    pub fn again(all: Vec<Correction>, unread: Vec<Fault>) -> Self {
        let mut corrections = Self::default();
        corrections.add(
            all.into_iter()
                .map(Ok)
                .chain(unread.into_iter().map(Err))
                .collect(),
        );
        corrections
    }

    fn add(&mut self, lines: Vec<Result<Correction, Fault>>) {
        for line in lines {
            match line {
                Ok(correction) => {
                    let at = self.all.len();
                    self.ids.insert(correction.id.clone());
                    self.by_id
                        .entry(correction.id.clone())
                        .or_default()
                        .push(at);
                    self.all.push(correction);
                }
                Err(fault) => self.unread.push(fault),
            }
        }
    }

    /// The corrections that could be read.
    #[must_use]
    pub fn all(&self) -> &[Correction] {
        &self.all
    }

    /// The lines that could not be read.
    #[must_use]
    pub fn unread(&self) -> &[Fault] {
        &self.unread
    }

    /// The corrections that can be of a row of the document called `id`, whose meeting is `meeting`; in order.
    #[must_use]
    pub fn bearing_on(&self, id: &DocumentId, meeting: &str) -> Vec<usize> {
        let facts = format!("{id}:");
        let mut found: Vec<usize> = Vec::new();
        for prefix in [facts.as_str(), meeting] {
            let ids = self
                .ids
                .range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
            let ids = ids.take_while(|id| id.starts_with(prefix));
            let is_own = |id: &&String| {
                prefix != meeting
                    || id[prefix.len()..].is_empty()
                    || id[prefix.len()..].starts_with(['/', '#'])
            };
            found.extend(ids.filter(is_own).flat_map(|id| &self.by_id[id]).copied());
        }
        found.sort_unstable();
        found
    }

    /// What the correction at `at` says and where, for telling whether it is still the same.
    #[must_use]
    pub fn words_of(&self, at: usize) -> [&str; 7] {
        let Correction {
            table,
            id,
            field,
            value,
            who,
            why,
            file,
            ..
        } = &self.all[at];
        [
            table.as_deref().unwrap_or_default(),
            id,
            field,
            value,
            who,
            why,
            file,
        ]
    }

    /// Everything that bears on a data set, for its version.
    pub fn all_words(&self) -> impl Iterator<Item = &str> {
        let words = (0..self.all.len()).flat_map(|at| self.words_of(at));
        let unread = self.unread.iter();
        words.chain(unread.flat_map(|fault| [fault.file.as_str(), &fault.problem.message]))
    }
}

/// Columns that hold exact words, say where a value is from, or are part of what a meeting is known by.
const FIXED: [&str; 9] = [
    "text",
    "raw",
    "sentence",
    "basis",
    "date_basis",
    "committee_key",
    "meetings.kind",
    "items.position",
    "items.number",
];

/// Whether a user may put the values of `column` right: no id, no place, no exact words, nothing that ids are made of.
#[must_use]
pub fn may_be_corrected(table: &Table, column: &Column) -> bool {
    let name = column.name;
    let shared = tables::TextRow::TABLE
        .columns()
        .iter()
        .any(|common| common.name == name && name != "text");
    let referring = table
        .references
        .iter()
        .any(|reference| reference.column == name);
    let full = format!("{}.{name}", table.name);
    !(shared
        || referring
        || table.key.contains(&name)
        || name.ends_with("_id")
        || name.starts_with("span_")
        || FIXED.iter().any(|fixed| *fixed == name || *fixed == full))
}

/// The tables whose rows a user may put right.
#[must_use]
pub fn tables() -> [Table; 12] {
    [
        tables::MeetingRow::TABLE,
        tables::ItemRow::TABLE,
        tables::RecommendationRow::TABLE,
        tables::DecisionRow::TABLE,
        tables::RouteStepRow::TABLE,
        tables::GrantRow::TABLE,
        tables::GrantInstalmentRow::TABLE,
        tables::GrantConditionRow::TABLE,
        tables::FigureRow::TABLE,
        tables::AttachmentRow::TABLE,
        tables::LegalReferenceRow::TABLE,
        tables::ItemTopicRow::TABLE,
    ]
}
