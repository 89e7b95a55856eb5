//! Of all candidates the run of rising numbers that most evidence speaks for.

use super::super::Family;
use super::candidate::{Candidate, HIGHEST_NUMBER};

/// What a step of one is worth more than a jump, so that a list inside an item does not take over.
const STEP: i64 = 3;

/// The run with the greatest weight among the candidates of `family` with at least `enough` evidence.
pub fn best_run(candidates: &[Candidate], family: Family, enough: i64) -> Vec<usize> {
    let fit: Vec<usize> = (0..candidates.len())
        .filter(|at| candidates[*at].family == family && candidates[*at].weight >= enough)
        .collect();
    let mut best: Vec<(i64, Option<usize>)> = Vec::with_capacity(fit.len());
    // For each number the best run that ends there; `below` finds the best run that ends lower.
    let mut by_number = vec![None::<usize>; HIGHEST_NUMBER as usize + 2];
    let mut below = PrefixBest::new(HIGHEST_NUMBER as usize + 2);
    for (at, candidate) in fit.iter().map(|at| &candidates[*at]).enumerate() {
        let number = candidate.number as usize;
        let step = by_number[number - 1].map(|run| (best[run].0 + STEP, run));
        let jump = below.best(number);
        let before = step
            .into_iter()
            .chain(jump)
            .max_by_key(|(weight, _)| *weight);
        let (weight, from) = before.map_or((0, None), |(weight, run)| (weight, Some(run)));
        best.push((weight + candidate.weight, from));
        if by_number[number].is_none_or(|run| best[run].0 < best[at].0) {
            by_number[number] = Some(at);
            below.raise(number, best[at].0, at);
        }
    }
    let mut run = Vec::new();
    let mut at = (0..best.len()).max_by_key(|at| (best[*at].0, std::cmp::Reverse(*at)));
    while let Some(here) = at {
        run.push(fit[here]);
        at = best[here].1;
    }
    run.reverse();
    run
}

/// Fills gaps in `run`: a number that is missing between two items (or before the first) and stands in the right
/// place with at least `enough` evidence is an item too.
pub fn fill(candidates: &[Candidate], run: Vec<usize>, enough: i64) -> Vec<usize> {
    let Some(first) = run.first().map(|at| &candidates[*at]) else {
        return run;
    };
    let family = first.family;
    let fits = |from: usize, to: usize, number: u32| {
        candidates.iter().enumerate().find_map(|(at, candidate)| {
            (candidate.family == family
                && candidate.number == number
                && candidate.weight >= enough
                && (from..to).contains(&candidate.block))
            .then_some(at)
        })
    };
    let mut out: Vec<usize> = Vec::with_capacity(run.len());
    let (mut number, mut until) = (first.number, first.block);
    while let Some(found) = number
        .checked_sub(1)
        .and_then(|below| fits(0, until, below))
    {
        out.insert(0, found);
        (number, until) = (candidates[found].number, candidates[found].block);
    }
    for pair in run.windows(2) {
        let (left, right) = (&candidates[pair[0]], &candidates[pair[1]]);
        out.push(pair[0]);
        let mut from = left.block + 1;
        for missing in left.number + 1..right.number {
            let Some(found) = fits(from, right.block, missing) else {
                continue;
            };
            from = candidates[found].block + 1;
            out.push(found);
        }
    }
    out.extend(run.last());
    out
}

/// A Fenwick tree: the best run among those that end below a number.
struct PrefixBest {
    tree: Vec<Option<(i64, usize)>>,
}

impl PrefixBest {
    fn new(size: usize) -> Self {
        Self {
            tree: vec![None; size + 1],
        }
    }

    fn raise(&mut self, number: usize, weight: i64, run: usize) {
        let mut at = number + 1;
        while at < self.tree.len() {
            if self.tree[at].is_none_or(|(best, _)| best < weight) {
                self.tree[at] = Some((weight, run));
            }
            at += at & at.wrapping_neg();
        }
    }

    fn best(&self, below: usize) -> Option<(i64, usize)> {
        let mut at = below;
        let mut best: Option<(i64, usize)> = None;
        while at > 0 {
            if let Some((weight, run)) = self.tree[at]
                && best.is_none_or(|(known, _)| known < weight)
            {
                best = Some((weight, run));
            }
            at -= at & at.wrapping_neg();
        }
        best
    }
}
