//! HTML becomes lines: [`tree`] parses it, [`lines`] writes its elements into a [`super::page::Page`].
//!
//! Shared by saved web pages and by the HTML inside the publishing system's JSON.

mod feed;
pub mod lines;
mod sink;
pub mod tree;

use super::limits::Limits;
use crate::problem::{Problem, ProblemCode};

/// The limit that HTML goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooMuch {
    /// Elements lie deeper in each other.
    Depth(usize),
    /// It has, or makes a parser build, more elements.
    Elements(usize),
    /// One tag has more attributes.
    Attributes(usize),
}

/// Attributes of one tag. Real ones have a dozen; a parser compares each with all before it.
pub const MAX_ATTRIBUTES: usize = 1_000;

impl TooMuch {
    /// What is said of the document.
    #[must_use]
    pub fn problem(self) -> Problem {
        let (code, message) = match self {
            Self::Depth(limit) => (
                ProblemCode::TooDeep,
                format!("elements lie more than {limit} deep in each other, which is the limit"),
            ),
            Self::Elements(limit) => (
                ProblemCode::TooMany,
                format!("the page makes more than {limit} elements, which is the limit"),
            ),
            Self::Attributes(limit) => (
                ProblemCode::TooMany,
                format!("a tag has more than {limit} attributes, which is the limit"),
            ),
        };
        Problem::of_document(code, message)
    }
}

/// Parses `html` within `limits`.
///
/// # Errors
/// A problem that names the limit.
pub fn parse(html: &str, limits: &Limits) -> Result<tree::Tree, Problem> {
    tree::Tree::parse(html, limits).map_err(TooMuch::problem)
}
