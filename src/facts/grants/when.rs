//! Years for which money is given, and the day, month or year on which it was given.

use super::story::{Sentence, Story};
use crate::value::date::{MONTH_PATTERN, dates, month};
use crate::value::{Placed, Span};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// First and last year.
pub type Years = (i16, i16);

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("OK because the pattern is a constant that a test compiles")
}

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    let day = format!(r"(?:\d{{1,2}}\.\s?)?(?:{MONTH_PATTERN}\s|\d{{1,2}}\.)?");
    compile(&format!(
        r"(?i)\b{day}(?<from>20\d\d)\s*(?:-|–|—|/|til(?:\s+og\s+med)?)\s*(?:den\s|udgangen\saf\s|og\smed\s)?{day}(?<to>20\d\d)\b"
    ))
});

static LIST: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"\b(?:i|årene)\s(?<from>20\d\d)(?:,\s20\d\d)*\s(?:og|samt)\s(?:i\s)?(?<to>20\d\d)\b")
});

static ONE: LazyLock<Regex> =
    LazyLock::new(|| compile(r"\b(?:i|for|projektet i|budget)\s(?<from>20\d\d)\b"));

static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)\b(?:i|fra|pr\.?|ultimo|medio|primo|starten\saf|slutningen\saf)\s(?<month>{MONTH_PATTERN})\b(?:\småned)?(?:\s(?<year>20\d\d))?"
    ))
});

static YEAR: LazyLock<Regex> = LazyLock::new(|| compile(r"\bi\s(?<year>20\d\d)\b"));

/// Every year that is read begins so: where it does not stand no pattern need be tried.
const CENTURY: &str = "20";

/// Years from one to another in `range` of `sentence`: "2025-2028", "fra 2025 til 2028", "i 2025 og 2026".
pub fn years(sentence: &Sentence, range: Range<usize>) -> Option<Placed<Years>> {
    let words = &sentence.lower[range.clone()];
    if !words.contains(CENTURY) {
        return None;
    }
    let found = RANGE.captures(words).or_else(|| LIST.captures(words))?;
    let whole = found.get(0)?;
    let number = |name: &str| found.name(name)?.as_str().parse::<i16>().ok();
    let (from, to) = (number("from")?, number("to")?);
    let place = range.start + whole.start()..range.start + whole.end();
    (from <= to && to - from < 30).then(|| Placed::new((from, to), sentence.span.part(place)))
}

/// A single year in `range`: "i 2026".
pub fn one_year(sentence: &Sentence, range: Range<usize>) -> Option<Placed<Years>> {
    let words = &sentence.lower[range.clone()];
    if !words.contains(CENTURY) {
        return None;
    }
    let found = ONE.captures(words)?;
    let whole = found.get(0)?;
    let year = found.name("from")?.as_str().parse().ok()?;
    let place = range.start + whole.start()..range.start + whole.end();
    Some(Placed::new((year, year), sentence.span.part(place)))
}

/// When something told in `range` happened: "2025-06-17", "2025-06", "2025". A month without a year is the last one
/// before the meeting.
pub fn happened(
    story: &Story<'_>,
    sentence: &Sentence,
    range: Range<usize>,
) -> Option<Placed<String>> {
    let words = &sentence.lower[range.clone()];
    let dated = if words.contains(CENTURY) { words } else { "" };
    let ranges: Vec<Range<usize>> = RANGE.find_iter(dated).map(|found| found.range()).collect();
    let outside = |at: usize| !ranges.iter().any(|range| range.contains(&at));
    let place = |from: usize, to: usize| -> Span {
        sentence.span.part(range.start + from..range.start + to)
    };
    if let Some(day) = dates(words)
        .filter(|day| outside(day.span.start.get()))
        .last()
    {
        let (from, to) = (day.span.start.get(), day.span.end.get());
        return Some(Placed::new(day.value.to_string(), place(from, to)));
    }
    let months = MONTH.captures_iter(words).filter_map(|found| {
        let whole = found.get(0).filter(|whole| outside(whole.start()))?;
        let number = month(found.name("month")?.as_str())?;
        let year = match found.name("year") {
            Some(year) => year.as_str().parse::<i16>().ok()?,
            None => story
                .date
                .map(|date| date.year() - i16::from(number > date.month()))?,
        };
        Some(Placed::new(
            format!("{year:04}-{number:02}"),
            place(whole.start(), whole.end()),
        ))
    });
    months.last().or_else(|| {
        YEAR.captures_iter(dated)
            .filter_map(|found| {
                let whole = found.get(0).filter(|whole| outside(whole.start()))?;
                let year = found.name("year")?.as_str().to_owned();
                Some(Placed::new(year, place(whole.start(), whole.end())))
            })
            .last()
    })
}

/// Whether the sentence speaks of a period.
pub fn speaks_of_period(sentence: &Sentence) -> bool {
    ["periode", "løber", "projektår", "varer", "årene"]
        .iter()
        .any(|word| sentence.lower.contains(word))
}
