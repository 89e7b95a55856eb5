//! One amount told with two values: the total of a table against the same total in running text.

use crate::facts::figures::table::is_total;
use crate::facts::{Context, Direction, Figure, FigureKind};
use crate::problem::{Problem, ProblemCode};
use crate::value::Kroner;
use crate::value::fold::ToLower;

/// Two amounts of four digits and more are one amount told twice up to this part of it.
const SAME: i64 = 1000;
/// An overspend in running text and in a total row are one up to this part of it.
const SAME_DEVIATION: i64 = 20;

/// Amounts in running text that a total of a table nearly tells.
pub fn contradictions(context: &Context<'_>, figures: &[Figure]) -> Vec<Problem> {
    let cells: Vec<&Figure> = figures
        .iter()
        .filter(|figure| figure.kind == FigureKind::Money && figure.cell.is_some())
        .collect();
    let totals: Vec<&Figure> = cells
        .iter()
        .copied()
        .filter(|figure| is_in_total_row(context, figure))
        .collect();
    let told = figures
        .iter()
        .filter(|figure| figure.kind == FigureKind::Money && figure.cell.is_none())
        .filter(|figure| {
            figure
                .repeats
                .is_none_or(|first| figures[first].cell.is_some())
        });
    told.filter_map(|figure| {
        let value = figure.value_dkk?.abs();
        let known = cells.iter().any(|cell| {
            cell.value_dkk
                .is_some_and(|other| rounds_to(other.abs(), value, context, figure))
        });
        let other = totals
            .iter()
            .find(|total| !known && contradicts(context, figure, total))?;
        Some(problem(context, figure, other))
    })
    .collect()
}

fn is_in_total_row(context: &Context<'_>, figure: &Figure) -> bool {
    figure
        .cell
        .as_ref()
        .and_then(|cell| cell.row_label.as_deref())
        .is_some_and(|label| is_total(label, &context.lexicon.numbers))
}

/// Whether the table's exact amount is what the text gives rounded.
fn rounds_to(exact: Kroner, told: Kroner, context: &Context<'_>, figure: &Figure) -> bool {
    let unit = last_digit(context, figure);
    (exact - told).abs().ore() * 2 <= unit
}

/// What the last digit of an amount is worth, in øre.
fn last_digit(context: &Context<'_>, figure: &Figure) -> i64 {
    let words = figure.span.of(context.text);
    let digits = digits(words).max(1);
    let mut unit = figure.value_dkk.map_or(1, |value| value.abs().ore()).max(1);
    let significant = u32::try_from(digits).unwrap_or(1) - 1;
    let mut worth = 1;
    while unit >= 10 {
        unit /= 10;
        worth *= 10;
    }
    worth / 10i64.pow(significant.min(15)).max(1)
}

/// Significant digits as written.
fn digits(words: &str) -> usize {
    let all: String = words.chars().filter(char::is_ascii_digit).collect();
    all.trim_start_matches('0').len()
}

fn contradicts(context: &Context<'_>, told: &Figure, total: &Figure) -> bool {
    let (Some(one), Some(other)) = (told.value_dkk, total.value_dkk) else {
        return false;
    };
    let (one, other) = (one.abs(), other.abs());
    let off = (one - other).abs().ore();
    let long = digits(told.span.of(context.text)) >= 4 && digits(total.span.of(context.text)) >= 4;
    let near = |part: i64| off > 0 && off.saturating_mul(part) <= other.ore();
    let deviation = matches!(
        told.direction,
        Some(Direction::Overspend | Direction::Underspend)
    ) && total
        .cell
        .as_ref()
        .and_then(|cell| cell.column_label.as_deref())
        .is_some_and(|label| label.to_lower().contains("afvig"));
    (long && near(SAME)) || (deviation && near(SAME_DEVIATION))
}

fn problem(context: &Context<'_>, told: &Figure, total: &Figure) -> Problem {
    let cell = total.cell.as_ref();
    Problem::at(
        ProblemCode::AmountContradicted,
        told.span,
        format!(
            "the text tells '{}', the table '{}' ({}, {})",
            told.span.of(context.text),
            total.span.of(context.text),
            cell.and_then(|cell| cell.row_label.as_deref())
                .unwrap_or_default(),
            cell.and_then(|cell| cell.column_label.as_deref())
                .unwrap_or_default(),
        ),
    )
}
