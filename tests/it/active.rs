//! A hostile document comes out of every report, export and answer as words: nothing of it acts.

use resvg::usvg::roxmltree;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tvaersnit::source::archive::{ArchiveKind, load, members};
use tvaersnit::source::limits::Limits;

/// The words that give each trick away.
const HOST: &str = "hostile.example";
const CALL: &str = "hostile()";

fn minutes(place: &str, day: &str, more: &str) -> String {
    format!(
        "Referat\n\nSocialudvalget\n\nMødedato: {day}\nMødested: {place} Kommune\n\n\
         Deltagere: =1+1 Hansen, <b onclick={CALL}>Ib</b> Juhl\n\n\
         Punkt 3. Rammeaftale <script>{CALL}</script> [klik](javascript:{CALL}) ![x](http://{HOST}/p.png){more}\n\n\
         Sagsnummer: 27.00.00-G01-2-25\n\nResume\n\n\
         =HYPERLINK(\"http://{HOST}\";\"klik\") og <img src=x onerror={CALL}> og </script><script>{CALL}</script>.\n\n\
         Indstilling\n\nAdministrationen indstiller,\n\
         1. at =HYPERLINK(\"http://{HOST}\",\"klik\") godkendes.\n2. at <svg onload={CALL}> drøftes.\n\n\
         Sagsfremstilling\n\nRammeaftalen for det specialiserede socialområde koster -5.000.000 kr. i 2025. \
         <iframe src=\"http://{HOST}\"></iframe>\n\n\
         @SUM(1+1)*cmd|' /C calc'!A0 koster 1.000 kr.\n\n\
         +cmd|' /C calc'!A0 koster 2.000.000 kr. [a]: http://{HOST}\n\n\
         Kommunen har fået tilsagn om et tilskud på 7.000.000 kr. fra puljen \"=1+1</text><script>{CALL}</script>\" hos \
         Social- og Boligstyrelsen.\n\n\
         | =HYPERLINK(\"http://{HOST}\") | Beløb i kr. |\n| --- | --- |\n| -2+3+cmd|' /C calc'!A0 | -16.000 |\n\
         | +1 <script>{CALL}</script> | 20.000 |\n| I alt | 4.000 |\n\n\
         Skriv DDEAUTO c:\\windows\\cmd.exe \"/k calc\" eller {{{{ INCLUDEPICTURE \"http://{HOST}/p.png\" }}}}.\n\n\
         Bilag\n\n=cmd|' /C calc'!A0\n<a href=\"javascript:{CALL}\">Bilag 1</a>\n![](http://{HOST}/p.png)\n\n\
         Beslutning\n\n1. =HYPERLINK(\"http://{HOST}\";\"x\") Godkendt.\n2. - @hostile drøftet, <b onclick={CALL}>ja</b>.\n\n\
         Fraværende: =1+1, <script>{CALL}</script>\n"
    )
}

/// A folder with the documents in `in` and their data set in `d`.
static MADE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join("=cmd.txt"), minutes("Sorø", "1. april 2025", "")).unwrap();
    fs::write(
        input.join("b.txt"),
        minutes("Næstved", "2. april 2025", " igen"),
    )
    .unwrap();
    // An address of origin is the one thing of a document that becomes a link.
    let sources = format!("[[source]]\npath = \"b.txt\"\norigin = \"javascript:{CALL}\"\n");
    fs::write(input.join("sources.toml"), sources).unwrap();
    run(folder.path(), &["build", "in", "--out", "d"]);
    folder
});

fn run(folder: &Path, args: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tvaersnit"));
    let output = command.args(args).current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {said}");
    output.stdout
}

/// Runs a command that writes `name`, and gives its path.
fn made(args: &[&str], name: &str) -> PathBuf {
    let out = MADE.path().join(name);
    run(
        MADE.path(),
        &[
            args,
            &["--data", "d", "--out", name, "--force"][..args_of(args)],
        ]
        .concat(),
    );
    assert!(out.exists(), "{name}");
    out
}

