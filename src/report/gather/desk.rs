//! What every part of a report is written at: the words, the municipalities and the sources.

use super::cite::{Sources, once};
use super::queries::ScopeRow;
use crate::report::format;
use crate::report::model::{Cell, Column, ColumnKind, EvidenceId, Row, Table, Text, Value};
use crate::report::request::Settled;
use crate::report::words::Words;
use crate::value::{Date, Kroner, MunicipalityCode};

/// A report's writing desk.
pub struct Desk<'a> {
    pub words: &'a Words,
    pub settled: &'a Settled,
    pub sources: Sources,
}

impl<'a> Desk<'a> {
    /// A desk with nothing on it.
    #[must_use]
    pub fn new(words: &'a Words, settled: &'a Settled) -> Self {
        Self {
            words,
            settled,
            sources: Sources::new(),
        }
    }

    /// Whether the report answers for the municipality.
    #[must_use]
    pub fn covers(&self, code: i32) -> bool {
        self.place(code).is_some()
    }

    /// The municipality's row.
    #[must_use]
    pub fn place(&self, code: i32) -> Option<&'a ScopeRow> {
        self.settled
            .municipalities
            .iter()
            .find(|row| row.municipality_code == code)
    }

    /// The municipality's name.
    #[must_use]
    pub fn name(&self, code: i32) -> String {
        self.place(code)
            .map_or_else(|| code.to_string(), |row| row.municipality.clone())
    }

    /// The names of all municipalities that the report answers for.
    #[must_use]
    pub fn names_of_all(&self) -> String {
        let names: Vec<String> = self
            .settled
            .municipalities
            .iter()
            .map(|row| row.municipality.clone())
            .collect();
        self.words.list(&names)
    }

    /// "5.974.640 kr."
    #[must_use]
    pub fn kroner(&self, amount: Kroner) -> String {
        let figure = format::kroner(amount, self.words.language);
        self.words.line("kroner", &[("amount", figure.into())])
    }

    /// "71,8 %".
    #[must_use]
    pub fn percent(&self, value: f64) -> String {
        format::percent(value, places_of(value), self.words.language)
    }

    /// "12. august 2025", or that the day is not known.
    #[must_use]
    pub fn day(&self, day: Option<Date>) -> String {
        day.map_or_else(
            || self.words.word("day.unknown"),
            |day| format::day(day, self.words.language),
        )
    }

    /// The body that met, or that its name is not known.
    #[must_use]
    pub fn body(&self, committee: Option<&str>) -> String {
        committee.map_or_else(|| self.words.word("body.unknown"), str::to_owned)
    }

    /// A table under the name `id`; `None` without rows.
    #[must_use]
    pub fn table(
        &self,
        id: String,
        title: String,
        note: Option<Text>,
        columns: &[(&str, ColumnKind)],
        rows: Vec<Row>,
    ) -> Option<Table> {
        if rows.is_empty() {
            return None;
        }
        let columns = columns
            .iter()
            .map(|(key, kind)| Column {
                label: self.words.word(&format!("column.{key}")),
                kind: *kind,
            })
            .collect();
        Some(Table {
            id,
            title,
            note,
            columns,
            rows,
        })
    }
}

/// Digits behind the point that per cent are shown with: one, or none where it is whole.
#[must_use]
pub fn places_of(value: f64) -> usize {
    usize::from((value - value.round()).abs() > 1e-9)
}

/// A row that tells of a municipality.
#[must_use]
pub fn row(code: i32, cells: Vec<Cell>) -> Row {
    Row {
        municipality: Some(MunicipalityCode(code)),
        cells,
    }
}

/// A cell with where it is stated.
#[must_use]
pub fn cell(value: Value, evidence: &[EvidenceId]) -> Cell {
    Cell {
        value,
        evidence: once(evidence),
    }
}

/// A cell of words; without words it is unknown.
#[must_use]
pub fn words(words: impl Into<String>) -> Cell {
    let words = words.into();
    if words.is_empty() {
        return Cell::default();
    }
    cell(Value::Words(words), &[])
}

/// A cell of words that may be unknown.
#[must_use]
pub fn perhaps(value: Option<&str>) -> Cell {
    words(value.unwrap_or_default())
}

/// A cell with a day.
#[must_use]
pub fn date(day: Option<Date>) -> Cell {
    cell(day.map_or(Value::Missing, Value::Date), &[])
}

/// A cell with a whole number.
#[must_use]
pub fn number(value: usize) -> Cell {
    cell(
        Value::Number {
            value: value as f64,
            places: 0,
        },
        &[],
    )
}

/// Per cent with the digits that they need.
#[must_use]
pub fn percent(value: f64) -> Value {
    Value::Percent {
        value,
        places: places_of(value),
    }
}
