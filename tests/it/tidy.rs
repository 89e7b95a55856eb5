//! House rules that a look at the sources can hold.

use std::fs;
use std::path::{Path, PathBuf};
use tvaersnit::value::municipality::all;

/// Every source file below `src/`, with its path relative to the project.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![root.join("src")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in
            fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        {
            let path: PathBuf = entry.unwrap_or_else(|error| panic!("{error}")).path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let words = fs::read_to_string(&path)
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let name = path
                    .strip_prefix(root)
                    .unwrap_or(&path)
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, words));
            }
        }
    }
    found.sort();
    found
}

/// The code of a file: no tests, no comments.
fn code(words: &str) -> String {
    let until = words.find("#[cfg(test)]").unwrap_or(words.len());
    words[..until]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

#[test]
fn every_file_says_its_job_in_its_first_line() {
    for (name, words) in sources() {
        assert!(
            words.starts_with("//! "),
            "{name} does not begin with what it defines"
        );
    }
}

#[test]
fn heavy_libraries_stay_in_their_stages() {
    for (library, stages) in [
        ("duckdb::", &["src/compare", "src/export"][..]),
        ("polars::", &["src/evaluate", "src/check"]),
        (
            "parquet::",
            &[
                "src/dataset",
                "src/tables",
                "src/compare",
                "src/check",
                "src/export",
            ],
        ),
        (
            "arrow::",
            &[
                "src/dataset",
                "src/tables",
                "src/compare",
                "src/check",
                "src/cli",
                "src/export",
            ],
        ),
        ("rayon::", &["src/dataset", "src/reuse"]),
        ("anyhow", &["src/cli", "src/main.rs"]),
    ] {
        for (name, words) in sources().into_iter().filter(|(name, _)| !is_test(name)) {
            let named = code(&words).contains(library);
            assert!(
                !named || stages.iter().any(|stage| name.starts_with(stage)),
                "{name} names {library}"
            );
        }
    }
}

#[test]
fn middle_stages_do_no_io_and_read_no_clock() {
    for (name, words) in sources() {
        let middle = [
            "src/layout",
            "src/facts",
            "src/lexicon",
            "src/reuse",
            "src/search",
            "src/value",
            "src/tables",
        ];
        if middle.iter().any(|stage| name.starts_with(stage)) && !is_test(&name) {
            for word in ["std::fs", "std::net", "SystemTime", "Instant", "env::var"] {
                assert!(!code(&words).contains(word), "{name} names {word}");
            }
        }
    }
}

#[test]
fn no_municipality_is_named_in_code() {
    // Names that are also common words or parts of them say nothing.
    let names: Vec<String> = all()
        .into_iter()
        .map(|known| known.name)
        .filter(|name| name.chars().count() > 5)
        .collect();
    for (name, words) in sources().into_iter().filter(|(name, _)| !is_test(name)) {
        let code = code(&words);
        for municipality in &names {
            assert!(
                !code.contains(municipality.as_str()),
                "{name} names {municipality}: it belongs into data or a test"
            );
        }
    }
}

#[test]
fn no_panic_on_input_without_a_reason() {
    for (name, words) in sources().into_iter().filter(|(name, _)| !is_test(name)) {
        for (at, line) in code(&words).lines().enumerate() {
            let panics = [".unwrap()", "panic!(", "todo!(", "unimplemented!("]
                .iter()
                .any(|word| line.contains(word));
            let expects = line.contains(".expect(") && !line.contains("OK because");
            assert!(
                !panics && (!expects || next_says_why(&words, line)),
                "{name}, near line {}: {line}",
                at + 1
            );
        }
    }
}

/// `.expect(` may break its line before the reason.
fn next_says_why(words: &str, line: &str) -> bool {
    words
        .split(line)
        .nth(1)
        .is_some_and(|rest| rest.lines().take(3).any(|next| next.contains("OK because")))
}

#[test]
fn every_crate_root_forbids_unsafe_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut roots = vec![root.join("src/lib.rs"), root.join("src/main.rs")];
    // The macro of fuzz targets writes an `extern` function, which the lint refuses; they are a package of their own.
    for folder in ["tests", "benches", "examples"] {
        for entry in fs::read_dir(root.join(folder)).into_iter().flatten() {
            let path = entry.unwrap_or_else(|error| panic!("{error}")).path();
            let main = path.join("main.rs");
            if path.extension().is_some_and(|ending| ending == "rs") {
                roots.push(path);
            } else if main.is_file() {
                roots.push(main);
            }
        }
    }
    assert!(roots.len() >= 5, "{roots:?}");
    for path in roots {
        let words = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{error}"));
        assert!(
            words.contains("#![forbid(unsafe_code)]"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn the_version_of_rust_that_is_declared_is_the_one_that_is_tested() {
    let read = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let manifest = read("Cargo.toml");
    let version = manifest
        .split("rust-version = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let version = version.unwrap_or_else(|| panic!("Cargo.toml declares no rust-version"));
    assert!(read("README.md").contains(&format!("Rust {version} or newer")));
    for name in [".github/workflows/ci.yml", ".github/workflows/release.yml"] {
        let words = read(name);
        let used = words.lines().filter(|line| {
            line.contains("rustup toolchain install") || line.contains("rustup default")
        });
        let used: Vec<&str> = used.collect();
        assert!(!used.is_empty(), "{name}");
        for line in used {
            let named = line
                .split_whitespace()
                .find(|word| word.starts_with(|char: char| char.is_ascii_digit()));
            assert_eq!(named, Some(version), "{name}: {line}");
        }
    }
    assert!(read("Cargo.lock").contains("name = \"tvaersnit\""));
}
