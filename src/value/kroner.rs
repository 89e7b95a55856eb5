//! Money in whole øre and exact decimals: no floating point between a document and a table.

use std::fmt;
use std::ops::{Add, Neg, Sub};

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

    /// The amount without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

impl Neg for Kroner {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sub for Kroner {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
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

    /// The number times ten to the `power`; `None` where it would not fit.
    #[must_use]
    pub fn scaled(self, power: u32) -> Option<Self> {
        10i128
            .checked_pow(power)
            .and_then(|factor| self.0.checked_mul(factor))
            .map(Self)
    }

    /// The number as kroner, to the nearest øre; `None` where it would not fit.
    #[must_use]
    pub fn kroner(self) -> Option<Kroner> {
        const MILLIONTHS_OF_AN_ORE: i128 = 10_000;
        let half = MILLIONTHS_OF_AN_ORE / 2 * self.0.signum();
        i64::try_from((self.0 + half) / MILLIONTHS_OF_AN_ORE)
            .ok()
            .map(Kroner)
    }
}

impl Neg for Decimal {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl From<Kroner> for Decimal {
    fn from(kroner: Kroner) -> Self {
        Self(i128::from(kroner.0) * 10_000)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = self.0.unsigned_abs();
        let places = format!("{:06}", all % 1_000_000);
        let places = places.trim_end_matches('0');
        write!(f, "{sign}{}", all / 1_000_000)?;
        if places.is_empty() {
            Ok(())
        } else {
            write!(f, ".{places}")
        }
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

    #[test]
    fn decimals_become_kroner_to_the_nearest_ore() {
        for (millionths, want, shown) in [
            (433_912_410_000, 43_391_241, "433912.41"),
            (-16_000_000, -1_600, "-16"),
            (4_999, 0, "0.004999"),
            (-5_000, -1, "-0.005"),
        ] {
            let decimal = Decimal::from_millionths(millionths);
            assert_eq!(decimal.kroner().map(Kroner::ore), Some(want), "{shown}");
            assert_eq!(decimal.to_string(), shown);
        }
        assert_eq!(
            Decimal::from_millionths(7_154_000)
                .scaled(6)
                .and_then(Decimal::kroner)
                .map(Kroner::ore),
            Some(715_400_000)
        );
    }
}
