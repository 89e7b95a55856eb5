//! A project's settings: where each value comes from, and which counts.
//!
//! The command line counts before the environment (`TVAERSNIT_…`), the environment before the project's
//! `tvaersnit.toml`, that before the defaults. The file is looked for in the working directory and all folders above it.
//! [`SETTINGS`] lists every setting for whatever lists them: reading the file, the environment, the command line's
//! defaults, `tvaersnit config`, `docs/configuration.md`.

mod file;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Name of a project's file.
pub const FILE_NAME: &str = "tvaersnit.toml";
/// The variable that names a project's file; empty for none.
pub const FILE_VARIABLE: &str = "TVAERSNIT_CONFIG";

/// What a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One file or folder; in a project's file relative to that file.
    Path,
    /// Several files or folders; in the environment parted as in PATH.
    Paths,
    /// Words.
    Words,
    /// A whole number.
    Count,
}

impl Kind {
    /// What is expected, for a message.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::Path => "a path in quotes",
            Self::Paths => "a path in quotes, or a list of them",
            Self::Words => "words in quotes",
            Self::Count => "a whole number",
        }
    }
}

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Name in the project's file.
    pub key: &'static str,
    /// Name of the variable.
    pub variable: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Value where nobody gives one; empty for none.
    pub default: &'static str,
    /// The options that it stands for: command (* for every one) and name of the option in the code.
    pub options: &'static [(&'static str, &'static str)],
    /// What it means.
    pub meaning: &'static str,
}

/// Every setting, in the order of the documentation.
pub const SETTINGS: [Setting; 13] = [
    Setting {
        key: "inputs",
        variable: "TVAERSNIT_INPUTS",
        kind: Kind::Paths,
        default: "",
        options: &[("build", "inputs"), ("explain", "inputs")],
        meaning: "Files and folders with documents (build INPUT, explain --inputs).",
    },
    Setting {
        key: "data",
        variable: "TVAERSNIT_DATA",
        kind: Kind::Path,
        default: "./tvaersnit-data",
        options: &[("build", "out"), ("*", "data")],
        meaning: "Folder of the data set (build --out; --data of all that ask it).",
    },
    Setting {
        key: "municipality",
        variable: "TVAERSNIT_MUNICIPALITY",
        kind: Kind::Words,
        default: "",
        options: &[("build", "municipality"), ("explain", "municipality")],
        meaning: "Municipality of documents that do not say it: name or code (build, explain --municipality).",
    },
    Setting {
        key: "corrections",
        variable: "TVAERSNIT_CORRECTIONS",
        kind: Kind::Paths,
        default: "",
        options: &[("build", "corrections"), ("explain", "corrections")],
        meaning: "Files with corrections, besides corrections.csv among the inputs (build, explain --corrections).",
    },
    Setting {
        key: "topics",
        variable: "TVAERSNIT_TOPICS",
        kind: Kind::Paths,
        default: "",
        options: &[("build", "topics"), ("report", "topics_file")],
        meaning: "Files with topics of your own (build --topics, report --topics-file).",
    },
    Setting {
        key: "lexicon",
        variable: "TVAERSNIT_LEXICON",
        kind: Kind::Paths,
        default: "",
        options: &[("*", "lexicon")],
        meaning: "Files, or folders of files, with words of your own (build, explain --lexicon).",
    },
    Setting {
        key: "queries",
        variable: "TVAERSNIT_QUERIES",
        kind: Kind::Path,
        default: "",
        options: &[("compare", "queries")],
        meaning: "Folder with questions of your own, which compare then knows by name (compare --queries).",
    },
    Setting {
        key: "region",
        variable: "TVAERSNIT_REGION",
        kind: Kind::Words,
        default: "",
        options: &[("compare", "project_region"), ("report", "region")],
        meaning: "Region whose municipalities are listed (compare, report --region).",
    },
    Setting {
        key: "labels",
        variable: "TVAERSNIT_LABELS",
        kind: Kind::Words,
        default: "",
        options: &[("export", "labels")],
        meaning: "Language of words for codes: da, en (export --labels).",
    },
    Setting {
        key: "excel",
        variable: "TVAERSNIT_EXCEL",
        kind: Kind::Words,
        default: "",
        options: &[("export", "excel")],
        meaning: "Whose Excel CSV is for: da (export --excel).",
    },
    Setting {
        key: "threads",
        variable: "TVAERSNIT_THREADS",
        kind: Kind::Count,
        default: "",
        options: &[("build", "threads")],
        meaning: "Threads; one a core where none is given (build --threads).",
    },
    Setting {
        key: "max_bytes",
        variable: "TVAERSNIT_MAX_BYTES",
        kind: Kind::Count,
        default: "67108864",
        options: &[("*", "max_bytes")],
        meaning: "Largest document that is read, in bytes (build, explain --max-bytes).",
    },
    Setting {
        key: "raise_limits",
        variable: "TVAERSNIT_RAISE_LIMITS",
        kind: Kind::Count,
        default: "1",
        options: &[("*", "raise_limits")],
        meaning: "How many times the other limits on a document or an archive are raised (build, explain --raise-limits).",
    },
];

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody gave one.
    Default,
    /// A line of the project's file.
    File {
        /// The line, from 1.
        line: usize,
    },
    /// The environment.
    Environment,
}

