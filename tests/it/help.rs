//! What helps at the terminal: help with examples, completions, man pages, summaries for scripts, colours, suggestions.

use serde_json::Value;
use std::process::{Command, Output};
use tvaersnit::export::ExportFormat;

fn run(args: &[&str]) -> Output {
    run_with(args, &[])
}

fn run_with(args: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tvaersnit"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
        .args(args)
        .envs(variables.iter().copied())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The commands that the help of `above` lists.
fn commands(above: &[&str]) -> Vec<String> {
    let help = stdout(&run(&[above, &["--help"]].concat()));
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    lines
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_below_a_command_has_an_example_that_names_it() {
    let top = commands(&[]);
    assert!(top.len() > 12, "{top:?}");
    for name in &top {
        let below = commands(&[name]);
        for path in std::iter::once(vec![name.as_str()]).chain(
            below
                .iter()
                .map(|inner| vec![name.as_str(), inner.as_str()]),
        ) {
            let help = stdout(&run(&[&path[..], &["--help"]].concat()));
            let examples = help.split("Example").nth(1).unwrap_or_default();
            assert!(
                examples.contains(&format!("tvaersnit {}", path.join(" "))),
                "{path:?} has no example of itself:\n{help}"
            );
        }
    }
}

#[test]
fn completions_and_man_pages_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&run(&["completions", shell]));
        assert!(
            script.contains("compare") && script.contains("max-bytes"),
            "{shell}"
        );
    }
    let page = stdout(&run(&["man"]));
    assert!(page.contains(".TH") && page.contains("tvaersnit"), "{page}");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    assert!(run(&["man", "--out", out]).status.success());
    for name in commands(&[]) {
        assert!(
            folder.path().join(format!("tvaersnit-{name}.1")).exists(),
            "{name}"
        );
    }
}

#[test]
fn summaries_are_json_on_standard_output_and_words_on_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("data");
    let out = out.to_str().unwrap();
    let output = run(&["build", "tests/documents", "--out", out, "--json"]);
    assert_eq!(output.status.code(), Some(3));
    let built: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(built["command"], "build");
    assert_eq!(built["complete"], false);
    assert!(built["documents"]["ok"].as_u64().unwrap() > 20);
    let rejected = built["rejected"].as_array().unwrap();
    assert!(
        rejected
            .iter()
            .any(|one| one["code"] == "empty" && one["remedy"].is_string()),
        "{built}"
    );
    assert!(stderr(&output).contains("data set"));
    let output = run(&["build", "tests/documents/broken", "--out", out, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let built: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(built["data_set"], Value::Null);
    let (gold, file) = ("tests/documents/gold", folder.path().join("scores.json"));
    let file = file.to_str().unwrap();
    let mut scores = Vec::new();
    for args in [
        ["evaluate", gold, "--data", out, "--json"],
        ["evaluate", gold, "--json", "--data", out],
        ["evaluate", "--json", gold, "--data", out],
        ["evaluate", "--data", out, "--json", gold],
    ] {
        let output = run(&args);
        let score: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{args:?}: {error}: {}", stderr(&output)));
        scores.push(score);
    }
    for args in [
        ["evaluate", "--json", file, gold, "--data", out],
        ["evaluate", gold, "--data", out, "--json", file],
    ] {
        assert_eq!(run(&args).status.code(), Some(0), "{args:?}");
        scores.push(serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap());
        std::fs::remove_file(file).unwrap();
    }
    assert!(scores[0].is_object() && scores.iter().all(|score| *score == scores[0]));
    let output = run(&["evaluate", "--json", file, "--data", out]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("which folder of gold?"));
    let page = include_str!("../../docs/configuration.md");
    for field in built.as_object().unwrap().keys() {
        assert!(
            page.contains(&format!("`{field}`")),
            "docs/configuration.md does not tell of {field}"
        );
    }
}

/// Examples that need what the seeds do not hold: a network, a file of one's own, an earlier data set, a shell's folders.
#[cfg(unix)]
const NOT_RUN: [&str; 10] = [
    "s3://",
    "fetch ",
    "my.sql",
    "ITEM_A",
    "data/june",
    "completions ",
    " man",
    "--read ",
    "docs/",
    "eksempel",
];

#[test]
#[cfg(unix)]
fn the_examples_of_the_help_run_on_the_seeds() {
    let folder = tempfile::tempdir().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["seeds", "tests"] {
        std::os::unix::fs::symlink(root.join(name), folder.path().join(name)).unwrap();
    }
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_tvaersnit"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let shell = |line: &str| {
        let output = Command::new("sh")
            .args(["-euc", line])
            .current_dir(folder.path())
            .envs([("PATH", path.as_str()), ("TVAERSNIT_DATA", "data/seeds")])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}: {}", stderr(&output));
        stdout(&output)
    };
    shell("tvaersnit build seeds --out data/seeds");
    let mut ran = 0;
    for name in commands(&[]) {
        let help = stdout(&run(&[&name, "--help"]));
        let lines = help.lines().filter_map(|line| line.strip_prefix("  "));
        for line in lines.filter(|line| line.starts_with("tvaersnit ")) {
            if NOT_RUN.iter().any(|words| line.contains(words)) {
                continue;
            }
            ran += 1;
            let said = shell(line);
            if name == "trace" {
                assert!(said.contains('»'), "{line}: no words in\n{said}");
            }
        }
    }
    assert!(ran > 20, "{ran}");
    let page = include_str!("../../docs/corrections.md");
    let lines = page.split("```csv\n").nth(1).unwrap();
    let lines = lines.split("```").next().unwrap();
    std::fs::write(folder.path().join("page.csv"), lines).unwrap();
    shell("tvaersnit build seeds --out data/corrected --corrections page.csv");
}

