//! An item's heading: which lines go on with its title, and what else stands in between.

use super::super::contents::Entry;
use super::super::prepare::starts_upper;
use super::super::{Family, ItemOutline, is_marked};
use super::candidate::{Candidate, candidate, is_access_mark};
use super::evidence::Evidence;
use crate::source::BlockKind;
use crate::value::fold::ToLower;
use crate::value::fold::{fold, letters};
use crate::value::{CaseNumber, Span};

/// Lines that a title may be wrapped over.
const MOST_LINES: usize = 6;
/// Longer lines are text.
const LONGEST_LINE: usize = 250;
/// A line of a title that is shorter was not wrapped.
const SHORT: usize = 60;

/// Gathers the title's lines and the item's extent, which ends before block `end`.
pub fn item(evidence: &Evidence<'_>, found: &Candidate, end: usize) -> ItemOutline {
    let mut title: Vec<Span> = Vec::new();
    if !found.title.is_empty() {
        title.push(found.title);
    }
    let (mut closed, mut case_number) = (found.closed, found.case_number);
    let mut at = found.block + 1;
    while at < end && title.len() < MOST_LINES {
        let words = evidence.blocks[at].content.of(evidence.text);
        if title.is_empty()
            && let Some(said) = is_access_mark(&words.to_lower(), evidence.lexicon)
        {
            closed = closed.or(Some(said));
        } else if title.is_empty() && at + 1 < end && CaseNumber::exact(words).is_some() {
            case_number = case_number.or(Some(evidence.blocks[at].content));
        } else if goes_on(evidence, at, &title, found) {
            title.push(evidence.blocks[at].content);
        } else {
            break;
        }
        at += 1;
    }
    if title.is_empty() {
        // "Lukket sag" with nothing behind it is all the title there is.
        title.extend(found.mark);
        at = found.block + 1;
    }
    ItemOutline {
        number: found.written.of(evidence.text).to_owned(),
        title,
        closed,
        case_number,
        heading: found.block..at,
        body: at..end,
        sections: Vec::new(),
        stated: None,
    }
}

/// Whether the block at `at` goes on with a title that so far is `title`.
fn goes_on(evidence: &Evidence<'_>, at: usize, title: &[Span], found: &Candidate) -> bool {
    let (text, blocks) = (evidence.text, evidence.blocks);
    let (block, before) = (&blocks[at], &blocks[at - 1]);
    let words = block.content.of(text);
    let so_far = joined(text, title);
    let announced = if title.is_empty() {
        None
    } else {
        in_contents(evidence.contents, &so_far, words, found.number)
    };
    let expected = title.is_empty() || announced == Some(true);
    if is_other(evidence, at, expected) || words.chars().count() > LONGEST_LINE {
        return false;
    }
    if title.is_empty() {
        return true;
    }
    if announced == Some(false) {
        return false;
    }
    if block.gap > 0 {
        return is_marked(block)
            && is_marked(before)
            && (announced == Some(true)
                || is_open_end(&so_far)
                || takes_the_mark(evidence, &so_far, words));
    }
    let small = words.chars().next().is_some_and(char::is_lowercase);
    let wrapped = small || is_open_end(&so_far) || announced == Some(true);
    if evidence.wrap.dense {
        return block.kind == before.kind
            && (wrapped || evidence.wrap.continues(text, before, block));
    }
    let sentence = starts_upper(words)
        && words.ends_with(['.', ':'])
        && before.content.of(text).chars().count() <= SHORT;
    block.kind == before.kind && (wrapped || !sentence)
}

/// Whether the block belongs to something else than a title. Where a line of one is `expected`, it may be a weak
/// heading ("Orientering").
fn is_other(evidence: &Evidence<'_>, at: usize, expected: bool) -> bool {
    let block = &evidence.blocks[at];
    let words = block.content.of(evidence.text);
    let announces = candidate(evidence.text, evidence.blocks, at, evidence.lexicon)
        .is_some_and(|echo| !matches!(echo.family, Family::Bare | Family::Alone));
    CaseNumber::alone(words).is_some()
        || evidence
            .lexicon
            .section(words)
            .is_some_and(|section| !(expected && section.weak))
        || evidence.lexicon.labelled(words).is_some()
        || is_access_mark(&words.to_lower(), evidence.lexicon).is_some()
        || announces
        || matches!(
            block.kind,
            BlockKind::TableRow
                | BlockKind::TableRule
                | BlockKind::PageBreak
                | BlockKind::ListPoint
        )
}

fn joined(text: &str, title: &[Span]) -> String {
    title
        .iter()
        .map(|span| fold(span.of(text)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What the contents say of `next`: it goes on with the title, or the title is whole without it.
fn in_contents(contents: &[Entry], so_far: &str, next: &str, number: u32) -> Option<bool> {
    let (known, more) = (letters(so_far), letters(&format!("{so_far} {next}")));
    for entry in contents
        .iter()
        .filter(|entry| entry.number.is_none_or(|known| known == number))
    {
        let entry = letters(&entry.title);
        if entry == known {
            return Some(false);
        }
        if entry.len() > known.len() && (more.starts_with(&entry) || entry.starts_with(&more)) {
            return Some(true);
        }
    }
    None
}

/// A title that ends in the middle of a phrase.
fn is_open_end(title: &str) -> bool {
    title.ends_with(['-', ',', '–'])
        || [
            " og", " af", " for", " til", " i", " om", " på", " den", " vedr.", " med", " fra",
        ]
        .iter()
        .any(|end| title.ends_with(end))
}

/// Only the second part of a title that a page broke carries the mark of a case type.
fn takes_the_mark(evidence: &Evidence<'_>, so_far: &str, next: &str) -> bool {
    let marked = |words: &str| {
        let words = words.to_lower();
        evidence
            .lexicon
            .case_types
            .iter()
            .any(|(mark, _)| mark.len() == 3 && words.trim_end().ends_with(mark.as_str()))
    };
    marked(next) && !marked(so_far)
}
