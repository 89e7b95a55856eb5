//! The municipality's own money: what the recommendation asks for, or, where it names no amount, what the account asks for.

use super::funding;
use super::model::{Grant, GrantKind, GrantStatus, Instalment};
use super::purpose;
use super::receiver;
use super::story::{Sentence, Story};
use super::when;
use super::years::instalments_and_period;
use crate::facts::{Context, Outcome};
use crate::layout::SectionKind;
use crate::lexicon::GrantWord;
use crate::value::{Kroner, Placed, Span};
use std::ops::Range;

/// A sentence or recommended point that may ask for money.
pub struct Ask {
    /// Its words.
    pub words: Sentence,
    /// Its number.
    pub point: Option<String>,
    /// Whether another body is to decide.
    pub onward: bool,
}

/// What an amount in a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Expense,
    Income,
    Both,
    Net,
    Release,
}

/// The appropriations of an item.
pub fn appropriations(context: &Context<'_>, story: &Story<'_>) -> Vec<Grant> {
    let asks = recommended(context, story);
    let mut grants = of_asks(story, &asks);
    if grants.is_empty() {
        let told = told(story);
        grants = of_asks(story, &told);
    }
    for grant in &mut grants {
        grant.evidence.retain(|evidence| evidence.field != RELEASE);
        instalments_and_period(story, grant);
    }
    funding::fill(story, &asks, &mut grants);
    grants
}

fn recommended(context: &Context<'_>, story: &Story<'_>) -> Vec<Ask> {
    let points = story.item.recommendations.iter();
    points
        .map(|point| Ask {
            words: Sentence::of(context, story.item, SectionKind::Recommendation, point.span),
            point: point.point.clone(),
            onward: !point.onward.is_empty(),
        })
        .collect()
}

/// Sentences of the account that ask for money now.
fn told(story: &Story<'_>) -> Vec<Ask> {
    let asks = |sentence: &&Sentence| {
        let place = matches!(
            sentence.section,
            SectionKind::Summary
                | SectionKind::DecisionTheme
                | SectionKind::Account
                | SectionKind::Economy
                | SectionKind::Recommendation
        );
        place && sentence.says(GrantWord::Asking)
    };
    story
        .sentences
        .iter()
        .filter(asks)
        .map(|sentence| Ask {
            words: sentence.clone(),
            point: None,
            onward: true,
        })
        .collect()
}

fn of_asks(story: &Story<'_>, asks: &[Ask]) -> Vec<Grant> {
    let mut grants: Vec<Grant> = Vec::new();
    for ask in asks {
        for grant in of_ask(story, ask) {
            let known = grants.iter_mut().find(|known| {
                amount(known) == amount(&grant)
                    && (grant.purpose.is_none() || known.purpose == grant.purpose)
                    || known.amount_applied == grant.amount_applied && is_release(&grant)
            });
            match known {
                Some(known) => known.evidence.extend(grant.evidence),
                None => grants.push(grant),
            }
        }
    }
    grants
}

fn amount(grant: &Grant) -> Option<Kroner> {
    grant.amount_applied
}

fn is_release(grant: &Grant) -> bool {
    grant
        .evidence
        .iter()
        .any(|evidence| evidence.field == RELEASE)
}

/// Marks a release while grants are put together; no column.
const RELEASE: &str = "release";

/// The appropriations that one point asks for.
fn of_ask(story: &Story<'_>, ask: &Ask) -> Vec<Grant> {
    let words = &ask.words;
    let appropriates = words.words.iter().any(|word| word.means.is_appropriation());
    if !appropriates {
        return Vec::new();
    }
    let mut grants: Vec<Grant> = Vec::new();
    let mut years: Vec<Vec<Instalment>> = Vec::new();
    for figure in &words.money {
        let (before, after) = words.around(story, *figure);
        let Some((part, own)) = part(words, &before, &after, grants.is_empty()) else {
            continue;
        };
        let told = story.figure(*figure);
        let Some(value) = told.value_dkk else {
            continue;
        };
        let open = grants.last().is_some_and(|grant| takes(grant, part, own));
        if !open && matches!(part, Part::Income | Part::Net) && !own && grants.is_empty() {
            continue;
        }
        if !open {
            let mut grant = Grant::new(GrantKind::Appropriation, told.span);
            head(
                story,
                ask,
                &mut grant,
                before.start..after.end.max(words.place(told).end),
            );
            grants.push(grant);
            years.push(Vec::new());
        }
        let (Some(grant), Some(parts)) = (grants.last_mut(), years.last_mut()) else {
            continue;
        };
        if let Some(year) = told
            .year
            .filter(|_| matches!(part, Part::Expense | Part::Both))
        {
            parts.push(Instalment {
                year,
                amount: value,
                span: told.span,
            });
        }
        put(grant, part, value, told.span);
    }
    for (grant, parts) in grants.iter_mut().zip(years) {
        if parts.len() > 1 {
            grant.instalments = parts;
        }
        settle(grant);
    }
    grants.retain(|grant| grant.amount_applied.is_some());
    grants
}

