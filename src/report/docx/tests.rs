//! What was written into a document is read back from its bytes.

use super::notes::LONGEST;
use super::render;
use crate::report::html::safe::printable;
use crate::report::model::{
    Block, Cell, Column, ColumnKind, Evidence, Report, Row, Section, SectionRole, Table, Value,
};
use crate::report::sample;
use crate::report::theme::Theme;
use crate::value::Kroner;
use resvg::usvg::roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

/// Every part of a package by its name, unpacked.
pub(in crate::report) fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let archive = rawzip::ZipArchive::from_slice(bytes).expect("an archive");
    let mut entries = archive.entries();
    let mut out = BTreeMap::new();
    while let Some(entry) = entries.next_entry().expect("an entry") {
        let name = entry.file_path().try_normalize().expect("a path");
        let name = name.as_ref().to_owned();
        let is_packed = entry.compression_method() == rawzip::CompressionMethod::DEFLATE;
        let data = archive.get_entry(entry.wayfinder()).expect("data");
        let mut part = Vec::new();
        if is_packed {
            let decoder = flate2::bufread::DeflateDecoder::new(data.data());
            let mut reader = data.verifying_reader(decoder);
            reader.read_to_end(&mut part).expect("whole");
        } else {
            part.extend_from_slice(data.data());
        }
        out.insert(name, part);
    }
    out
}

fn part(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let bytes = parts.get(name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

/// The words of an element, with line ends and tabs as they were before.
fn words_of(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter_map(|inner| match inner.tag_name().name() {
            "t" => Some(inner.text().unwrap_or_default().to_owned()),
            "br" => Some("\n".to_owned()),
            "tab"
                if inner
                    .parent()
                    .is_some_and(|run| run.tag_name().name() == "r") =>
            {
                Some("\t".to_owned())
            }
            _ => None,
        })
        .collect()
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|attribute| attribute.name() == name)
        .map(|attribute| attribute.value())
}

fn named<'a>(document: &'a Document<'_>, name: &str) -> Vec<Node<'a, 'a>> {
    document
        .descendants()
        .filter(|node| node.tag_name().name() == name)
        .collect()
}

fn cited(report: &Report) -> Vec<&Evidence> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for evidence in &report.evidence {
        if seen.insert((evidence.item.0, evidence.start, evidence.end)) {
            out.push(evidence);
        }
    }
    out
}

#[test]
fn every_part_is_well_formed_and_every_relationship_leads_to_a_part() {
    let parts = unpacked(&render(&sample::report(), &Theme::default()).expect("a document"));
    for (name, bytes) in &parts {
        if name.ends_with(".png") {
            assert!(bytes.starts_with(b"\x89PNG"), "{name}");
            continue;
        }
        let words = part(&parts, name);
        let document = Document::parse(&words).unwrap_or_else(|error| panic!("{name}: {error}"));
        for relationship in named(&document, "Relationship") {
            if attribute(relationship, "TargetMode") == Some("External") {
                let target = attribute(relationship, "Target").unwrap_or_default();
                assert!(
                    target.starts_with("https://") || target.starts_with("http://"),
                    "{target}"
                );
                continue;
            }
            let target = attribute(relationship, "Target").expect("a target");
            let found = parts.contains_key(target) || parts.contains_key(&format!("word/{target}"));
            assert!(found, "{name} leads to {target}");
        }
    }
    let document = part(&parts, "word/document.xml");
    let document = Document::parse(&document).expect("well-formed");
    let pictures = parts.keys().filter(|name| name.ends_with(".png")).count();
    assert_eq!(named(&document, "drawing").len(), pictures);
    for picture in named(&document, "docPr") {
        assert!(attribute(picture, "descr").is_some_and(|words| !words.is_empty()));
    }
}

#[test]
fn footnotes_hold_the_exact_words_and_are_numbered_as_the_text_cites_them() {
    let report = sample::report();
    let parts = unpacked(&render(&report, &Theme::default()).expect("a document"));
    let (notes, text) = (
        part(&parts, "word/footnotes.xml"),
        part(&parts, "word/document.xml"),
    );
    let (notes, text) = (
        Document::parse(&notes).expect("well-formed"),
        Document::parse(&text).expect("well-formed"),
    );
    let told: BTreeMap<&str, String> = named(&notes, "footnote")
        .into_iter()
        .filter(|note| attribute(*note, "type").is_none())
        .filter_map(|note| Some((attribute(note, "id")?, words_of(note))))
        .collect();
    let references: Vec<&str> = named(&text, "footnoteReference")
        .into_iter()
        .filter_map(|node| attribute(node, "id"))
        .collect();
    let in_order: Vec<String> = (1..=references.len())
        .map(|number| number.to_string())
        .collect();
    assert_eq!(references, in_order);
    assert_eq!(told.len(), references.len());
    for words in told.values() {
        let is_exact = cited(&report).iter().any(|evidence| {
            let whole = crate::report::folded(&printable(&evidence.words));
            let cut: String = whole.chars().take(LONGEST).collect();
            words.starts_with(&format!(" »{whole}« "))
                || words.starts_with(&format!(" »{cut} […]«"))
        });
        assert!(is_exact, "{words}");
    }
    // A later mention of the same passage points to its first.
    let bookmarks: BTreeSet<&str> = named(&text, "bookmarkStart")
        .into_iter()
        .filter_map(|node| attribute(node, "name"))
        .collect();
    for link in named(&text, "hyperlink") {
        if let Some(anchor) = attribute(link, "anchor") {
            assert!(bookmarks.contains(anchor), "{anchor}");
        }
    }
}

