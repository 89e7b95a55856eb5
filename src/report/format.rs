//! Numbers and days as a reader of each language writes them.
//!
//! Danish: full stop between thousands, comma before decimals, "12. august 2025" (Dansk Sprognævn, Retskrivningsordbogen,
//! § 53 and § 66). English: the other way round, "12 August 2025". A thousands separator is never a space, so that a
//! number stays whole when it is copied into a spreadsheet. Minus is the mathematical sign, which screen readers read.

use super::model::Language;
use crate::value::{Date, Kroner};

const MONTHS_DA: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Exact kroner, with øre only where there are some: `1.737.951,55`. Without the unit.
#[must_use]
pub fn kroner(amount: Kroner, language: Language) -> String {
    let ore = amount.ore().unsigned_abs();
    let decimals = match ore % 100 {
        0 => String::new(),
        cents => format!("{cents:02}"),
    };
    joined(
        amount.ore() < 0,
        &(ore / 100).to_string(),
        &decimals,
        language,
    )
}

/// A number with `places` digits behind the point, rounded half away from zero.
#[must_use]
pub fn number(value: f64, places: usize, language: Language) -> String {
    // Half away from zero as people round; the standard formatting rounds half to even.
    let factor = 10f64.powi(i32::try_from(places).unwrap_or(0));
    let rounded = (value * factor).round() / factor;
    let shown = format!("{:.places$}", rounded.abs());
    let (whole, decimals) = shown.split_once('.').unwrap_or((&shown, ""));
    let is_zero = shown.chars().all(|digit| matches!(digit, '0' | '.'));
    joined(rounded < 0.0 && !is_zero, whole, decimals, language)
}

/// Per cent with its sign: "57,4 %" in Danish, "57.4%" in English.
#[must_use]
pub fn percent(value: f64, places: usize, language: Language) -> String {
    let shown = number(value, places, language);
    match language {
        // A no-break space keeps number and sign on one line.
        Language::Da => format!("{shown}\u{a0}%"),
        Language::En => format!("{shown}%"),
    }
}

/// A day in words: "12. august 2025".
#[must_use]
pub fn day(date: Date, language: Language) -> String {
    let at = usize::try_from(date.month()).unwrap_or(1).clamp(1, 12) - 1;
    match language {
        Language::Da => format!("{}. {} {}", date.day(), MONTHS_DA[at], date.year()),
        Language::En => format!("{} {} {}", date.day(), MONTHS_EN[at], date.year()),
    }
}

/// A day, month or year of ISO 8601 in words: "2025-06" is "juni 2025". What is none of them stays as it is.
#[must_use]
pub fn partial_day(words: &str, language: Language) -> String {
    if let Ok(date) = words.parse::<Date>() {
        return day(date, language);
    }
    let month = words
        .split_once('-')
        .and_then(|(year, month)| Some((year, month.parse::<usize>().ok()?.checked_sub(1)?)));
    let names = match language {
        Language::Da => MONTHS_DA,
        Language::En => MONTHS_EN,
    };
    match month.and_then(|(year, at)| Some((year, names.get(at)?))) {
        Some((year, name)) => format!("{name} {year}"),
        None => words.to_owned(),
    }
}

fn joined(negative: bool, whole: &str, decimals: &str, language: Language) -> String {
    let (thousands, point) = match language {
        Language::Da => ('.', ','),
        Language::En => (',', '.'),
    };
    let mut out = String::new();
    if negative {
        out.push('\u{2212}');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(thousands);
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(point);
        out.push_str(decimals);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kroner_are_exact_and_grouped() {
        for (ore, danish, english) in [
            (173_795_155, "1.737.951,55", "1,737,951.55"),
            (65_000_000, "650.000", "650,000"),
            (-5, "−0,05", "−0.05"),
            (0, "0", "0"),
            (99_900, "999", "999"),
        ] {
            let amount = Kroner::from_ore(ore);
            assert_eq!(kroner(amount, Language::Da), danish);
            assert_eq!(kroner(amount, Language::En), english);
        }
    }

    #[test]
    fn days_are_told_as_far_as_known() {
        for (words, danish, english) in [
            ("2025-06-17", "17. juni 2025", "17 June 2025"),
            ("2025-06", "juni 2025", "June 2025"),
            ("2025", "2025", "2025"),
            ("2025-13", "2025-13", "2025-13"),
        ] {
            assert_eq!(partial_day(words, Language::Da), danish);
            assert_eq!(partial_day(words, Language::En), english);
        }
    }

    #[test]
    fn numbers_round_as_people_do() {
        for (value, places, danish) in [
            (1234.5, 1, "1.234,5"),
            (1234.5, 0, "1.235"),
            (-0.04, 1, "0,0"),
            (-1.25, 1, "−1,3"),
            (70.0, 0, "70"),
        ] {
            assert_eq!(number(value, places, Language::Da), danish, "{value}");
        }
        assert_eq!(percent(71.8, 1, Language::Da), "71,8\u{a0}%");
        assert_eq!(percent(71.8, 1, Language::En), "71.8%");
    }
}
