//! What a careful reader would check: totals against their parts, shares against their amounts.

use crate::facts::{Context, Figure};
use crate::problem::Problem;

/// Everything in an item's figures that does not add up.
#[must_use]
pub fn checks(_context: &Context<'_>, _figures: &[Figure]) -> Vec<Problem> {
    Vec::new()
}
