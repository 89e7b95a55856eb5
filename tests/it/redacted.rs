//! `--redact`: nothing of a number or an address is in any published file, and no place moves.

use arrow::array::{Array, AsArray};
use arrow::datatypes::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use tvaersnit::check::check;
use tvaersnit::dataset::{BuildSettings, build};
use tvaersnit::lexicon::Lexicon;

/// What must not come out, in the forms in which people write it; a part of one is enough to find somebody.
const SECRETS: [&str; 8] = [
    "010190-1234",
    "0101901234",
    "010190 – 1235",
    "borger@eksempel.dk",
    "anne.møller@eksempel.dk",
    "55 12 34 56",
    "+45 55123457",
    "eksempel.dk",
];

/// Minutes with the secrets in every part: title, recommendation, account, table, attachment, decision, header.
fn words() -> [(&'static str, String); 8] {
    let all = "cpr-nr. 010190-1234, CPR 0101901234, cpr 010190 – 1235, borger@eksempel.dk, anne.møller@eksempel.dk, \
               tlf. 55 12 34 56, +45 55123457";
    [
        ("place", format!("Mødested: Sorø Kommune, {all}")),
        ("title", format!("Sag om {all}")),
        (
            "recommendation",
            format!("Administrationen indstiller, at {all} får 1.000 kr."),
        ),
        (
            "account",
            format!("Borgeren ({all}) har søgt om 5.000 kr. af puljen."),
        ),
        ("cell", format!("Tilskud til {all}")),
        ("attachment", format!("Bilag 1 - Brev fra {all}")),
        ("decision", format!("Godkendt, dog med svar til {all}.")),
        ("absent", "Gitte Holm (borger@eksempel.dk)".to_owned()),
    ]
}

fn text() -> String {
    let [
        place,
        title,
        recommendation,
        account,
        cell,
        attachment,
        decision,
        absent,
    ] = words().map(|(_, words)| words);
    format!(
        "Referat\n\nSocialudvalget\n\nMødedato: 1. april 2025\n{place}\n\nPunkt 3. {title}\n\nIndstilling\n\n{recommendation}\n\n\
         Sagsfremstilling\n\n{account}\n\n| Udgift | Beløb i kr. |\n| --- | --- |\n| {cell} | 10.000 |\n| Varme | 20.000 |\n\n\
         Bilag\n\n{attachment}\n\nBeslutning\n\n{decision}\n\nFraværende: {absent}\n"
    )
}

fn page() -> String {
    let [
        place,
        title,
        recommendation,
        account,
        cell,
        attachment,
        decision,
        absent,
    ] = words().map(|(_, words)| words);
    format!(
        "<html><body><h1>Referat</h1><p>Socialudvalget</p><p>Mødedato: 2. april 2025</p><p>{place}</p><h2>Punkt 3. {title}</h2>\
         <h3>Indstilling</h3><p>{recommendation}</p><h3>Sagsfremstilling</h3><p>{account}</p>\
         <table><tr><th>Udgift</th><th>Beløb i kr.</th></tr><tr><td>{cell}</td><td>10.000</td></tr><tr><td>Varme</td><td>20.000</td></tr></table>\
         <h3>Bilag</h3><p>{attachment}</p><h3>Beslutning</h3><p>{decision}</p><p>Fraværende: {absent}</p></body></html>"
    )
}

fn json() -> String {
    let [
        place,
        title,
        recommendation,
        account,
        cell,
        attachment,
        decision,
        absent,
    ] = words().map(|(_, words)| words);
    let fixed = include_str!("../forms/soroe_boern.json");
    let mut value: serde_json::Value = serde_json::from_str(fixed).unwrap();
    value["Moede"]["Sted"] = place.into();
    value["Moede"]["Lokation"] = "Rådhuset, borger@eksempel.dk".into();
    let item = &mut value["Dagsordenpunkter"][0];
    item["Navn"] = title.clone().into();
    item["Caption"] = title.into();
    item["Bilag"] = serde_json::json!([{ "Navn": attachment }]);
    item["Felter"][0]["Html"] = format!(
        "<h3>Beslutning</h3><p>{decision}</p><p>Fraværende: {absent}</p><h3>Indstilling</h3><p>{recommendation}</p>\
         <h3>Fremstilling</h3><p>{account}</p><table><tr><th>Udgift</th><th>Beløb i kr.</th></tr><tr><td>{cell}</td><td>10</td></tr></table>"
    )
    .into();
    value.to_string()
}

/// Every cell of words, in every table of the data set.
fn cells(data: &Path) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for entry in fs::read_dir(data).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".parquet") {
            out.push((name, String::from_utf8(fs::read(&path).unwrap()).unwrap()));
            continue;
        }
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
        for batch in reader.build().unwrap().map(Result::unwrap) {
            for (column, field) in batch.columns().iter().zip(batch.schema().fields()) {
                let place = format!("{name}: {}", field.name());
                let mut add = |cells: &dyn Array| {
                    let words = cells.as_string::<i32>().iter().flatten();
                    out.extend(words.map(|words| (place.clone(), words.to_owned())));
                };
                match column.data_type() {
                    DataType::Utf8 => add(column),
                    DataType::List(_) => add(column.as_list::<i32>().values()),
                    _ => {}
                }
            }
        }
    }
    out
}

