//! `segments`: every piece of every document.

use super::common::{Place, Source};
use super::reading::{Reading, count};
use super::record::table;
use crate::facts::Segment;
use crate::layout::{SectionKind, SegmentKind};
use crate::value::fold::fold_some;

table! {
    "A piece of a document. Every character other than white space lies in exactly one."
    SegmentRow "segments" Document
    key [segment_id]
    to [document_id -> texts.document_id, item_id -> items.item_id]
    {
        segment_id: String, "Id: document, kind and span.";
        item_id: Option<String>, "The item that it belongs to; null in header and contents.";
        ..Source;
        kind: String, "What the piece is. artefact: page number, running head; unplaced: named in problems.", in [SegmentKind::Header, SegmentKind::Contents, SegmentKind::Heading, SegmentKind::Section, SegmentKind::Artefact, SegmentKind::Unplaced].map(SegmentKind::code);
        section: Option<String>, "What the section holds, whatever its heading is called; null for other kinds.", in SectionKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>();
        heading: Option<String>, "The section's heading as written.";
        page: Option<i32>, "Page of the source, where known.";
        @ Place;
    }
}

impl SegmentRow {
    /// The row of one piece.
    #[must_use]
    pub fn of(reading: &Reading<'_>, segment: &Segment) -> Self {
        Self {
            segment_id: reading.fact_id("segment", segment.span, None),
            item_id: segment.item.and_then(|position| reading.item_id(position)),
            source: reading.source.clone(),
            kind: segment.kind.code().to_owned(),
            section: segment.section.map(|section| section.code().to_owned()),
            heading: segment.heading.as_deref().and_then(fold_some),
            page: segment.page.map(count),
            place: reading.place(segment.span),
        }
    }
}
