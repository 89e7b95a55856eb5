//! What an item says of a grant beyond its amount: own share, years, people, results demanded, repayment.

use super::external::{Draft, Mention, Role};
use super::instalments;
use super::model::{Condition, Funding, Grant};
use super::names;
use super::story::{Sentence, Story};
use super::when;
use crate::lexicon::GrantWord;
use crate::value::{Decimal, Placed};
use std::ops::Range;

/// Fills every draft from the sentences that tell of it, and the first grant from the rest of the item.
pub fn fill(
    story: &Story<'_>,
    drafts: &mut [Draft],
    mentions: &[Mention],
    appropriations: &[Grant],
) {
    let main = drafts.iter().filter(|draft| !draft.supplement).count();
    let only = main == 1 && appropriations.len() < 2;
    let about = drafts.len() <= 3;
    for draft in drafts.iter_mut() {
        draft.tellings.sort_unstable();
        name(story, draft, about);
        instalments::fill(story, draft);
        date(story, draft);
        period(story, draft, only);
        period_of_twin(draft, appropriations);
        recipient(story, draft);
        purpose(story, draft);
    }
    own_share(story, drafts, mentions);
    own_share_pct(story, drafts);
    let main = drafts.iter_mut().find(|draft| !draft.supplement);
    if let Some(main) = main {
        target(story, main);
        conditions(story, main);
        repayable(story, main);
    }
}

fn name(story: &Story<'_>, draft: &mut Draft, about: bool) {
    if let Some(programme) = names::programme(story, &draft.tellings, about) {
        draft.grant.note("programme", programme.span);
        draft.grant.programme = Some(programme.value);
    }
    if draft.grant.funder.is_none()
        && let Some(funder) = funder(story, draft)
    {
        draft.grant.note("funder", funder.span);
        draft.grant.funder = Some(funder.value);
    }
}

/// The funder named in a telling, else the last one named before, else the next, else the pool itself.
fn funder(story: &Story<'_>, draft: &Draft) -> Option<Placed<String>> {
    let told = || draft.tellings.iter().map(|at| &story.sentences[*at]);
    let whole = |sentence: &Sentence| 0..sentence.lower.len();
    told()
        .find_map(|sentence| names::funder_in(story, sentence, whole(sentence), true))
        .or_else(|| told().find_map(|sentence| names::pool_in(story, sentence)))
        .or_else(|| {
            let start = draft.grant.span.start;
            let named = |before: bool| {
                let mut found = story
                    .funders
                    .iter()
                    .filter(move |funder| (funder.span.start < start) == before);
                if before { found.next_back() } else { found.next() }
            };
            let funder = named(true).or_else(|| named(false))?;
            Some(Placed::new(funder.name.clone(), funder.span))
        })
        .or_else(|| story.all().find_map(|sentence| names::pool_in(story, sentence)))
}

/// The day of the award: in the words around the amount, as far as they speak of giving.
fn date(story: &Story<'_>, draft: &mut Draft) {
    let found = draft
        .mentions
        .iter()
        .filter(|mention| matches!(mention.role, Role::Awarded | Role::Both))
        .filter_map(|mention| {
            let sentence = &story.sentences[mention.sentence];
            when::happened(story, sentence, mention.around.0.clone())
        })
        .max_by_key(|on| (on.value.len(), std::cmp::Reverse(on.span.start)));
    if let Some(on) = found {
        draft.grant.note("awarded_on", on.span);
        draft.grant.awarded_on = Some(on.value);
    }
}

/// The years: beside the amount, else of the instalments, else those of the project or in the title.
fn period(story: &Story<'_>, draft: &mut Draft, only: bool) {
    let beside = || {
        draft.mentions.iter().find_map(|mention| {
            let sentence = &story.sentences[mention.sentence];
            let (before, after) = &mention.around;
            let behind = after.start..next_amount(story, sentence, mention.figure);
            when::years(sentence, behind)
                .or_else(|| when::years(sentence, before.clone()))
                .or_else(|| when::one_year(sentence, after.clone()))
        })
    };
    let told = || {
        draft.tellings.iter().find_map(|at| {
            let sentence = &story.sentences[*at];
            when::years(sentence, 0..sentence.lower.len())
        })
    };
    let project = || {
        let periods = story.sentences.iter().filter(|sentence| when::speaks_of_period(sentence));
        let title = std::iter::once(&story.title);
        title
            .chain(periods)
            .find_map(|sentence| when::years(sentence, 0..sentence.lower.len()))
    };
    let parts = || {
        let (first, last) = (draft.grant.instalments.first()?, draft.grant.instalments.last()?);
        Some(Placed::new((first.year, last.year), first.span.cover(last.span)))
    };
    let found = beside()
        .or_else(parts)
        .or_else(told)
        .or_else(|| only.then(project).flatten());
    if let Some(years) = found {
        let (from, to) = years.value;
        draft.grant.period_start = Some(from);
        draft.grant.period_end = Some(to);
        draft.grant.note("period_start", years.span);
        draft.grant.note("period_end", years.span);
    }
}

