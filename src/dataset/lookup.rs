//! From the id of a row back to the row, its document and the words that state it.

mod put_right;

pub use put_right::PutRight;

use super::manifest::Manifest;
use super::parts::files_of;
use crate::corrections::KEY_MARK;
use crate::tables::{ALL, DocumentRow, Record, Table, TextRow};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Code points shown before and after the words.
const CONTEXT: usize = 160;

/// How values are shown as text.
const SHOWN: FormatOptions<'static> = FormatOptions::new();

/// A row with where it comes from.
#[derive(Clone, Debug)]
pub struct Traced {
    /// The table.
    pub table: Table,
    /// The row: each column with its value as text; `None` is null.
    pub row: Vec<(String, Option<String>)>,
    /// The row of `documents`, in the same form; empty where the row is of no document.
    pub document: Vec<(String, Option<String>)>,
    /// The words, where the row has a place and its document's text is at hand.
    pub quote: Option<Quote>,
    /// What corrections changed in the row, and in the rows that belong to it.
    pub put_right: Vec<PutRight>,
    /// What the data set is made of and by.
    pub manifest: Manifest,
}

/// Words of a document with what stands around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What stands before.
    pub before: String,
    /// The words.
    pub words: String,
    /// What stands after.
    pub after: String,
    /// First code point, from 0.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Line of the text on which the words begin, from 1.
    pub line: usize,
}

/// Why a row could not be looked up.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    /// There is no data set.
    #[error("'{0}' holds no data set of ours; build one with 'tvaersnit build INPUT --out {0}'")]
    NoDataSet(PathBuf),
    /// No row has the id.
    #[error(
        "no row has the id '{0}'; ids of documents, meetings, items and facts can be traced, copy one from a table \
         (of a table whose key is several columns: their values with # between them)"
    )]
    Unknown(String),
    /// A table's file could not be opened.
    #[error("'{path}' could not be opened")]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A table's file is damaged.
    #[error("'{path}' could not be read")]
    Parquet {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: ParquetError,
    },
}

/// Finds the row called `id` in the data set in `folder`; where several columns are the key, `id` is their values with #
/// between them.
///
/// # Errors
/// [`LookupError`] where there is no data set, no such row, or a damaged file.
pub fn trace(folder: &Path, id: &str) -> Result<Traced, LookupError> {
    let manifest =
        Manifest::read(folder).ok_or_else(|| LookupError::NoDataSet(folder.to_owned()))?;
    let parts: Vec<&str> = id.split(KEY_MARK).collect();
    for table in ALL.into_iter().filter(|table| may_hold(table, &parts)) {
        let wanted: Vec<_> = table
            .key
            .iter()
            .copied()
            .zip(parts.iter().copied())
            .collect();
        let Some(row) = row_where(folder, &table, &wanted)? else {
            continue;
        };
        let document_id = value(&row, "document_id").map(str::to_owned);
        let (document, quote) = match document_id {
            Some(document_id) => (
                document_of(folder, &document_id, &row)?,
                quote(folder, &document_id, &row)?,
            ),
            None => (Vec::new(), None),
        };
        return Ok(Traced {
            put_right: put_right::of(folder, &table, id)?,
            table,
            row,
            document,
            quote,
            manifest,
        });
    }
    Err(LookupError::Unknown(id.to_owned()))
}

/// Whether rows of `table` can be called `parts`: `DOCUMENT:KIND:…` tells the kind of fact, and several parts are the
/// whole of a key of as many columns.
fn may_hold(table: &Table, parts: &[&str]) -> bool {
    let (Some(key), Some(first)) = (table.key.first(), parts.first()) else {
        return false;
    };
    if parts.len() > 1 && parts.len() != table.key.len() {
        return false;
    }
    match first.split(':').nth(1) {
        Some(kind) => *key == format!("{kind}_id"),
        None if parts.len() > 1 => true,
        None => table.name == DocumentRow::TABLE.name || matches!(table.name, "meetings" | "items"),
    }
}

type Row = Vec<(String, Option<String>)>;

fn value<'r>(row: &'r Row, column: &str) -> Option<&'r str> {
    row.iter().find(|(name, _)| name == column)?.1.as_deref()
}

fn document_of(folder: &Path, id: &str, row: &Row) -> Result<Row, LookupError> {
    if value(row, "source_format").is_some() {
        return Ok(row.clone());
    }
    let found = row_where(folder, &DocumentRow::TABLE, &[("document_id", id)])?;
    Ok(found.unwrap_or_default())
}

fn quote(folder: &Path, document_id: &str, row: &Row) -> Result<Option<Quote>, LookupError> {
    let number = |column: &str| value(row, column).and_then(|digits| digits.parse::<usize>().ok());
    let (Some(start), Some(end)) = (number("span_start"), number("span_end")) else {
        return Ok(None);
    };
    let text_row = row_where(folder, &TextRow::TABLE, &[("document_id", document_id)])?;
    Ok(text_row
        .as_ref()
        .and_then(|row| value(row, "text"))
        .map(|text| quote_in(text, start, end)))
}

fn quote_in(text: &str, start: usize, end: usize) -> Quote {
    let chars = |from: usize, to: usize| {
        text.chars()
            .skip(from)
            .take(to.saturating_sub(from))
            .collect::<String>()
    };
    Quote {
        before: chars(start.saturating_sub(CONTEXT), start),
        words: chars(start, end),
        after: chars(end, end + CONTEXT),
        start,
        end,
        line: text
            .chars()
            .take(start)
            .filter(|char| *char == '\n')
            .count()
            + 1,
    }
}

