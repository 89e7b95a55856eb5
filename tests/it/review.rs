//! A review goes out, is judged as a person would, and comes back as corrections and gold.

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tvaersnit::dataset::{self, BuildSettings};
use tvaersnit::evaluate::{Sources, evaluate, report};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::review::{Answers, Wanted, append, gather, gold, write};

/// A folder with one document that has known decisions and a figure, and its data set.
static DATA: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/valid");
    let name = "ringsted_kultur_referat.md";
    fs::create_dir(folder.path().join("documents")).unwrap();
    fs::copy(valid.join(name), folder.path().join("documents").join(name)).unwrap();
    build(folder.path());
    folder
});

fn build(folder: &Path) -> dataset::Summary {
    let settings = BuildSettings::new(vec![folder.join("documents")], folder.join("data"));
    dataset::build(&settings, &Lexicon::built_in(), &|_| {}).unwrap()
}

fn data() -> PathBuf {
    DATA.path().join("data")
}

/// The rows of the review as text, its heading first.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    let range = workbook.worksheet_range("Gennemsyn").unwrap();
    let text = |cell: &Data| match cell {
        Data::String(words) => words.clone(),
        Data::Empty => String::new(),
        other => panic!("{other:?} is no text"),
    };
    range
        .rows()
        .map(|row| row.iter().map(text).collect())
        .collect()
}

/// Verdict and right value of a table, field, value and quotation.
type Judge = dyn Fn(&str, &str, &str, &str) -> (&'static str, &'static str);

/// Writes a workbook as a person sends it back: `judge` sees table, field, value, quotation.
fn judged(rows: &[Vec<String>], path: &Path, judge: &Judge) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Gennemsyn").unwrap();
    for (at, row) in rows.iter().enumerate() {
        let at = u32::try_from(at).unwrap();
        for (column, cell) in (0..).zip(row) {
            sheet.write_string(at, column, cell).unwrap();
        }
        if at > 0 {
            let (verdict, right) = judge(&row[4], &row[5], &row[6], &row[7]);
            sheet.write_string(at, 0, verdict).unwrap();
            // A person's number becomes a number.
            match right.parse::<f64>() {
                Ok(number) => sheet.write_number(at, 1, number).unwrap(),
                Err(_) => sheet.write_string(at, 1, right).unwrap(),
            };
            if verdict == "forkert" {
                sheet.write_string(at, 2, "AB").unwrap();
                sheet
                    .write_string(at, 3, "læst; forkert, sagde jeg")
                    .unwrap();
            }
        }
    }
    workbook.save(path).unwrap();
}

#[test]
fn judgements_become_corrections_that_the_next_build_makes_and_gold_that_it_is_measured_by() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let facts = gather(&data(), &Wanted::default()).unwrap();
    write(&facts, &path("out.xlsx")).unwrap();
    let rows = rows(&path("out.xlsx"));
    assert_eq!(rows[0][..4], ["Dom", "Rigtig værdi", "Hvem", "Hvorfor"]);
    let decision = rows.iter().find(|row| row[4] == "decisions").unwrap();
    assert!(
        decision[7].contains("Godkendt") && decision[9] == "Ringsted",
        "{decision:?}"
    );
    judged(
        &rows,
        &path("back.xlsx"),
        &|table, field, value, quotation| match (table, field, value) {
            ("figures", "value_dkk", _) => ("forkert", "4300000"),
            ("figures", "value", _) => ("forkert", "4300000"),
            ("decisions", "effect", "approved") => ("forkert", "noted"),
            ("decisions", "absent", _) if quotation.contains("Anbefales") => {
                ("forkert", "Finn Gram; Bo Carlsen")
            }
            _ => ("rigtig", ""),
        },
    );
    let answers = Answers::read(&path("back.xlsx")).unwrap();
    assert!(
        answers.open.is_empty() && answers.unjudged == 0,
        "{:?}",
        answers.open
    );
    // The project: the same document, the corrections beside it.
    let project = path("project");
    fs::create_dir_all(project.join("documents")).unwrap();
    let name = "ringsted_kultur_referat.md";
    fs::copy(
        DATA.path().join("documents").join(name),
        project.join("documents").join(name),
    )
    .unwrap();
    let corrections = project.join("documents/corrections.csv");
    let lines = answers.corrections();
    let added = append(&corrections, &lines).unwrap();
    assert_eq!(append(&corrections, &lines).unwrap(), 0, "twice is once");
    let summary = build(&project);
    let faults: Vec<_> = summary
        .uncorrected
        .iter()
        .map(|fault| fault.code.code())
        .collect();
    // Kroner of a figure are put right in both columns, and here the person did so too.
    assert!(
        faults.iter().all(|code| *code == "correction_overridden"),
        "{faults:?}"
    );
    assert_eq!(summary.corrected + faults.len(), added);
    assert!(summary.corrected >= 3, "{summary:?}");
    // Gold: all was judged, so the corrected data set has everything right, and the one before has not.
    let items: HashSet<String> = facts.iter().map(|fact| fact.item_id.clone()).collect();
    let whole = gather(
        &data(),
        &Wanted {
            only: Some(items),
            ..Wanted::default()
        },
    )
    .unwrap();
    let documents = gold(&whole, &answers);
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].file, "ringsted_kultur_referat.json");
    let dir = path("gold");
    fs::create_dir(&dir).unwrap();
    fs::write(
        dir.join(&documents[0].file),
        documents[0].content.to_string(),
    )
    .unwrap();
    let score = |data: &Path| {
        let evaluation = evaluate(&Sources {
            data,
            gold: &dir,
            docs: None,
        })
        .unwrap();
        serde_json::from_str::<serde_json::Value>(&report::json(&evaluation)).unwrap()
    };
    let (before, after) = (score(&data()), score(&project.join("data")));
    for measure in ["decisions.absent", "figures.money.prose"] {
        assert_ne!(before[measure]["f1"], 1.0, "{measure}: {before}");
        assert_eq!(after[measure]["f1"], 1.0, "{measure}: {after}");
    }
    let scored = &after["decisions"];
    assert_eq!(scored["gold"], scored["right"], "{scored}");
}

