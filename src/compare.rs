//! COMPARE: SQL files answer questions from a published data set, on DuckDB.
//!
//! 1. [`Engine::open`] opens the data set's tables and makes the shared views of `queries/views/`; from then on SQL
//!    reads these and reaches nothing else: no file, no network, no extension, no setting. [`Limits`] bound what a
//!    statement may cost.
//! 2. [`queries`] lists the questions that are shipped (`queries/*.sql`); [`Query::from_file`] reads a user's own.
//! 3. [`Engine::run`] binds the parameters and gives an [`Answer`], [`Engine::sql`] one for a single statement.
//! 4. [`Format::write`] puts the answer into the form that was asked for.

mod answer;
mod changes;
mod engine;
mod format;
mod header;
mod items;
mod limits;
mod queries;
mod statement;

pub use answer::Answer;
pub use changes::Changes;
pub use engine::Engine;
#[cfg(feature = "export")]
pub(crate) use engine::views_over;
pub use format::Format;
pub use header::{Default, Parameter, Query};
pub use items::{Found, ItemText, PARTS, Searched, Wanted};
pub use limits::{Limits, Reach};
pub use queries::{VIEWS, View, named, queries};

use std::path::PathBuf;

/// Why a question could not be answered.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// There is no data set.
    #[error("{} holds no data set; make one with: tvaersnit build INPUT --out {}", .dir.display(), .dir.display())]
    NoDataSet {
        /// The folder looked in.
        dir: PathBuf,
    },
    /// A table of the data set is not there.
    #[error(
        "{} lacks the table '{table}', so it was built by another version or is damaged; build it again with: tvaersnit build",
        .dir.display()
    )]
    NoTable {
        /// The folder looked in.
        dir: PathBuf,
        /// The table.
        table: &'static str,
    },
    /// A folder that DuckDB cannot open.
    #[error(
        "the name of the folder {} is no UTF-8, and DuckDB opens no such folder; give it another name",
        .dir.display()
    )]
    NoText {
        /// The data set.
        dir: PathBuf,
    },
    /// The data set is not safe to read.
    #[error(transparent)]
    Incompatible(#[from] crate::dataset::IncompatibleError),
    /// No query has this name.
    #[error(
        "there is no query '{name}'{suggestion}; known are: {known} (or give the path of an SQL file)"
    )]
    UnknownQuery {
        /// The name given.
        name: String,
        /// The nearest name, in words.
        suggestion: String,
        /// The names known.
        known: String,
    },
    /// A query file cannot be read.
    #[error("{}: {source}", .path.display())]
    QueryFile {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The comment on top of a query file has a directive that cannot be understood.
    #[error("{query}, line {line}: {message}")]
    Header {
        /// The query.
        query: String,
        /// The line, from 1.
        line: usize,
        /// What was expected.
        message: String,
    },
    /// A parameter has no default and was not given.
    #[error("{query} needs a value for {missing}; give it with --param NAME=VALUE")]
    ParameterMissing {
        /// The query.
        query: String,
        /// The parameters with their meanings.
        missing: String,
    },
    /// A parameter was given that the query does not have.
    #[error("{query} has no parameter '{name}'; it has: {known}")]
    ParameterUnknown {
        /// The query.
        query: String,
        /// The name given.
        name: String,
        /// The names known.
        known: String,
    },
    /// No item has this id.
    #[error(
        "there is no item '{id}' in the data set; the ids of items stand in the column item_id of every comparison"
    )]
    NoItem {
        /// The id given.
        id: String,
    },
    /// Not exactly one statement.
    #[error("expected one SQL statement, found {found}")]
    Statements {
        /// How many there are.
        found: usize,
    },
    /// A statement that does more than read.
    #[error(
        "only statements that read are carried out: SELECT, WITH, FROM, VALUES, TABLE, PIVOT, UNPIVOT, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN; --allow-external lifts this and every other fence"
    )]
    NotReading,
    /// A statement took longer than it may.
    #[error(
        "no answer within {seconds} seconds, so the statement was ended; give it longer with --timeout SECONDS"
    )]
    TooSlow {
        /// How long it may take.
        seconds: u64,
    },
    /// Another build took the data set's place while it was being read.
    #[error("{} was replaced while it was being read, so the answer may mix two versions; ask again", .dir.display())]
    Replaced {
        /// The data set.
        dir: PathBuf,
    },
    /// DuckDB refuses the statement or cannot carry it out.
    #[error("{0}")]
    Sql(String),
    /// An answer cannot be put into the form asked for.
    #[error(transparent)]
    Arrow(#[from] arrow::error::ArrowError),
    /// An answer cannot be written as Parquet.
    #[error(transparent)]
    Parquet(#[from] parquet::errors::ParquetError),
    /// An answer cannot be written as CSV.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// An answer cannot be written.
    #[error(transparent)]
    Write(#[from] std::io::Error),
}

impl From<duckdb::Error> for CompareError {
    /// DuckDB's own words; its error code adds nothing to them.
    fn from(error: duckdb::Error) -> Self {
        Self::Sql(match error {
            duckdb::Error::DuckDBFailure(_, Some(message)) => message,
            other => other.to_string(),
        })
    }
}