/// Only exports and reviews know --force.
fn args_of(args: &[&str]) -> usize {
    if matches!(args[0], "export" | "review") {
        5
    } else {
        4
    }
}

fn text_of(path: &Path) -> String {
    String::from_utf8(fs::read(path).unwrap()).unwrap()
}

/// The tags of a page: name and attributes with their values, and the text behind each.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut out = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let starts = rest.starts_with(|char: char| char.is_ascii_alphabetic());
        if !starts {
            continue;
        }
        let end = rest
            .find(|char: char| char.is_whitespace() || char == '>' || char == '/')
            .unwrap();
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|char: char| char.is_whitespace() || char == '/');
            if rest.starts_with('>') || rest.is_empty() {
                break;
            }
            let end = rest
                .find(|char: char| char.is_whitespace() || matches!(char, '=' | '>' | '/'))
                .unwrap();
            let key = rest[..end].to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let mut value = String::new();
            if let Some(behind) = rest.strip_prefix('=') {
                let behind = behind.trim_start();
                let quote = behind
                    .chars()
                    .next()
                    .filter(|char| matches!(char, '"' | '\''));
                let (inside, after) = match quote {
                    Some(quote) => behind[1..].split_once(quote).unwrap(),
                    None => behind.split_at(
                        behind
                            .find(|char: char| char.is_whitespace() || char == '>')
                            .unwrap(),
                    ),
                };
                value = inside.to_owned();
                rest = after;
            }
            attributes.push((key, value));
        }
        // A script holds no tags.
        if name == "script" || name == "style" {
            let close = format!("</{name}");
            let end = rest.find(&close).unwrap();
            attributes.push(("(content)".to_owned(), rest[1..end].to_owned()));
            rest = &rest[end..];
        }
        out.push((name, attributes));
    }
    out
}

fn check_page(name: &str, page: &str) {
    assert!(
        page.contains("&lt;script&gt;"),
        "{name} does not show the words"
    );
    for (tag, attributes) in tags(page) {
        for hostile in ["iframe", "object", "embed", "base", "link", "form"] {
            assert_ne!(tag, hostile, "{name}");
        }
        for (key, value) in attributes {
            let place = format!("{name}: <{tag} {key}={value:.200}>");
            assert!(!key.starts_with("on"), "{place}");
            if tag == "script" || tag == "style" {
                assert!(!value.contains(CALL) && !value.contains(HOST), "{place}");
            }
            if matches!(
                key.as_str(),
                "href" | "src" | "action" | "data" | "xlink:href" | "srcset"
            ) {
                let is_fair = value.starts_with('#')
                    || value.starts_with("data:")
                    || value.starts_with("https:");
                assert!(
                    is_fair && !value.contains(HOST) && !value.contains(CALL),
                    "{place}"
                );
            }
            if key == "style" {
                assert!(!value.contains(HOST) && !value.contains("url("), "{place}");
            }
        }
    }
}

#[test]
fn pages_hold_words_only() {
    let report = made(&["report"], "r.html");
    check_page("report", &text_of(&report));
    let topic = made(&["report", "--topic", "rammeaftale"], "t.html");
    check_page("report of a topic", &text_of(&topic));
    let ids = run(
        MADE.path(),
        &[
            "sql",
            "SELECT item_id FROM items ORDER BY 1",
            "--data",
            "d",
            "--format",
            "csv",
        ],
    );
    let ids = String::from_utf8(ids).unwrap();
    let ids: Vec<&str> = ids.lines().skip(1).collect();
    run(
        MADE.path(),
        &[
            "diff",
            "items",
            ids[0],
            ids[1],
            "--data",
            "d",
            "--html",
            "diff.html",
        ],
    );
    check_page("diff", &text_of(&MADE.path().join("diff.html")));
}

