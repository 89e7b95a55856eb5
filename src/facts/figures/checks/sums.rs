//! Totals of tables against the sums of their parts, down the columns and along the rows.

use crate::facts::figures::table::is_total;
use crate::facts::{Cell, Context, Figure, FigureKind};
use crate::problem::{Problem, ProblemCode};
use crate::value::{Kroner, Span};
use std::collections::HashMap;

/// A sum is near a total, so that the total is meant to be it, up to this part of the total.
const NEAR: i64 = 200;
/// Totals of a column that are looked at: each is held against all rows above it.
const MOST_TOTALS: usize = 200;
/// Parts that a sum has at least.
const FEWEST_PARTS: usize = 2;

/// Totals that are near the sum of their parts and not equal to it.
pub fn mismatches(context: &Context<'_>, figures: &[Figure]) -> Vec<Problem> {
    let mut tables: HashMap<Span, Vec<Entry<'_>>> = HashMap::new();
    let mut order = Vec::new();
    for figure in figures
        .iter()
        .filter(|figure| figure.kind == FigureKind::Money)
    {
        let (Some(cell), Some(value)) = (&figure.cell, figure.value_dkk) else {
            continue;
        };
        let table = tables.entry(cell.table).or_default();
        if table.is_empty() {
            order.push(cell.table);
        }
        table.push(Entry {
            figure,
            cell,
            value,
        });
    }
    let mut out = Vec::new();
    for table in order {
        let entries = &tables[&table];
        out.extend(columns(context, entries));
        out.extend(rows(context, entries));
    }
    out
}

/// A number of a table.
struct Entry<'e> {
    figure: &'e Figure,
    cell: &'e Cell,
    value: Kroner,
}

impl Entry<'_> {
    fn is_total(&self, context: &Context<'_>) -> bool {
        let label = self.cell.row_label.as_deref().unwrap_or_default();
        is_total(label, &context.lexicon.numbers)
    }

    /// Whether the row stands under another row with numbers of its own.
    fn depth(&self) -> usize {
        self.cell
            .row_path
            .as_deref()
            .map_or(0, |path| path.matches(" › ").count())
    }
}

/// Totals at the end of a column.
fn columns(context: &Context<'_>, entries: &[Entry<'_>]) -> Vec<Problem> {
    let mut out = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut columns: Vec<Vec<&Entry<'_>>> = Vec::new();
    for entry in entries {
        let label = entry.cell.column_label.as_deref().unwrap_or_default();
        let place = *places.entry(label).or_insert(columns.len());
        match columns.get_mut(place) {
            Some(column) => column.push(entry),
            None => columns.push(vec![entry]),
        }
    }
    for column in columns {
        let mut from = 0;
        let all = column.iter().enumerate();
        let totals = all.filter(|(_, entry)| entry.is_total(context));
        for (at, entry) in totals.take(MOST_TOTALS) {
            let since: Vec<&Entry<'_>> = column[from..at].to_vec();
            let all: Vec<&Entry<'_>> = column[..at]
                .iter()
                .copied()
                .filter(|part| !part.is_total(context))
                .collect();
            let totals: Vec<&Entry<'_>> = column[..at]
                .iter()
                .copied()
                .filter(|part| part.is_total(context))
                .collect();
            out.extend(against(context, entry, &candidates(&[since, all, totals])));
            from = at + 1;
        }
    }
    out
}

/// The sets of rows that a total may be the sum of: all of them, the outermost, the innermost.
fn candidates(sets: &[Vec<&Entry<'_>>]) -> Vec<Vec<Kroner>> {
    let mut out = Vec::new();
    for set in sets {
        let top = set.iter().map(|entry| entry.depth()).min().unwrap_or(0);
        let values = |keep: &dyn Fn(&Entry<'_>) -> bool| -> Vec<Kroner> {
            set.iter()
                .filter(|entry| keep(entry))
                .map(|entry| entry.value)
                .collect()
        };
        out.push(values(&|_| true));
        out.push(values(&|entry| entry.depth() == top));
        out.push(values(&|entry| entry.depth() > top));
    }
    out.retain(|values: &Vec<Kroner>| values.len() >= FEWEST_PARTS);
    out
}

/// Totals at the end of a row: "I alt" behind columns of years.
fn rows(context: &Context<'_>, entries: &[Entry<'_>]) -> Vec<Problem> {
    let mut out = Vec::new();
    for pair in entries.chunk_by(|one, next| one.figure.sentence == next.figure.sentence) {
        let Some((last, parts)) = pair.split_last() else {
            continue;
        };
        let label = last.cell.column_label.as_deref().unwrap_or_default();
        let years = parts.iter().all(|part| part.figure.year.is_some());
        if !is_total(label, &context.lexicon.numbers) || !years {
            continue;
        }
        let values: Vec<Kroner> = parts.iter().map(|part| part.value).collect();
        if values.len() >= FEWEST_PARTS {
            out.extend(against(context, last, &[values]));
        }
    }
    out
}

/// A problem where one of the sums is near the total and none is equal to it.
fn against(
    context: &Context<'_>,
    total: &Entry<'_>,
    candidates: &[Vec<Kroner>],
) -> Option<Problem> {
    let sums: Vec<Kroner> = candidates
        .iter()
        .map(|values| {
            values
                .iter()
                .copied()
                .fold(Kroner::default(), |sum, value| sum + value)
        })
        .collect();
    let off = |sum: &Kroner| (*sum - total.value).abs().ore();
    let nearest = sums.iter().min_by_key(|sum| off(sum))?;
    let near = off(nearest).saturating_mul(NEAR) <= total.value.abs().ore();
    (off(nearest) > 0 && near).then(|| {
        Problem::at(
            ProblemCode::SumMismatch,
            total.figure.span,
            format!(
                "the total '{}' ({} kr.) is not the sum of its parts ({} kr.) in '{}'",
                total.figure.span.of(context.text),
                total.value,
                nearest,
                total.cell.column_label.as_deref().unwrap_or("the column")
            ),
        )
    })
}
