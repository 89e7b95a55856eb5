//! The words of a report: labels of codes and patterns of sentences, read from `data/report/*.toml`.
//!
//! A pattern is a sentence with places: `{names} har sagen`. Where it depends on a number it has up to three forms,
//! `zero`, `one` and `many`; `{n}` is the number in digits, `{count}` the number as a word up to twelve.

use super::format;
use super::model::{Inline, Language, Text};
use serde::Deserialize;
use std::collections::BTreeMap;

const DA: &str = include_str!("../../data/report/da.toml");
const EN: &str = include_str!("../../data/report/en.toml");

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words {
    /// The language.
    pub language: Language,
    file: File,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Numbers as words, from nought.
    numbers: Vec<String>,
    /// Between the last two of a list.
    and: String,
    /// Labels: table, column, code.
    codes: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>,
    /// Patterns.
    say: BTreeMap<String, Pattern>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Pattern {
    One(String),
    Counted {
        zero: Option<String>,
        one: Option<String>,
        many: String,
    },
}

impl Pattern {
    fn of(&self, count: Option<usize>) -> &str {
        match self {
            Self::One(pattern) => pattern,
            Self::Counted { zero, one, many } => match count {
                Some(0) => zero.as_deref().unwrap_or(many),
                Some(1) => one.as_deref().unwrap_or(many),
                _ => many,
            },
        }
    }

    fn forms(&self) -> Vec<&str> {
        match self {
            Self::One(pattern) => vec![pattern],
            Self::Counted { zero, one, many } => [zero.as_deref(), one.as_deref(), Some(many)]
                .into_iter()
                .flatten()
                .collect(),
        }
    }
}

/// What stands in a place of a pattern.
#[derive(Clone, Debug)]
pub struct Fill(Text);

impl From<&str> for Fill {
    fn from(words: &str) -> Self {
        Self(Text::plain(words))
    }
}

impl From<String> for Fill {
    fn from(words: String) -> Self {
        Self(Text::plain(words))
    }
}

impl From<Inline> for Fill {
    fn from(inline: Inline) -> Self {
        Self(Text(vec![inline]))
    }
}

impl From<Text> for Fill {
    fn from(text: Text) -> Self {
        Self(text)
    }
}

/// Words that follow `told`, without a full stop that would stand behind that of an abbreviation: "9 kr."
fn unstopped<'w>(told: &Text, words: &'w str) -> &'w str {
    let stopped = told
        .0
        .last()
        .is_some_and(|last| last.words().ends_with('.'));
    if stopped {
        words.strip_prefix('.').unwrap_or(words)
    } else {
        words
    }
}

impl Words {
    /// The words of `language`.
    ///
    /// # Panics
    /// Never: the files are compiled in and a test reads them.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let text = match language {
            Language::Da => DA,
            Language::En => EN,
        };
        Self {
            language,
            file: toml::from_str(text).expect("OK because a test reads both files"),
        }
    }

    /// The label of a code of the contract; the code itself where a newer data set has one that is not known.
    #[must_use]
    pub fn label(&self, table: &str, column: &str, code: &str) -> String {
        self.known_label(table, column, code)
            .unwrap_or(code)
            .to_owned()
    }

    /// The label of a code, where there is one.
    #[must_use]
    pub fn known_label(&self, table: &str, column: &str, code: &str) -> Option<&str> {
        let label = self.file.codes.get(table)?.get(column)?.get(code)?;
        Some(label)
    }

    /// The labels of several codes with ", " between them, as the tables join them.
    #[must_use]
    pub fn labels(&self, table: &str, column: &str, codes: &str) -> String {
        codes
            .split(", ")
            .map(|code| self.label(table, column, code))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The pattern `key` with its places filled.
    #[must_use]
    pub fn say(&self, key: &str, fills: &[(&str, Fill)]) -> Text {
        self.filled(key, None, fills)
    }

    /// The form of the pattern `key` for `n`.
    #[must_use]
    pub fn count(&self, key: &str, n: usize, fills: &[(&str, Fill)]) -> Text {
        self.filled(key, Some(n), fills)
    }

    /// The pattern `key`, as words alone.
    #[must_use]
    pub fn line(&self, key: &str, fills: &[(&str, Fill)]) -> String {
        self.say(key, fills).words()
    }

    /// The pattern `key`, which has no places.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        self.line(key, &[])
    }

    /// A whole number in digits.
    #[must_use]
    pub fn digits(&self, n: usize) -> String {
        format::number(n as f64, 0, self.language)
    }

    /// A whole number as a word up to twelve, else in digits.
    #[must_use]
    pub fn number(&self, n: usize) -> String {
        self.file
            .numbers
            .get(n)
            .cloned()
            .unwrap_or_else(|| self.digits(n))
    }

    /// "A, B og C".
    #[must_use]
    pub fn list(&self, parts: &[String]) -> String {
        self.join(parts.iter().map(|part| Text::plain(part.clone())).collect())
            .words()
    }

    /// The same of texts.
    #[must_use]
    pub fn join(&self, parts: Vec<Text>) -> Text {
        let last = parts.len().saturating_sub(1);
        let mut out = Text::default();
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                let between = if at == last {
                    self.file.and.as_str()
                } else {
                    ", "
                };
                out.push(Inline::Words(between.to_owned()));
            }
            out.append(part);
        }
        out
    }

    fn filled(&self, key: &str, n: Option<usize>, fills: &[(&str, Fill)]) -> Text {
        // A key that is in no file is shown as it is; a test holds the code's keys to the files.
        let pattern = self.file.say.get(key).map_or(key, |pattern| pattern.of(n));
        let mut out = Text::default();
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            let Some(length) = rest[open..].find('}') else {
                break;
            };
            out.push(Inline::Words(unstopped(&out, &rest[..open]).to_owned()));
            let place = &rest[open + 1..open + length];
            match (fills.iter().find(|(name, _)| *name == place), place, n) {
                (Some((_, fill)), ..) => out.append(fill.0.clone()),
                (None, "n", Some(n)) => out.push(Inline::Words(self.digits(n))),
                (None, "count", Some(n)) => out.push(Inline::Words(self.number(n))),
                _ => out.push(Inline::Words(rest[open..=open + length].to_owned())),
            }
            rest = &rest[open + length + 1..];
        }
        out.push(Inline::Words(unstopped(&out, rest).to_owned()));
        out
    }

    /// Every key with the places of its forms: for the test that holds the languages together.
    #[must_use]
    pub fn places(&self) -> BTreeMap<String, Vec<String>> {
        self.file
            .say
            .iter()
            .map(|(key, pattern)| {
                let mut places: Vec<String> = pattern
                    .forms()
                    .iter()
                    .flat_map(|form| form.split('{').skip(1))
                    .filter_map(|part| part.split_once('}'))
                    .map(|(place, _)| place.to_owned())
                    .collect();
                places.sort();
                places.dedup();
                (key.clone(), places)
            })
            .collect()
    }
}
