//! The years of an appropriation: from the budget's table, its own instalments, or the title.

use super::appropriation::set_period;
use super::instalments;
use super::model::{Grant, Instalment};
use super::names::is_word;
use super::story::Story;
use super::when;
use crate::value::fold::ToLower;
use crate::value::{Kroner, Placed};

/// The table's row of an appropriation gives its years; failing that the year in the title.
pub fn instalments_and_period(story: &Story<'_>, grant: &mut Grant) {
    let row = best_row(story, grant);
    if let Some(parts) = row {
        if parts.len() > 1 && grant.instalments.is_empty() {
            grant.instalments.clone_from(&parts);
        }
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return;
        };
        if grant.period_start.is_none() || parts.len() > 1 {
            set_period(grant, &Placed::new((first.year, last.year), first.span));
        }
    } else if let (Some(first), Some(last)) = (grant.instalments.first(), grant.instalments.last())
    {
        let years = Placed::new((first.year, last.year), first.span);
        set_period(grant, &years);
    }
    if grant.period_start.is_none()
        && let Some(years) = title_year(story)
    {
        set_period(grant, &years);
    }
}

/// "Budgetopfølgning 2 - forventet regnskab 2025"
fn title_year(story: &Story<'_>) -> Option<Placed<when::Years>> {
    let years: Vec<(usize, i16)> = story
        .title
        .lower
        .match_indices("20")
        .filter_map(|(at, _)| {
            let digits = story.title.lower.get(at..at + 4)?;
            let year = digits.parse::<i16>().ok()?;
            let range = at..at + 4;
            is_word(&story.title.lower, &range).then_some((at, year))
        })
        .collect();
    let [(at, year)] = years.as_slice() else {
        return None;
    };
    Some(Placed::new(
        (*year, *year),
        story.title.span.part(*at..*at + 4),
    ))
}

/// The row whose first year holds the amount, told as closely as the table's unit allows, and that shares words with
/// the point.
fn best_row(story: &Story<'_>, grant: &Grant) -> Option<Vec<Instalment>> {
    let amount = grant.expense.or(grant.amount_applied)?;
    let purpose = grant.purpose.as_deref().unwrap_or_default().to_lower();
    let near = |value: Kroner| {
        let slack = (amount.ore().abs() / 100).max(10_000);
        (value - amount).ore().abs() <= slack
    };
    let rows = instalments::rows(story).into_iter().filter(|(_, parts)| {
        let first = parts.first().is_some_and(|part| near(part.amount));
        let sum = parts
            .iter()
            .fold(Kroner::default(), |sum, part| sum + part.amount);
        first || near(sum)
    });
    rows.map(|(cell, parts)| {
        let label = cell.row_label.as_deref().unwrap_or_default().to_lower();
        (shared_words(&label, &purpose), parts)
    })
    .filter(|(shared, _)| *shared > 0)
    .max_by_key(|(shared, _)| *shared)
    .map(|(_, parts)| parts)
}

/// Words of five letters and more that two labels share, beginnings counting.
pub fn shared_words(one: &str, other: &str) -> usize {
    const STEM: usize = 6;
    let stems = |words: &str| -> Vec<String> {
        words
            .split(|char: char| !char.is_alphanumeric())
            .filter(|word| word.chars().count() >= STEM)
            .map(|word| word.chars().take(STEM).collect())
            .collect()
    };
    let known = stems(other);
    stems(one)
        .iter()
        .filter(|stem| known.contains(stem))
        .count()
}
