//! The grammar of Danish numbers: small parsers of one signature, from words to a value and the bytes it took.
//!
//! Nothing here knows of units. Words are in lower case; a parser looks at their start.

use crate::value::Decimal;

/// What a parser read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The value.
    pub value: T,
    /// Bytes taken.
    pub len: usize,
}

/// A number without sign and unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its value.
    pub value: Decimal,
    /// Digits behind the decimal sign.
    pub places: u8,
    /// Whether its digits are grouped in threes.
    pub grouped: bool,
    /// The digits before the first group sign: 15 in "15.000".
    pub head: i64,
}

impl Number {
    /// Whether the number is written as a year is: four digits and nothing else.
    #[must_use]
    pub fn is_year(&self) -> bool {
        !self.grouped && self.places == 0 && (1900..2100).contains(&self.head)
    }

    /// Whether it is a plain whole number: no groups, no decimals.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.grouped && self.places == 0
    }
}

/// Signs that are written for minus.
pub const MINUS: [char; 8] = ['-', '\u{2212}', '–', '—', '‒', '‐', '\u{2011}', '÷'];

/// How the thousands may be parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// By a point or a hard or thin space.
    Tight,
    /// By an ordinary space too ("1 252 000"): only where nothing else can stand.
    Spaced,
}

/// Digits a number may have before its decimal sign; more is no amount.
const MOST_DIGITS: usize = 15;
/// Digits behind the decimal sign that are kept.
const MOST_PLACES: usize = 6;

/// `1.853,9`, `8400`, `433.912,41`, `0.5`, `1 252 000`.
#[must_use]
pub fn number(words: &str, groups: Groups) -> Option<Parsed<Number>> {
    let whole = digits(words)?;
    let mut text = words[..whole].to_owned();
    let head: i64 = text.parse().ok()?;
    let mut len = whole;
    let mut grouped = false;
    if whole <= 3 {
        while let Some(group) = group(&words[len..], groups) {
            text.push_str(&words[len + group - 3..len + group]);
            len += group;
            grouped = true;
        }
    }
    let mut places = 0;
    if let Some(decimals) = decimals(&words[len..], grouped) {
        let digits = &words[len + 1..len + decimals];
        places = digits.len();
        text.push_str(&digits[..places.min(MOST_PLACES)]);
        len += decimals;
    }
    let mut part = 0;
    if places == 0
        && let Some((sign, millionths)) = fraction(&words[len..])
    {
        part = millionths;
        places = 1;
        len += sign;
        text.push('0');
    }
    if text.len() > MOST_DIGITS + MOST_PLACES || is_cut(&words[len..]) {
        return None;
    }
    let kept = u32::try_from(places.min(MOST_PLACES)).ok()?;
    let read: i128 = text.parse().ok()?;
    let value = Decimal::from_millionths(read * 10i128.pow(6 - kept) + part);
    Some(Parsed {
        value: Number {
            value,
            places: u8::try_from(places).ok()?,
            grouped,
            head,
        },
        len,
    })
}

/// "2½": the sign's length and its worth in millionths.
fn fraction(words: &str) -> Option<(usize, i128)> {
    let sign = words.chars().next()?;
    let millionths = match sign {
        '½' => 500_000,
        '¼' => 250_000,
        '¾' => 750_000,
        _ => return None,
    };
    Some((sign.len_utf8(), millionths))
}

/// The number of digits at the start.
fn digits(words: &str) -> Option<usize> {
    let len = words.bytes().take_while(u8::is_ascii_digit).count();
    (1..=MOST_DIGITS).contains(&len).then_some(len)
}

/// A sign that parts groups and three digits, not four.
fn group(words: &str, groups: Groups) -> Option<usize> {
    let sign = words.chars().next()?;
    let parts = match sign {
        '.' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '’' | '\u{2008}' => true,
        ' ' => groups == Groups::Spaced,
        _ => false,
    };
    let rest = &words[sign.len_utf8()..];
    (parts && rest.bytes().take_while(u8::is_ascii_digit).count() == 3)
        .then_some(sign.len_utf8() + 3)
}

/// A comma and digits; a point and one or two digits, where no groups came before ("0.5", "17.8").
fn decimals(words: &str, grouped: bool) -> Option<usize> {
    let sign = words.chars().next()?;
    let count = words[sign.len_utf8()..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let fits = match sign {
        ',' => count >= 1,
        '.' => !grouped && (1..=2).contains(&count),
        _ => false,
    };
    fits.then_some(1 + count)
}

/// Whether digits go on behind a sign: a date, a version, a case number, no number.
fn is_cut(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('.' | ',' | ':' | '/'))
        && chars.next().is_some_and(|char| char.is_ascii_digit())
}

