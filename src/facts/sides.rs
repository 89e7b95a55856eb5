//! Who voted how: parties and members for and against, and votes as counted.

use super::Votes;
use super::names::names;
use super::sentences::sentences;
use crate::lexicon::{Lexicon, Side};
use crate::value::Span;
use crate::value::fold::ToLower;
use regex::Regex;
use std::sync::LazyLock;

/// How members took sides in one decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// For.
    pub in_favour: Vec<String>,
    /// Against.
    pub against: Vec<String>,
    /// Neither.
    pub abstained: Vec<String>,
    /// Not there at all, as a sentence says ("Hans Hansen var fraværende").
    pub absent: Vec<String>,
    /// Votes as counted.
    pub votes: Votes,
}

static PARTY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\((?<letter>[A-ZÆØÅ])\)|(?:^|[\s,:(/])(?<bare>[A-ZÆØÅ])(?:$|[\s,.;:)/])")
        .expect("OK because the pattern is a constant")
});

static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[A-ZÆØÅ][\w'’æøåÆØÅéüö]*(?:-[A-ZÆØÅ][\w]*)?\.?\s+){1,4}[A-ZÆØÅ][\w'’æøåÆØÅéüö]+(?:-[A-ZÆØÅ]\w+)?(?:\s*\([^)]{1,40}\))?").expect("OK because the pattern is a constant")
});

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\bfor\b[^.\d]{0,25}stemte:?\s+(?<for3>\d{1,2})\b)|(?:\bi\s?mod\s+stemte:?\s+(?<against3>\d{1,2})\b)|(?:(?<for>\d{1,2})\s+(?:stemmer?\s+|stemte\s+)?for\b)|(?:(?<for2>\d{1,2})\s+stemmer\s+(?:i?mod)\s+(?<against2>\d{1,2})\b)|(?:(?<against>\d{1,2})\s+(?:stemmer?\s+|stemte\s+)?(?:i\s?mod)\b)|(?:(?<none>\d{1,2})\s+(?:(?:stemmer?\s+)?undlod|undlader|blanke?|hverken))")
        .expect("OK because the pattern is a constant")
});

/// Reads the decision's words at `span`.
#[must_use]
pub fn sides(text: &str, span: Span, lexicon: &Lexicon) -> Sides {
    let mut sides = Sides::default();
    for sentence in sentences(text, span, lexicon) {
        let words = sentence.of(text);
        let lower = words.to_lower();
        if lower.len() != words.len() {
            continue;
        }
        if let Some(hit) = lexicon.absences.find_first(&lower) {
            let before = &words[..hit.range.start];
            sides.absent.extend(people(before, lexicon));
        }
        let hits = lexicon.sides.find_all(&lower);
        for (at, hit) in hits.iter().enumerate() {
            let from = if at == 0 { 0 } else { hits[at - 1].range.end };
            let until = hits
                .get(at + 1)
                .map_or(words.len(), |next| next.range.start);
            let before = takers(&words[from.min(hit.range.start)..hit.range.start], lexicon);
            // "Imod stemte A og B": the names follow; "A stemte imod, da B …": they stand before.
            let leads = lower[hit.range.clone()].ends_with(':')
                || lower[hit.range.clone()].starts_with("imod")
                || lower[hit.range.clone()].starts_with("for ")
                || before.is_empty();
            let found = if leads {
                takers(&words[hit.range.end..until.max(hit.range.end)], lexicon)
            } else {
                before
            };
            let list = match hit.means {
                Side::InFavour => &mut sides.in_favour,
                Side::Against => &mut sides.against,
                Side::Abstained => &mut sides.abstained,
            };
            for name in found {
                if !list.contains(&name) {
                    list.push(name);
                }
            }
        }
        if lower.contains("stem") {
            count(words, &mut sides.votes);
        }
    }
    sides
}

fn count(words: &str, votes: &mut Votes) {
    for found in COUNT.captures_iter(words) {
        let number = |name: &str| {
            found
                .name(name)
                .and_then(|number| number.as_str().parse().ok())
        };
        votes.in_favour = votes
            .in_favour
            .or(number("for"))
            .or(number("for2"))
            .or(number("for3"));
        votes.against = votes
            .against
            .or(number("against"))
            .or(number("against2"))
            .or(number("against3"));
        votes.abstained = votes.abstained.or(number("none"));
    }
}

