//! A DuckDB file: the tables with their meaning as comments, and the views that the comparisons use.

use super::ExportError;
use super::source::{OutColumn, TableData};
use crate::compare::views_over;
use crate::dataset::Manifest;
use duckdb::{Config, Connection};
use std::collections::BTreeSet;
use std::path::Path;

/// The form of the file: the oldest that every DuckDB from 1.0 on reads. Left alone, it is that of the library compiled in,
/// which programs of last year refuse.
const STORAGE: &str = "v1.0.0";

/// Writes the file. Types and rows are what the Parquet files hold: DuckDB reads them itself.
pub fn write(tables: &[TableData], manifest: &Manifest, path: &Path) -> Result<(), ExportError> {
    let config = Config::default()
        .with("autoload_known_extensions", "false")?
        .with("autoinstall_known_extensions", "false")?;
    let connection = Connection::open_in_memory_with_flags(config)?;
    connection.execute_batch(&format!(
        "ATTACH {} AS export (STORAGE_VERSION '{STORAGE}'); USE export;",
        text(&path.to_string_lossy())
    ))?;
    for data in tables {
        connection.execute_batch(&definition(data))?;
        connection.execute_batch(&comments(data))?;
    }
    let present: BTreeSet<&str> = tables.iter().map(TableData::name).collect();
    for view in views_over(&present) {
        connection.execute_batch(view.sql)?;
    }
    connection.execute_batch(&format!(
        "CREATE TABLE tvaersnit_data_set AS SELECT {} AS data_set, {} AS contract, {} AS program;
         CHECKPOINT; USE memory; DETACH export;",
        text(&manifest.data_set),
        text(&manifest.contract),
        text(&manifest.program)
    ))?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn definition(data: &TableData) -> String {
    let columns: Vec<String> = data
        .columns
        .iter()
        .map(|column| selected(data, column))
        .collect();
    let files: Vec<String> = data
        .files
        .iter()
        .map(|file| text(&file.to_string_lossy()))
        .collect();
    format!(
        "CREATE TABLE {} AS SELECT {} FROM read_parquet([{}], hive_partitioning = false);",
        name(data.name()),
        columns.join(", "),
        files.join(", ")
    )
}

fn selected(data: &TableData, column: &OutColumn) -> String {
    let Some(of) = &column.label_of else {
        return name(&column.name);
    };
    // A column of labels stands right behind its codes, and the columns of the files keep their order.
    let codes = data
        .columns
        .iter()
        .filter(|column| column.label_of.is_none());
    let codes = codes.map(|column| name(&column.name)).nth(of.column);
    let cases: String = of
        .labels
        .iter()
        .map(|(code, label)| format!(" WHEN {} THEN {}", text(code), text(label)))
        .collect();
    format!(
        "CASE {}{cases} END AS {}",
        codes.unwrap_or_default(),
        name(&column.name)
    )
}

fn comments(data: &TableData) -> String {
    let table = name(data.name());
    let mut sql = format!("COMMENT ON TABLE {table} IS {};\n", text(data.table.about));
    for column in &data.columns {
        let unit = column
            .unit
            .map(|unit| format!(" Unit: {unit}."))
            .unwrap_or_default();
        sql += &format!(
            "COMMENT ON COLUMN {table}.{} IS {};\n",
            name(&column.name),
            text(&format!("{}{unit}", column.about))
        );
    }
    sql
}

fn name(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

fn text(words: &str) -> String {
    format!("'{}'", words.replace('\'', "''"))
}
