//! Invented documents in many layouts: `tests/documents/valid` is built and held against `tests/documents/gold`.
//! The result is the committed `tests/documents/accuracy.md`, so that every difference shows; each measure has its floor.

use crate::accuracy::{LISTED, changed};
use std::path::Path;
use tvaersnit::dataset::{BuildSettings, build};
use tvaersnit::evaluate::report::{Format, render};
use tvaersnit::evaluate::{Evaluation, Sources, evaluate};
use tvaersnit::lexicon::Lexicon;

/// Set to 1 to write the table anew instead of comparing.
const UPDATE: &str = "UPDATE_ACCURACY";

/// Measures that are not of this test: the documents' gold leaves figures and grants open.
const ELSEWHERE: [&str; 2] = ["figures", "grants"];

/// Measures that may be below 1, with their floor and the reason.
const FLOORS: [(&str, f64, &str); 0] = [];

#[test]
fn documents_of_many_layouts_are_read_as_the_committed_table_says() {
    let evaluation = evaluate_documents();
    assert_eq!(evaluation.not_read, Vec::<String>::new());
    compare(&page(&evaluation));
    let below: Vec<String> = evaluation
        .tallies
        .iter()
        .filter(|(measure, _)| !ELSEWHERE.iter().any(|other| measure.starts_with(other)))
        .map(|(measure, tally)| {
            let known = FLOORS.iter().find(|(name, _, _)| name == measure);
            (
                measure,
                tally.f1(),
                known.map_or(1.0, |(_, floor, _)| *floor),
            )
        })
        .filter(|(_, f1, floor)| f1 < floor)
        .map(|(measure, f1, floor)| format!("{measure}: F1 is {f1:.4}, below {floor}"))
        .collect();
    assert_eq!(below, Vec::<String>::new());
}

fn documents() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents"))
}

fn evaluate_documents() -> Evaluation {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let valid = documents().join("valid");
    let settings = BuildSettings::new(vec![valid.clone()], data.clone());
    build(&settings, &Lexicon::built_in(), &|_| {}).unwrap();
    evaluate(&Sources {
        data: &data,
        gold: &documents().join("gold"),
        docs: Some(&valid),
    })
    .unwrap()
}

fn page(evaluation: &Evaluation) -> String {
    format!(
        "# Accuracy on invented documents of many layouts\n\
         Made by the test `documents` (`{UPDATE}=1 cargo test --test it documents` writes it anew): `valid/` read by \
         the program, held against `gold/`. Figures and grants are not annotated here.\n\n{}",
        render(evaluation, Format::Markdown, LISTED)
    )
}

fn compare(page: &str) {
    let path = documents().join("accuracy.md");
    if std::env::var_os(UPDATE).is_some_and(|value| value == "1") {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        page == committed,
        "tests/documents/accuracy.md no longer says how the documents are read.\n{}\n\
         If that is an improvement, renew it: {UPDATE}=1 cargo test --test it documents",
        changed(&committed, page)
    );
}
