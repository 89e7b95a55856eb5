//! A table of a data set as rows of typed values, read batch by batch.

use super::{ExportError, Labels};
use crate::dataset::files_of;
use crate::tables::{Column, ColumnType, Table};
use crate::value::Date;
use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type};
use jiff::ToSpan;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Rows that are in memory at once.
const BATCH: usize = 2_048;

/// A value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'v> {
    /// Unknown.
    Null,
    /// Words.
    Text(&'v str),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Truth(bool),
    /// A share.
    Share(f64),
    /// A day.
    Day(Date),
    /// An exact decimal: whole units of ten to the power of minus `places`.
    Exact {
        /// The units.
        units: i128,
        /// Digits behind the point.
        places: u8,
    },
    /// Names.
    Names(Vec<&'v str>),
}

/// A column of an export.
#[derive(Clone, Debug)]
pub struct OutColumn {
    /// Name.
    pub name: String,
    /// What it means.
    pub about: String,
    /// Unit.
    pub unit: Option<&'static str>,
    /// Type.
    pub kind: ColumnType,
    /// Whether it may be null.
    pub nullable: bool,
    /// The column of codes that this one puts into words.
    pub label_of: Option<LabelOf>,
}

/// What a column of labels is made of.
#[derive(Clone, Debug)]
pub struct LabelOf {
    /// Position of the column of codes in the files.
    pub column: usize,
    /// Each code with its label.
    pub labels: Vec<(String, String)>,
}

/// A table of a data set.
#[derive(Debug)]
pub struct TableData {
    /// The table of the contract.
    pub table: Table,
    /// Its files, in order.
    pub files: Vec<PathBuf>,
    /// The columns of the export.
    pub columns: Vec<OutColumn>,
    /// Number of rows.
    pub rows: u64,
    /// Of each column of the export its position in the files; of a column of labels that of its codes.
    from: Vec<usize>,
}

impl TableData {
    /// Looks into the files of `table` in the data set at `dir`.
    pub fn open(dir: &Path, table: Table, labels: Option<&Labels>) -> Result<Self, ExportError> {
        let files = files_of(dir, &table);
        let mut rows = 0;
        let mut schema = None;
        for path in &files {
            let reader = reader(path)?;
            rows += u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(0);
            schema.get_or_insert_with(|| reader.schema().clone());
        }
        let schema = schema.ok_or(ExportError::NoTable(table.name))?;
        let known = table.columns();
        let mut data = Self {
            table,
            files,
            columns: Vec::new(),
            rows,
            from: Vec::new(),
        };
        for (at, field) in schema.fields().iter().enumerate() {
            let kind = kind(field.data_type()).ok_or_else(|| ExportError::Type {
                table: table.name,
                column: field.name().clone(),
                kind: field.data_type().to_string(),
            })?;
            let known = known.iter().find(|column| column.name == field.name());
            data.columns.push(OutColumn {
                name: field.name().clone(),
                about: known
                    .map(|column| column.about.to_owned())
                    .unwrap_or_default(),
                unit: known.and_then(|column| column.unit),
                kind,
                nullable: field.is_nullable(),
                label_of: None,
            });
            data.from.push(at);
            if let Some((labels, column)) = labels.zip(known) {
                data.add_labels(at, labels, column);
            }
        }
        Ok(data)
    }

    /// A column of labels behind a column of codes that have labels.
    fn add_labels(&mut self, at: usize, labels: &Labels, column: &Column) {
        let labelled: Vec<(String, String)> = labels
            .of(self.table.name, column.name)
            .map(|(code, label)| (code.to_owned(), label.to_owned()))
            .collect();
        if labelled.is_empty() || column.kind != ColumnType::Text {
            return;
        }
        self.columns.push(OutColumn {
            name: format!("{}_{}", column.name, labels.language),
            about: format!("{} in words.", column.name),
            unit: None,
            kind: ColumnType::Text,
            nullable: true,
            label_of: Some(LabelOf {
                column: at,
                labels: labelled,
            }),
        });
        self.from.push(at);
    }

    /// Name of the table.
    pub fn name(&self) -> &'static str {
        self.table.name
    }

    /// Hands each row to `take`, in order; a row is as long as `columns`.
    pub fn for_each(
        &self,
        take: &mut dyn FnMut(&[Value<'_>]) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        for path in &self.files {
            for batch in reader(path)?.with_batch_size(BATCH).build()? {
                let batch = batch?;
                let mut row = Vec::with_capacity(self.columns.len());
                for at in 0..batch.num_rows() {
                    row.clear();
                    for (column, from) in self.columns.iter().zip(&self.from) {
                        row.push(self.value(column, batch.column(*from), at)?);
                    }
                    take(&row)?;
                }
            }
        }
        Ok(())
    }

    fn value<'b>(
        &'b self,
        column: &'b OutColumn,
        cells: &'b ArrayRef,
        at: usize,
    ) -> Result<Value<'b>, ExportError> {
        let value = value(cells, at).ok_or_else(|| ExportError::Type {
            table: self.table.name,
            column: column.name.clone(),
            kind: cells.data_type().to_string(),
        })?;
        let Some(of) = &column.label_of else {
            return Ok(value);
        };
        let label = match value {
            Value::Text(code) => of.labels.iter().find(|(known, _)| *known == code),
            _ => None,
        };
        Ok(label.map_or(Value::Null, |(_, label)| Value::Text(label)))
    }
}