#[test]
fn rows_that_do_not_make_sense_are_left_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let facts = gather(
        &data(),
        &Wanted {
            tables: vec!["decisions".into()],
            ..Wanted::default()
        },
    )
    .unwrap();
    write(&facts, &path("out.xlsx")).unwrap();
    let rows = rows(&path("out.xlsx"));
    for ((verdict, right), want) in [
        (("forkert", ""), "none is given as the right one"),
        (("rigtig", "noted"), "said to be right"),
        (("findes ikke", "noted"), "said not to exist"),
        (("måske", ""), "'måske' is none of"),
        (("forkert", "aproved"), "did you mean 'approved'?"),
        (("forkert", "(tom)"), "may not be empty"),
    ] {
        judged(&rows, &path("back.xlsx"), &move |_, field, value, _| {
            if field == "outcome" && value == "approved" {
                (verdict, right)
            } else {
                ("", "")
            }
        });
        let answers = Answers::read(&path("back.xlsx")).unwrap();
        assert!(!answers.open.is_empty(), "{verdict} {right}");
        assert!(
            answers.open.iter().all(|open| open.reason.contains(want)),
            "{:?}",
            answers.open
        );
        assert!(answers.corrections().is_empty());
    }
    // A right value alone says that the value is wrong.
    judged(&rows, &path("back.xlsx"), &move |_, field, value, _| {
        if field == "outcome" && value == "approved" {
            ("", "noted")
        } else {
            ("", "")
        }
    });
    let answers = Answers::read(&path("back.xlsx")).unwrap();
    assert_eq!(answers.corrections().len(), 1);
    assert!(answers.unjudged > 0);
}

#[test]
fn partly_judged_items_are_no_gold() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let facts = gather(&data(), &Wanted::default()).unwrap();
    write(&facts, &path("out.xlsx")).unwrap();
    let rows = rows(&path("out.xlsx"));
    for (judge, has_decisions) in [
        (
            (|table, _| if table == "items" { "rigtig" } else { "" })
                as fn(&str, &str) -> &'static str,
            false,
        ),
        (
            |table, field| {
                if table == "decisions" && field == "body" {
                    ""
                } else {
                    "rigtig"
                }
            },
            false,
        ),
        (|_, _| "rigtig", true),
    ] {
        judged(&rows, &path("back.xlsx"), &move |table, field, _, _| {
            (judge(table, field), "")
        });
        let answers = Answers::read(&path("back.xlsx")).unwrap();
        let documents = gold(&facts, &answers);
        let items = documents[0].content["items"].as_array().unwrap();
        assert!(!items.is_empty());
        assert_eq!(
            items.iter().any(|item| item.get("decisions").is_some()),
            has_decisions
        );
    }
    judged(&rows, &path("back.xlsx"), &|table, _, _, _| {
        (if table == "items" { "" } else { "rigtig" }, "")
    });
    assert!(gold(&facts, &Answers::read(&path("back.xlsx")).unwrap()).is_empty());
}

#[test]
fn whole_items_are_taken_evenly() {
    let all = gather(&data(), &Wanted::default()).unwrap();
    let items = |facts: &[tvaersnit::review::Fact]| {
        facts
            .iter()
            .map(|fact| fact.item_id.clone())
            .collect::<HashSet<_>>()
    };
    let some = gather(
        &data(),
        &Wanted {
            items: Some(2),
            ..Wanted::default()
        },
    )
    .unwrap();
    assert_eq!(items(&some).len(), 2);
    let chosen = items(&some);
    let whole = all
        .iter()
        .filter(|fact| chosen.contains(&fact.item_id))
        .count();
    assert_eq!(whole, some.len());
    let error = gather(
        &data(),
        &Wanted {
            topic: Some("x".into()),
            ..Wanted::default()
        },
    )
    .unwrap_err();
    assert!(error.to_string().contains("topic 'x'"), "{error}");
}

#[test]
fn a_corrections_file_of_another_form_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("corrections.csv");
    fs::write(&path, "id;field;value\n").unwrap();
    let line = ["x", "title", "y", "", "", "items"].map(str::to_owned);
    assert!(append(&path, std::slice::from_ref(&line)).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), "id;field;value\n");
    fs::write(&path, "id,field,value,who,why,table\na,title,b,,,").unwrap();
    assert_eq!(append(&path, &[line]).unwrap(), 1);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "id,field,value,who,why,table\na,title,b,,,\nx,title,y,,,items\n"
    );
}
