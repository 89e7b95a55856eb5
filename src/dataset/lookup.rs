//! From the id of a row back to the row, its document and the words that state it.

use super::manifest::Manifest;
use crate::tables::{ALL, DocumentRow, Record, Table, TextRow};
use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Code points shown before and after the words.
const CONTEXT: usize = 160;

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
        "no row has the id '{0}'; ids of documents, meetings, items and facts can be traced, copy one from a table"
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

/// Finds the row called `id` in the data set in `folder`.
///
/// # Errors
/// [`LookupError`] where there is no data set, no such row, or a damaged file.
pub fn trace(folder: &Path, id: &str) -> Result<Traced, LookupError> {
    let manifest =
        Manifest::read(folder).ok_or_else(|| LookupError::NoDataSet(folder.to_owned()))?;
    for table in ALL.into_iter().filter(|table| may_hold(table, id)) {
        let file = TableFile {
            path: folder.join(table.file_name()),
        };
        let Some(row) = file.row_where(table.key[0], id)? else {
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
            table,
            row,
            document,
            quote,
            manifest,
        });
    }
    Err(LookupError::Unknown(id.to_owned()))
}

/// Whether rows of `table` can be called `id`: `DOCUMENT:KIND:…` tells the kind of fact.
fn may_hold(table: &Table, id: &str) -> bool {
    let Some(key) = table.key.first() else {
        return false;
    };
    match id.split(':').nth(1) {
        Some(kind) => *key == format!("{kind}_id"),
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
    let file = TableFile {
        path: folder.join(DocumentRow::TABLE.file_name()),
    };
    Ok(file.row_where("document_id", id)?.unwrap_or_default())
}

fn quote(folder: &Path, document_id: &str, row: &Row) -> Result<Option<Quote>, LookupError> {
    let number = |column: &str| value(row, column).and_then(|digits| digits.parse::<usize>().ok());
    let (Some(start), Some(end)) = (number("span_start"), number("span_end")) else {
        return Ok(None);
    };
    let file = TableFile {
        path: folder.join(TextRow::TABLE.file_name()),
    };
    let text_row = file.row_where("document_id", document_id)?;
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

/// A table's file.
struct TableFile {
    path: PathBuf,
}

impl TableFile {
    /// The first row whose `column` (of text) holds `wanted`.
    fn row_where(&self, column: &str, wanted: &str) -> Result<Option<Row>, LookupError> {
        let reader = self.reader()?;
        let mask = ProjectionMask::columns(reader.parquet_schema(), [column]);
        let batches = reader
            .with_projection(mask)
            .build()
            .map_err(|source| self.damaged(source))?;
        let mut before = 0;
        for batch in batches {
            let batch = batch.map_err(|source| self.damaged(source.into()))?;
            if let Some(at) = position(&batch, wanted) {
                return self.row(before + at).map(Some);
            }
            before += batch.num_rows();
        }
        Ok(None)
    }

    /// The row at `position`, from 0.
    fn row(&self, position: usize) -> Result<Row, LookupError> {
        let reader = self.reader()?.with_offset(position).with_limit(1);
        let mut batches = reader.build().map_err(|source| self.damaged(source))?;
        match batches.next() {
            Some(batch) => batch
                .and_then(|batch| as_text(&batch))
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

fn position(batch: &RecordBatch, wanted: &str) -> Option<usize> {
    let cells: &StringArray = batch.columns().first()?.as_string_opt::<i32>()?;
    cells.iter().position(|cell| cell == Some(wanted))
}

/// The first row of `batch`, each value as text.
fn as_text(batch: &RecordBatch) -> Result<Row, ArrowError> {
    let options = FormatOptions::default();
    let schema = batch.schema();
    let cells = schema.fields().iter().zip(batch.columns());
    cells
        .map(|(field, cells)| {
            let shown = ArrayFormatter::try_new(cells.as_ref(), &options)?;
            let value = if cells.is_null(0) {
                None
            } else {
                Some(shown.value(0).try_to_string()?)
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
        ] {
            let tables: Vec<_> = ALL
                .iter()
                .filter(|table| may_hold(table, id))
                .map(|table| table.name)
                .collect();
            assert_eq!(tables[..want.len()], want, "{id}");
        }
    }
}