#[test]
fn nothing_of_a_document_acts() {
    let parts = unpacked(&render(&sample::report(), &Theme::default()).expect("a document"));
    let text = part(&parts, "word/document.xml") + &part(&parts, "word/footnotes.xml");
    for part in ["<script", "javascript:", "HYPERLINK", "\u{202e}", "\u{0}"] {
        let is_shown_only = !text.contains(part)
            || text.contains("&quot;") && !text.contains(&format!("instrText>{part}"));
        assert!(is_shown_only, "{part}");
    }
    assert!(text.contains("&lt;script&gt;"));
    let document = part(&parts, "word/document.xml");
    let document = Document::parse(&document).expect("well-formed");
    let fields: Vec<String> = named(&document, "instrText")
        .into_iter()
        .map(|field| field.text().unwrap_or_default().trim().to_owned())
        .collect();
    assert_eq!(fields, ["TOC \\o \"1-2\" \\n \\h \\z \\u"]);
}

#[test]
fn headings_are_styles_and_head_rows_repeat_and_the_language_is_set() {
    let report = sample::report();
    let parts = unpacked(&render(&report, &Theme::default()).expect("a document"));
    let text = part(&parts, "word/document.xml");
    let document = Document::parse(&text).expect("well-formed");
    let headings = text.matches("<w:pStyle w:val=\"Heading1\"/>").count();
    assert!(headings >= report.sections.len(), "{headings}");
    let tables = named(&document, "tbl");
    assert!(!tables.is_empty());
    for table in tables {
        let heads = table
            .descendants()
            .filter(|node| node.tag_name().name() == "tblHeader")
            .count();
        assert_eq!(heads, 1);
    }
    assert!(part(&parts, "word/styles.xml").contains("<w:lang w:val=\"da-DK\""));
}

#[test]
fn the_same_report_is_the_same_file() {
    let one = render(&sample::report(), &Theme::default()).expect("a document");
    let two = render(&sample::report(), &Theme::default()).expect("a document");
    assert!(one == two);
}

fn table_of(columns: usize, rows: usize) -> Table {
    let cell = |at: usize| Cell {
        value: match at % 4 {
            0 => Value::Words("Social- og Arbejdsmarkedsudvalget".to_owned()),
            1 => Value::Kroner(Kroner::from_ore(65_000_000)),
            2 => Value::Missing,
            _ => Value::Words("Udmøntning af midler fra ansøgningspulje til udbredelse".to_owned()),
        },
        evidence: Vec::new(),
    };
    Table {
        id: "t".to_owned(),
        title: "En tabel".to_owned(),
        note: None,
        columns: (0..columns)
            .map(|at| Column {
                label: format!("Kolonne {at}"),
                kind: if at % 4 == 1 {
                    ColumnKind::Kroner
                } else {
                    ColumnKind::Words
                },
            })
            .collect(),
        rows: (0..rows)
            .map(|_| Row {
                municipality: None,
                cells: (0..columns).map(cell).collect(),
            })
            .collect(),
    }
}

#[test]
fn every_cell_of_a_table_is_shown_however_wide_it_is() {
    for (columns, rows, lying) in [(3, 30, 0), (17, 3, 0), (8, 12, 1), (24, 12, 1), (0, 0, 0)] {
        let mut report = sample::report();
        report.sections = vec![Section {
            id: "fund".to_owned(),
            title: "Fund".to_owned(),
            role: SectionRole::Findings,
            blocks: vec![Block::Table(table_of(columns, rows))],
        }];
        let parts = unpacked(&render(&report, &Theme::default()).expect("a document"));
        let text = part(&parts, "word/document.xml");
        assert_eq!(
            text.matches("w:orient=\"landscape\"").count(),
            lying,
            "{columns}"
        );
        let amounts = (0..columns).filter(|at| at % 4 == 1).count() * rows;
        assert_eq!(
            text.matches("650.000\u{a0}kr.").count(),
            amounts,
            "{columns} {rows}"
        );
        for at in (0..columns).filter(|at| at % 4 != 2) {
            assert!(
                text.contains(&format!(">Kolonne {at}<")),
                "{columns} {rows} {at}"
            );
        }
        let document = Document::parse(&text).expect("well-formed");
        for grid in named(&document, "tblGrid") {
            let sum: i64 = grid
                .children()
                .filter_map(|column| attribute(column, "w")?.parse::<i64>().ok())
                .sum();
            let room = if lying > 0 { 14_600 } else { 9_700 };
            assert!(sum > 0 && sum <= room, "{columns} {rows}: {sum}");
        }
    }
}
