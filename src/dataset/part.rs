//! Parts of a partitioned data set: a month of meetings, or what of it falls to one shard.

use super::pack::pack_fields;
use crate::value::Date;
use std::fmt;
use std::str::FromStr;

/// One of several equal shares of the documents, by their bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    /// Which, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl Shard {
    /// Whether the document whose id is `digits` falls to this shard. The same bytes always fall to one.
    #[must_use]
    pub fn holds(self, digits: &str) -> bool {
        let number = u64::from_str_radix(digits, 16).unwrap_or_default();
        number % u64::from(self.of.max(1)) == u64::from(self.number - 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let wrong = || format!("'{words}' is no shard; write 1/4 for the first of four");
        let (number, of) = words.split_once('/').ok_or_else(wrong)?;
        let shard = Self {
            number: number.trim().parse().map_err(|_| wrong())?,
            of: of.trim().parse().map_err(|_| wrong())?,
        };
        if shard.number == 0 || shard.number > shard.of {
            return Err(wrong());
        }
        Ok(shard)
    }
}

/// A part: the documents of a month, or those without a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// Year of the meetings, and month; `None` for documents without a date.
    pub month: Option<(i16, i8)>,
    /// The shard whose documents alone are in it.
    pub shard: Option<Shard>,
}

pack_fields! {
    Shard { number, of }
    Part { month, shard }
}

/// The folder of what has no year, by the custom of Hive.
pub const NO_YEAR: &str = "part_year=__HIVE_DEFAULT_PARTITION__";

impl Part {
    /// The part of a document whose meeting was on `date`.
    #[must_use]
    pub fn of(date: Option<Date>, shard: Option<Shard>) -> Self {
        Self {
            month: date.map(|date| (date.year(), date.month())),
            shard,
        }
    }

    /// Place of the part's file of `table` below the data set's root: `items/part_year=2025/part-03.parquet`.
    #[must_use]
    pub fn file_of(self, table: &str) -> String {
        let (folder, month) = match self.month {
            Some((year, month)) => (format!("part_year={year:04}"), month),
            None => (NO_YEAR.to_owned(), 0),
        };
        format!("{table}/{folder}/part-{month:02}{}.parquet", self.mark())
    }

    /// Place of the part's state file: `state/2025-03.bin`.
    #[must_use]
    pub fn state_file(self) -> String {
        let month = self.month.map_or_else(
            || "undated".to_owned(),
            |(year, month)| format!("{year:04}-{month:02}"),
        );
        format!("state/{month}{}.bin", self.mark())
    }

    fn mark(self) -> String {
        self.shard.map_or_else(String::new, |shard| {
            format!("-{}of{}", shard.number, shard.of)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_year_month_and_shard() {
        let shard = Some(Shard { number: 2, of: 4 });
        for (part, table, state) in [
            (
                Part::of(Some(Date::constant(2025, 3, 9)), None),
                "items/part_year=2025/part-03.parquet",
                "state/2025-03.bin",
            ),
            (
                Part::of(None, shard),
                "items/part_year=__HIVE_DEFAULT_PARTITION__/part-00-2of4.parquet",
                "state/undated-2of4.bin",
            ),
        ] {
            assert_eq!(
                (part.file_of("items"), part.state_file()),
                (table.into(), state.into())
            );
        }
    }

    #[test]
    fn a_shard_is_written_as_a_fraction() {
        assert_eq!("2/4".parse(), Ok(Shard { number: 2, of: 4 }));
        for wrong in ["", "3", "0/4", "5/4", "1/0", "a/b", "1/2/3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_document_falls_to_one_shard() {
        for digits in ["7a5ce75e37b20a92", "0000000000000000", "ffffffffffffffff"] {
            let holding = (1..=3).filter(|number| {
                Shard {
                    number: *number,
                    of: 3,
                }
                .holds(digits)
            });
            assert_eq!(holding.count(), 1, "{digits}");
        }
    }
}
