//! Personal data by mistake: numbers in CPR form, e-mail addresses and telephone numbers in a text.
//!
//! Rules of form only: nothing here knows whose a number is. Names are not looked for; the documents name people in
//! office. What is found is marked as a problem that never repeats the words, and [`redact`] leaves them out of the text
//! before anything is read from it, so that no quotation, title or table holds them.

use crate::problem::{Problem, ProblemCode};
use crate::value::{ByteOffset, Span};
use regex::{Match, Regex};
use serde::Deserialize;
use std::sync::LazyLock;

/// What a passage looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A number in the form of a civil registration number (CPR): six digits that are a day, then four.
    Cpr,
    /// An e-mail address.
    Email,
    /// A telephone number: eight digits behind a word such as "tlf." or the country's prefix.
    Phone,
}

impl Kind {
    /// The code of the problem that marks it.
    #[must_use]
    pub fn problem(self) -> ProblemCode {
        match self {
            Self::Cpr => ProblemCode::CprNumber,
            Self::Email => ProblemCode::EmailAddress,
            Self::Phone => ProblemCode::PhoneNumber,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    phone: Vec<String>,
    cpr: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/personal.toml"))
        .expect("OK because a test reads the file, which is compiled in")
});

/// Six digits and four, with or without a hyphen between: the form that the Civil Registration Act gives the number
/// (bekendtgørelse af lov om Det Centrale Personregister, § 3: day, month, year, then a running number of four digits).
static CPR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?<day>\d{2})(?<month>\d{2})\d{2}(?<between>\s?[-–‑]\s?|\s)?\d{4}"));

/// An address as people write it; stricter than RFC 5321, which allows what nobody uses.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\p{L}\d][\p{L}\d._%+-]*@[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?(?:\.[\p{L}\d-]*[\p{L}\d])+",
    )
});

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?<prefix>(?:\+|00)45[\s-]?)?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}")
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("OK because the pattern is a constant that a test compiles")
}

/// Characters before or behind a number in which a word may say what it is.
const NEAR: usize = 24;

/// Weights of the check digit that CPR numbers had before 2007; a number without a hyphen that passes is likely one.
const WEIGHTS: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/// Every passage of `text` that looks like somebody's number or address, in the text's order, none within another.
#[must_use]
pub fn find(text: &str) -> Vec<(Kind, Span)> {
    let mut found: Vec<(Kind, Span)> = Vec::new();
    if text.contains('@') {
        found.extend(EMAIL.find_iter(text).map(|at| (Kind::Email, span(at))));
    }
    found.extend(numbers(text, &CPR, is_cpr).map(|at| (Kind::Cpr, at)));
    found.extend(numbers(text, &PHONE, is_phone).map(|at| (Kind::Phone, at)));
    found.sort_by_key(|(kind, at)| (at.start, std::cmp::Reverse(at.end), *kind));
    let mut end = ByteOffset::default();
    found.retain(|(_, at)| {
        let apart = at.start >= end;
        if apart {
            end = at.end;
        }
        apart
    });
    found
}

/// A problem for each passage found, that names the form and never the words.
#[must_use]
pub fn problems(found: &[(Kind, Span)], redacted: bool) -> Vec<Problem> {
    let done = if redacted {
        "; left out of the tables"
    } else {
        ""
    };
    let form = |kind: Kind| match kind {
        Kind::Cpr => "a number in CPR form",
        Kind::Email => "an e-mail address",
        Kind::Phone => "a telephone number",
    };
    let told = |(kind, at): &(Kind, Span)| {
        Problem::at(kind.problem(), *at, format!("{}{done}", form(*kind)))
    };
    found.iter().map(told).collect()
}

/// Puts `X` in the place of every letter and digit of the passages `found`, so that no place in the text moves: a
/// character gives way to one of as many bytes.
pub fn redact(text: &mut String, found: &[(Kind, Span)]) {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (_, at) in found {
        out.push_str(&text[done..at.start.get()]);
        out.extend(at.of(text).chars().map(cover));
        done = at.end.get();
    }
    out.push_str(&text[done..]);
    *text = out;
}

fn cover(char: char) -> char {
    match char.len_utf8() {
        _ if !char.is_alphanumeric() => char,
        1 => 'X',
        2 => '×',
        3 => '█',
        _ => '𝐗',
    }
}

/// Numbers that `is_one` holds for, and that are no part of a longer number or word.
fn numbers<'t>(
    text: &'t str,
    form: &'t Regex,
    is_one: fn(&str, &regex::Captures<'_>) -> bool,
) -> impl Iterator<Item = Span> + 't {
    form.captures_iter(text).filter_map(move |found| {
        let whole = found.get(0)?;
        let before = text[..whole.start()].chars().next_back();
        let behind = text[whole.end()..].chars().next();
        let joined = |char: char| char.is_alphanumeric() || matches!(char, '-' | '/' | '_');
        let parted = |char: char| matches!(char, '.' | ',');
        let goes_on = text[whole.end()..]
            .chars()
            .nth(1)
            .is_some_and(|char| char.is_ascii_digit());
        let alone = !before.is_some_and(|char| joined(char) || parted(char))
            && !behind.is_some_and(|char| joined(char) || (parted(char) && goes_on));
        (alone && is_one(text, &found)).then(|| span(whole))
    })
}