/// An appropriation of the same amount that the grant pays for tells its years.
fn period_of_twin(draft: &mut Draft, appropriations: &[Grant]) {
    let amount = draft.grant.amount_awarded.or(draft.grant.amount_applied);
    let twin = appropriations
        .iter()
        .find(|own| own.funding == Some(Funding::Neutral) && own.expense == amount);
    let Some(twin) = twin.filter(|_| draft.grant.period_start.is_none()) else {
        return;
    };
    draft.grant.period_start = twin.period_start;
    draft.grant.period_end = twin.period_end;
    for evidence in &twin.evidence {
        if matches!(evidence.field, "period_start" | "period_end") {
            draft.grant.note(evidence.field, evidence.span);
        }
    }
}

fn next_amount(story: &Story<'_>, sentence: &Sentence, figure: usize) -> usize {
    let place = sentence.place(story.figure(figure));
    sentence
        .money
        .iter()
        .map(|other| sentence.place(story.figure(*other)).start)
        .filter(|start| *start >= place.end)
        .min()
        .unwrap_or(sentence.lower.len())
}

fn recipient(story: &Story<'_>, draft: &mut Draft) {
    let found = draft.mentions.iter().find_map(|mention| {
        let sentence = &story.sentences[mention.sentence];
        let before = mention.around.0.clone();
        let own = sentence
            .within(before.clone())
            .any(|word| word.means == GrantWord::Own);
        (!own)
            .then(|| names::society(story, sentence, before))
            .flatten()
    });
    if let Some(recipient) = found {
        draft.grant.note("recipient", recipient.span);
        draft.grant.recipient = Some(recipient.value);
    }
}

/// "til udbredelse af indsatserne", "rettet mod …", behind the amount.
fn purpose(story: &Story<'_>, draft: &mut Draft) {
    let found = draft.mentions.iter().find_map(|mention| {
        let sentence = &story.sentences[mention.sentence];
        let behind = mention.around.1.start..next_amount(story, sentence, mention.figure);
        names::purpose(story, sentence, behind)
    });
    if let Some(purpose) = found {
        draft.grant.note("purpose", purpose.span);
        draft.grant.purpose = Some(purpose.value);
    }
}

/// The municipality's own amount belongs to the grant told of in the same sentence, else to the last one before.
fn own_share(story: &Story<'_>, drafts: &mut [Draft], mentions: &[Mention]) {
    for mention in mentions.iter().filter(|mention| mention.role == Role::OwnShare) {
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
    let near = |word: &crate::lexicon::PhraseHit<GrantWord>| {
        let before = word.range.end <= place.start
            && place.start - word.range.end <= REACH
            && !sentence.lower[word.range.end..place.start].contains('%');
        let after = word.range.start >= place.end
            && sentence.lower[place.end..word.range.start].split_whitespace().count() <= 3;
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
    let mut told: Vec<(i32, usize, crate::value::Span)> = Vec::new();
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
    let near = |word: &crate::lexicon::PhraseHit<GrantWord>| {
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
        !matches!(*word, "det" | "den" | "de" | "samlede" | "bevilgede" | "fulde")
    });
    noun.is_some_and(|noun| {
        ["tilsagn", "tilskud", "støtte", "beløb", "bevilling", "midler"]
            .iter()
            .any(|start| noun.starts_with(start))
    })
}

/// "betinget tilskud", "uforbrugte midler skal betales tilbage"
fn repayable(story: &Story<'_>, draft: &mut Draft) {
    let speaks = |sentence: &&Sentence| {
        ["tilskud", "midler", "støtte", "bevilling", "tilsagn", "fond"]
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
