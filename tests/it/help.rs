//! What helps at the terminal: help with examples, completions, man pages, summaries for scripts, colours, suggestions.

use serde_json::Value;
use std::process::{Command, Output};

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
    let output = run(&["evaluate", "tests/documents/gold", "--data", out, "--json"]);
    assert!(
        serde_json::from_slice::<Value>(&output.stdout)
            .unwrap()
            .is_object()
    );
    let page = include_str!("../../docs/configuration.md");
    for field in built.as_object().unwrap().keys() {
        assert!(
            page.contains(&format!("`{field}`")),
            "docs/configuration.md does not tell of {field}"
        );
    }
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
