//! Tables in the forms of other tools: the same rows in each, nothing run, nothing overwritten.

use calamine::{Data, Reader, Xlsx, open_workbook};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tvaersnit::compare::Engine;
use tvaersnit::dataset::{self, BuildSettings};
use tvaersnit::export::{
    ExportError, ExportFormat, ExportSettings, Exported, Labels, MARK, export, export_to, fused,
};
use tvaersnit::lexicon::Lexicon;
use tvaersnit::tables;

/// A data set of the seeds, made once.
static SEEDS: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let settings = BuildSettings::new(vec![seeds], folder.path().join("data"));
    dataset::build(&settings, &Lexicon::built_in(), &|_| {}).unwrap();
    folder
});

fn settings(format: ExportFormat, named: &[&str]) -> ExportSettings {
    ExportSettings {
        data: SEEDS.path().join("data"),
        tables: named.iter().map(|name| (*name).to_owned()).collect(),
        format,
        labels: None,
        excel: false,
        force: false,
    }
}

fn ask(sql: &str) -> Vec<Vec<Option<String>>> {
    let engine = Engine::open_for(&SEEDS.path().join("data"), &[sql]).unwrap();
    engine.sql(sql).unwrap().texts().unwrap()
}

fn one(sql: &str) -> String {
    ask(sql)[0][0].clone().unwrap()
}

/// Number of rows of every table.
fn counts() -> BTreeMap<String, String> {
    let names = tables::ALL.map(|table| table.name);
    names
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                one(&format!("SELECT count(*) FROM {name}")),
            )
        })
        .collect()
}

const SUM: &str = "SELECT sum(value_dkk) FROM figures";

struct Out(tempfile::TempDir);