/// Parties ("A" for "(A)", or by name) and people named in `words`, before any reason that they give.
fn takers(words: &str, lexicon: &Lexicon) -> Vec<String> {
    let end = ["bemærkning", " da ", " fordi ", " idet ", " med ", " at "]
        .iter()
        .filter_map(|word| words.find(word))
        .min();
    let words = &words[..end.unwrap_or(words.len())];
    let mut out: Vec<String> = Vec::new();
    let mut rest = words.to_owned();
    let lower = words.to_lower();
    for name in lexicon
        .party_names
        .iter()
        .filter(|_| lower.len() == words.len())
    {
        let whole = |at: usize| {
            let before = lower[..at].chars().next_back();
            let behind = lower[at + name.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
        };
        if let Some((at, _)) = lower
            .match_indices(name.as_str())
            .find(|(at, _)| whole(*at))
        {
            let written = words[at..at + name.len()].to_owned();
            rest = rest.replace(&written, " ");
            if !out
                .iter()
                .any(|known: &String| known.to_lower().contains(name.as_str()))
            {
                out.push(written);
            }
        }
    }
    let people = rest.clone();
    for found in PERSON.find_iter(&people) {
        rest = rest.replace(found.as_str(), " ");
        let is_place = is_no_person(found.as_str(), lexicon);
        for name in names(found.as_str()) {
            if !is_place && !out.contains(&name) {
                out.push(name);
            }
        }
    }
    for found in PARTY.captures_iter(&rest) {
        let letter = found
            .name("letter")
            .or_else(|| found.name("bare"))
            .map(|letter| letter.as_str().to_owned());
        if let Some(letter) = letter.filter(|letter| !out.contains(letter)) {
            out.push(letter);
        }
    }
    out
}

/// The people named in `words`.
fn people(words: &str, lexicon: &Lexicon) -> Vec<String> {
    PERSON
        .find_iter(words)
        .filter(|found| !is_no_person(found.as_str(), lexicon))
        .flat_map(|found| names(found.as_str()))
        .collect()
}

/// Whether words with capitals name a body, a place or a club rather than a person.
fn is_no_person(words: &str, lexicon: &Lexicon) -> bool {
    let lower = words.to_lower();
    lexicon
        .no_persons
        .iter()
        .any(|part| lower.contains(part.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_against() {
        let lexicon = Lexicon::built_in();
        for (words, against, in_favour, abstained) in [
            (
                "Godkendt. (A) stemte imod, da (A) ikke er en del af budgetforliget.",
                &["A"][..],
                &[][..],
                &[][..],
            ),
            (
                "Birthe Lauridsen ønsker ikke gennemført nedlæggelse af MOVE",
                &["Birthe Lauridsen"],
                &[],
                &[],
            ),
            (
                "For stemte A, V og F. Imod stemte Ø og O.",
                &["Ø", "O"],
                &["A", "V", "F"],
                &[],
            ),
            (
                "Hans Hansen (C) undlod at stemme.",
                &[],
                &[],
                &["Hans Hansen"],
            ),
            ("Godkendt.", &[], &[], &[]),
        ] {
            let read = sides(words, Span::new(0, words.len()), &lexicon);
            assert_eq!(
                (
                    read.against.as_slice(),
                    read.in_favour.as_slice(),
                    read.abstained.as_slice()
                ),
                (&own(against)[..], &own(in_favour)[..], &own(abstained)[..]),
                "{words}"
            );
        }
    }

    #[test]
    fn votes_counted() {
        let lexicon = Lexicon::built_in();
        for (words, want) in [
            (
                "Med stemmerne 19 for og 1 imod blev det vedtaget",
                (Some(19), Some(1), None),
            ),
            (
                "10 stemte for, 3 stemte imod, og 2 undlod at stemme",
                (Some(10), Some(3), Some(2)),
            ),
            ("Der er 4 for mange", (None, None, None)),
        ] {
            let votes = sides(words, Span::new(0, words.len()), &lexicon).votes;
            assert_eq!(
                (votes.in_favour, votes.against, votes.abstained),
                want,
                "{words}"
            );
        }
    }

    /// How sides were taken, as a row of `tests/cases/votes.md` tells it.
    fn told(sides: &Sides) -> String {
        let list = |name: &str, list: &[String]| {
            (!list.is_empty()).then(|| format!("{name} {}", list.join(", ")))
        };
        let votes = sides.votes;
        let count = |votes: Option<u32>| votes.map_or("?".to_owned(), |votes| votes.to_string());
        let counted = [votes.in_favour, votes.against, votes.abstained];
        let parts = [
            list("for", &sides.in_favour),
            list("against", &sides.against),
            list("abstained", &sides.abstained),
            counted
                .iter()
                .any(Option::is_some)
                .then(|| counted.map(count).join("-")),
        ];
        let told: Vec<String> = parts.into_iter().flatten().collect();
        if told.is_empty() {
            "-".to_owned()
        } else {
            told.join("; ")
        }
    }

    #[test]
    fn sides_as_the_table_tells_them() {
        let lexicon = Lexicon::built_in();
        for (words, want) in crate::test_cases::rows(include_str!("../../tests/cases/votes.md")) {
            let read = sides(&words, Span::new(0, words.len()), &lexicon);
            assert_eq!(told(&read), want, "{words}");
        }
    }

    #[test]
    fn who_was_absent() {
        let lexicon = Lexicon::built_in();
        for (words, want) in crate::test_cases::rows(include_str!("../../tests/cases/absences.md"))
        {
            let read = sides(&words, Span::new(0, words.len()), &lexicon).absent;
            let read = if read.is_empty() {
                "-".to_owned()
            } else {
                read.join("; ")
            };
            assert_eq!(read, want, "{words}");
        }
    }

    fn own(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }
}
