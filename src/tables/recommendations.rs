//! `recommendations`: a row a recommended point.

use super::common::{Place, Source};
use super::reading::Reading;
use super::record::table;
use crate::facts::Recommendation;
use crate::value::Body;

table! {
    "A recommended point (an 'at') of an item."
    RecommendationRow "recommendations" Document
    key [recommendation_id]
    to [item_id -> items.item_id, document_id -> texts.document_id]
    {
        recommendation_id: String, "Id: document, kind and span.";
        item_id: String, "The item.";
        ..Source;
        point: Option<String>, "Number of the point, as the document numbers it: 1, 2.a; null where it does not.";
        proposer: Option<String>, "Who recommends, as written.";
        addressee: Option<String>, "The body asked.";
        onward: Vec<String>, "Bodies that the addressee is asked to send the case on to; empty where none is named.";
        verb: Option<String>, "Stem of the verb: godkende, drøfte, tage til efterretning; null where none is known.";
        text: String, "What is recommended: the exact words.";
        @ Place;
    }
}

impl RecommendationRow {
    /// The row of one point of the item called `item_id`.
    #[must_use]
    pub fn of(reading: &Reading<'_>, item_id: &str, point: &Recommendation) -> Self {
        Self {
            recommendation_id: reading.fact_id("recommendation", point.span, None),
            item_id: item_id.to_owned(),
            source: reading.source.clone(),
            point: point.point.clone(),
            proposer: point.proposer.clone(),
            addressee: point.addressee.as_ref().map(|body| body.name.clone()),
            onward: names(&point.onward),
            verb: point.verb.clone(),
            text: reading.quote(point.span),
            place: reading.place(point.span),
        }
    }
}

/// The names of `bodies`, as written.
pub(super) fn names(bodies: &[Body]) -> Vec<String> {
    bodies.iter().map(|body| body.name.clone()).collect()
}
