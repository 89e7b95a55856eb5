//! What was written into a workbook is read back from its bytes.

use super::render;
use crate::report::docx::unpacked;
use crate::report::html::safe::printable;
use crate::report::model::{
    Block, Cell, Column, ColumnKind, Row, Section, SectionRole, Table, Value,
};
use crate::report::sample;
use crate::report::theme::Theme;
use crate::value::{Date, Kroner};
use resvg::usvg::roxmltree::Document;
use std::collections::BTreeMap;

/// What a cell holds: its type, its number or words, the format of its numbers.
#[derive(Clone, Debug, PartialEq)]
struct Read {
    words: Option<String>,
    number: Option<f64>,
    format: String,
}

/// The sheets of a workbook: name, and cells by their reference.
fn sheets(bytes: &[u8]) -> BTreeMap<String, BTreeMap<String, Read>> {
    let parts = unpacked(bytes);
    let text = |name: &str| String::from_utf8(parts[name].clone()).expect("UTF-8");
    let shared = text("xl/sharedStrings.xml");
    let shared = Document::parse(&shared).expect("well-formed");
    let strings: Vec<String> = shared
        .descendants()
        .filter(|node| {
            node.has_tag_name((
                shared
                    .root_element()
                    .tag_name()
                    .namespace()
                    .unwrap_or_default(),
                "si",
            ))
        })
        .map(|node| {
            node.descendants()
                .filter(|inner| inner.is_text())
                .filter_map(|inner| inner.text())
                .collect()
        })
        .collect();
    let formats = formats(&text("xl/styles.xml"));
    let workbook = text("xl/workbook.xml");
    let workbook = Document::parse(&workbook).expect("well-formed");
    let names = workbook
        .descendants()
        .filter(|node| node.tag_name().name() == "sheet")
        .filter_map(|node| node.attribute("name"));
    (1..)
        .zip(names)
        .map(|(at, name)| {
            let sheet = text(&format!("xl/worksheets/sheet{at}.xml"));
            (name.to_owned(), cells(&sheet, &strings, &formats))
        })
        .collect()
}

fn cells(sheet: &str, strings: &[String], formats: &[String]) -> BTreeMap<String, Read> {
    let sheet = Document::parse(sheet).expect("well-formed");
    let cell = |node: resvg::usvg::roxmltree::Node<'_, '_>| {
        let value = node
            .children()
            .find(|inner| inner.tag_name().name() == "v")
            .and_then(|inner| inner.text().map(str::to_owned));
        let is_string = node.attribute("t") == Some("s");
        let style: usize = node
            .attribute("s")
            .and_then(|at| at.parse().ok())
            .unwrap_or(0);
        let words = value.as_ref().filter(|_| is_string);
        let words = words.map(|at| strings[at.parse::<usize>().expect("an index")].clone());
        let number = value
            .filter(|_| !is_string)
            .and_then(|number| number.parse().ok());
        Some((
            node.attribute("r")?.to_owned(),
            Read {
                words,
                number,
                format: formats.get(style).cloned().unwrap_or_default(),
            },
        ))
    };
    sheet
        .descendants()
        .filter(|node| node.tag_name().name() == "c")
        .filter_map(cell)
        .collect()
}

/// The number format of each style.
fn formats(styles: &str) -> Vec<String> {
    let styles = Document::parse(styles).expect("well-formed");
    let codes: BTreeMap<&str, &str> = styles
        .descendants()
        .filter(|node| node.tag_name().name() == "numFmt")
        .filter_map(|node| Some((node.attribute("numFmtId")?, node.attribute("formatCode")?)))
        .collect();
    let of_cells = styles
        .descendants()
        .find(|node| node.tag_name().name() == "cellXfs")
        .expect("styles");
    of_cells
        .children()
        .filter_map(|node| node.attribute("numFmtId"))
        .map(|id| codes.get(id).copied().unwrap_or_default().to_owned())
        .collect()
}

fn book_of(cells: Vec<(ColumnKind, Value)>) -> Vec<u8> {
    let mut report = sample::report();
    let (kinds, values): (Vec<_>, Vec<_>) = cells.into_iter().unzip();
    report.sections = vec![Section {
        id: "fund".to_owned(),
        title: "Fund".to_owned(),
        role: SectionRole::Findings,
        blocks: vec![Block::Table(Table {
            id: "t".to_owned(),
            title: "Prøve".to_owned(),
            note: None,
            columns: kinds
                .into_iter()
                .map(|kind| Column {
                    label: "=1+1".to_owned(),
                    kind,
                })
                .collect(),
            rows: vec![Row {
                municipality: None,
                cells: values
                    .into_iter()
                    .map(|value| Cell {
                        value,
                        evidence: vec![crate::report::model::EvidenceId(3)],
                    })
                    .collect(),
            }],
        })],
    }];
    render(&report, &Theme::default()).expect("a workbook")
}

