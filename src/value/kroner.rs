//! Money in whole øre and exact decimals: no floating point between a document and a table.

use std::fmt;
use std::ops::Add;

/// An amount in kroner, held as whole øre so that instalments add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Kroner(i64);

impl Kroner {
    /// The amount of `ore` whole øre.
    #[must_use]
    pub fn from_ore(ore: i64) -> Self {
        Self(ore)
    }

    /// The amount in whole øre.
    #[must_use]
    pub fn ore(self) -> i64 {
        self.0
    }
}

impl Add for Kroner {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl fmt::Display for Kroner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let ore = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", ore / 100, ore % 100)
    }
}

/// An exact decimal number with six digits behind the point: "34,3 %" is 34300000 millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i128);

impl Decimal {
    /// Digits behind the point.
    pub const SCALE: i8 = 6;

    /// The number of `millionths`.
    #[must_use]
    pub fn from_millionths(millionths: i128) -> Self {
        Self(millionths)
    }

    /// The number in millionths.
    #[must_use]
    pub fn millionths(self) -> i128 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kroner_show_two_digits_of_ore() {
        for (ore, want) in [(43_391_241, "433912.41"), (-5, "-0.05"), (0, "0.00")] {
            assert_eq!(Kroner::from_ore(ore).to_string(), want);
        }
        assert_eq!(
            Kroner::from_ore(1) + Kroner::from_ore(2),
            Kroner::from_ore(3)
        );
    }
}
