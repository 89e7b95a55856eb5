//! The Danish names and descriptions of tables, columns and units, from `data/schema/da.toml`.

use super::{Column, Table};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Name and description of a table, a column or the like.
type Words = (String, String);

/// The section for columns that mean the same in all tables.
const COMMON: &str = "common";
/// The key of what a table's own name and description stand under.
const TABLE: &str = "table";

static SECTIONS: LazyLock<BTreeMap<String, BTreeMap<String, toml::Value>>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/schema/da.toml"))
        .expect("OK because a test reads the file that is compiled in")
});

/// A name for people, and what it stands for, in Danish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Danish {
    /// Name.
    pub title: String,
    /// What a row or a value means.
    pub about: String,
}

impl From<Words> for Danish {
    fn from((title, about): Words) -> Self {
        Self { title, about }
    }
}

/// The table in Danish; `None` only while a new table waits for its words, which a test forbids.
#[must_use]
pub fn of_table(table: &Table) -> Option<Danish> {
    words(table.name, TABLE)
}

/// The column of `table` in Danish; `None` only while a new column waits for its words, which a test forbids.
#[must_use]
pub fn of_column(table: &Table, column: &Column) -> Option<Danish> {
    words(table.name, column.name).or_else(|| words(COMMON, column.name))
}

/// The unit in Danish.
#[must_use]
pub fn of_unit(unit: &str) -> Option<&'static str> {
    SECTIONS.get("units")?.get(unit)?.as_str()
}

fn words(section: &str, key: &str) -> Option<Danish> {
    let value = SECTIONS.get(section)?.get(key)?.clone();
    value.try_into::<Words>().ok().map(Danish::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::ALL;
    use std::collections::BTreeSet;

    #[test]
    fn every_table_column_and_unit_has_danish_words() {
        for table in ALL {
            assert!(of_table(&table).is_some(), "table {}", table.name);
            for column in table.columns() {
                let place = format!("{}.{}", table.name, column.name);
                let danish = of_column(&table, &column).unwrap_or_else(|| panic!("{place}"));
                assert!(
                    !danish.title.is_empty() && danish.about.ends_with(['.', '…']),
                    "{place} is described by a sentence"
                );
                if let Some(unit) = column.unit {
                    assert!(of_unit(unit).is_some(), "{place}: unit {unit}");
                }
            }
        }
    }

    #[test]
    fn no_danish_words_are_left_over() {
        let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
        for table in ALL {
            known.insert((table.name, TABLE));
            for column in table.columns() {
                known.insert((table.name, column.name));
                known.insert((COMMON, column.name));
                known.extend(column.unit.map(|unit| ("units", unit)));
            }
        }
        for (section, entries) in SECTIONS.iter() {
            for key in entries.keys() {
                assert!(
                    known.contains(&(section.as_str(), key.as_str())),
                    "[{section}] {key} names nothing"
                );
            }
        }
    }

    #[test]
    fn common_words_stand_for_one_english_description() {
        let mut english: BTreeMap<&str, &str> = BTreeMap::new();
        for table in ALL {
            for column in table.columns() {
                if words(table.name, column.name).is_none() {
                    let first = english.entry(column.name).or_insert(column.about);
                    assert_eq!(*first, column.about, "{}.{}", table.name, column.name);
                }
            }
        }
    }
}
