//! A project folder, and which value counts: what is typed, the environment, the file, the default.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, variables: &[(&str, &str)], args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tvaersnit"));
    command
        .args(args)
        .current_dir(folder)
        .envs(variables.iter().copied());
    command.output().unwrap()
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn ok(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, &[], args);
    assert!(
        output.status.success(),
        "{args:?}: {}",
        words(&output.stderr)
    );
    words(&output.stdout)
}

#[test]
fn a_new_project_works_from_its_folder_and_below() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("p");
    fs::create_dir(&project).unwrap();
    fs::write(project.join("README.md"), "mine").unwrap();
    ok(folder.path(), &["init", "p"]);
    assert_eq!(
        fs::read_to_string(project.join("README.md")).unwrap(),
        "mine"
    );
    let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/valid");
    let name = "soroe_teknik_referat.txt";
    fs::copy(valid.join(name), project.join("documents").join(name)).unwrap();
    ok(&project, &["build"]);
    assert!(project.join("tvaersnit-data/manifest.json").exists());
    let below = project.join("documents");
    let answer = ok(&below, &["compare", "eksempel", "--format", "csv"]);
    assert!(answer.contains("Sorø,2025,2,1"), "{answer}");
    assert!(ok(&below, &["compare", "--list"]).contains("eksempel"));
    // A second time changes nothing.
    ok(folder.path(), &["init", "p"]);
    assert_eq!(
        fs::read_to_string(project.join("README.md")).unwrap(),
        "mine"
    );
}

#[test]
fn what_is_typed_counts_before_the_environment_before_the_file_before_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    for (file, variable, typed, want) in [
        ("", "", "", "./tvaersnit-data"),
        ("data = \"of-file\"", "", "", "of-file"),
        ("data = \"of-file\"", "of-environment", "", "of-environment"),
        ("data = \"of-file\"", "of-environment", "typed", "typed"),
        ("", "of-environment", "typed", "typed"),
    ] {
        fs::write(here.join("tvaersnit.toml"), file).unwrap();
        let mut args = vec!["sql", "SELECT 1"];
        if !typed.is_empty() {
            args.extend(["--data", typed]);
        }
        let output = run(here, &[("TVAERSNIT_DATA", variable)], &args);
        let said = words(&output.stderr);
        assert!(
            said.contains(&format!("{want} holds no data set")),
            "{file} {variable}: {said}"
        );
    }
}

#[test]
fn config_says_where_each_value_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("tvaersnit.toml"), "\ndata = \"d\"\n").unwrap();
    let output = run(here, &[("TVAERSNIT_THREADS", "3")], &["config"]);
    let said = words(&output.stdout);
    for (key, value, from) in [
        ("data", "d", "tvaersnit.toml:2"),
        ("threads", "3", "TVAERSNIT_THREADS"),
        ("region", "-", "default"),
    ] {
        let line = said.lines().find(|line| line.starts_with(key)).unwrap();
        let cells: Vec<_> = line.split_whitespace().collect();
        assert_eq!(cells, [key, value, from]);
    }
    let output = run(here, &[], &["config", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["file"], "tvaersnit.toml");
    // Another file, or none.
    fs::write(here.join("other.toml"), "data = \"o\"").unwrap();
    for (variables, args, want) in [
        (
            &[("TVAERSNIT_CONFIG", "other.toml")][..],
            &["config"][..],
            "other.toml:1",
        ),
        (&[("TVAERSNIT_CONFIG", "")], &["config"], "./tvaersnit-data"),
        (&[], &["config", "--config", "other.toml"], "other.toml:1"),
        (
            &[("TVAERSNIT_CONFIG", "")],
            &["--config=other.toml", "config"],
            "other.toml:1",
        ),
    ] {
        let output = run(here, variables, args);
        assert!(
            words(&output.stdout).contains(want),
            "{args:?} {}",
            words(&output.stdout)
        );
    }
}

#[test]
fn a_wrong_setting_ends_with_its_place_and_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    for (file, variables, says) in [
        (
            "data = \"d\"\n\nregoin = \"x\"",
            &[][..],
            "tvaersnit.toml, line 3: there is no setting 'regoin' (did you mean 'region'?)",
        ),
        (
            "threads = \"x\"",
            &[],
            "tvaersnit.toml, line 1: 'threads' is a whole number",
        ),
        (
            "",
            &[("TVAERSNIT_MAX_BYTES", "x")],
            "TVAERSNIT_MAX_BYTES is 'x'",
        ),
        (
            "municipality = \"Atlantis\"",
            &[],
            "no municipality has this name",
        ),
    ] {
        fs::write(here.join("tvaersnit.toml"), file).unwrap();
        let output = run(here, variables, &["build", "."]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(
            words(&output.stderr).contains(says),
            "{}",
            words(&output.stderr)
        );
    }
    // A broken file does not stop what needs none.
    ok(here, &["completions", "bash"]);
    ok(here, &["man"]);
}

#[test]
fn lists_settings_and_folders_of_words_reach_the_build() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    ok(here, &["init"]);
    let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/valid");
    let name = "soroe_teknik_referat.txt";
    let words_of = fs::read_to_string(valid.join(name)).unwrap();
    fs::write(
        here.join("documents").join(name),
        words_of.replace("Godkendt.", "Taget ad notam."),
    )
    .unwrap();
    fs::write(
        here.join("lexicon/egne_ord.toml"),
        "[[outcome]]\nphrase = \"taget ad notam\"\nmeans = \"noted\"\nexample = \"Taget ad notam.\"\nseen = \"form\"\n",
    )
    .unwrap();
    ok(here, &["build"]);
    let answer = ok(
        here,
        &[
            "sql",
            "SELECT outcome FROM decisions ORDER BY ALL",
            "--format",
            "csv",
        ],
    );
    assert!(answer.contains("noted"), "{answer}");
}