#[test]
fn who_leaves_out_the_form_of_an_export_reads_which_there_are() {
    let output = run(&["export"]);
    assert_eq!(output.status.code(), Some(2));
    let names = ExportFormat::ALL.map(|(_, name, _)| name).join("|");
    assert!(
        stderr(&output).contains(&format!("--format <{names}>")),
        "{}",
        stderr(&output)
    );
}

#[test]
fn quiet_says_what_goes_wrong_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("data");
    let out = out.to_str().unwrap();
    let output = run(&["build", "tests/documents", "--out", out, "-q"]);
    let said = stderr(&output);
    assert!(
        said.lines().all(|line| line.starts_with("rejected:")),
        "{said}"
    );
    assert!(!said.is_empty());
    let output = run(&["build", "tests/documents/valid", "--out", out, "-q"]);
    assert_eq!(stderr(&output), "");
}

#[test]
fn colours_follow_the_option_then_the_environment() {
    let coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let args = [&["schema", "decision"], args].concat();
        stderr(&run_with(&args, variables)).contains('\u{1b}')
    };
    for (args, variables, want) in [
        (&[][..], &[][..], false),
        (&["--color", "always"], &[], true),
        (&["--color=never"], &[("CLICOLOR_FORCE", "1")], false),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&[], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false),
    ] {
        assert_eq!(coloured(args, variables), want, "{args:?} {variables:?}");
    }
}

#[test]
fn a_mistyped_name_is_answered_with_the_nearest() {
    for (args, want) in [
        (&["schema", "decision"][..], "did you mean 'decisions'?"),
        (&["compare", "ramaftale"], "did you mean 'rammeaftale'?"),
        (
            &["build", "seeds", "--municipality", "Lollland"],
            "did you mean 'Lolland'?",
        ),
        (
            &["search", "x", "--municipality", "Nestved"],
            "did you mean 'Næstved'?",
        ),
        (
            &["export", "--format", "csv", "figure"],
            "holds no data set",
        ),
        (&["biuld"], "build"),
    ] {
        let said = stderr(&run(args));
        assert!(said.contains(want), "{args:?}: {said}");
    }
}
