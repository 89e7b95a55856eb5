//! REPORT: answers become a document for readers, in HTML, Word, Excel or Markdown.
//!
//! 1. [`Request::settle`] finds the topics and municipalities that a user names.
//! 2. [`gather`] asks the data set and puts the answers together: a [`model::Report`], with the words of [`words`].
//! 3. A renderer gives it a form: [`html`], [`docx`], [`xlsx`], [`markdown`].
//!
//! [`model`] is what a report says; [`chart`] draws its pictures; [`format`] writes numbers and days; a [`theme`] puts an
//! organisation's name and colours on it.

pub mod chart;
pub mod docx;
pub mod form_words;
pub mod format;
mod gather;
pub mod html;
pub mod markdown;
pub mod model;
pub mod palette;
mod request;
#[cfg(test)]
mod sample;
mod source_line;
pub mod theme;
pub mod words;
pub mod xlsx;
pub mod xml;

pub use gather::gather;
pub use request::{Request, Settled, TopicName};

use crate::compare::CompareError;
use source_line::below_chart;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// No topic has this name.
    #[error("there is no topic '{name}'; {near}")]
    UnknownTopic {
        /// The name given.
        name: String,
        /// The names nearest to it.
        near: String,
    },
    /// No municipality has this name or code.
    #[error("there is no municipality '{name}'; {near}")]
    UnknownMunicipality {
        /// The name given.
        name: String,
        /// The names nearest to it.
        near: String,
    },
    /// No region has this name.
    #[error("there is no region '{name}'; {near}")]
    UnknownRegion {
        /// The name given.
        name: String,
        /// The names known.
        near: String,
    },
    /// The data set has items about none of the topics that a report is about where none is named.
    #[error("the material has no item about any known topic; name one with --topic")]
    NoTopic,
    /// The data set does not answer.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// An answer is not shaped as the report expects it: a fault of ours.
    #[error("fault of ours: the answer to report/{name}.sql is not as expected: {source}")]
    Rows {
        /// The question.
        name: &'static str,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// A passage does not stand where the data set says: a fault of ours.
    #[error(
        "fault of ours: the words of {row_id} do not stand where the data set says; build it again"
    )]
    Misplaced {
        /// The row of the data set.
        row_id: String,
    },
}

/// Words of a document with every white space as one space.
fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