/// Nothing in Markdown makes a link, a picture or markup of a document's words.
fn check_markdown(name: &str, page: &str) {
    assert!(page.contains("script"), "{name} does not show the words");
    let chars: Vec<char> = page.chars().collect();
    let is_escaped = |at: usize| {
        let slashes = chars[..at]
            .iter()
            .rev()
            .take_while(|char| **char == '\\')
            .count();
        slashes % 2 == 1
    };
    for at in 0..chars.len() {
        let behind: String = chars[at..].iter().take(12).collect();
        let around: String = chars[at.saturating_sub(30)..].iter().take(60).collect();
        let acts = behind.starts_with("](")
            || behind.starts_with("]:") && !around.contains("[^")
            || behind.starts_with('<')
                && behind[1..].starts_with(|char: char| char.is_ascii_alphabetic() || char == '/')
                && !behind.starts_with("<br>");
        assert!(!acts || is_escaped(at), "{name}: {around:?}");
        let scheme =
            behind.starts_with("://") && around.contains(HOST) || behind.starts_with(":hostile");
        assert!(!scheme || is_escaped(at), "{name}: {around:?}");
    }
}

#[test]
fn markdown_holds_words_only() {
    check_markdown("report", &text_of(&made(&["report"], "r.md")));
    let sql = "SELECT i.title, i.decision_text, f.sentence, f.row_label, a.title AS attachment FROM items i \
               JOIN figures f USING (item_id) JOIN attachments a USING (item_id)";
    check_markdown(
        "sql",
        &text_of(&made(&["sql", sql, "--format", "markdown"], "s.md")),
    );
    let compare = [
        "compare",
        "handling",
        "--param",
        "word=rammeaftale",
        "--format",
        "markdown",
    ];
    check_markdown("compare", &text_of(&made(&compare, "c.md")));
}

/// The files of an archive by their names.
fn unpacked(path: &Path) -> BTreeMap<String, String> {
    let members = members(ArchiveKind::Zip, path, &Limits::default(), &|_| true).unwrap();
    let read = members.into_iter().map(|(name, member)| {
        let bytes = load(path, &member, 1 << 26).unwrap();
        (name, String::from_utf8_lossy(&bytes).into_owned())
    });
    read.collect()
}

/// Parts of an office file: well-formed, nothing from outside, no address of the document's.
fn check_parts(name: &str, parts: &BTreeMap<String, String>) {
    let words: String = parts.values().map(String::as_str).collect();
    assert!(
        words.contains("&lt;script&gt;"),
        "{name} does not show the words"
    );
    for (part, content) in parts
        .iter()
        .filter(|(part, _)| part.ends_with(".xml") || part.ends_with(".rels"))
    {
        let parsed = roxmltree::Document::parse(content)
            .unwrap_or_else(|error| panic!("{name}/{part}: {error}"));
        for node in parsed.descendants() {
            for attribute in node.attributes() {
                let place = format!("{name}/{part}: {}={}", attribute.name(), attribute.value());
                let is_place = matches!(
                    attribute.name(),
                    "Target" | "location" | "instr" | "href" | "ref"
                );
                // A sheet is called by a document's words, and a link within the book names it.
                let is_sheet = attribute.name() == "location" && attribute.value().contains("'!");
                let is_hostile = attribute.value().contains("hostile");
                assert!(!is_place || is_sheet || !is_hostile, "{place}");
                let external = attribute.name() == "TargetMode" && attribute.value() == "External";
                let target = node.attribute("Target").unwrap_or_default();
                assert!(
                    !external || target.starts_with("https://") || target.starts_with("http://"),
                    "{place} {target}"
                );
            }
            let tag = node.tag_name().name();
            let inside = node.text().unwrap_or_default();
            let acts = matches!(
                tag,
                "f" | "instrText"
                    | "fldSimple"
                    | "formula1"
                    | "formula2"
                    | "script"
                    | "control"
                    | "oleObject"
                    | "object"
            );
            assert!(
                !acts
                    || !inside.contains("hostile")
                        && !inside.contains("cmd")
                        && !inside.contains("HYPERLINK(\"http"),
                "{name}/{part}: <{tag}>{inside}"
            );
        }
        assert!(
            !part.contains("vbaProject") && !part.contains("externalLink"),
            "{name}/{part}"
        );
    }
}

