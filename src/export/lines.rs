//! JSON lines: a row, a line; money and exact numbers keep all their digits, lists are arrays, unknown is null.

use super::ExportError;
use super::source::{TableData, Value};
use super::text::exact;
use std::io::Write;

/// Writes a table.
pub fn write(data: &TableData, to: &mut dyn Write) -> Result<(), ExportError> {
    let names: Vec<String> = data
        .columns
        .iter()
        .map(|column| quoted(&column.name))
        .collect();
    data.for_each(&mut |row| {
        for (at, (name, value)) in names.iter().zip(row).enumerate() {
            let before = if at == 0 { "{" } else { "," };
            write!(to, "{before}{name}:{}", json(value))?;
        }
        writeln!(to, "}}")?;
        Ok(())
    })
}

fn json(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(words) => quoted(words),
        Value::Whole(number) => number.to_string(),
        Value::Truth(truth) => truth.to_string(),
        // A number that JSON has no form for is unknown to it.
        Value::Share(share) => serde_json::to_string(share).unwrap_or_else(|_| "null".to_owned()),
        Value::Day(day) => quoted(&day.to_string()),
        Value::Exact { units, places } => exact(*units, *places, '.'),
        Value::Names(names) => serde_json::to_string(names).unwrap_or_default(),
    }
}

fn quoted(words: &str) -> String {
    // Strings always serialize.
    serde_json::to_string(words).unwrap_or_default()
}
