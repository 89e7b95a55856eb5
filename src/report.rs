//! REPORT: answers become a document for readers, in HTML, Word, Excel or Markdown.
//!
//! [`model`] is what a report says; renderers give it a form; [`format`] writes numbers and days.

pub mod chart;
pub mod form_words;
pub mod format;
pub mod model;
pub mod palette;
pub mod xml;
