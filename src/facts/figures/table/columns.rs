//! A table's header: which rows it takes, the columns' labels, the column of the rows' labels, the unit.

use super::line::Line;
use crate::facts::figures::cell::Content;
use crate::facts::figures::header::{money_of, unit_of};
use crate::facts::figures::units::Unit;
use crate::lexicon::Numbers;
use crate::value::fold::ToLower;
use std::collections::HashSet;

/// A table whose labels say money and nothing of its unit holds kroner where one of its numbers is at least this.
const SURELY_KRONER: i128 = 100_000 * 1_000_000;

/// The number of rows before the first one of data: titles, the row of labels, and rows that go on with it.
pub(super) fn header_rows(rows: &[Line<'_>]) -> usize {
    let leading = rows
        .iter()
        .position(|row| !row.is_header_like() && !is_year_header(row, rows))
        .unwrap_or(rows.len());
    let Some(first) = rows[..leading].iter().position(|row| row.filled() > 1) else {
        return leading;
    };
    if rows[first].labels.iter().any(|label| is_sentence(label)) {
        return first;
    }
    let mut end = first + 1;
    while end < leading && end < first + 4 && goes_on(&rows[end - 1], &rows[end]) {
        end += 1;
    }
    end
}

/// Whether a cell holds running text, so that its row cannot be a header.
pub(super) fn is_sentence(label: &str) -> bool {
    label.chars().count() > 120 || (label.ends_with('.') && label.chars().count() > 60)
}

/// Whether `next` goes on with the labels of the header row `row`: it has no label of its own, or fills what is open.
pub(super) fn goes_on(row: &Line<'_>, next: &Line<'_>) -> bool {
    let columns = (1..next.width())
        .filter(|column| next.is_filled(*column))
        .count();
    columns > 0 && (!next.is_filled(0) || spans_columns(row, next) || next.years() == columns)
}

/// A row of years over columns of numbers is a header, though it holds digits.
pub(super) fn is_year_header(row: &Line<'_>, rows: &[Line<'_>]) -> bool {
    row.numbers() == 0 && row.years() >= 1 && rows.iter().any(|other| other.numbers() > 0)
}

/// Rows above the column labels that have one cell alone name the table.
pub(super) fn titles<'l, 'r>(header: &'l [Line<'r>]) -> (Vec<String>, Vec<&'l Line<'r>>) {
    let mut titles = Vec::new();
    let mut labelled: Vec<&Line<'_>> = Vec::new();
    let last = header.iter().rposition(|row| row.filled() > 1);
    if last.is_none() {
        let words = header.iter().flat_map(|row| row.labels.iter());
        return (
            words.filter(|label| !label.is_empty()).cloned().collect(),
            labelled,
        );
    }
    for (at, row) in header.iter().enumerate() {
        match last {
            Some(last) if row.filled() > 1 && at <= last => labelled.push(row),
            Some(_) if row.filled() == 1 => {
                titles.extend(row.labels.iter().find(|label| !label.is_empty()).cloned());
            }
            _ => {}
        }
    }
    (titles, labelled)
}

