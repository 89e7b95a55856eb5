//! What a table's cell holds: a number, a year, words, or nothing.

use super::grammar::{Groups, Number, minus, number, space};
use super::units::{Unit, currency_before, unit};
use crate::lexicon::Numbers;
use crate::value::Decimal;
use std::ops::Range;

/// A cell that is a number and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberCell {
    /// The number with sign and unit, in bytes of the cell.
    pub range: Range<usize>,
    /// The value as written, with its sign.
    pub value: Decimal,
    /// How it is written.
    pub number: Number,
    /// The unit in the cell itself.
    pub unit: Option<Unit>,
    /// Whether a sign is written.
    pub signed: bool,
}

impl NumberCell {
    /// Whether it may be "1.000 kr.", the unit of other cells.
    #[must_use]
    pub fn is_round_unit(&self) -> bool {
        let round = matches!(self.value.millionths(), 1_000_000_000 | 1_000_000_000_000);
        round && matches!(self.unit, Some(Unit::Money { power: 0, .. }))
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing, a dash, a cross.
    Empty,
    /// A number.
    Number(NumberCell),
    /// A number that is written as a year is.
    Year(NumberCell),
    /// Anything else.
    Words,
}

impl Content {
    /// The number, whether or not it looks like a year.
    #[must_use]
    pub fn number(&self) -> Option<&NumberCell> {
        match self {
            Self::Number(cell) | Self::Year(cell) => Some(cell),
            Self::Empty | Self::Words => None,
        }
    }
}

/// Reads the words of a cell (in lower case, with tags and marks).
#[must_use]
pub fn content(words: &str, numbers: &Numbers) -> Content {
    let inner = bared(words);
    let bare = &words[inner.clone()];
    if bare.is_empty()
        || bare
            .chars()
            .all(|char| !char.is_alphanumeric() && char != '%')
    {
        return Content::Empty;
    }
    if !bare.bytes().any(|byte| byte.is_ascii_digit()) {
        return Content::Words;
    }
    match number_cell(words, inner, numbers) {
        Some(cell) if cell.number.is_year() && cell.unit.is_none() && !cell.signed => {
            Content::Year(cell)
        }
        Some(cell) => Content::Number(cell),
        None => Content::Words,
    }
}

/// The words without tags, emphasis and white space around them.
fn bared(words: &str) -> Range<usize> {
    let (mut start, mut end) = (0, words.len());
    loop {
        let inner = &words[start..end];
        let lead = inner.len() - inner.trim_start_matches(blank).len();
        let tag = inner[lead..]
            .starts_with('<')
            .then(|| inner[lead..].find('>'))
            .flatten()
            .filter(|close| *close < inner.len() - lead - 1);
        let entity = inner[lead..].starts_with("&nbsp;");
        match (lead, tag, entity) {
            (0, None, false) => break,
            (_, Some(close), _) => start += lead + close + 1,
            (_, None, true) => start += lead + "&nbsp;".len(),
            (lead, None, false) => start += lead,
        }
    }
    loop {
        let inner = &words[start..end];
        let kept = inner.trim_end_matches(blank).len();
        let tag = inner[..kept]
            .ends_with('>')
            .then(|| inner[..kept].rfind('<'))
            .flatten();
        match (inner.len() - kept, tag) {
            (0, None) => break,
            (_, Some(open)) => end = start + open,
            (_, None) => end = start + kept,
        }
    }
    start..end
}

fn blank(char: char) -> bool {
    char.is_whitespace() || matches!(char, '*' | '_' | '\u{200b}' | '\u{ad}' | '\u{feff}')
}

fn number_cell(words: &str, inner: Range<usize>, numbers: &Numbers) -> Option<NumberCell> {
    let bare = &words[inner.clone()];
    // "(-12 %)": brackets around a number that carries a sign or a unit of its own.
    if let Some(within) = bare
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        let start = inner.start + 1;
        let cell = number_cell(words, start..start + within.len(), numbers)?;
        return (cell.signed || cell.unit.is_some()).then_some(cell);
    }
    let mut at = lead(bare, numbers);
    let prefix = (at > 0)
        .then(|| currency_before(&bare[..at], numbers))
        .flatten();
    let negative = minus(&bare[at..]);
    let plus = bare[at..].starts_with('+');
    at += negative.unwrap_or(usize::from(plus));
    at += space(&bare[at..]);
    let prefix = prefix.map(|(currency, _)| currency.to_owned()).or_else(|| {
        let len = lead(&bare[at..], numbers);
        let currency = currency_before(&bare[at..at + len], numbers)?.0.to_owned();
        at += len;
        Some(currency)
    });
    let read = number(&bare[at..], Groups::Spaced)?;
    at += read.len;
    let (unit, len) = match unit(&bare[at..], numbers) {
        Some(unit) => (Some(unit.value), unit.len),
        None => (prefix, 0),
    };
    at += len;
    let rest = &bare[at..];
    let behind = minus(rest).filter(|len| rest.len() == *len && unit.is_none());
    let end = at + behind.unwrap_or(0);
    if behind.is_none() && !is_note(rest) {
        return None;
    }
    let minus = negative.is_some() || behind.is_some();
    let value = read.value.value;
    Some(NumberCell {
        range: inner.start..inner.start + end,
        value: if minus { -value } else { value },
        number: read.value,
        unit,
        signed: minus || plus,
    })
}

