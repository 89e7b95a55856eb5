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
          \b(?<subject>\d{2}\.\d{2}\.\d{2})[-.]?(?<facet>[A-ZÆØÅ]\d{2})-(?<running>\d{1,6})(?:-(?<year>\d{2,4}))?\b
        | \b(?<yearly>(?:20)?\d{2}[-/]\d{3,8}[A-Z]?)\b
        | \b(?<other>[A-ZÆØÅ]{1,6}[-\ ]?(?:20)?\d{2}[-/]\d{3,8} | \d{3}-(?:19|20)\d{2}-\d{2,8} | [A-Z]{3,4}-(?:19|20)\d{2}-\d{2,8} | (?:19|20)\d{2}-\d{2}-\d{4,8})\b",
    )
    .expect("OK because the pattern is a constant that a test compiles")
});

static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:20)?\d{2}[-/]\d{1,8}\b").expect("OK because the pattern is a constant")
});

static PLAIN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\d{4,10}\b").expect("OK because the pattern is a constant"));

static KLE_CODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\d{2}\.\d{2}\.\d{2}(?:[-.]?[A-ZÆØÅ]\d{2})?$|^[A-ZÆØÅ]\d{2}$")
        .expect("OK because the pattern is a constant")
});

impl CaseNumber {
    /// Reads `words` when they are a case number and nothing else.
    #[must_use]
    pub fn exact(words: &str) -> Option<Self> {
        let words = words.trim().trim_end_matches(['.', ',']);
        if words.len() > LONGEST {
            return None;
        }
        let found = Self::first(words)?;
        (found.span.len() == words.len()).then_some(found.value)
    }

    /// Reads `words` when they are nothing but case numbers and codes of KLE: the first case number among them.
    #[must_use]
    pub fn alone(words: &str) -> Option<Placed<Self>> {
        let mut first = None;
        let mut at = 0;
        for token in words.split_whitespace() {
            let start = at + words[at..].find(token)?;
            at = start + token.len();
            let bare = token.trim_matches(['(', ')', ',', ';']);
            match Self::exact(bare) {
                Some(found) => {
                    let start = start + token.find(bare)?;
                    let span = Span::new(start, start + bare.len());
                    first = first.or(Some(Placed::new(found, span)));
                }
                None if KLE_CODE.is_match(bare) => {}
                None => return None,
            }
        }
        first
    }

    /// The first case number in `text` that stands behind a label: a shorter running number ("15/33") or a
    /// plain one ("310771") will do.
    #[must_use]
    pub fn labelled(text: &str) -> Option<Placed<Self>> {
        Self::short(text).or_else(|| Some(Self::bare(PLAIN.find(text)?, CaseSystem::Other)))
    }

    /// The first case number in `text`, or number of the form "15/33".
    #[must_use]
    pub fn short(text: &str) -> Option<Placed<Self>> {
        if !may_hold(text) {
            return None;
        }
        Self::first(text).or_else(|| Some(Self::bare(SHORT.find(text)?, CaseSystem::Yearly)))
    }

    fn bare(found: regex::Match<'_>, system: CaseSystem) -> Placed<Self> {
        let value = Self {
            raw: found.as_str().to_owned(),
            system,
            kle_subject: None,
            kle_facet: None,
        };
        Placed::new(value, Span::new(found.start(), found.end()))
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
        if !may_hold(text) {
            return None;
        }
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

/// No case number of any form takes more bytes.
const LONGEST: usize = 128;

/// Whether a digit and a sign that parts a case number stand in `text`: cheaper than to look for one.
fn may_hold(text: &str) -> bool {
    let digit = |char: char| char.is_ascii_digit() || (!char.is_ascii() && char.is_numeric());
    text.bytes().any(|byte| matches!(byte, b'-' | b'/')) && text.contains(digit)
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
            ("00.22.04G00-0012", "kle", Some("00.22.04")),
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
