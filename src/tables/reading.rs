//! A document and its minutes with what every row needs: ids, places in code points, quotations.

use super::common::{Place, Source};
use crate::facts::{DocumentKind, Meeting, Minutes};
use crate::source::Document;
use crate::value::fold::fold_some;
use crate::value::id::slug;
use crate::value::{CodePoints, Date, DocumentId, MunicipalityCode, Span};
use std::collections::{HashMap, HashSet};

/// A document as read, ready to become rows.
pub struct Reading<'d> {
    /// The document.
    pub document: &'d Document,
    /// What it states.
    pub minutes: &'d Minutes,
    /// Whose document it is.
    pub source: Source,
    /// Id of its meeting.
    pub meeting_id: String,
    item_ids: Vec<String>,
    points: CodePoints<'d>,
}

impl<'d> Reading<'d> {
    /// Prepares `document` and its `minutes`.
    #[must_use]
    pub fn new(document: &'d Document, minutes: &'d Minutes) -> Self {
        let meeting = &minutes.meeting;
        let meeting_id = meeting_id(meeting, &document.id);
        Self {
            document,
            minutes,
            source: Source {
                document_id: document.id.to_string(),
                municipality_code: meeting.municipality.code.0,
                municipality: meeting.municipality.name.clone(),
                meeting_date: meeting.date,
            },
            item_ids: item_ids(&meeting_id, minutes),
            meeting_id,
            points: CodePoints::new(&document.text),
        }
    }

    /// Id of the item at `position` (from 0).
    #[must_use]
    pub fn item_id(&self, position: usize) -> Option<String> {
        self.item_ids.get(position).cloned()
    }

    /// `span` in code points.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let (start, end) = self.points.span(span);
        Place {
            span_start: count(start),
            span_end: count(end),
        }
    }

    /// Id of the fact of `kind` at `span`; `part` tells apart facts that share their words.
    #[must_use]
    pub fn fact_id(&self, kind: &str, span: Span, part: Option<&str>) -> String {
        self.document.id.fact(kind, self.points.span(span), part)
    }

    /// The exact words at `span`.
    #[must_use]
    pub fn quote(&self, span: Span) -> String {
        span.of(&self.document.text).to_owned()
    }

    /// The words at `span`, folded; `None` where there are none.
    #[must_use]
    pub fn folded(&self, span: Option<Span>) -> Option<String> {
        fold_some(span?.of(&self.document.text))
    }

    /// All code points of the text.
    #[must_use]
    pub fn characters(&self) -> i32 {
        count(self.points.at(Span::new(0, self.document.text.len()).end))
    }
}

/// A count as the tables hold it. A text is shorter than 2 GiB: the reader refuses larger documents.
pub(super) fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The readable id of a meeting's document: `330/2025-08-13/socialudvalget/minutes/1a2b3c`.
#[must_use]
pub fn meeting_id(meeting: &Meeting, document: &DocumentId) -> String {
    let committee = meeting.committee.as_ref().map(|body| body.key.as_str());
    let municipality = meeting.municipality.code;
    meeting_id_of(
        municipality,
        meeting.date,
        committee,
        meeting.kind,
        document,
    )
}

/// [`meeting_id`] of a meeting of which no more is known.
#[must_use]
pub fn meeting_id_of(
    municipality: MunicipalityCode,
    date: Option<Date>,
    committee: Option<&str>,
    kind: DocumentKind,
    document: &DocumentId,
) -> String {
    let day = day_of(municipality, date, committee);
    format!("{day}/{}/{}", kind.code(), document.short())
}

/// What all documents of one meeting share: `330/2025-08-13/socialudvalget`. A meeting whose date or
/// body is unknown is nobody else's: its key ends in its document's digits.
#[must_use]
pub fn meeting_key(
    municipality: MunicipalityCode,
    date: Option<Date>,
    committee: Option<&str>,
    document: &DocumentId,
) -> String {
    let day = day_of(municipality, date, committee);
    if date.is_some() && committee.is_some() {
        day
    } else {
        format!("{day}/{}", document.short())
    }
}

fn day_of(municipality: MunicipalityCode, date: Option<Date>, committee: Option<&str>) -> String {
    let date = date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let committee = committee.map(slug).filter(|slug| !slug.is_empty());
    format!(
        "{municipality}/{date}/{}",
        committee.as_deref().unwrap_or("unknown")
    )
}

/// Ids of the items, by position: the number as written, a repeated one with `-2`, `-3` behind it.
fn item_ids(meeting_id: &str, minutes: &Minutes) -> Vec<String> {
    let mut ids: Vec<String> = minutes
        .items
        .iter()
        .enumerate()
        .map(|(position, item)| match slug(&item.number).as_str() {
            "" => format!("{meeting_id}/position-{}", position + 1),
            number => format!("{meeting_id}/{number}"),
        })
        .collect();
    tell_apart(ids.iter_mut());
    ids
}

/// Puts `-2`, `-3` … behind ids that occur again.
pub(super) fn tell_apart<'i>(ids: impl Iterator<Item = &'i mut String>) {
    let mut seen = HashSet::new();
    // For each id that occurs again, the last number that was put behind it.
    let mut last: HashMap<String, u32> = HashMap::new();
    for id in ids {
        if seen.insert(id.clone()) {
            continue;
        }
        let times = last.entry(id.clone()).or_insert(1);
        loop {
            *times += 1;
            let other = format!("{id}-{times}");
            if seen.insert(other.clone()) {
                *id = other;
                break;
            }
        }
    }
}
