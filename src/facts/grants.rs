//! Grants and appropriations: money given to or by the municipality, as one item tells of it.
//!
//! [`story`] cuts the item into sentences with their amounts and the words beside them; [`mention`] says what a sentence
//! makes of an amount, [`external`] which mentions are one grant, [`pooled`] finds grants without an amount of their own;
//! [`details`], [`terms`], [`instalments`] and [`when`] fill the fields, with [`names`], [`programme`], [`purpose`] and [`receiver`]
//! for what is called by name. [`appropriation`], [`years`] and [`funding`] read what the municipality is asked to spend.

mod appropriation;
mod details;
mod external;
mod funding;
mod instalments;
mod mention;
pub mod model;
mod names;
mod pooled;
mod programme;
mod purpose;
mod receiver;
mod story;
mod terms;
mod when;
mod years;

#[cfg(test)]
mod tests;

use super::{Context, Figure, FigureKind, Item};
use crate::layout::ItemOutline;
use crate::problem::{Problem, ProblemCode};
use external::Draft;
use model::Grant;
use story::Story;

/// Amounts in an item's running text, beyond which no grants are looked for in it: every amount is held against every
/// sentence. Items of budgets have some hundreds, mostly in tables.
const MOST_AMOUNTS: usize = 2_000;

/// Reads the grants of an item whose other facts are read already; an item that is too long for it goes to `problems`.
#[must_use]
pub fn grants(
    context: &Context<'_>,
    outline: &ItemOutline,
    item: &Item,
    problems: &mut Vec<Problem>,
) -> Vec<Grant> {
    // Every grant begins with an amount in running text.
    let told = |figure: &Figure| figure.kind == FigureKind::Money && figure.cell.is_none();
    let amounts = item.figures.iter().filter(|figure| told(figure)).count();
    if amounts > MOST_AMOUNTS {
        let message = format!(
            "{amounts} amounts in running text; grants are looked for among {MOST_AMOUNTS} at most"
        );
        problems.push(Problem::at(
            ProblemCode::GrantsUnread,
            item.heading,
            message,
        ));
    }
    if amounts == 0 || amounts > MOST_AMOUNTS {
        return Vec::new();
    }
    if !story::may_tell(context, outline, item) {
        return Vec::new();
    }
    let story = Story::of(context, outline, item);
    let appropriations = appropriation::appropriations(context, &story);
    let mentions = mention::mentions(&story);
    let mut drafts = external::drafts(&story, &mentions);
    drafts.retain(|draft| !is_own_money(draft, &appropriations));
    details::fill(&story, &mut drafts, &mentions, &appropriations);
    let pooled = pooled::grants(&story, &drafts, &appropriations);
    let supplements: Vec<bool> = drafts.iter().map(|draft| draft.supplement).collect();
    let mut grants: Vec<Grant> = drafts.into_iter().map(|draft| draft.grant).collect();
    point_supplements(&mut grants, &supplements);
    grants.extend(pooled);
    grants.extend(appropriations);
    grants
}

/// An amount told only where the recommendation gives it away is the municipality's own money.
fn is_own_money(draft: &Draft, appropriations: &[Grant]) -> bool {
    appropriations
        .iter()
        .any(|own| own.span == draft.grant.span)
}

/// A supplement points at the first grant that it can add to.
fn point_supplements(grants: &mut [Grant], supplements: &[bool]) {
    let main = supplements.iter().position(|supplement| !supplement);
    let Some(main) = main else { return };
    for at in 0..grants.len() {
        let other = (&grants[at].funder, &grants[main].funder);
        let elsewhere = matches!(other, (Some(one), Some(two)) if one != two);
        if supplements[at] && !elsewhere {
            grants[at].supplement_to = Some(main);
            let span = grants[at].span;
            grants[at].note("supplement_to", span);
        }
    }
}
