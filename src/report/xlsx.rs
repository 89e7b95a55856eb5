//! EXCEL: a report as a workbook: the answer, a sheet a table and chart, the evidence, the caveats.
//!
//! Cells are typed (numbers, days, kroner, per cent), so that a reader sorts and sums them. What comes out of documents is
//! written as a string, never as a formula or link; the workbook has no formulas at all. The bytes depend on the report
//! alone.
//!
//! [`book`] lays out sheets and formats, [`tables`] fills the sheets of tables, [`charts`] those of charts, [`texts`] those
//! of words, [`names`] finds legal sheet names, [`cells`] what fits into a cell.

mod book;
mod cells;
mod charts;
mod names;
mod tables;
mod texts;

#[cfg(test)]
mod tests;

use super::model::Report;
use super::theme::Theme;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum XlsxError {
    /// The sheets do not hold what the report says, such as more rows than Excel has.
    #[error("the workbook cannot be written: {0}")]
    Sheet(#[from] rust_xlsxwriter::XlsxError),
}

/// The report as the bytes of an xlsx file.
///
/// # Errors
/// Where the report does not fit into a workbook: a table of more than a million rows.
pub fn render(report: &Report, theme: &Theme) -> Result<Vec<u8>, XlsxError> {
    let mut book = book::Book::new(report, theme);
    book.fill()?;
    book.bytes()
}
