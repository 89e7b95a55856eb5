//! The partition of a document: every block in one piece, neighbours of a kind joined.

use super::{Outline, Role, SectionKind, SegmentKind};
use crate::facts::Segment;
use crate::source::Document;
use crate::value::Span;
use crate::value::fold::fold_some;

/// What makes two neighbouring blocks one piece.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    kind: SegmentKind,
    item: Option<usize>,
    section: Option<usize>,
}

/// Cuts the document into pieces, in order; together they hold each block once.
#[must_use]
pub fn segments(document: &Document, outline: &Outline) -> Vec<Segment> {
    let places = places(outline);
    let mut out: Vec<Segment> = Vec::new();
    let mut last: Option<Place> = None;
    for (block, place) in outline.blocks.iter().zip(places) {
        match out.last_mut() {
            Some(segment) if last == Some(place) => segment.span = segment.span.cover(block.span),
            _ => out.push(segment(document, outline, place, block.span)),
        }
        last = Some(place);
    }
    out
}

fn places(outline: &Outline) -> Vec<Place> {
    let mut places: Vec<Place> = outline
        .roles
        .iter()
        .map(|role| {
            let kind = match role {
                Role::Header => SegmentKind::Header,
                Role::Contents => SegmentKind::Contents,
                Role::ItemHeading | Role::ItemLabel | Role::SectionHeading => SegmentKind::Heading,
                Role::Text => SegmentKind::Section,
                Role::Artefact => SegmentKind::Artefact,
                Role::Unplaced => SegmentKind::Unplaced,
            };
            Place {
                kind,
                item: None,
                section: None,
            }
        })
        .collect();
    for (position, item) in outline.items.iter().enumerate() {
        for place in &mut places[item.heading.start..item.body.end] {
            place.item = Some(position);
        }
        for (number, section) in item.sections.iter().enumerate() {
            for at in section
                .body
                .clone()
                .filter(|at| outline.roles[*at] == Role::Text)
            {
                places[at].section = Some(number);
            }
            // A heading is a piece of its own, told from its neighbours by the section it opens.
            if section.heading.is_some()
                && let Some(at) = section.body.start.checked_sub(1)
                && outline.roles[at] == Role::SectionHeading
            {
                places[at].section = Some(number);
            }
        }
    }
    places
}

fn segment(document: &Document, outline: &Outline, place: Place, span: Span) -> Segment {
    let section = place
        .item
        .zip(place.section)
        .map(|(item, section)| &outline.items[item].sections[section]);
    let is_section = place.kind == SegmentKind::Section;
    let kind: Option<SectionKind> = section.filter(|_| is_section).map(|section| section.kind);
    Segment {
        kind: place.kind,
        section: kind,
        heading: section
            .and_then(|section| section.heading)
            .and_then(|heading| fold_some(heading.of(&document.text))),
        item: place.item,
        page: document.page_at(span),
        span,
    }
}
