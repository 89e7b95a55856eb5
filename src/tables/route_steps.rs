//! `route_steps`: a row a step on a case's way, as announced.

use super::common::{Place, Source};
use super::reading::{Reading, count};
use super::record::table;
use crate::facts::{RouteRole, RouteStep};
use crate::value::Date;

table! {
    "A step on a case's way, as an item announces it. A step announced is not a decision made."
    RouteStepRow "route_steps" Document
    key [item_id, position]
    to [item_id -> items.item_id, document_id -> texts.document_id]
    {
        item_id: String, "The item.";
        position: i32, "Place among the item's steps, from 1.";
        ..Source;
        body: String, "The body, as written.";
        role: String, "What the body does with the case.", in [RouteRole::Decides, RouteRole::Recommends, RouteRole::Informed, RouteRole::Discusses, RouteRole::Heard, RouteRole::Competence].map(RouteRole::code);
        planned_on: Option<Date>, "The day planned.";
        @ Place;
    }
}

impl RouteStepRow {
    /// The row of the step at `position` (from 0) of the item called `item_id`.
    #[must_use]
    pub fn of(reading: &Reading<'_>, item_id: &str, position: usize, step: &RouteStep) -> Self {
        Self {
            item_id: item_id.to_owned(),
            position: count(u32::try_from(position + 1).unwrap_or(u32::MAX)),
            source: reading.source.clone(),
            body: step.body.name.clone(),
            role: step.role.code().to_owned(),
            planned_on: step.planned_on,
            place: reading.place(step.span),
        }
    }
}
