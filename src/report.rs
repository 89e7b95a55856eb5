//! REPORT: answers become a document for readers, in HTML, Word, Excel or Markdown.
//!
//! [`model`] is what a report says; renderers give it a form; [`format`] writes numbers and days; a [`theme`] puts an
//! organisation's name and colours on it.

pub mod chart;
pub mod form_words;
pub mod format;
pub mod html;
pub mod model;
pub mod palette;
#[cfg(test)]
mod sample;
pub mod theme;
pub mod xml;
