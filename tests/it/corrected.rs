//! Corrections as a user meets them: rows that are hard to name, and what `trace` and `explain` tell.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tvaersnit::check::check;
use tvaersnit::compare::Engine;

/// One appropriation with two instalments in one year: the key of instalments needs their place.
const TWO_IN_A_YEAR: &str = "\
REFERAT
Teknisk Udvalg d. 09-09-2025 kl. 16:00
Faxe Kommune

Punkt 1: Renovering af haller

25-001234

Indstilling

Forvaltningen indstiller,

1. at der gives en anlægsbevilling på 2.000.000 kr. i 2026 til etape 1 og 1.500.000 kr. i 2026 til etape 2.

Beslutning

Godkendt.

Punkt 2: Eventuelt

Beslutning

Intet.
";

/// A folder with the document, its corrections and a data set of them.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(project.path("documents")).unwrap();
        fs::write(project.document(), TWO_IN_A_YEAR).unwrap();
        project.correct("");
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn document(&self) -> PathBuf {
        self.path("documents/haller.txt")
    }

    /// Writes the lines into the file of corrections and builds; what was said, and the exit code.
    fn correct(&self, lines: &str) -> (String, Option<i32>) {
        let content = format!("id,field,value,who,why\n{lines}");
        fs::write(self.path("documents/corrections.csv"), content).unwrap();
        let output = self.run(&["build", "documents", "--out", "data"]);
        (words(&output.stderr), output.status.code())
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_tvaersnit"))
            .args(args)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    fn said(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{args:?}: {}",
            words(&output.stderr)
        );
        words(&output.stdout)
    }

    fn ask(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        let engine = Engine::open_for(&self.path("data"), &[sql]).unwrap();
        engine.sql(sql).unwrap().texts().unwrap()
    }

    /// Ids of the two instalments, without and with their place.
    fn instalments(&self) -> (String, [String; 2]) {
        let rows = self.ask(
            "SELECT grant_id || '#' || year, grant_id || '#' || year || '#' || span_start \
             FROM grant_instalments ORDER BY span_start",
        );
        let cell = |row: usize, column: usize| rows[row][column].clone().unwrap();
        assert_eq!(rows.len(), 2, "{rows:?}");
        (cell(0, 0), [cell(0, 1), cell(1, 1)])
    }
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn instalments_of_one_year_are_rows_of_their_own_and_each_is_traced() {
    let project = Project::new();
    let (short, whole) = project.instalments();
    assert!(whole[0].starts_with(&short) && whole[1].starts_with(&short) && whole[0] != whole[1]);
    let report = check(&project.path("data")).unwrap();
    let broken: Vec<_> = report
        .rules
        .iter()
        .filter(|outcome| !outcome.holds)
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
    for (id, amount) in [
        (&whole[0], "»2.000.000 kr.«"),
        (&whole[1], "»1.500.000 kr.«"),
    ] {
        let told = project.said(&["trace", id, "--data", "data"]);
        assert!(
            told.starts_with("table     grant_instalments") && told.contains(amount),
            "{told}"
        );
    }
}

#[test]
fn a_correction_that_names_two_rows_is_unclear_and_the_whole_id_is_not() {
    let project = Project::new();
    let (short, whole) = project.instalments();
    let (said, code) = project.correct(&format!("{short},amount_dkk,1.00,AB,prøve\n"));
    assert_eq!(code, Some(3), "{said}");
    assert!(
        said.contains(
            "corrections.csv, line 2: 2 rows of grant_instalments have this id; the first is"
        ),
        "{said}"
    );
    let told = "SELECT code, severity, message, document_id IS NOT NULL FROM problems WHERE code LIKE 'correction%'";
    let rows = project.ask(told);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0][0].as_deref(), Some("correction_row_unclear"));
    assert_eq!(rows[0][1].as_deref(), Some("warning"));
    assert_eq!(rows[0][3].as_deref(), Some("true"));
    let amounts = "SELECT amount_dkk FROM grant_instalments ORDER BY span_start";
    assert_eq!(project.ask(amounts)[0][0].as_deref(), Some("2000000.00"));
    let (said, code) = project.correct(&format!("{},amount_dkk,1400000,AB,prøve\n", whole[1]));
    assert_eq!(code, Some(0), "{said}");
    let rows = project.ask(amounts);
    assert_eq!(rows[0][0].as_deref(), Some("2000000.00"));
    assert_eq!(rows[1][0].as_deref(), Some("1400000.00"));
}

