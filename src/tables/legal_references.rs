//! `legal_references`: a row a reference to an act.

use super::common::{Place, Source};
use super::reading::Reading;
use super::record::table;
use crate::facts::LegalReference;

table! {
    "A reference to an act in an item."
    LegalReferenceRow "legal_references" Document
    key [reference_id]
    to [item_id -> items.item_id, document_id -> texts.document_id]
    {
        reference_id: String, "Id: document, kind and span.";
        item_id: String, "The item.";
        ..Source;
        act: Option<String>, "The act, as written.";
        paragraph: Option<String>, "The paragraph, as written: § 85.";
        text: String, "The exact words.";
        @ Place;
    }
}

impl LegalReferenceRow {
    /// The row of one reference of the item called `item_id`.
    #[must_use]
    pub fn of(reading: &Reading<'_>, item_id: &str, reference: &LegalReference) -> Self {
        Self {
            reference_id: reading.fact_id("reference", reference.span, None),
            item_id: item_id.to_owned(),
            source: reading.source.clone(),
            act: reference.act.clone(),
            paragraph: reference.paragraph.clone(),
            text: reading.quote(reference.span),
            place: reading.place(reference.span),
        }
    }
}
