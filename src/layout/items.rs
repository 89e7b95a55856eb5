//! Where items begin: every line that could announce one is weighed, and the best run of rising numbers wins.
//!
//! [`candidate`] reads a line's form, [`evidence`] weighs it, [`run`] chooses, [`left_out`] takes in what no run can hold,
//! [`title`] gathers the heading.

pub mod candidate;
mod evidence;
pub mod fields;
mod left_out;
mod run;
mod title;

use super::contents::Entry;
use super::prepare::Wrap;
use super::{Family, ItemOutline, Role};
use crate::lexicon::Lexicon;
use crate::problem::{Problem, ProblemCode};
use crate::source::Block;
use candidate::{Candidate, candidate};
use evidence::Evidence;
use left_out::TakenIn;
use std::collections::HashSet;

/// What was found.
#[derive(Debug)]
pub struct FoundItems {
    /// The items, in order.
    pub items: Vec<ItemOutline>,
    /// How they are announced.
    pub family: Family,
    /// Gaps and repetitions of numbers.
    pub problems: Vec<Problem>,
}

/// Evidence that a candidate must have, tried in turn: a document of bare prose shows little of it.
const ENOUGH: [i64; 3] = [4, 1, -3];
/// Evidence for a number that is missing between two items.
const ENOUGH_IN_A_GAP: i64 = 1;

/// Finds the items.
#[must_use]
pub fn find(
    text: &str,
    blocks: &[Block],
    roles: &[Role],
    contents: &[Entry],
    wrap: Wrap,
    lexicon: &Lexicon,
) -> FoundItems {
    let evidence = Evidence {
        text,
        blocks,
        roles,
        contents,
        wrap,
        lexicon,
    };
    let candidates = weighed(&evidence);
    let (family, run) = choose(&candidates);
    let known = run.len();
    let TakenIn { chosen, doubtful } = left_out::take_in(&evidence, &candidates, run);
    // Between two headings that were taken in, one with less evidence is to be expected as well.
    let chosen = if chosen.len() > known {
        run::fill(&candidates, chosen, ENOUGH_IN_A_GAP)
    } else {
        chosen
    };
    let items: Vec<ItemOutline> = chosen
        .iter()
        .enumerate()
        .map(|(position, at)| {
            let end = chosen
                .get(position + 1)
                .map_or(blocks.len(), |next| candidates[*next].block);
            title::item(&evidence, &candidates[*at], end)
        })
        .collect();
    let mut problems = numbering(blocks, &items);
    problems.extend(doubtful.into_iter().map(|(at, item)| {
        let (place, number) = (blocks[candidates[at].block].span, candidates[at].number);
        let message = format!("a line inside item {number} may announce another item {number}");
        Problem::at(ProblemCode::HeadingDoubtful, place, message).in_item(item)
    }));
    FoundItems {
        items,
        family,
        problems,
    }
}

fn weighed(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = (0..evidence.blocks.len())
        .filter(|at| evidence.roles[*at] == Role::Text)
        .filter_map(|at| candidate(evidence.text, evidence.blocks, at, evidence.lexicon))
        .collect();
    let weights: Vec<i64> = (0..candidates.len())
        .map(|at| evidence.weight(&candidates, at))
        .collect();
    for (candidate, weight) in candidates.iter_mut().zip(weights) {
        candidate.weight = weight;
    }
    candidates
}

/// The family and its candidates that announce the items.
fn choose(candidates: &[Candidate]) -> (Family, Vec<usize>) {
    for enough in ENOUGH {
        let best = Family::OF_LINES
            .into_iter()
            .filter(|family| enough > 0 || !matches!(family, Family::Alone | Family::Bare))
            .map(|family| (family, run::best_run(candidates, family, enough)))
            .filter(|(_, run)| !run.is_empty())
            .max_by_key(|(family, run)| {
                (
                    run.iter().map(|at| candidates[*at].weight).sum::<i64>(),
                    std::cmp::Reverse(*family),
                )
            });
        if let Some((family, run)) = best {
            return (family, run::fill(candidates, run, ENOUGH_IN_A_GAP));
        }
    }
    (Family::Word, Vec::new())
}

/// Gaps and repetitions in the running numbers. An item without a number says nothing of them.
fn numbering(blocks: &[Block], items: &[ItemOutline]) -> Vec<Problem> {
    let value = |item: &ItemOutline| item.number.parse::<u32>().unwrap_or(0);
    let mut known = HashSet::new();
    let mut before: Option<&ItemOutline> = None;
    let mut out = Vec::new();
    let numbered = items.iter().enumerate();
    for (position, item) in numbered.filter(|(_, item)| !item.number.is_empty()) {
        let place = blocks[item.heading.start].span;
        let mut note =
            |code, message| out.push(Problem::at(code, place, message).in_item(position));
        if !known.insert(item.number.as_str()) {
            let message = format!("an earlier item has the number {} too", item.number);
            note(ProblemCode::NumberRepeated, message);
        } else if let Some(before) = before.filter(|before| value(item) != value(before) + 1) {
            let message = format!("item {} is followed by item {}", before.number, item.number);
            note(ProblemCode::NumberGap, message);
        }
        before = Some(item);
    }
    out
}
