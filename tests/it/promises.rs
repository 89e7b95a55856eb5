//! What every document that was read must hold, whatever is in it: nothing lost, every fact with its words.
//!
//! Shared by the tests and by the fuzz targets.

use std::collections::BTreeSet;
use std::hash::Hash;
use tvaersnit::facts::{Item, Minutes, Segment};
use tvaersnit::layout::SegmentKind;
use tvaersnit::problem::{Problem, ProblemCode};
use tvaersnit::source::Document;
use tvaersnit::value::Span;
use tvaersnit::value::fold::{fold, letters};

/// Holds `document` and `minutes` against all promises.
///
/// # Errors
/// The promise that is broken, in a sentence.
pub fn check(document: &Document, minutes: &Minutes) -> Result<(), String> {
    check_document(document)?;
    let text = &document.text;
    let pieces = minutes.segments.iter().map(|segment| segment.span);
    partition(text, pieces, "segments")?;
    for (what, span) in spans(minutes) {
        fits(text, what, span)?;
    }
    numbers_differ(minutes)?;
    unplaced_is_told(minutes)?;
    if minutes.items.is_empty() {
        return Err("a document without items was taken for a meeting".to_owned());
    }
    minutes
        .items
        .iter()
        .try_for_each(|item| check_item(text, item))
}

/// Holds what an adapter made of a file against the promises of its stage.
///
/// # Errors
/// The promise that is broken, in a sentence.
pub fn check_document(document: &Document) -> Result<(), String> {
    let text = &document.text;
    for block in &document.blocks {
        fits(text, "block", block.span)?;
        fits(text, "content of a block", block.content)?;
        if !block.content.is_empty() && !block.span.contains(block.content) {
            return Err(format!("{:?} holds words outside itself", block.span));
        }
    }
    partition(
        text,
        document.blocks.iter().map(|block| block.span),
        "blocks",
    )
}

/// Each visible character of `text` lies in exactly one of `pieces`, which are in order.
fn partition(text: &str, pieces: impl Iterator<Item = Span>, what: &str) -> Result<(), String> {
    let mut at = 0;
    let blank = |from: usize, to: usize| -> Result<(), String> {
        let between = text.get(from..to);
        let between =
            between.ok_or_else(|| format!("{what} overlap or cut a character at byte {to}"))?;
        match between.trim() {
            "" => Ok(()),
            lost => Err(format!("{what} lose {lost:?} at byte {from}")),
        }
    };
    for piece in pieces {
        blank(at, piece.start.get())?;
        at = piece.end.get();
    }
    blank(at, text.len())
}

fn fits(text: &str, what: &str, span: Span) -> Result<(), String> {
    match text.get(span.range()) {
        Some(_) => Ok(()),
        None => Err(format!(
            "{what}: {span:?} cuts a character or lies outside the text"
        )),
    }
}

/// Every span that the minutes hold, with what it is of.
fn spans(minutes: &Minutes) -> Vec<(&'static str, Span)> {
    let mut out = vec![("meeting", minutes.meeting.span)];
    for item in &minutes.items {
        out.push(("item", item.span));
        out.extend(item_spans(item));
    }
    out.extend(
        minutes
            .problems
            .iter()
            .filter_map(|problem| Some(("problem", problem.span?))),
    );
    out
}

