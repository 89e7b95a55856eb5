//! `meetings`: a row a meeting document.

use super::common::{PerhapsPlace, Source};
use super::reading::Reading;
use super::record::table;
use crate::facts::{Basis, DocumentKind};
use crate::value::BodyKind;
use crate::value::fold::fold_some;

table! {
    "A meeting as one document tells of it. Whether that document is the current one of its meeting stands in meeting_versions."
    MeetingRow "meetings" Document
    key [meeting_id]
    to [document_id -> texts.document_id]
    {
        meeting_id: String, "Readable id: municipality, day, committee, kind and the first six digits of the document: 330/2025-08-13/socialudvalget/minutes/1a2b3c.";
        ..Source;
        committee: Option<String>, "The body that met, as written, without the term of office.";
        committee_key: Option<String>, "One for all spellings of the body's name.";
        body_kind: Option<String>, "What kind of body it is.", in [BodyKind::Committee, BodyKind::FinanceCommittee, BodyKind::Council, BodyKind::Advisory, BodyKind::Administration].map(BodyKind::code);
        committee_term: Option<String>, "Term of office, where written: 2022-2025.";
        kind: String, "Minutes say what was decided, an agenda what is to be treated.", in [DocumentKind::Minutes, DocumentKind::Agenda].map(DocumentKind::code);
        date_basis: Option<String>, "Where meeting_date comes from: the header states it, or it follows from another place.", in [Basis::Stated, Basis::Derived, Basis::Given].map(Basis::code);
        start_time: Option<String>, "Time of day at which the meeting began, HH:MM.";
        location: Option<String>, "Place of the meeting.";
        participants: Vec<String>, "Members named as taking part; empty where none is named.";
        absent: Vec<String>, "Members named as absent; empty where none is named.";
        @ PerhapsPlace;
    }
}

impl MeetingRow {
    /// The row of a document's meeting.
    #[must_use]
    pub fn of(reading: &Reading<'_>) -> Self {
        let meeting = &reading.minutes.meeting;
        let body = meeting.committee.as_ref();
        let place = Some(meeting.span).filter(|span| !span.is_empty());
        Self {
            meeting_id: reading.meeting_id.clone(),
            source: reading.source.clone(),
            committee: body.map(|body| body.name.clone()),
            committee_key: body.map(|body| body.key.clone()),
            body_kind: body.map(|body| body.kind.code().to_owned()),
            committee_term: meeting.term.clone(),
            kind: meeting.kind.code().to_owned(),
            date_basis: meeting.date_basis.map(|basis| basis.code().to_owned()),
            start_time: meeting.start_time.clone(),
            location: meeting.location.as_deref().and_then(fold_some),
            participants: meeting.participants.clone(),
            absent: meeting.absent.clone(),
            place: place
                .map(|span| reading.place(span).into())
                .unwrap_or_default(),
        }
    }
}
