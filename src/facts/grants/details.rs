//! What an item says of a grant beyond its amount: names, years, the day of the award.

use super::external::Draft;
use super::instalments;
use super::mention::{Mention, Role};
use super::model::{Funding, Grant};
use super::names;
use super::programme;
use super::purpose;
use super::receiver;
use super::story::{Sentence, Story};
use super::terms;
use super::when;
use crate::lexicon::GrantWord;
use crate::value::Placed;

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
        purpose_of(story, draft);
    }
    terms::fill(story, drafts, mentions);
}

fn name(story: &Story<'_>, draft: &mut Draft, about: bool) {
    if let Some(programme) = programme::programme(story, &draft.tellings, about) {
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
                if before {
                    found.next_back()
                } else {
                    found.next()
                }
            };
            let funder = named(true).or_else(|| named(false))?;
            Some(Placed::new(funder.name.clone(), funder.span))
        })
        .or_else(|| {
            story
                .all()
                .find_map(|sentence| names::pool_in(story, sentence))
        })
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
        let periods = story
            .sentences
            .iter()
            .filter(|sentence| when::speaks_of_period(sentence));
        let title = std::iter::once(&story.title);
        title
            .chain(periods)
            .find_map(|sentence| when::years(sentence, 0..sentence.lower.len()))
    };
    let parts = || {
        let (first, last) = (
            draft.grant.instalments.first()?,
            draft.grant.instalments.last()?,
        );
        Some(Placed::new(
            (first.year, last.year),
            first.span.cover(last.span),
        ))
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
            .then(|| receiver::society(story, sentence, before))
            .flatten()
    });
    if let Some(recipient) = found {
        draft.grant.note("recipient", recipient.span);
        draft.grant.recipient = Some(recipient.value);
    }
}

/// "til udbredelse af indsatserne", "rettet mod …", behind the amount.
fn purpose_of(story: &Story<'_>, draft: &mut Draft) {
    let found = draft.mentions.iter().find_map(|mention| {
        let sentence = &story.sentences[mention.sentence];
        let behind = mention.around.1.start..next_amount(story, sentence, mention.figure);
        purpose::purpose(story, sentence, behind)
    });
    if let Some(purpose) = found {
        draft.grant.note("purpose", purpose.span);
        draft.grant.purpose = Some(purpose.value);
    }
}
