//! Who pays an appropriation: the till, nobody because income or savings cancel it out, or somebody outside.

use super::appropriation::Ask;
use super::model::{Funding, Grant};
use super::story::{Sentence, Story};
use crate::layout::SectionKind;
use crate::lexicon::GrantWord;
use crate::value::fold::ToLower;
use crate::value::{Kroner, Span};

/// Says of every appropriation who pays it, as far as the item does.
pub fn fill(story: &Story<'_>, asks: &[Ask], grants: &mut [Grant]) {
    let alone = grants.len() == 1;
    for grant in grants.iter_mut() {
        let found = cancelled(grant)
            .or_else(|| in_point(story, asks, grant))
            .or_else(|| in_text(story, grant, alone));
        if let Some((funding, span)) = found {
            grant.funding = Some(funding);
            grant.note("funding", span);
        }
    }
    till_row(story, grants);
}

fn cancelled(grant: &Grant) -> Option<(Funding, Span)> {
    let (expense, income) = (grant.expense?, grant.income?);
    let span = grant
        .evidence
        .iter()
        .find(|evidence| evidence.field == "income_dkk")?
        .span;
    (expense == income).then_some((Funding::Neutral, span))
}

/// In the point itself, or in the next ones that ask for nothing of their own: "at beløbet finansieres af kassen".
fn in_point(story: &Story<'_>, asks: &[Ask], grant: &Grant) -> Option<(Funding, Span)> {
    let own = asks
        .iter()
        .position(|ask| ask.words.span.contains(grant.span))?;
    if let Some(found) = says(&asks[own].words) {
        return Some(found);
    }
    let several = |ask: &&Ask| {
        !ask.words
            .words
            .iter()
            .any(|word| word.means.is_appropriation())
            || ask.words.money.is_empty()
            || ask
                .words
                .money
                .iter()
                .all(|figure| story.figure(*figure).value_dkk == grant.amount_applied)
    };
    asks[own + 1..]
        .iter()
        .take_while(several)
        .filter(|ask| is_about_paying(&ask.words))
        .find_map(|ask| says(&ask.words))
}

fn is_about_paying(words: &Sentence) -> bool {
    words.says(GrantWord::Financed) || words.lower.contains("finansier")
}

/// A sentence on who pays, which names the amount or is the only one it can speak of.
fn in_text(story: &Story<'_>, grant: &Grant, alone: bool) -> Option<(Funding, Span)> {
    story
        .sentences
        .iter()
        .filter(|sentence| {
            is_about_paying(sentence) && sentence.section != SectionKind::Recommendation
        })
        .filter(|sentence| {
            let named = sentence.money.iter().any(|figure| {
                story
                    .figure(*figure)
                    .value_dkk
                    .is_some_and(|value| Some(value) == grant.amount_applied)
            });
            alone || named || follows_amount(story, sentence, grant)
        })
        .find_map(says)
}

/// "… er opgjort til 641.000 kr. Administrationen anbefaler at beløbet finansieres af kassen."
fn follows_amount(story: &Story<'_>, sentence: &Sentence, grant: &Grant) -> bool {
    let Some(at) = story
        .sentences
        .iter()
        .position(|other| other.span == sentence.span)
    else {
        return false;
    };
    let Some(before) = at.checked_sub(1).and_then(|at| story.sentences.get(at)) else {
        return false;
    };
    sentence.lower.contains("beløbet")
        && before
            .money
            .iter()
            .any(|figure| story.figure(*figure).value_dkk == grant.amount_applied)
}

fn says(words: &Sentence) -> Option<(Funding, Span)> {
    let find = |wanted: &[GrantWord]| {
        words
            .words
            .iter()
            .find(|word| wanted.contains(&word.means))
            .map(|word| words.span.part(word.range.clone()))
    };
    let paying = is_about_paying(words);
    if let Some(span) = find(&[GrantWord::Cash]) {
        return Some((Funding::Cash, span));
    }
    if let Some(span) = find(&[GrantWord::Neutral, GrantWord::Internal]) {
        return Some((Funding::Neutral, span));
    }
    let outside = find(&[GrantWord::Source, GrantWord::Acronym]).filter(|_| paying)?;
    Some((Funding::External, outside))
}

/// A table's row "Kassen" that comes to what is not cancelled out: the till pays all of that.
fn till_row(story: &Story<'_>, grants: &mut [Grant]) {
    let open = |grant: &Grant| grant.funding.is_none() || grant.funding == Some(Funding::Cash);
    let sum = grants
        .iter()
        .filter(|grant| open(grant))
        .filter_map(|grant| grant.amount_applied)
        .fold(Kroner::default(), |sum, amount| sum + amount);
    let row = story.item.figures.iter().find(|figure| {
        let label = figure
            .cell
            .as_ref()
            .and_then(|cell| cell.row_label.as_deref());
        let till = label.is_some_and(|label| label.to_lower().starts_with("kasse"));
        till && sum.ore() != 0
            && figure
                .value_dkk
                .is_some_and(|value| (value.abs() - sum.abs()).ore().abs() <= 200_000)
    });
    let Some(row) = row else { return };
    for grant in grants.iter_mut().filter(|grant| grant.funding.is_none()) {
        grant.funding = Some(Funding::Cash);
        grant.note("funding", row.span);
    }
}
