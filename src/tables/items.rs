//! `items`: a row an agenda item.

use super::common::{Place, Source};
use super::reading::{Reading, count};
use super::record::table;
use crate::facts::{Access, CaseType, Item};
use crate::value::CaseSystem;
use crate::value::fold::fold_some;

table! {
    "An agenda item. Longer sections: segments with texts."
    ItemRow "items" Document
    key [item_id]
    to [meeting_id -> meetings.meeting_id, document_id -> texts.document_id]
    {
        item_id: String, "Readable id: meeting and number; a number that a document repeats gets -2.";
        meeting_id: String, "The meeting.";
        ..Source;
        position: i32, "Place in the document, from 1.";
        number: Option<String>, "Number as written: 74.";
        title: Option<String>, "Title, without number and case-type mark; null where the item has none.";
        case_number: Option<String>, "Number of the case, as written.";
        case_system: Option<String>, "How the number is built: on the national subject code KLE, as a running number within a year, or otherwise.", in [CaseSystem::Kle, CaseSystem::Yearly, CaseSystem::Other].map(CaseSystem::code);
        kle_subject: Option<String>, "KLE subject read from the number: 17.27.00.";
        kle_facet: Option<String>, "KLE facet read from the number: P20.";
        case_type: Option<String>, "Case type, only where the document marks it.", in [CaseType::Decision, CaseType::Information, CaseType::Discussion].map(CaseType::code);
        access: String, "Whether the item is open to the public.", in [Access::Open, Access::Closed].map(Access::code);
        summary: Option<String>, "The case in short, folded to one line.";
        recommendation_text: Option<String>, "The section of recommendations, folded to one line.";
        decision_text: Option<String>, "The section of the decision (not earlier ones), folded to one line.";
        @ Place;
    }
}

impl ItemRow {
    /// The row of the item at `position` (from 0).
    #[must_use]
    pub fn of(reading: &Reading<'_>, position: usize, item: &Item) -> Self {
        let number = item.case_number.as_ref().map(|placed| &placed.value);
        Self {
            item_id: reading.item_id(position).unwrap_or_default(),
            meeting_id: reading.meeting_id.clone(),
            source: reading.source.clone(),
            position: count(u32::try_from(position + 1).unwrap_or(u32::MAX)),
            number: fold_some(&item.number),
            title: fold_some(&item.title),
            case_number: number.map(|number| number.raw.clone()),
            case_system: number.map(|number| number.system.code().to_owned()),
            kle_subject: number.and_then(|number| number.kle_subject.clone()),
            kle_facet: number.and_then(|number| number.kle_facet.clone()),
            case_type: item
                .case_type
                .as_ref()
                .map(|marked| marked.value.code().to_owned()),
            access: item.access.code().to_owned(),
            summary: reading.folded(item.summary),
            recommendation_text: reading.folded(item.recommendation),
            decision_text: reading.folded(item.decision),
            place: reading.place(item.span),
        }
    }
}
