//! Which value counts, and what is said of those that cannot be.

use super::*;

fn setting(key: &str) -> Setting {
    SETTINGS
        .into_iter()
        .find(|setting| setting.key == key)
        .unwrap()
}

fn load(file: &str, variables: &[(&str, &str)], below: &str) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE_NAME), file).unwrap();
    let from = folder.path().join(below);
    std::fs::create_dir_all(&from).unwrap();
    // Where the test runs is not where the file is: the way up is made into a path that can be read.
    let variable = |name: &str| {
        let known = variables.iter().find(|(known, _)| *known == name);
        known.map(|(_, value)| OsString::from(value))
    };
    let found = find(&from).map(|way| from.join(way));
    Config::load(&from, found.as_deref(), &variable)
}

#[test]
fn the_environment_counts_before_the_file_and_the_file_before_the_default() {
    for (file, variables, want, line) in [
        ("", &[][..], "./tvaersnit-data", None),
        ("# x\ndata = \"/d\"", &[], "/d", Some(2)),
        ("data = \"/d\"", &[("TVAERSNIT_DATA", "/e")], "/e", None),
        ("", &[("TVAERSNIT_DATA", "/e")], "/e", None),
        ("data = \"/d\"", &[("TVAERSNIT_DATA", "")], "/d", Some(1)),
    ] {
        let value = load(file, variables, "").unwrap().get(&setting("data"));
        assert_eq!(value.values, [want], "{file} {variables:?}");
        let got = match value.origin {
            Origin::File { line } => Some(line),
            _ => None,
        };
        assert_eq!(got, line, "{file} {variables:?}");
    }
}

#[test]
fn values_have_their_kinds() {
    for (file, key, want) in [
        ("topics = \"/a.toml\"", "topics", &["/a.toml"][..]),
        (
            "topics = [\"/a.toml\", \"/b.toml\"]",
            "topics",
            &["/a.toml", "/b.toml"],
        ),
        ("threads = 1_0", "threads", &["10"]),
        ("municipality = \"Vejen\"", "municipality", &["Vejen"]),
        ("", "municipality", &[]),
    ] {
        let value = load(file, &[], "").unwrap().get(&setting(key));
        assert_eq!(value.values, want, "{file}");
    }
    let listed = std::env::join_paths(["a", "b"]).unwrap();
    let listed = listed.to_str().unwrap();
    let value = load("", &[("TVAERSNIT_TOPICS", listed)], "").unwrap();
    assert_eq!(value.get(&setting("topics")).values, ["a", "b"]);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (file, variables, want) in [
        (
            "data = \"x\"\nregoin = \"y\"",
            &[][..],
            "line 2: there is no setting 'regoin' (did you mean 'region'?)",
        ),
        (
            "\n\nthreads = \"two\"",
            &[],
            "line 3: 'threads' is a whole number",
        ),
        ("threads = -1", &[], "line 1: 'threads' is a whole number"),
        ("topics = [\"a\",\n 3]", &[], "line 2: 'topics' is a path"),
        ("data = ", &[], "line 1: "),
        (
            "",
            &[("TVAERSNIT_THREADS", "two")],
            "TVAERSNIT_THREADS is 'two'; expected a whole number",
        ),
    ] {
        let error = load(file, variables, "").unwrap_err().to_string();
        assert!(error.contains(want), "{error}");
    }
}

#[test]
fn the_file_is_found_from_below_and_its_paths_are_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE_NAME), "").unwrap();
    let below = folder.path().join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    assert_eq!(find(&below), Some(Path::new("../..").join(FILE_NAME)));
    assert_eq!(find(folder.path()), Some(PathBuf::from(FILE_NAME)));
    let config = load("data = \"d\"", &[], "a").unwrap();
    let value = &config.get(&setting("data")).values[0];
    assert!(value.ends_with("a/../d"), "{value}");
}

#[test]
fn the_page_tells_every_setting() {
    let page = include_str!("../../docs/configuration.md");
    let sample = include_str!("../../data/init/tvaersnit.toml");
    for setting in SETTINGS {
        let default = match setting.default {
            "" => "none".to_owned(),
            default => format!("`{default}`"),
        };
        let row = format!(
            "| `{}` | `{}` | {default} | {} |",
            setting.key, setting.variable, setting.meaning
        );
        assert!(page.contains(&row), "docs/configuration.md lacks:\n{row}");
        assert!(
            sample.contains(&format!("{} = ", setting.key)),
            "data/init/tvaersnit.toml lacks {}",
            setting.key
        );
    }
}
