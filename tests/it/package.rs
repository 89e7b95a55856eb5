//! What stands beside the tables: descriptor, codebook, Croissant, views and the files' own metadata tell the same.

use crate::published::{Copy, build};
use sha2::{Digest, Sha256};
use std::fs;
use std::process::{Command, Output};
use tvaersnit::compare::{Engine, VIEWS};
use tvaersnit::dataset::{Footer, IncompatibleError, Manifest, compatible};
use tvaersnit::tables::{self, danish, limits};

fn json(copy: &Copy, name: &str) -> serde_json::Value {
    serde_json::from_slice(&fs::read(copy.file(name)).unwrap()).unwrap()
}

#[test]
fn descriptor_codebook_and_footers_agree() {
    let copy = Copy::new();
    let manifest = Manifest::read(copy.dir()).unwrap();
    let (package, croissant) = (
        json(&copy, "datapackage.json"),
        json(&copy, "croissant.json"),
    );
    let codebook = fs::read_to_string(copy.file("CODEBOOK.md")).unwrap();
    assert_eq!(package["tvaersnit"]["data_set"], manifest.data_set.as_str());
    assert_eq!(package["tvaersnit"]["contract"], manifest.contract.as_str());
    assert!(codebook.contains(&manifest.data_set));
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), tables::ALL.len());
    for (at, table) in tables::ALL.iter().enumerate() {
        let (resource, records) = (&resources[at], &croissant["recordSet"][at]);
        let footer = Footer::read(&copy.file(&table.file_name())).unwrap();
        let entry = &manifest.tables[at];
        assert_eq!(resource["name"], table.name);
        assert_eq!(resource["hash"], format!("sha256:{}", entry.sha256));
        assert_eq!(resource["rows"], footer.rows());
        assert_eq!(
            croissant["distribution"][at]["sha256"],
            entry.sha256.as_str()
        );
        for described in [&resource["description"], &records["description"]] {
            assert_eq!(
                described.as_str(),
                footer.ours("description"),
                "{}",
                table.name
            );
        }
        let about = danish::of_table(table).unwrap();
        assert!(codebook.contains(&format!(
            "### {}: {}\n\n{}\n",
            table.name, about.title, about.about
        )));
        let ours: serde_json::Value =
            serde_json::from_str(footer.ours("columns").unwrap()).unwrap();
        let schema = footer.columns().unwrap();
        for (at, column) in table.columns().iter().enumerate() {
            let (field, told) = (&resource["schema"]["fields"][at], &ours[at]);
            let place = format!("{}.{}", table.name, column.name);
            let metadata = schema.field(at).metadata();
            let metadata = |key: &str| metadata.get(key).map(|words| words.to_string());
            assert_eq!(field["name"], column.name);
            assert_eq!(schema.field(at).name(), column.name);
            assert_eq!(
                metadata("description").as_deref(),
                field["description"].as_str(),
                "{place}"
            );
            assert_eq!(told["description"], field["description"], "{place}");
            assert_eq!(
                metadata("unit").as_deref(),
                field["unit"].as_str(),
                "{place}"
            );
            assert_eq!(told["unit"], field["unit"], "{place}");
            let required = field["constraints"]["required"] == true;
            assert_eq!(required, !schema.field(at).is_nullable(), "{place}");
            let row = format!("| `{}` | {} | ", column.name, column.kind.sql());
            let mut rows = codebook.lines().filter(|line| line.starts_with(&row));
            assert!(
                rows.any(|line| line.contains(&column.about.replace('|', "\\|"))),
                "{place}"
            );
            assert!(
                records["field"][at]["description"]
                    .as_str()
                    .unwrap()
                    .starts_with(column.about)
            );
        }
    }
}

