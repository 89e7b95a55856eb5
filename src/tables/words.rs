//! A cell as words, and back: how a user's correction states a value.

use crate::value::{Date, Decimal, Kroner};

/// A cell that can be told in words and read from them.
pub trait Words: Sized {
    /// The cell in words; `None` is null. A list is told as JSON.
    fn shown(&self) -> Option<String>;
    /// The cell that `words` state.
    ///
    /// # Errors
    /// What was expected, in a sentence.
    fn parse(words: &str) -> Result<Self, String>;
}

impl<T: Words> Words for Option<T> {
    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(T::shown)
    }

    fn parse(words: &str) -> Result<Self, String> {
        if words.trim().is_empty() {
            Ok(None)
        } else {
            T::parse(words).map(Some)
        }
    }
}

impl Words for String {
    fn shown(&self) -> Option<String> {
        Some(self.clone())
    }

    fn parse(words: &str) -> Result<Self, String> {
        match words.trim() {
            "" => Err("the field may not be empty".to_owned()),
            words => Ok(words.to_owned()),
        }
    }
}

impl Words for Vec<String> {
    fn shown(&self) -> Option<String> {
        // Strings always serialize.
        Some(serde_json::to_string(self).unwrap_or_default())
    }

    fn parse(words: &str) -> Result<Self, String> {
        let words = words.trim();
        if words.starts_with('[') {
            return serde_json::from_str(words)
                .map_err(|_| format!("'{words}' is no list; write A; B or [\"A\", \"B\"]"));
        }
        let names = words.split(';').map(str::trim);
        Ok(names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect())
    }
}

impl Words for bool {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn parse(words: &str) -> Result<Self, String> {
        match words.trim().to_lowercase().as_str() {
            "true" | "1" | "ja" | "yes" | "sand" | "sandt" => Ok(true),
            "false" | "0" | "nej" | "no" | "falsk" => Ok(false),
            other => Err(format!("'{other}' is neither true nor false")),
        }
    }
}

/// Whole numbers of both sizes.
macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl Words for $type {
            fn shown(&self) -> Option<String> {
                Some(self.to_string())
            }

            fn parse(words: &str) -> Result<Self, String> {
                let words = words.trim();
                words
                    .parse()
                    .map_err(|_| format!("'{words}' is no whole number (digits only, no separators)"))
            }
        }
    )*};
}

whole_numbers!(i32, i64);

impl Words for f64 {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn parse(words: &str) -> Result<Self, String> {
        let words = words.trim();
        let number: Option<f64> = words.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| format!("'{words}' is no number"))
    }
}

impl Words for Date {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn parse(words: &str) -> Result<Self, String> {
        let words = words.trim();
        words
            .parse()
            .ok()
            .or_else(|| day_first(words))
            .ok_or_else(|| format!("'{words}' is no day; write YYYY-MM-DD"))
    }
}

/// `13-08-2025` and `13.08.2025`, as a Danish spreadsheet turns days into. With slashes it may be an American day.
fn day_first(words: &str) -> Option<Date> {
    let parts: Vec<&str> = words.split(['-', '.']).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    (year.len() == 4)
        .then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())
        .flatten()
}

impl Words for Kroner {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn parse(words: &str) -> Result<Self, String> {
        let exact = millionths(words)?;
        let kroner = Decimal::from_millionths(exact).kroner();
        kroner
            .filter(|kroner| Decimal::from(*kroner).millionths() == exact)
            .ok_or_else(|| format!("'{words}' has parts of an øre, or is too large"))
    }
}

impl Words for Decimal {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn parse(words: &str) -> Result<Self, String> {
        millionths(words).map(Self::from_millionths)
    }
}

/// An exact number. Where a mark may part thousands as well as decimals ("1.234"), nothing is guessed.
fn millionths(words: &str) -> Result<i128, String> {
    let words = words.trim();
    let expected = || format!("'{words}' is no number; write it plain: 1234567.50");
    let (negative, digits) = match words.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => (true, digits),
        None => (false, words),
    };
    let (whole, places) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let marked = digits.len() > whole.len();
    if whole.is_empty() || whole.len() > 15 || !plain(whole) || !plain(places) || places.len() > 6 {
        return Err(expected());
    }
    if marked && places.is_empty() {
        return Err(expected());
    }
    if places.len() == 3 {
        return Err(format!(
            "'{words}' may be {whole}{places} or {whole},{places}; write {whole}{places}, or four decimals: {whole}.{places}0"
        ));
    }
    let number: i128 = format!("{whole}{places:0<6}")
        .parse()
        .map_err(|_| expected())?;
    Ok(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_numbers_are_read_and_doubtful_ones_refused() {
        for (words, want) in [
            ("5974640.06", Some("5974640.06")),
            ("5974640,06", Some("5974640.06")),
            ("-16", Some("-16.00")),
            ("\u{2212}16,5", Some("-16.50")),
            ("1.234", None),
            ("1,234", None),
            ("1.234.567", None),
            ("1 234", None),
            ("12.", None),
            ("0.001", None),
            ("0.0010", None),
            ("ca. 5", None),
            ("", None),
        ] {
            let got = Kroner::parse(words).ok().and_then(|kroner| kroner.shown());
            assert_eq!(got.as_deref(), want, "{words}");
        }
        assert_eq!(
            Decimal::parse("1.2340")
                .ok()
                .and_then(|number| number.shown()),
            Some("1.234".to_owned())
        );
    }

    #[test]
    fn days_lists_and_marks_of_truth() {
        for (words, want) in [
            ("2025-08-13", Some("2025-08-13")),
            ("13-08-2025", Some("2025-08-13")),
            ("13.8.2025", Some("2025-08-13")),
            ("13/08/2025", None),
            ("13-08-25", None),
            ("2025-02-31", None),
        ] {
            let got = Date::parse(words).ok().and_then(|day| day.shown());
            assert_eq!(got.as_deref(), want, "{words}");
        }
        for (words, want) in [
            (
                "A; Børne-, Unge- og Kulturudvalget ;",
                &["A", "Børne-, Unge- og Kulturudvalget"][..],
            ),
            ("[\"A; B\"]", &["A; B"]),
            ("", &[]),
        ] {
            assert_eq!(Vec::<String>::parse(words).unwrap(), want, "{words}");
        }
        for (words, want) in [("Ja", Some(true)), ("FALSE", Some(false)), ("måske", None)] {
            assert_eq!(bool::parse(words).ok(), want, "{words}");
        }
        assert_eq!(Option::<i32>::parse(" ").ok(), Some(None));
        assert!(String::parse(" ").is_err());
    }
}
