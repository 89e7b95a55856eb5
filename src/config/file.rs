//! The project's file `tvaersnit.toml`: known keys with values of their kind, each with its line.

use super::{ConfigError, Kind, Origin, SETTINGS, Setting, Value};
use crate::nearest::suggestion;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The values in the file at `path`, its paths relative to where the file's own path is relative to.
pub fn read(path: &Path) -> Result<BTreeMap<&'static str, Value>, ConfigError> {
    let words = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
        path: path.to_owned(),
        source,
    })?;
    parse(path, &words)
}

/// The values in `words`, which are those of the file at `path`.
pub fn parse(path: &Path, words: &str) -> Result<BTreeMap<&'static str, Value>, ConfigError> {
    let file = File { path, words };
    let table = DeTable::parse(words).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        file.form(at, error.message().to_owned())
    })?;
    let mut values = BTreeMap::new();
    for (key, value) in table.get_ref() {
        let at = key.span().start;
        let name = key.get_ref().as_ref();
        let Some(setting) = SETTINGS.into_iter().find(|setting| setting.key == name) else {
            return Err(ConfigError::Unknown {
                path: path.to_owned(),
                line: file.line(at),
                key: name.to_owned(),
                suggestion: suggestion(name, SETTINGS.map(|setting| setting.key)),
            });
        };
        let value = Value {
            values: file.values(&setting, value)?,
            origin: Origin::File {
                line: file.line(at),
            },
        };
        values.insert(setting.key, value);
    }
    Ok(values)
}

struct File<'f> {
    path: &'f Path,
    words: &'f str,
}

impl File<'_> {
    fn values(
        &self,
        setting: &Setting,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<String>, ConfigError> {
        let expected = |value: &Spanned<DeValue<'_>>| {
            let message = format!("'{}' is {}", setting.key, setting.kind.expected());
            self.form(value.span().start, message)
        };
        match (setting.kind, value.get_ref()) {
            (Kind::Path | Kind::Paths, DeValue::String(path)) => Ok(vec![self.beside(path)]),
            (Kind::Paths, DeValue::Array(paths)) => paths
                .iter()
                .map(|one| match one.get_ref() {
                    DeValue::String(path) => Ok(self.beside(path)),
                    _ => Err(expected(one)),
                })
                .collect(),
            (Kind::Words, DeValue::String(words)) => Ok(vec![words.to_string()]),
            (Kind::Count, DeValue::Integer(number)) => {
                let digits = number.as_str().replace('_', "");
                match digits.parse::<u64>() {
                    Ok(count) => Ok(vec![count.to_string()]),
                    Err(_) => Err(expected(value)),
                }
            }
            _ => Err(expected(value)),
        }
    }

    /// A path that is meant relative to the file.
    fn beside(&self, path: &str) -> String {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        folder.join(path).to_string_lossy().into_owned()
    }

    fn form(&self, at: usize, message: String) -> ConfigError {
        ConfigError::Form {
            path: self.path.to_owned(),
            line: self.line(at),
            message,
        }
    }

    fn line(&self, at: usize) -> usize {
        let before = self.words.get(..at).unwrap_or(self.words);
        before.matches('\n').count() + 1
    }
}
