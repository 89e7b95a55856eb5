//! Damage to a published folder, file by file: `check` sees each; files of two data sets are refused by every command.

use crate::published::build;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tvaersnit::check::check;
use tvaersnit::dataset::compatible;
use tvaersnit::tables;

/// Two small data sets of different documents, in `a` and `b`.
static BUILT: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let inputs = [
        "tests/documents/valid/soroe_teknik_referat.txt",
        "tests/documents/valid/ringsted_kultur_referat.md",
    ];
    build(&inputs[..1], &folder.path().join("a"));
    build(&inputs[1..], &folder.path().join("b"));
    folder
});

fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names() {
        fs::copy(
            BUILT.path().join("a").join(&name),
            folder.path().join(&name),
        )
        .unwrap();
    }
    folder
}

fn names() -> Vec<String> {
    let entries = fs::read_dir(BUILT.path().join("a")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() > tables::ALL.len());
    names
}

/// Whether `check` sees that the data set is not as it was built, and what it says.
fn is_seen(dir: &Path) -> (bool, String) {
    match check(dir) {
        Ok(report) => {
            let broken: Vec<_> = report
                .rules
                .iter()
                .filter(|outcome| !outcome.holds)
                .collect();
            (!report.passes(), format!("{broken:?}"))
        }
        Err(error) => (true, error.to_string()),
    }
}

type Damage = fn(&mut Vec<u8>);

/// What is done to the bytes of a file.
const DAMAGES: [(&str, Damage); 7] = [
    ("first bit", |bytes| bytes[0] ^= 1),
    ("a bit in the middle", |bytes| {
        let at = bytes.len() / 2;
        bytes[at] ^= 0b1000;
    }),
    ("a bit near the end", |bytes| {
        let at = bytes.len() - 3;
        bytes[at] ^= 0b10;
    }),
    ("half of it", |bytes| bytes.truncate(bytes.len() / 2)),
    ("without its last byte", |bytes| {
        bytes.truncate(bytes.len() - 1)
    }),
    ("nothing left", Vec::clear),
    ("a byte more", |bytes| bytes.push(b'\n')),
];

