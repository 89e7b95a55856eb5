//! `grant_links`: which tellings in several meetings are of one grant of one municipality.

use crate::dataset::pack::pack_fields;
use crate::tables::rows::DocumentRows;
use crate::tables::{GrantLinkRow, Source};
use crate::value::Kroner;
use std::collections::{BTreeSet, HashMap};

/// A grant as one item tells of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
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

pack_fields! {
    Telling { grant_id, item_id, source, kind, case_number, programme, awarded, applied, purpose }
}

impl Telling {
    /// The grants of a document.
    #[must_use]
    pub fn all(rows: &DocumentRows) -> Vec<Self> {
        let cases: HashMap<&str, &str> = rows
            .items
            .iter()
            .filter_map(|item| Some((item.item_id.as_str(), item.case_number.as_deref()?)))
            .collect();
        let telling = |grant: &crate::tables::GrantRow| Self {
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
        };
        rows.grants.iter().map(telling).collect()
    }

    /// By what an equal grant is found: an amount of either kind.
    fn amounts(&self) -> impl Iterator<Item = (bool, Kroner)> {
        let awarded = self.awarded.map(|amount| (true, amount));
        awarded
            .into_iter()
            .chain(self.applied.map(|amount| (false, amount)))
    }
}

/// A row a telling of one municipality, in the order of the documents; the first telling of a grant points at itself.
#[must_use]
pub fn links(told: &[Telling]) -> Vec<GrantLinkRow> {
    let mut first_of: HashMap<(bool, Kroner), Vec<usize>> = HashMap::new();
    let mut rows = Vec::with_capacity(told.len());
    for (at, telling) in told.iter().enumerate() {
        let earlier: BTreeSet<usize> = telling
            .amounts()
            .filter_map(|amount| first_of.get(&amount))
            .flatten()
            .copied()
            .collect();
        let same = earlier
            .into_iter()
            .find_map(|first| Some((first, why(&told[first], telling)?)));
        let (first, why) = same.unwrap_or((at, "first telling"));
        if first == at {
            for amount in telling.amounts() {
                first_of.entry(amount).or_default().push(at);
            }
        }
        rows.push(GrantLinkRow {
            grant_id: telling.grant_id.clone(),
            source: telling.source.clone(),
            same_as: told[first].grant_id.clone(),
            why: why.to_owned(),
        });
    }
    rows
}

/// What makes two tellings one grant. Two grants of one item are never one: the item tells them apart.
fn why(first: &Telling, other: &Telling) -> Option<&'static str> {
    if first.item_id == other.item_id || first.kind != other.kind || !same_amount(first, other) {
        return None;
    }
    let both = |field: fn(&Telling) -> &Option<String>| {
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
fn same_amount(first: &Telling, other: &Telling) -> bool {
    match (first.awarded, other.awarded) {
        (Some(one), Some(two)) => one == two,
        _ => first.applied.is_some() && first.applied == other.applied,
    }
}