#[test]
fn nothing_of_a_number_or_an_address_is_published() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    for (name, words) in [
        ("a.txt", text()),
        ("b.md", text().replace("1. april", "3. april")),
        ("c.html", page()),
        ("d.json", json()),
    ] {
        fs::write(input.join(name), words).unwrap();
    }
    let made = |out: &str, redact: bool| -> PathBuf {
        let out = folder.path().join(out);
        let settings = BuildSettings {
            redact,
            ..BuildSettings::new(vec![input.clone()], out.clone())
        };
        let summary = build(&settings, &Lexicon::built_in(), &|_| {}).unwrap();
        assert_eq!(summary.meetings, 4, "{summary:?}");
        out
    };
    let (plain, redacted) = (made("plain", false), made("redacted", true));
    // The secrets are where the test thinks they are.
    let columns = |secret: &str| {
        let found = cells(&plain)
            .into_iter()
            .filter(|(_, words)| words.contains(secret));
        found
            .map(|(place, _)| place)
            .collect::<std::collections::BTreeSet<_>>()
    };
    for secret in SECRETS {
        assert!(
            columns(secret).len() >= 5,
            "{secret}: {:?}",
            columns(secret)
        );
    }
    for (place, words) in cells(&redacted) {
        for secret in SECRETS {
            assert!(!words.contains(secret), "{place}: {words}");
        }
    }
    // Every span quotes its words, and no place has moved.
    for data in [&plain, &redacted] {
        let report = check(data).unwrap();
        assert!(report.passes(), "{report:#?}");
    }
    let texts = |data: &Path| -> Vec<String> {
        let of_texts = cells(data)
            .into_iter()
            .filter(|(place, _)| place == "texts.parquet: text");
        of_texts.map(|(_, words)| words).collect()
    };
    let (before, after) = (texts(&plain), texts(&redacted));
    assert_eq!(before.len(), 4);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.chars().count(), after.chars().count());
        let kept = before
            .chars()
            .zip(after.chars())
            .filter(|(before, after)| before == after)
            .count();
        assert!(
            kept * 2 > before.chars().count(),
            "the rest of the text stays"
        );
    }
    let ids = |data: &Path| -> Vec<String> {
        let of_items = cells(data)
            .into_iter()
            .filter(|(place, _)| place.ends_with("segments.parquet: segment_id"));
        of_items.map(|(_, words)| words).collect()
    };
    assert_eq!(ids(&plain), ids(&redacted));
}