#[test]
fn keys_codes_and_bounds_are_in_the_descriptor() {
    let package = json(&Copy::new(), "datapackage.json");
    let find = |table: &str| {
        let resources = package["resources"].as_array().unwrap();
        resources
            .iter()
            .find(|resource| resource["name"] == table)
            .unwrap()["schema"]
            .clone()
    };
    let field = |table: &str, name: &str| {
        let schema = find(table);
        let fields = schema["fields"].as_array().unwrap();
        fields
            .iter()
            .find(|field| field["name"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(find("items")["primaryKey"], serde_json::json!(["item_id"]));
    assert_eq!(
        find("coverage")["uniqueKeys"],
        serde_json::json!([["municipality_code", "committee_key", "month"]])
    );
    assert!(find("coverage").get("primaryKey").is_none());
    let keys = find("figures")["foreignKeys"].clone();
    assert_eq!(keys[0]["reference"]["resource"], "items");
    assert_eq!(keys[1]["reference"]["resource"], "");
    assert_eq!(
        field("meetings", "kind")["constraints"]["enum"],
        serde_json::json!(["minutes", "agenda"])
    );
    assert_eq!(field("item_topics", "hits")["constraints"]["minimum"], 1);
    assert_eq!(
        field("texts", "document_id")["constraints"]["pattern"],
        "[0-9a-f]{16}"
    );
    assert!(!package["licenses"].as_array().unwrap().is_empty());
    let sources = package["sources"].to_string();
    assert!(sources.contains("Lolland") && sources.contains("Statistics Denmark"));
}

#[test]
fn bounds_of_the_contract_hold_words_that_people_can_read() {
    let table = tables::find("documents").unwrap();
    let columns = table.columns();
    let share = columns
        .iter()
        .find(|column| column.name == "placed_share")
        .unwrap();
    assert_eq!(
        limits::in_words(limits::of(&table, share).unwrap()),
        "0 to 1"
    );
}

#[test]
fn the_manifest_has_the_hash_of_each_description() {
    let copy = Copy::new();
    let manifest = Manifest::read(copy.dir()).unwrap();
    let names: Vec<_> = manifest
        .files
        .iter()
        .map(|entry| entry.file.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "CODEBOOK.md",
            "croissant.json",
            "datapackage.json",
            "views.sql"
        ]
    );
    for entry in &manifest.files {
        let bytes = fs::read(copy.file(&entry.file)).unwrap();
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(hash, entry.sha256, "{}", entry.file);
    }
}

#[test]
fn views_make_every_table_and_shared_view_from_any_folder() {
    let copy = Copy::new();
    let connection = duckdb::Connection::open_in_memory().unwrap();
    let folder = copy.dir().to_str().unwrap();
    connection
        .execute_batch(&format!("SET file_search_path = '{folder}'"))
        .unwrap();
    connection
        .execute_batch(&fs::read_to_string(copy.file("views.sql")).unwrap())
        .unwrap();
    let count = |sql: &str| -> i64 { connection.query_row(sql, [], |row| row.get(0)).unwrap() };
    let engine = Engine::open(copy.dir()).unwrap();
    let names = tables::ALL.iter().map(|table| table.name);
    // A macro takes an argument, so it is no name to select from.
    let views = VIEWS.iter().filter(|view| view.sql.contains("CREATE VIEW"));
    for name in names.chain(views.map(|view| view.name)) {
        let sql = format!("SELECT count(*) FROM {name}");
        let want = engine.sql(&sql).unwrap().texts().unwrap();
        assert_eq!(Some(count(&sql).to_string()), want[0][0], "{name}");
    }
    let comments =
        "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'grants' AND comment IS NOT NULL";
    let columns = tables::find("grants").unwrap().columns().len();
    assert_eq!(count(comments), i64::try_from(columns).unwrap());
}

fn tvaersnit(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tvaersnit"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

#[test]
fn a_data_set_of_another_contract_is_refused_or_said_so() {
    for (contract, code, says) in [
        ("1.0", 0, ""),
        ("0.9", 0, "older than 1.0"),
        ("1.9", 0, "newer than 1.0"),
        (
            "2.0",
            1,
            "follows contract 2.0, and this program knows 1.0; read it with the program that built it",
        ),
    ] {
        let copy = Copy::new();
        copy.manifest(|manifest| manifest["contract"] = contract.into());
        let dir = copy.dir().to_str().unwrap();
        for args in [
            &["sql", "SELECT count(*) FROM items", "--data", dir][..],
            &["compare", "coverage", "--data", dir],
            &["diff", "data", dir, dir, "--summary"],
            &["search", "budget", "--data", dir],
        ] {
            let output = tvaersnit(args);
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(
                output.status.code(),
                Some(code),
                "{contract} {args:?}: {stderr}"
            );
            assert!(stderr.contains(says), "{contract} {args:?}: {stderr}");
            assert_eq!(
                stderr.is_empty(),
                says.is_empty(),
                "{contract} {args:?}: {stderr}"
            );
        }
    }
}

#[test]
fn files_of_two_data_sets_are_refused() {
    let other = tempfile::tempdir().unwrap();
    build(&["tests/documents/valid"], &other.path().join("data"));
    let copy = Copy::new();
    fs::copy(
        other.path().join("data/grants.parquet"),
        copy.file("grants.parquet"),
    )
    .unwrap();
    let error = compatible(copy.dir(), &tables::ALL).unwrap_err();
    assert!(matches!(error, IncompatibleError::Mixed { .. }), "{error}");
    let error = Engine::open(copy.dir()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("grants.parquet belongs to data set"),
        "{error}"
    );
    // A question that does not need the foreign file is not answered by it.
    assert!(Engine::open_for(copy.dir(), &["SELECT * FROM items"]).is_ok());
}

#[test]
fn columns_that_an_older_data_set_lacks_are_named() {
    let copy = Copy::new();
    copy.change("coverage", |batch| {
        let columns: Vec<usize> = (0..batch.num_columns() - 1).collect();
        batch.project(&columns).unwrap()
    });
    let notices = compatible(copy.dir(), &tables::ALL).unwrap();
    assert_eq!(notices.len(), 1);
    assert!(
        notices[0].contains("lacks coverage.last_date"),
        "{notices:?}"
    );
}

#[test]
fn check_tells_by_its_exit_code_and_as_json() {
    let copy = Copy::new();
    let dir = copy.dir().to_str().unwrap();
    let output = tvaersnit(&["check", dir]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("24 rules: 0 fail"), "{shown}");
    fs::write(copy.file("views.sql"), "").unwrap();
    let output = tvaersnit(&["check", dir, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let rules = report["rules"].as_array().unwrap();
    let broken: Vec<_> = rules.iter().filter(|rule| rule["holds"] == false).collect();
    assert_eq!(broken.len(), 1);
    assert_eq!(
        (&broken[0]["id"], &broken[0]["level"]),
        (&"hash".into(), &"failure".into())
    );
    assert_eq!(broken[0]["failures"][0]["table"], "views.sql");
}
