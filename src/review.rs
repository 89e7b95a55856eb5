//! REVIEW: facts with their words go to a person as a workbook; what comes back becomes corrections and gold facts.
//!
//! 1. [`facts::gather`] takes whole items from a data set, so that what is judged of an item can become gold.
//! 2. [`sheet::write`] puts a row for each value into a workbook, with columns for the judgement.
//! 3. [`answers::read`] reads the judgements back; [`Answers::corrections`] and [`gold::gold`] turn them into files.

mod answers;
mod facts;
mod gold;
mod sheet;

pub use answers::{Answer, Answers, Open, Verdict, append};
pub use facts::{Fact, TABLES, Wanted, gather};
pub use gold::{GoldDocument, gold};
pub use sheet::write;

use std::path::PathBuf;

/// Why a review came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The data set cannot be asked.
    #[error(transparent)]
    Data(#[from] crate::compare::CompareError),
    /// No item of the data set has the topic.
    #[error("no item is about or mentions the topic '{topic}'{suggestion}")]
    UnknownTopic {
        /// The topic given.
        topic: String,
        /// The nearest one, in words.
        suggestion: String,
    },
    /// There is nothing to review.
    #[error(
        "the data set holds no such facts; leave out --table or --topic, or build with more documents"
    )]
    Nothing,
    /// More rows than a sheet holds.
    #[error(
        "the review has {0} rows and a sheet of Excel holds 1,048,575; take fewer items with --limit"
    )]
    TooManyRows(usize),
    /// The workbook cannot be written.
    #[error(transparent)]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The workbook cannot be read.
    #[error("'{path}' cannot be read as a workbook")]
    Workbook {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: calamine::XlsxError,
    },
    /// A column is not there.
    #[error(
        "the sheet '{sheet}' of '{path}' has no column '{column}'; send back the workbook with its headings as they were"
    )]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The sheet.
        sheet: &'static str,
        /// The heading.
        column: &'static str,
    },
    /// The corrections file has another form than ours.
    #[error("'{0}' has other columns than {columns}; name another file with --out", columns = crate::corrections::COLUMNS.join(","))]
    OtherColumns(PathBuf),
    /// A file cannot be read or written.
    #[error("'{path}' cannot be read or written")]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// Corrections cannot be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
}