#[test]
fn office_files_hold_words_only() {
    for (args, file) in [
        (&["report"][..], "r.docx"),
        (&["report", "--topic", "rammeaftale"], "t.docx"),
        (&["report"], "r.xlsx"),
        (&["report", "--topic", "rammeaftale"], "t.xlsx"),
        (&["export", "--format", "xlsx"], "e.xlsx"),
        (&["review", "--limit", "all"], "v.xlsx"),
    ] {
        check_parts(file, &unpacked(&made(args, file)));
    }
    // A workbook of data has no formula at all.
    for file in ["e.xlsx", "v.xlsx"] {
        for (part, content) in unpacked(&MADE.path().join(file)) {
            let formula = part.contains("worksheets/")
                && (content.contains("<f>") || content.contains("<f "));
            assert!(!formula, "{file}/{part}");
        }
    }
}

/// Whether a spreadsheet would run the cell: it begins like a formula, and is no amount.
fn runs(cell: &str) -> bool {
    let mut chars = cell.chars();
    let is_start = chars
        .next()
        .is_some_and(|char| "=+-@\t\r\n＝＋－＠".contains(char));
    let rest = chars.as_str();
    let is_amount = rest.starts_with(|char: char| char.is_ascii_digit())
        && !rest.contains(|char| "=(!|'\"*/&^<>+-".contains(char));
    is_start && !is_amount
}

#[test]
fn spreadsheets_run_nothing_of_a_csv_and_numbers_stay_numbers() {
    let sql = "SELECT * FROM figures";
    for (args, name, delimiter) in [
        (&["export", "--format", "csv"][..], "csv", b','),
        (
            &["export", "--format", "csv", "--labels", "da"],
            "labels",
            b',',
        ),
        (
            &["export", "--format", "csv", "--excel", "da"],
            "excel",
            b';',
        ),
        (&["sql", sql, "--format", "csv"], "sql.csv", b','),
        (
            &[
                "compare",
                "handling",
                "--param",
                "word=rammeaftale",
                "--format",
                "csv",
            ],
            "compare.csv",
            b',',
        ),
        (
            &["compare", "largest_figures", "--format", "csv"],
            "figures.csv",
            b',',
        ),
    ] {
        let path = made(args, name);
        let files: Vec<PathBuf> = if path.is_dir() {
            let files = fs::read_dir(&path)
                .unwrap()
                .map(|entry| entry.unwrap().path());
            files
                .filter(|file| file.extension().is_some_and(|ending| ending == "csv"))
                .collect()
        } else {
            vec![path]
        };
        let (mut defused, mut negative) = (0, 0);
        for file in files {
            let words = text_of(&file);
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .from_reader(words.trim_start_matches('\u{feff}').as_bytes());
            for row in reader.records() {
                for cell in &row.unwrap() {
                    assert!(!runs(cell), "{name}: {cell}");
                    defused += usize::from(cell.starts_with('\''));
                    let point = cell.replace(',', ".");
                    negative += usize::from(point.starts_with('-') && point.parse::<f64>().is_ok());
                }
            }
        }
        assert!(
            defused > 0 || name == "figures.csv",
            "{name} holds none of the formulas"
        );
        assert!(
            negative > 0 || name == "compare.csv",
            "{name} holds no negative number"
        );
    }
}

#[test]
fn forms_for_programs_hold_the_words_as_they_are() {
    let json = text_of(&made(&["export", "--format", "json", "items"], "json").join("items.jsonl"));
    let row: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    let title = row["title"].as_str().unwrap();
    assert!(
        title.starts_with(&format!("Rammeaftale <script>{CALL}</script> [klik]")),
        "{title}"
    );
    let sqlite = made(&["export", "--format", "sqlite"], "e.sqlite");
    let connection = rusqlite::Connection::open(sqlite).unwrap();
    let ask = |sql: &str| -> String { connection.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(ask("SELECT title FROM items ORDER BY 1 LIMIT 1"), title);
    assert_eq!(
        ask("SELECT count(*) || '' FROM sqlite_master WHERE type IN ('trigger', 'view')"),
        "0"
    );
}
