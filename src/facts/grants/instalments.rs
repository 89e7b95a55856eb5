//! The parts of an amount that fall in each year, out of a table's row, of a sentence or of "three equal rates".

use super::external::Draft;
use super::mention::Role;
use super::model::Instalment;
use super::story::{Sentence, Story};
use super::when;
use crate::facts::{Cell, Figure, FigureKind};
use crate::lexicon::GrantWord;
use crate::value::Kroner;

/// Finds the instalments of an external grant.
pub fn fill(story: &Story<'_>, draft: &mut Draft) {
    run(story, draft);
    let Some(amount) = draft.grant.amount_awarded.or(draft.grant.amount_applied) else {
        return;
    };
    let found = of_rows(story, amount)
        .or_else(|| of_sentences(story, amount))
        .or_else(|| equal_rates(story, draft, amount));
    draft.grant.instalments = found.unwrap_or_default();
}

/// "modtager 3 mio. kr. i 2025 og 2 mio. kr. i 2026": the amount is the sum.
fn run(story: &Story<'_>, draft: &mut Draft) {
    let Some(mention) = draft
        .mentions
        .first()
        .filter(|mention| mention.role != Role::Spoken)
    else {
        return;
    };
    let sentence = &story.sentences[mention.sentence];
    let parts = yearly(story, sentence);
    let starts = parts
        .first()
        .is_some_and(|part| part.span == story.figure(mention.figure).span);
    if parts.len() < 2 || !starts || parts.len() != sentence.money.len() {
        return;
    }
    let total = Some(sum(&parts));
    match mention.role {
        Role::Applied => draft.grant.amount_applied = total,
        _ => draft.grant.amount_awarded = total,
    }
}

/// Amounts of a sentence that each have a year of their own.
fn yearly(story: &Story<'_>, sentence: &Sentence) -> Vec<Instalment> {
    let mut parts: Vec<Instalment> = Vec::new();
    for figure in &sentence.money {
        let figure = story.figure(*figure);
        let (Some(year), Some(amount)) = (figure.year, figure.value_dkk) else {
            continue;
        };
        if parts.iter().any(|part| part.year == year) {
            return Vec::new();
        }
        parts.push(Instalment {
            year,
            amount,
            span: figure.span,
        });
    }
    parts
}

fn sum(parts: &[Instalment]) -> Kroner {
    parts
        .iter()
        .fold(Kroner::default(), |sum, part| sum + part.amount)
}

/// Whether parts come to an amount, but for rounding.
fn comes_to(parts: &[Instalment], amount: Kroner) -> bool {
    let slack = (amount.ore().abs() / 200).max(10_000);
    (sum(parts) - amount).ore().abs() <= slack
}

fn of_sentences(story: &Story<'_>, amount: Kroner) -> Option<Vec<Instalment>> {
    story
        .sentences
        .iter()
        .map(|sentence| yearly(story, sentence))
        .find(|parts| parts.len() > 1 && comes_to(parts, amount))
}

/// A table's rows, each with its cells under years.
pub fn rows<'s>(story: &Story<'s>) -> Vec<(&'s Cell, Vec<Instalment>)> {
    let mut rows: Vec<(&Cell, Vec<Instalment>)> = Vec::new();
    for figure in &story.item.figures {
        let (Some(cell), Some(part)) = (&figure.cell, in_year(figure)) else {
            continue;
        };
        match rows.last_mut() {
            Some((known, parts))
                if known.table == cell.table
                    && known.row_path == cell.row_path
                    && known.row_label == cell.row_label
                    && parts.last().is_some_and(|last| last.year < part.year) =>
            {
                parts.push(part);
            }
            _ => rows.push((cell, vec![part])),
        }
    }
    rows
}

fn in_year(figure: &Figure) -> Option<Instalment> {
    let amounts = matches!(figure.kind, FigureKind::Money);
    let amount = figure
        .value_dkk
        .filter(|value| amounts && value.ore() != 0)?;
    Some(Instalment {
        year: figure.year?,
        amount,
        span: figure.span,
    })
}

fn of_rows(story: &Story<'_>, amount: Kroner) -> Option<Vec<Instalment>> {
    rows(story)
        .into_iter()
        .map(|(_, parts)| parts)
        .find(|parts| parts.len() > 1 && comes_to(parts, amount))
}

/// "tre rater á ca. 3,1 mio. kr. i 2025-2027"
fn equal_rates(story: &Story<'_>, draft: &Draft, amount: Kroner) -> Option<Vec<Instalment>> {
    let last = *draft.tellings.last()?;
    let reach = story.sentences.len().min(last + 6);
    let first = *draft.tellings.first()?;
    story.sentences[first..reach].iter().find_map(|sentence| {
        if !sentence.says(GrantWord::Rates) {
            return None;
        }
        let years = when::years(sentence, 0..sentence.lower.len())?.value;
        sentence.money.iter().find_map(|figure| {
            let figure = story.figure(*figure);
            let rate = figure.value_dkk?;
            let part = |year| Instalment {
                year,
                amount: rate,
                span: figure.span,
            };
            let parts: Vec<Instalment> = (years.0..=years.1).map(part).collect();
            (parts.len() > 1 && comes_to(&parts, amount)).then_some(parts)
        })
    })
}