#[test]
fn cells_are_typed() {
    let bytes = book_of(vec![
        (
            ColumnKind::Kroner,
            Value::Kroner(Kroner::from_ore(173_795_155)),
        ),
        (
            ColumnKind::Number,
            Value::Number {
                value: 12.0,
                places: 0,
            },
        ),
        (
            ColumnKind::Percent,
            Value::Percent {
                value: 57.4,
                places: 1,
            },
        ),
        (ColumnKind::Date, Value::Date(Date::constant(2025, 8, 12))),
        (
            ColumnKind::Words,
            Value::Words("=cmd|' /C calc'!A0".to_owned()),
        ),
        (
            ColumnKind::Words,
            Value::List(vec!["a".to_owned(), "b".to_owned()]),
        ),
        (ColumnKind::Words, Value::Missing),
        (
            ColumnKind::Number,
            Value::Number {
                value: f64::NAN,
                places: 0,
            },
        ),
        (
            ColumnKind::Kroner,
            Value::Kroner(Kroner::from_ore(i64::MAX)),
        ),
    ]);
    let sheets = sheets(&bytes);
    let found = &sheets["Prøve"];
    let number = |number: f64, format: &str| (None, Some(number), format.to_owned());
    let words = |words: &str| (Some(words.to_owned()), None, String::new());
    for (at, expected) in [
        ("A4", number(1_737_951.55, "#,##0.00 \"kr.\"")),
        ("B4", number(12.0, "#,##0")),
        ("C4", number(57.4, "#,##0.0 \"%\"")),
        ("D4", number(45_881.0, "dd-mm-yyyy")),
        ("E4", words("=cmd|' /C calc'!A0")),
        ("F4", words("a\nb")),
        ("G4", (None, None, String::new())),
        ("H4", (None, None, String::new())),
        ("I4", words("92.233.720.368.547.758,07 kr.")),
        ("A3", words("=1+1")),
    ] {
        let cell = &found[at];
        let read = (cell.words.clone(), cell.number, cell.format.clone());
        assert_eq!(read, expected, "{at}");
    }
    assert!(
        found["J4"]
            .words
            .as_ref()
            .is_some_and(|words| words.starts_with("4: =1+1"))
    );
}

#[test]
fn there_is_no_formula_and_every_link_leads_to_a_cell() {
    let parts = unpacked(&render(&sample::report(), &Theme::default()).expect("a workbook"));
    let bytes = render(&sample::report(), &Theme::default()).expect("a workbook");
    let names: Vec<String> = sheets(&bytes).into_keys().collect();
    let mut links = 0;
    for (name, part) in &parts {
        if !name.starts_with("xl/worksheets/") {
            continue;
        }
        let part = String::from_utf8(part.clone()).expect("UTF-8");
        let part = Document::parse(&part).unwrap_or_else(|error| panic!("{name}: {error}"));
        for node in part.descendants() {
            assert_ne!(node.tag_name().name(), "f", "{name}");
            if node.tag_name().name() == "hyperlink"
                && let Some(location) = node.attribute("location")
            {
                let (sheet, _) = location.rsplit_once('!').expect("a sheet");
                let sheet = sheet.trim_matches('\'').replace("''", "'");
                assert!(names.contains(&sheet), "{location}");
                links += 1;
            }
            if let Some(target) = node.attribute("Target") {
                let is_known = !target.contains("javascript");
                assert!(is_known, "{target}");
            }
        }
    }
    assert!(links > 5, "{links}");
}

#[test]
fn the_evidence_sheet_holds_the_exact_words() {
    let report = sample::report();
    let bytes = render(&report, &Theme::default()).expect("a workbook");
    let sheets = sheets(&bytes);
    let evidence = &sheets["Belæg"];
    for (at, passage) in (2..).zip(&report.evidence) {
        let words = evidence[&format!("H{at}")].words.clone();
        assert_eq!(
            words.as_deref(),
            Some(printable(&passage.words).as_ref()),
            "{at}"
        );
        assert_eq!(evidence[&format!("A{at}")].number, Some(f64::from(at - 1)));
    }
}

#[test]
fn the_same_report_is_the_same_file() {
    let one = render(&sample::report(), &Theme::default()).expect("a workbook");
    let two = render(&sample::report(), &Theme::default()).expect("a workbook");
    assert!(one == two);
}
