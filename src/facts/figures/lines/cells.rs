//! Tables of which plain text kept one cell a line: labels of columns, then each row's label and its numbers.

use super::{
    captions, cell_of, content_of, grid, header, is_label, is_unit, label_groups, row, unread,
};
use crate::facts::Context;
use crate::facts::figures::cell::{Content, NumberCell};
use crate::facts::figures::grid::{Grid, Row};
use crate::problem::Problem;

/// Numbers that a taken-apart table has at least.
const FEWEST_NUMBERS: usize = 4;

/// The tables among the `free` blocks, and those that could not be read.
pub fn grids(context: &Context<'_>, free: &[usize]) -> (Vec<Grid>, Vec<Problem>) {
    let (mut grids, mut problems) = (Vec::new(), Vec::new());
    for run in runs(context, free) {
        let sequence = alternation(context, &run);
        let numbers: usize = sequence.iter().map(|(_, numbers)| numbers.len()).sum();
        if numbers < FEWEST_NUMBERS || sequence.len() < 2 || !has_figures(context, &run) {
            continue;
        }
        match table(context, free, &sequence) {
            Read::Table(grid) => grids.push(grid),
            Read::Uneven => problems.extend(unread(
                context,
                &run,
                "the lines of a table do not come in rows of one length",
            )),
            Read::None => {}
        }
    }
    (grids, problems)
}

enum Read {
    Table(Grid),
    /// Rows of different lengths, or columns without labels.
    Uneven,
    /// No table at all.
    None,
}

fn is_number(content: &Content) -> bool {
    !matches!(content, Content::Words)
}

/// Blocks that follow each other and are cells: short labels, numbers, dashes.
fn runs(context: &Context<'_>, free: &[usize]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new()];
    for at in free {
        let fits = is_label(context, *at) || is_number(&content_of(context, *at));
        let open = out.len() - 1; // OK because there is always one run.
        match (fits, out[open].is_empty()) {
            (true, _) => out[open].push(*at),
            (false, false) => out.push(Vec::new()),
            (false, true) => {}
        }
    }
    out
}

/// Whether a run holds numbers that are no list numbers or years: grouped, with decimals, a sign or a unit.
fn has_figures(context: &Context<'_>, run: &[usize]) -> bool {
    let weighty = run
        .iter()
        .filter(|at| {
            content_of(context, **at)
                .number()
                .is_some_and(|cell| cell.signed || cell.unit.is_some() || !cell.number.is_plain())
        })
        .count();
    weighty * 2 >= FEWEST_NUMBERS
}

/// Labels and the numbers behind them, in turn.
fn alternation(context: &Context<'_>, run: &[usize]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut out: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for at in run {
        let content = content_of(context, *at);
        let unit = out.is_empty() && content.number().is_some_and(NumberCell::is_round_unit);
        let number = is_number(&content) && !unit;
        match out.last_mut() {
            Some((_, numbers)) if number => numbers.push(*at),
            Some((labels, numbers)) if numbers.is_empty() => labels.push(*at),
            None if number => out.push((Vec::new(), vec![*at])),
            _ => out.push((vec![*at], Vec::new())),
        }
    }
    out.retain(|(_, numbers)| !numbers.is_empty());
    out
}

fn table(context: &Context<'_>, free: &[usize], sequence: &[(Vec<usize>, Vec<usize>)]) -> Read {
    let (labels, first) = &sequence[0]; // OK because the caller counted two.
    let years = first.len() >= 2
        && first
            .iter()
            .all(|at| matches!(content_of(context, *at), Content::Year(_)));
    let width = first.len();
    let even = sequence.iter().all(|(_, numbers)| numbers.len() == width);
    if width < 2 {
        return Read::None;
    }
    if !even {
        return Read::Uneven;
    }
    let groups = label_groups(context, labels);
    let (head, used, data) = if years {
        let corner: Vec<usize> = groups.last().cloned().unwrap_or_default();
        let cells = std::iter::once(cell_of(context, &corner))
            .chain(first.iter().map(|at| cell_of(context, &[*at])))
            .collect();
        let used = corner.iter().chain(first).copied().collect();
        (Some(row(cells, 1)), used, &sequence[1..])
    } else {
        let Some((label, above)) = split_header(context, labels, width) else {
            return Read::Uneven;
        };
        let head = header(context, &above, width);
        let used: Vec<usize> = above
            .concat()
            .into_iter()
            .chain(label.iter().copied())
            .collect();
        let rows = std::iter::once((label.clone(), first.clone()))
            .chain(sequence[1..].iter().cloned())
            .collect::<Vec<_>>();
        return finish(context, free, head, used, &rows);
    };
    finish(context, free, head, used, data)
}

/// The last group is the first row's label; those before it name the columns. Where no blank lines part the cells,
/// each line is one, and there must be exactly a label a column, with or without a corner.
fn split_header(
    context: &Context<'_>,
    labels: &[usize],
    width: usize,
) -> Option<(Vec<usize>, Vec<Vec<usize>>)> {
    let groups = label_groups(context, labels);
    let (label, above) = groups.split_last()?;
    if above.len() >= width {
        let from = above.len().saturating_sub(width + 1);
        return Some((label.clone(), above[from..].to_vec()));
    }
    let lines: Vec<Vec<usize>> = groups
        .last()?
        .iter()
        .filter(|at| !is_unit(context, **at))
        .map(|at| vec![*at])
        .collect();
    let (label, above) = lines.split_last()?;
    let certain = above.len() == width || above.len() == width + 1;
    certain.then(|| (label.clone(), above.to_vec()))
}

fn finish(
    context: &Context<'_>,
    free: &[usize],
    head: Option<Row>,
    used: Vec<usize>,
    data: &[(Vec<usize>, Vec<usize>)],
) -> Read {
    let mut rows: Vec<Row> = head.into_iter().collect();
    let mut blocks = used;
    for (labels, numbers) in data {
        let groups = label_groups(context, labels);
        let Some((label, heads)) = groups.split_last() else {
            return Read::Uneven;
        };
        rows.extend(
            heads
                .iter()
                .map(|head| row(vec![cell_of(context, head)], 1)),
        );
        let cells = std::iter::once(cell_of(context, label))
            .chain(numbers.iter().map(|at| cell_of(context, &[*at])))
            .collect();
        rows.push(row(cells, 1));
        blocks.extend(labels.iter().chain(numbers));
    }
    blocks.sort_unstable();
    blocks.dedup();
    let Some(first) = blocks.first().copied() else {
        return Read::None;
    };
    let captions = captions(context, free, first);
    Read::Table(grid(context, blocks, rows, captions))
}