/// The columns' labels: cells of several header rows joined; a cell over several columns goes before each of them
/// where there are at least two such cells.
pub(super) fn column_labels(header: &[&Line<'_>]) -> Vec<Option<String>> {
    let width = header.iter().map(|row| row.width()).max().unwrap_or(0);
    let mut labels: Vec<Vec<String>> = vec![Vec::new(); width];
    for (at, row) in header.iter().enumerate() {
        let spans = at + 1 < header.len() && spans_columns(row, header[at + 1]);
        let heads = (1..row.width())
            .filter(|column| row.is_filled(*column))
            .count();
        let mut over: Option<&String> = None;
        for (column, label) in labels.iter_mut().enumerate() {
            let own = row.labels.get(column).filter(|words| !words.is_empty());
            if spans && column > 0 {
                over = own.or(over);
                if heads >= 2 {
                    label.extend(over.cloned());
                }
            } else {
                label.extend(own.cloned());
            }
        }
    }
    labels
        .into_iter()
        .map(|parts| Some(parts.join(" ")).filter(|label| !label.is_empty()))
        .collect()
}

/// Whether cells of `row` stand over several cells of `next`: it leaves columns open that `next` fills.
pub(super) fn spans_columns(row: &Line<'_>, next: &Line<'_>) -> bool {
    (1..next.width()).any(|column| next.is_filled(column) && !row.is_filled(column))
}

pub(super) fn id_columns(
    columns: &[Option<String>],
    data: &[Line<'_>],
    numbers: &Numbers,
) -> HashSet<usize> {
    let width = data.iter().map(Line::width).max().unwrap_or(0);
    (0..width)
        .filter(|column| {
            let label = columns.get(*column).cloned().flatten();
            let named = label
                .as_deref()
                .is_some_and(|label| numbers.id_columns.whole(&label.to_lower()).is_some());
            let plain = data
                .iter()
                .filter_map(|line| line.contents.get(*column)?.number())
                .all(|cell| cell.number.is_plain() && cell.unit.is_none() && !cell.signed);
            let words_follow = data
                .iter()
                .any(|line| matches!(line.contents.get(column + 1), Some(Content::Words)));
            let holds_words = data
                .iter()
                .any(|line| line.contents.get(*column) == Some(&Content::Words));
            plain && words_follow && (named || (label.is_none() && *column == 0 && !holds_words))
        })
        .collect()
}

/// The first column that holds words (or years) and no number.
pub(super) fn label_column(data: &[Line<'_>], ids: &HashSet<usize>) -> Option<usize> {
    let width = data.iter().map(Line::width).max().unwrap_or(0);
    let count = |column: usize, fits: fn(&Content) -> bool| {
        data.iter()
            .filter(|line| line.contents.get(column).is_some_and(fits))
            .count()
    };
    (0..width)
        .filter(|column| !ids.contains(column))
        .find(|column| {
            let numbers = count(*column, |content| matches!(content, Content::Number(_)));
            let words = count(*column, |content| {
                matches!(content, Content::Words | Content::Year(_))
            });
            words > numbers
        })
}

pub(super) fn surely_kroner(
    data: &[Line<'_>],
    columns: &[Option<String>],
    told: &str,
    captions: &[String],
    numbers: &Numbers,
) -> bool {
    let large = data
        .iter()
        .flat_map(|line| &line.contents)
        .filter_map(Content::number)
        .any(|cell| cell.unit.is_none() && cell.value.millionths().abs() >= SURELY_KRONER);
    let labels = data.iter().flat_map(|line| line.labels.first());
    let says = |label: &str| numbers.says_money(&label.to_lower());
    large
        && (says(told)
            || captions.iter().any(|caption| says(caption))
            || columns.iter().flatten().any(|label| says(label))
            || labels.into_iter().any(|label| says(label)))
}

/// Whether rows of numbers leave `column` open and have words behind it.
pub(super) fn is_spanned(data: &[Line<'_>], column: usize) -> bool {
    let mut rows = data.iter().filter(|line| line.numbers() > 0).peekable();
    let words = |line: &Line<'_>, at: usize| matches!(line.contents.get(at), Some(Content::Words));
    rows.peek().is_some_and(|line| words(line, column))
        && rows.clone().all(|line| words(line, column + 1))
        && rows.any(|line| !line.is_filled(column))
}

pub(super) fn unit_told(told: &str, numbers: &Numbers) -> Option<Unit> {
    told.lines()
        .find_map(|line| money_of(line, numbers))
        .or_else(|| {
            told.lines()
                .find_map(|line| unit_of(line, numbers))
                .filter(|unit| matches!(unit, Unit::Percent(_)))
        })
}

/// The unit that a line above a table names: "(mio. kr.)", "beløb i 1.000 kr.", "alle tal i mio. kr.".
pub(super) fn money_of_caption(words: &str, numbers: &Numbers) -> Option<Unit> {
    let marked = words.contains('(')
        || words.contains("beløb")
        || words.contains(" i ")
        || words.contains("hele ")
        || words.contains("tal ")
        || words.chars().count() <= 30;
    money_of(words, numbers).filter(|_| marked)
}
