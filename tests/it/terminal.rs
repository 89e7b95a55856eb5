//! What a document holds does not steer a terminal, whatever command shows it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Signs that steer a terminal or turn the direction of writing, as a web page may hold them: a title, a cleared screen,
/// a colour (in both forms of the escape), an override, an isolate, a backspace, a delete.
const SIGNS: &str = "&#27;]0;t&#7;&#27;[2J&#27;[31m\u{9b}31m\u{202e}000.1\u{202c}\u{2066}x\u{2069}&#8;&#127;\u{61c}\u{200f}";

fn minutes(place: &str, day: &str) -> String {
    format!(
        "<html><body><h1>Referat {place} Kommune</h1><p>Socialudvalget {SIGNS}</p><p>Mødedato: {day}</p>\
         <p>Mødested: {place} Kommune {SIGNS}</p><p>Deltagere: Gitte {SIGNS} Holm</p>\
         <h2>Punkt 3. Rammeaftale {SIGNS} slut</h2>\
         <h3>Indstilling</h3><p>Administrationen indstiller, at rammeaftalen {SIGNS} godkendes.</p>\
         <h3>Sagsfremstilling</h3><p>Rammeaftalen {SIGNS} koster 5.000.000 kr. i 2025.</p>\
         <table><tr><th>Udgift {SIGNS}</th><th>Beløb i kr.</th></tr><tr><td>Lys {SIGNS}</td><td>10.000</td></tr>\
         <tr><td>Varme</td><td>20.000</td></tr></table>\
         <h3>Bilag</h3><p>Bilag 1 {SIGNS} rapport</p>\
         <h3>Beslutning</h3><p>Farven {SIGNS} er blå.</p></body></html>"
    )
}

fn acts(char: char) -> bool {
    char.is_control() && !matches!(char, '\n' | '\t')
        || matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn tvaersnit(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tvaersnit"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

#[test]
fn no_command_for_reading_lets_a_sign_through() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("in")).unwrap();
    fs::write(root.join("in/a.html"), minutes("Sorø", "1. april 2025")).unwrap();
    fs::write(root.join("in/b.html"), minutes("Næstved", "2. april 2025")).unwrap();
    fs::write(
        root.join("in/c.html"),
        format!("<html><body><p>Brev {SIGNS}</p></body></html>"),
    )
    .unwrap();
    fs::write(
        root.join("in/corrections.csv"),
        "id,field,value\n\u{1b}[2J\u{202e},x,\u{9b}y\n",
    )
    .unwrap();
    let shown = |args: &[&str]| -> String {
        let output = tvaersnit(root, args);
        assert!(
            matches!(output.status.code(), Some(0 | 1 | 3)),
            "{args:?}: {output:?}"
        );
        let words = [output.stdout, output.stderr].concat();
        let words = String::from_utf8(words).unwrap();
        let found: Vec<char> = words.chars().filter(|char| acts(*char)).collect();
        assert!(found.is_empty(), "{args:?} shows {found:?}");
        words
    };
    assert!(shown(&["build", "in", "--out", "d"]).contains("2 ok, 1 rejected"));
    assert!(shown(&["build", "in/a.html", "--out", "e", "--verbose"]).contains("1 ok"));
    let ids = tvaersnit(
        root,
        &[
            "sql",
            "SELECT item_id FROM items ORDER BY 1",
            "--data",
            "d",
            "--format",
            "csv",
        ],
    );
    let ids = String::from_utf8(ids.stdout).unwrap();
    let ids: Vec<&str> = ids.lines().skip(1).collect();
    let decision = tvaersnit(
        root,
        &[
            "sql",
            "SELECT decision_id FROM decisions",
            "--data",
            "d",
            "--format",
            "csv",
        ],
    );
    let decision = String::from_utf8(decision.stdout).unwrap();
    let decision = decision.lines().nth(1).unwrap();
    // Each shows the words, and none of the signs.
    for args in [
        &["explain", "in/a.html"][..],
        &["search", "rammeaftale", "--data", "d"],
        &["trace", decision, "--data", "d"],
        &["trace", ids[0], "--data", "d"],
        &["diff", "items", ids[0], ids[1], "--data", "d"],
        &["diff", "data", "e", "d"],
        &["report", "--data", "d"],
        &[
            "compare",
            "handling",
            "--param",
            "word=rammeaftale",
            "--data",
            "d",
        ],
        &[
            "compare",
            "handling",
            "--param",
            "word=rammeaftale",
            "--data",
            "d",
            "--format",
            "records",
        ],
        &[
            "compare",
            "handling",
            "--param",
            "word=rammeaftale",
            "--data",
            "d",
            "--format",
            "markdown",
        ],
        &[
            "compare",
            "largest_figures",
            "--data",
            "d",
            "--format",
            "records",
        ],
        &["sql", "SELECT * FROM items", "--data", "d"],
        &[
            "sql",
            "SELECT * FROM figures",
            "--data",
            "d",
            "--format",
            "records",
        ],
        &[
            "sql",
            "SELECT * FROM decisions",
            "--data",
            "d",
            "--format",
            "markdown",
        ],
        &["sql", "SELECT * FROM problems", "--data", "d"],
        &[
            "sql",
            "SELECT text AS \"a\u{1b}[2J\" FROM texts",
            "--data",
            "d",
        ],
        &["sql", "SELECT error(text) FROM texts", "--data", "d"],
        &[
            "sql",
            "SELECT CAST(title AS INTEGER) FROM items",
            "--data",
            "d",
        ],
    ] {
        let words = shown(args).to_lowercase();
        assert!(
            words.contains("rammeaftale") || words.contains("farven"),
            "{args:?}: {words}"
        );
    }
    shown(&["check", "d"]);
    shown(&["explain", "in/c.html"]);
    shown(&["compare", "--all", "--data", "d", "--out", "answers"]);
    // What programs read is exact.
    let exact = tvaersnit(
        root,
        &[
            "export", "--format", "json", "texts", "--data", "d", "--out", "-",
        ],
    );
    let text = String::from_utf8(exact.stdout).unwrap();
    let row: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert!(
        row["text"]
            .as_str()
            .unwrap()
            .contains("\u{1b}]0;t\u{7}\u{1b}[2J")
    );
}
