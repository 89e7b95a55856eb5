//! What corrections changed in a row that is traced.

use super::{LookupError, Row, TableFile, value};
use crate::corrections::KEY_MARK;
use crate::dataset::parts::files_of;
use crate::tables::{CorrectionRow, DocumentRow, Record, Table};
use std::path::Path;

/// A value that a correction changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutRight {
    /// The table of the changed row.
    pub table: String,
    /// Id of the changed row.
    pub row_id: String,
    /// The column.
    pub field: String,
    /// What the program had read; `None` is null.
    pub old: Option<String>,
    /// What the row says now; `None` is null.
    pub new: Option<String>,
    /// Who says so.
    pub who: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// The file that says it.
    pub file: String,
}

/// What was changed in the row called `id` of `table`, and in the rows that belong to it: the facts of a document, a meeting
/// or an item, the instalments of a grant. Nothing where an older data set has no such table.
pub fn of(folder: &Path, table: &Table, id: &str) -> Result<Vec<PutRight>, LookupError> {
    let mut found = Vec::new();
    for path in files_of(folder, &CorrectionRow::TABLE) {
        let rows = TableFile { path }.rows()?;
        found.extend(rows.iter().filter(|row| concerns(row, table, id)).map(read));
    }
    Ok(found)
}

fn concerns(row: &Row, table: &Table, id: &str) -> bool {
    let below = |column: &str, mark: &str| {
        let rest = value(row, column).and_then(|words| words.strip_prefix(id));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(mark))
    };
    let whole = table.name == DocumentRow::TABLE.name && value(row, "document_id") == Some(id);
    whole || below("row_id", KEY_MARK) || below("item_id", "/")
}

fn read(row: &Row) -> PutRight {
    let words = |column: &str| value(row, column).map(str::to_owned);
    PutRight {
        table: words("table_name").unwrap_or_default(),
        row_id: words("row_id").unwrap_or_default(),
        field: words("field").unwrap_or_default(),
        old: words("old_value"),
        new: words("new_value"),
        who: words("who"),
        why: words("why"),
        file: words("corrections_file").unwrap_or_default(),
    }
}
