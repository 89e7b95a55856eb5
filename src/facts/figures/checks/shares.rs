//! "svarer til 70 %" against the two amounts of its sentence.

use crate::facts::{Context, Figure, FigureKind};
use crate::problem::{Problem, ProblemCode};
use crate::value::fold::lower_in_place as lower;
use crate::value::{Decimal, Kroner};

/// Points between a stated share and the computed one up to which they are meant to be the same.
const NEAR_POINTS: i128 = 5;

/// Shares that the amounts of their sentence nearly give.
pub fn mismatches(context: &Context<'_>, figures: &[Figure]) -> Vec<Problem> {
    figures
        .iter()
        .filter(|figure| figure.kind == FigureKind::Percent && figure.cell.is_none())
        .filter(|figure| figure.unit.as_deref() == Some("pct") && is_equated(context, figure))
        .filter_map(|share| mismatch(context, share, figures))
        .collect()
}

/// Whether the words before the share say that the amounts come to it.
fn is_equated(context: &Context<'_>, share: &Figure) -> bool {
    let before = &context.text[share.sentence.start.get()..share.span.start.get()];
    let before = lower(before.trim_end());
    ["svarer til", "svarende til", "svarede til"]
        .iter()
        .any(|words| before.trim_end_matches("ca.").trim_end().ends_with(words))
}

fn mismatch(context: &Context<'_>, share: &Figure, figures: &[Figure]) -> Option<Problem> {
    let mut amounts: Vec<(&Figure, Kroner)> = figures
        .iter()
        .filter(|figure| figure.sentence == share.sentence && figure.cell.is_none())
        .filter_map(|figure| Some((figure, figure.value_dkk?)))
        .filter(|(_, value)| value.ore() > 0)
        .collect();
    amounts.dedup_by_key(|(_, value)| *value);
    let [one, other] = amounts.as_slice() else {
        return None;
    };
    let (part, whole) = if one.1 < other.1 {
        (one, other)
    } else {
        (other, one)
    };
    let stated = share.value?;
    let computed = i128::from(part.1.ore()) * 100_000_000 / i128::from(whole.1.ore());
    let step = step(stated);
    let off = (computed - stated.millionths()).abs();
    let wrong = off * 2 > step && off <= NEAR_POINTS * 1_000_000;
    wrong.then(|| {
        let tenths = Decimal::from_millionths((computed + 50_000) / 100_000 * 100_000);
        Problem::at(
            ProblemCode::ShareMismatch,
            share.span,
            format!(
                "'{}' is stated, but '{}' of '{}' is {tenths} %",
                share.span.of(context.text),
                part.0.span.of(context.text),
                whole.0.span.of(context.text),
            ),
        )
    })
}

/// The last digit's worth, in millionths: a share is told to that much.
fn step(stated: Decimal) -> i128 {
    let mut step = 1_000_000;
    while step > 1 && stated.millionths() % step != 0 {
        step /= 10;
    }
    step
}