impl Out {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn done(settings: &ExportSettings, out: &Path) -> Exported {
    export(settings, out).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn csv_and_json_hold_every_row_and_all_digits() {
    let out = Out::new();
    for (format, ending) in [(ExportFormat::Csv, "csv"), (ExportFormat::Json, "jsonl")] {
        let dir = out.path(ending);
        let exported = done(&settings(format, &[]), &dir);
        assert_eq!(exported.tables.len(), tables::ALL.len());
        for (table, rows) in counts() {
            let path = dir.join(format!("{table}.{ending}"));
            let got = if format == ExportFormat::Csv {
                csv::Reader::from_path(&path).unwrap().records().count()
            } else {
                fs::read_to_string(&path).unwrap().lines().count()
            };
            assert_eq!(got.to_string(), rows, "{}", path.display());
        }
        let path = dir.join(format!("figures.{ending}"));
        let ore: i128 = if format == ExportFormat::Csv {
            let mut reader = csv::Reader::from_path(path).unwrap();
            let at = reader
                .headers()
                .unwrap()
                .iter()
                .position(|name| name == "value_dkk");
            let at = at.unwrap();
            let cells = reader.records().map(|row| row.unwrap()[at].to_owned());
            cells
                .filter(|cell| !cell.is_empty())
                .map(|cell| ore(&cell))
                .sum()
        } else {
            let lines = fs::read_to_string(path).unwrap();
            let rows = lines.lines().map(|line| {
                let rest = line.split("\"value_dkk\":").nth(1).unwrap();
                rest.split(',').next().unwrap().to_owned()
            });
            rows.filter(|cell| cell != "null")
                .map(|cell| ore(&cell))
                .sum()
        };
        assert_eq!(ore, self::ore(&one(SUM)), "{ending}");
    }
    let line = fs::read_to_string(out.path("jsonl/decisions.jsonl")).unwrap();
    let row: serde_json::Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    assert!(
        row["absent"].is_array() && row["prior"].is_boolean(),
        "{row}"
    );
}

fn ore(kroner: &str) -> i128 {
    kroner.replace('.', "").parse().unwrap()
}

#[test]
fn danish_excel_gets_semicolons_commas_a_mark_and_nothing_to_run() {
    let out = Out::new();
    let dir = out.path("excel");
    let danish = ExportSettings {
        excel: true,
        ..settings(ExportFormat::Csv, &["figures", "decisions"])
    };
    done(&danish, &dir);
    let figures = fs::read_to_string(dir.join("figures.csv")).unwrap();
    assert!(
        figures.starts_with("\u{feff}figure_id;item_id;"),
        "{}",
        &figures[..60]
    );
    assert!(figures.contains(";433912,41;"), "decimal comma");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(figures.trim_start_matches('\u{feff}').as_bytes());
    let raw = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "raw")
        .unwrap();
    let mut defused = 0;
    for (row, told) in reader.records().zip(ask("SELECT raw FROM figures")) {
        let cell = row.unwrap()[raw].to_owned();
        let words = told[0].clone().unwrap();
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        assert_eq!(fused(&cell), words);
        defused += usize::from(cell != words);
    }
    assert!(defused > 0, "the seeds have words that begin with a minus");
}

#[test]
fn a_workbook_has_a_sheet_a_table_with_typed_cells_and_no_formulas() {
    let out = Out::new();
    let path = out.path("t.xlsx");
    let exported = done(&settings(ExportFormat::Xlsx, &[]), &path);
    assert!(
        exported.cut > 0,
        "the texts of the seeds are longer than a cell"
    );
    let mut workbook: Xlsx<_> = open_workbook(&path).unwrap();
    assert_eq!(workbook.sheet_names().len(), tables::ALL.len() + 1);
    for (table, rows) in counts() {
        let range = workbook.worksheet_range(&table).unwrap();
        assert_eq!((range.height() - 1).to_string(), rows, "{table}");
        assert!(
            workbook
                .worksheet_formula(&table)
                .unwrap()
                .used_cells()
                .next()
                .is_none(),
            "{table}"
        );
    }
    let range = workbook.worksheet_range("figures").unwrap();
    let mut rows = range.rows();
    let headings = rows.next().unwrap();
    let at = |name: &str| {
        headings
            .iter()
            .position(|cell| *cell == Data::String(name.into()))
            .unwrap()
    };
    let (money, day) = (at("value_dkk"), at("meeting_date"));
    let sum: f64 = range
        .rows()
        .skip(1)
        .filter_map(|row| match row[money] {
            Data::Float(number) => Some(number),
            _ => None,
        })
        .sum();
    let want: f64 = one(SUM).parse().unwrap();
    assert!((sum - want).abs() < 0.01 * want.abs() / 1e6, "{sum} {want}");
    let Data::DateTime(first) = rows.next().unwrap()[day] else {
        panic!("days are typed");
    };
    let (year, month, day, ..) = first.to_ymd_hms_milli();
    assert_eq!(
        format!("{year:04}-{month:02}-{day:02}"),
        one("SELECT meeting_date FROM figures")
    );
    let range = workbook.worksheet_range("texts").unwrap();
    let cut = range.rows().flatten().filter_map(|cell| match cell {
        Data::String(words) if words.contains("[…] cut: Excel holds") => Some(words),
        _ => None,
    });
    for words in cut {
        assert!(words.encode_utf16().count() <= 32_767);
    }
}

#[test]
fn sqlite_has_keys_references_and_indexes() {
    let out = Out::new();
    let path = out.path("t.sqlite");
    done(&settings(ExportFormat::Sqlite, &[]), &path);
    let connection = rusqlite::Connection::open(&path).unwrap();
    let ask = |sql: &str| -> String {
        connection
            .query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0))
            .map(|value| match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(words) => words,
                other => format!("{other:?}"),
            })
            .unwrap()
    };
    for (table, rows) in counts() {
        assert_eq!(
            ask(&format!("SELECT count(*) FROM \"{table}\"")),
            rows,
            "{table}"
        );
    }
    let mut broken = connection.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(broken.query([]).unwrap().next().unwrap().is_none());
    assert_eq!(
        ask(
            "SELECT \"table\" FROM pragma_foreign_key_list('decisions') WHERE \"from\" = 'item_id'"
        ),
        "items"
    );
    assert_eq!(
        ask("SELECT CAST(round(sum(value_dkk) * 100) AS INTEGER) FROM figures"),
        one(SUM).replace('.', "")
    );
    assert_eq!(
        ask(
            "SELECT json_extract(absent, '$[0]') FROM decisions WHERE text LIKE 'Taget til efterretning%' AND json_array_length(absent) = 1 AND absent LIKE '%Rasmussen%'"
        ),
        "Henning Rasmussen"
    );
    assert!(ask("SELECT meaning FROM tvaersnit_columns WHERE table_name = 'items' AND column_name = 'title'").contains("Title"));
    let plan =
        "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = 'decisions_by_item_id'";
    assert_eq!(ask(plan), "1");
}