fn is_cpr(text: &str, found: &regex::Captures<'_>) -> bool {
    let part = |name: &str| {
        let digits = found.name(name)?;
        digits.as_str().parse::<u32>().ok()
    };
    let is_day = matches!((part("day"), part("month")), (Some(1..=31), Some(1..=12)));
    let Some(whole) = found.get(0) else {
        return false;
    };
    let between = found.name("between").map_or("", |at| at.as_str().trim());
    is_day
        && (!between.is_empty() || passes_check(whole.as_str()) || is_near(text, whole, &WORDS.cpr))
}

fn is_phone(text: &str, found: &regex::Captures<'_>) -> bool {
    found
        .get(0)
        .is_some_and(|whole| found.name("prefix").is_some() || is_near(text, whole, &WORDS.phone))
}

fn passes_check(number: &str) -> bool {
    let digits = number.chars().filter_map(|char| char.to_digit(10));
    let sum: u32 = digits
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    sum.is_multiple_of(11)
}

/// Whether one of `words` stands close before the passage, with no other word between. A number before it may stand
/// between: two telephone numbers share one "tlf.".
fn is_near(text: &str, whole: Match<'_>, words: &[String]) -> bool {
    let before: Vec<char> = text[..whole.start()].chars().rev().take(NEAR).collect();
    let before: String = before.into_iter().rev().collect::<String>().to_lowercase();
    words.iter().any(|word| {
        before.rmatch_indices(word.as_str()).any(|(at, word)| {
            let joined = before[..at]
                .chars()
                .next_back()
                .is_some_and(char::is_alphanumeric);
            !joined && !before[at + word.len()..].contains(char::is_alphabetic)
        })
    })
}

fn span(at: Match<'_>) -> Span {
    Span::new(at.start(), at.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Kind, &str)> {
        find(text)
            .into_iter()
            .map(|(kind, at)| (kind, at.of(text)))
            .collect()
    }

    #[test]
    fn forms_are_told_from_other_numbers() {
        for (text, want) in [
            (
                "Borger 010170-1234 har klaget",
                vec![(Kind::Cpr, "010170-1234")],
            ),
            ("CPR-nr. 0101701234.", vec![(Kind::Cpr, "0101701234")]),
            ("cpr: 010170 1234", vec![(Kind::Cpr, "010170 1234")]),
            // A case number, an account number, an amount, a date with a time, an EAN number.
            ("Sagsnummer: 17.27.00-P20-1-25", vec![]),
            ("konto 451370-1234", vec![]),
            ("EAN 5798007140013", vec![]),
            ("beløb 1.737.951,55 kr.", vec![]),
            ("2025-081312-3456", vec![]),
            (
                "Skriv til ib.juhl@ringsted.dk.",
                vec![(Kind::Email, "ib.juhl@ringsted.dk")],
            ),
            ("se @udvalget", vec![]),
            ("Tlf. 57 62 62 62", vec![(Kind::Phone, "57 62 62 62")]),
            (
                "telefon: 57626262, mobil 20-30-40-50",
                vec![(Kind::Phone, "57626262"), (Kind::Phone, "20-30-40-50")],
            ),
            ("+45 57626262", vec![(Kind::Phone, "+45 57626262")]),
            ("udgør 57 62 62 62 kr.", vec![]),
            ("telefonudgifter på 57626262 kr.", vec![]),
        ] {
            assert_eq!(found(text), want, "{text}");
        }
    }

    #[test]
    fn redacting_moves_nothing() {
        let mut text = "Åse 010170-1234, søren@å.dk, tlf. 57 62 62 62".to_owned();
        let before = text.clone();
        let at = find(&text);
        redact(&mut text, &at);
        assert_eq!(text, "Åse XXXXXX-XXXX, X×XXX@×.XX, tlf. XX XX XX XX");
        assert_eq!(text.len(), before.len());
        assert_eq!(text.chars().count(), before.chars().count());
        assert_eq!(
            find(&text)
                .iter()
                .filter(|(kind, _)| *kind != Kind::Email)
                .count(),
            0
        );
    }

    #[test]
    fn problems_never_repeat_the_words() {
        let text = "CPR 010170-1234 og ib@juhl.dk";
        for problem in problems(&find(text), false) {
            assert!(!problem.message.contains("010170") && !problem.message.contains("juhl"));
        }
    }
}
