//! An Excel workbook: a sheet a table, typed cells, words never a formula, and a sheet that says what the columns mean.

use super::ExportError;
use super::source::{OutColumn, TableData, Value};
use super::text::{BETWEEN_NAMES, float};
use crate::dataset::Manifest;
use crate::tables::ColumnType;
use crate::value::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::path::Path;

/// Rows of a sheet, its heading included.
const ROWS: u64 = 1_048_576;
/// UTF-16 units of a cell.
const CELL: usize = 32_767;
/// Name of the sheet that says what the columns mean.
const MEANING: &str = "columns_of_tables";

/// Writes the workbook to `path` and says how many texts were cut.
pub fn write(tables: &[TableData], manifest: &Manifest, path: &Path) -> Result<u64, ExportError> {
    if let Some(data) = tables.iter().find(|data| data.rows >= ROWS) {
        return Err(ExportError::TooManyRows {
            table: data.name(),
            rows: data.rows,
        });
    }
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(manifest)?);
    let formats = Formats::new();
    let mut cut = 0;
    for data in tables {
        cut += sheet(&mut workbook, data, &formats)?;
    }
    meaning(&mut workbook, tables, &formats)?;
    workbook.save(path)?;
    Ok(cut)
}

/// Properties without a clock, so that the same data give the same workbook.
pub fn properties(manifest: &Manifest) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title("Tværsnit")
        .set_comment(format!(
            "data set {}, contract {}, program {}",
            manifest.data_set, manifest.contract, manifest.program
        ))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

/// The formats of cells.
pub struct Formats {
    /// A column's heading.
    pub heading: Format,
    /// Kroner.
    pub money: Format,
    /// A day.
    pub day: Format,
}

impl Formats {
    /// The formats.
    pub fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Self {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            money: top.clone().set_num_format("#,##0.00"),
            day: top.set_num_format("yyyy-mm-dd"),
        }
    }
}

fn sheet(workbook: &mut Workbook, data: &TableData, formats: &Formats) -> Result<u64, ExportError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(data.name())?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&data.columns) {
        sheet.set_column_width(at, width(column))?;
        sheet.write_string_with_format(0, at, column.name.as_str(), &formats.heading)?;
    }
    let (mut row, mut cut) = (0, 0);
    data.for_each(&mut |values| {
        row += 1;
        for (column, value) in (0..).zip(values) {
            cut += u64::from(cell(sheet, row, column, value, formats)?);
        }
        Ok(())
    })?;
    let last = u16::try_from(data.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, row, last)?;
    Ok(cut)
}

/// Writes a value and says whether it was cut.
pub fn cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value<'_>,
    formats: &Formats,
) -> Result<bool, XlsxError> {
    match value {
        Value::Null => {}
        Value::Text(words) => return text(sheet, row, column, words),
        Value::Names(names) => return text(sheet, row, column, &names.join(BETWEEN_NAMES)),
        // A number of more than 15 digits would be rounded.
        Value::Whole(number) if number.abs() >= 1_000_000_000_000_000 => {
            sheet.write_string(row, column, number.to_string())?;
        }
        Value::Whole(number) => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Value::Truth(truth) => {
            sheet.write_boolean(row, column, *truth)?;
        }
        Value::Share(share) if share.is_finite() => {
            sheet.write_number(row, column, *share)?;
        }
        Value::Share(_) => {}
        Value::Day(day) => match serial(*day) {
            Some(serial) => {
                sheet.write_number_with_format(row, column, serial, &formats.day)?;
            }
            None => {
                sheet.write_string(row, column, day.to_string())?;
            }
        },
        Value::Exact { units, places } => {
            let number = float(*units, *places);
            if *places == 2 {
                sheet.write_number_with_format(row, column, number, &formats.money)?;
            } else {
                sheet.write_number(row, column, number)?;
            }
        }
    }
    Ok(false)
}

/// Writes words as words, whatever they begin with; what a cell cannot hold is cut, and says so.
pub fn text(sheet: &mut Worksheet, row: u32, column: u16, words: &str) -> Result<bool, XlsxError> {
    let units: usize = words.chars().map(char::len_utf16).sum();
    if units <= CELL {
        sheet.write_string(row, column, words)?;
        return Ok(false);
    }
    let note = format!(" […] cut: Excel holds {CELL} characters, the text has {units}");
    let mut left = CELL - note.chars().map(char::len_utf16).sum::<usize>();
    let kept: String = words
        .chars()
        .take_while(|char| {
            let fits = left >= char.len_utf16();
            left = left.saturating_sub(char.len_utf16());
            fits
        })
        .collect();
    sheet.write_string(row, column, kept + &note)?;
    Ok(true)
}

/// Days as Excel counts them; it has none before March 1900 that are right.
fn serial(day: Date) -> Option<f64> {
    let since = day.since(Date::constant(1899, 12, 30)).ok()?.get_days();
    (since > 60).then(|| f64::from(since))
}

fn width(column: &OutColumn) -> f64 {
    match column.kind {
        ColumnType::Text if column.name.ends_with("_id") => 24.0,
        ColumnType::Text
            if matches!(
                column.name.as_str(),
                "text" | "sentence" | "title" | "summary"
            ) =>
        {
            60.0
        }
        ColumnType::Text | ColumnType::Names => 22.0,
        ColumnType::Money => 16.0,
        _ => 12.0,
    }
}

fn meaning(
    workbook: &mut Workbook,
    tables: &[TableData],
    formats: &Formats,
) -> Result<(), ExportError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(MEANING)?;
    sheet.set_freeze_panes(1, 0)?;
    let headings = [
        ("table", 22.0),
        ("column", 24.0),
        ("type", 14.0),
        ("unit", 12.0),
        ("meaning", 100.0),
    ];
    for (at, (heading, width)) in (0..).zip(headings) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, heading, &formats.heading)?;
    }
    let mut row = 0;
    for data in tables {
        for column in &data.columns {
            row += 1;
            let cells = [
                data.name(),
                &column.name,
                column.kind.sql(),
                column.unit.unwrap_or_default(),
                &column.about,
            ];
            for (at, words) in (0..).zip(cells) {
                text(sheet, row, at, words)?;
            }
        }
    }
    sheet.autofilter(0, 0, row, 4)?;
    Ok(())
}
