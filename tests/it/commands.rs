//! The program as a user types it: exit codes, what goes to which stream, help.

use std::path::Path;
use std::process::{Command, Output};

fn tvaersnit(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tvaersnit"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn exit_codes_tell_how_a_build_ended() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("data");
    let out = out.to_str().unwrap();
    for (args, code, says) in [
        (
            &["build", "tests/documents/valid", "--out", out][..],
            0,
            " ok)",
        ),
        (
            &["build", "tests/documents", "--out", out],
            3,
            "rejected: broken/empty.txt: the file holds no text",
        ),
        (
            &["build", "tests/documents/broken", "--out", out],
            1,
            "no document could be read",
        ),
        (
            &["build", "no/such/folder", "--out", out],
            1,
            "not found: no/such/folder",
        ),
        (
            &["build", "src", "--out", out],
            1,
            "no documents were found",
        ),
        (&["build", "--out", out], 2, "<INPUT>"),
        (
            &["build", "tests/documents", "--out", "src"],
            1,
            "no data set of ours",
        ),
        (
            &["build", "tests/documents", "--municipality", "Atlantis"],
            2,
            "no municipality has this name",
        ),
        (
            &["build", "tests/documents", "--threds", "2"],
            2,
            "--threads",
        ),
        (&["schema", "decision"], 1, "there is no table 'decision'"),
        (&["trace", "x", "--data", "src"], 1, "no data set of ours"),
    ] {
        let output = tvaersnit(args);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{args:?}: {}",
            stderr(&output)
        );
        assert!(
            stderr(&output).contains(says),
            "{args:?}: {}",
            stderr(&output)
        );
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn schema_tells_of_tables_and_columns() {
    assert!(stdout(&tvaersnit(&["schema"])).contains("route_steps"));
    assert!(stdout(&tvaersnit(&["schema", "decisions"])).contains("answers_verb"));
    assert!(stdout(&tvaersnit(&["schema", "--markdown"])).starts_with("# The data contract"));
}

#[test]
fn trace_shows_document_words_and_versions() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("data");
    let out = out.to_str().unwrap();
    tvaersnit(&["build", "tests/documents/valid", "--out", out]);
    let manifest = tvaersnit::dataset::Manifest::read(Path::new(out)).unwrap();
    let bytes = std::fs::read("tests/documents/valid/soroe_teknik_referat.txt").unwrap();
    let document = tvaersnit::value::DocumentId::of(&bytes);
    let item = format!(
        "340/2025-04-01/teknik-og-miljøudvalget/minutes/{}/4",
        document.short()
    );
    let output = stdout(&tvaersnit(&["trace", &item, "--data", out]));
    for words in [
        "soroe_teknik_referat.txt",
        "»Punkt 4. Lukket: Køb af areal",
        "line 27",
        &manifest.data_set,
    ] {
        assert!(output.contains(words), "{words} is not in\n{output}");
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    let help = stdout(&tvaersnit(&["--help"]));
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<_> = commands
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.contains(&"build"), "{help}");
    for command in commands {
        let help = stdout(&tvaersnit(&[command, "--help"]));
        assert!(
            help.contains("Example"),
            "{command} has no example:\n{help}"
        );
    }
}

#[test]
fn items_are_found_by_words_and_laid_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("data");
    let html = folder.path().join("diff.html");
    let (out, html) = (out.to_str().unwrap(), html.to_str().unwrap());
    assert!(
        tvaersnit(&["build", "seeds", "--out", out])
            .status
            .success()
    );
    let found = stdout(&tvaersnit(&[
        "search",
        "botilbudslægen",
        "Stormarken",
        "--data",
        out,
    ]));
    assert!(
        found.contains("\n  1. Lolland")
            && found.contains("fast botilbudslæge på tilbuddene Stormarken"),
        "{found}"
    );
    let found = stdout(&tvaersnit(&[
        "search",
        "rammeaftaler",
        "--municipality",
        "370",
        "--outcome",
        "noted",
        "--data",
        out,
    ]));
    assert!(
        found.contains("Næstved") && !found.contains("Lolland,"),
        "{found}"
    );
    let id = |end: &str| {
        let ids = stdout(&tvaersnit(&[
            "search",
            "rammeaftalens",
            "fokusområder",
            "--limit",
            "99",
            "--data",
            out,
        ]));
        let mut lines = ids.lines().map(str::trim);
        lines
            .find(|line| line.ends_with(end))
            .unwrap_or_default()
            .to_owned()
    };
    let (lolland, naestved) = (id("43d586/12"), id("10dcfc/80"));
    let args = ["diff", "items", &lolland, &naestved, "--data", out];
    let shown = stdout(&tvaersnit(&args));
    for words in [
        "[-For Lollands vedkommende",
        "[-tryg-]",
        "{+inkl.+}",
        "{+tryk+}",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("[-Rammeaftale Sjælland"), "{shown}");
    assert!(
        tvaersnit(&[&args[..], &["--html", html]].concat())
            .status
            .success()
    );
    let page = std::fs::read_to_string(html).unwrap();
    assert!(
        page.contains("<del>tryg</del>") && page.contains("<ins>tryk</ins>"),
        "{page}"
    );
    let unknown = tvaersnit(&["diff", "items", &lolland, "x/1", "--data", out]);
    assert!(
        stderr(&unknown).contains("there is no item 'x/1'"),
        "{}",
        stderr(&unknown)
    );
}