/// The first row of `table` whose columns hold what `wanted` says of each.
fn row_where(
    folder: &Path,
    table: &Table,
    wanted: &[(&str, &str)],
) -> Result<Option<Row>, LookupError> {
    let mut paths = files_of(folder, table);
    if paths.is_empty() {
        // Opening it says what is missing.
        paths.push(folder.join(table.file_name()));
    }
    for path in paths {
        if let Some(row) = (TableFile { path }).row_where(wanted)? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// A file of a table.
struct TableFile {
    path: PathBuf,
}

impl TableFile {
    /// The first row whose columns hold what `wanted` says of each.
    fn row_where(&self, wanted: &[(&str, &str)]) -> Result<Option<Row>, LookupError> {
        let reader = self.reader()?;
        let columns = wanted.iter().map(|(column, _)| *column);
        let mask = ProjectionMask::columns(reader.parquet_schema(), columns);
        let batches = reader
            .with_projection(mask)
            .build()
            .map_err(|source| self.damaged(source))?;
        let mut before = 0;
        for batch in batches {
            let batch = batch.map_err(|source| self.damaged(source.into()))?;
            let at = position(&batch, wanted).map_err(|source| self.damaged(source.into()))?;
            if let Some(at) = at {
                return self.row(before + at).map(Some);
            }
            before += batch.num_rows();
        }
        Ok(None)
    }

    /// All rows.
    fn rows(&self) -> Result<Vec<Row>, LookupError> {
        let batches = self.reader()?.build();
        let mut rows = Vec::new();
        for batch in batches.map_err(|source| self.damaged(source))? {
            let batch = batch.map_err(|source| self.damaged(source.into()))?;
            for at in 0..batch.num_rows() {
                rows.push(as_text(&batch, at).map_err(|source| self.damaged(source.into()))?);
            }
        }
        Ok(rows)
    }

    /// The row at `position`, from 0.
    fn row(&self, position: usize) -> Result<Row, LookupError> {
        let reader = self.reader()?.with_offset(position).with_limit(1);
        let mut batches = reader.build().map_err(|source| self.damaged(source))?;
        match batches.next() {
            Some(batch) => batch
                .and_then(|batch| as_text(&batch, 0))
                .map_err(|source| self.damaged(source.into())),
            None => Ok(Row::new()),
        }
    }

    fn reader(&self) -> Result<ParquetRecordBatchReaderBuilder<File>, LookupError> {
        let file = File::open(&self.path).map_err(|source| LookupError::Io {
            path: self.path.clone(),
            source,
        })?;
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(|source| self.damaged(source))
    }

    fn damaged(&self, source: ParquetError) -> LookupError {
        LookupError::Parquet {
            path: self.path.clone(),
            source,
        }
    }
}

/// The first row whose columns hold what `wanted` says of each.
fn position(batch: &RecordBatch, wanted: &[(&str, &str)]) -> Result<Option<usize>, ArrowError> {
    let mut tests: Vec<Box<dyn Fn(usize) -> bool + '_>> = Vec::new();
    for (column, value) in wanted {
        let Some(cells) = batch.column_by_name(column) else {
            return Ok(None);
        };
        if let Some(cells) = cells.as_string_opt::<i32>() {
            tests.push(Box::new(move |at| {
                cells.is_valid(at) && cells.value(at) == *value
            }));
        } else {
            let shown = ArrayFormatter::try_new(cells.as_ref(), &SHOWN)?;
            tests.push(Box::new(move |at| {
                shown
                    .value(at)
                    .try_to_string()
                    .is_ok_and(|words| words == *value)
            }));
        }
    }
    Ok((0..batch.num_rows()).find(|at| tests.iter().all(|holds| holds(*at))))
}

/// The row at `at`, each value as text.
fn as_text(batch: &RecordBatch, at: usize) -> Result<Row, ArrowError> {
    let schema = batch.schema();
    let cells = schema.fields().iter().zip(batch.columns());
    cells
        .map(|(field, cells)| {
            let shown = ArrayFormatter::try_new(cells.as_ref(), &SHOWN)?;
            let value = if cells.is_null(at) {
                None
            } else {
                Some(shown.value(at).try_to_string()?)
            };
            Ok((field.name().clone(), value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_counts_code_points_and_lines() {
        let quote = quote_in("Første linje\nTaget til efterretning.\nSlut", 13, 36);
        assert_eq!(
            (quote.words.as_str(), quote.line),
            ("Taget til efterretning.", 2)
        );
        assert_eq!(
            (quote.before.as_str(), quote.after.as_str()),
            ("Første linje\n", "\nSlut")
        );
    }

    #[test]
    fn an_id_tells_its_table() {
        for (id, want) in [
            ("7a5ce75e37b20a92", vec!["documents", "meetings", "items"]),
            (
                "330/2025-08-13/socialudvalget/minutes/1a2b3c/74",
                vec!["documents", "meetings", "items"],
            ),
            ("7a5ce75e37b20a92:decision:1200-1234", vec!["decisions"]),
            (
                "7a5ce75e37b20a92:grant:1-2",
                vec!["grants", "grant_instalments"],
            ),
            (
                "7a5ce75e37b20a92:grant:1-2#2025#31016",
                vec!["grant_instalments", "grant_conditions"],
            ),
        ] {
            let parts: Vec<&str> = id.split(KEY_MARK).collect();
            let tables: Vec<_> = ALL
                .iter()
                .filter(|table| may_hold(table, &parts))
                .map(|table| table.name)
                .collect();
            assert_eq!(tables[..want.len()], want, "{id}");
        }
    }
}
