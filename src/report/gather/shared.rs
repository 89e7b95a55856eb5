//! Items of several municipalities that share text: how much, and who has which stretch.
//!
//! Compared are the sections that tell the case, as `item_differences` compares them: an account is cut at every border
//! of a stretch that another one lacks, and each part is told with who has it.

use super::cite::Passage;
use super::desk::Desk;
use super::queries::{DifferenceRow, ItemRow, OverlapRow, SegmentRow, ask};
use crate::compare::Engine;
use crate::report::ReportError;
use crate::report::model::Held;
use crate::value::MunicipalityCode;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the shorter text from which on two items are laid side by side, as in `item_differences`.
const SIDE_BY_SIDE_FROM: f64 = 0.5;

/// Sections that tell the case; the others are compared elsewhere.
const CASE: [&str; 8] = [
    "summary",
    "decision_theme",
    "account",
    "legal_basis",
    "economy",
    "cross_cutting",
    "next_steps",
    "history",
];

/// What the items about a topic share.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// Of each item that shares text: the share of its words that the nearest other has, and that other.
    pub nearest: BTreeMap<String, (f64, String)>,
    /// Cases that are laid side by side.
    pub cases: Vec<SharedCase>,
}

/// One case's text in several municipalities.
#[derive(Clone, Debug)]
pub struct SharedCase {
    /// A text a municipality.
    pub texts: Vec<SharedText>,
}

/// A municipality's text, in the order of its document.
#[derive(Clone, Debug)]
pub struct SharedText {
    pub item_id: String,
    pub municipality_code: i32,
    pub stretches: Vec<(Passage, Held)>,
}

impl Shared {
    /// Asks the data set.
    ///
    /// # Errors
    /// DuckDB's words.
    pub fn load(
        engine: &Engine,
        desk: &Desk<'_>,
        given: &[(&str, &str)],
        items: &[ItemRow],
    ) -> Result<Self, ReportError> {
        let known: BTreeMap<&str, &ItemRow> = items
            .iter()
            .map(|row| (row.item_id.as_str(), row))
            .collect();
        let mut pairs: Vec<OverlapRow> = ask(engine, "overlap", given)?;
        pairs.retain(|pair| {
            known.contains_key(pair.item_id.as_str()) && known.contains_key(pair.other_id.as_str())
        });
        let mut lacking: BTreeMap<(String, String), Vec<Passage>> = BTreeMap::new();
        for row in ask::<DifferenceRow>(engine, "differences", given)? {
            let passage = Passage {
                start: row.span_start,
                end: row.span_end,
            };
            lacking
                .entry((row.item_id, row.other_id))
                .or_default()
                .push(passage);
        }
        let near: BTreeSet<(&str, &str)> = pairs
            .iter()
            .filter(|pair| pair.share.max(pair.other_share) >= SIDE_BY_SIDE_FROM)
            .map(|pair| (pair.item_id.as_str(), pair.other_id.as_str()))
            .collect();
        let cases = groups(&near)
            .iter()
            .map(|group| tellings(group, &known))
            .filter(|chosen| chosen.len() > 1)
            .map(|chosen| side_by_side(desk, &chosen, &near, &lacking))
            .collect();
        Ok(Self {
            nearest: nearest(&pairs),
            cases,
        })
    }
}

fn nearest(pairs: &[OverlapRow]) -> BTreeMap<String, (f64, String)> {
    let mut nearest: BTreeMap<String, (f64, String)> = BTreeMap::new();
    for pair in pairs {
        let known = nearest.get(&pair.item_id).map_or(0.0, |(share, _)| *share);
        if pair.share > known {
            nearest.insert(pair.item_id.clone(), (pair.share, pair.other_id.clone()));
        }
    }
    nearest
}

/// Items that can be reached from each other, in the order of the first.
fn groups(near: &BTreeSet<(&str, &str)>) -> Vec<BTreeSet<String>> {
    let mut left: BTreeSet<&str> = near.iter().map(|(item, _)| *item).collect();
    let mut groups = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut group = BTreeSet::new();
        let mut open = vec![first];
        while let Some(item) = open.pop() {
            if group.insert(item.to_owned()) {
                left.remove(item);
                let from = near.range((item, "")..);
                open.extend(
                    from.take_while(|(one, _)| *one == item)
                        .map(|(_, other)| *other),
                );
            }
        }
        groups.push(group);
    }
    groups
}

/// The longest telling of each municipality, by municipality's name.
fn tellings<'r>(group: &BTreeSet<String>, known: &BTreeMap<&str, &'r ItemRow>) -> Vec<&'r ItemRow> {
    let mut longest: BTreeMap<(&str, i32), &ItemRow> = BTreeMap::new();
    for row in group.iter().filter_map(|item| known.get(item.as_str())) {
        let length = |row: &ItemRow| row.span_end - row.span_start;
        let entry = longest
            .entry((row.municipality.as_str(), row.municipality_code))
            .or_insert(row);
        if length(row) > length(entry) {
            *entry = row;
        }
    }
    longest.into_values().collect()
}