#[test]
fn duckdb_has_types_comments_views_and_labels() {
    let out = Out::new();
    let path = out.path("t.duckdb");
    let labelled = ExportSettings {
        labels: Some(Labels::built_in("da").unwrap()),
        ..settings(ExportFormat::Duckdb, &[])
    };
    done(&labelled, &path);
    // Behind the magic word stands the form's number; 64 is the one that every DuckDB since 1.0 reads.
    assert_eq!(fs::read(&path).unwrap()[8..13], *b"DUCK\x40");
    let connection = duckdb::Connection::open(&path).unwrap();
    let ask = |sql: &str| -> String {
        connection
            .query_row(sql, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    for (table, rows) in counts() {
        assert_eq!(
            ask(&format!("SELECT count(*)::VARCHAR FROM {table}")),
            rows,
            "{table}"
        );
    }
    assert_eq!(ask("SELECT sum(value_dkk)::VARCHAR FROM figures"), one(SUM));
    assert_eq!(
        ask(
            "SELECT DISTINCT outcome_da FROM decisions WHERE outcome = 'postponed' OR outcome = 'approved' ORDER BY ALL"
        ),
        "Godkendt"
    );
    assert!(
        ask("SELECT comment FROM duckdb_columns() WHERE table_name = 'figures' AND column_name = 'value_dkk'")
            .contains("Unit: DKK")
    );
    assert_ne!(ask("SELECT count(*)::VARCHAR FROM item_handling"), "0");
}

#[test]
fn labels_stand_behind_their_codes_and_the_codes_stay() {
    let labelled = ExportSettings {
        labels: Some(Labels::built_in("da").unwrap()),
        ..settings(ExportFormat::Json, &["decisions"])
    };
    let mut bytes = Vec::new();
    export_to(&labelled, &mut bytes).unwrap();
    let lines = String::from_utf8(bytes).unwrap();
    let noted = lines
        .lines()
        .find(|line| line.contains("\"outcome\":\"noted\""))
        .unwrap();
    assert!(
        noted.contains("\"outcome\":\"noted\",\"outcome_da\":\"Taget til efterretning\""),
        "{noted}"
    );
}

#[test]
fn nothing_of_anybody_is_overwritten() {
    let out = Out::new();
    let csv = settings(ExportFormat::Csv, &["items", "decisions"]);
    let fewer = settings(ExportFormat::Csv, &["items"]);
    let dir = out.path("csv");
    done(&csv, &dir);
    fs::write(dir.join("notes.txt"), "mine").unwrap();
    // Ours and untouched: renewed, and what is no more goes.
    done(&fewer, &dir);
    assert!(!dir.join("decisions.csv").exists() && dir.join("notes.txt").exists());
    // Changed by somebody.
    fs::write(dir.join("items.csv"), "mine").unwrap();
    let error = export(&fewer, &dir).unwrap_err();
    assert!(matches!(error, ExportError::Changed(_)), "{error}");
    let force = ExportSettings {
        force: true,
        ..fewer
    };
    done(&force, &dir);
    // A folder of somebody else's.
    let other = out.path("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("items.csv"), "mine").unwrap();
    let error = export(&csv, &other).unwrap_err();
    assert!(error.to_string().contains("--force"), "{error}");
    assert_eq!(fs::read_to_string(other.join("items.csv")).unwrap(), "mine");
    // A file.
    for format in [
        ExportFormat::Xlsx,
        ExportFormat::Sqlite,
        ExportFormat::Duckdb,
    ] {
        let path = out.path(format.name());
        fs::write(&path, "mine").unwrap();
        let mine = settings(format, &["items"]);
        assert!(matches!(
            export(&mine, &path).unwrap_err(),
            ExportError::Exists(_)
        ));
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        done(
            &ExportSettings {
                force: true,
                ..mine
            },
            &path,
        );
    }
    // Nothing half-made stays.
    let left: Vec<_> = [&dir, &other, &out.path("")]
        .iter()
        .flat_map(|dir| fs::read_dir(dir).unwrap())
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(dir.join(MARK).exists());
}

#[test]
fn the_same_data_give_the_same_bytes() {
    for format in [
        ExportFormat::Csv,
        ExportFormat::Json,
        ExportFormat::Xlsx,
        ExportFormat::Sqlite,
    ] {
        let bytes = || {
            let out = Out::new();
            let path = out.path("out");
            done(
                &settings(format, &["decisions", "items", "meetings"]),
                &path,
            );
            let file = if path.is_dir() {
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path())
                    .find(|path| path.file_stem().is_some_and(|stem| stem == "decisions"))
                    .unwrap()
            } else {
                path
            };
            fs::read(file).unwrap()
        };
        assert!(bytes() == bytes(), "{format:?}");
    }
}

#[test]
fn a_data_set_that_lacks_a_table_is_exported_without_it_unless_the_table_is_named() {
    let out = Out::new();
    let data = out.path("data");
    fs::create_dir(&data).unwrap();
    for entry in fs::read_dir(SEEDS.path().join("data")).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with("corrections.parquet") {
            fs::copy(&path, data.join(path.file_name().unwrap())).unwrap();
        }
    }
    let all = ExportSettings {
        data,
        ..settings(ExportFormat::Csv, &[])
    };
    let exported = done(&all, &out.path("csv"));
    assert_eq!(exported.missing, ["corrections"]);
    assert_eq!(exported.tables.len(), tables::ALL.len() - 1);
    let named = ExportSettings {
        tables: vec!["corrections".to_owned()],
        ..all
    };
    let error = export(&named, &out.path("one")).unwrap_err();
    assert!(error.to_string().contains("build it again"), "{error}");
}

#[test]
fn mistakes_are_answered_with_a_remedy() {
    let out = Out::new();
    for (settings, want) in [
        (
            settings(ExportFormat::Csv, &["decision"]),
            "did you mean 'decisions'?",
        ),
        (
            ExportSettings {
                data: out.path("none"),
                ..settings(ExportFormat::Csv, &[])
            },
            "make one with: tvaersnit build",
        ),
    ] {
        let error = export(&settings, &out.path("x")).unwrap_err().to_string();
        assert!(error.contains(want), "{error}");
    }
    let error = export_to(&settings(ExportFormat::Csv, &[]), &mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("exactly one table"), "{error}");
}
