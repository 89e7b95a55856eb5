//! The terms of a grant: the municipality's own share, people to be reached, results demanded, repayment.

use super::external::Draft;
use super::mention::{Mention, Role};
use super::model::Condition;
use super::story::{Sentence, Story};
use crate::lexicon::{GrantWord, PhraseHit};
use crate::value::{Decimal, Span};
use std::ops::Range;

/// Fills the terms: own shares of the grant that they stand by, all else of the first grant.
pub fn fill(story: &Story<'_>, drafts: &mut [Draft], mentions: &[Mention]) {
    own_share(story, drafts, mentions);
    own_share_pct(story, drafts);
    if let Some(main) = drafts.iter_mut().find(|draft| !draft.supplement) {
        target(story, main);
        conditions(story, main);
        repayable(story, main);
    }
}

/// The municipality's own amount belongs to the grant told of in the same sentence, else to the last one before.
fn own_share(story: &Story<'_>, drafts: &mut [Draft], mentions: &[Mention]) {
    for mention in mentions
        .iter()
        .filter(|mention| mention.role == Role::OwnShare)
    {
        let part = story.sentences[mention.sentence]
            .within(mention.around.0.clone())
            .any(|word| word.means == GrantWord::Part);
        let Some(draft) = nearest(drafts, mention.sentence) else {
            return;
        };
        if draft.grant.co_financing.is_none() || part {
            let figure = story.figure(mention.figure);
            draft.grant.co_financing = figure.value_dkk;
            draft.grant.note("co_financing_dkk", figure.span);
        }
    }
}

fn own_share_pct(story: &Story<'_>, drafts: &mut [Draft]) {
    for (at, sentence) in story.sentences.iter().enumerate() {
        for figure in &sentence.percent {
            let figure = story.figure(*figure);
            if !is_own_share(sentence, &sentence.place(figure)) {
                continue;
            }
            let Some(draft) = nearest(drafts, at) else {
                return;
            };
            if draft.grant.co_financing_pct.is_none() {
                draft.grant.co_financing_pct = figure.value;
                draft.grant.note("co_financing_pct", figure.span);
            }
        }
    }
}

/// "medfinansiering på 30 %", "25 % i egenfinansiering"
fn is_own_share(sentence: &Sentence, place: &Range<usize>) -> bool {
    const REACH: usize = 40;
    let near = |word: &PhraseHit<GrantWord>| {
        let before = word.range.end <= place.start
            && place.start - word.range.end <= REACH
            && !sentence.lower[word.range.end..place.start].contains('%');
        let after = word.range.start >= place.end
            && sentence.lower[place.end..word.range.start]
                .split_whitespace()
                .count()
                <= 3;
        before || after
    };
    sentence
        .words
        .iter()
        .any(|word| word.means == GrantWord::OwnShare && near(word))
}

/// The grant that the sentence at `at` speaks of: told there, else told last before it, else the first.
fn nearest(drafts: &mut [Draft], at: usize) -> Option<&mut Draft> {
    let distance = |draft: &Draft| {
        let best = draft
            .tellings
            .iter()
            .map(|telling| match telling {
                telling if *telling <= at => at - telling,
                telling => (telling - at) * 10,
            })
            .min();
        (draft.supplement, best.unwrap_or(usize::MAX))
    };
    drafts.iter_mut().min_by_key(|draft| distance(draft))
}

/// The number of people that a word of reaching introduces; of several the one told most.
fn target(story: &Story<'_>, draft: &mut Draft) {
    let mut told: Vec<(i32, usize, Span)> = Vec::new();
    for sentence in &story.sentences {
        for figure in &sentence.persons {
            let figure = story.figure(*figure);
            let whole = figure.value.map(Decimal::millionths);
            let (Some(value), Some("persons")) = (whole, figure.unit.as_deref()) else {
                continue;
            };
            let place = sentence.place(figure);
            let (Ok(value), true) = (
                i32::try_from(value / 1_000_000),
                is_target(sentence, &place),
            ) else {
                continue;
            };
            match told.iter_mut().find(|(known, ..)| *known == value) {
                Some((_, times, _)) => *times += 1,
                None => told.push((value, 1, figure.span)),
            }
        }
    }
    let most = told.iter().map(|(_, times, _)| *times).max();
    if let Some((value, _, span)) = told.into_iter().find(|(_, times, _)| Some(*times) == most) {
        draft.grant.target_persons = Some(value);
        draft.grant.note("target_persons", span);
    }
}

fn is_target(sentence: &Sentence, place: &Range<usize>) -> bool {
    const REACH: usize = 60;
    let near = |word: &PhraseHit<GrantWord>| {
        word.range.end <= place.start && place.start - word.range.end <= REACH
            || word.range.start >= place.end && word.range.start - place.end <= REACH
    };
    let says = |means: GrantWord| {
        sentence
            .words
            .iter()
            .any(|word| word.means == means && near(word))
    };
    says(GrantWord::Target) && !says(GrantWord::NoTarget) && !says(GrantWord::National)
}

/// A sentence with two shares that speaks of paying out: "Hvis 50 pct. … kan 40 pct. af tilsagnsbeløbet udbetales".
fn conditions(story: &Story<'_>, draft: &mut Draft) {
    for sentence in &story.sentences {
        let shares: Vec<_> = sentence
            .percent
            .iter()
            .map(|figure| story.figure(*figure))
            .collect();
        let [first, second] = shares.as_slice() else {
            continue;
        };
        if !sentence.says(GrantWord::Payout) || !sentence.says(GrantWord::Demand) {
            continue;
        }
        let (threshold, releases) = if is_of_the_grant(sentence, &sentence.place(first))
            && !is_of_the_grant(sentence, &sentence.place(second))
        {
            (second, first)
        } else {
            (first, second)
        };
        draft.grant.conditions.push(Condition {
            threshold: threshold.value,
            releases: releases.value,
            span: sentence.span,
        });
    }
}

/// "40 pct. af tilsagnsbeløbet"
fn is_of_the_grant(sentence: &Sentence, place: &Range<usize>) -> bool {
    let behind = sentence.lower[place.end..].trim_start();
    let Some(of) = behind.strip_prefix("af ") else {
        return false;
    };
    let noun = of.split([' ', ',', '.']).find(|word| {
        !matches!(
            *word,
            "det" | "den" | "de" | "samlede" | "bevilgede" | "fulde"
        )
    });
    noun.is_some_and(|noun| {
        [
            "tilsagn",
            "tilskud",
            "støtte",
            "beløb",
            "bevilling",
            "midler",
        ]
        .iter()
        .any(|start| noun.starts_with(start))
    })
}

/// "betinget tilskud", "uforbrugte midler skal betales tilbage"
fn repayable(story: &Story<'_>, draft: &mut Draft) {
    let speaks = |sentence: &&Sentence| {
        [
            "tilskud",
            "midler",
            "støtte",
            "bevilling",
            "tilsagn",
            "fond",
        ]
        .iter()
        .any(|word| sentence.lower.contains(word))
    };
    for (means, value) in [(GrantWord::NoRepay, false), (GrantWord::Repay, true)] {
        let found = story
            .sentences
            .iter()
            .filter(speaks)
            .flat_map(|sentence| sentence.words.iter().map(move |word| (sentence, word)))
            .find(|(_, word)| word.means == means);
        if let Some((sentence, word)) = found {
            draft.grant.repayable = Some(value);
            let place = sentence.span.part(word.range.clone());
            draft.grant.note("repayable", place);
            return;
        }
    }
}
