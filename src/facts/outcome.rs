//! What a decision's words come to.

use super::Outcome;
use super::sentences::sentences;
use crate::lexicon::{Lexicon, PhraseHit};
use crate::value::Span;
use crate::value::fold::ToLower;
use regex::Regex;
use std::sync::LazyLock;

/// Another item of the agenda: "pkt. nr. 12", "sag 11".
static OTHER_ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:punkt(?:et|erne)?|pkt\.?|sag(?:en)?)\s+(?:nr\.?\s*)?\d{1,3}\b[^.]{0,60}$")
        .expect("OK because the pattern is a constant")
});

/// How far into a later sentence a deciding word may stand to count beside that of the first.
const EARLY: usize = 60;

/// How far into a sentence a deciding word may stand that a remark behind it does not weaken.
const SOON: usize = 40;

/// What the words of a decision say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The outcome; `Other` where no deciding word is known.
    pub outcome: Outcome,
    /// The sentence with the deciding word; the whole where there is none.
    pub sentence: Span,
}

/// Reads the outcome from the words at `span`: the strongest of the deciding words, where remarks, motions
/// and minorities do not count beside a sentence that decides.
#[must_use]
pub fn verdict(text: &str, span: Span, lexicon: &Lexicon) -> Verdict {
    let mut best: Option<(Outcome, Span)> = None;
    let mut remarked: Option<(Outcome, Span)> = None;
    for sentence in sentences(text, span, lexicon) {
        let words = sentence.of(text).to_lower();
        let Some((outcome, at)) = strongest(&words, lexicon) else {
            continue;
        };
        let remark = lexicon
            .remarks
            .find_first(&words)
            .is_some_and(|hit| hit.range.start <= at + EARLY && !decides_first(&hit, at));
        let slot = if remark { &mut remarked } else { &mut best };
        match slot {
            None => *slot = Some((outcome, sentence)),
            // What a body has settled, later sentences only add to.
            Some((known, _)) if *known <= Outcome::Recommended => {}
            Some((known, _)) if outcome < *known && at <= EARLY => {
                *slot = Some((outcome, sentence))
            }
            Some(_) => {}
        }
    }
    let (outcome, sentence) = best.or(remarked).unwrap_or((Outcome::Other, span));
    Verdict { outcome, sentence }
}

/// "Godkendt, idet udvalget bemærker": the deciding word stands before the remark.
fn decides_first(remark: &PhraseHit<()>, deciding: usize) -> bool {
    deciding < remark.range.start && deciding <= SOON
}

/// The strongest outcome in one sentence (in lower case), and where its word stands.
fn strongest(words: &str, lexicon: &Lexicon) -> Option<(Outcome, usize)> {
    // What is to happen first ("efter at udvalget er orienteret") is a condition, no decision.
    let condition = [" efter at ", " når ", " hvis ", " fordi "]
        .iter()
        .filter_map(|word| words.find(word))
        .min();
    let mut hits = lexicon.outcomes.find_all(words);
    hits.retain(|hit| condition.is_none_or(|at| hit.range.start < at));
    // "Godkendt, idet punkt 5 udgår" takes another item off the agenda, not this one.
    hits.retain(|hit| {
        !matches!(hit.means, Outcome::Withdrawn | Outcome::Postponed)
            || !OTHER_ITEM.is_match(&words[..hit.range.start])
    });
    // What is said after a remark has begun is wished, not decided, when something was decided before it.
    let first = hits.first().map_or(0, |hit| hit.range.end);
    let remark = lexicon
        .remarks
        .find_all(words)
        .into_iter()
        .map(|hit| hit.range.start)
        .find(|at| *at >= first);
    hits.retain(|hit| hit.range.start <= first || remark.is_none_or(|at| hit.range.start < at));
    let whole: Vec<&PhraseHit<Outcome>> = hits
        .iter()
        .filter(|hit| {
            !hits.iter().any(|other| {
                other.range.start <= hit.range.start
                    && hit.range.end <= other.range.end
                    && other.range.len() > hit.range.len()
            })
        })
        .collect();
    // What follows "anbefaler" is what is recommended, not what is decided.
    let recommended = whole
        .iter()
        .filter(|hit| hit.means == Outcome::Recommended)
        .map(|hit| hit.range.start)
        .min();
    whole
        .into_iter()
        .filter(|hit| {
            recommended.is_none_or(|at| {
                hit.range.start <= at
                    || hit.means == Outcome::Recommended
                    || hit.means < Outcome::Approved
            })
        })
        .map(|hit| (hit.means, hit.range.start))
        .min_by_key(|(outcome, at)| (*outcome, *at))
}

/// What a decision comes to, given what doing as recommended would come to: "Godkendt" to a recommendation to
/// take note is *noted*; "Anbefales" to one is *noted* and sent on.
#[must_use]
pub fn effect(outcome: Outcome, asked: Option<Outcome>) -> Outcome {
    match (outcome, asked) {
        (Outcome::Approved, Some(asked)) => asked,
        (Outcome::Recommended, Some(asked @ (Outcome::Noted | Outcome::Discussed))) => asked,
        _ => outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deciding_words() {
        let lexicon = Lexicon::built_in();
        for (words, want) in include_str!("../../tests/cases/outcomes.md")
            .lines()
            .filter_map(|line| line.strip_prefix("| "))
            .skip(2)
            .filter_map(|line| line.trim_end_matches(" |").rsplit_once(" | "))
        {
            let read = verdict(words, Span::new(0, words.len()), &lexicon)
                .outcome
                .code();
            assert_eq!(read, want, "{words}");
        }
    }
}
