//! Values as text: exact decimals and lists.

use super::source::Value;
use std::borrow::Cow;

/// What stands between the names of a list.
pub const BETWEEN_NAMES: &str = "; ";

/// An exact decimal, with `point` before the digits behind it; further zeros at the end are left out past two.
pub fn exact(units: i128, places: u8, point: char) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let factor = 10u128.pow(u32::from(places));
    let all = units.unsigned_abs();
    let behind = format!("{:0width$}", all % factor, width = usize::from(places));
    let behind = if places > 2 {
        behind.trim_end_matches('0')
    } else {
        &behind
    };
    let whole = all / factor;
    if behind.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}{point}{behind}")
    }
}

/// The number as a spreadsheet and SQLite hold it: a 64-bit float, right to 15 digits.
pub fn float(units: i128, places: u8) -> f64 {
    exact(units, places, '.').parse().unwrap_or(f64::NAN)
}

/// A value as the text of a CSV cell; null is empty.
pub fn cell<'v>(value: &'v Value<'_>, point: char) -> Cow<'v, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Text(words) => Cow::Borrowed(words),
        Value::Whole(number) => Cow::Owned(number.to_string()),
        Value::Truth(truth) => Cow::Owned(truth.to_string()),
        Value::Share(share) => Cow::Owned(share.to_string().replace('.', &point.to_string())),
        Value::Day(day) => Cow::Owned(day.to_string()),
        Value::Exact { units, places } => Cow::Owned(exact(*units, *places, point)),
        Value::Names(names) => Cow::Owned(names.join(BETWEEN_NAMES)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        for (units, places, want) in [
            (43_391_241, 2, "433912,41"),
            (-5, 2, "-0,05"),
            (100, 2, "1,00"),
            (34_300_000, 6, "34,3"),
            (-30_000_000, 6, "-30"),
        ] {
            assert_eq!(exact(units, places, ','), want);
        }
    }
}