fn reader(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, ExportError> {
    let file = File::open(path).map_err(|source| ExportError::Io {
        path: path.to_owned(),
        action: "opened",
        source,
    })?;
    Ok(ParquetRecordBatchReaderBuilder::try_new(file)?)
}

/// The type of the contract that a type of Arrow is.
fn kind(data: &DataType) -> Option<ColumnType> {
    Some(match data {
        DataType::Utf8 => ColumnType::Text,
        DataType::Int32 => ColumnType::Integer,
        DataType::Int64 => ColumnType::Long,
        DataType::Boolean => ColumnType::Boolean,
        DataType::Float64 => ColumnType::Share,
        DataType::Date32 => ColumnType::Day,
        DataType::Decimal128(_, 2) => ColumnType::Money,
        DataType::Decimal128(_, 6) => ColumnType::Exact,
        DataType::List(of) if *of.data_type() == DataType::Utf8 => ColumnType::Names,
        _ => return None,
    })
}

fn value(cells: &ArrayRef, at: usize) -> Option<Value<'_>> {
    if cells.is_null(at) {
        return Some(Value::Null);
    }
    Some(match kind(cells.data_type())? {
        ColumnType::Text => Value::Text(cells.as_string::<i32>().value(at)),
        ColumnType::Integer => Value::Whole(i64::from(cells.as_primitive::<Int32Type>().value(at))),
        ColumnType::Long => Value::Whole(cells.as_primitive::<Int64Type>().value(at)),
        ColumnType::Boolean => Value::Truth(cells.as_boolean().value(at)),
        ColumnType::Share => Value::Share(cells.as_primitive::<Float64Type>().value(at)),
        ColumnType::Day => Value::Day(day(cells.as_primitive::<Date32Type>().value(at))?),
        kind @ (ColumnType::Money | ColumnType::Exact) => Value::Exact {
            units: cells.as_primitive::<Decimal128Type>().value(at),
            places: if kind == ColumnType::Money { 2 } else { 6 },
        },
        ColumnType::Names => {
            let lists = cells.as_list::<i32>();
            let (from, until) = (lists.value_offsets()[at], lists.value_offsets()[at + 1]);
            let names = lists.values().as_string_opt::<i32>()?;
            let places = usize::try_from(from).ok()?..usize::try_from(until).ok()?;
            Value::Names(places.map(|place| names.value(place)).collect())
        }
    })
}

fn day(since_1970: i32) -> Option<Date> {
    Date::constant(1970, 1, 1)
        .checked_add(since_1970.days())
        .ok()
}
