//! Tables as they are published (Arrow's types, one file or a folder of parts) and what is read of them.

use std::fs::File;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int32Array, ListBuilder, RecordBatch,
    StringArray, StringBuilder,
};
use parquet::arrow::ArrowWriter;

use super::*;

fn texts(cells: [Option<&str>; 2]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

fn whole(cells: [Option<i32>; 2]) -> ArrayRef {
    Arc::new(Int32Array::from(cells.to_vec()))
}

fn kroner(cells: [Option<i128>; 2]) -> ArrayRef {
    // OK because 18 digits with two of them decimals is a type that Arrow has.
    Arc::new(
        Decimal128Array::from(cells.to_vec())
            .with_precision_and_scale(18, 2)
            .unwrap(),
    )
}

fn names(cells: [Option<&[&str]>; 2]) -> ArrayRef {
    let mut lists = ListBuilder::new(StringBuilder::new());
    for cell in cells {
        for name in cell.unwrap_or_default() {
            lists.values().append_value(name);
        }
        lists.append(cell.is_some());
    }
    Arc::new(lists.finish())
}

fn write(path: &Path, columns: Vec<(&str, ArrayRef)>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer =
        ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn decisions() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("decision_id", texts([Some("d1"), Some("d2")])),
        ("item_id", texts([Some("i"), None])),
        ("document_id", texts([Some("a"), Some("a")])),
        ("column_that_nobody_asked_for", whole([Some(1), None])),
        ("point", texts([Some("1"), None])),
        ("body", texts([Some("Byrådet"), None])),
        (
            "decided_on",
            Arc::new(Date32Array::from(vec![Some(20_312), None])),
        ),
        (
            "prior",
            Arc::new(BooleanArray::from(vec![Some(true), None])),
        ),
        ("outcome", texts([Some("noted"), None])),
        ("absent", names([Some(&["Ib", "Bo"]), None])),
        ("against", names([Some(&[]), Some(&["A"])])),
        ("text", texts([Some("t"), None])),
        ("span_start", whole([Some(1), None])),
        ("span_end", whole([Some(3), None])),
    ]
}

fn instalments(years: [Option<i32>; 2]) -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("amount_dkk", kroner([Some(43_391_241), None])),
        ("grant_id", texts([Some("g"), Some("g")])),
        ("year", whole(years)),
    ]
}

#[test]
fn every_kind_of_cell() {
    let root = tempfile::tempdir().unwrap();
    write(&root.path().join("decisions.parquet"), decisions());
    let (tables, _) = Tables::read(root.path());
    let some = |words: &str| Some(words.to_owned());
    let first = DecisionRow {
        decision_id: some("d1"),
        item_id: some("i"),
        document_id: some("a"),
        point: some("1"),
        body: some("Byrådet"),
        decided_on: some("2025-08-12"),
        prior: Some(true),
        outcome: some("noted"),
        absent: vec!["Ib".to_owned(), "Bo".to_owned()],
        text: some("t"),
        span_start: Some(1),
        span_end: Some(3),
        ..DecisionRow::default()
    };
    let second = DecisionRow {
        decision_id: some("d2"),
        document_id: some("a"),
        against: vec!["A".to_owned()],
        ..DecisionRow::default()
    };
    assert_eq!(tables.decisions, [first, second]);
}

#[test]
fn parts_of_a_partitioned_table() {
    let root = tempfile::Builder::new()
        .prefix("[draft]")
        .tempdir()
        .unwrap();
    for (part, years) in [
        ("2026/part-0", [Some(3), None]),
        ("2025/part-1", [Some(2), None]),
        ("2025/part-0", [Some(1), None]),
    ] {
        let path = root
            .path()
            .join(format!("grant_instalments/part_year={part}.parquet"));
        write(&path, instalments(years));
    }
    let (tables, _) = Tables::read(root.path());
    let years: Vec<_> = tables
        .grant_instalments
        .iter()
        .map(|row| row.year)
        .collect();
    assert_eq!(years, [Some(1), None, Some(2), None, Some(3), None]);
    assert_eq!(tables.grant_instalments[0].amount_dkk, Some(433_912.41));
    assert_eq!(tables.grant_instalments[1].amount_dkk, None);
}

#[test]
fn what_cannot_be_read_counts_as_empty_with_a_warning() {
    let root = tempfile::tempdir().unwrap();
    let lacking: Vec<_> = decisions()
        .into_iter()
        .filter(|(name, _)| *name != "outcome")
        .collect();
    write(&root.path().join("decisions.parquet"), lacking);
    std::fs::write(root.path().join("items.parquet"), "no parquet").unwrap();
    let (tables, warnings) = Tables::read(root.path());
    assert!(tables.decisions.is_empty() && tables.items.is_empty());
    assert_eq!(warnings.len(), 10, "{warnings:#?}");
    for (table, words) in [
        ("decisions", "outcome"),
        ("items", ""),
        ("meetings", "is there"),
    ] {
        let warning = warnings
            .iter()
            .find(|warning| warning.starts_with(&format!("table {table} ")));
        assert!(
            warning.is_some_and(|warning| warning.contains(words)),
            "{table}: {warnings:#?}"
        );
    }
}
