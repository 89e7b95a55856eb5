//! The generator of corpora knows what it wrote: the tables of a small corpus are held against its truth.

#[path = "../../benches/corpus/generator/mod.rs"]
mod generator;

use generator::{Bank, Form, Item, Made, Plan, document};
use std::path::Path;
use tvaersnit::facts::{self, Options};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::source::{self, SourceFormat};
use tvaersnit::tables::Reading;
use tvaersnit::tables::rows::DocumentRows;

/// Documents of each form.
const EACH: u64 = 5;

fn rows(made: &Made, lexicon: &Lexicon) -> DocumentRows {
    let ending = Path::new(&made.path)
        .extension()
        .and_then(|ending| ending.to_str());
    let format = ending.and_then(SourceFormat::from_ending).unwrap();
    let document = source::read(&made.path, format, made.content.as_bytes()).unwrap();
    let minutes = facts::read(&document, lexicon, &Options::default())
        .unwrap_or_else(|rejected| panic!("{rejected}"));
    DocumentRows::of(&Reading::new(&document, &minutes))
}

fn made() -> Vec<Made> {
    let bank = Bank::of_seeds().unwrap();
    let plan = |only| Plan {
        only: Some(only),
        paragraphs: 3,
        ..Plan::default()
    };
    Form::ALL
        .into_iter()
        .flat_map(|form| (0..EACH).map(move |index| (form, index * 23)))
        .map(|(form, index)| document(&bank, &plan(form), index))
        .collect()
}

#[test]
fn tables_hold_what_was_written() {
    let lexicon = Lexicon::built_in();
    for made in made() {
        let (path, form) = (&made.path, made.truth.form.code());
        let meeting = &made.truth.meeting;
        let rows = rows(&made, &lexicon);
        let found = &rows.meetings[0];
        assert_eq!(
            found.source.municipality_code, meeting.municipality_code,
            "{form} {path}"
        );
        assert_eq!(
            found.committee.as_deref(),
            Some(meeting.committee.as_str()),
            "{form} {path}"
        );
        let date = found.source.meeting_date.map(|date| date.to_string());
        assert_eq!(date.as_ref(), Some(&meeting.date), "{form} {path}");
        let minutes = found.kind == "minutes";
        assert_eq!(minutes, meeting.decided, "{form} {path}");
        let numbers: Vec<_> = rows
            .items
            .iter()
            .map(|item| item.number.as_deref())
            .collect();
        let written: Vec<_> = meeting
            .items
            .iter()
            .map(|item| Some(item.number.as_str()))
            .collect();
        assert_eq!(numbers, written, "{form} {path}");
        for (at, item) in meeting.items.iter().enumerate() {
            check(
                &rows,
                at,
                item,
                &format!("{form} {path} item {}", item.number),
            );
        }
    }
}

/// Holds one item's rows against what was written.
fn check(rows: &DocumentRows, at: usize, item: &Item, place: &str) {
    let row = &rows.items[at];
    assert_eq!(row.title.as_ref(), Some(&item.title), "{place}");
    assert_eq!(row.case_number.as_ref(), Some(&item.case_number), "{place}");
    let decisions: Vec<_> = rows
        .decisions
        .iter()
        .filter(|decision| decision.item_id == row.item_id)
        .map(|decision| (decision.point.clone(), decision.outcome.as_str()))
        .collect();
    let decided: Vec<_> = item
        .decisions
        .iter()
        .map(|decision| (decision.point.clone(), decision.outcome))
        .collect();
    assert_eq!(decisions, decided, "{place}");
    let mut amounts: Vec<i64> = rows
        .figures
        .iter()
        .filter(|figure| figure.item_id == row.item_id && figure.kind == "money")
        .map(|figure| figure.value_dkk.unwrap().ore())
        .collect();
    let mut written = item.amounts.clone();
    amounts.sort_unstable();
    written.sort_unstable();
    assert_eq!(amounts, written, "{place}");
}

#[test]
fn documents_are_the_same_in_every_run_and_unlike_each_other() {
    let (one, two) = (made(), made());
    assert!(
        one.iter()
            .zip(&two)
            .all(|(one, two)| one.content == two.content)
    );
    let bank = Bank::of_seeds().unwrap();
    let texts = [0, 1, 98].map(|index| document(&bank, &Plan::default(), index));
    let sentences = |made: &Made| -> std::collections::HashSet<String> {
        let items = made.truth.meeting.items.iter();
        items
            .flat_map(|item| &item.account)
            .flat_map(|paragraph| paragraph.split(". ").map(str::to_owned))
            .collect()
    };
    let [first, second, third] = texts.each_ref().map(sentences);
    for (one, two) in [(&first, &second), (&first, &third)] {
        let shared = one.intersection(two).count();
        assert!(shared * 20 < one.len(), "{shared} of {}", one.len());
    }
}

#[test]
fn every_line_of_the_truth_is_json_that_names_its_document() {
    for made in made() {
        let line = made.truth.json().to_string();
        let read: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["path"], made.path);
        assert_eq!(
            read["items"].as_array().map(Vec::len),
            Some(made.truth.meeting.items.len())
        );
    }
}
