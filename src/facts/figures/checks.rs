//! What a careful reader would check: totals against their parts, an amount against its other telling, shares
//! against their amounts. Nothing is put right; both places are named.
//!
//! A check speaks only where it is nearly certain: a total that no set of parts comes near is no mismatch, but a
//! table that we do not understand.

mod shares;
mod sums;
mod tellings;

use crate::facts::{Context, Figure};
use crate::problem::Problem;

/// Everything in an item's figures that does not add up.
#[must_use]
pub fn checks(context: &Context<'_>, figures: &[Figure]) -> Vec<Problem> {
    let mut out = sums::mismatches(context, figures);
    out.extend(shares::mismatches(context, figures));
    out.extend(tellings::contradictions(context, figures));
    out
}
