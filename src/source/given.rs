//! `sources.toml`: what a user states of documents that do not say it themselves.
//!
//! It lies beside the documents and names files or folders relative to itself; of several entries for a document
//! the one that names the longest path counts.

use crate::value::municipality::find;
use crate::value::{Date, Municipality};
use serde::{Deserialize, Serialize};

/// Name of the file.
pub const FILE_NAME: &str = "sources.toml";

/// What is given of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The municipality.
    pub municipality: Option<Municipality>,
    /// The body that met.
    pub committee: Option<String>,
    /// The day of the meeting.
    pub date: Option<Date>,
    /// Address that the document was fetched from.
    pub origin: Option<String>,
}

impl Given {
    /// Everything that is given, in one line, for the data set's version.
    #[must_use]
    pub fn describe(&self) -> String {
        let municipality = self.municipality.as_ref();
        format!(
            "{}|{}|{}|{}",
            municipality.map_or_else(String::new, |given| given.code.to_string()),
            self.committee.as_deref().unwrap_or_default(),
            self.date.map_or_else(String::new, |date| date.to_string()),
            self.origin.as_deref().unwrap_or_default()
        )
    }

    /// `self`, with what it leaves open from `wider`.
    #[must_use]
    pub fn or(self, wider: Self) -> Self {
        Self {
            municipality: self.municipality.or(wider.municipality),
            committee: self.committee.or(wider.committee),
            date: self.date.or(wider.date),
            origin: self.origin.or(wider.origin),
        }
    }
}

/// The file as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcesFile {
    /// One entry a file or folder.
    #[serde(default)]
    pub source: Vec<SourceEntry>,
}

/// An entry as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// A file or folder, relative to the file's own folder; "." for all.
    pub path: String,
    /// Name or official code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// Name of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub committee: Option<String>,
    /// ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

/// All entries below an input, the widest first.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    entries: Vec<(String, Given)>,
}

impl Sources {
    /// Adds the file's `content`; `folder` is where it lies, relative to the input root ("" for the root).
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn add(&mut self, folder: &str, content: &str) -> Result<(), String> {
        let file: SourcesFile = toml::from_str(content).map_err(|error| error.to_string())?;
        for entry in file.source {
            let path = joined(folder, &entry.path);
            self.entries.push((path, given(&entry)?));
        }
        self.entries
            .sort_by(|left, right| left.0.len().cmp(&right.0.len()).then(left.0.cmp(&right.0)));
        Ok(())
    }

    /// What is given of the document at `relative`.
    #[must_use]
    pub fn of(&self, relative: &str) -> Given {
        let covers = |path: &str| {
            path.is_empty()
                || relative
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.entries
            .iter()
            .filter(|(path, _)| covers(path))
            .fold(Given::default(), |wider, (_, given)| {
                given.clone().or(wider)
            })
    }
}

fn joined(folder: &str, path: &str) -> String {
    let path = path.replace('\\', "/");
    let parts = folder
        .split('/')
        .chain(path.split('/'))
        .filter(|part| !matches!(*part, "" | "."));
    parts.collect::<Vec<_>>().join("/")
}

fn given(entry: &SourceEntry) -> Result<Given, String> {
    let municipality = match &entry.municipality {
        Some(name) => Some(find(name).ok_or_else(|| {
            format!(
                "'{}' is given the municipality '{name}', which none is called",
                entry.path
            )
        })?),
        None => None,
    };
    let date = match &entry.date {
        Some(date) => Some(date.parse().map_err(|_| {
            format!(
                "'{}' is given the date '{date}', which is no YYYY-MM-DD",
                entry.path
            )
        })?),
        None => None,
    };
    let words = |value: &Option<String>| value.clone().filter(|value| !value.trim().is_empty());
    Ok(Given {
        municipality,
        committee: words(&entry.committee),
        date,
        origin: words(&entry.origin),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_path_counts() {
        let mut sources = Sources::default();
        sources
            .add(
                "greve",
                "[[source]]\npath = \"social/a.json\"\norigin = \"https://example.dk/1\"\n\
                 [[source]]\npath = \".\"\nmunicipality = \"Greve\"\ncommittee = \"Byrådet\"\n\
                 [[source]]\npath = \"social\"\ncommittee = \"Socialudvalget\"\n",
            )
            .unwrap();
        for (path, municipality, committee, origin) in [
            (
                "greve/social/a.json",
                Some(253),
                Some("Socialudvalget"),
                Some("https://example.dk/1"),
            ),
            (
                "greve/social/b.json",
                Some(253),
                Some("Socialudvalget"),
                None,
            ),
            ("greve/socialt.json", Some(253), Some("Byrådet"), None),
            ("vejle/a.json", None, None, None),
        ] {
            let given = sources.of(path);
            assert_eq!(
                (
                    given.municipality.map(|municipality| municipality.code.0),
                    given.committee.as_deref(),
                    given.origin.as_deref()
                ),
                (municipality, committee, origin),
                "{path}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (content, want) in [
            (
                "[[source]]\npath = \"a\"\nmunicipality = \"Andeby\"",
                "Andeby",
            ),
            ("[[source]]\npath = \"a\"\ndate = \"3. maj\"", "YYYY-MM-DD"),
            ("[[source]]\npath = \"a\"\nkommune = \"Greve\"", "kommune"),
        ] {
            let error = Sources::default().add("", content).unwrap_err();
            assert!(error.contains(want), "{error}");
        }
    }
}
