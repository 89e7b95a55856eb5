//! Values that users put right, over the whole build.

use std::fs;
use std::path::{Path, PathBuf};
use tvaersnit::compare::Engine;
use tvaersnit::dataset::{self, BuildSettings, Summary};
use tvaersnit::lexicon::Lexicon;

/// A folder with documents of which each row is known, and a data set of them.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let documents = folder.path().join("documents");
        fs::create_dir(&documents).unwrap();
        let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/valid");
        for name in ["ringsted_kultur_referat.md", "soroe_teknik_referat.txt"] {
            fs::copy(valid.join(name), documents.join(name)).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn build(&self, given: &[PathBuf], threads: usize) -> Summary {
        let settings = BuildSettings {
            corrections: given.to_vec(),
            threads: Some(threads),
            ..BuildSettings::new(vec![self.path("documents")], self.path("data"))
        };
        dataset::build(&settings, &Lexicon::built_in(), &|_| {}).unwrap()
    }

    /// Every row of an answer, its cells parted by "|"; null is "-".
    fn ask(&self, sql: &str) -> Vec<String> {
        let engine = Engine::open_for(&self.path("data"), &[sql]).unwrap();
        let rows = engine.sql(sql).unwrap().texts().unwrap();
        rows.iter()
            .map(|row| {
                let cells = row.iter().map(|cell| cell.as_deref().unwrap_or("-"));
                cells.collect::<Vec<_>>().join("|")
            })
            .collect()
    }

    fn one(&self, sql: &str) -> String {
        let rows = self.ask(sql);
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows[0].clone()
    }

    fn correct(&self, lines: &str) {
        let content = format!("id,field,value,who,why,table\n{lines}");
        fs::write(self.path("documents/corrections.csv"), content).unwrap();
    }
}

const FIGURE: &str = "SELECT figure_id FROM figures WHERE raw LIKE '4,2 mio%'";
const DECISION: &str = "SELECT decision_id FROM decisions WHERE text LIKE 'Drøftet%'";

#[test]
fn a_correction_shows_survives_and_reaches_the_tables_across_documents() {
    let project = Project::new();
    let before = project.build(&[], 1);
    let figure = project.one(FIGURE);
    let decision = project.one(DECISION);
    let meeting = project.one("SELECT meeting_id FROM meetings WHERE municipality_code = 340");
    project.correct(&format!(
        "{figure},value_dkk,4300000,AB,\"regnefejl, se notat\",\n\
         {decision},effect,approved,CD,,decisions\n\
         {decision},absent,\"Ib Juhl; Gitte Holm\",,,\n\
         {meeting},committee,Teknisk Udvalg,,,\n"
    ));
    let summary = project.build(&[], 1);
    assert_eq!(summary.corrected, 4);
    assert!(summary.uncorrected.is_empty(), "{summary:?}");
    assert_ne!(summary.data_set, before.data_set);
    assert_eq!(
        project.one("SELECT value_dkk, raw, basis FROM figures WHERE basis = 'corrected'"),
        "4300000.00|4,2 mio. kr.|corrected"
    );
    assert_eq!(
        project.one("SELECT effect, outcome, absent FROM decisions WHERE basis = 'corrected'"),
        "approved|discussed|Ib Juhl; Gitte Holm"
    );
    assert_eq!(
        project.one("SELECT committee FROM coverage WHERE municipality_code = 340"),
        "Teknisk Udvalg"
    );
    let told = "SELECT table_name, row_id, field, old_value, new_value, who, why, corrections_file, \
                span_start IS NOT NULL, item_id IS NOT NULL FROM corrections ORDER BY ALL";
    let effect =
        format!("decisions|{decision}|effect|discussed|approved|CD|-|corrections.csv|true|true");
    let money = format!(
        "figures|{figure}|value_dkk|4200000.00|4300000.00|AB|regnefejl, se notat|corrections.csv|true|true"
    );
    let rows = project.ask(told);
    assert_eq!(rows.len(), 4);
    assert!(rows.contains(&effect) && rows.contains(&money), "{rows:?}");
    // The same corrections give the same bytes, whatever the threads.
    let bytes = |table: &str| fs::read(project.path(&format!("data/{table}.parquet"))).unwrap();
    let first = ["figures", "corrections", "problems"].map(bytes);
    let again = project.build(&[], 2);
    assert_eq!(again.data_set, summary.data_set);
    assert!(first == ["figures", "corrections", "problems"].map(bytes));
}

