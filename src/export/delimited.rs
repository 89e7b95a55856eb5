//! CSV: for programs with comma and point, for Danish Excel with semicolon, decimal comma and a byte order mark.

use super::ExportError;
use super::source::{TableData, Value};
use super::text::{BETWEEN_NAMES, cell};
use crate::harmless::{defused, defused_words};
use std::borrow::Cow;
use std::io::Write;

/// Writes a table; `excel` is the flavour of Danish Excel. Words that a spreadsheet would run as a formula are defused in
/// both; words that are a number are left to programs, and kept from Excel, which would write them otherwise.
pub fn write(data: &TableData, excel: bool, to: &mut dyn Write) -> Result<(), ExportError> {
    let (delimiter, point) = if excel { (b';', ',') } else { (b',', '.') };
    if excel {
        to.write_all("\u{feff}".as_bytes())?;
    }
    let ends = if excel {
        csv::Terminator::CRLF
    } else {
        csv::Terminator::Any(b'\n')
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(ends)
        .from_writer(to);
    writer.write_record(data.columns.iter().map(|column| column.name.as_str()))?;
    data.for_each(&mut |row| {
        for value in row {
            writer.write_field(shown(value, excel, point).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
        Ok(())
    })?;
    writer.flush()?;
    Ok(())
}

fn shown<'v>(value: &'v Value<'_>, excel: bool, point: char) -> Cow<'v, str> {
    match value {
        Value::Text(words) => words_of(words, excel),
        Value::Names(names) => Cow::Owned(words_of(&names.join(BETWEEN_NAMES), excel).into_owned()),
        value => cell(value, point),
    }
}

fn words_of(words: &str, excel: bool) -> Cow<'_, str> {
    if excel {
        defused(words)
    } else {
        defused_words(words)
    }
}
