//! What the values of a column may be beyond its type and codes, from `data/schema/values.toml`.

use super::{Column, Table};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What the values of a column may be.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Smallest value.
    pub min: Option<i64>,
    /// Largest value.
    pub max: Option<i64>,
    /// Regular expression that the whole value matches.
    pub pattern: Option<String>,
    /// Whether no value occurs twice, although the column is not the key.
    #[serde(default)]
    pub unique: bool,
}

static LIMITS: LazyLock<BTreeMap<String, Limits>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/schema/values.toml"))
        .expect("OK because a test reads the file that is compiled in")
});

/// What the values of `column` of `table` may be; `None` where only type and codes bind them.
#[must_use]
pub fn of(table: &Table, column: &Column) -> Option<&'static Limits> {
    let own = format!("{}.{}", table.name, column.name);
    LIMITS.get(&own).or_else(|| LIMITS.get(column.name))
}

/// The limits in words, for the pages: "0 to 1", "at least 1", "form [0-9]{4}".
#[must_use]
pub fn in_words(limits: &Limits) -> String {
    let range = match (limits.min, limits.max) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    };
    let pattern = limits
        .pattern
        .as_ref()
        .map(|pattern| format!("form {pattern}"));
    let unique = limits.unique.then(|| "unique".to_owned());
    let parts: Vec<String> = [range, pattern, unique].into_iter().flatten().collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{ALL, ColumnType};
    use regex::Regex;
    use std::collections::BTreeSet;

    #[test]
    fn every_limit_is_of_a_column_and_fits_its_type() {
        let mut used = BTreeSet::new();
        for table in ALL {
            for column in table.columns() {
                let own = format!("{}.{}", table.name, column.name);
                let Some(limits) = of(&table, &column) else {
                    continue;
                };
                used.insert(if LIMITS.contains_key(&own) {
                    own.clone()
                } else {
                    column.name.to_owned()
                });
                let is_text = column.kind == ColumnType::Text;
                assert!(limits.pattern.is_none() || is_text, "{own}");
                assert!(
                    (limits.min.is_none() && limits.max.is_none()) || !is_text,
                    "{own}"
                );
                if let Some(pattern) = &limits.pattern {
                    assert!(Regex::new(pattern).is_ok(), "{own}");
                }
            }
        }
        let named: BTreeSet<String> = LIMITS.keys().cloned().collect();
        assert_eq!(used, named, "limits of columns that are not there");
    }
}
