//! Partitioned data sets as every reader of ours sees them, and folders whose parts do not belong together.

use crate::parts::{Project, build, files, minutes, sorted_rows};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tvaersnit::check;
use tvaersnit::compare::Engine;
use tvaersnit::dataset::{self, BuildSettings, IncompatibleError, compatible};
use tvaersnit::tables;

/// The invented documents in both layouts.
fn both() -> Project {
    let project = Project::new();
    let inputs = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")];
    for (out, partitioned) in [("parts", true), ("whole", false)] {
        let settings = BuildSettings {
            inputs: inputs.clone(),
            partitioned,
            ..project.settings(out)
        };
        build(&settings).unwrap();
    }
    project
}

fn answer(data: &Path, sql: &str) -> Vec<Vec<Option<String>>> {
    let engine = Engine::open_for(data, &[sql]).unwrap();
    engine.sql(sql).unwrap().texts().unwrap()
}

#[test]
fn check_compare_export_and_trace_read_both_layouts_alike() {
    let project = both();
    let report = check::check(&project.path("parts")).unwrap();
    let failing: Vec<_> = report
        .rules
        .iter()
        .filter(|outcome| !outcome.holds)
        .collect();
    assert!(report.passes() && report.unread.is_empty(), "{failing:#?}");
    for table in tables::ALL {
        let rows = |out: &str| sorted_rows(&project.path(out), &table);
        assert_eq!(rows("parts"), rows("whole"), "{}", table.name);
    }
    for query in tvaersnit::compare::queries() {
        if query
            .parameters
            .iter()
            .any(|parameter| parameter.default == tvaersnit::compare::Default::Required)
        {
            continue;
        }
        let rows = |out: &str| {
            let engine = Engine::open(&project.path(out)).unwrap();
            let answer = engine.run(&query, &BTreeMap::new()).unwrap();
            let mut rows = answer.texts().unwrap();
            rows.sort();
            rows
        };
        assert_eq!(rows("parts"), rows("whole"), "{}", query.name);
    }
    let sql = "SELECT decision_id FROM decisions ORDER BY ALL LIMIT 1";
    let id = answer(&project.path("whole"), sql)[0][0].clone().unwrap();
    let traced = |out: &str| dataset::trace(&project.path(out), &id).unwrap().quote;
    assert_eq!(traced("parts"), traced("whole"));
    assert!(traced("parts").is_some());
}

#[test]
fn views_sql_reads_the_parts() {
    let project = both();
    let views = fs::read_to_string(project.path("parts/views.sql")).unwrap();
    assert!(views.contains("read_parquet('items/*/*.parquet', hive_partitioning = false)"));
    assert!(views.contains("read_parquet('coverage.parquet')"));
}

#[test]
fn a_part_that_is_not_the_manifests_is_refused() {
    let project = Project::new();
    let march = minutes("Sorø", "den 12. marts 2025", "Byrådet", "Veje");
    project.write("a.md", &march);
    project.write(
        "b.md",
        &minutes("Sorø", "den 2. april 2025", "Byrådet", "Veje"),
    );
    project.build("data");
    project.write("a.md", &march.replace("Veje", "Broer"));
    project.build("other");
    let file = |out: &str| {
        project
            .path(out)
            .join("items/part_year=2025/part-03.parquet")
    };
    let judged = || compatible(&project.path("data"), &tables::ALL);
    assert!(judged().is_ok());
    let own = fs::read(file("data")).unwrap();
    // Another version of the part.
    fs::copy(file("other"), file("data")).unwrap();
    assert!(matches!(judged(), Err(IncompatibleError::Mixed { .. })));
    assert!(Engine::open(&project.path("data")).is_err());
    let failing = |rule: &str| {
        let report = check::check(&project.path("data")).unwrap();
        assert!(
            report
                .rules
                .iter()
                .any(|outcome| outcome.rule.id == rule && !outcome.holds),
            "{rule}"
        );
    };
    failing("version");
    failing("hash");
    // No part.
    fs::remove_file(file("data")).unwrap();
    let Err(IncompatibleError::Incomplete { file: lacking, .. }) = judged() else {
        panic!("a missing part was not missed");
    };
    assert_eq!(lacking, "items/part_year=2025/part-03.parquet");
    failing("file");
    // One part too many.
    fs::write(file("data"), &own).unwrap();
    assert!(judged().is_ok());
    let foreign = project.path("data/items/part_year=2025/part-05.parquet");
    fs::write(foreign, &own).unwrap();
    assert!(matches!(judged(), Err(IncompatibleError::Mixed { .. })));
    failing("foreign");
}

#[test]
fn what_we_wrote_is_no_input() {
    let project = Project::new();
    project.write(
        "a.md",
        &minutes("Sorø", "den 12. marts 2025", "Byrådet", "Veje"),
    );
    let settings = |out: PathBuf| BuildSettings {
        out,
        ..project.settings("data")
    };
    build(&settings(project.path("in/data"))).unwrap();
    let shard = BuildSettings {
        shard: Some("1/1".parse().unwrap()),
        ..settings(project.path("in/shards"))
    };
    build(&shard).unwrap();
    let summary = project.build("data");
    assert_eq!((summary.meetings, summary.passed_over), (1, 2));
    assert!(files(&project.path("data")).len() > 20);
}
