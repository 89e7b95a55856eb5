//! A row with what its cells hold, and where one table ends and the next begins.

use crate::facts::Context;
use crate::facts::figures::cell::{Content, content};
use crate::facts::figures::grid::Row;
use crate::value::fold::lower_in_place as lower;
use std::ops::Range;

/// A row with what its cells hold.
pub(super) struct Line<'r> {
    /// The row.
    pub(super) row: &'r Row,
    /// What its cells hold.
    pub(super) contents: Vec<Content>,
    /// The cells' words.
    pub(super) labels: Vec<String>,
    /// How many of its cells are numbers.
    numbers: usize,
}

impl<'r> Line<'r> {
    pub(super) fn read(context: &Context<'_>, row: &'r Row, header: bool) -> Self {
        let numbers = &context.lexicon.numbers;
        let contents: Vec<Content> = row
            .cells
            .iter()
            .map(|cell| match cell.parts.as_slice() {
                [] => Content::Empty,
                [part] => content(&lower(part.of(context.text)), numbers),
                _ => Content::Words,
            })
            .map(|content| match content {
                Content::Number(cell) if header && cell.is_round_unit() => Content::Words,
                content => content,
            })
            .collect();
        let labels: Vec<String> = row
            .cells
            .iter()
            .map(|cell| cell.label(context.text))
            .collect();
        let is_number = |content: &&Content| matches!(content, Content::Number(_));
        Self {
            row,
            numbers: contents.iter().filter(is_number).count(),
            contents,
            labels,
        }
    }

    pub(super) fn width(&self) -> usize {
        self.contents.len()
    }

    pub(super) fn is_filled(&self, column: usize) -> bool {
        self.labels
            .get(column)
            .is_some_and(|label| !label.is_empty())
    }

    pub(super) fn filled(&self) -> usize {
        (0..self.width()).filter(|at| self.is_filled(*at)).count()
    }

    pub(super) fn numbers(&self) -> usize {
        self.numbers
    }

    pub(super) fn years(&self) -> usize {
        self.contents
            .iter()
            .filter(|content| matches!(content, Content::Year(_)))
            .count()
    }

    /// Whether the row can be a header: words and years, no number.
    pub(super) fn is_header_like(&self) -> bool {
        self.numbers() == 0 && self.filled() > 0
    }

    /// Whether only its first filled cell has words.
    pub(super) fn is_group(&self) -> bool {
        self.filled() == 1 && self.numbers() + self.years() == 0
    }
}

/// Cuts rows where a new header stands; a header that is repeated on a new page is left out.
pub(super) fn parts(rows: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for at in 1..rows.len() {
        let before = &rows[start..at];
        if begins_table(before, &rows[at..]) {
            out.push(start..at);
            start = at;
        }
    }
    out.push(start..rows.len());
    out.retain(|range: &Range<usize>| !range.is_empty());
    out
}

/// Whether the first of `rest` is the header of another table: words over every column that held numbers.
fn begins_table(before: &[Line<'_>], rest: &[Line<'_>]) -> bool {
    let Some(row) = rest.first().filter(|row| row.is_header_like()) else {
        return false;
    };
    let width = before.iter().map(Line::width).max().unwrap_or(0);
    let numeric: Vec<usize> = (0..width)
        .filter(|column| {
            before
                .iter()
                .any(|line| matches!(line.contents.get(*column), Some(Content::Number(_))))
        })
        .collect();
    let repeated = before.iter().any(|line| line.labels == row.labels);
    let data_follows = rest.iter().skip(1).take(4).any(|line| line.numbers() > 0);
    let covers = numeric
        .iter()
        .filter(|column| row.is_filled(**column))
        .count();
    !numeric.is_empty()
        && !repeated
        && data_follows
        && row.filled() >= 2
        && (covers == numeric.len() || (row.row.gap > 0 && covers > 0))
}
