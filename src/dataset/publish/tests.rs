//! A data set takes its place whole, and nothing else is ever replaced.

use super::super::manifest::TableEntry;
use super::super::versions::Versions;
use super::*;

fn manifest(data_set: &str) -> Manifest {
    let versions = Versions {
        contract: "1.0",
        program: "0",
        lexicon: String::new(),
        topics: String::new(),
        data_set: data_set.to_owned(),
    };
    Manifest::new(&versions, Vec::<TableEntry>::new(), Vec::new())
}

fn publish(out: &Path, data_set: &str) -> Result<(), PublishError> {
    Staging::begin(out)?.publish(&manifest(data_set))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_second_data_set_replaces_the_first_and_leaves_nothing_beside_it() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("deep/data");
    for data_set in ["first", "second"] {
        publish(&out, data_set).unwrap();
        assert_eq!(Manifest::read(&out), Some(manifest(data_set)));
        assert_eq!(names(&root.path().join("deep")), ["data"]);
    }
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("letter.txt"), "kære").unwrap();
    assert!(matches!(
        publish(root.path(), "new"),
        Err(PublishError::NotOurs(_))
    ));
    assert_eq!(names(root.path()), ["letter.txt"]);
    fs::write(
        root.path().join(FILE_NAME),
        r#"{"format": "somebody else's"}"#,
    )
    .unwrap();
    assert!(matches!(
        publish(root.path(), "new"),
        Err(PublishError::NotOurs(_))
    ));
    let file = root.path().join("letter.txt");
    assert!(matches!(
        publish(&file, "new"),
        Err(PublishError::NotOurs(_))
    ));
}

#[test]
fn files_of_others_in_a_data_set_are_named_and_nothing_is_replaced() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("data");
    publish(&out, "first").unwrap();
    // What a file manager leaves behind is nobody's own.
    fs::write(out.join(".DS_Store"), "").unwrap();
    publish(&out, "second").unwrap();
    let at_work = Staging::begin(&out).unwrap();
    fs::create_dir(out.join("mine")).unwrap();
    fs::write(out.join("mine/å.txt"), "my own").unwrap();
    let late = at_work.publish(&manifest("third"));
    assert!(matches!(late, Err(PublishError::Foreign { .. })));
    for (name, want) in [
        (".gitignore", "'.gitignore', 'mine/å.txt'; move them"),
        (
            "a\u{1b}[2J.txt",
            "'.gitignore', 'a␛[2J.txt', 'mine/å.txt'; move them",
        ),
        (
            "z",
            "'.gitignore', 'a␛[2J.txt', 'mine/å.txt' and 1 more; move them",
        ),
    ] {
        fs::write(out.join(name), "my own").unwrap();
        let error = publish(&out, "fourth").unwrap_err();
        assert!(error.to_string().contains(want), "{error}");
    }
    assert_eq!(Manifest::read(&out), Some(manifest("second")));
    assert_eq!(fs::read(out.join("mine/å.txt")).unwrap(), b"my own");
}

#[test]
fn two_builds_do_not_write_to_one_place_and_the_second_learns_who_is_first() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("data");
    let first = Staging::begin(&out).unwrap();
    let error = Staging::begin(&out).map(|_| ()).unwrap_err();
    let told = error.to_string();
    let process = format!("process {} on ", std::process::id());
    let program = concat!("tvaersnit ", env!("CARGO_PKG_VERSION"));
    for words in [program, &process, ", since 2", "wait until it is done"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    drop(first);
    publish(&out, "second").unwrap();
}

#[test]
fn what_a_lock_file_says_is_one_short_line() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("data");
    let first = Staging::begin(&out).unwrap();
    for (content, want) in [
        ("\u{1b}[2Jx\ny\n", "'␛[2Jx'"),
        ("", "it does not say who it is"),
        (&"å".repeat(5_000), &format!("'{}'", "å".repeat(200))),
    ] {
        fs::write(sibling(&out, "lock"), content).unwrap();
        let error = Staging::begin(&out).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains(&format!(": {want};")), "{error}");
    }
    drop(first);
}

#[test]
fn leftovers_of_a_build_that_died_are_cleared_away() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("data");
    publish(&out, "first").unwrap();
    fs::create_dir(sibling(&out, "building")).unwrap();
    fs::write(sibling(&out, "building").join("half.parquet"), "PAR1").unwrap();
    fs::write(sibling(&out, "lock"), "").unwrap();
    publish(&out, "second").unwrap();
    assert_eq!(names(root.path()), ["data"]);
}

#[test]
fn a_death_between_two_steps_of_a_switch_is_mended() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("data");
    publish(&out, "first").unwrap();
    fs::rename(&out, sibling(&out, "retired")).unwrap();
    drop(Staging::begin(&out).unwrap());
    assert_eq!(Manifest::read(&out), Some(manifest("first")));
}
