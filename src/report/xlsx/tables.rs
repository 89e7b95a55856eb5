//! A sheet a table: typed cells under a frozen head with filters, and links to the evidence of each row.

use super::XlsxError;
use super::book::{Book, MOST_LINKS, excel_day};
use crate::report::format;
use crate::report::model::{Cell, ColumnKind, EvidenceId, Row, Table, Text, Value};
use rust_xlsxwriter::Worksheet;

/// Rows above the rows of the table: title, note, head.
pub const HEAD_ROW: u32 = 2;
/// More digits than a number of Excel holds exactly, in øre.
const EXACT_ORE: u64 = 1_000_000_000_000_000;

/// The sheet of `table`.
pub fn sheet(book: &mut Book<'_>, table: &Table) -> Result<Worksheet, XlsxError> {
    let mut sheet = book.sheet(&table.title, &table.title)?;
    let note = table.note.as_ref().map(Text::words);
    title(book, &mut sheet, &table.title, note.as_deref())?;
    let labels: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.label.as_str())
        .collect();
    let links = table.rows.iter().map(|row| cited(table, row).len());
    let links = links.max().unwrap_or(0).min(MOST_LINKS);
    head(book, &mut sheet, &labels, links, count(table.rows.len()))?;
    let widths = widths(table);
    for (at, width) in (0u16..).zip(&widths) {
        sheet.set_column_width(at, *width)?;
    }
    let labels = labels
        .iter()
        .copied()
        .zip(widths.iter().map(|width| width - 3.0));
    book.heighten(&mut sheet, HEAD_ROW, labels)?;
    let total: f64 = widths.iter().sum();
    sheet.set_print_fit_to_pages(if total > 200.0 { 2 } else { 1 }, 0);
    book.remember(&table.id, &sheet.name());
    for (at, row) in (HEAD_ROW + 1..).zip(&table.rows) {
        for (column, cell) in (0u16..).zip(&row.cells) {
            value(book, &mut sheet, (at, column), &cell.value)?;
        }
        let texts: Vec<String> = row.cells.iter().map(words).collect();
        let texts = texts.iter().map(String::as_str).zip(widths.iter().copied());
        book.heighten(&mut sheet, at, texts)?;
        book.evidence_links(&mut sheet, (at, columns(table)), &cited(table, row))?;
    }
    Ok(sheet)
}

/// Title and note on top of a sheet of rows.
pub fn title(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    title: &str,
    note: Option<&str>,
) -> Result<(), XlsxError> {
    book.write(sheet, (0, 0), title, "", &book.looks.title)?;
    if let Some(note) = note {
        // On one line it runs over the columns to its right; wrapped it would make the row as high as a page.
        let look = book.looks.note.clone().unset_text_wrap();
        book.write(sheet, (1, 0), note, "", &look)?;
    }
    Ok(())
}

/// The head of a sheet of rows: frozen, with filters, repeated on paper.
pub fn head(
    book: &Book<'_>,
    sheet: &mut Worksheet,
    labels: &[&str],
    links: usize,
    rows: u32,
) -> Result<(), XlsxError> {
    let own = count16(labels.len());
    for (at, label) in (0u16..).zip(labels) {
        book.write(sheet, (HEAD_ROW, at), label, "", &book.looks.head)?;
    }
    for at in 0..count16(links) {
        let label = match at {
            0 => book.words.evidence_column.clone(),
            at => format!("{} {}", book.words.evidence_column, at + 1),
        };
        book.write(sheet, (HEAD_ROW, own + at), &label, "", &book.looks.head)?;
        sheet.set_column_width(own + at, 22.0)?;
    }
    let last = (own + count16(links)).saturating_sub(1);
    sheet.set_freeze_panes(HEAD_ROW + 1, 1)?;
    sheet.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
    if rows > 0 && !labels.is_empty() {
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + rows, last)?;
    }
    Ok(())
}

