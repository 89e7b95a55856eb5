//! The measures: what is compared, each group a small function, all of them in [`OF_ITEMS`].
//!
//! An item's facts are compared with those of the item of the same number. An item that was not read
//! has nothing, so that all its facts are missed.

use std::collections::HashMap;

use super::found::{Found, FoundItem};
use super::frames::RowPlace;
use super::gold::{GoldFile, GoldItem};
use super::key::norm;
use super::score::{Entry, Matched, Place, Sheet, pair};

mod decisions;
mod figures;
mod grants;
mod items;
mod meeting;

/// An item of gold and the one of the data set with its number.
#[derive(Debug)]
pub struct ItemPair<'p> {
    place: Place,
    want: &'p GoldItem,
    got: Option<&'p FoundItem<'p>>,
    stands: Option<RowPlace>,
}

/// A group of measures of an item.
pub type OfItem = fn(&ItemPair<'_>, &mut Sheet);

/// Every group of measures of items.
pub const OF_ITEMS: [OfItem; 12] = [
    items::case_number,
    items::case_type,
    items::closed,
    items::attachments,
    items::recommendations,
    decisions::decisions,
    decisions::outcome_own,
    decisions::prior,
    decisions::absent_and_against,
    figures::values,
    figures::table_cells,
    grants::grants,
];

/// Compares one gold file with what the data set has of `document`.
pub fn measure(file: &GoldFile, found: &Found<'_>, document: Option<&str>, sheet: &mut Sheet) {
    meeting::measure(file, document.and_then(|id| found.meeting(id)), sheet);
    let all = document.map(|id| found.items(id)).unwrap_or_default();
    let got = annotated(file, all);
    items::measure(file, &got, sheet);
    let by_number: HashMap<String, &FoundItem<'_>> = got
        .iter()
        .map(|item| (items::number(item), *item))
        .collect();
    for want in &file.items {
        let got = by_number.get(&norm(&want.number.0)).copied();
        let pair = ItemPair::new(file, want, got);
        for of_item in OF_ITEMS {
            of_item(&pair, sheet);
        }
    }
}

/// Of the items found, those that the gold file says something of.
fn annotated<'f>(file: &GoldFile, all: &'f [FoundItem<'f>]) -> Vec<&'f FoundItem<'f>> {
    let Some(annotated) = &file.annotated else {
        return all.iter().collect();
    };
    let numbers: Vec<String> = annotated.iter().map(|number| norm(number)).collect();
    all.iter()
        .filter(|item| numbers.contains(&items::number(item)))
        .collect()
}

impl<'p> ItemPair<'p> {
    fn new(file: &GoldFile, want: &'p GoldItem, got: Option<&'p FoundItem<'p>>) -> Self {
        let place = Place {
            file: file.name.clone(),
            item: Some(want.number.0.clone()),
        };
        Self {
            place,
            want,
            got,
            stands: got.map(|item| item.row.place()),
        }
    }

    /// The item's facts of one table; none where the item was not read.
    fn got<T>(&self, facts: impl Fn(&'p FoundItem<'p>) -> &'p [T]) -> &'p [T] {
        self.got.map(facts).unwrap_or_default()
    }

    /// Counts entries wanted and found as multisets.
    fn compare(&self, sheet: &mut Sheet, measure: &str, want: Vec<Entry>, got: Vec<Entry>) {
        self.add(sheet, measure, pair(want, got));
    }

    /// [`Self::compare`], but only where there is something to compare: a measure that no item has
    /// anything to say of is not shown.
    fn compare_if_any(&self, sheet: &mut Sheet, measure: &str, want: Vec<Entry>, got: Vec<Entry>) {
        if !want.is_empty() || !got.is_empty() {
            self.compare(sheet, measure, want, got);
        }
    }

    fn add(&self, sheet: &mut Sheet, measure: &str, matched: Matched) {
        sheet.add(measure, &self.place, self.stands.as_ref(), matched);
    }
}

#[cfg(test)]
mod tests;
