//! Keys: what two tellings of a fact must share to count as the same.
//!
//! Spelling, spacing and punctuation do not tell facts apart; letters, digits and values do.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The letters (of Danish and its neighbours) and digits of `words` in lower case; nothing else counts.
#[must_use]
pub fn norm(words: &str) -> String {
    words
        .nfc()
        .collect::<String>()
        .to_lowercase()
        .chars()
        .filter(|char| counts(*char))
        .collect()
}

/// [`norm`], where what is unknown has no letters.
#[must_use]
pub fn norm_some(words: Option<&str>) -> String {
    words.map(norm).unwrap_or_default()
}

fn counts(char: char) -> bool {
    matches!(char, '0'..='9' | 'a'..='z' | 'æ' | 'ø' | 'å' | 'é' | 'ü' | 'ö' | 'ä')
}

/// The last `length` characters of `words`.
#[must_use]
pub fn tail(words: &str, length: usize) -> String {
    let skip = words.chars().count().saturating_sub(length);
    words.chars().skip(skip).collect()
}

/// The first `length` characters of `words`.
#[must_use]
pub fn head(words: &str, length: usize) -> String {
    words.chars().take(length).collect()
}

/// A number to two decimals: amounts in kroner and percentages count as the same where these agree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(i128);

impl Hundredths {
    /// `value` to two decimals; `None` where it is no finite number.
    #[must_use]
    pub fn of(value: f64) -> Option<Self> {
        // Through the decimal notation, because that rounds the exact value and not a product with 100.
        format!("{value:.2}")
            .replace('.', "")
            .parse()
            .ok()
            .map(Self)
    }

    /// Whether the number is nought.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

impl fmt::Debug for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One part of a [`Key`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The source does not state it.
    Unknown,
    /// Words, as far as they count.
    Text(String),
    /// A number.
    Number(Hundredths),
    /// A whole number, such as a year.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
}

/// What a fact is compared by.
pub type Key = Vec<Part>;

impl Part {
    /// Words in full: a code or a day, nothing folded away.
    #[must_use]
    pub fn code(words: Option<&str>) -> Self {
        words.map_or(Self::Unknown, |words| Self::Text(words.to_owned()))
    }

    /// Words by their letters and digits.
    #[must_use]
    pub fn words(words: Option<&str>) -> Self {
        Self::Text(norm_some(words))
    }

    /// A day, or what stands in its place: the first ten characters of ISO 8601.
    #[must_use]
    pub fn day(date: Option<&str>) -> Self {
        date.map_or(Self::Unknown, |date| Self::Text(head(date, 10)))
    }

    /// A number to two decimals.
    #[must_use]
    pub fn number(value: Option<f64>) -> Self {
        value
            .and_then(Hundredths::of)
            .map_or(Self::Unknown, Self::Number)
    }

    /// A year.
    #[must_use]
    pub fn year(value: Option<i64>) -> Self {
        value.map_or(Self::Unknown, Self::Whole)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Whole(whole) => whole.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_count() {
        for (words, want) in [
            ("Punkt 3: Årsrapport – 2025 (B)", "punkt3årsrapport2025b"),
            ("A\u{30a}LBORG", "ålborg"),
            ("Süleyman Yücel", "süleymanyücel"),
            ("Æ Ø é ö ä ß ñ", "æøéöä"),
            (" \n.-", ""),
        ] {
            assert_eq!(norm(words), want, "{words:?}");
        }
    }

    #[test]
    fn numbers_to_two_decimals() {
        for (value, want) in [
            (8_321_851.0, "8321851"),
            (433_912.41, "433912.41"),
            (-0.001, "0"),
            (-16_000_000.5, "-16000000.50"),
            (-0.25, "-0.25"),
            (2.675, "2.67"),
            (0.125, "0.12"),
            (0.375, "0.38"),
        ] {
            let number = Hundredths::of(value).map(|number| number.to_string());
            assert_eq!(number.as_deref(), Some(want), "{value}");
        }
        assert_eq!(Hundredths::of(f64::NAN), None);
    }

    #[test]
    fn ends_are_counted_in_characters() {
        assert_eq!(tail("forventetændring", 8), "tændring");
        assert_eq!(tail("kort", 30), "kort");
        assert_eq!(head("ærlig", 2), "ær");
    }
}
