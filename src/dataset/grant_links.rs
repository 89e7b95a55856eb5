//! `grant_links`: which tellings in several meetings are of one grant of one municipality.

use crate::tables::rows::DocumentRows;
use crate::tables::{GrantLinkRow, Source};
use crate::value::Kroner;
use std::collections::HashMap;

/// What is kept of every grant told of, in the order of the documents.
#[derive(Debug, Default)]
pub struct Tellings {
    told: Vec<Told>,
}

/// A grant as one item tells of it.
#[derive(Debug)]
struct Told {
    grant_id: String,
    item_id: String,
    source: Source,
    kind: String,
    case_number: Option<String>,
    programme: Option<String>,
    awarded: Option<Kroner>,
    applied: Option<Kroner>,
    purpose: Option<String>,
}

impl Tellings {
    /// Keeps the grants of a document.
    pub fn add(&mut self, rows: &DocumentRows) {
        let cases: HashMap<&str, &str> = rows
            .items
            .iter()
            .filter_map(|item| Some((item.item_id.as_str(), item.case_number.as_deref()?)))
            .collect();
        self.told.extend(rows.grants.iter().map(|grant| {
            Told {
                grant_id: grant.grant_id.clone(),
                item_id: grant.item_id.clone(),
                source: grant.source.clone(),
                kind: grant.kind.clone(),
                case_number: cases
                    .get(grant.item_id.as_str())
                    .map(|number| (*number).to_owned()),
                programme: grant.programme.as_deref().map(str::to_lowercase),
                awarded: grant.amount_awarded_dkk,
                applied: grant.amount_applied_dkk,
                purpose: grant.purpose.as_deref().map(str::to_lowercase),
            }
        }));
    }

    /// A row a telling, in the order of the documents; the first telling of a grant points at itself.
    pub fn links(&self) -> Vec<GrantLinkRow> {
        let mut of_municipality: HashMap<i32, Vec<usize>> = HashMap::new();
        let mut rows = Vec::with_capacity(self.told.len());
        for (at, told) in self.told.iter().enumerate() {
            let earlier = of_municipality
                .entry(told.source.municipality_code)
                .or_default();
            let same = earlier
                .iter()
                .find_map(|first| Some((*first, why(&self.told[*first], told)?)));
            let (first, why) = same.unwrap_or((at, "first telling"));
            if first == at {
                earlier.push(at);
            }
            rows.push(GrantLinkRow {
                grant_id: told.grant_id.clone(),
                source: told.source.clone(),
                same_as: self.told[first].grant_id.clone(),
                why: why.to_owned(),
            });
        }
        rows
    }
}

/// What makes two tellings one grant. Two grants of one item are never one: the item tells them apart.
fn why(first: &Told, other: &Told) -> Option<&'static str> {
    if first.item_id == other.item_id || first.kind != other.kind || !same_amount(first, other) {
        return None;
    }
    let both = |field: fn(&Told) -> &Option<String>| {
        let (one, two) = (field(first), field(other));
        one.is_some() && one == two
    };
    if both(|told| &told.case_number) {
        let purposes = (&first.purpose, &other.purpose);
        let differ = matches!(purposes, (Some(one), Some(two)) if one != two);
        let own_money = first.kind == "appropriation";
        return (!(own_money && differ)).then_some("same case number and amount");
    }
    (both(|told| &told.programme)).then_some("same programme and amount")
}

/// The awarded amounts are equal; or, where one is not told, the amounts applied for.
fn same_amount(first: &Told, other: &Told) -> bool {
    match (first.awarded, other.awarded) {
        (Some(one), Some(two)) => one == two,
        _ => first.applied.is_some() && first.applied == other.applied,
    }
}
