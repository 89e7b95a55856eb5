//! The registry of the questions and shared views that are shipped. A test holds it to the files in `queries/`.

use super::{CompareError, Query};

macro_rules! files {
    ($($folder:literal $name:literal,)*) => {
        [$(($name, include_str!(concat!("../../queries/", $folder, $name, ".sql"))),)*]
    };
}

const QUERIES: [(&str, &str); 12] = files! {
    "" "appropriations",
    "" "budget_follow_up",
    "" "coverage",
    "" "decisions",
    "" "grants",
    "" "handling",
    "" "largest_figures",
    "" "rammeaftale",
    "" "route",
    "" "text_reuse",
    "" "topics",
    "" "ungeloeftet",
};

/// A view that is made when a data set is opened.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Its name.
    pub name: &'static str,
    /// Its `CREATE VIEW` statement.
    pub sql: &'static str,
}

/// The shared views; each leans only on tables and on views before it.
pub const VIEWS: [View; 10] = {
    const FILES: [(&str, &str); 10] = files! {
        "views/" "one_line",
        "views/" "as_pattern",
        "views/" "told_once",
        "views/" "item_sections",
        "views/" "current_meetings",
        "views/" "current_items",
        "views/" "region_municipalities",
        "views/" "item_handling_of",
        "views/" "item_handling",
        "views/" "topic_items",
    };
    let mut views = [View { name: "", sql: "" }; 10];
    let mut at = 0;
    while at < views.len() {
        views[at] = View {
            name: FILES[at].0,
            sql: FILES[at].1,
        };
        at += 1;
    }
    views
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
            known,
        })
}
