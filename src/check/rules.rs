//! The rules, in plain words.

use serde::Serialize;

/// A rule that a data set is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Short name.
    pub id: &'static str,
    /// What must be so.
    pub about: &'static str,
    /// What it means where it is not so.
    pub level: Level,
}

/// What it means that a rule does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The data set is damaged.
    Failure,
    /// A document itself may say so; look before use.
    Warning,
}

macro_rules! rules {
    ($($level:ident $id:literal $about:literal;)*) => {
        [$(Rule { id: $id, about: $about, level: Level::$level },)*]
    };
}

/// Every rule, in the order of the report.
pub const RULES: [Rule; 24] = rules! {
    Failure "file" "Every file of the manifest is there and can be read.";
    Failure "hash" "Every file has the bytes that the manifest tells of.";
    Failure "foreign" "No Parquet file is there that the manifest does not name.";
    Failure "version" "Every Parquet file is of the manifest's data set, contract and table.";
    Failure "contract" "The contract is one that this program knows, and the manifest names every table of it.";
    Failure "columns" "Every table has the contract's columns with their types.";
    Failure "rows" "Every table has as many rows as the manifest tells.";
    Failure "key" "No two rows of a table have the same key.";
    Failure "required" "A column that may not be null is not null.";
    Failure "reference" "What a column points at is there.";
    Failure "codes" "A coded value is one of the contract's codes.";
    Failure "range" "A number is within the bounds that the contract sets.";
    Failure "form" "An id, a time or a part of a date has its form.";
    Failure "blank" "Unknown is null, never an empty string, and no list holds one.";
    Failure "id" "An id is made of its document, its kind and its span, or of its meeting.";
    Failure "whose" "Municipality and day of a row are those of its document.";
    Failure "order" "The rows of a document stand together, in the order of the documents, and documents by municipality and day (within each part of a partitioned data set).";
    Failure "span" "A span is not empty and lies within its document's text.";
    Failure "quote" "raw and text are the exact words at the span, beginning those that it begins with, and sentence holds them and stands in the text.";
    Failure "segments" "Every character other than white space lies in exactly one segment.";
    Failure "shares" "characters and placed_share of a document are those of its text and segments, and what is unplaced is named in problems.";
    Failure "money" "value_dkk is value in kroner, an overspend is as large as its amount, net is expense less income, and ranges and periods run upwards.";
    Failure "across" "Each meeting has one current document, each grant one first telling, and coverage counts every document and meeting.";
    Warning "instalments" "The instalments of a grant add up to what was awarded, to a krone each.";
};

/// The rule called `id`.
pub(super) fn position(id: &str) -> usize {
    RULES
        .iter()
        .position(|rule| rule.id == id)
        .expect("OK because a test looks for every name in the sources")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_every_rule_is_a_sentence() {
        let names: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(names.len(), RULES.len());
        for rule in RULES {
            assert!(rule.about.ends_with('.'), "{}", rule.id);
        }
    }

    #[test]
    fn every_rule_is_checked_and_no_other_is_named() {
        let sources = [
            include_str!("files.rs"),
            include_str!("keys.rs"),
            include_str!("quotes.rs"),
            include_str!("rows.rs"),
            include_str!("sums.rs"),
        ]
        .concat();
        // A finding is `Place::of("rule", …)`.
        let named: BTreeSet<_> = sources
            .split("Place::of(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let known: BTreeSet<_> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(named, known);
    }
}
