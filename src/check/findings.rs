//! What does not hold: counted by rule, table and column, with the first rows by their keys.

use super::Outcome;
use super::rules::{RULES, position};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many rows of a failure are named.
const NAMED: usize = 3;

/// Where a rule does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The table, or the file where it is about no table.
    pub table: String,
    /// The column, where one is to blame.
    pub column: Option<String>,
    /// How many rows; 1 for a file.
    pub rows: u64,
    /// The first of them by their keys, or what is wrong with the file.
    pub first: Vec<String>,
}

/// A rule and a table, perhaps a column, to which something may be found.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    rule: &'static str,
    table: &'p str,
    column: Option<&'p str>,
}

impl<'p> Place<'p> {
    /// The `rule` in a table.
    pub fn of(rule: &'static str, table: &'p str) -> Self {
        Self {
            rule,
            table,
            column: None,
        }
    }

    /// The same in one column.
    pub fn column(self, column: &'p str) -> Self {
        Self {
            column: Some(column),
            ..self
        }
    }
}

/// Rule by its place in the registry, table, column.
type At = (usize, String, Option<String>);

/// What was found so far.
#[derive(Debug, Default)]
pub struct Findings {
    found: BTreeMap<At, (u64, Vec<String>)>,
}

impl Findings {
    /// A row at `place` breaks its rule; `key` names it.
    pub fn add(&mut self, place: Place<'_>, key: impl FnOnce() -> String) {
        self.add_many(place, 1, key);
    }

    /// `rows` rows at `place` break its rule; `key` names them.
    pub fn add_many(&mut self, place: Place<'_>, rows: u64, key: impl FnOnce() -> String) {
        let at = (
            position(place.rule),
            place.table.to_owned(),
            place.column.map(str::to_owned),
        );
        let (count, first) = self.found.entry(at).or_default();
        *count += rows;
        if first.len() < NAMED {
            first.push(key());
        }
    }

    /// Every rule with what was found.
    #[must_use]
    pub fn outcomes(self) -> Vec<Outcome> {
        let mut failures: BTreeMap<usize, Vec<Failure>> = BTreeMap::new();
        for ((rule, table, column), (rows, first)) in self.found {
            failures.entry(rule).or_default().push(Failure {
                table,
                column,
                rows,
                first,
            });
        }
        let rules = RULES.into_iter().enumerate();
        rules
            .map(|(at, rule)| {
                let failures = failures.remove(&at).unwrap_or_default();
                Outcome {
                    rule,
                    holds: failures.is_empty(),
                    failures,
                }
            })
            .collect()
    }
}
