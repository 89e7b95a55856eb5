//! Numbers with a meaning: amounts, shares, counts and durations, in running text and in tables.
//!
//! [`grammar`] reads numbers, [`units`] what they count, [`scan`] finds both in words, [`sentence`] what a sentence
//! says of a number; [`prose`] makes figures of running text, [`grid`] and [`lines`] find tables, [`table`] makes
//! figures of their cells; [`checks`] notes what does not add up.

mod cell;
mod checks;
mod grammar;
mod grid;
mod header;
mod lines;
mod prose;
mod scan;
mod sentence;
mod table;
mod units;

use super::{Context, Figure};
use crate::layout::{ItemOutline, Role, SectionKind, SectionOutline};
use crate::problem::Problem;
use crate::source::BlockKind;
use crate::value::Span;
use grid::Grid;
use std::collections::HashMap;
use std::ops::Range;

/// Reads every section of `item`; what does not add up or could not be read goes to `problems`.
#[must_use]
pub fn figures(
    context: &Context<'_>,
    item: &ItemOutline,
    problems: &mut Vec<Problem>,
) -> Vec<Figure> {
    let mut out = Vec::new();
    let mut noted = Vec::new();
    for section in &item.sections {
        if section.kind == SectionKind::Attachments {
            continue;
        }
        out.extend(section_figures(context, section, &mut noted));
    }
    out.sort_by_key(|figure| figure.span);
    note_repeats(&mut out);
    noted.extend(checks::checks(context, &out));
    problems.extend(noted);
    out
}

fn section_figures(
    context: &Context<'_>,
    section: &SectionOutline,
    problems: &mut Vec<Problem>,
) -> Vec<Figure> {
    let mut tables = grid::grids(context, section.body.clone());
    let (read, unread) = lines::grids(context, section.body.clone(), &tables);
    tables.extend(read);
    problems.extend(unread);
    let mut out = Vec::new();
    for table in &tables {
        out.extend(table::figures(context, section.kind, table, problems));
    }
    for passage in passages(context, section.body.clone(), &tables) {
        out.extend(prose::figures(context, section.kind, passage, problems));
    }
    out
}

/// Pieces of running text outside tables: lines that go on in each other.
pub(super) fn passages(context: &Context<'_>, body: Range<usize>, tables: &[Grid]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut open = false;
    let tables = Grid::taken(tables);
    for at in body {
        let block = &context.outline.blocks[at];
        if context.outline.roles[at] != Role::Text || tables.contains(&at) {
            open = false;
            continue;
        }
        let goes_on = open && block.gap == 0 && block.kind == BlockKind::Paragraph;
        match out.last_mut() {
            Some(last) if goes_on => *last = last.cover(block.span),
            _ => out.push(block.content),
        }
        open = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListPoint);
    }
    out
}

/// Points at the first telling of the same value in the same unit.
fn note_repeats(figures: &mut [Figure]) {
    let mut first: HashMap<(Option<String>, i128), usize> = HashMap::new();
    for (at, figure) in figures.iter_mut().enumerate() {
        let Some(value) = figure.value.filter(|value| value.millionths() != 0) else {
            continue;
        };
        let key = (figure.unit.clone(), value.millionths().abs());
        match first.get(&key) {
            Some(earlier) => figure.repeats = Some(*earlier),
            None => {
                first.insert(key, at);
            }
        }
    }
}

#[cfg(test)]
mod tests;
