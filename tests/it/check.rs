//! `check`: an unharmed data set passes; each kind of damage is told of by its rule, and by no other that looks alike.

use crate::published::{Copy, Value, build, first_with, set, without};
use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use std::collections::BTreeSet;
use std::fs;
use tvaersnit::check::{CheckError, RULES, Report, check};

/// Names of the rules that do not hold.
fn broken(report: &Report) -> BTreeSet<&str> {
    let rules = report.rules.iter().filter(|outcome| !outcome.holds);
    rules.map(|outcome| outcome.rule.id).collect()
}

#[test]
fn an_unharmed_data_set_passes() {
    let folder = tempfile::tempdir().unwrap();
    for (name, inputs) in [
        ("seeds", &["seeds"][..]),
        (
            "documents",
            &["tests/documents/valid", "tests/documents/broken"],
        ),
        ("forms", &["tests/forms"]),
    ] {
        let dir = folder.path().join(name);
        build(inputs, &dir);
        let report = check(&dir).unwrap();
        let failures: Vec<_> = report
            .rules
            .iter()
            .filter(|outcome| !outcome.holds && outcome.rule.id != "instalments")
            .map(|outcome| (outcome.rule.id, &outcome.failures))
            .collect();
        assert!(failures.is_empty(), "{name}: {failures:#?}");
        assert!(report.passes() && report.rows > 0);
    }
}

/// What is done to a table's rows.
type Change = fn(RecordBatch) -> RecordBatch;

/// What is done to a data set's files.
type Damage = fn(&Copy);

fn in_first(batch: &RecordBatch, column: &str, value: Value<'_>) -> RecordBatch {
    set(batch, first_with(batch, column), column, value)
}

/// Rows changed, with the manifest made to agree: the rules that must fail.
const DAMAGED_ROWS: [(&[&str], &str, Change); 21] = [
    (&["key"], "municipalities", |batch| {
        concat_batches(&batch.schema(), &[batch.clone(), batch.slice(3, 1)]).unwrap()
    }),
    (&["required"], "documents", |batch| {
        in_first(&batch, "status", Value::Null)
    }),
    (&["reference"], "attachments", |batch| {
        in_first(&batch, "item_id", Value::Text("x/1"))
    }),
    (&["reference"], "figures", |batch| {
        in_first(&batch, "repeats", Value::Text("x"))
    }),
    (&["codes"], "decisions", |batch| {
        in_first(&batch, "outcome", Value::Text("maybe"))
    }),
    (&["range"], "item_topics", |batch| {
        in_first(&batch, "hits", Value::Whole(0))
    }),
    (&["form"], "meetings", |batch| {
        in_first(&batch, "start_time", Value::Text("kl. 9"))
    }),
    (&["blank"], "attachments", |batch| {
        in_first(&batch, "title", Value::Text(" "))
    }),
    (&["blank"], "meetings", |batch| {
        in_first(&batch, "participants", Value::Names(&["A", ""]))
    }),
    (&["id"], "segments", |batch| {
        in_first(&batch, "segment_id", Value::Text("segment 1"))
    }),
    (&["whose"], "attachments", |batch| {
        in_first(&batch, "municipality_code", Value::Whole(849))
    }),
    (&["order"], "attachments", |batch| {
        let last = batch.num_rows() - 1;
        concat_batches(
            &batch.schema(),
            &[batch.slice(last, 1), batch.slice(0, last)],
        )
        .unwrap()
    }),
    (&["span"], "item_topics", |batch| {
        in_first(&batch, "span_end", Value::Whole(99_999_999))
    }),
    (&["quote"], "decisions", |batch| {
        in_first(&batch, "text", Value::Text("Forkastet."))
    }),
    (&["quote"], "figures", |batch| {
        in_first(&batch, "sentence", Value::Text("Det koster 5 kr."))
    }),
    (&["quote"], "shared_passages", |batch| {
        in_first(&batch, "beginning", Value::Text("Sagen"))
    }),
    (&["segments"], "segments", |batch| without(&batch, 2)),
    (&["shares"], "documents", |batch| {
        in_first(&batch, "characters", Value::Whole(7))
    }),
    (&["money"], "figures", |batch| {
        in_first(&batch, "value_dkk", Value::Decimal(123))
    }),
    (&["across"], "meeting_versions", |batch| {
        in_first(&batch, "current", Value::Flag(false))
    }),
    (&["instalments"], "grant_instalments", |batch| {
        let last = batch.num_rows() - 1;
        set(&batch, last, "amount_dkk", Value::Decimal(1))
    }),
];

