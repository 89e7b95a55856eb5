//! The registry keeps the contract's rules for every table.

use super::*;
use std::collections::BTreeSet;

#[test]
fn names_are_unique_and_keys_and_references_exist() {
    let names: BTreeSet<_> = ALL.iter().map(|table| table.name).collect();
    assert_eq!(names.len(), ALL.len());
    for table in ALL {
        let columns = table.columns();
        let has = |name: &str| columns.iter().any(|column| column.name == name);
        assert_eq!(
            columns
                .iter()
                .map(|column| column.name)
                .collect::<BTreeSet<_>>()
                .len(),
            columns.len()
        );
        assert!(
            !table.key.is_empty() && table.key.iter().all(|key| has(key)),
            "{}",
            table.name
        );
        for reference in table.references {
            let target = find(reference.table).unwrap_or_else(|| panic!("{reference:?}"));
            assert!(has(reference.column), "{reference:?}");
            assert!(
                target
                    .columns()
                    .iter()
                    .any(|column| column.name == reference.target),
                "{reference:?}"
            );
        }
    }
}

#[test]
fn every_table_says_whose_and_when() {
    for table in ALL {
        let columns = table.columns();
        let kind = |name: &str| {
            columns
                .iter()
                .find(|column| column.name == name)
                .map(|column| column.kind)
        };
        assert_eq!(
            kind("municipality_code"),
            Some(ColumnType::Integer),
            "{}",
            table.name
        );
        assert_eq!(
            kind("municipality"),
            Some(ColumnType::Text),
            "{}",
            table.name
        );
        if table.scope != Scope::Reference {
            assert_eq!(
                kind("meeting_date"),
                Some(ColumnType::Day),
                "{}",
                table.name
            );
        }
    }
}

#[test]
fn every_column_is_described_and_money_has_its_unit() {
    for table in ALL {
        let mut ids = BTreeSet::new();
        for column in table.columns() {
            let place = format!("{}.{}", table.name, column.name);
            assert!(
                column.about.ends_with(['.', '…']),
                "{place} is described by a sentence"
            );
            assert!(
                ids.insert(column.field_id),
                "{place} has a field id of its own"
            );
            if column.kind == ColumnType::Money {
                assert_eq!(column.unit, Some("DKK"), "{place}");
                assert!(column.name.ends_with("_dkk"), "{place}");
            }
        }
    }
}

#[test]
fn repeated_ids_are_told_apart() {
    let mut ids: Vec<String> = ["3-2", "3", "3", "4", "3"].map(str::to_owned).into();
    super::reading::tell_apart(ids.iter_mut());
    assert_eq!(ids, ["3-2", "3", "3-3", "4", "3-4"]);
}
