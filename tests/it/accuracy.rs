//! Accuracy: the seeds are built into a data set and scored against `tests/gold`. The result is the
//! committed `tests/accuracy.md`, so that a change in reading shows as a diff.

use std::path::{Path, PathBuf};
use tvaersnit::dataset::{BuildSettings, build};
use tvaersnit::evaluate::report::{Format, Limit, render};
use tvaersnit::evaluate::{Evaluation, Sources, evaluate};
use tvaersnit::lexicon::Lexicon;

/// Set to 1 to write the table anew instead of comparing.
const UPDATE: &str = "UPDATE_ACCURACY";
/// Differences listed of each measure: enough to see what moved, few enough to read.
pub(crate) const LISTED: Limit = Limit::First(5);

/// The F1 that a measure must not fall below.
const FLOORS: [(&str, f64); 12] = [
    ("meeting.meeting_date", 1.0),
    ("meeting.location", 1.0),
    ("meeting.participants", 1.0),
    ("items", 1.0),
    ("items.case_number", 1.0),
    ("items.marker", 1.0),
    ("items.closed", 1.0),
    ("attachments", 0.99),
    ("decisions", 0.98),
    ("recommendations", 0.97),
    ("grants.external_grant", 0.9),
    ("grants.appropriation", 0.9),
];

#[test]
fn the_seeds_are_read_as_well_as_the_committed_table_says() {
    let evaluation = evaluate_seeds();
    assert_eq!(evaluation.not_read, Vec::<String>::new());
    assert_eq!(evaluation.warnings, Vec::<String>::new());
    compare(&page(&evaluation));
    let below: Vec<String> = FLOORS
        .iter()
        .map(|(measure, floor)| (measure, evaluation.tallies[*measure].f1(), floor))
        .filter(|(_, f1, floor)| f1 < floor)
        .map(|(measure, f1, floor)| format!("{measure}: F1 is {f1:.4}, below {floor}"))
        .collect();
    assert_eq!(below, Vec::<String>::new());
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn evaluate_seeds() -> Evaluation {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let settings = BuildSettings::new(vec![root().join("seeds")], data.clone());
    build(&settings, &Lexicon::built_in(), &|_| {}).unwrap();
    let gold = root().join("tests/gold");
    let docs = root().join("seeds");
    evaluate(&Sources {
        data: &data,
        gold: &gold,
        docs: Some(&docs),
    })
    .unwrap()
}

fn page(evaluation: &Evaluation) -> String {
    format!(
        "# Accuracy on the seeds\n\
         Made by the test `accuracy` (`{UPDATE}=1 cargo test --test it accuracy` writes it anew): `seeds/` read by \
         the program, held against `tests/gold/`. Under the table stand the misses and false finds of each measure.\n\n{}",
        render(evaluation, Format::Markdown, LISTED)
    )
}

fn compare(page: &str) {
    let path: PathBuf = root().join("tests/accuracy.md");
    if std::env::var_os(UPDATE).is_some_and(|value| value == "1") {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        page == committed,
        "tests/accuracy.md no longer says how the seeds are read.\n{}\n\
         If that is an improvement, renew it: {UPDATE}=1 cargo test --test it accuracy",
        changed(&committed, page)
    );
}

/// The lines that only one of the two pages has.
pub(crate) fn changed(committed: &str, page: &str) -> String {
    let gone = committed
        .lines()
        .filter(|line| !page.lines().any(|other| other == *line));
    let new = page
        .lines()
        .filter(|line| !committed.lines().any(|other| other == *line));
    let lines = gone
        .map(|line| format!("- {line}"))
        .chain(new.map(|line| format!("+ {line}")));
    lines.collect::<Vec<_>>().join("\n")
}
