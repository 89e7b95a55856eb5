//! A query file: SQL under a comment that says what it answers and which parameters it takes.

use super::CompareError;
use std::path::Path;

/// A question in SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Name of the file without its ending.
    pub name: String,
    /// The question in plain words: the first paragraph of the comment on top.
    pub question: String,
    /// What to know before using the answer: grain, denominators, what is comparable.
    pub notes: Vec<String>,
    /// The parameters, in the order in which they are declared.
    pub parameters: Vec<Parameter>,
    /// The columns that a narrow form shows; empty for all.
    pub overview: Vec<String>,
    /// The whole file.
    pub sql: String,
}

/// A parameter of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Name, `$name` in the SQL.
    pub name: String,
    /// What stands for it where it is not given.
    pub default: Default,
    /// What it is for.
    pub meaning: String,
}

/// What stands for a parameter that is not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// Nothing: it must be given.
    Required,
    /// SQL's null.
    Null,
    /// This text.
    Text(String),
}

impl Query {
    /// Reads the query called `name` from its file's text. SQL without a comment on top is a query too.
    ///
    /// # Errors
    /// [`CompareError::Header`] for a `-- param` line that cannot be understood.
    pub fn read(name: &str, sql: &str) -> Result<Self, CompareError> {
        let mut query = Self {
            name: name.to_owned(),
            question: String::new(),
            notes: Vec::new(),
            parameters: Vec::new(),
            overview: Vec::new(),
            sql: sql.to_owned(),
        };
        let mut in_question = true;
        for (at, line) in sql.lines().enumerate() {
            let Some(comment) = line.trim_end().strip_prefix("--") else {
                break;
            };
            let words = comment.trim();
            if let Some(rest) = words.strip_prefix("param ") {
                let parameter = Parameter::read(rest).map_err(|message| CompareError::Header {
                    query: name.to_owned(),
                    line: at + 1,
                    message,
                })?;
                query.parameters.push(parameter);
            } else if let Some(columns) = words.strip_prefix("overview:") {
                query.overview = columns
                    .split(',')
                    .map(|column| column.trim().to_owned())
                    .collect();
            } else if words.is_empty() {
                in_question = in_question && query.question.is_empty();
            } else if in_question {
                push_words(&mut query.question, words);
            } else {
                query.add_note(comment, words);
            }
        }
        Ok(query)
    }

    /// Reads a user's own query.
    ///
    /// # Errors
    /// [`CompareError::QueryFile`] where the file cannot be read, else as [`Query::read`].
    pub fn from_file(path: &Path) -> Result<Self, CompareError> {
        let sql = std::fs::read_to_string(path).map_err(|source| CompareError::QueryFile {
            path: path.to_owned(),
            source,
        })?;
        let name = path.file_stem().map_or_else(
            || "query".to_owned(),
            |stem| stem.to_string_lossy().into_owned(),
        );
        Self::read(&name, &sql)
    }

    /// Parameters that must be given.
    pub fn required(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| parameter.default == Default::Required)
    }

    /// A line that is set in by more than one space goes on with the note before it.
    fn add_note(&mut self, comment: &str, words: &str) {
        match self.notes.last_mut() {
            Some(note) if comment.starts_with("  ") => push_words(note, words),
            _ => self.notes.push(words.to_owned()),
        }
    }
}

impl Parameter {
    /// Reads `name = default -- meaning`, `name -- meaning` or `name`.
    fn read(line: &str) -> Result<Self, String> {
        let (declared, meaning) = line.split_once("--").unwrap_or((line, ""));
        let (name, default) = match declared.split_once('=') {
            None => (declared, Default::Required),
            Some((name, value)) if value.trim() == "null" => (name, Default::Null),
            Some((name, value)) => (name, Default::Text(value.trim().to_owned())),
        };
        let name = name.trim();
        let fits = name
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '_');
        if name.is_empty() || !fits {
            return Err(format!(
                "expected 'param NAME = DEFAULT -- MEANING', found the name '{name}'"
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            default,
            meaning: meaning.trim().to_owned(),
        })
    }
}

fn push_words(to: &mut String, words: &str) {
    if !to.is_empty() {
        to.push(' ');
    }
    to.push_str(words);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_on_top_says_what_a_query_is() {
        let sql = "-- Who took it\n-- up?\n--\n-- Grain: a row a case,\n--   not a meeting.\n-- Shares: of all.\n\
                   -- overview: a, b\n-- param region = Region Sjælland -- the region\n-- param word -- a word\n\
                   -- param since = null\nSELECT 1\n-- param no = 1 -- is below the SQL";
        let query = Query::read("who", sql).expect("OK because the header is well formed");
        assert_eq!(query.question, "Who took it up?");
        assert_eq!(
            query.notes,
            ["Grain: a row a case, not a meeting.", "Shares: of all."]
        );
        assert_eq!(query.overview, ["a", "b"]);
        let found: Vec<_> = query
            .parameters
            .iter()
            .map(|parameter| {
                (
                    parameter.name.as_str(),
                    parameter.default.clone(),
                    parameter.meaning.as_str(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (
                    "region",
                    Default::Text("Region Sjælland".to_owned()),
                    "the region"
                ),
                ("word", Default::Required, "a word"),
                ("since", Default::Null, ""),
            ]
        );
    }

    #[test]
    fn a_parameter_that_cannot_be_read_is_named_with_its_line() {
        for line in [
            "-- param two words = 1 -- x",
            "-- param  = 1 -- x",
            "-- param a-b -- x",
        ] {
            let error = Query::read("q", &format!("-- Q?\n{line}\nSELECT 1")).expect_err(line);
            assert!(
                error.to_string().starts_with("q, line 2: expected 'param"),
                "{error}"
            );
        }
    }
}
