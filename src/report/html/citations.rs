//! Numbers for the passages that a report cites, in the order in which a reader meets them.
//!
//! A passage is a place in an item: two rows of evidence that rest on the same words share a number, while each keeps a
//! name in links of its own, `e12` for [`EvidenceId`] 12, which charts use too. The first place that cites it has a name,
//! so that there is a way back without script; with script it leads to the place that a reader came from.

use super::HtmlError;
use crate::report::model::{EvidenceId, ItemIndex, Report};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The citations met so far.
pub(super) struct Citations<'report> {
    report: &'report Report,
    numbers: BTreeMap<Place, usize>,
    passages: Vec<Passage>,
    items: BTreeSet<usize>,
}

/// A passage's item, first code point and one past its last.
type Place = (usize, usize, usize);

/// A numbered passage.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// Its number, from 1.
    pub number: usize,
    /// The report's passages with this place; never empty.
    pub evidence: Vec<EvidenceId>,
}

/// A link to a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Reference {
    /// Number of the passage, as shown.
    pub number: usize,
    /// The passage: the link goes to `e{target}`.
    pub target: usize,
    /// Whether it is the first to go there, which is named `c{number}`.
    pub first: bool,
}

impl<'report> Citations<'report> {
    pub(super) fn of(report: &'report Report) -> Self {
        Self {
            report,
            numbers: BTreeMap::new(),
            passages: Vec::new(),
            items: BTreeSet::new(),
        }
    }

    /// Links to `evidence`, each passage once.
    pub(super) fn cite(&mut self, evidence: &[EvidenceId]) -> Result<Vec<Reference>, HtmlError> {
        let mut references: Vec<Reference> = Vec::new();
        for id in evidence {
            let known = self.passages.len();
            let number = self.number(*id)?;
            if references.iter().all(|known| known.number != number) {
                references.push(Reference {
                    number,
                    target: id.0,
                    first: number > known,
                });
            }
        }
        Ok(references)
    }

    /// Takes `index` up among the sources though none of its words may be cited.
    pub(super) fn show(&mut self, index: ItemIndex) -> Result<(), HtmlError> {
        self.report
            .item(index)
            .ok_or(HtmlError::UnknownItem(index))?;
        self.items.insert(index.0);
        Ok(())
    }

    /// The passages by number, and the items to show.
    pub(super) fn finish(self) -> (Vec<Passage>, BTreeSet<usize>) {
        (self.passages, self.items)
    }

    fn number(&mut self, id: EvidenceId) -> Result<usize, HtmlError> {
        let evidence = self
            .report
            .evidence(id)
            .ok_or(HtmlError::UnknownEvidence(id))?;
        let place = (evidence.item.0, evidence.start, evidence.end);
        self.check(id)?;
        if let Some(number) = self.numbers.get(&place) {
            // OK because numbers are places in `passages`, from 1.
            let known = &mut self.passages[number - 1].evidence;
            if !known.contains(&id) {
                known.push(id);
            }
            return Ok(*number);
        }
        let number = self.passages.len() + 1;
        self.numbers.insert(place, number);
        self.items.insert(evidence.item.0);
        self.passages.push(Passage {
            number,
            evidence: vec![id],
        });
        Ok(number)
    }

    /// That the passage has the words that its item has at that place.
    fn check(&self, id: EvidenceId) -> Result<(), HtmlError> {
        let evidence = self
            .report
            .evidence(id)
            .ok_or(HtmlError::UnknownEvidence(id))?;
        let item = self
            .report
            .item(evidence.item)
            .ok_or(HtmlError::UnknownItem(evidence.item))?;
        let length = evidence.end.saturating_sub(evidence.start);
        let words = item.text.chars().skip(evidence.start).take(length);
        if length > 0
            && evidence.words.chars().count() == length
            && words.eq(evidence.words.chars())
        {
            return Ok(());
        }
        Err(HtmlError::OtherWords {
            id,
            row_id: evidence.row_id.clone(),
            start: evidence.start,
            end: evidence.end,
        })
    }
}
