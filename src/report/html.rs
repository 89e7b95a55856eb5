//! A report as one HTML file that needs no network, no server and no script to be read.
//!
//! [`view`] gives the report the shape that the templates in `data/report/templates` walk; [`citations`] numbers the
//! passages and cuts the cited items at them; [`page`] puts styles, script and templates together. Every string that
//! reaches a template is escaped there by [`safe`]; what is let through unescaped is made here: the drawn charts, the
//! style sheet and the script, each allowed by its own hash.

mod behind;
mod blocks;
mod citations;
mod labels;
mod page;
pub(in crate::report) mod safe;
mod sources;
mod tables;
#[cfg(test)]
mod tests;
mod view;

use super::model::{EvidenceId, ItemIndex, Report};
use super::theme::Theme;

/// Why a report cannot be given as HTML. All but [`HtmlError::Template`] say that the report contradicts itself, and a
/// link that leads to the wrong words is worse than no report.
#[derive(Debug, thiserror::Error)]
pub enum HtmlError {
    /// A figure rests on a passage that the report does not hold.
    #[error("the report cites passage {}, which it does not hold", .0.0)]
    UnknownEvidence(EvidenceId),
    /// A passage or text stands in an item that the report does not hold.
    #[error("the report cites item {}, which it does not hold", .0.0)]
    UnknownItem(ItemIndex),
    /// The words of a passage are not those of its item at that place.
    #[error("passage {} ({row_id}) does not hold the words of its item at {start}–{end}", .id.0)]
    OtherWords {
        /// The passage.
        id: EvidenceId,
        /// The row that it vouches for.
        row_id: String,
        /// Its first code point in the item.
        start: usize,
        /// One past its last.
        end: usize,
    },
    /// Something cited has no passage behind it.
    #[error("{0:?} is set as cited but names no passage")]
    NothingCited(String),
    /// A name for links is used twice, or would clash with those of the page.
    #[error(
        "the name {0:?} cannot be used for links: it is taken, or not of lower case letters, digits and hyphens"
    )]
    BadName(String),
    /// A row of a table does not have one cell a column.
    #[error("table {table:?} has {columns} columns, but a row of {cells} cells")]
    UnevenRow {
        /// The table.
        table: String,
        /// Its columns.
        columns: usize,
        /// The cells of the row.
        cells: usize,
    },
    /// A template or a file of labels has a fault.
    #[error("the report's templates have a fault: {0}")]
    Template(String),
}

/// The report as one HTML file. The same report and theme give the same bytes.
///
/// # Errors
/// Where the report contradicts itself; see [`HtmlError`].
pub fn render(report: &Report, theme: &Theme) -> Result<String, HtmlError> {
    let view = view::View::of(report)?;
    page::page(&view, report, theme)
}