fn side_by_side(
    desk: &Desk<'_>,
    chosen: &[&ItemRow],
    near: &BTreeSet<(&str, &str)>,
    lacking: &BTreeMap<(String, String), Vec<Passage>>,
) -> SharedCase {
    let texts = chosen
        .iter()
        .map(|row| {
            let others: Vec<Other<'_>> = chosen
                .iter()
                .filter(|other| other.item_id != row.item_id)
                .map(|other| Other {
                    code: MunicipalityCode(other.municipality_code),
                    comparable: near.contains(&(row.item_id.as_str(), other.item_id.as_str())),
                    lacks: lacking
                        .get(&(row.item_id.clone(), other.item_id.clone()))
                        .map_or(&[], Vec::as_slice),
                })
                .collect();
            let pieces = pieces(desk, row);
            SharedText {
                item_id: row.item_id.clone(),
                municipality_code: row.municipality_code,
                stretches: pieces
                    .into_iter()
                    .flat_map(|piece| stretches(piece, &others))
                    .collect(),
            }
        })
        .collect();
    SharedCase { texts }
}

/// Another text that a text is compared with.
struct Other<'a> {
    code: MunicipalityCode,
    /// Whether the two are near enough to be laid side by side.
    comparable: bool,
    /// What it lacks, in the order of the text compared.
    lacks: &'a [Passage],
}

impl Other<'_> {
    fn lacks(&self, part: Passage) -> bool {
        !self.comparable
            || self
                .lacks
                .iter()
                .any(|lack| lack.start <= part.start && part.end <= lack.end)
    }
}

/// The pieces of an item that tell its case, each with the white space behind it.
fn pieces(desk: &Desk<'_>, row: &ItemRow) -> Vec<Passage> {
    let tells_case = |segment: &&SegmentRow| {
        segment
            .section
            .as_deref()
            .is_some_and(|section| CASE.contains(&section))
    };
    let chars: Vec<char> = row.text.chars().collect();
    desk.sources
        .segments(&row.item_id)
        .iter()
        .filter(tells_case)
        .map(|segment| {
            let behind = segment.span_end.saturating_sub(row.span_start);
            let space = chars
                .get(behind..)
                .unwrap_or_default()
                .iter()
                .take_while(|char| char.is_whitespace())
                .count();
            Passage {
                start: segment.span_start,
                end: segment.span_end + space,
            }
        })
        .collect()
}

/// A piece cut where one of the others begins or ends to lack it; parts that the same have are one.
fn stretches(piece: Passage, others: &[Other<'_>]) -> Vec<(Passage, Held)> {
    let mut cuts: BTreeSet<usize> = others
        .iter()
        .flat_map(|other| other.lacks)
        .flat_map(|lack| [lack.start, lack.end])
        .filter(|place| piece.start < *place && *place < piece.end)
        .collect();
    cuts.insert(piece.end);
    let mut out: Vec<(Passage, Held)> = Vec::new();
    let mut start = piece.start;
    for end in cuts {
        let part = Passage { start, end };
        let held = held(part, others);
        match out.last_mut() {
            Some((last, known)) if *known == held => last.end = end,
            _ => out.push((part, held)),
        }
        start = end;
    }
    out
}

fn held(part: Passage, others: &[Other<'_>]) -> Held {
    let holders: Vec<MunicipalityCode> = others
        .iter()
        .filter(|other| !other.lacks(part))
        .map(|other| other.code)
        .collect();
    if holders.len() == others.len() {
        Held::ByAll
    } else if holders.is_empty() {
        Held::ByNoOther
    } else {
        Held::BySome(holders)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(start: usize, end: usize) -> Passage {
        Passage { start, end }
    }

    #[test]
    fn a_text_is_cut_where_others_lack_it() {
        let lacks = [[passage(10, 20)], [passage(15, 25)]];
        let others: Vec<Other<'_>> = lacks
            .iter()
            .zip([1, 2])
            .map(|(lacks, code)| Other {
                code: MunicipalityCode(code),
                comparable: true,
                lacks,
            })
            .collect();
        let found = stretches(passage(0, 40), &others);
        let some = |code: i32| Held::BySome(vec![MunicipalityCode(code)]);
        assert_eq!(
            found,
            [
                (passage(0, 10), Held::ByAll),
                (passage(10, 15), some(2)),
                (passage(15, 20), Held::ByNoOther),
                (passage(20, 25), some(1)),
                (passage(25, 40), Held::ByAll),
            ]
        );
    }

    #[test]
    fn a_text_that_shares_too_little_holds_nothing() {
        let others = [Other {
            code: MunicipalityCode(1),
            comparable: false,
            lacks: &[],
        }];
        assert_eq!(
            stretches(passage(0, 5), &others),
            [(passage(0, 5), Held::ByNoOther)]
        );
    }

    #[test]
    fn items_that_reach_each_other_are_one_group() {
        let near = BTreeSet::from([
            ("a", "b"),
            ("b", "a"),
            ("b", "c"),
            ("c", "b"),
            ("d", "e"),
            ("e", "d"),
        ]);
        let found: Vec<Vec<String>> = groups(&near)
            .into_iter()
            .map(|group| group.into_iter().collect())
            .collect();
        assert_eq!(found, [vec!["a", "b", "c"], vec!["d", "e"]]);
    }
}
