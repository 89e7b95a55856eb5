//! `diff data`: what changed between two published data sets.

use crate::published::{Copy, Value, first_with, set, without};
use std::path::Path;
use std::process::{Command, Output};
use tvaersnit::compare::{Answer, Changes};
use tvaersnit::tables;

fn cells(answer: &Answer, columns: &[&str]) -> Vec<Vec<String>> {
    let names = answer.columns();
    let at: Vec<usize> = columns
        .iter()
        .map(|column| names.iter().position(|name| name == column).unwrap())
        .collect();
    let rows = answer.texts().unwrap().into_iter();
    rows.map(|row| {
        at.iter()
            .map(|at| row[*at].clone().unwrap_or("-".to_owned()))
            .collect()
    })
    .collect()
}

fn changes(old: &Path, new: &Path, names: &[&str]) -> Changes {
    let wanted: Vec<_> = names
        .iter()
        .map(|name| tables::find(name).unwrap())
        .collect();
    Changes::between(old, new, &wanted, None).unwrap()
}

#[test]
fn two_copies_do_not_differ() {
    let (old, new) = (Copy::new(), Copy::new());
    let changes = Changes::between(old.dir(), new.dir(), &tables::ALL, None).unwrap();
    assert_eq!(changes.summary.rows(), tables::ALL.len());
    assert_eq!(changes.rows.rows(), 0);
    for row in cells(
        &changes.summary,
        &["rows_old", "rows_new", "added", "removed", "changed"],
    ) {
        assert_eq!(row[0], row[1]);
        assert_eq!(row[2..], ["0", "0", "0"]);
    }
}

#[test]
fn changed_values_of_every_kind_are_told_with_both() {
    for (table, column, value, old, new) in [
        (
            "decisions",
            "effect",
            Value::Text("other"),
            "discussed",
            "other",
        ),
        ("attachments", "label", Value::Null, "Bilag 1", "-"),
        ("items", "position", Value::Whole(99), "1", "99"),
        (
            "grant_instalments",
            "amount_dkk",
            Value::Decimal(-150),
            "",
            "-1.50",
        ),
        (
            "meeting_versions",
            "current",
            Value::Flag(false),
            "true",
            "false",
        ),
        (
            "meetings",
            "absent",
            Value::Names(&["Ib", "Bo"]),
            "[]",
            "[Ib, Bo]",
        ),
    ] {
        let (before, after) = (Copy::new(), Copy::new());
        after.change(table, |batch| {
            set(&batch, first_with(&batch, column), column, value)
        });
        let changes = changes(before.dir(), after.dir(), &[table, "texts"]);
        let summary = cells(&changes.summary, &["table", "added", "removed", "changed"]);
        assert_eq!(summary, [[table, "0", "0", "1"], ["texts", "0", "0", "0"]]);
        let rows = cells(&changes.rows, &["table", "change", "column", "old", "new"]);
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[0][..3], [table, "changed", column]);
        assert_eq!(rows[0][4], new, "{table}.{column}");
        if !old.is_empty() && table != "meetings" {
            assert_eq!(rows[0][3], old, "{table}.{column}");
        }
    }
}

#[test]
fn rows_come_and_go_by_their_keys_and_nulls_in_keys_match() {
    let (before, after) = (Copy::new(), Copy::new());
    // Regions without a fixed start have null in the key.
    before.change("municipalities", |batch| without(&batch, 0));
    after.change("municipalities", |batch| {
        let batch = without(&batch, 1);
        set(&batch, 1, "valid_from", Value::Null)
    });
    let changes = changes(before.dir(), after.dir(), &["municipalities"]);
    let rows = cells(&changes.rows, &["key", "change", "new"]);
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row[0].as_str(), row[1].as_str()))
        .collect();
    assert!(told.contains(&("101 | 2007-01-01", "added")), "{told:?}");
    assert!(told.contains(&("101 | 2027-01-01", "removed")), "{told:?}");
    let added = rows.iter().find(|row| row[1] == "added").unwrap();
    assert!(added[2].contains("region: Region Hovedstaden"), "{added:?}");
}

#[test]
fn the_same_pair_gives_the_same_answer_and_the_other_way_round_the_reverse() {
    let (before, after) = (Copy::new(), Copy::new());
    after.change("figures", |batch| without(&batch, 5));
    let there = changes(before.dir(), after.dir(), &["figures"]);
    let again = changes(before.dir(), after.dir(), &["figures"]);
    assert_eq!(there.rows.texts().unwrap(), again.rows.texts().unwrap());
    let back = changes(after.dir(), before.dir(), &["figures"]);
    assert_eq!(cells(&there.rows, &["change"]), [["removed"]]);
    assert_eq!(cells(&back.rows, &["change"]), [["added"]]);
}

#[test]
fn a_column_that_only_one_has_is_named_and_not_compared() {
    let (before, after) = (Copy::new(), Copy::new());
    before.change("coverage", |batch| {
        let columns: Vec<usize> = (0..batch.num_columns() - 1).collect();
        batch.project(&columns).unwrap()
    });
    let changes = changes(before.dir(), after.dir(), &["coverage"]);
    assert_eq!(
        cells(&changes.summary, &["changed", "columns"]),
        [["0", "+last_date"]]
    );
}

fn tvaersnit(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tvaersnit"))
        .args(args)
        .output()
        .unwrap()
}

#[test]
fn the_command_writes_each_form() {
    let (before, after) = (Copy::new(), Copy::new());
    after.change("decisions", |batch| {
        set(&batch, 0, "remark", Value::Text("|"))
    });
    let (old, new) = (
        before.dir().to_str().unwrap(),
        after.dir().to_str().unwrap(),
    );
    for (more, wants) in [
        (
            &[][..],
            &["0 rows added, 0 removed, 1 changed", "decisions", "remark"][..],
        ),
        (
            &["--format", "csv"],
            &["table,key,change,column,old,new", "changed,remark,,|"],
        ),
        (
            &["--format", "json"],
            &["{\"summary\":[{", "\"changes\":[{\"table\":\"decisions\""],
        ),
        (
            &["--format", "markdown", "--table", "decisions"],
            &["| decisions |", "\\|"],
        ),
        (
            &["--format", "csv", "--summary"],
            &["table,rows_old,rows_new,added"],
        ),
        (&["--table", "items"], &["no row differs"]),
    ] {
        let output = tvaersnit(&[&["diff", "data", old, new], more].concat());
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{more:?}");
        for want in wants {
            assert!(shown.contains(want), "{more:?}: {want} is not in\n{shown}");
        }
    }
    let json = tvaersnit(&["diff", "data", old, new, "--format", "json"]);
    assert!(serde_json::from_slice::<serde_json::Value>(&json.stdout).is_ok());
    let output = tvaersnit(&["diff", "data", old, new, "--table", "decision"]);
    assert_eq!(output.status.code(), Some(1));
}
