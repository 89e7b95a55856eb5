//! WORD: a report as a document with headings, tables, charts as pictures and footnotes that give the exact words.
//!
//! The package is written directly: the unchanging parts are files in `data/report/docx`, styles among them; the rest is
//! made here. The crates for docx lack what this form lives on (head rows that repeat, alternative texts, a footnote's own
//! mark, the language), and number by counters of the process, so that two reports would differ by what was made before.
//! What comes out of documents is text alone: no field, link target or markup is made of it, except for the address that
//! a document was fetched from, where it is one of the web.
//!
//! [`flow`] goes through the report; [`body`] writes paragraphs, [`notes`] footnotes, [`tables`] tables with
//! [`widths`], [`beside`] texts side by side, [`pictures`] charts; [`package`] zips.

mod beside;
mod body;
mod flow;
mod notes;
mod package;
mod pictures;
mod tables;
mod widths;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(in crate::report) use tests::unpacked;

use super::chart::picture::PictureError;
use super::model::Report;
use super::theme::Theme;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// A chart cannot be drawn.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The parts cannot be packed.
    #[error("the document cannot be packed: {0}")]
    Package(#[from] rawzip::Error),
    /// A part cannot be compressed.
    #[error("the document cannot be packed: {0}")]
    Compression(#[from] std::io::Error),
}

/// The report as the bytes of a docx file.
///
/// # Errors
/// Where a chart cannot be drawn or the file cannot be packed; never because of what a document says.
pub fn render(report: &Report, theme: &Theme) -> Result<Vec<u8>, DocxError> {
    let flow = flow::Flow::new(report, theme);
    let parts = flow.parts()?;
    package::zipped(&parts)
}