/// Every file but the manifest is damaged in the same way, and each is named.
#[test]
fn each_damage_to_each_file_is_seen() {
    let others: Vec<String> = names()
        .into_iter()
        .filter(|name| name != "manifest.json")
        .collect();
    for (what, damage) in DAMAGES {
        let folder = copy();
        for name in &others {
            let path = folder.path().join(name);
            let mut bytes = fs::read(&path).unwrap();
            damage(&mut bytes);
            fs::write(&path, bytes).unwrap();
        }
        let report = check(folder.path()).unwrap();
        let hash = report
            .rules
            .iter()
            .find(|outcome| outcome.rule.id == "hash")
            .unwrap();
        let named: Vec<&str> = hash
            .failures
            .iter()
            .map(|failure| failure.table.as_str())
            .collect();
        assert_eq!(named, others, "{what}");
    }
    let folder = copy();
    for name in &others {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    let report = check(folder.path()).unwrap();
    let gone = report
        .rules
        .iter()
        .find(|outcome| outcome.rule.id == "file")
        .unwrap();
    let named: Vec<&str> = gone
        .failures
        .iter()
        .map(|failure| failure.table.as_str())
        .collect();
    assert_eq!(named, others);
    let (seen, said) = is_seen(copy().path());
    assert!(!seen, "whole, all is well: {said}");
}

#[test]
fn a_damaged_manifest_is_seen() {
    for (what, damage) in DAMAGES {
        // White space at its end says nothing.
        if matches!(what, "a byte more" | "without its last byte") {
            continue;
        }
        let folder = copy();
        let path = folder.path().join("manifest.json");
        let mut bytes = fs::read(&path).unwrap();
        damage(&mut bytes);
        fs::write(&path, bytes).unwrap();
        let (seen, said) = is_seen(folder.path());
        assert!(seen, "{what}: {said}");
    }
}

#[test]
fn a_changed_word_of_the_manifest_is_seen() {
    let folder = copy();
    let path = folder.path().join("manifest.json");
    let whole = fs::read(&path).unwrap();
    // Letters and digits: a changed blank says the same.
    let places: Vec<usize> = (0..whole.len())
        .filter(|at| whole[*at].is_ascii_alphanumeric())
        .collect();
    for at in places.iter().step_by(places.len() / 12) {
        let mut bytes = whole.clone();
        bytes[*at] ^= 1;
        fs::write(&path, bytes).unwrap();
        let (seen, said) = is_seen(folder.path());
        let around = String::from_utf8_lossy(&whole[at.saturating_sub(20)..at + 10]).into_owned();
        assert!(seen, "byte {at} ({around:?}): {said}");
    }
}

#[test]
fn a_file_that_was_added_is_seen() {
    let any = BUILT.path().join("b/items.parquet");
    for (name, from) in [
        ("more.parquet", any.clone()),
        ("items/part-0.parquet", any.clone()),
        ("items/part_year=2025/part-0.parquet", any.clone()),
        ("notes.txt", any.clone()),
        ("manifest.json.bak", BUILT.path().join("b/manifest.json")),
        ("deep/er/x.bin", any),
    ] {
        let folder = copy();
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(from, &path).unwrap();
        let (seen, said) = is_seen(folder.path());
        assert!(seen && said.contains(name), "{name}: {said}");
    }
}

#[test]
fn a_file_of_another_data_set_is_seen_whichever_it_is() {
    for table in tables::ALL {
        let folder = copy();
        let name = table.file_name();
        fs::copy(
            BUILT.path().join("b").join(&name),
            folder.path().join(&name),
        )
        .unwrap();
        let error = compatible(folder.path(), &tables::ALL)
            .map(|_| ())
            .unwrap_err();
        assert!(error.to_string().contains(&name), "{error}");
    }
}

/// Every command that reads a data set, with what it needs besides `--data`.
const READING: [&[&str]; 13] = [
    &["sql", "SELECT count(*) FROM items"],
    &["compare", "decisions"],
    &["compare", "--all", "--out", "answers"],
    &["search", "cykelsti"],
    &["trace", "x"],
    &["diff", "items", "a", "b"],
    &["export", "--format", "csv", "--out", "csv"],
    &["export", "--format", "xlsx", "items", "--out", "x.xlsx"],
    &["export", "--format", "json", "items", "--out", "-"],
    &["report", "--out", "r.html"],
    &["review", "--out", "v.xlsx"],
    &["evaluate", "gold"],
    &["report"],
];

#[test]
fn no_command_reads_files_of_two_data_sets() {
    let run = |at: &Path, args: &[&str], last: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tvaersnit"));
        let output = command
            .args(args)
            .args(last)
            .current_dir(at)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), output.stdout, said)
    };
    for name in ["items.parquet", "municipalities.parquet", "manifest.json"] {
        let folder = copy();
        fs::copy(BUILT.path().join("b").join(name), folder.path().join(name)).unwrap();
        let at = tempfile::tempdir().unwrap();
        fs::create_dir(at.path().join("gold")).unwrap();
        let data = folder.path().to_str().unwrap();
        for args in READING {
            let (code, shown, said) = run(at.path(), args, &["--data", data]);
            assert_eq!(code, Some(1), "{name}: {args:?}: {said}");
            assert!(
                said.contains("holds files of two data sets") && shown.is_empty(),
                "{name}: {args:?}: {said}"
            );
        }
        let whole = BUILT.path().join("a");
        for pair in [
            [data, whole.to_str().unwrap()],
            [whole.to_str().unwrap(), data],
        ] {
            let (code, _, said) = run(at.path(), &["diff", "data"], &pair);
            assert!(
                code == Some(1) && said.contains("two data sets"),
                "{name}: diff data: {said}"
            );
        }
        let (code, shown, _) = run(at.path(), &["check"], &[data]);
        let shown = String::from_utf8(shown).unwrap();
        assert!(
            code == Some(1) && shown.contains("FAIL version"),
            "{name}: {shown}"
        );
        let left: Vec<PathBuf> = fs::read_dir(at.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(left, [at.path().join("gold")], "nothing is written");
    }
}
