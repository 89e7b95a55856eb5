//! How the numbers of a chart are written: exactly at the bars, shortly at the axis.

use super::Setting;
use crate::report::format;
use crate::report::model::{ColumnKind, Language};
use crate::value::Kroner;

/// From here on, and below [`TINY`], a number is written as a power of ten.
const HUGE: f64 = 1e15;
const TINY: f64 = 1e-6;
/// Beyond this whole øre are no longer exact in a floating point number.
const EXACT_ORE: f64 = 9e13;

/// How the numbers of one chart are written.
#[derive(Clone, Copy)]
pub struct Style {
    kind: ColumnKind,
    places: usize,
    language: Language,
}

/// What is no number is not known.
pub fn known(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

impl Style {
    /// For all numbers of a chart alike: as many digits behind the point as they need, at most one for per cent and two
    /// else.
    pub fn new(
        kind: ColumnKind,
        values: impl Iterator<Item = Option<f64>>,
        language: Language,
    ) -> Self {
        let most = match kind {
            ColumnKind::Percent => 1,
            _ => 2,
        };
        let needed = values
            .filter_map(known)
            .map(|value| (0..most).find(|at| is_whole(value, *at)).unwrap_or(most))
            .max()
            .unwrap_or(0);
        Self {
            kind,
            places: needed,
            language,
        }
    }

    /// The exact number, as it stands at a bar.
    pub fn exact(&self, value: f64) -> String {
        let size = value.abs();
        if size >= HUGE || (size > 0.0 && size < TINY) {
            return self.unit(power_of_ten(value, self.language));
        }
        let places = self.places.max(places_to_be_seen(size, self.places));
        match self.kind {
            ColumnKind::Kroner if size < EXACT_ORE && places <= 2 => {
                format::kroner(ore(value), self.language)
            }
            _ => self.unit(format::number(value, places, self.language)),
        }
    }

    /// The number at a step of the axis: "2 mio.".
    pub fn at_axis(&self, value: f64, step: f64, most: f64, setting: Setting<'_>) -> String {
        if value == 0.0 {
            return self.unit("0".to_owned());
        }
        if most >= HUGE || step < TINY {
            return self.unit(power_of_ten(value, self.language));
        }
        let [million, thousand_million, million_million] = &setting.words.thousand_million;
        let (by, name) = match most {
            most if most >= 1e12 => (1e12, Some(million_million)),
            most if most >= 1e9 => (1e9, Some(thousand_million)),
            most if most >= 1e6 => (1e6, Some(million)),
            _ => (1.0, None),
        };
        let places = (0..8)
            .find(|at| is_whole(step / by, *at))
            .unwrap_or_default();
        let number = format::number(value / by, places, self.language);
        match name {
            Some(name) => format!("{number} {name}"),
            None => self.unit(number),
        }
    }

    /// Things that are counted have no halves at an axis.
    pub fn least_step(&self) -> f64 {
        let is_count = self.kind == ColumnKind::Number && self.places == 0;
        if is_count { 1.0 } else { 0.0 }
    }

    fn unit(&self, number: String) -> String {
        match (self.kind, self.language) {
            (ColumnKind::Percent, Language::Da) => format!("{number}\u{a0}%"),
            (ColumnKind::Percent, Language::En) => format!("{number}%"),
            _ => number,
        }
    }
}

/// Whether `value` has no digits beyond `places`, as far as a floating point number can tell.
fn is_whole(value: f64, places: usize) -> bool {
    let moved = value * 10f64.powi(i32::try_from(places).unwrap_or(0));
    (moved - moved.round()).abs() <= 1e-9 * moved.abs().max(1.0)
}

/// Digits behind the point without which a number would be written as zero; two of it are shown.
fn places_to_be_seen(size: f64, places: usize) -> usize {
    let shown = 10f64.powi(-i32::try_from(places).unwrap_or(0));
    if size == 0.0 || size >= 0.5 * shown {
        return places;
    }
    (places..9)
        .find(|at| size * 10f64.powi(i32::try_from(*at).unwrap_or(0)) >= 10.0)
        .unwrap_or(8)
}

#[allow(clippy::cast_possible_truncation)] // Guarded by EXACT_ORE.
fn ore(value: f64) -> Kroner {
    Kroner::from_ore((value * 100.0).round() as i64)
}

/// "1,2·10^18".
fn power_of_ten(value: f64, language: Language) -> String {
    let shown = format!("{value:.2e}");
    let (digits, power) = shown.split_once('e').unwrap_or((&shown, "0"));
    let digits: f64 = digits.parse().unwrap_or(0.0);
    let power = power.replace('-', "\u{2212}");
    format!("{}·10^{power}", format::number(digits, 2, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_at_bars_are_exact_and_never_zero_where_they_are_not() {
        for (kind, values, expected) in [
            (
                ColumnKind::Kroner,
                vec![1_737_951.55, -650_000.0],
                vec!["1.737.951,55", "−650.000"],
            ),
            (ColumnKind::Kroner, vec![0.0, 0.004], vec!["0", "0,0040"]),
            (
                ColumnKind::Percent,
                vec![57.4, 61.0],
                vec!["57,4\u{a0}%", "61,0\u{a0}%"],
            ),
            (ColumnKind::Percent, vec![57.449], vec!["57,4\u{a0}%"]),
            (ColumnKind::Percent, vec![0.012], vec!["0,012\u{a0}%"]),
            (ColumnKind::Number, vec![3.0, 12.0], vec!["3", "12"]),
            (ColumnKind::Number, vec![1.0 / 3.0], vec!["0,33"]),
            (ColumnKind::Number, vec![1e18], vec!["1,00·10^18"]),
            (ColumnKind::Number, vec![-2e-9], vec!["−2,00·10^−9"]),
        ] {
            let style = Style::new(kind, values.iter().copied().map(Some), Language::Da);
            let found: Vec<String> = values.iter().map(|value| style.exact(*value)).collect();
            assert_eq!(found, expected);
        }
    }
}
