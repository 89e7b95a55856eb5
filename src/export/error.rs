//! Why an export came to nothing.

use std::path::PathBuf;

/// Why an export came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no data set.
    #[error("{0} holds no data set; make one with: tvaersnit build INPUT --out {0}")]
    NoDataSet(PathBuf),
    /// Files of two data sets, or of a later contract.
    #[error(transparent)]
    Incompatible(#[from] crate::dataset::IncompatibleError),
    /// Another build took the data set's place meanwhile.
    #[error("{0} was replaced by another build while it was read; export it again")]
    Replaced(PathBuf),
    /// No table has this name.
    #[error("there is no table '{name}'{suggestion}; tvaersnit schema lists them")]
    UnknownTable {
        /// The name given.
        name: String,
        /// The nearest name, in words.
        suggestion: String,
    },
    /// A table's file is not there.
    #[error("the data set lacks the table '{0}': it was built by another version; build it again")]
    NoTable(&'static str),
    /// Standard output takes one table.
    #[error(
        "standard output takes exactly one table, as csv or json; name it, or give a place with --out"
    )]
    Several,
    /// Something stands at the place.
    #[error(
        "'{0}' is there already and may hold somebody's work; name another place with --out, or replace it with --force"
    )]
    Exists(PathBuf),
    /// An exported file was changed since.
    #[error(
        "'{0}' was changed since it was exported; keep it under another name, or replace it with --force"
    )]
    Changed(PathBuf),
    /// A table has more rows than a sheet.
    #[error(
        "the table '{table}' has {rows} rows and a sheet of Excel holds 1,048,575 under its heading; leave it out by naming the other tables, or export it with --format csv, sqlite or duckdb"
    )]
    TooManyRows {
        /// The table.
        table: &'static str,
        /// Its rows.
        rows: u64,
    },
    /// A column's type is none of the contract.
    #[error("the column '{column}' of '{table}' has a type that is none of the contract's: {kind}")]
    Type {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// Its type.
        kind: String,
    },
    /// A file could not be read or written.
    #[error("'{path}' could not be {action}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What was to be done with it.
        action: &'static str,
        /// The cause.
        source: std::io::Error,
    },
    /// The rows could not be written.
    #[error("writing the rows failed")]
    Write(#[from] std::io::Error),
    /// A table's file is damaged.
    #[error(transparent)]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A table's file is damaged.
    #[error(transparent)]
    Arrow(#[from] arrow::error::ArrowError),
    /// CSV could not be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// The workbook could not be written.
    #[error(transparent)]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// SQLite refused.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// DuckDB refused.
    #[error(transparent)]
    Duckdb(#[from] duckdb::Error),
    /// Labels could not be read.
    #[error("the labels could not be read: {0}")]
    Labels(String),
}
