//! The header of a document that states its meeting as fields, and of a page that holds one item.

use super::DocumentKind;
use super::header::{Header, TERM, committee_in, find_word};
use super::names::names;
use crate::layout::{Family, Outline, Role};
use crate::lexicon::Lexicon;
use crate::source::stated::StatedMeeting;
use crate::value::date::{first_date, first_time};
use crate::value::fold::ToLower;
use crate::value::fold::{fold, fold_some};
use crate::value::{Body, BodyKind, Date, Span};

/// The header of a document that states its meeting as fields. A document that is not called minutes may be some:
/// the field says "Dagsorden" of both, so that the items have to tell.
#[must_use]
pub fn stated(text: &str, outline: &Outline, stated: &StatedMeeting, lexicon: &Lexicon) -> Header {
    let words = |span: &Span| span.of(text);
    let all = |spans: &[Span]| spans.iter().flat_map(|span| names(words(span))).collect();
    let begins = stated.begins.as_ref().map(words).unwrap_or_default();
    let committee = stated.committee.as_ref().map(words);
    let called = stated.called.as_ref().map(words).unwrap_or_default();
    let called = called.to_lower();
    let called = lexicon
        .document_kinds
        .iter()
        .any(|(words, minutes)| *minutes && find_word(&called, words).is_some());
    Header {
        committee: committee.and_then(|name| named_body(name, lexicon)),
        term: committee
            .and_then(|name| TERM.captures(name))
            .map(|found| fold(&found[0])),
        kind: called.then_some(DocumentKind::Minutes),
        date: first_date(begins)
            .map(|date| date.value)
            .or_else(|| begins.get(..10)?.parse().ok()),
        start_time: begins
            .get(11..16)
            .filter(|time| first_time(time).is_some())
            .map(str::to_owned),
        location: stated
            .place
            .as_ref()
            .and_then(|place| fold_some(words(place))),
        participants: all(&stated.participants),
        absent: all(&stated.absent),
        span: header_span(outline).unwrap_or_default(),
    }
}

/// Body and day as they stand between an item's heading and its first section: a page of one item has no header.
#[must_use]
pub fn beside_heading(
    text: &str,
    outline: &Outline,
    lexicon: &Lexicon,
) -> (Option<Body>, Option<Date>) {
    let first = outline
        .items
        .first()
        .filter(|_| outline.family == Family::Headed);
    let lines = first.into_iter().flat_map(|item| item.body.clone());
    let words: Vec<&str> = lines
        .take_while(|at| outline.roles[*at] != Role::SectionHeading)
        .map(|at| outline.blocks[at].content.of(text))
        .collect();
    let words = words.join("\n");
    (
        committee_in(&[words.as_str()], lexicon),
        first_date(&words).map(|date| date.value),
    )
}

/// The body that a field names, with or without words that the lexicon knows bodies by.
#[must_use]
pub fn named_body(name: &str, lexicon: &Lexicon) -> Option<Body> {
    let without_term = fold(&TERM.replace(name, ""));
    let trimmed = without_term.trim_matches(|char: char| !char.is_alphanumeric());
    let kind = committee_in(&[trimmed], lexicon).map_or(BodyKind::Committee, |body| body.kind);
    (!trimmed.is_empty()).then(|| Body::new(trimmed, kind))
}

fn header_span(outline: &Outline) -> Option<Span> {
    let header = outline.blocks.iter().zip(&outline.roles);
    header
        .filter(|(_, role)| **role == Role::Header)
        .map(|(block, _)| block.span)
        .reduce(Span::cover)
}