/// What an amount is, and whether a word of appropriation introduces it.
fn part(
    words: &Sentence,
    before: &Range<usize>,
    after: &Range<usize>,
    first: bool,
) -> Option<(Part, bool)> {
    use GrantWord as Word;
    let near: Vec<_> = words
        .within(before.clone())
        .map(|word| word.means)
        .collect();
    let own = near.iter().any(|means| means.is_appropriation());
    let decides = |means: &&Word| {
        means.is_appropriation()
            || matches!(
                means,
                Word::Income
                    | Word::Expense
                    | Word::Net
                    | Word::NoAppropriation
                    | Word::Part
                    | Word::OwnShare
            )
    };
    let last = near.iter().rev().find(decides).copied();
    let part = match last {
        Some(Word::NoAppropriation) => return None,
        Some(Word::OwnShare) => return None,
        _ if near.contains(&Word::BothAppropriation) => Part::Both,
        _ if near.contains(&Word::Net) => Part::Net,
        Some(Word::IncomeAppropriation | Word::Income) => Part::Income,
        Some(Word::Release)
            if !near
                .iter()
                .any(|means| means.is_appropriation() && *means != Word::Release) =>
        {
            Part::Release
        }
        Some(Word::Part) => return None,
        Some(_) => Part::Expense,
        None if first => {
            let behind = words.within(after.clone()).next().map(|word| word.means);
            return match behind {
                Some(means) if means.is_appropriation() => Some((Part::Expense, true)),
                _ => None,
            };
        }
        None => Part::Expense,
    };
    Some((part, own))
}

/// Whether an amount belongs to the appropriation before it in the same point.
fn takes(grant: &Grant, part: Part, own: bool) -> bool {
    match part {
        Part::Income => grant.income.is_none(),
        Part::Net => grant.net.is_none(),
        Part::Expense => !own || (grant.expense.is_none() && !is_release(grant)),
        Part::Release => true,
        Part::Both => false,
    }
}

fn put(grant: &mut Grant, part: Part, value: Kroner, span: Span) {
    match part {
        Part::Expense | Part::Release => {
            if grant.expense.is_none() {
                grant.expense = Some(value);
                grant.note("expense_dkk", span);
            }
            if part == Part::Release {
                grant.note(RELEASE, span);
            }
        }
        Part::Income => {
            grant.income = Some(value.abs());
            grant.note("income_dkk", span);
        }
        Part::Both => {
            grant.expense = Some(value.abs());
            grant.income = Some(value.abs());
            grant.note("expense_dkk", span);
            grant.note("income_dkk", span);
        }
        Part::Net => {
            grant.net = Some(value);
            grant.note("net_dkk", span);
        }
    }
}

/// Net and amount from what stands in the point.
fn settle(grant: &mut Grant) {
    if grant.instalments.len() > 1 {
        let sum = grant
            .instalments
            .iter()
            .fold(Kroner::default(), |sum, part| sum + part.amount);
        grant.expense = grant.expense.map(|_| sum);
    }
    if let (None, Some(expense), Some(income)) = (grant.net, grant.expense, grant.income) {
        grant.net = Some(expense - income);
        let stated: Vec<Span> = grant
            .evidence
            .iter()
            .filter(|evidence| matches!(evidence.field, "expense_dkk" | "income_dkk"))
            .map(|evidence| evidence.span)
            .collect();
        for span in stated {
            grant.note("net_dkk", span);
        }
    }
    let net = grant.net.filter(|net| net.ore() != 0);
    let income_alone = grant.income.map(|income| -income);
    grant.amount_applied = net.or(grant.expense).or(income_alone);
    if let Some(stated) = grant.evidence.first().map(|evidence| evidence.span) {
        grant.note("amount_applied_dkk", stated);
    }
}

fn head(story: &Story<'_>, ask: &Ask, grant: &mut Grant, range: Range<usize>) {
    grant.point.clone_from(&ask.point);
    if ask.point.is_some() {
        grant.note("point", ask.words.span);
    }
    grant.status = Some(status(story, ask));
    grant.note("status", ask.words.span);
    let whole = range.start..ask.words.lower.len();
    if let Some(recipient) = receiver::receiver(story, &ask.words, whole.clone()) {
        grant.note("recipient", recipient.span);
        grant.recipient = Some(recipient.value);
    }
    let purpose = purpose::appropriated_for(story, &ask.words, range)
        .or_else(|| purpose::appropriated_for(story, &ask.words, whole.clone()));
    if let Some(purpose) = purpose {
        grant.note("purpose", purpose.span);
        grant.purpose = Some(purpose.value);
    }
    if let Some(area) = purpose::policy_area(story, &ask.words) {
        grant.note("policy_area", area.span);
        grant.policy_area = Some(area.value);
    }
    let years =
        when::years(&ask.words, whole.clone()).or_else(|| when::one_year(&ask.words, whole));
    if let Some(years) = years {
        set_period(grant, &years);
    }
}

pub(super) fn set_period(grant: &mut Grant, years: &Placed<when::Years>) {
    grant.period_start = Some(years.value.0);
    grant.period_end = Some(years.value.1);
    grant.note("period_start", years.span);
    grant.note("period_end", years.span);
}

/// Decided where the body that met approved the point and nobody else is asked.
fn status(story: &Story<'_>, ask: &Ask) -> GrantStatus {
    let decided = story.item.decisions.iter().any(|decision| {
        !decision.prior
            && decision.effect == Outcome::Approved
            && decision.referred_to.is_empty()
            && (decision.point.is_none() || decision.point == ask.point)
    });
    if decided && !ask.onward {
        GrantStatus::Decided
    } else {
        GrantStatus::Proposed
    }
}