#[test]
fn a_correction_that_comes_to_nothing_is_a_problem_and_the_others_are_made() {
    let project = Project::new();
    project.build(&[], 1);
    let (figure, decision) = (project.one(FIGURE), project.one(DECISION));
    let item = project.one("SELECT item_id FROM items WHERE title LIKE 'Cykelsti%'");
    let document = figure.split(':').next().unwrap_or_default();
    for (line, code, says) in [
        (
            format!("{document}:figure:1-2,value,1"),
            "correction_row_gone",
            "no row has the id",
        ),
        (
            format!("{figure},valu_dkk,1"),
            "correction_field_unknown",
            "did you mean 'value_dkk'?",
        ),
        (
            format!("{figure},value_dkk,1.234"),
            "correction_value_invalid",
            "may be 1234 or 1,234",
        ),
        (
            format!("{figure},value_dkk,mange"),
            "correction_value_invalid",
            "is no number",
        ),
        (
            format!("{decision},outcome,aproved"),
            "correction_value_invalid",
            "did you mean 'approved'?",
        ),
        (
            format!("{decision},outcome,"),
            "correction_value_invalid",
            "may not be empty",
        ),
        (
            format!("{decision},text,Godkendt."),
            "correction_field_fixed",
            "cannot be corrected",
        ),
        (
            format!("{decision},basis,stated"),
            "correction_field_fixed",
            "cannot be corrected",
        ),
        (
            format!("{decision},municipality,Lolland"),
            "correction_field_fixed",
            "cannot be corrected",
        ),
        (
            format!("{item},meeting_id,x"),
            "correction_field_fixed",
            "cannot be corrected",
        ),
        (
            format!("{item},span_start,0"),
            "correction_field_fixed",
            "cannot be corrected",
        ),
        (
            format!("{item},title,Cykelsti langs søen"),
            "correction_redundant",
            "is so already",
        ),
        (
            format!("{item},title,A\n{item},title,Sti"),
            "correction_overridden",
            "a later correction",
        ),
        (item.clone(), "correction_unread", "field is empty"),
    ] {
        project.correct(&format!("{line}\n{decision},remark,Rettet\n"));
        let summary = project.build(&[], 1);
        let told: Vec<_> = summary
            .uncorrected
            .iter()
            .map(|fault| (fault.source_path.as_str(), fault.code.code()))
            .collect();
        assert_eq!(told, [("corrections.csv, line 2", code)], "{line}");
        let row = project.one(
            "SELECT source_path, code, message, remedy FROM problems WHERE code LIKE 'correction%'",
        );
        assert!(
            row.starts_with(&format!("corrections.csv|{code}|line 2: ")),
            "{row}"
        );
        assert!(row.contains(says), "{row}");
        assert_eq!(
            project.one("SELECT remark FROM decisions WHERE basis = 'corrected'"),
            "Rettet",
            "{line}"
        );
        let is_note = ["correction_redundant", "correction_overridden"].contains(&code);
        assert_eq!(summary.is_complete(), is_note, "{line}");
    }
    assert!(
        project
            .ask("SELECT problem_id FROM problems GROUP BY ALL HAVING count(*) > 1")
            .is_empty()
    );
}

#[test]
fn rows_of_several_keys_are_named_by_all_and_a_given_file_counts_last() {
    let project = Project::new();
    project.build(&[], 1);
    let item = project.one("SELECT item_id FROM items WHERE title LIKE 'Cykelsti%'");
    let file = project.path("rettelser.csv");
    fs::write(
        &file,
        format!("id;field;value;who;why\n{item};title;Sti;;\n"),
    )
    .unwrap();
    project.correct(&format!("{item},title,Stien,,,\n"));
    let summary = project.build(&[file], 1);
    assert_eq!(
        project.one("SELECT title FROM items WHERE position = 1 AND municipality_code = 340"),
        "Sti"
    );
    assert_eq!(summary.corrected, 1);
    assert_eq!(
        summary.uncorrected[0].source_path,
        "corrections.csv, line 2"
    );
}

#[test]
fn an_id_without_its_place_names_a_row_only_where_one_has_it() {
    let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.csv");
    let build = |lines: &str| {
        fs::write(&file, format!("id,field,value,who,why,table\n{lines}")).unwrap();
        let settings = BuildSettings {
            corrections: vec![file.clone()],
            ..BuildSettings::new(vec![valid.clone()], folder.path().join("data"))
        };
        dataset::build(&settings, &Lexicon::built_in(), &|_| {}).unwrap()
    };
    build("");
    let sql = "SELECT grant_id, year FROM grant_instalments GROUP BY ALL HAVING count(*) = 1 ORDER BY ALL";
    let engine = Engine::open_for(&folder.path().join("data"), &[sql]).unwrap();
    let rows = engine.sql(sql).unwrap().texts().unwrap();
    let cell = |at: usize| rows[0][at].clone().unwrap();
    let summary = build(&format!(
        "{}#{},amount_dkk,1.00,,,\n{}#1789,amount_dkk,2.00,,,\n",
        cell(0),
        cell(1),
        cell(0)
    ));
    assert_eq!(summary.corrected, 1);
    let told: Vec<_> = summary
        .uncorrected
        .iter()
        .map(|fault| (fault.source_path.as_str(), fault.code.code()))
        .collect();
    assert_eq!(told, [("c.csv, line 3", "correction_row_gone")]);
}

#[test]
fn seeds_instalments_are_corrected_and_their_children_keep_their_places() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let file = folder.path().join("given.csv");
    let build = || {
        let settings = BuildSettings {
            corrections: vec![file.clone()],
            ..BuildSettings::new(vec![seeds.clone()], folder.path().join("data"))
        };
        dataset::build(&settings, &Lexicon::built_in(), &|_| {}).unwrap()
    };
    fs::write(&file, "id,field,value,who,why\n").unwrap();
    build();
    let ask = |sql: &str| {
        let engine = Engine::open_for(&folder.path().join("data"), &[sql]).unwrap();
        engine.sql(sql).unwrap().texts().unwrap()
    };
    let row =
        ask("SELECT grant_id FROM grant_instalments WHERE year = 2025 AND amount_dkk = 433912.41");
    let grant = row[0][0].clone().unwrap();
    fs::write(
        &file,
        format!("id,field,value,who,why\n{grant}#2025,amount_dkk,433912.42,AB,afrunding\n"),
    )
    .unwrap();
    let summary = build();
    assert_eq!((summary.corrected, summary.uncorrected.len()), (1, 0));
    let rows = ask(&format!(
        "SELECT amount_dkk FROM grant_instalments WHERE grant_id = '{grant}' AND year = 2025"
    ));
    assert_eq!(rows[0][0].as_deref(), Some("433912.42"));
}