/// The spans of what an item states.
fn item_spans(item: &Item) -> Vec<(&'static str, Span)> {
    let mut out = vec![("heading", item.heading)];
    let parts = [
        ("summary", item.summary),
        ("recommendation section", item.recommendation),
        ("decision section", item.decision),
        (
            "case number",
            item.case_number.as_ref().map(|case| case.span),
        ),
        (
            "case type",
            item.case_type.as_ref().map(|marked| marked.span),
        ),
    ];
    out.extend(
        parts
            .into_iter()
            .filter_map(|(what, span)| Some((what, span?))),
    );
    out.extend(
        item.recommendations
            .iter()
            .map(|point| ("recommendation", point.span)),
    );
    for point in &item.decisions {
        out.push(("decision", point.span));
        out.extend(point.remark.map(|remark| ("remark", remark)));
    }
    out.extend(item.route.iter().map(|step| ("route step", step.span)));
    out.extend(
        item.attachments
            .iter()
            .map(|attachment| ("attachment", attachment.span)),
    );
    out.extend(
        item.legal_references
            .iter()
            .map(|reference| ("legal reference", reference.span)),
    );
    for figure in &item.figures {
        out.extend([
            ("figure", figure.span),
            ("sentence of a figure", figure.sentence),
        ]);
        out.extend(
            figure
                .cell
                .as_ref()
                .map(|cell| ("table of a figure", cell.table)),
        );
    }
    for grant in &item.grants {
        out.push(("grant", grant.span));
        out.extend(grant.instalments.iter().map(|one| ("instalment", one.span)));
        out.extend(grant.conditions.iter().map(|one| ("condition", one.span)));
        out.extend(grant.evidence.iter().map(|one| (one.field, one.span)));
    }
    out
}

/// What has no place is told of.
fn unplaced_is_told(minutes: &Minutes) -> Result<(), String> {
    let unplaced = |segment: &Segment| segment.kind == SegmentKind::Unplaced;
    let told = |problem: &Problem| problem.code == ProblemCode::Unplaced;
    if minutes.segments.iter().any(unplaced) && !minutes.problems.iter().any(told) {
        return Err("text without a place, and no problem that says so".to_owned());
    }
    Ok(())
}

/// An item's number is part of its id; where fields give one twice, that is said.
fn numbers_differ(minutes: &Minutes) -> Result<(), String> {
    let told = |problem: &Problem| problem.code == ProblemCode::NumberRepeated;
    if minutes.problems.iter().any(told) {
        return Ok(());
    }
    let numbers = minutes.items.iter().map(|item| item.number.as_str());
    differ("items", numbers.filter(|number| !number.is_empty()))
}

/// A fact's id is made of its document, its kind, its place and its point.
fn check_item(text: &str, item: &Item) -> Result<(), String> {
    differ(
        "decisions",
        item.decisions
            .iter()
            .map(|one| (one.span, one.point.as_deref())),
    )?;
    differ("attachments", item.attachments.iter().map(|one| one.span))?;
    differ("figures", item.figures.iter().map(|one| one.span))?;
    for (what, span) in item_spans(item) {
        if !item.span.contains(span) {
            return Err(format!(
                "{what} at {span:?} lies outside its item {:?}",
                item.span
            ));
        }
    }
    quotes(text, item)
}

/// Spans quote their words.
fn quotes(text: &str, item: &Item) -> Result<(), String> {
    let says = |what: &str, span: Span, words: &str| {
        let quoted = letters(span.of(text));
        let holds = quoted.contains(&letters(words));
        holds
            .then_some(())
            .ok_or_else(|| format!("{what} {words:?} is not said by {:?}", span.of(text)))
    };
    if let Some(case) = &item.case_number {
        says("case number", case.span, &case.value.raw)?;
    }
    for attachment in &item.attachments {
        says("attachment", attachment.span, &attachment.title)?;
    }
    for reference in &item.legal_references {
        says(
            "paragraph",
            reference.span,
            reference.paragraph.as_deref().unwrap_or_default(),
        )?;
    }
    for figure in &item.figures {
        let words = figure.span.of(text);
        if !words.contains(|char: char| char.is_ascii_digit()) {
            return Err(format!("a figure without a digit: {words:?}"));
        }
        if !figure.sentence.contains(figure.span) {
            return Err(format!("a figure outside its sentence: {words:?}"));
        }
    }
    let pointed = item
        .recommendations
        .iter()
        .map(|one| one.span)
        .chain(item.decisions.iter().map(|one| one.span));
    for span in pointed {
        if fold(span.of(text)).is_empty() {
            return Err(format!("a point without words at {span:?}"));
        }
    }
    Ok(())
}

fn differ<T: Ord + Hash>(what: &str, keys: impl Iterator<Item = T>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for (at, key) in keys.enumerate() {
        if !seen.insert(key) {
            return Err(format!("two {what} have one id; the second is number {at}"));
        }
    }
    Ok(())
}