/// White space that may stand inside an amount: spaces of any width, one line end, marks of emphasis.
#[must_use]
pub fn space(words: &str) -> usize {
    let mut len = 0;
    let mut lines = 0;
    loop {
        let rest = &words[len..];
        let step = match rest.chars().next() {
            Some('\n') if lines == 0 => {
                lines += 1;
                1
            }
            Some('\n' | '\t') | None => break,
            Some(char) if char.is_whitespace() || matches!(char, '*' | '\u{200b}' | '\u{ad}') => {
                char.len_utf8()
            }
            Some('&') if rest.starts_with("&nbsp;") => "&nbsp;".len(),
            Some(_) => break,
        };
        len += step;
    }
    len
}

/// A minus sign.
#[must_use]
pub fn minus(words: &str) -> Option<usize> {
    words
        .chars()
        .next()
        .filter(|char| MINUS.contains(char))
        .map(char::len_utf8)
}

/// The sign before a number, at the end of what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Whether it is a minus.
    pub negative: bool,
    /// Where it begins.
    pub start: usize,
}

/// Reads the sign that `before` (in lower case) ends with. A minus that touches the number is one where nothing
/// touches it from the left; one that stands apart from it ("- 0,4 mio. kr.") is one where an amount must follow.
#[must_use]
pub fn sign(before: &str, must_follow: impl Fn(&str) -> bool) -> Option<Sign> {
    let apart = before.trim_end_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    let last = apart.chars().next_back()?;
    let start = apart.len() - last.len_utf8();
    let rest = &before[..start];
    let free = rest
        .chars()
        .next_back()
        .is_none_or(|char| !char.is_alphanumeric() && !matches!(char, '%' | '.' | ',' | ')' | '-'));
    if last == '+' && free && apart.len() == before.len() {
        return Some(Sign {
            negative: false,
            start,
        });
    }
    if !MINUS.contains(&last) || !free {
        return None;
    }
    let touches = apart.len() == before.len();
    (touches || must_follow(rest)).then_some(Sign {
        negative: true,
        start,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers() {
        for (words, want, taken) in [
            ("8.321.851 kr.", Some("8321851"), "8.321.851"),
            ("8400 kr.", Some("8400"), "8400"),
            ("433.912,41", Some("433912.41"), "433.912,41"),
            ("7,154 mio.", Some("7.154"), "7,154"),
            ("0.5 mio.kr.", Some("0.5"), "0.5"),
            ("641.000. Det", Some("641000"), "641.000"),
            ("31,4.", Some("31.4"), "31,4"),
            ("62.605,-", Some("62605"), "62.605"),
            ("2½ mio. kr.", Some("2.5"), "2½"),
            (
                "1\u{a0}252\u{202f}000 kr",
                Some("1252000"),
                "1\u{a0}252\u{202f}000",
            ),
            ("148 162 kursister", Some("148"), "148"),
            ("25.08.2025", None, ""),
            ("10:15", None, ""),
            ("18/6", None, ""),
            ("1.2345", None, ""),
            ("12345678901234567890", None, ""),
        ] {
            let read = number(words, Groups::Tight);
            assert_eq!(
                read.map(|read| (read.value.value.to_string(), &words[..read.len])),
                want.map(|want| (want.to_owned(), taken)),
                "{words}"
            );
        }
        let spaced = number("1 252 000 kr.", Groups::Spaced).map(|read| read.len);
        assert_eq!(spaced, Some(9));
    }

    #[test]
    fn signs() {
        let after_on = |rest: &str| rest.trim_end().ends_with("på");
        for (before, want) in [
            ("på -", Some(true)),
            ("på \u{2212}", Some(true)),
            ("på - ", Some(true)),
            ("på – ", Some(true)),
            ("skoler – ", None),
            ("bo-", None),
            ("(-", Some(true)),
            ("40 +", Some(false)),
            ("2025-", None),
            ("på ", None),
        ] {
            assert_eq!(
                sign(before, after_on).map(|sign| sign.negative),
                want,
                "{before:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_number_never_takes_more_than_there_is(words in "[0-9., \\-–:/aø\u{a0}]{0,24}") {
            for groups in [Groups::Tight, Groups::Spaced] {
                if let Some(read) = number(&words, groups) {
                    prop_assert!(words.is_char_boundary(read.len) && read.len <= words.len());
                    prop_assert!(words[..read.len].chars().any(|char| char.is_ascii_digit()));
                }
            }
        }
    }
}
