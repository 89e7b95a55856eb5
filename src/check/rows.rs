//! Row by row: nulls, codes, bounds, forms, blanks, ids, whose a row is, and the order of rows. Each table is streamed
//! once; memory holds a batch and a line for each document.

use super::files::Tables;
use super::findings::{Findings, Place};
use crate::tables::{Column, ColumnType, Scope, Table, limits};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use regex::Regex;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::Path;

/// Whose a document is: code, name, day.
type Whose = (Option<i32>, Option<String>, Option<i32>);

/// What the other rules have to know of each document.
#[derive(Debug, Default)]
pub struct Documents {
    /// Place of each document in the order of the texts.
    pub rank: HashMap<String, usize>,
    whose: Vec<Whose>,
}

impl Documents {
    /// The documents that have a text.
    pub fn read(tables: &Tables) -> Self {
        let mut documents = Self::default();
        let columns = [
            "document_id",
            "municipality_code",
            "municipality",
            "meeting_date",
        ];
        for file in tables.files("texts").unwrap_or_default() {
            each_batch(file, Some(&columns), |batch| {
                let Some(ids) = texts(&batch, "document_id") else {
                    return;
                };
                for row in 0..batch.num_rows() {
                    let rank = documents.whose.len();
                    documents
                        .rank
                        .entry(ids.value(row).to_owned())
                        .or_insert(rank);
                    documents.whose.push(whose(&batch, row));
                }
            });
        }
        documents
    }
}

fn whose(batch: &RecordBatch, row: usize) -> Whose {
    let code = batch
        .column_by_name("municipality_code")
        .and_then(|cells| cells.as_primitive_opt::<Int32Type>())
        .filter(|cells| cells.is_valid(row))
        .map(|cells| cells.value(row));
    let name = texts(batch, "municipality")
        .filter(|cells| cells.is_valid(row))
        .map(|cells| cells.value(row).to_owned());
    let day = batch
        .column_by_name("meeting_date")
        .and_then(|cells| cells.as_primitive_opt::<Date32Type>())
        .filter(|cells| cells.is_valid(row))
        .map(|cells| cells.value(row));
    (code, name, day)
}

/// Streams the file at `path`, all columns or those named. A file that ends early is told of by its hash.
pub fn each_batch(path: &Path, columns: Option<&[&str]>, mut each: impl FnMut(RecordBatch)) {
    let Ok(file) = File::open(path) else { return };
    let Ok(mut reader) = ParquetRecordBatchReaderBuilder::try_new(file) else {
        return;
    };
    if let Some(columns) = columns {
        let mask = ProjectionMask::columns(reader.parquet_schema(), columns.iter().copied());
        reader = reader.with_projection(mask);
    }
    let Ok(batches) = reader.with_batch_size(4096).build() else {
        return;
    };
    for batch in batches {
        let Ok(batch) = batch else { return };
        each(batch);
    }
}

/// The column of text called `name`.
pub fn texts<'b>(batch: &'b RecordBatch, name: &str) -> Option<&'b arrow::array::StringArray> {
    batch.column_by_name(name)?.as_string_opt::<i32>()
}

/// The column of whole numbers called `name`.
pub fn numbers<'b>(
    batch: &'b RecordBatch,
    name: &str,
) -> Option<&'b arrow::array::PrimitiveArray<Int32Type>> {
    batch.column_by_name(name)?.as_primitive_opt::<Int32Type>()
}

/// The key of a row, for people.
pub fn key_of(table: &Table, batch: &RecordBatch, row: usize) -> String {
    let options = FormatOptions::new();
    let parts = table.key.iter().map(|key| {
        let cells = batch.column_by_name(key)?;
        if cells.is_null(row) {
            return Some("null".to_owned());
        }
        let formatter = ArrayFormatter::try_new(cells, &options).ok()?;
        formatter.value(row).try_to_string().ok()
    });
    let parts: Vec<_> = parts.map(Option::unwrap_or_default).collect();
    parts.join(" | ")
}

/// Streams every table past the rules and gives the number of rows.
pub fn check(tables: &Tables, documents: &Documents, findings: &mut Findings) -> u64 {
    let mut rows = 0;
    for (table, files) in &tables.readable {
        let columns: Vec<_> = table
            .columns()
            .into_iter()
            .map(|c| Values::of(table, c))
            .collect();
        let mut order = Order::new(table, documents);
        for file in files {
            order.begin_file();
            let before = rows;
            each_batch(file, None, |batch| {
                rows += batch.num_rows() as u64;
                for values in &columns {
                    values.check(table, &batch, findings);
                }
                ids(table, &batch, findings);
                belongs(table, &batch, documents, findings);
                order.check(&batch, findings);
            });
            let told = crate::dataset::Footer::read(file).map_or(0, |footer| footer.rows());
            if rows - before < told {
                findings.add(Place::of("file", table.name), || {
                    format!("only {} of {told} rows can be read", rows - before)
                });
            }
        }
    }
    rows
}