/// The length of a currency and the space behind it at the start.
fn lead(words: &str, numbers: &Numbers) -> usize {
    match numbers.currencies.at_start(words) {
        Some((_, len)) if words.starts_with(char::is_alphabetic) => len + space(&words[len..]),
        _ => 0,
    }
}

/// Whether what stands behind a cell's number is a note to it: "*", "1)", "(a)", an arrow.
fn is_note(rest: &str) -> bool {
    let rest = rest.trim();
    let marks: usize = rest.chars().filter(|char| char.is_alphanumeric()).count();
    rest.is_empty()
        || (marks == 0 && rest.chars().count() <= 4 && !rest.contains(['%', '-', '/', ':']))
        || (marks == 1 && rest.ends_with(')') && rest.chars().count() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn cells() {
        let lexicon = Lexicon::built_in();
        for (words, want, raw) in [
            ("609,3", Some("609.3"), "609,3"),
            ("<i>-1,7</i>", Some("-1.7"), "-1,7"),
            ("**1.813,3**", Some("1813.3"), "1.813,3"),
            ("-80 (*)", Some("-80"), "-80"),
            ("12.000*", Some("12000"), "12.000"),
            ("161 ↑", Some("161"), "161"),
            ("525.026 kr.", Some("525026"), "525.026 kr."),
            ("kr. 2.500", Some("2500"), "kr. 2.500"),
            ("\u{2212} 4 200", Some("-4200"), "\u{2212} 4 200"),
            ("1.200-", Some("-1200"), "1.200-"),
            ("(-12 %)", Some("-12"), "-12 %"),
            ("+24", Some("24"), "+24"),
            ("37,5 %", Some("37.5"), "37,5 %"),
            ("0", Some("0"), "0"),
            ("(500)", None, ""),
            ("4.1 handicap", None, ""),
            ("01.04–01.12.2026", None, ""),
            ("2025-2028", None, ""),
            ("-", None, ""),
            ("x", None, ""),
        ] {
            let read = content(words, &lexicon.numbers);
            let read = read
                .number()
                .map(|cell| (cell.value.to_string(), &words[cell.range.clone()]));
            assert_eq!(read, want.map(|want| (want.to_owned(), raw)), "{words}");
        }
        assert!(matches!(
            content("2025", &lexicon.numbers),
            Content::Year(_)
        ));
        assert_eq!(content("–", &lexicon.numbers), Content::Empty);
    }
}
