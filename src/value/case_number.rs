//! Case numbers: the number of a case in the municipality's case system.

use super::{Placed, Span};
use regex::Regex;
use std::sync::LazyLock;

/// A case number as written, with what can be read from its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNumber {
    /// As written.
    pub raw: String,
    /// The kind of number.
    pub system: CaseSystem,
    /// KLE subject ("17.27.00"), where the number is built on KLE.
    pub kle_subject: Option<String>,
    /// KLE facet ("P20"), where the number is built on KLE.
    pub kle_facet: Option<String>,
}

/// How a case number is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseSystem {
    /// On the national subject code: "17.27.00-P20-1-25".
    Kle,
    /// A running number within a year: "25-003549", "21/11909".
    Yearly,
    /// Any other form: "EMN-2025-003383", "330-2019-2104".
    Other,
}

impl CaseSystem {
    /// The code in the tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Kle => "kle",
            Self::Yearly => "yearly",
            Self::Other => "other",
        }
    }
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
          \b(?<subject>\d{2}\.\d{2}\.\d{2})-(?<facet>[A-ZÆØÅ]\d{2})-(?<running>\d{1,6})-(?<year>\d{2,4})\b
        | \b(?<yearly>(?:20)?\d{2}[-/]\d{3,8}[A-Z]?)\b
        | \b(?<other>[A-ZÆØÅ]{1,6}[-\ ]?(?:20)?\d{2}[-/]\d{3,8} | \d{3}-(?:19|20)\d{2}-\d{2,8} | [A-Z]{3,4}-(?:19|20)\d{2}-\d{2,8} | (?:19|20)\d{2}-\d{2}-\d{4,8})\b",
    )
    .expect("OK because the pattern is a constant that a test compiles")
});

impl CaseNumber {
    /// Reads `words` when they are a case number and nothing else.
    #[must_use]
    pub fn exact(words: &str) -> Option<Self> {
        let words = words.trim().trim_end_matches(['.', ',']);
        let found = Self::first(words)?;
        (found.span.len() == words.len()).then_some(found.value)
    }

    /// `words`, which are known to be a case number, in whatever form.
    #[must_use]
    pub fn of(words: &str) -> Self {
        let words = words.trim();
        Self::exact(words).unwrap_or_else(|| Self {
            raw: words.to_owned(),
            system: CaseSystem::Other,
            kle_subject: None,
            kle_facet: None,
        })
    }

    /// The first case number in `text`, with its place.
    #[must_use]
    pub fn first(text: &str) -> Option<Placed<Self>> {
        let found = NUMBER
            .captures_iter(text)
            .filter(|found| !is_span_of_years(&found[0]))
            .max_by_key(|found| {
                (
                    std::cmp::Reverse(found.get(0).map_or(0, |whole| whole.start())),
                    found.get(0).map_or(0, |whole| whole.len()),
                )
            })?;
        let whole = found.get(0)?;
        let owned = |name: &str| found.name(name).map(|part| part.as_str().to_owned());
        let system = match (found.name("subject"), found.name("yearly")) {
            (Some(_), _) => CaseSystem::Kle,
            (_, Some(_)) => CaseSystem::Yearly,
            _ => CaseSystem::Other,
        };
        let value = Self {
            raw: whole.as_str().to_owned(),
            system,
            kle_subject: owned("subject"),
            kle_facet: owned("facet"),
        };
        Some(Placed::new(value, Span::new(whole.start(), whole.end())))
    }
}

/// "2025-2028" is a period.
fn is_span_of_years(words: &str) -> bool {
    let year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    words
        .split_once(['-', '/'])
        .is_some_and(|(from, to)| year(from) && year(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (words, system, subject) in [
            ("25-003549", "yearly", None),
            ("21/11909", "yearly", None),
            ("2019-003441", "yearly", None),
            ("17.27.00-P20-1-25", "kle", Some("17.27.00")),
            ("EMN-2025-003383", "other", None),
            ("330-2019-2104", "other", None),
            ("20-072985K", "yearly", None),
        ] {
            let number = CaseNumber::exact(words).unwrap_or_else(|| panic!("{words} was not read"));
            assert_eq!(number.system.code(), system, "{words}");
            assert_eq!(number.kle_subject.as_deref(), subject, "{words}");
        }
        for words in [
            "2025-2028",
            "13-08-2025",
            "1.-2. halvår",
            "Punkt 3",
            "9-15",
            "2026-92",
        ] {
            assert_eq!(CaseNumber::exact(words), None, "{words}");
        }
    }
}