/// What the values of a column may be, ready to be held against.
struct Values {
    column: Column,
    codes: HashSet<&'static str>,
    pattern: Option<Regex>,
    min: Option<i64>,
    max: Option<i64>,
}

impl Values {
    fn of(table: &Table, column: Column) -> Self {
        let limits = limits::of(table, &column);
        let pattern = limits.and_then(|limits| limits.pattern.as_ref());
        Self {
            codes: column.codes.iter().copied().collect(),
            pattern: pattern.and_then(|pattern| Regex::new(&format!("^(?:{pattern})$")).ok()),
            min: limits.and_then(|limits| limits.min),
            max: limits.and_then(|limits| limits.max),
            column,
        }
    }

    fn check(&self, table: &Table, batch: &RecordBatch, findings: &mut Findings) {
        let Some(cells) = batch.column_by_name(self.column.name) else {
            return;
        };
        let mut add = |rule: Place<'_>, row: usize| {
            findings.add(rule.column(self.column.name), || key_of(table, batch, row));
        };
        if !self.column.nullable && cells.null_count() > 0 {
            for row in (0..cells.len()).filter(|row| cells.is_null(*row)) {
                add(Place::of("required", table.name), row);
            }
        }
        match self.column.kind {
            ColumnType::Text => self.check_text(table, cells, &mut add),
            ColumnType::Names => check_names(table, cells, &mut add),
            ColumnType::Boolean | ColumnType::Day => {}
            _ if self.min.is_none() && self.max.is_none() => {}
            kind => {
                for row in (0..cells.len()).filter(|row| cells.is_valid(*row)) {
                    let is_inside = number(kind, cells, row).is_none_or(|value| {
                        self.min.is_none_or(|min| value >= min as f64)
                            && self.max.is_none_or(|max| value <= max as f64)
                    });
                    if !is_inside {
                        add(Place::of("range", table.name), row);
                    }
                }
            }
        }
    }

    fn check_text(
        &self,
        table: &Table,
        cells: &ArrayRef,
        add: &mut impl FnMut(Place<'static>, usize),
    ) {
        let Some(cells) = cells.as_string_opt::<i32>() else {
            return;
        };
        for (row, value) in cells.iter().enumerate() {
            let Some(value) = value else { continue };
            if value.trim().is_empty() {
                add(Place::of("blank", table.name), row);
            } else if !self.codes.is_empty() && !self.codes.contains(value) {
                add(Place::of("codes", table.name), row);
            } else if self
                .pattern
                .as_ref()
                .is_some_and(|form| !form.is_match(value))
            {
                add(Place::of("form", table.name), row);
            }
        }
    }
}

fn check_names(table: &Table, cells: &ArrayRef, add: &mut impl FnMut(Place<'static>, usize)) {
    let Some(lists) = cells.as_list_opt::<i32>() else {
        return;
    };
    for row in (0..lists.len()).filter(|row| lists.is_valid(*row)) {
        let names = lists.value(row);
        let Some(names) = names.as_string_opt::<i32>() else {
            continue;
        };
        if names
            .iter()
            .any(|name| name.is_none_or(|name| name.trim().is_empty()))
        {
            add(Place::of("blank", table.name), row);
        }
    }
}

fn number(kind: ColumnType, cells: &ArrayRef, row: usize) -> Option<f64> {
    Some(match kind {
        ColumnType::Integer => f64::from(cells.as_primitive_opt::<Int32Type>()?.value(row)),
        ColumnType::Long => cells.as_primitive_opt::<Int64Type>()?.value(row) as f64,
        ColumnType::Share => cells.as_primitive_opt::<Float64Type>()?.value(row),
        ColumnType::Money | ColumnType::Exact => {
            let cells = cells.as_primitive_opt::<Decimal128Type>()?;
            cells.value(row) as f64 / 10f64.powi(i32::from(cells.scale()))
        }
        ColumnType::Text | ColumnType::Boolean | ColumnType::Day | ColumnType::Names => {
            return None;
        }
    })
}

/// Ids made of document, kind and span, or of a meeting.
fn ids(table: &Table, batch: &RecordBatch, findings: &mut Findings) {
    let Some(ids) = table.key.first().and_then(|key| texts(batch, key)) else {
        return;
    };
    let is_right: Box<dyn Fn(usize) -> bool> = match table.name {
        "meetings" => {
            let (Some(documents), Some(kinds)) =
                (texts(batch, "document_id"), texts(batch, "kind"))
            else {
                return;
            };
            Box::new(move |row| {
                let digits = documents.value(row).get(..6).unwrap_or_default();
                let end = format!("/{}/{digits}", kinds.value(row));
                ids.value(row).ends_with(&end)
            })
        }
        "items" => {
            let Some(meetings) = texts(batch, "meeting_id") else {
                return;
            };
            Box::new(move |row| {
                let rest = ids.value(row).strip_prefix(meetings.value(row));
                rest.is_some_and(|rest| rest.len() > 1 && rest.starts_with('/'))
            })
        }
        "segments" | "recommendations" | "decisions" | "grants" | "figures" | "attachments"
        | "legal_references" => {
            let (Some(documents), Some(starts), Some(ends)) = (
                texts(batch, "document_id"),
                numbers(batch, "span_start"),
                numbers(batch, "span_end"),
            ) else {
                return;
            };
            Box::new(move |row| {
                let span = format!("{}-{}", starts.value(row), ends.value(row));
                is_fact(ids.value(row), documents.value(row), &span)
            })
        }
        _ => return,
    };
    for row in (0..batch.num_rows()).filter(|row| ids.is_valid(*row)) {
        if !is_right(row) {
            findings.add(Place::of("id", table.name), || key_of(table, batch, row));
        }
    }
}

/// `DOCUMENT:KIND:START-END`, and behind it nothing, a part (`:…`) or a number (`-2`).
fn is_fact(id: &str, document: &str, span: &str) -> bool {
    let rest = id
        .strip_prefix(document)
        .and_then(|rest| rest.strip_prefix(':'));
    let rest = rest.and_then(|rest| rest.split_once(':')?.1.strip_prefix(span));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '-']))
}