/// A value with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The value; several for [`Kind::Paths`], none where there is none.
    pub values: Vec<String>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Why settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("'{path}' cannot be read; {FILE_VARIABLE} or --config may name another file")]
    Read {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("{path}, line {line}: {message}; `tvaersnit config` lists all settings")]
    Form {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The file has a key that is none of ours.
    #[error(
        "{path}, line {line}: there is no setting '{key}'{suggestion}; tvaersnit config lists all"
    )]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key.
        key: String,
        /// The nearest one, in words.
        suggestion: String,
    },
    /// A variable holds what the setting cannot be.
    #[error("{variable} is '{value}'; expected {expected}")]
    Variable {
        /// The variable.
        variable: &'static str,
        /// Its value.
        value: String,
        /// What was expected.
        expected: &'static str,
    },
}

/// The settings that hold where the program runs, the command line aside.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The project's file, where there is one.
    pub file: Option<PathBuf>,
    values: BTreeMap<&'static str, Value>,
}

impl Config {
    /// Reads the settings that hold in the folder `from`. `given` is the project's file where the command line names it;
    /// `variable` tells the environment.
    ///
    /// # Errors
    /// [`ConfigError`], with file and line, or the variable.
    pub fn load(
        from: &Path,
        given: Option<&Path>,
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, ConfigError> {
        let named = variable(FILE_VARIABLE).map(PathBuf::from);
        let path = match (given, named) {
            (Some(given), _) => Some(given.to_owned()),
            (None, Some(named)) => Some(named).filter(|path| !path.as_os_str().is_empty()),
            (None, None) => find(from),
        };
        let mut config = Self::default();
        if let Some(path) = path {
            config.values = file::read(&path)?;
            config.file = Some(path);
        }
        for setting in SETTINGS {
            if let Some(value) = variable(setting.variable).filter(|value| !value.is_empty()) {
                config
                    .values
                    .insert(setting.key, environment(&setting, &value)?);
            }
        }
        Ok(config)
    }

    /// The settings that `words` give, which are those of the project's file at `path`; nothing is read from disk.
    ///
    /// # Errors
    /// [`ConfigError`], with file and line.
    pub fn of_words(path: &Path, words: &str) -> Result<Self, ConfigError> {
        Ok(Self {
            file: Some(path.to_owned()),
            values: file::parse(path, words)?,
        })
    }

    /// The value of `setting`.
    #[must_use]
    pub fn get(&self, setting: &Setting) -> Value {
        self.values
            .get(setting.key)
            .cloned()
            .unwrap_or_else(|| Value {
                values: Some(setting.default.to_owned())
                    .filter(|default| !default.is_empty())
                    .into_iter()
                    .collect(),
                origin: Origin::Default,
            })
    }

    /// The value of `setting`, where the environment or the project's file gives one.
    #[must_use]
    pub fn given(&self, setting: &Setting) -> Option<&Value> {
        self.values.get(setting.key)
    }
}

/// The project's file in `from` or above it, written relative to `from`.
fn find(from: &Path) -> Option<PathBuf> {
    let mut way = PathBuf::new();
    for folder in from.ancestors() {
        if folder.join(FILE_NAME).is_file() {
            return Some(way.join(FILE_NAME));
        }
        way.push("..");
    }
    None
}

fn environment(setting: &Setting, value: &OsString) -> Result<Value, ConfigError> {
    let words = value.to_string_lossy().into_owned();
    let values = match setting.kind {
        Kind::Paths => std::env::split_paths(value)
            .filter(|path| !path.as_os_str().is_empty())
            .map(|path| path.to_string_lossy().into_owned())
            .collect(),
        Kind::Count if words.parse::<u64>().is_err() => {
            return Err(ConfigError::Variable {
                variable: setting.variable,
                value: words,
                expected: setting.kind.expected(),
            });
        }
        Kind::Path | Kind::Words | Kind::Count => vec![words],
    };
    Ok(Value {
        values,
        origin: Origin::Environment,
    })
}

#[cfg(test)]
mod tests;