#[test]
fn each_damaged_row_is_told_of_by_its_rule() {
    for (want, table, change) in DAMAGED_ROWS {
        let copy = Copy::new();
        copy.change(table, change);
        let report = check(copy.dir()).unwrap();
        assert_eq!(
            broken(&report),
            want.iter().copied().collect(),
            "{table}: {report:#?}"
        );
        assert_eq!(report.passes(), want == ["instalments"], "{want:?}");
        let outcome = report
            .rules
            .iter()
            .find(|outcome| outcome.rule.id == want[0])
            .unwrap();
        assert!(
            !outcome.failures[0].first[0].is_empty(),
            "{want:?} names no row"
        );
    }
}

/// Files damaged: the rules that must fail.
const DAMAGED_FILES: [(&[&str], Damage); 10] = [
    (&["file"], |copy| {
        fs::remove_file(copy.file("items.parquet")).unwrap()
    }),
    (&["file", "hash"], |copy| {
        let file = copy.file("decisions.parquet");
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    }),
    (&["hash"], |copy| {
        let file = copy.file("datapackage.json");
        let mut bytes = fs::read(&file).unwrap();
        bytes[100] ^= 1;
        fs::write(&file, bytes).unwrap();
    }),
    (&["hash"], |copy| {
        // Within the footer's name of the writer, so that the rows can still be read.
        let file = copy.file("coverage.parquet");
        let mut bytes = fs::read(&file).unwrap();
        let name = b"tvaersnit";
        let at = bytes
            .windows(name.len())
            .rposition(|window| window == name)
            .unwrap();
        bytes[at] ^= 1;
        fs::write(&file, bytes).unwrap();
    }),
    (&["foreign"], |copy| {
        fs::copy(copy.file("items.parquet"), copy.file("more.parquet")).unwrap();
    }),
    (&["version"], |copy| {
        let other = tempfile::tempdir().unwrap();
        build(&["tests/documents/valid"], &other.path().join("data"));
        let name = "municipalities.parquet";
        fs::copy(other.path().join("data").join(name), copy.file(name)).unwrap();
        copy.renew(
            "municipalities",
            tvaersnit::tables::MunicipalityRow::all().len(),
        );
    }),
    (&["contract", "foreign"], |copy| {
        copy.manifest(|manifest| {
            manifest["tables"]
                .as_array_mut()
                .unwrap()
                .retain(|table| table["name"] != "texts");
        });
    }),
    (&["contract", "version"], |copy| {
        copy.manifest(|manifest| manifest["contract"] = "0.9".into());
    }),
    (&["columns"], |copy| {
        copy.change("coverage", |batch| {
            let columns: Vec<usize> = (0..batch.num_columns() - 1).collect();
            batch.project(&columns).unwrap()
        });
    }),
    (&["rows"], |copy| {
        copy.manifest(|manifest| manifest["tables"][3]["rows"] = 99.into());
    }),
];

#[test]
fn each_damaged_file_is_told_of_by_its_rule() {
    for (want, damage) in DAMAGED_FILES {
        let copy = Copy::new();
        damage(&copy);
        let report = check(copy.dir()).unwrap();
        assert_eq!(
            broken(&report),
            want.iter().copied().collect(),
            "{report:#?}"
        );
        assert!(!report.passes(), "{want:?}");
    }
}

#[test]
fn the_page_lists_every_rule_in_its_words() {
    let page = include_str!("../../docs/check.md");
    let listed = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(listed, RULES.len());
    for rule in RULES {
        let row = format!("| `{}` | {}", rule.id, rule.about);
        assert!(page.contains(&row), "docs/check.md lacks: {row}");
    }
}

#[test]
fn every_rule_has_a_damage_that_breaks_it() {
    let rows = DAMAGED_ROWS.iter().flat_map(|(rules, ..)| rules.iter());
    let files = DAMAGED_FILES.iter().flat_map(|(rules, _)| rules.iter());
    let tried: BTreeSet<_> = rows.chain(files).copied().collect();
    let known: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(tried, known);
}

#[test]
fn a_flipped_bit_anywhere_in_a_table_is_seen() {
    let length = fs::metadata(Copy::new().file("figures.parquet"))
        .unwrap()
        .len();
    for part in 0..8 {
        let copy = Copy::new();
        let file = copy.file("figures.parquet");
        let mut bytes = fs::read(&file).unwrap();
        let at = usize::try_from(length * part / 8).unwrap();
        bytes[at] ^= 0b100;
        fs::write(&file, bytes).unwrap();
        let report = check(copy.dir()).unwrap();
        assert!(broken(&report).contains("hash"), "byte {at}: {report:#?}");
    }
}

#[test]
fn what_is_no_data_set_or_of_a_later_contract_is_not_checked() {
    let folder = tempfile::tempdir().unwrap();
    let error = check(folder.path()).unwrap_err();
    assert!(matches!(error, CheckError::NoDataSet(_)), "{error}");
    let copy = Copy::new();
    copy.manifest(|manifest| manifest["contract"] = "2.0".into());
    let error = check(copy.dir()).unwrap_err();
    assert!(
        error.to_string().contains("follows contract 2.0"),
        "{error}"
    );
}
