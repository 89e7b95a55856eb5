//! The registry of the questions that are shipped. A test holds it to the files in `queries/`.

use super::{CompareError, Query};

pub use crate::dataset::{VIEWS, View};

macro_rules! files {
    ($($name:literal,)*) => {
        [$(($name, include_str!(concat!("../../queries/", $name, ".sql"))),)*]
    };
}

const QUERIES: [(&str, &str); 12] = files! {
    "appropriations",
    "budget_follow_up",
    "coverage",
    "decisions",
    "grants",
    "handling",
    "largest_figures",
    "rammeaftale",
    "route",
    "text_reuse",
    "topics",
    "ungeloeftet",
};

/// The shipped questions, sorted by name.
///
/// # Panics
/// Never: a test reads every one.
#[must_use]
pub fn queries() -> Vec<Query> {
    QUERIES
        .iter()
        .map(|(name, sql)| {
            Query::read(name, sql).expect("OK because a test reads every shipped query")
        })
        .collect()
}

/// The shipped question called `name`.
///
/// # Errors
/// [`CompareError::UnknownQuery`], which names those known.
pub fn named(name: &str) -> Result<Query, CompareError> {
    let all = queries();
    let known = all
        .iter()
        .map(|query| query.name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    all.into_iter()
        .find(|query| query.name == name)
        .ok_or_else(|| CompareError::UnknownQuery {
            name: name.to_owned(),
            suggestion: crate::nearest::suggestion(name, QUERIES.map(|(name, _)| name)),
            known,
        })
}
