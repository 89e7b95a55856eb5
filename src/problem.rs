//! What was seen and not understood, and what a document itself gets wrong: a code, a place, a remedy.
//!
//! The registry of codes drives the `problems` table, `tvaersnit explain`, stderr and the catalogue in `docs/`.

mod codes;
mod page;

pub use codes::ProblemCode;
pub use page::problems_page;

use crate::value::Span;

/// How much a problem matters to somebody who uses the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document or a part of it is not in the tables.
    Error,
    /// Something is in the tables that a reader should look at before using it.
    Warning,
    /// What the document itself says oddly; the tables show it as it stands.
    Note,
}

impl Severity {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One problem in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub code: ProblemCode,
    /// What exactly, in a sentence for a person, with the words concerned.
    pub message: String,
    /// The place, where there is one.
    pub span: Option<Span>,
    /// Position (from 0) of the item concerned, where there is one.
    pub item: Option<usize>,
}

impl Problem {
    /// A problem of the whole document.
    pub fn of_document(code: ProblemCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span: None,
            item: None,
        }
    }

    /// A problem at a place.
    pub fn at(code: ProblemCode, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span: Some(span),
            item: None,
        }
    }

    /// The same problem, said of the item at `position` (from 0).
    #[must_use]
    pub fn in_item(mut self, position: usize) -> Self {
        self.item = Some(position);
        self
    }
}
