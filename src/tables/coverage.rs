//! `coverage`: what material there is.

use super::record::table;
use crate::value::Date;

table! {
    "A municipality, committee and month of the material: what 'not found' in a comparison can mean."
    CoverageRow "coverage" Across
    key [municipality_code, committee_key, month]
    {
        municipality_code: Option<i32>, "Official municipality code (kommunekode); null for rejected files of unknown origin.";
        municipality: Option<String>, "Name of the municipality, without 'Kommune'.";
        committee_key: Option<String>, "One for all spellings of the committee's name.";
        committee: Option<String>, "The committee, as its first document writes it.";
        month: Option<String>, "The month: 2025-08; null for meetings without a date.";
        meeting_date: Option<Date>, "Day of the latest meeting, as last_date.";
        documents: i32, "Documents read.", unit "documents";
        meetings: i32, "Meetings that they tell of; an agenda and its minutes are one.", unit "meetings";
        items: i32, "Items of the current document of each meeting.", unit "items";
        rejected: i32, "Documents that could not be read.", unit "documents";
        first_date: Option<Date>, "Day of the first meeting.";
        last_date: Option<Date>, "Day of the last meeting.";
    }
}
