//! Scoring: keys wanted against keys found, counted as multisets, with each difference kept.

use std::collections::{BTreeMap, HashMap};

use super::frames::RowPlace;
use super::key::Key;

/// Something wanted or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is compared by.
    pub key: Key,
    /// What a person reads in its place.
    pub words: String,
    /// Where the row stands, for what was found.
    pub row: Option<RowPlace>,
}

impl Entry {
    /// An entry without a row.
    pub fn new(key: Key, words: impl Into<String>) -> Self {
        Self {
            key,
            words: words.into(),
            row: None,
        }
    }

    /// The entry, found in this row.
    #[must_use]
    pub fn at(mut self, row: RowPlace) -> Self {
        self.row = Some(row);
        self
    }
}

/// Where in gold a comparison is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The gold file.
    pub file: String,
    /// The item's number; `None` for what is said of the meeting.
    pub item: Option<String>,
}

/// One miss or one false find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// "decisions.absent"
    pub measure: String,
    /// Where in gold.
    pub place: Place,
    /// What was compared.
    pub key: Key,
    /// What a person reads.
    pub words: String,
    /// The false find's row; for a miss the row of the item or meeting that it should have been found in,
    /// `None` where that was not read either.
    pub row: Option<RowPlace>,
}

/// The count of one measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Facts of gold that were found.
    pub right: usize,
    /// Facts of gold that were not.
    pub missed: Vec<Finding>,
    /// Facts that gold does not have.
    pub false_finds: Vec<Finding>,
}

impl Tally {
    /// Facts of gold.
    #[must_use]
    pub fn gold(&self) -> usize {
        self.right + self.missed.len()
    }

    /// Facts found.
    #[must_use]
    pub fn found(&self) -> usize {
        self.right + self.false_finds.len()
    }

    /// Share of what was found that is right; 1 where nothing was found.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.found())
    }

    /// Share of gold that was found; 1 where there is nothing to find.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.gold())
    }

    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 {
            0.0
        } else {
            2.0 * precision * recall / (precision + recall)
        }
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "counts of facts are far below 2^53"
)]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// How entries wanted and entries found went together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// Pairs.
    pub right: usize,
    /// Wanted without a partner.
    pub missed: Vec<Entry>,
    /// Found without a partner.
    pub extra: Vec<Entry>,
}

/// Pairs entries of the same key, each with at most one partner; of several with the same key the first
/// are paired.
#[must_use]
pub fn pair(want: Vec<Entry>, got: Vec<Entry>) -> Matched {
    let mut open: HashMap<Key, usize> = HashMap::new();
    for entry in &want {
        *open.entry(entry.key.clone()).or_default() += 1;
    }
    let mut matched = Matched::default();
    for entry in got {
        match open.get_mut(&entry.key) {
            Some(left) if *left > 0 => {
                *left -= 1;
                matched.right += 1;
            }
            _ => matched.extra.push(entry),
        }
    }
    for entry in want.into_iter().rev() {
        match open.get_mut(&entry.key) {
            Some(left) if *left > 0 => {
                *left -= 1;
                matched.missed.push(entry);
            }
            _ => {}
        }
    }
    matched.missed.reverse();
    matched
}

/// All tallies of an evaluation while it runs.
#[derive(Debug, Default)]
pub struct Sheet {
    tallies: BTreeMap<String, Tally>,
}

impl Sheet {
    /// Adds a comparison to the measure's tally. `stands` is the row that misses should have been found in.
    pub fn add(
        &mut self,
        measure: &str,
        place: &Place,
        stands: Option<&RowPlace>,
        matched: Matched,
    ) {
        let finding = |entry: Entry| Finding {
            measure: measure.to_owned(),
            place: place.clone(),
            key: entry.key,
            words: entry.words,
            row: entry.row.or_else(|| stands.cloned()),
        };
        let tally = self.tallies.entry(measure.to_owned()).or_default();
        tally.right += matched.right;
        tally.missed.extend(matched.missed.into_iter().map(finding));
        tally
            .false_finds
            .extend(matched.extra.into_iter().map(finding));
    }

    /// The tallies by measure.
    #[must_use]
    pub fn into_tallies(self) -> BTreeMap<String, Tally> {
        self.tallies
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::Part;
    use super::*;
    use proptest::prelude::*;

    fn entries(keys: &str) -> Vec<Entry> {
        keys.chars()
            .enumerate()
            .map(|(at, key)| Entry::new(vec![Part::Text(key.into())], format!("{key}{at}")))
            .collect()
    }

    fn words(entries: &[Entry]) -> String {
        entries
            .iter()
            .map(|entry| entry.words.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn multisets() {
        for (want, got, right, missed, extra) in [
            ("", "", 0, "", ""),
            ("ab", "ba", 2, "", ""),
            ("aab", "a", 1, "a1 b2", ""),
            ("a", "aac", 1, "", "a1 c2"),
            ("abc", "", 0, "a0 b1 c2", ""),
        ] {
            let matched = pair(entries(want), entries(got));
            let seen = (matched.right, words(&matched.missed), words(&matched.extra));
            assert_eq!(
                seen,
                (right, missed.to_owned(), extra.to_owned()),
                "{want} against {got}"
            );
        }
    }

    #[test]
    fn shares() {
        let finding = || Finding {
            measure: String::new(),
            place: Place {
                file: String::new(),
                item: None,
            },
            key: Key::new(),
            words: String::new(),
            row: None,
        };
        for (right, missed, extra, precision, recall, f1) in [
            (0, 0, 0, 1.0, 1.0, 1.0),
            (0, 3, 0, 1.0, 0.0, 0.0),
            (0, 0, 2, 0.0, 1.0, 0.0),
            (0, 1, 1, 0.0, 0.0, 0.0),
            (3, 1, 1, 0.75, 0.75, 0.75),
        ] {
            let tally = Tally {
                right,
                missed: vec![finding(); missed],
                false_finds: vec![finding(); extra],
            };
            let seen = (tally.precision(), tally.recall(), tally.f1());
            assert_eq!(
                seen,
                (precision, recall, f1),
                "{right} right, {missed} missed, {extra} extra"
            );
        }
    }

    proptest! {
        #[test]
        fn each_entry_counts_once(want in "[a-d]{0,12}", got in "[a-f]{0,12}") {
            let matched = pair(entries(&want), entries(&got));
            prop_assert!(matched.right <= want.len().min(got.len()));
            prop_assert_eq!(matched.right + matched.missed.len(), want.len());
            prop_assert_eq!(matched.right + matched.extra.len(), got.len());
            let back = pair(entries(&got), entries(&want));
            prop_assert_eq!(back.right, matched.right);
        }
    }
}
