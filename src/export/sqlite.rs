//! A SQLite file: types, keys, references, indexes; lists as JSON; the meaning of the columns in tables of its own.
//!
//! SQLite has no decimals and no days: whole kroner are integers, others 64-bit floats; days are ISO 8601 text.

use super::ExportError;
use super::source::{TableData, Value};
use super::text::float;
use crate::dataset::Manifest;
use crate::tables::ColumnType;
use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
use rusqlite::{Connection, params_from_iter};
use std::path::Path;

/// Writes the file.
pub fn write(tables: &[TableData], manifest: &Manifest, path: &Path) -> Result<(), ExportError> {
    let mut connection = Connection::open(path)?;
    // The file is made anew and takes its place only when it is whole, so nothing needs undoing; references are looked
    // at once, when all rows are in.
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;",
    )?;
    let work = connection.transaction()?;
    for data in tables {
        work.execute_batch(&definition(data, tables))?;
        rows(&work, data)?;
    }
    for data in tables {
        work.execute_batch(&indexes(data, tables))?;
    }
    meaning(&work, tables, manifest)?;
    work.commit()?;
    connection.execute_batch("PRAGMA optimize;")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn definition(data: &TableData, tables: &[TableData]) -> String {
    let mut lines: Vec<String> = data
        .columns
        .iter()
        .map(|column| {
            let null = if column.nullable { "" } else { " NOT NULL" };
            format!("{} {}{null}", name(&column.name), kind(column.kind))
        })
        .collect();
    lines.push(format!("PRIMARY KEY ({})", names(data.table.key)));
    for reference in references(data, tables) {
        lines.push(format!(
            "FOREIGN KEY ({}) REFERENCES {} ({})",
            name(reference.column),
            name(reference.table),
            name(reference.target)
        ));
    }
    format!(
        "CREATE TABLE {} (\n  {}\n);",
        name(data.name()),
        lines.join(",\n  ")
    )
}

/// The references to tables that are in the file, by the one column that is their key.
fn references<'t>(
    data: &'t TableData,
    tables: &'t [TableData],
) -> impl Iterator<Item = &'t crate::tables::Reference> {
    data.table.references.iter().filter(|reference| {
        tables.iter().any(|other| {
            other.name() == reference.table && other.table.key == [reference.target].as_slice()
        })
    })
}

fn indexes(data: &TableData, tables: &[TableData]) -> String {
    let own_key = data.table.key.first().copied();
    let mut columns: Vec<&str> = references(data, tables)
        .map(|reference| reference.column)
        .chain(["municipality_code"])
        .filter(|column| Some(*column) != own_key)
        .filter(|column| data.columns.iter().any(|known| known.name == *column))
        .collect();
    columns.dedup();
    columns
        .iter()
        .map(|column| {
            let table = data.name();
            let index = name(&format!("{table}_by_{column}"));
            format!(
                "CREATE INDEX {index} ON {} ({});\n",
                name(table),
                name(column)
            )
        })
        .collect()
}

fn rows(work: &Connection, data: &TableData) -> Result<(), ExportError> {
    let places = vec!["?"; data.columns.len()].join(", ");
    let sql = format!("INSERT INTO {} VALUES ({places})", name(data.name()));
    let mut insert = work.prepare(&sql)?;
    data.for_each(&mut |row| {
        insert.execute(params_from_iter(row.iter().map(held)))?;
        Ok(())
    })
}

fn held<'v>(value: &'v Value<'_>) -> ToSqlOutput<'v> {
    ToSqlOutput::Owned(match value {
        Value::Text(words) => {
            return ToSqlOutput::Borrowed(ValueRef::Text(words.as_bytes()));
        }
        Value::Null => Owned::Null,
        Value::Whole(number) => Owned::Integer(*number),
        Value::Truth(truth) => Owned::Integer(i64::from(*truth)),
        Value::Share(share) => Owned::Real(*share),
        Value::Day(day) => Owned::Text(day.to_string()),
        Value::Exact { units, places } => {
            let factor = 10i128.pow(u32::from(*places));
            match i64::try_from(units / factor) {
                Ok(whole) if units % factor == 0 => Owned::Integer(whole),
                _ => Owned::Real(float(*units, *places)),
            }
        }
        // Strings always serialize.
        Value::Names(names) => Owned::Text(serde_json::to_string(names).unwrap_or_default()),
    })
}

fn meaning(
    work: &Connection,
    tables: &[TableData],
    manifest: &Manifest,
) -> Result<(), ExportError> {
    work.execute_batch(
        "CREATE TABLE tvaersnit_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, unit TEXT, \
         meaning TEXT NOT NULL, PRIMARY KEY (table_name, column_name));
         CREATE TABLE tvaersnit_data_set (data_set TEXT NOT NULL, contract TEXT NOT NULL, program TEXT NOT NULL);",
    )?;
    let mut insert = work.prepare("INSERT INTO tvaersnit_columns VALUES (?, ?, ?, ?)")?;
    for data in tables {
        for column in &data.columns {
            insert.execute((data.name(), &column.name, column.unit, &column.about))?;
        }
    }
    work.execute(
        "INSERT INTO tvaersnit_data_set VALUES (?, ?, ?)",
        (&manifest.data_set, &manifest.contract, &manifest.program),
    )?;
    Ok(())
}

fn kind(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text | ColumnType::Names | ColumnType::Day => "TEXT",
        ColumnType::Integer | ColumnType::Long | ColumnType::Boolean => "INTEGER",
        ColumnType::Share => "REAL",
        ColumnType::Money | ColumnType::Exact => kind.sql(),
    }
}

fn name(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

fn names(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| name(word)).collect();
    words.join(", ")
}
