//! Words for the codes of the contract, as data: `data/report/da.toml`, `data/report/en.toml`.

use super::ExportError;
use serde::Deserialize;
use std::collections::BTreeMap;

const BUILT_IN: [(&str, &str); 2] = [
    ("da", include_str!("../../data/report/da.toml")),
    ("en", include_str!("../../data/report/en.toml")),
];

type Codes = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

/// Words for codes in one language.
#[derive(Clone, Debug)]
pub struct Labels {
    /// The language: da, en.
    pub language: String,
    codes: Codes,
}

/// The part of the file that holds codes; it may hold more.
#[derive(Deserialize)]
struct File {
    codes: Codes,
}

impl Labels {
    /// The languages that there are words in.
    pub const LANGUAGES: [&'static str; 2] = ["da", "en"];

    /// The words in `language`.
    ///
    /// # Errors
    /// [`ExportError::Labels`] for a language that there are no words in.
    pub fn built_in(language: &str) -> Result<Self, ExportError> {
        let file = BUILT_IN.into_iter().find(|(known, _)| *known == language);
        let (_, file) = file.ok_or_else(|| {
            ExportError::Labels(format!("there are no words in the language '{language}'"))
        })?;
        Self::read(language, file)
    }

    /// Reads the words in a file with tables of the name codes.TABLE.COLUMN.
    ///
    /// # Errors
    /// [`ExportError::Labels`] where the file has another form.
    pub fn read(language: &str, toml: &str) -> Result<Self, ExportError> {
        let file: File =
            toml::from_str(toml).map_err(|error| ExportError::Labels(error.to_string()))?;
        Ok(Self {
            language: language.to_owned(),
            codes: file.codes,
        })
    }

    /// Each code of a column with its words.
    pub fn of(&self, table: &str, column: &str) -> impl Iterator<Item = (&str, &str)> {
        let codes = self
            .codes
            .get(table)
            .and_then(|columns| columns.get(column));
        let codes = codes.into_iter().flatten();
        codes.map(|(code, words)| (code.as_str(), words.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables;

    #[test]
    fn every_code_of_the_contract_has_words_in_every_language() {
        for language in Labels::LANGUAGES {
            let labels = Labels::built_in(language).unwrap();
            for table in tables::ALL {
                for column in table.columns() {
                    for code in &column.codes {
                        assert!(
                            labels
                                .of(table.name, column.name)
                                .any(|(known, _)| known == *code),
                            "{language}: codes.{}.{} has no words for {code}",
                            table.name,
                            column.name
                        );
                    }
                }
            }
        }
    }
}