/// Each passage of a row once, with the columns that it states.
fn cited(table: &Table, row: &Row) -> Vec<(EvidenceId, String)> {
    let mut out: Vec<(EvidenceId, String)> = Vec::new();
    for (column, cell) in table.columns.iter().zip(&row.cells) {
        for id in &cell.evidence {
            match out.iter_mut().find(|(known, _)| known == id) {
                Some((_, what)) => {
                    what.push_str(", ");
                    what.push_str(&column.label);
                }
                None => out.push((*id, column.label.clone())),
            }
        }
    }
    out
}

/// Writes a value with its type.
pub fn value(
    book: &mut Book<'_>,
    sheet: &mut Worksheet,
    at: (u32, u16),
    value: &Value,
) -> Result<(), XlsxError> {
    let (row, column) = at;
    let language = book.report.language;
    match value {
        Value::Missing => {
            sheet.write_blank(row, column, &book.looks.words)?;
        }
        Value::Words(words) => book.write(sheet, at, words, "", &book.looks.words)?,
        Value::List(words) => book.write(sheet, at, &words.join("\n"), "", &book.looks.words)?,
        Value::Kroner(amount) if amount.ore().unsigned_abs() < EXACT_ORE => {
            #[allow(clippy::cast_precision_loss)] // Guarded by EXACT_ORE.
            let amount = amount.ore() as f64 / 100.0;
            sheet.write_number_with_format(row, column, amount, &book.looks.kroner)?;
        }
        Value::Kroner(amount) => {
            let words = format!("{} kr.", format::kroner(*amount, language));
            book.write(sheet, at, &words, "", &book.looks.words)?;
        }
        Value::Number { value, places } => number(book, sheet, at, *value, *places, false)?,
        Value::Percent { value, places } => number(book, sheet, at, *value, *places, true)?,
        Value::Date(date) => match excel_day(*date) {
            Some(day) => {
                sheet.write_datetime_with_format(row, column, &day, &book.looks.date)?;
            }
            None => book.write(
                sheet,
                at,
                &format::day(*date, language),
                "",
                &book.looks.words,
            )?,
        },
    }
    Ok(())
}

/// Writes a number; what is none is written as unknown.
pub fn number(
    book: &mut Book<'_>,
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: f64,
    places: usize,
    is_percent: bool,
) -> Result<(), XlsxError> {
    if value.is_finite() {
        let look = book.looks.number(places, is_percent);
        sheet.write_number_with_format(row, column, value, look)?;
    } else {
        sheet.write_blank(row, column, &book.looks.words)?;
    }
    Ok(())
}

/// What a cell may break into lines.
fn words(cell: &Cell) -> String {
    match &cell.value {
        Value::Words(words) => words.clone(),
        Value::List(words) => words.join("\n"),
        _ => String::new(),
    }
}

fn widths(table: &Table) -> Vec<f64> {
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(at, column)| width(table, at, column.kind))
        .collect()
}

/// Width of a column by what it holds, in letters.
fn width(table: &Table, at: usize, kind: ColumnKind) -> f64 {
    let words_of_head = table
        .columns
        .get(at)
        .map(|column| column.label.split_whitespace());
    let longest = table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(at))
        .map(letters)
        .chain(words_of_head.into_iter().flatten().map(length))
        .max()
        .unwrap_or(0);
    let (least, most) = match kind {
        ColumnKind::Words => (10, 32),
        ColumnKind::Prose => (24, 64),
        ColumnKind::Kroner => (15, 24),
        ColumnKind::Number | ColumnKind::Percent => (9, 20),
        ColumnKind::Date => (12, 14),
    };
    f64::from(count(longest.clamp(least, most))) + 3.0
}

fn letters(cell: &Cell) -> usize {
    match &cell.value {
        Value::Words(words) => length(words),
        Value::List(words) => words.iter().map(|words| length(words)).max().unwrap_or(0),
        _ => 12,
    }
}

fn length(words: &str) -> usize {
    words.chars().count()
}

fn columns(table: &Table) -> u16 {
    count16(table.columns.len())
}

/// A count as Excel numbers rows.
pub fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// A count as Excel numbers columns.
pub fn count16(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}
