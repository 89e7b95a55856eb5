//! SQL sees the data set's tables and nothing else, and costs no more than it may.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tvaersnit::compare::{CompareError, Engine, Limits, Reach};
use tvaersnit::dataset::{BuildSettings, build};
use tvaersnit::lexicon::Lexicon;

/// A folder with a data set in `data`, and a file beside it that no query may see.
fn published() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/003_2d441236413aefce.txt");
    let settings = BuildSettings::new(vec![seed], dir.path().join("data"));
    build(&settings, &Lexicon::built_in(), &|_| ()).unwrap();
    fs::write(dir.path().join("secret.csv"), "secret\n1\n").unwrap();
    dir
}

/// Every file below `dir` with its bytes.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(dir)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let bytes = fs::read(entry.path()).unwrap();
            (entry.path().display().to_string(), bytes)
        })
        .collect()
}

#[test]
fn nothing_gets_out_and_nothing_is_changed() {
    let dir = published();
    let at = dir.path().display().to_string();
    let before = files(dir.path());
    let engine = Engine::open(&dir.path().join("data")).unwrap();
    for hostile in [
        "SELECT * FROM read_csv('{at}/secret.csv')",
        "SELECT * FROM '{at}/secret.csv'",
        "FROM '{at}/secret.csv'",
        "SELECT * FROM read_text('{at}/secret.csv')",
        "SELECT * FROM read_blob('{at}/data/../secret.csv')",
        "SELECT * FROM glob('{at}/*')",
        "SELECT * FROM sniff_csv('{at}/secret.csv')",
        "SELECT * FROM read_parquet('https://localhost/x.parquet')",
        "SELECT * FROM query('COPY items TO ''{at}/out.csv''')",
        "SELECT getenv('HOME')",
        "COPY (SELECT 1) TO '{at}/out.csv'",
        "COPY (SELECT 1 AS a) TO '{at}/data/items.parquet'",
        "COPY (SELECT 1 AS a) TO '{at}/data/items.parquet' (FORMAT parquet, USE_TMP_FILE false)",
        "copy/* */(select 1) to '{at}/data/new.parquet'",
        "EXPLAIN ANALYZE COPY (SELECT 1 AS a) TO '{at}/data/items.parquet' (USE_TMP_FILE false)",
        "EXPORT DATABASE '{at}/export'",
        "IMPORT DATABASE '{at}/export'",
        "ATTACH '{at}/new.duckdb' AS other",
        "ATTACH ':memory:' AS other",
        "CREATE TABLE leak AS SELECT * FROM read_text('{at}/secret.csv')",
        "CREATE TABLE more AS SELECT 1",
        "CREATE MACRO m() AS 1",
        "DROP VIEW items",
        "INSERT INTO items SELECT * FROM items",
        "WITH a AS (SELECT * FROM items) INSERT INTO items SELECT * FROM a",
        "DELETE FROM items",
        "UPDATE items SET title = ''",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "RESET lock_configuration",
        "PRAGMA enable_profiling",
        "CALL pragma_version()",
        "INSTALL httpfs",
        "LOAD '{at}/x.duckdb_extension'",
        "CHECKPOINT",
        "VACUUM",
        "PREPARE p AS SELECT 1",
        "USE memory",
        "SELECT 1; DROP VIEW items",
    ] {
        let sql = hostile.replace("{at}", &at);
        let answer = engine.sql(&sql);
        assert!(answer.is_err(), "{sql} gave {:?}", answer.unwrap().texts());
    }
    assert!(engine.sql("SELECT count(*) FROM items").is_ok());
    assert_eq!(
        files(dir.path()).keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>()
    );
    assert!(files(dir.path()) == before, "a file was changed");
}

#[test]
fn reading_statements_of_every_kind_are_answered() {
    let dir = published();
    let engine = Engine::open(&dir.path().join("data")).unwrap();
    for sql in [
        "SELECT count(*) FROM items",
        "FROM meetings",
        "WITH a AS (SELECT title FROM items) SELECT * FROM a",
        "VALUES (1), (2)",
        "TABLE meetings",
        "SHOW TABLES",
        "DESCRIBE items",
        "SUMMARIZE meetings",
        "EXPLAIN SELECT * FROM items",
        "SELECT * FROM (PIVOT decisions ON effect IN ('noted', 'approved') USING count(*) GROUP BY municipality)",
    ] {
        let answer = engine.sql(sql);
        assert!(answer.is_ok(), "{sql}: {}", answer.unwrap_err());
    }
}

#[test]
fn parameters_are_values_and_never_sql() {
    let dir = published();
    let engine = Engine::open(&dir.path().join("data")).unwrap();
    let query = tvaersnit::compare::named("handling").unwrap();
    let word = "x'; DROP VIEW items; --".to_owned();
    let answer = engine.run(&query, &BTreeMap::from([("word".to_owned(), word)]));
    assert!(answer.is_ok(), "{}", answer.unwrap_err());
    assert!(engine.sql("SELECT count(*) FROM items").is_ok());
}

#[test]
fn a_statement_without_an_end_is_ended() {
    let dir = published();
    let limits = Limits {
        time: Some(Duration::from_secs(2)),
        ..Limits::default()
    };
    let engine = Engine::open_within(&dir.path().join("data"), &[], &limits).unwrap();
    let error = engine
        .sql("SELECT sum(a.range * b.range) FROM range(100000000) a, range(100000000) b")
        .unwrap_err();
    assert!(matches!(error, CompareError::TooSlow { .. }), "{error}");
    assert!(engine.sql("SELECT count(*) FROM items").is_ok());
}

#[test]
fn memory_has_its_bound() {
    let dir = published();
    let limits = Limits {
        memory: Some(50_000_000),
        ..Limits::default()
    };
    let engine = Engine::open_within(&dir.path().join("data"), &[], &limits).unwrap();
    let error = engine
        .sql("SELECT list(range::VARCHAR || 'padding padding padding') FROM range(20000000)")
        .unwrap_err()
        .to_string();
    assert!(error.to_lowercase().contains("memory"), "{error}");
}

#[test]
fn the_fence_is_lifted_only_on_request() {
    let dir = published();
    let sql = format!(
        "SELECT secret FROM read_csv('{}/secret.csv')",
        dir.path().display()
    );
    let limits = Limits {
        reach: Reach::Everything,
        ..Limits::default()
    };
    let engine = Engine::open_within(&dir.path().join("data"), &[], &limits).unwrap();
    assert_eq!(
        engine.sql(&sql).unwrap().texts().unwrap(),
        [[Some("1".to_owned())]]
    );
}

#[test]
fn a_data_set_that_is_replaced_meanwhile_is_not_mixed() {
    let dir = published();
    let engine = Engine::open(&dir.path().join("data")).unwrap();
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/004_f0355aad70e3491e.txt");
    let settings = BuildSettings::new(vec![seed], dir.path().join("data"));
    build(&settings, &Lexicon::built_in(), &|_| ()).unwrap();
    let error = engine.sql("SELECT count(*) FROM items").unwrap_err();
    assert!(matches!(error, CompareError::Replaced { .. }), "{error}");
}
