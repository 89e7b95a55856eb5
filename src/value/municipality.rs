//! The 98 municipalities, from the reference table in `data/reference/municipalities.csv`.

use super::Date;
use crate::value::fold::ToLower;
use serde::Deserialize;
use std::fmt;
use std::sync::LazyLock;

/// Official municipality code (kommunekode).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct MunicipalityCode(pub i32);

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// Official code.
    pub code: MunicipalityCode,
    /// Name without "Kommune".
    pub name: String,
}

/// A row of the reference table: a municipality in a region, for as long as it belongs there.
#[derive(Clone, Debug, Deserialize)]
pub struct MunicipalityRow {
    /// Official code.
    pub municipality_code: i32,
    /// Name without "Kommune".
    pub municipality: String,
    /// Region code; empty where not fixed yet.
    pub region_code: Option<i32>,
    /// Region.
    pub region: String,
    /// First day.
    pub valid_from: String,
    /// Last day.
    pub valid_to: Option<String>,
    /// Inhabitants, where a source is at hand.
    pub population: Option<i64>,
    /// Day of the count.
    pub population_on: Option<String>,
    /// Where the population comes from.
    pub source: Option<String>,
}

const REFERENCE: &str = include_str!("../../data/reference/municipalities.csv");

/// Every row of the reference table, sorted by code and first day.
///
/// # Panics
/// Never on user input: the table is compiled in and a test reads it.
#[must_use]
pub fn reference() -> Vec<MunicipalityRow> {
    csv::Reader::from_reader(REFERENCE.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("OK because the table is compiled in and a test reads it")
}

/// Every municipality once.
#[must_use]
pub fn all() -> Vec<Municipality> {
    ALL.clone()
}

static ALL: LazyLock<Vec<Municipality>> = LazyLock::new(|| {
    let mut all: Vec<Municipality> = reference()
        .into_iter()
        .map(|row| Municipality {
            code: MunicipalityCode(row.municipality_code),
            name: row.municipality,
        })
        .collect();
    all.dedup();
    all
});

/// The municipality that `words` name: a code, or a name with or without "Kommune", in any case.
#[must_use]
pub fn find(words: &str) -> Option<Municipality> {
    let words = words.trim();
    let lower = words.to_lower();
    let name = lower
        .trim_end_matches("kommune")
        .trim_end_matches("regions")
        .trim();
    all().into_iter().find(|municipality| {
        let full = municipality.name.to_lower();
        words.parse() == Ok(municipality.code.0) || full == name || format!("{full}s") == name
    })
}

/// The day that `text` (ISO 8601) names.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_reference_table_holds_98_municipalities() {
        assert_eq!(all().len(), 98);
        let rows = reference();
        let keys: BTreeSet<_> = rows
            .iter()
            .map(|row| (row.municipality_code, &row.valid_from))
            .collect();
        assert_eq!(
            keys.len(),
            rows.len(),
            "a municipality is in one region at a time"
        );
        for row in &rows {
            assert!(day(&row.valid_from).is_some(), "{row:?}");
            assert_eq!(
                row.population.is_some(),
                row.source.is_some(),
                "a figure has its source: {row:?}"
            );
        }
    }

    #[test]
    fn names_and_codes() {
        for (words, want) in [
            ("Aarhus Kommune", Some(751)),
            ("københavns kommune", Some(101)),
            ("400", Some(400)),
            ("Atlantis", None),
        ] {
            assert_eq!(find(words).map(|found| found.code.0), want, "{words}");
        }
    }
}