/// Municipality and day are those of the row's document.
fn belongs(table: &Table, batch: &RecordBatch, documents: &Documents, findings: &mut Findings) {
    if table.name == "documents" || table.name == "texts" {
        return;
    }
    let Some(ids) = texts(batch, "document_id") else {
        return;
    };
    for row in (0..batch.num_rows()).filter(|row| ids.is_valid(*row)) {
        let Some(rank) = documents.rank.get(ids.value(row)) else {
            continue;
        };
        if documents.whose[*rank] != whose(batch, row) {
            findings.add(Place::of("whose", table.name), || key_of(table, batch, row));
        }
    }
}

/// The order in which rows must stand.
struct Order<'d> {
    table: Table,
    documents: &'d Documents,
    last: usize,
    last_day: Option<(Option<i32>, bool, Option<i32>)>,
}

impl<'d> Order<'d> {
    fn new(table: &Table, documents: &'d Documents) -> Self {
        Self {
            table: *table,
            documents,
            last: 0,
            last_day: None,
        }
    }

    /// Each part of a table begins anew with the first municipality.
    fn begin_file(&mut self) {
        self.last_day = None;
    }

    fn check(&mut self, batch: &RecordBatch, findings: &mut Findings) {
        let by_document = self.table.scope == Scope::Document || self.table.name == "item_topics";
        let Some(ids) = texts(batch, "document_id").filter(|_| by_document) else {
            return;
        };
        for row in 0..batch.num_rows() {
            let is_behind = if self.table.name == "texts" {
                self.is_day_behind(batch, row)
            } else {
                self.is_document_behind(ids.is_valid(row).then(|| ids.value(row)))
            };
            if is_behind {
                findings.add(Place::of("order", self.table.name), || {
                    key_of(&self.table, batch, row)
                });
            }
        }
    }

    /// Whether the document should have come before the one above; files without a text come last.
    fn is_document_behind(&mut self, id: Option<&str>) -> bool {
        let rank = id.and_then(|id| self.documents.rank.get(id).copied());
        let rank = rank.unwrap_or(usize::MAX);
        // A duplicate names a document that has a text, and stands behind all that have.
        let is_behind = rank < self.last && self.table.name != "documents";
        self.last = if is_behind { self.last } else { rank };
        is_behind
    }

    fn is_day_behind(&mut self, batch: &RecordBatch, row: usize) -> bool {
        let (code, _, day) = whose(batch, row);
        let here = (code, day.is_none(), day);
        let is_behind = self.last_day.is_some_and(|last| here < last);
        self.last_day = Some(here);
        is_behind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_holds_document_kind_and_span() {
        for (id, want) in [
            ("7a5ce75e37b20a92:decision:3-9", true),
            ("7a5ce75e37b20a92:decision:3-9:1.a", true),
            ("7a5ce75e37b20a92:decision:3-9-2", true),
            ("7a5ce75e37b20a92:decision:3-90", false),
            ("7a5ce75e37b20a93:decision:3-9", false),
            ("7a5ce75e37b20a92:3-9", false),
        ] {
            assert_eq!(is_fact(id, "7a5ce75e37b20a92", "3-9"), want, "{id}");
        }
    }
}