#[test]
fn trace_and_explain_tell_what_was_corrected_by_whom_and_why() {
    let project = Project::new();
    let (_, whole) = project.instalments();
    let ids = project.ask("SELECT grant_id, item_id, document_id FROM grants");
    let id = |column: usize| ids[0][column].clone().unwrap();
    let (grant, item, document) = (id(0), id(1), id(2));
    let (said, code) = project.correct(&format!(
        "{},amount_dkk,1400000,AB,\"tastefejl, se notat\"\n{grant},purpose,,CD,\n{grant},purpos,x,,\n{document}:grant:1-2,purpose,x,,\n",
        whole[1]
    ));
    assert_eq!(code, Some(3), "{said}");
    let money =
        "amount_dkk: read as 1500000.00, now 1400000.00; AB: tastefejl, se notat (corrections.csv)";
    let purpose = "purpose: read as etape 1, now null; CD: no reason given (corrections.csv)";
    let of_instalment = format!("corrected grant_instalments {}, {money}", whole[1]);
    let of_grant = format!("corrected grants {grant}, {purpose}");
    for (traced, lines) in [
        (&whole[1], vec![format!("corrected {money}")]),
        (&whole[0], vec![]),
        (
            &grant,
            vec![format!("corrected {purpose}"), of_instalment.clone()],
        ),
        (&item, vec![of_grant.clone(), of_instalment.clone()]),
        (&document, vec![of_grant, of_instalment]),
    ] {
        let page = project.said(&["trace", traced, "--data", "data"]);
        let mut told: Vec<_> = page
            .lines()
            .filter(|line| line.starts_with("corrected"))
            .collect();
        told.sort_unstable();
        let mut lines = lines;
        lines.sort_unstable();
        assert_eq!(told, lines, "{traced}");
    }
    let page = project.said(&["explain", "documents/haller.txt", "--item", "1"]);
    for part in [
        "2 values corrected; above stands what was read",
        "grant_instalments.amount_dkk: 1500000.00 → 1400000.00; AB: tastefejl, se notat (corrections.csv)  line 13 [",
        "grants.purpose: etape 1 → null; CD: no reason given (corrections.csv)  line 13 [",
        "not made: corrections.csv, line 4: the table grants has no column 'purpos' (did you mean 'purpose'?)",
        "not made: corrections.csv, line 5: no row has the id",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    // Given ones count as those beside the document; without any nothing is said.
    fs::rename(
        project.path("documents/corrections.csv"),
        project.path("other.csv"),
    )
    .unwrap();
    let file = project.document();
    let file = Path::new(&file).to_str().unwrap();
    assert!(!project.said(&["explain", file]).contains("corrected"));
    let page = project.said(&["explain", file, "--corrections", "other.csv"]);
    assert!(
        page.contains("2 values corrected") && page.contains("other.csv, line 4"),
        "{page}"
    );
}

#[test]
fn explain_heeds_what_is_stated_beside_the_document() {
    let project = Project::new();
    let nameless = TWO_IN_A_YEAR.replace("Faxe Kommune\n", "");
    fs::write(project.document(), nameless).unwrap();
    let output = project.run(&["explain", "documents/haller.txt"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output.stdout));
    fs::write(
        project.path("documents/sources.toml"),
        "[[source]]\npath = \".\"\nmunicipality = \"Faxe\"\n",
    )
    .unwrap();
    let page = project.said(&["explain", "documents/haller.txt"]);
    assert!(page.contains("minutes of Faxe 320 (given)"), "{page}");
}

#[test]
fn explain_looks_for_corrections_where_a_build_of_the_inputs_does() {
    let project = Project::new();
    let (_, whole) = project.instalments();
    let (said, code) = project.correct(&format!("{},amount_dkk,1400000,AB,notat\n", whole[1]));
    assert_eq!(code, Some(0), "{said}");
    // The document lies below the folder of the corrections, and other corrections in a folder beside it.
    fs::create_dir_all(project.path("documents/2025")).unwrap();
    fs::create_dir_all(project.path("documents/rettet")).unwrap();
    fs::rename(
        project.document(),
        project.path("documents/2025/haller.txt"),
    )
    .unwrap();
    let other = format!(
        "id,field,value,who,why\n{},amount_dkk,1900000,CD,bilag\n",
        whole[0]
    );
    fs::write(project.path("documents/rettet/corrections.csv"), other).unwrap();
    project.said(&["build", "documents", "--out", "data"]);
    let corrected = project.ask("SELECT amount_dkk FROM grant_instalments ORDER BY span_start");
    let corrected: Vec<_> = corrected
        .iter()
        .map(|row| row[0].clone().unwrap())
        .collect();
    assert_eq!(corrected, ["1900000.00", "1400000.00"]);
    let file = "documents/2025/haller.txt";
    for (arguments, count) in [
        (vec!["explain", file], None),
        (
            vec!["explain", file, "--inputs", "documents"],
            Some("2 values corrected"),
        ),
        (vec!["explain", file, "--inputs", "documents/2025"], None),
        // Inputs that do not hold the document say nothing of it.
        (vec!["explain", file, "--inputs", "documents/rettet"], None),
    ] {
        let page = project.said(&arguments);
        let told = page.lines().find(|line| line.contains("corrected;"));
        assert_eq!(told.is_some(), count.is_some(), "{arguments:?}: {page}");
        assert!(count.is_none_or(|count| page.contains(count)), "{page}");
    }
}
